//! An export that verifies alone: the exact bytes and salts of every entry, with the chain that they make.
//!
//! Says what the chain shows and no more: that nothing in the file was changed, moved or removed since its head was
//! written down somewhere else. Not that it is the newest copy, nor that whoever had the file, and with it the salts,
//! did not write it anew. An export for one child says nothing of why an entry has no words there: no check could
//! show it.

use super::interaction::Interaction;
use crate::error::{Error, Part, Result};
use crate::records::{Content, Digest, Id, START, commitment, hex, link};
use serde::{Deserialize, Serialize};

// Nothing stands in the file that the chain does not cover, and a file with anything more is refused: whatever a reader
// finds in an export that holds is what was written. The readable account is made from the entries, by whoever reads.

/// What the format calls itself.
const FORMAT: &str = "child-first-record";
/// Its version.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    v: u32,
    interaction: String,
    /// The end of the chain.
    head: FileHead,
    entries: Vec<FileEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHead {
    seq: u64,
    hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    seq: u64,
    /// The commitment to the entry.
    commitment: String,
    /// The salt; not there when the entry's words were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    /// The entry's exact bytes, which are JSON, as a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
}

/// What a check of an export found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Checked {
    /// The interaction, in hexadecimal.
    pub interaction: String,
    /// How many entries.
    pub entries: u64,
    /// Entries that stand in the chain without their words: erased, or left out of an export for one child.
    pub without_words: u64,
    /// The end of the chain, in hexadecimal.
    pub head: String,
}

#[uniffi::export]
impl Interaction {
    /// The whole record as JSON that verifies alone.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the entries on the disk do not hold together.
    pub fn export_json(&self) -> Result<String> {
        self.export(None)
    }

    /// The record for one child alone, in the same format: an entry that is not wholly about this child carries its
    /// commitment and no words, as an erased one does, so that the export still verifies. What goes is decided by
    /// what entries say they are about (`interaction::for_child`); who gives it to somebody reads it first.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such child; else as [`Interaction::export_json`].
    pub fn export_json_for_child(&self, child: u32) -> Result<String> {
        self.export(Some(child))
    }
}

impl Interaction {
    fn export(&self, child: Option<u32>) -> Result<String> {
        let (head, chained, goes) = self.chained(child)?;
        let mut entries = Vec::with_capacity(chained.len());
        for (found, goes) in chained.into_iter().zip(goes) {
            let (salt, entry) = match found.content {
                Content::Kept { salt, plaintext } if goes => {
                    let words =
                        String::from_utf8(plaintext).map_err(|_| Error::Damaged { what: Part::Entry })?;
                    (Some(hex(&salt)), Some(words))
                }
                Content::Kept { .. } | Content::Erased => (None, None),
            };
            entries.push(FileEntry {
                seq: found.seq,
                commitment: hex(&found.commitment),
                salt,
                entry,
            });
        }
        let file = File {
            format: FORMAT.to_owned(),
            v: VERSION,
            interaction: self.id(),
            head: FileHead {
                seq: head.seq,
                hash: hex(&head.hash),
            },
            entries,
        };
        serde_json::to_string_pretty(&file).map_err(|_| Error::Damaged { what: Part::Export })
    }
}

/// Checks an export with nothing else at hand.
///
/// # Errors
/// [`Error::Damaged`]: `Export` when it is not one, `Entry` when an entry does not fit its commitment, `Chain` when
/// the entries do not make the chain. [`Error::Newer`] for a newer format.
#[uniffi::export]
pub fn verify_export(text: &str) -> Result<Checked> {
    let damaged = |what| Error::Damaged { what };
    #[derive(Deserialize)]
    struct Which {
        format: String,
        v: u32,
    }
    let which: Which = serde_json::from_str(text).map_err(|_| damaged(Part::Export))?;
    if which.format != FORMAT {
        return Err(damaged(Part::Export));
    }
    if which.v > VERSION {
        return Err(Error::Newer { what: Part::Export });
    }
    let file: File = serde_json::from_str(text).map_err(|_| damaged(Part::Export))?;
    let id = Id::parse(&file.interaction)
        .filter(|id| id.to_string() == file.interaction)
        .ok_or(damaged(Part::Export))?;
    let (mut hash, mut without_words) = (START, 0);
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
            (None, None) => without_words += 1,
            _ => return Err(damaged(Part::Export)),
        }
        hash = link(&id, n, &stated, &hash);
    }
    let entries = file.entries.len() as u64;
    if file.head.seq != entries || unhex(&file.head.hash) != Some(hash) {
        return Err(damaged(Part::Chain));
    }
    Ok(Checked {
        interaction: file.interaction,
        entries,
        without_words,
        head: file.head.hash,
    })
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
