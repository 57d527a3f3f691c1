//! What crosses the files of this room: round trips, keys that fail, damage, and what can be found in the folder.

use super::file::{asides, set_aside};
use super::read::{Opened, Verified};
use super::seal::LONGEST;
use super::testing::{PINS, Room, Stuck, Vault, contains, destroy, open, watched};
use super::vault::{KeyVault, VaultError};
use super::*;
use crate::error::{Cause, Refusal};
use rusqlite::Connection;
use std::fs;
use std::thread;

const HEAD_0: Head = Head { seq: 0, hash: START };

fn words(opened: &Opened) -> Vec<String> {
    let text = |entry: &Entry| match &entry.content {
        Content::Kept { plaintext, .. } => String::from_utf8(plaintext.clone()).unwrap(),
        Content::Erased => "(erased)".into(),
    };
    opened.entries.iter().map(text).collect()
}

fn raw(room: &Room) -> Connection {
    Connection::open(room.db()).unwrap()
}

#[test]
fn what_was_receipted_is_there_after_closing_and_after_a_crash() {
    let mut room = Room::new();
    let (key, head) = room.begin(&[b"danger asked", b"child added"]);
    let change = Change {
        entries: &[b"seen", b"quoted"],
        card: b"two children",
        pins: None,
        clear_draft: true,
    };
    room.store().put_draft(&key, b"half ty").unwrap();
    assert_eq!(room.store().draft(&key).unwrap().unwrap(), b"half ty");
    let written = room.store().write(&key, &head, &change).unwrap();
    assert_eq!(written.receipts.len(), 2);
    assert_eq!(written.receipts[1].seq, 4);
    assert_eq!(written.receipts[1].interaction, key.id().to_string());
    assert_eq!(room.store().draft(&key).unwrap(), None);
    room.store().put_draft(&key, b"more").unwrap();

    for crash in [true, false] {
        if crash {
            room.crash();
        }
        let store = room.reopen();
        let opened = store.open_interaction(&key.id()).unwrap();
        assert_eq!(words(&opened), ["danger asked", "child added", "seen", "quoted"]);
        assert_eq!(
            (opened.head, opened.card.as_slice(), opened.pins),
            (written.head, &b"two children"[..], PINS)
        );
        assert_eq!(chain::hex(&opened.entries[3].hash), written.receipts[1].hash);
        assert_eq!(store.draft(&opened.key).unwrap().unwrap(), b"more");
        assert_eq!(
            store.verify(&key.id()),
            Ok(Verified {
                head: written.head,
                erased: 0
            })
        );
        let listing = store.list().unwrap();
        assert_eq!(listing.damage, None);
        assert_eq!(listing.interactions[0].card.as_deref(), Ok(&b"two children"[..]));
        store.check().unwrap();
    }
}

#[test]
fn only_the_expected_head_is_appended_to_and_nothing_is_half_written() {
    let room = Room::new();
    let (key, head) = room.begin(&[b"one"]);
    let after = room.store().append(&key, &head, b"two", b"").unwrap().head;
    for stale in [
        head,
        HEAD_0,
        Head {
            seq: 2,
            hash: [1; 32],
        },
    ] {
        assert_eq!(
            room.store().append(&key, &stale, b"three", b""),
            Err(Error::Closed)
        );
    }
    let long = vec![0; LONGEST + 1];
    let refused = Err(Error::Refused {
        why: Refusal::TooLong,
    });
    assert_eq!(
        room.store().append_all(&key, &after, &[b"three", &long], b""),
        refused
    );
    let opened = room.store().open_interaction(&key.id()).unwrap();
    assert_eq!(
        (words(&opened), opened.head),
        (vec!["one".to_string(), "two".into()], after)
    );
    room.store().append(&key, &after, &long[..LONGEST], b"").unwrap();
}

