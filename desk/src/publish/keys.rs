//! Who may sign what, changed: the root and the list of who publishes what, as they would be signed next.
//!
//! Refuses fewer people than can lose a key and still go on, one person twice, and a machine's key among people's.

use super::folder::Folder;
use super::key::Person;
use super::metadata::{Delegation, Delegations, Key, PEOPLE_DAYS, RoleKeys, Root, SPEC, Targets, after};
use super::proposal::Doc;
use super::sign::Envelope;
use super::state::State;
use crate::failure::{Failure, code};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many people sign, always.
const SIGN: usize = 2;

/// A force or body.
pub struct Force {
    /// The role's name.
    pub name: String,
    /// Its packs.
    pub packs: Vec<String>,
    /// Who releases them.
    pub by: Vec<Person>,
}

/// What is to be other than it is. Nothing: the same for longer.
#[derive(Default)]
pub struct Change {
    /// Who holds root keys from now on. Empty: who does already.
    pub root: Vec<Person>,
    /// The key of the machine that publishes.
    pub machine: Option<Person>,
    /// A force or body, its packs and who publishes them.
    pub role: Option<Force>,
    /// A force or body that publishes no more.
    pub drop: Option<String>,
    /// The keys protect nothing.
    pub development: bool,
    /// The root is signed anew as well, because it will run out.
    pub renew: bool,
}

/// Somebody, by the file of the public half or by a name that is known here.
pub fn person(folder: &Folder, state: &State, named: &str) -> Result<Person, Failure> {
    if Path::new(named).is_file() {
        return Person::read(Path::new(named));
    }
    let known = state.root().map(|root| &root.keys);
    let known = known.into_iter().chain(
        state
            .delegations()
            .and_then(|them| them.delegations.as_ref())
            .map(|them| &them.keys),
    );
    for (id, key) in known.flatten() {
        if folder.name(id).eq_ignore_ascii_case(named) {
            return Ok(Person {
                name: folder.name(id),
                key: key.clone(),
            });
        }
    }
    let sentence = format!(
        "{named} is neither a file that is here nor somebody known here. Name the file that ends in .pub."
    );
    Err(Failure::new(code::NOT_FOUND, sentence))
}

