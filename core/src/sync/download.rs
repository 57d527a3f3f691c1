//! A pack on its way: kept as far as it came, so that a broken download goes on where it stopped.
//!
//! Refuses to give a file out before its length and digest are those that were signed, and to go on for ever.

use super::source::{Ask, Got, Source};
use super::trouble::not_updated;
use crate::error::{Error, Result, Trouble};
use crate::fault::{self, point};
use crate::pack::whole::hex;
use sha2::{Digest, Sha256, Sha512};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// The most requests for one file in one refresh. Each has to bring something.
const MOST_PARTS: u32 = 16;

/// A file that is wanted.
pub(super) struct Wanted<'a> {
    /// Its path in the repository.
    pub path: String,
    /// Its SHA-256, which is what a pack goes by; or, of what goes by that alone, its SHA-512. Which, its length says.
    pub digest: &'a str,
    pub length: u64,
}

/// Brings a file into a folder as `<digest>.json`, whole and durable, and gives its bytes.
pub(super) fn bring(
    folder: &Path,
    source: &dyn Source,
    wanted: &Wanted<'_>,
    progress: &dyn Fn(u64) -> Result<()>,
) -> Result<Vec<u8>> {
    fs::create_dir_all(folder).map_err(|error| not_saved(&error))?;
    let whole = folder.join(format!("{}.json", wanted.digest));
    let part = folder.join(format!("{}.part", wanted.digest));
    if let Some(bytes) = read(&whole)?.filter(|bytes| is_it(bytes, wanted)) {
        return Ok(bytes);
    }
    let mut bytes = read(&part)?.unwrap_or_default();
    // A part that a garbled answer spoiled is found out at the end, and is fetched once more from the beginning.
    for _ in 0..2 {
        let begun = !bytes.is_empty();
        fetch(&part, source, wanted, &mut bytes, progress)?;
        if is_it(&bytes, wanted) {
            point()?;
            fs::rename(&part, &whole)
                .and_then(|()| sync_folder(folder))
                .map_err(|error| not_saved(&error))?;
            point()?;
            return Ok(bytes);
        }
        bytes.clear();
        fs::remove_file(&part).map_err(|error| not_saved(&error))?;
        if !begun {
            break;
        }
    }
    Err(not_updated(Trouble::Mixed))
}

/// Fetches what is missing of a file, writing down each part that comes.
fn fetch(
    part: &Path,
    source: &dyn Source,
    wanted: &Wanted<'_>,
    bytes: &mut Vec<u8>,
    progress: &dyn Fn(u64) -> Result<()>,
) -> Result<()> {
    if bytes.len() as u64 > wanted.length {
        bytes.clear();
    }
    for _ in 0..MOST_PARTS {
        let here = bytes.len() as u64;
        progress(here)?;
        if here == wanted.length && here > 0 {
            break;
        }
        let ask = Ask {
            most: wanted.length,
            from: here,
            ..Ask::default()
        };
        let got = match source.get(&wanted.path, &ask).map_err(not_updated)? {
            Got::File(got) => got,
            Got::Nothing | Got::Unchanged => return Err(not_updated(Trouble::Missing)),
        };
        if got.from == 0 {
            // The server does not give parts: what came is the beginning.
            bytes.clear();
        }
        let came = got.bytes.len();
        bytes.extend_from_slice(&got.bytes);
        point()?;
        write(part, bytes)?;
        point()?;
        if got.whole {
            break;
        }
        if came == 0 {
            return Err(not_updated(Trouble::TooSlow));
        }
    }
    match (bytes.len() as u64).cmp(&wanted.length) {
        std::cmp::Ordering::Less => Err(not_updated(Trouble::Garbled)),
        _ => Ok(()),
    }
}

fn is_it(bytes: &[u8], wanted: &Wanted<'_>) -> bool {
    let digest = match wanted.digest.len() {
        64 => hex(&Sha256::digest(bytes)),
        128 => hex(&Sha512::digest(bytes)),
        _ => return false,
    };
    bytes.len() as u64 == wanted.length && digest == wanted.digest
}

/// The parts are a few and small enough to write again: a file is never longer than a pack.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    options
        .open(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(|error| not_saved(&error))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault::unreachable_file(error)),
    }
}

/// Clears what nobody wants any more: parts of a release that was withdrawn.
pub(super) fn clear(folder: &Path, wanted: &[String]) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let kept = name
            .to_str()
            .and_then(|name| name.split_once('.'))
            .is_some_and(|(digest, _)| wanted.iter().any(|one| one == digest));
        if !kept {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn not_saved(error: &io::Error) -> Error {
    Error::NotSaved {
        cause: fault::io_cause(error),
    }
}
