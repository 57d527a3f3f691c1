//! What a child said and did, line by line, for the screen that listens.
//!
//! Refuses what would press a child for more: there is no count, and nothing that is missing is named. Refuses quote
//! marks round what was not said to be exact.

use super::lines::{Words, capital, then};
use super::screen::{ScreenPrompt, prompts};
use super::state::{ObservationNow, QuoteNow, State, is_hearsay};
use super::worklist::{Row, worklist};
use crate::pack::Pack;
use crate::sets::{AnsweredBy, Fidelity, PromptKind};

/// What a child said and did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Voice {
    /// The child's number; 0 for what is written of a child that is not named yet.
    pub child: u32,
    /// What it said, oldest first.
    pub said: Vec<VoiceLine>,
    /// What was seen of it, and not said.
    pub seen: Vec<VoiceLine>,
    /// What to bear in mind while the child speaks: never a question to ask it.
    pub think: Vec<ScreenPrompt>,
}

/// Something that was said or seen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VoiceLine {
    /// The entry.
    pub entry: u64,
    /// The words: in quote marks only when they are said to be exact.
    pub words: String,
    /// How close they are to what was said: `Exact`. Empty for what was seen.
    pub lead: String,
    /// Asked or not, who was there, how it is known and when.
    pub how: String,
    /// Whether the words are said to be exact.
    pub exact: bool,
    /// Whether it is known only from an adult, from records or assumed.
    pub hearsay: bool,
}

/// What each child said and did; last, where there is any, what is written of a child that is not named yet.
pub fn voices(pack: &Pack, state: &State) -> Vec<Voice> {
    let rows = worklist(pack, state).rows;
    let mut all: Vec<Voice> = state
        .present_children()
        .map(|child| voice(pack, state, &rows, Some(child.number)))
        .collect();
    let unnamed = voice(pack, state, &rows, None);
    if !unnamed.said.is_empty() || !unnamed.seen.is_empty() {
        all.push(unnamed);
    }
    all
}

fn voice(pack: &Pack, state: &State, rows: &[Row], child: Option<u32>) -> Voice {
    let said = state.quotes.iter().filter(|now| now.quote.child == child);
    let seen = state.observations.iter().filter(|now| match child {
        Some(child) => now.about.contains(&child),
        None => now.about.is_empty(),
    });
    let number = child.unwrap_or_default();
    let by_words = |row: &&Row| {
        let item = pack.items().get(row.item as usize);
        (row.child == number || row.child == 0)
            && item.is_some_and(|found| found.item.answered_by == AnsweredBy::Words)
    };
    let think = |prompt: &ScreenPrompt| prompt.kind == PromptKind::Think && prompt.condition.is_none();
    Voice {
        child: number,
        said: said.map(|now| quoted(state, now)).collect(),
        seen: seen.map(|now| observed(state, now)).collect(),
        think: match rows.iter().find(by_words) {
            Some(row) => prompts(pack, state, row).into_iter().filter(think).collect(),
            None => Vec::new(),
        },
    }
}

fn quoted(state: &State, now: &QuoteNow) -> VoiceLine {
    let words = Words { state };
    let when = capital(&words.when(&now.at, Some(&now.written)));
    VoiceLine {
        entry: now.seq,
        words: words.quote_words(&now.quote),
        lead: words.quote_close(&now.quote).to_owned(),
        how: then(words.quote_came(&now.quote), &when),
        exact: now.quote.fidelity == Fidelity::Exact,
        hearsay: false,
    }
}

fn observed(state: &State, now: &ObservationNow) -> VoiceLine {
    let words = Words { state };
    let known = capital(&words.known(&now.observation.known_by, &now.author));
    let how = format!("{known}, {}", words.when(&now.at, None));
    VoiceLine {
        entry: now.seq,
        words: now.observation.words.clone(),
        lead: String::new(),
        how: match now.about.as_slice() {
            [] | [_] => how,
            about => then(how, &format!("About: {}", words.children(about))),
        },
        exact: false,
        hearsay: is_hearsay(&now.observation.known_by),
    }
}
