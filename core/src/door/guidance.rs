//! The guidance, as a host reads it: packs, items, principles, reference, search. Needs no key.

use crate::guidance::Library;
use std::sync::Arc;

/// The guidance of a data folder.
#[derive(uniffi::Object)]
pub struct Guidance {
    library: Arc<Library>,
}

impl Guidance {
    pub(super) fn of(library: Arc<Library>) -> Guidance {
        Guidance { library }
    }

    /// The installed packs, and their index.
    pub fn library(&self) -> &Library {
        &self.library
    }
}
