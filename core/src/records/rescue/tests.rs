//! Recovering, with a device that is gone and a source that is damaged, in use, or for another key.

use super::*;
use crate::error::Cause;
use crate::records::recovery_key::keypair;
use crate::records::testing::{Room, Vault, destroy};
use crate::records::{Purge, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

fn pair() -> (String, RecoverySecret) {
    let (public, secret) = keypair().unwrap();
    (public, RecoverySecret::parse(&secret).unwrap())
}

/// Every file under a folder, with its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true => all.extend(bytes(&entry.path())),
            false => drop(all.insert(entry.path(), fs::read(entry.path()).unwrap())),
        }
    }
    all
}

fn open(folder: &Path, vault: &Vault) -> Store {
    let store = Store::open(Arc::new(DataFolder::open(folder).unwrap()), None).unwrap();
    store.unlock(vault).unwrap();
    store
}

fn change(room: &mut Room, sql: &str) {
    room.close();
    let conn = Connection::open(room.db()).unwrap();
    assert!(conn.execute(sql, []).unwrap() > 0);
}

fn rescued(room: &Room, into: &Path, secret: &RecoverySecret) -> Result<Rescued> {
    rescue(room.dir.path(), into, secret, &Vault::default())
}

#[test]
fn everything_opens_in_the_new_folder_goes_on_there_and_the_old_one_is_only_read() {
    let (public, secret) = pair();
    let mut room = Room::new().with_recovery(&public);
    let (key, head) = room.begin(&[b"one", b"two"]);
    room.store().put_draft(&key, b"half").unwrap();
    let gone = room.begin(&[b"gone"]).0.id();
    let destroyed = room.destroy(&gone, b"why");
    assert_eq!(destroyed, Ok(Purge::Complete));
    // After the checkpoint of the destruction: this one is in the log alone.
    let (logged, _) = room.begin(&[b"in the log"]);
    room.crash();
    fs::create_dir(room.dir.path().join(PACKS)).unwrap();
    fs::write(room.dir.path().join(PACKS).join("a.json"), b"{}").unwrap();
    let before = bytes(room.dir.path());
    assert!(
        before.contains_key(&room.dir.path().join("records.db-wal")),
        "the control"
    );

    let there = tempfile::tempdir().unwrap();
    let (into, vault) = (there.path().join("new"), Vault::default());
    let done = rescue(room.dir.path(), &into, &secret, &vault).unwrap();
    let expected = Rescued {
        recovered: 2,
        not_recoverable: 0,
        tombstones: 1,
    };
    assert_eq!(done, expected);
    assert!(bytes(room.dir.path()) == before);
    assert_eq!(fs::read(into.join(PACKS).join("a.json")).unwrap(), b"{}");
    assert!(!into.join(STAGING).exists());

    let store = open(&into, &vault);
    let listed = store.list().unwrap();
    assert!(listed.damage.is_none() && listed.interactions.iter().all(|one| one.card.is_ok()));
    let opened = store.open_interaction(&key.id()).unwrap();
    assert_eq!((opened.head, opened.entries.len()), (head, 2));
    assert_eq!(store.draft(&opened.key).unwrap().unwrap(), b"half");
    store.append(&opened.key, &head, b"three", b"card").unwrap();
    assert!(store.tombstones().unwrap().is_empty());
    assert!(matches!(
        store.open_interaction(&gone),
        Err(Error::NotFound { .. })
    ));
    store.check().unwrap();
    let purged = destroy(&store, &vault, &logged.id(), b"");
    assert_eq!(purged, Ok(Purge::Complete), "with a key store of its own");
    // And it can be recovered once more.
    drop(store);
    let again = there.path().join("again");
    assert_eq!(rescue(&into, &again, &secret, &vault).unwrap().recovered, 1);
}

