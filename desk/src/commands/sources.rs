//! Which sources a command means: packs by folder or by name here, what lies beside them, their ledgers and texts.
//!
//! The same for every command that a trainer works with. Opens no data folder; refuses a name that is no pack here,
//! with the nearest that is.

use super::names;
use crate::failure::{Failure, code};
use childfirst::lint::Options;
use childfirst::lint::ledger::Ledger;
use childfirst::time::Moment;
use chrono::Datelike;
use std::fs;
use std::path::{Path, PathBuf};

/// What was asked for.
pub struct Asked<'a> {
    /// Folders of packs, or their names here. None: every pack.
    pub packs: &'a [String],
    /// A folder with the documents' texts, where one was named.
    pub texts: Option<&'a Path>,
    /// Whether it is for a force's release.
    pub release: bool,
    /// The force's values.
    pub values: Option<&'a Path>,
    /// The clock, where one was given.
    pub now: Option<Moment>,
}

/// The folder in which packs lie beside each other: `content`, or this one.
pub fn content() -> &'static Path {
    if Path::new("content").is_dir() {
        Path::new("content")
    } else {
        Path::new(".")
    }
}

/// Which packs, with which ledgers, texts and values.
///
/// # Errors
/// When there is no such pack, or no such file of values.
pub fn options(asked: &Asked<'_>) -> Result<Options, Failure> {
    let content = content();
    let mut packs = Vec::new();
    for name in asked.packs {
        packs.push(folder(content, name)?);
    }
    let root = packs.first().map_or(content, |pack| parent(pack)).to_path_buf();
    let all = beside(&root);
    if packs.is_empty() {
        packs.clone_from(&all);
    }
    if packs.is_empty() {
        let sentence = "There is no pack here. Name the folder of one, or go where `content` is.";
        return Err(Failure::new(code::NOT_FOUND, sentence));
    }
    let coverage = root.join("coverage");
    let release = match (asked.release, asked.values) {
        (false, _) => None,
        (true, None) => Some(None),
        (true, Some(path)) => Some(Some(values(path)?)),
    };
    if release.as_ref().is_some_and(Option::is_some) && packs.len() != 1 {
        let sentence = "Values are those of one force: name its pack.";
        return Err(Failure::new(code::USAGE, sentence));
    }
    let given = asked
        .now
        .map(|now| now.to_rfc3339().chars().take(4).collect::<String>());
    let year = given.map_or_else(
        || u32::try_from(chrono::Local::now().year()).ok(),
        |year| year.parse().ok(),
    );
    let texts = match asked.texts {
        Some(folder) => vec![folder.to_path_buf()],
        None => texts_at_hand(&root, &coverage),
    };
    Ok(Options {
        beside: all,
        roots: Vec::new(),
        texts,
        coverage: coverage.is_dir().then_some(coverage),
        year,
        release,
        packs,
    })
}

/// The bytes of a file of values.
///
/// # Errors
/// When it cannot be read.
pub fn values(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|_| {
        let sentence = "There is no file of values of that name that can be read.";
        Failure::new(code::NOT_FOUND, sentence)
    })
}

/// The folder of a pack: as it was named, or of that name among the packs here.
fn folder(content: &Path, name: &str) -> Result<PathBuf, Failure> {
    let path = Path::new(name);
    let folder = if path.is_dir() || path.components().count() > 1 {
        path.to_path_buf()
    } else {
        content.join(name)
    };
    if folder.is_dir() {
        return Ok(folder);
    }
    let have = beside(content);
    let have: Vec<&str> = have
        .iter()
        .filter_map(|pack| pack.file_name()?.to_str())
        .collect();
    if have.is_empty() {
        let sentence =
            "There is no pack of that name, and none here at all. Name its folder, or go where `content` is.";
        return Err(Failure::new(code::NOT_FOUND, sentence));
    }
    Err(names::unknown("pack", name, have))
}

/// Where a pack lies.
pub fn parent(pack: &Path) -> &Path {
    match pack.parent() {
        Some(parent) if parent != Path::new("") => parent,
        Some(_) => Path::new("."),
        None => pack,
    }
}

/// The folders beside each other that hold a pack. One that is a link is listed, so that it is reported.
pub fn beside(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let path = |entry: fs::DirEntry| match root == Path::new(".") {
        true => PathBuf::from(entry.file_name()),
        false => entry.path(),
    };
    let mut packs: Vec<PathBuf> = entries
        .map(path)
        .filter(|path| path.join("pack.json").is_file())
        .collect();
    packs.sort();
    packs
}

/// The documents' texts: a folder `texts` beside the packs, where a force keeps those of its own; and where somebody keeps
/// them beside the checkout, a folder `seeds`, there or one folder down, with a text that a ledger names.
fn texts_at_hand(root: &Path, coverage: &Path) -> Vec<PathBuf> {
    let own = root.join("texts");
    let own = (own.is_dir() && !own.is_symlink()).then_some(own);
    own.into_iter().chain(texts_beside(root, coverage)).collect()
}

fn texts_beside(root: &Path, coverage: &Path) -> Option<PathBuf> {
    let ledgers = fs::read_dir(coverage)
        .ok()?
        .flatten()
        .filter_map(|entry| fs::read(entry.path()).ok());
    let ledgers = ledgers.filter_map(|bytes| serde_json::from_slice::<Ledger>(&bytes).ok());
    let names: Vec<String> = ledgers.flat_map(|ledger| ledger.texts).collect();
    let content = root.canonicalize().ok()?;
    let around = content.parent()?.parent()?;
    let entries = fs::read_dir(around).ok()?;
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path().join("seeds"))
        .collect();
    folders.push(around.join("seeds"));
    folders.sort();
    let has_one = |folder: &PathBuf| {
        names
            .iter()
            .any(|name| !name.contains('/') && folder.join(name).is_file())
    };
    folders.into_iter().find(has_one)
}
