//! The ledgers, and the documents' texts where they are at hand.
//!
//! A text is looked for by the name that its ledger gives, in the folders given and nowhere else; of two of one name the
//! first folder's stands. Refuses to follow a name or a link out of those folders, and to fail where a text is not there: what is not checked is said.

use super::ledger::Ledger;
use super::split::{Unit, normal, units};
use crate::pack::build::Finding;
use crate::pack::build::files::in_words;
use crate::pack::elements::shown;
use crate::pack::error::MOST_BYTES;
use crate::pack::{read, strict};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// One document: its ledger, and its text.
pub(super) struct Shelved {
    /// The ledger's file, as findings show it.
    pub file: String,
    /// The ledger.
    pub ledger: Ledger,
    /// The units of each text, by its name; none where one is not at hand.
    pub units: Option<Vec<(String, Vec<Unit>)>>,
    /// Every term of the ledger, as words between spaces.
    pub terms: HashSet<String>,
    /// Every word of the texts.
    pub words: HashSet<String>,
    json: String,
}

impl Shelved {
    /// The line of the ledger's file on which a hash or a term stands: a hash where it is accounted for.
    pub fn line_of(&self, name: &str) -> usize {
        let wanted = serde_json::to_string(name).unwrap_or_default();
        let term = self.ledger.terms.iter().any(|term| term.term == name);
        let from = self.json.find("\"lines\"").filter(|_| !term).unwrap_or(0);
        let at = self
            .json
            .get(from..)
            .and_then(|rest| rest.find(&wanted))
            .map(|at| from + at);
        let before = at
            .or_else(|| self.json.find(&wanted))
            .and_then(|at| self.json.get(..at));
        before.map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// The hash of the first unit that has some words, where the texts are at hand.
    pub fn unit_with(&self, words: &str) -> Option<&str> {
        let words = format!(" {} ", normal(words));
        let mut units = self.units.iter().flatten().flat_map(|(_, units)| units);
        let has = |unit: &&Unit| format!(" {} ", normal(&unit.text)).contains(&words);
        units.find(has).map(|unit| unit.hash.as_str())
    }

    /// Whether guidance may carry a word over: a term has it.
    pub fn allows(&self, word: &str) -> bool {
        let word = format!(" {} ", normal(word));
        self.terms.iter().any(|term| format!(" {term} ").contains(&word))
    }
}

/// Every ledger, by its document.
#[derive(Default)]
pub(super) struct Shelf {
    /// The documents.
    pub documents: HashMap<String, Shelved>,
    /// The documents, by the names of the files, whose ledgers are there and cannot be read.
    pub unreadable: HashSet<String>,
    /// Every text at hand, also one that no ledger names: by the name of its document, or else its own.
    pub texts: Vec<(String, Vec<Unit>)>,
    /// What is not checked, and why.
    pub unchecked: Vec<String>,
}

/// The most texts that are read.
const MOST_TEXTS: usize = 100;

/// Reads the ledgers of a folder, and from other folders the texts.
pub(super) fn read(coverage: Option<&Path>, texts: &[PathBuf], found: &mut Vec<Finding>) -> Shelf {
    let mut shelf = Shelf::default();
    let mut at_hand: HashMap<String, Vec<Unit>> = HashMap::new();
    let paths = texts.iter().flat_map(|folder| files(Some(folder), "txt"));
    for path in paths.take(MOST_TEXTS) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = plain_file(&path).and_then(|bytes| String::from_utf8(bytes).ok());
        if let (Some(text), false) = (text, at_hand.contains_key(&name)) {
            at_hand.insert(name, units(&text));
        }
    }
    for path in files(coverage, "json") {
        match ledger(&path) {
            Ok((json, ledger)) => {
                let shelved = shelve(&path, json, ledger, &at_hand, found);
                if shelved.units.is_none() {
                    let document = shown(&shelved.ledger.document);
                    let sentence = "is not checked against the document: its text is not at hand.";
                    shelf
                        .unchecked
                        .push(format!("The ledger of {document} {sentence}"));
                }
                shelf.documents.insert(shelved.ledger.document.clone(), shelved);
            }
            Err((line, sentence)) => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                shelf.unreadable.insert(name.into_owned());
                found.push(at(&path, line, "ledger-unreadable", "", sentence));
            }
        }
    }
    if at_hand.is_empty() {
        let sentence = "No document's text is at hand, so nothing is compared with one word for word.";
        shelf.unchecked.push(sentence.to_owned());
    }
    let named = |name: &str| {
        let mut documents = shelf
            .documents
            .values()
            .filter(|it| it.ledger.texts.iter().any(|text| text == name));
        documents.next().map(|it| it.ledger.document.clone())
    };
    let mut all: Vec<(String, Vec<Unit>)> = Vec::new();
    for (name, units) in at_hand {
        all.push((named(&name).unwrap_or(name), units));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    shelf.texts = all;
    shelf
}

