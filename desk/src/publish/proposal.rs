//! What waits for signatures: the very files that would be published, what they bring, and each signature on its own.
//!
//! One at a time for each force (`proposals/norfolk`), and one for the keys (`proposals/keys`), so that nobody signs
//! something that another signature makes void. A signature is a file of its own: two people sign in two copies of the
//! folder, and git puts them together. Refuses what does not follow from what is signed already.

use super::folder::{self, Folder, damaged, not_saved};
use super::metadata::Targets;
use super::sign::{Envelope, Signed, sha256};
use super::state::State;
use crate::failure::{Failure, code};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The one about the keys.
pub const KEYS: &str = "keys";
const ABOUT: &str = "proposal.json";
const LINT: &str = "lint.txt";

/// What is said about it by whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Who made it.
    pub by: String,
    /// When.
    pub at: String,
    /// Why, in a line. May be empty.
    #[serde(default)]
    pub why: String,
}

/// What a signer was shown, and what the signer typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// With which key.
    pub keyid: String,
    /// When, by the clock of that computer.
    pub at: String,
    /// The digest of the text that was shown; the text lies beside.
    pub shown: String,
    /// What was typed.
    pub typed: String,
    /// The signatures, by the name of the file.
    pub signatures: BTreeMap<String, String>,
}

/// One file that is to be signed.
#[derive(Debug, Clone)]
pub struct Doc {
    /// The role.
    pub role: String,
    /// Its version.
    pub version: u64,
    /// The file, with the signatures so far.
    pub envelope: Envelope,
}

impl Doc {
    /// Its name.
    pub fn name(&self) -> String {
        format!("{}.{}.json", self.version, self.role)
    }

    /// What it says, of a role but `root`.
    pub fn targets(&self) -> Result<Targets, Failure> {
        serde_json::from_value(self.envelope.signed.clone()).map_err(|_| damaged(&self.name()))
    }
}

/// Something that waits for signatures.
pub struct Proposal {
    /// Its name: a role's, or `keys`.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What is said about it.
    pub about: About,
    /// What is to be signed.
    pub docs: Vec<Doc>,
    /// Packs and values, by their place on the disk.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What lint said where it was made. None where there was nothing to check.
    pub lint: Option<String>,
}

impl Proposal {
    /// Writes a new one. One that is there is kept, unless it is to be replaced.
    pub fn write(self, folder: &Folder, replace: bool) -> Result<Proposal, Failure> {
        if self.path.exists() && !replace {
            let sentence = format!(
                "Something of {} waits for signatures already. Sign that first, or replace it: --replace. Its signatures are void then.",
                self.name
            );
            return Err(Failure::new(code::REFUSED, sentence));
        }
        // Whole or not at all: it is made beside and moved into its place.
        let making = folder
            .path
            .join("proposals")
            .join(format!(".{}.writing", self.name));
        let _ = fs::remove_dir_all(&making);
        let about = serde_json::to_vec_pretty(&self.about).map_err(|_| not_saved())?;
        folder::write(&making.join(ABOUT), &about)?;
        for doc in &self.docs {
            folder::write(&making.join(doc.name()), &doc.envelope.bytes())?;
        }
        for (path, bytes) in &self.files {
            folder::write(&making.join(path), bytes)?;
        }
        if let Some(lint) = &self.lint {
            folder::write(&making.join(LINT), lint.as_bytes())?;
        }
        if self.path.exists() {
            fs::remove_dir_all(&self.path).map_err(|_| not_saved())?;
        }
        fs::rename(&making, &self.path).map_err(|_| not_saved())?;
        Ok(self)
    }

    /// Where one of a name lies.
    pub fn place(folder: &Folder, name: &str) -> PathBuf {
        folder.path.join("proposals").join(name)
    }

