//! A folder as the place: a web server's, or a stick.
//!
//! Both promises rest on an operating system's lock and a rename: no reader sees half a file, and what was killed leaves
//! only a hidden file that the next writes over. Every file is on the disk before the next step.

use super::{Shelf, Tag};
use crate::failure::{Failure, code};
use crate::publish::sign::sha256;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

const LOCK: &str = ".publish.lock";

/// A folder.
pub struct Files {
    path: PathBuf,
}

impl Files {
    /// The folder at a path, made where it is not there.
    pub fn at(path: PathBuf) -> Result<Files, Failure> {
        fs::create_dir_all(&path).map_err(|_| unwritable())?;
        Ok(Files { path })
    }

    /// One writer at a time. The lock ends with the program, however it ends.
    fn lock(&self) -> Result<File, Failure> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join(LOCK))
            .map_err(|_| unwritable())?;
        file.lock().map_err(|_| unwritable())?;
        Ok(file)
    }

    /// Web servers know a file again by its size and the second in which it was written: what comes in the place of
    /// another is of a later second than that, or a device that asked in between would be told that nothing is new.
    fn put(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let half = folder.join(format!(".{name}.writing"));
        let mut file = File::create(&half)?;
        file.write_all(bytes)?;
        let before = fs::metadata(path).and_then(|before| before.modified()).ok();
        if let Some(later) = before.and_then(|before| before.checked_add(Duration::from_secs(1)))
            && file.metadata()?.modified()? < later
        {
            file.set_modified(later)?;
        }
        file.sync_all()?;
        fs::rename(&half, path)?;
        // The name is on the disk once its folder is.
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}

impl Shelf for Files {
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, Tag)>, Failure> {
        match fs::read(self.path.join(path)) {
            Ok(bytes) => {
                let tag = Tag(sha256(&bytes));
                Ok(Some((bytes, tag)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(unwritable()),
        }
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
        let _one = self.lock()?;
        let path = self.path.join(path);
        if path.exists() {
            return Ok(false);
        }
        self.put(&path, bytes).map_err(|_| unwritable())?;
        Ok(true)
    }

    fn swap(&self, path: &str, bytes: &[u8], before: Option<&Tag>) -> Result<bool, Failure> {
        let _one = self.lock()?;
        let there = self.read(path)?.map(|(_, tag)| tag);
        if there.as_ref() != before {
            return Ok(false);
        }
        self.put(&self.path.join(path), bytes).map_err(|_| unwritable())?;
        Ok(true)
    }
}

fn unwritable() -> Failure {
    let sentence = "Not published whole: the folder to publish to cannot be written. Readers see what they saw before. Give yourself the right to, or free some space, and publish again.";
    Failure::new(code::NOT_SAVED, sentence)
}
