//! The rules of the street at the keyboard: what is only told, words pointed at, corrections, writing up, a shared
//! device, the review. Typed from a pipe, line for line, at a clock that stands still.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{program, run};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// First use as PC Rowe, and an interaction with danger answered.
const BEGIN: &str = "1\n1\nPC Rowe\n\nn s\n";
/// Three children, danger again, at home, and what is known passed by.
const THREE: &str = "baby 8m, boy 3, girl 9\n\nn s\nh\n\n";

/// Types lines, and gives what was printed.
fn typed(data: &Path, lines: &str) -> String {
    let mut child = program(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

/// The one interaction of a folder, its state as JSON.
fn state(data: &Path) -> Value {
    let id = run(data, &["list", "--all", "--json"]).json()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    run(data, &["show", &id, "--json"]).json()["state"].take()
}

fn id(data: &Path) -> String {
    run(data, &["list", "--all", "--json"]).json()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Whether all of it is said, however the lines are wrapped.
fn says(text: &str, words: &[&str]) {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = flat(text);
    for words in words {
        assert!(whole.contains(&flat(words)), "not said: {words}\n{text}");
    }
}

#[test]
fn a_mothers_word_is_not_the_officers_sight() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!("{BEGIN}{THREE}In the van /s\ns b /a mother\ns b\na w\n\n\n\n\n\n/quit\n");
    let text = typed(data.path(), &lines);
    says(
        &text,
        &[
            "Baby, 8 months: not seen by you. It stays open.",
            "Baby, 8 months. Not seen. Mother said: asleep, 02:25. Nearby (mother said)",
            "But not seen: baby, 8 months",
            "1 not seen, heard or said by a child:",
            "- Baby, 8 months: asleep, nearby (mother said)",
            "See the child yourself: awake, asleep or not seen? Not seen. Mother said: asleep",
        ],
    );
    assert!(!text.contains("Baby, 8 months. Seen asleep"), "{text}");
    // The same for whoever looks at it from outside, and in the record.
    let show = run(data.path(), &["show", &id(data.path())]).out;
    says(
        &show,
        &[
            "Not seen. Mother said: asleep, 02:25. Nearby (mother said)",
            "1 not seen, heard or said by a child",
        ],
    );
    let record = run(data.path(), &["record", &id(data.path())]).out;
    says(
        &record,
        &["Known: nearby, asleep (mother said) [not seen, heard or said by a child]"],
    );
}

#[test]
fn an_answer_points_at_words_and_nothing_is_typed_twice() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!(
        "{BEGIN}{THREE}\n\n\n\n/w 3: He has a key.\ne u, also 2, about 02:10\n\n\n\
        =\n=99\n?1 =8\n=8 To the back door /c\n\n/quit\n"
    );
    let text = typed(data.path(), &lines);
    says(
        &text,
        &[
            "Words of girl, 9. Saved on this device 02:25:00, for about 02:10, entry 8",
            "8 Girl, 9: “He has a key.” (Exact. Unasked)",
            "=8 answers with entry 8. Nothing was recorded yet.",
            "That entry is none of these. Nothing was recorded.",
            "= lists what was said and seen",
        ],
    );
    let state = state(data.path());
    assert_eq!(state["quotes"][0]["about"], serde_json::json!([3, 2]));
    assert_eq!(state["quotes"][0]["at"]["precision"], "about");
    let answers = state["answers"].as_array().unwrap();
    let pointed: Vec<&Value> = answers
        .iter()
        .filter(|now| now["answer"]["quotes"][0] == 8)
        .collect();
    assert_eq!(pointed.len(), 2, "an item and a prompt: {answers:?}");
    assert!(pointed.iter().any(|now| now["answer"]["prompt"] == true));
    assert!(
        pointed
            .iter()
            .any(|now| now["answer"]["value"] == "To the back door")
    );
}

#[test]
fn mistakes_are_mended_in_one_line_and_both_wordings_stand() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!(
        "{BEGIN}{THREE}His brother\n/undo\n/back\nHis uncle\n/w 2: Hello\ng\n/move 11 3\n/fix 10 His mother’s brother\n\
        /fix 99 No such entry\n/move 10 2\n/handling 3: afraid of him knowing\n/undo 14\n/quit\n"
    );
    let text = typed(data.path(), &lines);
    says(
        &text,
        &[
            "Entry 8: Where is anyone a child may fear? His brother",
            "Entry 8 was pressed by mistake. Both stand in the record.",
            "Entry 11 is about girl, 9. Both stand in the record.",
            "Entry 10 should read otherwise. Both stand in the record.",
            "/record numbers them. Nothing was recorded.",
            // An answer about the scene is about no child.
            "Not saved. This is asked once, not for a child.",
            "Entry 14: Handling: afraid of him knowing",
        ],
    );
    let state = state(data.path());
    assert_eq!(state["quotes"][0]["quote"]["child"], 3);
    assert_eq!(state["answers"][0]["answer"]["value"], "His mother’s brother");
    assert_eq!(state["handling"], serde_json::json!([]));
    let record = run(data.path(), &["record", &id(data.path())]).out;
    says(
        &record,
        &[
            "Entry 10 should read: His mother’s brother. PC Rowe, 02:25 (entry 13)\n    As first written: His uncle\n",
            "His uncle. PC Rowe\n    Corrected by entry 13\n",
            "Entry 10 should read: His mother’s brother",
        ],
    );
}

