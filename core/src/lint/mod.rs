//! Checking guidance beyond what it takes to build it: that it is worded for an officer and safe for a child, that it
//! misses nothing of its documents and invents nothing, and that it reaches every child.
//!
//! Folders of sources come in, findings with file, line and rule go out, and a proof of every pack with a flow
//! ([`proof`]). The desk's work, never a device's; the one room of `pack` that looks back at `interaction`, because what
//! is proved must be what runs. Refuses to change anything, to keep a sentence of a document anywhere (a ledger holds
//! where it stands, a hash of it and a few words of our own), and to read outside the folders that it was given.

mod alike;
mod copied;
mod example;
mod labels;
mod leading;
pub mod ledger;
pub mod proof;
mod raw;
mod release;
pub mod rules;
mod shelf;
pub mod split;
mod subject;
mod texts;
mod trace;
mod uses;
mod wording;
mod words;

use self::copied::Runs;
use self::ledger::{Against, check as check_ledger};
use self::proof::Proof;
use self::rules::Severity;
use self::shelf::Shelf;
use self::subject::Subject;
use self::uses::Used;
use crate::pack::Pack;
use crate::pack::build::{Built, Finding, build};
use crate::pack::elements::{elements, shown};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What to check, and with what.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folders of the packs to report on.
    pub packs: Vec<PathBuf>,
    /// The folders of every pack beside: what a ledger may name, and what a base is used for.
    pub beside: Vec<PathBuf>,
    /// Where packs that are extended are looked for. Empty: beside each pack.
    pub roots: Vec<PathBuf>,
    /// The folder of the ledgers.
    pub coverage: Option<PathBuf>,
    /// The folders of the documents' texts, where they are at hand.
    pub texts: Vec<PathBuf>,
    /// The year on the host's clock. None: no date is called past.
    pub year: Option<u32>,
    /// Whether this is for a force's release, and the bytes of its values.
    pub release: Option<Option<Vec<u8>>>,
}

/// What was found, before the proof.
#[derive(Debug, Default)]
pub struct Linted {
    /// The findings, in order of file and line.
    pub findings: Vec<Finding>,
    /// What could not be checked, in sentences.
    pub unchecked: Vec<String>,
    /// The proofs, once [`Linted::prove`] was called.
    pub proofs: Vec<Proof>,
    /// The packs that build: folder and what was built.
    built: Vec<(PathBuf, Built)>,
}

/// Checks packs: everything but the proof.
pub fn lint(options: &Options) -> Linted {
    let mut linted = Linted::default();
    let mut others = Vec::new();
    for folder in &options.packs {
        if folder.is_symlink() {
            linted.findings.push(link(folder));
            continue;
        }
        match build(folder, &options.roots) {
            Ok(built) => linted.built.push((folder.clone(), built)),
            Err(found) => linted.findings.extend(found),
        }
        let hidden = raw::check(folder);
        // Said once, by the rule that says what is wrong with it.
        let named = |one: &Finding| {
            hidden
                .iter()
                .any(|other| other.name == one.name && other.file == one.file)
        };
        linted
            .findings
            .retain(|one| one.rule != "id-syntax" || !named(one));
        // What is not there to be withdrawn is not missed anywhere.
        let nothing = |one: &Finding| {
            let mut all = linted.findings.iter();
            one.rule == "withdrawn-referred-to"
                && all.any(|other| other.rule == "withdraws-nothing" && other.name == one.name)
        };
        let hidden: Vec<Finding> = hidden.into_iter().filter(|one| !nothing(one)).collect();
        linted.findings.extend(hidden);
    }
    for folder in options
        .beside
        .iter()
        .filter(|folder| !options.packs.contains(folder) && !folder.is_symlink())
    {
        others.extend(build(folder, &options.roots).ok());
    }
    let coverage = options.coverage.as_deref();
    if let Some(folder) = coverage.filter(|folder| folder.is_symlink()) {
        linted.findings.push(link(folder));
    }
    let shelf = shelf::read(
        coverage.filter(|folder| !folder.is_symlink()),
        &options.texts,
        &mut linted.findings,
    );
    let runs = Runs::of(&shelf);
    let all: Vec<&Built> = linted
        .built
        .iter()
        .map(|(_, built)| built)
        .chain(&others)
        .collect();
    let mut found = Vec::new();
    for (folder, built) in &linted.built {
        found.extend(check(folder, built, &all, &shelf, &runs, options));
    }
    // Several packs declare a document; what is to be said of it is said once.
    let mut told: HashSet<(&str, String)> = HashSet::new();
    found.retain(|one: &Finding| {
        !matches!(one.rule, "no-ledger" | "past-end") || told.insert((one.rule, one.name.clone()))
    });
    found.extend(ledgers(&linted.built, &all, &shelf, options));
    linted.findings.extend(found);
    linted.unchecked = shelf.unchecked;
    linted.in_order();
    linted
}

