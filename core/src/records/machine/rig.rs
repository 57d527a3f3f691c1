//! The store under test, its key store, and the ways in which it can be broken on purpose.
//!
//! Every call of the store that writes stands here once, so that a change of the store's door is a change here.
//! Refuses to help a broken store: a fault replaces one call and leaves the others as they are.

use super::super::testing::{Vault, open};
use super::super::vault::{KeyVault, VaultError};
use super::super::{Change, Head, OpenKey, Pins, Purge, Receipt, Store, Written};
use crate::Result;
use crate::error::{Error, Refusal};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One way to be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// Gives a receipt for what it does not write.
    DropsAnAppend,
    /// Appends after whatever head there is.
    TakesAStaleHead,
    /// Writes the entries before the one that is refused.
    WritesHalf,
    /// Says that it erased, and keeps the words.
    EraseKeepsWords,
    /// Says that it destroyed, and leaves it.
    DestroyKeepsIt,
    /// Destroys what is held.
    DestroysWhatIsHeld,
    /// Says that the device forgot its key, and it did not.
    VaultForgetsNothing,
    /// Forgets to forget a draft.
    ForgetsClearDraft,
    /// Keeps the old pins when it moves to another pack.
    KeepsThePins,
    /// Stays open when it is locked.
    LockKeepsKeys,
    /// Loses what is in the log alone.
    CrashLosesTheLog,
}

impl Fault {
    pub(super) const BROKEN: &[Fault] = &[
        Fault::DropsAnAppend,
        Fault::TakesAStaleHead,
        Fault::WritesHalf,
        Fault::EraseKeepsWords,
        Fault::DestroyKeepsIt,
        Fault::DestroysWhatIsHeld,
        Fault::VaultForgetsNothing,
        Fault::ForgetsClearDraft,
        Fault::KeepsThePins,
        Fault::LockKeepsKeys,
        Fault::CrashLosesTheLog,
    ];
}

/// A key store that counts its rotations, as an older copy of the folder sees them.
struct Watched {
    vault: Vault,
    rotations: AtomicUsize,
    forgets_nothing: bool,
}

impl KeyVault for Watched {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.vault.wrap_key(key)
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.vault.unwrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        if !self.forgets_nothing {
            self.vault.rotate_key()?;
        }
        self.rotations.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// A copy of the folder, and how often the device key had been rotated then.
#[derive(Debug)]
pub(super) struct Copy {
    dir: tempfile::TempDir,
    rotations: usize,
}

pub(super) struct Rig {
    dir: tempfile::TempDir,
    vault: Watched,
    store: Option<Store>,
    fault: Fault,
}

impl Rig {
    pub(super) fn new(fault: Fault) -> Self {
        let mut rig = Rig {
            dir: tempfile::tempdir().unwrap(),
            vault: Watched {
                vault: Vault::default(),
                rotations: AtomicUsize::new(0),
                forgets_nothing: fault == Fault::VaultForgetsNothing,
            },
            store: None,
            fault,
        };
        rig.open();
        rig
    }

    pub(super) fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    fn open(&mut self) {
        let store = open(self.dir.path()).unwrap();
        // A crash here is one of the process: what was written is in the system's hands, and a wait buys nothing.
        store.relaxed();
        self.store = Some(store);
    }

    pub(super) fn vault_fails(&self, with: Option<VaultError>) {
        self.vault.vault.fail(with);
    }

    /// Has the vault fail at one of the calls of what is done, and not after it.
    pub(super) fn failing_at<T>(&self, call: Option<u8>, done: impl FnOnce() -> T) -> T {
        if let Some(call) = call {
            self.vault.vault.fail_at(usize::from(call));
        }
        let done = done();
        self.vault.vault.fail_no_more();
        done
    }

    pub(super) fn unlock(&self) -> Result<()> {
        self.store().unlock(&self.vault)
    }

    pub(super) fn lock(&self) {
        if self.fault != Fault::LockKeepsKeys {
            self.store().lock();
        }
    }

    pub(super) fn suspend(&self) -> Result<()> {
        let done = self.store().prepare_suspend();
        self.store().relaxed();
        done
    }

    /// Ends as a killed process does, or as a closed one, and begins again.
    pub(super) fn reopen(&mut self, crash: bool) -> Result<()> {
        let closed = if crash {
            Ok(())
        } else {
            self.store().prepare_suspend()
        };
        self.store = None;
        if crash && self.fault == Fault::CrashLosesTheLog {
            let _ = fs::remove_file(self.dir.path().join("records.db-wal"));
        }
        self.open();
        closed
    }

    pub(super) fn start_new(&mut self) -> Result<u32> {
        let number = self.store().set_aside()?;
        self.store = None;
        self.open();
        Ok(number)
    }

