//! `rotate`: other people, another machine, a force more or one less. Two root keys sign it. Opens no data folder.

use super::propose::{about, keys_written};
use super::repo;
use crate::failure::{Failure, code};
use crate::publish::cli::{RoleOf, Rotate};
use crate::publish::folder::Folder;
use crate::publish::key::Person;
use crate::publish::keys::{self, Change, Force, person};
use crate::publish::proposal::Proposal;
use crate::publish::state::State;
use childfirst::time::Moment;

/// Proposes a change of keys.
///
/// # Errors
/// When nothing is to change, or what is asked for cannot be.
pub fn run(asked: &Rotate, now: Option<Moment>) -> Result<(), Failure> {
    crate::failure::refused_blank(&asked.by)?;
    let mut folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    state.rooted()?;
    let nothing =
        asked.root.is_empty() && asked.machine.is_none() && asked.role.role.is_none() && asked.drop.is_none();
    if nothing {
        let sentence = "Say what is to change: --root, --machine, --role with --release, or --drop. The same for longer is: childfirst renew.";
        return Err(Failure::new(code::USAGE, sentence));
    }
    let change = Change {
        root: people(&folder, &state, &asked.root)?,
        machine: asked
            .machine
            .as_ref()
            .map(|named| person(&folder, &state, named))
            .transpose()?,
        role: role(&folder, &state, &asked.role)?,
        drop: asked.drop.clone(),
        ..Change::default()
    };
    let at = repo::clock(now);
    let docs = keys::draft(&mut folder, &state, change, at)?;
    keys_written(
        &folder,
        &state,
        docs,
        about(&asked.by, at, &asked.why),
        asked.replace,
    )
}

/// Everybody who was named.
pub fn people(folder: &Folder, state: &State, named: &[String]) -> Result<Vec<Person>, Failure> {
    named.iter().map(|one| person(folder, state, one)).collect()
}

/// A force, its packs and its people, where one was named. A force that is there keeps its packs.
pub fn role(folder: &Folder, state: &State, asked: &RoleOf) -> Result<Option<Force>, Failure> {
    let Some(name) = &asked.role else { return Ok(None) };
    let packs = match (asked.packs.as_slice(), state.delegation(name)) {
        ([], Some((there, _))) => there
            .paths
            .iter()
            .map(|path| path.trim_end_matches("/*").to_owned())
            .collect(),
        ([], None) => vec![name.clone()],
        (packs, _) => packs.to_vec(),
    };
    Ok(Some(Force {
        name: name.clone(),
        packs,
        by: people(folder, state, &asked.release)?,
    }))
}
