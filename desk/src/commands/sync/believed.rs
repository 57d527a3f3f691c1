//! What a data folder remembers of its updates: the root that it believes, where they come from, whose it follows.
//!
//! Refuses to change the root by naming another, and to keep one before anything that it signed was verified: a file
//! named by mistake must not stand in the way of the right one.

use crate::app::App;
use crate::commands::out;
use crate::failure::{Failure, code};
use childfirst::{Updates, UpdatesConfig};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const ROOT: &str = "root.json";
const FROM: &str = "updates.json";

#[derive(Debug, Default, Serialize, Deserialize)]
struct From {
    #[serde(default)]
    url: String,
    #[serde(default)]
    follow: Vec<String>,
}

/// Whom this data folder believes, and whom it asks.
pub struct Believed {
    folder: PathBuf,
    from: From,
    /// The root; empty where none is known.
    root: Vec<u8>,
}

impl Believed {
    /// What is remembered. What does not read was never remembered: it is asked for again.
    pub fn read(folder: &Path) -> Result<Believed, Failure> {
        let from = fs::read(folder.join(FROM))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let root = match fs::read(folder.join(ROOT)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(_) => {
                let sentence = "Not available now: the root in the data folder cannot be read. Give yourself the right to \
                    read it, or name another folder with --data.";
                return Err(Failure::new(code::NOT_SAVED, sentence));
            }
        };
        Ok(Believed {
            folder: folder.to_owned(),
            from: from.unwrap_or_default(),
            root,
        })
    }

    /// Takes the root in a file for this run.
    pub fn with_root(&mut self, file: &Path) -> Result<(), Failure> {
        let bytes = childfirst::ordinary::read(file).map_err(|_| {
            Failure::new(
                code::NOT_FOUND,
                "The root cannot be read. Name its file with --root.",
            )
        })?;
        if self.knows_a_root() && self.root != bytes {
            let sentence = "This device believes another root already, and it is not changed by naming one. Leave --root \
                out, or use a data folder of its own with --data.";
            return Err(Failure::new(code::REFUSED, sentence));
        }
        self.root = bytes;
        Ok(())
    }

    /// Takes an address for this run.
    pub fn with_url(&mut self, url: &str) {
        url.clone_into(&mut self.from.url);
    }

    /// Follows these alone.
    pub fn with_follow(&mut self, follow: &[String]) {
        follow.clone_into(&mut self.from.follow);
    }

    /// Whether there is anybody to believe.
    pub fn knows_a_root(&self) -> bool {
        !self.root.is_empty()
    }

    /// Whether there is anybody to ask.
    pub fn knows_an_address(&self) -> bool {
        !self.from.url.is_empty()
    }

    /// Updates by it.
    pub fn updates(&self, app: &App) -> Arc<Updates> {
        app.updates(UpdatesConfig {
            url: self.from.url.clone(),
            root: self.root.clone(),
            follow: self.from.follow.clone(),
        })
    }

    /// Remembers it, once something was verified by it.
    pub fn keep(&self) -> Result<(), Failure> {
        let not_saved = || {
            let sentence = "The guidance is in use. What it came from was not saved, because the data folder cannot be \
                written to: give --root and the address again the next time.";
            Failure::new(code::NOT_SAVED, sentence)
        };
        let from = serde_json::to_vec_pretty(&self.from).map_err(|_| not_saved())?;
        for (name, bytes) in [(ROOT, &self.root), (FROM, &from)] {
            let path = self.folder.join(name);
            if fs::read(&path).is_ok_and(|there| there == *bytes) {
                continue;
            }
            out::in_place(&path, bytes, name).map_err(|_| not_saved())?;
        }
        Ok(())
    }
}
