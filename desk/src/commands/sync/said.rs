//! What `sync` says of what came, and of how things stand.
//!
//! Refuses to call anything *current* that was not checked, and to shorten what was refused.

use crate::app::App;
use crate::commands::out::{self, Page};
use crate::failure::{Failure, code, trouble};
use childfirst::time::{Instant, Moment};
use childfirst::{
    Change, ForceTrouble, Freshness, Refreshed, RefusedRelease, ReleaseFault, ReleaseKind, Updates,
    UpdatesState,
};
use serde_json::{Value, json};

/// What came of a refresh or a file.
pub fn taken(app: &App, updates: &Updates, said: &Refreshed, json: bool) -> Result<(), Failure> {
    if json {
        return out::json(&as_json(said));
    }
    let mut page = Page::new();
    for change in &said.changed {
        changed(&mut page, app, change);
    }
    for change in &said.waiting {
        let name = name(app, change.kind, &change.pack);
        let version = change.version;
        let waits =
            format!("{name}: version {version} is there, and waits for a network that costs nothing.");
        page.line(0, 2, &waits);
    }
    for one in &said.refused {
        page.line(0, 2, &refused(app, one));
    }
    for one in &said.troubles {
        page.line(0, 2, &format!("{}. {}", one.force, trouble(one.why)));
    }
    if said.changed.is_empty() && said.waiting.is_empty() && all_taken(said) {
        page.line(0, 0, "Nothing new. What is here is current.");
    }
    if updates.state(app.now())?.development_root {
        page.line(0, 0, "This root is for development: its keys protect nothing.");
    }
    page.end()
}

/// Said above; the exit code says it to a program.
pub fn outcome(said: &Refreshed) -> Result<(), Failure> {
    match all_taken(said) {
        true => Ok(()),
        false => Err(Failure::new(code::NOT_UPDATED, "")),
    }
}

fn all_taken(said: &Refreshed) -> bool {
    said.troubles.is_empty() && said.refused.is_empty()
}

fn changed(page: &mut Page, app: &App, change: &Change) {
    let name = name(app, change.kind, &change.pack);
    let from = match (change.kind, change.from_version) {
        (ReleaseKind::Pack, Some(version)) => format!(", in the place of version {version}"),
        (ReleaseKind::Pack, None) => ", new on this device".into(),
        (ReleaseKind::Values, _) => String::new(),
    };
    page.heading(0, &format!("{name}: version {} is in use{from}.", change.version));
    if change.safety {
        page.line(2, 2, "A safety release: something dangerous was corrected.");
    }
    if !change.summary.is_empty() {
        page.line(2, 2, &change.summary);
    }
    if change.kind == ReleaseKind::Pack {
        page.line(2, 2, "Open records keep the guidance that they were begun with.");
    }
}

fn name(app: &App, kind: ReleaseKind, pack: &str) -> String {
    let title = app
        .pack(pack)
        .map_or_else(|_| pack.to_owned(), |pack| pack.file().title.clone());
    match kind {
        ReleaseKind::Pack => title,
        ReleaseKind::Values => format!("The force’s own values for {title}"),
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

/// How things stand.
pub fn state(state: &UpdatesState, now: Moment, json: bool) -> Result<(), Failure> {
    let day = |at: Instant| Moment::new(at, now.offset_minutes);
    let when = |at: Instant| format!("{}, {}", day(at).date(), day(at).clock());
    if json {
        let text = |at: Option<Instant>| at.map(|at| day(at).to_rfc3339());
        let installed: Vec<Value> = state
            .installed
            .iter()
            .map(|it| json!({"pack": it.pack, "title": it.title, "version": it.version, "digest": it.digest, "safety": it.safety}))
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
            &format!(
                "{}: version {} is in use{}.",
                one.title,
                one.version,
                if one.safety { ", a safety release" } else { "" }
            ),
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
