//! `propose`, `withdraw` and `renew`: what two people are to sign next. Opens no data folder.
//!
//! Refuses a pack in which lint finds an error: nobody is asked to sign what is not fit. Nothing is published here.

use super::out::Page;
use super::sources::{self, Asked};
use super::{lint, repo};
use crate::failure::{Failure, code};
use crate::publish::cli::{Propose, Renew, Withdraw};
use crate::publish::folder::{Folder, damaged, not_saved};
use crate::publish::keys::{self, Change};
use crate::publish::look;
use crate::publish::metadata::{on_disk, text};
use crate::publish::proposal::{About, Doc, KEYS, Proposal};
use crate::publish::release::{ALL, Draft, How, again_as};
use crate::publish::sign::{Envelope, sha256};
use crate::publish::state::State;
use childfirst::pack::build::build;
use childfirst::pack::{Pack, Values};
use childfirst::time::Moment;
use chrono::{DateTime, Utc};
use std::fs;
use std::path::Path;

/// Proposes a release.
///
/// # Errors
/// With findings, with a version that devices know already, or when something waits already.
pub fn run(asked: &Propose, now: Option<Moment>) -> Result<(), Failure> {
    crate::failure::refused_blank(&asked.by)?;
    let folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    let at = repo::clock(now);
    let about = about(&asked.by, at, "");
    if let Some(share) = asked.widen {
        let mut draft = Draft::of(&state, &asked.pack, at)?;
        draft.widen(&asked.pack, share)?;
        return written(&folder, &state, draft, about, None, asked.replace);
    }
    let sources = [asked.pack.clone()];
    let values = asked.values.as_deref().map(sources::values).transpose()?;
    let options = sources::options(&Asked {
        packs: &sources,
        texts: asked.texts.as_deref(),
        release: values.is_some(),
        values: asked.values.as_deref(),
        now,
    })?;
    let path = options
        .packs
        .first()
        .map(std::path::PathBuf::as_path)
        .unwrap_or(Path::new("."));
    let built = build(path, &[]).map_err(|found| {
        let sentence = format!(
            "{} has findings ({}). See them with: childfirst build {}",
            asked.pack,
            found.len(),
            path.display()
        );
        Failure::new(code::FOUND, sentence)
    })?;
    let (report, errors) = lint::report(&options);
    if errors > 0 {
        let sentence = format!(
            "lint finds {errors} errors in {}, so nothing was proposed. See and mend them: childfirst lint {}",
            asked.pack,
            path.display()
        );
        return Err(Failure::new(code::FOUND, sentence));
    }
    let mut draft = Draft::of(&state, &built.file.id, at)?;
    let how = How {
        safety: asked.safety,
        share: asked.share,
        summary: asked.summary.clone(),
    };
    let mut new = draft.pack(&state, &built.bytes, &how)?;
    if let Some(bytes) = &values {
        let pack =
            Pack::read(&built.bytes).map_err(|error| Failure::new(code::DAMAGED, error.to_string()))?;
        Values::read(bytes, &pack).map_err(|error| Failure::new(code::REFUSED, error.to_string()))?;
        new |= draft.values(&state, &built.file.id, bytes, &how)?;
    }
    if !new {
        let sentence = format!(
            "Version {} of {} is published as it is. Change its words and raise \"version\" in its pack.json; or give it to more devices: --widen {ALL}.",
            built.file.version, built.file.id
        );
        return Err(Failure::new(code::REFUSED, sentence));
    }
    written(&folder, &state, draft, about, Some(report), asked.replace)
}

/// Proposes to withdraw a version, or to bring the one before back.
///
/// # Errors
/// When there is no such version, or none before it.
pub fn withdraw(asked: &Withdraw, now: Option<Moment>) -> Result<(), Failure> {
    crate::failure::refused_blank(&asked.by)?;
    let folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    let at = repo::clock(now);
    let mut draft = Draft::of(&state, &asked.pack, at)?;
    let bad = draft.withdraw(&asked.pack, asked.version)?;
    if asked.roll_back {
        let bytes = good(&folder, &state, &asked.pack, bad, asked.roll_back_to)?;
        let highest = state.ever(&asked.pack).map(|target| &target.custom.childfirst);
        let highest = highest
            .filter(|it| it.kind == "pack")
            .map(|it| it.version)
            .max()
            .unwrap_or(bad);
        let how = How {
            safety: true,
            share: None,
            summary: asked.why.clone(),
        };
        draft.pack(&state, &again_as(&bytes, highest + 1)?, &how)?;
    }
    written(
        &folder,
        &state,
        draft,
        about(&asked.by, at, &asked.why),
        None,
        asked.replace,
    )
}

