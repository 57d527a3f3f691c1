//! The steps: what a person, a host or bad luck can do to the records, and what the model makes of each.
//!
//! Refuses to choose by what the store holds: a step names "the third", and the model says which that is, so that a
//! sequence can be shortened and still means the same.

use super::super::vault::VaultError;
use super::super::{Change, Head, LONGEST, Pins, Purge, RecordsState, Written};
use super::Found;
use super::model::{DeviceKey, Expected, Line, Model, Stone, Stored, Tale};
use super::rig::Rig;
use crate::error::{Cause, Error, Part, Refusal};
use proptest::prelude::*;
use std::sync::Arc;

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

const NO_ANSWER: Error = Error::Unavailable {
    cause: Cause::KeyStore,
};

const fn refused(why: Refusal) -> Error {
    Error::Refused { why }
}

/// Words that no other step writes.
fn words(n: usize, part: usize, size: u16) -> Vec<u8> {
    let mut words = format!("{n}.{part} ").into_bytes();
    words.resize(words.len() + usize::from(size), b'x');
    words
}

fn pins(which: u8) -> Pins {
    Pins {
        pack: [which; 32],
        values: (which > 1).then_some([which; 32]),
    }
}

fn stale(head: &Head, is: bool) -> Head {
    let mut head = *head;
    head.hash[0] ^= u8::from(is);
    head
}

/// Takes what was written into the model.
fn wrote(tale: &mut Tale, written: &Written, entries: Vec<Vec<u8>>, card: Vec<u8>) -> Found {
    prop_assert_eq!(written.receipts.len(), entries.len());
    for (receipt, words) in written.receipts.iter().zip(entries) {
        prop_assert_eq!(&receipt.interaction, &tale.id.to_string());
        let hash = receipt.hash.clone();
        tale.lines.push(Line {
            words: Some(words),
            hash,
        });
        prop_assert_eq!(receipt.seq, tale.lines.len() as u64);
    }
    (tale.head, tale.card) = (written.head, card);
    Ok(())
}

