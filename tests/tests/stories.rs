//! Ten whole interactions, each worked through by the program itself in a data folder of its own, beside the worklists
//! and the record that are expected of it (`tests/stories/`), and beside the page that tells it (`docs/stories/`).
//!
//! Calls commands and nothing inside them. Refuses a line that did not do what its story says, a changed word in what
//! the officer saw or what the record says, a page that quotes what is nowhere, and a question that leads a child.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop loudly"
)]

#[path = "stories/expected.rs"]
mod expected;
#[path = "stories/page.rs"]
mod page;
#[path = "stories/questions.rs"]
mod questions;
#[path = "stories/run.rs"]
mod run;
#[path = "stories/show.rs"]
mod show;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of a story.
pub fn folder(story: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("stories").join(story)
}

/// The page of a story, or another file beside it.
pub fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/stories")
        .join(file)
}

macro_rules! stories {
    ($($test:ident = $story:literal,)+) => {
        const STORIES: &[&str] = &[$($story,)+];
        $(#[test] fn $test() { whole($story); })+
    };
}

stories! {
    domestic_abuse = "domestic-abuse",
    found_eleventh_time = "found-eleventh-time",
    knife_and_exploitation = "knife-and-exploitation",
    whispered_call = "whispered-call",
    hand_over_to_officer = "hand-over-to-officer",
    left_and_came_back = "left-and-came-back",
    child_suspected = "child-suspected",
    baby_not_seen = "baby-not-seen",
    wrong_press_corrected = "wrong-press-corrected",
    disclosure_for_one_child = "disclosure-for-one-child",
}

/// Runs a story, compares what came of it with what is expected, and its page with that.
fn whole(story: &str) {
    let made = run::story(&folder(story));
    let mut found = made.wrong.clone();
    found.extend(match found.is_empty() {
        true => expected::compare(&folder(story), &made.files),
        false => expected::compare_only(&folder(story), &made.files),
    });
    found.extend(page::drifted(&docs(&format!("{story}.md")), &made.files));
    assert!(found.is_empty(), "{story}\n\n{}", found.join("\n\n"));
}

#[test]
fn every_folder_is_a_story_has_a_page_and_stands_in_the_list() {
    let named = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let folders: BTreeSet<String> = fs::read_dir(folder("")).unwrap().flatten().map(named).collect();
    let known: BTreeSet<String> = STORIES.iter().map(|&story| story.to_owned()).collect();
    assert_eq!(folders, known);
    let pages: BTreeSet<String> = fs::read_dir(docs("")).unwrap().flatten().map(named).collect();
    let wanted: BTreeSet<String> = STORIES
        .iter()
        .map(|story| format!("{story}.md"))
        .chain(["README.md".to_owned()])
        .collect();
    assert_eq!(pages, wanted);
    let list = fs::read_to_string(docs("README.md")).unwrap();
    for story in STORIES {
        assert!(
            list.contains(&format!("({story}.md)")),
            "docs/stories/README.md: {story}"
        );
    }
}

/// Every line of a story says when; and danger is the first entry, on a call after where, safe to talk and hurt.
#[test]
fn danger_comes_first_and_no_line_leaves_its_clock_to_the_computer() {
    for (script, lines) in scripts() {
        assert!(lines.iter().all(|line| line["now"].is_string()), "{script}");
        let first = lines
            .iter()
            .position(|line| line["op"] == "danger_asked")
            .unwrap();
        let call = lines[0]["role"] == "call_handler";
        for line in &lines[1..first] {
            let may = ["where", "safe-to-talk", "hurt"].map(|id| format!("six-principles/call-now/{id}"));
            let before = line["op"] == "reference_added"
                || line["op"] == "silent_call_set"
                || may.contains(&line["item"].as_str().unwrap_or_default().to_owned());
            assert!(call && before, "{script}: {line} before danger");
        }
    }
}

#[test]
fn the_domestic_abuse_call_with_three_children_has_at_most_eighteen_rows_before_leaving() {
    let made = run::story(&folder("domestic-abuse"));
    let rows = made
        .worklists
        .iter()
        .map(|list| show::rows(list, &["now", "before_leaving"]));
    let most = rows.max().unwrap();
    assert!((10..=18).contains(&most), "{most} rows");
    // The count counts: every phase together has more.
    assert!(show::rows(&made.worklists[0], &["now", "before_leaving", "afterwards"]) > most);
}

#[test]
fn no_question_of_any_story_leads_and_no_prompt_to_a_child_does() {
    let prompts = run::prompts();
    let own = |question: &str| prompts.asked.contains(question);
    for (script, lines) in scripts() {
        for line in &lines {
            let asked = line["question"].as_str();
            let wrong = asked.filter(|question| !own(question)).and_then(questions::leads);
            assert_eq!(wrong, None, "{script}: {asked:?}");
        }
    }
    assert!(prompts.to_a_child.len() > 5, "the prompts are read");
    for text in &prompts.to_a_child {
        assert_eq!(questions::leads(text), None, "{text}");
    }
}

#[test]
fn a_changed_word_and_a_missing_file_are_reported_with_how_to_bless_them() {
    let made = run::story(&folder("baby-not-seen"));
    let copy = tempfile::tempdir().unwrap();
    for (file, text) in &made.files {
        fs::write(copy.path().join(file), text).unwrap();
    }
    assert_eq!(
        expected::compare_only(copy.path(), &made.files),
        Vec::<String>::new()
    );

    let record = &made.files["record.txt"];
    assert!(record.contains("Not seen by PC Rowe"), "{record}");
    fs::write(
        copy.path().join("record.txt"),
        record.replacen("Not seen by PC Rowe", "Seen asleep by PC Rowe", 1),
    )
    .unwrap();
    fs::remove_file(copy.path().join("worklist.txt")).unwrap();
    fs::write(copy.path().join("export-child-7.txt"), "of a story that was").unwrap();
    let found = expected::compare_only(copy.path(), &made.files).join("\n");
    for part in [
        "- ",
        "  Seen asleep by PC Rowe",
        "+   Not seen by PC Rowe",
        "worklist.txt is missing",
        "export-child-7.txt",
        "cargo xtask stories --bless",
    ] {
        assert!(found.contains(part), "{part:?} in\n{found}");
    }
}

/// The runner says what a line did against its story: refused where it should not be, and taken where it should.
#[test]
fn a_line_that_is_refused_and_a_refusal_that_does_not_come_are_reported() {
    let copy = tempfile::tempdir().unwrap();
    let script = fs::read_to_string(folder("wrong-press-corrected").join("story.ndjson")).unwrap();
    fs::write(copy.path().join("story.ndjson"), &script).unwrap();
    let made = run::story(copy.path());
    assert!(made.wrong.join("\n").contains("line 5"), "{:?}", made.wrong);

    fs::write(
        copy.path().join("refused.json"),
        r#"[{"line":3,"why":"out_of_order","because":""},{"line":5,"why":"held","because":""}]"#,
    )
    .unwrap();
    let wrong = run::story(copy.path()).wrong.join("\n");
    for part in ["line 3", "line 5", "level_without_words"] {
        assert!(wrong.contains(part), "{part} in {wrong}");
    }
}

/// Every script, with its lines.
fn scripts() -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for story in STORIES {
        for (name, file) in run::scripts(&folder(story)) {
            all.push((format!("{story} {name}"), run::lines(&file)));
        }
    }
    all
}
