//! `approve`: one person reads what would change, says so in typed words, and signs. Opens no data folder.
//!
//! What was shown is kept beside the signature. Refuses to sign without the words, with a key that does not count, and what
//! is not what it says.

use super::out::{self, Page};
use super::sources::{self, Asked};
use super::{lint, repo};
use crate::failure::{Failure, code};
use crate::publish::cli::Approve;
use crate::publish::folder::{self, Folder};
use crate::publish::key::{self, Person};
use crate::publish::metadata::{on_disk, text};
use crate::publish::proposal::{Approval, Proposal};
use crate::publish::sign::{self, Envelope, Signed, sha256};
use crate::publish::state::State;
use crate::publish::{look, passphrase};
use childfirst::pack::build::build;
use childfirst::time::Moment;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, Write as _};
use std::path::Path;

/// Shows what waits, and signs it.
///
/// # Errors
/// When nothing waits, the key does not count, or the words were not typed.
pub fn run(asked: &Approve, now: Option<Moment>) -> Result<(), Failure> {
    let folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    let name = match &asked.name {
        Some(name) => name.clone(),
        None => only(&folder)?,
    };
    let proposal = Proposal::read(&folder, &name)?;
    proposal.current(&folder, &state)?;
    let own = match &asked.source {
        Some(source) => Some(checked_here(
            source,
            asked.texts.as_deref(),
            &folder,
            &proposal,
            now,
        )?),
        None => None,
    };
    let (shown, words) = look::text(&proposal, &folder, &state, own.as_deref())?;
    if let (Some(to), Some(public)) = (&asked.to_sign, &asked.public) {
        let person = counts(&folder, &proposal, &state, &Person::read(public)?)?;
        return to_sign(to, &proposal, &state, &person, &shown);
    }
    let mut page = Page::new();
    shown.lines().for_each(|line| page.row(line));
    page.gap();
    page.end()?;
    let typed = consent(&words)?;
    let (keyid, signatures) = match (&asked.key, &asked.signature, &asked.public) {
        (Some(path), ..) => {
            let key = key::open(path, &passphrase::of(path, asked.passphrase_file.as_deref())?)?;
            let person = Person {
                name: String::new(),
                key: sign::public(&key),
            };
            let keyid = counts(&folder, &proposal, &state, &person)?;
            let signatures = proposal.signatures(&state, &keyid, &key)?;
            (keyid, signatures)
        }
        (None, Some(from), Some(public)) => {
            let person = Person::read(public)?;
            let keyid = counts(&folder, &proposal, &state, &person)?;
            let signatures = brought(from, &proposal, &state, &keyid)?;
            (keyid, signatures)
        }
        _ => {
            return Err(Failure::new(
                code::USAGE,
                "Name the key to sign with: --key FILE.",
            ));
        }
    };
    let approval = Approval {
        by: folder.name(&keyid),
        keyid,
        at: text(repo::clock(now)),
        shown: sha256(shown.as_bytes()),
        typed,
        signatures,
    };
    proposal.keep(&approval, &shown)?;
    let (state, moved) = Proposal::settle(&folder)?;
    let mut page = Page::new();
    page.heading(0, &format!("Signed by {}.", approval.by));
    if moved.contains(&name) {
        page.line(
            2,
            2,
            "Enough people have signed. It goes out with the next: childfirst publish",
        );
    } else {
        let proposal = Proposal::read(&folder, &name)?;
        for line in repo::waits(&folder, &state, &proposal)? {
            page.line(2, 2, &line);
        }
    }
    page.end()
}

fn only(folder: &Folder) -> Result<String, Failure> {
    let names = Proposal::names(folder);
    match names.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::new(
            code::NOT_FOUND,
            "Nothing waits for signatures. Propose something first: childfirst propose.",
        )),
        more => Err(Failure::new(
            code::USAGE,
            format!(
                "More than one thing waits: {}. Say which: childfirst approve NAME.",
                more.join(", ")
            ),
        )),
    }
}

/// The words that sign it, as they were typed.
fn consent(words: &str) -> Result<String, Failure> {
    let mut out = std::io::stdout();
    let asked = format!("Have you read all of it, and do you answer for it? Then type: {words}\n> ");
    let _ = out.write_all(asked.as_bytes()).and_then(|()| out.flush());
    let mut typed = String::new();
    let _ = std::io::stdin().lock().read_line(&mut typed);
    let typed = typed.trim().to_owned();
    if typed == words {
        Ok(typed)
    } else {
        let sentence = format!(
            "Not signed: that is not “{words}”. Nothing was changed; run it again when you have read it."
        );
        Err(Failure::new(code::REFUSED, sentence))
    }
}

