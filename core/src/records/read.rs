//! Reading: the list, one interaction whole and verified, and what is left of a damaged one.
//!
//! Damage is told where it is and stays there: other interactions go on being readable. Refuses to hand out an
//! interaction as whole when an entry is missing, changed, moved, or beyond its head.

use super::chain::commitment;
use super::fault::reading;
use super::seal::{Key, Place, unseal, unwrap_key};
use super::store::{OpenKey, SEQ_BITS, Store, Unlocked, row_number};
use super::write::{ENTRY_HEADER, ERASED, KEPT};
use super::{Digest, Head, Id, Pins, START, damaged, file};
use crate::error::{Error, Part, Result};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Inside a sealed head: the chain hash, and then the card.
pub(super) const HEAD_HEADER: usize = 32;

const COLUMNS: &str = "SELECT i.n, i.id, i.seq, i.pack, i.vals, i.head, w.wrapped FROM interaction AS i";
const JOIN: &str = "LEFT JOIN key_wrap AS w ON w.interaction = i.n AND w.kind = 'device'";

/// One interaction in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its id.
    pub(crate) id: Id,
    /// How many entries it has.
    pub(crate) seq: u64,
    /// What it is pinned to.
    pub(crate) pins: Pins,
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
    pub(crate) pins: Pins,
    /// Its summary for lists.
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
}

/// An interaction was read from its first entry to its head, and all of it agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verified {
    /// The end of its chain.
    pub(crate) head: Head,
    /// How many of its entries are erased.
    pub(crate) erased: u64,
}

/// A row of `interaction` with its device wrap, still sealed.
pub(super) struct Stored<'r> {
    pub(super) n: i64,
    pub(super) id: Id,
    pub(super) seq: u64,
    pub(super) pins: Pins,
    pub(super) head: &'r [u8],
    pub(super) wrapped: Option<&'r [u8]>,
}

impl<'r> Stored<'r> {
    fn from_row(row: &'r Row<'_>) -> Option<Self> {
        let blob = |i| row.get_ref(i).ok()?.as_blob().ok();
        let digest = |bytes: &[u8]| Digest::try_from(bytes).ok();
        Some(Stored {
            n: row.get(0).ok()?,
            id: Id(blob(1)?.try_into().ok()?),
            seq: row.get::<_, i64>(2).ok()?.try_into().ok()?,
            pins: Pins {
                pack: digest(blob(3)?)?,
                values: match row.get_ref(4).ok()?.as_blob_or_null().ok()? {
                    Some(values) => Some(digest(values)?),
                    None => None,
                },
            },
            head: blob(5)?,
            wrapped: row.get_ref(6).ok()?.as_blob_or_null().ok()?,
        })
    }

    /// The interaction's key.
    pub(super) fn key(&self, store: &Key, room: &mut Zeroizing<Vec<u8>>) -> Result<Key> {
        self.wrapped
            .and_then(|wrapped| unwrap_key(store, &self.id, wrapped, room))
            .ok_or(damaged(Part::Key))
    }
}

/// Opens a head and its card.
pub(super) fn head<'r>(
    stored: &Stored<'_>,
    key: &Key,
    room: &'r mut Zeroizing<Vec<u8>>,
) -> Result<(Head, &'r [u8])> {
    let place = Place::head(&stored.id, stored.seq, &stored.pins);
    let (hash, card) =
        unseal(key, &place, HEAD_HEADER, stored.head, room).ok_or(damaged(Part::Interaction))?;
    let hash = hash.try_into().map_err(|_| damaged(Part::Interaction))?;
    Ok((
        Head {
            seq: stored.seq,
            hash,
        },
        card,
    ))
}

