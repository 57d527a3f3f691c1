//! What an export says of itself, in the record and in the file; what each check of one catches; and one reader's part.

use super::*;
use crate::error::{Part, Refusal};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn how(format: ExportFormat, child: Option<u32>, reader: Option<&str>) -> ExportHow {
    ExportHow {
        format,
        child,
        reader: reader.map(str::to_owned),
    }
}

fn export(it: &Interaction, format: ExportFormat, child: Option<u32>, reader: Option<&str>) -> ExportFile {
    it.export(how(format, child, reader), now()).unwrap()
}

/// Three children, a line of each, a sharing about two of them.
fn three(host: &Host) -> Arc<Interaction> {
    let it = host.begin(3);
    for child in [1, 2, 3] {
        perform(
            &it,
            &format!(r#"{{"op":"observed","children":[{child}],"words":"word{child}"}}"#),
        );
    }
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"decided","to":"MASH","children":[1,2],"what":"all of it"}"#,
    );
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"decided","to":"School","children":[1],"what":"that she tires"}"#,
    );
    it
}

#[test]
fn an_export_is_in_the_record_before_it_is_a_file_and_in_the_file() {
    let host = Host::new();
    let it = three(&host);
    assert!(it.state().unwrap().only_here());
    for format in [ExportFormat::Text, ExportFormat::Json, ExportFormat::Html] {
        let before = it.head().unwrap().seq;
        let file = export(&it, format, Some(1), None);
        assert_eq!(file.receipt, it.head().unwrap());
        assert_eq!(file.receipt.seq, before + 1);
        assert!(!file.name.contains("word") && file.name.contains(&format!("entry-{}-child-1.", before + 1)));
        let entries = it.entries().unwrap();
        let Event::Exported(said) = &entries.last().unwrap().event else {
            panic!("no export")
        };
        assert_eq!(
            (said.format.as_str(), said.for_child, said.renderer),
            (format.as_str(), Some(1), Some(1))
        );
        assert_eq!(said.left_out, file.left_out);
        assert!(file.text.contains(&file.receipt.hash) && file.text.contains("word1"));
        assert_eq!(
            file.sha256,
            crate::records::hex(&{
                use sha2::Digest;
                sha2::Sha256::digest(file.text.as_bytes())
            })
        );
        assert_eq!(
            it.entries_with_hash(&file.receipt.hash),
            Ok(vec![file.receipt.seq])
        );
        if format == ExportFormat::Text {
            let head = head_of_text(&file.text).unwrap();
            assert_eq!(
                (head.interaction, head.entries, head.head),
                (it.id(), before + 1, file.receipt.hash)
            );
        } else {
            assert_eq!(
                verify_export(&file.text).unwrap().says.unwrap().for_child,
                Some(1)
            );
        }
    }
    assert!(!it.state().unwrap().only_here());
}

