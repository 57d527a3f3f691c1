//! Building a pack from its sources: the desk's work, never a device's.
//!
//! A folder of JSON comes in, one whole flat file goes out, the same bytes every time. Refuses to build anything
//! with a finding, and names as many findings as it can in one run.

pub mod canonical;
pub(crate) mod files;
mod finding;
mod merge;
pub(crate) mod own;
pub mod schema;
mod source;

pub use finding::Finding;
pub use source::{AddPrompts, AddToDomain, AddToList};

use self::merge::{Below, place_of};
use self::own::{Own, Place, Places};
use super::check::{self, Fault};
use super::elements::{is_word, shown};
use super::error::MOST_BYTES;
use super::read::{FORMAT, READER};
use super::types::{BuiltOn, EXPORT_SECTIONS, ExportSection, PackFile};
use super::whole::hex;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A built pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The bytes that are signed and shipped.
    pub bytes: Vec<u8>,
    /// Their SHA-256, in hexadecimal.
    pub digest: String,
    /// What they hold.
    pub file: PackFile,
    places: Places,
}

impl Built {
    /// The file and line of a named piece, for whoever has more to say of it: section (`items`, `prompts`,
    /// `routes` …) and id.
    pub fn place(&self, section: &'static str, id: &str) -> Option<(&str, usize)> {
        let place = self.places.get(&(section, id.to_owned()))?;
        Some((&place.file, place.line))
    }
}

/// Builds the pack in a folder. What it extends is looked for by name in `roots`; without any, beside the folder.
/// The findings are in order of file and line.
pub fn build(pack: &Path, roots: &[PathBuf]) -> Result<Built, Vec<Finding>> {
    let beside = pack.parent().map(Path::to_path_buf).unwrap_or_default();
    let roots = if roots.is_empty() {
        vec![beside]
    } else {
        roots.to_vec()
    };
    let mut builder = Builder {
        roots,
        built: HashMap::new(),
        chain: Vec::new(),
        found: Vec::new(),
    };
    let built = builder.pack(pack);
    let mut found = builder.found;
    found.sort();
    found.dedup();
    match built {
        Some(built) if found.is_empty() => Ok(Rc::unwrap_or_clone(built)),
        _ => Err(found),
    }
}

struct Builder {
    roots: Vec<PathBuf>,
    /// What was built already, by folder; none where it could not be.
    built: HashMap<PathBuf, Option<Rc<Built>>>,
    /// The ids of the packs that are being built, each below the one before.
    chain: Vec<String>,
    found: Vec<Finding>,
}

impl Builder {
    fn pack(&mut self, folder: &Path) -> Option<Rc<Built>> {
        if let Some(built) = self.built.get(folder) {
            return built.clone();
        }
        let built = self.fresh(folder).map(Rc::new);
        self.built.insert(folder.to_path_buf(), built.clone());
        built
    }

    fn fresh(&mut self, folder: &Path) -> Option<Built> {
        let name = folder_name(folder);
        let before = self.found.len();
        let path = folder.join("pack.json");
        let manifest_at = Place {
            file: path.display().to_string(),
            line: 1,
        };
        if !path.is_file() && !path.is_symlink() {
            let sentence = "a pack's folder holds pack.json, its manifest".to_owned();
            self.found
                .push(finding("no-manifest", manifest_at, &name, sentence));
            return None;
        }
        let files = files::read_folder(folder, &mut self.found);
        let own = own::read(&files, &mut self.found);
        let partial = self.found.len() > before;
        let manifest = own.manifest.clone()?;
        let at = |key: &str| {
            own.places
                .get(&("pack", key.to_owned()))
                .unwrap_or(&manifest_at)
                .clone()
        };
        if manifest.id != name {
            let sentence = format!(
                "the folder is called \"{}\": a pack's folder has its id",
                shown(&name)
            );
            self.found
                .push(finding("id-not-folder", at(&manifest.id), &manifest.id, sentence));
        }
        self.chain.push(name);
        let below = self.below(&manifest.extends, &at("extends"));
        self.chain.pop();
        let below = below?;
        self.join(own, &manifest, &below, manifest_at, partial)
    }

    /// Builds what the pack extends.
    fn below(&mut self, extends: &[String], at: &Place) -> Option<Vec<Rc<Built>>> {
        let mut all = Some(Vec::new());
        for (n, id) in extends.iter().enumerate() {
            let built = if extends.iter().take(n).any(|other| other == id) {
                let sentence = "it is extended twice: keep one".to_owned();
                self.found.push(finding("duplicate-id", at.clone(), id, sentence));
                continue;
            } else {
                self.one_below(id, at)
            };
            match (built, &mut all) {
                (Some(built), Some(all)) => all.push(built),
                _ => all = None,
            }
        }
        all
    }

