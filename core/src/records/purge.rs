//! Erasing an entry and destroying an interaction, so that no key is left that would open what is gone.
//!
//! Flash keeps old pages, so deleting is done with keys: the store key is replaced, every other interaction's key is
//! wrapped again, the log is emptied, and the device's key store forgets the key that the old store key was wrapped
//! with. Every step can be cut off and taken up again at the next unlock. Refuses: to destroy what is held; to say
//! that it is done before it is; to rotate the device key while the file needs the one that would be forgotten.

use super::fault::{reading, writing};
use super::file::checkpoint;
use super::read::Content;
use super::rows;
use super::seal::{Key, Place, seal, unseal, wrap};
use super::store::{OpenKey, PurgeGuard, Store, Tx, Unlocked, row_number, write_store_key};
use super::vault::{KeyVault, WrappedKey};
use super::write::{
    ERASED, KEPT, Written, delete_draft, insert_entry, read_draft, seal_content, seal_entry, update_head,
};
use super::{Digest, Head, Id, Receipt, damaged};
use crate::error::{Error, Part, Refusal, Result};
use rusqlite::{Connection, params};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Inside a sealed tombstone: whether the head was readable, and its hash.
const TOMBSTONE_HEADER: usize = 1 + 32;

/// How far an erasure or destruction has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purge {
    /// Done: what is gone cannot be opened by anybody.
    Complete,
    /// It is gone from the records, and the device has still to forget a key. Taken up again at the next unlock.
    Owed {
        /// Why it could not be done now.
        because: Error,
    },
}

/// What stands in the place of a destroyed interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tombstone {
    /// The interaction that was destroyed.
    pub(crate) id: Id,
    /// The end of its chain, unless that was damaged.
    pub(crate) head: Option<Head>,
    /// What was said of it: who, when, why.
    pub(crate) words: Vec<u8>,
}

/// An erasure or destruction that the key store has agreed to. Nothing is changed yet; dropped, nothing will be.
///
/// In three steps, so that whoever writes can be kept waiting for the second alone, which asks nobody: prepare (the
/// key store wraps a new store key), change (one transaction), finish (the key store forgets).
pub(crate) struct Purging<'s> {
    _guard: PurgeGuard<'s>,
    new: Arc<Key>,
    wrapped: WrappedKey,
}

