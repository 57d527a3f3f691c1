//! Writing: beginning an interaction, appending to it, its draft.
//!
//! Entry and head move in one transaction, and a receipt exists only after its commit returned. Refuses to append
//! after another head than the one expected: then somebody else wrote meanwhile, and nothing is written.

use super::chain::commitment;
use super::fault::{reading, writing};
use super::rows;
use super::seal::{Key, Place, random, seal, unseal};
use super::store::{OpenKey, SEQ_BITS, Store, Tx, Unlocked, row_number};
use super::{Digest, Head, Id, Pins, Receipt, START};
use crate::error::{Error, Part, Refusal, Result};
use rusqlite::{Connection, OptionalExtension as _, params};
use zeroize::Zeroizing;

/// Inside a sealed entry: what it is, and its salt; an erased one has its commitment there instead.
pub(super) const ENTRY_HEADER: usize = 1 + 32;
pub(super) const KEPT: u8 = 1;
pub(super) const ERASED: u8 = 2;

/// What is written to an interaction in one transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    /// The entries, in their order.
    pub(crate) entries: &'a [&'a [u8]],
    /// The new summary for lists.
    pub(crate) card: &'a [u8],
    /// Another pack, when the interaction moves to one.
    pub(crate) pins: Option<&'a Pins>,
    /// Whether the draft is done with.
    pub(crate) clear_draft: bool,
}

/// What is on the disk now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// The new end of the chain: what the next append expects.
    pub(crate) head: Head,
    /// One receipt for each entry, in order.
    pub(crate) receipts: Vec<Receipt>,
}

impl Store {
    /// Begins an interaction with its first entry.
    pub(crate) fn begin(&self, pins: &Pins, first: &[u8], card: &[u8]) -> Result<(OpenKey, Written)> {
        let (id, key) = (Id(random()?), Key::random()?);
        let (sealed, head) = seal_entry(&key, &id, &NOTHING, first)?;
        let sealed_head = seal_head(&key, &id, &head, pins, card)?;
        self.with(|conn| {
            let store = self.store_key()?;
            let tx = Tx::begin(conn)?;
            let n = tx
                .prepare_cached(
                    "INSERT INTO interaction (id, seq, pack, vals, head) VALUES (?1, ?2, ?3, ?4, ?5)",
                )
                .and_then(|mut statement| {
                    statement.insert(params![
                        id.0,
                        number(head.seq),
                        pins.pack,
                        pins.values,
                        sealed_head
                    ])
                })
                .map_err(writing)?;
            insert_entry(&tx, row_number(n, head.seq), &sealed)?;
            self.insert_wraps(&tx, n, &id, &store, &key)?;
            tx.commit()?;
            // Locked meanwhile: the entry is safe all the same, and the handle says so at its next use.
            let handle = self.keep(id, Unlocked { n, key }).unwrap_or(OpenKey { id });
            Ok((
                handle,
                Written {
                    head,
                    receipts: vec![Receipt::of(&id, &head)],
                },
            ))
        })
    }

    /// Writes a change: all of it or nothing.
    pub(crate) fn write(&self, key: &OpenKey, expected: &Head, change: &Change<'_>) -> Result<Written> {
        self.with(|conn| {
            let unlocked = self.unlocked(key)?;
            let id = key.id;
            let mut head = *expected;
            let mut receipts = Vec::with_capacity(change.entries.len());
            let tx = Tx::begin(conn)?;
            let pins = expect(&tx, &id, &unlocked, expected)?;
            for entry in change.entries {
                let (sealed, next) = seal_entry(&unlocked.key, &id, &head, entry)?;
                insert_entry(&tx, unlocked.at(next.seq), &sealed)?;
                head = next;
                receipts.push(Receipt::of(&id, &head));
            }
            update_head(
                &tx,
                unlocked.n,
                &unlocked.key,
                &id,
                &head,
                change.pins.unwrap_or(&pins),
                change.card,
            )?;
            if change.clear_draft {
                delete_draft(&tx, unlocked.n)?;
            }
            tx.commit()?;
            Ok(Written { head, receipts })
        })
    }

    /// Keeps what is half typed, in the place of what was kept before. Not an entry: it is in no chain.
    pub(crate) fn put_draft(&self, key: &OpenKey, draft: &[u8]) -> Result<()> {
        self.with(|conn| {
            let unlocked = self.unlocked(key)?;
            let sealed = seal(&unlocked.key, &Place::draft(&key.id), &[], draft)?;
            conn.prepare_cached("INSERT OR REPLACE INTO draft (interaction, sealed) VALUES (?1, ?2)")
                .and_then(|mut statement| statement.execute(params![unlocked.n, sealed]))
                .map(drop)
                .map_err(writing)
        })
    }

