//! A host's values, written down as lines: what it was given has crossed the boundary twice when it stands here.
//!
//! For comparing and for reading a difference; no screen shows these. Refuses to leave out what a value holds: lines that
//! are easier to read end with the hash of the whole.

use crate::door::{
    Checked, DangerBlock, Destroyed, HandOverFile, Interaction, Listed, ListedFor, RecordsCheck, Salvaged,
};
use crate::error::Result;
use crate::guidance::{Hit, PackInfo};
use crate::interaction::call_lines::OfficersTold;
use crate::interaction::entry::Entry;
use crate::interaction::local::LocalValue;
use crate::interaction::log_copy::LogCopy;
use crate::interaction::pace::Pace;
use crate::interaction::record::Record;
use crate::interaction::review::ReviewSheet;
use crate::interaction::state::State;
use crate::interaction::worklist::{Mark, RouteRow, Row, Worklist};
use crate::records::hex;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Every leaf of a value with its path, names in order; what is empty has no line.
fn leaves(value: &Value, at: &str, to: &mut Vec<String>) {
    let under = |name: &str| match at {
        "" => name.to_owned(),
        at => format!("{at}.{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(map) => {
            let mut named: Vec<_> = map.iter().collect();
            named.sort_by_key(|(name, _)| *name);
            for (name, value) in named {
                leaves(value, &under(name), to);
            }
        }
        Value::Array(all) => {
            for (n, value) in all.iter().enumerate() {
                leaves(value, &under(&n.to_string()), to);
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => to.push(format!("{at}: {text}")),
        other => to.push(format!("{at}: {other}")),
    }
}

fn whole(value: &impl Serialize) -> Vec<String> {
    let mut lines = Vec::new();
    leaves(&serde_json::to_value(value).unwrap_or_default(), "", &mut lines);
    lines
}

/// One value in one line.
fn one(value: &impl Serialize) -> String {
    whole(value).join("; ").replace('\n', " ⏎ ")
}

/// The hash of all that a value holds.
fn hash(value: &impl Serialize) -> String {
    format!("all: {}", hex(&Sha256::digest(whole(value).join("\n"))))
}

/// A worklist: each list with its counts, each row with its item's id.
///
/// # Errors
/// [`crate::Error::NotFound`] when the pack is not here.
#[uniffi::export]
pub fn vector_worklist(interaction: &Interaction, worklist: Worklist) -> Result<Vec<String>> {
    let pack = interaction.pack()?;
    let mut lines = vec![format!("hearsay {}", worklist.hearsay)];
    for notice in &worklist.notices {
        let id = pack.file().notices.get(notice.notice as usize);
        lines.push(format!(
            "notice {}, child {}",
            id.map_or("?", |it| &it.id),
            notice.child
        ));
    }
    for list in &worklist.lists {
        let id = pack.lists().get(list.list as usize).map_or("?", |it| &it.id);
        lines.push(format!(
            "{id}, {}: left {}, waiting {}, later {}, answered {}, not reached {}, folded {}, hearsay {}",
            list.phase,
            list.left,
            list.waiting,
            list.later,
            list.answered,
            list.not_reached,
            list.folded,
            list.hearsay
        ));
        for row in worklist.rows_of(list) {
            let id = pack.items().get(row.item as usize).map_or("?", |it| &it.item.id);
            lines.push(row_line(id, row));
        }
    }
    Ok(lines)
}

fn row_line(id: &str, row: &Row) -> String {
    let mut line = format!("  {id}");
    let mut add = |words: String| line.push_str(&words);
    if row.child != 0 {
        add(format!(", child {}", row.child));
    }
    let mark = match row.mark {
        Mark::Open => "open",
        Mark::Done => "done",
        Mark::Later => "later",
        Mark::NotDone => "not_done",
        Mark::NotApplicable => "not_applicable",
        Mark::NotReached => "not_reached",
    };
    add(format!(": {}, {mark}", row.standing));
    if row.answer != 0 {
        add(format!(" by entry {}", row.answer));
    }
    add(format!(
        ", why {}/{}/{}/{}",
        row.case, row.known, row.unknown, row.by
    ));
    for (holds, word) in [
        (row.folded, "folded"),
        (row.hearsay, "hearsay"),
        (row.earlier_wording, "earlier wording"),
    ] {
        if holds {
            add(format!(", {word}"));
        }
    }
    if let Some(waits) = row.waits {
        add(format!(", waits {waits}"));
    }
    line
}

/// Routes.
///
/// # Errors
/// [`crate::Error::NotFound`] when the pack is not here.
#[uniffi::export]
pub fn vector_routes(interaction: &Interaction, routes: Vec<RouteRow>) -> Result<Vec<String>> {
    let pack = interaction.pack()?;
    let line = |row: &RouteRow| {
        let id = pack
            .file()
            .routes
            .get(row.route as usize)
            .map_or("?", |it| &it.id);
        let always = if row.whatever_the_level {
            ", whatever the level"
        } else {
            ""
        };
        format!("{id}: {}{always}", row.standing)
    };
    Ok(routes.iter().map(line).collect())
}

/// A record: its heading, its facts, its sections with their lines, and the hash of the whole.
#[uniffi::export]
pub fn vector_record(record: Record) -> Vec<String> {
    let mut lines = vec![record.title.clone()];
    for fact in &record.facts {
        lines.push(format!("{}: {}", fact.label, fact.value));
    }
    for section in &record.sections {
        lines.push(format!(
            "= {} ({}, {})",
            section.title, section.section, section.child
        ));
        for line in &section.lines {
            lines.push(format!("{} [{}]", line.text, line.entry).replace('\n', " ⏎ "));
            for note in &line.notes {
                lines.push(format!("  {note}").replace('\n', " ⏎ "));
            }
        }
    }
    lines.push(hash(&record));
    lines
}

/// The notice of a pace, if one is due.
#[uniffi::export]
pub fn vector_pace(pace: Option<Pace>) -> Vec<String> {
    pace.iter().map(Pace::words).collect()
}

/// What a search found, the best first.
#[uniffi::export]
pub fn vector_hits(hits: Vec<Hit>) -> Vec<String> {
    let line = |hit: &Hit| format!("{} {} {}: {}", hit.pack, hit.kind.as_str(), hit.id, hit.title);
    hits.iter().map(line).collect()
}

/// The installed packs.
#[uniffi::export]
pub fn vector_installed(packs: Vec<PackInfo>) -> Vec<String> {
    let year = |year: Option<u32>| year.map_or("?".to_owned(), |year| year.to_string());
    let line = |pack: &PackInfo| {
        let (active, flow, past) = (pack.active, pack.has_flow, pack.past_end);
        format!(
            "{} {} {}: {}, {}, {}, in use {active}, flow {flow}, {} to {}, past {past}",
            pack.id,
            pack.version,
            pack.digest,
            pack.title,
            pack.force,
            pack.lang,
            year(pack.from_year),
            year(pack.to_year)
        )
    };
    packs.iter().map(line).collect()
}

/// Entries, one a line.
#[uniffi::export]
pub fn vector_entries(entries: Vec<Entry>) -> Vec<String> {
    entries.iter().map(one).collect()
}

/// The list of interactions, one a line.
#[uniffi::export]
pub fn vector_list(listed: Vec<Listed>) -> Vec<String> {
    listed.iter().map(one).collect()
}

/// The list as one recorder may see it, one a line.
#[uniffi::export]
pub fn vector_list_for(listed: Vec<ListedFor>) -> Vec<String> {
    listed.iter().map(one).collect()
}

/// What stands for destroyed interactions, one a line.
#[uniffi::export]
pub fn vector_destroyed(destroyed: Vec<Destroyed>) -> Vec<String> {
    destroyed.iter().map(one).collect()
}

/// A force's values, one a line.
#[uniffi::export]
pub fn vector_local_values(values: Vec<LocalValue>) -> Vec<String> {
    values.iter().map(one).collect()
}

/// How it stands with those going.
#[uniffi::export]
pub fn vector_officers_told(told: Option<OfficersTold>) -> Vec<String> {
    told.as_ref().map(whole).unwrap_or_default()
}

/// Makes the functions that write a value down leaf by leaf.
macro_rules! leaf_by_leaf {
    ($($(#[$meta:meta])* $name:ident($ty:ty);)+) => { $(
        $(#[$meta])*
        #[uniffi::export]
        pub fn $name(value: $ty) -> Vec<String> {
            whole(&value)
        }
    )+ };
}

leaf_by_leaf! {
    /// A state.
    vector_state(State);
    /// A copy for the log.
    vector_log_copy(LogCopy);
    /// How danger stands.
    vector_danger(DangerBlock);
    /// The sheet for a supervisor.
    vector_review_sheet(ReviewSheet);
    /// What a check of an export found.
    vector_checked(Checked);
    /// A hand-over that was read.
    vector_hand_over(HandOverFile);
    /// What a check of the records found.
    vector_check(RecordsCheck);
    /// What can still be read.
    vector_salvaged(Salvaged);
}
