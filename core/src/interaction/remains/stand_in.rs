//! What stands in the place of an erased entry: one of its kind without words, or something forgotten.
//!
//! Refuses to invent: it has no name and no time, and says that its words were erased.

use super::{Remains, SharingPart, all};
use crate::age::Age;
use crate::interaction::entry::*;
use crate::interaction::state::{Child, Circumstance, FromOthers, State};
use crate::sets::*;
use std::collections::BTreeMap;

/// What stands where words stood.
pub(crate) const WORDS: &str = "(words erased)";
/// What stands where a name stood.
pub(crate) const NAME: &str = "Name erased";
/// What a handling line says whose words were erased.
const HANDLING: &str = "The words of this instruction were erased. Ask before anything is passed on";

/// The entries that stand in the place of those that were erased. They have no words, no name and no time.
pub(crate) fn stand_ins(entries: &[Entry]) -> BTreeMap<u64, Entry> {
    let mut made = BTreeMap::new();
    for (seq, remains) in all(entries) {
        let gone = entries
            .iter()
            .find(|entry| entry.seq == seq && entry.event == Event::Gone);
        if let Some(entry) = gone.and_then(|gone| stand_in(gone, remains)) {
            made.insert(seq, entry);
        }
    }
    made
}

fn stand_in(gone: &Entry, remains: &Remains) -> Option<Entry> {
    let corrected = |entry: u64, how: Correction| {
        Event::Corrected(Corrected {
            entry,
            how,
            reason: None,
        })
    };
    let (about, event) = match remains {
        Remains::Danger { answer } => (
            vec![],
            Event::DangerAsked(DangerAsked {
                answer: *answer,
                known_by: vec![],
                because: AskedBecause::Chosen,
                words: Some(WORDS.to_owned()),
                not_seen: vec![],
                shown: None,
            }),
        ),
        Remains::Struck { entry } => (vec![], corrected(*entry, Correction::PressedByMistake)),
        Remains::Moved { entry, child } => (
            vec![*child],
            corrected(*entry, Correction::MovedToChild { child: *child }),
        ),
        Remains::Reworded { entry } => {
            let words = WORDS.to_owned();
            (vec![], corrected(*entry, Correction::Reworded { words }))
        }
        Remains::Risk { child, level, seen } => (
            child.iter().copied().collect(),
            Event::RiskStated(RiskStated {
                child: *child,
                level: *level,
                words: WORDS.to_owned(),
                words_from: None,
                seen: *seen,
                routes: vec![],
            }),
        ),
        Remains::Sharing {
            sharing,
            stage,
            children,
            said,
        } => {
            let mut moved = SharingMoved {
                sharing: *sharing,
                stage: *stage,
                to: None,
                how: None,
                what: None,
                why: None,
                considered: None,
                by: None,
                route: None,
            };
            for part in said {
                let name = matches!(part, SharingPart::To | SharingPart::By);
                *part.of(&mut moved) = Some(if name { NAME } else { WORDS }.to_owned());
            }
            (children.clone(), Event::SharingMoved(moved))
        }
        Remains::Handling { children } => (
            children.clone(),
            Event::HandlingSet(HandlingSet {
                words: HANDLING.to_owned(),
            }),
        ),
        Remains::Left => (
            vec![],
            Event::LeftScene(LeftScene {
                why: WORDS.to_owned(),
                staying: None,
                not_reached: vec![],
            }),
        ),
        Remains::Circumstances {
            children,
            seen,
            presence,
            involved,
            factors,
        } => (
            children.clone(),
            Event::CircumstancesSet(CircumstancesSet {
                presence: presence.then_some(Presence::NotKnown),
                seen: seen.then_some(Seen::NotSaid),
                involved: involved.then(Vec::new),
                may_be_others: involved.then_some(true),
                factors: factors.iter().map(|factor| not_known(factor)).collect(),
                known_by: vec![],
            }),
        ),
        Remains::Child { child } => (
            vec![*child],
            Event::ChildAdded(ChildAdded {
                child: *child,
                label: unnamed(*child),
                age: Age::NotKnown,
            }),
        ),
        Remains::Named { .. } | Remains::Answer { .. } | Remains::Scene => return None,
    };
    Some(Entry {
        author: Some(NAME.to_owned()),
        about,
        event,
        ..gone.clone()
    })
}

/// What a child is called of whom nothing is known.
fn unnamed(child: u32) -> String {
    format!("child {child}")
}

fn not_known(factor: &str) -> FactorSet {
    FactorSet {
        factor: factor.to_owned(),
        state: FactorState::NotKnown,
    }
}

/// Forgets what no entry can unsay. `child` gives the child that a number stands for now.
pub(in crate::interaction) fn forget(state: &mut State, remains: &Remains, child: impl Fn(u32) -> u32) {
    let of = |state: &mut State, number: u32, change: &dyn Fn(&mut Child)| {
        let number = child(number);
        state
            .children
            .iter_mut()
            .filter(|child| child.number == number)
            .for_each(change);
    };
    match remains {
        // Nobody's eyes are known any more, and no entry set the mark.
        Remains::Circumstances {
            children, seen: true, ..
        } => {
            for number in children {
                of(state, *number, &|child| {
                    (child.seen_entry, child.seen_at) = (0, None);
                    let seen = |from: &FromOthers| matches!(from.what, Circumstance::Seen { .. });
                    child.from_others.retain(|from| !seen(from));
                });
            }
        }
        Remains::Named { child, label, age } => of(state, *child, &|child| {
            if *label {
                child.label = unnamed(child.number);
            }
            if *age {
                child.age = Age::NotKnown;
            }
        }),
        Remains::Answer { item, child: of } => {
            let of = of.map(&child);
            let same = |answer: &Answered| answer.shown.id == *item && answer.child == of;
            state.answers.retain(|now| !same(&now.answer));
        }
        Remains::Scene => state.scene = None,
        _ => {}
    }
}
