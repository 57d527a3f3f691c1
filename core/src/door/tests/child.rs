//! An export for one child: no word that was typed for another is in it, and it verifies.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What was typed, with whom it is about: a word that stands nowhere else.
struct Typed {
    word: String,
    about: BTreeSet<u32>,
}

struct Told {
    it: Arc<Interaction>,
    typed: Vec<Typed>,
}

impl Told {
    /// Performs an operation in which `WORD` stands for words about these children.
    fn say(&mut self, about: &[u32], json: &str) -> u64 {
        let word = format!("typed{}x", self.typed.len());
        let seq = self.it.head().unwrap().seq;
        let about: BTreeSet<u32> = about.iter().copied().collect();
        match self.it.perform(op(&json.replace("WORD", &word)), now()) {
            Ok(receipt) => {
                if json.contains("WORD") {
                    self.typed.push(Typed { word, about });
                }
                receipt.seq
            }
            // What does not follow is refused: nothing was typed then.
            Err(Error::Refused { .. }) => seq,
            Err(error) => panic!("{error:?}"),
        }
    }

    /// The words of others are nowhere in this child's exports, which verify and say what they leave out.
    fn check(&self, child: u32) -> (String, u64) {
        let state = self.it.state().unwrap();
        let one = |number: &u32| state.child(*number).map_or(*number, |child| child.number);
        let whole = json(&self.it);
        let of = |format| {
            let how = ExportHow {
                child: Some(child),
                ..ExportHow::whole(format)
            };
            self.it.export(how, now()).unwrap()
        };
        let files = [ExportFormat::Json, ExportFormat::Html, ExportFormat::Text].map(of);
        for typed in &self.typed {
            assert!(whole.contains(&typed.word), "the control: the whole has it");
            let others = typed.about.iter().any(|number| one(number) != one(&child));
            let nobody = typed.about.is_empty();
            for file in files.iter().filter(|_| others || nobody) {
                assert!(
                    !file.text.contains(&typed.word),
                    "{} {:?} {}",
                    typed.word,
                    typed.about,
                    file.text
                );
            }
        }
        for file in &files[..2] {
            let checked = verify_export(&file.text).unwrap();
            assert_eq!(checked.head, file.receipt.hash);
            let left_out: usize = file.left_out.iter().map(|one| one.entries.len()).sum();
            assert_eq!(checked.without_words, left_out as u64);
            assert_eq!(checked.says.unwrap().left_out, file.left_out);
        }
        let without = verify_export(&files[0].text).unwrap().without_words;
        (files[0].text.clone(), without)
    }
}

