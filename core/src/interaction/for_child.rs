//! What of a record may go to somebody who asks for one child alone.
//!
//! An entry is its exact bytes: it goes whole or not at all. It goes only when everything in it is about this child,
//! and words go only where the entry says that they are about this child and nobody else. Words about nobody in
//! particular (a hand-over, a review, a copy for the log, where the scene is) may be about anybody and stay. Refuses
//! to look into words: who they are about is what the officer said, and what was said of others goes nowhere.

use super::entry::*;
use super::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// What an entry's body brings with it.
struct Carries {
    /// Words that somebody typed; an author's and a recorder's name apart.
    words: bool,
    /// The children that it names.
    children: Vec<u32>,
    /// The entries that it rests on: it says something of them, or began with their words.
    entries: Vec<u64>,
    /// Whether it says how everybody stood.
    everybody: bool,
}

/// For each entry in turn, whether it may go to an export for this child. None when there is no such child.
///
/// Two that were found to be the same child are one. An entry that was corrected to be about another child is about
/// both, and what answers a question about another child is about that child too. Words that were typed about nobody
/// in particular do not become one child's by a correction.
pub fn for_child(entries: &[Entry], state: &State, child: u32) -> Option<Vec<bool>> {
    let wanted = state.child(child)?.number;
    let same = |number: &u32| match state.child(*number) {
        Some(child) => child.number == wanted,
        None => *number == wanted,
    };
    let carried: Vec<Option<Carries>> = entries.iter().map(|entry| carries(&entry.event)).collect();
    let whose = whose(entries, &carried);
    let mut going: BTreeSet<u64> = BTreeSet::new();
    let mut others_before = false;
    let mut goes = Vec::with_capacity(entries.len());
    for (entry, carried) in entries.iter().zip(&carried) {
        let whose = whose.get(&entry.seq);
        let others = whose.is_some_and(|whose| !whose.now.iter().all(same));
        let named = whose.is_some_and(|whose| !whose.written.is_empty());
        let go = carried.as_ref().is_some_and(|carried| {
            let speaks_of_others = others || (carried.everybody && others_before);
            let of_nobody = carried.words && !named;
            !speaks_of_others && !of_nobody && carried.entries.iter().all(|seq| going.contains(seq))
        });
        if go {
            going.insert(entry.seq);
        }
        others_before |= others;
        goes.push(go);
    }
    Some(goes)
}

/// Whom an entry is about.
#[derive(Default, Clone)]
struct Whose {
    /// As it was written.
    written: BTreeSet<u32>,
    /// That, and what later entries say of it.
    now: BTreeSet<u32>,
}

fn whose(entries: &[Entry], carried: &[Option<Carries>]) -> BTreeMap<u64, Whose> {
    let mut whose: BTreeMap<u64, Whose> = BTreeMap::new();
    for (entry, carried) in entries.iter().zip(carried) {
        let named = carried.iter().flat_map(|carried| &carried.children);
        let written: BTreeSet<u32> = entry.about.iter().chain(named).copied().collect();
        let now = written.clone();
        whose.insert(entry.seq, Whose { written, now });
    }
    for entry in entries {
        let (them, of): (BTreeSet<u32>, &[u64]) = match &entry.event {
            Event::Corrected(Corrected {
                entry,
                how: Correction::MovedToChild { child },
                ..
            }) => (BTreeSet::from([*child]), std::slice::from_ref(entry)),
            Event::Answered(answered) => (entry.about.iter().copied().collect(), &answered.quotes),
            _ => continue,
        };
        for seq in of {
            whose.entry(*seq).or_default().now.extend(&them);
        }
    }
    // What is said of an entry is about whom that entry is about. In order: what is corrected came before.
    for entry in entries {
        if let Event::Corrected(corrected) = &entry.event {
            let of = whose.get(&corrected.entry).cloned().unwrap_or_default();
            let own = whose.entry(entry.seq).or_default();
            own.written.extend(of.written);
            own.now.extend(of.now);
        }
    }
    whose
}