impl Linted {
    /// Proves every pack that builds and has a flow.
    pub fn prove(&mut self) {
        for (folder, built) in &self.built {
            let Ok(pack) = Pack::read(&built.bytes) else {
                continue;
            };
            let mut subject = Subject::new(folder, built);
            self.proofs.extend(proof::check(&mut subject, &pack));
            self.findings.extend(subject.into_found());
        }
        self.in_order();
    }

    /// The gravest severity among the findings.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|one| rules::severity(one.rule)).max()
    }

    fn in_order(&mut self) {
        self.findings.sort();
        self.findings.dedup();
    }
}

/// A folder that is a link: what is read would not be what lies beside the others.
fn link(folder: &Path) -> Finding {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    Finding {
        file: folder.display().to_string(),
        line: 1,
        rule: "symlink",
        name: shown(&name),
        sentence: "a symbolic link: put the folder itself there, or name it where it is".to_owned(),
    }
}

/// What is checked of one pack that builds.
fn check(
    folder: &Path,
    built: &Built,
    all: &[&Built],
    shelf: &Shelf,
    runs: &Runs,
    options: &Options,
) -> Vec<Finding> {
    let mut subject = Subject::new(folder, built);
    wording::check(&mut subject);
    labels::check(&mut subject);
    leading::check(&mut subject);
    trace::check(&mut subject, shelf);
    copied::check(&mut subject, runs);
    uses::check(&mut subject, &Used::of(built, all.iter().copied()), options.year);
    example::check(&mut subject, options.release.is_some());
    without_ledger(&mut subject, shelf, options);
    if let Ok(pack) = Pack::read(&built.bytes) {
        alike::check(&mut subject, &pack);
        if let Some(values) = &options.release {
            release::check(&mut subject, &pack, values.as_deref());
        }
    }
    subject.into_found()
}

/// A document that nothing accounts for.
fn without_ledger(subject: &mut Subject<'_>, shelf: &Shelf, options: &Options) {
    if options.coverage.is_none() {
        return;
    }
    for it in &subject.built.file.documents {
        if !shelf.documents.contains_key(&it.id) && !shelf.unreadable.contains(&it.id) {
            let sentence = "no ledger accounts for this document: `childfirst coverage --update` begins one";
            subject.report("no-ledger", "documents", &it.id, sentence);
        }
    }
}

/// Checks the ledgers, in both directions. With packs that do not build, what they hold is not known, and no id is
/// called unknown.
fn ledgers(built: &[(PathBuf, Built)], all: &[&Built], shelf: &Shelf, options: &Options) -> Vec<Finding> {
    let mut found = Vec::new();
    let whole = all.len() >= options.beside.len().max(options.packs.len());
    let ids: HashSet<&str> = all
        .iter()
        .flat_map(|built| elements(&built.file))
        .map(|it| it.id)
        .collect();
    let own: Vec<Subject<'_>> = built
        .iter()
        .map(|(folder, built)| Subject::new(folder, built))
        .collect();
    let mut documents: Vec<_> = shelf.documents.values().collect();
    documents.sort_by(|a, b| a.file.cmp(&b.file));
    for shelved in documents {
        let document = &shelved.ledger.document;
        let mut cited_by: Vec<(&str, (&str, usize))> = Vec::new();
        for subject in &own {
            for it in &subject.elements {
                let cites = it.source.is_some_and(|source| source.document == *document);
                let place = subject.built.place(it.section, it.id);
                if let Some(place) = place.filter(|_| cites && subject.is_own(it.section, it.id)) {
                    cited_by.push((it.id, place));
                }
            }
        }
        let names: Vec<&str> = cited_by.iter().map(|(id, _)| *id).collect();
        let against = Against {
            ids: &ids,
            cited_by: &names,
            texts: shelved.units.as_deref(),
        };
        for fault in check_ledger(&shelved.ledger, &against) {
            if fault.rule == "ledger-unknown-id" && !whole {
                continue;
            }
            let cited = cited_by
                .iter()
                .find(|(id, _)| fault.rule == "ledger-not-carried" && *id == fault.name);
            let (file, line) = match (&fault.text, cited) {
                (_, Some((_, (file, line)))) => ((*file).to_owned(), *line),
                (Some((name, line)), None) => (name.clone(), *line),
                (None, None) => (shelved.file.clone(), shelved.line_of(&fault.name)),
            };
            found.push(Finding {
                file,
                line,
                rule: fault.rule,
                name: shown(&fault.name),
                sentence: fault.sentence,
            });
        }
        if whole
            && !all
                .iter()
                .any(|built| built.file.documents.iter().any(|it| it.id == *document))
        {
            found.push(Finding {
                file: shelved.file.clone(),
                line: 1,
                rule: "ledger-unknown-document",
                name: shown(document),
                sentence: "no pack declares this document: mend the name, or take the ledger away".to_owned(),
            });
        }
    }
    found
}
