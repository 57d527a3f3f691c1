//! The order of publishing: what never changes first, the list of what belongs together, then the one file that says what
//! is current. No reader sees half, whoever is killed, and however many publish at once.
//!
//! `<n>.snapshot.json` is the lock: whoever makes it has that number. Where its maker died, the next finishes that work and
//! goes on. Refuses to go back: what the server has newer than this folder is fetched first.

use super::current::{Current, TIMESTAMP};
use super::folder::{Folder, damaged};
use super::metadata::{Root, meta, on_disk, snapshot, timestamp};
use super::shelf::Shelf;
use super::sign::{Envelope, sha256};
use super::state::{State, Whole};
use crate::failure::{Failure, code};
use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;

/// So often somebody else may be quicker.
const TRIES: u32 = 16;

/// Files by their paths.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The number of the snapshot that is current now.
    pub snapshot: u64,
    /// The number of the timestamp.
    pub timestamp: u64,
    /// How many files were not there before.
    pub files: usize,
    /// Whether devices get anything new by it.
    pub new: bool,
}

/// Publishes to one place.
pub struct Sender<'a> {
    /// What is signed.
    pub state: &'a State,
    /// Its folder.
    pub folder: &'a Folder,
    /// The key of the machine.
    pub key: &'a SigningKey,
    /// The clock.
    pub now: DateTime<Utc>,
}

impl Sender<'_> {
    /// Publishes what is signed. `look` may refuse, before anything is sent, what a device would get.
    pub fn send(
        &self,
        whole: &Whole<'_>,
        shelf: &dyn Shelf,
        look: &dyn Fn(&Tree) -> Result<(), Failure>,
    ) -> Result<Sent, Failure> {
        let mut sent = Sent::default();
        let mut looked = false;
        for _ in 0..TRIES {
            let current = self.current(shelf)?;
            let ours = self.listed(whole, current.as_ref())?;
            let same = current.as_ref().is_some_and(|it| it.listed == ours);
            if !looked && !same {
                look(&self.as_read(whole, &ours, current.as_ref())?)?;
                looked = true;
            }
            if !same {
                sent.files += self.put_lists(whole, shelf)?;
                sent.new = true;
            }
            let (number, bytes) = match &current {
                Some(it) if same && it.fresh => (it.snapshot, it.bytes.clone()),
                _ => match self.put_snapshot(&ours, current.as_ref(), shelf)? {
                    Put::Ours(number, bytes) | Put::Theirs(number, bytes) => (number, bytes),
                },
            };
            // A root last: it may change who says what is current.
            sent.files += self.put_roots(shelf)?;
            let version = current.as_ref().map_or(1, |it| it.version + 1);
            let bytes = self.signed(timestamp(version, self.now, meta(number, &bytes)))?;
            let done = shelf.swap(TIMESTAMP, &bytes, current.as_ref().map(|it| &it.tag))?;
            // What a broken connection did not tell: it may have been us.
            let done = done || shelf.read(TIMESTAMP)?.is_some_and(|(there, _)| there == bytes);
            let lists = |listed: &Map<String, Value>| *listed == ours;
            if done {
                let after = self.current(shelf)?;
                if after
                    .as_ref()
                    .is_some_and(|it| it.snapshot == number && lists(&it.listed))
                {
                    sent.snapshot = number;
                    sent.timestamp = version;
                    return Ok(sent);
                }
            }
        }
        let sentence = "Not published: others publish to the same place all the time. Readers see one whole or the other. Try again in a moment.";
        Err(Failure::new(code::IN_USE, sentence))
    }

    fn root(&self) -> Result<&Root, Failure> {
        self.state.rooted()
    }

    fn signed(&self, body: Value) -> Result<Vec<u8>, Failure> {
        let mut envelope = Envelope::new(body);
        envelope.sign(self.key).ok_or_else(|| damaged("A list"))?;
        Ok(envelope.bytes())
    }

    /// What the next snapshot lists. What was listed once stays listed: devices ask for that.
    fn listed(&self, whole: &Whole<'_>, current: Option<&Current>) -> Result<Map<String, Value>, Failure> {
        let mut ours = Map::new();
        ours.insert(
            "targets.json".into(),
            meta(whole.targets.body.version, &whole.targets.bytes),
        );
        for (name, held) in &whole.roles {
            ours.insert(format!("{name}.json"), meta(held.body.version, &held.bytes));
        }
        for (name, theirs) in current.iter().flat_map(|it| &it.listed) {
            let Some(mine) = ours.get(name) else {
                ours.insert(name.clone(), theirs.clone());
                continue;
            };
            let number = |it: &Value| it.get("version").and_then(Value::as_u64).unwrap_or(0);
            if number(mine) < number(theirs) || (number(mine) == number(theirs) && mine != theirs) {
                let sentence = format!(
                    "The server has a newer {name} than this folder: somebody published from another copy. Bring this folder up to date (git pull), then publish again."
                );
                return Err(Failure::new(code::REFUSED, sentence));
            }
        }
        Ok(ours)
    }

    /// Targets, then lists. Those that are there already have to be the same.
    fn put_lists(&self, whole: &Whole<'_>, shelf: &dyn Shelf) -> Result<usize, Failure> {
        let mut files = 0;
        for (path, bytes) in self.targets(whole)? {
            files += usize::from(put(shelf, &path, &bytes)?);
        }
        for (name, held) in &whole.roles {
            files += usize::from(put(
                shelf,
                &format!("metadata/{}.{name}.json", held.body.version),
                &held.bytes,
            )?);
        }
        let targets = whole.targets;
        files += usize::from(put(
            shelf,
            &format!("metadata/{}.targets.json", targets.body.version),
            &targets.bytes,
        )?);
        Ok(files)
    }

    fn put_roots(&self, shelf: &dyn Shelf) -> Result<usize, Failure> {
        let mut files = 0;
        for held in &self.state.roots {
            files += usize::from(put(
                shelf,
                &format!("metadata/{}.root.json", held.body.version),
                &held.bytes,
            )?);
        }
        Ok(files)
    }

    /// Packs and values, as they were signed.
    fn targets(&self, whole: &Whole<'_>) -> Result<Tree, Failure> {
        let mut all = BTreeMap::new();
        for held in whole.roles.values() {
            for (path, target) in &held.body.targets {
                let place = on_disk(path, &target.hashes.sha256);
                let bytes = fs::read(self.folder.path.join(&place)).map_err(|_| damaged(&place))?;
                if sha256(&bytes) != target.hashes.sha256 {
                    return Err(damaged(&place));
                }
                all.insert(place, bytes);
            }
        }
        Ok(all)
    }

    /// Makes the next snapshot. Where there is one of that number, it is somebody's who was quicker, or who died.
    fn put_snapshot(
        &self,
        ours: &Map<String, Value>,
        current: Option<&Current>,
        shelf: &dyn Shelf,
    ) -> Result<Put, Failure> {
        let mut number = current.map_or(1, |it| it.snapshot + 1);
        loop {
            let name = format!("metadata/{number}.snapshot.json");
            let bytes = self.signed(snapshot(number, self.now, ours.clone()))?;
            if shelf.create(&name, &bytes)? {
                return Ok(Put::Ours(number, bytes));
            }
            let (there, _) = shelf.read(&name)?.ok_or_else(foreign)?;
            let theirs = Envelope::read(&there)
                .filter(|it| self.by_machine(it, "snapshot", false) && self.long_enough(it));
            let listed = theirs
                .as_ref()
                .and_then(|it| it.signed.get("meta"))
                .and_then(Value::as_object);
            if let Some(listed) = listed
                && follows(current.map(|it| &it.listed), listed)
                && whole_there(shelf, listed)?
            {
                return Ok(Put::Theirs(number, there));
            }
            // Of a machine that is none any more, or of no use: its number is lost, and nothing else.
            number += 1;
        }
    }

    /// Everything as a device will read it.
    fn as_read(
        &self,
        whole: &Whole<'_>,
        ours: &Map<String, Value>,
        current: Option<&Current>,
    ) -> Result<Tree, Failure> {
        let mut all = self.targets(whole)?;
        for held in &self.state.roots {
            all.insert(
                format!("metadata/{}.root.json", held.body.version),
                held.bytes.clone(),
            );
        }
        for (name, held) in &whole.roles {
            all.insert(
                format!("metadata/{}.{name}.json", held.body.version),
                held.bytes.clone(),
            );
        }
        all.insert(
            format!("metadata/{}.targets.json", whole.targets.body.version),
            whole.targets.bytes.clone(),
        );
        let number = current.map_or(1, |it| it.snapshot + 1);
        let list = self.signed(snapshot(number, self.now, ours.clone()))?;
        let stamp = self.signed(timestamp(1, self.now, meta(number, &list)))?;
        all.insert(format!("metadata/{number}.snapshot.json"), list);
        all.insert(TIMESTAMP.into(), stamp);
        Ok(all)
    }

    /// Refuses a key that devices do not take the word of.
    pub fn counts(&self) -> Result<(), Failure> {
        let id = super::sign::keyid(&super::sign::public(self.key));
        let root = self.root()?;
        let of = |role: &str| {
            root.roles
                .get(role)
                .is_some_and(|role| id.as_ref().is_some_and(|id| role.keyids.contains(id)))
        };
        if of("snapshot") && of("timestamp") {
            return Ok(());
        }
        let sentence = "That is not the key of the machine that publishes. Name that with --key; see which it is: childfirst key list.";
        Err(Failure::new(code::REFUSED, sentence))
    }
}

