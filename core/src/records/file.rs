//! The file itself: making it, opening it, telling what is wrong with it, setting it aside.
//!
//! A new file is made complete under another name and then renamed, so a `records.db` that is empty or cut short is
//! always damage and never a beginning. Refuses to open such a file: SQLite would take an empty one for new and
//! throw its `-wal`, which may hold every entry, away. Closing never checkpoints by itself, for the same reason.

use super::fault::{reading, second_look, unreachable_file, writing};
use super::store::SEQ_BITS;
use crate::error::{Cause, Error, Part, Result};
use crate::ordinary;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

pub(super) const NAME: &str = "records.db";
pub(super) const WAL: &str = "-wal";
const MOVING: &str = ".moving";
const APPLICATION: i64 = 0x4346_7263;
const HEADER: usize = 100;

/// Every schema, oldest first. Append-only.
const SCHEMA: &[M<'_>] = &[M::up(include_str!("schema/001-start.sql"))];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(SCHEMA);

/// Opens the records of a folder, or makes them when there never were any and `may_create`.
pub(super) fn connect(folder: &Path, may_create: bool) -> Result<Connection> {
    let path = folder.join(NAME);
    match ordinary::open(&path) {
        Ok(file) => {
            look(file)?;
            super::wal::look(&with_suffix(&path, WAL), &path)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if !may_create {
                return Err(Error::Unavailable { cause: Cause::Moved });
            }
            let log_alone = folder.join(NAME.to_owned() + WAL).exists();
            let begun = |number: &u32| {
                let to = aside(folder, *number);
                to.exists() && !with_suffix(&to, WAL).exists()
            };
            if log_alone && numbers(folder, &[MOVING])?.iter().any(begun) {
                // The choice was made, and cut off between file and log: they go together.
                move_aside(folder)?;
            } else if log_alone {
                // The log of a file that is gone, even when it is empty. SQLite would delete it with a new file.
                return Err(super::damaged(Part::Records));
            }
            create(folder, &path)?;
        }
        Err(_) if ordinary::is_something_else(&path) => return Err(super::damaged(Part::Records)),
        Err(error) => return Err(unreachable_file(error)),
    }
    open(&path)
}

/// Looks at a file before SQLite may touch it.
fn look(file: File) -> Result<()> {
    const DAMAGED: Error = super::damaged(Part::Records);
    let mut header = Vec::with_capacity(HEADER);
    file.take(HEADER as u64)
        .read_to_end(&mut header)
        .map_err(unreachable_file)?;
    let application = header.get(68..72).ok_or(DAMAGED)?;
    let ours = u32::try_from(APPLICATION).map_or([0; 4], u32::to_be_bytes);
    if header.starts_with(b"SQLite format 3\0") && application == ours {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}

fn create(folder: &Path, path: &Path) -> Result<()> {
    // Whatever a creation left that did not come to its end: it holds a schema and nothing else.
    let new = folder.join("records.db.new");
    for rest in ["", "-journal", WAL, "-shm"] {
        match fs::remove_file(with_suffix(&new, rest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(error)),
            _ => {}
        }
    }
    // With neither file nor log there, a setting aside that left its marker had come to its end.
    for number in numbers(folder, &[MOVING])? {
        let _ = fs::remove_file(folder.join(format!("records.{number}{MOVING}")));
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    let file = options.open(&new).map_err(unwritable)?;
    let mut conn = Connection::open_with_flags(&new, flags()).map_err(writing)?;
    settings(&conn)
        .map_err(writing)
        .and_then(|()| migrate(&mut conn))
        // The new file must stand without a log. Asked for, and not left to closing, which says nothing of a failure.
        .and_then(|()| checkpoint(&conn))
        .map_err(|error| second_look(&conn, error))?;
    conn.close().map_err(|(_, error)| writing(error))?;
    file.sync_all().map_err(unwritable)?;
    fs::rename(&new, path).map_err(unwritable)?;
    sync_folder(folder)
}

fn open(path: &Path) -> Result<Connection> {
    let mut conn = Connection::open_with_flags(path, flags()).map_err(reading(Part::Records))?;
    match make_ready(&mut conn) {
        Ok(()) => Ok(conn),
        Err(error) => Err(second_look(&conn, error)),
    }
}

fn make_ready(conn: &mut Connection) -> Result<()> {
    settings(conn).map_err(reading(Part::Records))?;
    let number = |pragma| {
        conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
            .map_err(reading(Part::Records))
    };
    // Asked again of SQLite: the log may hold a newer first page than the file.
    if number("application_id")? != APPLICATION {
        return Err(super::damaged(Part::Records));
    }
    let version = number("user_version")?;
    if version < 1 {
        return Err(super::damaged(Part::Records));
    }
    if usize::try_from(version).is_ok_and(|version| version > SCHEMA.len()) {
        return Err(Error::Newer { what: Part::Records });
    }
    migrate(conn)?;
    // One look at each table: a damaged schema is told here and not in the middle of an answer.
    for table in [
        "store_key",
        "interaction",
        "entry",
        "key_wrap",
        "draft",
        "tombstone",
    ] {
        let sql = format!("SELECT 1 FROM {table} LIMIT 1");
        conn.prepare(&sql)
            .and_then(|mut statement| statement.exists([]))
            .map_err(reading(Part::Records))?;
    }
    Ok(())
}

/// Never `CREATE`: a file that is not there is not made by opening it. Paths are paths, not addresses.
fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE
}

fn settings(conn: &Connection) -> rusqlite::Result<()> {
    // First of all: no failure further down may change the file by closing it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_prepared_statement_cache_capacity(48);
    conn.busy_timeout(std::time::Duration::from_secs(2))?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    #[cfg(target_vendor = "apple")]
    {
        conn.pragma_update(None, "fullfsync", true)?;
        conn.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    conn.pragma_update_and_check(None, "secure_delete", true, |row| row.get::<_, i64>(0))?;
    conn.pragma_update(None, "foreign_keys", true)
}

fn migrate(conn: &mut Connection) -> Result<()> {
    MIGRATIONS.to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => writing(err),
        rusqlite_migration::Error::MigrationDefinition(_) => Error::Newer { what: Part::Records },
        _ => super::damaged(Part::Records),
    })
}

/// Brings the log into the file and empties it, so that nothing deleted is left in it.
pub(super) fn checkpoint(conn: &Connection) -> Result<()> {
    for _ in 0..3 {
        let busy = conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            .map_err(writing)?;
        if busy == 0 {
            return Ok(());
        }
    }
    Err(Error::NotSaved { cause: Cause::Busy })
}

/// SQLite's own check of the whole file, and whether an entry has no interaction. Through a connection of its own: it
/// takes seconds in a large file, and nobody who records waits for it.
pub(super) fn check(folder: &Path) -> Result<()> {
    let failed = reading(Part::Records);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(folder.join(NAME), flags).map_err(&failed)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(&failed)?;
    let said: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(&failed)?;
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM (SELECT DISTINCT at >> {SEQ_BITS} AS n FROM entry)
         WHERE n NOT IN (SELECT n FROM interaction))"
    );
    let orphan: bool = conn.query_row(&sql, [], |row| row.get(0)).map_err(&failed)?;
    if said == "ok" && !orphan {
        Ok(())
    } else {
        Err(super::damaged(Part::Records))
    }
}

