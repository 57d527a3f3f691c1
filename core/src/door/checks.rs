//! The check for the background, and what is left of an interaction that does not open.
//!
//! Says where damage is and leaves it there. Refuses to mend, to write, and to call what can still be read whole.

use super::records::Records;
use crate::error::{Error, Part, Result};
use crate::interaction::entry::Entry;
use crate::interaction::wire;
use crate::records::{Content, Head, Id, hex};
use serde::Serialize;

/// What a check of the records found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct RecordsCheck {
    /// What of the file as a whole is damaged: then some interactions may not be listed at all.
    pub file_problem: Option<Part>,
    /// Every interaction that is listed.
    pub interactions: Vec<InteractionCheck>,
}

/// What a check found of one interaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct InteractionCheck {
    /// Its id, in hexadecimal.
    pub id: String,
    /// What of it is damaged or newer; none when all of it holds.
    pub problem: Option<Part>,
    /// How many entries it has, as far as that is known.
    pub entries: u64,
    /// How many of them were erased, where it holds.
    pub without_words: u64,
    /// The end of its chain, in hexadecimal, where it holds.
    pub head: Option<String>,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// It reads.
    Readable,
    /// Its words were erased.
    Erased,
    /// It is there and does not read.
    Damaged,
    /// A newer version wrote it.
    Newer,
}

/// An entry of an interaction that may not be whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SalvagedEntry {
    /// Its number.
    pub seq: u64,
    /// What became of it.
    pub left: Left,
    /// It, where it reads.
    pub entry: Option<Entry>,
}

/// Entries that are not there at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Missing {
    /// The number of the first.
    pub from: u64,
    /// The number of the last.
    pub to: u64,
}

/// What can still be read of an interaction. Each entry that reads is sealed to its number in this interaction; that
/// they belong together is shown only where there is no problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Salvaged {
    /// Its id, in hexadecimal.
    pub id: String,
    /// What of it is damaged or newer; none when it is whole after all.
    pub problem: Option<Part>,
    /// What is there, by number.
    pub entries: Vec<SalvagedEntry>,
    /// What is not there. After a damaged head, entries after the last that is there may be missing as well.
    pub missing: Vec<Missing>,
}

#[uniffi::export]
impl Records {
    /// Checks the file and every interaction. Slow: call it on a thread of its own, now and then. Whoever records
    /// waits for one interaction at most; while it runs, emptying the log may answer that it is busy.
    ///
    /// # Errors
    /// [`Error::Closed`] when locked meanwhile, [`Error::Unavailable`] when the disk cannot be read. Damage is no
    /// error here: it is what was found.
    pub fn check(&self) -> Result<RecordsCheck> {
        self.not_closed()?;
        let (_, file) = found(self.store.check())?;
        let (listing, list) = found(self.store.list())?;
        let (_, stones) = found(self.store.tombstones())?;
        let damage = listing.as_ref().and_then(|listing| listing.damage.clone());
        let (_, gaps) = found(damage.map_or(Ok(()), Err))?;
        let mut interactions = Vec::new();
        for one in listing.into_iter().flat_map(|listing| listing.interactions) {
            self.not_closed()?;
            let verified = self.store.verify_each(&one.id, |seq, content| match content {
                Content::Kept { plaintext, .. } => wire::decode(seq, plaintext).map(drop),
                Content::Erased => Ok(()),
            });
            if matches!(verified, Err(Error::NotFound { .. })) {
                // Destroyed since the list was read.
                continue;
            }
            let (verified, problem) = found(verified)?;
            interactions.push(InteractionCheck {
                id: one.id.to_string(),
                problem,
                entries: verified.map_or(one.seq, |verified| verified.head.seq),
                without_words: verified.map_or(0, |verified| verified.erased),
                head: verified.map(|verified| hex(&verified.head.hash)),
            });
        }
        Ok(RecordsCheck {
            file_problem: file.or(list).or(gaps).or(stones),
            interactions,
        })
    }

    /// What can still be read of an interaction, whether it opens or not. Writes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an id that is not here. When its key is damaged nothing of it reads, and that is no
    /// error: it is what was found.
    pub fn salvage(&self, id: String) -> Result<Salvaged> {
        self.not_closed()?;
        let id = Id::parse(&id).ok_or(Error::NotFound {
            what: Part::Interaction,
        })?;
        let (left, problem) = found(self.store.salvage(&id))?;
        let Some(left) = left else {
            return Ok(Salvaged {
                id: id.to_string(),
                problem,
                entries: Vec::new(),
                missing: Vec::new(),
            });
        };
        let (_, mut problem) = found(left.damage.map_or(Ok(()), Err))?;
        let mut entries = Vec::with_capacity(left.entries.len());
        for (seq, content) in left.entries {
            let (left, entry) = match content {
                Ok(Content::Kept { plaintext, .. }) => match wire::decode(seq, &plaintext) {
                    Ok(entry) => (Left::Readable, Some(entry)),
                    Err(_) => (Left::Damaged, None),
                },
                Ok(Content::Erased) => (Left::Erased, None),
                Err(Error::Newer { .. }) => (Left::Newer, None),
                Err(_) => (Left::Damaged, None),
            };
            if left == Left::Damaged {
                problem = problem.or(Some(Part::Entry));
            }
            entries.push(SalvagedEntry { seq, left, entry });
        }
        let missing = missing(&entries, left.head);
        Ok(Salvaged {
            id: id.to_string(),
            problem,
            entries,
            missing,
        })
    }
}

/// Parts what is damaged or newer, which is an answer here, from what went wrong on the way to one.
fn found<T>(result: Result<T>) -> Result<(Option<T>, Option<Part>)> {
    match result {
        Ok(value) => Ok((Some(value), None)),
        Err(Error::Damaged { what } | Error::Newer { what }) => Ok((None, Some(what))),
        Err(error) => Err(error),
    }
}

/// The numbers that nothing stands at, up to the end of the chain.
fn missing(entries: &[SalvagedEntry], head: Option<Head>) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut next = 1;
    let end = head.map(|head| head.seq + 1);
    for seq in entries.iter().map(|entry| entry.seq).chain(end) {
        if seq > next {
            missing.push(Missing {
                from: next,
                to: seq - 1,
            });
        }
        next = next.max(seq + 1);
    }
    missing
}
