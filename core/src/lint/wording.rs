//! How guidance is worded: short, plain, one thing at a time, and nothing that adds up a child.
//!
//! Heuristics that say what they saw, so that an author can judge. Refuses to touch what is only read: a passage
//! reports what a document says.

use super::subject::{Subject, quoted};
use super::texts::{Text, What};
use super::words::{grade, sentences, tokens, words};
use std::collections::HashMap;

/// The most words of a line that an officer is asked (CONTENT 5).
pub(super) const MOST_WORDS: usize = 20;

/// The highest grade of a list. The seventh school year of the formula is the reading age of twelve that CONTENT 5 aims
/// at; half a year more is what one long name in a hundred words can do, and no reason to say anything.
const MOST_GRADE: f64 = 7.5;

/// The years between a school grade and the age of those in it.
const GRADE_TO_AGE: f64 = 5.0;

/// Checks the wording of a pack.
pub(super) fn check(subject: &mut Subject<'_>) {
    for text in subject.own_texts() {
        lengths(subject, &text);
        one_thing(subject, &text);
        phrases(subject, &text);
    }
    reading_age(subject);
}

fn lengths(subject: &mut Subject<'_>, text: &Text<'_>) {
    let Text { section, id, .. } = *text;
    let count = words(text.text).len();
    if text.what.is_line() && count > MOST_WORDS {
        let sentence =
            format!("{count} words, at most {MOST_WORDS}: cut it, or move what explains it into `why`");
        subject.report("too-many-words", section, id, sentence);
    }
    let of = sentences(text.text);
    if text.what == What::Why && of.len() > 2 {
        let sentence = format!(
            "`why` has {} sentences, at most two: keep what an officer needs now",
            of.len()
        );
        subject.report("long-why", section, id, sentence);
    }
    let flows = matches!(text.what, What::Why | What::Hint | What::Route | What::WordsToSay);
    let longest = of.iter().map(|one| words(one).len()).max().unwrap_or(0);
    if flows && longest > MOST_WORDS {
        let sentence = format!("a sentence of {longest} words, at most {MOST_WORDS}: make two of it");
        subject.report("long-sentence", section, id, sentence);
    }
}

/// Verbs that begin an instruction.
const FIRST: &[&str] = &[
    "ask", "call", "check", "consider", "contact", "count", "decide", "do", "explain", "find", "follow",
    "get", "give", "go", "help", "inform", "keep", "leave", "let", "listen", "look", "make", "name", "note",
    "notice", "offer", "plan", "read", "record", "refer", "review", "say", "see", "send", "share", "show",
    "speak", "state", "stay", "take", "talk", "tell", "think", "use", "watch", "write", "arrange", "agree",
    "describe", "put", "bring",
];

/// Those of them that are hardly ever nouns, so that one after "and" begins a second instruction.
const SECOND: &[&str] = &[
    "ask", "check", "consider", "decide", "explain", "find", "get", "give", "go", "inform", "keep", "leave",
    "let", "listen", "make", "offer", "refer", "say", "see", "send", "speak", "take", "talk", "tell",
    "think", "watch", "write", "arrange", "agree", "describe", "put", "bring",
];

fn one_thing(subject: &mut Subject<'_>, text: &Text<'_>) {
    if !matches!(
        text.what,
        What::Item | What::Prompt(_) | What::Silent | What::Review
    ) {
        return;
    }
    let Text { section, id, .. } = *text;
    // "Yes or no?" says how to answer and asks nothing more.
    let asked = text.text.matches('?').count();
    let how = usize::from(text.text.to_lowercase().contains("yes or no?") && asked > 1);
    if asked - how > 1 {
        let sentence = "it asks two questions: keep the one that matters here, or make two of it";
        subject.report("two-things", section, id, sentence);
    } else if let Some(verb) = sentences(text.text).first().and_then(|first| second_verb(first)) {
        let sentence = format!(
            "it asks for two things, the second is {}: make two of it",
            quoted(&verb)
        );
        subject.report("two-things", section, id, sentence);
    }
}

/// The second verb of an instruction that has two: "Tell the child and write it down". "Stop and think" is one thing:
/// the two verbs share what follows.
fn second_verb(sentence: &str) -> Option<String> {
    let clause = sentence.split([':', ';', '–', '—']).next().unwrap_or_default();
    let all = tokens(clause);
    let begins = all.first().is_some_and(|first| FIRST.contains(&first.as_str()));
    let pairs = all.windows(2).enumerate().skip(2);
    let mut seconds = pairs.filter_map(|(_, pair)| match pair {
        [and, verb] if matches!(and.as_str(), "and" | "then") && SECOND.contains(&verb.as_str()) => {
            Some(verb.clone())
        }
        _ => None,
    });
    if begins { seconds.next() } else { None }
}

