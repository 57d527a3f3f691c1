//! `repo init` and `repo status`: a repository begun, and how it stands. Opens no data folder.
//!
//! Refuses to say that something is published: that only the server's own list can say, and `publish` reads it.

use super::out::{self, Page};
use super::propose::{about, keys_written};
use super::rotate;
use crate::failure::{Failure, code};
use crate::publish::cli::{Init, Repo, RepoCommand, Status};
use crate::publish::folder::Folder;
use crate::publish::keys::{self, Change};
use crate::publish::metadata::{RoleKeys, moment};
use crate::publish::proposal::Proposal;
use crate::publish::release::ALL;
use crate::publish::state::State;
use childfirst::time::Moment;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// So long before signatures run out it is said.
const SOON_DAYS: i64 = 60;

/// Begins a repository, or says how it stands.
///
/// # Errors
/// When it cannot be begun or read.
pub fn run(asked: &Repo, now: Option<Moment>) -> Result<(), Failure> {
    match &asked.what {
        RepoCommand::Init(init) => begin(init, now),
        RepoCommand::Status(asked) => status(asked, now),
    }
}

/// The clock: the one given, or the computer's.
pub fn clock(now: Option<Moment>) -> DateTime<Utc> {
    now.map_or_else(Utc::now, |now| now.utc)
}

fn begin(asked: &Init, now: Option<Moment>) -> Result<(), Failure> {
    // Everything is read before anything is written.
    let nobody = State::default();
    if asked.role.role.is_none() {
        let sentence = "Say who publishes what, to begin with: --role NAME --release D.pub,E.pub. The others later: childfirst rotate.";
        return Err(Failure::new(code::USAGE, sentence));
    }
    for file in asked
        .root
        .iter()
        .chain([&asked.machine])
        .chain(&asked.role.release)
    {
        crate::publish::key::Person::read(std::path::Path::new(file))?;
    }
    let mut folder = Folder::begin(&asked.dir)?;
    let made = (|| {
        let change = Change {
            root: rotate::people(&folder, &nobody, &asked.root)?,
            machine: Some(keys::person(&folder, &nobody, &asked.machine)?),
            role: rotate::role(&folder, &nobody, &asked.role)?,
            development: asked.development,
            ..Change::default()
        };
        let at = clock(now);
        let docs = keys::draft(&mut folder, &nobody, change, at)?;
        keys_written(
            &folder,
            &nobody,
            docs,
            about("childfirst repo init", at, ""),
            false,
        )
    })();
    if made.is_err() {
        // It was new: nothing of it is anybody's.
        let _ = std::fs::remove_dir_all(&asked.dir);
    }
    made
}

