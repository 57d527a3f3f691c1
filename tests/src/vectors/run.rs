//! Works the steps of a vector through: its devices, its key stores, and the lines of its scripts.
//!
//! Refuses whatever an app could not do: everything goes by the door, and the feature's helpers beside it.

use super::file::{Gives, Step};
use super::transport::Updating;
use childfirst::interaction::operation::Made;
use childfirst::vectors::*;
use childfirst::{
    ChildFirst, Config, Error, ExportFile, Guidance, Interaction, KeyVault, Receipt, Records,
    RecoveryKeyPair, VaultError,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

/// The key store of a runner: it answers as it was last told to.
#[derive(Default)]
pub struct Vault(Mutex<String>);

impl Vault {
    /// From now on it answers so.
    pub fn answers(&self, how: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = how.to_owned();
    }

    fn is(&self, how: &str) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == how
    }

    fn answer(&self, right: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_str() {
            "locked" => Err(VaultError::Locked),
            "key_gone" => Err(VaultError::KeyGone),
            // What a host throws that is none of these reads as this one.
            "unavailable" | "throws" => Err(VaultError::Unavailable),
            "short" => Ok(vec![7]),
            "other" => Ok(vec![0; 32]),
            _ => Ok(right),
        }
    }
}

impl KeyVault for Vault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.answer(key.iter().map(|byte| byte ^ 0x5a).collect())
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.wrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        match self.is("no_rotation") {
            true => Err(VaultError::Unavailable),
            false => self.answer(Vec::new()).map(drop),
        }
    }
}

/// A device of a vector.
pub(super) struct Device {
    pub(super) folder: PathBuf,
    pub(super) vault: Arc<Vault>,
    recovery_key: Option<String>,
    opened: u32,
    app: Option<Arc<ChildFirst>>,
    pub(super) records: Option<Arc<Records>>,
    pub(super) current: Option<Arc<Interaction>>,
    pub(super) updating: Option<Updating>,
}

/// A vector under way.
pub struct Run {
    name: String,
    pub(super) root: TempDir,
    devices: BTreeMap<String, Device>,
    at: String,
    pub(super) kept: BTreeMap<String, String>,
    pub(super) pair: Option<RecoveryKeyPair>,
}

/// What stops a vector: no answer of the core's, but a step that cannot be worked through.
pub(super) type Stop<T> = Result<T, String>;

/// The answer of the core, or its error as a step gives it.
pub(super) fn given<T>(result: Result<T, Error>, gives: impl FnOnce(T) -> Gives) -> Gives {
    match result {
        Ok(value) => gives(value),
        Err(error) => refused(&error),
    }
}