/// The bytes of the version to go back to.
fn good(
    folder: &Folder,
    state: &State,
    pack: &str,
    bad: u32,
    wanted: Option<u32>,
) -> Result<Vec<u8>, Failure> {
    let all = state
        .ever(pack)
        .filter(|target| target.custom.childfirst.kind == "pack");
    let fits = |version: u32| wanted.map_or(version < bad, |wanted| version == wanted);
    let found = all
        .filter(|target| fits(target.custom.childfirst.version))
        .max_by_key(|target| target.custom.childfirst.version);
    let Some(target) = found else {
        // Before the first that was published, devices had what came with the program.
        let shipped =
            look::shipped(pack).filter(|bytes| Pack::read(bytes).is_ok_and(|pack| fits(pack.file().version)));
        return shipped.map(<[u8]>::to_vec).ok_or_else(|| {
            let sentence = "There is no version before that one. Leave --roll-back out to withdraw it, or correct it and propose it again.";
            Failure::new(code::NOT_FOUND, sentence)
        });
    };
    let place = on_disk(&target.custom.childfirst.path(), &target.hashes.sha256);
    let bytes = fs::read(folder.path.join(&place)).map_err(|_| damaged(&place))?;
    if sha256(&bytes) == target.hashes.sha256 {
        Ok(bytes)
    } else {
        Err(damaged(&place))
    }
}

/// Proposes the same again, for another year.
///
/// # Errors
/// When something waits already, or there is nothing to renew.
pub fn renew(asked: &Renew, now: Option<Moment>) -> Result<(), Failure> {
    crate::failure::refused_blank(&asked.by)?;
    let mut folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    state.rooted()?;
    let at = repo::clock(now);
    let wanted = |name: &str| asked.name.as_ref().is_none_or(|asked| asked == name);
    let roles: Vec<String> = state
        .delegations()
        .and_then(|them| them.delegations.as_ref())
        .into_iter()
        .flat_map(|them| &them.roles)
        .map(|role| role.name.clone())
        .collect();
    if let Some(name) = &asked.name
        && name != KEYS
        && !roles.contains(name)
    {
        return Err(super::names::unknown(
            "force",
            name,
            roles.iter().map(String::as_str).chain([KEYS]).collect::<Vec<_>>(),
        ));
    }
    if wanted(KEYS) {
        let change = Change {
            renew: true,
            ..Change::default()
        };
        let docs = keys::draft(&mut folder, &state, change, at)?;
        keys_written(
            &folder,
            &state,
            docs,
            about(&asked.by, at, "The signatures hold for another year."),
            asked.replace,
        )?;
    }
    for role in roles
        .iter()
        .filter(|role| wanted(role) && state.roles.contains_key(*role))
    {
        let draft = Draft::again(&state, role, at);
        written(
            &folder,
            &state,
            draft,
            about(&asked.by, at, "The signatures hold for another year."),
            None,
            asked.replace,
        )?;
    }
    Ok(())
}

/// Who, when and why.
pub fn about(by: &str, at: DateTime<Utc>, why: &str) -> About {
    About {
        by: by.trim().to_owned(),
        at: text(at),
        why: why.trim().to_owned(),
    }
}

fn written(
    folder: &Folder,
    state: &State,
    draft: Draft,
    about: About,
    lint: Option<String>,
    replace: bool,
) -> Result<(), Failure> {
    let signed = serde_json::to_value(&draft.body).map_err(|_| not_saved())?;
    let proposal = Proposal {
        path: Proposal::place(folder, &draft.role),
        docs: vec![Doc {
            role: draft.role.clone(),
            version: draft.body.version,
            envelope: Envelope::new(signed),
        }],
        name: draft.role,
        about,
        files: draft.files,
        lint,
    };
    say(folder, state, &proposal.write(folder, replace)?)
}

/// Writes a proposal about the keys.
///
/// # Errors
/// When one waits already.
pub fn keys_written(
    folder: &Folder,
    state: &State,
    docs: Vec<Doc>,
    about: About,
    replace: bool,
) -> Result<(), Failure> {
    let proposal = Proposal {
        name: KEYS.into(),
        path: Proposal::place(folder, KEYS),
        about,
        docs,
        files: std::collections::BTreeMap::new(),
        lint: None,
    };
    let proposal = proposal.write(folder, replace)?;
    folder.save()?;
    say(folder, state, &proposal)
}

/// What was proposed, and whose turn it is.
fn say(folder: &Folder, state: &State, proposal: &Proposal) -> Result<(), Failure> {
    let (text, _) = look::text(proposal, folder, state, None)?;
    let mut page = Page::new();
    text.lines().for_each(|line| page.row(line));
    page.gap();
    page.heading(
        0,
        "Nothing is published yet. Two people sign it, each with their own key:",
    );
    for line in repo::waits(folder, state, proposal)? {
        page.line(2, 2, &line);
    }
    page.row(&format!("  childfirst approve {} --key FILE", proposal.name));
    page.end()
}
