//! Recovering: the records of a device whose key is gone, opened with the force's secret key, as a folder of its own.
//!
//! A copy is made and given a store key of this device. It stands apart until it is whole, so what a power cut leaves
//! is never taken for records. Refuses: to write anything into the folder that is recovered from; to write into a
//! folder that holds something; to leave anything behind when it fails.

use super::fault::{reading, unreachable_file, unreadable, writing};
use super::file::{self, NAME, WAL, checkpoint, sync_folder, unwritable};
use super::folder::{DataFolder, hold_unchanged};
use super::recovery::insert_wrap;
use super::recovery_key::RecoverySecret;
use super::rows;
use super::seal::{Key, wrap};
use super::store::{Tx, write_store_key};
use super::vault::{KeyVault, WrappedKey};
use super::{Id, damaged};
use crate::error::{Error, Part, Refusal, Result};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const STAGING: &str = "recovering";
const PACKS: &str = "packs";

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rescued {
    /// Interactions that open in the new folder.
    pub(crate) recovered: u64,
    /// Interactions without a wrap that the secret key opens, or damaged. Listed as damaged.
    pub(crate) not_recoverable: u64,
    /// Tombstones, which were sealed under the lost store key and are left out.
    pub(crate) tombstones: u64,
}

/// Makes records in the folder `into` from a copy of those in `source`. The key store is asked once it is known that
/// something can be recovered.
pub(crate) fn rescue(
    source: &Path,
    into: &Path,
    secret: &RecoverySecret,
    vault: &dyn KeyVault,
) -> Result<Rescued> {
    let _held = hold_unchanged(source)?;
    if ![NAME.to_owned(), NAME.to_owned() + WAL]
        .iter()
        .any(|name| source.join(name).exists())
    {
        return Err(Error::NotFound { what: Part::Records });
    }
    let making = Making::begin(into)?;
    making.copy(source)?;
    let conn = file::connect(&making.staging(), false)?;
    let found = gather(&conn, secret)?;
    if found.keys.is_empty() {
        return Err(found.why_none());
    }
    let store = Key::random()?;
    // No transaction is open here: the key store may ask for a finger.
    let wrapped = WrappedKey::make(vault, &store)?;
    renew(&conn, &found, &store, &wrapped)?;
    checkpoint(&conn)?;
    conn.close().map_err(|(_, error)| writing(error))?;
    making.finish()?;
    Ok(found.count())
}

/// What stands in the copy.
#[derive(Default)]
struct Found {
    /// The interactions whose key came out of their recovery wrap.
    keys: Vec<(i64, Id, Key)>,
    /// How many of these open with it.
    whole: u64,
    interactions: u64,
    tombstones: u64,
    /// Whether there is any recovery wrap, and one that names this secret key.
    any: bool,
    ours: bool,
}

impl Found {
    fn why_none(&self) -> Error {
        match (self.any, self.ours) {
            (false, _) => Error::NotFound { what: Part::Key },
            (true, false) => Error::Refused {
                why: Refusal::OtherRecoveryKey,
            },
            (true, true) => damaged(Part::Key),
        }
    }

    fn count(&self) -> Rescued {
        Rescued {
            recovered: self.whole,
            not_recoverable: self.interactions.saturating_sub(self.whole),
            tombstones: self.tombstones,
        }
    }
}