#[test]
fn on_a_full_disk_nothing_is_receipted_and_nothing_is_lost() {
    let mut room = Room::new();
    let (key, head) = room.begin(&[b"one"]);
    room.store().bound(1);
    let full = Err(Error::NotSaved {
        cause: Cause::DiskFull,
    });
    let large = vec![7; 20_000];
    assert_eq!(room.store().append(&key, &head, &large, b""), full);
    assert_eq!(room.store().put_draft(&key, &large).err(), full.err());
    assert!(room.store().begin(&PINS, &large, b"").is_err());
    room.store().bound(100_000);
    room.store().append(&key, &head, &large, b"").unwrap();
    assert_eq!(
        room.reopen().open_interaction(&key.id()).unwrap().entries.len(),
        2
    );
}

#[test]
fn a_move_to_another_pack_is_one_with_its_entry() {
    let room = Room::new();
    let (key, head) = room.begin(&[b"one"]);
    let pins = Pins {
        pack: [0xcc; 32],
        values: None,
    };
    room.begin(&[b"other"]);
    room.store().set_pack(&key, &head, &pins, b"moved", b"").unwrap();
    assert_eq!(room.store().open_interaction(&key.id()).unwrap().pins, pins);
    let mut used = room.store().packs_in_use().unwrap();
    used.sort_by_key(|pins| pins.pack);
    assert_eq!(used, [PINS, pins]);
}

#[test]
fn each_failure_of_the_vault_has_its_name_and_its_state() {
    let mut room = Room::new();
    let (key, head) = room.begin(&[b"one"]);
    room.store().lock();
    assert_eq!(room.store().state(), RecordsState::Locked);
    assert_eq!(room.store().list().err(), Some(Error::Locked));
    assert_eq!(room.store().append(&key, &head, b"two", b""), Err(Error::Closed));
    assert_eq!(room.store().put_draft(&key, b"two"), Err(Error::Closed));
    assert_eq!(
        room.store().open_interaction(&key.id()).err(),
        Some(Error::Locked)
    );
    for (fails, error, state) in [
        (VaultError::Locked, Error::Locked, RecordsState::Locked),
        (
            VaultError::Unavailable,
            Error::Unavailable {
                cause: Cause::KeyStore,
            },
            RecordsState::Unavailable,
        ),
        (VaultError::KeyGone, Error::KeyGone, RecordsState::KeyGone),
    ] {
        room.vault.fail(Some(fails));
        assert_eq!(room.store().unlock(&room.vault), Err(error));
        assert_eq!(room.store().state(), state);
    }
    room.vault.fail(None);
    let before = room.vault.calls();
    room.store().unlock(&room.vault).unwrap();
    assert_eq!(
        (room.vault.calls() - before, room.store().state()),
        (1, RecordsState::Ready)
    );
    assert_eq!(
        words(&room.reopen().open_interaction(&key.id()).unwrap()),
        ["one"]
    );
}

#[test]
fn a_wrong_vault_is_told_from_damage_and_new_records_start_beside_the_old() {
    let mut room = Room::new();
    let (key, _) = room.begin(&[b"old words"]);
    assert_eq!(
        room.store().set_aside().err(),
        Some(Error::Refused {
            why: Refusal::OutOfOrder
        })
    );
    let right = std::mem::take(&mut room.vault);
    room.vault.rotate_key().unwrap();
    room.vault.rotate_key().unwrap();
    room.store().lock();
    assert_eq!(room.store().set_aside().err(), Some(Error::Locked));
    assert_eq!(room.store().unlock(&room.vault), Err(Error::KeyGone));

    assert_eq!(room.store().set_aside(), Ok(1));
    room.crash();
    room.reopen();
    assert_eq!(room.store().list().unwrap().interactions, []);
    room.begin(&[b"new words"]);

    // The old ones are whole: put back, with the right vault, they open.
    room.close();
    assert_eq!(asides(room.dir.path()), Ok(vec![1]));
    let old = tempfile::tempdir().unwrap();
    for rest in ["", "-wal"] {
        let from = room.dir.path().join(format!("records.1.db{rest}"));
        if from.exists() {
            fs::copy(from, old.path().join(format!("records.db{rest}"))).unwrap();
        }
    }
    let store = open(old.path()).unwrap();
    store.unlock(&right).unwrap();
    assert_eq!(words(&store.open_interaction(&key.id()).unwrap()), ["old words"]);
}

