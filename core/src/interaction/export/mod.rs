//! Exports: what a file says of itself, and the account that is made from its entries alone.
//!
//! The last entry of an export is the one that says what it is ([`Exported`]); the text and the page are made from the
//! entries and nothing else, so that whoever has the file can make them again and compare. Refuses to need a pack, a
//! clock or the device for that, and to make by other rules what another version made: [`RENDERER`].

mod file;
mod html;
mod page;
#[cfg(feature = "build")]
pub mod schema;
mod text;

#[cfg(test)]
mod tests;

pub use file::{FORMAT, File, FileEntry, FileHead, VERSION};
pub use html::data;
pub use text::{TextHead, head};

use super::entry::*;
use super::left_out::{Going, going, handling_stays, overtaken};
use super::record::{Account, first, plain};
use super::state::State;
use super::{fold, one_line, wire};
use crate::error::{Error, Part, Refusal, Result};
use crate::pack::Pack;
use crate::sets::ExportFormat;
use crate::time::Moment;
use std::borrow::Cow;

/// The version of the rules by which text and page are made of the entries. Raised with every change of what they
/// show, from the first release on: a page is checked by making it again.
pub const RENDERER: u32 = 1;

/// How a record is exported.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ExportHow {
    /// In which form.
    pub format: ExportFormat,
    /// For this child alone.
    #[uniffi(default = None)]
    pub child: Option<u32>,
    /// For this reader alone: the name as it was typed in a sharing or a hand-over.
    #[uniffi(default = None)]
    pub reader: Option<String>,
}

impl ExportHow {
    /// The whole record.
    pub fn whole(format: ExportFormat) -> ExportHow {
        ExportHow {
            format,
            child: None,
            reader: None,
        }
    }
}

/// An export about to be made: the entry that says what it is, and what goes.
pub struct Planned {
    /// The children it is about; none for the whole record.
    pub about: Vec<u32>,
    /// The entry.
    pub exported: Exported,
    /// What of the entries before it goes.
    pub going: Going,
}

/// Plans an export of a record.
///
/// # Errors
/// [`Refusal::NoSuchChild`] and [`Refusal::NoSuchReader`]; [`Refusal::ReadOnly`] when a newer version wrote in it,
/// because this one cannot say what that is about.
pub fn plan(
    how: &ExportHow,
    state: &State,
    entries: &[Entry],
    pack: Option<&Pack>,
    now: &Moment,
) -> Result<Planned> {
    let refuse = |why: Refusal| Error::Refused { why };
    if state.read_only {
        return Err(refuse(Refusal::ReadOnly));
    }
    let reader = how
        .reader
        .as_deref()
        .map(one_line::name)
        .filter(|reader| !reader.is_empty());
    if how.reader.is_some() && reader.is_none() {
        return Err(refuse(Refusal::NoSuchReader));
    }
    let going = going(entries, state, how.child, reader.as_deref()).map_err(refuse)?;
    let mut say_first = first(state, pack, &going);
    if going.children.is_some() {
        say_first.handling_left_out = handling_stays(entries, state, &going);
        say_first.overtaken = overtaken(entries, state, &going);
    }
    let exported = Exported {
        format: how.format.as_str().to_owned(),
        for_child: how.child,
        for_reader: reader.map(Cow::into_owned),
        digest: None,
        renderer: Some(RENDERER),
        past_end: pack.and_then(|pack| past_end(pack, now)),
        say_first: Some(say_first),
        left_out: going.left_out(),
        form: pack.map(|pack| pack.file().export.clone()).unwrap_or_default(),
    };
    let about = going.children.iter().flatten().copied().collect();
    Ok(Planned {
        about,
        exported,
        going,
    })
}

/// The last year in which the guidance was in force, where that is past.
fn past_end(pack: &Pack, now: &Moment) -> Option<u32> {
    let file = pack.file();
    let main = file
        .documents
        .iter()
        .find(|document| document.id == file.main_document)?;
    let year: u32 = now.to_rfc3339().get(..4)?.parse().ok()?;
    main.to_year.filter(|last| *last < year)
}

/// The suggested name of an export's file. Holds nothing that was typed: names of files are seen by many.
pub fn name(interaction: &str, seq: u64, how: &ExportHow) -> String {
    let id = interaction.get(..8).unwrap_or(interaction);
    let child = how
        .child
        .map(|child| format!("-child-{child}"))
        .unwrap_or_default();
    let reader = if how.reader.is_some() { "-one-reader" } else { "" };
    let ending = match how.format {
        ExportFormat::Text => "txt",
        ExportFormat::Json => "json",
        ExportFormat::Html => "html",
    };
    format!("child-first-{id}-entry-{seq}{child}{reader}.{ending}")
}

/// The entries of a file. One without its words keeps its place.
///
/// # Errors
/// [`Error::Damaged`] when one is no entry.
pub fn entries(file: &File) -> Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::with_capacity(file.entries.len());
    for one in &file.entries {
        entries.push(match &one.entry {
            Some(words) => wire::decode(one.seq, words.as_bytes())?,
            None => Entry::gone_after(one.seq, entries.last()),
        });
    }
    Ok(entries)
}

/// Makes an export of its entries: the JSON itself, or the text or page that is made of it.
///
/// # Errors
/// [`Error::Damaged`] when an entry does not read, or the last does not say what the export is.
pub fn render(file: &File, format: ExportFormat) -> Result<String> {
    if format == ExportFormat::Json {
        return file.to_json();
    }
    let read = entries(file)?;
    let read = plain::entries(&read).unwrap_or(read);
    let state = fold::fold(&read);
    let commitments: Vec<String> = file.entries.iter().map(|one| one.commitment.clone()).collect();
    let account =
        Account::of_export(&state, &read, &commitments).ok_or(Error::Damaged { what: Part::Export })?;
    match format {
        ExportFormat::Text => Ok(text::render(&account, file)),
        _ => html::render(&account, file),
    }
}
