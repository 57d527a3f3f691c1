//! `coverage`: a document's text, unit by unit, beside its ledger: what is accounted for, and what is not.
//!
//! For whoever writes a pack from a document. Refuses to write a sentence of the document into a ledger: a bare line has
//! the hash of a unit and room for words of one's own. Refuses to drop a line that somebody filled in.

use super::out::{self, Page};
use crate::cli::Coverage;
use crate::failure::{Failure, code};
use childfirst::lint::ledger::{Ledger, Line};
use childfirst::lint::split::{Unit, units};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Prints the units; or prints or writes the ledger with a bare line for each that has none.
///
/// # Errors
/// When a file cannot be read, or the ledger is none.
pub fn run(asked: &Coverage) -> Result<(), Failure> {
    let mut texts = Vec::new();
    for path in &asked.text {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        texts.push((name, units(&read(path)?)));
    }
    let ledger = ledger(&asked.ledger)?;
    if asked.skeleton {
        return out::json(&with_bare_lines(ledger, &texts));
    }
    if asked.update {
        return update(&asked.ledger, with_bare_lines(ledger, &texts));
    }
    let lines: HashMap<&str, &Line> = ledger
        .lines
        .iter()
        .map(|line| (line.hash.as_str(), line))
        .collect();
    let mut page = Page::new();
    let (mut carried, mut left_out, mut open) = (0, 0, 0);
    for (name, units) in &texts {
        for unit in units {
            let line = lines.get(unit.hash.as_str());
            let stands = match line {
                Some(line) if !line.ids.is_empty() => {
                    carried += 1;
                    line.ids.join(", ")
                }
                Some(Line {
                    left_out: Some(why), ..
                }) if !why.trim().is_empty() => {
                    left_out += 1;
                    format!("left out: {why}")
                }
                _ => {
                    open += 1;
                    "not accounted for".to_owned()
                }
            };
            if asked.all || stands == "not accounted for" {
                page.row(&format!(
                    "{name}:{}\t{}\t{stands}\t{}",
                    unit.line, unit.hash, unit.text
                ));
            }
        }
    }
    page.end()?;
    let sentence =
        format!("{carried} units carried, {left_out} left out with a reason, {open} not accounted for.");
    match open {
        0 => {
            let mut page = Page::new();
            page.line(0, 0, &sentence);
            page.end()
        }
        _ => Err(Failure::new(code::FOUND, sentence)),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|_| {
        Failure::new(
            code::NOT_FOUND,
            "There is no text of that name that can be read as UTF-8.",
        )
    })
}

/// Writes the ledger in its place, whole or not at all.
fn update(path: &Path, ledger: Ledger) -> Result<(), Failure> {
    let bare = |line: &&Line| line.ids.is_empty() && line.left_out.is_none();
    let open = ledger.lines.iter().filter(bare).count();
    let text = serde_json::to_string_pretty(&ledger).unwrap_or_default();
    out::in_place(path, format!("{text}\n").as_bytes(), "The ledger")?;
    let mut page = Page::new();
    let sentence = match open {
        0 => "every line is filled in.".to_owned(),
        n => format!(
            "{n} of {} lines are to be filled in: `place`, `about`, and `ids` or `left_out`.",
            ledger.lines.len()
        ),
    };
    page.line(0, 0, &format!("{} is written; {sentence}", path.display()));
    page.end()
}

/// The ledger; an empty one where there is none yet, or where a shell has just made the file to print into.
fn ledger(path: &Path) -> Result<Ledger, Failure> {
    if fs::metadata(path).is_ok_and(|about| about.len() == 0) || !path.exists() {
        let document = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        return Ok(Ledger {
            document,
            ..Ledger::default()
        });
    }
    serde_json::from_str(&read(path)?).map_err(|error| {
        let sentence = format!(
            "The ledger cannot be read: line {}, column {}.",
            error.line(),
            error.column()
        );
        Failure::new(code::REFUSED, sentence)
    })
}

/// The ledger in the order of the texts, with a bare line for each unit that has none. Lines that no unit has any more stay
/// at its end: lint names them, and somebody decides.
fn with_bare_lines(mut ledger: Ledger, texts: &[(String, Vec<Unit>)]) -> Ledger {
    ledger.texts = texts.iter().map(|(name, _)| name.clone()).collect();
    let before: Vec<Line> = ledger.lines.drain(..).collect();
    let mut old: HashMap<String, Line> = before
        .iter()
        .map(|line| (line.hash.clone(), line.clone()))
        .collect();
    let mut times: HashMap<&str, u32> = HashMap::new();
    for unit in texts.iter().flat_map(|(_, units)| units) {
        *times.entry(&unit.hash).or_default() += 1;
    }
    for unit in texts.iter().flat_map(|(_, units)| units) {
        let Some(times) = times.remove(unit.hash.as_str()) else {
            continue;
        };
        let line = old.remove(&unit.hash).unwrap_or_else(|| Line {
            hash: unit.hash.clone(),
            ..Line::default()
        });
        ledger.lines.push(Line { times, ..line });
    }
    let stale = before.into_iter().filter(|line| old.remove(&line.hash).is_some());
    ledger.lines.extend(stale);
    ledger
}
