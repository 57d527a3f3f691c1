//! Entries that go while a later one, which stays, says otherwise of the same thing.
//!
//! Read alone they would say how things no longer stood: a risk before it was stated anew, a child asleep that woke. They
//! go all the same, for they are about the child, and whoever reads them is told. Refuses to say what the later one says.

use super::Going;
use crate::interaction::entry::*;
use crate::interaction::remains::{self, Remains};
use crate::interaction::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// What an entry says something of, that a later one may say otherwise.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Subject<'a> {
    Danger,
    Label(u32),
    Seen(u32),
    Presence(u32),
    Involved(u32),
    Factor(u32, &'a str),
    Answer(Option<u32>, &'a str),
    Risk(Option<u32>),
    Sharing(u64),
    Handling(Vec<u32>),
}

/// Entries that go, and of whose subject the last word stays: read alone, they would say how things no longer stood.
pub fn overtaken(entries: &[Entry], state: &State, going: &Going) -> Vec<u64> {
    let mut struck = BTreeSet::new();
    let mut moved = BTreeMap::new();
    for line in &state.corrections {
        if let Event::Corrected(Corrected { entry, how, .. }) = &line.event {
            match how {
                Correction::PressedByMistake => drop(struck.insert(*entry)),
                Correction::MovedToChild { child } => drop(moved.insert(*entry, *child)),
                Correction::Reworded { .. } => {}
            }
        }
    }
    let (remains, stand_ins) = (remains::all(entries), remains::stand_ins(entries));
    // The last entry of each subject, and the last of them that goes.
    let mut last: BTreeMap<Subject<'_>, (u64, Option<u64>)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !struck.contains(&entry.seq)) {
        let one = |number: u32| {
            let number = moved.get(&entry.seq).copied().unwrap_or(number);
            state.child(number).map_or(number, |child| child.number)
        };
        let mut said = subjects(stand_ins.get(&entry.seq).unwrap_or(entry), &one);
        let erased = remains.get(&entry.seq).into_iter();
        said.extend(erased.flat_map(|remains| unsaid(remains, &one)));
        for subject in said {
            let found = last.entry(subject).or_default();
            found.0 = entry.seq;
            if going.goes(entry.seq) {
                found.1 = Some(entry.seq);
            }
        }
    }
    let overtaken = last
        .into_values()
        .filter_map(|(last, goes)| goes.filter(|goes| *goes < last));
    crate::order::set(overtaken).into_iter().collect()
}

/// What an erased entry said something of that no entry can unsay.
fn unsaid<'a>(remains: &'a Remains, one: &impl Fn(u32) -> u32) -> Vec<Subject<'a>> {
    match remains {
        Remains::Named { child, .. } => vec![Subject::Label(one(*child))],
        Remains::Answer { item, child } => vec![Subject::Answer(child.map(one), item)],
        // Beside what the recorder saw, and in the place of what others said before.
        Remains::Circumstances {
            children,
            seen_by_others: true,
            ..
        } => children.iter().map(|child| Subject::Seen(one(*child))).collect(),
        _ => Vec::new(),
    }
}

fn subjects<'a>(entry: &'a Entry, one: &impl Fn(u32) -> u32) -> Vec<Subject<'a>> {
    let about = || crate::order::set(entry.about.iter().map(|child| one(*child)));
    match &entry.event {
        Event::DangerAsked(_) => vec![Subject::Danger],
        Event::ChildRelabelled(new) => vec![Subject::Label(one(new.child))],
        Event::Answered(answered) => vec![Subject::Answer(answered.child.map(one), &answered.shown.id)],
        Event::RiskStated(risk) => vec![Subject::Risk(risk.child.map(one))],
        Event::SharingMoved(moved) => vec![Subject::Sharing(moved.sharing.unwrap_or(entry.seq))],
        Event::HandlingSet(_) => vec![Subject::Handling(about().into_iter().collect())],
        Event::CircumstancesSet(set) => {
            let mut all = Vec::new();
            for child in about() {
                all.extend(set.seen.map(|_| Subject::Seen(child)));
                all.extend(set.presence.map(|_| Subject::Presence(child)));
                let involved = set.involved.is_some() || set.may_be_others.is_some();
                all.extend(involved.then_some(Subject::Involved(child)));
                all.extend(
                    set.factors
                        .iter()
                        .map(|factor| Subject::Factor(child, &factor.factor)),
                );
            }
            all
        }
        _ => Vec::new(),
    }
}
