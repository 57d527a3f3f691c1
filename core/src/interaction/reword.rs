//! An event as it reads after its words were corrected. The entry itself stays as it was written.
//!
//! Refuses to guess: a kind that has no words of an officer's is left as it is, and the correction stands beside it.

use super::entry::*;

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
        Event::Quoted(quoted) => quoted.words = new,
        Event::Observed(observed) => observed.words = new,
        Event::RiskStated(risk) => risk.words = new,
        Event::Told(told) => told.words = Some(new),
        Event::SharingMoved(moved) => moved.what = Some(new),
        Event::LeftScene(left) => left.why = new,
        Event::ReferenceAdded(to) => to.words = new,
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
