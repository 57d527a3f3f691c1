//! No word is left of any kind of entry when it is erased.

use super::erased::erase;
use super::erased_each::*;
use super::*;
use crate::interaction::review::review;
use crate::interaction::{danger, remains};

/// Every kind that has words, with the same in every field that is typed.
fn typed(it: &str) -> Vec<Event> {
    let (own, some) = (|| it.to_owned(), || Some(it.to_owned()));
    let known_by = || {
        KnownBy::ALL
            .iter()
            .map(|how| Known {
                how: *how,
                who: some(),
            })
            .collect::<Vec<_>>()
    };
    let age = Some(Age::NotKnown);
    let mut all = super::corrected::kinds(it);
    for (event, _) in [
        (asked(Danger::Yes, known_by(), vec![1]), ()),
        (answered("p/i1", Some(1), Outcome::Later), ()),
    ] {
        let mut event = event;
        match &mut event {
            Event::DangerAsked(asked) => asked.words = some(),
            Event::Answered(answer) => {
                (answer.value, answer.reason, answer.owner) = (some(), some(), some());
                answer.known_by = known_by();
            }
            _ => {}
        }
        all.push(event);
    }
    all.extend([
        Event::SceneSet(SceneSet {
            place: Place::Home,
            words: some(),
        }),
        Event::ChildAdded(ChildAdded {
            child: 2,
            label: own(),
            age: Age::NotKnown,
        }),
        Event::ChildRelabelled(ChildRelabelled {
            child: 1,
            label: some(),
            age,
        }),
        Event::CircumstancesSet(CircumstancesSet {
            presence: Some(Presence::Nearby),
            seen: Some(Seen::Awake),
            involved: Some(vec![Involvement::Victim]),
            may_be_others: Some(false),
            factors: vec![],
            known_by: known_by(),
        }),
        Event::Quoted(Quoted {
            child: Some(1),
            words: own(),
            fidelity: Fidelity::Exact,
            asked: Asked::Asked,
            question: some(),
            present: vec![own()],
            answers: Some(shown("p/i2")),
        }),
        Event::Observed(Observed {
            words: own(),
            known_by: known_by(),
            answers: Some(shown("p/i2")),
        }),
        Event::RiskStated(RiskStated {
            child: Some(1),
            level: Level::ImmediateDanger,
            words: own(),
            words_from: None,
            seen: Seen::Awake,
            routes: vec![],
        }),
        Event::SharingMoved(SharingMoved {
            sharing: None,
            stage: SharingStage::Decided,
            to: some(),
            how: some(),
            what: some(),
            why: some(),
            considered: some(),
            by: some(),
            route: Some(shown("r/one")),
        }),
        Event::Exported(Exported {
            format: own(),
            for_child: None,
            for_reader: some(),
            digest: some(),
            renderer: None,
            past_end: None,
            say_first: Some(SayFirst {
                officers: some(),
                ..SayFirst::default()
            }),
            left_out: vec![],
            form: vec![],
        }),
        Event::CopiedForTheLog(CopiedForTheLog {
            words: own(),
            upto: None,
        }),
        Event::HoldLifted(Reason { reason: own() }),
        corrected(2, Correction::MovedToChild { child: 1 }),
        corrected(2, Correction::PressedByMistake),
        reworded(2, it),
    ]);
    for event in &mut all {
        match event {
            Event::Told(told) => told.to = own(),
            Event::HandedOver(hand) => (hand.to, hand.say_first) = (own(), vec![own()]),
            Event::LeftScene(left) => left.staying = some(),
            Event::Corrected(corrected) => corrected.reason = some(),
            Event::Reviewed(review) => {
                review.asked_of = some();
                review.answers = vec![ReviewAnswer {
                    shown: shown("p/r"),
                    words: own(),
                }];
            }
            Event::TakenOver(taken) => {
                let child = HandedChild {
                    label: some(),
                    age: Age::NotKnown,
                    involved: vec![],
                    factors: vec![],
                };
                taken.from = some();
                taken.file = Some(HandedFile {
                    interaction: own(),
                    head: own(),
                    entries: 1,
                    without_words: 0,
                    role: None,
                    handling: some(),
                    children: vec![child],
                });
            }
            _ => {}
        }
    }
    all
}

/// Nothing that was typed is left of any kind: not in what is kept, nor in the state, the record or the sheet.
#[test]
fn no_word_is_left_of_any_kind() {
    let it = "Zzyzx";
    let events = typed(it);
    let kinds: BTreeSet<_> = events
        .iter()
        .map(std::mem::discriminant)
        .map(|kind| format!("{kind:?}"))
        .collect();
    assert_eq!(kinds.len(), 23, "every kind of which words can be erased");
    for event in events {
        let (_, sam) = child(1);
        let mut entries = log(vec![child(1), (event.clone(), sam)]);
        entries[2].author = Some(it.into());
        assert!(
            remains::has_words(&event) && said(&entries).contains(it),
            "{event:?}"
        );
        let after = erase(&entries, 3, true);
        let state = fold(&after);
        let kept = wire::encode(after.last().unwrap()).unwrap();
        let sheet = review(None, &state, &after);
        for left in [
            String::from_utf8(kept).unwrap(),
            format!("{state:?}{sheet:?}"),
            said(&after),
            danger::line(&state, at(9)),
        ] {
            assert!(!left.contains(it), "{event:?} leaves {left}");
        }
    }
}
