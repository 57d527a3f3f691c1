//! Ordinary files. A pipe in the place of one keeps whoever opens it waiting for ever.
//!
//! Refuses to open anything else than a file: folders, pipes, devices.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Opens a file to read it.
///
/// # Errors
/// As [`File::open`]; with [`io::ErrorKind::InvalidInput`] when something else stands there than an ordinary file.
pub fn open(path: &Path) -> io::Result<File> {
    match fs::metadata(path)?.is_file() {
        true => File::open(path),
        false => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// Reads a file whole.
///
/// # Errors
/// As [`open`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut open(path)?, &mut bytes)?;
    Ok(bytes)
}

/// Whether something stands there that is no ordinary file.
pub fn is_something_else(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}
