//! `verify`: whether records, an export or a pack hold together. Says what was shown, and no more.
//!
//! Refuses to change anything, and to stop at the first interaction that does not hold.

use super::out::{self, Page};
use super::salvage;
use crate::app::App;
use crate::cli::Verify;
use crate::failure::{Failure, code, sentence};
use childfirst::error::Part;
use childfirst::interaction::export::TextHead;
use childfirst::interaction::record::exports::form_words;
use childfirst::ordinary;
use childfirst::pack::Pack;
use childfirst::{Error, ExportSays, head_of_text, verify_export, words_taken_out};
use serde::Serialize;
use std::io::Read;
use std::path::Path;

/// What a chain shows, and what it does not.
const SHOWS: &str = "The entries fit each other in their order, and none is missing before the end named. This does not \
    show that it is the newest copy, nor that whoever holds the key, or has an export in hand, did not write it anew. \
    An end that was written down elsewhere shows it: childfirst verify ID --head HASH.";
/// A record of 8 MB has tens of thousands of entries; more than this was never an export or a pack.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What is said of an export that does not say what it is.
const SAYS_NOTHING: &str = "It does not say what it is: its last entry is not one of an export. No words are missing but what was erased.";

/// What a head that is not in the chain may mean.
const NOT_HERE: &str = "This head is not in this interaction. Either it is another's, or this is an older copy, or it was \
    written anew. Keep everything as it is, and ask for help.";
const MORE_DIGITS: &str = "More than one entry's head begins like that. Give more of it.";

/// What was found of one thing.
#[derive(Debug, Serialize)]
struct Finding {
    ok: bool,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    without_words: Option<u64>,
    /// Of these, how many are without words and nothing in the file says why.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_out: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// The number of the entry at which the head that was asked for stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_entry: Option<u64>,
    /// What an export says that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl Finding {
    fn of(what: &'static str, ok: bool) -> Finding {
        let (id, entries, without_words, taken_out, head) = (None, None, None, None, None);
        let (version, digest, at_entry, says, problem) = (None, None, None, None, None);
        Finding {
            ok,
            what,
            id,
            entries,
            without_words,
            taken_out,
            head,
            version,
            digest,
            at_entry,
            says,
            problem,
        }
    }

    fn broken(what: &'static str, id: Option<String>, problem: String) -> Finding {
        Finding {
            id,
            problem: Some(problem),
            ..Finding::of(what, false)
        }
    }
}

/// Checks what was named, or every interaction.
///
/// # Errors
/// Exit code 1 when something does not hold.
pub fn run(open: impl FnOnce() -> Result<App, Failure>, asked: &Verify) -> Result<(), Failure> {
    let found = match asked.what.as_deref() {
        None => store(&open()?)?,
        Some(name) if looks_like_a_file(name) && asked.head.is_none() => vec![file(Path::new(name))?],
        Some(id) => vec![interaction(&open()?, id, asked.head.as_deref())?],
    };
    if asked.json {
        match found.as_slice() {
            [one] if asked.what.is_some() => out::json(one)?,
            all => out::json(&all)?,
        }
    } else {
        print(&found)?;
    }
    match found.iter().filter(|one| !one.ok).count() {
        0 => Ok(()),
        1 => Err(Failure::new(
            code::FOUND,
            "It does not hold together. Keep it as it is, and ask for help.",
        )),
        n => Err(Failure::new(
            code::FOUND,
            format!("{n} do not hold together. Keep them as they are, and ask for help."),
        )),
    }
}

/// Ids are hexadecimal; what exists on the disk, or could only be a path, is a file.
fn looks_like_a_file(name: &str) -> bool {
    let hexadecimal = name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    Path::new(name).is_file() || !hexadecimal
}

