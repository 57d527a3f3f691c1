//! What of an erased entry no entry can unsay: a label, an answer, where the scene is, whose eyes saw.
//!
//! Refuses to let anything older stand in its place: what is forgotten is not known, and asked.

use super::Remains;
use super::stand_in::unnamed;
use crate::age::Age;
use crate::interaction::entry::*;
use crate::interaction::state::{Child, Circumstance, FromOthers, OpenAgain, State};
use crate::sets::*;

/// Forgets what no entry can unsay. `entry` is the one that was erased; `child` gives the child that it is about now,
/// where it named this one or (none) the scene.
pub(in crate::interaction) fn forget(
    state: &mut State,
    entry: u64,
    remains: &Remains,
    child: impl Fn(Option<u32>) -> Option<u32>,
) {
    let of = |state: &mut State, number: u32, change: &dyn Fn(&mut Child)| {
        let number = child(Some(number));
        let mut children = state.children.iter_mut();
        if let Some(child) = children.find(|child| Some(child.number) == number) {
            change(child);
        }
    };
    for mut again in open_again(entry, remains) {
        again.children = match (again.children.as_slice(), child(None)) {
            ([], moved) => moved.into_iter().collect(),
            (children, _) => children.iter().filter_map(|of| child(Some(*of))).collect(),
        };
        state.open_again.push(again);
    }
    match remains {
        // Nobody's eyes are known any more, and no entry set the mark.
        Remains::Circumstances {
            children,
            seen,
            seen_by_others,
            ..
        } if *seen || *seen_by_others => {
            for number in children {
                of(state, *number, &|child| {
                    if *seen {
                        (child.seen_entry, child.seen_at) = (0, None);
                    }
                    let sight = |from: &FromOthers| matches!(from.what, Circumstance::Seen { .. });
                    child.from_others.retain(|from| !sight(from));
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
            let of = child(*of);
            let same = |answer: &Answered| answer.shown.id == *item && answer.child == of;
            state.answers.retain(|now| !same(&now.answer));
        }
        // That it was the owner who was told, the erased name does not say any more.
        Remains::Told {
            entry: Some(of),
            how,
            owner: true,
            ..
        } => {
            let mut answers = state.answers.iter_mut();
            if let Some(now) = answers.find(|now| now.seq == *of && *how != Told::NotYet) {
                now.answer.told = Some(*how);
            }
        }
        Remains::Sharing { route: true, .. } => {
            let mut sharings = state.sharings.iter_mut();
            if let Some(now) = sharings.find(|now| now.seq == entry) {
                now.sharing.route = None;
            }
        }
        Remains::Scene => state.scene = None,
        _ => {}
    }
}

/// The items that are open again, with the children as they were named.
fn open_again(entry: u64, remains: &Remains) -> Vec<OpenAgain> {
    let again = |item: Option<&String>, by: AnsweredBy, children: &[u32]| OpenAgain {
        entry,
        item: item.cloned(),
        by,
        children: children.to_vec(),
    };
    match remains {
        Remains::Answer { item, child } => vec![again(Some(item), AnsweredBy::Answer, child.as_slice())],
        Remains::Words {
            item,
            said_by,
            children,
        } => {
            let named = item
                .iter()
                .map(|item| again(Some(item), AnsweredBy::Words, children));
            let said = said_by
                .iter()
                .map(|child| again(None, AnsweredBy::Words, &[*child]));
            named.chain(said).collect()
        }
        Remains::Circumstances {
            children, seen: true, ..
        } => vec![again(None, AnsweredBy::Seen, children)],
        _ => Vec::new(),
    }
}