/// Reads the row of an interaction whose number is known.
pub(super) fn stored<T>(conn: &Connection, n: i64, f: impl FnOnce(Stored<'_>) -> T) -> Result<T> {
    const BY_NUMBER: &str = "SELECT n, id, seq, pack, vals, head, NULL FROM interaction WHERE n = ?1";
    let failed = reading(Part::Interaction);
    let mut statement = conn.prepare_cached(BY_NUMBER).map_err(&failed)?;
    let mut rows = statement.query([n]).map_err(&failed)?;
    match rows.next().map_err(&failed)? {
        Some(row) => Stored::from_row(row).map(f).ok_or(damaged(Part::Interaction)),
        None => Err(Error::NotFound {
            what: Part::Interaction,
        }),
    }
}

/// The number of an interaction. Where the index does not know it or is damaged, the table is asked itself.
pub(super) fn number(conn: &Connection, id: &Id) -> Result<i64> {
    for sql in [
        "SELECT n FROM interaction WHERE id = ?1",
        "SELECT n FROM interaction NOT INDEXED WHERE id = ?1",
    ] {
        let found = conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional());
        match found {
            Ok(Some(n)) => return Ok(n),
            Ok(None) => {}
            Err(error) => match reading(Part::Records)(error) {
                Error::Damaged { .. } => {}
                other => return Err(other),
            },
        }
    }
    Err(Error::NotFound {
        what: Part::Interaction,
    })
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
                let Error::Damaged { .. } = error else {
                    return Err(error);
                };
                // A page is unreadable. What lies beyond it is reached from the other end.
                let _ = scan(conn, "DESC", |stored| {
                    let new = seen.insert(stored.n);
                    if new {
                        backward.push(listed(&stored, &store, &mut room));
                    }
                    new
                });
                listing.damage = Some(damaged(Part::Records));
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
            let whole = scanned
                .and_then(|()| find(conn, id, &store))
                .and_then(|(unlocked, _, head, _)| entries(conn, id, &unlocked, &head));
            Ok(Salvaged {
                entries: left,
                damage: whole.err(),
            })
        })
    }

    /// Reads an interaction from its first entry to its head.
    pub(crate) fn verify(&self, id: &Id) -> Result<Verified> {
        self.with(|conn| {
            let store = self.store_key()?;
            let (unlocked, _, head, _) = find(conn, id, &store)?;
            let mut last = Head { seq: 0, hash: START };
            let mut erased = 0;
            each(conn, id, &unlocked, |seq, found| {
                let (commitment, content) = found?;
                last = last.after(id, &commitment);
                erased += u64::from(content == Content::Erased);
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

    /// Verifies every interaction, one at a time so that whoever records can write in between.
    pub(crate) fn verify_all(&self) -> Result<Vec<(Id, Result<Verified>)>> {
        let listing = self.list()?;
        Ok(listing
            .interactions
            .iter()
            .map(|listed| (listed.id, self.verify(&listed.id)))
            .collect())
    }

    /// Checks the file as SQLite does, and that no entry is without its interaction. Slow, needs no key, and waits
    /// for nobody: for the background.
    pub(crate) fn check(&self) -> Result<()> {
        file::check(self.path())?;
        let orphan: bool = self.with(|conn| {
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM (SELECT DISTINCT at >> {SEQ_BITS} AS n FROM entry)
                 WHERE n NOT IN (SELECT n FROM interaction))"
            );
            conn.query_row(&sql, [], |row| row.get(0))
                .map_err(reading(Part::Records))
        })?;
        if orphan {
            Err(damaged(Part::Records))
        } else {
            Ok(())
        }
    }

    /// The packs and values that interactions are pinned to. Needs no key.
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
        card,
    }
}

/// Goes through the interactions until there are no more, or `each` says that it has had enough.
pub(super) fn scan(conn: &Connection, order: &str, mut each: impl FnMut(Stored<'_>) -> bool) -> Result<()> {
    let failed = reading(Part::Records);
    let sql = format!("{COLUMNS} {JOIN} ORDER BY i.n {order}");
    let mut statement = conn.prepare_cached(&sql).map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let mut unreadable = false;
    while let Some(row) = rows.next().map_err(&failed)? {
        match Stored::from_row(row) {
            Some(stored) => {
                if !each(stored) {
                    return Ok(());
                }
            }
            None => unreadable = true,
        }
    }
    if unreadable {
        Err(damaged(Part::Records))
    } else {
        Ok(())
    }
}

fn stored_with_wrap<T>(conn: &Connection, n: i64, f: impl FnOnce(Stored<'_>) -> T) -> Result<T> {
    let failed = reading(Part::Interaction);
    let sql = format!("{COLUMNS} {JOIN} WHERE i.n = ?1");
    let mut statement = conn.prepare_cached(&sql).map_err(&failed)?;
    let mut rows = statement.query([n]).map_err(&failed)?;
    match rows.next().map_err(&failed)? {
        Some(row) => Stored::from_row(row).map(f).ok_or(damaged(Part::Interaction)),
        None => Err(Error::NotFound {
            what: Part::Interaction,
        }),
    }
}

/// Finds an interaction and opens its key, head and card.
pub(super) fn find(conn: &Connection, id: &Id, store: &Key) -> Result<(Unlocked, Pins, Head, Vec<u8>)> {
    let n = number(conn, id)?;
    let mut room = Zeroizing::default();
    stored_with_wrap(conn, n, |stored| {
        let key = stored.key(store, &mut room)?;
        let (found, card) = head(&stored, &key, &mut room)?;
        Ok((Unlocked { n, key }, stored.pins, found, card.to_vec()))
    })?
}

/// Every entry, verified up to the head.
pub(super) fn entries(conn: &Connection, id: &Id, unlocked: &Unlocked, head: &Head) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(usize::try_from(head.seq.min(4096)).unwrap_or_default());
    let mut last = Head { seq: 0, hash: START };
    each(conn, id, unlocked, |seq, found| {
        let (commitment, content) = found?;
        last = last.after(id, &commitment);
        if seq != last.seq {
            return Err(damaged(Part::Chain));
        }
        entries.push(Entry {
            seq,
            commitment,
            hash: last.hash,
            content,
        });
        Ok(())
    })?;
    if last == *head {
        Ok(entries)
    } else {
        Err(damaged(Part::Chain))
    }
}

/// Goes through an interaction's rows in their order, opening each.
pub(super) fn each(
    conn: &Connection,
    id: &Id,
    unlocked: &Unlocked,
    mut f: impl FnMut(u64, Result<(Digest, Content)>) -> Result<()>,
) -> Result<()> {
    let failed = reading(Part::Entry);
    let mut statement = conn
        .prepare_cached("SELECT at, sealed FROM entry WHERE at >= ?1 AND at < ?2 ORDER BY at")
        .map_err(&failed)?;
    let mut rows = statement
        .query(params![row_number(unlocked.n, 0), row_number(unlocked.n + 1, 0)])
        .map_err(&failed)?;
    let mut room = Zeroizing::default();
    while let Some(row) = rows.next().map_err(&failed)? {
        let at: i64 = row.get(0).map_err(&failed)?;
        let seq = u64::try_from(at - row_number(unlocked.n, 0)).unwrap_or_default();
        let sealed = row.get_ref(1).ok().and_then(|value| value.as_blob().ok());
        let content = match sealed {
            Some(sealed) => open_entry(&unlocked.key, id, seq, sealed, &mut room),
            None => Err(damaged(Part::Entry)),
        };
        f(seq, content)?;
    }
    Ok(())
}

fn open_entry(
    key: &Key,
    id: &Id,
    seq: u64,
    sealed: &[u8],
    room: &mut Zeroizing<Vec<u8>>,
) -> Result<(Digest, Content)> {
    const DAMAGED: Error = damaged(Part::Entry);
    let (header, plaintext) =
        unseal(key, &Place::entry(id, seq), ENTRY_HEADER, sealed, room).ok_or(DAMAGED)?;
    let (tag, rest) = header.split_first().ok_or(DAMAGED)?;
    let salt: Digest = rest.try_into().map_err(|_| DAMAGED)?;
    match *tag {
        KEPT => Ok((
            commitment(&salt, plaintext),
            Content::Kept {
                salt,
                plaintext: plaintext.to_vec(),
            },
        )),
        ERASED => Ok((salt, Content::Erased)),
        // Its seal is whole, so this is no damage: somebody newer wrote it.
        _ => Err(Error::Newer { what: Part::Entry }),
    }
}
