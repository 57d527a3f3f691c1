//! `trust.db`: what this device has verified, so that nothing older is taken afterwards.
//!
//! Each role is on the disk before the next is asked for, in the order of the specification. Refuses to make a new file
//! in the place of one that is gone or damaged: forgetting what was verified is what an attacker would want. Somebody
//! has to choose it ([`start_again`]), and even then no pack older than one that is here is taken.

use crate::error::{Error, Part, Result};
use crate::fault::{self, point};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use rusqlite_migration::{M, Migrations};
use sha2::{Digest, Sha256};
use sigstore_tuf::MetadataStore;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

const NAME: &str = "trust.db";
/// Beside the file: that there was one.
const MADE: &str = "trust.made";
const LOCK: &str = "trust.lock";
const APPLICATION: i64 = 0x4346_7472;
const SCHEMA: &[M<'_>] = &[M::up(include_str!("schema/001-start.sql"))];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(SCHEMA);

const DAMAGED: Error = Error::Damaged { what: Part::Trust };

/// The open file, and every role in it.
pub(super) struct Trust {
    db: Mutex<Connection>,
    held: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The first write that failed. From then on nothing more is written: an order with a gap is none.
    failed: Mutex<Option<Error>>,
    /// Nobody else refreshes this folder meanwhile.
    _lock: Option<File>,
}

impl Trust {
    /// Opens the file, or makes it where there never was one, and reads all of it.
    ///
    /// # Errors
    /// [`Error::Damaged`] also when it is gone: it was there.
    pub fn open(folder: &Path) -> Result<Trust> {
        let lock = lock(folder)?;
        let path = folder.join(NAME);
        let made = folder.join(MADE);
        match File::open(&path) {
            Ok(file) => look(file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if exists(&made)? {
                    return Err(DAMAGED);
                }
                create(folder, &path)?;
            }
            Err(error) => return Err(fault::unreachable_file(error)),
        }
        if !exists(&made)? {
            point()?;
            File::create(&made)
                .and_then(|file| file.sync_all())
                .and_then(|()| sync_folder(folder))
                .map_err(|error| not_saved(&error))?;
        }
        let db = connect(&path)?;
        let held = read_all(&db).map_err(|error| fault::second_look(&db, error))?;
        Ok(Trust {
            db: Mutex::new(db),
            held: Mutex::new(held),
            failed: Mutex::default(),
            _lock: lock,
        })
    }

    /// A role, as it was verified.
    pub fn role(&self, name: &str) -> Option<Vec<u8>> {
        lock_of(&self.held).get(name).cloned()
    }

    /// What was remembered under a name.
    pub fn note(&self, name: &str) -> Result<Option<String>> {
        note(&lock_of(&self.db), name)
    }

    /// Remembers something, or forgets it.
    pub fn set_note(&self, name: &str, text: Option<&str>) -> Result<()> {
        point()?;
        let db = lock_of(&self.db);
        match text {
            Some(text) => db.execute(
                "INSERT INTO note (name, text) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
                (name, text),
            ),
            None => db.execute("DELETE FROM note WHERE name = ?1", [name]),
        }
        .map_err(writing)?;
        Ok(())
    }

    /// Commits a verified role. It is on the disk when this returns.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> Result<()> {
        if let Some(error) = self.failed() {
            return Err(error);
        }
        if lock_of(&self.held).get(name).is_some_and(|there| there == bytes) {
            return Ok(());
        }
        let kept = point().and_then(|()| {
            let sum: [u8; 32] = Sha256::digest(bytes).into();
            let sql = "INSERT INTO role (name, bytes, sum) VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes, sum = excluded.sum";
            let written = lock_of(&self.db).execute(sql, (name, bytes, sum));
            written.map_err(writing)?;
            point()
        });
        match kept {
            Ok(()) => {
                lock_of(&self.held).insert(name.to_owned(), bytes.to_owned());
                Ok(())
            }
            Err(error) => {
                lock_of(&self.failed).get_or_insert(error.clone());
                Err(error)
            }
        }
    }

    /// Why a role could not be committed, if one could not.
    pub fn failed(&self) -> Option<Error> {
        lock_of(&self.failed).clone()
    }
}

/// What the TUF client sees of it. It takes a failed read for a miss, so everything was read before, and goes on after a
/// failed write, so that is remembered ([`Trust::failed`]) and stops the next fetch.
impl MetadataStore for Trust {
    fn load(&self, name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        Ok(self.role(name))
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        // The newest root stands in the history already, and the snapshot under its plain name.
        let again = name == "root.json" || name.strip_suffix(".snapshot.json").is_some();
        // Targets are not the trust's to keep.
        if again || name.starts_with("targets/") {
            return Ok(());
        }
        self.keep(name, bytes)
            .map_err(|_| sigstore_tuf::Error::transport("not kept"))
    }
}

/// A note, of a file that is only looked at. None where there is no file yet.
pub(super) fn look_at<T>(folder: &Path, read: impl FnOnce(&Looking) -> Result<T>) -> Result<Option<T>> {
    let path = folder.join(NAME);
    match File::open(&path) {
        Ok(file) => look(file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return if exists(&folder.join(MADE))? {
                Err(DAMAGED)
            } else {
                Ok(None)
            };
        }
        Err(error) => return Err(fault::unreachable_file(error)),
    }
    let db = connect(&path)?;
    let held = read_all(&db).map_err(|error| fault::second_look(&db, error))?;
    read(&Looking { db, held }).map(Some)
}

/// The file, open to look at it.
pub(super) struct Looking {
    db: Connection,
    held: BTreeMap<String, Vec<u8>>,
}

impl Looking {
    /// Every role, by its name.
    #[cfg(feature = "conformance")]
    pub fn roles(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.held
    }