fn gather(conn: &Connection, secret: &RecoverySecret) -> Result<Found> {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    let mut room = Zeroizing::default();
    let mut look = |stored: rows::Stored<'_>| {
        if !seen.insert(stored.n) {
            return false;
        }
        if let Some(wrapped) = stored.recovery {
            found.any = true;
            found.ours |= secret.is_named_by(wrapped);
            if let Some(key) = secret.open(&stored.id, wrapped) {
                found.whole += u64::from(rows::head(&stored, &key, &mut room).is_ok());
                found.keys.push((stored.n, stored.id, key));
            }
        }
        true
    };
    match rows::scan(conn, "ASC", &mut look) {
        Ok(()) => {}
        // What lies beyond a page that cannot be read is reached from the other end.
        Err(error) if unreadable(&error) => drop(rows::scan(conn, "DESC", &mut look)),
        Err(error) => return Err(error),
    }
    let count = |table| {
        let sql = format!("SELECT count(*) FROM {table}");
        conn.query_row(&sql, [], |row| row.get::<_, i64>(0))
            .map_err(reading(Part::Records))
            .map(|n| u64::try_from(n).unwrap_or_default())
    };
    // Where damage hides how many there are, those that were seen are counted.
    found.interactions = count("interaction").unwrap_or(seen.len() as u64);
    found.tombstones = count("tombstone").unwrap_or_default();
    Ok(found)
}

/// Gives the copy a store key of this device, and each key that was found a wrap under it.
fn renew(conn: &Connection, found: &Found, store: &Key, wrapped: &WrappedKey) -> Result<()> {
    let tx = Tx::begin(conn)?;
    write_store_key(&tx, wrapped, false)?;
    for gone in [
        "DELETE FROM key_wrap WHERE kind = 'device'",
        "DELETE FROM tombstone",
    ] {
        tx.execute(gone, []).map_err(writing)?;
    }
    for (n, id, key) in &found.keys {
        insert_wrap(&tx, *n, "device", &wrap(store, id, key)?)?;
    }
    tx.commit()
}

/// The folder that is being made. What is not finished is taken away again.
struct Making {
    into: PathBuf,
    made: bool,
    owned: Option<DataFolder>,
    finished: bool,
}

impl Making {
    fn begin(into: &Path) -> Result<Self> {
        let made = match fs::read_dir(into) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(Error::Refused {
                        why: Refusal::NotEmpty,
                    });
                }
                false
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(unreachable_file(error)),
        };
        let owned = Some(DataFolder::open(into)?);
        let making = Making {
            into: into.to_owned(),
            made,
            owned,
            finished: false,
        };
        fs::create_dir_all(making.staging().join(PACKS)).map_err(unwritable)?;
        Ok(making)
    }

    fn staging(&self) -> PathBuf {
        self.into.join(STAGING)
    }

    /// Copies the records with their log, and the packs. Never the index of the log: it is made anew.
    fn copy(&self, source: &Path) -> Result<()> {
        let to = self.staging();
        for name in [NAME.to_owned(), NAME.to_owned() + WAL] {
            match File::open(source.join(&name)) {
                Ok(from) => copy(from, &to.join(&name))?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(unreachable_file(error)),
            }
        }
        // A pack that cannot be read keeps no record from being recovered: an entry holds the words that were shown.
        for pack in fs::read_dir(source.join(PACKS)).into_iter().flatten().flatten() {
            if let Ok(bytes) = fs::read(pack.path()) {
                copy(bytes.as_slice(), &to.join(PACKS).join(pack.file_name()))?;
            }
        }
        Ok(())
    }

    /// Puts what was made in its place; the records last.
    fn finish(mut self) -> Result<()> {
        let staging = self.staging();
        fs::rename(staging.join(PACKS), self.into.join(PACKS)).map_err(unwritable)?;
        sync_folder(&self.into)?;
        fs::rename(staging.join(NAME), self.into.join(NAME)).map_err(unwritable)?;
        self.finished = true;
        sync_folder(&self.into)?;
        let _ = fs::remove_dir_all(staging);
        Ok(())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let _ = fs::remove_dir_all(self.staging());
        let _ = fs::remove_dir_all(self.into.join(PACKS));
        self.owned = None;
        let _ = fs::remove_file(self.into.join("lock"));
        if self.made {
            // Only while it is empty.
            let _ = fs::remove_dir(&self.into);
        }
    }
}

fn copy(mut from: impl io::Read, to: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    file::private(&mut options);
    let mut to = options.open(to).map_err(unwritable)?;
    io::copy(&mut from, &mut to)
        .and_then(|_| to.sync_all())
        .map_err(unwritable)
}

#[cfg(test)]
mod tests;
