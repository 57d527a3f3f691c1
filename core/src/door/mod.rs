//! The one door: what a host opens, and nothing re-exported by accident.
//!
//! [`ChildFirst`] opens a data folder. Guidance needs no key and goes on working whatever happens to the records;
//! records need the device's key store. Refuses to call the host while a lock or a transaction is held.

mod checks;
mod closing;
mod drafts;
mod export;
mod guidance;
mod host;
mod interaction;
mod records;
mod recovery;
mod retention;
mod scene;
mod take_over;
#[cfg(all(test, feature = "build"))]
mod tests;
#[cfg(feature = "test-vectors")]
pub mod vectors;

pub use checks::{InteractionCheck, Left, Missing, RecordsCheck, Salvaged, SalvagedEntry};
pub use drafts::Draft;
pub use export::{Checked, ExportFile, ExportSays, head_of_text, verify_export, words_taken_out};
pub use guidance::Guidance;
pub use host::{ItemPlace, PackContents, age_words, is_hearsay, read_children};
pub use interaction::{DangerBlock, Erasure, Interaction};
pub use records::{Begin, Destroyed, Listed, ListedFor, Records};
pub use recovery::{Recovered, RecoveryKeyPair, recover, recovery_keypair};
pub use scene::is_hand_over_file;
pub use take_over::{HandOverFile, read_hand_over};

use crate::error::{Cause, Error, Result};
use crate::guidance::Guidance as Library;
use crate::records::{DataFolder, KeyVault, RecordsState, RecoveryKey, Store, set_aside};
use crate::sync::{Updates, UpdatesConfig};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where things are.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Config {
    /// The data folder. Made when it is not there.
    pub folder: String,
    /// The force's public recovery key (`cfpub1-…`), from managed configuration: every interaction's key is wrapped to
    /// it too. Without it a lost device's records exist only as exports. What became of it is said by
    /// [`ChildFirst::recovery`]; an empty one is none.
    #[uniffi(default = None)]
    pub recovery_key: Option<String>,
}

impl Config {
    /// A data folder, and everything else as it is when nothing is said of it.
    pub fn at(folder: impl Into<String>) -> Config {
        Config {
            folder: folder.into(),
            recovery_key: None,
        }
    }
}

/// What became of the configured recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum Recovery {
    /// None was configured: a lost device's records exist only as exports.
    NotConfigured,
    /// What is recorded is wrapped to it as well.
    InUse,
    /// What was configured is no recovery key. Nothing is wrapped to it, as if none were.
    Mistyped,
}

/// Child First on one data folder.
#[derive(uniffi::Object)]
pub struct ChildFirst {
    folder: PathBuf,
    library: Arc<Library>,
    records: Mutex<Owned>,
}

/// The records, or why they cannot be had. Guidance does not depend on it.
///
/// Opened when they are first asked for: who only reads guidance neither waits for a database nor keeps the folder
/// from whoever records.
struct Owned {
    /// The force's public key, or that what was configured is none.
    recovery: Result<Option<RecoveryKey>>,
    files: Option<Files>,
    open: Option<Arc<Records>>,
}

/// The folder, owned, and the database in it.
struct Files {
    folder: Result<Arc<DataFolder>>,
    store: Result<Arc<Store>>,
}

#[uniffi::export]
impl ChildFirst {
    /// Opens a data folder for its guidance. The records are opened, and the folder owned, when first asked for.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the folder cannot be made or read at all. Trouble with the records is not an error
    /// here: it is what [`ChildFirst::unlock`] says.
    #[uniffi::constructor]
    pub fn open(config: Config) -> Result<Arc<Self>> {
        let folder = PathBuf::from(config.folder);
        let library = Arc::new(Library::open(&folder)?);
        let recovery = config.recovery_key.as_deref().map(str::trim);
        let records = Mutex::new(Owned {
            recovery: recovery
                .filter(|key| !key.is_empty())
                .map(RecoveryKey::parse)
                .transpose(),
            files: None,
            open: None,
        });
        Ok(Arc::new(ChildFirst {
            folder,
            library,
            records,
        }))
    }

    /// The guidance. Needs no key.
    pub fn guidance(&self) -> Arc<Guidance> {
        Arc::new(Guidance::of(Arc::clone(&self.library)))
    }

    /// Signed updates of the guidance. Needs no key.
    pub fn updates(&self, config: UpdatesConfig) -> Arc<Updates> {
        Arc::new(Updates::of(&self.folder, Arc::clone(&self.library), config))
    }

