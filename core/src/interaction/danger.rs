//! Danger: when it is asked again, and how its last answer reads while it ages.
//!
//! Asked by event, never by the clock and never by a restart: what makes it due is in the fold. Refuses to gate: it can
//! always be passed by, and then it leads.

use super::lines::{Words, danger_words, no_danger};
use super::state::{Child, DangerNow, State};
use crate::sets::{Danger, Precision, Role};
use crate::time::Moment;

/// Whether it is asked before a risk is stated: once, until a child is added or the officer comes back. A *yes* stands
/// until it is said to be safe.
pub fn before_risk(state: &State) -> bool {
    !state.asked_before_risk && !is_yes(state)
}

/// Whether it is asked before the scene is left, likewise.
pub fn before_leaving(state: &State) -> bool {
    !state.asked_before_leaving && !is_yes(state)
}

/// Whether the last answer is yes, and nobody said since that it is safe.
pub fn is_yes(state: &State) -> bool {
    state.danger_now().is_some_and(|now| now.answer == Danger::Yes)
}

/// How danger stands, as every screen says it: `Immediate danger: not now, 02:12, 19 minutes ago. But not seen: baby, 8
/// months`.
pub fn line(state: &State, now: Moment) -> String {
    let Some(last) = state.danger_now() else {
        return "Immediate danger: not asked yet".to_owned();
    };
    let mut at = Words { state }.when(&last.at, None);
    // It is read beside the clock of now: in the night in which the clocks go back it would seem to be to come.
    let timed = matches!(last.at.precision, Precision::Exact | Precision::About);
    let unmarked = state
        .began_at
        .is_none_or(|began| last.at.at.apart_from(&began).is_empty());
    if timed && unmarked {
        at.push_str(&last.at.at.apart_from(&now));
    }
    let answer = danger_words(last.answer);
    // A yes does not age: it stands.
    if last.answer == Danger::Yes {
        return format!("Immediate danger: yes, {at}");
    }
    let unseen: Vec<String> = state
        .present_children()
        .filter(|child| !child.seen_by_recorder())
        .map(Child::title)
        .collect();
    // On a call no child is seen, and saying so each time would say nothing.
    let named = no_danger(last.answer) && !unseen.is_empty() && state.role() != Some(Role::CallHandler);
    let but = match named {
        true => format!(". But not seen: {}", unseen.join("; ")),
        false => String::new(),
    };
    format!(
        "Immediate danger: {answer}, {at}{}{but}",
        minutes_ago(last, now).map(ago).unwrap_or_default()
    )
}

/// How many minutes ago it was answered. None: nobody knows when it was.
pub fn minutes_ago(answered: &DangerNow, now: Moment) -> Option<i64> {
    let known = answered.at.precision != Precision::Unknown;
    known.then(|| now.minutes_since(&answered.at.at))
}

/// How old it is. After two days the date, which stands beside it, says more.
fn ago(minutes: i64) -> String {
    match minutes {
        i64::MIN..0 => ", by a clock that went back".to_owned(),
        0 => String::new(),
        1 => ", 1 minute ago".to_owned(),
        2..120 => format!(", {minutes} minutes ago"),
        120..2880 => format!(", {} hours ago", minutes / 60),
        _ => String::new(),
    }
}
