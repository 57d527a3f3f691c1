//! What a failure of SQLite or the file system means, said in the door's words. One mapping for all of it.
//!
//! Refuses to pass on another library's text: it may quote a path or a value.

use crate::error::{Cause, Error, Part};
use rusqlite::ffi;
use std::io;

/// The cause of a failure, or `None` when it is damage: our statements are fixed, so one that SQLite does not
/// understand, or whose columns have other types, says that the file is not as we wrote it.
pub(super) fn cause(error: &rusqlite::Error) -> Option<Cause> {
    let rusqlite::Error::SqliteFailure(code, _) = error else {
        return None;
    };
    match code.extended_code {
        ffi::SQLITE_READONLY_DBMOVED => return Some(Cause::Moved),
        ffi::SQLITE_IOERR_CORRUPTFS => return None,
        _ => {}
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
        ffi::SQLITE_IOERR | ffi::SQLITE_NOMEM | ffi::SQLITE_NOLFS | ffi::SQLITE_TOOBIG => Some(Cause::Disk),
        _ => None,
    }
}

/// A failure while `part` was read.
pub(super) fn reading(part: Part) -> impl Fn(rusqlite::Error) -> Error {
    move |error| match cause(&error) {
        Some(cause) => Error::Unavailable { cause },
        None => Error::Damaged { what: part },
    }
}

/// A failure of a write: nothing was saved.
pub(super) fn writing(error: rusqlite::Error) -> Error {
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
pub(super) fn unreachable_file(error: io::Error) -> Error {
    Error::Unavailable {
        cause: io_cause(&error),
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
        assert_eq!(named(ffi::SQLITE_BUSY_RECOVERY), Some(Cause::Busy));
        for damage in [
            ffi::SQLITE_CORRUPT_INDEX,
            ffi::SQLITE_NOTADB,
            ffi::SQLITE_ERROR,
            ffi::SQLITE_IOERR_CORRUPTFS,
        ] {
            assert_eq!(named(damage), None);
        }
    }
}