/// What the body of each kind brings with it; none for what never goes. A line for every kind, and none for the rest:
/// a new kind has to be thought about here.
fn carries(event: &Event) -> Option<Carries> {
    let words = |words: bool| Carries {
        words,
        children: Vec::new(),
        entries: Vec::new(),
        everybody: false,
    };
    let who = |known_by: &[Known]| known_by.iter().any(|known| known.who.is_some());
    let items = |lists: &[&[OpenItem]]| {
        let items = lists.iter().flat_map(|list| list.iter());
        items.filter_map(|item| item.child).collect()
    };
    Some(match event {
        // Guidance, role and recorder.
        Event::Begun(_) | Event::MovedToPack(_) | Event::ModeSet(_) | Event::SilentCallSet(_) => words(false),
        // Where exactly: it may be where another child lives.
        Event::SceneSet(scene) => words(scene.words.is_some()),
        Event::ChildAdded(added) => Carries {
            children: vec![added.child],
            ..words(true)
        },
        Event::ChildRelabelled(new) => Carries {
            children: vec![new.child],
            ..words(new.label.is_some())
        },
        Event::ChildMerged(merge) => Carries {
            children: vec![merge.child, merge.into],
            ..words(false)
        },
        Event::CircumstancesSet(set) => words(who(&set.known_by)),
        Event::DangerAsked(asked) => Carries {
            children: asked.not_seen.clone(),
            everybody: true,
            ..words(asked.words.is_some() || who(&asked.known_by))
        },
        // Words of another child may be the answer; then that it told is not said either.
        Event::Answered(answered) => Carries {
            children: answered.child.into_iter().collect(),
            entries: answered.quotes.clone(),
            ..words(
                answered.value.is_some()
                    || answered.reason.is_some()
                    || answered.owner.is_some()
                    || answered.yes_no.is_some()
                    || answered.already_in_log
                    || who(&answered.known_by),
            )
        },
        Event::Quoted(quoted) => Carries {
            children: quoted.child.into_iter().collect(),
            ..words(true)
        },
        Event::Observed(_) => words(true),
        // Started from a statement about another child, it may still say that child's words.
        Event::RiskStated(risk) => Carries {
            children: risk.child.into_iter().collect(),
            entries: risk.words_from.into_iter().collect(),
            ..words(true)
        },
        Event::Told(told) => Carries {
            entries: told.entry.into_iter().collect(),
            ..words(true)
        },
        // A later stage says what was decided before, for others as well where it was.
        Event::SharingMoved(moved) => Carries {
            entries: moved.sharing.into_iter().collect(),
            ..words(true)
        },
        Event::ListEnded(end) => Carries {
            children: items(&[&end.open, &end.later, &end.folded]),
            everybody: true,
            ..words(false)
        },
        Event::LeftScene(left) => Carries {
            children: items(&[&left.not_reached]),
            everybody: true,
            ..words(true)
        },
        Event::Returned(_) => words(false),
        Event::HandedOver(_) => Carries {
            everybody: true,
            ..words(true)
        },
        Event::Exported(exported) => Carries {
            children: exported.for_child.into_iter().collect(),
            ..words(true)
        },
        Event::Completed(_) => Carries {
            everybody: true,
            ..words(false)
        },
        // A line of an incident log, a court, a review: about nobody in particular, so about anybody.
        Event::ReferenceAdded(_)
        | Event::HandlingSet(_)
        | Event::CopiedForTheLog(_)
        | Event::Reviewed(_)
        | Event::HoldSet(_)
        | Event::HoldLifted(_)
        | Event::Reopened(_)
        | Event::TakenOver(_) => words(true),
        Event::Corrected(corrected) => {
            let reworded = matches!(corrected.how, Correction::Reworded { .. });
            Carries {
                entries: vec![corrected.entry],
                ..words(reworded || corrected.reason.is_some())
            }
        }
        // Whom the erased words were about is gone with them.
        Event::Erased(_) | Event::Gone => return None,
        Event::Newer { .. } => return None,
    })
}
