//! The folder in which a repository is prepared: what was signed, what waits to be, and whose the keys are.
//!
//! Plain files, so that it can lie in git: `metadata/` and `targets/` (what people signed), `proposals/` (what waits),
//! `signed/` (what the signers were shown), `repository.json` (names to the keys; never published). Refuses to be changed
//! by two programs at once, and to keep a secret.

use crate::commands::out;
use crate::failure::{Failure, code};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const CONFIG: &str = "repository.json";
const LOCK: &str = ".lock";
/// Names the folder when the command line does not.
const VARIABLE: &str = "CHILDFIRST_REPO";
const HERE: &str = "guidance";

/// What is written down about a repository beside what is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The format of this folder.
    pub childfirst_repository: u32,
    /// Names to the ids of keys.
    pub people: BTreeMap<String, String>,
    /// Where it was published last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A repository's folder, locked for this program.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// What is written down about it.
    pub config: Config,
    _lock: File,
}

impl Folder {
    /// Begins one.
    pub fn begin(path: &Path) -> Result<Folder, Failure> {
        let is_new = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(_) => !path.exists(),
        };
        if !is_new {
            let sentence = "There is something in that folder already. Name one that is new or empty.";
            return Err(Failure::new(code::REFUSED, sentence));
        }
        for folder in ["metadata", "targets", "proposals", "signed"] {
            fs::create_dir_all(path.join(folder)).map_err(|_| not_saved())?;
        }
        fs::write(path.join(".gitignore"), format!("{LOCK}\n*.writing\n*.key\n")).map_err(|_| not_saved())?;
        let folder = Folder {
            _lock: lock(path)?,
            path: path.to_path_buf(),
            config: Config {
                childfirst_repository: 1,
                ..Config::default()
            },
        };
        folder.save()?;
        Ok(folder)
    }

    /// Opens the one that is meant: as it was named, or as it lies here.
    pub fn open(named: Option<&Path>) -> Result<Folder, Failure> {
        let path = match named {
            Some(path) => path.to_path_buf(),
            None => match std::env::var_os(VARIABLE) {
                Some(path) => PathBuf::from(path),
                None if Path::new(CONFIG).is_file() => PathBuf::from("."),
                None => PathBuf::from(HERE),
            },
        };
        let bytes = fs::read(path.join(CONFIG)).map_err(|_| {
            let sentence = "There is no repository here. Name its folder with --repo, or begin one: childfirst repo init.";
            Failure::new(code::NOT_FOUND, sentence)
        })?;
        let config: Config = serde_json::from_slice(&bytes).map_err(|_| damaged(CONFIG))?;
        if config.childfirst_repository != 1 {
            let sentence = "This repository was begun by a newer version. Update this program.";
            return Err(Failure::new(code::DAMAGED, sentence));
        }
        for folder in ["metadata", "targets", "proposals", "signed"] {
            // Git keeps no empty folder.
            fs::create_dir_all(path.join(folder)).map_err(|_| not_saved())?;
        }
        Ok(Folder {
            _lock: lock(&path)?,
            path,
            config,
        })
    }

    /// Writes down what is known about it.
    pub fn save(&self) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(&self.config).map_err(|_| not_saved())?;
        out::in_place(&self.path.join(CONFIG), &text, "The repository")
    }

    /// Whose a key is.
    pub fn name(&self, keyid: &str) -> String {
        let short: String = keyid.chars().take(8).collect();
        self.config
            .people
            .get(keyid)
            .map_or_else(|| format!("key {short}"), Clone::clone)
    }

    /// Names in a sentence.
    pub fn names<'a>(&self, keyids: impl IntoIterator<Item = &'a String>) -> String {
        let mut names: Vec<String> = keyids.into_iter().map(|id| self.name(id)).collect();
        names.sort();
        match names.split_last() {
            None => "nobody".into(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }
}

fn lock(path: &Path) -> Result<File, Failure> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path.join(LOCK))
        .map_err(|_| not_saved())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let sentence =
                "Another childfirst is at work in this repository. Wait until it has ended, then try again.";
            Err(Failure::new(code::IN_USE, sentence))
        }
        Err(TryLockError::Error(_)) => Err(not_saved()),
    }
}

/// Writes a file of a repository, with the folders above it. The same bytes again are no fault.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|_| not_saved())?;
    }
    out::in_place(path, bytes, "The repository")
}

/// Nothing was written.
pub fn not_saved() -> Failure {
    let sentence = "Not saved: the repository's folder cannot be written to. Give yourself the right to, or free some space.";
    Failure::new(code::NOT_SAVED, sentence)
}

/// A file is not as it was written.
pub fn damaged(what: &str) -> Failure {
    let sentence = format!(
        "{what} in the repository is damaged. Nothing was changed. Take that file from a copy of the repository."
    );
    Failure::new(code::DAMAGED, sentence)
}
