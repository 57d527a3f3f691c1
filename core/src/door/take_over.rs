//! Taking over from a file: another device's export is checked, read, and kept as records, not verified.
//!
//! That its chain holds shows that it is whole, and nothing more: whoever had it may have written it anew. Refuses a
//! file that does not hold together, and records nothing of it then.

use super::export::verify_export;
use super::guidance::Guidance;
use crate::error::{Error, Refusal, Result};
use crate::interaction::entry::{Entry, Event, HandedFile};
use crate::interaction::hand_over::{self, account, children_of};
use crate::interaction::record::{Record, record};
use crate::interaction::state::State;
use crate::interaction::{fold, wire};
use crate::pack::Pack;
use serde::Deserialize;
use std::sync::Arc;

/// The longest file that is looked at, in bytes. An entry is at most 64 kB, and a night has some hundreds.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A hand-over, as it can be read before anything of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct HandOverFile {
    /// Who recorded it.
    pub from: String,
    /// The account that it gives: records, not verified.
    pub account: String,
    /// The file: its chain, how long it is, and the children that it names.
    pub file: HandedFile,
}

/// Reads a hand-over: the text of an export, alone or in the page that carries it. Guidance that is on this device says
/// what is open.
///
/// # Errors
/// [`Error::Refused`] when it is no export, or does not hold together; [`Error::Newer`] for a newer format.
#[uniffi::export]
pub fn read_hand_over(text: &str, guidance: Option<Arc<Guidance>>) -> Result<HandOverFile> {
    let opened = Opened::read(text, |digest| {
        guidance?
            .pack(digest)
            .ok()
            .filter(|pack| pack.digest_hex() == digest)
    })?;
    Ok(HandOverFile {
        from: hand_over::from(&opened.state),
        account: account(&opened.record),
        file: opened.file,
    })
}

/// A hand-over that was opened.
pub(super) struct Opened {
    pub state: State,
    pub record: Record,
    pub file: HandedFile,
}

/// As much of an export as is read here, once it was checked.
#[derive(Deserialize)]
struct Export {
    entries: Vec<ExportEntry>,
}

#[derive(Deserialize)]
struct ExportEntry {
    seq: u64,
    #[serde(default)]
    entry: Option<String>,
}

const BROKEN: Error = Error::Refused {
    why: Refusal::BrokenHandOver,
};

impl Opened {
    /// Reads the text of an export. Guidance that is on this device says what is open.
    pub fn read(text: &str, pack: impl FnOnce(&str) -> Option<Arc<Pack>>) -> Result<Opened> {
        if text.len() > MOST_BYTES {
            return Err(Error::Refused {
                why: Refusal::TooLong,
            });
        }
        let text = carried(text);
        let checked = verify_export(text).map_err(|error| match error {
            Error::Newer { .. } => error,
            _ => BROKEN,
        })?;
        let export: Export = crate::json::read(text).map_err(|_| BROKEN)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(export.entries.len());
        for found in export.entries {
            entries.push(match found.entry {
                // The seal of the device that wrote it is not here: what does not read was written by somebody else.
                Some(words) => wire::decode(found.seq, words.as_bytes()).map_err(|_| BROKEN)?,
                None => Entry::gone_after(found.seq, entries.last()),
            });
        }
        let state = fold::fold(&entries);
        let Some(pinned) = &state.pack else {
            return Err(BROKEN);
        };
        let pack = pack(&pinned.digest);
        let record = record(pack.as_deref(), &state, &entries);
        let file = HandedFile {
            interaction: checked.interaction,
            head: checked.head,
            entries: checked.entries,
            without_words: checked.without_words,
            role: state.role(),
            handling: handling(&state),
            children: children_of(&state),
        };
        Ok(Opened { state, record, file })
    }
}

/// The handling lines in one, as they are kept with a file.
fn handling(state: &State) -> Option<String> {
    let lines = state.handling.iter().filter_map(|line| match &line.event {
        Event::HandlingSet(set) => Some(set.words.as_str()),
        _ => None,
    });
    let lines: Vec<&str> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// The export in a text: itself, or what a page carries for programs.
fn carried(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('<') {
        return text;
    }
    let marked = text
        .split_once("id=\"child-first-record\"")
        .and_then(|(_, rest)| rest.split_once('>'));
    let inside = marked.and_then(|(_, rest)| rest.split_once("</script"));
    inside.map_or(text, |(json, _)| json.trim())
}
