//! What must hold of every erasure: nothing older comes back in the place of what was erased.

use super::*;
use crate::interaction::entry::Erased;
use crate::interaction::remains;

/// A log in which the entry of this number was erased, as the door does it. `keep`: with what it did.
fn erase(entries: &[Entry], seq: u64, keep: bool) -> Vec<Entry> {
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
        remains: remains::of(was).filter(|_| keep),
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

/// What comes back that did not stand before; none: nothing.
fn back(before: &State, after: &State) -> Option<String> {
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
        if same.is_none_or(|old| {
            old.sharing.stage != now.sharing.stage
                || old.about != now.about
                || !words(&now.sharing.how, &old.sharing.how)
                || !words(&now.sharing.why, &old.sharing.why)
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is erased, no older entry stands in its place.
    #[test]
    fn nothing_older_comes_back(operations in operations(), which in any::<proptest::sample::Index>()) {
        let pack = three_items(vec![]);
        let (entries, before) = play(&pack, operations);
        let with_words: Vec<u64> = entries.iter().filter(|entry| remains::has_words(&entry.event))
            .map(|entry| entry.seq).collect();
        prop_assume!(!with_words.is_empty());
        let seq = *which.get(&with_words);
        let after = erase(&entries, seq, true);
        prop_assert_eq!(back(&before, &fold(&after)), None, "entry {} erased of {:#?}", seq, entries);
        // The same after another erasure, and through the bytes that are sealed.
        let through: Vec<Entry> = after.iter().map(|entry| match entry.event {
            Event::Gone => entry.clone(),
            _ => wire::decode(entry.seq, &wire::encode(entry).unwrap()).unwrap(),
        }).collect();
        prop_assert_eq!(fold(&through), fold(&after));
        let left = with_words.iter().copied().filter(|other| *other != seq);
        for other in left {
            let twice = erase(&after, other, true);
            prop_assert_eq!(back(&fold(&after), &fold(&twice)), None, "entry {} after {}", other, seq);
        }
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
