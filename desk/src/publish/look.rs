//! What a signer is shown: what would change, worked out here from the very files that would be signed.
//!
//! Nothing is believed of whoever made the proposal but the report of lint, and that is said. Refuses to show what does not
//! fit (`fits.rs`).

use super::folder::{Folder, damaged};
use super::metadata::{Release, RoleKeys, Root, Target, Targets, on_disk};
use super::proposal::{KEYS, Proposal};
use super::release::ALL;
use super::sign::sha256;
use super::state::State;
use crate::app::BUILT_IN;
use crate::commands::diff;
use crate::commands::out::Page;
use crate::failure::Failure;
use childfirst::pack::Pack;
use std::collections::BTreeMap;
use std::fs;

/// How wide the text is laid out, on every computer: what is kept is what was shown.
const WIDE: usize = 100;

/// The text, and the words that sign it.
pub fn text(
    proposal: &Proposal,
    folder: &Folder,
    state: &State,
    own_lint: Option<&str>,
) -> Result<(String, String), Failure> {
    super::fits::fits(proposal, state)?;
    let mut page = Page::kept(WIDE, false);
    let mut words = proposal.name.clone();
    page.heading(0, &format!("To be signed: {}", proposal.name));
    page.line(
        2,
        2,
        &format!("Proposed by {}, {}.", proposal.about.by, proposal.about.at),
    );
    if !proposal.about.why.is_empty() {
        page.line(2, 2, &format!("Why: {}", proposal.about.why));
    }
    if proposal.name == KEYS {
        keys(&mut page, proposal, folder, state)?;
    } else {
        for doc in &proposal.docs {
            let body = doc.targets()?;
            let before = state
                .role(&doc.role)
                .map(|held| held.body.targets.clone())
                .unwrap_or_default();
            releases(&mut page, &before, &body);
            for (path, target) in &body.targets {
                let it = &target.custom.childfirst;
                let Some(bytes) = proposal.files.get(&on_disk(path, &target.hashes.sha256)) else {
                    continue;
                };
                // The pack's number, where values go out with one: theirs is their own.
                if it.kind == "pack" || words == proposal.name {
                    words = format!("{} {}", it.pack, it.version);
                }
                page.gap();
                match it.kind.as_str() {
                    "values" => values(&mut page, bytes),
                    _ => changes(&mut page, it, bytes, &before, folder)?,
                }
            }
        }
        page.gap();
        match own_lint.or(proposal.lint.as_deref()) {
            Some(report) => {
                let heading = match own_lint {
                    Some(_) => "Checked here, from sources that make these very bytes:".to_owned(),
                    None => format!(
                        "What lint said at {}’s desk. To check it yourself: --source FOLDER.",
                        proposal.about.by
                    ),
                };
                page.line(0, 2, &heading);
                report.lines().for_each(|line| page.line(2, 2, line));
            }
            None => page.line(
                0,
                2,
                "No words are new here, so there was nothing for lint to check.",
            ),
        }
    }
    Ok((page.lines().join("\n") + "\n", words))
}

fn share(it: &Release) -> String {
    match it.share {
        None => "to all devices".into(),
        Some(share) => format!("to {share} of every {ALL} devices"),
    }
}

fn what(it: &Release) -> String {
    match it.kind.as_str() {
        "values" => format!("The values for {}, number {}", it.pack, it.version),
        _ => format!("{}, version {}", it.pack, it.version),
    }
}

/// What is offered that was not, and what is not any more.
fn releases(page: &mut Page, before: &BTreeMap<String, Target>, now: &Targets) {
    let mut any = false;
    for (path, target) in &now.targets {
        let it = &target.custom.childfirst;
        match before.get(path) {
            None => {
                page.line(2, 2, &format!("New: {}, {}.", what(it), share(it)));
                if it.safety {
                    page.line(
                        4,
                        2,
                        "A safety release: devices take it on any network, and are told.",
                    );
                }
                if !it.summary.is_empty() {
                    page.line(4, 2, &format!("Officers read: {}", it.summary));
                }
            }
            Some(old) if old == target => continue,
            Some(old) if old.custom.childfirst.share != it.share => {
                page.line(
                    2,
                    2,
                    &format!(
                        "Wider: {}, {}. Before, {}.",
                        what(it),
                        share(it),
                        share(&old.custom.childfirst)
                    ),
                );
            }
            Some(_) => page.line(2, 2, &format!("Changed: {}, {}.", what(it), share(it))),
        }
        any = true;
    }
    for (path, old) in before {
        if !now.targets.contains_key(path) {
            page.line(
                2,
                2,
                &format!(
                    "No longer offered: {}. Who has it keeps it until a higher version comes.",
                    what(&old.custom.childfirst)
                ),
            );
            any = true;
        }
    }
    if !any {
        page.line(2, 2, "The same as before, for longer.");
    }
    page.line(2, 2, &format!("These signatures hold until {}.", now.expires));
}

