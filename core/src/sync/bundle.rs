//! A repository in one file, by cable or message: a tar of `metadata/` and `targets/`.
//!
//! Read through a list of where its files stand, and verified in exactly the same way as what a server says. Refuses
//! links, paths that leave the two folders, and more of either than there may be.

use super::source::{Ask, Got, Part, Source, Validators};
use crate::error::Trouble;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The largest, and the most files in it.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
const MOST_FILES: usize = 20_000;

/// A repository in one file.
pub(super) struct Bundle {
    path: PathBuf,
    /// Where each file begins, and its length.
    files: HashMap<String, (u64, u64)>,
}

impl Bundle {
    /// Looks through a file.
    pub fn open(path: &Path) -> Result<Bundle, Trouble> {
        const NONE: Trouble = Trouble::NotARepository;
        let file = File::open(path).map_err(|_| Trouble::Missing)?;
        let length = file.metadata().map_err(|_| NONE)?.len();
        if length > MOST_BYTES {
            return Err(Trouble::TooMuch);
        }
        let mut archive = tar::Archive::new(file);
        let mut files = HashMap::new();
        for entry in archive.entries_with_seek().map_err(|_| NONE)? {
            let entry = entry.map_err(|_| NONE)?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = entry.path().map_err(|_| NONE)?;
            let Some(name) = name.to_str() else { continue };
            let name = name.strip_prefix("./").unwrap_or(name);
            if !name.starts_with("metadata/") && !name.starts_with("targets/") {
                continue;
            }
            let (from, size) = (entry.raw_file_position(), entry.size());
            if from.checked_add(size).is_none_or(|end| end > length) {
                return Err(Trouble::Garbled);
            }
            if files.len() >= MOST_FILES {
                return Err(Trouble::TooMuch);
            }
            files.insert(name.to_owned(), (from, size));
        }
        if files.contains_key("metadata/timestamp.json") {
            Ok(Bundle {
                path: path.to_owned(),
                files,
            })
        } else {
            Err(NONE)
        }
    }
}

impl Source for Bundle {
    fn get(&self, path: &str, ask: &Ask) -> Result<Got, Trouble> {
        let Some(&(at, size)) = self.files.get(path) else {
            return Ok(Got::Nothing);
        };
        if size > ask.most {
            return Err(Trouble::TooMuch);
        }
        let mut bytes = Vec::new();
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(at))?;
            file.take(size).read_to_end(&mut bytes)
        });
        match read {
            Ok(_) if bytes.len() as u64 == size => Ok(Got::File(Part {
                bytes,
                from: 0,
                whole: true,
                validators: Validators::default(),
            })),
            Ok(_) => Err(Trouble::Garbled),
            Err(_) => Err(Trouble::Missing),
        }
    }
}
