//! Pace: said when answers come faster than the force says that anybody could give them with care.
//!
//! For the officer's own eyes, at the scene, in the moment. Refuses to be kept: what it gives is not an entry, does not
//! serialise, and stands in no state, record or export, so that nobody is ranked by it. Refuses a figure of its own:
//! without the force's there is no notice.

use super::entry::{Entry, Event};
use super::state::State;
use crate::sets::{Outcome, Role};
use crate::time::Moment;

/// How long is looked back, in seconds: the force's figure is of answers in one minute.
const WITHIN: i64 = 60;

/// More answers than the force's figure, in the last minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Pace {
    /// How many answers.
    pub answers: u32,
    /// In how many seconds, from the first of them to now.
    pub seconds: u32,
}

impl Pace {
    /// What is said, once and without reproach.
    pub fn words(&self) -> String {
        let seconds = match self.seconds {
            0 | 1 => "1 second".to_owned(),
            more => format!("{more} seconds"),
        };
        format!(
            "{} answers in {seconds}. Is each one as you know it?",
            self.answers
        )
    }
}

/// The notice that is due now, if any: at the scene, when more answers were written in the last minute than `figure`,
/// the force's own (`pace-figure`). Not set: none. Never in writing up, where many are written down one after the
/// other; nor on a call, where the log is beside it.
pub fn pace(state: &State, entries: &[Entry], figure: Option<u32>, now: Moment) -> Option<Pace> {
    let figure = figure?;
    if !state.at_scene() || state.role() == Some(Role::CallHandler) {
        return None;
    }
    let age = |entry: &Entry| (now.utc - entry.recorded_at.utc).num_milliseconds();
    // From the last: a night is long, and only its last minute is looked at. A clock that went back ends it too.
    let last_minute = entries
        .iter()
        .rev()
        .take_while(|entry| (0..WITHIN * 1000).contains(&age(entry)));
    let (mut answers, mut oldest) = (0u32, 0);
    for entry in last_minute.filter(|entry| answers_something(&entry.event)) {
        answers += 1;
        oldest = age(entry);
    }
    (answers > figure).then(|| Pace {
        answers,
        seconds: (oldest / 1000) as u32,
    })
}

/// Whether an entry answers an item or a prompt.
fn answers_something(event: &Event) -> bool {
    match event {
        Event::Answered(answered) => answered.outcome != Outcome::NotReached,
        Event::CircumstancesSet(set) => set.seen.is_some(),
        Event::Quoted(_) | Event::Observed(_) | Event::RiskStated(_) => true,
        _ => false,
    }
}
