//! The store: one connection, the keys while they are unlocked, and the order in which they may be taken.
//!
//! Two locks: the connection, then the keys; never the other way round. Keys are copied out of theirs at once, so
//! [`Store::lock`] waits for nobody's disk. Refuses to hold either while the host's key store is asked.

use super::fault::{reading, second_look, writing};
use super::file;
use super::folder::DataFolder;
use super::recovery_key::RecoveryKey;
use super::seal::Key;
use super::vault::{KeyVault, WrappedKey};
use super::{Id, RecordsState};
use crate::error::{Cause, Error, Part, Result};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Entries of one interaction share the high part of their row number.
pub(super) const SEQ_BITS: u32 = 24;

/// The records of a data folder.
pub(crate) struct Store {
    folder: Arc<DataFolder>,
    /// The force's public key, when one is configured: every interaction's key is wrapped to it too.
    recovery: Option<RecoveryKey>,
    /// `None` while suspended.
    db: Mutex<Option<Connection>>,
    keys: Mutex<Keys>,
    /// A destruction is under way. It asks the key store in between, and so cannot hold a lock.
    purging: AtomicBool,
}

struct Keys {
    store: Option<Arc<Key>>,
    open: HashMap<Id, Arc<Unlocked>>,
    state: RecordsState,
}

/// An interaction whose key is in memory.
pub(super) struct Unlocked {
    pub(super) n: i64,
    pub(super) key: Key,
}

impl Unlocked {
    /// The row number of an entry.
    pub(super) fn at(&self, seq: u64) -> i64 {
        row_number(self.n, seq)
    }
}

pub(super) fn row_number(n: i64, seq: u64) -> i64 {
    (n << SEQ_BITS) | i64::try_from(seq).unwrap_or(i64::MAX)
}

/// Permission to write to one interaction. The key itself stays in the store, where locking wipes it; a handle from
/// before that says [`Error::Closed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenKey {
    pub(super) id: Id,
}

impl OpenKey {
    /// The interaction that it opens.
    pub(crate) fn id(&self) -> Id {
        self.id
    }
}

impl Store {
    /// Opens the records, or makes them when there never were any. Needs no key, and reads none of what is sealed.
    pub(crate) fn open(folder: Arc<DataFolder>, recovery: Option<RecoveryKey>) -> Result<Self> {
        let conn = file::connect(folder.path(), true)?;
        Ok(Store {
            folder,
            recovery,
            db: Mutex::new(Some(conn)),
            keys: Mutex::new(Keys {
                store: None,
                open: HashMap::new(),
                state: RecordsState::Locked,
            }),
            purging: AtomicBool::new(false),
        })
    }

    /// How the records stand.
    pub(crate) fn state(&self) -> RecordsState {
        self.keys().state
    }

    /// Unlocks the records with one call of the key store, however many interactions there are.
    pub(crate) fn unlock(&self, vault: &dyn KeyVault) -> Result<()> {
        let done = self.try_unlock(vault);
        if let Err(error) = &done {
            let mut keys = self.keys();
            if keys.store.is_none() {
                keys.state = error.into();
            }
        }
        done
    }

    fn try_unlock(&self, vault: &dyn KeyVault) -> Result<()> {
        let (wrapped, owed) = match self.with(read_store_key)? {
            Some(found) => found,
            None => {
                let made = WrappedKey::make(vault, &Key::random()?)?;
                // Another thread may have been first; then its key is the one.
                (self.with(|conn| first_store_key(conn, &made))?, false)
            }
        };
        let key = Arc::new(wrapped.open(vault)?);
        // A destruction may have given the store another key while the vault was asked.
        self.with(|conn| match read_store_key(conn)? {
            Some((now, _)) if now.check_value == wrapped.check_value => {
                let mut keys = self.keys();
                keys.store = Some(key);
                keys.state = RecordsState::Ready;
                Ok(())
            }
            Some(_) => Err(Error::NotSaved { cause: Cause::Busy }),
            None => Err(super::damaged(Part::Key)),
        })?;
        if owed {
            // The records are open whatever becomes of this; what is owed stays owed until it is done.
            let _ = self.settle(vault);
        }
        // Neither does this keep anybody from recording: what it could not wrap is wrapped at a later unlock.
        let _ = self.wrap_for_recovery();
        Ok(())
    }

