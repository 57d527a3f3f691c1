//! The TUF client over our own store and source: the roots first, then the library's refresh, then what each role says.
//!
//! Three things are added to the library (`docs/adr/0007-signed-updates.md`): a snapshot is compared with the last one
//! that was verified also when a refresh was cut off between timestamp and snapshot; the time is at least the latest
//! signed one; and what is here already of what the snapshot names is not fetched again. Refuses to take an answer from an earlier refresh.

use super::provider;
use super::source::{Ask, Got, Source, Validators};
use super::store::Trust;
use super::trouble::{not_updated, of_tuf};
use crate::error::{Error, Result, Trouble};
use crate::pack::whole::hex;
use jiff::Timestamp as Time;
use sha2::{Digest as _, Sha256};
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{
    Metadata, Repository, Root, Snapshot, TargetFile, Targets, Timestamp, TrustedMetadataSet, Updater,
    UpdaterConfig,
};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

const MOST_ROOTS: u32 = 64;
const ROOT_BYTES: u64 = 64 * 1024;
pub(super) const TIMESTAMP_BYTES: u64 = 16 * 1024;
const SNAPSHOT_BYTES: u64 = 256 * 1024;
const TARGETS_BYTES: u64 = 1024 * 1024;
pub(super) const TIMESTAMP: &str = "timestamp.json";

/// A client whose metadata was refreshed.
pub(super) struct Client {
    updater: Updater,
    between: Arc<Between>,
    now: Time,
}

impl Client {
    /// Brings what is known up to date. `device` is the device's clock. `allowed` may refuse a root.
    pub fn refresh(
        anchor: &[u8],
        trust: &Arc<Trust>,
        source: &Arc<dyn Source>,
        device: Time,
        allowed: &dyn Fn(&Root) -> Result<()>,
    ) -> Result<Client> {
        provider::install();
        let set = roots(anchor, trust, source.as_ref(), allowed)?;
        let now = held_time(&set, trust).map_or(device, |floor| device.max(floor));
        let between = Arc::new(Between {
            source: Arc::clone(source),
            trust: Arc::clone(trust),
            floor: verified(&set, trust, "snapshot"),
            // Where other keys count for it now, or it has run out, the one on the server may be another of that number.
            delegations: verified::<Targets>(&set, trust, "targets").is_some_and(|held| held.expires > now),
            said: Mutex::default(),
            asked: Mutex::default(),
            afresh: AtomicBool::new(false),
        });
        let mut config = UpdaterConfig::default();
        config.root_max_length = ROOT_BYTES;
        config.timestamp_max_length = TIMESTAMP_BYTES;
        config.snapshot_max_length = SNAPSHOT_BYTES;
        config.targets_max_length = TARGETS_BYTES;
        config.max_root_rotations = MOST_ROOTS;
        let updater = Updater::new(Files(Arc::clone(&between)), anchor)
            .map_err(|_| not_updated(Trouble::BadRoot))?
            .with_config(config)
            .with_store(Arc::clone(trust));
        let mut client = Client {
            updater,
            between,
            now,
        };
        let done = drive(client.updater.refresh(now));
        client.between.outcome(done)?;
        Ok(client)
    }

    /// What a path stands for, if somebody who may says so.
    pub fn target(&mut self, path: &str) -> Result<Option<TargetFile>> {
        self.between.afresh.store(false, Ordering::Relaxed);
        let found = drive(self.updater.get_target_info(path, self.now));
        match self.between.outcome(found) {
            // What is here of a role is not what the snapshot means by that number: asked for again, once.
            Err(Error::NotUpdated {
                why: Trouble::Mixed | Trouble::NotSigned | Trouble::Garbled,
            }) => {
                self.between.afresh.store(true, Ordering::Relaxed);
                let found = drive(self.updater.get_target_info(path, self.now));
                self.between.outcome(found)
            }
            other => other,
        }
    }

    /// The root in force.
    pub fn root(&self) -> &Root {
        self.updater.trusted().root()
    }

    /// A role that was verified, by its name.
    pub fn role(&self, name: &str) -> Option<&Targets> {
        self.updater.trusted().targets_role(name)
    }

    /// What the server gave with the timestamp, if that is the one in force.
    pub fn validators(&self) -> Validators {
        let asked = lock(&self.between.asked).clone();
        let held = self.between.trust.role(TIMESTAMP);
        asked
            .filter(|(bytes, _)| held.as_ref() == Some(bytes))
            .map(|(_, validators)| validators)
            .unwrap_or_default()
    }
}

/// The newest root that follows from the one that the host gives: those that are here, then those that are new.
fn roots(
    anchor: &[u8],
    trust: &Trust,
    source: &dyn Source,
    allowed: &dyn Fn(&Root) -> Result<()>,
) -> Result<TrustedMetadataSet> {
    let mut set = TrustedMetadataSet::from_root(anchor).map_err(|_| not_updated(Trouble::BadRoot))?;
    let name = |version: u64| format!("root_history/{version}.root.json");
    // Each of them, and not the last alone: what follows from keys that protect nothing protects nothing either.
    allowed(set.root())?;
    while let Some(bytes) = set
        .root()
        .version
        .checked_add(1)
        .and_then(|next| trust.role(&name(next)))
    {
        // One of another repository, that this root does not lead to: what it led to is void as well.
        if set.update_root(&bytes).is_err() {
            break;
        }
        allowed(set.root())?;
    }
    trust.keep(&name(set.root().version), set.root_bytes())?;
    for _ in 0..MOST_ROOTS {
        let next = set.root().version.saturating_add(1);
        let path = format!("metadata/{next}.root.json");
        let bytes = match source.get(&path, &Ask::whole(ROOT_BYTES)).map_err(not_updated)? {
            Got::File(part) => part.bytes,
            Got::Nothing | Got::Unchanged => return Ok(set),
        };
        set.update_root(&bytes).map_err(|error| of_tuf(&error))?;
        allowed(set.root())?;
        trust.keep(&name(next), &bytes)?;
    }
    Err(not_updated(Trouble::TooManyRoots))
}

