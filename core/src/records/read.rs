//! Reading: the list, one interaction whole and verified, and what is left of a damaged one.
//!
//! Damage is told where it is and stays there: other interactions go on being readable. Refuses to hand out an
//! interaction as whole when an entry is missing, changed, moved, or beyond its head.

use super::fault::{reading, unreadable};
use super::rows::{Stored, each, entries, find, head, number, scan, stored_with_wrap};
use super::seal::Key;
use super::store::{OpenKey, Store, Unlocked};
use super::{Digest, Head, Id, Pins, START, damaged, file, recovery_key};
use crate::error::{Error, Part, Result};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// One interaction in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its id.
    pub(crate) id: Id,
    /// How many entries it has.
    pub(crate) seq: u64,
    /// What it is pinned to.
    pub(crate) pins: Pins,
    /// Whether its key is wrapped to a recovery key.
    pub(crate) recoverable: bool,
    /// Its summary, or what is damaged.
    pub(crate) card: Result<Vec<u8>>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// In the order in which they were begun.
    pub(crate) interactions: Vec<Listed>,
    /// Set when the file is damaged so that some may not be listed at all.
    pub(crate) damage: Option<Error>,
}

/// An interaction, whole.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Permission to write to it.
    pub(crate) key: OpenKey,
    /// The end of its chain.
    pub(crate) head: Head,
    /// What it is pinned to.
    #[allow(
        dead_code,
        reason = "its entries say the same; the tests hold the two beside each other"
    )]
    pub(crate) pins: Pins,
    /// Its summary for lists.
    #[allow(dead_code, reason = "likewise")]
    pub(crate) card: Vec<u8>,
    /// Its entries, from the first.
    pub(crate) entries: Vec<Entry>,
}

/// An entry as it stands in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its number, from 1.
    pub(crate) seq: u64,
    /// `c_n`.
    pub(crate) commitment: Digest,
    /// `h_n`.
    pub(crate) hash: Digest,
    /// What it holds.
    pub(crate) content: Content,
}

/// What an entry holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Its words, and the salt that its commitment was made with.
    Kept {
        /// The salt.
        salt: Digest,
        /// The exact bytes that were given.
        plaintext: Vec<u8>,
    },
    /// Erased: the commitment alone was kept.
    Erased,
}

/// What is left of an interaction. Read-only.
#[derive(Debug)]
pub(crate) struct Salvaged {
    /// Each entry that is still there, or what is wrong with it.
    pub(crate) entries: Vec<(u64, Result<Content>)>,
    /// What is wrong with it as a whole.
    pub(crate) damage: Option<Error>,
    /// The end of its chain, where that still reads.
    pub(crate) head: Option<Head>,
}

/// An interaction was read from its first entry to its head, and all of it agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verified {
    /// The end of its chain.
    pub(crate) head: Head,
    /// How many of its entries are erased.
    pub(crate) erased: u64,
}

impl Store {
    /// Every interaction with its summary. One pass, and no entry is read.
    pub(crate) fn list(&self) -> Result<Listing> {
        self.with(|conn| {
            let store = self.store_key()?;
            let mut room = Zeroizing::default();
            let mut listing = Listing {
                interactions: Vec::new(),
                damage: None,
            };
            let mut seen = BTreeSet::new();
            let mut backward = Vec::new();
            let forward = scan(conn, "ASC", |stored| {
                seen.insert(stored.n);
                listing.interactions.push(listed(&stored, &store, &mut room));
                true
            });
            if let Err(error) = forward {
                if !unreadable(&error) {
                    return Err(error);
                }
                // A page is unreadable. What lies beyond it is reached from the other end.
                let _ = scan(conn, "DESC", |stored| {
                    let new = seen.insert(stored.n);
                    if new {
                        backward.push(listed(&stored, &store, &mut room));
                    }
                    new
                });
                listing.damage = Some(error);
            }
            listing.interactions.extend(backward.into_iter().rev());
            Ok(listing)
        })
    }