    fn one_below(&mut self, id: &str, at: &Place) -> Option<Rc<Built>> {
        if let Some(from) = self.chain.iter().position(|other| other == id) {
            let chain: Vec<_> = self.chain.iter().skip(from).map(|id| shown(id)).collect();
            let sentence = format!(
                "packs extend each other in a loop: {} → {}",
                chain.join(" → "),
                shown(id)
            );
            self.found.push(finding("extends-loop", at.clone(), id, sentence));
            return None;
        }
        // An id that is one word cannot lead out of the roots, and a link that could is not followed.
        let folder = self
            .roots
            .iter()
            .map(|root| root.join(id))
            .find(|folder| is_word(id) && folder.is_dir() && !folder.is_symlink());
        let Some(folder) = folder else {
            let sentence =
                "there is no folder of this name beside the pack: mend the name or add the pack".to_owned();
            self.found
                .push(finding("extends-absent", at.clone(), id, sentence));
            return None;
        };
        let built = self.pack(&folder);
        if built.is_none() {
            let sentence = "this pack below has findings of its own: mend them first".to_owned();
            self.found
                .push(finding("extends-broken", at.clone(), id, sentence));
        }
        built
    }

    fn join(
        &mut self,
        own: Own,
        manifest: &source::Manifest,
        below: &[Rc<Built>],
        manifest_at: Place,
        partial: bool,
    ) -> Option<Built> {
        let before = self.found.len();
        let sources: Vec<_> = below
            .iter()
            .map(|it| Below {
                file: &it.file,
                places: &it.places,
            })
            .collect();
        let merged = merge::merge(&manifest.id, own, &sources);
        let mut file = merged.file;
        file.format = FORMAT;
        file.min_reader = READER;
        file.id.clone_from(&manifest.id);
        file.version = manifest.version;
        file.title.clone_from(&manifest.title);
        file.force.clone_from(&manifest.force);
        file.lang.clone_from(&manifest.lang);
        file.main_document.clone_from(&manifest.main_document);
        file.roles.clone_from(&manifest.roles);
        file.built_on = built_on(below);

        let mut faults = merged.faults;
        let known: Vec<_> = faults
            .iter()
            .map(|fault| (fault.section, fault.name.clone()))
            .collect();
        let twice: Vec<String> = self
            .found
            .iter()
            .filter(|it| it.rule == "duplicate-id")
            .map(|it| it.name.clone())
            .collect();
        faults.extend(check::faults(&file).into_iter().filter(|fault| {
            // What could not be read is missing elsewhere, and what is misplaced stands twice: said once.
            let cascade =
                partial && (fault.rule.starts_with("unknown-") || fault.rule.starts_with("missing-"));
            let twice = fault.rule == "duplicate-id" && twice.contains(&shown(&fault.name));
            let unknown = fault.rule.starts_with("unknown-") || fault.rule == "bad-case-value";
            let still = unknown && merged.still.contains(&(fault.section, fault.name.clone()));
            !cascade && !twice && !still && !known.contains(&(fault.section, fault.name.clone()))
        }));
        // A reader passes it by: a later version may write more.
        let unknown = |section: &&ExportSection| !EXPORT_SECTIONS.contains(&section.section.as_str());
        faults.extend(file.export.iter().filter(unknown).map(|section| Fault {
            rule: "unknown-section",
            section: "export",
            name: section.section.clone(),
            sentence: format!(
                "core writes no such section; it can be {}",
                EXPORT_SECTIONS.join(", ")
            ),
        }));
        for fault in faults {
            let place = place_of(&fault, &merged.places, &manifest_at);
            self.found
                .push(finding(fault.rule, place, &fault.name, fault.sentence));
        }
        let value = serde_json::to_value(&file).ok()?;
        let bytes = canonical::bytes(&value);
        if bytes.len() > MOST_BYTES {
            let sentence = "the built pack is larger than 8 MB: split it".to_owned();
            self.found
                .push(finding("too-large", manifest_at, &manifest.id, sentence));
        }
        if partial || self.found.len() > before {
            return None;
        }
        // What is shipped is what a device will read, so the file is that of the bytes.
        let file = serde_json::from_slice(&bytes).ok()?;
        let digest = hex(&Sha256::digest(&bytes));
        Some(Built {
            bytes,
            digest,
            file,
            places: merged.places,
        })
    }
}

/// Every pack below at its exact digest, also those below the packs below, each once.
fn built_on(below: &[Rc<Built>]) -> Vec<BuiltOn> {
    let mut all: Vec<BuiltOn> = Vec::new();
    for it in below {
        let this = BuiltOn {
            pack: it.file.id.clone(),
            version: it.file.version,
            digest: it.digest.clone(),
        };
        for on in it.file.built_on.iter().chain([&this]) {
            if !all.contains(on) {
                all.push(on.clone());
            }
        }
    }
    all
}

fn finding(rule: &'static str, at: Place, name: &str, sentence: String) -> Finding {
    Finding {
        file: at.file,
        line: at.line,
        rule,
        name: shown(name),
        sentence,
    }
}

fn folder_name(folder: &Path) -> String {
    // `childfirst build .` names a folder too.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    whole
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
