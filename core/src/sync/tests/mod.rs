//! Signed updates against a true server, and against everything that a bad one, a bad clock or a bad disk can do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod attacks;
mod crash;
mod good;
mod repo;
mod repositories;
mod server;

use self::repo::Repo;
use self::server::{BASE, Server};
use super::*;
use crate::error::{Error, Result, Trouble};
use crate::guidance::Guidance as Library;
use crate::pack::build::build;
use crate::time::{Instant, Moment};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

fn at(hours: i64) -> Moment {
    let start = Instant::from_timestamp(1_795_600_000, 0).unwrap();
    Moment::new(start + chrono::Duration::hours(hours), 0)
}

fn built(id: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(id);
    build(&folder, &[]).unwrap().bytes
}

/// A pack of that version. Not canonical bytes, and a pack all the same.
fn pack(id: &str, version: u32) -> Vec<u8> {
    let mut file: Value = serde_json::from_slice(&built(id)).unwrap();
    file["version"] = version.into();
    serde_json::to_vec(&file).unwrap()
}

/// A repository with two forces' packs, both at version 5.
fn two() -> Repo {
    let mut repo = Repo::new(at(0).utc);
    repo.pack(&pack("force", 5), json!({"summary": "One word"}));
    repo.pack(&pack("six-principles", 5), json!({}));
    repo.publish();
    repo
}

/// A device.
struct Device {
    pub dir: tempfile::TempDir,
    pub root: Vec<u8>,
}

impl Device {
    /// With the packs that came with the app, both at version 1.
    pub fn new(repo: &Repo) -> Device {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(dir.path()).unwrap();
        library.install(&pack("force", 1)).unwrap();
        library.install(&pack("six-principles", 1)).unwrap();
        Device {
            dir,
            root: repo.first_root(),
        }
    }

    /// As it is after a start.
    pub fn updates(&self) -> Updates {
        let library = Arc::new(Library::open(self.dir.path()).unwrap());
        let config = UpdatesConfig {
            url: BASE.into(),
            root: self.root.clone(),
            follow: Vec::new(),
        };
        Updates::of(self.dir.path(), library, config)
    }

    pub fn refresh(&self, server: &Arc<Server>, hours: i64) -> Result<Refreshed> {
        self.updates().refresh(server.clone(), None, false, at(hours))
    }

    pub fn poll(&self, server: &Arc<Server>, hours: i64) -> Result<Polled> {
        self.updates().poll(server.clone(), at(hours))
    }

    /// The versions in use, of `force` and `six-principles`.
    pub fn versions(&self) -> (u32, u32) {
        let library = Library::open(self.dir.path()).unwrap();
        let version = |id| library.active(id).unwrap().file().version;
        (version("force"), version("six-principles"))
    }
}

fn not_updated(why: Trouble) -> Error {
    Error::NotUpdated { why }
}
