//! `show --salvage`: every entry that can still be read of an interaction, and in its place what cannot.
//!
//! Refuses to close a gap, and to call what is left whole.

use super::out::{self, Page};
use crate::app::App;
use crate::cli::Show;
use crate::failure::{Failure, code};
use childfirst::interaction::entry::Entry;
use childfirst::interaction::fold::fold;
use childfirst::interaction::record::record;
use childfirst::{Left, Missing, Salvaged};

/// What is said beside a failure to read an interaction that is damaged.
const HINT: &str = "What can still be read of it: childfirst show ID --salvage";

/// Points at the salvage, where it helps.
pub fn hint(failure: Failure) -> Failure {
    match failure.code {
        code::DAMAGED => Failure::new(failure.code, format!("{} {HINT}", failure.sentence)),
        _ => failure,
    }
}

/// Prints what is left.
///
/// # Errors
/// When there is none of that id, or the records themselves do not open.
pub fn run(app: &App, what: &Show) -> Result<(), Failure> {
    let id = app.interaction_id(&what.id)?;
    let left = app.records()?.salvage(id)?;
    if what.json {
        return out::json(&left);
    }
    let mut page = Page::new();
    match left.problem {
        None => page.heading(0, "It is whole: every entry reads, and the chain holds."),
        Some(part) => {
            page.heading(
                0,
                "Not whole. This is what can still be read; it is kept as it is.",
            );
            let what = "Each entry that reads stands at its own number. That they belong together, and that none is \
                missing at the end, is not shown.";
            page.line(0, 2, &format!("Damaged or newer: {part}. {what}"));
        }
    }
    page.gap();
    for (_, line) in lines(&left) {
        page.line(2, 4, &line);
    }
    if left.entries.is_empty() {
        page.line(2, 4, "Nothing of it can be read.");
    }
    page.end()
}

/// Every number with what stands there, in order.
fn lines(left: &Salvaged) -> Vec<(u64, String)> {
    let entries: Vec<Entry> = left.entries.iter().filter_map(|one| one.entry.clone()).collect();
    // The log alone: what the rest of a record says rests on entries that may be missing.
    let log = record(None, &fold(&entries), &entries).sections;
    let log = log.into_iter().filter(|section| section.section == "log");
    let mut all: Vec<(u64, String)> = log
        .flat_map(|section| section.lines)
        .map(|line| (line.entry, line.text))
        .collect();
    for one in &left.entries {
        let what = match one.left {
            Left::Readable => continue,
            Left::Erased => "Erased: the words are gone, the place in the chain stays",
            Left::Damaged => "DAMAGED: it is there and cannot be read",
            Left::Newer => "Written by a newer version: update to read it",
        };
        all.push((one.seq, format!("{:>3}  {what}", one.seq)));
    }
    for Missing { from, to } in &left.missing {
        let which = if from == to {
            format!("{from:>3}")
        } else {
            format!("{from} to {to}")
        };
        all.push((*from, format!("{which}  MISSING")));
    }
    all.sort_by_key(|(seq, _)| *seq);
    all
}
