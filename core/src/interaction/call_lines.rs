//! How the entries of a call read: nobody left a scene, a line closed; nobody came back, somebody called back.
//!
//! Refuses to say *told* of anything but a telling.

use super::call;
use super::entry::*;
use super::lines::{Words, told_words};
use super::state::{State, ToldNow};
use crate::pack::Pack;
use crate::pack::PackItem;
use crate::sets::*;

impl Words<'_> {
    /// The line closed, and why.
    pub(super) fn line_closed(&self, left: &LeftScene) -> String {
        let staying = left.staying.as_deref().map(|who| format!(". {who} stays on it"));
        let open = match left.not_reached.as_slice() {
            [] => String::new(),
            items => format!(". Not reached: {}", self.items(items)),
        };
        format!(
            "The line closed: {}{}{open}",
            left.why,
            staying.unwrap_or_default()
        )
    }

    /// Somebody called back, or the call is written up.
    pub(super) fn called_back(&self, back: &Returned, about: &[u32]) -> String {
        match back.with {
            With::All => "Called back: on the line again".to_owned(),
            With::Some => format!("Called back: on the line again with {}", self.children(about)),
            With::None => "Back at the record, with nobody on the line".to_owned(),
        }
    }

    /// The question that words were said to, on a call.
    pub(super) fn said_to(&self, answers: &Option<Shown>) -> String {
        match answers {
            Some(shown) if call::is_one(self.state) => format!(" [to: {}]", shown.text),
            _ => String::new(),
        }
    }

    /// A silent call, or its end.
    pub(super) fn silent_call(&self, set: &SilentCallSet) -> String {
        match set.on {
            true => "Silent call: the caller may be overheard".to_owned(),
            false => "Silent call ended: can talk now".to_owned(),
        }
    }
}

/// What is left: a scene, or a line that closed.
pub(super) fn left_words(state: &State) -> &'static str {
    match call::is_one(state) {
        true => "Line closed",
        false => "Left the scene",
    }
}

/// Why danger was asked, on a call.
pub(super) fn because_words(because: AskedBecause) -> Option<&'static str> {
    match because {
        AskedBecause::BeforeLeaving => Some(", as the line closed"),
        AskedBecause::Returned => Some(", on calling back"),
        _ => None,
    }
}

/// How it stands with those going: when they were last told, and what was written since.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct OfficersTold {
    /// The item that a telling answers.
    pub item: String,
    /// The last telling; none before the first.
    pub last: Option<ToldNow>,
    /// Entries since, that they have not been told.
    pub since: u32,
}

/// How it stands with those going. None: this guidance does not ask for it here.
pub fn officers_told(pack: &Pack, state: &State) -> Option<OfficersTold> {
    let item = &telling(pack, state)?.item;
    let answers = |now: &&ToldNow| {
        let named = now.told.answers.as_ref().is_some_and(|shown| shown.id == item.id);
        named && now.told.how != Told::NotYet
    };
    let last = state.told.iter().rev().find(answers).cloned();
    Some(OfficersTold {
        item: item.id.clone(),
        since: state.news_since(last.as_ref().map_or(0, |now| now.seq)),
        last,
    })
}

impl OfficersTold {
    /// How it stands, in words.
    pub fn words(&self, state: &State) -> String {
        let words = Words { state };
        match (&self.last, self.since) {
            (None, _) => "Officers not told yet".to_owned(),
            (Some(now), since) => {
                let how = told_words(now.told.how).trim_start_matches("told ");
                let told = format!("Officers told {} {how}", words.when(&now.at, None));
                match since {
                    0 => format!("{told}, nothing since"),
                    1 => format!("{told}. Not told yet: 1 entry since"),
                    n => format!("{told}. Not told yet: {n} entries since"),
                }
            }
        }
    }
}

/// The item that is answered by telling, for this role.
fn telling<'p>(pack: &'p Pack, state: &State) -> Option<&'p PackItem> {
    let role = state.role()?;
    let of_role = |found: &&PackItem| {
        let list = pack.lists().get(found.list as usize);
        list.is_some_and(|list| list.roles.contains(&role))
    };
    let mut items = pack.items().iter().filter(of_role);
    items.find(|found| found.item.answered_by == AnsweredBy::Told)
}
