//! `sync`: takes signed guidance from a server or a file, and says what changed in a trainer's words.
//!
//! Refuses to begin with no root: somebody has to say, once, whom this device believes.

mod believed;
mod progress;
mod said;

use self::believed::Believed;
use self::progress::Told;
use super::out::{self, Page};
use crate::app::App;
use crate::cli;
use crate::failure::{Failure, code};
use crate::transport::Http;
use childfirst::{Polled, Updates};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Where from, for this run.
enum From<'a> {
    Server,
    File(&'a str),
}

/// Takes what is new, or says how things stand.
///
/// # Errors
/// Why nothing was taken; what is here stays in use.
pub fn run(app: &App, asked: &cli::Sync) -> Result<(), Failure> {
    let mut believed = Believed::read(app.folder())?;
    if let Some(root) = &asked.root {
        believed.with_root(root)?;
    }
    let from = match asked.from.as_deref() {
        None => From::Server,
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
            believed.with_url(url);
            From::Server
        }
        Some(file) if Path::new(file).is_file() => From::File(file),
        Some(_) => {
            let sentence = "There is no file of that name, and no address: it begins with https://.";
            return Err(Failure::new(code::NOT_FOUND, sentence));
        }
    };
    if !asked.follow.is_empty() {
        believed.with_follow(&asked.follow);
    }
    let updates = believed.updates(app);
    if asked.state {
        return said::state(&updates.state(app.now())?, app.now(), asked.json);
    }
    if asked.start_again {
        return start_again(&updates);
    }
    if !believed.knows_a_root() {
        let sentence = "This device does not know yet whom to believe. Give the root once, from whoever publishes your \
            guidance, by another way than the server: childfirst sync --root root.json https://…";
        return Err(Failure::new(code::USAGE, sentence));
    }
    if matches!(from, From::Server) && !believed.knows_an_address() {
        let sentence = "No server is known yet. Name one, or a file: childfirst sync https://…";
        return Err(Failure::new(code::USAGE, sentence));
    }
    let told = Told::at_a_terminal();
    let taken = match from {
        From::File(file) => updates.import_file(file.to_owned(), told, app.now()),
        From::Server if asked.poll => {
            return poll(updates.poll(Arc::new(Http::new()), app.now())?, asked.json);
        }
        From::Server => updates.refresh(Arc::new(Http::new()), told, asked.costly, app.now()),
    }?;
    said::taken(app, &updates, &taken, asked.json)?;
    believed.keep()?;
    said::outcome(&taken)
}

fn start_again(updates: &Updates) -> Result<(), Failure> {
    let aside = updates.start_again()?;
    let mut page = Page::new();
    page.line(
        0,
        0,
        "Begun again from the root. No guidance older than what is here is taken.",
    );
    if let Some(number) = aside {
        page.line(0, 0, &format!("What was damaged is kept as trust.{number}.db."));
    }
    page.end()
}

fn poll(polled: Polled, json: bool) -> Result<(), Failure> {
    let nothing = polled == Polled::NothingNew;
    if json {
        return out::json(&json!({"nothing_new": nothing}));
    }
    let words = if nothing {
        "Nothing new."
    } else {
        "There may be something new: childfirst sync."
    };
    let mut page = Page::new();
    page.line(0, 0, words);
    page.end()
}
