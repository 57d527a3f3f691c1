//! The record: the readable account of an interaction. What is unsent, untold and open comes first.
//!
//! Made from entries and state alone, except for what is still open: that needs the pack, so an export carries it.
//! Refuses to shorten, to rank, to say *shared* of what was not sent, and, of a part of the record, to say that what
//! does not stand in it was not done.

mod account;
mod child;
pub mod exports;
mod first;
mod heading;
mod log;
pub mod part;
pub mod plain;
mod rest;
mod sharing;

pub use account::Account;
pub use first::first;

use self::part::Part;
use super::entry::*;
use super::lines::{capital, then, uncapital};
use super::state::State;
use crate::pack::Pack;

/// How a line is marked, for a screen or a page. Words say the same: a mark never stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum LineMark {
    /// Not marked.
    #[default]
    None,
    /// A child's exact words.
    Quote,
    /// What a child said, not word for word.
    Gist,
    /// Immediate danger: yes.
    Danger,
    /// Not sent, not told, not reached, open.
    Open,
    /// Known only from an adult, from records or assumed.
    Hearsay,
    /// Its words are not here.
    LeftOut,
}

/// One line of the record, and the entry that it rests on (0: none in particular).
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, uniffi::Record)]
pub struct RecordLine {
    /// The line whole, in one piece.
    pub text: String,
    /// What leads: a question, a level, with whom. May be empty.
    pub lead: String,
    /// The words.
    pub words: String,
    /// How it is known, from whom, when.
    pub how: String,
    /// What belongs under it: routes, stages, both wordings.
    pub notes: Vec<String>,
    /// How it is marked.
    pub mark: LineMark,
    /// The part of the record that it belongs to.
    pub part: String,
    /// The entry.
    pub entry: u64,
}

/// A section of the record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RecordSection {
    /// What it is: the id of a part (`handling`, `unsent`, `danger`, …, `log`), or `child`.
    pub section: String,
    /// Its heading.
    pub title: String,
    /// The child, for a child's own section; else 0.
    pub child: u32,
    /// Its lines.
    pub lines: Vec<RecordLine>,
}

/// What the head of the record says of what nobody gave.
pub const MISSING: &str = "missing";

/// The fact that says that it is a part of the record.
pub const PART_OF: &str = "Part of the record";

/// Something that the head of the record says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RecordFact {
    /// What it is: `Place`, `Recorded by`.
    pub label: String,
    /// It.
    pub value: String,
}

/// The record of an interaction.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Record {
    /// Its heading: place and day.
    pub title: String,
    /// Times, who recorded, on which guidance, how many entries.
    pub facts: Vec<RecordFact>,
    /// Its sections, in order.
    pub sections: Vec<RecordSection>,
}

/// Makes the record, by child.
///
/// The pack adds what is still open. Without it, on a device that no longer has it, the rest is whole and the record
/// says what is missing.
pub fn record(pack: Option<&Pack>, state: &State, entries: &[Entry]) -> Record {
    let open = first(state, pack, &super::left_out::Going::all(entries));
    let plain = plain::entries(entries);
    let folded = plain.as_deref().map(super::fold::fold);
    let (entries, state) = (
        plain.as_deref().unwrap_or(entries),
        folded.as_ref().unwrap_or(state),
    );
    Account::of(state, entries, &open).by_child()
}

/// What has to be said first at a hand-over: unsent, not reached, untold, for later, and what is missing.
pub fn say_first(state: &State, pack: &Pack) -> Vec<String> {
    say_first_lines(state, pack)
        .into_iter()
        .map(|line| line.text)
        .collect()
}

/// The same, each with the part of the record that it belongs to and its entry.
pub fn say_first_lines(state: &State, pack: &Pack) -> Vec<RecordLine> {
    let open = first(state, Some(pack), &super::left_out::Going::all(&[]));
    let account = Account::of(state, &[], &open);
    let one = |line: Line| {
        let text = line.whole(&account.words, true);
        line.placed(text)
    };
    account.first().into_iter().map(one).collect()
}

/// A line before it has its place.
#[derive(Debug, Clone, Default)]
struct Line {
    part: Option<Part>,
    /// The child it is of: its words, its risk.
    of: Option<u32>,
    /// Every child it is about.
    about: Vec<u32>,
    lead: String,
    words: String,
    how: String,
    notes: Vec<String>,
    mark: LineMark,
    entry: u64,
}

impl Line {
    fn of(part: Part, entry: u64) -> Line {
        Line {
            part: Some(part),
            entry,
            ..Line::default()
        }
    }

    /// The titles of the children whose it is.
    fn whose(&self, words: &super::lines::Words<'_>) -> String {
        capital(&match self.of {
            Some(child) => words.child(child),
            None => words.children(&self.about),
        })
    }

    /// The line in one piece; away from its child's section with the child's title, away from its part's with a label.
    fn whole(&self, words: &super::lines::Words<'_>, away: bool) -> String {
        if self.part == Some(Part::Log) {
            return self.logged();
        }
        let mut text = String::new();
        if away {
            let label = self.part.map_or("", Part::label);
            for word in [label, &self.whose(words)] {
                if !word.is_empty() {
                    text = format!("{text}{word}: ");
                }
            }
        }
        let words = joined(&self.lead, &self.words);
        // Behind its label it begins no line.
        match away && self.part == Some(Part::Missing) {
            true => text.push_str(&uncapital(&words)),
            false => text.push_str(&words),
        }
        match (text.is_empty(), self.how.is_empty()) {
            (_, true) => text,
            (true, false) => self.how.clone(),
            (false, false) => then(text, &self.how),
        }
    }

    /// The line, with its text.
    fn placed(self, text: String) -> RecordLine {
        RecordLine {
            text,
            lead: self.lead,
            words: self.words,
            how: self.how,
            notes: self.notes,
            mark: self.mark,
            part: self.part.map_or("", Part::id).to_owned(),
            entry: self.entry,
        }
    }
}

/// A lead and its words: a question and its answer, a level and its words, a name and what is said of it.
pub fn joined(lead: &str, words: &str) -> String {
    match (lead.is_empty(), words.is_empty()) {
        (true, _) => words.to_owned(),
        (false, true) => lead.to_owned(),
        (false, false) if lead.ends_with(['.', '?', '!', ':']) => format!("{lead} {words}"),
        (false, false) => format!("{lead}: {words}"),
    }
}

impl Record {
    /// The record as plain text, to keep as what somebody handed over.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for fact in &self.facts {
            text.push_str(&format!("{}: {}\n", fact.label, fact.value));
        }
        for section in &self.sections {
            text.push_str(&format!("\n{}\n", section.title));
            let under = if section.section == Part::Log.id() {
                "                 "
            } else {
                "    "
            };
            for line in section.lines.iter().map(RecordLine::lines) {
                // What belongs under a line stands under it.
                for (at, part) in line.iter().enumerate() {
                    let part = part.replace('\n', "\n    ");
                    text.push_str(&match at {
                        0 => format!("  {part}\n"),
                        _ => format!("{under}{}\n", part.trim_start()),
                    });
                }
            }
        }
        text
    }
}

impl RecordLine {
    /// The line as it stands in a text: whole, with its entry's number and what belongs under it.
    pub fn lines(&self) -> Vec<String> {
        let numbered = match (self.entry, self.part.as_str()) {
            (0, _) | (_, "log") => self.text.clone(),
            (entry, _) => format!("{} (entry {entry})", self.text),
        };
        std::iter::once(numbered)
            .chain(self.notes.iter().cloned())
            .collect()
    }
}