/// The key's id, where it counts for anything here and has not signed yet.
fn counts(folder: &Folder, proposal: &Proposal, state: &State, person: &Person) -> Result<String, Failure> {
    let keyid = person.keyid()?;
    if proposal.for_key(state, &keyid)?.is_empty() {
        let sentence = format!(
            "This key does not count for {}. See whose do: childfirst repo status.",
            proposal.name
        );
        return Err(Failure::new(code::REFUSED, sentence));
    }
    if proposal.approvals().iter().any(|one| one.keyid == keyid) {
        let sentence = format!(
            "{} has signed already. Somebody else has to sign as well.",
            folder.name(&keyid)
        );
        return Err(Failure::new(code::REFUSED, sentence));
    }
    Ok(keyid)
}

/// What lint says of the sources, where they make the very bytes that are to be signed; with the values that devices will
/// have with them, and the texts that were named or are at hand.
fn checked_here(
    source: &Path,
    texts: Option<&Path>,
    folder: &Folder,
    proposal: &Proposal,
    now: Option<Moment>,
) -> Result<String, Failure> {
    let packs = [source.display().to_string()];
    let mut options = sources::options(&Asked {
        packs: &packs,
        texts,
        release: false,
        values: None,
        now,
    })?;
    let built = build(source, &[]).map_err(|found| {
        let sentence = format!(
            "These sources have findings ({}). See them with: childfirst build {}",
            found.len(),
            source.display()
        );
        Failure::new(code::FOUND, sentence)
    })?;
    if !proposal.files.values().any(|bytes| *bytes == built.bytes) {
        let sentence =
            "These sources make another pack than the one to be signed. Do not sign it before you know why.";
        return Err(Failure::new(code::FOUND, sentence));
    }
    options.release = values(folder, proposal, &built.file.id)?.map(Some);
    Ok(lint::report(&options).0)
}

/// The values that go out with a pack, or went before and still do.
fn values(folder: &Folder, proposal: &Proposal, pack: &str) -> Result<Option<Vec<u8>>, Failure> {
    let mut newest = None;
    for doc in &proposal.docs {
        for (path, target) in doc.targets()?.targets {
            let it = &target.custom.childfirst;
            let higher = newest.as_ref().is_none_or(|(version, _)| *version < it.version);
            if it.kind == "values" && it.pack == pack && higher {
                newest = Some((
                    it.version,
                    (on_disk(&path, &target.hashes.sha256), target.hashes.sha256),
                ));
            }
        }
    }
    let Some((_, (place, digest))) = newest else {
        return Ok(None);
    };
    let bytes = match proposal.files.get(&place) {
        Some(bytes) => bytes.clone(),
        None => fs::read(folder.path.join(&place)).map_err(|_| folder::damaged(&place))?,
    };
    if sha256(&bytes) == digest {
        Ok(Some(bytes))
    } else {
        Err(folder::damaged(&place))
    }
}

/// What a key in hardware has to sign, each file's bytes as they are signed.
fn to_sign(to: &Path, proposal: &Proposal, state: &State, keyid: &str, shown: &str) -> Result<(), Failure> {
    fs::create_dir(to).map_err(|_| {
        Failure::new(
            code::REFUSED,
            "That folder is there already or cannot be made. Name a new one with --to-sign.",
        )
    })?;
    let mut page = Page::new();
    page.line(
        0,
        0,
        &format!(
            "Read {} first. Then sign each of these, and lay each signature beside it:",
            to.join("READ-FIRST.txt").display()
        ),
    );
    out::new_file(&to.join("READ-FIRST.txt"), shown.as_bytes())?;
    for doc in proposal.for_key(state, keyid)? {
        let bytes = doc
            .envelope
            .canonical()
            .ok_or_else(|| folder::damaged(&doc.name()))?;
        out::new_file(&to.join(doc.name()), &bytes)?;
        let file = to.join(doc.name());
        page.row(&format!(
            "  {}  signature: {}.sig",
            file.display(),
            file.display()
        ));
    }
    page.end()
}

/// Signatures that were made elsewhere: 64 bytes each, beside what they sign.
fn brought(
    from: &Path,
    proposal: &Proposal,
    state: &State,
    keyid: &str,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut all = BTreeMap::new();
    for doc in proposal.for_key(state, keyid)? {
        let file = from.join(format!("{}.sig", doc.name()));
        let sig = fs::read(&file).map_err(|_| {
            Failure::new(
                code::NOT_FOUND,
                format!("{} is not there. Sign that file first.", file.display()),
            )
        })?;
        let sig = sign::hex(&sig);
        let mut envelope = Envelope::new(doc.envelope.signed.clone());
        envelope.signatures.push(Signed {
            keyid: keyid.to_owned(),
            sig: sig.clone(),
        });
        let needs = proposal.needs(state, doc)?;
        if !needs
            .iter()
            .any(|(keys, role)| envelope.signers(keys, role).contains(keyid))
        {
            let sentence = format!(
                "{} is no signature of that key over what is to be signed. Sign it again.",
                file.display()
            );
            return Err(Failure::new(code::REFUSED, sentence));
        }
        all.insert(doc.name(), sig);
    }
    Ok(all)
}
