//! The recovery wrap in the store: every interaction's key, wrapped once more to the force's public key.
//!
//! Without one configured there are none, and a lost device's records exist only as exports. Old wraps stay when the
//! key is taken out of the configuration, except of an interaction in which something is erased: its old wrap would
//! open what was erased, so it goes, and that interaction is not recoverable until a key is configured again. Refuses:
//! to keep anybody from recording because a wrap could not be made at unlocking; to take a wrap away whose
//! interaction's key does not open here.

use super::Id;
use super::fault::{reading, writing};
use super::seal::{Key, unwrap_key, wrap};
use super::store::{Store, Tx};
use crate::error::{Part, Result};
use rusqlite::{Connection, params};
use zeroize::Zeroizing;

impl Store {
    /// Wraps an interaction's key for all that may open it: the device, and the force when its key is configured.
    /// The one place where wraps are made, so that none is forgotten.
    pub(super) fn insert_wraps(
        &self,
        tx: &Connection,
        n: i64,
        id: &Id,
        store: &Key,
        key: &Key,
    ) -> Result<()> {
        insert_wrap(tx, n, "device", &wrap(store, id, key)?)?;
        match self.recovery() {
            Some(recovery) => insert_wrap(tx, n, "recovery", &recovery.wrap(id, key)?),
            None => Ok(()),
        }
    }

    /// Wraps to the configured key whatever has no wrap, or one to another key. All of it or nothing.
    ///
    /// An interaction whose key does not open here keeps the wrap it has: that may be the last way to it.
    pub(super) fn wrap_for_recovery(&self) -> Result<()> {
        // Asked at every unlock. `CROSS` keeps the order: the small table whole, the large one only for what is missing.
        const MISSING: &str = "SELECT i.n, i.id, w.wrapped FROM key_wrap AS w
            LEFT JOIN key_wrap AS r ON r.interaction = w.interaction AND r.kind = 'recovery'
            CROSS JOIN interaction AS i ON i.n = w.interaction
            WHERE w.kind = 'device' AND (r.wrapped IS NULL OR substr(r.wrapped, 1, ?1) <> ?2)";
        let Some(recovery) = self.recovery() else {
            return Ok(());
        };
        self.with(|conn| {
            let store = self.store_key()?;
            let failed = reading(Part::Records);
            let beginning = recovery.beginning();
            let length = i64::try_from(beginning.len()).unwrap_or_default();
            let mut room = Zeroizing::default();
            let mut wraps = Vec::new();
            let mut statement = conn.prepare_cached(MISSING).map_err(&failed)?;
            let mut rows = statement.query(params![length, beginning]).map_err(&failed)?;
            while let Some(row) = rows.next().map_err(&failed)? {
                let (Ok(n), Ok(id), Ok(wrapped)) =
                    (row.get::<_, i64>(0), row.get(1), row.get::<_, Vec<u8>>(2))
                else {
                    continue;
                };
                let id = Id(id);
                if let Some(key) = unwrap_key(&store, &id, &wrapped, &mut room) {
                    wraps.push((n, recovery.wrap(&id, &key)?));
                }
            }
            drop(rows);
            if wraps.is_empty() {
                return Ok(());
            }
            let tx = Tx::begin(conn)?;
            for (n, wrapped) in wraps {
                insert_wrap(&tx, n, "recovery", &wrapped)?;
            }
            tx.commit()
        })
    }
}

pub(super) fn insert_wrap(conn: &Connection, n: i64, kind: &str, wrapped: &[u8]) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO key_wrap (interaction, kind, wrapped) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute(params![n, kind, wrapped]))
        .map(drop)
        .map_err(writing)
}

#[cfg(test)]
mod tests {
    use super::super::recovery_key::{RecoverySecret, keypair};
    use super::super::testing::{Room, contains};
    use super::super::{DataFolder, Purge, RecoveryKey};
    use super::*;
    use crate::error::Error;
    use std::sync::Arc;

    fn pair() -> (String, RecoverySecret) {
        let (public, secret) = keypair().unwrap();
        (public, RecoverySecret::parse(&secret).unwrap())
    }

    fn recoverable(room: &Room) -> Vec<bool> {
        let listed = room.store().list().unwrap().interactions;
        listed.iter().map(|one| one.recoverable).collect()
    }

    fn opens(room: &Room, id: &Id, secret: &RecoverySecret) -> bool {
        let wrapped = room.recovery_wrap(id);
        wrapped.is_some_and(|wrapped| secret.open(id, &wrapped).is_some())
    }

    #[test]
    fn an_interaction_is_wrapped_to_the_configured_key_from_its_first_entry_on() {
        let (public, secret) = pair();
        let room = Room::new();
        let (before, _) = room.begin(&[b"before"]);
        assert_eq!(room.recovery_wrap(&before.id()), None);
        let room = room.with_recovery(&public);
        let (key, _) = room.begin(&[b"one", b"two"]);
        assert!(opens(&room, &key.id(), &secret));
        assert_eq!(recoverable(&room), [true, true]);
    }

