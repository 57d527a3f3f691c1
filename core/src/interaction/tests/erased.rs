//! What must hold of every erasure: nothing older comes back in the place of what was erased.

use super::*;
use crate::interaction::entry::Erased;
use crate::interaction::log_copy::log_standing;
use crate::interaction::remains;
use crate::interaction::state::{is_hearsay, own_sight};

/// A log in which the entry of this number was erased, as the door does it. `keep`: with what it did.
pub(super) fn erase(entries: &[Entry], seq: u64, keep: bool) -> Vec<Entry> {
    let mut after: Vec<Entry> = Vec::new();
    for entry in entries {
        after.push(match entry.seq == seq {
            true => Entry::gone_after(seq, after.last()),
            false => entry.clone(),
        });
    }
    let was = &entries[seq as usize - 1];
    let erased = Erased {
        entry: seq,
        reason: "r".into(),
        authority: "a".into(),
        remains: remains::of(was, entries).filter(|_| keep),
    };
    after.push(entry(after.len() as u64 + 1, Event::Erased(erased), vec![]));
    after
}

/// Every entry that counts as the last word on something.
fn standing(state: &State) -> BTreeSet<u64> {
    let danger = state.danger.iter().map(|now| now.seq);
    let answers = state.answers.iter().map(|now| now.seq);
    let quotes = state.quotes.iter().map(|now| now.seq);
    let observed = state.observations.iter().map(|now| now.seq);
    let risks = state.risks.iter().map(|now| now.seq);
    let sharings = state.sharings.iter().map(|now| now.seq);
    let handling = state.handling.iter().map(|now| now.seq);
    let left = state.left.iter().map(|now| now.seq);
    let scene = danger.chain(answers).chain(quotes).chain(observed);
    scene
        .chain(risks)
        .chain(sharings)
        .chain(handling)
        .chain(left)
        .collect()
}

/// What was done with a record, and how far it came: an erasure changes none of it.
fn done(state: &State) -> String {
    let danger = state.danger_now();
    let about: Vec<&Vec<u32>> = state.handling.iter().map(|line| &line.about).collect();
    let told: Vec<(u64, Told)> = state.told.iter().map(|now| (now.seq, now.told.how)).collect();
    format!(
        "danger {:?}, not seen {:?}, only told {}; handling {about:?}; held {}, completed {}, only here {}; left {}, \
         mode {:?}, back {:?}; told {told:?}; copied {}",
        danger.map(|now| (now.seq, now.answer)),
        danger.map(|now| &now.not_seen),
        danger.is_some_and(|now| is_hearsay(&now.known_by)),
        state.hold.is_some(),
        state.completed.is_some(),
        state.only_here(),
        state.left.is_some(),
        state.mode,
        (state.back_with, &state.back_with_children),
        log_standing(state).copied.is_some(),
    )
}

/// What is known of children, as far as an erasure of this event takes nothing of it.
fn kept(before: &State, after: &State, was: &Event) -> bool {
    let mut pairs = before.children.iter().zip(&after.children);
    match was {
        Event::ChildAdded(_) | Event::ChildRelabelled(_) => true,
        Event::CircumstancesSet(set) => {
            let own = own_sight(&set.known_by, None, before.recorder());
            pairs.all(|(old, now)| {
                (set.seen.is_some() && own || now.seen == old.seen || set.seen == Some(Seen::NotSeen))
                    && (set.presence.is_some() || now.presence == old.presence)
                    && (set.involved.is_some() || now.involved == old.involved)
            })
        }
        // Of whom it was is in their labels, which are told apart as before.
        _ => pairs.all(|(old, now)| old == now),
    }
}

