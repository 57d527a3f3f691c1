//! The source files of one pack folder: found, bounded, read as strict JSON, and able to say where anything stands.
//!
//! Refuses symbolic links (a pack is what is in its folder), pipes and devices, files over 8 MB, text that is not UTF-8, duplicate keys
//! and numbers that are not integers.

use super::finding::Finding;
use crate::pack::error::{MOST_BYTES, PackError};
use crate::pack::{elements::shown, read, strict};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The members of a JSON object, each with the text that it borrows.
pub(crate) type Members<'t> = std::collections::BTreeMap<Cow<'t, str>, &'t RawValue>;

/// One source file that is strict JSON.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Its path, as findings show it.
    pub shown: String,
    /// Whether it is the pack's manifest.
    pub manifest: bool,
    /// Its text, in NFC.
    pub text: String,
    /// Where every line begins.
    lines: Vec<usize>,
    /// Every object with a name, from where to where.
    named: Vec<(usize, usize, String)>,
}

impl SourceFile {
    /// The line of a slice of this file's text.
    pub fn line_of(&self, slice: &str) -> usize {
        self.line_at(self.offset(slice))
    }

    /// Where a slice of this file's text begins.
    fn offset(&self, slice: &str) -> usize {
        (slice.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// The name of the innermost named object round a slice.
    pub fn name_of(&self, slice: &str) -> Option<&str> {
        let at = self.offset(slice);
        let round = self.named.iter().filter(|(from, to, _)| *from <= at && at < *to);
        round
            .min_by_key(|(from, to, _)| to - from)
            .map(|(_, _, name)| name.as_str())
    }

    /// The same for a place that serde counts from the start of a slice, as line and column.
    pub fn slice_at<'s>(&'s self, slice: &'s str, line: usize, column: usize) -> &'s str {
        let start = self.offset(slice);
        let from = match line {
            0 | 1 => start,
            _ => self
                .lines
                .get(self.line_at(start) + line - 2)
                .copied()
                .unwrap_or(start),
        };
        // serde's column counts bytes and points just past the fault.
        let mut at = (from + column.saturating_sub(1)).min(start + slice.len().saturating_sub(1));
        while at > 0 && !self.text.is_char_boundary(at) {
            at -= 1;
        }
        self.text.get(at..).unwrap_or(slice)
    }

    /// A finding at a slice.
    pub fn finding(&self, rule: &'static str, at: &str, name: &str, sentence: String) -> Finding {
        let line = self.line_of(at);
        Finding {
            file: self.shown.clone(),
            line,
            rule,
            name: shown(name),
            sentence,
        }
    }
}

/// Reads every `*.json` of a folder and below, `pack.json` first, then by path.
pub(crate) fn read_folder(folder: &Path, found: &mut Vec<Finding>) -> Vec<SourceFile> {
    let mut paths = Vec::new();
    walk(folder, folder, &mut paths, found);
    // By the path's words and not by the system's order: the same on every machine.
    paths.sort_by_key(|(relative, _)| (relative != "pack.json", relative.clone()));
    let read = |(relative, path): &(String, PathBuf)| {
        let file = read_file(path, found)?;
        Some(SourceFile {
            manifest: relative == "pack.json",
            ..file
        })
    };
    paths.iter().filter_map(read).collect()
}

fn walk(root: &Path, folder: &Path, paths: &mut Vec<(String, PathBuf)>, found: &mut Vec<Finding>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return found.push(unreadable(folder, &error)),
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        let json = path.extension().is_some_and(|end| end == "json");
        if kind.is_symlink() {
            let sentence = "a symbolic link: a pack is what is in its folder, put the file itself there";
            found.push(of_file("symlink", &path, 1, sentence.to_owned()));
        } else if kind.is_dir() {
            walk(root, &path, paths, found);
        } else if json && !kind.is_file() {
            let sentence = "it is no plain file: a pack is made of files and folders alone".to_owned();
            found.push(of_file("unreadable", &path, 1, sentence));
        } else if json {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let words: Vec<_> = relative
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect();
            paths.push((words.join("/"), path.clone()));
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Finding {
    of_file(
        "unreadable",
        path,
        1,
        format!("it cannot be read ({})", error.kind()),
    )
}

fn of_file(rule: &'static str, path: &Path, line: usize, sentence: String) -> Finding {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Finding {
        file: path.display().to_string(),
        line,
        rule,
        name,
        sentence,
    }
}

fn read_file(path: &Path, found: &mut Vec<Finding>) -> Option<SourceFile> {
    let too_large = fs::metadata(path).is_ok_and(|meta| meta.len() > MOST_BYTES as u64);
    let bytes = match if too_large { Ok(Vec::new()) } else { fs::read(path) } {
        Ok(bytes) => bytes,
        Err(error) => {
            found.push(unreadable(path, &error));
            return None;
        }
    };
    let read = if too_large {
        Err(PackError::TooLarge)
    } else {
        read::text_of(&bytes)
    };
    let read = read.map_err(|error| (error, None)).and_then(|text| {
        strict::walk(text)?;
        Ok(text)
    });
    match read {
        Ok(text) => Some(SourceFile::new(path.display().to_string(), text.nfc().collect())),
        Err((error, key)) => {
            found.push(not_strict(path, &bytes, &error, key));
            None
        }
    }
}

fn not_strict(path: &Path, bytes: &[u8], error: &PackError, key: Option<String>) -> Finding {
    let (rule, line, sentence) = in_words(bytes, error);
    let mut finding = of_file(rule, path, line, sentence);
    finding.name = key.map_or(finding.name, |key| shown(&key));
    finding
}

/// What keeps a source, or a ledger, from being strict JSON: rule, line, and how to mend it.
pub(crate) fn in_words(bytes: &[u8], error: &PackError) -> (&'static str, usize, String) {
    let lines_before = |end: usize| bytes.iter().take(end).filter(|byte| **byte == b'\n').count() + 1;
    match error {
        PackError::TooLarge => ("too-large", 1, "larger than 8 MB: split it".to_owned()),
        PackError::NotUtf8 { offset } => (
            "not-utf8",
            lines_before(*offset),
            format!("byte {offset} is not UTF-8: save the file as UTF-8"),
        ),
        PackError::TooDeep { line } => ("too-deep", *line, "nested deeper than any guidance is".to_owned()),
        PackError::DuplicateKey { line, .. } => (
            "duplicate-key",
            *line,
            "this key stands twice in one object: keep one".to_owned(),
        ),
        PackError::NotInteger { line, .. } => (
            "not-an-integer",
            *line,
            "a number with a fraction or exponent, or too large: write an integer".to_owned(),
        ),
        PackError::CutShort => {
            let sentence = "the file ends too soon: a bracket or quote is not closed".to_owned();
            ("cut-short", lines_before(bytes.len()), sentence)
        }
        PackError::NotJson { line, column } => (
            "not-json",
            *line,
            format!(
                "not JSON at column {column}: look for a comma, bracket or quote, there or at the end of the line before"
            ),
        ),
        other => ("not-json", 1, other.to_string()),
    }
}

impl SourceFile {
    fn new(shown: String, text: String) -> Self {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let mut file = SourceFile {
            shown,
            manifest: false,
            text,
            lines,
            named: Vec::new(),
        };
        if let Ok(root) = serde_json::from_str::<&RawValue>(&file.text) {
            let mut named = Vec::new();
            file.name_all(root, &mut named);
            file.named = named;
        }
        file
    }

    fn name_all(&self, raw: &RawValue, named: &mut Vec<(usize, usize, String)>) {
        for part in parts(raw) {
            self.name_all(part, named);
        }
        if let Some(name) = name(raw) {
            let start = self.offset(raw.get());
            named.push((start, start + raw.get().len(), name));
        }
    }
}

/// The members of an object; of anything else, none.
pub(crate) fn members(raw: &RawValue) -> Members<'_> {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// The elements of an array, where it is one.
pub(crate) fn array(raw: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

/// What an array or object holds.
fn parts(raw: &RawValue) -> Vec<&RawValue> {
    match raw.get().as_bytes().first() {
        Some(b'[') => array(raw).unwrap_or_default(),
        Some(b'{') => members(raw).into_values().collect(),
        _ => Vec::new(),
    }
}

/// What an object is called: its id, key, term, role, section, list, domain or item.
pub(crate) fn name(raw: &RawValue) -> Option<String> {
    if !raw.get().starts_with('{') {
        return None;
    }
    let members = members(raw);
    let keys = ["id", "key", "term", "role", "list", "domain", "item"];
    let text = |key: &&str| {
        members
            .get(*key)
            .and_then(|raw| serde_json::from_str(raw.get()).ok())
    };
    let of_export = || members.contains_key("title").then(|| text(&"section")).flatten();
    keys.iter().find_map(text).or_else(of_export)
}
