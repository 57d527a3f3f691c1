//! A call order never loses or reorders an entry: threads write to one interaction, and the disk holds it all, each
//! entry at the number that its receipt gave.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop loudly"
)]

use childfirst::interaction::entry::Event;
use childfirst::interaction::operation::Made;
use childfirst::{Config, Error, Receipt};
use childfirst_tests::{TestVault, add_three_children, answer, at, begin, built, open};
use std::sync::Arc;

const ITEM: &str = "six-principles/now/who-can-come-back";
const THREADS: usize = 8;
const EACH: usize = 15;

fn installed(folder: &std::path::Path) {
    let (child_first, _records) = open(folder);
    child_first.guidance().install(&built("hampshire").bytes).unwrap();
}

#[test]
fn what_threads_write_is_all_there_in_the_order_of_the_receipts() {
    let folder = tempfile::tempdir().unwrap();
    installed(folder.path());
    let (id, mut written) = {
        let (_child_first, records) = open(folder.path());
        let interaction = begin(&records);
        add_three_children(&interaction);
        let same = records.resume(interaction.id()).unwrap();
        assert!(
            Arc::ptr_eq(&interaction, &same),
            "open and resume hand out the same shared object"
        );
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let interaction = Arc::clone(&interaction);
                std::thread::spawn(move || -> Vec<(Receipt, String)> {
                    let one = |n: usize| {
                        let mut what = answer(ITEM, 0);
                        let words = format!("thread {thread} answer {n}");
                        what.value = Some(words.clone());
                        (interaction.answer(what, Made::now(at(2))).unwrap(), words)
                    };
                    (0..EACH).map(one).collect()
                })
            })
            .collect();
        let written: Vec<Vec<(Receipt, String)>> =
            threads.into_iter().map(|one| one.join().unwrap()).collect();
        for one in &written {
            assert!(
                one.windows(2).all(|pair| pair[0].0.seq < pair[1].0.seq),
                "a thread's own order is kept"
            );
        }
        (interaction.id(), written.concat())
    };
    written.sort_by_key(|(receipt, _)| receipt.seq);

    let (_child_first, records) = open(folder.path());
    let interaction = records.resume(id).unwrap();
    let entries = interaction.entries().unwrap();
    assert_eq!(entries.len(), 4 + THREADS * EACH);
    for (receipt, words) in &written {
        let Event::Answered(answered) = &entries[receipt.seq as usize - 1].event else {
            panic!("entry {} is no answer", receipt.seq)
        };
        assert_eq!(answered.value.as_ref(), Some(words));
    }
    assert_eq!(
        interaction.verify().unwrap(),
        written.last().unwrap().0,
        "and the chain ends at the last receipt"
    );
}

#[test]
fn guidance_works_beside_a_process_that_holds_the_records() {
    let folder = tempfile::tempdir().unwrap();
    installed(folder.path());
    let (_first, _records) = open(folder.path());
    let config = Config {
        folder: folder.path().display().to_string(),
        recovery_key: None,
    };
    let second = childfirst::ChildFirst::open(config).unwrap();
    assert_eq!(second.unlock(Arc::new(TestVault)).err(), Some(Error::InUse));
    assert!(second.guidance().pack("hampshire").is_ok());
    assert!(!second.guidance().search("baby", vec![], 5).unwrap().is_empty());
}

#[test]
fn what_was_handed_out_is_closed_by_locking() {
    let folder = tempfile::tempdir().unwrap();
    installed(folder.path());
    let (child_first, records) = open(folder.path());
    let interaction = begin(&records);
    child_first.lock();
    assert_eq!(interaction.state().err(), Some(Error::Closed));
    assert_eq!(
        interaction.answer(answer(ITEM, 5), Made::now(at(1))).err(),
        Some(Error::Closed)
    );
    assert!(records.list().is_err());
    let again = child_first.unlock(Arc::new(TestVault)).unwrap();
    assert_eq!(
        again.resume(interaction.id()).unwrap().entries().unwrap().len(),
        1
    );
}