/// A role of the store, if the root in force still says that it is verified.
fn verified<T: sigstore_tuf::Role>(set: &TrustedMetadataSet, trust: &Trust, role: &str) -> Option<T> {
    let metadata = Metadata::<T>::from_slice(&trust.role(&format!("{role}.json"))?).ok()?;
    let root = set.root();
    metadata
        .verify_threshold(&root.keys, root.role(role)?, role)
        .ok()?;
    Some(metadata.into_signed())
}

/// The latest time that was signed, of the timestamp that is here. A change of its key makes it void, so that one signed
/// far ahead can be undone.
fn held_time(set: &TrustedMetadataSet, trust: &Trust) -> Option<Time> {
    signed_at(&verified::<Timestamp>(set, trust, "timestamp")?)
}

/// When a timestamp says that it was signed, if that is not after it runs out.
pub(super) fn signed_at(timestamp: &Timestamp) -> Option<Time> {
    let text = timestamp.extra.get("signed_at")?.as_str()?;
    let at: Time = text.parse().ok()?;
    (at <= timestamp.expires).then_some(at)
}

/// What stands between the library and our own store and source.
struct Between {
    source: Arc<dyn Source>,
    trust: Arc<Trust>,
    floor: Option<Snapshot>,
    /// The delegations that are here hold.
    delegations: bool,
    /// What the source said, of the call under way.
    said: Mutex<Option<Trouble>>,
    /// The timestamp as it came, and what the server gave with it.
    asked: Mutex<Option<(Vec<u8>, Validators)>>,
    /// Roles are fetched, also those that are here.
    afresh: AtomicBool,
}

impl Between {
    fn metadata(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Trouble> {
        // The roots were walked before.
        if let Some((version, "root.json")) = name.split_once('.')
            && version.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Ok(None);
        }
        if !self.afresh.load(Ordering::Relaxed)
            && let Some(bytes) = self.here(name)
        {
            return Ok(Some(bytes));
        }
        let part = match self.source.get(&format!("metadata/{name}"), &Ask::whole(most))? {
            Got::File(part) => part,
            Got::Nothing | Got::Unchanged => return Err(Trouble::Missing),
        };
        if name == TIMESTAMP {
            *lock(&self.asked) = Some((part.bytes.clone(), part.validators));
        }
        if name.ends_with("snapshot.json") {
            self.no_older(&part.bytes)?;
        }
        Ok(Some(part.bytes))
    }

    /// The delegations or a delegated role, as they are here, where they are what the snapshot names. The library verifies
    /// them like those that were fetched.
    fn here(&self, name: &str) -> Option<Vec<u8>> {
        let (version, role) = name.split_once('.')?;
        if matches!(role, "snapshot.json" | "json") || (role == "targets.json" && !self.delegations) {
            return None;
        }
        let bytes = self.trust.role(role)?;
        let held = Metadata::<Targets>::from_slice(&bytes).ok()?;
        // The snapshot in force is on the disk before anything that it names is asked for.
        let snapshot = Metadata::<Snapshot>::from_slice(&self.trust.role("snapshot.json")?).ok()?;
        let named = snapshot.signed().meta.get(role)?;
        let digest = named.hashes.as_ref().and_then(|hashes| hashes.get("sha256"));
        let same = named.version == held.signed().version
            && named.length.is_none_or(|length| length == bytes.len() as u64)
            && digest.is_none_or(|digest| digest.eq_ignore_ascii_case(&hex(&Sha256::digest(&bytes))));
        (same && named.version.to_string() == version).then_some(bytes)
    }

    /// The library compares a snapshot with the one before only when its store holds the one that the timestamp in it
    /// names, which is not so when a refresh was cut off in between.
    fn no_older(&self, bytes: &[u8]) -> Result<(), Trouble> {
        let (Some(floor), Ok(new)) = (&self.floor, Metadata::<Snapshot>::from_slice(bytes)) else {
            return Ok(());
        };
        let kept = floor.meta.iter().all(|(name, old)| {
            let new = new.signed().meta.get(name);
            new.is_some_and(|new| new.version >= old.version)
        });
        if kept { Ok(()) } else { Err(Trouble::Older) }
    }

    /// What came of a call of the library.
    fn outcome<T>(&self, done: Option<sigstore_tuf::Result<T>>) -> Result<T> {
        let said = lock(&self.said).take();
        if let Some(error) = self.trust.failed() {
            return Err(error);
        }
        match (done, said) {
            (Some(Ok(done)), _) => Ok(done),
            (_, Some(trouble)) => Err(not_updated(trouble)),
            (Some(Err(error)), None) => Err(of_tuf(&error)),
            // Our source is always ready.
            (None, None) => Err(not_updated(Trouble::Offline)),
        }
    }
}

struct Files(Arc<Between>);

impl Repository for Files {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        let got = if self.0.trust.failed().is_some() {
            Err(Trouble::Stopped)
        } else {
            self.0.metadata(name, max_length)
        };
        let got = got.map_err(|trouble| {
            *lock(&self.0.said) = Some(trouble);
            sigstore_tuf::Error::transport("not fetched")
        });
        Box::pin(std::future::ready(got))
    }

    /// Packs are downloaded in parts ([`super::download`]), not by the library.
    fn fetch_target<'a>(&'a self, _: &'a str, _: u64) -> FetchFuture<'a> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// Runs a future that is always ready.
fn drive<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