    /// What was half typed.
    pub(crate) fn draft(&self, key: &OpenKey) -> Result<Option<Vec<u8>>> {
        self.with(|conn| {
            let unlocked = self.unlocked(key)?;
            read_draft(conn, &key.id, &unlocked)
        })
    }

    /// Forgets what was half typed.
    pub(crate) fn clear_draft(&self, key: &OpenKey) -> Result<()> {
        self.with(|conn| delete_draft(conn, self.unlocked(key)?.n))
    }
}

/// SQLite counts in signed numbers; sequence numbers stay far below their end.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

const NOTHING: Head = Head { seq: 0, hash: START };

/// Seals the entry that comes after `previous`, and says where the chain ends then.
pub(super) fn seal_entry(key: &Key, id: &Id, previous: &Head, plaintext: &[u8]) -> Result<(Vec<u8>, Head)> {
    let salt = random()?;
    let head = previous.after(id, &commitment(&salt, plaintext));
    if head.seq >> SEQ_BITS != 0 {
        return Err(Error::Refused {
            why: Refusal::TooLong,
        });
    }
    Ok((seal_content(key, id, head.seq, KEPT, &salt, plaintext)?, head))
}

pub(super) fn seal_content(
    key: &Key,
    id: &Id,
    seq: u64,
    tag: u8,
    salt_or_commitment: &Digest,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    let mut header = [tag; ENTRY_HEADER];
    for (to, from) in header.iter_mut().skip(1).zip(salt_or_commitment) {
        *to = *from;
    }
    seal(key, &Place::entry(id, seq), &header, plaintext)
}

fn seal_head(key: &Key, id: &Id, head: &Head, pins: &Pins, card: &[u8]) -> Result<Vec<u8>> {
    seal(key, &Place::head(id, head.seq, pins), &head.hash, card)
}

/// Checks that the stored head is the expected one, and returns the pins beside it.
fn expect(conn: &Connection, id: &Id, unlocked: &Unlocked, expected: &Head) -> Result<Pins> {
    let mut room = Zeroizing::default();
    rows::stored(conn, unlocked.n, |stored| {
        let (found, _) = rows::head(&stored, &unlocked.key, &mut room)?;
        if stored.id == *id && found == *expected {
            Ok(stored.pins)
        } else {
            Err(Error::Closed)
        }
    })?
}

pub(super) fn insert_entry(conn: &Connection, at: i64, sealed: &[u8]) -> Result<()> {
    conn.prepare_cached("INSERT INTO entry (at, sealed) VALUES (?1, ?2)")
        .and_then(|mut statement| statement.execute(params![at, sealed]))
        .map(drop)
        .map_err(writing)
}

pub(super) fn update_head(
    conn: &Connection,
    n: i64,
    key: &Key,
    id: &Id,
    head: &Head,
    pins: &Pins,
    card: &[u8],
) -> Result<()> {
    let sealed = seal_head(key, id, head, pins, card)?;
    let changed = conn
        .prepare_cached("UPDATE interaction SET seq = ?2, pack = ?3, vals = ?4, head = ?5 WHERE n = ?1")
        .and_then(|mut statement| {
            statement.execute(params![n, number(head.seq), pins.pack, pins.values, sealed])
        })
        .map_err(writing)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(super::damaged(Part::Interaction))
    }
}

pub(super) fn read_draft(conn: &Connection, id: &Id, unlocked: &Unlocked) -> Result<Option<Vec<u8>>> {
    let sealed: Option<Vec<u8>> = conn
        .prepare_cached("SELECT sealed FROM draft WHERE interaction = ?1")
        .and_then(|mut statement| statement.query_row([unlocked.n], |row| row.get(0)).optional())
        .map_err(reading(Part::Draft))?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let mut room = Zeroizing::default();
    match unseal(&unlocked.key, &Place::draft(id), 0, &sealed, &mut room) {
        Some((_, draft)) => Ok(Some(draft.to_vec())),
        None => Err(super::damaged(Part::Draft)),
    }
}

pub(super) fn delete_draft(conn: &Connection, n: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE interaction = ?1")
        .and_then(|mut statement| statement.execute([n]))
        .map(drop)
        .map_err(writing)
}