#[test]
fn a_vault_that_gives_no_key_back_is_found_out_before_anything_rests_on_it() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::default();
    vault.answer_with_another_key();
    let store = open(dir.path()).unwrap();
    assert_eq!(
        store.unlock(&vault),
        Err(Error::Unavailable {
            cause: Cause::KeyStore
        })
    );
    store.unlock(&Vault::default()).unwrap();
}

/// A vault that uses the store from inside its calls: it would hang if a lock were held.
struct Reentrant<'a>(&'a Vault, &'a Store);

impl Reentrant<'_> {
    fn touch(&self) {
        let _ = (self.1.list(), self.1.packs_in_use(), self.1.state());
    }
}

impl KeyVault for Reentrant<'_> {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.touch();
        self.0.wrap_key(key)
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.touch();
        self.0.unwrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        self.touch();
        self.0.rotate_key()
    }
}

#[test]
fn no_lock_is_held_while_the_vault_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).unwrap();
    let inner = Vault::default();
    let vault = Reentrant(&inner, &store);
    store.unlock(&vault).unwrap();
    let (key, written) = store.begin(&PINS, b"one", b"").unwrap();
    let purging = store.prepare_purge(&vault).unwrap();
    store
        .erase(&purging, &key, &written.head, 1, b"erased", b"")
        .unwrap();
    assert_eq!(store.finish_purge(&vault, purging), Purge::Complete);
    assert_eq!(destroy(&store, &vault, &key.id(), b"why"), Ok(Purge::Complete));
    store.lock();
    store.unlock(&vault).unwrap();
}

/// The control of that test and of those at the door: a lock that is held while the vault is asked is caught.
#[test]
fn a_lock_held_while_the_vault_is_asked_is_caught() {
    let ended = watched(std::time::Duration::from_secs(2), || {
        let room = Room::new();
        room.store().with(|_| {
            // From another thread, as a host's key store would come back from its own.
            thread::scope(|scope| drop(scope.spawn(|| room.store().list()).join()));
            Ok(())
        })
    });
    assert_eq!(ended, Err(Stuck::Waiting));
}

#[test]
fn many_threads_write_to_one_interaction_and_none_loses_an_entry() {
    let room = Room::new();
    let (key, _) = room.begin(&[b"start"]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut left = 5;
                while left > 0 {
                    let head = room.store().verify(&key.id()).unwrap().head;
                    match room.store().append(&key, &head, b"words", b"card") {
                        Ok(_) => left -= 1,
                        Err(error) => assert_eq!(error, Error::Closed),
                    }
                }
            });
        }
    });
    assert_eq!(
        room.store().open_interaction(&key.id()).unwrap().entries.len(),
        41
    );
}

#[test]
fn after_a_suspension_the_next_use_opens_it_again_but_never_makes_another() {
    let room = Room::new();
    let (key, head) = room.begin(&[b"one"]);
    room.store().prepare_suspend().unwrap();
    let head = room.store().append(&key, &head, b"two", b"").unwrap().head;
    room.store().prepare_suspend().unwrap();
    fs::rename(room.db(), room.dir.path().join("moved")).unwrap();
    let moved = Error::Unavailable { cause: Cause::Moved };
    assert_eq!(room.store().append(&key, &head, b"three", b""), Err(moved));
    assert!(!room.db().exists());
}

// ---- damage ----

/// Opens, and checks that doing so changed no byte of the file and its log.
fn open_leaves_as_it_was(room: &Room) -> Result<Store, Error> {
    let wal = room.dir.path().join("records.db-wal");
    // SQLite makes an empty log to look into; that is none.
    let read = || (fs::read(room.db()).ok(), fs::read(&wal).unwrap_or_default());
    let before = read();
    let opened = open(room.dir.path());
    if opened.is_err() {
        assert!(before == read(), "a file that did not open was changed");
    }
    opened
}

