//! A force's values at the desk: filled in, shown wherever officers read them, corrected, handed to another device.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, run, walk};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// `values` of one force: more than one is installed.
fn values(data: &Path, args: &[&str]) -> Ran {
    run(data, &[&["values", "--pack", "hampshire"], args].concat())
}

fn one(data: &Path, key: &str) -> Value {
    let shown = values(data, &["--json"]).json();
    let all = shown["values"].as_array().unwrap();
    all.iter().find(|it| it["key"] == key).unwrap().clone()
}

#[test]
fn what_nobody_has_set_says_so_and_what_is_set_is_shown_with_who_keeps_it() {
    let data = tempfile::tempdir().unwrap();
    let none = values(data.path(), &[]);
    assert!(none.out.contains("0 of ") && none.out.contains("an immediate step rests on each"));
    assert_eq!(one(data.path(), "danger-tell")["state"], "not_set");
    let set = [
        "set",
        "danger-tell",
        "Control room, channel 1",
        "--owner",
        "Control room",
    ];
    assert_eq!(values(data.path(), &set).code, 0);
    let tell = one(data.path(), "danger-tell");
    assert_eq!(
        (
            &tell["state"],
            &tell["text"],
            &tell["kept"]["owner"],
            &tell["kept"]["set_on"]
        ),
        (
            &"set".into(),
            &"Control room, channel 1".into(),
            &"Control room".into(),
            &"2026-11-22".into()
        )
    );
    let work = run(
        data.path(),
        &["worklist", "--pack", "hampshire", "--role", "response_officer"],
    );
    assert!(work.out.contains("Control room, channel 1"), "{}", work.out);
    assert_eq!(values(data.path(), &["unset", "danger-tell"]).code, 0);
    assert_eq!(one(data.path(), "danger-tell")["state"], "not_set");
}

#[test]
fn a_slip_is_refused_in_a_sentence_and_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    values(data.path(), &["set", "confirmed-in-use-until", "2027-03-31"]);
    let before = values(data.path(), &["--json"]).out;
    for (args, code, says) in [
        (&["set", "danger-tel", "x"][..], 8, "Did you mean danger-tell?"),
        (
            &["set", "confirmed-in-use-until", "soon"],
            7,
            "is a date: write it as 2027-03-31",
        ),
        (
            &["set", "log-copy-length", "-5"],
            7,
            "is a whole number above nought",
        ),
        (&["set", "danger-tell", " "], 7, "Words are needed"),
        (&["take", "nowhere.json"], 8, "no file of that name"),
    ] {
        let ran = values(data.path(), args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    assert_eq!(values(data.path(), &["--json"]).out, before);
}

#[test]
fn the_file_of_one_device_is_taken_by_another_and_one_of_another_pack_is_not() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    values(data.path(), &["set", "danger-tell", "channel 1"]);
    let file = data.path().join("force.json");
    let name = file.display().to_string();
    assert_eq!(values(data.path(), &["file", "--out", &name]).code, 0);
    let again = values(data.path(), &["file", "--out", &name]);
    assert!(
        again.code == 7 && again.err.contains("not written over"),
        "{}",
        again.err
    );
    let taken = values(other.path(), &["take", &name]);
    assert!(
        taken
            .out
            .starts_with("Taken into use for Hampshire 2021-24: 1 of "),
        "{}",
        taken.out
    );
    assert_eq!(one(other.path(), "danger-tell")["text"], "channel 1");
    let kent = fs::read_to_string(&file).unwrap().replace("hampshire", "kent");
    fs::write(&file, kent).unwrap();
    let refused = values(other.path(), &["take", &name]);
    assert!(
        refused.code == 7 && refused.err.contains("another pack"),
        "{}",
        refused.err
    );
    assert_eq!(one(other.path(), "danger-tell")["text"], "channel 1");
}

#[test]
fn values_that_cannot_be_read_are_said_to_be_that_and_a_whole_file_mends_them() {
    let data = tempfile::tempdir().unwrap();
    values(data.path(), &["set", "danger-tell", "channel 1"]);
    let file = data.path().join("force.json");
    let name = file.display().to_string();
    values(data.path(), &["file", "--out", &name]);
    fs::write(data.path().join("values/in-use.json"), "{").unwrap();
    let shown = values(data.path(), &[]);
    assert!(
        shown.code == 0 && shown.out.contains("cannot be read"),
        "{}",
        shown.out
    );
    let work = run(
        data.path(),
        &["worklist", "--pack", "hampshire", "--role", "response_officer"],
    );
    assert!(work.out.contains("cannot be read on this device"), "{}", work.out);
    // Writing one value would lose the others.
    let set = values(data.path(), &["set", "urgent-contact", "x"]);
    assert_eq!(set.code, 5, "{}", set.err);
    assert_eq!(values(data.path(), &["take", &name]).code, 0);
    assert_eq!(one(data.path(), "danger-tell")["text"], "channel 1");
}

#[test]
fn a_record_keeps_what_was_shown_and_shows_what_was_corrected() {
    let data = tempfile::tempdir().unwrap();
    let set = |text: &str| values(data.path(), &["set", "referral-in-need-of-support", text]);
    set("ext 1");
    let risk = |op: &str| {
        format!(
            "{{\"op\":\"{op}\"{}}}\n{{\"op\":\"risk_stated\",\"words\":\"Cold, hungry.\",\"level\":\"in_need_of_support\"}}\n",
            if op == "begun" {
                ",\"pack\":\"hampshire\",\"role\":\"response_officer\""
            } else {
                ""
            }
        )
    };
    assert_eq!(walk(data.path(), risk("begun").as_bytes(), &[]).code, 0);
    set("ext 2");
    let again = walk(
        data.path(),
        format!("{}{{\"op\":\"worklist\"}}\n", risk("resumed")).as_bytes(),
        &[],
    );
    let lines = again.lines();
    let routes = lines[2]["worklist"]["routes"].as_array().unwrap();
    let route = routes
        .iter()
        .find(|it| it["value"] == "referral-in-need-of-support")
        .unwrap();
    assert_eq!(
        (&route["value_state"], &route["value_text"]),
        (&"corrected".into(), &"ext 2".into())
    );
    let id = lines[0]["interaction"].as_str().unwrap().to_owned();
    let record = run(data.path(), &["record", &id]).out;
    let log = record.split("Every entry, in order").nth(1).unwrap();
    let shown: Vec<usize> = ["ext 1", "ext 2"]
        .iter()
        .map(|words| log.find(words).unwrap())
        .collect();
    assert!(shown[0] < shown[1], "{record}");
}