/// What comes back that did not stand before; none: nothing.
fn back(before: &State, after: &State) -> Option<String> {
    if done(before) != done(after) {
        return Some(format!("{} was {}", done(after), done(before)));
    }
    let untold = |state: &State| -> BTreeSet<u64> { state.untold().map(|now| now.seq).collect() };
    if !untold(after).is_subset(&untold(before)) {
        return Some("not told".to_owned());
    }
    // Nothing older answers an item: but other words may be its answer too.
    let rows = |state: &State| worklist(&three_items(vec![]), state).rows;
    let quotes = before.quotes.iter().map(|now| now.seq);
    let words: BTreeSet<u64> = quotes
        .chain(before.observations.iter().map(|now| now.seq))
        .collect();
    for now in rows(after).iter().filter(|row| row.answer != 0) {
        let same = |row: &&crate::interaction::worklist::Row| (row.item, row.child) == (now.item, now.child);
        let old = rows(before).iter().find(same).map_or(0, |old| old.answer);
        if old != now.answer && !(words.contains(&old) && words.contains(&now.answer)) {
            return Some(format!(
                "item {} is answered by {}, was by {old}",
                now.item, now.answer
            ));
        }
    }
    let handling =
        |state: &State| -> Vec<Event> { state.handling.iter().map(|line| line.event.clone()).collect() };
    for (old, now) in handling(before).iter().zip(&handling(after)) {
        let Event::HandlingSet(set) = now else { continue };
        if now != old && set.words != remains::HANDLING {
            return Some(format!("handling {set:?}"));
        }
    }
    let answer = |state: &State| state.danger_now().map(|now| now.answer);
    if answer(before) != answer(after) {
        return Some(format!("danger: {:?} was {:?}", answer(after), answer(before)));
    }
    let (was, is) = (standing(before), standing(after));
    if let Some(seq) = is.difference(&was).next() {
        return Some(format!("entry {seq}"));
    }
    for now in &after.risks {
        let same = before.risks.iter().find(|old| old.seq == now.seq)?;
        if same.risk.level != now.risk.level || same.risk.child != now.risk.child {
            return Some(format!("risk {}", now.seq));
        }
    }
    for now in &after.sharings {
        let same = before.sharings.iter().find(|old| old.seq == now.seq);
        let words =
            |now: &Option<String>, old: &Option<String>| now == old || now.as_deref() == Some(remains::WORDS);
        let name =
            |now: &Option<String>, old: &Option<String>| now == old || now.as_deref() == Some(remains::NAME);
        if same.is_none_or(|old| {
            old.sharing.stage != now.sharing.stage
                || old.about != now.about
                || !words(&now.sharing.how, &old.sharing.how)
                || !words(&now.sharing.why, &old.sharing.why)
                || !words(&now.sharing.what, &old.sharing.what)
                || !words(&now.sharing.considered, &old.sharing.considered)
                || !name(&now.sharing.to, &old.sharing.to)
                || !name(&now.sharing.by, &old.sharing.by)
                || now.sharing.route.is_some() && now.sharing.route != old.sharing.route
        }) {
            return Some(format!("sharing {}", now.first));
        }
    }
    if before.unsent().count() != after.unsent().count() {
        return Some("unsent".to_owned());
    }
    for now in &after.quotes {
        let old = before.quotes.iter().find(|old| old.seq == now.seq)?;
        let erased = now.quote.words == remains::WORDS && now.quote.fidelity == Fidelity::Gist;
        if (now.quote.words != old.quote.words && !erased) || now.quote.child != old.quote.child {
            return Some(format!("words {}", now.seq));
        }
    }
    let place = |state: &State| state.scene.as_ref().map(|scene| scene.place);
    if after.scene.is_some() && place(after) != place(before) {
        return Some("scene".to_owned());
    }
    for (old, now) in before.children.iter().zip(&after.children) {
        let of = |factor: &FactorSet| {
            old.factors
                .iter()
                .find(|f| f.factor == factor.factor)
                .map(|f| f.state)
        };
        let factors = now
            .factors
            .iter()
            .all(|now| now.state == FactorState::NotKnown || of(now) == Some(now.state));
        let same = factors
            && (now.label == old.label || now.label == format!("child {}", now.number))
            && (now.age == old.age || now.age == Age::NotKnown)
            && (now.seen == old.seen || now.seen == Seen::NotSaid)
            && (now.seen_entry == old.seen_entry || now.seen_entry == 0)
            && (now.presence == old.presence || now.presence == Presence::NotKnown)
            && (now.involved == old.involved || now.involved.is_empty())
            && (now.may_be_others == old.may_be_others || now.may_be_others)
            && now.merged_into == old.merged_into
            && now.from_others.iter().all(|from| old.from_others.contains(from));
        if !same {
            return Some(format!("child {}: {now:?} was {old:?}", now.number));
        }
    }
    (before.children.len() != after.children.len()).then(|| "a child".to_owned())
}