/// A snapshot that can be made current.
enum Put {
    Ours(u64, Vec<u8>),
    Theirs(u64, Vec<u8>),
}

/// Whether nothing goes back.
fn follows(before: Option<&Map<String, Value>>, now: &Map<String, Value>) -> bool {
    let number = |it: &Value| it.get("version").and_then(Value::as_u64).unwrap_or(0);
    before
        .into_iter()
        .flatten()
        .all(|(name, old)| now.get(name).is_some_and(|new| number(new) >= number(old)))
}

/// Whether every list that a snapshot names is there, as it says.
fn whole_there(shelf: &dyn Shelf, listed: &Map<String, Value>) -> Result<bool, Failure> {
    for (name, says) in listed {
        let version = says.get("version").and_then(Value::as_u64).unwrap_or(0);
        let there = shelf.read(&format!("metadata/{version}.{name}"))?;
        if !there.is_some_and(|(bytes, _)| meta(version, &bytes) == *says) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes a file, or finds the very same there.
fn put(shelf: &dyn Shelf, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
    if shelf.create(path, bytes)? {
        return Ok(true);
    }
    match shelf.read(path)? {
        Some((there, _)) if there == bytes => Ok(false),
        _ => {
            let sentence = format!(
                "The server has another {path} than this folder. Somebody published from another copy, or something is damaged there. Bring this folder up to date (git pull); if it stays so, do not publish, and ask for help."
            );
            Err(Failure::new(code::REFUSED, sentence))
        }
    }
}

pub(super) fn foreign() -> Failure {
    let sentence = "What is at that address is not this repository, or is damaged. Nothing was changed there. Check --to, or name an empty place.";
    Failure::new(code::REFUSED, sentence)
}
