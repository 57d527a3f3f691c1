//! Whether a proposal is what it says: its files against its lists, and its lists against who may publish what.
//!
//! Asked before anybody is shown it, and before anything that was signed is moved to its place. Refuses a threshold of one.

use super::folder::damaged;
use super::metadata::{Release, Root, Target, on_disk};
use super::proposal::{KEYS, Proposal};
use super::sign::sha256;
use super::state::State;
use crate::failure::{Failure, code};
use childfirst::pack::Pack;
use std::collections::BTreeMap;

/// Checks that every file of a proposal is what its lists say, and that the lists say nothing that nobody may.
pub fn fits(proposal: &Proposal, state: &State) -> Result<(), Failure> {
    let wrong = |what: &str| {
        let sentence = format!(
            "{what} of {} is not what it says. Do not sign it, and ask who proposed it.",
            proposal.name
        );
        Failure::new(code::REFUSED, sentence)
    };
    let one_alone = |root: &Root| {
        let people = ["root", "targets"].map(|role| root.roles.get(role).map_or(0, |role| role.threshold));
        people.iter().any(|threshold| *threshold < 2)
    };
    for doc in proposal.docs.iter().filter(|doc| doc.role == "root") {
        let root = serde_json::from_value(doc.envelope.signed.clone()).map_err(|_| damaged(&doc.name()))?;
        if proposal.name != KEYS || one_alone(&root) {
            return Err(wrong("The root"));
        }
    }
    let mut named = BTreeMap::new();
    for doc in proposal.docs.iter().filter(|doc| doc.role != "root") {
        let body = doc.targets()?;
        if body.kind != "targets" || body.version != doc.version {
            return Err(wrong("A list"));
        }
        if proposal.name == KEYS {
            let them = body.delegations.iter().flat_map(|them| &them.roles);
            if !body.targets.is_empty() || them.into_iter().any(|role| role.threshold < 2) {
                return Err(wrong("A list"));
            }
            continue;
        }
        let before = state.role(&doc.role).map(|held| &held.body.targets);
        let delegation = state.delegation(&doc.role);
        for (path, target) in &body.targets {
            let it = &target.custom.childfirst;
            if it.path() != *path || !delegation.is_some_and(|(by, _)| by.covers(&it.pack)) {
                return Err(wrong("A release"));
            }
            let place = on_disk(path, &target.hashes.sha256);
            let same = before
                .and_then(|before| before.get(path))
                .is_some_and(|old| old.hashes == target.hashes);
            let known = state
                .ever(&it.pack)
                .any(|old| old.hashes == target.hashes && old.custom.childfirst.path() == *path);
            match proposal.files.get(&place) {
                Some(bytes) if holds(it, target, bytes) => _ = named.insert(place, ()),
                Some(_) => return Err(wrong("A file")),
                None if same || known => {}
                None => return Err(wrong("A file")),
            }
        }
    }
    match proposal.files.keys().find(|path| !named.contains_key(*path)) {
        Some(_) => Err(wrong("A file")),
        None => Ok(()),
    }
}

fn holds(it: &Release, target: &Target, bytes: &[u8]) -> bool {
    if sha256(bytes) != target.hashes.sha256 || bytes.len() as u64 != target.length {
        return false;
    }
    if it.kind == "values" {
        return true;
    }
    Pack::read(bytes).is_ok_and(|pack| pack.file().id == it.pack && pack.file().version == it.version)
}
