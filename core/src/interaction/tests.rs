//! What must hold of every interaction: properties of the fold, of standing and of the stored form.

use super::entry::*;
use super::fold::{fold, fold_one};
use super::operation::*;
use super::prepare::prepare;
use super::standing::{ChildBits, SceneBits, for_child};
use super::state::State;
use super::wire;
use super::worklist::{Mark, danger_comes_before, worklist};
use crate::age::Age;
use crate::error::{Error, Refusal};
use crate::pack::Pack;
use crate::pack::types::*;
use crate::sets::*;
use crate::time::{Moment, When};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn at(minute: i64) -> Moment {
    let start = Moment::parse("2026-11-22T02:09:31+00:00").unwrap();
    Moment::new(start.utc + chrono::Duration::minutes(minute), 0)
}

fn item(id: &str, scope: Scope, by: AnsweredBy, cases: Vec<Case>) -> Item {
    Item {
        id: id.to_owned(),
        text: format!("Do {id}."),
        why: "Because.".to_owned(),
        scope,
        answered_by: by,
        immediate: false,
        at_scene: None,
        principles: vec![],
        cases,
        origin: Origin::Practice,
        source: None,
        reason: None,
        prompts: vec![],
        domains: vec![],
        value: None,
        sheet: None,
        call_step: None,
        silent: None,
        waits: None,
    }
}

fn pack_of(items: Vec<Item>) -> Pack {
    let factor = |id: &str| Factor {
        id: id.to_owned(),
        label: id.to_owned(),
        condition: format!("there is {id}"),
        origin: Origin::Practice,
        source: None,
        reason: None,
    };
    let band = |id: &str, from, to| AgeBand {
        id: id.to_owned(),
        label: id.to_owned(),
        from_months: from,
        to_months: to,
        unborn: false,
        born: true,
        origin: Origin::Practice,
        source: None,
    };
    let file = PackFile {
        format: 1,
        min_reader: 1,
        id: "p".to_owned(),
        version: 1,
        roles: vec![Role::ResponseOfficer],
        factors: ["f0", "f1", "f2"].map(factor).to_vec(),
        age_bands: vec![band("young", None, Some(119)), band("old", Some(96), Some(215))],
        lists: vec![List {
            id: "p/list".to_owned(),
            phase: Phase::Now,
            order: 1,
            title: "Now".to_owned(),
            roles: vec![Role::ResponseOfficer],
            items,
        }],
        ..PackFile::default()
    };
    Pack::compile(file, [0; 32])
}

fn begun() -> Entry {
    let pack = PackRef {
        id: "p".to_owned(),
        version: 1,
        title: "P".to_owned(),
        digest: "00".repeat(32),
    };
    let recorder = Some("PC Rowe".to_owned());
    entry(
        1,
        Event::Begun(Begun {
            pack,
            values: None,
            role: Role::ResponseOfficer,
            recorder,
        }),
        vec![],
    )
}

fn entry(seq: u64, event: Event, about: Vec<u32>) -> Entry {
    let now = at(seq as i64);
    Entry {
        seq,
        author: None,
        done_at: When::exactly(now),
        recorded_at: now,
        about,
        event,
    }
}