    pub(super) fn bound(&self, full: bool) {
        self.store().bound(if full { 1 } else { 1_000_000 });
    }

    pub(super) fn copy(&self) -> Copy {
        let dir = tempfile::tempdir().unwrap();
        copy_records(self.dir.path(), dir.path());
        Copy {
            dir,
            rotations: self.vault.rotations.load(Ordering::Relaxed),
        }
    }

    /// Puts a copy in the place of the records. Says how often the device key was rotated since it was made.
    pub(super) fn restore(&mut self, copy: &Copy) -> usize {
        self.store = None;
        for rest in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(self.dir.path().join(format!("records.db{rest}")));
        }
        copy_records(copy.dir.path(), self.dir.path());
        self.open();
        self.vault.rotations.load(Ordering::Relaxed) - copy.rotations
    }

    pub(super) fn begin(&self, pins: &Pins, first: &[u8], card: &[u8]) -> Result<(OpenKey, Written)> {
        self.store().begin(pins, first, card)
    }

    pub(super) fn write(&self, key: &OpenKey, head: &Head, change: &Change<'_>) -> Result<Written> {
        match self.fault {
            Fault::DropsAnAppend if change.entries.len() == 1 => {
                let real = self.store().verify(&key.id()).map(|found| found.head);
                if real.as_ref() != Ok(head) {
                    return Err(Error::Closed);
                }
                let head = head.after(&key.id(), &[7; 32]);
                let receipts = vec![Receipt::of(&key.id(), &head)];
                Ok(Written { head, receipts })
            }
            Fault::TakesAStaleHead => match self.store().write(key, head, change) {
                Err(Error::Closed) => {
                    let head = self.store().open_interaction(&key.id())?.head;
                    self.store().write(key, &head, change)
                }
                done => done,
            },
            Fault::WritesHalf => {
                let done = self.store().write(key, head, change);
                if let (Err(_), Some((_, before))) = (&done, change.entries.split_last()) {
                    let entries = before;
                    let _ = self.store().write(key, head, &Change { entries, ..*change });
                }
                done
            }
            Fault::KeepsThePins => {
                let pins = None;
                self.store().write(key, head, &Change { pins, ..*change })
            }
            Fault::ForgetsClearDraft => {
                let clear_draft = false;
                self.store().write(
                    key,
                    head,
                    &Change {
                        clear_draft,
                        ..*change
                    },
                )
            }
            // The short ways of the same must be the same.
            _ => match (change.entries, change.pins, change.clear_draft) {
                ([entry], Some(pins), false) => self.store().set_pack(key, head, pins, entry, change.card),
                ([entry], None, false) => self.store().append(key, head, entry, change.card),
                (entries, None, false) => self.store().append_all(key, head, entries, change.card),
                _ => self.store().write(key, head, change),
            },
        }
    }

    pub(super) fn clear_draft(&self, key: &OpenKey) -> Result<()> {
        match self.fault {
            Fault::ForgetsClearDraft => self.store().draft(key).map(drop),
            _ => self.store().clear_draft(key),
        }
    }

    pub(super) fn erase(
        &self,
        key: &OpenKey,
        head: &Head,
        seq: u64,
        entry: &[u8],
        card: &[u8],
    ) -> Result<(Written, Purge)> {
        match self.fault {
            Fault::EraseKeepsWords => {
                let written = self.store().append(key, head, entry, card)?;
                Ok((written, Purge::Complete))
            }
            _ => {
                let purging = self.store().prepare_purge(&self.vault)?;
                let written = self.store().erase(&purging, key, head, seq, entry, card)?;
                Ok((written, self.store().finish_purge(&self.vault, purging)))
            }
        }
    }

    pub(super) fn destroy(&self, id: &super::super::Id, words: &[u8], held: bool) -> Result<Purge> {
        match self.fault {
            Fault::DestroyKeepsIt => self.store().verify(id).map(|_| Purge::Complete),
            Fault::DestroysWhatIsHeld => self.destroy_unless(id, words, false),
            _ => self.destroy_unless(id, words, held),
        }
    }

    fn destroy_unless(&self, id: &super::super::Id, words: &[u8], held: bool) -> Result<Purge> {
        let refused = || match held {
            true => Err(Error::Refused { why: Refusal::Held }),
            false => Ok(()),
        };
        let purging = self.store().prepare_purge(&self.vault)?;
        self.store().destroy(&purging, id, words, |_| refused())?;
        Ok(self.store().finish_purge(&self.vault, purging))
    }
}

/// The file and its log. The index of the log is made anew from it.
fn copy_records(from: &Path, to: &Path) {
    for rest in ["", "-wal"] {
        let name = format!("records.db{rest}");
        if from.join(&name).exists() {
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}
