//! One data folder, opened: what every command starts from.
//!
//! The packs built into the program are installed at the first start, so that it works offline from then on. The
//! clock is the computer's, or the one given with `--now`. Refuses to open records that a command does not need.

use crate::commands::names;
use crate::failure::{Failure, code};
use crate::vault::FileVault;
use childfirst::error::Error;
use childfirst::ordinary::is_something_else;
use childfirst::pack::status::{PackStatus, status};
use childfirst::pack::{Pack, Values};
use childfirst::time::Moment;
use childfirst::{ChildFirst, Config, Guidance, Interaction, Records, Recovery, Updates, UpdatesConfig};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A pack built into this program.
pub struct BuiltIn {
    /// Its id.
    pub id: &'static str,
    /// The SHA-256 of its bytes.
    pub digest: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Child First on one data folder, at a desk.
#[derive(Clone)]
pub struct App {
    folder: PathBuf,
    now: Option<Moment>,
    child_first: Arc<ChildFirst>,
    guidance: Arc<Guidance>,
}

impl App {
    /// Opens the data folder (by default the user's own) and installs the packs that came with the program.
    ///
    /// # Errors
    /// When the folder cannot be used, or a pack not be stored.
    pub fn open(
        data: Option<PathBuf>,
        now: Option<Moment>,
        recovery_key: Option<String>,
    ) -> Result<App, Failure> {
        let folder = match data {
            Some(folder) => folder,
            None => default_folder()?,
        };
        let child_first = ChildFirst::open(Config {
            folder: folder.display().to_string(),
            recovery_key: recovery_key.or_else(named_recovery_key),
        })?;
        let guidance = child_first.guidance();
        for built_in in BUILT_IN {
            if !guidance.holds(built_in.digest, built_in.bytes) {
                guidance
                    .install(built_in.bytes)
                    .map_err(|error| Failure::new(code::NOT_SAVED, error.to_string()))?;
            }
        }
        Ok(App {
            folder,
            now,
            child_first,
            guidance,
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The clock: the one given, or the computer's.
    pub fn now(&self) -> Moment {
        self.now.unwrap_or_else(|| {
            let now = chrono::Local::now();
            Moment::new(now.to_utc(), now.offset().local_minus_utc() / 60)
        })
    }

    /// The same with its clock at a moment.
    pub fn at(&self, now: Moment) -> App {
        App {
            now: Some(now),
            ..self.clone()
        }
    }

    /// The year on the clock: past it, an end date is past.
    pub fn year(&self) -> u32 {
        let text = self.now().to_rfc3339();
        text.split('-')
            .next()
            .and_then(|year| year.parse().ok())
            .unwrap_or(0)
    }

    /// The guidance. Needs no key.
    pub fn guidance(&self) -> &Guidance {
        &self.guidance
    }

    /// Signed updates of the guidance.
    pub fn updates(&self, config: UpdatesConfig) -> Arc<Updates> {
        self.child_first.updates(config)
    }

    /// The same, to hand on.
    pub fn shared_guidance(&self) -> Arc<Guidance> {
        Arc::clone(&self.guidance)
    }

    /// The records, unlocked with the key in the data folder.
    ///
    /// # Errors
    /// What keeps them shut, in a sentence.
    pub fn records(&self) -> Result<Arc<Records>, Failure> {
        // Whoever gave it is sitting here and can mend it; a device in the field records on without.
        if self.child_first.recovery() == Recovery::Mistyped {
            return Err(Failure::new(
                code::REFUSED,
                "The recovery key given is not a public one, or is mistyped. Correct --recovery-key or \
                CHILDFIRST_RECOVERY_KEY: it begins with cfpub1-. Until then nothing is recorded; guidance still works.",
            ));
        }
        self.ordinary()?;
        Ok(self.child_first.unlock(Arc::new(FileVault::of(&self.folder)))?)
    }

    /// Something else in the place of a file is no damage that anybody can help with, and a pipe would never answer.
    fn ordinary(&self) -> Result<(), Failure> {
        for name in ["records.db", "records.db-wal", "device.key"] {
            if is_something_else(&self.folder.join(name)) {
                let sentence = format!(
                    "{name} in the data folder is not an ordinary file. Nothing was changed or deleted, and guidance \
                    still works. Put the file back, or name another folder with --data."
                );
                return Err(Failure::new(code::DAMAGED, sentence));
            }
        }
        Ok(())
    }

    /// Starts new records beside old ones that cannot be opened. Gives the number under which the old stand.
    ///
    /// # Errors
    /// While the old ones can be opened.
    pub fn start_new_records(&self) -> Result<u32, Failure> {
        Ok(self.child_first.start_new_records()?)
    }

    /// A pack by id or digest. Of an id: the newest that is installed; between equals, the one built in.
    ///
    /// # Errors
    /// When there is none.
    pub fn pack(&self, name: &str) -> Result<Arc<Pack>, Failure> {
        let found = self.guidance.pack(name).map_err(|error| match error {
            Error::NotFound { .. } => {
                let have: Vec<&str> = BUILT_IN.iter().map(|built_in| built_in.id).collect();
                names::unknown("pack", name, have)
            }
            error => error.into(),
        })?;
        let built_in = BUILT_IN.iter().find(|built_in| built_in.id == name);
        match built_in.and_then(|built_in| self.guidance.pack(built_in.digest).ok()) {
            Some(ours) if ours.file().version >= found.file().version => Ok(ours),
            _ => Ok(found),
        }
    }

    /// The force's values in use for a pack; none when they cannot be read.
    pub fn values(&self, pack: &Pack) -> Option<Arc<Values>> {
        self.guidance.values(pack).ok()
    }

    /// How a pack stands: which it is, and whether its time is past.
    pub fn status(&self, pack: &Pack) -> PackStatus {
        status(pack, self.values(pack).as_deref(), self.now())
    }

    /// An interaction by its id, or by a beginning of it that no other shares.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn interaction(&self, id: &str) -> Result<Arc<Interaction>, Failure> {
        Ok(self.records()?.resume(self.interaction_id(id)?)?)
    }

    /// The whole id of an interaction, from a beginning of it that no other shares.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn interaction_id(&self, id: &str) -> Result<String, Failure> {
        let wanted = id.to_lowercase();
        let listed = self.records()?.list()?;
        let mut found: Vec<String> = listed
            .into_iter()
            .map(|one| one.id)
            .filter(|one| one.starts_with(&wanted))
            .collect();
        match (found.pop(), found.len()) {
            (Some(id), 0) if !wanted.is_empty() => Ok(id),
            (Some(_), _) => Err(Failure::new(
                code::NOT_FOUND,
                "More than one interaction begins like that. Give more of the id.",
            )),
            (None, _) => Err(Failure::new(
                code::NOT_FOUND,
                "There is no interaction of that id. `childfirst list` shows them.",
            )),
        }
    }
}

/// The force's public recovery key, where none is given on the command line.
fn named_recovery_key() -> Option<String> {
    // What is not text is no key, and is said to be none when the records are opened.
    std::env::var_os("CHILDFIRST_RECOVERY_KEY").map(|key| key.to_string_lossy().into_owned())
}

/// Where records are kept when nothing else is said.
fn default_folder() -> Result<PathBuf, Failure> {
    let named = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    named("CHILDFIRST_DATA")
        .or_else(|| {
            directories::ProjectDirs::from("", "", "childfirst")
                .map(|dirs| dirs.data_local_dir().to_path_buf())
        })
        .ok_or_else(|| {
            Failure::new(
                code::USAGE,
                "No data folder is known on this computer. Name one with --data DIR.",
            )
        })
}