fn store(app: &App) -> Result<Vec<Finding>, Failure> {
    let check = app.records()?.check()?;
    let mut found = Vec::new();
    if let Some(what) = check.file_problem {
        found.push(Finding::broken("file", None, sentence(&Error::Damaged { what })));
    }
    found.extend(check.interactions.into_iter().map(|one| match one.problem {
        Some(what) => Finding::broken("interaction", Some(one.id), problem(&Error::Damaged { what })),
        None => Finding {
            id: Some(one.id),
            entries: Some(one.entries),
            without_words: Some(one.without_words),
            head: one.head,
            ..Finding::of("interaction", true)
        },
    }));
    Ok(found)
}

fn interaction(app: &App, id: &str, head: Option<&str>) -> Result<Finding, Failure> {
    let found = match app.interaction(id) {
        Ok(found) => found,
        // Damaged is what was asked about; not there, in use or locked is not an answer.
        Err(failure) if failure.code == code::DAMAGED => {
            let failure = salvage::hint(failure);
            return Ok(Finding::broken("interaction", None, failure.sentence));
        }
        Err(failure) => return Err(failure),
    };
    let receipt = match found.verify() {
        Ok(receipt) => receipt,
        Err(error) => {
            return Ok(Finding::broken("interaction", Some(found.id()), problem(&error)));
        }
    };
    let Some(head) = head else {
        return Ok(holds(receipt));
    };
    Ok(match found.entries_with_hash(head)?.as_slice() {
        [seq] => Finding {
            at_entry: Some(*seq),
            ..holds(receipt)
        },
        [] => Finding::broken("interaction", Some(found.id()), NOT_HERE.to_owned()),
        _ => Finding::broken("interaction", Some(found.id()), MORE_DIGITS.to_owned()),
    })
}

fn holds(receipt: childfirst::Receipt) -> Finding {
    Finding {
        id: Some(receipt.interaction),
        entries: Some(receipt.seq),
        head: Some(receipt.hash),
        ..Finding::of("interaction", true)
    }
}

fn file(path: &Path) -> Result<Finding, Failure> {
    let mut bytes = Vec::new();
    if ordinary::is_something_else(path) {
        return Err(Failure::new(
            code::NOT_FOUND,
            "That is not an ordinary file. Name the file itself.",
        ));
    }
    let read = ordinary::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    if read.is_err() {
        return Err(Failure::new(
            code::NOT_FOUND,
            "There is no interaction of that id and no file of that name that can be read. `childfirst list` shows the ids.",
        ));
    }
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    if bytes.len() as u64 > LARGEST {
        let problem = "It is larger than any export or pack.".to_owned();
        return Ok(Finding::broken("file", None, problem));
    }
    // A pack says its format as a number, an export as a name.
    let is_pack = text.trim_start().starts_with('{') && !text.contains("\"child-first-record\"");
    if is_pack {
        return Ok(match Pack::read(&bytes) {
            Ok(pack) => Finding {
                id: Some(pack.file().id.clone()),
                version: Some(pack.file().version),
                digest: Some(pack.digest_hex().to_owned()),
                ..Finding::of("pack", true)
            },
            Err(error) => Finding::broken("pack", None, error.to_string()),
        });
    }
    match verify_export(text) {
        Ok(checked) => Ok(Finding {
            id: Some(checked.interaction),
            entries: Some(checked.entries),
            without_words: Some(checked.without_words),
            head: Some(checked.head),
            says: Some(
                checked
                    .says
                    .as_ref()
                    .map_or_else(|| SAYS_NOTHING.to_owned(), says),
            ),
            ..Finding::of("export", true)
        }),
        // Nothing is wrong with it, and nothing was shown.
        Err(error @ Error::Newer { .. }) => Err(Failure::new(code::DAMAGED, problem(&error))),
        Err(error) => match head_of_text(text) {
            Some(TextHead {
                interaction, head, ..
            }) => Err(Failure::new(
                code::REFUSED,
                format!(
                    "A text cannot be checked alone. On the device that has the record: childfirst verify {} --head {}. \
                     That shows whether the record is the one that the text names, not that the text says what stands \
                     in it.",
                    short(&interaction, 8),
                    short(&head, 16)
                ),
            )),
            None => Ok(match words_taken_out(text).filter(|taken| !taken.is_empty()) {
                Some(taken) if matches!(error, Error::Damaged { what: Part::Entry }) => Finding {
                    taken_out: Some(taken.len() as u64),
                    ..Finding::broken("export", None, bare(taken.len()))
                },
                _ => Finding::broken("export", None, problem(&error)),
            }),
        },
    }
}