    /// Opens an interaction: every entry in order, checked by its seal, along the chain and against the head.
    pub(crate) fn open_interaction(&self, id: &Id) -> Result<Opened> {
        self.with(|conn| {
            let store = self.store_key()?;
            let (unlocked, pins, head, card) = find(conn, id, &store)?;
            let entries = entries(conn, id, &unlocked, &head)?;
            let key = self.keep(*id, unlocked)?;
            Ok(Opened {
                key,
                head,
                pins,
                card,
                entries,
            })
        })
    }

    /// What can still be read of an interaction that does not open.
    pub(crate) fn salvage(&self, id: &Id) -> Result<Salvaged> {
        self.with(|conn| {
            let store = self.store_key()?;
            let n = number(conn, id)?;
            let mut room = Zeroizing::default();
            let key = stored_with_wrap(conn, n, |stored| stored.key(&store, &mut room))??;
            let unlocked = Unlocked { n, key };
            let mut left = Vec::new();
            let scanned = each(conn, id, &unlocked, |seq, found| {
                left.push((seq, found.map(|(_, content)| content)));
                Ok(())
            });
            let found = find(conn, id, &store);
            let head = found.as_ref().ok().map(|(_, _, head, _)| *head);
            let whole = scanned
                .and(found)
                .and_then(|(unlocked, _, head, _)| entries(conn, id, &unlocked, &head));
            Ok(Salvaged {
                entries: left,
                damage: whole.err(),
                head,
            })
        })
    }

    /// Reads an interaction from its first entry to its head.
    pub(crate) fn verify(&self, id: &Id) -> Result<Verified> {
        self.verify_each(id, |_, _| Ok(()))
    }

    /// The same, and shows each entry to the caller, who knows what it means.
    pub(crate) fn verify_each(
        &self,
        id: &Id,
        mut look: impl FnMut(u64, &Content) -> Result<()>,
    ) -> Result<Verified> {
        self.with(|conn| {
            let store = self.store_key()?;
            let (unlocked, _, head, _) = find(conn, id, &store)?;
            let mut last = Head { seq: 0, hash: START };
            let mut erased = 0;
            each(conn, id, &unlocked, |seq, found| {
                let (commitment, content) = found?;
                last = last.after(id, &commitment);
                erased += u64::from(content == Content::Erased);
                look(seq, &content)?;
                if seq == last.seq {
                    Ok(())
                } else {
                    Err(damaged(Part::Chain))
                }
            })?;
            if last == head {
                Ok(Verified { head, erased })
            } else {
                Err(damaged(Part::Chain))
            }
        })
    }

    /// Checks the file as SQLite does, and that no entry is without its interaction. Slow, needs no key, and keeps
    /// nobody waiting: for the background.
    pub(crate) fn check(&self) -> Result<()> {
        file::check(self.path())
    }

    /// The packs and values that interactions are pinned to. Needs no key.
    #[allow(
        dead_code,
        reason = "asked when packs are cleared away, which comes with updates"
    )]
    pub(crate) fn packs_in_use(&self) -> Result<Vec<Pins>> {
        self.with(|conn| {
            let mut pins = Vec::new();
            let failed = reading(Part::Records);
            let mut statement = conn
                .prepare_cached("SELECT DISTINCT pack, vals FROM interaction")
                .map_err(&failed)?;
            let rows = statement
                .query_map([], |row| {
                    Ok(Pins {
                        pack: row.get(0)?,
                        values: row.get(1)?,
                    })
                })
                .map_err(&failed)?;
            for row in rows {
                pins.push(row.map_err(&failed)?);
            }
            Ok(pins)
        })
    }
}

fn listed(stored: &Stored<'_>, store: &Key, room: &mut Zeroizing<Vec<u8>>) -> Listed {
    let card = stored
        .key(store, room)
        .and_then(|key| head(stored, &key, room).map(|(_, card)| card.to_vec()));
    Listed {
        id: stored.id,
        seq: stored.seq,
        pins: stored.pins,
        recoverable: stored.recovery.is_some_and(recovery_key::reads_as_wrap),
        card,
    }
}