impl Step {
    pub(super) fn run(&self, rig: &mut Rig, model: &mut Model, n: usize) -> Found {
        let card = format!("card {n}").into_bytes();
        match self {
            Step::Begin { size } => {
                let first = words(n, 0, *size);
                let expected = model.writing().must(model.locked());
                let pins = pins(n as u8 % 3);
                if let Some((handle, written)) = expected.of(rig.begin(&pins, &first, &card))? {
                    let mut tale = Tale {
                        id: handle.id(),
                        handle,
                        open: true,
                        head: written.head,
                        lines: vec![],
                        pins,
                        card: vec![],
                        draft: None,
                    };
                    wrote(&mut tale, &written, vec![first], card)?;
                    model.stored.tales.push(tale);
                }
            }
            Step::Write {
                which,
                sizes,
                stale: is_stale,
                too_long,
                pins: to,
                clear_draft,
            } => {
                let Some(at) = model.pick(*which) else {
                    return Ok(());
                };
                let mut entries: Vec<Vec<u8>> = sizes
                    .iter()
                    .enumerate()
                    .map(|(part, size)| words(n, part, *size))
                    .collect();
                if *too_long {
                    entries.push(vec![0; LONGEST + 1]);
                }
                let (tale, to) = (&model.stored.tales[at], to.map(pins));
                let expected = model
                    .writing()
                    .must((!tale.open).then_some(Error::Closed))
                    .must(is_stale.then_some(Error::Closed))
                    .must(too_long.then_some(refused(Refusal::TooLong)));
                let slices: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
                let change = Change {
                    entries: &slices,
                    card: &card,
                    pins: to.as_ref(),
                    clear_draft: *clear_draft,
                };
                let done = rig.write(&tale.handle, &stale(&tale.head, *is_stale), &change);
                if let Some(written) = expected.of(done)? {
                    let tale = &mut model.stored.tales[at];
                    wrote(tale, &written, entries, card)?;
                    tale.pins = to.unwrap_or(tale.pins);
                    tale.draft = tale.draft.take().filter(|_| !*clear_draft);
                }
            }
            Step::PutDraft { which, size } => {
                let Some(at) = model.pick(*which) else {
                    return Ok(());
                };
                let (tale, draft) = (&model.stored.tales[at], words(n, 0, *size));
                let expected = model.writing().must((!tale.open).then_some(Error::Closed));
                if expected
                    .of(rig.store().put_draft(&tale.handle, &draft))?
                    .is_some()
                {
                    model.stored.tales[at].draft = Some(draft);
                }
            }
            Step::ClearDraft { which } => {
                let Some(at) = model.pick(*which) else {
                    return Ok(());
                };
                let tale = &model.stored.tales[at];
                let expected = model.writing().must((!tale.open).then_some(Error::Closed));
                if expected.of(rig.clear_draft(&tale.handle))?.is_some() {
                    model.stored.tales[at].draft = None;
                }
            }
            Step::Erase {
                which,
                seq,
                stale: is_stale,
                fails_at,
            } => {
                let Some(at) = model.pick(*which) else {
                    return Ok(());
                };
                let tale = &model.stored.tales[at];
                // One beyond the last too: there is none to erase.
                let seq = u64::from(*seq) % (tale.lines.len() as u64 + 1) + 1;
                let erased = tale
                    .lines
                    .get(seq as usize - 1)
                    .is_none_or(|line| line.words.is_none());
                let expected = purging(model, *fails_at)
                    .must(is_stale.then_some(Error::Closed))
                    .must(erased.then_some(refused(Refusal::NoSuchEntry)));
                let (words, head) = (words(n, 0, 9), stale(&tale.head, *is_stale));
                let done = rig.failing_at(*fails_at, || rig.erase(&tale.handle, &head, seq, &words, &card));
                if let Some((written, purge)) = expected.of(done)? {
                    let tale = &mut model.stored.tales[at];
                    tale.lines[seq as usize - 1].words = None;
                    wrote(tale, &written, vec![words], card)?;
                    purged(model, &purge, *fails_at)?;
                }
            }
            Step::Destroy {
                which,
                held,
                fails_at,
            } => {
                let Some(at) = model.pick(*which) else {
                    return Ok(());
                };
                let tale = &model.stored.tales[at];
                let expected = purging(model, *fails_at).must(held.then_some(refused(Refusal::Held)));
                let words = words(n, 0, 9);
                let done = rig.failing_at(*fails_at, || rig.destroy(&tale.id, &words, *held));
                if let Some(purge) = expected.of(done)? {
                    let tale = model.stored.tales.remove(at);
                    prop_assert_eq!(rig.store().draft(&tale.handle), Err(Error::Closed));
                    let missing = Error::NotFound {
                        what: Part::Interaction,
                    };
                    prop_assert_eq!(rig.store().verify(&tale.id), Err(missing));
                    model.stored.stones.push(Stone {
                        id: tale.id,
                        head: tale.head,
                        words,
                    });
                    purged(model, &purge, *fails_at)?;
                }
            }
            Step::Lock => {
                rig.lock();
                model.forget();
            }
            Step::Unlock { fails_at } => unlock(rig, model, *fails_at)?,
            Step::Suspend => {
                prop_assert_eq!(rig.suspend(), Ok(()));
                model.full = false;
            }
            Step::Reopen {
                crash,
                unlock: and_unlock,
            } => {
                prop_assert_eq!(rig.reopen(*crash), Ok(()));
                model.forget();
                model.full = false;
                if *and_unlock {
                    unlock(rig, model, None)?;
                }
            }
            Step::Vault { fails } => {
                rig.vault_fails(*fails);
                model.vault = *fails;
            }
            Step::Disk { full } => {
                rig.bound(*full);
                model.full = *full;
            }
            Step::StartNew => {
                let why = match model.state {
                    RecordsState::KeyGone | RecordsState::Damaged => None,
                    RecordsState::Locked => Some(Error::Locked),
                    _ => Some(refused(Refusal::OutOfOrder)),
                };
                if let Some(number) = Expected::default().must(why).of(rig.start_new())? {
                    model.asides += 1;
                    prop_assert_eq!(number, model.asides);
                    model.stored = Stored {
                        owed: Some(false),
                        ..Stored::default()
                    };
                    (model.device, model.full) = (DeviceKey::Sure, false);
                    model.forget();
                }
            }
            Step::Copy => {
                // Of a file whose key is known to be the device's: otherwise nothing could be said of it later.
                if model.device == DeviceKey::Sure {
                    model.copy = Some(Arc::new((rig.copy(), model.stored.clone())));
                }
            }
            Step::Restore => {
                let Some(copy) = model.copy.clone() else {
                    return Ok(());
                };
                let rotations = rig.restore(&copy.0);
                model.stored = copy.1.clone();
                model.forget();
                model.full = false;
                model.device = match rotations {
                    _ if !model.stored.keyed => DeviceKey::Sure,
                    0 => DeviceKey::Sure,
                    1 => DeviceKey::Perhaps,
                    // Whatever was destroyed or erased since cannot be brought back by an older copy.
                    _ => DeviceKey::Gone,
                };
                unlock(rig, model, None)?;
            }
            Step::Check => {
                prop_assert_eq!(rig.store().check(), Ok(()));
                let expected = Expected::default().must(model.locked());
                for (_, verified) in expected.of(rig.store().verify_all())?.unwrap_or_default() {
                    prop_assert!(verified.is_ok());
                }
            }
        }
        Ok(())
    }
}

/// Why an erasure or a destruction may or must fail, whatever it is of.
fn purging(model: &Model, fails_at: Option<u8>) -> Expected {
    let expected = model.writing().must(model.locked()).must(model.refusing());
    expected.may(fails_at.map(|_| NO_ANSWER))
}

/// What an erasure or a destruction left owed.
fn purged(model: &mut Model, purge: &Purge, fails_at: Option<u8>) -> Found {
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

fn unlock(rig: &Rig, model: &mut Model, fails_at: Option<u8>) -> Found {
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
