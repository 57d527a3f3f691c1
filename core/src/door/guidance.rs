//! The guidance, as a host reads it: packs, search, and the pieces of a pack by id. Needs no key.

use crate::error::Result;
use crate::guidance::{Guidance as Library, Hit, InstallError, PackInfo, TakeValuesError};
use crate::pack::{Pack, Values};
use std::sync::Arc;

/// The guidance of a data folder.
#[derive(uniffi::Object)]
pub struct Guidance {
    library: Arc<Library>,
}

#[uniffi::export]
impl Guidance {
    /// Every installed pack that reads, by id and newest first. `year` is the host's: past it, an end date is past.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the folder cannot be read.
    pub fn installed(&self, year: u32) -> Result<Vec<PackInfo>> {
        self.library.installed(year)
    }

    /// Searches the packs in use: those of these ids, or all where none is given. The best come first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the index can neither be read nor made again.
    pub fn search(&self, words: &str, packs: Vec<String>, limit: u32) -> Result<Vec<Hit>> {
        self.library.search(words, &packs, limit)
    }
}

impl Guidance {
    pub(super) fn of(library: Arc<Library>) -> Guidance {
        Guidance { library }
    }

    pub(super) fn library(&self) -> &Library {
        &self.library
    }

    /// Checks and stores a pack; gives its digest. The same bytes again change nothing.
    ///
    /// # Errors
    /// [`InstallError`] when it does not read, or could not be stored.
    pub fn install(&self, bytes: &[u8]) -> Result<String, InstallError> {
        self.library.install(bytes)
    }

    /// Whether these very bytes are stored under this digest. Compares and does not read them as a pack: a program
    /// that carries packs asks it at each start.
    pub fn holds(&self, digest: &str, bytes: &[u8]) -> bool {
        self.library.holds(digest, bytes)
    }

    /// A pack by its digest, or the one in use of an id.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] or [`crate::Error::Damaged`].
    pub fn pack(&self, id_or_digest: &str) -> Result<Arc<Pack>> {
        find(&self.library, id_or_digest)
    }

    /// Checks a force's values for the pack in use of an id, stores them and takes them into use: they show at once,
    /// also in records that are open. What a record began with is kept.
    ///
    /// # Errors
    /// [`TakeValuesError`] when they are not values of that pack, or could not be stored.
    pub fn take_values(&self, pack: &Pack, bytes: &[u8]) -> Result<Arc<Values>, TakeValuesError> {
        self.library.take_values(pack, bytes)
    }

    /// The values in use for a pack; those of a force that has set none, where there are none.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`] or [`crate::Error::Newer`] when they do not read: they were set, and cannot be shown.
    pub fn values(&self, pack: &Pack) -> Result<Arc<Values>> {
        self.library.values(pack)
    }

    /// The packs in use, one of each id that reads.
    pub fn in_use(&self) -> Vec<Arc<Pack>> {
        self.library.active_packs()
    }
}

/// A pack by its digest, or the one in use of an id. Ids are never 64 hexadecimal digits.
pub(super) fn find(library: &Library, id_or_digest: &str) -> Result<Arc<Pack>> {
    let digest = id_or_digest.len() == 64 && id_or_digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digest {
        library.load(id_or_digest)
    } else {
        library.active(id_or_digest)
    }
}
