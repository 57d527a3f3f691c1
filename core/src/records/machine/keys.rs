//! What the key store does to a step: unlocking, and what erasing and destroying leave owed.
//!
//! Refuses to guess what a call of the key store was: where it may fail, either outcome is taken and then known.

use super::super::{Purge, RecordsState};
use super::Found;
use super::model::{DeviceKey, Expected, Model};
use super::rig::Rig;
use crate::error::{Cause, Error};
use proptest::prop_assert;

const NO_ANSWER: Error = Error::Unavailable {
    cause: Cause::KeyStore,
};

/// Why an erasure or a destruction may or must fail, whatever it is of.
pub(super) fn purging(model: &Model, fails_at: Option<u8>) -> Expected {
    let expected = model.writing().must(model.locked()).must(model.refusing());
    expected.may(fails_at.map(|_| NO_ANSWER))
}

/// What an erasure or a destruction left owed.
pub(super) fn purged(model: &mut Model, purge: &Purge, fails_at: Option<u8>) -> Found {
    if let Purge::Owed { because } = purge {
        let full = Error::NotSaved {
            cause: Cause::DiskFull,
        };
        let meant = (fails_at.is_some() && *because == NO_ANSWER) || (model.full && *because == full);
        prop_assert!(meant, "{:?}", because);
    }
    model.stored.owed = Some(*purge != Purge::Complete);
    Ok(())
}

pub(super) fn unlock(rig: &Rig, model: &mut Model, fails_at: Option<u8>) -> Found {
    let mut expected = Expected::default()
        .must(model.refusing())
        .may(fails_at.map(|_| NO_ANSWER))
        .may(model.full.then_some(Error::NotSaved {
            cause: Cause::DiskFull,
        }));
    match model.device {
        DeviceKey::Sure => {}
        DeviceKey::Perhaps => expected = expected.may([Error::KeyGone]),
        DeviceKey::Gone => expected = expected.must([Error::KeyGone]),
    }
    let done = rig.failing_at(fails_at, || rig.unlock());
    let failed = done.as_ref().err().cloned();
    if expected.of(done)?.is_some() {
        let stored = &mut model.stored;
        if stored.owed == Some(true) {
            // It is done now, unless something stands in its way; that is no reason to stay locked.
            stored.owed = if fails_at.is_some() || model.full {
                None
            } else {
                Some(false)
            };
        }
        (model.state, model.device) = (RecordsState::Ready, DeviceKey::Sure);
        stored.keyed = true;
        return Ok(());
    }
    if failed == Some(Error::KeyGone) && model.vault.is_none() {
        model.device = DeviceKey::Gone;
    }
    if !model.ready() {
        model.state = failed.as_ref().map_or(RecordsState::Locked, RecordsState::from);
    }
    Ok(())
}
