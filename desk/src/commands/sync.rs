//! `sync`: takes signed guidance from a server or a file, and says what changed in a trainer's words.
//!
//! Refuses to begin with no root: somebody has to say, once, whom this device believes.

use super::out::{self, Page};
use crate::app::App;
use crate::cli;
use crate::failure::{Failure, code, trouble};
use crate::transport::Http;
use childfirst::time::{Instant, Moment};
use childfirst::{
    Change, ForceTrouble, Freshness, Offered, Polled, Refreshed, RefusedRelease, ReleaseFault, Updates,
    UpdatesConfig, UpdatesState,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// In the data folder: the root that this device began with, and where updates come from.
const ROOT: &str = "root.json";
const FROM: &str = "updates.json";

#[derive(Debug, Default, Serialize, Deserialize)]
struct From {
    #[serde(default)]
    url: String,
    #[serde(default)]
    follow: Vec<String>,
}

/// Takes what is new, or says how things stand.
///
/// # Errors
/// Why nothing was taken; what is here stays in use.
pub fn run(app: &App, asked: &cli::Sync) -> Result<(), Failure> {
    let folder = app.folder();
    let mut from: From = fs::read(folder.join(FROM))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let file = asked.from.as_ref().filter(|from| Path::new(from).is_file());
    match &asked.from {
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => from.url.clone_from(url),
        Some(_) if file.is_none() => {
            let sentence = "There is no file of that name, and no address: it begins with https://.";
            return Err(Failure::new(code::NOT_FOUND, sentence));
        }
        _ => {}
    }
    if !asked.follow.is_empty() {
        from.follow.clone_from(&asked.follow);
    }
    let root = root(folder, asked.root.as_deref())?;
    let updates = app.updates(UpdatesConfig {
        url: from.url.clone(),
        root,
        follow: from.follow.clone(),
    });
    if asked.start_again {
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
        return page.end();
    }
    if asked.state {
        return state(&updates.state(app.now())?, app.now(), asked.json);
    }
    let http = Arc::new(Http::new());
    let said = match file {
        Some(file) => updates.import_file(file.clone(), None, app.now())?,
        None if from.url.is_empty() => {
            let sentence = "No server is known yet. Name one, or a file: childfirst sync https://…";
            return Err(Failure::new(code::USAGE, sentence));
        }
        None if asked.poll => {
            let polled = updates.poll(http, app.now())?;
            return poll(polled, asked.json);
        }
        None => updates.refresh(http, None, asked.costly, app.now())?,
    };
    remember(folder, &from)?;
    print(app, &updates, &said, asked.json)
}

/// The root: the one given, kept from then on; else the one kept.
fn root(folder: &Path, given: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let kept = folder.join(ROOT);
    match given {
        Some(path) => {
            let bytes = fs::read(path)
                .map_err(|_| Failure::new(code::NOT_FOUND, "The root cannot be read. Name its file with --root."))?;
            if fs::read(&kept).is_ok_and(|there| there != bytes) {
                let sentence = "This device believes another root already, and it is not changed by naming one. Leave --root \
                    out, or use a data folder of its own with --data.";
                return Err(Failure::new(code::REFUSED, sentence));
            }
            fs::write(&kept, &bytes).map_err(|_| not_saved())?;
            Ok(bytes)
        }
        None => fs::read(&kept).map_err(|_| {
            let sentence = "This device does not know yet whom to believe. Give the root once, from whoever publishes your \
                guidance, by another way than the server: childfirst sync --root root.json https://…";
            Failure::new(code::USAGE, sentence)
        }),
    }
}

fn remember(folder: &Path, from: &From) -> Result<(), Failure> {
    let bytes = serde_json::to_vec_pretty(from).map_err(|_| not_saved())?;
    fs::write(folder.join(FROM), bytes).map_err(|_| not_saved())
}

fn not_saved() -> Failure {
    Failure::new(
        code::NOT_SAVED,
        "Not saved: the data folder cannot be written to.",
    )
}

fn poll(polled: Polled, json: bool) -> Result<(), Failure> {
    let nothing = polled == Polled::NothingNew;
    if json {
        return out::json(&json!({"nothing_new": nothing}));
    }
    let mut page = Page::new();
    page.line(
        0,
        0,
        if nothing {
            "Nothing new."
        } else {
            "There may be something new: childfirst sync."
        },
    );
    page.end()
}

fn print(app: &App, updates: &Updates, said: &Refreshed, json: bool) -> Result<(), Failure> {
    let found = if said.troubles.is_empty() && said.refused.is_empty() {
        0
    } else {
        code::NOT_UPDATED
    };
    if json {
        out::json(&as_json(said))?;
    } else {
        let mut page = Page::new();
        for change in &said.changed {
            changed(&mut page, app, change);
        }
        for change in &said.waiting {
            let name = name(app, change.kind, &change.pack);
            page.line(
                0,
                2,
                &format!(
                    "{name}: version {} is there, and waits for a network that costs nothing.",
                    change.version
                ),
            );
        }
        for one in &said.refused {
            page.line(0, 2, &refused(app, one));
        }
        for one in &said.troubles {
            page.line(0, 2, &format!("{}. {}", one.force, trouble(one.why)));
        }
        if said.changed.is_empty() && said.waiting.is_empty() && found == 0 {
            page.line(0, 0, "Nothing new. What is here is current.");
        }
        if updates.state(app.now())?.development_root {
            page.line(0, 0, "This root is for development: its keys protect nothing.");
        }
        page.end()?;
    }
    // Said above; the exit code says it to a program.
    if found == 0 {
        Ok(())
    } else {
        Err(Failure::new(found, ""))
    }
}

fn changed(page: &mut Page, app: &App, change: &Change) {
    let name = name(app, change.kind, &change.pack);
    let from = match (change.kind, change.from_version) {
        (Offered::Pack, Some(version)) => format!(", in the place of version {version}"),
        (Offered::Pack, None) => ", new on this device".into(),
        (Offered::Values, _) => String::new(),
    };
    page.heading(0, &format!("{name}: version {} is in use{from}.", change.version));
    if change.safety {
        page.line(2, 2, "A safety release: something dangerous was corrected.");
    }
    if !change.summary.is_empty() {
        page.line(2, 2, &change.summary);
    }
    if change.kind == Offered::Pack {
        page.line(2, 2, "Open records keep the guidance that they were begun with.");
    }
}

fn name(app: &App, kind: Offered, pack: &str) -> String {
    let title = app
        .pack(pack)
        .map_or_else(|_| pack.to_owned(), |pack| pack.file().title.clone());
    match kind {
        Offered::Pack => title,
        Offered::Values => format!("The force’s own values for {title}"),
    }
}

fn refused(app: &App, one: &RefusedRelease) -> String {
    let name = name(app, one.kind, &one.pack);
    let why = match one.why {
        ReleaseFault::Unreadable => "does not read. Tell whoever publishes it",
        ReleaseFault::Newer => "is made for a newer version of this program. Update the program",
        ReleaseFault::NotWhatItSays => "is another than it says. Tell whoever publishes it",
        ReleaseFault::SameVersion => {
            "has the number of the one here, and other words. Tell whoever publishes it"
        }
        ReleaseFault::DoesNotFit => "does not fit the guidance here. Tell whoever publishes it",
    };
    format!(
        "{name}: version {} {why}. What is here stays in use.",
        one.version
    )
}

fn state(state: &UpdatesState, now: Moment, json: bool) -> Result<(), Failure> {
    let day = |at: Instant| Moment::new(at, now.offset_minutes);
    let when = |at: Instant| format!("{}, {}", day(at).date(), day(at).clock());
    if json {
        let text = |at: Option<Instant>| at.map(|at| day(at).to_rfc3339());
        let installed: Vec<Value> = state
            .installed
            .iter()
            .map(|it| json!({"pack": it.pack, "title": it.title, "version": it.version, "digest": it.digest}))
            .collect();
        return out::json(&json!({
            "freshness": state.freshness, "checked_at": text(state.checked_at), "refreshed_at": text(state.refreshed_at),
            "expires_at": text(state.expires_at), "installed": installed, "waiting": state.waiting,
            "development_root": state.development_root, "failures": state.failures,
        }));
    }
    let mut page = Page::new();
    let words = match state.freshness {
        Freshness::AsShipped => "Nothing was checked here yet. The guidance in use came with this program.",
        Freshness::Current => "Current.",
        Freshness::Overdue => "Not checked for more than a day. What is here stays in use: childfirst sync.",
        Freshness::Expired => {
            "The signatures have run out, or the clock of this computer is ahead. What is here stays in use, and nothing new \
             is taken until the server signs again."
        }
        Freshness::Damaged => {
            "What this device knew of the signatures is damaged or gone. What is here stays in use, and nothing new is taken: \
             childfirst sync --start-again."
        }
    };
    page.line(0, 0, words);
    if let Some(at) = state.checked_at {
        page.line(0, 0, &format!("Last checked: {}.", when(at)));
    }
    if let Some(at) = state.expires_at {
        page.line(0, 0, &format!("Checked signatures hold until {}.", when(at)));
    }
    for one in &state.installed {
        page.line(
            0,
            2,
            &format!("{}: version {} is in use.", one.title, one.version),
        );
    }
    for one in &state.waiting {
        page.line(
            0,
            2,
            &format!(
                "{}: version {} is there, and was not taken yet.",
                one.pack, one.version
            ),
        );
    }
    page.end()
}

fn as_json(said: &Refreshed) -> Value {
    let refused = |one: &RefusedRelease| json!({"kind": one.kind, "pack": one.pack, "version": one.version, "why": one.why});
    let troubles = |one: &ForceTrouble| json!({"force": one.force, "why": one.why});
    json!({
        "changed": said.changed, "waiting": said.waiting,
        "refused": said.refused.iter().map(refused).collect::<Vec<_>>(),
        "troubles": said.troubles.iter().map(troubles).collect::<Vec<_>>(),
        "requests": said.requests, "bytes": said.bytes,
    })
}
