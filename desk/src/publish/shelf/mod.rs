//! Where a repository is published: a place for files, with the two promises that publishing rests on.
//!
//! A file is made only where none is, and one file is put in the place of another only if that is still the one that was
//! read. Refuses a place that cannot promise both.

mod folder;
mod objects;
#[cfg(test)]
mod tests;

use crate::failure::{Failure, code};
pub use folder::Files;
use std::path::PathBuf;

/// Which content of a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(pub String);

/// A place for files.
pub trait Shelf {
    /// A file, if it is there.
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, Tag)>, Failure>;

    /// Makes a file that never changes. False where there is one: it stays as it is.
    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Failure>;

    /// Puts a file in the place of the one that was read, or of none. False where somebody else was quicker.
    fn swap(&self, path: &str, bytes: &[u8], before: Option<&Tag>) -> Result<bool, Failure>;
}

/// The place that an address names.
pub fn at(address: &str) -> Result<Box<dyn Shelf>, Failure> {
    if let Some(path) = address.strip_prefix("file://") {
        if !path.starts_with('/') {
            let sentence = "A folder is named whole: file:///srv/guidance, with three strokes.";
            return Err(Failure::new(code::USAGE, sentence));
        }
        return Ok(Box::new(Files::at(PathBuf::from(path))?));
    }
    Ok(Box::new(objects::Objects::at(address)?))
}