/// The files that say so. New names are written into the folder's own list.
pub fn draft(
    folder: &mut Folder,
    state: &State,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Vec<Doc>, Failure> {
    let mut docs = Vec::new();
    let with_root = !change.root.is_empty() || change.machine.is_some() || change.renew;
    if !change.root.is_empty() {
        people(&change.root, 3, "Root keys")?;
    }
    for person in change
        .root
        .iter()
        .chain(&change.machine)
        .chain(change.role.iter().flat_map(|force| &force.by))
    {
        folder.config.people.insert(person.keyid()?, person.name.clone());
    }
    let old = state.root();
    let expires = after(now, PEOPLE_DAYS);
    let root = if with_root {
        let held = table(&change.root)?;
        let roots = match old {
            _ if !held.is_empty() => held,
            Some(root) => of(root, "root"),
            None => held,
        };
        let machine = match (&change.machine, old) {
            (Some(machine), _) => table(std::slice::from_ref(machine))?,
            (None, Some(root)) => of(root, "timestamp"),
            (None, None) => BTreeMap::new(),
        };
        apart(&roots, &machine)?;
        let ids = |keys: &BTreeMap<String, Key>, threshold| RoleKeys {
            keyids: keys.keys().cloned().collect(),
            threshold,
        };
        let development = change.development || old.is_some_and(|root| root.childfirst.is_some());
        let root = Root {
            kind: "root".into(),
            spec_version: SPEC.into(),
            version: state.next("root"),
            expires: expires.clone(),
            consistent_snapshot: true,
            roles: BTreeMap::from([
                ("root".into(), ids(&roots, SIGN)),
                ("targets".into(), ids(&roots, SIGN)),
                ("snapshot".into(), ids(&machine, 1)),
                ("timestamp".into(), ids(&machine, 1)),
            ]),
            keys: roots.into_iter().chain(machine).collect(),
            childfirst: development.then(|| json!({"development": true})),
        };
        docs.push(doc("root", root.version, &root)?);
        Some(root)
    } else {
        None
    };
    let mut them = state
        .delegations()
        .and_then(|old| old.delegations.clone())
        .unwrap_or_default();
    if let Some(drop) = &change.drop {
        let before = them.roles.len();
        them.roles.retain(|role| role.name != *drop);
        if them.roles.len() == before {
            let sentence = format!("Nobody publishes {drop} here. See who does: childfirst repo status.");
            return Err(Failure::new(code::NOT_FOUND, sentence));
        }
    }
    if let Some(force) = &change.role {
        delegate(&mut them, force)?;
    }
    let used: BTreeSet<String> = them.roles.iter().flat_map(|role| role.keyids.clone()).collect();
    them.keys.retain(|id, _| used.contains(id));
    if let Some(root) = root.as_ref().or(old) {
        apart(&them.keys, &of(root, "timestamp"))?;
    }
    let targets = Targets {
        kind: "targets".into(),
        spec_version: SPEC.into(),
        version: state.next("targets"),
        expires,
        targets: BTreeMap::new(),
        delegations: Some(them),
    };
    docs.push(doc("targets", targets.version, &targets)?);
    Ok(docs)
}

fn delegate(them: &mut Delegations, force: &Force) -> Result<(), Failure> {
    let Force { name, packs, by } = force;
    let plain = |text: &str| {
        !text.is_empty()
            && text.len() <= 64
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !plain(name)
        || ["root", "targets", "snapshot", "timestamp", super::proposal::KEYS].contains(&name.as_str())
        || !packs.iter().all(|pack| plain(pack))
    {
        let sentence =
            "A force's name here has small letters, digits and hyphens, as a pack's has: --role norfolk.";
        return Err(Failure::new(code::REFUSED, sentence));
    }
    let there = them.roles.iter().position(|role| role.name == *name);
    let taken = |pack: &String| {
        them.roles
            .iter()
            .any(|role| role.name != *name && role.covers(pack))
    };
    if let Some(pack) = packs.iter().find(|pack| taken(pack)) {
        let sentence = format!(
            "{pack} is published by somebody else already, and one pack has one publisher. See who: childfirst repo status."
        );
        return Err(Failure::new(code::REFUSED, sentence));
    }
    people(by, SIGN, "Whoever publishes a pack")?;
    let keys = table(by)?;
    let role = Delegation {
        name: name.clone(),
        keyids: keys.keys().cloned().collect(),
        threshold: SIGN,
        terminating: true,
        paths: packs.iter().map(|pack| format!("{pack}/*")).collect(),
    };
    them.keys.extend(keys);
    match there.and_then(|at| them.roles.get_mut(at)) {
        Some(old) => *old = role,
        None => them.roles.push(role),
    }
    Ok(())
}

/// Refuses too few, and anybody twice, by name or by key.
fn people(all: &[Person], least: usize, what: &str) -> Result<(), Failure> {
    let names: BTreeSet<String> = all.iter().map(|one| one.name.trim().to_lowercase()).collect();
    let keys: BTreeSet<&str> = all.iter().map(|one| one.key.keyval.public.as_str()).collect();
    if all.len() >= least && names.len() == all.len() && keys.len() == all.len() {
        return Ok(());
    }
    let sentence = format!(
        "{what}: at least {least} different people, each with a key of their own. Name the .pub file of each, divided by commas."
    );
    Err(Failure::new(code::REFUSED, sentence))
}

fn apart(people: &BTreeMap<String, Key>, machine: &BTreeMap<String, Key>) -> Result<(), Failure> {
    if people.keys().any(|id| machine.contains_key(id)) {
        let sentence = "The machine that publishes needs a key of its own, that no person signs with: childfirst key new.";
        return Err(Failure::new(code::REFUSED, sentence));
    }
    Ok(())
}

fn table(people: &[Person]) -> Result<BTreeMap<String, Key>, Failure> {
    people
        .iter()
        .map(|one| Ok((one.keyid()?, one.key.clone())))
        .collect()
}

fn of(root: &Root, role: &str) -> BTreeMap<String, Key> {
    let ids = root
        .roles
        .get(role)
        .map(|role| role.keyids.clone())
        .unwrap_or_default();
    ids.into_iter()
        .filter_map(|id| Some((id.clone(), root.keys.get(&id)?.clone())))
        .collect()
}

fn doc(role: &str, version: u64, body: &impl serde::Serialize) -> Result<Doc, Failure> {
    let signed = serde_json::to_value(body).map_err(|_| super::folder::not_saved())?;
    Ok(Doc {
        role: role.to_owned(),
        version,
        envelope: Envelope::new(signed),
    })
}