impl Store {
    /// The first step. Asks the key store; hold nothing. Only one at a time.
    pub(crate) fn prepare_purge(&self, vault: &dyn KeyVault) -> Result<Purging<'_>> {
        let guard = self.begin_purge()?;
        self.store_key()?;
        let new = Arc::new(Key::random()?);
        let wrapped = WrappedKey::make(vault, &new)?;
        Ok(Purging {
            _guard: guard,
            new,
            wrapped,
        })
    }

    /// The last step. Asks the key store; hold nothing. What it cannot do now is owed.
    pub(crate) fn finish_purge(&self, vault: &dyn KeyVault, purging: Purging<'_>) -> Purge {
        match self.forget(vault, &purging.new) {
            Ok(()) => Purge::Complete,
            Err(because) => Purge::Owed { because },
        }
    }

    /// Destroys an interaction, and keeps a tombstone. `may` is shown its card as it stands in the same transaction,
    /// or none where damage hides it: whether it is held is the caller's to know.
    pub(crate) fn destroy(
        &self,
        purging: &Purging<'_>,
        id: &Id,
        words: &[u8],
        may: impl FnOnce(Option<&[u8]>) -> Result<()>,
    ) -> Result<Tombstone> {
        self.change(purging, id, |tx, old, new| {
            let n = rows::number(tx, id)?;
            let (head, card) = match rows::find(tx, id, old) {
                Ok((_, _, head, card)) => (Some(head), Some(card)),
                // That it is damaged does not by itself keep anybody from destroying it.
                Err(Error::Damaged { .. }) => (None, None),
                Err(error) => return Err(error),
            };
            may(card.as_deref())?;
            remove(tx, n)?;
            let seq = head.map_or(0, |head| head.seq);
            let sealed = seal_tombstone(new, id, seq, head.map(|head| head.hash), words)?;
            put_tombstone(tx, id, seq, &sealed)?;
            let stone = Tombstone {
                id: *id,
                head,
                words: words.to_vec(),
            };
            Ok((stone, None))
        })
    }

    /// Erases an entry: its commitment stays, `entry` is appended to say so, and the rest is sealed under a new key.
    pub(crate) fn erase(
        &self,
        purging: &Purging<'_>,
        key: &OpenKey,
        expected: &Head,
        seq: u64,
        entry: &[u8],
        card: &[u8],
    ) -> Result<Written> {
        let id = key.id;
        self.change(purging, &id, |tx, old, _| {
            let (before, pins, head, _) = rows::find(tx, &id, old)?;
            if head != *expected {
                return Err(Error::Closed);
            }
            let after = Unlocked {
                n: before.n,
                key: Key::random()?,
            };
            reseal(tx, &id, &before, &after, &head, seq)?;
            let draft = match read_draft(tx, &id, &before) {
                // What does not open is no reason to keep what has to go. It stays as it is.
                Err(Error::Damaged { what: Part::Draft }) => None,
                draft => draft?,
            };
            if let Some(draft) = draft {
                let sealed = seal(&after.key, &Place::draft(&id), &[], &draft)?;
                execute(
                    tx,
                    "UPDATE draft SET sealed = ?2 WHERE interaction = ?1",
                    params![after.n, sealed],
                )?;
            }
            let (sealed, head) = seal_entry(&after.key, &id, &head, entry)?;
            insert_entry(tx, after.at(head.seq), &sealed)?;
            update_head(tx, after.n, &after.key, &id, &head, &pins, card)?;
            // Of every kind: another wrap would still open what was erased.
            execute(tx, "DELETE FROM key_wrap WHERE interaction = ?1", [after.n])?;
            self.insert_wraps(tx, after.n, &id, old, &after.key)?;
            Ok((
                Written {
                    head,
                    receipts: vec![Receipt::of(&id, &head)],
                },
                Some(after),
            ))
        })
    }

    /// What stands in the place of the interactions that were destroyed.
    pub(crate) fn tombstones(&self) -> Result<Vec<Tombstone>> {
        self.with(|conn| {
            let store = self.store_key()?;
            each_tombstone(conn, &store)?.into_iter().collect()
        })
    }

    /// The second step: changes an interaction and gives the store another key, in one transaction. Asks nobody.
    ///
    /// `change` is given the store key before and after, and says what key the interaction has now, if any.
    fn change<T>(
        &self,
        purging: &Purging<'_>,
        id: &Id,
        change: impl FnOnce(&Connection, &Key, &Key) -> Result<(T, Option<Unlocked>)>,
    ) -> Result<T> {
        let new = &purging.new;
        self.with(|conn| {
            let old = self.store_key()?;
            let tx = Tx::begin(conn)?;
            let (changed, now) = change(&tx, &old, new)?;
            rewrap(&tx, &old, new)?;
            write_store_key(&tx, &purging.wrapped, true)?;
            tx.commit()?;
            self.renew(Arc::clone(new), id, now);
            Ok(changed)
        })
    }

    /// Does what an earlier destruction still owes.
    pub(super) fn settle(&self, vault: &dyn KeyVault) -> Result<()> {
        let _guard = self.begin_purge()?;
        let key = self.store_key()?;
        self.forget(vault, &key)
    }

    /// Has the device forget every key but those that the file needs.
    ///
    /// The vault keeps its newest key and the one before. So the store key is always wrapped by the newest and on
    /// the disk before a rotation; wherever this is cut off, the file opens, and it can be done again from the start.
    /// Two rotations: after the first the old key is the one before, after the second it is gone.
    fn forget(&self, vault: &dyn KeyVault, key: &Key) -> Result<()> {
        self.wrap_again(vault, key)?;
        vault.rotate_key()?;
        self.wrap_again(vault, key)?;
        self.with(checkpoint)?;
        vault.rotate_key()?;
        self.with(|conn| execute(conn, "UPDATE store_key SET owed = 0", []))
    }

    fn wrap_again(&self, vault: &dyn KeyVault, key: &Key) -> Result<()> {
        let wrapped = WrappedKey::make(vault, key)?;
        self.with(|conn| write_store_key(conn, &wrapped, true))
    }
}

/// Deletes an interaction; `secure_delete` overwrites what stood there.
fn remove(tx: &Connection, n: i64) -> Result<()> {
    delete_draft(tx, n)?;
    execute(tx, "DELETE FROM key_wrap WHERE interaction = ?1", [n])?;
    execute(
        tx,
        "DELETE FROM entry WHERE at >= ?1 AND at < ?2",
        [row_number(n, 0), row_number(n + 1, 0)],
    )?;
    execute(tx, "DELETE FROM interaction WHERE n = ?1", [n])
}

