//! What the tests of this room share: a key store that can fail as a device's does, and a folder with records.

use super::read::Verified;
use super::recovery_key::RecoveryKey;
use super::vault::{KeyVault, VaultError};
use super::{Change, DataFolder, Head, Id, OpenKey, Pins, Purge, Store, Written};
use crate::error::Result;
use crate::records::seal::{Key, Place, seal, unseal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

pub(crate) const PINS: Pins = Pins {
    pack: [0xaa; 32],
    values: Some([0xbb; 32]),
};

/// Keeps the newest key and the one before it, as [`KeyVault`] asks.
#[derive(Default)]
pub(crate) struct Vault(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    keys: Vec<[u8; 32]>,
    fails: Option<VaultError>,
    another: bool,
    calls: usize,
    /// Fails at the call of this number, once.
    fails_at: Option<usize>,
}

impl Vault {
    pub(crate) fn fail(&self, with: Option<VaultError>) {
        self.0.lock().unwrap().fails = with;
    }

    pub(crate) fn fail_at(&self, call: usize) {
        let mut inside = self.0.lock().unwrap();
        inside.fails_at = Some(inside.calls + call);
    }

    pub(crate) fn fail_no_more(&self) {
        self.0.lock().unwrap().fails_at = None;
    }

    pub(crate) fn answer_with_another_key(&self) {
        self.0.lock().unwrap().another = true;
    }

    pub(crate) fn calls(&self) -> usize {
        self.0.lock().unwrap().calls
    }

    fn call<T>(&self, f: impl FnOnce(&mut Inside) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let mut inside = self.0.lock().unwrap();
        inside.calls += 1;
        if inside.fails_at == Some(inside.calls) {
            return Err(VaultError::Unavailable);
        }
        if let Some(error) = inside.fails {
            return Err(error);
        }
        if inside.keys.is_empty() {
            inside.keys.push([1; 32]);
        }
        f(&mut inside)
    }
}

fn place() -> Place {
    Place::draft(&super::Id([0; 16]))
}

impl KeyVault for Vault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.call(|inside| {
            let device = Key::from_slice(inside.keys.last().unwrap()).unwrap();
            Ok(seal(&device, &place(), &[], &key).unwrap())
        })
    }

    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.call(|inside| {
            if inside.another {
                return Ok(vec![9; 32]);
            }
            let mut room = Zeroizing::default();
            inside
                .keys
                .iter()
                .find_map(|key| {
                    let device = Key::from_slice(key).unwrap();
                    unseal(&device, &place(), 0, &wrapped, &mut room).map(|(_, key)| key.to_vec())
                })
                .ok_or(VaultError::KeyGone)
        })
    }

    fn rotate_key(&self) -> Result<(), VaultError> {
        self.call(|inside| {
            let next = inside.keys.last().unwrap()[0] + 1;
            inside.keys.push([next; 32]);
            if inside.keys.len() > 2 {
                inside.keys.remove(0);
            }
            Ok(())
        })
    }
}

/// A folder of its own with unlocked records in it.
pub(crate) struct Room {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) vault: Vault,
    /// The force's public key, from the next opening on.
    pub(crate) recovery: Option<RecoveryKey>,
    store: Option<Store>,
}

impl Room {
    pub(crate) fn new() -> Self {
        Room::in_folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn in_folder(dir: tempfile::TempDir) -> Self {
        let mut room = Room {
            dir,
            vault: Vault::default(),
            recovery: None,
            store: None,
        };
        room.reopen();
        room
    }

    pub(crate) fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// Closes everything, and opens it again as another process would.
    pub(crate) fn reopen(&mut self) -> &Store {
        self.close();
        let folder = Arc::new(DataFolder::open(self.dir.path()).unwrap());
        let store = Store::open(folder, self.recovery.clone()).unwrap();
        store.unlock(&self.vault).unwrap();
        self.store.insert(store)
    }

    /// The same with a recovery key from now on.
    pub(crate) fn with_recovery(mut self, public: &str) -> Self {
        self.recovery = Some(RecoveryKey::parse(public).unwrap());
        self.reopen();
        self
    }

    /// The recovery wrap of an interaction.
    pub(crate) fn recovery_wrap(&self, id: &super::Id) -> Option<Vec<u8>> {
        const SQL: &str = "SELECT wrapped FROM key_wrap JOIN interaction ON n = interaction WHERE id = ?1 AND kind = 'recovery'";
        self.store()
            .with(|conn| Ok(conn.query_row(SQL, [id.0], |row| row.get(0)).ok()))
            .unwrap()
    }

    /// Closes everything with the log brought into the file.
    pub(crate) fn close(&mut self) {
        if let Some(store) = self.store.take() {
            store.prepare_suspend().unwrap();
        }
    }

    /// Closes everything as a crash would: the log stays.
    pub(crate) fn crash(&mut self) {
        self.store = None;
    }

    /// Destroys an interaction, in all three steps.
    pub(crate) fn destroy(&self, id: &Id, words: &[u8]) -> crate::Result<Purge> {
        destroy(self.store(), &self.vault, id, words)
    }

    /// Erases an entry, in all three steps.
    pub(crate) fn erase(
        &self,
        key: &OpenKey,
        head: &Head,
        seq: u64,
        entry: &[u8],
        card: &[u8],
    ) -> crate::Result<(Written, Purge)> {
        let purging = self.store().prepare_purge(&self.vault)?;
        let written = self.store().erase(&purging, key, head, seq, entry, card)?;
        Ok((written, self.store().finish_purge(&self.vault, purging)))
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.dir.path().join("records.db")
    }

    /// Begins an interaction with these entries.
    pub(crate) fn begin(&self, entries: &[&[u8]]) -> (OpenKey, Head) {
        let (first, rest) = entries.split_first().unwrap();
        let (key, written) = self.store().begin(&PINS, first, b"card").unwrap();
        let mut head = written.head;
        for entry in rest {
            head = self.store().append(&key, &head, entry, b"card").unwrap().head;
        }
        (key, head)
    }

    /// Every byte in the folder.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for file in std::fs::read_dir(self.dir.path()).unwrap() {
            all.extend(std::fs::read(file.unwrap().path()).unwrap());
        }
        all
    }
}

