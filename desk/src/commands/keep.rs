//! `hold`, `erase` and `destroy`: what is kept whatever happens, and what goes for good.
//!
//! Says who, why and on whose authority, in the record or on the tombstone. Refuses to say *for good* while the key
//! file could still open an older copy.

use super::out::Page;
use crate::app::App;
use crate::cli;
use crate::failure::{Failure, refused_blank};
use childfirst::Destroyed;
use childfirst::interaction::entry::{Erased, Reason};
use childfirst::interaction::lines::UNNAMED;
use childfirst::interaction::operation::{Made, Operation};
use childfirst::interaction::remains::{may_repeat, worded};

/// What is said while a key is owed.
pub const OWED: &str = "The key file could not be renewed yet, so an older copy of the folder could still open it. The next \
    start tries again.";

fn made(app: &App, by: &str) -> Result<Made, Failure> {
    refused_blank(by)?;
    Ok(Made {
        now: app.now(),
        done_at: None,
        author: Some(by.to_owned()),
    })
}

/// Holds an interaction, or lifts the hold.
///
/// # Errors
/// Without a reason, or when there is no hold to lift.
pub fn hold(app: &App, what: &cli::Hold) -> Result<(), Failure> {
    let interaction = app.interaction(&what.id)?;
    let made = made(app, &what.by)?;
    let reason = Reason {
        reason: what.reason.clone(),
    };
    let (operation, done) = if what.lift {
        (
            Operation::HoldLifted(reason),
            "The hold is lifted: it can be erased from and destroyed again.",
        )
    } else {
        (
            Operation::HoldSet(reason),
            "Held. Nothing of it can be erased, and it cannot be destroyed, until the hold is lifted.",
        )
    };
    let receipt = interaction.perform(operation, made)?;
    let mut page = Page::new();
    page.line(0, 0, &format!("{done} Entry {}.", receipt.seq));
    page.end()
}

/// Erases the words of an entry.
///
/// # Errors
/// While it is held, or when there is no such entry.
pub fn erase(app: &App, what: &cli::Erase) -> Result<(), Failure> {
    let records = app.records()?;
    let id = app.interaction_id(&what.id)?;
    let erased = Erased {
        entry: what.entry,
        reason: what.reason.clone(),
        authority: what.authority.clone(),
        remains: None,
    };
    let erasure = records.erase(id.clone(), erased, made(app, &what.by)?)?;
    let (entry, says) = (what.entry, erasure.receipt.seq);
    let mut page = Page::new();
    let how = if erasure.complete {
        format!("Erased for good: the words of entry {entry}.")
    } else {
        format!("The words of entry {entry} are gone from the records. {OWED}")
    };
    page.line(
        0,
        0,
        &format!("{how} Entry {says} says so. Exports and copies made elsewhere stay."),
    );
    // It is erased, whether or not the rest can be read.
    if let Ok(state) = records.resume(id).and_then(|interaction| interaction.state()) {
        for seq in worded(&state, entry) {
            page.line(
                0,
                0,
                &format!("Entry {seq} corrects it, and still has words of its own."),
            );
        }
        for seq in may_repeat(&state, entry) {
            page.line(
                0,
                0,
                &format!("Entry {seq} was made from the record as it was, and may have its words."),
            );
        }
    }
    page.end()
}

/// Destroys an interaction.
///
/// # Errors
/// While it is held, or when there is none of that id.
pub fn destroy(app: &App, what: &cli::Destroy) -> Result<(), Failure> {
    let records = app.records()?;
    let id = app.interaction_id(&what.id)?;
    let stone = records.destroy(id, what.reason.clone(), made(app, &what.by)?)?;
    let mut page = Page::new();
    if stone.complete {
        page.line(0, 0, &format!("Destroyed. {}", tombstone(&stone)));
    } else {
        page.line(0, 0, &format!("Gone from the records. {OWED}"));
    }
    page.end()
}

/// A tombstone in one line.
pub fn tombstone(stone: &Destroyed) -> String {
    let when = stone
        .at
        .map(|at| format!("{}, {}", at.date(), at.clock()))
        .unwrap_or_default();
    let by = stone.by.as_deref().unwrap_or(UNNAMED);
    let why = stone.reason.as_deref().unwrap_or("no reason can be read");
    let head = stone.head.as_deref().unwrap_or("not known: it was damaged");
    format!("{when}. {by}: {why}. End of its chain: {head}")
}
