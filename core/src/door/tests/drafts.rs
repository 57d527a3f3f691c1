//! What is half typed in one place puts away nothing that waits in another, whatever is typed and dropped in between.

use super::*;
use proptest::prelude::*;
use std::thread::scope;

fn draft(place: &str, child: Option<u32>, words: impl Into<String>) -> Draft {
    Draft {
        place: place.into(),
        child,
        words: words.into(),
    }
}

#[derive(Debug, Clone)]
enum Step {
    Keep(Draft),
    Drop(&'static str, Option<u32>),
    DropAll,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let place = || prop::sample::select(vec!["quoted", "observed", "risk_stated"]);
    let child = || prop::option::of(1..3_u32);
    prop_oneof![
        6 => (place(), child(), ".{0,9}").prop_map(|(place, child, words)| Step::Keep(draft(place, child, words))),
        3 => (place(), child()).prop_map(|(place, child)| Step::Drop(place, child)),
        1 => Just(Step::DropAll),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_place_and_child_has_its_own_and_the_latest_is_last(steps in prop::collection::vec(step(), 1..24)) {
        let mut host = Host::new();
        let mut it = host.begin(0);
        let mut kept: Vec<Draft> = Vec::new();
        for step in steps {
            match step {
                Step::Keep(draft) => {
                    kept.retain(|other| (&other.place, other.child) != (&draft.place, draft.child));
                    kept.push(draft.clone());
                    it.keep_draft(draft).unwrap();
                }
                Step::Drop(place, child) => {
                    kept.retain(|other| (other.place.as_str(), other.child) != (place, child));
                    it.drop_draft_at(place.into(), child).unwrap();
                }
                Step::DropAll => {
                    kept.clear();
                    it.drop_draft().unwrap();
                }
                Step::Reopen => {
                    let id = it.id();
                    drop(it);
                    host = host.reopen();
                    it = host.records.resume(id).unwrap();
                }
            }
            prop_assert_eq!(it.drafts().unwrap(), kept.clone());
            prop_assert_eq!(it.draft().unwrap(), kept.last().cloned());
        }
    }
}

#[test]
fn what_an_earlier_version_kept_is_read_and_stays_beside_what_is_typed_now() {
    let host = Host::new();
    let it = host.begin(0);
    let put = |bytes: &[u8]| it.store.put_draft(&it.inner().unwrap().key, bytes).unwrap();
    put(br#"{"place":"quoted","child":2,"words":"I go and"}"#);
    let before = draft("quoted", Some(2), "I go and");
    assert_eq!(it.drafts().unwrap(), std::slice::from_ref(&before));
    let now = draft("observed", None, "sat still");
    it.keep_draft(now.clone()).unwrap();
    assert_eq!(it.drafts().unwrap(), [before, now]);
}

#[test]
fn what_a_newer_version_kept_is_said_to_be_unreadable_and_stays() {
    let host = Host::new();
    let it = host.begin(0);
    let newer = br#"["newer"]"#;
    let key = &it.inner().unwrap().key.clone();
    it.store.put_draft(key, newer).unwrap();
    let damaged = Some(Error::Damaged {
        what: crate::error::Part::Draft,
    });
    assert_eq!(it.drafts().err(), damaged);
    assert_eq!(it.keep_draft(draft("quoted", None, "now")).err(), damaged);
    assert_eq!(it.drop_draft_at("quoted".into(), None).err(), damaged);
    assert_eq!(it.store.draft(key).unwrap().unwrap(), newer);
    // All of it can be given up, and then there is room.
    it.drop_draft().unwrap();
    it.keep_draft(draft("quoted", None, "now")).unwrap();
    assert_eq!(it.drafts().unwrap().len(), 1);
}

#[test]
fn what_is_too_long_is_refused_and_what_is_there_stays() {
    let host = Host::new();
    let it = host.begin(0);
    let kept = draft("quoted", Some(1), "a".repeat(40_000));
    it.keep_draft(kept.clone()).unwrap();
    let more = draft("observed", None, "b".repeat(40_000));
    let refused = it.keep_draft(more).err();
    assert_eq!(
        refused,
        Some(Error::Refused {
            why: crate::error::Refusal::TooLong
        })
    );
    assert_eq!(it.drafts().unwrap(), [kept]);
}

#[test]
fn threads_that_type_in_different_places_lose_nothing_of_each_others() {
    let host = Host::new();
    let it = host.begin(0);
    scope(|threads| {
        for child in 1..=16 {
            let it = &it;
            threads.spawn(move || {
                for letters in 1..8 {
                    it.keep_draft(draft("quoted", Some(child), "x".repeat(letters)))
                        .unwrap();
                }
            });
        }
    });
    let drafts = it.drafts().unwrap();
    assert_eq!(drafts.len(), 16);
    assert!(drafts.iter().all(|draft| draft.words.len() == 7));
}

#[test]
fn the_draft_of_a_child_that_is_another_by_now_is_offered_for_that_one() {
    let host = Host::new();
    let it = host.begin(2);
    it.keep_draft(draft("quoted", Some(1), "He hits")).unwrap();
    it.keep_draft(draft("observed", Some(1), "cold hands")).unwrap();
    let merged = it.merge_child(ChildMerged { child: 1, into: 2 }, now()).unwrap();
    let hits = draft("quoted", Some(2), "He hits");
    assert_eq!(
        it.drafts().unwrap(),
        [hits.clone(), draft("observed", Some(2), "cold hands")]
    );
    // Saved or given up there, it is offered no more.
    it.drop_draft_at("observed".into(), Some(2)).unwrap();
    assert_eq!(it.drafts().unwrap().len(), 1);

    // Where both were typed for, nothing of either is lost, and the merge may still be taken back.
    it.keep_draft(draft("observed", Some(2), "lies still")).unwrap();
    it.correct(
        Corrected {
            entry: merged.seq,
            how: Correction::PressedByMistake,
            reason: None,
        },
        now(),
    )
    .unwrap();
    it.keep_draft(draft("observed", Some(1), "a bruise")).unwrap();
    it.merge_child(ChildMerged { child: 1, into: 2 }, now()).unwrap();
    let both = draft("observed", Some(2), "lies still\na bruise");
    assert_eq!(it.drafts().unwrap(), [hits, both.clone()]);
    assert_eq!(it.draft().unwrap(), Some(both));
    it.keep_draft(draft("observed", Some(2), "lies still, a bruise"))
        .unwrap();
    assert_eq!(it.drafts().unwrap().len(), 2);
}