/// An error as a step gives it: its case, and its detail where it has one.
pub(super) fn refused(error: &Error) -> Gives {
    let fields = serde_json::to_value(error).unwrap_or_default();
    let word = |name: &str| fields.get(name).and_then(Value::as_str);
    let detail = ["cause", "what", "why"].into_iter().find_map(word);
    let words = [word("error"), detail];
    Gives {
        error: Some(words.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        ..Gives::default()
    }
}

pub(super) fn receipt(receipt: Receipt) -> Gives {
    Gives {
        seq: Some(receipt.seq),
        hash: Some(receipt.hash),
        ..Gives::default()
    }
}

fn export(file: &ExportFile) -> Gives {
    let left_out = file.left_out.iter().flat_map(|one| one.entries.iter().copied());
    let gives = Gives {
        name: Some(file.name.clone()),
        left_out: Some(left_out.collect()),
        sha256: Some(file.sha256.clone()),
        ..receipt(file.receipt.clone())
    };
    gives.with_lines(file.text.split('\n').map(str::to_owned).collect())
}

impl Run {
    /// A vector at its first step.
    pub(super) fn new(name: &str) -> Stop<Run> {
        let root = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut run = Run {
            name: name.to_owned(),
            root,
            devices: BTreeMap::new(),
            at: String::new(),
            kept: BTreeMap::new(),
            pair: None,
        };
        run.device("a", None)?;
        Ok(run)
    }

    /// Goes on with a device; the first time it is made, with the first pack, and unlocked.
    pub(super) fn device(&mut self, name: &str, recovery_key: Option<String>) -> Stop<()> {
        self.at = name.to_owned();
        if self.devices.contains_key(name) {
            return Ok(());
        }
        let folder = self.root.path().join(name);
        self.add(name, folder, recovery_key)?;
        let pack = bytes("packs/hampshire-1.json")?;
        self.guidance()?
            .install_pack(pack)
            .map_err(|error| error.to_string())?;
        self.unlock().map_err(|error| error.to_string())
    }

    /// A device whose folder is there already, or not.
    pub(super) fn add(&mut self, name: &str, folder: PathBuf, recovery_key: Option<String>) -> Stop<()> {
        let device = Device {
            folder,
            vault: Arc::default(),
            recovery_key,
            opened: 0,
            app: None,
            records: None,
            current: None,
            updating: None,
        };
        self.at = name.to_owned();
        self.devices.insert(name.to_owned(), device);
        self.open()
    }

    /// Opens the device, or opens it anew.
    pub(super) fn open(&mut self) -> Stop<()> {
        let (vector, at) = (self.name.clone(), self.at.clone());
        let here = self.here()?;
        (here.current, here.records, here.app) = (None, None, None);
        here.updating = None;
        here.opened += 1;
        let seed = match here.opened {
            1 => format!("{vector}/{at}"),
            n => format!("{vector}/{at}/{n}"),
        };
        let config = Config {
            folder: here.folder.display().to_string(),
            recovery_key: here.recovery_key.clone(),
        };
        let app = ChildFirst::open_seeded(config, seed).map_err(|error| error.to_string())?;
        here.app = Some(app);
        Ok(())
    }

    pub(super) fn unlock(&mut self) -> Result<(), Error> {
        let here = self.here().map_err(|_| Error::Closed)?;
        let app = here.app.clone().ok_or(Error::Closed)?;
        let vault: Arc<dyn KeyVault> = here.vault.clone();
        here.records = Some(app.unlock(vault)?);
        Ok(())
    }

    pub(super) fn here(&mut self) -> Stop<&mut Device> {
        self.devices
            .get_mut(&self.at)
            .ok_or_else(|| "there is no such device".to_owned())
    }

    pub(super) fn folder_of(&self, device: &str) -> Stop<PathBuf> {
        let device = self.devices.get(device).ok_or("there is no such device")?;
        Ok(device.folder.clone())
    }

    pub(super) fn app(&mut self) -> Stop<Arc<ChildFirst>> {
        self.here()?
            .app
            .clone()
            .ok_or_else(|| "the device is not open".to_owned())
    }

    pub(super) fn guidance(&mut self) -> Stop<Arc<Guidance>> {
        Ok(self.app()?.guidance())
    }

    pub(super) fn records(&mut self) -> Stop<Arc<Records>> {
        self.here()?
            .records
            .clone()
            .ok_or_else(|| "the records were never unlocked".to_owned())
    }

    pub(super) fn current(&mut self) -> Stop<Arc<Interaction>> {
        self.here()?
            .current
            .clone()
            .ok_or_else(|| "there is no interaction".to_owned())
    }

    /// Works one step through.
    ///
    /// # Errors
    /// When it cannot be worked through at all.
    pub fn step(&mut self, step: &Step) -> Stop<Gives> {
        match (&step.line, &step.host) {
            (Some(line), None) => self.line(line.get()),
            (None, Some(host)) => {
                let fields = serde_json::from_str(host.get()).map_err(|error| error.to_string())?;
                self.host(&fields)
            }
            _ => Err("either a line or a host step".to_owned()),
        }
    }

    fn line(&mut self, text: &str) -> Stop<Gives> {
        let (line, keep) = self.filled(text)?;
        let step = vector_step(&line).map_err(|_| "this is no line of a script".to_owned())?;
        Ok(match step {
            VectorStep::Begin { how, made } => given(self.records()?.begin(how, made), |it| {
                let head = it.head();
                if let Ok(here) = self.here() {
                    here.current = Some(it);
                }
                given(head, receipt)
            }),
            VectorStep::Resume => {
                let records = self.records()?;
                let found = records.list().and_then(|all| {
                    let newest = all.into_iter().next();
                    records.resume(newest.map(|one| one.id).unwrap_or_default())
                });
                self.gone_on(found)
            }
            VectorStep::Perform { operation, made } => {
                given(self.current()?.perform(operation, made), receipt)
            }
            VectorStep::Erase { erased, made } => {
                let id = self.current()?.id();
                given(self.records()?.erase(id, erased, made), |erasure| Gives {
                    complete: Some(erasure.complete),
                    ..receipt(erasure.receipt)
                })
            }
            VectorStep::Move { pack, made } => given(self.current()?.move_to(pack, made), receipt),
            VectorStep::Export { how, made } => given(self.current()?.export(how, made), |file| {
                if let Some(name) = keep {
                    self.kept.insert(name, file.text.clone());
                }
                export(&file)
            }),
            VectorStep::Draft { draft } => given(self.current()?.keep_draft(draft), |()| Gives::default()),
            VectorStep::DraftDroppedAt { place, child } => {
                given(self.current()?.drop_draft_at(place, child), |()| Gives::default())
            }
            VectorStep::DraftDropped => given(self.current()?.drop_draft(), |()| Gives::default()),
            VectorStep::Worklist => {
                let it = self.current()?;
                let lines = it.worklist().and_then(|work| vector_worklist(&it, work));
                given(lines, Gives::lines)
            }
            VectorStep::State => given(self.current()?.state().map(vector_state), Gives::lines),
            VectorStep::Record => given(self.current()?.record().map(vector_record), Gives::lines),
            VectorStep::LogCopy { now } => {
                given(self.current()?.log_copy(now).map(vector_log_copy), Gives::lines)
            }
            VectorStep::Verify => given(self.current()?.verify(), receipt),
        })
    }

    /// What was resumed is current.
    pub(super) fn gone_on(&mut self, found: Result<Arc<Interaction>, Error>) -> Gives {
        given(found, |it| {
            let head = it.head();
            if let Ok(here) = self.here() {
                here.current = Some(it);
            }
            given(head, receipt)
        })
    }

    /// The text of a line with the runner's own fields put in, and the name to keep an export by.
    fn filled(&self, text: &str) -> Stop<(String, Option<String>)> {
        let mut fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let keep = fields
            .remove("keep")
            .and_then(|it| it.as_str().map(str::to_owned));
        if let Some(of) = fields.remove("export_of") {
            let kept = of.as_str().and_then(|name| self.kept.get(name));
            let kept = kept.ok_or("no export is kept by that name")?;
            fields.insert("export".to_owned(), kept.as_str().into());
        }
        if let Some(times) = fields.remove("words_times") {
            let (text, n) = (
                times.get(0).and_then(Value::as_str),
                times.get(1).and_then(Value::as_u64),
            );
            let (Some(text), Some(n)) = (text, n) else {
                return Err("words_times is [text, n]".to_owned());
            };
            fields.insert("words".to_owned(), text.repeat(n as usize).into());
        }
        Ok((Value::Object(fields).to_string(), keep))
    }
}

/// A file of the vectors' folder.
pub(super) fn bytes(file: &str) -> Stop<Vec<u8>> {
    let path = super::folder().join(Path::new(file));
    std::fs::read(&path).map_err(|error| format!("{file}: {error}"))
}

/// A clock and nothing else.
pub(super) fn made(fields: &Map<String, Value>) -> Stop<Made> {
    let now = fields.get("now").and_then(Value::as_str).unwrap_or_default();
    let now = vector_moment(now).map_err(|_| "`now` is missing".to_owned())?;
    Ok(Made::now(now))
}