const DAMAGED: Error = Error::Damaged { what: Part::Records };

#[test]
fn a_file_that_is_not_whole_is_named_and_left_as_it_was() {
    for with_log in [false, true] {
        let mut room = Room::new();
        room.begin(&[b"one", b"two"]);
        if with_log {
            room.crash()
        } else {
            room.close()
        }
        let whole = fs::read(room.db()).unwrap();
        let half = whole.len() / 2;
        for broken in [
            &[][..],
            &whole[..50],
            &whole[..100],
            b"not a database at all, but words",
            &[0; 8192][..],
        ] {
            fs::write(room.db(), broken).unwrap();
            assert_eq!(
                open_leaves_as_it_was(&room).err(),
                Some(DAMAGED),
                "{} bytes, {with_log}",
                broken.len()
            );
        }
        if !with_log {
            fs::write(room.db(), &whole[..half]).unwrap();
            assert_eq!(open_leaves_as_it_was(&room).err(), Some(DAMAGED));
        } else {
            // The file is gone and its log is not: that log may be all there is.
            fs::remove_file(room.db()).unwrap();
            assert_eq!(open_leaves_as_it_was(&room).err(), Some(DAMAGED));
        }
        // By choice it is set aside, and records begin anew.
        let folder = DataFolder::open(room.dir.path()).unwrap();
        assert_eq!(set_aside(&folder), Ok(1));
        drop(folder);
        let log = fs::read(room.dir.path().join("records.1.db-wal")).unwrap_or_default();
        assert_eq!(!log.is_empty(), with_log);
        room.reopen();
        room.begin(&[b"new"]);
    }
}

#[test]
fn a_setting_aside_that_was_cut_off_keeps_file_and_log_together() {
    let mut room = Room::new();
    room.crash();
    let at = |name: &str| room.dir.path().join(name);
    fs::write(at("records.1.db"), b"long ago").unwrap();
    fs::write(at("records.2.db"), b"the file").unwrap();
    fs::write(at("records.2.moving"), b"").unwrap();
    fs::remove_file(room.db()).unwrap();
    fs::write(at("records.db-wal"), b"its log").unwrap();
    let file = |name: &str| fs::read(room.dir.path().join(name)).unwrap_or_default();

    // The choice was made before: asking for it again finishes it, and so does opening.
    let again = tempfile::tempdir().unwrap();
    for name in [
        "records.1.db",
        "records.2.db",
        "records.2.moving",
        "records.db-wal",
    ] {
        fs::copy(at(name), again.path().join(name)).unwrap();
    }
    drop(open(again.path()).unwrap());
    assert_eq!(
        fs::read(again.path().join("records.2.db-wal")).unwrap(),
        b"its log"
    );
    let folder = DataFolder::open(room.dir.path()).unwrap();
    assert_eq!(set_aside(&folder), Ok(2));
    assert_eq!(file("records.2.db-wal"), b"its log");
    assert_eq!(set_aside(&folder), Err(Error::NotFound { what: Part::Records }));
    // Without the marker a log joins no file that may not be its own.
    fs::write(at("records.db-wal"), b"another").unwrap();
    assert_eq!(open(again.path()).map(drop), Ok(()));
    drop(folder);
    assert_eq!(open(room.dir.path()).err(), Some(DAMAGED));
    let folder = DataFolder::open(room.dir.path()).unwrap();
    assert_eq!(set_aside(&folder), Ok(3));
    assert_eq!(
        (file("records.1.db"), file("records.3.db-wal")),
        (b"long ago".to_vec(), b"another".to_vec())
    );
}

#[test]
fn a_creation_that_was_cut_off_begins_again() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("records.db.new"), b"SQLite for").unwrap();
    open(room.path()).unwrap();
    assert!(!room.path().join("records.db.new").exists());
}

