//! `list`: the interactions on this device, newest first; and `new-records`, for when they cannot be opened.
//!
//! What is unsent, untold or open stands beside each. Refuses to count anything of an officer's, and to set records
//! aside that still open.

use super::keep::{OWED, tombstone};
use super::out::{self, Page};
use crate::app::App;
use crate::cli::List;
use crate::failure::{Failure, code};
use crate::interactive::settings::Settings;
use childfirst::interaction::because::place_words;
use childfirst::interaction::lines::{UNNAMED, role_words};
use childfirst::sets::Place;
use childfirst::time::Moment;
use childfirst::{Listed, ListedFor, Records};

/// As many digits of an id as tell interactions apart, at least this many.
const SHORT: usize = 8;

/// Prints the list, or what of it is due.
///
/// # Errors
/// What keeps the records shut.
pub fn run(app: &App, what: &List) -> Result<(), Failure> {
    let records = app.records()?;
    if !what.all && what.due.is_none() {
        return own(app, &records, what.json);
    }
    let all = match what.due {
        None => records.list()?,
        Some(days) => records.due(days, app.now())?,
    };
    if what.json {
        return out::json(&all);
    }
    let mut page = Page::new();
    if let Some(days) = what.due {
        return due(&all, digits(&records.list()?), days, page);
    }
    let destroyed = records.destroyed()?;
    if all.is_empty() && destroyed.is_empty() {
        page.line(0, 0, "No interactions yet. `childfirst` begins one.");
    }
    let digits = digits(&all);
    for (n, one) in all.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        print(one, digits, &mut page);
    }
    let lost = all
        .iter()
        .filter(|one| !one.recoverable && !one.id.is_empty())
        .count();
    // Where no recovery key is in use at all, saying so each time would help nobody.
    if (1..all.len()).contains(&lost) {
        page.gap();
        page.line(
            0,
            0,
            &format!("Not sealed for a recovery key: {lost} of {}.", all.len()),
        );
    }
    for (n, stone) in destroyed.iter().enumerate() {
        if n > 0 || !all.is_empty() {
            page.gap();
        }
        let how = if stone.complete {
            "destroyed"
        } else {
            "gone, its key not forgotten yet"
        };
        page.heading(
            0,
            &format!("{}  {how}", stone.id.get(..digits).unwrap_or(&stone.id)),
        );
        page.line(2, 2, &tombstone(stone));
    }
    if records.forgetting_owed()? {
        page.gap();
        page.line(0, 0, &format!("Something was erased or destroyed here. {OWED}"));
    }
    page.end()
}

/// What whoever chose their name here may see of the records of a shared device.
fn own(app: &App, records: &Records, json: bool) -> Result<(), Failure> {
    let recorder = Settings::read(app.folder()).and_then(|settings| settings.recorder);
    let all = records.list_for(recorder)?;
    if json {
        return out::json(&all);
    }
    let mut page = Page::new();
    if all.is_empty() {
        page.line(
            0,
            0,
            "None of yours yet. `childfirst` begins one. --all lists everybody’s, for whoever looks after them.",
        );
    }
    let digits = digits(&records.list()?);
    for (n, one) in all.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        match one {
            ListedFor::Own { listed } => print(listed, digits, &mut page),
            ListedFor::Unnamed {
                id, place, began_at, ..
            } => {
                let id = id.get(..digits).unwrap_or(id);
                page.heading(0, &format!("{id}  {}", when_and_where(began_at, *place)));
                page.line(2, 2, "No recorder was named");
            }
            ListedFor::Other {
                place,
                began_at,
                last_at,
            } => {
                page.heading(0, &when_and_where(began_at, *place));
                let to = last_at.map_or_else(String::new, |at| format!(", last written {}", at.clock()));
                page.line(2, 2, &format!("Another officer’s record{to}"));
            }
        }
    }
    page.end()
}

fn when_and_where(began_at: &Option<Moment>, place: Place) -> String {
    let when = began_at
        .map(|at| format!("{}, {}", at.date(), at.clock()))
        .unwrap_or_default();
    let place = match place {
        Place::NotKnown => "place not known",
        place => place_words(place),
    };
    format!("{when}  {place}")
}

fn due(all: &[Listed], digits: usize, days: u32, mut page: Page) -> Result<(), Failure> {
    if all.is_empty() {
        let none =
            "Nothing is due: nothing that is completed, not held and known to stand somewhere else was last";
        page.line(0, 0, &format!("{none} written to {days} days ago or longer."));
    }
    for one in all {
        print(one, digits, &mut page);
        page.gap();
    }
    if !all.is_empty() {
        page.line(
            0,
            0,
            "Nothing is destroyed by itself. Decide on each: `childfirst destroy ID`, or `childfirst hold ID`.",
        );
    }
    page.end()
}

fn print(one: &Listed, digits: usize, page: &mut Page) {
    let id = one.id.get(..digits).unwrap_or(&one.id);
    if one.id.is_empty() {
        page.heading(0, "Interactions may be missing from this list");
        page.line(
            2,
            2,
            "The records are damaged in a place that says which there are. Nothing was changed or deleted. Keep the folder and ask for help.",
        );
        return;
    }
    if let Some(part) = one.problem {
        page.heading(0, &format!("{id}  cannot be read"));
        page.line(
            2,
            2,
            &format!("Damaged or newer: {part}. It is kept as it is. `childfirst show {id} --salvage` prints what can still be read."),
        );
        return;
    }
    let when = when_and_where(&one.began_at, one.place);
    page.heading(0, &format!("{id}  {when}"));
    let role = one.role.map(role_words).unwrap_or_default();
    let who = one.recorder.as_deref().unwrap_or(UNNAMED);
    let entries = if one.entries == 1 {
        "1 entry".to_owned()
    } else {
        format!("{} entries", one.entries)
    };
    page.line(2, 2, &format!("{who}, {role}. {entries}"));
    let mut flags = Vec::new();
    if one.unsent > 0 {
        flags.push(format!("{} decided, not sent", one.unsent));
    }
    if one.untold > 0 {
        flags.push(format!("{} not told yet", one.untold));
    }
    flags.push(if one.completed { "Completed" } else { "Open" }.to_owned());
    if one.held {
        flags.push("Held".to_owned());
    }
    if one.only_here {
        flags.push("On this device only".to_owned());
    }
    page.line(2, 2, &flags.join(". "));
}

/// How many digits tell every id from the others.
fn digits(all: &[Listed]) -> usize {
    let mut digits = SHORT;
    let differ = |digits: usize| {
        let mut short: Vec<&str> = all
            .iter()
            .map(|one| one.id.get(..digits).unwrap_or(&one.id))
            .collect();
        short.sort_unstable();
        short.windows(2).all(|pair| pair.first() != pair.last())
    };
    while digits < 32 && !differ(digits) {
        digits += 1;
    }
    digits
}

/// Starts new records beside old ones that cannot be opened.
///
/// # Errors
/// While the old ones can be opened.
pub fn new_records(app: &App) -> Result<(), Failure> {
    match app.records() {
        Ok(_) => {
            return Err(Failure::new(
                code::REFUSED,
                "The records here can be opened, so nothing was set aside. Go on with them.",
            ));
        }
        // A mistyped recovery key says nothing of the records.
        Err(failure) if failure.code == code::REFUSED => return Err(failure),
        Err(_) => {}
    }
    let number = app.start_new_records()?;
    let mut page = Page::new();
    page.line(
        0,
        0,
        &format!(
            "New records are started. The old ones are kept, set aside under number {number} in {}.",
            app.folder().display()
        ),
    );
    page.end()
}
