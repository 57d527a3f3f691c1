//! Exports: text, JSON or a page of the whole record, of one child's part, of one reader's. And the check of one.
//!
//! An export says of itself what it is, in the last entry of the chain that it carries: the record knows of every file
//! that was made of it, before the file exists. Refuses to write files, which is the host's: when the host cannot, it
//! corrects that entry as pressed by mistake. Says what the chain shows and no more: that nothing in the file was
//! changed, moved or removed since its head was written down somewhere else. Not that it is the newest copy, nor that
//! whoever had the file, and with it the salts, did not write it anew.

use super::interaction::Interaction;
use crate::error::{Error, Part, Result};
use crate::interaction::entry::{Event, LeftOut};
use crate::interaction::export::{self, ExportHow, File, FileEntry, FileHead, RENDERER, TextHead};
use crate::interaction::left_out::{self, Going};
use crate::interaction::operation::Made;
use crate::interaction::wire;
use crate::records::{Content, Digest, Entry, Id, Receipt, START, commitment, hex, link};
use crate::sets::ExportFormat;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// An export, made: for the host to write, to print or to hand to an app.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ExportFile {
    /// Its bytes, which are UTF-8.
    pub text: String,
    /// A name for it, without anything that was typed.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The receipt of the entry that says it was made. Its hash is the end of the chain in the file.
    pub receipt: Receipt,
    /// The entries without their words, and why.
    pub left_out: Vec<LeftOut>,
}

/// What a check of an export found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Checked {
    /// The interaction, in hexadecimal.
    pub interaction: String,
    /// How many entries.
    pub entries: u64,
    /// Entries that stand in the chain without their words: erased, or left out.
    pub without_words: u64,
    /// The end of the chain, in hexadecimal.
    pub head: String,
    /// What its last entry says that it is; none when it says nothing: then no words are missing in it
    /// but what it says was erased.
    pub says: Option<ExportSays>,
}

/// What an export says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ExportSays {
    /// Its form, as it was made: a page's JSON may have been taken out of it.
    pub format: String,
    /// For which child alone.
    pub for_child: Option<u32>,
    /// For which reader alone.
    pub for_reader: Option<String>,
    /// What it says has no words in it. It is so: that was checked.
    pub left_out: Vec<LeftOut>,
}

#[uniffi::export]
impl Interaction {
    /// Exports the record. The entry that says so is on the disk before this returns, and is the last of the file.
    ///
    /// Exporting is not sending. When the file cannot be written or handed on, correct that entry as pressed by
    /// mistake: then the record does not say that it was exported.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such child or reader, or while it is read-only; [`Error::NotSaved`] when
    /// the entry could not be written: then there is no export. [`Error::Damaged`] when the entries on the disk do not
    /// hold together.
    pub fn export(&self, how: ExportHow, made: Made) -> Result<ExportFile> {
        let id = self.id();
        self.append_export(&how, made, |receipt, going, chained| {
            made_of(id, &how, receipt, &going, chained)
        })
    }

    /// The name that an export would have if it were made now.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn export_name(&self, how: ExportHow) -> Result<String> {
        Ok(export::name(&self.id(), self.head()?.seq + 1, &how))
    }

    /// Who can be an export's reader: with whom it was decided to share, and to whom it was handed over.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn readers(&self) -> Result<Vec<String>> {
        Ok(left_out::readers(&self.state()?))
    }
}

/// Makes the file of a chain.
fn made_of(
    id: String,
    how: &ExportHow,
    receipt: Receipt,
    going: &Going,
    chained: Vec<Entry>,
) -> Result<ExportFile> {
    let mut entries = Vec::with_capacity(chained.len());
    for found in chained {
        let goes = going.goes(found.seq) || found.seq == receipt.seq;
        let (salt, entry) = match found.content {
            Content::Kept { salt, plaintext } if goes => {
                let words = String::from_utf8(plaintext).map_err(|_| Error::Damaged { what: Part::Entry })?;
                (Some(hex(&salt)), Some(words))
            }
            Content::Kept { .. } | Content::Erased => (None, None),
        };
        let (seq, commitment) = (found.seq, hex(&found.commitment));
        entries.push(FileEntry {
            seq,
            commitment,
            salt,
            entry,
        });
    }
    let (seq, hash) = (receipt.seq, receipt.hash.clone());
    let file = File {
        format: export::FORMAT.to_owned(),
        v: export::VERSION,
        interaction: id,
        head: FileHead { seq, hash },
        entries,
    };
    let text = export::render(&file, how.format)?;
    Ok(ExportFile {
        name: export::name(&file.interaction, seq, how),
        sha256: hex(&Sha256::digest(text.as_bytes())),
        left_out: going.left_out(),
        receipt,
        text,
    })
}