    /// Whether the device has still to forget a key of something destroyed or erased.
    pub(crate) fn owes(&self) -> Result<bool> {
        Ok(self.with(read_store_key)?.is_some_and(|(_, owed)| owed))
    }

    /// Forgets every key.
    pub(crate) fn lock(&self) {
        let mut keys = self.keys();
        keys.store = None;
        keys.open.clear();
        keys.state = RecordsState::Locked;
    }

    /// Closes SQLite before the system suspends the app. The next use opens it again. A log that could not be
    /// emptied stays, and is read then.
    pub(crate) fn prepare_suspend(&self) -> Result<()> {
        let mut db = self.db();
        if let Some(conn) = db.take() {
            let emptied = file::checkpoint(&conn).map_err(|error| second_look(&conn, error));
            conn.close().map_err(|(_, error)| writing(error))?;
            emptied?;
        }
        Ok(())
    }

    /// Sets the records aside under the number returned, so that new ones can be opened in their place; they are
    /// never deleted. Only by explicit choice, and only when they cannot be opened any more. This store is done with
    /// then: another is opened, which may make the file.
    pub(crate) fn set_aside(&self) -> Result<u32> {
        // Looked at again, so that an error that has passed costs nothing.
        let unreadable = self.state() == RecordsState::Unavailable
            && matches!(
                self.with(read_store_key),
                Err(Error::Unavailable { cause: Cause::Disk })
            );
        let mut db = self.db();
        match self.state() {
            RecordsState::KeyGone | RecordsState::Damaged => {}
            RecordsState::Unavailable if unreadable => {}
            RecordsState::Locked => return Err(Error::Locked),
            _ => {
                return Err(Error::Refused {
                    why: crate::error::Refusal::OutOfOrder,
                });
            }
        }
        if let Some(conn) = db.take() {
            conn.close().map_err(|(_, error)| writing(error))?;
        }
        file::set_aside(&self.folder)
    }

    /// The force's public key, when one is configured.
    pub(super) fn recovery(&self) -> Option<&RecoveryKey> {
        self.recovery.as_ref()
    }

    /// Where the records are.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs something with the connection, opening it again after a suspension.
    pub(super) fn with<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut db = self.db();
        let conn = match db.take() {
            Some(conn) => conn,
            None => file::connect(self.folder.path(), false)?,
        };
        let conn = db.insert(conn);
        let done = f(conn).map_err(|error| second_look(conn, error));
        if matches!(&done, Err(Error::Unavailable { cause: Cause::Disk })) {
            // What its files remember of the error goes with it, and the next use looks at the disk anew.
            *db = None;
        }
        done
    }

    /// The store key, or [`Error::Locked`].
    pub(super) fn store_key(&self) -> Result<Arc<Key>> {
        let keys = self.keys();
        keys.store.clone().ok_or(match keys.state {
            RecordsState::KeyGone => Error::KeyGone,
            _ => Error::Locked,
        })
    }

    /// The key behind a handle, or [`Error::Closed`] when the store was locked meanwhile.
    pub(super) fn unlocked(&self, key: &OpenKey) -> Result<Arc<Unlocked>> {
        self.keys().open.get(&key.id).cloned().ok_or(Error::Closed)
    }

    /// Keeps an interaction's key while the store stays unlocked. Called with the connection held.
    pub(super) fn keep(&self, id: Id, unlocked: Unlocked) -> Result<OpenKey> {
        let mut keys = self.keys();
        if keys.store.is_none() {
            return Err(Error::Closed);
        }
        keys.open.insert(id, Arc::new(unlocked));
        Ok(OpenKey { id })
    }

    /// Takes up a new store key, and the key of one interaction or that it has gone. Called with the connection held.
    pub(super) fn renew(&self, store: Arc<Key>, id: &Id, now: Option<Unlocked>) {
        let mut keys = self.keys();
        keys.open.remove(id);
        // Locked meanwhile: it stays so.
        if keys.store.is_some() {
            keys.store = Some(store);
            if let Some(unlocked) = now {
                keys.open.insert(*id, Arc::new(unlocked));
            }
        }
    }

    /// Begins a destruction, unless one is under way. The guard ends it.
    pub(super) fn begin_purge(&self) -> Result<PurgeGuard<'_>> {
        match self.purging.swap(true, Ordering::AcqRel) {
            true => Err(Error::NotSaved { cause: Cause::Busy }),
            false => Ok(PurgeGuard(&self.purging)),
        }
    }

    // A panic while a lock was held leaves nothing half done: transactions roll back when dropped.
    fn db(&self) -> MutexGuard<'_, Option<Connection>> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the next destruction begin.