/// Seals every entry under another key, and the one at `seq` as erased.
fn reseal(
    tx: &Connection,
    id: &Id,
    before: &Unlocked,
    after: &Unlocked,
    head: &Head,
    seq: u64,
) -> Result<()> {
    let mut found = false;
    for entry in rows::entries(tx, id, before, head)? {
        let sealed = match &entry.content {
            Content::Kept { .. } if entry.seq == seq => {
                found = true;
                seal_content(&after.key, id, entry.seq, ERASED, &entry.commitment, &[])?
            }
            Content::Kept { salt, plaintext } => {
                seal_content(&after.key, id, entry.seq, KEPT, salt, plaintext)?
            }
            Content::Erased => seal_content(&after.key, id, entry.seq, ERASED, &entry.commitment, &[])?,
        };
        execute(
            tx,
            "UPDATE entry SET sealed = ?2 WHERE at = ?1",
            params![after.at(entry.seq), sealed],
        )?;
    }
    if found {
        Ok(())
    } else {
        Err(Error::Refused {
            why: Refusal::NoSuchEntry,
        })
    }
}

/// Wraps every interaction's key, and seals every tombstone, under the new store key. What is damaged stays as it
/// is: it was unreadable before, and is not made to look whole.
fn rewrap(tx: &Connection, old: &Key, new: &Key) -> Result<()> {
    let mut wraps = Vec::new();
    let mut room = Zeroizing::default();
    let mut failed = None;
    rows::scan(tx, "ASC", |stored| {
        if let Ok(key) = stored.key(old, &mut room) {
            match wrap(new, &stored.id, &key) {
                Ok(wrapped) => wraps.push((stored.n, wrapped)),
                Err(error) => failed = Some(error),
            }
        }
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    for (n, wrapped) in wraps {
        execute(
            tx,
            "UPDATE key_wrap SET wrapped = ?2 WHERE interaction = ?1 AND kind = 'device'",
            params![n, wrapped],
        )?;
    }
    for tombstone in each_tombstone(tx, old)?.into_iter().flatten() {
        let (seq, hash) = tombstone
            .head
            .map_or((0, None), |head| (head.seq, Some(head.hash)));
        let sealed = seal_tombstone(new, &tombstone.id, seq, hash, &tombstone.words)?;
        put_tombstone(tx, &tombstone.id, seq, &sealed)?;
    }
    Ok(())
}

fn seal_tombstone(store: &Key, id: &Id, seq: u64, hash: Option<Digest>, words: &[u8]) -> Result<Vec<u8>> {
    let mut header = [u8::from(hash.is_some()); TOMBSTONE_HEADER];
    for (to, from) in header.iter_mut().skip(1).zip(hash.unwrap_or_default()) {
        *to = from;
    }
    seal(store, &Place::tombstone(id, seq), &header, words)
}

fn put_tombstone(tx: &Connection, id: &Id, seq: u64, sealed: &[u8]) -> Result<()> {
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    execute(
        tx,
        "INSERT OR REPLACE INTO tombstone (id, seq, sealed) VALUES (?1, ?2, ?3)",
        params![id.0, seq, sealed],
    )
}

/// Every tombstone, or that it is damaged.
fn each_tombstone(conn: &Connection, store: &Key) -> Result<Vec<Result<Tombstone>>> {
    let failed = reading(Part::Records);
    let mut statement = conn
        .prepare_cached("SELECT id, seq, sealed FROM tombstone")
        .map_err(&failed)?;
    let mut rows = statement.query([]).map_err(&failed)?;
    let mut room = Zeroizing::default();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        let id = Id(row.get(0).map_err(&failed)?);
        let seq = u64::try_from(row.get::<_, i64>(1).map_err(&failed)?).unwrap_or_default();
        let sealed = row
            .get_ref(2)
            .ok()
            .and_then(|value| value.as_blob().ok())
            .unwrap_or_default();
        let opened = unseal(
            store,
            &Place::tombstone(&id, seq),
            TOMBSTONE_HEADER,
            sealed,
            &mut room,
        );
        let tombstone = opened.and_then(|(header, words)| {
            let (known, hash) = header.split_first()?;
            let hash = hash.try_into().ok()?;
            let head = (*known == 1).then_some(Head { seq, hash });
            Some(Tombstone {
                id,
                head,
                words: words.to_vec(),
            })
        });
        found.push(tombstone.ok_or(damaged(Part::Records)));
    }
    Ok(found)
}

fn execute(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<()> {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params))
        .map(drop)
        .map_err(writing)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Room, contains, open};
    use super::*;
    use std::fs;
    use std::path::Path;

    /// The sealed bytes by which an interaction could be opened, and those of its entries.
    fn traces(room: &Room, id: &Id) -> Vec<Vec<u8>> {
        room.store()
            .with(|conn| {
                let n = rows::number(conn, id)?;
                let mut found: Vec<Vec<u8>> = Vec::new();
                for sql in [
                    "SELECT wrapped FROM key_wrap WHERE interaction = ?1",
                    "SELECT head FROM interaction WHERE n = ?1",
                    "SELECT sealed FROM entry WHERE at >> 24 = ?1",
                    "SELECT sealed FROM draft WHERE interaction = ?1",
                    "SELECT wrapped FROM store_key WHERE ?1 > 0",
                ] {
                    let mut statement = conn.prepare(sql).map_err(writing)?;
                    let rows = statement.query_map([n], |row| row.get(0)).map_err(writing)?;
                    found.extend(rows.map(Result::unwrap));
                }
                Ok(found)
            })
            .unwrap()
    }

    fn copy(from: &Path) -> tempfile::TempDir {
        let to = tempfile::tempdir().unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
        }
        to
    }

    #[test]
    fn after_destroying_nothing_of_it_is_left_and_an_older_copy_does_not_open() {
        let mut room = Room::new();
        let (gone, head) = room.begin(&[b"words of hers", b"more"]);
        let (stays, _) = room.begin(&[b"stays"]);
        room.store().put_draft(&gone, b"half").unwrap();
        let (id, traces, older) = (gone.id(), traces(&room, &gone.id()), copy(room.dir.path()));

        // The control: before, all of it is there, and the copy opens.
        assert_eq!(traces.len(), 6);
        assert!(traces.iter().all(|trace| contains(&room.bytes(), trace)));
        let copied = open(older.path()).unwrap();
        copied.unlock(&room.vault).unwrap();
        assert_eq!(copied.open_interaction(&id).unwrap().entries.len(), 2);
        drop(copied);

        let held = Err(Error::Refused { why: Refusal::Held });
        let purging = room.store().prepare_purge(&room.vault).unwrap();
        let refused = room.store().destroy(&purging, &id, b"", |card| {
            assert_eq!(card, Some(&b"card"[..]));
            held.clone()
        });
        assert_eq!(refused.err(), held.err());
        drop(purging);
        let why = b"a sergeant, 4 May, retention over";
        assert_eq!(room.destroy(&id, why), Ok(Purge::Complete));

        for trace in &traces {
            assert!(!contains(&room.bytes(), trace));
        }
        assert!(!contains(&room.bytes(), b"a sergeant"));
        let copied = open(older.path()).unwrap();
        assert_eq!(copied.unlock(&room.vault), Err(Error::KeyGone));

        assert_eq!(
            room.store().append(&gone, &head, b"late", b""),
            Err(Error::Closed)
        );
        let not_found = Some(Error::NotFound {
            what: Part::Interaction,
        });
        for _ in 0..2 {
            assert_eq!(room.store().open_interaction(&id).err(), not_found);
            assert_eq!(
                room.store().open_interaction(&stays.id()).unwrap().entries.len(),
                1
            );
            let stone = Tombstone {
                id,
                head: Some(head),
                words: why.to_vec(),
            };
            assert_eq!(room.store().tombstones().unwrap(), [stone]);
            room.reopen();
        }
        // Another destruction seals the first tombstone again.
        assert_eq!(room.destroy(&stays.id(), b"also"), Ok(Purge::Complete));
        assert_eq!(room.store().tombstones().unwrap().len(), 2);
    }

    #[test]
    fn cut_off_at_any_call_of_the_vault_nothing_else_is_lost_and_it_is_finished_later() {
        for call in 1.. {
            let mut room = Room::new();
            let (gone, _) = room.begin(&[b"gone"]);
            let (stays, _) = room.begin(&[b"stays"]);
            let older = copy(room.dir.path());
            room.vault.fail_at(call);
            let done = room.destroy(&gone.id(), b"");
            room.vault.fail_no_more();
            room.crash();
            room.reopen();
            assert_eq!(
                room.store().open_interaction(&stays.id()).unwrap().entries.len(),
                1,
                "call {call}"
            );
            match done {
                Err(_) => {
                    assert_eq!(
                        room.store().open_interaction(&gone.id()).unwrap().entries.len(),
                        1
                    );
                    continue;
                }
                Ok(Purge::Complete) => {
                    assert!(call > 8, "every call was cut off in its turn");
                    return;
                }
                // The unlock has finished it.
                Ok(Purge::Owed { .. }) => {
                    let copied = open(older.path()).unwrap();
                    assert_eq!(copied.unlock(&room.vault), Err(Error::KeyGone), "call {call}");
                }
            }
            // And cut off twice in a row at the same place it still loses nothing.
            let (second, _) = room.begin(&[b"second"]);
            for _ in 0..3 {
                room.vault.fail_at(call);
                let _ = room.destroy(&second.id(), b"");
                room.vault.fail_no_more();
                room.crash();
                room.reopen();
                assert_eq!(
                    room.store().open_interaction(&stays.id()).unwrap().entries.len(),
                    1
                );
            }
        }
    }

    #[test]
    fn an_erased_entry_keeps_its_commitment_and_the_chain_still_holds() {
        let mut room = Room::new();
        let (key, head) = room.begin(&[b"one", b"a name", b"three"]);
        room.store().put_draft(&key, b"half").unwrap();
        let before = room.store().open_interaction(&key.id()).unwrap();
        let (traces, older) = (traces(&room, &key.id()), copy(room.dir.path()));
        for seq in [0, 4] {
            let refused = room.erase(&key, &head, seq, b"erased", b"");
            assert_eq!(
                refused.err(),
                Some(Error::Refused {
                    why: Refusal::NoSuchEntry
                })
            );
        }
        let (written, purge) = room.erase(&key, &head, 2, b"erased: why", b"new card").unwrap();
        assert_eq!((purge, written.head.seq), (Purge::Complete, 4));
        assert!(traces.iter().all(|trace| !contains(&room.bytes(), trace)));
        assert_eq!(
            open(older.path()).unwrap().unlock(&room.vault),
            Err(Error::KeyGone)
        );

        // The handle goes on working, under the new key.
        let head = room
            .store()
            .append(&key, &written.head, b"five", b"")
            .unwrap()
            .head;
        assert_eq!(room.store().draft(&key).unwrap().unwrap(), b"half");
        room.reopen();
        let opened = room.store().open_interaction(&key.id()).unwrap();
        assert_eq!((opened.head, opened.entries.len()), (head, 5));
        assert_eq!(opened.entries[1].content, Content::Erased);
        for (then, now) in before.entries.iter().zip(&opened.entries) {
            assert_eq!((then.commitment, then.hash), (now.commitment, now.hash));
        }
        assert_eq!(room.store().verify(&key.id()).unwrap().erased, 1);
        let again = room.erase(&opened.key, &head, 2, b"erased", b"");
        assert_eq!(
            again.err(),
            Some(Error::Refused {
                why: Refusal::NoSuchEntry
            })
        );
    }

    #[test]
    fn what_is_half_typed_and_does_not_open_keeps_nobody_from_erasing() {
        let room = Room::new();
        let (key, head) = room.begin(&[b"one", b"a name"]);
        room.store().put_draft(&key, b"half").unwrap();
        let broken = |conn: &Connection| execute(conn, "UPDATE draft SET sealed = x'00'", []);
        room.store().with(broken).unwrap();
        let (written, purge) = room.erase(&key, &head, 2, b"erased: why", b"").unwrap();
        assert_eq!((purge, written.head.seq), (Purge::Complete, 3));
        let damaged = Err(Error::Damaged { what: Part::Draft });
        assert_eq!(room.store().draft(&key), damaged);
    }

    #[test]
    fn a_damaged_interaction_can_be_destroyed() {
        let mut room = Room::new();
        let (key, _) = room.begin(&[b"one"]);
        room.close();
        let conn = Connection::open(room.db()).unwrap();
        conn.execute("DELETE FROM key_wrap", []).unwrap();
        drop(conn);
        room.reopen();
        assert_eq!(room.destroy(&key.id(), b"why"), Ok(Purge::Complete));
        let stone = Tombstone {
            id: key.id(),
            head: None,
            words: b"why".to_vec(),
        };
        assert_eq!(room.store().tombstones().unwrap(), [stone]);
    }
}
