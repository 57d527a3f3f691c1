//! `diff`: what changed between two packs, in a trainer's words: as text, as JSON, or as a page to read and sign.
//!
//! Either side is a folder of sources, a built pack's file, or an installed pack. Refuses to open a data folder unless
//! an installed pack is meant, and to write over a file.

mod html;

use super::out::{self, Page};
use crate::app::App;
use crate::cli::{Diff, DiffFormat};
use crate::failure::{Failure, code};
use childfirst::diff::{Change, Difference, Kind, PackDiff, ShownTo, diff};
use childfirst::pack::Pack;
use childfirst::pack::build::build;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Compares two packs.
///
/// # Errors
/// When a side cannot be found or read, or has findings.
pub fn run(open: impl Fn() -> Result<App, Failure>, asked: &Diff) -> Result<(), Failure> {
    let (from, to) = (side(&open, &asked.from)?, side(&open, &asked.to)?);
    let found = diff(&from, &to);
    match (asked.format, &asked.out) {
        (DiffFormat::Text, None) => print(&found),
        (DiffFormat::Json, None) => out::json(&found),
        (DiffFormat::Html, None) => out::raw(&html::page(&found)),
        (DiffFormat::Text, Some(_)) => {
            let sentence = "--out goes with --format json or html. Text goes to standard output.";
            Err(Failure::new(code::USAGE, sentence))
        }
        (DiffFormat::Json, Some(path)) => {
            write(path, &serde_json::to_string_pretty(&found).unwrap_or_default())
        }
        (DiffFormat::Html, Some(path)) => write(path, &html::page(&found)),
    }
}

fn side(open: &impl Fn() -> Result<App, Failure>, name: &str) -> Result<Arc<Pack>, Failure> {
    let path = Path::new(name);
    if path.is_dir() {
        let built = build(path, &[]).map_err(|found| {
            let n = found.len();
            let sentence = format!("{name} has findings ({n}). See them with: childfirst build {name}");
            Failure::new(code::FOUND, sentence)
        })?;
        return pack(&built.bytes);
    }
    if path.is_file() {
        let bytes = fs::read(path).map_err(|_| Failure::new(code::NOT_FOUND, "That file cannot be read."))?;
        return pack(&bytes);
    }
    if path.exists() {
        return Err(Failure::new(
            code::NOT_FOUND,
            "That is not an ordinary file. Name the file itself.",
        ));
    }
    open()?.pack(name)
}

fn pack(bytes: &[u8]) -> Result<Arc<Pack>, Failure> {
    let read = Pack::read(bytes).map_err(|error| Failure::new(code::DAMAGED, error.to_string()))?;
    Ok(Arc::new(read))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    out::new_file(path, text.as_bytes())
}

/// What happened, in one line.
fn sum(found: &PackDiff) -> String {
    if found.changes.is_empty() {
        return "Nothing changed.".to_owned();
    }
    let other = found
        .changes
        .iter()
        .filter(|it| it.kind == Kind::Changed && !it.reworded() && it.shown.is_none());
    let counts = [
        (found.added, "added"),
        (found.withdrawn, "withdrawn"),
        (found.reworded, "reworded"),
        (found.shown_otherwise, "shown to others than before"),
        (other.count() as u32, "changed in other ways"),
    ];
    let counts = counts.iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, what)| format!("{n} {what}")).collect();
    format!("{}.", counts.join(", "))
}

fn heading(found: &PackDiff) -> String {
    let (from, to) = (&found.from, &found.to);
    match from.id == to.id {
        true => format!("{}: version {} to version {}", to.title, from.version, to.version),
        false => format!(
            "{}, version {}, to {}, version {}",
            from.title, from.version, to.title, to.version
        ),
    }
}

fn kind_words(change: &Change) -> &'static str {
    match (change.kind, change.reworded()) {
        (Kind::Added, _) => "Added",
        (Kind::Withdrawn, _) => "Withdrawn",
        (Kind::Changed, true) => "Reworded",
        (Kind::Changed, false) => "Changed",
    }
}

fn section_words(section: &str) -> String {
    let words = section.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn shown_words(shown: &ShownTo) -> String {
    format!(
        "Shown in {} more of the {} circumstances tried, and in {} fewer.",
        shown.more, shown.of, shown.fewer
    )
}

fn print(found: &PackDiff) -> Result<(), Failure> {
    let mut page = Page::new();
    text(&mut page, found);
    page.end()
}

/// The comparison, to read.
pub fn text(page: &mut Page, found: &PackDiff) {
    page.heading(0, &heading(found));
    page.line(0, 2, &sum(found));
    let mut section = "";
    for change in &found.changes {
        if section != change.section {
            section = &change.section;
            page.gap();
            page.heading(0, &section_words(section));
        }
        let under = change
            .under
            .as_deref()
            .map(|under| format!(" (in {under})"))
            .unwrap_or_default();
        page.line(2, 2, &format!("{}: {}{under}", kind_words(change), change.id));
        // Of what was added, its words stand below.
        if change.kind == Kind::Withdrawn {
            page.line(4, 2, &change.title);
        }
        if let Some(reason) = &change.reason {
            page.line(4, 2, &format!("Why: {reason}"));
        }
        for one in &change.differences {
            difference(one, page);
        }
        if let Some(shown) = &change.shown {
            page.line(4, 2, &shown_words(shown));
        }
    }
}

fn difference(one: &Difference, page: &mut Page) {
    page.line(4, 2, &format!("{}:", section_words(&one.what)));
    for (name, words) in [("before", &one.before), ("now", &one.after)] {
        match words {
            Some(words) => words
                .lines()
                .for_each(|line| page.line(6, 8, &format!("{name:<6}  {line}"))),
            None if one.after.is_some() && name == "before" => {}
            None => page.line(6, 8, &format!("{name:<6}  nothing")),
        }
    }
}