    /// The names of those that wait.
    pub fn names(folder: &Folder) -> Vec<String> {
        let entries = fs::read_dir(folder.path.join("proposals"))
            .into_iter()
            .flatten()
            .flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().join(ABOUT).is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    /// Reads one, with the signatures that truly are on it.
    pub fn read(folder: &Folder, name: &str) -> Result<Proposal, Failure> {
        let path = Proposal::place(folder, name);
        let about = fs::read(path.join(ABOUT))
            .ok()
            .filter(|_| Proposal::names(folder).iter().any(|one| one == name));
        let about = about.ok_or_else(|| {
            let sentence = format!(
                "Nothing of that name waits for signatures: {name}. See what does: childfirst repo status."
            );
            Failure::new(code::NOT_FOUND, sentence)
        })?;
        let about = serde_json::from_slice(&about).map_err(|_| damaged(ABOUT))?;
        let mut proposal = Proposal {
            name: name.to_owned(),
            about,
            docs: Vec::new(),
            files: BTreeMap::new(),
            lint: fs::read_to_string(path.join(LINT)).ok(),
            path,
        };
        for (file, bytes) in files(&proposal.path) {
            let Some((version, role)) = file.strip_suffix(".json").and_then(|name| name.split_once('.'))
            else {
                continue;
            };
            let Ok(version) = version.parse() else { continue };
            let envelope = Envelope::read(&bytes).ok_or_else(|| damaged(&file))?;
            if envelope.signed.get("version") != Some(&serde_json::Value::from(version)) {
                return Err(damaged(&file));
            }
            proposal.docs.push(Doc {
                role: role.to_owned(),
                version,
                envelope: Envelope::new(envelope.signed),
            });
        }
        let targets = proposal.path.join("targets");
        for pack in fs::read_dir(&targets).into_iter().flatten().flatten() {
            for (name, bytes) in files(&pack.path()) {
                let path = format!("targets/{}/{name}", pack.file_name().to_string_lossy());
                proposal.files.insert(path, bytes);
            }
        }
        for approval in proposal.approvals() {
            for doc in &mut proposal.docs {
                if let Some(sig) = approval.signatures.get(&doc.name()) {
                    doc.envelope.signatures.push(Signed {
                        keyid: approval.keyid.clone(),
                        sig: sig.clone(),
                    });
                }
            }
        }
        Ok(proposal)
    }

    /// Every approval that lies with it, in the order of keys.
    pub fn approvals(&self) -> Vec<Approval> {
        let all = files(&self.path.join("signatures"));
        all.iter()
            .filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok())
            .collect()
    }

    /// Refuses one that was made before something else was signed. One that was half moved to its place is none.
    pub fn current(&self, folder: &Folder, state: &State) -> Result<(), Failure> {
        let there = |doc: &Doc| {
            let bytes = fs::read(folder.path.join("metadata").join(doc.name())).ok()?;
            Envelope::read(&bytes).filter(|held| held.signed == doc.envelope.signed)
        };
        let follows = |doc: &Doc| state.next(&doc.role) == doc.version || there(doc).is_some();
        if self.docs.iter().all(follows) && !self.docs.is_empty() {
            return Ok(());
        }
        let sentence = format!(
            "Something else was signed since {} was proposed, so it is void. Propose it again with --replace.",
            self.name
        );
        Err(Failure::new(code::REFUSED, sentence))
    }

    /// Keeps an approval, with the text that was shown.
    pub fn keep(&self, approval: &Approval, shown: &str) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(approval).map_err(|_| not_saved())?;
        let name = approval.keyid.chars().take(16).collect::<String>();
        folder::write(
            &self.path.join("shown").join(format!("{name}.txt")),
            shown.as_bytes(),
        )?;
        folder::write(&self.path.join("signatures").join(format!("{name}.json")), &text)
    }

    /// Moves what enough people signed to what may be published. Safe to be cut off and done again.
    pub fn promote(&self, folder: &Folder, state: &State) -> Result<(), Failure> {
        if !self.enough(state)? {
            return Err(Failure::new(
                code::REFUSED,
                "Not enough people have signed it yet.",
            ));
        }
        for (path, bytes) in &self.files {
            folder::write(&folder.path.join(path), bytes)?;
        }
        let mut docs: Vec<&Doc> = self.docs.iter().collect();
        // A root last: until it is there, nothing of what follows from it is read, and all of it is done again.
        docs.sort_by_key(|doc| doc.role == "root");
        for doc in docs {
            folder::write(
                &folder.path.join("metadata").join(doc.name()),
                &doc.envelope.bytes(),
            )?;
        }
        self.put_away(folder)
    }

    /// Moves to its place whatever enough people signed, in one copy of the folder or in two that were put together; and
    /// what a program that was cut off left half done. Gives what is signed then, and what was moved.
    pub fn settle(folder: &Folder) -> Result<(State, Vec<String>), Failure> {
        let mut state = State::read(folder)?;
        let mut moved = Vec::new();
        for name in Proposal::names(folder) {
            let proposal = Proposal::read(folder, &name)?;
            let ready = proposal.current(folder, &state).is_ok() && proposal.enough(&state).unwrap_or(false);
            if ready && super::fits::fits(&proposal, &state).is_ok() {
                proposal.promote(folder, &state)?;
                state = State::read(folder)?;
                moved.push(name);
            }
        }
        Ok((state, moved))
    }

    fn put_away(&self, folder: &Folder) -> Result<(), Failure> {
        let version = self.docs.iter().map(|doc| doc.version).max().unwrap_or_default();
        let mut to = folder
            .path
            .join("signed")
            .join(format!("{}-{version}", self.name));
        if to.exists() {
            let digest: String = sha256(self.about.at.as_bytes()).chars().take(8).collect();
            to = to.with_extension(digest);
        }
        fs::rename(&self.path, to).map_err(|_| not_saved())
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<(String, Vec<u8>)> = entries
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            Some((name, fs::read(entry.path()).ok()?))
        })
        .collect();
    all.sort();
    all
}