#[test]
fn an_export_that_could_not_be_written_does_not_count() {
    let host = Host::new();
    let it = three(&host);
    let file = export(&it, ExportFormat::Html, None, None);
    assert!(!it.state().unwrap().only_here() && !host.records.list().unwrap()[0].only_here);
    let entry = file.receipt.seq;
    perform(
        &it,
        &format!(r#"{{"op":"corrected","entry":{entry},"how":"pressed_by_mistake","reason":"disk full"}}"#),
    );
    assert!(it.state().unwrap().only_here() && host.records.list().unwrap()[0].only_here);
    let record = it.record().unwrap();
    let of = |section: &str| record.sections.iter().find(|one| one.section == section);
    assert!(of("where").is_some() && of("exports").is_none());
    let log = of("log").unwrap();
    let line = log.lines.iter().find(|line| line.entry == entry).unwrap();
    assert!(
        line.notes.iter().any(|note| note.starts_with("Does not count")),
        "{line:?}"
    );
    // The file that was made all the same is one that the record knows.
    verify_export(&file.text).unwrap();
    assert_eq!(it.entries_with_hash(&file.receipt.hash), Ok(vec![entry]));
}

#[test]
fn a_change_of_a_page_is_caught_wherever_it_is() {
    let host = Host::new();
    let it = three(&host);
    let page = export(&it, ExportFormat::Html, None, None).text;
    verify_export(&page).unwrap();
    assert!(
        verify_export(&page.replace('\n', "\r\n")).is_ok(),
        "what a mail does to line ends"
    );
    let shown = page.find("word2").unwrap();
    let data = page.rfind("word2").unwrap();
    assert!(shown < data);
    let with = |at: usize, words: &str| format!("{}{words}{}", &page[..at], &page[at + words.len()..]);
    let changed = |page: &str| verify_export(page).map(drop);
    let is = |what| Err(Error::Damaged { what });
    assert_eq!(
        changed(&with(shown, "lord2")),
        is(Part::Page),
        "a letter that is seen"
    );
    assert_eq!(
        changed(&with(data, "lord2")),
        is(Part::Entry),
        "a letter of the data"
    );
    assert_eq!(
        changed(&page.replacen("<main>", "<main><p>Nothing was said.</p>", 1)),
        is(Part::Page)
    );
    assert_eq!(
        changed(&page.replacen("</style>", "li{display:none}</style>", 1)),
        is(Part::Page)
    );
    assert_eq!(
        changed(&page.replacen("<table>", "<table hidden>", 1)),
        is(Part::Page)
    );
    assert_eq!(changed(&format!("{page}<p>more")), is(Part::Page));
    assert_eq!(changed(&page.replacen("word3", "", 1)), is(Part::Page));
    // The data of another page of the same record, and data that is no page's.
    let other = export(&it, ExportFormat::Html, Some(1), None).text;
    let json = |page: &str| crate::interaction::export::data(page).unwrap().to_owned();
    assert_eq!(
        changed(&page.replace(&json(&page), &json(&other))),
        is(Part::Page)
    );
    let plain = export(&it, ExportFormat::Json, None, None).text;
    verify_export(&plain).unwrap();
    let line: Value = serde_json::from_str(&plain).unwrap();
    assert_eq!(
        changed(&page.replace(&json(&page), &line.to_string())),
        is(Part::Page)
    );
    // An entry less, in the data and in what is seen.
    let mut less: Value = serde_json::from_str(&json(&page)).unwrap();
    less["entries"].as_array_mut().unwrap().remove(3);
    assert_eq!(
        changed(&page.replace(&json(&page), &less.to_string())),
        is(Part::Chain)
    );
    assert_eq!(changed("<!doctype html><p>nothing of ours"), is(Part::Export));
}

#[test]
fn words_that_were_taken_out_of_a_file_are_missed() {
    let host = Host::new();
    let it = three(&host);
    let whole = export(&it, ExportFormat::Json, None, None).text;
    let mut file: Value = serde_json::from_str(&whole).unwrap();
    let taken = |file: &mut Value, at: usize| {
        let entry = file["entries"][at].as_object_mut().unwrap();
        (entry.remove("salt"), entry.remove("entry"))
    };
    // The chain holds without them; the last entry says that they were there.
    taken(&mut file, 5);
    assert_eq!(
        verify_export(&file.to_string()).err(),
        Some(Error::Damaged { what: Part::Entry })
    );
    assert_eq!(words_taken_out(&file.to_string()), Some(vec![6]));
    // Taken out with the entry that would say so, they are missed all the same: nothing says why they are not there.
    let last = file["entries"].as_array().unwrap().len() - 1;
    taken(&mut file, last);
    assert_eq!(
        verify_export(&file.to_string()).err(),
        Some(Error::Damaged { what: Part::Entry })
    );
    assert_eq!(words_taken_out(&file.to_string()), Some(vec![6, last as u64 + 1]));
    // What an export leaves out by itself it names.
    let part = export(&it, ExportFormat::Json, Some(1), None).text;
    assert!(verify_export(&part).unwrap().without_words > 0);
    assert_eq!(words_taken_out(&part), Some(vec![]));
}

/// The same chain rules, with a made-up last entry: what a newer version might write.
#[test]
fn a_page_of_a_newer_version_is_newer_and_not_tampered_with() {
    use crate::interaction::export;
    use crate::records::{Id, START, commitment, hex, link};
    let host = Host::new();
    let it = three(&host);
    let page = super::exports::export(&it, ExportFormat::Html, None, None).text;
    let json = export::data(&page).unwrap();
    let mut file: Value = serde_json::from_str(json).unwrap();
    let last = file["entries"].as_array().unwrap().len() - 1;
    let words = file["entries"][last]["entry"].as_str().unwrap();
    let newer = words.replace(r#""renderer":1"#, r#""renderer":2,"shape":"round""#);
    assert_ne!(words, newer);
    let id = Id::parse(&it.id()).unwrap();
    let salt = [7; 32];
    let made = commitment(&salt, newer.as_bytes());
    file["entries"][last]["entry"] = newer.into();
    file["entries"][last]["salt"] = hex(&salt).into();
    file["entries"][last]["commitment"] = hex(&made).into();
    let digest = |value: &Value| -> [u8; 32] {
        let text = value.as_str().unwrap();
        std::array::from_fn(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap())
    };
    let mut hash = START;
    for (n, entry) in (1..).zip(file["entries"].as_array().unwrap()) {
        hash = link(&id, n, &digest(&entry["commitment"]), &hash);
    }
    file["head"]["hash"] = hex(&hash).into();
    let newer = page.replace(json, &file.to_string());
    assert_eq!(
        verify_export(&newer).err(),
        Some(Error::Newer { what: Part::Page })
    );
    // As JSON alone it is checked like any other, and what it says is not understood.
    assert_eq!(verify_export(&file.to_string()).unwrap().says, None);
    // The control: with its chain broken it is tampered with, whoever made it.
    let broken = newer.replace("word1", "lord1");
    assert!(matches!(verify_export(&broken), Err(Error::Damaged { .. })));
}

#[test]
fn an_export_needs_no_guidance_and_says_what_it_lacks() {
    let host = Host::new();
    let it = three(&host);
    let id = it.id();
    drop(it);
    let host = host.reopen();
    for pack in std::fs::read_dir(host.dir.path().join("packs")).unwrap() {
        std::fs::remove_file(pack.unwrap().path()).unwrap();
    }
    let it = host.records.resume(id).unwrap();
    assert!(it.pack().is_err());
    let page = export(&it, ExportFormat::Html, None, None).text;
    verify_export(&page).unwrap();
    assert!(page.contains("Open items cannot be listed"));
}

#[test]
fn a_reader_has_what_was_decided_to_share_with_them() {
    let host = Host::new();
    let it = three(&host);
    perform(
        &it,
        r#"{"op":"told","entry":8,"to":"Sgt Lane","how":"radio","words":"toldword"}"#,
    );
    perform(&it, r#"{"op":"handling_set","words":"afraid","children":[]}"#);
    perform(
        &it,
        r#"{"op":"handed_over","to":"Sgt Lane","how":"radio","words":"handword"}"#,
    );
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"not_shared","to":"Press","why":"never"}"#,
    );
    assert_eq!(it.readers().unwrap(), ["MASH", "School", "Sgt Lane"]);
    let has = |reader: &str, child: Option<u32>| {
        let page = export(&it, ExportFormat::Html, child, Some(reader)).text;
        verify_export(&page).unwrap();
        let all = [
            "word1",
            "word2",
            "word3",
            "all of it",
            "that she tires",
            "toldword",
            "handword",
            "never",
        ];
        let found: Vec<&str> = all.into_iter().filter(|word| page.contains(word)).collect();
        assert!(
            page.contains("An instruction that is not in this export"),
            "about nobody: it may be about anybody"
        );
        found.join(" ")
    };
    assert_eq!(has("MASH", None), "word1 word2 all of it");
    assert_eq!(has(" School ", None), "word1 that she tires");
    assert_eq!(has("Sgt Lane", None), "word1 word2 word3 handword");
    assert_eq!(has("MASH", Some(2)), "word2");
    let refused = |reader: &str, child: Option<u32>| {
        it.export(how(ExportFormat::Text, child, Some(reader)), now())
            .err()
    };
    let nobody = Some(Error::Refused {
        why: Refusal::NoSuchReader,
    });
    for (reader, child) in [("mash", None), ("Press", None), ("", None), ("School", Some(2))] {
        assert_eq!(refused(reader, child), nobody, "{reader}");
    }
}

#[test]
fn what_was_overtaken_by_what_is_left_out_says_so() {
    let host = Host::new();
    let it = host.begin(2);
    perform(
        &it,
        r#"{"op":"circumstances_set","children":[1],"seen":"asleep","factors":[]}"#,
    );
    perform(&it, r#"{"op":"danger_asked","answer":"yes"}"#);
    perform(
        &it,
        r#"{"op":"risk_stated","child":1,"words":"quiet","level":"no_concern_found_now"}"#,
    );
    perform(
        &it,
        r#"{"op":"risk_stated","child":2,"words":"hurt","level":"at_risk_of_significant_harm"}"#,
    );
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"decided","to":"MASH","children":[1]}"#,
    );
    let page = export(&it, ExportFormat::Html, Some(1), None).text;
    assert!(!page.contains("may say otherwise</p>"), "nothing yet");
    assert!(
        !page.contains("Immediate danger: yes"),
        "it was asked for all who were there"
    );
    // Begun from the other child's words, it stays; and so do what was seen of both, and a stage about both.
    perform(
        &it,
        r#"{"op":"risk_stated","child":1,"words":"hurt","level":"immediate_danger","words_from":7}"#,
    );
    perform(
        &it,
        r#"{"op":"circumstances_set","children":[1,2],"seen":"awake"}"#,
    );
    perform(
        &it,
        r#"{"op":"sharing_moved","sharing":8,"stage":"sent","children":[1,2]}"#,
    );
    let page = export(&it, ExportFormat::Html, Some(1), None).text;
    assert!(page.contains("No concern found now"));
    let notes = page
        .matches("A later entry, which is left out, may say otherwise")
        .count();
    // Risk, seen, the sharing under its heading and in short.
    assert_eq!(notes, 4, "{page}");
    assert!(!page.contains("decided, not sent") && !page.contains("immediate_danger"));
    verify_export(&page).unwrap();
    let whole = export(&it, ExportFormat::Html, None, None).text;
    assert!(!whole.contains("may say otherwise</p>"));
}

