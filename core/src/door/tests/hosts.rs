//! What a host may do in the middle of being asked for its key: anything, and nothing hangs, is lost or lies.

use super::*;
use crate::records::testing::{PATIENCE, Stuck, watched};
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn what_is_written_while_the_key_store_is_asked_is_kept_and_the_erasure_goes_on() {
    let host = Host::new();
    let it = host.begin(1);
    perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
    let (writer, written) = (Arc::clone(&it), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&written);
    host.vault.at_every_call(move |_| {
        writer.perform(seen(1, "meanwhile"), now()).unwrap();
        count.fetch_add(1, Ordering::Relaxed);
        None
    });
    let erasure = host.records.erase(it.id(), erased(3), now());
    host.vault.let_be();
    assert!(erasure.is_ok(), "{erasure:?}");
    let written = written.load(Ordering::Relaxed);
    assert!(written > 4, "the key store was asked {written} times");
    let entries = it.entries().unwrap();
    assert_eq!(entries.len(), 3 + 1 + written as usize);
    assert_eq!(entries[2].event, Event::Gone);
    it.verify().unwrap();
    let host = host.reopen();
    let again = host.records.resume(it.id()).unwrap();
    assert_eq!(again.entries().unwrap(), entries);
    assert_eq!(again.state().unwrap(), it.state().unwrap());
}

