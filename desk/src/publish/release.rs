//! What a force offers, changed: a pack or values more, one less, a wider share.
//!
//! Refuses a version that was there before: devices take only a higher one. Several versions of a pack stand beside each
//! other only as long as some devices are not in the share of the newest, or cannot read it.

use super::metadata::{Custom, Hashes, PEOPLE_DAYS, Release, SPEC, Target, Targets, after, on_disk};
use super::sign::sha256;
use super::state::State;
use crate::app::BUILT_IN;
use crate::failure::{Failure, code};
use childfirst::pack::Pack;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Of so many devices.
pub const ALL: u32 = 10_000;

/// A role's list on its way to be signed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The role.
    pub role: String,
    /// What it will say.
    pub body: Targets,
    /// What is new, by its place on the disk.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// How a release goes out.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// It corrects something dangerous.
    pub safety: bool,
    /// Of 10,000 devices. None: all.
    pub share: Option<u32>,
    /// One line.
    pub summary: String,
}

impl Draft {
    /// The list of whoever may publish a pack, as it is, one version further.
    pub fn of(state: &State, pack: &str, now: DateTime<Utc>) -> Result<Draft, Failure> {
        state.rooted()?;
        let role = state.role_of(pack).ok_or_else(|| {
            let sentence = format!(
                "Nobody may publish {pack} here. Give it to somebody first: childfirst rotate --role {pack}."
            );
            Failure::new(code::REFUSED, sentence)
        })?;
        Ok(Draft::again(state, &role.name, now))
    }

    /// A role's list as it is, one version further.
    pub fn again(state: &State, role: &str, now: DateTime<Utc>) -> Draft {
        // What it said last, also where its keys have changed since: that is what is signed anew.
        let last = state.role(role).or_else(|| state.roles.get(role)?.last());
        Draft {
            role: role.to_owned(),
            body: Targets {
                kind: "targets".into(),
                spec_version: SPEC.into(),
                version: state.next(role),
                expires: after(now, PEOPLE_DAYS),
                targets: last.map(|held| held.body.targets.clone()).unwrap_or_default(),
                delegations: None,
            },
            files: BTreeMap::new(),
        }
    }

    /// Adds a pack. False where those very bytes are offered already.
    pub fn pack(&mut self, state: &State, bytes: &[u8], how: &How) -> Result<bool, Failure> {
        let pack = Pack::read(bytes).map_err(|error| Failure::new(code::DAMAGED, error.to_string()))?;
        let file = pack.file();
        let digest = sha256(bytes);
        let listed = |target: &Target| target.hashes.sha256 == digest;
        if self.body.targets.values().any(listed) {
            return Ok(false);
        }
        let before = state.ever(&file.id).map(|target| &target.custom.childfirst);
        let before = before
            .filter(|release| release.kind == "pack")
            .map(|release| release.version);
        let shipped = BUILT_IN
            .iter()
            .filter(|one| one.id == file.id && one.digest != digest);
        let shipped = shipped.filter_map(|one| Some(Pack::read(one.bytes).ok()?.file().version));
        if let Some(highest) = before
            .chain(shipped)
            .max()
            .filter(|highest| *highest >= file.version)
        {
            let sentence = format!(
                "Devices know a version {highest} of {} already, and take only a higher one. Set \"version\" to {} in its pack.json.",
                file.id,
                highest + 1
            );
            return Err(Failure::new(code::REFUSED, sentence));
        }
        let release = Release {
            kind: "pack".into(),
            pack: file.id.clone(),
            version: file.version,
            format: Some(file.format),
            min_reader: (file.min_reader > 0).then_some(file.min_reader),
            force: Some(file.force.clone()),
            safety: how.safety,
            share: how.share.filter(|share| *share < ALL),
            summary: summary(&how.summary)?,
        };
        self.add(release, bytes);
        self.tidy(&file.id);
        Ok(true)
    }

    /// Adds values, under the next number. False where those very bytes are offered already.
    pub fn values(&mut self, state: &State, pack: &str, bytes: &[u8], how: &How) -> Result<bool, Failure> {
        let digest = sha256(bytes);
        if self
            .body
            .targets
            .values()
            .any(|target| target.hashes.sha256 == digest)
        {
            return Ok(false);
        }
        let before = state.ever(pack).map(|target| &target.custom.childfirst);
        let before = before.filter(|release| release.kind == "values");
        let version = before.map(|release| release.version).max().unwrap_or(0) + 1;
        self.body.targets.retain(|_, target| {
            let it = &target.custom.childfirst;
            !(it.kind == "values" && it.pack == pack)
        });
        let release = Release {
            kind: "values".into(),
            pack: pack.to_owned(),
            version,
            format: None,
            min_reader: None,
            force: None,
            safety: how.safety,
            share: None,
            summary: String::new(),
        };
        self.add(release, bytes);
        Ok(true)
    }