/// Sets the records aside under a number and returns it. Nothing is deleted, and nothing must have them open.
///
/// The file goes first and its log after it: the other way round, a power cut between the two would leave a file
/// that opens without the entries of its log. A marker keeps the number, so that a log left alone by such a cut
/// joins its own file at the next call and never another: SQLite would not notice.
pub(crate) fn set_aside(folder: &super::DataFolder) -> Result<u32> {
    move_aside(folder.path())
}

fn move_aside(folder: &Path) -> Result<u32> {
    let from = folder.join(NAME);
    let exists = |path: &Path, rest| with_suffix(path, rest).exists();
    if !["", WAL].iter().any(|rest| exists(&from, rest)) {
        // Cut off between the last rename and the removal of its marker: it had come to its end.
        return match numbers(folder, &[MOVING])?.pop() {
            Some(number) => {
                let _ = fs::remove_file(folder.join(format!("records.{number}{MOVING}")));
                Ok(number)
            }
            None => Err(Error::NotFound { what: Part::Records }),
        };
    }
    let fits = |number: &u32| {
        let to = aside(folder, *number);
        !["", WAL]
            .iter()
            .any(|rest| exists(&from, rest) && exists(&to, rest))
    };
    let number = match numbers(folder, &[MOVING])?.into_iter().find(fits) {
        Some(begun) => begun,
        None => asides(folder)?.last().map_or(1, |last| last.saturating_add(1)),
    };
    let to = aside(folder, number);
    let marker = folder.join(format!("records.{number}{MOVING}"));
    File::create(&marker).map_err(unwritable)?;
    sync_folder(folder)?;
    for rest in ["", WAL] {
        match fs::rename(with_suffix(&from, rest), with_suffix(&to, rest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(error)),
            _ => sync_folder(folder)?,
        }
    }
    // The index of the log is made anew from the log. Left here it would be taken for that of the new file.
    let _ = fs::rename(with_suffix(&from, "-shm"), with_suffix(&to, "-shm"));
    let _ = fs::remove_file(marker);
    Ok(number)
}

/// The numbers of the records that were set aside, in order.
pub(crate) fn asides(folder: &Path) -> Result<Vec<u32>> {
    numbers(folder, &[".db", ".db-wal"])
}

/// The numbers N of the files `records.N` with one of these endings, in order.
fn numbers(folder: &Path, endings: &[&str]) -> Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreachable_file)? {
        let name = entry.map_err(unreachable_file)?.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix("records."));
        let number = |ending: &&str| rest?.strip_suffix(ending)?.parse::<u32>().ok();
        numbers.extend(endings.iter().find_map(number));
    }
    crate::order::sort(&mut numbers);
    numbers.dedup();
    Ok(numbers)
}

fn aside(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("records.{number}.db"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Files that their owner alone may read.
pub(super) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// A rename is durable once its folder is.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(unwritable)?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

pub(super) fn unwritable(error: io::Error) -> Error {
    Error::NotSaved {
        cause: super::fault::io_cause(&error),
    }
}