/// Kinds and fields that the other properties do not need, each with how many minutes before it was written it
/// happened.
fn steps() -> impl Strategy<Value = Vec<(Operation, i64)>> {
    let mother = || Known {
        how: KnownBy::AdultSaid,
        who: Some("mother".into()),
    };
    let known = move || {
        let colleague = Known {
            how: KnownBy::Seen,
            who: Some("PC Osei".into()),
        };
        proptest::sample::select(vec![vec![], vec![mother()], vec![colleague]])
    };
    let reason = || Reason { reason: "why".into() };
    let who = || any_of(&["PC Adeyemi", "Adeyemi", "PC Osei"]);
    let words = "[a-z]{2}";
    let more = prop_oneof![
        3 => (circumstances(), known()).prop_map(|(set, known_by)| Operation::CircumstancesSet(SetCircumstances {
            known_by, ..set })),
        3 => (any_of(Danger::ALL), known()).prop_map(|(answer, known_by)| Operation::DangerAsked(AnswerDanger {
            answer, known_by, because: None, words: Some("w".into()) })),
        2 => (1u64..12, who()).prop_map(|(entry, to)| Operation::Told(TellSomeone {
            entry: Some(entry), to: to.into(), how: Told::Radio, words: None, said_back: None, answers: None })),
        1 => (1u32..4, proptest::option::of(words), proptest::option::of(ages())).prop_map(|(child, label, age)|
            Operation::ChildRelabelled(ChildRelabelled { child, label, age })),
        1 => who().prop_map(|to| Operation::HandedOver(HandOver {
            to: to.into(), how: Told::InPerson, said_back: None, words: None })),
        2 => (words, proptest::sample::subsequence(vec![1u32, 2], 0..2)).prop_map(|(words, children)|
            Operation::HandlingSet(SetHandling { words, children })),
        1 => (words, proptest::option::of(1u64..12)).prop_map(|(words, upto)|
            Operation::CopiedForTheLog(CopyForTheLog { words, upto })),
        1 => (1u32..4, words, known()).prop_map(|(child, words, known_by)| Operation::Observed(Observe {
            children: vec![child], words, known_by, answers: Some("p/i2".into()) })),
        3 => (any_of(SharingStage::ALL), proptest::option::of(1u64..12), proptest::option::of(who()),
            proptest::collection::vec(proptest::option::of(words), 5)).prop_map(|(stage, sharing, to, said)| {
            let said = |at: usize| said[at].clone();
            Operation::SharingMoved(MoveSharing { sharing, stage, children: vec![], to: to.map(str::to_owned),
                how: said(0), what: said(1), why: said(2), considered: said(3), by: said(4), route: None })
        }),
        1 => any_of(Mode::ALL).prop_map(|mode| Operation::ModeSet(ModeSet { mode })),
        1 => Just(Operation::HoldSet(reason())),
        2 => Just(Operation::HoldLifted(reason())),
        1 => Just(Operation::Completed(Nothing {})),
        4 => Just(Operation::Reopened(reason())),
    ];
    let more = proptest::collection::vec(more, 0..15);
    let all = (operations(), more).prop_map(|(some, more)| [some, more].concat());
    let shuffled = all.prop_shuffle();
    shuffled.prop_flat_map(|all| {
        let earlier = proptest::collection::vec(prop_oneof![2 => Just(0i64), 1 => 1i64..9], all.len());
        earlier.prop_map(move |earlier| all.iter().cloned().zip(earlier).collect())
    })
}

