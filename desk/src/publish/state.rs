//! What people have signed so far, verified from the first root on.
//!
//! Everything that is said or built on is read through here. Refuses a file whose signatures do not hold: it is damage, or
//! somebody put it there, and either way nothing goes on from it.

use super::folder::{Folder, damaged};
use super::metadata::{Delegation, Key, RoleKeys, Root, Target, Targets, moment};
use super::sign::Envelope;
use crate::failure::{Failure, code};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fs;

/// A signed file.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// What it says.
    pub body: T,
    /// As it was signed.
    pub envelope: Envelope,
    /// As it lies on the disk.
    pub bytes: Vec<u8>,
}

/// A whole that can be published.
pub struct Whole<'a> {
    /// The delegations.
    pub targets: &'a Held<Targets>,
    /// Each force's part, by the role's name.
    pub roles: BTreeMap<&'a str, &'a Held<Targets>>,
}

/// What was signed.
#[derive(Debug, Default)]
pub struct State {
    /// Every root, from the first on.
    pub roots: Vec<Held<Root>>,
    /// The delegations that the newest root's keys signed, oldest first.
    pub targets: Vec<Held<Targets>>,
    /// Each role's files, oldest first. Which of them hold depends on the delegations.
    pub roles: BTreeMap<String, Vec<Held<Targets>>>,
    /// The highest version of each file that is here, whether it holds now or not.
    highest: BTreeMap<String, u64>,
}

