//! Prompts that lead: that put an event, a person, a feeling or an answer into somebody's mouth.
//!
//! A child's account is worth what was not put into it (PRACTICE 3). The families of questions are those that guides to
//! interviewing children tell apart: suggestive and tag questions, questions to be answered by yes or no, and *why*,
//! which a child hears as blame (Ministry of Justice, *Achieving Best Evidence*; Lamb and others on the NICHD protocol).
//! Words are guessed at, sentences are not understood. Refuses to look at what an officer only thinks about.

use super::subject::{Subject, quoted};
use super::texts::{Text, What};
use super::words::{sentences, tokens};
use crate::sets::PromptKind;

/// What somebody may have done or suffered.
const EVENTS: &[&str] = &[
    "abuse",
    "abused",
    "beat",
    "beaten",
    "bully",
    "bullied",
    "drank",
    "drink",
    "drugs",
    "drunk",
    "fight",
    "fought",
    "groomed",
    "grooming",
    "hit",
    "hits",
    "hitting",
    "hurt",
    "hurts",
    "hurting",
    "kick",
    "kicked",
    "kill",
    "killed",
    "knife",
    "punch",
    "punched",
    "rape",
    "raped",
    "sex",
    "sexual",
    "shout",
    "shouted",
    "shouting",
    "smack",
    "smacked",
    "steal",
    "stole",
    "stolen",
    "threaten",
    "threatened",
    "touch",
    "touched",
    "touching",
    "violence",
    "violent",
];

/// How somebody may feel.
const FEELINGS: &[&str] = &[
    "afraid",
    "angry",
    "ashamed",
    "frightened",
    "guilty",
    "lonely",
    "sad",
    "scared",
    "terrified",
    "unhappy",
    "unsafe",
    "upset",
];

/// Who it may have been.
const PEOPLE: &[&str] = &[
    "aunt",
    "boyfriend",
    "brother",
    "dad",
    "daddy",
    "father",
    "girlfriend",
    "grandfather",
    "he",
    "her",
    "him",
    "his",
    "mother",
    "mum",
    "mummy",
    "she",
    "sister",
    "step-dad",
    "stepdad",
    "stepfather",
    "teacher",
    "uncle",
];

/// The same of whom an adult may be asked about.
const PARTNERS: &[&str] = &["husband", "partner", "wife"];

/// What a question that yes or no answers begins with. "Can you tell me" invites, and is none.
const CLOSED: &[&str] = &[
    "am", "are", "did", "do", "does", "had", "has", "have", "is", "was", "were", "isn't", "aren't", "didn't",
    "don't", "doesn't", "hasn't", "haven't", "wasn't", "weren't",
];

/// What makes it open again: "Is there anything you want to say?"
const OPEN: &[&str] = &["anything", "anyone", "anybody"];

/// Ends of a tag question: "…, isn't it?"
const TAGS: &[&str] = &["right", "yes", "ok", "okay", "true", "correct"];

/// Checks what is asked.
pub(super) fn check(subject: &mut Subject<'_>) {
    for text in subject.own_texts() {
        match text.what {
            What::Prompt(PromptKind::AskChild) => to_a_child(subject, &text),
            What::Prompt(PromptKind::AskAdult) => to_an_adult(subject, &text),
            What::Silent => on_a_silent_call(subject, &text),
            _ => {}
        }
    }
}

fn to_a_child(subject: &mut Subject<'_>, text: &Text<'_>) {
    let Text { section, id, .. } = *text;
    let all = tokens(question(text.text));
    if asks_what_happened_to(&all) {
        let sentence = "it asks a child what has happened to them: that is for you to think about, make its kind `think`";
        return subject.report("asks-what-happened", section, id, sentence);
    }
    if asks_why(text.text) {
        let sentence = "it asks a child why: a child hears blame, ask what, who, where or how it was";
        return subject.report("asks-why", section, id, sentence);
    }
    if has_tag(text.text) {
        let sentence = "it ends in the answer it wants: ask the open question alone";
        return subject.report("leads-a-child", section, id, sentence);
    }
    let kinds = [
        ("what may have happened", EVENTS),
        ("a feeling", FEELINGS),
        ("a person", PEOPLE),
    ];
    for (what, words) in kinds {
        if let Some(word) = all.iter().find(|word| words.contains(&word.as_str())) {
            let sentence = format!(
                "{} suggests {what} to the child: leave it to the child to bring up",
                quoted(word)
            );
            return subject.report("leads-a-child", section, id, sentence);
        }
    }
    if is_closed(&all) {
        let sentence = "yes or no answers it, and one of them may seem wanted: begin with what, who, where, how, or tell me";
        subject.report("closed-question", section, id, sentence);
    }
}