    /// Unlocks the records with the device's key store. The same object each time, while they stay unlocked.
    ///
    /// Interactions that are not wrapped to the configured recovery key are wrapped to it here, without the key store.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::Locked`], [`Error::KeyGone`], [`Error::Unavailable`], [`Error::Damaged`] or
    /// [`Error::Newer`]: the records stay as they are, and guidance goes on working.
    pub fn unlock(&self, vault: Arc<dyn KeyVault>) -> Result<Arc<Records>> {
        let store = {
            let mut owned = self.owned();
            if let Some(open) = &owned.open {
                return Ok(Arc::clone(open));
            }
            owned.files(&self.folder).store.clone()?
        };
        // No lock is held here: the key store may ask the officer for a finger.
        store.unlock(vault.as_ref())?;
        let mut owned = self.owned();
        if let Some(open) = &owned.open {
            return Ok(Arc::clone(open));
        }
        // Locked again before this was the turn of it: records handed out now would open nothing.
        if store.state() != RecordsState::Ready {
            return Err(Error::Locked);
        }
        let records = Records::of(store, Arc::clone(&self.library), vault);
        Ok(Arc::clone(owned.open.get_or_insert(Arc::new(records))))
    }

    /// What became of the recovery key that was configured. A mistyped one keeps nobody from recording: an officer at
    /// a scene cannot mend it. Say it to whoever manages the device; [`Listed::recoverable`] says which are not safe.
    pub fn recovery(&self) -> Recovery {
        match &self.owned().recovery {
            Ok(None) => Recovery::NotConfigured,
            Ok(Some(_)) => Recovery::InUse,
            Err(_) => Recovery::Mistyped,
        }
    }

    /// How the records stand.
    pub fn records_state(&self) -> RecordsState {
        match &self.owned().files(&self.folder).store {
            Ok(store) => store.state(),
            Err(error) => error.into(),
        }
    }

    /// Forgets every key. Objects handed out before say [`Error::Closed`] from now on.
    pub fn lock(&self) {
        let mut owned = self.owned();
        if let Some(records) = owned.open.take() {
            records.close();
        }
        if let Some(Files { store: Ok(store), .. }) = &owned.files {
            store.lock();
        }
    }

    /// Closes the database before the system suspends the app; the next use opens it again.
    ///
    /// # Errors
    /// [`Error::NotSaved`] when the log could not be emptied; nothing is lost then.
    pub fn prepare_suspend(&self) -> Result<()> {
        let store = match &self.owned().files {
            Some(Files { store: Ok(store), .. }) => Arc::clone(store),
            _ => return Ok(()),
        };
        store.prepare_suspend()
    }

    /// Starts new records, by explicit choice, when the old ones cannot be opened: they are damaged, their key is
    /// gone, or the disk still fails to read them when this is called. The old file is set aside under the number
    /// given back, and never deleted.
    ///
    /// # Errors
    /// [`Error::Refused`] while the records can still be opened; otherwise why they cannot be set aside.
    pub fn start_new_records(&self) -> Result<u32> {
        let mut owned = self.owned();
        let recovery = owned.recovery.clone().unwrap_or_default();
        let files = owned.files(&self.folder);
        let number = match (&files.folder, &files.store) {
            (Ok(_), Ok(store)) => store.set_aside()?,
            // Looked at again just now, so this is no error that has passed.
            (Ok(folder), Err(Error::Damaged { .. } | Error::Unavailable { cause: Cause::Disk })) => {
                set_aside(folder)?
            }
            (_, Err(error)) => return Err(error.clone()),
            (Err(error), _) => return Err(error.clone()),
        };
        // What cannot be made now is made, or said, when they are next unlocked.
        files.store = open_store(&files.folder, recovery);
        if let Some(records) = owned.open.take() {
            records.close();
        }
        Ok(number)
    }

    /// The data folder.
    pub fn folder(&self) -> String {
        self.folder.display().to_string()
    }
}

impl ChildFirst {
    fn owned(&self) -> MutexGuard<'_, Owned> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Owned {
    /// The folder and the database. What could not be had is tried again: the other process may have gone, the disk
    /// may answer now.
    fn files(&mut self, folder: &Path) -> &mut Files {
        let recovery = || self.recovery.clone().unwrap_or_default();
        let open = || {
            let folder = DataFolder::open(folder).map(Arc::new);
            let store = open_store(&folder, recovery());
            Files { folder, store }
        };
        if matches!(&self.files, Some(Files { folder: Err(_), .. })) {
            self.files = None;
        }
        if let Some(Files { folder, store }) = &mut self.files
            && store.is_err()
        {
            *store = open_store(folder, recovery());
        }
        self.files.get_or_insert_with(open)
    }
}

fn open_store(folder: &Result<Arc<DataFolder>>, recovery: Option<RecoveryKey>) -> Result<Arc<Store>> {
    let folder = folder.clone()?;
    Store::open(folder, recovery).map(Arc::new)
}