/// Checks an export with nothing else at hand: JSON, or a page with that JSON in it.
///
/// Of a page, the words that it shows are checked too: it is made again of its entries, and must be the same.
///
/// # Errors
/// [`Error::Damaged`]: `Export` when it is not one, `Entry` when an entry does not fit its commitment or has no words
/// and the export does not say why, `Chain` when the entries do not make the chain, `Page` when a page shows other
/// words than its entries make. [`Error::Newer`] for a newer format, and for a page that a newer version made.
#[uniffi::export]
pub fn verify_export(text: &str) -> Result<Checked> {
    let Some(json) = export::data(text) else {
        return verify_file(&File::read(text)?);
    };
    let file = File::read(json)?;
    let checked = verify_file(&file)?;
    let renderer = file
        .entries
        .last()
        .and_then(|last| renderer(last.entry.as_deref()?));
    match (renderer, &checked.says) {
        (Some(renderer), _) if renderer > RENDERER => Err(Error::Newer { what: Part::Page }),
        (Some(RENDERER), Some(says)) if says.format == ExportFormat::Html.as_str() => {
            // Line ends are all that a mail may change of a file.
            match export::render(&file, ExportFormat::Html)? == text.replace("\r\n", "\n") {
                true => Ok(checked),
                false => Err(Error::Damaged { what: Part::Page }),
            }
        }
        // No page of ours: the entries hold, and nothing vouches for what is shown above them.
        _ => Err(Error::Damaged { what: Part::Page }),
    }
}

/// The head of the chain in a text export. A text cannot be checked alone: it is compared with the record that it came
/// from ([`Interaction::entries_with_hash`]).
#[uniffi::export]
pub fn head_of_text(text: &str) -> Option<TextHead> {
    export::head(text)
}

/// The version of the rules that a page was made by, whatever else its entry says.
fn renderer(words: &str) -> Option<u32> {
    let value: serde_json::Value = serde_json::from_str(words).ok()?;
    value.get("body")?.get("renderer")?.as_u64()?.try_into().ok()
}

fn verify_file(file: &File) -> Result<Checked> {
    let damaged = |what| Error::Damaged { what };
    let id = Id::parse(&file.interaction)
        .filter(|id| id.to_string() == file.interaction)
        .ok_or(damaged(Part::Export))?;
    let (mut hash, mut without_words) = (START, BTreeSet::new());
    for (at, entry) in file.entries.iter().enumerate() {
        let n = at as u64 + 1;
        if entry.seq != n {
            return Err(damaged(Part::Chain));
        }
        let stated = unhex(&entry.commitment).ok_or(damaged(Part::Export))?;
        match (&entry.salt, &entry.entry) {
            (Some(salt), Some(words)) => {
                let salt = unhex(salt).ok_or(damaged(Part::Export))?;
                if commitment(&salt, words.as_bytes()) != stated {
                    return Err(damaged(Part::Entry));
                }
            }
            (None, None) => drop(without_words.insert(n)),
            _ => return Err(damaged(Part::Export)),
        }
        hash = link(&id, n, &stated, &hash);
    }
    let entries = file.entries.len() as u64;
    if file.head.seq != entries || unhex(&file.head.hash) != Some(hash) {
        return Err(damaged(Part::Chain));
    }
    let says = says(file);
    // Words can be taken out of a file without breaking its chain; not without belying its last entry, or leaving none
    // that says why they are not there.
    if said_left_out(file, says.as_ref()) != without_words {
        let newer = file
            .entries
            .last()
            .and_then(|last| renderer(last.entry.as_deref()?));
        return Err(match newer.filter(|by| *by > RENDERER) {
            // It may say why, in a way that is not known here.
            Some(_) => Error::Newer { what: Part::Export },
            None => damaged(Part::Entry),
        });
    }
    Ok(Checked {
        interaction: file.interaction.clone(),
        entries,
        without_words: without_words.len() as u64,
        head: file.head.hash.clone(),
        says,
    })
}

/// The entries of which a file says why they have no words. Before exports said what they are, only an erasure did.
fn said_left_out(file: &File, says: Option<&ExportSays>) -> BTreeSet<u64> {
    if let Some(says) = says {
        let left_out = says.left_out.iter();
        return crate::order::set(left_out.flat_map(|one| one.entries.iter().copied()));
    }
    let erased = file.entries.iter().filter_map(|one| {
        let entry = wire::decode(one.seq, one.entry.as_deref()?.as_bytes()).ok()?;
        match entry.event {
            Event::Erased(erased) => Some(erased.entry),
            _ => None,
        }
    });
    crate::order::set(erased)
}

/// The entries of an export that stand without their words, and of which it does not say why: somebody took them out.
/// None when it is no export.
pub fn words_taken_out(text: &str) -> Option<Vec<u64>> {
    let file = File::read(export::data(text).unwrap_or(text)).ok()?;
    let said = said_left_out(&file, says(&file).as_ref());
    let bare = file.entries.iter().filter(|entry| entry.entry.is_none());
    Some(
        bare.map(|entry| entry.seq)
            .filter(|seq| !said.contains(seq))
            .collect(),
    )
}

/// What the last entry says, where it is one of ours that does.
fn says(file: &File) -> Option<ExportSays> {
    let last = file.entries.last()?;
    let entry = wire::decode(last.seq, last.entry.as_deref()?.as_bytes()).ok()?;
    match entry.event {
        Event::Exported(said) if said.renderer.is_some_and(|by| by <= RENDERER) => Some(ExportSays {
            format: said.format,
            for_child: said.for_child,
            for_reader: said.for_reader,
            left_out: said.left_out,
        }),
        _ => None,
    }
}

pub(super) fn unhex(text: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    // As it was written and in no other digits: what is accepted in two forms could be changed unseen.
    let digit = |c| matches!(c, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != digest.len() * 2 || !text.bytes().all(digit) {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}