pub(super) struct PurgeGuard<'s>(&'s AtomicBool);

impl Drop for PurgeGuard<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// A transaction whose statements are prepared once for the life of the connection. Rolled back unless committed.
pub(super) struct Tx<'c> {
    conn: &'c Connection,
    committed: bool,
}

impl<'c> Tx<'c> {
    pub(super) fn begin(conn: &'c Connection) -> Result<Self> {
        run(conn, "BEGIN IMMEDIATE")?;
        Ok(Tx {
            conn,
            committed: false,
        })
    }

    /// Returns once it is on the disk.
    pub(super) fn commit(mut self) -> Result<()> {
        run(self.conn, "COMMIT")?;
        self.committed = true;
        Ok(())
    }
}

impl std::ops::Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if !self.committed && !self.conn.is_autocommit() {
            // What fails here was rolled back by SQLite itself.
            let _ = run(self.conn, "ROLLBACK");
        }
    }
}

fn run(conn: &Connection, sql: &str) -> Result<()> {
    let done = conn
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute([]));
    done.map(drop).map_err(writing)
}

/// The wrapped store key, and whether the key store has still to forget an old one. `None` in new records only.
fn read_store_key(conn: &Connection) -> Result<Option<(WrappedKey, bool)>> {
    let found = conn
        .query_row(
            "SELECT wrapped, check_value, sum, owed FROM store_key",
            [],
            |row| {
                Ok((
                    WrappedKey {
                        wrapped: row.get(0)?,
                        check_value: row.get(1)?,
                        sum: row.get(2)?,
                    },
                    row.get(3)?,
                ))
            },
        )
        .optional()
        .map_err(reading(Part::Key))?;
    if found.is_none() {
        // A new key beside old interactions would only hide that theirs is lost.
        let used = conn
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM interaction UNION SELECT 1 FROM key_wrap)",
                [],
                |row| row.get(0),
            )
            .map_err(reading(Part::Records))?;
        if used {
            return Err(super::damaged(Part::Key));
        }
    }
    Ok(found)
}

/// Writes the first store key and returns the one that stands.
fn first_store_key(conn: &Connection, made: &WrappedKey) -> Result<WrappedKey> {
    let tx = Tx::begin(conn)?;
    if let Some((already, _)) = read_store_key(&tx)? {
        return Ok(already);
    }
    write_store_key(&tx, made, false)?;
    tx.commit()?;
    Ok(made.clone())
}

/// Puts a wrapped store key in the place of the one that stands.
pub(super) fn write_store_key(conn: &Connection, key: &WrappedKey, owed: bool) -> Result<()> {
    conn.execute(
        "INSERT OR REPLACE INTO store_key (one, wrapped, check_value, sum, owed) VALUES (1, ?1, ?2, ?3, ?4)",
        params![key.wrapped, key.check_value, key.sum, owed],
    )
    .map(drop)
    .map_err(writing)
}