#[test]
fn a_newer_schema_is_named_and_left_as_it_was() {
    let mut room = Room::new();
    room.begin(&[b"one"]);
    room.close();
    raw(&room).pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(
        open_leaves_as_it_was(&room).err(),
        Some(Error::Newer { what: Part::Records })
    );
    let conn = raw(&room);
    conn.pragma_update(None, "user_version", 1).unwrap();
    conn.pragma_update(None, "application_id", 7).unwrap();
    drop(conn);
    assert_eq!(open_leaves_as_it_was(&room).err(), Some(DAMAGED));
}

#[test]
fn damage_in_one_interaction_is_named_and_the_others_stay_readable() {
    const ENTRY: Error = Error::Damaged { what: Part::Entry };
    const CHAIN: Error = Error::Damaged { what: Part::Chain };
    const INTERACTION: Error = Error::Damaged {
        what: Part::Interaction,
    };
    const KEY: Error = Error::Damaged { what: Part::Key };
    let cases: &[(&str, Error)] = &[
        (
            "UPDATE entry SET sealed = zeroblob(590) WHERE at = (1 << 24) + 2",
            ENTRY,
        ),
        ("UPDATE entry SET sealed = x'' WHERE at = (1 << 24) + 2", ENTRY),
        (
            "UPDATE entry SET sealed = substr(sealed, 1, 300) WHERE at = (1 << 24) + 3",
            ENTRY,
        ),
        (
            "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE at = (1 << 24) + 1) WHERE at = (1 << 24) + 2",
            ENTRY,
        ),
        (
            "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE at = (2 << 24) + 2) WHERE at = (1 << 24) + 2",
            ENTRY,
        ),
        ("DELETE FROM entry WHERE at = (1 << 24) + 1", CHAIN),
        ("DELETE FROM entry WHERE at = (1 << 24) + 2", CHAIN),
        ("DELETE FROM entry WHERE at = (1 << 24) + 3", CHAIN),
        ("UPDATE entry SET at = at + 1 WHERE at = (1 << 24) + 3", ENTRY),
        (
            "INSERT INTO entry SELECT (1 << 24) + 4, sealed FROM entry WHERE at = (1 << 24) + 3",
            ENTRY,
        ),
        (
            "UPDATE interaction SET head = (SELECT head FROM interaction WHERE n = 2) WHERE n = 1",
            INTERACTION,
        ),
        ("UPDATE interaction SET seq = 2 WHERE n = 1", INTERACTION),
        (
            "UPDATE interaction SET pack = zeroblob(32) WHERE n = 1",
            INTERACTION,
        ),
        ("UPDATE interaction SET pack = x'00' WHERE n = 1", INTERACTION),
        ("UPDATE interaction SET vals = NULL WHERE n = 1", INTERACTION),
        (
            "UPDATE key_wrap SET wrapped = zeroblob(73) WHERE interaction = 1",
            KEY,
        ),
        (
            "UPDATE key_wrap SET wrapped = (SELECT wrapped FROM key_wrap WHERE interaction = 2) WHERE interaction = 1",
            KEY,
        ),
        ("DELETE FROM key_wrap WHERE interaction = 1", KEY),
    ];
    for (sql, error) in cases {
        let mut room = Room::new();
        let (a, head) = room.begin(&[b"a1", b"a2", b"a3"]);
        let (b, _) = room.begin(&[b"b1", b"b2", b"b3"]);
        room.close();
        assert!(raw(&room).execute(sql, []).unwrap() > 0, "{sql}");
        let store = room.reopen();
        assert_eq!(
            store.open_interaction(&a.id()).err(),
            Some(error.clone()),
            "{sql}"
        );
        assert_eq!(store.verify(&a.id()).err(), Some(error.clone()), "{sql}");
        assert_eq!(
            words(&store.open_interaction(&b.id()).unwrap()),
            ["b1", "b2", "b3"]
        );
        let listed = store.list().unwrap();
        assert_eq!(
            listed.interactions.last().unwrap().card.as_deref(),
            Ok(&b"card"[..]),
            "{sql}"
        );
        // What is left of it can be read, and nothing can be written to it.
        if let Ok(salvaged) = store.salvage(&a.id()) {
            assert_eq!(salvaged.damage, Some(error.clone()));
            assert!(
                salvaged.entries.iter().filter(|(_, entry)| entry.is_ok()).count() >= 2,
                "{sql}"
            );
        }
        assert_eq!(store.append(&a, &head, b"a4", b"").err(), Some(Error::Closed));
    }
}