    /// Gives the newest version of a pack to more devices.
    pub fn widen(&mut self, pack: &str, share: u32) -> Result<(), Failure> {
        let newest = self.newest(pack)?;
        let found = self.body.targets.values_mut().find(|target| {
            let it = &target.custom.childfirst;
            it.kind == "pack" && it.pack == pack && it.version == newest
        });
        if let Some(target) = found {
            let it = &mut target.custom.childfirst;
            if it.share.unwrap_or(ALL) >= share {
                let sentence = format!(
                    "Version {newest} goes to {} of {ALL} devices already. A smaller share takes it from nobody who has it: childfirst withdraw.",
                    it.share.unwrap_or(ALL)
                );
                return Err(Failure::new(code::REFUSED, sentence));
            }
            it.share = Some(share).filter(|share| *share < ALL);
        }
        self.tidy(pack);
        Ok(())
    }

    /// Leaves a version out. Gives its number.
    pub fn withdraw(&mut self, pack: &str, version: Option<u32>) -> Result<u32, Failure> {
        let version = match version {
            Some(version) => version,
            None => self.newest(pack)?,
        };
        let before = self.body.targets.len();
        self.body.targets.retain(|_, target| {
            let it = &target.custom.childfirst;
            !(it.kind == "pack" && it.pack == pack && it.version == version)
        });
        if self.body.targets.len() == before {
            let sentence =
                format!("Version {version} of {pack} is not published. See what is: childfirst repo status.");
            return Err(Failure::new(code::NOT_FOUND, sentence));
        }
        Ok(version)
    }

    fn newest(&self, pack: &str) -> Result<u32, Failure> {
        let all = self.body.targets.values().map(|target| &target.custom.childfirst);
        let all = all.filter(|it| it.kind == "pack" && it.pack == pack);
        all.map(|it| it.version).max().ok_or_else(|| {
            let sentence = format!("Nothing of {pack} is published. See what is: childfirst repo status.");
            Failure::new(code::NOT_FOUND, sentence)
        })
    }

    fn add(&mut self, release: Release, bytes: &[u8]) {
        let (path, digest) = (release.path(), sha256(bytes));
        self.files.insert(on_disk(&path, &digest), bytes.to_owned());
        let target = Target {
            length: bytes.len() as u64,
            hashes: Hashes { sha256: digest },
            custom: Custom { childfirst: release },
        };
        self.body.targets.insert(path, target);
    }

    /// Leaves out what no device takes any more: a newer one goes to all of those that could read it.
    fn tidy(&mut self, pack: &str) {
        let all: Vec<Release> = self
            .body
            .targets
            .values()
            .map(|target| target.custom.childfirst.clone())
            .filter(|it| it.kind == "pack" && it.pack == pack)
            .collect();
        let asks = |it: &Release| (it.format.unwrap_or(0), it.min_reader.unwrap_or(0));
        let beaten = |it: &Release| {
            all.iter().any(|other| {
                let (this, that) = (asks(it), asks(other));
                let whole = other.share.is_none();
                // Of two for a part of the devices, the newer is the one that is tried.
                let both_part = it.share.is_some();
                // On a network that costs, a device takes safety releases alone: one stays until another is there.
                let as_safe = other.safety || !it.safety;
                other.version > it.version
                    && as_safe
                    && (whole || both_part)
                    && that.0 <= this.0
                    && that.1 <= this.1
            })
        };
        self.body.targets.retain(|_, target| {
            let it = &target.custom.childfirst;
            it.kind != "pack" || it.pack != pack || !beaten(it)
        });
    }
}

/// The content of a pack under another version, so that devices take it.
pub fn again_as(bytes: &[u8], version: u32) -> Result<Vec<u8>, Failure> {
    let unreadable = || {
        Failure::new(
            code::DAMAGED,
            "That version does not read any more. Name another.",
        )
    };
    let mut value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    if let Some(field) = value.get_mut("version") {
        *field = version.into();
    }
    let bytes = serde_json::to_vec(&value).map_err(|_| unreadable())?;
    let read = Pack::read(&bytes).map_err(|_| unreadable())?;
    if read.file().version == version {
        Ok(bytes)
    } else {
        Err(unreadable())
    }
}

fn summary(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.chars().count() > 200 || text.chars().any(char::is_control) {
        let sentence = "The summary is one line of at most 200 letters. Say it shorter.";
        return Err(Failure::new(code::REFUSED, sentence));
    }
    Ok(text.to_owned())
}