/// Destroys an interaction that nobody holds, in all three steps.
pub(crate) fn destroy(store: &Store, vault: &dyn KeyVault, id: &Id, words: &[u8]) -> crate::Result<Purge> {
    let purging = store.prepare_purge(vault)?;
    store.destroy(&purging, id, words, |_| Ok(()))?;
    Ok(store.finish_purge(vault, purging))
}

pub(crate) fn open(path: &Path) -> crate::Result<Store> {
    Store::open(Arc::new(DataFolder::open(path)?), None)
}

impl Store {
    fn pragma(&self, sql: &str) {
        self.with(|conn| {
            conn.execute_batch(sql).unwrap();
            Ok(())
        })
        .unwrap();
    }

    /// Appends one entry.
    pub(crate) fn append(
        &self,
        key: &OpenKey,
        expected: &Head,
        entry: &[u8],
        card: &[u8],
    ) -> Result<Written> {
        self.write(
            key,
            expected,
            &Change {
                entries: &[entry],
                card,
                pins: None,
                clear_draft: false,
            },
        )
    }

    /// Appends several entries, or none of them.
    pub(crate) fn append_all(
        &self,
        key: &OpenKey,
        expected: &Head,
        entries: &[&[u8]],
        card: &[u8],
    ) -> Result<Written> {
        self.write(
            key,
            expected,
            &Change {
                entries,
                card,
                pins: None,
                clear_draft: false,
            },
        )
    }

    /// Appends the entry that says so, and pins the interaction to another pack and values, in one.
    pub(crate) fn set_pack(
        &self,
        key: &OpenKey,
        expected: &Head,
        pins: &Pins,
        entry: &[u8],
        card: &[u8],
    ) -> Result<Written> {
        self.write(
            key,
            expected,
            &Change {
                entries: &[entry],
                card,
                pins: Some(pins),
                clear_draft: false,
            },
        )
    }

    /// Verifies every interaction, one at a time so that whoever records can write in between.
    pub(crate) fn verify_all(&self) -> Result<Vec<(Id, Result<Verified>)>> {
        let listing = self.list()?;
        Ok(listing
            .interactions
            .iter()
            .map(|listed| (listed.id, self.verify(&listed.id)))
            .collect())
    }

    /// Does not wait for the disk: where a crash is one of the process alone.
    pub(crate) fn relaxed(&self) {
        self.pragma("PRAGMA synchronous = OFF");
    }

    /// Brings the log into the file and leaves it as long as it is.
    pub(crate) fn checkpoint_passively(&self) {
        self.pragma("PRAGMA wal_checkpoint(PASSIVE)");
    }

    /// Lets the file grow to so many pages and no further, as a full disk would.
    pub(crate) fn bound(&self, pages: i64) {
        self.pragma(&format!("PRAGMA max_page_count = {pages}"));
    }
}

pub(crate) fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

/// Why something did not come to its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stuck {
    /// It waits for something that never comes: a lock is held across a call of the host.
    Waiting,
    /// It panicked.
    Panicked,
}

/// Runs something beside, and tells when it hangs instead of hanging. What hangs is left behind.
pub(crate) fn watched<T: Send + 'static>(
    patience: std::time::Duration,
    run: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stuck> {
    let (done, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = done.send(run());
    });
    told.recv_timeout(patience).map_err(|error| match error {
        std::sync::mpsc::RecvTimeoutError::Timeout => Stuck::Waiting,
        std::sync::mpsc::RecvTimeoutError::Disconnected => Stuck::Panicked,
    })
}

/// Long enough for any machine that is not stuck.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(300);