/// Plays operations as the door does, keeping what was accepted.
fn play(pack: &Pack, operations: Vec<Operation>) -> (Vec<Entry>, State) {
    let mut entries = vec![begun()];
    let mut state = fold(&entries);
    for operation in operations {
        let Ok(prepared) = prepare(operation, &state, pack, None) else {
            continue;
        };
        entries.push(entry(entries.len() as u64 + 1, prepared.event, prepared.about));
        if fold_one(&mut state, entries.last().unwrap()) {
            state = fold(&entries);
        }
    }
    (entries, state)
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn ages() -> impl Strategy<Value = Age> {
    prop_oneof![
        Just(Age::Unborn),
        Just(Age::NotKnown),
        (0u32..230, 0u32..40).prop_map(|(least, more)| Age::Months {
            least,
            most: least + more
        }),
    ]
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    let case = (
        proptest::sample::subsequence(vec!["young".to_owned(), "old".to_owned()], 0..=1),
        proptest::sample::subsequence(Involvement::ALL.to_vec(), 0..=2),
        proptest::sample::subsequence(vec![Place::Home, Place::Street], 0..=2),
        proptest::sample::subsequence(vec![Presence::WithMe, Presence::Elsewhere], 0..=2),
        proptest::sample::subsequence(vec!["f0".to_owned(), "f1".to_owned(), "f2".to_owned()], 0..=2),
    )
        .prop_map(|(ages, involved, places, presence, factors)| Case {
            roles: vec![],
            ages,
            involved,
            places,
            presence,
            factors,
        });
    proptest::collection::vec(case, 0..3)
}

fn circumstances() -> impl Strategy<Value = SetCircumstances> {
    let factor = (0usize..3, any_of(FactorState::ALL)).prop_map(|(at, state)| FactorSet {
        factor: format!("f{at}"),
        state,
    });
    (
        proptest::option::of(any_of(Presence::ALL)),
        proptest::option::of(any_of(Seen::ALL)),
        proptest::option::of(proptest::sample::subsequence(Involvement::ALL.to_vec(), 0..3)),
        proptest::option::of(any::<bool>()),
        proptest::collection::vec(factor, 0..3),
        1u32..4,
    )
        .prop_map(
            |(presence, seen, involved, may_be_others, factors, child)| SetCircumstances {
                children: vec![child],
                presence,
                seen,
                involved,
                may_be_others,
                factors,
                known_by: vec![],
            },
        )
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let words = "[a-z ]{0,12}";
    let one = prop_oneof![
        4 => ages().prop_map(|age| Operation::ChildAdded(AddChild { label: None, age })),
        4 => circumstances().prop_map(Operation::CircumstancesSet),
        1 => any_of(Place::ALL).prop_map(|place| Operation::SceneSet(SceneSet { place, words: None })),
        2 => any_of(Danger::ALL).prop_map(|answer| Operation::DangerAsked(AnswerDanger {
            answer, known_by: vec![], because: None, words: None })),
        4 => (0usize..3, 1u32..4, words, any_of(Outcome::ALL)).prop_map(|(item, child, value, outcome)| {
            let child = (item == 0).then_some(child);
            Operation::Answered(Answer {
                item: format!("p/i{item}"), child, value: Some(value), outcome, known_by: vec![], quotes: vec![],
                reason: Some("why".into()), owner: Some("PC Adeyemi".into()), told: None,
                already_in_log: false, yes_no: None })
        }),
        2 => (1u32..4, words).prop_map(|(child, words)| Operation::Quoted(Quote {
            child: Some(child), also_about: vec![], words, fidelity: Fidelity::Exact, asked: Asked::Unasked,
            question: None, present: vec![], answers: None })),
        2 => (1u32..4, words, any_of(Level::ALL)).prop_map(|(child, words, level)| Operation::RiskStated(
            StateRisk { child: Some(child), words, level, words_from: None })),
        2 => (1u64..12, 1u32..4, 0..3).prop_map(|(entry, child, how)| Operation::Corrected(Corrected {
            entry, reason: None, how: match how {
                0 => Correction::PressedByMistake,
                1 => Correction::MovedToChild { child },
                _ => Correction::Reworded { words: "other".into() },
            }})),
        1 => (1u32..4, 1u32..4).prop_map(|(child, into)| Operation::ChildMerged(ChildMerged { child, into })),
        1 => words.prop_map(|why| Operation::LeftScene(Leave { why, staying: None })),
        1 => any_of(With::ALL).prop_map(|with| Operation::Returned(Return { with, children: vec![1] })),
        1 => (any_of(SharingStage::ALL), proptest::option::of(1u64..12), "[a-z]{2}").prop_map(|(stage, sharing, why)| {
            Operation::SharingMoved(MoveSharing { sharing, stage, children: vec![], to: Some("school".into()),
                how: None, what: None, why: Some(why), considered: None, by: None, route: None })
        }),
        1 => any::<bool>().prop_map(|on| Operation::SilentCallSet(SilentCallSet { on })),
        1 => Just(Operation::ListEnded(EndList { list: "p/list".into() })),
    ];
    proptest::collection::vec(one, 0..25)
}

fn three_items(cases: Vec<Case>) -> Pack {
    pack_of(vec![
        item("p/i0", Scope::Child, AnsweredBy::Answer, cases.clone()),
        item("p/i1", Scope::Scene, AnsweredBy::Answer, cases),
        item("p/i2", Scope::Scene, AnsweredBy::Words, vec![]),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Folding one by one as entries arrive, and folding the log after a restart, are the same state.
    #[test]
    fn a_fold_is_the_same_on_any_machine(operations in operations(), cases in cases()) {
        let pack = three_items(cases);
        let (entries, state) = play(&pack, operations);
        prop_assert_eq!(&fold(&entries), &state);
        // And through the bytes that are sealed.
        let again: Vec<Entry> = entries.iter()
            .map(|entry| wire::decode(entry.seq, &wire::encode(entry).unwrap()).unwrap()).collect();
        prop_assert_eq!(&again, &entries);
        prop_assert_eq!(worklist(&pack, &fold(&again)), worklist(&pack, &state));
    }

    /// Not known to present never removes an item; only saying otherwise does.
    #[test]
    fn what_becomes_known_only_adds(cases in cases(), set in circumstances(), age in ages(), factor in 0usize..3) {
        let pack = three_items(cases);
        let add = Operation::ChildAdded(AddChild { label: None, age });
        let set = Operation::CircumstancesSet(SetCircumstances { children: vec![1], ..set });
        let (entries, state) = play(&pack, vec![add, set]);
        let shown = |state: &State| -> BTreeSet<(u32, u32)> {
            worklist(&pack, state).rows.iter().map(|row| (row.item, row.child)).collect()
        };
        let known = state.children[0].factors.iter().any(|f| f.factor == format!("f{factor}") && f.state != FactorState::NotKnown);
        prop_assume!(!known);
        let mut more = entries.clone();
        let present = CircumstancesSet {
            presence: None, seen: None, involved: None, may_be_others: None, known_by: vec![],
            factors: vec![FactorSet { factor: format!("f{factor}"), state: FactorState::Present }],
        };
        more.push(entry(more.len() as u64 + 1, Event::CircumstancesSet(present), vec![1]));
        prop_assert!(shown(&state).is_subset(&shown(&fold(&more))));
        // Nor does one more involvement.
        let how = Involvement::Suspected;
        let mut involved = state.children[0].involved.clone();
        involved.push(how);
        let set = CircumstancesSet { presence: None, seen: None, involved: Some(involved), may_be_others: None, known_by: vec![], factors: vec![] };
        let mut more = entries;
        more.push(entry(more.len() as u64 + 1, Event::CircumstancesSet(set), vec![1]));
        prop_assert!(shown(&state).is_subset(&shown(&fold(&more))));
    }

    /// What applies to a child applies or may apply to a child of whom nothing is known.
    #[test]
    fn an_unknown_child_misses_nothing(cases in cases(), set in circumstances(), age in ages()) {
        let pack = three_items(cases);
        let add = Operation::ChildAdded(AddChild { label: None, age });
        let set = Operation::CircumstancesSet(SetCircumstances { children: vec![1], ..set });
        let (_, state) = play(&pack, vec![add, set]);
        let scene = SceneBits::of(&state);
        let child = ChildBits::of(&pack, &state.children[0]);
        for found in pack.items() {
            if for_child(&found.cases, &scene, &child).standing != Standing::DoesNotApply {
                let unknown = for_child(&found.cases, &scene, &ChildBits::unknown(&pack));
                prop_assert_ne!(unknown.standing, Standing::DoesNotApply);
            }
        }
    }

    /// Whatever is asked, what was recorded before stands as it was.
    #[test]
    fn no_operation_changes_what_stands(operations in operations()) {
        let pack = three_items(vec![]);
        let (entries, _) = play(&pack, operations.clone());
        let (fewer, _) = play(&pack, operations.into_iter().rev().skip(1).rev().collect());
        prop_assert_eq!(&entries[..fewer.len()], &fewer[..]);
    }
}

#[test]
fn every_kind_reads_back_and_a_newer_one_is_shown_as_such() {
    let reason = || Reason { reason: "r".into() };
    let one = begun();
    let pack = match &one.event {
        Event::Begun(begun) => begun.pack.clone(),
        _ => panic!("the first entry begins"),
    };
    let events = vec![
        one.event,
        Event::HoldSet(reason()),
        Event::HoldLifted(reason()),
        Event::Reopened(reason()),
        Event::MovedToPack(MovedToPack {
            from: pack.clone(),
            to: pack,
            values: None,
        }),
        Event::Erased(Erased {
            entry: 2,
            reason: "r".into(),
            authority: "a".into(),
            remains: None,
        }),
        Event::TakenOver(TakenOver {
            from: None,
            how: Told::Log,
            words: "w".into(),
            file: None,
        }),
        Event::SilentCallSet(SilentCallSet { on: true }),
        Event::Reviewed(Reviewed {
            words: "w".into(),
            asked_of: None,
            answers: vec![],
        }),
        Event::Exported(Exported {
            format: "json".into(),
            for_child: None,
            for_reader: None,
            digest: None,
            renderer: Some(1),
            past_end: Some(2024),
            say_first: Some(SayFirst {
                unsent: vec![3],
                ..SayFirst::default()
            }),
            left_out: vec![LeftOut {
                why: LeftOutWhy::AnotherChild,
                entries: vec![2, 4],
            }],
            form: vec![],
        }),
        Event::Completed(Completed {
            open: 1,
            later: 0,
            unsent: 0,
            untold: 0,
        }),
    ];
    for event in events {
        let entry = entry(7, event, vec![1]);
        assert_eq!(wire::decode(7, &wire::encode(&entry).unwrap()).unwrap(), entry);
    }
    let newer = br#"{"v":2,"kind":"answered","done_at":{"at":"2026-11-22T02:09:31Z","precision":"exact"},
        "recorded_at":"2026-11-22T02:09:31Z","body":{"anything":[]}}"#;
    let read = wire::decode(2, newer).unwrap();
    assert_eq!(
        read.event,
        Event::Newer {
            kind: "answered".into(),
            v: 2
        }
    );
    let state = fold(&[begun(), read]);
    assert!(state.read_only);
    let refused = prepare(
        Operation::ModeSet(ModeSet { mode: Mode::AtScene }),
        &state,
        &three_items(vec![]),
        None,
    );
    assert_eq!(
        refused.err(),
        Some(Error::Refused {
            why: Refusal::ReadOnly
        })
    );
}

/// A yes stands until it is said to be safe, or that it is not now: not because somebody writes down how it was before.
#[test]
fn how_danger_was_before_a_yes_does_not_close_it() {
    let at_time = |seq: u64, answer, minute: i64, precision| {
        let asked = DangerAsked {
            answer,
            known_by: vec![],
            because: AskedBecause::Chosen,
            words: None,
            not_seen: vec![],
            shown: None,
        };
        let mut entry = entry(seq, Event::DangerAsked(asked), vec![]);
        entry.done_at = When {
            at: at(minute),
            precision,
        };
        entry
    };
    use Danger::*;
    use Precision::*;
    for (answer, minute, precision, stands) in [
        (NotNow, 5, Exact, Yes),
        (CannotTell, 5, About, Yes),
        (NotNow, -600, Day, Yes),
        (NotNow, 11, Exact, NotNow),
        // The same day may be later; and of an unknown time nobody knows that it was before.
        (NotNow, 5, Day, NotNow),
        (NotNow, 5, Unknown, NotNow),
        // Said to be safe: by whatever clock, that closes it.
        (SafeNow, 5, Exact, SafeNow),
        (NotAnswered, 20, Exact, Yes),
        (Yes, 5, Exact, Yes),
    ] {
        let log = [
            begun(),
            at_time(2, Yes, 10, Exact),
            at_time(3, answer, minute, precision),
        ];
        let state = fold(&log);
        let now = state.danger_now().map(|now| now.answer);
        assert_eq!(now, Some(stands), "{answer:?} {minute} {precision:?}");
        assert_eq!(state.danger.len(), 2);
    }
}

#[test]
fn danger_is_asked_first_and_again_by_event() {
    let pack = three_items(vec![]);
    let danger = |answer| {
        Operation::DangerAsked(AnswerDanger {
            answer,
            known_by: vec![],
            because: None,
            words: None,
        })
    };
    let child = || {
        Operation::ChildAdded(AddChild {
            label: Some("baby".into()),
            age: Age::parse("8m").unwrap(),
        })
    };
    let ask = |operations| play(&pack, operations).1.ask_danger;
    assert_eq!(ask(vec![]), Some(AskedBecause::Start));
    assert_eq!(ask(vec![danger(Danger::NotNow)]), None);
    assert_eq!(
        ask(vec![danger(Danger::NotAnswered)]),
        Some(AskedBecause::Start),
        "passed by, it still leads"
    );
    assert_eq!(
        ask(vec![danger(Danger::NotNow), child()]),
        Some(AskedBecause::ChildAdded)
    );
    assert_eq!(
        ask(vec![danger(Danger::Yes), child()]),
        None,
        "a yes stands until it is safe"
    );
    // Passed by, the last answer stands: above all a yes, which only *safe now* closes.
    let (_, state) = play(&pack, vec![danger(Danger::Yes), danger(Danger::NotAnswered)]);
    assert_eq!(state.danger_now().unwrap().answer, Danger::Yes);
    assert!(prepare(danger(Danger::SafeNow), &state, &pack, None).is_ok());
    let (_, state) = play(&pack, vec![danger(Danger::NotAnswered)]);
    assert_eq!(state.danger_now().unwrap().answer, Danger::NotAnswered);
    let (_, state) = play(&pack, vec![child(), danger(Danger::NotNow)]);
    assert_eq!(
        state.danger_now().unwrap().not_seen,
        [1],
        "not now, but baby not seen"
    );
    // Nor does *safe now* leave out whom nobody has seen, on the screen and in the record.
    let (entries, state) = play(&pack, vec![child(), danger(Danger::Yes), danger(Danger::SafeNow)]);
    let line = super::danger::line(&state, Moment::parse("2026-11-22T02:20:00Z").unwrap());
    let title = state.children[0].title();
    assert!(
        line.contains("safe now") && line.ends_with(&format!(". But not seen: {title}")),
        "{line}"
    );
    let last = entries.last().map(|entry| (&entry.event, &entry.author));
    let Some((Event::DangerAsked(asked), author)) = last else {
        panic!("the last is danger");
    };
    let said = super::lines::Words { state: &state }.danger(asked, author);
    assert!(said.contains(&format!("but not seen: {title}")), "{said}");
    // A level of immediate danger asks; both entries stand.
    let risk = StateRisk {
        child: Some(1),
        words: "alone".into(),
        level: Level::ImmediateDanger,
        words_from: None,
    };
    let (_, state) = play(
        &pack,
        vec![child(), danger(Danger::NotNow), Operation::RiskStated(risk)],
    );
    assert_eq!(state.ask_danger, Some(AskedBecause::Level));
    assert_eq!(state.danger_now().unwrap().answer, Danger::NotNow);
}

#[test]
fn a_mistake_counts_for_nothing_and_a_mistaken_mistake_counts_again() {
    let pack = three_items(vec![]);
    let answer = Operation::Answered(Answer {
        item: "p/i1".into(),
        child: None,
        value: Some("his brother".into()),
        outcome: Outcome::Done,
        known_by: vec![],
        quotes: vec![],
        reason: None,
        owner: None,
        told: None,
        already_in_log: false,
        yes_no: None,
    });
    let mistake = |entry| {
        let how = Correction::PressedByMistake;
        Operation::Corrected(Corrected {
            entry,
            how,
            reason: None,
        })
    };
    let mark = |operations| {
        let (_, state) = play(&pack, operations);
        worklist(&pack, &state)
            .rows
            .iter()
            .find(|row| row.item == 1)
            .map(|row| row.mark)
    };
    assert_eq!(mark(vec![answer.clone()]), Some(Mark::Done));
    assert_eq!(mark(vec![answer.clone(), mistake(2)]), Some(Mark::Open));
    assert_eq!(mark(vec![answer, mistake(2), mistake(3)]), Some(Mark::Done));
}

/// A bug once: the children of a call were an answer in the officer's list, which then showed up in the call's.
#[test]
fn a_fact_answers_nothing_in_the_list_of_another_role() {
    let mut other = item("p/i0", Scope::Scene, AnsweredBy::Children, vec![]);
    other.cases = vec![Case {
        roles: vec![Role::CallHandler],
        ..Case::default()
    }];
    let pack = pack_of(vec![other]);
    let child = Operation::ChildAdded(AddChild {
        label: None,
        age: Age::NotKnown,
    });
    let (_, state) = play(&pack, vec![child]);
    assert_eq!(worklist(&pack, &state).rows, []);
}

#[test]
fn an_answer_under_earlier_wording_says_so_after_a_move() {
    let pack = three_items(vec![]);
    let answer = Operation::Answered(Answer {
        item: "p/i1".into(),
        child: None,
        value: Some("his brother".into()),
        outcome: Outcome::Done,
        known_by: vec![],
        quotes: vec![],
        reason: None,
        owner: None,
        told: None,
        already_in_log: false,
        yes_no: None,
    });
    let (_, state) = play(&pack, vec![answer]);
    let earlier = |pack: &Pack| worklist(pack, &state).rows.iter().any(|row| row.earlier_wording);
    assert!(!earlier(&pack));
    let mut reworded = item("p/i1", Scope::Scene, AnsweredBy::Answer, vec![]);
    reworded.text = "Do it otherwise.".into();
    assert!(earlier(&pack_of(vec![reworded])));
}

#[test]
fn leaving_makes_open_items_not_reached_and_coming_back_opens_them() {
    let pack = three_items(vec![]);
    let leave = || {
        Operation::LeftScene(Leave {
            why: "another job".into(),
            staying: None,
        })
    };
    let back = |with| {
        Operation::Returned(Return {
            with,
            children: vec![],
        })
    };
    let child = || {
        Operation::ChildAdded(AddChild {
            label: None,
            age: Age::NotKnown,
        })
    };
    let marks = |operations| -> Vec<Mark> {
        let (_, state) = play(&pack, operations);
        worklist(&pack, &state).rows.iter().map(|row| row.mark).collect()
    };
    assert_eq!(marks(vec![child(), leave()]), [Mark::NotReached; 3]);
    assert_eq!(
        marks(vec![child(), leave(), back(With::None)]),
        [Mark::NotReached; 3]
    );
    assert_eq!(marks(vec![child(), leave(), back(With::All)]), [Mark::Open; 3]);
}

#[test]
fn refusals_name_what_to_correct() {
    let pack = three_items(vec![]);
    let state = fold(&[begun()]);
    let refused = |operation| prepare(operation, &state, &pack, None).err();
    let why = |why| Some(Error::Refused { why });
    let answer = |item: &str, outcome| {
        Operation::Answered(Answer {
            item: item.into(),
            child: None,
            value: None,
            outcome,
            known_by: vec![],
            quotes: vec![],
            reason: None,
            owner: None,
            told: None,
            already_in_log: false,
            yes_no: None,
        })
    };
    assert_eq!(refused(answer("p/none", Outcome::Done)), why(Refusal::NotInPack));
    assert_eq!(refused(answer("p/i0", Outcome::Done)), why(Refusal::ChildNeeded));
    assert_eq!(refused(answer("p/i1", Outcome::Done)), why(Refusal::WordsNeeded));
    assert_eq!(refused(answer("p/i1", Outcome::Later)), why(Refusal::OwnerNeeded));
    assert_eq!(
        refused(answer("p/i1", Outcome::NotDone)),
        why(Refusal::ReasonNeeded)
    );
    let risk = StateRisk {
        child: None,
        words: " ".into(),
        level: Level::InNeedOfSupport,
        words_from: None,
    };
    assert_eq!(
        refused(Operation::RiskStated(risk)),
        why(Refusal::LevelWithoutWords)
    );
    let long = Operation::CopiedForTheLog(CopyForTheLog {
        words: "x".repeat(70_000),
        upto: None,
    });
    let prepared = prepare(long, &state, &pack, None).unwrap();
    assert_eq!(
        wire::encode(&entry(2, prepared.event, vec![])).err(),
        why(Refusal::TooLong)
    );
}

#[test]
fn a_fact_does_not_answer_what_another_role_is_asked() {
    let child = |label: Option<&str>, age: &str| {
        Operation::ChildAdded(AddChild {
            label: label.map(str::to_owned),
            age: Age::parse(age).unwrap(),
        })
    };
    let of_a_call = Case {
        roles: vec![Role::CallHandler],
        ..Case::default()
    };
    let pack = pack_of(vec![
        item("asked", Scope::Scene, AnsweredBy::Children, vec![]),
        item("of-a-call", Scope::Scene, AnsweredBy::Children, vec![of_a_call]),
    ]);
    let (_, state) = play(&pack, vec![child(None, "9")]);
    let rows = worklist(&pack, &state).rows;
    assert_eq!(rows.iter().map(|row| row.item).collect::<Vec<_>>(), [0]);
    assert_eq!(rows.first().unwrap().mark, Mark::Done);
}

#[test]
fn a_child_without_a_label_reads_well_and_like_no_other() {
    let pack = pack_of(vec![]);
    let add = |age: &str| {
        Operation::ChildAdded(AddChild {
            label: None,
            age: Age::parse(age).unwrap(),
        })
    };
    let ages = ["8m", "3", "9", "9", "8m", "unborn", "not known"];
    let (_, state) = play(&pack, ages.map(add).to_vec());
    let titles: Vec<String> = state.present_children().map(|child| child.title()).collect();
    let want = [
        "baby, 8 months",
        "child, 3",
        "child, 9",
        "child 4, 9",
        "baby 5, 8 months",
        "unborn child",
        "child 7",
    ];
    assert_eq!(titles, want);
}

#[test]
fn danger_comes_first_and_on_a_call_after_where_safe_and_hurt() {
    let steps = [CallStep::Where, CallStep::SafeToTalk, CallStep::Hurt];
    let asked = |step: CallStep| Item {
        call_step: Some(step),
        ..item(step.as_str(), Scope::Scene, AnsweredBy::Answer, vec![])
    };
    let plain = |id: &str| item(id, Scope::Scene, AnsweredBy::Answer, vec![]);
    // Where danger is asked first, in a list of these items.
    let first = |items: Vec<Item>| {
        let pack = pack_of(items);
        let (_, state) = play(&pack, vec![]);
        let rows = worklist(&pack, &state).rows;
        assert!(danger_comes_before(&pack, None));
        rows.iter().position(|row| danger_comes_before(&pack, Some(row)))
    };
    assert_eq!(first(vec![plain("next")]), Some(0));
    let mut call = steps.map(asked).to_vec();
    call.push(plain("next"));
    assert_eq!(first(call.clone()), Some(3));
    // What a pack adds does not hold danger back: neither before the three, nor among them.
    for at in 0..3 {
        let mut added = call.clone();
        added.insert(at, plain("added"));
        assert_eq!(first(added), Some(at));
    }
}

mod alike;
mod clocks;
mod corrected;
mod erased;
mod erased_each;
mod erased_words;
mod practice;

#[test]
fn a_ring_of_merges_is_refused_and_one_that_was_merged_is_the_other() {
    let pack = three_items(vec![]);
    let child = |label: &str| {
        Operation::ChildAdded(AddChild {
            label: Some(label.into()),
            age: Age::NotKnown,
        })
    };
    let merge = |child, into| Operation::ChildMerged(ChildMerged { child, into });
    let all = vec![child("boy"), child("girl"), child("baby"), merge(1, 2)];
    let (_, state) = play(&pack, all.clone());
    for ring in [merge(2, 1), merge(1, 2), merge(1, 1)] {
        let refused = prepare(ring, &state, &pack, None).err();
        let why = Refusal::NoSuchChild;
        assert_eq!(refused, Some(Error::Refused { why }));
    }
    let (_, state) = play(&pack, [all, vec![merge(1, 3)]].concat());
    let present: Vec<u32> = state.present_children().map(|child| child.number).collect();
    assert_eq!(present, [3]);
    for number in 1..=3 {
        assert_eq!(state.child(number).unwrap().number, 3);
    }
}

#[test]
fn labels_that_read_alike_are_told_apart() {
    let pack = three_items(vec![]);
    let child = |label: &str| {
        Operation::ChildAdded(AddChild {
            label: Some(label.into()),
            age: Age::NotKnown,
        })
    };
    let (_, state) = play(&pack, vec![child("boy"), child("Boy")]);
    assert_eq!(state.children[1].label, "Boy 2");
}

#[test]
fn a_hold_and_an_erasure_are_not_taken_back_as_a_mistake() {
    let pack = three_items(vec![]);
    let reason = |reason: &str| Reason {
        reason: reason.into(),
    };
    let (entries, state) = play(&pack, vec![Operation::HoldSet(reason("court"))]);
    let mistake = Operation::Corrected(Corrected {
        entry: entries.last().unwrap().seq,
        how: Correction::PressedByMistake,
        reason: None,
    });
    let refused = prepare(mistake, &state, &pack, None).err();
    let why = Refusal::OutOfOrder;
    assert_eq!(refused, Some(Error::Refused { why }));
    assert!(prepare(Operation::HoldLifted(reason("done")), &state, &pack, None).is_ok());
}