impl State {
    /// Reads and verifies what is in a repository's folder.
    pub fn read(folder: &Folder) -> Result<State, Failure> {
        let mut state = State::default();
        let mut files: BTreeMap<(String, u64), Vec<u8>> = BTreeMap::new();
        let metadata = folder.path.join("metadata");
        for entry in fs::read_dir(&metadata)
            .map_err(|_| damaged("metadata"))?
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some((version, role)) = parts(&name) else {
                continue;
            };
            let bytes = fs::read(entry.path()).map_err(|_| damaged(&name))?;
            files.insert((role, version), bytes);
        }
        for ((role, version), bytes) in files {
            let name = format!("{version}.{role}.json");
            // In the order of versions: the last is the highest.
            state.highest.insert(role.clone(), version);
            let envelope = Envelope::read(&bytes).ok_or_else(|| damaged(&name))?;
            if role == "root" {
                state.take_root(&name, version, envelope, bytes)?;
                continue;
            }
            let body: Targets =
                serde_json::from_value(envelope.signed.clone()).map_err(|_| damaged(&name))?;
            if body.version != version || body.kind != "targets" {
                return Err(damaged(&name));
            }
            let held = Held {
                body,
                envelope,
                bytes,
            };
            if role == "targets" {
                state.targets.push(held);
            } else {
                state.roles.entry(role).or_default().push(held);
            }
        }
        if let Some(root) = state.root().cloned()
            && let Some(of) = root.roles.get("targets")
        {
            state.targets.retain(|held| held.envelope.enough(&root.keys, of));
        }
        Ok(state)
    }

    fn take_root(
        &mut self,
        name: &str,
        version: u64,
        envelope: Envelope,
        bytes: Vec<u8>,
    ) -> Result<(), Failure> {
        let body: Root = serde_json::from_value(envelope.signed.clone()).map_err(|_| damaged(name))?;
        let next = self.roots.last().map_or(1, |last| last.body.version + 1);
        let by = |root: &Root| {
            let role = root.roles.get("root");
            role.is_some_and(|role| envelope.enough(&root.keys, role))
        };
        let holds = by(&body) && self.roots.last().is_none_or(|last| by(&last.body));
        if version != next || body.version != next || !holds {
            return Err(damaged(name));
        }
        self.roots.push(Held {
            body,
            envelope,
            bytes,
        });
        Ok(())
    }

    /// The root in force.
    pub fn root(&self) -> Option<&Root> {
        self.roots.last().map(|held| &held.body)
    }

    /// The root, or what to do without one.
    pub fn rooted(&self) -> Result<&Root, Failure> {
        self.root().ok_or_else(|| {
            let sentence = "The keys of this repository are not signed yet. Two of those who hold root keys do that first: childfirst approve keys --key FILE.";
            Failure::new(code::REFUSED, sentence)
        })
    }

    /// The delegations in force.
    pub fn delegations(&self) -> Option<&Targets> {
        self.targets.last().map(|held| &held.body)
    }

    /// Who may publish under a role's name.
    pub fn delegation(&self, role: &str) -> Option<(&Delegation, &BTreeMap<String, Key>)> {
        find(self.delegations()?, role)
    }

    /// The role that may publish a pack.
    pub fn role_of(&self, pack: &str) -> Option<&Delegation> {
        let roles = &self.delegations()?.delegations.as_ref()?.roles;
        roles.iter().find(|role| role.covers(pack))
    }

    /// What a role says now.
    pub fn role(&self, name: &str) -> Option<&Held<Targets>> {
        self.role_under(self.delegations()?, name)
    }

    fn role_under(&self, targets: &Targets, name: &str) -> Option<&Held<Targets>> {
        let (delegation, keys) = find(targets, name)?;
        let all = self.roles.get(name)?;
        all.iter()
            .rev()
            .find(|held| held.envelope.enough(keys, &delegation.keys()))
    }

    /// The version that a role's file would have next: no number is ever used twice.
    pub fn next(&self, role: &str) -> u64 {
        self.highest
            .get(role)
            .map_or(1, |version| version.saturating_add(1))
    }

    /// Every release of a pack that was ever signed here, oldest first.
    pub fn ever<'a>(&'a self, pack: &'a str) -> impl Iterator<Item = &'a Target> {
        let all = self
            .roles
            .values()
            .flatten()
            .flat_map(|held| held.body.targets.values());
        all.filter(move |target| target.custom.childfirst.pack == pack)
    }

    /// The newest whole of which every part holds and has not run out; and what is newer and waits for a part.
    pub fn whole(&self, now: DateTime<Utc>) -> Result<(Whole<'_>, Vec<String>), Failure> {
        let root = self.rooted()?;
        in_time(&root.expires, now, "The root", "renew")?;
        let mut waiting = Vec::new();
        for held in self.targets.iter().rev() {
            let named = held.body.delegations.iter().flat_map(|them| &them.roles);
            let mut roles = BTreeMap::new();
            let mut missing = Vec::new();
            for delegation in named {
                match self.role_under(&held.body, &delegation.name) {
                    Some(role) => _ = roles.insert(delegation.name.as_str(), role),
                    None => missing.push(delegation.name.clone()),
                }
            }
            if missing.is_empty() {
                in_time(&held.body.expires, now, "The list of who publishes what", "renew")?;
                for (name, role) in &roles {
                    in_time(
                        &role.body.expires,
                        now,
                        &format!("What is signed of {name}"),
                        "renew",
                    )?;
                }
                let whole = Whole { targets: held, roles };
                return Ok((whole, waiting));
            }
            // Only what the newest waits for is told: it is what has to be done.
            if waiting.is_empty() {
                waiting = missing;
            }
        }
        let sentence = match waiting.first() {
            None => {
                "Nothing is signed yet. Two people sign the keys first: childfirst approve keys --key FILE."
                    .to_owned()
            }
            Some(role) => format!(
                "Nothing can be published yet: nothing of {role} is signed by those who may. Propose its pack and have it signed: childfirst propose."
            ),
        };
        Err(Failure::new(code::REFUSED, sentence))
    }
}

fn in_time(expires: &str, now: DateTime<Utc>, what: &str, command: &str) -> Result<(), Failure> {
    if moment(expires).is_some_and(|expires| expires > now) {
        return Ok(());
    }
    let sentence = format!(
        "{what} has run out on {expires}, and devices take nothing of it. Sign it anew: childfirst {command}."
    );
    Err(Failure::new(code::REFUSED, sentence))
}

/// A delegation of that name, with the keys that it names.
pub fn find<'a>(targets: &'a Targets, role: &str) -> Option<(&'a Delegation, &'a BTreeMap<String, Key>)> {
    let them = targets.delegations.as_ref()?;
    let found = them.roles.iter().find(|one| one.name == role)?;
    Some((found, &them.keys))
}

/// `7.norfolk.json`: the 7 and the norfolk.
fn parts(name: &str) -> Option<(u64, String)> {
    let (version, rest) = name.split_once('.')?;
    let role = rest.strip_suffix(".json")?;
    Some((version.parse().ok()?, role.to_owned()))
}

/// Whose signatures a root asks for, by a role's name.
pub fn of_root<'a>(root: &'a Root, role: &str) -> Option<(&'a BTreeMap<String, Key>, RoleKeys)> {
    Some((&root.keys, root.roles.get(role)?.clone()))
}
