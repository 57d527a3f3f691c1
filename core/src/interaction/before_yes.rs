//! How danger was before a yes, written down after it: it does not close the yes.
//!
//! Told by time; of an answer whose words were erased no time is kept, and what erased it names the answers that were
//! not written in the order in which things happened. Refuses to take anything for earlier of which that is not known.

use super::entry::*;
use super::remains::{self, Remains};
use crate::sets::{Danger, Precision};
use crate::time::When;
use std::collections::BTreeMap;

/// An answer to danger, as far as its order goes.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The entry.
    pub seq: u64,
    /// The answer.
    pub answer: Danger,
    /// When it was so.
    pub at: When,
}

impl Asked {
    fn of(entry: &Entry) -> Option<Asked> {
        let Event::DangerAsked(asked) = &entry.event else {
            return None;
        };
        Some(Asked {
            seq: entry.seq,
            answer: asked.answer,
            at: entry.done_at,
        })
    }
}

/// What is known of the order of answers that were erased.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// For each of them the entry that says so, and those that were not written in the order of things.
    erased: BTreeMap<u64, (u64, Vec<u64>)>,
}

impl Order {
    /// Of a log.
    pub fn of(entries: &[Entry]) -> Order {
        let mut erased = BTreeMap::new();
        for entry in entries {
            if let Event::Erased(Erased {
                entry: of,
                remains: Some(Remains::Danger { out_of_order, .. }),
                ..
            }) = &entry.event
            {
                erased.insert(*of, (entry.seq, out_of_order.clone()));
            }
        }
        Order { erased }
    }

    /// Whether `now` says how danger was before `yes`, though it was written after it.
    pub fn was_before(&self, now: &Asked, yes: &Asked) -> bool {
        let closes = matches!(now.answer, Danger::NotNow | Danger::CannotTell);
        if yes.answer != Danger::Yes || !closes || now.seq < yes.seq {
            return false;
        }
        if let Some((_, out_of_order)) = self.erased.get(&now.seq) {
            return out_of_order.contains(&yes.seq);
        }
        match self.erased.get(&yes.seq) {
            // Both were there when the yes was erased.
            Some((says, out_of_order)) if now.seq < *says => out_of_order.contains(&now.seq),
            _ => by_time(&now.at, &yes.at),
        }
    }
}

/// Of an unknown time, what was written later is later.
fn by_time(now: &When, yes: &When) -> bool {
    match now.precision {
        Precision::Exact | Precision::About => now.at.utc < yes.at.utc,
        Precision::Day => now.at.day() < yes.at.day(),
        Precision::Unknown => false,
    }
}

/// The other answers that, with this one, were not written in the order in which things happened.
pub fn out_of_order(seq: u64, entries: &[Entry]) -> Vec<u64> {
    let (order, stand_ins) = (Order::of(entries), remains::stand_ins(entries));
    let now = |entry: &Entry| Asked::of(stand_ins.get(&entry.seq).unwrap_or(entry));
    let all: Vec<Asked> = entries.iter().filter_map(now).collect();
    let Some(own) = all.iter().find(|one| one.seq == seq) else {
        return Vec::new();
    };
    let crossed = |other: &&Asked| order.was_before(own, other) || order.was_before(other, own);
    all.iter().filter(crossed).map(|other| other.seq).collect()
}

/// That an answer says how it was before these, in words. None: before none.
pub fn as_before<'a>(yes: impl Iterator<Item = &'a u64>) -> Option<String> {
    let yes: Vec<String> = yes.map(|seq| format!("entry {seq}")).collect();
    (!yes.is_empty()).then(|| format!("As it was before {}, which it does not close", yes.join(", ")))
}
