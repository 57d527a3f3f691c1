//! One entry, as a screen shows it before it is corrected: what it says, what of it was typed, and what became of it.
//!
//! Refuses to hide a correction: the entry stays as it was written, and every correction of it stands beside it.

use super::entry::{Correction, Entry, Event};
use super::lines::Words;
use super::reword::{reworded, typed};
use super::state::State;
use crate::sets::Fidelity;

/// An entry that may be corrected.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EntryLine {
    /// The entry.
    pub entry: u64,
    /// What it says, as it was first written.
    pub words: String,
    /// The words that were typed, as they read now. None: there are none to correct.
    pub typed: Option<String>,
    /// Whether they are said to be a child's exact words.
    pub exact: bool,
    /// The child that it is about now, where it could be another one. None: it cannot be moved.
    pub child: Option<u32>,
    /// Whether it was pressed by mistake, and counts for nothing.
    pub struck: bool,
    /// What was corrected of it, oldest first.
    pub corrections: Vec<String>,
}

/// An entry of the interaction. None: there is none of this number, or it is the first, on which all others rest.
pub fn entry_line(state: &State, entries: &[Entry], seq: u64) -> Option<EntryLine> {
    let entry = entries.iter().find(|entry| entry.seq == seq && seq > 1)?;
    let words = Words { state };
    let mut now = entry.event.clone();
    let mut child = moves(entry);
    let mut struck = false;
    let mut corrections = Vec::new();
    for line in &state.corrections {
        let Event::Corrected(corrected) = &line.event else {
            continue;
        };
        if corrected.entry != seq {
            continue;
        }
        match &corrected.how {
            Correction::PressedByMistake => struck = true,
            Correction::MovedToChild { child: to } => child = child.and(Some(*to)),
            Correction::Reworded { words } => now = reworded(&now, words),
        }
        let by = entries.iter().find(|entry| entry.seq == line.seq);
        corrections.extend(by.map(|by| words.event(by)));
    }
    Some(EntryLine {
        entry: seq,
        words: words.event(entry),
        typed: typed(&now).map(str::to_owned),
        exact: matches!(&now, Event::Quoted(quote) if quote.fidelity == Fidelity::Exact),
        child,
        struck,
        corrections,
    })
}

/// The child that an entry is about, where it says something of one child that may be another's.
fn moves(entry: &Entry) -> Option<u32> {
    match &entry.event {
        Event::Quoted(quote) => quote.child,
        Event::Answered(answered) => answered.child,
        Event::RiskStated(risk) => risk.child,
        Event::Observed(_) => match entry.about.as_slice() {
            [child] => Some(*child),
            _ => None,
        },
        _ => None,
    }
}