#[test]
fn a_hold_that_is_set_while_the_key_store_is_asked_prevents_destroying() {
    let host = Host::new();
    let it = host.begin(0);
    let (writer, first) = (Arc::clone(&it), AtomicU32::new(0));
    host.vault.at_every_call(move |_| {
        if first.fetch_add(1, Ordering::Relaxed) == 0 {
            perform(&writer, r#"{"op":"hold_set","reason":"a court asked"}"#);
        }
        None
    });
    let destroyed = host.records.destroy(it.id(), "over".into(), now());
    assert_eq!(
        destroyed.err(),
        Some(Error::Refused {
            why: crate::error::Refusal::Held
        })
    );
    assert_eq!(it.verify().unwrap().seq, 2);
}

#[test]
fn an_unlock_that_is_overtaken_by_locking_hands_out_nothing_and_the_next_one_works() {
    let host = Host::new();
    let it = host.begin(0);
    // A key is owed, so that unlocking asks the key store again once the records are open.
    host.vault
        .at_every_call(|call| (call == Call::Rotate).then_some(Err(VaultError::Unavailable)));
    let destroyed = host.records.destroy(it.id(), "over".into(), now()).unwrap();
    assert!(!destroyed.complete);
    host.door.lock();
    let door = Arc::clone(&host.door);
    host.vault.at_every_call(move |call| {
        if call == Call::Rotate {
            door.lock();
        }
        None
    });
    assert_eq!(host.door.unlock(host.vault()).err(), Some(Error::Locked));
    host.vault.let_be();
    let records = host.door.unlock(host.vault()).unwrap();
    assert_eq!(records.list(), Ok(vec![]));
}

#[test]
fn what_was_handed_out_before_locking_stays_closed_after_the_next_unlock() {
    let host = Host::new();
    let it = host.begin(0);
    host.door.lock();
    let records = host.door.unlock(host.vault()).unwrap();
    assert_eq!(host.records.list().err(), Some(Error::Closed));
    assert_eq!(host.records.resume(it.id()).err(), Some(Error::Closed));
    assert_eq!(host.records.destroyed().err(), Some(Error::Closed));
    let erase = host.records.erase(it.id(), erased(2), now());
    assert_eq!(erase.err(), Some(Error::Closed));
    let destroy = host.records.destroy(it.id(), "over".into(), now());
    assert_eq!(destroy.err(), Some(Error::Closed));
    assert_eq!(it.entries().err(), Some(Error::Closed));
    assert_eq!(records.resume(it.id()).unwrap().entries().unwrap().len(), 1);
}

#[test]
fn a_key_of_the_wrong_length_is_a_key_store_that_does_not_answer() {
    for length in [0, 1, 31, 33, 64] {
        let host = Host::new();
        let id = host.begin(0).id();
        host.vault.at_every_call(move |_| Some(Ok(vec![7; length])));
        let cause = crate::error::Cause::KeyStore;
        let destroy = host.records.destroy(id.clone(), "over".into(), now());
        assert_eq!(destroy.err(), Some(Error::Unavailable { cause }));
        host.door.lock();
        let unlocked = host.door.unlock(host.vault()).err();
        assert_eq!(unlocked, Some(Error::Unavailable { cause }), "{length}");
        assert!(
            host.door.start_new_records().is_err(),
            "nothing is set aside on a doubt"
        );
        host.vault.let_be();
        host.door.unlock(host.vault()).unwrap().resume(id).unwrap();
    }
}

/// Everything that a host can ask for, from inside the key store.
fn everything(
    door: &ChildFirst,
    records: &Records,
    it: &Interaction,
    other: &str,
    vault: &Arc<dyn KeyVault>,
) {
    let _ = (door.records_state(), door.folder());
    let _ = door.guidance().search("listen", vec![], 5);
    let _ = door.guidance().installed(2026);
    let _ = door.unlock(Arc::clone(vault));
    let _ = (
        records.list(),
        records.destroyed(),
        records.resume(other.to_owned()),
    );
    let _ = it.perform(seen(1, "from inside"), now());
    let _ = (
        it.state(),
        it.worklist(),
        it.record(),
        it.verify(),
        it.export(ExportHow::whole(ExportFormat::Html), now()),
    );
    let draft = Draft {
        place: "risk_stated".into(),
        child: None,
        words: "half".into(),
    };
    let _ = (it.keep_draft(draft), it.draft(), it.drop_draft());
    let _ = records.erase(it.id(), erased(3), now());
    let _ = records.destroy(other.to_owned(), "inside".into(), now());
    let _ = door.prepare_suspend();
    let _ = door.start_new_records();
}

#[test]
fn a_key_store_that_comes_back_through_the_door_never_hangs() {
    let run = || {
        let host = Host::new();
        let it = host.begin(1);
        let (second, third) = (host.begin(0), host.begin(0).id());
        perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
        for lock_too in [false, true] {
            let door = Arc::clone(&host.door);
            let inside = AtomicU32::new(0);
            let (records, shared, id) = (Arc::clone(&host.records), Arc::clone(&it), third.clone());
            let vault = host.vault();
            host.vault.at_every_call(move |_| {
                // Once deep: a host that asked without end would have itself to thank.
                if inside.fetch_add(1, Ordering::SeqCst) == 0 {
                    everything(&door, &records, &shared, &id, &vault);
                    if lock_too {
                        door.lock();
                    }
                }
                inside.fetch_sub(1, Ordering::SeqCst);
                None
            });
            let _ = host.door.unlock(host.vault());
            let _ = host.records.erase(it.id(), erased(3), now());
            let _ = host.records.destroy(second.id(), "over".into(), now());
            host.door.lock();
            let _ = host.door.unlock(host.vault());
            host.vault.let_be();
        }
        // The cycle of objects inside the hook is broken before the folder is opened anew.
        let id = it.id();
        drop((it, second));
        let host = host.reopen();
        host.records.resume(id).unwrap().verify().unwrap().seq
    };
    let ended = watched(PATIENCE, run);
    assert!(
        ended.is_ok_and(|seq| seq > 10),
        "a lock was held while the key store was asked"
    );
}

#[test]
fn a_key_store_that_panics_poisons_nothing() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    for at_call in 0..12 {
        let host = Host::new();
        let it = host.begin(1);
        perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
        let gone = host.begin(0).id();
        let calls = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&calls);
        host.vault.at_every_call(move |_| {
            assert!(
                count.fetch_add(1, Ordering::SeqCst) != at_call,
                "the host's own panic"
            );
            None
        });
        let panicked = |run: &dyn Fn()| catch_unwind(AssertUnwindSafe(run)).is_err();
        let erase = panicked(&|| drop(host.records.erase(it.id(), erased(3), now())));
        calls.store(0, Ordering::SeqCst);
        let destroy = panicked(&|| drop(host.records.destroy(gone.clone(), "over".into(), now())));
        assert_eq!((erase, destroy), (at_call < 8, at_call < 8), "call {at_call}");
        host.door.lock();
        calls.store(at_call, Ordering::SeqCst);
        assert!(panicked(&|| drop(host.door.unlock(host.vault()))));
        host.vault.let_be();

        let records = host.door.unlock(host.vault()).unwrap();
        let again = records.resume(it.id()).unwrap();
        again.perform(seen(1, "after"), now()).unwrap();
        again.verify().unwrap();
        assert!(records.destroyed().unwrap().iter().all(|stone| stone.complete));
    }
}