#[test]
fn an_export_for_a_child_has_what_is_about_that_child_and_nothing_of_the_others() {
    let host = Host::new();
    let it = host.begin(0);
    let mut told = Told { it, typed: vec![] };
    told.say(&[], r#"{"op":"scene_set","place":"home","words":"WORD"}"#);
    for child in [1, 2, 3] {
        told.say(&[child], r#"{"op":"child_added","label":"WORD","age":"9"}"#);
    }
    let mut quotes = vec![];
    for child in [1, 2, 3] {
        told.say(
            &[child],
            &format!(r#"{{"op":"observed","children":[{child}],"words":"WORD"}}"#),
        );
        quotes.push(told.say(
            &[child],
            &format!(r#"{{"op":"quoted","child":{child},"words":"WORD"}}"#),
        ));
        told.say(
            &[child],
            &format!(r#"{{"op":"risk_stated","child":{child},"words":"WORD","level":"in_need_of_support"}}"#),
        );
        told.say(
            &[child],
            &format!(r#"{{"op":"handling_set","words":"WORD","children":[{child}]}}"#),
        );
        told.say(
            &[child],
            &format!(
                r#"{{"op":"corrected","entry":{},"how":{{"reworded":{{"words":"WORD"}}}}}}"#,
                quotes[child as usize - 1]
            ),
        );
    }
    told.say(
        &[1, 2],
        r#"{"op":"quoted","child":1,"also_about":[2],"words":"WORD"}"#,
    );
    told.say(
        &[1, 2, 3],
        r#"{"op":"sharing_moved","stage":"decided","to":"WORD"}"#,
    );
    told.say(&[1, 2, 3], r#"{"op":"handed_over","to":"WORD","how":"radio"}"#);
    for nobody in [
        r#"{"op":"reviewed","words":"WORD"}"#,
        r#"{"op":"copied_for_the_log","words":"WORD"}"#,
        r#"{"op":"taken_over","how":"log","words":"WORD"}"#,
        r#"{"op":"reference_added","reference":"incident_log","words":"WORD"}"#,
        r#"{"op":"hold_set","reason":"WORD"}"#,
        r#"{"op":"hold_lifted","reason":"WORD"}"#,
    ] {
        told.say(&[], nobody);
    }
    // A risk that was started from the words said of another, and an entry that turned out to be another's.
    let (before, last) = (told.it.entries().unwrap(), told.it.head().unwrap().seq);
    let from = before
        .iter()
        .find(|entry| matches!(&entry.event, Event::RiskStated(_)));
    let from = from.unwrap().seq;
    told.say(
        &[1, 2],
        &format!(r#"{{"op":"risk_stated","child":2,"words":"WORD","level":"in_need_of_support","words_from":{from}}}"#),
    );
    told.say(&[1, 3], r#"{"op":"observed","children":[1],"words":"WORD"}"#);
    let moved = told.it.head().unwrap().seq;
    assert_eq!(moved, last + 2);
    told.say(
        &[1, 3],
        &format!(
            r#"{{"op":"corrected","entry":{moved},"how":{{"moved_to_child":{{"child":3}}}},"reason":"WORD"}}"#
        ),
    );
    for child in [1, 2, 3] {
        let (export, without) = told.check(child);
        let own = told
            .typed
            .iter()
            .filter(|typed| typed.about == BTreeSet::from([child]));
        let own: Vec<_> = own.collect();
        assert_eq!(own.len(), 6);
        assert!(
            own.iter().all(|typed| export.contains(&typed.word)),
            "child {child}"
        );
        assert!(without > 20 && without < told.it.head().unwrap().seq - 6);
    }
    // Another child's words that answer a question about this one: that it told is not said to this one's reader.
    told.say(
        &[1],
        &format!(r#"{{"op":"answered","item":"six-principles/now/listen","child":1,"quotes":[{}],"value":"WORD"}}"#, quotes[1]),
    );
    let (export, _) = told.check(1);
    assert!(!export.contains(&told.typed.last().unwrap().word));
    let (export, _) = told.check(2);
    let quoted = told.it.entries().unwrap();
    let Event::Quoted(quote) = &quoted[quotes[1] as usize - 1].event else {
        panic!("no quote")
    };
    assert!(
        !export.contains(&quote.words),
        "they are about the other child too now"
    );
    let refused = Err(Error::Refused {
        why: crate::error::Refusal::NoSuchChild,
    });
    for child in [9, 0] {
        let how = ExportHow {
            child: Some(child),
            ..ExportHow::whole(ExportFormat::Json)
        };
        assert_eq!(told.it.export(how, now()), refused);
    }
}

#[test]
fn two_that_are_the_same_child_are_one_in_an_export() {
    let host = Host::new();
    let mut told = Told {
        it: host.begin(3),
        typed: vec![],
    };
    for child in [1, 2, 3] {
        told.say(
            &[child],
            &format!(r#"{{"op":"observed","children":[{child}],"words":"WORD"}}"#),
        );
    }
    told.say(&[], r#"{"op":"child_merged","child":3,"into":1}"#);
    let (first, _) = told.check(1);
    let words = |text: &str| -> Vec<String> {
        let file: serde_json::Value = serde_json::from_str(text).unwrap();
        let entries = file["entries"].as_array().unwrap().clone();
        let words = entries
            .iter()
            .filter_map(|entry| entry["entry"].as_str().map(str::to_owned));
        words.filter(|words| !words.contains("exported")).collect()
    };
    assert_eq!(words(&first), words(&told.check(3).0));
    assert!(first.contains("typed0x") && first.contains("typed2x") && first.contains("child_merged"));
    // What was erased is in nobody's export, nor why.
    host.records.erase(told.it.id(), erased(5), now()).unwrap();
    let how = ExportHow {
        child: Some(1),
        ..ExportHow::whole(ExportFormat::Html)
    };
    let export = told.it.export(how, now()).unwrap().text;
    assert!(!export.contains("typed0x") && !export.contains("Insp Hall"));
    verify_export(&export).unwrap();
}

/// Whom words about an entry are about. A correction is about whom its entry is about, and so is a correction of it.
pub(super) fn about(entries: &[Entry], seq: u64) -> BTreeSet<u32> {
    let Some(found) = entries.iter().find(|found| found.seq == seq) else {
        return BTreeSet::new();
    };
    let mut them: BTreeSet<u32> = found.about.iter().copied().collect();
    if let Event::Corrected(corrected) = &found.event {
        them.extend(about(entries, corrected.entry));
    }
    them
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_recorded_no_word_about_another_child_is_in_an_export(
        ops in prop::collection::vec((0usize..13, 1u32..4, 1u32..4, 1u64..30), 5..40),
    ) {
        let host = Host::new();
        let mut told = Told { it: host.begin(3), typed: vec![] };
        for (kind, a, b, entry) in ops {
            let target = about(&told.it.entries().unwrap(), entry);
            let of = |mut more: Vec<u32>| { more.extend(&target); more };
            match kind {
                0 => told.say(&[a], &format!(r#"{{"op":"observed","children":[{a}],"words":"WORD"}}"#)),
                1 => told.say(&[a, b], &format!(r#"{{"op":"quoted","child":{a},"also_about":[{b}],"words":"WORD"}}"#)),
                2 => told.say(&[a], &format!(
                    r#"{{"op":"risk_stated","child":{a},"words":"WORD","level":"in_need_of_support"}}"#)),
                3 => told.say(&of(vec![a]), &format!(
                    r#"{{"op":"risk_stated","child":{a},"words":"WORD","level":"in_need_of_support","words_from":{entry}}}"#)),
                4 => told.say(&of(vec![b]), &format!(
                    r#"{{"op":"corrected","entry":{entry},"how":{{"moved_to_child":{{"child":{b}}}}},"reason":"WORD"}}"#)),
                5 => told.say(&of(vec![]), &format!(
                    r#"{{"op":"corrected","entry":{entry},"how":{{"reworded":{{"words":"WORD"}}}}}}"#)),
                6 => told.say(&[], r#"{"op":"copied_for_the_log","words":"WORD"}"#),
                7 => told.say(&[a], &format!(
                    r#"{{"op":"sharing_moved","stage":"decided","to":"WORD","children":[{a}]}}"#)),
                8 => told.say(&of(vec![b]), &format!(
                    r#"{{"op":"sharing_moved","sharing":{entry},"stage":"sent","how":"WORD","children":[{b}]}}"#)),
                9 => told.say(&of(vec![a]), &format!(
                    r#"{{"op":"answered","item":"six-principles/now/listen","child":{a},"quotes":[{entry}],"value":"WORD"}}"#)),
                10 => told.say(&[a], &format!(r#"{{"op":"child_relabelled","child":{a},"label":"WORD"}}"#)),
                11 => told.say(&[1, 2, 3], r#"{"op":"handed_over","to":"WORD","how":"radio","words":"WORD"}"#),
                _ if entry % 5 == 0 => told.say(&[], &format!(r#"{{"op":"child_merged","child":{a},"into":{b}}}"#)),
                _ => told.say(&of(vec![]), &format!(
                    r#"{{"op":"told","entry":{entry},"to":"WORD","how":"radio"}}"#)),
            };
        }
        for child in [1, 2, 3] {
            if told.it.state().unwrap().child(child).is_some() {
                told.check(child);
            }
        }
    }
}