/// Yes or no is the only answer there, and what may have happened may have to be asked; who it was, and which answer is
/// wanted, is not put into it all the same.
fn on_a_silent_call(subject: &mut Subject<'_>, text: &Text<'_>) {
    let all = tokens(question(text.text));
    let person = all.iter().find(|word| PEOPLE.contains(&word.as_str()));
    if let Some(word) = person {
        let sentence = format!(
            "{} suggests a person to whoever calls: ask of anyone",
            quoted(word)
        );
        subject.report("leads-a-child", text.section, text.id, sentence);
    } else if has_tag(text.text) {
        let sentence = "it ends in the answer it wants: ask the question alone";
        subject.report("leads-a-child", text.section, text.id, sentence);
    }
}

fn to_an_adult(subject: &mut Subject<'_>, text: &Text<'_>) {
    let Text { section, id, .. } = *text;
    let all = tokens(question(text.text));
    if has_tag(text.text) {
        let sentence = "it ends in the answer it wants: ask the open question alone";
        return subject.report("leads-an-adult", section, id, sentence);
    }
    let person = all
        .iter()
        .any(|word| PEOPLE.contains(&word.as_str()) || PARTNERS.contains(&word.as_str()));
    let event = all.iter().find(|word| EVENTS.contains(&word.as_str()));
    if let (true, true, Some(word)) = (is_closed(&all), person, event) {
        let sentence = format!(
            "it asks whether one person did one thing ({}): ask what happened, or who",
            quoted(word)
        );
        subject.report("leads-an-adult", section, id, sentence);
    }
}

/// What is asked, without what says when or where to ask it: "Apart from adults: what is it like at home?"
fn question(text: &str) -> &str {
    text.rsplit_once(": ").map_or(text, |(_, question)| question)
}

fn asks_what_happened_to(all: &[String]) -> bool {
    let phrase: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "has" | "had" | "have" | "ever"))
        .collect();
    phrase.windows(4).any(|window| {
        matches!(window, ["what", "happened", "to", who] if matches!(*who, "you" | "this" | "the" | "that" | "your" | "him" | "her"))
    })
}

fn asks_why(text: &str) -> bool {
    sentences(text).iter().any(|sentence| {
        let all = tokens(question(sentence));
        let first: Vec<&str> = all.iter().take(2).map(String::as_str).collect();
        matches!(first.as_slice(), ["why", ..] | ["how", "come"])
    })
}

fn has_tag(text: &str) -> bool {
    let Some((_, end)) = text.trim_end().rsplit_once(',') else {
        return false;
    };
    let all = tokens(end);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let is_tag = match all.as_slice() {
        [one] => TAGS.contains(one),
        [verb, who] => {
            let verb = CLOSED.contains(verb) || matches!(*verb, "can't" | "won't" | "wouldn't" | "couldn't");
            verb && matches!(*who, "he" | "she" | "it" | "they" | "you" | "we" | "there")
        }
        _ => false,
    };
    is_tag && end.trim_end().ends_with('?')
}

fn is_closed(all: &[String]) -> bool {
    let begins = all.first().is_some_and(|first| CLOSED.contains(&first.as_str()));
    let open = all.iter().take(4).any(|word| OPEN.contains(&word.as_str()));
    begins && !open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_is_told_from_what_does_not() {
        assert!(has_tag("He was here, wasn’t he?") && has_tag("You were asleep, right?"));
        assert!(
            !has_tag("Who is here, and who is not?") && !has_tag("Who last saw the child, when, and where?")
        );
        assert!(
            asks_why("Apart from adults: why did you go?")
                && asks_why("How come?")
                && asks_why("Hello. Why now?")
        );
        assert!(!asks_why("What is it like, and why does it matter?"));
        let closed = |text| is_closed(&tokens(question(text)));
        assert!(closed("Did somebody come?") && !closed("Is there anything else?"));
        assert!(
            closed("Were you at home?")
                && !closed("What do you do online?")
                && !closed("Can you tell me more?")
        );
        let happened = |text| asks_what_happened_to(&tokens(text));
        assert!(happened("What has happened to you?") && happened("What happened to this child?"));
        assert!(!happened("Tell me what has happened."));
    }
}
