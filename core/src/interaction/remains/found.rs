//! What an entry did, found out when its words are erased.
//!
//! Refuses a kind that nobody has thought about: a new one does not compile until it stands here.

use super::{Remains, SharingPart};
use crate::interaction::before_yes;
use crate::interaction::entry::*;
use crate::interaction::state::{own_sight, same_person};
use crate::sets::*;

/// What stays of an entry of this log when it is erased. None: nothing older could come back.
pub fn of(entry: &Entry, log: &[Entry]) -> Option<Remains> {
    Some(match &entry.event {
        Event::DangerAsked(asked) => Remains::Danger {
            answer: asked.answer,
            not_seen: asked.not_seen.clone(),
            known_by: asked.known_by.iter().map(|known| known.how).collect(),
            out_of_order: before_yes::out_of_order(entry.seq, log),
        },
        Event::Corrected(Corrected { entry, how, .. }) => match how {
            Correction::PressedByMistake => Remains::Struck { entry: *entry },
            Correction::MovedToChild { child } => Remains::Moved {
                entry: *entry,
                child: *child,
            },
            Correction::Reworded { .. } => Remains::Reworded { entry: *entry },
        },
        Event::RiskStated(risk) => Remains::Risk {
            child: risk.child,
            level: risk.level,
            seen: risk.seen,
        },
        Event::SharingMoved(moved) => {
            let mut parts = moved.clone();
            let mut said = SharingPart::ALL.to_vec();
            said.retain(|part| part.of(&mut parts).is_some());
            Remains::Sharing {
                sharing: moved.sharing,
                stage: moved.stage,
                children: entry.about.clone(),
                said,
                route: moved.route.is_some(),
            }
        }
        Event::HandlingSet(_) => Remains::Handling {
            children: entry.about.clone(),
        },
        Event::LeftScene(_) => Remains::Left,
        Event::CircumstancesSet(set) => circumstances(entry, set, recorder(log)),
        Event::ChildAdded(added) => Remains::Child { child: added.child },
        Event::ChildRelabelled(new) => Remains::Named {
            child: new.child,
            label: new.label.is_some(),
            age: new.age.is_some(),
        },
        Event::Answered(answered) => Remains::Answer {
            item: answered.shown.id.clone(),
            child: answered.child,
        },
        Event::SceneSet(_) => Remains::Scene,
        Event::Told(told) => Remains::Told {
            entry: told.entry,
            how: told.how,
            owner: told.entry.is_some_and(|of| is_owner(log, of, &told.to)),
            item: told.answers.as_ref().map(|shown| shown.id.clone()),
            children: entry.about.clone(),
        },
        Event::HandedOver(hand) => Remains::HandedOver {
            how: hand.how,
            children: entry.about.clone(),
        },
        Event::Exported(export) => Remains::Exported {
            format: export.format.parse().ok(),
            child: export.for_child,
            reader: export.for_reader.is_some(),
        },
        Event::TakenOver(taken) if taken.file.as_ref().is_some_and(|file| file.handling.is_some()) => {
            Remains::TakenOver { how: taken.how }
        }
        Event::HoldSet(_) => Remains::Hold { set: true },
        Event::HoldLifted(_) => Remains::Hold { set: false },
        Event::Reopened(_) => Remains::Reopened,
        Event::CopiedForTheLog(copy) => Remains::Copied { upto: copy.upto },
        Event::Quoted(quoted) => words(entry, &quoted.answers, quoted.child),
        Event::Observed(observed) if observed.answers.is_some() => words(entry, &observed.answers, None),
        // Said beside what was said before, not in its place. A new kind has to be thought about here.
        Event::ReferenceAdded(_) | Event::Observed(_) | Event::Reviewed(_) | Event::TakenOver(_) => {
            return None;
        }
        // Without words: they are not erased.
        Event::Begun(_)
        | Event::ChildMerged(_)
        | Event::ListEnded(_)
        | Event::Returned(_)
        | Event::ModeSet(_)
        | Event::SilentCallSet(_)
        | Event::Completed(_)
        | Event::MovedToPack(_)
        | Event::Erased(_)
        | Event::Gone
        | Event::Newer { .. } => return None,
    })
}

fn words(entry: &Entry, answers: &Option<Shown>, said_by: Option<u32>) -> Remains {
    Remains::Words {
        item: answers.as_ref().map(|shown| shown.id.clone()),
        said_by,
        children: entry.about.clone(),
    }
}

fn circumstances(entry: &Entry, set: &CircumstancesSet, recorder: Option<&str>) -> Remains {
    // As the fold has it: what somebody else saw stands beside the recorder's own sight, and not in its place.
    let own = own_sight(&set.known_by, entry.author.as_deref(), recorder);
    let seen = |seen: &Seen| !own && matches!(seen, Seen::Awake | Seen::Asleep);
    let seen_by_others = set.seen.as_ref().is_some_and(seen);
    Remains::Circumstances {
        children: entry.about.clone(),
        seen: set.seen.is_some() && !seen_by_others,
        seen_by_others,
        presence: set.presence.is_some(),
        involved: set.involved.is_some(),
        may_be_others: set.may_be_others.is_some(),
        factors: set.factors.iter().map(|one| one.factor.clone()).collect(),
    }
}

fn recorder(log: &[Entry]) -> Option<&str> {
    log.iter().find_map(|entry| match &entry.event {
        Event::Begun(begun) => begun.recorder.as_deref(),
        _ => None,
    })
}

/// Whether it is who has to do what that entry left for later.
fn is_owner(log: &[Entry], seq: u64, who: &str) -> bool {
    let left = log.iter().find(|entry| entry.seq == seq);
    left.is_some_and(|left| match &left.event {
        Event::Answered(answered) => {
            let owner = answered.owner.as_deref().unwrap_or_default();
            answered.outcome == Outcome::Later && same_person(owner, who)
        }
        _ => false,
    })
}
