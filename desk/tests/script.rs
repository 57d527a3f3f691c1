//! The script: the documented lines against the program and the schema, and lines that must do nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::schema::fits;
use common::{run, walk};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Every example line of docs/script.md, in order.
fn documented() -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in file("docs/script.md").lines() {
        match line {
            "```ndjson" => inside = true,
            "```" => inside = false,
            line if inside => lines.push(line.to_owned()),
            _ => {}
        }
    }
    lines
}

#[test]
fn every_documented_line_runs_and_every_operation_is_documented() {
    let data = tempfile::tempdir().unwrap();
    let lines = documented();
    let ran = walk(data.path(), lines.join("\n").as_bytes(), &[]);
    for (line, answer) in lines.iter().zip(ran.lines()) {
        assert_eq!(answer["ok"], true, "{line}\n{answer}");
        let op = serde_json::from_str::<Value>(line).unwrap()["op"].clone();
        assert_eq!(answer["kind"], op);
    }
    assert_eq!(
        (ran.code, ran.out.lines().count()),
        (0, lines.len()),
        "{}",
        ran.err
    );
    let shown: BTreeSet<String> = lines
        .iter()
        .map(|line| op(&serde_json::from_str(line).unwrap()))
        .collect();
    let schema: Value = serde_json::from_str(&file("content/schema/script.schema.json")).unwrap();
    let known: BTreeSet<String> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(shown, known);
}

fn op(line: &Value) -> String {
    line["op"].as_str().unwrap().to_owned()
}

#[test]
fn the_schema_takes_the_documented_lines_and_neither_it_nor_the_program_takes_a_field_too_many() {
    let schema: Value = serde_json::from_str(&file("content/schema/script.schema.json")).unwrap();
    let mut script = String::new();
    for line in documented() {
        let mut line: Value = serde_json::from_str(&line).unwrap();
        assert!(fits(&schema, &schema, &line), "{line}");
        line["colour"] = json!("red");
        assert!(!fits(&schema, &schema, &line), "{line}");
        script.push_str(&format!("{line}\n"));
    }
    let data = tempfile::tempdir().unwrap();
    let ran = walk(data.path(), script.as_bytes(), &[]);
    assert_eq!(ran.code, 7);
    for answer in ran.lines() {
        assert_eq!(answer["why"], "unknown_field", "{answer}");
        assert!(!answer.to_string().contains("colour"), "{answer}");
        let takes = answer["takes"].as_array().unwrap();
        assert!(takes.contains(&"op".into()) && takes.contains(&"author".into()));
    }
}

