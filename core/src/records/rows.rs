//! Rows as they stand in the file, and how each is opened and checked. What [`super::read`] is made of.
//!
//! Refuses to take a row for what it says it is: its seal decides.

use super::chain::commitment;
use super::fault::{reading, unreadable};
use super::read::{Content, Entry};
use super::seal::{Key, Place, unseal, unwrap_key};
use super::store::{Unlocked, row_number};
use super::write::{ENTRY_HEADER, ERASED, KEPT};
use super::{Digest, Head, Id, Pins, START, damaged};
use crate::error::{Error, Part, Result};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use zeroize::Zeroizing;

/// Inside a sealed head: the chain hash, and then the card.
pub(super) const HEAD_HEADER: usize = 32;

const COLUMNS: &str =
    "SELECT i.n, i.id, i.seq, i.pack, i.vals, i.head, w.wrapped, r.wrapped FROM interaction AS i";
const JOIN: &str = "LEFT JOIN key_wrap AS w ON w.interaction = i.n AND w.kind = 'device'
    LEFT JOIN key_wrap AS r ON r.interaction = i.n AND r.kind = 'recovery'";

/// A row of `interaction` with its wraps, still sealed.
pub(super) struct Stored<'r> {
    pub(super) n: i64,
    pub(super) id: Id,
    pub(super) seq: u64,
    pub(super) pins: Pins,
    pub(super) head: &'r [u8],
    pub(super) wrapped: Option<&'r [u8]>,
    pub(super) recovery: Option<&'r [u8]>,
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
            recovery: row.get_ref(7).ok()?.as_blob_or_null().ok()?,
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
    const BY_NUMBER: &str = "SELECT n, id, seq, pack, vals, head, NULL, NULL FROM interaction WHERE n = ?1";
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
    const NOT_FOUND: Error = Error::NotFound {
        what: Part::Interaction,
    };
    let find = |sql| {
        conn.prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map_err(reading(Part::Records))
    };
    match find("SELECT n FROM interaction WHERE id = ?1") {
        Ok(Some(n)) => return Ok(n),
        Err(error) if !unreadable(&error) => return Err(error),
        Ok(None) | Err(_) => {}
    }
    find("SELECT n FROM interaction NOT INDEXED WHERE id = ?1")?.ok_or(NOT_FOUND)
}

/// Goes through the interactions until there are no more, or `each` says that it has had enough.
pub(super) fn scan(conn: &Connection, order: &str, mut each: impl FnMut(Stored<'_>) -> bool) -> Result<()> {
    let failed = reading(Part::Records);
    let sql = format!("{COLUMNS} {JOIN} ORDER BY i.n {order}");
    let mut statement = conn.prepare_cached(&sql).map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let mut odd = false;
    while let Some(row) = rows.next().map_err(&failed)? {
        match Stored::from_row(row) {
            Some(stored) => {
                if !each(stored) {
                    return Ok(());
                }
            }
            None => odd = true,
        }
    }
    if odd { Err(damaged(Part::Records)) } else { Ok(()) }
}

pub(super) fn stored_with_wrap<T>(conn: &Connection, n: i64, f: impl FnOnce(Stored<'_>) -> T) -> Result<T> {
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
