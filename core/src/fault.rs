//! What a failure of SQLite or the file system means, said in the door's words. One mapping for all of it.
//!
//! Refuses to pass on another library's text: it may quote a path or a value.

use crate::error::{Cause, Error, Part};
use rusqlite::{Connection, ffi};
use std::ffi::{c_int, c_void};
use std::{io, ptr};

/// The cause of a failure, or `None` when it is damage: our statements are fixed, so one that SQLite does not
/// understand, or whose columns have other types, says that the file is not as we wrote it.
pub(crate) fn cause(error: &rusqlite::Error) -> Option<Cause> {
    let rusqlite::Error::SqliteFailure(code, _) = error else {
        return None;
    };
    if code.extended_code == ffi::SQLITE_READONLY_DBMOVED {
        return Some(Cause::Moved);
    }
    match code.extended_code & 0xff {
        ffi::SQLITE_FULL => Some(Cause::DiskFull),
        // `CANTOPEN`: that the file is there was seen before, so it is its log that cannot be made beside it.
        ffi::SQLITE_READONLY | ffi::SQLITE_PERM | ffi::SQLITE_AUTH | ffi::SQLITE_CANTOPEN => {
            Some(Cause::ReadOnly)
        }
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_PROTOCOL | ffi::SQLITE_INTERRUPT => {
            Some(Cause::Busy)
        }
        // Also when it calls it a corrupt file system: every I/O error of a read is that to it, and the next read may
        // succeed. What is damaged stays so.
        ffi::SQLITE_IOERR | ffi::SQLITE_NOMEM | ffi::SQLITE_NOLFS | ffi::SQLITE_TOOBIG => Some(Cause::Disk),
        _ => None,
    }
}

/// A failure while `part` was read.
pub(crate) fn reading(part: Part) -> impl Fn(rusqlite::Error) -> Error {
    move |error| match cause(&error) {
        Some(cause) => Error::Unavailable { cause },
        None => Error::Damaged { what: part },
    }
}

/// Takes a failing disk for what it is. SQLite calls a read that the system refused a corrupt file, and by then the
/// error says no more; its files still know. Asked only when something went wrong.
pub(crate) fn second_look(conn: &Connection, error: Error) -> Error {
    match error {
        Error::Damaged { .. } if last_errno(conn) != 0 => Error::Unavailable { cause: Cause::Disk },
        other => other,
    }
}

/// What the system said of the last read or write that it refused to this connection, in the file or its log; 0 when
/// it refused none.
fn last_errno(conn: &Connection) -> i32 {
    let mut errno: c_int = 0;
    let mut log: *mut ffi::sqlite3_file = ptr::null_mut();
    // SAFETY: the handle is open for as long as `conn` is borrowed, and used by this thread alone. Both questions
    // write one value of the type that they are given, and nothing else; `NULL` means the main database. The log
    // belongs to the connection, stays while it is open, and has no methods while it is not.
    unsafe {
        let db = conn.handle();
        let asked = ptr::from_mut(&mut errno).cast::<c_void>();
        ffi::sqlite3_file_control(db, ptr::null(), ffi::SQLITE_FCNTL_LAST_ERRNO, asked);
        if errno == 0 {
            let at = ptr::from_mut(&mut log).cast::<c_void>();
            ffi::sqlite3_file_control(db, ptr::null(), ffi::SQLITE_FCNTL_JOURNAL_POINTER, at);
            if let Some(file) = log.as_ref()
                && let Some(methods) = file.pMethods.as_ref()
                && let Some(control) = methods.xFileControl
            {
                control(log, ffi::SQLITE_FCNTL_LAST_ERRNO, asked);
            }
        }
    }
    errno
}

/// Whether something cannot be read where it is, for good or for now: what lies elsewhere may still be.
pub(crate) fn unreadable(error: &Error) -> bool {
    matches!(
        error,
        Error::Damaged { .. } | Error::Unavailable { cause: Cause::Disk }
    )
}

/// A failure of a write: nothing was saved.
pub(crate) fn writing(error: rusqlite::Error) -> Error {
    match cause(&error) {
        Some(cause) => Error::NotSaved { cause },
        None => Error::Damaged { what: Part::Records },
    }
}

/// The cause of a failure of the file system.
pub(crate) fn io_cause(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::DiskFull,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Cause::ReadOnly,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Cause::Moved,
        io::ErrorKind::WouldBlock | io::ErrorKind::ResourceBusy => Cause::Busy,
        _ => Cause::Disk,
    }
}

/// A failure of the file system while something was reached for.
pub(crate) fn unreachable_file(error: io::Error) -> Error {
    Error::Unavailable {
        cause: io_cause(&error),
    }
}

/// A step at which the rigs cut everything off (`steps`). Of no effect elsewhere.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, reason = "the rigs' own gives an error")]
pub(crate) const fn point() -> Result<(), Error> {
    Ok(())
}

#[cfg(test)]
pub(crate) use steps::point;

/// Cutting a run off at its n-th step: what a crash there would leave is what is on the disk then.
#[cfg(test)]
pub(crate) mod steps {
    use crate::error::{Cause, Error};
    use std::cell::Cell;

    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
        static PASSED: Cell<u32> = const { Cell::new(0) };
    }

    /// From now on, every step from the `n`-th on fails. Gives the number of steps that were passed until now.
    pub(crate) fn cut_at(n: Option<u32>) -> u32 {
        LEFT.set(n);
        PASSED.replace(0)
    }

    /// A step.
    pub(crate) fn point() -> Result<(), Error> {
        PASSED.set(PASSED.get() + 1);
        match LEFT.get() {
            Some(0) => Err(Error::Unavailable { cause: Cause::Disk }),
            Some(n) => {
                LEFT.set(Some(n - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_name() {
        let named = |code| cause(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert_eq!(named(ffi::SQLITE_FULL), Some(Cause::DiskFull));
        assert_eq!(named(ffi::SQLITE_READONLY_DIRECTORY), Some(Cause::ReadOnly));
        assert_eq!(named(ffi::SQLITE_READONLY_DBMOVED), Some(Cause::Moved));
        assert_eq!(named(ffi::SQLITE_IOERR_FSYNC), Some(Cause::Disk));
        assert_eq!(named(ffi::SQLITE_IOERR_CORRUPTFS), Some(Cause::Disk));
        assert_eq!(named(ffi::SQLITE_BUSY_RECOVERY), Some(Cause::Busy));
        for damage in [ffi::SQLITE_CORRUPT_INDEX, ffi::SQLITE_NOTADB, ffi::SQLITE_ERROR] {
            assert_eq!(named(damage), None);
        }
    }
}