/// What is said of entries that stand without their words, and the file does not say why.
fn bare(many: usize) -> String {
    let stand = match many {
        1 => "1 entry stands without its words".to_owned(),
        many => format!("{many} entries stand without their words"),
    };
    format!("{stand}, and the file does not say why. It was changed after it was made.")
}

/// What an export says of itself.
fn says(says: &ExportSays) -> String {
    let form = form_words(&says.format);
    let whom = match (says.for_child, &says.for_reader) {
        (None, None) => "the whole record".to_owned(),
        (Some(child), None) => format!("child {child} alone"),
        (None, Some(reader)) => format!("{reader} alone"),
        (Some(child), Some(reader)) => format!("{reader}, about child {child} alone"),
    };
    format!("Made as: {form}, {whom}.")
}

fn short(digits: &str, many: usize) -> &str {
    digits.get(..many).unwrap_or(digits)
}

/// What does not hold, for one that reads what was checked.
fn problem(error: &Error) -> String {
    match error {
        Error::Damaged { what: Part::Entry } => {
            "An entry is not as it was written, or its words were taken out.".to_owned()
        }
        Error::Damaged { what: Part::Chain } => "An entry was changed, moved or removed.".to_owned(),
        Error::Damaged { what: Part::Export } => "It cannot be read as an export.".to_owned(),
        Error::Damaged { what: Part::Page } => {
            "The entries that it carries hold, and the page shows other words than they \
            make: it was changed after it was made."
                .to_owned()
        }
        Error::Newer { what: Part::Page } => {
            "The entries that it carries hold. The page was made by a newer version: \
            update this program to compare its words with them."
                .to_owned()
        }
        other => sentence(other),
    }
}

fn print(found: &[Finding]) -> Result<(), Failure> {
    let mut page = Page::new();
    if found.is_empty() {
        page.line(0, 0, "No interactions yet: there is nothing to check.");
    }
    for one in found {
        let id = one.id.as_deref().unwrap_or("");
        if let Some(problem) = &one.problem {
            page.heading(0, format!("Does not hold: {} {id}", one.what).trim_end());
            page.line(2, 2, problem);
            continue;
        }
        match (one.what, &one.head, &one.digest) {
            ("pack", _, Some(digest)) => {
                page.heading(
                    0,
                    &format!("Holds: pack {id}, version {}", one.version.unwrap_or(0)),
                );
                page.line(2, 2, &format!("SHA-256 {digest}"));
                page.line(2, 2, "It reads whole, and every id, source and case in it fits. This does not show who made it.");
            }
            (what, Some(head), _) => {
                page.heading(0, &format!("Holds: {what} {id}"));
                page.line(
                    2,
                    2,
                    &format!("{} entries. End of the chain: {head}", one.entries.unwrap_or(0)),
                );
                if let Some(n) = one.at_entry {
                    let of = one.entries.unwrap_or(0);
                    page.line(2, 2, &format!("This head is entry {n} of {of} here."));
                }
                if let Some(says) = &one.says {
                    page.line(2, 2, says);
                }
                let why = match what {
                    "export" => "erased or left out. The file names each, and why",
                    _ => "erased",
                };
                if let Some(n) = one.without_words.filter(|n| *n > 0) {
                    page.line(
                        2,
                        2,
                        &format!("{n} of them without their words, which were {why}."),
                    );
                }
            }
            _ => {}
        }
    }
    if found.iter().any(|one| one.ok && one.head.is_some()) {
        page.gap();
        page.line(0, 0, SHOWS);
    }
    page.end()
}
