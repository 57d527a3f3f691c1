//! The steps: what a person, a host or bad luck can do to the records, and how often.
//!
//! Refuses to choose by what the store holds: a step names "the third", and the model says which that is, so that a
//! sequence can be shortened and still means the same.

use super::super::vault::VaultError;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub(super) enum Step {
    Begin {
        size: u16,
    },
    /// One transaction: entries, and perhaps another pack and the end of the draft.
    Write {
        which: u8,
        sizes: Vec<u16>,
        stale: bool,
        too_long: bool,
        pins: Option<u8>,
        clear_draft: bool,
    },
    PutDraft {
        which: u8,
        size: u16,
    },
    ClearDraft {
        which: u8,
    },
    Erase {
        which: u8,
        seq: u8,
        stale: bool,
        fails_at: Option<u8>,
    },
    Destroy {
        which: u8,
        held: bool,
        fails_at: Option<u8>,
    },
    Lock,
    Unlock {
        fails_at: Option<u8>,
    },
    Suspend,
    Reopen {
        crash: bool,
        unlock: bool,
    },
    Vault {
        fails: Option<VaultError>,
    },
    Disk {
        full: bool,
    },
    StartNew,
    Copy,
    Restore,
    Check,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 1..40)
}

fn step() -> impl Strategy<Value = Step> {
    let size = prop_oneof![8 => 0u16..600, 1 => 600u16..5_000];
    let rare = |n: u32| prop::bool::weighted(1.0 / f64::from(n));
    let fails_at = || prop::option::weighted(0.3, 1u8..9);
    let write = (
        any::<u8>(),
        prop::collection::vec(size.clone(), 0..4),
        rare(6),
        rare(12),
        prop::option::weighted(0.2, 0u8..3),
        rare(4),
    );
    prop_oneof![
        4 => size.clone().prop_map(|size| Step::Begin { size }),
        10 => write.prop_map(|(which, sizes, stale, too_long, pins, clear_draft)| {
            Step::Write { which, sizes, stale, too_long, pins, clear_draft }
        }),
        4 => (any::<u8>(), size).prop_map(|(which, size)| Step::PutDraft { which, size }),
        2 => any::<u8>().prop_map(|which| Step::ClearDraft { which }),
        4 => (any::<u8>(), any::<u8>(), rare(6), fails_at())
            .prop_map(|(which, seq, stale, fails_at)| Step::Erase { which, seq, stale, fails_at }),
        3 => (any::<u8>(), rare(3), fails_at())
            .prop_map(|(which, held, fails_at)| Step::Destroy { which, held, fails_at }),
        2 => Just(Step::Lock),
        7 => fails_at().prop_map(|fails_at| Step::Unlock { fails_at }),
        1 => Just(Step::Suspend),
        4 => (any::<bool>(), prop::bool::weighted(0.8)).prop_map(|(crash, unlock)| Step::Reopen { crash, unlock }),
        1 => prop::sample::select(vec![VaultError::Locked, VaultError::KeyGone, VaultError::Unavailable])
            .prop_map(|fails| Step::Vault { fails: Some(fails) }),
        3 => Just(Step::Vault { fails: None }),
        1 => Just(Step::Disk { full: true }),
        2 => Just(Step::Disk { full: false }),
        2 => Just(Step::StartNew),
        2 => Just(Step::Copy),
        2 => Just(Step::Restore),
        1 => Just(Step::Check),
    ]
}
