//! The model: what the records hold, in plain vectors, and why a call may or must fail.
//!
//! Refuses keys, files and SQL: it could be written on paper.

use super::super::vault::VaultError;
use super::super::{Head, Id, OpenKey, Pins, RecordsState};
use super::rig::Copy;
use crate::error::{Cause, Error};
use std::sync::Arc;

/// One interaction.
#[derive(Debug, Clone)]
pub(super) struct Tale {
    pub(super) id: Id,
    pub(super) handle: OpenKey,
    /// Whether its key is in memory.
    pub(super) open: bool,
    pub(super) head: Head,
    pub(super) lines: Vec<Line>,
    pub(super) pins: Pins,
    pub(super) card: Vec<u8>,
    pub(super) draft: Option<Vec<u8>>,
}

/// One entry: its words, unless they were erased, and the hash that its receipt gave.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) words: Option<Vec<u8>>,
    pub(super) hash: String,
}

/// One destroyed interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stone {
    pub(super) id: Id,
    pub(super) head: Head,
    pub(super) words: Vec<u8>,
}

/// Whether the device still has the key of the file. Others than `Sure` come with an older copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DeviceKey {
    #[default]
    Sure,
    Perhaps,
    Gone,
}

/// What stands in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Stored {
    pub(super) tales: Vec<Tale>,
    pub(super) stones: Vec<Stone>,
    /// Whether the device has still to forget a key. None: either may be.
    pub(super) owed: Option<bool>,
    /// Whether there is a store key at all.
    pub(super) keyed: bool,
}

/// The records, and what is the matter around them.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) stored: Stored,
    pub(super) state: RecordsState,
    pub(super) device: DeviceKey,
    pub(super) vault: Option<VaultError>,
    pub(super) full: bool,
    pub(super) asides: u32,
    pub(super) copy: Option<Arc<(Copy, Stored)>>,
}

impl Default for Model {
    fn default() -> Self {
        Model {
            stored: Stored {
                owed: Some(false),
                ..Stored::default()
            },
            state: RecordsState::Locked,
            device: DeviceKey::Sure,
            vault: None,
            full: false,
            asides: 0,
            copy: None,
        }
    }
}

impl Model {
    pub(super) fn ready(&self) -> bool {
        self.state == RecordsState::Ready
    }

    /// Forgets the keys, as locking or closing does.
    pub(super) fn forget(&mut self) {
        self.state = RecordsState::Locked;
        for tale in &mut self.stored.tales {
            tale.open = false;
        }
    }

    /// One of the interactions.
    pub(super) fn pick(&self, which: u8) -> Option<usize> {
        let count = self.stored.tales.len();
        (count > 0).then(|| usize::from(which) % count)
    }

    /// Why nothing that needs the store key can be done now.
    pub(super) fn locked(&self) -> Option<Error> {
        match self.state {
            RecordsState::Ready => None,
            RecordsState::KeyGone => Some(Error::KeyGone),
            _ => Some(Error::Locked),
        }
    }

    /// Why the key store refuses, if it does.
    pub(super) fn refusing(&self) -> Option<Error> {
        self.vault.map(Error::from)
    }

    /// What a call that writes may or must come to.
    pub(super) fn writing(&self) -> Expected {
        let full = Error::NotSaved {
            cause: Cause::DiskFull,
        };
        Expected {
            must: vec![],
            may: self.full.then_some(full).into_iter().collect(),
        }
    }
}

/// What a call may come to. With any reason that it must fail for, it fails, for one that is named here.
#[derive(Debug, Default)]
pub(super) struct Expected {
    pub(super) must: Vec<Error>,
    pub(super) may: Vec<Error>,
}

impl Expected {
    pub(super) fn must(mut self, why: impl IntoIterator<Item = Error>) -> Self {
        self.must.extend(why);
        self
    }

    pub(super) fn may(mut self, why: impl IntoIterator<Item = Error>) -> Self {
        self.may.extend(why);
        self
    }

    /// What came of it: the value, or nothing where it failed as it should.
    pub(super) fn of<T: std::fmt::Debug>(self, done: crate::Result<T>) -> super::Found<Option<T>> {
        match done {
            Ok(value) if self.must.is_empty() => Ok(Some(value)),
            Err(error) if self.must.contains(&error) || self.may.contains(&error) => Ok(None),
            other => Err(proptest::test_runner::TestCaseError::fail(format!(
                "{other:?}, and expected {self:?}"
            ))),
        }
    }
}