    #[test]
    fn unlocking_wraps_what_has_no_wrap_or_another_keys_and_asks_the_vault_no_more_for_it() {
        let ((public, first), (other, second)) = (pair(), pair());
        let mut room = Room::new();
        let ids: Vec<Id> = (0..3).map(|_| room.begin(&[b"one"]).0.id()).collect();
        let before = room.vault.calls();
        room = room.with_recovery(&public);
        assert_eq!(room.vault.calls() - before, 1);
        assert!(ids.iter().all(|id| opens(&room, id, &first)));
        let wraps: Vec<_> = ids.iter().map(|id| room.recovery_wrap(id)).collect();
        room.reopen();
        let again: Vec<_> = ids.iter().map(|id| room.recovery_wrap(id)).collect();
        assert!(wraps == again, "what is wrapped is left alone");
        room = room.with_recovery(&other);
        assert!(
            ids.iter()
                .all(|id| opens(&room, id, &second) && !opens(&room, id, &first))
        );
        // Taken out of the configuration: the wraps stay.
        room.recovery = None;
        room.reopen();
        assert!(ids.iter().all(|id| opens(&room, id, &second)));
    }

    #[test]
    fn what_does_not_open_here_keeps_its_wrap_to_an_older_key() {
        let ((public, first), (other, second)) = (pair(), pair());
        let mut room = Room::new().with_recovery(&public);
        let (damaged, whole) = (room.begin(&[b"one"]).0.id(), room.begin(&[b"one"]).0.id());
        room.close();
        let conn = Connection::open(room.db()).unwrap();
        conn.execute(
            "UPDATE key_wrap SET wrapped = zeroblob(73) WHERE interaction = 1 AND kind = 'device'",
            [],
        )
        .unwrap();
        drop(conn);
        room = room.with_recovery(&other);
        assert!(opens(&room, &damaged, &first), "the last way to it");
        assert!(opens(&room, &whole, &second));
        assert_eq!(recoverable(&room), [true, true]);
    }

    #[test]
    fn records_unlock_when_the_wraps_cannot_be_written_and_get_all_of_them_later() {
        let (public, _) = pair();
        let mut room = Room::new();
        for _ in 0..100 {
            room.begin(&[b"one"]);
        }
        room.close();
        let key = RecoveryKey::parse(&public).unwrap();
        let folder = Arc::new(DataFolder::open(room.dir.path()).unwrap());
        let store = Store::open(folder, Some(key)).unwrap();
        store.bound(1);
        store.unlock(&room.vault).unwrap();
        let listed = store.list().unwrap().interactions;
        assert!(listed.len() == 100 && listed.iter().all(|one| !one.recoverable));
        drop(store);
        room = room.with_recovery(&public);
        assert_eq!(recoverable(&room), vec![true; 100]);
    }

    #[test]
    fn erasing_makes_the_wrap_anew_and_nothing_of_the_old_one_is_left() {
        let (public, secret) = pair();
        let room = Room::new().with_recovery(&public);
        let (key, head) = room.begin(&[b"one", b"a name"]);
        let old = room.recovery_wrap(&key.id()).unwrap();
        assert!(contains(&room.bytes(), &old), "the control");
        let erased = room.erase(&key, &head, 2, b"erased", b"");
        let head = erased.unwrap().0.head;
        assert!(!contains(&room.bytes(), &old));
        let before = secret.open(&key.id(), &old).unwrap();
        let after = room.recovery_wrap(&key.id()).unwrap();
        assert!(secret.open(&key.id(), &after).unwrap().bytes() != before.bytes());

        // Without a configured key the old wrap goes too: it would open what was erased.
        let mut room = room;
        room.recovery = None;
        room.reopen();
        let opened = room.store().open_interaction(&key.id()).unwrap();
        room.erase(&opened.key, &head, 1, b"erased", b"").unwrap();
        assert!(!contains(&room.bytes(), &after));
        assert_eq!(recoverable(&room), [false]);
        assert_eq!(recoverable(&room.with_recovery(&public)), [true]);
    }

    #[test]
    fn destroying_leaves_no_recovery_wrap() {
        let (public, _) = pair();
        let room = Room::new().with_recovery(&public);
        let (gone, stays) = (room.begin(&[b"gone"]).0.id(), room.begin(&[b"stays"]).0.id());
        let (old, other) = (
            room.recovery_wrap(&gone).unwrap(),
            room.recovery_wrap(&stays).unwrap(),
        );
        assert!(contains(&room.bytes(), &old), "the control");
        assert_eq!(room.destroy(&gone, b""), Ok(Purge::Complete));
        assert!(!contains(&room.bytes(), &old));
        assert_eq!(
            room.recovery_wrap(&stays),
            Some(other),
            "the others' are left alone"
        );
        assert!(matches!(
            room.store().open_interaction(&gone),
            Err(Error::NotFound { .. })
        ));
    }
}
