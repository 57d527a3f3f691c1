//! The data folder and its lock: one process owns it at a time.
//!
//! Refuses a second owner ([`Error::InUse`]). A folder that cannot be written to is still opened: guidance goes on
//! working in it, and only what has to write fails.

use super::fault::unreachable_file;
use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A data folder that this process owns until the value is dropped.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    /// `None` only where no lock file exists and none can be made: nobody else can write there either.
    _lock: Option<File>,
}

impl DataFolder {
    /// Takes the folder, making it when it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).map_err(unreachable_file)?;
        let file = lock_file(&path.join("lock"))?;
        if let Some(file) = &file {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::InUse),
                // Some network folders know no locks. Two owners there would be worse than none.
                Err(TryLockError::Error(error)) => return Err(unreachable_file(error)),
            }
        }
        Ok(DataFolder {
            path: path.to_owned(),
            _lock: file,
        })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Keeps a folder that is only read from being written to meanwhile, and changes nothing in it. `None` where nobody
/// ever owned it, or where it stands on something that knows no locks: what is rescued there is worth the try.
pub(super) fn hold_unchanged(path: &Path) -> Result<Option<File>> {
    let Ok(file) = File::open(path.join("lock")) else {
        return Ok(None);
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn lock_file(path: &Path) -> Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    super::file::private(&mut options);
    let denied = |e: &io::Error| {
        matches!(
            e.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        )
    };
    match options.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if denied(&error) => match File::open(path) {
            Ok(file) => Ok(Some(file)),
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(unreachable_file(error)),
        },
        Err(error) => Err(unreachable_file(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_owner_is_told_and_the_folder_is_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFolder::open(folder.path()).unwrap();
        assert_eq!(DataFolder::open(folder.path()).unwrap_err(), Error::InUse);
        drop(first);
        DataFolder::open(folder.path()).unwrap();
    }
}