/// The files of a folder with an ending, in order.
fn files(folder: Option<&Path>, ending: &str) -> Vec<PathBuf> {
    let entries = folder.and_then(|folder| fs::read_dir(folder).ok());
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == ending));
    paths.sort();
    paths
}

fn at(path: &Path, line: usize, rule: &'static str, name: &str, sentence: String) -> Finding {
    let own = path.file_name().unwrap_or_default().to_string_lossy();
    Finding {
        file: path.display().to_string(),
        line,
        rule,
        name: shown(if name.is_empty() { &own } else { name }),
        sentence,
    }
}

fn ledger(path: &Path) -> Result<(String, Ledger), (usize, String)> {
    let bytes = plain_file(path).ok_or((
        1,
        "it is no plain file of at most 8 MB: put the ledger itself there".to_owned(),
    ))?;
    let not_strict = |error| {
        let (_, line, sentence) = in_words(&bytes, &error);
        (line, sentence)
    };
    let text = read::text_of(&bytes).map_err(not_strict)?;
    strict::check(text).map_err(not_strict)?;
    let ledger: Ledger = serde_json::from_str(text).map_err(|error| {
        let sentence = error.to_string();
        let sentence = sentence.split(" at line ").next().unwrap_or_default();
        (error.line(), format!("it is not of a ledger's shape: {sentence}"))
    })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    if ledger.document != name {
        let sentence = format!(
            "its document is \"{}\": a ledger's file has the name of its document",
            shown(&ledger.document)
        );
        return Err((1, sentence));
    }
    Ok((text.to_owned(), ledger))
}

/// The bytes of a plain file of at most 8 MB.
fn plain_file(path: &Path) -> Option<Vec<u8>> {
    let about = fs::symlink_metadata(path).ok()?;
    let fits = about.is_file() && about.len() <= MOST_BYTES as u64;
    if fits { fs::read(path).ok() } else { None }
}

fn shelve(
    path: &Path,
    json: String,
    ledger: Ledger,
    at_hand: &HashMap<String, Vec<Unit>>,
    found: &mut Vec<Finding>,
) -> Shelved {
    let mut cut = Some(Vec::new());
    for name in &ledger.texts {
        let mut parts = Path::new(name).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
            let sentence = "a text is named by its file's name alone: a path could lead anywhere".to_owned();
            found.push(at(path, 1, "ledger-outside", name, sentence));
        }
        // Only what was found in the folder is looked up, so that no name leads out of it.
        match (at_hand.get(name), &mut cut) {
            (Some(units), Some(cut)) => cut.push((name.clone(), units.clone())),
            _ => cut = None,
        }
    }
    let cut = cut.filter(|cut: &Vec<_>| !cut.is_empty());
    let of_texts = cut.iter().flatten().flat_map(|(_, units)| units);
    let words = of_texts.flat_map(|unit| {
        normal(&unit.text)
            .split(' ')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    Shelved {
        file: path.display().to_string(),
        words: words.collect(),
        terms: ledger.terms.iter().map(|term| normal(&term.term)).collect(),
        units: cut,
        ledger,
        json,
    }
}
