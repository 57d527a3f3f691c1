//! A call: whether it is over, silent, or safe to talk, and what waits because of it.
//!
//! What waits is shown with its reason, and can be answered all the same. Refuses to infer: that it is safe to talk is
//! what somebody said to a question, never what their words sound like.

use super::entry::{Answered, Event};
use super::state::{SilentCallNow, State};
use super::worklist::needs_scene;
use crate::pack::types::{Item, SilentQuestion};
use crate::pack::{Pack, PackItem};
use crate::sets::*;

/// How the call stands, as far as guidance goes.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// Whether it is a call at all.
    is_one: bool,
    over: bool,
    silent: bool,
    safe: Option<bool>,
}

impl Call {
    /// The call of a state.
    pub fn of(pack: &Pack, state: &State) -> Call {
        let is_one = is_one(state);
        Call {
            is_one,
            over: is_over(state),
            silent: is_silent(state),
            safe: if is_one { safe_to_talk(pack, state) } else { None },
        }
    }

    /// What an open item waits for, if it does.
    pub fn waits(&self, item: &Item, phase: Phase) -> Option<Waits> {
        if !self.is_one || self.over {
            return None;
        }
        if phase == Phase::Afterwards {
            return Some(Waits::UntilTheCallIsOver);
        }
        let safe = self.safe == Some(true) && !self.silent;
        match item.waits {
            Some(Waits::UntilSafeToTalk) if !safe => Some(Waits::UntilSafeToTalk),
            Some(Waits::NotOnASilentCall) if self.silent => Some(Waits::NotOnASilentCall),
            Some(Waits::NotOnASilentCall) if self.safe == Some(false) => Some(Waits::UntilSafeToTalk),
            _ if self.silent && item.silent.is_none() && needs_scene(item, phase) => Some(Waits::NotYesOrNo),
            _ => None,
        }
    }
}

/// Whether this is a call.
pub fn is_one(state: &State) -> bool {
    state.role() == Some(Role::CallHandler)
}

/// Whether nobody is on the line any more: it closed, and nobody called back; or it is being written up.
pub fn is_over(state: &State) -> bool {
    let closed = state.left.is_some() && matches!(state.back_with, None | Some(With::None));
    closed || state.mode == Some(Mode::WritingUp) || state.completed.is_some()
}

/// Whether the call is silent now.
pub fn is_silent(state: &State) -> bool {
    state.silent_call.as_ref().is_some_and(|now| now.on) && !is_over(state)
}

/// Whether it is safe to talk, as far as somebody said so: to the question, or by taking the silent call on or off.
/// The later of the two stands.
pub fn safe_to_talk(pack: &Pack, state: &State) -> Option<bool> {
    let asked = step(pack, CallStep::SafeToTalk).and_then(|found| state.answer(&found.item.id, None));
    let silent = state.silent_call.as_ref();
    let said = |answer: &Answered| match answer.yes_no {
        Some(YesNo::Yes) => Some(true),
        Some(YesNo::No | YesNo::NoAnswer) => Some(false),
        None => None,
    };
    match (asked, silent) {
        (Some(asked), Some(SilentCallNow { seq, on, .. })) if *seq > asked.seq => Some(!on),
        (Some(asked), _) => said(&asked.answer),
        (None, Some(silent)) => Some(!silent.on),
        (None, None) => None,
    }
}

/// The item that is this question of a call.
pub fn step(pack: &Pack, step: CallStep) -> Option<&PackItem> {
    pack.items()
        .iter()
        .find(|found| found.item.call_step == Some(step))
}

/// Whether a question is asked before danger is: where, safe to talk, hurt (PRACTICE 4 and 7). What a pack adds to a
/// call is none of them, so that it keeps danger waiting for nothing.
pub fn before_danger(item: &Item) -> bool {
    matches!(
        item.call_step,
        Some(CallStep::Where | CallStep::SafeToTalk | CallStep::Hurt)
    )
}

/// Whether a question is one that yes or no answers as it stands.
pub fn takes_yes_or_no(item: &Item) -> bool {
    matches!(
        item.call_step,
        Some(CallStep::SafeToTalk | CallStep::Hurt | CallStep::OtherChildren)
    )
}

/// The wording in which something is asked now: on a silent call, its yes-or-no question.
pub fn asked_now<'p>(state: &State, silent: &'p Option<SilentQuestion>) -> Option<&'p SilentQuestion> {
    silent.as_ref().filter(|_| is_silent(state))
}

/// What an item waits for, as a screen says it.
pub fn waits_words(waits: Waits) -> &'static str {
    match waits {
        Waits::UntilSafeToTalk => "Waits until it is safe to talk",
        Waits::NotOnASilentCall => "Not on a silent call",
        Waits::NotYesOrNo => "Waits: cannot be yes or no",
        Waits::UntilTheCallIsOver => "What must be done shows when the call is over",
    }
}

/// What was said to a question that takes yes or no.
pub fn yes_no_words(said: YesNo) -> &'static str {
    match said {
        YesNo::Yes => "Yes",
        YesNo::No => "No",
        YesNo::NoAnswer => "No answer",
    }
}

/// The value of an answer that is done: its words, that it stands in the log, or yes or no.
pub fn done_words(answer: &Answered) -> String {
    let value = answer.value.as_deref().unwrap_or_default().trim();
    let first = match answer.yes_no {
        _ if answer.already_in_log => "Already in the log".to_owned(),
        Some(said) if answer.on_silent_call => format!("{}, on a silent call", yes_no_words(said)),
        Some(said) if !says_it(value) => yes_no_words(said).to_owned(),
        // The words say it themselves.
        _ => return answer.value.clone().unwrap_or_default(),
    };
    if value.is_empty() {
        first
    } else {
        format!("{first}: {value}")
    }
}

/// Whether words begin with a yes or a no of their own.
pub(super) fn says_it(words: &str) -> bool {
    let first = words.split(|letter: char| !letter.is_alphanumeric()).next();
    first.is_some_and(|first| ["yes", "no"].contains(&first.to_lowercase().as_str()))
}

/// Whether an entry of this kind says something of the children or of what is happening: what those going have to be
/// told, and the log has to have.
pub fn is_news(event: &Event) -> bool {
    // Passed by, danger stands as it stood.
    let passed_by = matches!(event, Event::DangerAsked(asked) if asked.answer == Danger::NotAnswered);
    !passed_by
        && matches!(
            event,
            Event::SceneSet(_)
                | Event::ChildAdded(_)
                | Event::ChildRelabelled(_)
                | Event::ChildMerged(_)
                | Event::CircumstancesSet(_)
                | Event::DangerAsked(_)
                | Event::Answered(_)
                | Event::Quoted(_)
                | Event::Observed(_)
                | Event::RiskStated(_)
                | Event::HandlingSet(_)
                | Event::LeftScene(_)
                | Event::Returned(_)
                | Event::SilentCallSet(_)
                | Event::TakenOver(_)
                | Event::Corrected(_)
                | Event::Erased(_)
        )
}
