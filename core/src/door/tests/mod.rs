//! The door as a host uses it: from many threads, with a key store that does whatever a key store may do.
//!
//! Refuses to assert on time: a watchdog is there so that a deadlock fails with a sentence instead of hanging.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod care;
mod child;
mod closing;
mod drafts;
mod exports;
mod hosts;
mod names;
mod scene;
mod screens;
mod shared;
mod threads;
mod values;

use super::*;
use crate::interaction::entry::*;
use crate::interaction::export::ExportHow;
use crate::interaction::operation::*;
use crate::records::VaultError;
use crate::records::testing::Vault;
use crate::sets::*;
use crate::time::Moment;
use std::path::Path;

/// What a key store is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Wrap,
    Unwrap,
    Rotate,
}

/// Does what the host does on the way, and may answer in the place of the key store.
type Hook = Arc<dyn Fn(Call) -> Option<Result<Vec<u8>, VaultError>> + Send + Sync>;

/// A key store whose host does something else inside every call.
#[derive(Default)]
pub(super) struct Hooked {
    pub(super) vault: Vault,
    hook: Mutex<Option<Hook>>,
}

impl Hooked {
    /// From now on, at every call.
    pub(super) fn at_every_call(
        &self,
        hook: impl Fn(Call) -> Option<Result<Vec<u8>, VaultError>> + Send + Sync + 'static,
    ) {
        *self.hook.lock().unwrap() = Some(Arc::new(hook));
    }

    pub(super) fn let_be(&self) {
        *self.hook.lock().unwrap() = None;
    }

    fn asked(&self, call: Call) -> Option<Result<Vec<u8>, VaultError>> {
        let hook = self.hook.lock().unwrap().clone();
        hook.and_then(|hook| hook(call))
    }
}

impl KeyVault for Hooked {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.asked(Call::Wrap).unwrap_or_else(|| self.vault.wrap_key(key))
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.asked(Call::Unwrap)
            .unwrap_or_else(|| self.vault.unwrap_key(wrapped))
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        match self.asked(Call::Rotate) {
            Some(answer) => answer.map(drop),
            None => self.vault.rotate_key(),
        }
    }
}

/// Child First in a folder of its own, unlocked.
pub(super) struct Host {
    pub(super) dir: tempfile::TempDir,
    pub(super) vault: Arc<Hooked>,
    pub(super) door: Arc<ChildFirst>,
    pub(super) records: Arc<Records>,
}

impl Host {
    pub(super) fn new() -> Host {
        let dir = tempfile::tempdir().unwrap();
        let vault = Arc::new(Hooked::default());
        let door = open(dir.path());
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/six-principles");
        let pack = crate::pack::build::build(&pack, &[]).unwrap();
        door.guidance().install(&pack.bytes).unwrap();
        let records = door.unlock(Arc::clone(&vault) as Arc<dyn KeyVault>).unwrap();
        Host {
            dir,
            vault,
            door,
            records,
        }
    }

    pub(super) fn vault(&self) -> Arc<dyn KeyVault> {
        Arc::clone(&self.vault) as Arc<dyn KeyVault>
    }

    /// Another process on a copy of the folder, whoever still holds something of this one.
    pub(super) fn reopen(self) -> Host {
        self.vault.let_be();
        self.door.prepare_suspend().unwrap();
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        let door = open(dir.path());
        let records = door.unlock(self.vault()).unwrap();
        Host {
            dir,
            vault: self.vault,
            door,
            records,
        }
    }

    /// Begins an interaction with so many children.
    pub(super) fn begin(&self, children: usize) -> Arc<Interaction> {
        let how = Begin {
            pack: "six-principles".into(),
            role: Role::ResponseOfficer,
            recorder: Some("PC Rowe".into()),
        };
        let it = self.records.begin(how, now()).unwrap();
        for _ in 0..children {
            perform(&it, r#"{"op":"child_added","age":"9"}"#);
        }
        it
    }
}

fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let (file, to) = (file.path(), to.join(file.file_name()));
        if file.is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&file, &to);
        } else {
            std::fs::copy(file, to).unwrap();
        }
    }
}

fn open(folder: &Path) -> Arc<ChildFirst> {
    let folder = folder.display().to_string();
    ChildFirst::open(Config::at(folder)).unwrap()
}

pub(super) fn at(minute: i64) -> Moment {
    let start = Moment::parse("2026-11-22T02:09:31+00:00").unwrap();
    Moment::new(start.utc + chrono::Duration::minutes(minute), 0)
}

pub(super) fn now() -> Made {
    Made::now(at(0))
}

/// Reads an operation as a script says it.
pub(super) fn op(json: &str) -> Operation {
    serde_json::from_str(json).unwrap()
}

pub(super) fn perform(it: &Interaction, json: &str) -> crate::Receipt {
    it.perform(op(json), now()).unwrap()
}

/// The whole record as JSON. One more entry says so.
pub(super) fn json(it: &Interaction) -> String {
    it.export(ExportHow::whole(ExportFormat::Json), now())
        .unwrap()
        .text
}

/// An observation about a child.
pub(super) fn seen(child: u32, words: &str) -> Operation {
    op(&format!(
        r#"{{"op":"observed","children":[{child}],"words":"{words}"}}"#
    ))
}

pub(super) fn erased(entry: u64) -> Erased {
    Erased {
        entry,
        reason: "a name".into(),
        authority: "Insp Hall".into(),
        remains: None,
    }
}