#[test]
fn the_exports_of_earlier_versions_verify() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/export");
    let mut found = 0;
    for file in std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
    {
        if !file.display().to_string().contains("interaction-") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let checked = verify_export(&text).unwrap();
        found += 1;
        assert_eq!(checked.says, None, "{}", file.display());
    }
    assert!(found >= 4, "{found}");
}

/// Words that were typed, about whom, and for which reader.
struct Typed {
    word: String,
    seq: u64,
    about: BTreeSet<u32>,
    reader: Option<&'static str>,
}

const READERS: [&str; 2] = ["Reader North", "Reader South"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A reader's files hold no word about a child who is in nothing that was shared with them, nor about nobody, nor
    /// one that was for the other reader.
    #[test]
    fn whatever_is_recorded_a_reader_is_told_of_their_children_alone(
        ops in prop::collection::vec((0usize..12, 1u32..4, 1u32..4, 1u64..30, 0usize..2), 5..40),
    ) {
        let host = Host::new();
        let it = host.begin(3);
        let mut typed: Vec<Typed> = Vec::new();
        for (kind, a, b, entry, reader) in ops {
            let entries = it.entries().unwrap();
            let target = super::child::about(&entries, entry);
            let of = |more: &[u32]| -> BTreeSet<u32> { more.iter().chain(&target).copied().collect() };
            let reader = READERS[reader];
            let (about, reader, json) = match kind {
                0 | 1 => (BTreeSet::from([a]), None, format!(r#"{{"op":"observed","children":[{a}],"words":"WORD"}}"#)),
                2 => (BTreeSet::from([a, b]), None, format!(r#"{{"op":"quoted","child":{a},"also_about":[{b}],"words":"WORD"}}"#)),
                3 | 4 => (BTreeSet::from([a, b]), Some(reader), format!(
                    r#"{{"op":"sharing_moved","stage":"decided","to":"{reader}","what":"WORD","children":[{a},{b}]}}"#)),
                5 => (BTreeSet::from([1, 2, 3]), Some(reader), format!(
                    r#"{{"op":"handed_over","to":"{reader}","how":"radio","words":"WORD"}}"#)),
                6 => (of(&[b]), None, format!(
                    r#"{{"op":"corrected","entry":{entry},"how":{{"moved_to_child":{{"child":{b}}}}},"reason":"WORD"}}"#)),
                7 => (of(&[]), None, format!(
                    r#"{{"op":"corrected","entry":{entry},"how":{{"reworded":{{"words":"WORD"}}}}}}"#)),
                8 => (BTreeSet::new(), None, r#"{"op":"reviewed","words":"WORD"}"#.to_owned()),
                9 => (of(&[a]), None, format!(
                    r#"{{"op":"answered","item":"six-principles/now/listen","child":{a},"quotes":[{entry}],"value":"WORD"}}"#)),
                10 => (BTreeSet::from([a]), None, format!(r#"{{"op":"child_relabelled","child":{a},"label":"WORD"}}"#)),
                _ => (BTreeSet::from([a]), None, format!(
                    r#"{{"op":"risk_stated","child":{a},"words":"WORD","level":"in_need_of_support"}}"#)),
            };
            let word = format!("typed{}x", typed.len());
            if let Ok(receipt) = it.perform(op(&json.replace("WORD", &word)), now()) {
                typed.push(Typed { word, seq: receipt.seq, about, reader });
            }
        }
        // Whom each word is about once everything was said: corrections reach back.
        let entries = it.entries().unwrap();
        for entry in &entries {
            if let Event::Corrected(Corrected { entry: of, how: Correction::MovedToChild { child }, .. }) = &entry.event {
                // Its own words: a hand-over also says a label that was typed elsewhere.
                for typed in typed.iter_mut().filter(|typed| typed.seq == *of) {
                    typed.about.insert(*child);
                }
            }
        }
        let state = it.state().unwrap();
        for reader in READERS {
            let shared = state.sharings.iter().filter(|one| one.sharing.to.as_deref() == Some(reader)).flat_map(|one| one.about.clone());
            let handed = state.lines.iter().filter(|line| matches!(&line.event, Event::HandedOver(hand) if hand.to == reader)).flat_map(|line| line.about.clone());
            let theirs: BTreeSet<u32> = shared.chain(handed).collect();
            for format in [ExportFormat::Json, ExportFormat::Html, ExportFormat::Text] {
                let file = it.export(how(format, None, Some(reader)), now());
                prop_assert_eq!(file.is_ok(), !theirs.is_empty());
                let Ok(file) = file else { continue };
                for typed in &typed {
                    let may = !typed.about.is_empty() && typed.about.is_subset(&theirs)
                        && typed.reader.is_none_or(|one| one == reader);
                    prop_assert!(may || !file.text.contains(&typed.word), "{} {:?} {:?}\n{}", typed.word, typed.about, theirs, file.text);
                }
                let other = READERS.into_iter().find(|one| *one != reader).unwrap();
                // What was said first at a hand-over to them, they were told.
                let handed = state.lines.iter().any(|line| matches!(&line.event, Event::HandedOver(hand) if hand.to == reader));
                prop_assert!(handed || !file.text.contains(other), "to whom something else goes is not theirs to know");
                if format != ExportFormat::Text {
                    let checked = verify_export(&file.text).unwrap();
                    let left_out: usize = file.left_out.iter().map(|one| one.entries.len()).sum();
                    prop_assert_eq!(checked.without_words, left_out as u64);
                }
            }
        }
    }
}