#[test]
fn writing_up_carries_the_time_that_was_said_and_says_it_first() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!(
        "{BEGIN}{THREE}/writing\n/about 01:40\nIn the kitchen\nn b\nn b\na w\n/now\nHello /c\ne u\n/quit\n"
    );
    let text = typed(data.path(), &lines);
    says(
        &text,
        &[
            "Writing up. Saved on this device",
            "When: now. If it was earlier: /at 02:20, or /about 02:20; it is kept for what follows.",
            "When: about 01:40. /at 02:40 changes it, /now ends it.",
            "Saved on this device 02:25:00, for about 01:40, entry 9",
            "Writing up. Now, ",
        ],
    );
    let entries = state(data.path());
    assert_eq!(entries["carried"], Value::Null, "now was said");
    let seen = &entries["children"][2]["seen_at"];
    assert_eq!(seen["precision"], "about");
    assert!(seen["at"].as_str().unwrap().contains("T01:40:00"));
    assert_eq!(entries["quotes"][0]["at"]["precision"], "exact");
    // Carried across a restart, and shown there before it counts.
    let more = "1\n/about 01:50\nHe shouts.\ng\n/quit\n";
    typed(data.path(), more);
    let text = typed(data.path(), "1\n/quit\n");
    says(&text, &["When: about 01:50."]);
    assert!(
        !text.contains("answers in"),
        "no notice of a pace while writing up"
    );
}

#[test]
fn leaving_and_coming_back_asks_with_whom_and_danger_with_children_alone() {
    let data = tempfile::tempdir().unwrap();
    let leave = "/left Called to a fight; PC Lane\nn s\n";
    let text = typed(data.path(), &format!("{BEGIN}{THREE}{leave}/quit\n"));
    says(
        &text,
        &[
            "Asked again, before leaving.",
            "Leaving. Not reached, which is not the same as not done:",
        ],
    );
    let up = typed(data.path(), "1\nnone\n/quit\n");
    says(
        &up,
        &[
            "Left the scene 02:25: Called to a fight. PC Lane stays.",
            "Not reached: baby, 8 months: See the child yourself",
            "With the children now? all, some, none",
            "Writing up, with none of the children.",
        ],
    );
    assert!(!up.contains("Asked again"), "{up}");
    let some = typed(data.path(), "1\nsome\n1\nn s\n/quit\n");
    says(&some, &["Asked again: you are back.", "See the child yourself"]);
    // With some of them, what is asked of the others waits.
    assert!(!some.contains("Girl, 9. Not said whether seen"), "{some}");
    // A plain restart asks nothing.
    let all = typed(data.path(), "1\nall\nn s\n/quit\n");
    says(&all, &["Asked again: you are back."]);
    let plain = typed(data.path(), "1\n/quit\n");
    assert!(
        !plain.contains("Danger: ") && !plain.contains("With the children now?"),
        "{plain}"
    );
}

#[test]
fn told_sent_and_handed_over_are_said_when_they_are_true_and_lead_until_then() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!(
        "{BEGIN}{THREE}/l PC Adeyemi\n/told 8 Sgt Hill radio\n/hand Sgt Hill, not yet\n/back\n\
        /handling 3: afraid of him knowing\n/share\nthe school\n\nHer words\n\n\n\n/quit\n"
    );
    let text = typed(data.path(), &lines);
    says(
        &text,
        &[
            "Later. Not told yet; /told says when it is.",
            "Hand over. Say first:",
            "Not told yet: PC Adeyemi.",
            "Missing: incident log number",
            "How: p in person, r radio, t telephone, l in the log:",
            "Decided, not sent. Saved on this device",
        ],
    );
    let back = typed(
        data.path(),
        "1\n/told 8 radio, said back /at 02:20\n/share\n1\ns by telephone /at 02:22\n/hand Sgt Hill, in person, said back\n/quit\n",
    );
    says(
        &back,
        &[
            "Handling: girl, 9: afraid of him knowing",
            "Decided, not sent: the school. About: baby, 8 months; boy, 3; girl, 9.",
            "Not told yet: PC Adeyemi. Later: Where is anyone a child may fear?",
            "On this device only.",
            "PC Adeyemi, told by radio. Saved on this device 02:25:00, for 02:20",
            "Sent, receipt not confirmed. Saved on this device 02:25:00, for 02:22",
            "Handed over. Saved on this device",
        ],
    );
    let state = state(data.path());
    assert_eq!(state["answers"][0]["answer"]["told"], "radio");
    assert_eq!(state["sharings"][0]["sharing"]["how"], "by telephone");
    let listed = run(data.path(), &["list"]).out;
    assert!(
        !listed.contains("not told") && !listed.contains("not sent") && !listed.contains("this device only")
    );
    let record = run(data.path(), &["record", &id(data.path())]).out;
    says(&record, &["Told PC Adeyemi of entry 8, told by radio. Said back"]);
}