#[test]
fn each_failure_of_the_key_store_is_told_and_leaves_what_was() {
    for (error, told) in [
        (VaultError::Locked, Error::Locked),
        (VaultError::KeyGone, Error::KeyGone),
        (
            VaultError::Unavailable,
            Error::Unavailable {
                cause: crate::error::Cause::KeyStore,
            },
        ),
    ] {
        let host = Host::new();
        let it = host.begin(1);
        perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
        host.vault.at_every_call(move |_| Some(Err(error)));
        let erase = host.records.erase(it.id(), erased(3), now());
        assert_eq!(erase.err(), Some(told.clone()));
        let destroy = host.records.destroy(it.id(), "over".into(), now());
        assert_eq!(destroy.err(), Some(told.clone()));
        it.perform(seen(1, "after"), now()).unwrap();
        host.door.lock();
        assert_eq!(host.door.unlock(host.vault()).err(), Some(told));
        host.vault.let_be();
        let records = host.door.unlock(host.vault()).unwrap();
        let again = records.resume(it.id()).unwrap();
        assert_eq!(again.verify().unwrap().seq, 4, "nothing was erased");
    }
}

#[test]
fn an_erasure_whose_key_is_not_forgotten_yet_says_so_until_it_is() {
    let host = Host::new();
    let it = host.begin(1);
    perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
    host.vault
        .at_every_call(|call| (call == Call::Rotate).then_some(Err(VaultError::Unavailable)));
    let erasure = host.records.erase(it.id(), erased(3), now()).unwrap();
    assert!(!erasure.complete, "an older copy of the file would still open");
    assert_eq!(erasure.receipt, it.head().unwrap());
    assert_eq!(host.records.forgetting_owed(), Ok(true));
    host.vault.let_be();
    perform(&it, r#"{"op":"observed","children":[1],"words":"another"}"#);
    let erasure = host.records.erase(it.id(), erased(5), now()).unwrap();
    assert!(erasure.complete);
    assert_eq!(host.records.forgetting_owed(), Ok(false));
}

/// The control: a lock that is held across a call of the host is what the watchdog catches.
#[test]
fn the_watchdog_catches_a_lock_held_across_a_call_of_the_host() {
    let run = || {
        let host = Host::new();
        let it = host.begin(0);
        let door = Arc::clone(&host.door);
        host.vault.at_every_call(move |_| {
            // From another thread, so that it waits wherever this is run.
            let door = Arc::clone(&door);
            let asked = std::thread::spawn(move || door.records_state());
            let _ = asked.join();
            None
        });
        let _held = host.door.owned();
        let _ = host.records.erase(it.id(), erased(2), now());
        let _ = host.vault.wrap_key(vec![0; 32]);
    };
    let ended = watched(std::time::Duration::from_secs(2), run);
    assert_eq!(ended, Err(Stuck::Waiting));
}
