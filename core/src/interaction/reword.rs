//! An event as it reads after its words were corrected. The entry itself stays as it was written.
//!
//! Refuses to guess: a kind that has no words of an officer's is left as it is, and the correction stands beside it.

use super::entry::*;
use super::remains;
use crate::sets::Fidelity;

/// The event with these words in the place of its own.
pub fn reworded(event: &Event, words: &str) -> Event {
    let mut event = event.clone();
    let new = words.to_owned();
    match &mut event {
        Event::SceneSet(scene) => scene.words = Some(new),
        Event::DangerAsked(asked) => asked.words = Some(new),
        // Why it was not done is what was typed, where there is no value.
        Event::Answered(answered) => match (&answered.value, &mut answered.reason) {
            (None, Some(reason)) => *reason = new,
            _ => answered.value = Some(new),
        },
        Event::Quoted(quoted) => {
            // Nobody said that.
            if new == remains::WORDS {
                quoted.fidelity = Fidelity::Gist;
            }
            quoted.words = new;
        }
        Event::Observed(observed) => observed.words = new,
        Event::RiskStated(risk) => risk.words = new,
        Event::Told(told) => told.words = Some(new),
        Event::SharingMoved(moved) => moved.what = Some(new),
        Event::LeftScene(left) => left.why = new,
        Event::ReferenceAdded(to) => to.words = new,
        // What it was is gone; that there is one holds for whoever reads it.
        Event::HandlingSet(set) if new == remains::WORDS => set.words = remains::HANDLING.to_owned(),
        Event::HandlingSet(set) => set.words = new,
        Event::CopiedForTheLog(copy) => copy.words = new,
        Event::HandedOver(hand) => hand.words = Some(new),
        Event::Reviewed(review) => review.words = new,
        Event::TakenOver(taken) => taken.words = new,
        Event::HoldSet(why) | Event::HoldLifted(why) | Event::Reopened(why) => why.reason = new,
        Event::Begun(_)
        | Event::ChildAdded(_)
        | Event::ChildRelabelled(_)
        | Event::ChildMerged(_)
        | Event::CircumstancesSet(_)
        | Event::ListEnded(_)
        | Event::Returned(_)
        | Event::ModeSet(_)
        | Event::SilentCallSet(_)
        | Event::Exported(_)
        | Event::Completed(_)
        | Event::MovedToPack(_)
        | Event::Corrected(_)
        | Event::Erased(_)
        | Event::Gone
        | Event::Newer { .. } => {}
    }
    event
}

/// The words of an officer's that a correction takes the place of. None: the kind has none, or none were typed.
pub fn typed(event: &Event) -> Option<&str> {
    match event {
        Event::SceneSet(scene) => scene.words.as_deref(),
        Event::DangerAsked(asked) => asked.words.as_deref(),
        Event::Answered(answered) => answered.value.as_deref().or(answered.reason.as_deref()),
        Event::Quoted(quoted) => Some(quoted.words.as_str()).filter(|words| !words.is_empty()),
        Event::Observed(observed) => Some(&observed.words),
        Event::RiskStated(risk) => Some(&risk.words),
        Event::Told(told) => told.words.as_deref(),
        Event::SharingMoved(moved) => moved.what.as_deref(),
        Event::LeftScene(left) => Some(&left.why),
        Event::ReferenceAdded(to) => Some(&to.words),
        Event::HandlingSet(set) => Some(&set.words),
        Event::CopiedForTheLog(copy) => Some(&copy.words),
        Event::HandedOver(hand) => hand.words.as_deref(),
        Event::Reviewed(review) => Some(&review.words),
        Event::TakenOver(taken) => Some(&taken.words),
        Event::HoldSet(why) | Event::HoldLifted(why) | Event::Reopened(why) => Some(&why.reason),
        _ => None,
    }
}
