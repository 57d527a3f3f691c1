//! What a force has filled in where the pack leaves something open: set, corrected since the record began, or not set.
//!
//! What stands now is shown at once; the log keeps what was shown. Refuses to invent, and to say "not set" of what was
//! set and cannot be read.

use crate::pack::{Pack, Values};

/// How a local value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum LocalState {
    /// The force has set it.
    Set,
    /// The force has corrected it since this record began.
    Corrected,
    /// The force has not set it.
    NotSet,
    /// It cannot be read on this device: whether it is set is not known.
    Unreadable,
}

/// A local value, as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct LocalValue {
    /// Its key.
    pub key: String,
    /// What it is.
    pub label: String,
    /// How it stands.
    pub state: LocalState,
    /// The force's own words, where it has set them.
    pub text: Option<String>,
}

/// The local values of an interaction, or of guidance that is read outside one.
#[derive(Clone, Copy)]
pub struct Locals<'a> {
    /// The pack that declares them.
    pub pack: &'a Pack,
    /// The values in use; none when they cannot be read.
    pub now: Option<&'a Values>,
    /// The values with which the interaction began; none outside one, or when they cannot be read any more.
    pub began: Option<&'a Values>,
}

impl Locals<'_> {
    /// A local value by its key.
    pub fn get(&self, key: &str) -> LocalValue {
        let declared = self.pack.file().values.iter().find(|it| it.key == key);
        let text = self.now.and_then(|now| now.get(key));
        let before = self.began.and_then(|began| began.get(key));
        let state = match (self.now, text, before) {
            (None, ..) => LocalState::Unreadable,
            (_, None, _) => LocalState::NotSet,
            (_, Some(now), Some(before)) if now != before => LocalState::Corrected,
            _ => LocalState::Set,
        };
        LocalValue {
            key: key.to_owned(),
            label: declared.map_or_else(|| key.to_owned(), |it| it.label.clone()),
            state,
            text: text.map(str::to_owned),
        }
    }

    /// Every value that the pack declares, in its order.
    pub fn all(&self) -> Vec<LocalValue> {
        let keys = self.pack.file().values.iter();
        keys.map(|it| self.get(&it.key)).collect()
    }
}

impl LocalValue {
    /// What a screen says of it, after its label or alone.
    pub fn words(&self) -> String {
        let text = self.text.clone().unwrap_or_default();
        match self.state {
            LocalState::Set => text,
            LocalState::Corrected => format!("{text} (corrected since this record began)"),
            LocalState::NotSet => "your force has not set this".to_owned(),
            LocalState::Unreadable => {
                "your force’s words cannot be read on this device; its values have to be taken again"
                    .to_owned()
            }
        }
    }
}