#[test]
fn on_a_shared_device_others_show_place_and_time_alone() {
    let data = tempfile::tempdir().unwrap();
    typed(data.path(), &format!("{BEGIN}{THREE}/l PC Adeyemi\n/quit\n"));
    // Somebody else's turn.
    let text = typed(data.path(), "/change\n1\n1\nPC Lane\n/quit\n");
    says(&text, &["   - Home, 02:25. Another officer’s record"]);
    let theirs = run(data.path(), &["list"]).out;
    says(
        &theirs,
        &["22 November 2026, 02:25  home", "Another officer’s record"],
    );
    for word in [
        "Rowe",
        "officer, ",
        "entries",
        "told",
        "sent",
        "Held",
        "Open",
        &id(data.path())[..8],
    ] {
        assert!(!theirs.contains(word), "{word}: {theirs}");
    }
    let json = run(data.path(), &["list", "--json"]).json();
    let mut fields: Vec<&String> = json[0].as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["began_at", "last_at", "place", "whose"]);
    // Whoever looks after the records sees all of it, and the help says what that is for.
    says(
        &run(data.path(), &["list", "--all"]).out,
        &[
            "PC Rowe, response officer.",
            "1 not told yet",
            "On this device only",
        ],
    );
    says(
        &run(data.path(), &["list", "--help"]).out,
        &["looks after the device's records"],
    );
    // A name that was never given: place and time alone too, and its words can still be gone on with.
    let nameless = tempfile::tempdir().unwrap();
    typed(
        nameless.path(),
        "1\n1\n\n\nn s\n9\n\nn s\nh\n\nIn the van\n/quit\n",
    );
    let text = typed(nameless.path(), "1\n/quit\n");
    says(
        &text,
        &[
            "   1 Home, 02:25. No recorder was named",
            "Last, 02:25: Where is anyone a child may fear?",
        ],
    );
    let listed = run(nameless.path(), &["list"]).out;
    says(&listed, &["No recorder was named"]);
    assert!(!listed.contains("entries"), "{listed}");
    // Mine is whole; what is completed of others is not listed.
    let own = tempfile::tempdir().unwrap();
    typed(own.path(), &format!("{BEGIN}{THREE}/done\nc\n/quit\n"));
    says(
        &run(own.path(), &["list"]).out,
        &["PC Rowe, response officer.", "Completed"],
    );
    typed(own.path(), "/change\n1\n1\nPC Lane\n/quit\n");
    says(&run(own.path(), &["list"]).out, &["None of yours yet."]);
}