/// Plays them, and dates each back.
fn play_at(pack: &Pack, steps: Vec<(Operation, i64)>) -> (Vec<Entry>, State) {
    let mut entries = vec![begun()];
    for (operation, earlier) in steps {
        if let Ok(prepared) = prepare(operation, &fold(&entries), pack, None) {
            let mut entry = entry(entries.len() as u64 + 1, prepared.event, prepared.about);
            entry.done_at = When::exactly(at(entry.seq as i64 - earlier));
            entries.push(entry);
        }
    }
    let state = fold(&entries);
    (entries, state)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is erased, no older entry stands in its place.
    #[test]
    fn nothing_older_comes_back(steps in steps(), which in any::<proptest::sample::Index>()) {
        let pack = three_items(vec![]);
        let (entries, before) = play_at(&pack, steps);
        let with_words: Vec<u64> = entries.iter().filter(|entry| remains::has_words(&entry.event))
            .map(|entry| entry.seq).collect();
        prop_assume!(!with_words.is_empty());
        let seq = *which.get(&with_words);
        let was = |seq: u64| &entries[seq as usize - 1].event;
        let after = erase(&entries, seq, true);
        prop_assert_eq!(back(&before, &fold(&after)), None, "entry {} erased of {:#?}", seq, entries);
        let reaches = matches!(was(seq), Event::Corrected(_));
        prop_assert!(reaches || kept(&before, &fold(&after), was(seq)), "entry {} erased of {:#?}", seq, entries);
        // The same after another erasure, and through the bytes that are sealed.
        let through: Vec<Entry> = after.iter().map(|entry| match entry.event {
            Event::Gone => entry.clone(),
            _ => wire::decode(entry.seq, &wire::encode(entry).unwrap()).unwrap(),
        }).collect();
        prop_assert_eq!(fold(&through), fold(&after));
        let left = with_words.iter().copied().filter(|other| *other != seq);
        for other in left {
            let twice = erase(&after, other, true);
            prop_assert_eq!(back(&fold(&after), &fold(&twice)), None, "entry {} after {} of {:#?}", other, seq, entries);
        }
        // And whatever is written after it is folded as it comes.
        let mut state = fold(&after);
        let late = DangerAsked { answer: Danger::NotNow, known_by: vec![], because: AskedBecause::Chosen, words: None,
            not_seen: vec![], shown: None };
        let mut late = entry(after.len() as u64 + 1, Event::DangerAsked(late), vec![]);
        late.done_at = When::exactly(at(2));
        prop_assert!(!fold_one(&mut state, &late));
        prop_assert_eq!(state, fold(&[after, vec![late]].concat()));
    }
}

/// The rule above is not empty: an erasure that keeps nothing brings back what was taken back.
#[test]
fn an_erasure_that_keeps_nothing_brings_back_what_was_struck() {
    let pack = three_items(vec![]);
    let danger = |answer| {
        Operation::DangerAsked(AnswerDanger {
            answer,
            known_by: vec![],
            because: None,
            words: None,
        })
    };
    let quote = Operation::Quoted(Quote {
        child: Some(1),
        also_about: vec![],
        words: "He hit me".into(),
        fidelity: Fidelity::Exact,
        asked: Asked::Unasked,
        question: None,
        present: vec![],
        answers: None,
    });
    let corrected = |how| {
        Operation::Corrected(Corrected {
            entry: 5,
            reason: None,
            how,
        })
    };
    let child = Operation::ChildAdded(AddChild {
        label: Some("boy".into()),
        age: Age::NotKnown,
    });
    let before = [danger(Danger::NotNow), danger(Danger::Yes), child, quote];
    // Entry 3 is the yes; entry 6 corrects the quote.
    for (seq, how) in [
        (3, Correction::PressedByMistake),
        (6, Correction::PressedByMistake),
        (
            6,
            Correction::Reworded {
                words: "He hit Sam".into(),
            },
        ),
    ] {
        let operations = before.iter().cloned().chain([corrected(how)]).collect();
        let (entries, state) = play(&pack, operations);
        assert_eq!(entries.len(), 6);
        assert!(back(&state, &fold(&erase(&entries, seq, false))).is_some());
        assert_eq!(back(&state, &fold(&erase(&entries, seq, true))), None);
    }
}