#[test]
fn what_is_damaged_or_for_another_key_stays_listed_and_stops_nothing() {
    let (public, secret) = pair();
    let mut room = Room::new().with_recovery(&public);
    let (flipped, _) = room.begin(&[b"one"]);
    let (bare, _) = room.begin(&[b"two"]);
    let (whole, _) = room.begin(&[b"three"]);
    let (summary, _) = room.begin(&[b"four"]);
    change(
        &mut room,
        "UPDATE key_wrap SET wrapped = CAST(substr(wrapped, 1, 60)
             || CASE substr(wrapped, 61, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(wrapped, 62) AS BLOB)
         WHERE interaction = 1 AND kind = 'recovery'",
    );
    change(
        &mut room,
        "DELETE FROM key_wrap WHERE interaction = 2 AND kind = 'recovery'",
    );
    change(
        &mut room,
        "UPDATE interaction SET head = zeroblob(577) WHERE n = 4",
    );
    let there = tempfile::tempdir().unwrap();
    let (into, vault) = (there.path().join("new"), Vault::default());
    let done = rescue(room.dir.path(), &into, &secret, &vault).unwrap();
    assert_eq!((done.recovered, done.not_recoverable), (1, 3));
    let store = open(&into, &vault);
    for key in [&flipped, &bare] {
        let opened = store.open_interaction(&key.id());
        assert_eq!(opened.err(), Some(damaged(Part::Key)));
    }
    let damage = store.open_interaction(&summary.id()).err();
    assert_eq!(damage, Some(damaged(Part::Interaction)));
    assert_eq!(
        store.salvage(&summary.id()).unwrap().entries.len(),
        1,
        "its entries can be read"
    );
    assert_eq!(store.open_interaction(&whole.id()).unwrap().entries.len(), 1);
    assert_eq!(store.list().unwrap().interactions.len(), 4);
}

#[test]
fn with_a_wrong_key_or_nothing_to_recover_nothing_is_left_behind() {
    let ((public, _), (_, other)) = (pair(), pair());
    let mut room = Room::new();
    room.begin(&[b"one"]);
    room.close();
    let there = tempfile::tempdir().unwrap();
    let into = there.path().join("new");
    let vault = Vault::default();
    let none = rescue(room.dir.path(), &into, &other, &vault);
    assert_eq!(none, Err(Error::NotFound { what: Part::Key }));
    let mut room = room.with_recovery(&public);
    room.close();
    let wrong = Err(Error::Refused {
        why: Refusal::OtherRecoveryKey,
    });
    assert_eq!(rescue(room.dir.path(), &into, &other, &vault), wrong);
    assert!(!into.exists());
    fs::create_dir(&into).unwrap();
    assert_eq!(rescue(room.dir.path(), &into, &other, &vault), wrong);
    assert_eq!(
        fs::read_dir(&into).unwrap().count(),
        0,
        "the folder was there before, and stays"
    );
    assert_eq!(vault.calls(), 0, "and the key store was not asked");
    let nowhere = rescue(there.path(), &into, &other, &vault);
    assert_eq!(nowhere, Err(Error::NotFound { what: Part::Records }));
}

#[test]
fn it_writes_into_no_folder_that_holds_something_and_reads_none_that_is_in_use() {
    let (public, secret) = pair();
    let mut room = Room::new().with_recovery(&public);
    room.begin(&[b"one"]);
    let there = tempfile::tempdir().unwrap();
    let into = there.path().join("new");
    assert_eq!(rescued(&room, &into, &secret), Err(Error::InUse));
    room.close();
    fs::create_dir(&into).unwrap();
    fs::write(into.join("records.1.db"), b"older").unwrap();
    let not_empty = Err(Error::Refused {
        why: Refusal::NotEmpty,
    });
    assert_eq!(rescued(&room, &into, &secret), not_empty);
    assert_eq!(rescued(&room, room.dir.path(), &secret), not_empty);
    assert_eq!(bytes(&into).len(), 1);
}

#[test]
fn cut_off_at_any_call_of_the_vault_nothing_is_left_and_it_can_be_done_again() {
    let (public, secret) = pair();
    let mut room = Room::new().with_recovery(&public);
    room.begin(&[b"one"]);
    room.close();
    let there = tempfile::tempdir().unwrap();
    let into = there.path().join("new");
    let vault = Vault::default();
    for call in 1..=2 {
        vault.fail_at(call);
        let failed = rescue(room.dir.path(), &into, &secret, &vault);
        let unavailable = Error::Unavailable {
            cause: Cause::KeyStore,
        };
        assert_eq!(failed, Err(unavailable), "call {call}");
        assert!(!into.exists());
    }
    vault.fail_no_more();
    assert_eq!(
        rescue(room.dir.path(), &into, &secret, &vault).unwrap().recovered,
        1
    );
}
