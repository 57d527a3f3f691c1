//! What leads wherever a record is looked at (list end, coming back, hand-over, review): unsent, untold, not reached.
//!
//! And what is missing of the record itself. Refuses to lead with anything that could wait behind these.

use super::entry::Event;
use super::lines::Words;
use super::record::RecordLine;
use super::state::State;
use super::worklist::{Mark, Row, worklist};
use crate::pack::Pack;
use crate::sets::ReferenceKind;

/// Sharings that were decided and not sent, then what is for later and whose owner was not told.
pub fn unsent_and_untold(state: &State) -> Vec<RecordLine> {
    let words = Words { state };
    let unsent = state.unsent().map(|now| {
        let about = words.children(&now.about);
        let with = now.sharing.to.as_deref().unwrap_or("not said with whom");
        let by = words.author(&now.author);
        let when = words.when(&now.at, None);
        let text = format!("Decided, not sent: {with}. About: {about}. {by}, {when}");
        RecordLine {
            text,
            entry: now.seq,
            ..RecordLine::default()
        }
    });
    let untold = state.untold().map(|now| {
        let owner = now.answer.owner.as_deref().unwrap_or_default();
        let about = now.answer.child.map(|child| format!("{}: ", words.child(child)));
        let text = format!(
            "Not told yet: {owner}. Later: {}{}",
            about.unwrap_or_default(),
            now.answer.shown.text
        );
        RecordLine {
            text,
            entry: now.seq,
            ..RecordLine::default()
        }
    });
    unsent.chain(untold).collect()
}

/// Items of the scene that were not reached, which is not the same as not done.
pub fn not_reached(state: &State, pack: &Pack) -> Vec<RecordLine> {
    let words = Words { state };
    let work = worklist(pack, state);
    let missed = work
        .rows
        .iter()
        .filter(|row| row.mark == Mark::NotReached && !row.folded);
    missed
        .map(|row| RecordLine {
            text: format!("Not reached: {}", named(row, pack, &words)),
            entry: 0,
            ..RecordLine::default()
        })
        .collect()
}

/// What is missing of the record itself, in a few words each. It can be handed over without.
pub fn missing(state: &State) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if state.recorder().is_none() {
        missing.push("who records");
    }
    let log = |event: &Event| matches!(event, Event::ReferenceAdded(to) if to.reference == ReferenceKind::IncidentLog);
    if !state.lines.iter().any(|line| log(&line.event)) {
        missing.push("incident log number");
    }
    missing
}

/// What a row asks, and of whom.
pub fn named(row: &Row, pack: &Pack, words: &Words<'_>) -> String {
    let found = pack.items().get(row.item as usize);
    let item = found.map(|found| found.item.text.as_str()).unwrap_or_default();
    match row.child {
        0 => item.to_owned(),
        child => format!("{}: {item}", words.child(child)),
    }
}
