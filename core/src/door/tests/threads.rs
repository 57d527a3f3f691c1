//! Many threads at once: none loses an entry, none is told of one that is not on the disk.

use super::*;
use crate::records::testing::{PATIENCE, watched};
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

/// Only these may be said to a thread that is overtaken by locking.
fn overtaken(error: &Error) -> bool {
    matches!(error, Error::Closed | Error::Locked)
}

#[test]
fn sixteen_threads_do_everything_with_one_interaction_and_no_entry_is_lost() {
    let host = Host::new();
    let it = host.begin(3);
    let kinds = [
        r#"{"op":"observed","children":[1],"words":"quiet"}"#,
        r#"{"op":"quoted","child":2,"words":"He shouts."}"#,
        r#"{"op":"danger_asked","answer":"not_now","known_by":[{"how":"seen"}]}"#,
        r#"{"op":"risk_stated","child":3,"words":"Afraid.","level":"in_need_of_support"}"#,
        r#"{"op":"circumstances_set","children":[1,2],"seen":"awake"}"#,
        r#"{"op":"sharing_moved","stage":"decided","to":"School"}"#,
        r#"{"op":"reference_added","reference":"incident_log","words":"22-1"}"#,
        r#"{"op":"child_added","age":"8m"}"#,
    ];
    let written = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for number in 0..16 {
            let (it, host, written) = (&it, &host, &written);
            scope.spawn(move || {
                for n in 0..8 {
                    let made = Made {
                        author: Some(format!("thread {number}.{n}")),
                        ..now()
                    };
                    let receipt = it.perform(op(kinds[(number + n) % kinds.len()]), made).unwrap();
                    written
                        .lock()
                        .unwrap()
                        .push((receipt.seq, format!("thread {number}.{n}")));
                    match (number + n) % 8 {
                        0 => drop(it.worklist().unwrap()),
                        1 => drop(it.record().unwrap()),
                        2 => assert!(it.verify().unwrap().seq >= receipt.seq),
                        3 => drop(it.export_name(ExportHow::whole(ExportFormat::Html)).unwrap()),
                        4 => assert!(it.entries().unwrap().len() as u64 >= receipt.seq),
                        5 => drop((host.records.list().unwrap(), it.state().unwrap())),
                        6 => assert!(Arc::ptr_eq(it, &host.records.resume(it.id()).unwrap())),
                        _ => {
                            let draft = Draft {
                                place: "quoted".into(),
                                child: Some(1),
                                words: format!("{number}"),
                            };
                            it.keep_draft(draft).unwrap();
                            it.draft().unwrap();
                        }
                    }
                }
            });
        }
    });
    let written = written.into_inner().unwrap();
    let (id, before) = (it.id(), it.state().unwrap());
    drop(it);
    let host = host.reopen();
    let it = host.records.resume(id).unwrap();
    let entries = it.entries().unwrap();
    assert_eq!(entries.len(), 4 + 16 * 8);
    for (seq, author) in written {
        assert_eq!(entries[seq as usize - 1].author.as_ref(), Some(&author));
    }
    assert_eq!(it.verify().unwrap().seq, 4 + 16 * 8);
    assert_eq!(it.state().unwrap(), before, "and it reads as it did in memory");
}

#[test]
fn threads_that_append_while_another_erases_are_never_told_that_it_is_closed() {
    let host = Host::new();
    let it = host.begin(1);
    for _ in 0..6 {
        perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..12 {
                    it.perform(seen(1, "meanwhile"), now()).unwrap();
                }
            });
        }
        scope.spawn(|| {
            for entry in 3..9 {
                host.records.erase(it.id(), erased(entry), now()).unwrap();
            }
        });
    });
    let entries = it.entries().unwrap();
    assert_eq!(entries.len(), 2 + 6 + 4 * 12 + 6);
    assert!(entries[2..8].iter().all(|entry| entry.event == Event::Gone));
    it.verify().unwrap();
    let host = host.reopen();
    assert_eq!(host.records.resume(it.id()).unwrap().entries().unwrap(), entries);
}

