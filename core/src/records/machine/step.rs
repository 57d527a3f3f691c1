//! Doing a step: to the store, and to the model, and whether the store said of it what the model says.
//!
//! Refuses to take the store's word: what a call may come to is settled by the model before it is made.

use super::super::seal::LONGEST;
use super::super::{Change, Head, Pins, RecordsState, Written};
use super::Found;
use super::keys::{purged, purging, unlock};
use super::model::{DeviceKey, Expected, Line, Model, Stone, Stored, Tale};
use super::rig::Rig;
use super::steps::Step;
use crate::error::{Error, Part, Refusal};
use proptest::{prop_assert, prop_assert_eq};
use std::sync::Arc;

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