    /// A role.
    pub fn role(&self, name: &str) -> Option<&[u8]> {
        self.held.get(name).map(Vec::as_slice)
    }

    /// A note.
    pub fn note(&self, name: &str) -> Result<Option<String>> {
        note(&self.db, name)
    }

    /// Puts a note in the place of one that is still as it was read. Whoever refreshes meanwhile is not disturbed, and
    /// what they noted stays.
    pub fn swap_note(&self, name: &str, before: &str, after: &str) -> Result<()> {
        point()?;
        let sql = "UPDATE note SET text = ?3 WHERE name = ?1 AND text = ?2";
        self.db.execute(sql, (name, before, after)).map_err(writing)?;
        Ok(())
    }
}

/// Sets a file that is gone or damaged aside, by explicit choice, so that the next refresh begins from the root that the
/// host gives. Gives the number it stands under; none where there was nothing left. Nothing is deleted.
pub(super) fn start_again(folder: &Path) -> Result<Option<u32>> {
    let _lock = lock(folder)?;
    let from = folder.join(NAME);
    let beside = |number: u32| folder.join(format!("trust.{number}.db"));
    let mut number = 1;
    while exists(&beside(number))? {
        number += 1;
    }
    let there = exists(&from)?;
    for ending in ["", "-wal", "-shm"] {
        match fs::rename(with(&from, ending), with(&beside(number), ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_saved(&error)),
            _ => {}
        }
    }
    match fs::remove_file(folder.join(MADE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_saved(&error)),
        _ => sync_folder(folder).map_err(|error| not_saved(&error))?,
    }
    Ok(there.then_some(number))
}

fn lock(folder: &Path) -> Result<Option<File>> {
    fs::create_dir_all(folder).map_err(|error| not_saved(&error))?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = options
        .open(folder.join(LOCK))
        .map_err(|error| not_saved(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(fault::unreachable_file(error)),
    }
}

/// Looks at a file before SQLite may touch it: it would take an empty one for new.
fn look(file: File) -> Result<()> {
    let mut header = Vec::with_capacity(100);
    file.take(100)
        .read_to_end(&mut header)
        .map_err(fault::unreachable_file)?;
    let ours = u32::try_from(APPLICATION).map_or([0; 4], u32::to_be_bytes);
    let is_ours = header.starts_with(b"SQLite format 3\0") && header.get(68..72) == Some(ours.as_slice());
    if is_ours { Ok(()) } else { Err(DAMAGED) }
}

fn create(folder: &Path, path: &Path) -> Result<()> {
    let new = folder.join("trust.db.new");
    for ending in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(with(&new, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_saved(&error)),
            _ => {}
        }
    }
    point()?;
    File::create_new(&new).map_err(|error| not_saved(&error))?;
    let mut db = Connection::open_with_flags(&new, flags()).map_err(writing)?;
    settings(&db).map_err(writing)?;
    MIGRATIONS.to_latest(&mut db).map_err(migrating)?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(writing)?;
    db.close().map_err(|(_, error)| writing(error))?;
    point()?;
    File::open(&new)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&new, path))
        .and_then(|()| sync_folder(folder))
        .map_err(|error| not_saved(&error))?;
    point()
}

fn connect(path: &Path) -> Result<Connection> {
    let reading = fault::reading(Part::Trust);
    let mut db = Connection::open_with_flags(path, flags()).map_err(&reading)?;
    let ready = settings(&db).map_err(&reading).and_then(|()| {
        let version: i64 = db
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(&reading)?;
        match usize::try_from(version) {
            Ok(version) if version > SCHEMA.len() => Err(Error::Newer { what: Part::Trust }),
            Ok(1..) => MIGRATIONS.to_latest(&mut db).map_err(migrating),
            _ => Err(DAMAGED),
        }
    });
    match ready {
        Ok(()) => Ok(db),
        Err(error) => Err(fault::second_look(&db, error)),
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE
}

fn settings(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.busy_timeout(std::time::Duration::from_secs(2))?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    #[cfg(target_vendor = "apple")]
    {
        db.pragma_update(None, "fullfsync", true)?;
        db.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    Ok(())
}

/// Every role. One that is not what was written is damage, and never a miss.
fn read_all(db: &Connection) -> Result<BTreeMap<String, Vec<u8>>> {
    let reading = fault::reading(Part::Trust);
    let mut select = db
        .prepare("SELECT name, bytes, sum FROM role")
        .map_err(&reading)?;
    let rows = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(&reading)?;
    let mut all = BTreeMap::new();
    for row in rows {
        let (name, bytes, sum): (String, Vec<u8>, Vec<u8>) = row.map_err(&reading)?;
        if Sha256::digest(&bytes).as_slice() != sum.as_slice() {
            return Err(DAMAGED);
        }
        all.insert(name, bytes);
    }
    Ok(all)
}

fn note(db: &Connection, name: &str) -> Result<Option<String>> {
    db.query_row("SELECT text FROM note WHERE name = ?1", [name], |row| row.get(0))
        .optional()
        .map_err(fault::reading(Part::Trust))
}

fn writing(error: rusqlite::Error) -> Error {
    match fault::cause(&error) {
        Some(cause) => Error::NotSaved { cause },
        None => DAMAGED,
    }
}

fn migrating(error: rusqlite_migration::Error) -> Error {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => writing(err),
        _ => DAMAGED,
    }
}

fn not_saved(error: &io::Error) -> Error {
    Error::NotSaved {
        cause: fault::io_cause(error),
    }
}

fn exists(path: &Path) -> Result<bool> {
    path.try_exists().map_err(fault::unreachable_file)
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A rename is durable once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn lock_of<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
