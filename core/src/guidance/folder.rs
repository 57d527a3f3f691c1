//! `packs/`: verified bytes under the name of their digest. Never altered, never assembled.
//!
//! A file is written whole or not at all (temporary file, fsync, rename, fsync of the folder). Refuses to delete
//! what is damaged: it is left as it is, and not used.

use crate::error::{Cause, Error, Part, Result};
use crate::ordinary;
use crate::pack::{Pack, PackError};
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What is looked at of a pack before it is read whole.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Head {
    pub id: String,
    pub version: u32,
}

/// The folder of packs.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

/// Beginning of the name of a file that is being written.
const HALF: &str = ".writing-";

impl Folder {
    /// Opens the folder; makes it where it is not, and clears what a crash left half written.
    pub fn open(data: &Path) -> Result<Folder> {
        let path = data.join("packs");
        fs::create_dir_all(&path).map_err(unavailable)?;
        clear_half_written(&path)?;
        Ok(Folder { path })
    }

    fn file(&self, digest: &str) -> PathBuf {
        self.path.join(format!("{digest}.json"))
    }

    /// The digests that are there, in order.
    pub fn digests(&self) -> Result<Vec<String>> {
        let entries = fs::read_dir(&self.path).map_err(unavailable)?;
        let names = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut all: Vec<String> = names
            .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
            .filter(|digest| is_digest(digest))
            .collect();
        crate::order::sort(&mut all);
        Ok(all)
    }

    /// Writes the bytes of a pack that was read.
    pub fn write(&self, pack: &Pack, bytes: &[u8]) -> Result<()> {
        put(&self.path, &format!("{}.json", pack.digest_hex()), bytes)
    }

    /// Reads a pack and checks that the bytes are those of its name.
    pub fn read(&self, digest: &str) -> Result<Pack> {
        let pack = Pack::read(&self.bytes(digest)?).map_err(|error| match error {
            PackError::Newer { .. } => Error::Newer { what: Part::Pack },
            _ => Error::Damaged { what: Part::Pack },
        })?;
        if pack.digest_hex() != digest {
            return Err(Error::Damaged { what: Part::Pack });
        }
        Ok(pack)
    }

    /// Id and version as the file says them, unverified: enough to choose which to read.
    pub fn head(&self, digest: &str) -> Option<Head> {
        crate::json::read(&self.bytes(digest).ok()?).ok()
    }

    /// The bytes of a file, unverified.
    pub fn bytes(&self, digest: &str) -> Result<Vec<u8>> {
        if !is_digest(digest) {
            return Err(Error::NotFound { what: Part::Pack });
        }
        let mut bytes = Vec::new();
        // One byte more than a pack may have: what is larger is refused by its size, unread.
        let most = crate::pack::error::MOST_BYTES as u64 + 1;
        let file = self.file(digest);
        let read = ordinary::open(&file).and_then(|file| file.take(most).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(Error::NotFound { what: Part::Pack })
            }
            Err(_) if ordinary::is_something_else(&file) => Err(Error::Damaged { what: Part::Pack }),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Writes a file whole or not at all, in the place of one of that name.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let half = folder.join(format!("{HALF}{name}"));
    let write = || -> io::Result<()> {
        let mut file = File::create(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half, folder.join(name))?;
        sync_folder(folder)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&half);
        Error::NotSaved { cause: cause(&error) }
    })
}

/// Clears what a crash left half written.
pub(super) fn clear_half_written(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(unavailable)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(HALF) {
            // Nothing depends on it; what cannot be removed now is removed another time.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Makes a rename durable. Where a folder cannot be opened as a file (Windows), the system sees to it.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn unavailable(error: io::Error) -> Error {
    Error::Unavailable { cause: cause(&error) }
}

pub(super) fn cause(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::DiskFull,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Cause::ReadOnly,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Cause::Moved,
        _ => Cause::Disk,
    }
}