#[test]
fn a_key_store_that_waits_keeps_nobody_else_waiting() {
    let run = || {
        let host = Arc::new(Host::new());
        let (it, other) = (host.begin(1), host.begin(1));
        perform(&it, r#"{"op":"observed","children":[1],"words":"a name"}"#);
        let doomed = host.begin(0).id();
        for destroy in [false, true] {
            // The key store waits, inside its first call, until everybody else is done.
            let (asked, done) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
            let (wait_asked, wait_done) = (Arc::clone(&asked), Arc::clone(&done));
            let first = std::sync::atomic::AtomicBool::new(true);
            host.vault.at_every_call(move |_| {
                if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
                    wait_asked.wait();
                    wait_done.wait();
                }
                None
            });
            let (waiting, id, gone) = (Arc::clone(&host), it.id(), doomed.clone());
            let waits = thread::spawn(move || {
                if destroy {
                    waiting
                        .records
                        .destroy(gone, "over".into(), now())
                        .unwrap()
                        .complete
                } else {
                    waiting.records.erase(id, erased(3), now()).unwrap().complete
                }
            });
            asked.wait();
            assert_eq!(host.door.records_state(), crate::RecordsState::Ready);
            assert!(
                !host
                    .door
                    .guidance()
                    .search("listen", vec![], 5)
                    .unwrap()
                    .is_empty()
            );
            for interaction in [&it, &other] {
                interaction.perform(seen(1, "meanwhile"), now()).unwrap();
            }
            let third = host.begin(1);
            assert_eq!(third.verify().unwrap().seq, 2);
            assert!(host.records.list().unwrap().len() >= 4);
            done.wait();
            assert!(waits.join().unwrap());
            host.vault.let_be();
        }
        (it.verify().unwrap().seq, other.verify().unwrap().seq)
    };
    assert_eq!(watched(PATIENCE, run), Ok((3 + 1 + 2, 2 + 2)));
}

#[test]
fn whatever_got_a_receipt_before_locking_is_on_the_disk_and_everybody_else_is_told() {
    for round in 0..4 {
        let host = Host::new();
        let it = host.begin(1);
        let receipts = Mutex::new(BTreeSet::new());
        let start = Barrier::new(9);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..200 {
                        match it.perform(seen(1, "words"), now()) {
                            Ok(receipt) => drop(receipts.lock().unwrap().insert(receipt.seq)),
                            Err(error) => {
                                assert!(overtaken(&error), "{error:?}");
                                return;
                            }
                        }
                        match host.records.resume(it.id()) {
                            Ok(again) => assert!(Arc::ptr_eq(&it, &again)),
                            Err(error) => assert!(overtaken(&error), "{error:?}"),
                        }
                    }
                });
            }
            start.wait();
            while receipts.lock().unwrap().len() < 10 * round {
                thread::yield_now();
            }
            host.door.lock();
        });
        let receipts = receipts.into_inner().unwrap();
        let records = host.door.unlock(host.vault()).unwrap();
        let again = records.resume(it.id()).unwrap();
        assert_eq!(it.entries().err(), Some(Error::Closed));
        let last = again.verify().unwrap().seq;
        // An entry whose writer was not told may stand there too; no receipt is without its entry.
        assert!(receipts.iter().all(|seq| *seq <= last));
        assert_eq!(
            receipts.len() as u64,
            last - 2,
            "and no entry is without its receipt"
        );
    }
}

#[test]
fn suspending_while_threads_write_costs_no_entry() {
    let host = Host::new();
    let it = host.begin(1);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    it.perform(seen(1, "words"), now()).unwrap();
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..20 {
                host.door.prepare_suspend().unwrap();
            }
        });
    });
    assert_eq!(it.verify().unwrap().seq, 2 + 40);
    let host = host.reopen();
    assert_eq!(host.records.resume(it.id()).unwrap().entries().unwrap().len(), 42);
}
