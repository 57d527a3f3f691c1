//! What each kind of entry brings with it: whose words, which children, on which entries it rests.
//!
//! Refuses a kind that nobody has thought about: a new one does not compile until it stands here.

use crate::interaction::entry::*;
use std::collections::{BTreeMap, BTreeSet};

/// What an entry's body brings with it.
pub(super) struct Carries {
    /// Words that somebody typed; an author's and a recorder's name apart.
    pub words: bool,
    /// The children that it names.
    pub children: Vec<u32>,
    /// The entries that it rests on: it says something of them, or began with their words.
    pub entries: Vec<u64>,
    /// Whether it says how everybody stood then.
    pub everybody: bool,
    /// Whether it is about every child that was there, whoever had been written down by then.
    pub all_there: bool,
    /// Whether it repeats words of other entries.
    pub repeats: bool,
}

/// Whom an entry is about.
#[derive(Default, Clone)]
pub(super) struct Whose {
    /// As it was written.
    pub written: BTreeSet<u32>,
    /// That, and what later entries say of it.
    pub now: BTreeSet<u32>,
}

pub(super) fn whose(entries: &[Entry], carried: &[Option<Carries>]) -> BTreeMap<u64, Whose> {
    let mut whose: BTreeMap<u64, Whose> = BTreeMap::new();
    for (entry, carried) in entries.iter().zip(carried) {
        let named = carried.iter().flat_map(|carried| &carried.children);
        let written = crate::order::set(entry.about.iter().chain(named).copied());
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
            Event::Answered(answered) => (crate::order::set(entry.about.iter().copied()), &answered.quotes),
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
pub(super) fn carries(event: &Event) -> Option<Carries> {
    let words = |words: bool| Carries {
        words,
        children: Vec::new(),
        entries: Vec::new(),
        everybody: false,
        all_there: false,
        repeats: false,
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
            all_there: true,
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
        // What had to be said first stands in it again.
        Event::HandedOver(_) => Carries {
            everybody: true,
            repeats: true,
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
        // To whom something went before is not this one's to know.
        Event::Exported(_) => return None,
        // Whom the erased words were about is gone with them.
        Event::Erased(_) | Event::Gone => return None,
        Event::Newer { .. } => return None,
    })
}
