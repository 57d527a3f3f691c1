//! `values/`: the forces' own fillings, as exact bytes under their digest, and which of them is in use for each pack.
//!
//! A correction reaches the next screen at once; a file that a record was begun with is kept. Refuses to read a damaged
//! choice as "not set": a telephone number that cannot be read is not one that the force never gave.

use super::folder::{cause, clear_half_written, is_digest, put, unavailable};
use crate::error::{Error, Part, Result};
use crate::pack::{Pack, Values, ValuesError};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The file that says which are in use: pack id to digest.
const IN_USE: &str = "in-use.json";
/// The file that says which signed ones were taken last: pack id to their number. It lies here and not with the
/// signatures, so that older ones are refused also when those are lost.
const SIGNED: &str = "signed.json";
/// A force's values are some dozens of lines.
pub(crate) const MOST_BYTES: u64 = 1024 * 1024;

const DAMAGED: Error = Error::Damaged { what: Part::Values };

/// The folder of values.
pub(super) struct ValuesFolder {
    path: PathBuf,
    /// What was read, by the digests of the values (none: nothing set) and of the pack. Which are in use is read each
    /// time: whoever looks after them may correct one beside a program that runs.
    read: Mutex<Read>,
}

type Read = HashMap<(Option<String>, String), Arc<Values>>;

impl ValuesFolder {
    /// The folder of values in a data folder. It need not be there: no force has set anything then.
    pub fn of(data: &Path) -> ValuesFolder {
        let path = data.join("values");
        // Guidance is read from a disk that cannot be written to as well.
        let _ = clear_half_written(&path);
        ValuesFolder {
            path,
            read: Mutex::default(),
        }
    }

    /// Stores values that were read for a pack, and takes them into use. Both are on the disk when this returns.
    pub fn take(&self, values: &Values, bytes: &[u8]) -> Result<()> {
        let mut in_use = match self.in_use() {
            Ok(in_use) => in_use,
            // The choice does not read. A new one mends it, for this pack; others say so until theirs is taken again.
            Err(Error::Damaged { .. }) => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        fs::create_dir_all(&self.path).map_err(|error| Error::NotSaved { cause: cause(&error) })?;
        put(&self.path, &format!("{}.json", values.digest_hex()), bytes)?;
        in_use.insert(values.file().pack.clone(), values.digest_hex().to_owned());
        put(
            &self.path,
            IN_USE,
            &serde_json::to_vec_pretty(&in_use).unwrap_or_default(),
        )
    }

    /// The digest of the values in use for a pack; none where the force has set none.
    pub fn digest(&self, pack: &str) -> Result<Option<String>> {
        Ok(self.in_use()?.get(pack).cloned())
    }

    /// The values in use for a pack, as it is now.
    pub fn for_pack(&self, pack: &Pack) -> Result<Arc<Values>> {
        let digest = self.digest(&pack.file().id)?;
        self.joined(digest.as_deref(), pack)
    }

    /// Values by their digest, for a pack; with none, those of a force that has set none.
    pub fn joined(&self, digest: Option<&str>, pack: &Pack) -> Result<Arc<Values>> {
        let key = (digest.map(str::to_owned), pack.digest_hex().to_owned());
        if let Some(values) = self.read().get(&key) {
            return Ok(Arc::clone(values));
        }
        let values = match digest {
            None => Values::none(pack),
            Some(digest) => {
                let values = Values::joined(&self.bytes(digest)?, pack).map_err(|error| match error {
                    ValuesError::Newer => Error::Newer { what: Part::Values },
                    _ => DAMAGED,
                })?;
                if values.digest_hex() != digest {
                    return Err(DAMAGED);
                }
                values
            }
        };
        let values = Arc::new(values);
        self.read().insert(key, Arc::clone(&values));
        Ok(values)
    }

    /// The exact bytes of values, unverified.
    pub fn bytes(&self, digest: &str) -> Result<Vec<u8>> {
        if !is_digest(digest) {
            return Err(DAMAGED);
        }
        match read(&self.path.join(format!("{digest}.json"))) {
            Ok(bytes) => Ok(bytes),
            // It was in use, so it was there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(DAMAGED),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// The numbers of the signed values that were taken last.
    pub fn signed(&self) -> Result<BTreeMap<String, u32>> {
        match read(&self.path.join(SIGNED)) {
            Ok(bytes) => crate::json::read(&bytes).map_err(|_| DAMAGED),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Notes that signed values were taken. A list that does not read is begun again: the signatures still say what is
    /// older.
    pub fn note_signed(&self, pack: &str, version: u32) -> Result<()> {
        let mut signed = match self.signed() {
            Ok(signed) => signed,
            Err(Error::Damaged { .. }) => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        signed.insert(pack.to_owned(), version);
        fs::create_dir_all(&self.path).map_err(|error| Error::NotSaved { cause: cause(&error) })?;
        put(
            &self.path,
            SIGNED,
            &serde_json::to_vec_pretty(&signed).unwrap_or_default(),
        )
    }

    fn in_use(&self) -> Result<BTreeMap<String, String>> {
        match read(&self.path.join(IN_USE)) {
            Ok(bytes) => crate::json::read(&bytes).map_err(|_| DAMAGED),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(unavailable(error)),
        }
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