#[test]
fn a_review_is_printed_and_becomes_an_entry() {
    let data = tempfile::tempdir().unwrap();
    let lines = format!("{BEGIN}{THREE}/w 3: He shouts.\ne u\n/left Done here; PC Lane stays\nn s\n/quit\n");
    typed(data.path(), &lines);
    let id = id(data.path());
    let sheet = run(data.path(), &["review", &id]);
    assert_eq!(sheet.code, 0, "{}", sheet.err);
    says(
        &sheet.out,
        &[
            "Home, 22 November 2026, 02:25",
            "Past its end date: the strategy ran 2021 to 2024",
            "First: not sent, not told, not reached",
            "“He shouts.” (Exact. Unasked) 02:25",
            "Not spoken with. Not reached",
            "Risk: not stated",
            "Left the scene 02:25: Done here. PC Lane stays",
            "Missing: incident log number",
            "Look at the decision. Prompts, not a mark",
            "1. Is it necessary to criminalise this child? (",
        ],
    );
    assert!(
        !sheet.out.contains("Does not apply"),
        "whether a child is suspected is not known"
    );
    let json = run(data.path(), &["review", &id, "--json"]).json();
    assert_eq!(json["children"].as_array().unwrap().len(), 3);
    // Refused: a prompt that is not in the pack, a review by nobody, words without a name.
    let by = |more: &[&str]| run(data.path(), &[&["review", id.as_str()][..], more].concat());
    let odd = by(&[
        "--by",
        "Sgt Lane",
        "--words",
        "Clear",
        "--answer",
        "no-such-prompt=Yes",
    ]);
    assert_eq!(odd.code, 8, "{}", odd.err);
    assert_eq!(by(&["--by", " ", "--words", "Clear"]).code, 7);
    assert_eq!(by(&["--words", "Clear"]).code, 2);
    assert_eq!(by(&["--by", "Sgt Lane", "--words", " "]).code, 7);
    let done = by(&[
        "--by",
        "Sgt Lane",
        "--words",
        "Girl heard. Baby not seen.",
        "--asked-of",
        "PC Rowe: see the baby",
        "--answer",
        "circumstances-considered=Yes, for all three",
        "--answer",
        "1=Not at all",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    says(&done.out, &["Reviewed. Entry 11 of the record."]);
    let sheet = run(data.path(), &["review", &id]).out;
    says(
        &sheet,
        &[
            "Said: Yes, for all three. Sgt Lane",
            "Reviewed: Girl heard. Baby not seen. Asked of PC Rowe: see the baby",
        ],
    );
    says(
        &run(data.path(), &["record", &id]).out,
        &["To: Is it necessary to criminalise this child? Not at all. Sgt Lane"],
    );
    // In the walk: read, and reviewed.
    let text = typed(
        data.path(),
        "1\nnone\n/review\nSgt Hill\nSeen again.\n\n2 Yes\n\n/quit\n",
    );
    says(
        &text,
        &[
            "Look at the decision. Prompts, not a mark",
            "Reviewed. Saved on this device",
        ],
    );
    // Once it was said of every child, in so many words, that none is suspected, the prompts about one say so.
    typed(data.path(), "1\nnone\n/kids\nall only witness\n\n/quit\n");
    let json = run(data.path(), &["review", &id, "--json"]).json();
    let apply: Vec<bool> = json["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["does_not_apply"].is_null())
        .collect();
    assert_eq!(apply, [false, true, false, false, true, true, true, true, true]);
    assert_eq!(json["questions"][0]["does_not_apply"], "no child is suspected");
}

/// No screen counts what a child has still to give, praises, or asks for more.
#[test]
fn nothing_presses_a_child_for_more_and_nobody_is_marked() {
    const NEVER: &[&str] = &[
        "anything else",
        "anything more",
        "tell me more",
        "add another quote",
        "more words",
        "well done",
        "great job",
        "good work",
        "per cent",
        "score of",
        "streak",
        "faster than",
        "slower than",
        "tick all",
        "on average",
    ];
    let found = |text: &str| -> Vec<&str> {
        let text = text.to_lowercase();
        NEVER
            .iter()
            .copied()
            .filter(|never| text.contains(never))
            .collect()
    };
    assert_eq!(
        found("Is there Anything else she said?"),
        ["anything else"],
        "the control"
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut looked = 0;
    for folder in [
        "desk/src",
        "core/src/interaction",
        "content/six-principles",
        "content/hampshire",
    ] {
        let mut folders = vec![root.join(folder)];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for line in strings(&text, path.extension().is_some_and(|it| it == "json")) {
                    looked += 1;
                    assert_eq!(found(line), Vec::<&str>::new(), "{}: {line}", path.display());
                }
            }
        }
    }
    assert!(looked > 1000, "{looked}");
}

/// The lines of a file in which somebody is spoken to: strings, not comments; in a pack what an officer or a child is
/// asked, not what a document says.
fn strings(text: &str, pack: bool) -> Vec<&str> {
    let spoken = |line: &&str| match pack {
        true => line.contains("\"text\":") || line.contains("\"hint\":"),
        false => line.contains('"') && !line.trim_start().starts_with("//"),
    };
    text.lines().filter(spoken).collect()
}

#[test]
fn yes_by_its_key_answers_the_danger_question_that_is_being_asked() {
    let data = tempfile::tempdir().unwrap();
    let begun = BEGIN.split("n s\n").next().unwrap();
    let text = typed(data.path(), &format!("{begun}/y\ng\n/quit\n"));
    let asked = text.matches("Is any child in immediate danger now?").count();
    assert_eq!(asked, 1, "{text}");
    assert!(text.contains("Safe now: what changed?"), "{text}");
    let danger = &state(data.path())["danger"];
    assert_eq!(danger.as_array().map(Vec::len), Some(1), "{danger}");
    assert_eq!(danger[0]["answer"], "yes");
}

/// A bug once: typed in a dialogue that was opened from the danger question, it waited for the next line.
#[test]
fn yes_acts_at_once_also_in_a_dialogue_opened_from_the_danger_question() {
    let data = tempfile::tempdir().unwrap();
    let begun = BEGIN.split("n s\n").next().unwrap();
    let text = typed(data.path(), &format!("{begun}/kids\n/y\ng\n/quit\n"));
    assert!(text.contains("Act now."), "{text}");
    assert_eq!(state(data.path())["danger"][0]["answer"], "yes");
}