/// Who has signed a proposal, and who may still.
///
/// # Errors
/// When it cannot be read.
pub fn waits(folder: &Folder, state: &State, proposal: &Proposal) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for (file, signed, needs) in proposal.standing(state)? {
        for (_, role) in needs {
            let have: Vec<&String> = role.keyids.iter().filter(|id| signed.contains(*id)).collect();
            let may: Vec<&String> = role.keyids.iter().filter(|id| !signed.contains(*id)).collect();
            let missing = role.threshold.saturating_sub(have.len());
            let by = match have.as_slice() {
                [] => String::new(),
                have => format!("signed by {}; ", folder.names(have.iter().copied())),
            };
            let line = match missing {
                0 => format!("{file}: {by}that is enough."),
                n => format!("{file}: {by}{n} more of {}.", folder.names(may.iter().copied())),
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    Ok(lines)
}

fn status(asked: &Status, now: Option<Moment>) -> Result<(), Failure> {
    let folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, moved) = Proposal::settle(&folder)?;
    let at = clock(now);
    if asked.json {
        return out::json(&as_json(&folder, &state)?);
    }
    let mut page = Page::new();
    for name in moved {
        page.line(
            0,
            2,
            &format!("Enough people have signed {name}. It goes out with the next: childfirst publish"),
        );
    }
    if let Some(root) = state.root() {
        runs_out(&mut page, "The keys", &root.expires, at);
    }
    let them = state.delegations().and_then(|them| them.delegations.as_ref());
    for role in them.into_iter().flat_map(|them| &them.roles) {
        let Some(held) = state.role(&role.name) else {
            let line = match state.roles.contains_key(&role.name) {
                true => format!(
                    "{}: its people have changed, and what it offers is not signed by them yet: childfirst renew {}",
                    role.name, role.name
                ),
                false => format!("{}: nothing is signed yet: childfirst propose", role.name),
            };
            page.heading(0, &line);
            continue;
        };
        page.heading(0, &format!("{} offers", role.name));
        for target in held.body.targets.values() {
            let it = &target.custom.childfirst;
            let what = match it.kind.as_str() {
                "values" => format!("values for {}, number {}", it.pack, it.version),
                _ => format!("{}, version {}", it.pack, it.version),
            };
            let share = it
                .share
                .map(|share| format!(", to {share} of every {ALL} devices"))
                .unwrap_or_default();
            page.line(
                2,
                2,
                &format!(
                    "{what}{share}{}",
                    if it.safety { ", as a safety release" } else { "" }
                ),
            );
        }
        runs_out(&mut page, "  That", &held.body.expires, at);
    }
    let names = Proposal::names(&folder);
    for name in &names {
        let proposal = Proposal::read(&folder, name)?;
        page.heading(
            0,
            &format!("Waits for signatures: {name}, proposed by {}", proposal.about.by),
        );
        match proposal.current(&folder, &state) {
            Ok(()) => waits(&folder, &state, &proposal)?
                .iter()
                .for_each(|line| page.line(2, 2, line)),
            Err(void) => page.line(2, 2, &void.sentence),
        }
    }
    if names.is_empty() {
        page.line(0, 0, "Nothing waits for signatures.");
    }
    if let Some(to) = &folder.config.to {
        page.line(
            0,
            0,
            &format!("Published last to {to}. Devices ask there what is current."),
        );
    }
    page.end()
}

/// What will run out soon, or has, in sentences.
pub fn soon(state: &State, now: DateTime<Utc>) -> Vec<String> {
    let root = state
        .root()
        .map(|root| ("The keys".to_owned(), root.expires.clone()));
    let them = state.delegations().and_then(|them| them.delegations.as_ref());
    let roles = them.into_iter().flat_map(|them| &them.roles).filter_map(|role| {
        let held = state.role(&role.name)?;
        Some((format!("What {} offers", role.name), held.body.expires.clone()))
    });
    root.into_iter()
        .chain(roles)
        .filter(|(_, expires)| moment(expires).is_none_or(|at| at <= now + Duration::days(SOON_DAYS)))
        .map(|(what, expires)| {
            format!("{what}: signed until {expires}. Sign it anew before: childfirst renew")
        })
        .collect()
}

fn runs_out(page: &mut Page, what: &str, expires: &str, now: DateTime<Utc>) {
    let day = expires.split('T').next().unwrap_or(expires);
    match moment(expires) {
        Some(at) if at <= now => page.line(
            0,
            2,
            &format!("{what} RAN OUT on {day}. Devices take nothing new: childfirst renew"),
        ),
        Some(at) if at <= now + Duration::days(SOON_DAYS) => page.line(
            0,
            2,
            &format!("{what} will run out on {day}. Sign anew before: childfirst renew"),
        ),
        _ => page.line(
            0,
            2,
            &format!("{what} hold until {day}.").replace("That hold", "That holds"),
        ),
    }
}

fn as_json(folder: &Folder, state: &State) -> Result<Value, Failure> {
    let mut waiting = Vec::new();
    for name in Proposal::names(folder) {
        let proposal = Proposal::read(folder, &name)?;
        let files: Vec<Value> = proposal
            .standing(state)?
            .into_iter()
            .map(|(file, signed, needs)| {
                let needs: Vec<Value> = needs
                    .into_iter()
                    .map(|(_, role)| json!({"of": role.keyids.iter().map(|id| folder.name(id)).collect::<Vec<_>>(), "threshold": role.threshold}))
                    .collect();
                json!({"file": file, "signed_by": signed.iter().map(|id| folder.name(id)).collect::<Vec<_>>(), "needs": needs})
            })
            .collect();
        waiting.push(json!({
            "name": name, "by": proposal.about.by, "at": proposal.about.at, "files": files,
            "void": proposal.current(folder, state).is_err(),
        }));
    }
    let them = state.delegations().and_then(|them| them.delegations.as_ref());
    let roles: Vec<Value> = them
        .into_iter()
        .flat_map(|them| &them.roles)
        .map(|role| {
            let held = state.role(&role.name);
            let offers: Vec<_> = held
                .into_iter()
                .flat_map(|held| held.body.targets.values())
                .map(|target| &target.custom.childfirst)
                .collect();
            json!({"role": role.name, "version": held.map(|held| held.body.version), "expires": held.map(|held| &held.body.expires), "offers": offers})
        })
        .collect();
    Ok(json!({
        "root": state.root().map(|root| json!({"version": root.version, "expires": root.expires})),
        "roles": roles, "waiting": waiting, "to": folder.config.to,
    }))
}

/// Whose keys count for what.
///
/// # Errors
/// When the repository cannot be read.
pub fn keys(asked: &Status) -> Result<(), Failure> {
    let folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    let root = state.rooted()?;
    let mut all: Vec<(String, RoleKeys)> = Vec::new();
    for (role, says) in [("root", "keys"), ("timestamp", "publishing machine")] {
        all.extend(root.roles.get(role).map(|keys| (says.to_owned(), keys.clone())));
    }
    let them = state.delegations().and_then(|them| them.delegations.as_ref());
    all.extend(
        them.into_iter()
            .flat_map(|them| &them.roles)
            .map(|role| (role.name.clone(), role.keys())),
    );
    if asked.json {
        let rows: Vec<Value> = all
            .iter()
            .flat_map(|(what, keys)| keys.keyids.iter().map(move |id| (what, keys, id)))
            .map(|(what, keys, id)| json!({"for": what, "name": folder.name(id), "keyid": id, "threshold": keys.threshold}))
            .collect();
        return out::json(&rows);
    }
    let mut page = Page::new();
    for (what, keys) in all {
        page.heading(0, &format!("{what}: {} of {}", keys.threshold, keys.keyids.len()));
        for id in &keys.keyids {
            let short: String = id.chars().take(16).collect();
            page.line(2, 2, &format!("{short}  {}", folder.name(id)));
        }
    }
    page.end()
}
