//! What is known only from an adult, from records, or assumed: counted for the whole interaction, and named.
//!
//! One fact, one entry: an entry counts once, however many children it is about, and only while what it says still
//! stands. An observation that an answer points at counts with the answer. Refuses to weigh: what a mother says may be
//! true; the count says only who has seen it.

use super::entry::{Answered, DangerAsked, FactorSet, Known};
use super::lines::Words;
use super::record::RecordLine;
use super::state::{AnswerNow, Circumstance, DangerNow, FromOthers, ObservationNow, State, is_hearsay};
use super::{because, lines};
use crate::sets::Seen;

/// Something that stands and is known only from others.
enum Fact<'a> {
    Danger(&'a DangerNow),
    Answer(&'a AnswerNow),
    Observation(&'a ObservationNow),
    /// Of one or more children, by one entry.
    Circumstances(Vec<(u32, &'a FromOthers)>),
}

/// Whether an answer is not seen, heard or said by a child: neither by what it says of itself, nor by the words that
/// it points at.
pub fn answer_is_hearsay(state: &State, answer: &Answered) -> bool {
    if answer.quotes.is_empty() {
        return is_hearsay(&answer.known_by);
    }
    // A child said it.
    if answer
        .quotes
        .iter()
        .any(|seq| state.quotes.iter().any(|now| now.seq == *seq))
    {
        return false;
    }
    let pointed = state
        .observations
        .iter()
        .filter(|now| answer.quotes.contains(&now.seq));
    let mut known: Vec<Known> = answer.known_by.clone();
    known.extend(pointed.flat_map(|now| now.observation.known_by.iter().cloned()));
    is_hearsay(&known)
}

/// How many facts of the whole interaction are not seen, heard or said by a child.
pub fn count(state: &State) -> u32 {
    facts(state).len() as u32
}

/// The count in words, as list ends and records say it. None: nothing.
pub fn words(count: u32) -> Option<String> {
    (count > 0).then(|| format!("{count} not seen, heard or said by a child"))
}

/// Each of them in a line, in the order of their entries.
pub fn lines(state: &State) -> Vec<RecordLine> {
    let words = Words { state };
    let line = |(entry, fact): (u64, Fact<'_>)| RecordLine {
        text: text(&fact, &words),
        entry,
        ..RecordLine::default()
    };
    facts(state).into_iter().map(line).collect()
}

/// Something that is known only from others, as a row of a screen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OnlyTold {
    /// What was asked, and of whom. Empty where nothing was.
    pub ask: String,
    /// What is known.
    pub value: String,
    /// How, for a sign beside it: `Mother said`. None where the value says it.
    pub how: Option<String>,
    /// The entry.
    pub entry: u64,
    /// The item that it answers. None: it answers none.
    pub item: Option<String>,
    /// The child; 0: the scene, or several.
    pub child: u32,
}

/// Each of them as a row, in the order of their entries.
pub fn only_told(state: &State) -> Vec<OnlyTold> {
    let words = Words { state };
    let row = |(entry, fact): (u64, Fact<'_>)| match &fact {
        Fact::Answer(now) => {
            let child = now.answer.child.map(|child| format!("{}: ", words.child(child)));
            let ask = format!("{}{}", child.unwrap_or_default(), now.answer.shown.text);
            OnlyTold {
                ask: lines::capital(&ask),
                value: lines::capital(&words.answer_words(&now.answer)),
                how: super::screen::how(&now.answer.known_by),
                entry,
                item: Some(now.answer.shown.id.clone()),
                child: now.answer.child.unwrap_or(0),
            }
        }
        fact => OnlyTold {
            ask: String::new(),
            value: text(fact, &words),
            how: None,
            entry,
            item: None,
            child: 0,
        },
    };
    facts(state).into_iter().map(row).collect()
}

/// The facts with their entries, in order.
fn facts(state: &State) -> Vec<(u64, Fact<'_>)> {
    let mut all: Vec<(u64, Fact<'_>)> = Vec::new();
    if let Some(now) = state.danger_now().filter(|now| is_hearsay(&now.known_by)) {
        all.push((now.seq, Fact::Danger(now)));
    }
    let answers = state
        .answers
        .iter()
        .filter(|now| answer_is_hearsay(state, &now.answer));
    all.extend(answers.map(|now| (now.seq, Fact::Answer(now))));
    let pointed = |seq: u64| {
        let at = |now: &AnswerNow| now.answer.quotes.contains(&seq);
        state.answers.iter().any(at)
    };
    let observed = state
        .observations
        .iter()
        .filter(|now| is_hearsay(&now.observation.known_by) && !pointed(now.seq));
    all.extend(observed.map(|now| (now.seq, Fact::Observation(now))));
    for child in state.present_children() {
        for from in child.from_others.iter().filter(|from| is_hearsay(&from.known_by)) {
            let same = all.iter_mut().find(|(entry, _)| *entry == from.entry);
            match same {
                Some((_, Fact::Circumstances(of))) => of.push((child.number, from)),
                _ => all.push((from.entry, Fact::Circumstances(vec![(child.number, from)]))),
            }
        }
    }
    crate::order::sort_by_key(&mut all, |(entry, _)| *entry);
    all
}

fn text(fact: &Fact<'_>, words: &Words<'_>) -> String {
    let known = |known_by: &[Known], author: &Option<String>| words.known(known_by, author);
    match fact {
        Fact::Danger(now) => {
            let asked = DangerAsked {
                answer: now.answer,
                known_by: now.known_by.clone(),
                because: now.because,
                words: now.words.clone(),
                not_seen: now.not_seen.clone(),
                shown: None,
            };
            let text = words.danger(&asked, &now.author);
            text.trim_end_matches(lines::HEARSAY).to_owned()
        }
        Fact::Answer(now) => {
            let child = now.answer.child.map(|child| format!("{}: ", words.child(child)));
            let text = now.answer.shown.text.as_str();
            let answer = words.plain_answer(&now.answer, &now.author);
            lines::capital(&format!("{}{text} {answer}", child.unwrap_or_default()))
        }
        Fact::Observation(now) => {
            let about = words.children(&now.about);
            let about = if about.is_empty() { "The scene" } else { &about };
            let said = &now.observation.words;
            let by = known(&now.observation.known_by, &now.author);
            lines::capital(&format!("{about}: {said} ({by})"))
        }
        Fact::Circumstances(of) => {
            let children: Vec<u32> = of.iter().map(|(child, _)| *child).collect();
            let mut what: Vec<String> = Vec::new();
            for (_, from) in of {
                let one = circumstance(&from.what);
                if !what.contains(&one) {
                    what.push(one);
                }
            }
            let by = of
                .first()
                .map(|(_, from)| known(&from.known_by, &from.author))
                .unwrap_or_default();
            let who = words.children(&children);
            lines::capital(&format!("{who}: {} ({by})", what.join(", ")))
        }
    }
}

/// One circumstance in words.
fn circumstance(what: &Circumstance) -> String {
    match what {
        Circumstance::Seen { seen } => sight(*seen).to_owned(),
        Circumstance::Presence { presence } => because::presence_words(*presence).to_owned(),
        Circumstance::Involved { involved } if involved.is_empty() => "involved as not said".to_owned(),
        Circumstance::Involved { involved } => {
            let how: Vec<&str> = involved
                .iter()
                .map(|how| because::involvement_words(*how))
                .collect();
            format!("involved as {}", how.join(", "))
        }
        Circumstance::Factor { set } => factor(set),
    }
}

/// What somebody else saw, without saying that anybody here saw it.
pub fn sight(seen: Seen) -> &'static str {
    match seen {
        Seen::Awake => "awake",
        Seen::Asleep => "asleep",
        Seen::NotSeen => "not seen",
        Seen::NotSaid => "not said whether seen",
    }
}

/// A factor and its state, without a pack at hand.
pub fn factor(set: &FactorSet) -> String {
    let words = set.factor.replace('-', " ");
    format!("{words}: {}", set.state.as_str().replace('_', " "))
}