#[test]
fn older_rows_in_newer_records_are_found() {
    let mut room = Room::new();
    let (a, head) = room.begin(&[b"a1", b"a2"]);
    room.close();
    let old: (Vec<u8>, i64) = raw(&room)
        .query_row("SELECT head, seq FROM interaction", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    room.reopen();
    let opened = room.store().open_interaction(&a.id()).unwrap();
    room.store().append(&opened.key, &head, b"a3", b"").unwrap();
    room.close();
    // The older head, whole and sealed, beside newer entries.
    raw(&room)
        .execute(
            "UPDATE interaction SET head = ?1, seq = ?2",
            rusqlite::params![old.0, old.1],
        )
        .unwrap();
    assert_eq!(
        room.reopen().open_interaction(&a.id()).err(),
        Some(Error::Damaged { what: Part::Chain })
    );
}

#[test]
fn a_lost_or_damaged_store_key_is_never_replaced() {
    for (sql, error) in [
        ("DELETE FROM store_key", Error::Damaged { what: Part::Key }),
        (
            "UPDATE store_key SET wrapped = zeroblob(60)",
            Error::Damaged { what: Part::Key },
        ),
        (
            "UPDATE store_key SET check_value = zeroblob(32)",
            Error::Damaged { what: Part::Key },
        ),
    ] {
        let mut room = Room::new();
        room.begin(&[b"one"]);
        room.close();
        raw(&room).execute(sql, []).unwrap();
        let store = open(room.dir.path()).unwrap();
        assert_eq!(store.unlock(&room.vault), Err(error));
        assert_eq!(store.state(), RecordsState::Damaged);
    }
}

#[test]
fn a_flipped_bit_anywhere_never_shows_other_words_and_never_panics() {
    let mut room = Room::new();
    let (a, _) = room.begin(&[b"a1", b"a2"]);
    let (b, _) = room.begin(&[b"b1", b"b2"]);
    room.close();
    let whole = fs::read(room.db()).unwrap();
    let mut silent = 0;
    for at in (0..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(room.db(), &flipped).unwrap();
        for rest in ["-wal", "-shm"] {
            let _ = fs::remove_file(room.dir.path().join(format!("records.db{rest}")));
        }
        let Ok(store) = open_leaves_as_it_was(&room) else {
            continue;
        };
        if store.unlock(&room.vault).is_err() {
            continue;
        }
        let _ = (
            store.list(),
            store.verify_all(),
            store.check(),
            store.packs_in_use(),
        );
        let mut whole = 0;
        for (id, expected) in [(&a, ["a1", "a2"]), (&b, ["b1", "b2"])] {
            if let Ok(opened) = store.open_interaction(&id.id()) {
                assert_eq!(words(&opened), expected, "flip at {at}");
                whole += 1;
            }
        }
        silent += usize::from(whole == 2);
    }
    // Most of the file is unused space at this size; that some flips did no harm is what keeps this test honest.
    assert!(silent > 0);
}

// ---- what can be found in the folder ----

#[test]
fn nothing_that_was_written_can_be_found_in_any_file() {
    let mut room = Room::new();
    let (key, _) = room.begin(&[b"she said he hits her"]);
    room.store().put_draft(&key, b"half typed words").unwrap();
    let all = [&b"she said"[..], b"half typed", b"card"];
    assert!(all.iter().all(|words| !contains(&room.bytes(), words)));
    // The control: what does stand there is found by the same search.
    assert!(contains(&room.bytes(), &key.id().0));
    assert!(contains(&room.bytes(), &PINS.pack));
    room.close();
    assert!(all.iter().all(|words| !contains(&room.bytes(), words)));
    #[cfg(unix)]
    for name in ["records.db", "lock"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(room.dir.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}