/// Phrases that our own rules keep out of guidance.
fn phrases(subject: &mut Subject<'_>, text: &Text<'_>) {
    if !text.what.is_guidance() {
        return;
    }
    let Text { section, id, .. } = *text;
    let all = tokens(text.text);
    let has = |phrase: &[&str]| {
        all.windows(phrase.len())
            .any(|window| window.iter().eq(phrase.iter()))
    };
    if matches!(text.what, What::Danger | What::Hint) && all.iter().any(|word| word == "here") {
        let sentence = "it says “here”: the danger may be where the child came from, or goes next";
        subject.report("danger-here", section, id, sentence);
    }
    let scores: [&[&str]; 8] = [
        &["score"],
        &["scores"],
        &["risk", "rating"],
        &["out", "of", "ten"],
        &["out", "of", "10"],
        &["add", "up"],
        &["per", "cent"],
        &["points"],
    ];
    if scores.iter().any(|phrase| has(phrase)) || text.text.contains('%') {
        let sentence = "it adds up or rates: ask for what was seen and for the officer's own words instead";
        subject.report("scores", section, id, sentence);
    }
    let gone: [&[&str]; 6] = [
        &["reprimand"],
        &["reprimands"],
        &["final", "warning"],
        &["final", "warnings"],
        &["contactpoint"],
        &["common", "assessment", "framework"],
    ];
    if gone.iter().any(|phrase| has(phrase))
        || text
            .text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "CAF")
    {
        let sentence =
            "it uses a term that is no longer in use: keep it to reference, and say here what stands now";
        subject.report("superseded-term", section, id, sentence);
    }
}

/// Judged list by list and then as a whole, never by the line: one long word in a short line is no alarm.
fn reading_age(subject: &mut Subject<'_>) {
    let file = &subject.built.file;
    let mut pieces: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    for text in subject.texts.iter().filter(|text| text.what.is_guidance()) {
        pieces.entry((text.section, text.id)).or_default().push(text.text);
    }
    let own = subject
        .own_texts()
        .into_iter()
        .filter(|text| text.what.is_guidance());
    let mut hard: Vec<(Option<&str>, f64)> = Vec::new();
    hard.extend(too_hard(own.map(|text| text.text)).map(|age| (None, age)));
    for list in &file.lists {
        let own = subject.is_own("lists", &list.id)
            || list.items.iter().any(|item| subject.is_own("items", &item.id));
        if !own {
            continue;
        }
        let mut all = Vec::new();
        for item in &list.items {
            all.extend(
                pieces
                    .get(&("items", item.id.as_str()))
                    .into_iter()
                    .flatten()
                    .copied(),
            );
            for prompt in &item.prompts {
                all.extend(
                    pieces
                        .get(&("prompts", prompt.id.as_str()))
                        .into_iter()
                        .flatten()
                        .copied(),
                );
            }
        }
        hard.extend(too_hard(all.into_iter()).map(|age| (Some(list.id.as_str()), age)));
    }
    for (list, age) in hard {
        let sentence = format!(
            "it reads like a text for the age of {age:.0}, aim at 12: shorter sentences, shorter words"
        );
        match list.filter(|id| subject.is_own("lists", id)) {
            Some(id) => subject.report("reading-age", "lists", id, sentence),
            None => subject.report_pack("reading-age", sentence),
        }
    }
}

/// The age for which texts are, where it is too high.
fn too_hard<'t>(texts: impl Iterator<Item = &'t str>) -> Option<f64> {
    grade(texts)
        .filter(|grade| *grade > MOST_GRADE)
        .map(|grade| grade + GRADE_TO_AGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_verbs_are_two_things_unless_they_share_one() {
        for two in [
            "Tell the child what happens next and write it down.",
            "Check the room, then ask who lives there.",
        ] {
            assert!(second_verb(two).is_some(), "{two}");
        }
        for one in [
            "Ask and listen.",
            "Go and see the child.",
            "Decide what to share, and with whom.",
            "Tell each child what you are doing, and why.",
            "Think of school and make-believe.",
            "Who sees the child and tells you?",
            "Write the risk in your own words, then the level.",
        ] {
            assert_eq!(second_verb(one), None, "{one}");
        }
    }
}