fn changes(
    page: &mut Page,
    it: &Release,
    bytes: &[u8],
    before: &BTreeMap<String, Target>,
    folder: &Folder,
) -> Result<(), Failure> {
    let unreadable = |_| damaged(&it.path());
    let now = Pack::read(bytes).map_err(unreadable)?;
    match earlier(it, before, folder)? {
        Some(earlier) => {
            let earlier = Pack::read(&earlier).map_err(unreadable)?;
            let found = childfirst::diff::diff(&earlier, &now);
            diff::text(page, &found);
            if found.changes.is_empty() && !only_its_number(&earlier, &now) {
                page.line(
                    2,
                    2,
                    "Something stands in another order than before. No word was added, withdrawn or changed.",
                );
            }
        }
        None => {
            let file = now.file();
            page.heading(
                0,
                &format!("{}, version {}: all of it is new", file.title, file.version),
            );
            let items: usize = file.lists.iter().map(|list| list.items.len()).sum();
            page.line(2, 2, &format!("{} lists with {items} items, {} domains, {} passages. Read it all before you sign: childfirst preview.", file.lists.len(), file.domains.len(), file.reference.len()));
        }
    }
    Ok(())
}

/// Whether two packs are the same but for the version.
fn only_its_number(earlier: &Pack, now: &Pack) -> bool {
    let mut same = earlier.file().clone();
    same.version = now.file().version;
    same == *now.file()
}

/// What officers have of a pack now: what was published last, or what came with the program.
pub fn earlier(
    it: &Release,
    before: &BTreeMap<String, Target>,
    folder: &Folder,
) -> Result<Option<Vec<u8>>, Failure> {
    let last = before
        .iter()
        .filter(|(_, old)| old.custom.childfirst.kind == "pack" && old.custom.childfirst.pack == it.pack)
        .max_by_key(|(_, old)| old.custom.childfirst.version);
    match last {
        Some((path, old)) => {
            let place = on_disk(path, &old.hashes.sha256);
            let bytes = fs::read(folder.path.join(&place)).map_err(|_| damaged(&place))?;
            if sha256(&bytes) == old.hashes.sha256 {
                Ok(Some(bytes))
            } else {
                Err(damaged(&place))
            }
        }
        None => Ok(shipped(&it.pack).map(<[u8]>::to_vec)),
    }
}

/// The pack of that id that came with the program.
pub fn shipped(pack: &str) -> Option<&'static [u8]> {
    BUILT_IN.iter().find(|one| one.id == pack).map(|one| one.bytes)
}

fn values(page: &mut Page, bytes: &[u8]) {
    page.heading(0, "The force’s own values, all of them");
    let text = String::from_utf8_lossy(bytes);
    text.lines().for_each(|line| page.line(2, 2, line));
}

fn keys(page: &mut Page, proposal: &Proposal, folder: &Folder, state: &State) -> Result<(), Failure> {
    for doc in &proposal.docs {
        page.gap();
        if doc.role == "root" {
            let new: Root =
                serde_json::from_value(doc.envelope.signed.clone()).map_err(|_| damaged(&doc.name()))?;
            page.heading(0, &format!("Who may change keys, from number {} on", new.version));
            for (role, says) in [
                ("root", "Whoever changes keys"),
                ("targets", "Whoever says who publishes what"),
                ("timestamp", "The machine that publishes"),
            ] {
                let of = |root: &Root| root.roles.get(role).cloned();
                people(
                    page,
                    says,
                    folder,
                    state.root().and_then(of).as_ref(),
                    of(&new).as_ref(),
                );
            }
            if new.childfirst.is_some() {
                page.line(
                    2,
                    2,
                    "For development: these keys protect nothing, and a phone’s app refuses them.",
                );
            }
            page.line(2, 2, &format!("It holds until {}.", new.expires));
        } else {
            let new = doc.targets()?;
            page.heading(0, &format!("Who publishes what, from number {} on", new.version));
            let old = state.delegations();
            for role in new.delegations.iter().flat_map(|them| &them.roles) {
                let before = old.and_then(|old| super::state::find(old, &role.name));
                let packs = role
                    .paths
                    .iter()
                    .map(|path| path.trim_end_matches("/*"))
                    .collect::<Vec<_>>()
                    .join(", ");
                people(
                    page,
                    &format!("{} (packs: {packs})", role.name),
                    folder,
                    before.map(|(it, _)| it.keys()).as_ref(),
                    Some(&role.keys()),
                );
            }
            let gone = old.and_then(|old| old.delegations.as_ref());
            for role in gone.iter().flat_map(|them| &them.roles) {
                if super::state::find(&new, &role.name).is_none() {
                    page.line(2, 2, &format!("{}: nobody publishes it any more.", role.name));
                }
            }
            page.line(2, 2, &format!("It holds until {}.", new.expires));
        }
    }
    Ok(())
}

/// Whose signatures count: all by name and key, and what is other than before.
fn people(page: &mut Page, says: &str, folder: &Folder, before: Option<&RoleKeys>, now: Option<&RoleKeys>) {
    let Some(now) = now else { return };
    page.line(
        2,
        2,
        &format!("{says}: {} of {}", now.threshold, now.keyids.len()),
    );
    let had = |id: &String| before.is_some_and(|before| before.keyids.contains(id));
    for id in &now.keyids {
        let new = if before.is_some() && !had(id) { ", new" } else { "" };
        let short: String = id.chars().take(16).collect();
        page.line(4, 2, &format!("{}, key {short}{new}", folder.name(id)));
    }
    for id in before.iter().flat_map(|before| &before.keyids) {
        if !now.keyids.contains(id) {
            page.line(4, 2, &format!("{}: no longer", folder.name(id)));
        }
    }
}