/// What the schema requires, the program requires; what it leaves optional, the program does too.
#[test]
fn required_fields_are_the_same_in_the_schema_and_in_the_program() {
    let schema: Value = serde_json::from_str(&file("content/schema/script.schema.json")).unwrap();
    let (mut script, mut wanted) = (String::new(), Vec::new());
    for one in schema["oneOf"].as_array().unwrap() {
        let required: Vec<&str> = one["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        script.push_str(&format!("{}\n", json!({ "op": one["title"] })));
        wanted.push((one["title"].clone(), required.get(1).copied().map(str::to_owned)));
    }
    let data = tempfile::tempdir().unwrap();
    let answers = walk(data.path(), script.as_bytes(), &[]).lines();
    for ((op, required), answer) in wanted.into_iter().zip(answers) {
        match required {
            Some(_) => assert_eq!(answer["why"], "missing_field", "{op}: {answer}"),
            None => assert_ne!(answer["error"], "line", "{op}: {answer}"),
        }
    }
}

#[test]
fn a_line_that_is_not_understood_does_nothing_and_says_why() {
    let data = tempfile::tempdir().unwrap();
    let before = r#"{"op":"child_added","age":"9"}"#;
    let begun = r#"{"op":"begun","pack":"hampshire","role":"response_officer"}"#;
    let cases: [(&str, &str, Option<&str>); 14] = [
        ("not json", "not_an_object", None),
        ("[1,2]", "not_an_object", None),
        (r#"{"op":"child_added","age":"9","age":"10"}"#, "key_twice", None),
        (r#"{"age":"9"}"#, "no_op", Some("op")),
        (r#"{"op":"child_aded","age":"9"}"#, "unknown_op", Some("op")),
        (r#"{"op":"child_added","aeg":"9"}"#, "unknown_field", None),
        (r#"{"op":"child_added","age":"nine"}"#, "bad_value", Some("age")),
        (r#"{"op":"scene_set","place":"hmoe"}"#, "bad_value", Some("place")),
        (r#"{"op":"scene_set"}"#, "missing_field", Some("place")),
        (
            r#"{"op":"observed","children":[1],"words":"x","known_by":[{"hwo":"seen"}]}"#,
            "missing_field",
            Some("known_by[0].how"),
        ),
        (
            r#"{"op":"observed","children":[1],"words":"x","known_by":[{"how":"seen","by":"me"}]}"#,
            "unknown_field",
            Some("known_by.0"),
        ),
        (
            r#"{"op":"observed","children":["one"],"words":"x"}"#,
            "bad_value",
            Some("children[0]"),
        ),
        (r#"{"op":"child_added","now":"today"}"#, "bad_value", Some("now")),
        (
            r#"{"op":"child_added","done_at":{"at":"2026-11-22T02:00:00Z","exact":true}}"#,
            "bad_value",
            Some("done_at"),
        ),
    ];
    let mut script = format!("{before}\n{begun}\n\n");
    cases
        .iter()
        .for_each(|(line, ..)| script.push_str(&format!("{line}\n")));
    let mut script = script.into_bytes();
    script.extend_from_slice(b"{\"op\":\"\xff\"}\n");
    script.extend_from_slice(&vec![b'x'; 2_000_000]);
    script.extend_from_slice(format!("\n{before}").as_bytes());
    let ran = walk(data.path(), &script, &[]);
    let answers = ran.lines();
    assert_eq!(ran.code, 7);
    assert_eq!(answers.len(), cases.len() + 5, "one line out for each line in");
    assert_eq!(answers[0]["error"], "no_interaction");
    for ((line, why, field), answer) in cases.iter().zip(&answers[2..]) {
        assert_eq!(answer["why"], *why, "{line}\n{answer}");
        assert_eq!(answer["field"].as_str(), *field, "{line}\n{answer}");
        let sentence = answer["sentence"].as_str().unwrap();
        assert!(
            !sentence.contains("hmoe") && !sentence.contains("nine"),
            "what was typed is not repeated"
        );
    }
    assert!(answers[7]["sentence"].as_str().is_some());
    assert_eq!(
        answers[4 + 2 + 1]["line"],
        9,
        "lines are counted as an editor counts them"
    );
    let tail = &answers[answers.len() - 3..];
    assert_eq!(
        (&tail[0]["why"], &tail[1]["why"]),
        (&"not_utf8".into(), &"too_long".into())
    );
    assert_eq!(
        (&tail[2]["ok"], &tail[2]["seq"]),
        (&true.into(), &2.into()),
        "nothing else was recorded"
    );
    assert!(ran.err.contains("childfirst: "), "{}", ran.err);
}

#[test]
fn a_refusal_names_its_reason_and_stopping_is_a_choice() {
    let script = [
        r#"{"op":"begun","pack":"hampshire","role":"response_officer"}"#,
        r#"{"op":"quoted","words":" "}"#,
        r#"{"op":"child_added","age":"unborn"}"#,
    ]
    .join("\n");
    let data = tempfile::tempdir().unwrap();
    let on = walk(data.path(), script.as_bytes(), &[]);
    let answers = on.lines();
    assert_eq!((on.code, answers.len()), (7, 3));
    assert!(
        on.out
            .lines()
            .nth(1)
            .unwrap()
            .starts_with(r#"{"ok":false,"line":2,"error":"refused","why":"words_needed","sentence":"#)
    );
    let stopped = walk(data.path(), script.as_bytes(), &["--stop-on-error"]);
    assert_eq!((stopped.code, stopped.lines().len()), (7, 2));
}

/// A script carries the text of a hand-over and names no file. One that is none is refused, and nothing is recorded.
#[test]
fn a_hand_over_comes_as_text_and_holds_or_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let call = r#"{"op":"begun","pack":"hampshire","role":"call_handler"}"#;
    let ran = walk(data.path(), call.as_bytes(), &[]);
    let id = ran.lines()[0]["interaction"].as_str().unwrap().to_owned();
    let export = run(data.path(), &["export", &id, "--format", "json", "--out", "-"]).out;
    let take = |export: &str| json!({"op":"taken_over","how":"log","export":export}).to_string();
    let script = [
        r#"{"op":"begun","pack":"hampshire","role":"response_officer"}"#.to_owned(),
        take("/etc/hostname"),
        take(&export.replace("call_handler", "investigator")),
        take(&export),
    ];
    let ran = walk(data.path(), script.join("\n").as_bytes(), &[]);
    let answers = ran.lines();
    assert_eq!(ran.code, 7);
    for refused in &answers[1..3] {
        assert_eq!(refused["why"], "broken_hand_over", "{refused}");
    }
    assert_eq!(
        (&answers[3]["ok"], &answers[3]["seq"]),
        (&true.into(), &2.into()),
        "{}",
        ran.out
    );
}

/// A bug once, found by the fuzz target: what a library says was looked for from its front, where the value stands.
#[test]
fn a_value_that_reads_like_an_error_is_not_repeated() {
    let data = tempfile::tempdir().unwrap();
    for value in [
        "expected one of He hits me",
        "`, expected one of He hits me",
        "`, expected `He hits me`",
    ] {
        let line = serde_json::json!({ "op": "mode_set", "mode": value }).to_string();
        let ran = walk(data.path(), line.as_bytes(), &[]);
        let sentence = "The field mode cannot be that: it takes at_scene or writing_up.";
        assert_eq!(ran.lines()[0]["sentence"], sentence);
        assert!(
            !ran.out.contains("hits") && !ran.err.contains("hits"),
            "{}",
            ran.out
        );
    }
}

/// What is no field may be a name, typed in the wrong place.
#[test]
fn an_unknown_field_is_not_repeated_and_what_belongs_there_is_said() {
    let data = tempfile::tempdir().unwrap();
    let lines = [
        r#"{"op":"begun","pack":"hampshire","role":"response_officer"}"#,
        r#"{"op":"child_added","Ellie Marsh":"9"}"#,
        r#"{"op":"observed","children":[1],"words":"x","known_by":[{"how":"seen","Ellie Marsh":1}]}"#,
        r#"{"op":"corrected","entry":2,"how":{"moved_to_child":{"child":1,"Ellie Marsh":2}}}"#,
        r#"{"op":"corrected","entry":2,"how":{"Ellie Marsh":{"child":1}}}"#,
        r#"{"op":"danger_asked","answer":"yes","done_at":{"at":"2026-11-22T02:12:00+00:00","Ellie Marsh":1}}"#,
        r#"{"op":"Ellie Marsh"}"#,
    ];
    let ran = walk(data.path(), lines.join("\n").as_bytes(), &[]);
    assert!(
        !ran.out.contains("Ellie") && !ran.err.contains("Ellie"),
        "{}",
        ran.out
    );
    let answers = ran.lines();
    assert_eq!(
        answers[1]["sentence"],
        "The line has a field that does not belong there. It takes: op, age, label, now, done_at, author. Mend its name or leave it out."
    );
    assert_eq!((&answers[1]["line"], answers[1].get("field")), (&2.into(), None));
    let of = |at: usize| (answers[at]["field"].clone(), answers[at]["takes"].clone());
    assert_eq!(of(2), ("known_by.0".into(), json!(["how", "who"])));
    assert_eq!(of(3), ("how".into(), json!([])));
}
