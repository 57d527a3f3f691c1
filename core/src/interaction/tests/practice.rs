//! The rules of the street, as tables and properties: who saw, what is only told, danger that does not stay answered,
//! leaving and coming back, told and handed over, writing up, corrected.

use super::*;
use crate::interaction::hearsay;
use crate::interaction::lines::{HEARSAY, Words, level_line, not_seen_by_you};
use crate::interaction::pace::pace;
use crate::interaction::record::record;
use crate::interaction::state::{Child, own_sight};
use crate::interaction::{danger, leads};
use crate::time::Moment;

/// Reads an operation as a script says it.
fn op(json: &str) -> Operation {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn ops(lines: &str) -> Vec<Operation> {
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(op)
        .collect()
}

/// An officer's night in small: who is feared, each child seen and heard, where they go, the risk, what to share.
fn night() -> Pack {
    let mut go = item("p/go", Scope::Scene, AnsweredBy::Answer, vec![]);
    go.sheet = Some(SheetPlace::WhenYouGo);
    let mut pack = pack_of(vec![
        item("p/feared", Scope::Scene, AnsweredBy::Answer, vec![]),
        item("p/see", Scope::Child, AnsweredBy::Seen, vec![]),
        item("p/talk", Scope::Child, AnsweredBy::Words, vec![]),
        go,
        item("p/risk", Scope::Child, AnsweredBy::Risk, vec![]),
        item("p/share", Scope::Scene, AnsweredBy::Sharing, vec![]),
    ])
    .file()
    .clone();
    let mut afterwards = pack.lists[0].clone();
    (afterwards.id, afterwards.phase) = ("p/after".to_owned(), Phase::Afterwards);
    afterwards.items = vec![item("p/check", Scope::Scene, AnsweredBy::Answer, vec![])];
    pack.lists.push(afterwards);
    let prompt = |id: &str, involved: Vec<Involvement>| ReviewPrompt {
        id: id.to_owned(),
        text: format!("Look at {id}?"),
        cases: match involved.as_slice() {
            [] => vec![],
            _ => vec![Case {
                involved,
                ..Case::default()
            }],
        },
        origin: Origin::Practice,
        source: None,
        reason: Some("So.".into()),
    };
    pack.review = vec![
        prompt("p/review/suspected", vec![Involvement::Suspected]),
        prompt("p/review/any", vec![]),
    ];
    Pack::compile(pack, [0; 32])
}

const BABY: &str = r#"{"op":"child_added","label":"baby","age":"8m"}"#;
const BOY: &str = r#"{"op":"child_added","label":"boy","age":"3"}"#;

/// Plays lines after one baby; all of them must be taken.
fn after_a_baby(pack: &Pack, lines: &str) -> (Vec<Entry>, State) {
    let all: Vec<Operation> = [ops(BABY), ops(lines)].concat();
    let count = all.len();
    let (entries, state) = play(pack, all);
    assert_eq!(entries.len(), count + 1, "a line was refused");
    (entries, state)
}

fn mark_of(pack: &Pack, state: &State, id: &str, child: u32) -> (Mark, bool) {
    let work = worklist(pack, state);
    let row = work
        .rows
        .iter()
        .find(|row| pack.items()[row.item as usize].item.id == id && row.child == child)
        .unwrap();
    (row.mark, row.hearsay)
}

fn known(how: KnownBy, who: Option<&str>) -> Known {
    let who = who.map(str::to_owned);
    Known { how, who }
}

#[test]
fn only_the_recorders_own_eyes_have_seen_a_child() {
    use KnownBy::*;
    let rowe = Some("PC Rowe");
    for (known_by, author, recorder, own) in [
        (vec![], rowe, rowe, true),
        (vec![], None, rowe, true),
        (vec![], Some("PC Lane"), rowe, false),
        (vec![], Some("PC Lane"), None, true),
        (vec![known(Seen, None)], rowe, rowe, true),
        (vec![known(Seen, Some(" PC Rowe "))], None, rowe, true),
        (vec![known(Seen, Some("PC Lane"))], rowe, rowe, false),
        (vec![known(Seen, Some("mother"))], None, None, false),
        // A child that was heard was not seen.
        (vec![known(Heard, None)], rowe, rowe, false),
        (vec![known(ChildSaid, Some("sister"))], rowe, rowe, false),
        (vec![known(AdultSaid, Some("mother"))], rowe, rowe, false),
        (vec![known(Records, None)], rowe, rowe, false),
        (vec![known(Assumed, None)], rowe, rowe, false),
        (
            vec![known(AdultSaid, Some("mother")), known(Seen, None)],
            rowe,
            rowe,
            true,
        ),
    ] {
        assert_eq!(
            own_sight(&known_by, author, recorder),
            own,
            "{known_by:?} by {author:?}"
        );
    }
}

/// A mother says that he is asleep: nobody here has seen him, and nothing may read as if somebody had.
#[test]
fn asleep_as_his_mother_says_is_not_seen() {
    let pack = night();
    let told = r#"{"op":"circumstances_set","children":[1],"seen":"asleep","presence":"nearby","known_by":[{"how":"adult_said","who":"mother"}]}"#;
    let (entries, state) = after_a_baby(&pack, told);
    let child = &state.children[0];
    assert_eq!((child.seen, child.seen_by_recorder()), (Seen::NotSaid, false));
    assert_eq!(mark_of(&pack, &state, "p/see", 1), (Mark::Open, false));
    let words = Words { state: &state };
    assert_eq!(
        words.seen(child),
        "not seen. mother said: asleep, 02:12".replace("mother", "Mother")
    );
    assert_eq!(words.presence(child).unwrap(), "nearby (mother said)");
    assert_eq!(not_seen_by_you(child).unwrap(), "Baby, 8 months: not seen by you");
    assert_eq!(
        level_line(Level::NoConcernFoundNow, Some(child)),
        "No concern found now. Baby, 8 months: not seen by you"
    );
    assert_eq!(
        hearsay::words(hearsay::count(&state)).unwrap(),
        "1 not seen, heard or said by a child"
    );
    assert_eq!(
        hearsay::lines(&state)[0].text,
        "Baby, 8 months: asleep, nearby (mother said)"
    );
    let line = words.event(&entries[2]);
    assert_eq!(line, format!("Known: nearby, asleep (mother said){HEARSAY}"));
    // Danger and risk know it.
    let (_, state) = after_a_baby(
        &pack,
        &format!(
            "{told}\n{}\n{}",
            r#"{"op":"danger_asked","answer":"not_now"}"#,
            r#"{"op":"risk_stated","child":1,"words":"Quiet.","level":"no_concern_found_now"}"#
        ),
    );
    assert_eq!(state.danger_now().unwrap().not_seen, [1]);
    let risk = &state.risks[0].risk;
    assert_eq!(risk.seen, Seen::NotSaid);
    assert_eq!(
        Words { state: &state }.risk(risk),
        "Risk: No concern found now. Baby, 8 months: not seen by PC Rowe. Quiet."
    );
    // Own sight comes: it stands, and what was told of it goes. Where he is is still only told.
    let seen = r#"{"op":"circumstances_set","children":[1],"seen":"awake"}"#;
    let (_, state) = after_a_baby(&pack, &format!("{told}\n{seen}"));
    let child = &state.children[0];
    assert_eq!(Words { state: &state }.seen(child), "seen awake, 02:13");
    assert_eq!(mark_of(&pack, &state, "p/see", 1), (Mark::Done, false));
    assert_eq!(
        hearsay::lines(&state)[0].text,
        "Baby, 8 months: nearby (mother said)"
    );
    // And what is told after it stands beside it.
    let (_, state) = after_a_baby(&pack, &format!("{seen}\n{told}"));
    let child = &state.children[0];
    assert_eq!(child.seen, Seen::Awake);
    assert_eq!(
        Words { state: &state }.seen(child),
        "seen awake, 02:12. Mother said: asleep, 02:13"
    );
    // A colleague's eyes are no hearsay, and not the recorder's.
    let colleague = r#"{"op":"circumstances_set","children":[1],"seen":"asleep","known_by":[{"how":"seen","who":"PC Lane"}]}"#;
    let (_, state) = after_a_baby(&pack, colleague);
    let child = &state.children[0];
    assert_eq!(
        Words { state: &state }.seen(child),
        "not seen. Seen by PC Lane: asleep, 02:12"
    );
    assert_eq!((hearsay::count(&state), child.seen_by_recorder()), (0, false));
    assert_eq!(mark_of(&pack, &state, "p/see", 1).0, Mark::Open);
}

#[test]
fn what_is_known_only_from_others_is_counted_for_the_whole_and_once() {
    let pack = night();
    let mother = r#""known_by":[{"how":"adult_said","who":"mother"}]"#;
    let lines = format!(
        r#"
        {BOY}
        {{"op":"danger_asked","answer":"not_now","known_by":[{{"how":"assumed"}}]}}
        {{"op":"circumstances_set","children":[1,2],"factors":[{{"factor":"f0","state":"present"}}],{mother}}}
        {{"op":"answered","item":"p/feared","value":"His brother has a key.",{mother}}}
        {{"op":"observed","children":[1],"words":"He slept all evening.","answers":"p/talk",{mother}}}
        {{"op":"quoted","child":2,"words":"He shouts.","fidelity":"exact","asked":"unasked","answers":"p/talk"}}
        {{"op":"list_ended","list":"p/list"}}"#
    );
    let (entries, state) = after_a_baby(&pack, &lines);
    let work = worklist(&pack, &state);
    assert_eq!(work.hearsay, 4);
    assert_eq!(
        hearsay::words(work.hearsay).unwrap(),
        "4 not seen, heard or said by a child"
    );
    // The item that is answered by what a mother says of the baby is marked; by the boy's own words it is not.
    assert_eq!(mark_of(&pack, &state, "p/talk", 1), (Mark::Done, true));
    assert_eq!(mark_of(&pack, &state, "p/talk", 2), (Mark::Done, false));
    let Event::ListEnded(end) = &entries.last().unwrap().event else {
        panic!("ended")
    };
    assert_eq!(
        end.hearsay, 4,
        "the end of a list says what the officer was shown"
    );
    let texts: Vec<String> = hearsay::lines(&state).into_iter().map(|line| line.text).collect();
    assert_eq!(
        texts,
        [
            "Immediate danger: not now, but not seen: baby, 8 months; boy, 3 (assumed by PC Rowe)",
            "Baby, 8 months; boy, 3: f0: present (mother said)",
            "Do p/feared. His brother has a key. (mother said)",
            "Baby, 8 months: He slept all evening. (mother said)",
        ]
    );
    // Pointing at the mother's words is known from her; pointing at the boy's is not; neither is counted twice.
    let point = |entry: u64| format!(r#"{{"op":"answered","item":"p/go","quotes":[{entry}]}}"#);
    let (_, at_mother) = after_a_baby(&pack, &format!("{lines}\n{}", point(7)));
    assert_eq!(mark_of(&pack, &at_mother, "p/go", 0), (Mark::Done, true));
    assert_eq!(hearsay::count(&at_mother), 4);
    let (_, at_boy) = after_a_baby(&pack, &format!("{lines}\n{}", point(8)));
    assert_eq!(mark_of(&pack, &at_boy, "p/go", 0), (Mark::Done, false));
    assert_eq!(hearsay::count(&at_boy), 4);
    // Seen with own eyes as well, it is hearsay no more.
    let own = r#"{"op":"observed","children":[1],"words":"Awake, clean.","answers":"p/talk"}"#;
    let (_, state) = after_a_baby(&pack, &format!("{lines}\n{own}"));
    assert_eq!(mark_of(&pack, &state, "p/talk", 1), (Mark::Done, false));
}

/// A bug once: what a girl said about her brother as well closed "talk with the child" for him.
#[test]
fn words_about_a_brother_are_not_his_own() {
    let pack = night();
    let girl = r#"{"op":"child_added","label":"girl","age":"9"}"#;
    let quote =
        r#"{"op":"quoted","child":3,"also_about":[2],"words":"I take Sam upstairs.","answers":"p/talk"}"#;
    let later = r#"{"op":"answered","item":"p/talk","child":2,"outcome":"later","owner":"PC Lane"}"#;
    let (_, state) = after_a_baby(&pack, &format!("{BOY}\n{girl}\n{quote}"));
    assert_eq!(mark_of(&pack, &state, "p/talk", 3).0, Mark::Done);
    assert_eq!(mark_of(&pack, &state, "p/talk", 2).0, Mark::Open);
    let (_, state) = after_a_baby(&pack, &format!("{BOY}\n{girl}\n{later}\n{quote}"));
    assert_eq!(mark_of(&pack, &state, "p/talk", 2).0, Mark::Later);
    // What was observed of both is of both.
    let both = r#"{"op":"observed","children":[1,2],"words":"Asleep.","answers":"p/talk"}"#;
    let (_, state) = after_a_baby(&pack, &format!("{BOY}\n{both}"));
    assert_eq!(mark_of(&pack, &state, "p/talk", 1).0, Mark::Done);
    assert_eq!(mark_of(&pack, &state, "p/talk", 2).0, Mark::Done);
}

fn known_by() -> impl Strategy<Value = Vec<Known>> {
    let one = (
        any_of(KnownBy::ALL),
        proptest::option::of(proptest::sample::select(vec!["mother", "PC Rowe", "PC Lane"])),
    );
    let one = one.prop_map(|(how, who)| known(how, who));
    proptest::collection::vec(one, 0..3)
}

fn told_operations() -> impl Strategy<Value = Vec<Operation>> {
    let child = || 1u32..3;
    let one = prop_oneof![
        (
            child(),
            any_of(Seen::ALL),
            proptest::option::of(any_of(Presence::ALL)),
            known_by()
        )
            .prop_map(|(child, seen, presence, known_by)| Operation::CircumstancesSet(
                SetCircumstances {
                    children: vec![child],
                    presence,
                    seen: Some(seen),
                    involved: None,
                    may_be_others: None,
                    factors: vec![],
                    known_by
                }
            )),
        (child(), known_by(), any::<bool>()).prop_map(|(child, known_by, named)| Operation::Observed(
            Observe {
                children: vec![child],
                words: "so".into(),
                known_by,
                answers: named.then(|| "p/talk".into())
            }
        )),
        (known_by(), proptest::collection::vec(1u64..12, 0..2)).prop_map(|(known_by, quotes)| {
            Operation::Answered(Answer {
                item: "p/feared".into(),
                child: None,
                value: Some("so".into()),
                outcome: Outcome::Done,
                known_by,
                quotes,
                reason: None,
                owner: None,
                told: None,
                already_in_log: false,
                yes_no: None,
            })
        }),
        known_by().prop_map(|known_by| Operation::DangerAsked(AnswerDanger {
            answer: Danger::NotNow,
            known_by,
            because: None,
            words: None
        })),
        child().prop_map(|child| Operation::Quoted(Quote {
            child: Some(child),
            also_about: vec![],
            words: "so".into(),
            fidelity: Fidelity::Gist,
            asked: Asked::NotSaid,
            question: None,
            present: vec![],
            answers: Some("p/talk".into())
        })),
        (2u64..12).prop_map(|entry| Operation::Corrected(Corrected {
            entry,
            reason: None,
            how: Correction::PressedByMistake
        })),
    ];
    proptest::collection::vec(one, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// However it came: a child reads as seen only when an entry that stands says so with the recorder's own eyes, and
    /// what is counted as only told is exactly what stands and is known from nobody else.
    #[test]
    fn nobody_is_seen_by_hearsay_and_the_count_is_true(operations in told_operations()) {
        let pack = night();
        let (entries, state) = play(&pack, [ops(BABY), ops(BOY), operations].concat());
        let struck = |seq: u64| !state.children.is_empty() && {
            // What stands, by the fold itself: an entry that was struck is in no list of the state.
            let mut struck = std::collections::BTreeSet::new();
            for entry in entries.iter().rev() {
                if struck.contains(&entry.seq) { continue; }
                if let Event::Corrected(c) = &entry.event { struck.insert(c.entry); }
            }
            struck.contains(&seq)
        };
        for child in state.present_children() {
            let own = entries.iter().rev().filter(|entry| entry.about == [child.number] && !struck(entry.seq))
                .find_map(|entry| match &entry.event {
                    Event::CircumstancesSet(set) if matches!(set.seen, Some(Seen::NotSeen | Seen::NotSaid))
                        || (set.seen.is_some() && own_sight(&set.known_by, entry.author.as_deref(), Some("PC Rowe")))
                        => set.seen,
                    _ => None,
                });
            prop_assert_eq!(child.seen, own.unwrap_or(Seen::NotSaid));
            let row = mark_of(&pack, &state, "p/see", child.number);
            prop_assert_eq!(row.0 == Mark::Done, child.seen_by_recorder());
            prop_assert_eq!(not_seen_by_you(child).is_none(), child.seen_by_recorder());
        }
        let lines = hearsay::lines(&state);
        prop_assert_eq!(worklist(&pack, &state).hearsay as usize, lines.len());
        for line in &lines {
            prop_assert!(!struck(line.entry));
            let entry = &entries[line.entry as usize - 1];
            let known_by = match &entry.event {
                Event::CircumstancesSet(set) => set.known_by.clone(),
                Event::Observed(observed) => observed.known_by.clone(),
                Event::DangerAsked(asked) => asked.known_by.clone(),
                Event::Answered(answered) => {
                    prop_assert!(hearsay::answer_is_hearsay(&state, answered));
                    continue;
                }
                other => panic!("{other:?}"),
            };
            prop_assert!(crate::interaction::state::is_hearsay(&known_by));
        }
        // Every row that is marked is counted, and every standing observation of that kind, or what points at it.
        for row in worklist(&pack, &state).rows.iter().filter(|row| row.hearsay) {
            let counted = lines.iter().any(|line| line.entry == row.answer)
                || state.answers.iter().any(|now| now.answer.quotes.contains(&row.answer));
            prop_assert!(counted, "{row:?}");
        }
    }

    /// Changing anything that is known keeps every answer.
    #[test]
    fn changing_what_is_known_keeps_every_answer(before in operations(), set in circumstances(), cases in cases()) {
        let pack = three_items(cases);
        let answered = |state: &State| -> BTreeSet<(u32, u32, u64)> {
            worklist(&pack, state).rows.iter()
                .filter(|row| state.answers.iter().any(|now| now.seq == row.answer))
                .map(|row| (row.item, row.child, row.answer)).collect()
        };
        let (_, state) = play(&pack, before.clone());
        prop_assume!(state.completed.is_none());
        let (_, after) = play(&pack, [before, vec![Operation::CircumstancesSet(set)]].concat());
        prop_assert!(answered(&state).is_subset(&answered(&after)));
    }

    /// Danger is due by event, whatever came before, and by nothing else: not by folding the log again.
    #[test]
    fn danger_becomes_due_by_event_alone(operations in operations(), answer in any_of(Danger::ALL)) {
        let pack = three_items(vec![]);
        let (entries, state) = play(&pack, operations.clone());
        prop_assert_eq!(fold(&entries).ask_danger, state.ask_danger);
        let yes = danger::is_yes(&state);
        let mut more = operations;
        let add = || Operation::ChildAdded(AddChild { label: None, age: Age::NotKnown });
        more.push(add());
        let (_, added) = play(&pack, more.clone());
        prop_assert_eq!(added.ask_danger.is_some(), !yes || state.ask_danger.is_some());
        prop_assert!(yes || (danger::before_risk(&added) && danger::before_leaving(&added)));
        // Answered, it is due no more, until something happens.
        let asked = Operation::DangerAsked(AnswerDanger { answer, known_by: vec![], because: None, words: None });
        more.push(asked);
        let (_, answered) = play(&pack, more.clone());
        let taken = answered.danger.len() > added.danger.len();
        prop_assert_eq!(taken, answer != Danger::SafeNow || yes);
        if taken {
            prop_assert_eq!(answered.ask_danger.is_none(), answer != Danger::NotAnswered || added.ask_danger.is_none());
        }
        more.push(Operation::SceneSet(SceneSet { place: Place::Home, words: None }));
        let (_, later) = play(&pack, more);
        prop_assert_eq!(later.ask_danger, answered.ask_danger);
    }
}

#[test]
fn a_level_of_immediate_danger_asks_and_nothing_is_inferred() {
    let pack = night();
    for answer in Danger::ALL {
        for level in Level::ALL {
            let first = match answer {
                Danger::SafeNow => "{\"op\":\"danger_asked\",\"answer\":\"yes\"}\n",
                _ => "",
            };
            let lines = format!(
                "{first}{}\n{}",
                format_args!(r#"{{"op":"danger_asked","answer":"{answer}"}}"#),
                format_args!(r#"{{"op":"risk_stated","child":1,"words":"Alone.","level":"{level}"}}"#)
            );
            let (_, state) = after_a_baby(&pack, &lines);
            let danger = state.danger_now().unwrap();
            assert_eq!(danger.answer, *answer, "the answer stands");
            assert_eq!(state.risks[0].risk.level, *level, "and so does the level");
            let want = match (answer, level) {
                // Passed by, it leads whatever follows.
                (Danger::NotAnswered, _) => Some(AskedBecause::ChildAdded),
                (Danger::Yes, _) => None,
                (_, Level::ImmediateDanger) => Some(AskedBecause::Level),
                _ => None,
            };
            let got = match state.ask_danger {
                // The child was added before anything was asked: that it begins is the older reason.
                Some(AskedBecause::Start) => Some(AskedBecause::ChildAdded),
                other => other,
            };
            assert_eq!(got, want, "{answer} {level}");
        }
    }
}

#[test]
fn danger_ages_on_the_screen_and_names_who_was_not_seen() {
    let pack = night();
    let danger_at = |lines: &str, minutes: i64| {
        let (entries, state) = after_a_baby(&pack, lines);
        let asked = entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.event, Event::DangerAsked(_)));
        let from = asked.map_or(at(0), |entry| entry.recorded_at);
        danger::line(
            &state,
            Moment::new(from.utc + chrono::Duration::minutes(minutes), 0),
        )
    };
    let not_now = r#"{"op":"danger_asked","answer":"not_now"}"#;
    let seen = r#"{"op":"circumstances_set","children":[1],"seen":"awake"}"#;
    let unseen = ". But not seen: baby, 8 months";
    assert_eq!(danger_at("", 5), "Immediate danger: not asked yet");
    for (minutes, ago) in [
        (0, ""),
        (1, ", 1 minute ago"),
        (19, ", 19 minutes ago"),
        (119, ", 119 minutes ago"),
        (125, ", 2 hours ago"),
        (4000, ""),
        (-3, ", by a clock that went back"),
    ] {
        let want = format!("Immediate danger: not now, 02:12{ago}{unseen}");
        assert_eq!(danger_at(not_now, minutes), want);
    }
    let seen_first = format!("{seen}\n{not_now}");
    assert_eq!(
        danger_at(&seen_first, 19),
        "Immediate danger: not now, 02:13, 19 minutes ago"
    );
    let yes = r#"{"op":"danger_asked","answer":"yes"}"#;
    assert_eq!(danger_at(yes, 19), "Immediate danger: yes, 02:12");
    let cannot = r#"{"op":"danger_asked","answer":"cannot_tell"}"#;
    assert_eq!(
        danger_at(cannot, 2),
        "Immediate danger: cannot tell, 02:12, 2 minutes ago"
    );
}

#[test]
fn leaving_and_coming_back_asks_danger_with_children_alone_and_offers_what_can_be_done() {
    let pack = night();
    let leave = r#"{"op":"left_scene","why":"another job","staying":"PC Lane"}"#;
    let before = format!(
        "{BOY}\n{}\n{leave}",
        r#"{"op":"danger_asked","answer":"not_now"}"#
    );
    let back = |with: &str| format!("{before}\n{{\"op\":\"returned\",{with}}}");
    let marks = |state: &State| {
        (
            mark_of(&pack, state, "p/talk", 1).0,
            mark_of(&pack, state, "p/talk", 2).0,
        )
    };
    let (entries, left) = after_a_baby(&pack, &before);
    assert!(!left.at_scene());
    assert_eq!(marks(&left), (Mark::NotReached, Mark::NotReached));
    let Event::LeftScene(leaving) = &entries.last().unwrap().event else {
        panic!("left")
    };
    assert!(leaving.not_reached.len() > 4, "each is named");
    let (_, none) = after_a_baby(&pack, &back(r#""with":"none""#));
    assert_eq!(
        (none.ask_danger, none.mode, none.at_scene()),
        (None, Some(Mode::WritingUp), false)
    );
    assert_eq!(marks(&none), (Mark::NotReached, Mark::NotReached));
    let (_, some) = after_a_baby(&pack, &back(r#""with":"some","children":[1]"#));
    assert_eq!(
        (some.ask_danger, some.at_scene()),
        (Some(AskedBecause::Returned), true)
    );
    assert_eq!(marks(&some), (Mark::Open, Mark::NotReached));
    assert!(danger::before_risk(&some) && danger::before_leaving(&some));
    let (_, all) = after_a_baby(&pack, &back(r#""with":"all""#));
    assert_eq!(
        (all.ask_danger, all.left.is_none()),
        (Some(AskedBecause::Returned), true)
    );
    assert_eq!(marks(&all), (Mark::Open, Mark::Open));
    // Not reached is not "not done": what was seen and not written is still an answer, and *not done* has its reason.
    let up = back(r#""with":"none""#);
    let (_, done) = after_a_baby(
        &pack,
        &format!(
            "{up}\n{}",
            r#"{"op":"observed","children":[1],"words":"Clean.","answers":"p/talk"}"#
        ),
    );
    assert_eq!(marks(&done), (Mark::Done, Mark::NotReached));
    let (_, not) = after_a_baby(
        &pack,
        &format!(
            "{up}\n{}",
            r#"{"op":"answered","item":"p/talk","child":1,"outcome":"not_done","reason":"He slept"}"#
        ),
    );
    assert_eq!(marks(&not), (Mark::NotDone, Mark::NotReached));
    // Nobody leaves a scene that they are not at, nor says by a press what only leaving says.
    for state in [&left, &none] {
        let again = prepare(op(leave), state, &pack, None).err();
        assert_eq!(
            again,
            Some(Error::Refused {
                why: Refusal::OutOfOrder
            })
        );
    }
    assert!(prepare(op(leave), &some, &pack, None).is_ok());
    // Nor is an officer at the scene again without saying with whom: danger would not be asked.
    let at_scene = r#"{"op":"mode_set","mode":"at_scene"}"#;
    for (state, taken) in [(&left, false), (&none, false), (&some, true), (&all, true)] {
        assert_eq!(prepare(op(at_scene), state, &pack, None).is_ok(), taken);
    }
    let pressed = op(r#"{"op":"answered","item":"p/go","outcome":"not_reached"}"#);
    assert!(prepare(pressed, &all, &pack, None).is_err());
}

#[test]
fn while_writing_up_the_time_that_was_said_is_offered_for_the_next() {
    let pack = night();
    let mut entries = vec![begun()];
    let mut add = |json: &str, done: Option<(i64, Precision)>| -> State {
        let state = fold(&entries);
        let prepared = prepare(op(json), &state, &pack, None).unwrap();
        let seq = entries.len() as u64 + 1;
        let mut new = entry(seq, prepared.event, prepared.about);
        if let Some((minute, precision)) = done {
            new.done_at = When {
                at: at(minute),
                precision,
            };
        }
        entries.push(new);
        fold(&entries)
    };
    let feared = r#"{"op":"answered","item":"p/feared","value":"His brother"}"#;
    let early = Some((-20, Precision::About));
    add(BABY, None);
    assert_eq!(
        add(feared, early).carried,
        None,
        "at the scene nothing is carried"
    );
    let state = add(r#"{"op":"mode_set","mode":"writing_up"}"#, None);
    assert_eq!(
        state.carried, None,
        "nothing is offered that nobody said while writing up"
    );
    let state = add(feared, early);
    assert_eq!(
        state.carried.map(|when| (when.at, when.precision)),
        Some((at(-20), Precision::About))
    );
    // What is no fact of the night leaves it as it is; a fact of now ends it.
    let state = add(
        r#"{"op":"reference_added","reference":"notebook","words":"12"}"#,
        None,
    );
    assert!(state.carried.is_some());
    let state = add(r#"{"op":"told","to":"Sgt Lane","how":"radio"}"#, None);
    assert!(state.carried.is_some());
    assert_eq!(add(feared, None).carried, None);
    add(feared, early);
    // Nor is what is done afterwards a fact of the night, and the operation and its entry agree on what is.
    let check = r#"{"op":"answered","item":"p/check","value":"Yes"}"#;
    let state = add(check, None);
    assert!(state.carried.is_some());
    for (line, fact) in [
        (check, false),
        (feared, true),
        (
            r#"{"op":"answered","item":"p/feared","outcome":"later","owner":"PC Lane"}"#,
            false,
        ),
        (r#"{"op":"quoted","child":1,"words":"Hello"}"#, true),
        (
            r#"{"op":"risk_stated","child":1,"words":"Alone","level":"in_need_of_support"}"#,
            false,
        ),
        (r#"{"op":"told","to":"Sgt Lane","how":"radio"}"#, false),
    ] {
        assert_eq!(op(line).may_be_earlier(&pack), fact, "{line}");
        assert_eq!(
            add(line, early).carried == add(line, None).carried,
            !fact,
            "{line}"
        );
        add(feared, early);
    }
    let state = add(r#"{"op":"mode_set","mode":"at_scene"}"#, None);
    assert_eq!(state.carried, None);
}

#[test]
fn pace_is_the_forces_own_figure_at_the_scene_and_is_kept_nowhere() {
    let pack = night();
    let (mut entries, _) = after_a_baby(&pack, "");
    let start = at(100);
    let second = |n: i64| Moment::new(start.utc + chrono::Duration::seconds(n), 0);
    let Ok(prepared) = prepare(
        op(r#"{"op":"answered","item":"p/feared","value":"His brother"}"#),
        &fold(&entries),
        &pack,
        None,
    ) else {
        panic!("taken")
    };
    for n in 0..6 {
        let mut new = entry(entries.len() as u64 + 1, prepared.event.clone(), vec![]);
        (new.recorded_at, new.done_at) = (second(n * 4), When::exactly(second(n * 4)));
        entries.push(new);
    }
    let state = fold(&entries);
    let due = |figure, now| pace(&state, &entries, figure, now);
    assert_eq!(due(None, second(20)), None, "no figure of ours");
    assert_eq!(
        due(Some(6), second(20)),
        None,
        "as many as the figure are not more"
    );
    let notice = due(Some(5), second(20)).unwrap();
    assert_eq!(
        notice.words(),
        "6 answers in 20 seconds. Is each one as you know it?"
    );
    assert_eq!(due(Some(5), second(70)), None, "the last minute alone");
    assert_eq!(
        due(Some(5), second(-1)),
        None,
        "a clock that went back counts nothing"
    );
    let mut call = state.clone();
    call.begun.as_mut().unwrap().role = Role::CallHandler;
    assert_eq!(pace(&call, &entries, Some(1), second(20)), None);
    let mut up = state.clone();
    up.mode = Some(Mode::WritingUp);
    assert_eq!(pace(&up, &entries, Some(1), second(20)), None);
    // Kept nowhere: neither the log nor the record says a word of it.
    let text = record(Some(&pack), &state, &entries).to_text();
    assert!(!text.contains("Is each one") && !text.contains("seconds"));
}

#[test]
fn told_is_the_owner_told_and_not_yet_is_no_telling() {
    let pack = night();
    let later = r#"{"op":"answered","item":"p/go","outcome":"later","owner":"PC Adeyemi"}"#;
    let (_, state) = after_a_baby(&pack, later);
    let words = Words { state: &state };
    let answer = &state.answers[0];
    assert_eq!(
        words.answer(&answer.answer, &None),
        "Later: PC Adeyemi, not told yet"
    );
    assert_eq!(
        leads::unsent_and_untold(&state)[0].text,
        "Not told yet: PC Adeyemi. Later: Do p/go."
    );
    let tell = |to: &str, how: &str| {
        format!(
            "{later}\n{{\"op\":\"told\",\"entry\":3,\"to\":\"{to}\",\"how\":\"{how}\",\"said_back\":true}}"
        )
    };
    let (entries, told) = after_a_baby(&pack, &tell("Adeyemi", "radio"));
    assert_eq!(told.untold().count(), 0);
    let words = Words { state: &told };
    assert_eq!(
        words.answer(&told.answers[0].answer, &None),
        "Later: PC Adeyemi, told by radio"
    );
    assert_eq!(
        words.event(&entries[3]),
        "Told Adeyemi of entry 3, told by radio. Said back"
    );
    let (_, other) = after_a_baby(&pack, &tell("Sgt Hill", "radio"));
    assert_eq!(
        other.untold().count(),
        1,
        "somebody else was told, and not the owner"
    );
    let refused = |json: &str| prepare(op(json), &state, &pack, None).err();
    for not_yet in [
        r#"{"op":"told","entry":3,"to":"PC Adeyemi","how":"not_yet"}"#,
        r#"{"op":"handed_over","to":"Sgt Hill","how":"not_yet"}"#,
        r#"{"op":"taken_over","from":"Control","how":"not_yet","words":"Three children."}"#,
    ] {
        assert_eq!(
            refused(not_yet),
            Some(Error::Refused { why: Refusal::NotYet }),
            "{not_yet}"
        );
    }
    // Were one in an older log: it is a plan, and the record stays on this device only.
    let hand = |how| {
        Event::HandedOver(HandedOver {
            to: "Sgt Hill".into(),
            how,
            said_back: None,
            words: None,
            say_first: vec![],
        })
    };
    let planned = [begun(), entry(2, hand(Told::NotYet), vec![])];
    let state = fold(&planned);
    assert!(state.only_here());
    assert_eq!(
        Words { state: &state }.event(&planned[1]),
        "To be handed over to Sgt Hill, not told yet"
    );
    assert!(!fold(&[begun(), entry(2, hand(Told::Radio), vec![])]).only_here());
}

#[test]
fn what_is_missing_is_named_and_keeps_nobody_from_handing_over() {
    let pack = night();
    let (_, state) = after_a_baby(&pack, "");
    assert_eq!(leads::missing(&state), ["incident log number"]);
    let with = r#"{"op":"reference_added","reference":"incident_log","words":"0142"}"#;
    assert!(leads::missing(&after_a_baby(&pack, with).1).is_empty());
    let mut nameless = state.clone();
    nameless.begun.as_mut().unwrap().recorder = None;
    assert_eq!(leads::missing(&nameless), ["who records", "incident log number"]);
    let hand = op(r#"{"op":"handed_over","to":"Sgt Hill","how":"in_person"}"#);
    let Ok(prepared) = prepare(hand, &nameless, &pack, None) else {
        panic!("taken")
    };
    let Event::HandedOver(hand) = prepared.event else {
        panic!("handed over")
    };
    assert!(hand.say_first.contains(&"Missing: who records".to_owned()));
    assert!(
        hand.say_first
            .contains(&"Missing: incident log number".to_owned())
    );
}

#[test]
fn a_sharing_goes_its_stages_and_shared_is_said_of_what_was_sent() {
    use SharingStage::*;
    let pack = night();
    let stages = [Decided, Sent, Confirmed, NotShared];
    for from in [None, Some(Decided), Some(Sent), Some(Confirmed), Some(NotShared)] {
        for to in stages {
            let mut lines = String::new();
            // Every way to the stage that it begins from.
            let way: &[SharingStage] = match from {
                None => &[],
                Some(Decided) => &[Decided],
                Some(Sent) => &[Decided, Sent],
                Some(Confirmed) => &[Decided, Sent, Confirmed],
                Some(NotShared) => &[NotShared],
            };
            for (n, stage) in way.iter().enumerate() {
                let sharing = if n == 0 {
                    String::new()
                } else {
                    ",\"sharing\":3".to_owned()
                };
                lines.push_str(&format!(
                    "{{\"op\":\"sharing_moved\",\"stage\":\"{stage}\",\"to\":\"school\",\"why\":\"so\"{sharing}}}\n"
                ));
            }
            let (_, state) = after_a_baby(&pack, &lines);
            let sharing = from.map_or(String::new(), |_| ",\"sharing\":3".to_owned());
            let json =
                format!(r#"{{"op":"sharing_moved","stage":"{to}","to":"school","why":"so"{sharing}}}"#);
            let taken = prepare(op(&json), &state, &pack, None).is_ok();
            let want = !matches!(
                (from, to),
                (None | Some(Decided | NotShared), Confirmed) | (Some(Sent | Confirmed), NotShared | Decided)
            );
            assert_eq!(taken, want, "{from:?} to {to:?}");
        }
    }
    let (_, state) = after_a_baby(&pack, r#"{"op":"sharing_moved","stage":"decided","to":"school"}"#);
    for no_why in ["", r#","why":" ""#] {
        let not = format!(r#"{{"op":"sharing_moved","sharing":3,"stage":"not_shared"{no_why}}}"#);
        let refused = prepare(op(&not), &state, &pack, None).err();
        assert_eq!(
            refused,
            Some(Error::Refused {
                why: Refusal::ReasonNeeded
            })
        );
    }
    for stage in stages {
        let moved = SharingMoved {
            sharing: None,
            stage,
            to: Some("school".into()),
            how: None,
            what: None,
            why: None,
            considered: None,
            by: None,
            route: None,
        };
        let words = Words { state: &state }.sharing(&moved);
        assert_eq!(
            words.starts_with("Sent"),
            matches!(stage, Sent | Confirmed),
            "{words}"
        );
        assert!(!words.contains("Shared"), "{words}");
    }
}

#[test]
fn a_correction_reads_at_once_and_both_wordings_stand() {
    let pack = night();
    let told = [
        (r#"{"op":"scene_set","place":"home","words":"Flat 1"}"#, "scene"),
        (
            r#"{"op":"answered","item":"p/feared","value":"His brother"}"#,
            "answer",
        ),
        (
            r#"{"op":"answered","item":"p/feared","outcome":"not_done","reason":"No time"}"#,
            "reason",
        ),
        (r#"{"op":"quoted","child":1,"words":"He shouts"}"#, "quote"),
        (
            r#"{"op":"observed","children":[1],"words":"Awake"}"#,
            "observation",
        ),
        (
            r#"{"op":"risk_stated","child":1,"words":"Alone","level":"in_need_of_support"}"#,
            "risk",
        ),
        (r#"{"op":"handling_set","words":"Afraid of him"}"#, "handling"),
        (
            r#"{"op":"reference_added","reference":"incident_log","words":"0142"}"#,
            "reference",
        ),
        (r#"{"op":"reviewed","words":"Clear"}"#, "review"),
    ];
    for (line, what) in told {
        let fix = r#"{"op":"corrected","entry":3,"how":{"reworded":{"words":"As it was"}}}"#;
        let (entries, state) = after_a_baby(&pack, &format!("{line}\n{fix}"));
        let now = match what {
            "scene" => state.scene.clone().unwrap().words.unwrap(),
            "answer" => state.answers[0].answer.value.clone().unwrap(),
            "reason" => state.answers[0].answer.reason.clone().unwrap(),
            "quote" => state.quotes[0].quote.words.clone(),
            "observation" => state.observations[0].observation.words.clone(),
            "risk" => state.risks[0].risk.words.clone(),
            "handling" => match &state.handling[0].event {
                Event::HandlingSet(set) => set.words.clone(),
                _ => String::new(),
            },
            _ => match &state.lines[0].event {
                Event::ReferenceAdded(to) => to.words.clone(),
                Event::Reviewed(review) => review.words.clone(),
                _ => String::new(),
            },
        };
        assert_eq!(now, "As it was", "{what}");
        let log = record(Some(&pack), &state, &entries).to_text();
        let old = Words { state: &state }.event(&entries[2]);
        assert!(log.contains(old.split('\n').next().unwrap()), "{what}: {log}");
        assert!(log.contains("should read: As it was"), "{what}: {log}");
        assert!(log.contains("  Corrected by entry 4\n"), "{what}: {log}");
        // And a correction that was itself a mistake takes nothing.
        let mistake = r#"{"op":"corrected","entry":4,"how":"pressed_by_mistake"}"#;
        let (_, state) = after_a_baby(&pack, &format!("{line}\n{fix}\n{mistake}"));
        assert_eq!(fold(&after_a_baby(&pack, line).0).scene, state.scene, "{what}");
    }
    // To another child: words of a child may be, an answer about the scene may not.
    let lines = format!(
        "{BOY}\n{}\n{}",
        r#"{"op":"quoted","child":1,"words":"He shouts"}"#,
        r#"{"op":"answered","item":"p/feared","value":"His brother"}"#
    );
    let (_, state) = after_a_baby(&pack, &lines);
    let to_boy = |entry: u64| {
        op(&format!(
            r#"{{"op":"corrected","entry":{entry},"how":{{"moved_to_child":{{"child":2}}}}}}"#
        ))
    };
    assert_eq!(
        prepare(to_boy(5), &state, &pack, None).err(),
        Some(Error::Refused {
            why: Refusal::NotForAChild
        })
    );
    let moved = [ops(BABY), ops(&lines), vec![to_boy(4)]].concat();
    let (_, state) = play(&pack, moved);
    assert_eq!(state.quotes[0].quote.child, Some(2));
    assert_eq!(mark_of(&pack, &state, "p/talk", 1).0, Mark::Open);
    assert_eq!(mark_of(&pack, &state, "p/talk", 2).0, Mark::Done);
}

#[test]
fn whoever_corrects_a_correction_says_anew_what_the_first_entry_says() {
    let pack = night();
    let lines = format!(
        "{BOY}\n{}\n{}\n{}\n{}\n{}",
        r#"{"op":"quoted","child":1,"words":"He took my shoe","fidelity":"exact"}"#,
        r#"{"op":"corrected","entry":4,"how":{"reworded":{"words":"He took my shoes"}}}"#,
        r#"{"op":"corrected","entry":5,"how":{"reworded":{"words":"He took my shoes off"}}}"#,
        r#"{"op":"corrected","entry":4,"how":{"moved_to_child":{"child":2}}}"#,
        r#"{"op":"corrected","entry":7,"how":{"moved_to_child":{"child":1}}}"#,
    );
    let (entries, state) = after_a_baby(&pack, &lines);
    assert_eq!(state.quotes[0].quote.words, "He took my shoes off");
    assert_eq!(state.quotes[0].about, [1]);
    let text = record(Some(&pack), &state, &entries).to_text();
    assert!(text.contains("“He took my shoes off”"), "{text}");
    // The last of them was a mistake: what stood before it stands again.
    let mistake = r#"{"op":"corrected","entry":6,"how":"pressed_by_mistake"}"#;
    let (_, state) = after_a_baby(&pack, &format!("{lines}\n{mistake}"));
    assert_eq!(state.quotes[0].quote.words, "He took my shoes");
}

#[test]
fn the_log_says_of_a_day_and_of_no_time_what_is_known_of_them() {
    let pack = night();
    let (mut entries, _) = after_a_baby(&pack, BOY);
    for (precision, said) in [
        (Precision::Day, ", happened on 22 November 2026"),
        (Precision::Unknown, ", happened at a time not known"),
        (Precision::About, ", for about "),
    ] {
        entries[1].done_at.precision = precision;
        let text = record(Some(&pack), &fold(&entries), &entries).to_text();
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_record_says_of_how_many_entries_it_cannot_read() {
    let pack = night();
    let (mut entries, _) = after_a_baby(&pack, BOY);
    let newer = Event::Newer {
        kind: "quoted".into(),
        v: 2,
    };
    let seq = entries.len() as u64 + 1;
    entries.push(Entry {
        seq,
        event: newer,
        ..entries[1].clone()
    });
    let text = record(Some(&pack), &fold(&entries), &entries).to_text();
    let says = format!("{seq}, of which 1 not read here, written by a newer version");
    assert!(text.contains(&says), "{text}");
}

#[test]
fn two_children_of_one_label_and_age_keep_a_number_apart() {
    let pack = night();
    let twin = r#"{"op":"child_added","label":"twin","age":"4"}"#;
    let labels = |lines: &str| -> Vec<String> {
        let (_, state) = after_a_baby(&pack, lines);
        state.children.iter().skip(1).map(Child::title).collect()
    };
    assert_eq!(labels(&format!("{twin}\n{twin}")), ["twin, 4", "twin 3, 4"]);
    let older = r#"{"op":"child_added","label":"twin","age":"5"}"#;
    assert_eq!(labels(&format!("{twin}\n{older}")), ["twin, 4", "twin, 5"]);
    let four = r#"{"op":"child_relabelled","child":3,"age":"4"}"#;
    assert_eq!(
        labels(&format!("{twin}\n{older}\n{four}")),
        ["twin, 4", "twin 3, 4"]
    );
    let blank = r#"{"op":"child_relabelled","child":2,"label":"  ","age":"3"}"#;
    assert_eq!(labels(&format!("{twin}\n{blank}")), ["twin, 3"]);
}

#[test]
fn words_open_on_the_child_last_spoken_of() {
    let pack = night();
    let spoken = |lines: &str| after_a_baby(&pack, &format!("{BOY}\n{lines}")).1.last_spoken_of();
    assert_eq!(spoken(""), None);
    let baby = r#"{"op":"observed","children":[1],"words":"Awake"}"#;
    let boy = r#"{"op":"quoted","child":2,"words":"Hello"}"#;
    assert_eq!(spoken(&format!("{baby}\n{boy}")), Some(2));
    assert_eq!(spoken(&format!("{boy}\n{baby}")), Some(1));
    let both = r#"{"op":"observed","children":[1,2],"words":"Together"}"#;
    assert_eq!(
        spoken(&format!("{boy}\n{both}")),
        Some(2),
        "about both is about neither"
    );
    let same = r#"{"op":"child_merged","child":2,"into":1}"#;
    assert_eq!(spoken(&format!("{boy}\n{same}")), Some(1));
}

/// The review sheet of the small night: what leads, each child, and what the pack asks to look at.
#[test]
fn the_review_sheet_is_what_a_supervisor_looks_at_first() {
    use crate::interaction::review::review;
    let pack = night();
    let lines = format!(
        "{BOY}\n{}",
        r#"
        {"op":"danger_asked","answer":"yes"}
        {"op":"danger_asked","answer":"safe_now","words":"He was taken out"}
        {"op":"danger_asked","answer":"not_now","known_by":[{"how":"seen"}]}
        {"op":"circumstances_set","children":[1],"seen":"asleep","known_by":[{"how":"adult_said","who":"mother"}]}
        {"op":"circumstances_set","children":[2],"seen":"awake","presence":"with_me","involved":["witness"],"may_be_others":false}
        {"op":"quoted","child":2,"words":"He shouts.","fidelity":"exact","asked":"unasked"}
        {"op":"quoted","child":2,"words":"Mum cries.","fidelity":"gist"}
        {"op":"observed","children":[2],"words":"Looks at the door"}
        {"op":"answered","item":"p/talk","child":1,"outcome":"later","owner":"PC Adeyemi"}
        {"op":"answered","item":"p/feared","value":"In the van","known_by":[{"how":"adult_said","who":"mother"}]}
        {"op":"answered","item":"p/go","value":"All with mother at home"}
        {"op":"risk_stated","child":2,"words":"Shouting most weekends.","level":"immediate_danger"}
        {"op":"risk_stated","child":2,"words":"Calmer now he is gone.","level":"in_need_of_support"}
        {"op":"risk_stated","child":1,"words":"In the next room.","level":"no_concern_found_now"}
        {"op":"sharing_moved","stage":"decided","to":"The school","children":[2]}
        {"op":"reference_added","reference":"body_worn_video","words":"417"}
        {"op":"handling_set","words":"Afraid of him knowing","children":[2]}
        {"op":"left_scene","why":"Another job","staying":"PC Adeyemi"}"#
    );
    let (entries, state) = after_a_baby(&pack, &lines);
    let sheet = review(Some(&pack), &state, &entries);
    let texts = |lines: &[crate::interaction::record::RecordLine]| -> Vec<String> {
        lines.iter().map(|line| line.text.clone()).collect()
    };
    assert_eq!(sheet.handling, ["Boy, 3: Afraid of him knowing"]);
    assert_eq!(
        texts(&sheet.first),
        [
            "Decided, not sent: The school. About: boy, 3. PC Rowe, 02:27",
            "Not told yet: PC Adeyemi. Later: baby, 8 months: Do p/talk.",
            "Not reached: baby, 8 months: Do p/see.",
        ]
    );
    let [baby, boy] = sheet.children.as_slice() else {
        panic!("two children")
    };
    assert_eq!(baby.seen, "Not seen. Mother said: asleep, 02:16");
    assert_eq!(
        baby.heard.text,
        "Not spoken with. Later: PC Adeyemi, not told yet, 02:21"
    );
    let risk = baby.risk.as_ref().unwrap();
    assert_eq!(
        risk.title,
        "No concern found now. Baby, 8 months: not seen by PC Rowe"
    );
    assert_eq!(texts(&baby.shared), Vec::<String>::new());
    assert_eq!(
        texts(&baby.open),
        [
            "Do p/see. Not reached",
            "Do p/talk. Later: PC Adeyemi, not told yet, 02:21"
        ]
    );
    assert_eq!(boy.seen, "Seen awake, 02:17");
    assert_eq!(boy.heard.text, "“He shouts.” (Exact. Unasked) 02:18");
    assert_eq!(boy.heard_more, 2, "the other quote, and what was seen");
    let risk = boy.risk.as_ref().unwrap();
    assert_eq!(
        (risk.title.as_str(), risk.words.as_str(), risk.by.as_str()),
        ("In need of support", "Calmer now he is gone.", "PC Rowe, 02:25")
    );
    assert_eq!(risk.before, ["Immediate danger, 02:24"]);
    assert_eq!(texts(&boy.shared), ["Decided, not sent, 02:27: The school"]);
    assert_eq!(
        texts(&sheet.danger),
        [
            "02:13  Yes",
            "02:14  Safe now: He was taken out. But not seen: baby, 8 months; boy, 3",
            "02:15  Not now, but not seen: baby, 8 months; boy, 3 (seen by PC Rowe)",
        ]
    );
    assert_eq!(
        texts(&sheet.when_you_go),
        [
            "All with mother at home, 02:23",
            "Left the scene 02:30: Another job. PC Adeyemi stays"
        ]
    );
    assert_eq!(sheet.hearsay_count, 2);
    assert_eq!(texts(&sheet.references), ["Body-worn video: 417"]);
    assert_eq!(sheet.missing, ["incident log number"]);
    // Of the baby nobody said how it is involved: whether a child is suspected is not known.
    assert_eq!(sheet.questions[0].does_not_apply, None);
    let said = r#"{"op":"circumstances_set","children":[1],"may_be_others":false}"#;
    let (entries, state) = after_a_baby(&pack, &format!("{lines}\n{said}"));
    let sheet = review(Some(&pack), &state, &entries);
    assert_eq!(
        sheet.questions[0].does_not_apply.as_deref(),
        Some("no child is suspected")
    );
    assert_eq!(
        sheet.questions[1].does_not_apply, None,
        "one about nobody in particular"
    );
    // Without the pack the rest is whole, and what is missing is said.
    let bare = review(None, &state, &entries);
    assert!(
        bare.first
            .iter()
            .any(|line| line.text.contains("no longer on the device"))
    );
    assert_eq!(bare.children.len(), 2);
    // No place in it for a mark, a rank or a pace.
    let json = serde_json::to_string(&sheet).unwrap();
    for word in ["score", "rank", "pace", "percent", "minutes_taken"] {
        assert!(!json.contains(&format!("\"{word}")), "{word}");
    }
    assert_eq!(
        review(Some(&pack), &fold(&[begun()]), &[begun()]).questions[0].does_not_apply,
        None
    );
}

#[test]
fn a_review_answers_the_packs_own_prompts_and_says_who() {
    use crate::interaction::review::review;
    let pack = night();
    let (_, state) = after_a_baby(&pack, "");
    let refused = |json: &str| prepare(op(json), &state, &pack, None).err();
    let why = |why| Some(Error::Refused { why });
    assert_eq!(
        refused(r#"{"op":"reviewed","words":" "}"#),
        why(Refusal::WordsNeeded)
    );
    assert_eq!(
        refused(r#"{"op":"reviewed","words":"Clear","answers":[{"prompt":"p/review/none","words":"Yes"}]}"#),
        why(Refusal::NotInPack)
    );
    assert_eq!(
        refused(r#"{"op":"reviewed","words":"Clear","answers":[{"prompt":"p/review/any","words":""}]}"#),
        why(Refusal::WordsNeeded)
    );
    let line = r#"{"op":"reviewed","words":"Clear","asked_of":"PC Rowe: send it","answers":[{"prompt":"p/review/any","words":"Yes, fully."}]}"#;
    let (mut entries, _) = after_a_baby(&pack, line);
    entries[2].author = Some("Sgt Lane".into());
    let state = fold(&entries);
    let sheet = review(Some(&pack), &state, &entries);
    assert_eq!(sheet.questions[1].answers[0].text, "Yes, fully. Sgt Lane");
    assert!(sheet.reviews[0].text.starts_with(
        "Reviewed: Clear. Asked of PC Rowe: send it\nTo: Look at p/review/any? Yes, fully. Sgt Lane, "
    ));
    // Older reviews had no such answers, and read as they did.
    let old = serde_json::from_str::<Reviewed>(r#"{"words":"Clear"}"#).unwrap();
    assert_eq!(old.answers, []);
    assert_eq!(serde_json::to_string(&old).unwrap(), r#"{"words":"Clear"}"#);
}

/// A warning about one child does not take the place of a warning about another.
#[test]
fn each_childs_handling_line_stands_until_another_is_set_for_the_same_children() {
    let pack = night();
    let lines = r#"{"op":"child_added","label":"boy","age":"4"}
{"op":"handling_set","children":[1],"words":"Afraid of the uncle knowing."}
{"op":"handling_set","children":[2],"words":"Nobody is to say where he is."}
{"op":"handling_set","children":[1],"words":"Afraid of the uncle and the aunt."}"#;
    let (entries, state) = after_a_baby(&pack, lines);
    let record = record(Some(&pack), &state, &entries);
    let top = &record.sections[0];
    let text: Vec<&str> = top.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(top.section, "handling");
    assert_eq!(text.len(), 2, "{text:?}");
    assert!(
        text.iter()
            .any(|line| line.ends_with("Nobody is to say where he is.")),
        "{text:?}"
    );
    assert!(
        text.iter()
            .any(|line| line.ends_with("Afraid of the uncle and the aunt.")),
        "{text:?}"
    );
}
