//! What is recorded: a small interaction, resumed by another process, read, exported and checked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{program, run, walk};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const BEGUN: &str = r#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC 4471"}"#;

fn small() -> String {
    [
        BEGUN,
        r#"{"op":"danger_asked","answer":"not_now","known_by":[{"how":"seen"}]}"#,
        r#"{"op":"child_added","label":"baby","age":"8m"}"#,
        r#"{"op":"child_added","label":"girl","age":"9"}"#,
        r#"{"op":"quoted","child":2,"words":"He broke the door.","fidelity":"exact","asked":"unasked"}"#,
    ]
    .join("\n")
}

#[test]
fn an_interaction_goes_on_in_another_process() {
    let data = tempfile::tempdir().unwrap();
    let first = walk(data.path(), small().as_bytes(), &[]);
    assert_eq!(first.code, 0, "{}", first.err);
    let receipts = first.lines();
    let seqs: Vec<u64> = receipts.iter().map(|it| it["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    let id = receipts[0]["interaction"].as_str().unwrap();

    let script = format!(
        "{{\"op\":\"resumed\",\"interaction\":\"{}\"}}\n{}\n{{\"op\":\"verify\"}}",
        &id[..8],
        r#"{"op":"risk_stated","child":2,"words":"Afraid of him.","level":"in_need_of_support"}"#
    );
    let second = walk(data.path(), script.as_bytes(), &[]).lines();
    assert_eq!(
        second[0]["hash"], receipts[4]["hash"],
        "it goes on where it stood"
    );
    assert_eq!(
        (&second[1]["seq"], &second[2]["hash"]),
        (&6.into(), &second[1]["hash"])
    );

    let list = run(data.path(), &["list", "--all"]);
    assert!(
        list.out.contains("On this device only") && list.out.contains("PC 4471"),
        "{}",
        list.out
    );
    let show = run(data.path(), &["show", &id[..6]]);
    for words in [
        "Immediate danger: not now",
        "Baby, 8 months",
        "“He broke the door.”",
        "Risk: not stated yet",
        "Now: ",
    ] {
        assert!(show.out.contains(words), "{words}\n{}", show.out);
    }
    let json = run(data.path(), &["show", id, "--json"]).json();
    let danger = &json["worklist"]["danger"]["answered"];
    assert_eq!(
        (&danger["answer"], &danger["minutes_ago"]),
        (&"not_now".into(), &0.into())
    );
    assert_eq!(json["only_here"], true);
    let record = run(data.path(), &["record", id]);
    assert!(
        record.out.contains("Every entry, in order")
            && record
                .out
                .contains("Past its end date: the strategy ran 2021 to 2024."),
        "{}",
        record.out
    );
    assert_eq!(run(data.path(), &["show", "ffff"]).code, 8);
    assert_eq!(run(data.path(), &["record", ""]).code, 8);
}

#[test]
fn an_export_verifies_alone_and_a_tampered_one_does_not() {
    let data = tempfile::tempdir().unwrap();
    let id = walk(data.path(), small().as_bytes(), &[]).lines()[0]["interaction"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(run(data.path(), &["verify"]).code, 0);
    assert_eq!(run(data.path(), &["verify", &id[..10]]).code, 0);
    let export = run(data.path(), &["export", &id, "--format", "json", "--out", "-"]).out;

    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("record.json");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        run(elsewhere.path(), &["verify", file.to_str().unwrap()])
    };
    let whole = check(&export);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.out.contains("does not show"), "{}", whole.out);
    assert!(
        !elsewhere.path().join("records.db").exists(),
        "a file needs no data folder"
    );
    let other = |from: &str, to: &str| {
        assert!(export.contains(from), "{from}");
        check(&export.replacen(from, to, 1))
    };
    assert_eq!(other("He broke the door.", "He opened the door.").code, 1);
    assert_eq!(other("\"seq\": 3", "\"seq\": 9").code, 1);
    // A bug once: a readable account stood in the file, and one that lied still held.
    let lie = "{\n  \"record\": {\"title\": \"nothing was said\"},";
    assert_eq!(
        check(&export.replacen('{', lie, 1)).code,
        1,
        "nothing stands in an export that is not checked"
    );
    assert_eq!(check(&export[..export.len() / 2]).code, 1);
    assert_eq!(check("").code, 1);
    assert_eq!(run(elsewhere.path(), &["verify", "no-such-file.json"]).code, 8);
}

#[test]
fn one_process_records_and_guidance_goes_on_beside_it() {
    let data = tempfile::tempdir().unwrap();
    let mut command = program(data.path());
    command
        .args(["walk", "--script", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut holder = command.spawn().unwrap();
    let mut stdin = holder.stdin.take().unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    writeln!(stdin, "{BEGUN}").unwrap();
    let receipt = lines.next().unwrap().unwrap();
    assert!(
        receipt.starts_with("{\"ok\":true,\"seq\":1,"),
        "flushed while the script is still open: {receipt}"
    );

    let list = run(data.path(), &["list", "--all"]);
    assert_eq!(list.code, 3);
    assert!(
        list.err
            .starts_with("childfirst: Another Child First has this data folder open."),
        "{}",
        list.err
    );
    assert_eq!(walk(data.path(), BEGUN.as_bytes(), &[]).code, 3);
    assert_eq!(
        run(
            data.path(),
            &["worklist", "--pack", "hampshire", "--role", "call_handler"]
        )
        .code,
        0
    );
    assert_eq!(run(data.path(), &["search", "voice"]).code, 0);

    drop(stdin);
    assert!(holder.wait().unwrap().success());
    assert_eq!(run(data.path(), &["list", "--all"]).code, 0);
}

#[test]
fn what_is_damaged_or_gone_has_its_exit_code_and_new_records_need_a_reason_to() {
    let data = tempfile::tempdir().unwrap();
    walk(data.path(), small().as_bytes(), &[]);
    let ran = run(data.path(), &["new-records"]);
    assert!(ran.code == 7 && ran.err.contains("can be opened"), "{}", ran.err);
    std::fs::write(data.path().join("device.key"), [1; 32]).unwrap();
    let ran = run(data.path(), &["list", "--all"]);
    assert!(
        ran.code == 4 && ran.err.contains("childfirst new-records"),
        "{} {}",
        ran.code,
        ran.err
    );
    assert_eq!(run(data.path(), &["packs"]).code, 0, "guidance still works");
    let ran = run(data.path(), &["new-records"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(run(data.path(), &["list", "--all", "--json"]).out, "[]\n");
}

#[test]
fn a_damaged_built_in_pack_is_put_right_at_the_next_start() {
    let data = tempfile::tempdir().unwrap();
    let how_many = || {
        let packs = run(data.path(), &["packs", "--json"]).json();
        packs.as_array().unwrap().len()
    };
    let before = how_many();
    let packs = data.path().join("packs");
    let file = std::fs::read_dir(&packs)
        .unwrap()
        .flatten()
        .next()
        .unwrap()
        .path();
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(how_many(), before);
    assert_eq!(std::fs::read(&file).unwrap(), whole);
}

/// Every file of a folder, to look for words in.
fn every_byte(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .flat_map(|path| std::fs::read(path).unwrap())
        .collect()
}

#[test]
fn the_log_marks_what_was_corrected_and_says_nothing_of_who_wrote_what_is_erased() {
    let data = tempfile::tempdir().unwrap();
    let more = [
        small(),
        r#"{"op":"observed","children":[1],"words":"quiet","author":"PC Adeyemi"}"#.into(),
        r#"{"op":"corrected","entry":2,"how":"pressed_by_mistake"}"#.into(),
        r#"{"op":"erased","entry":6,"reason":"named by mistake","authority":"Insp Hall"}"#.into(),
    ];
    let ran = walk(data.path(), more.join("\n").as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let id = ran.lines()[0]["interaction"].as_str().unwrap().to_owned();
    let record = run(data.path(), &["record", &id]).out;
    let line = |number: &str| {
        record
            .lines()
            .rfind(|line| line.trim_start().starts_with(number))
            .unwrap()
    };
    assert!(
        record.contains("(seen by PC 4471). PC 4471\n    Does not count: see entry 7\n"),
        "{record}"
    );
    assert!(line("6  ").ends_with("the place in the chain stays"), "{record}");
}

#[test]
fn a_record_is_destroyed_for_good_unless_it_is_held() {
    let data = tempfile::tempdir().unwrap();
    let first = walk(data.path(), small().as_bytes(), &[]);
    let id = first.lines()[0]["interaction"].as_str().unwrap().to_owned();
    let before = every_byte(data.path());
    let old = tempfile::tempdir().unwrap();
    for file in ["records.db", "records.db-wal"] {
        let _ = std::fs::copy(data.path().join(file), old.path().join(file));
    }

    let destroy = [
        "destroy",
        &id[..8],
        "--by",
        "Sgt Lane",
        "--reason",
        "recorded twice",
    ];
    let hold = "{\"op\":\"resumed\"}\n{\"op\":\"hold_set\",\"reason\":\"a court asked\"}";
    assert_eq!(walk(data.path(), hold.as_bytes(), &[]).code, 0);
    let refused = run(data.path(), &destroy);
    assert_eq!(refused.code, 7, "{}", refused.err);
    assert!(refused.err.contains("held"));
    let lift = "{\"op\":\"resumed\"}\n{\"op\":\"hold_lifted\",\"reason\":\"the court is done\"}";
    assert_eq!(walk(data.path(), lift.as_bytes(), &[]).code, 0);

    let gone = run(data.path(), &destroy);
    assert_eq!(gone.code, 0, "{}", gone.err);
    assert!(gone.out.starts_with("Destroyed."), "{}", gone.out);
    let list = run(data.path(), &["list", "--all"]).out;
    assert!(
        list.contains("destroyed") && list.contains("Sgt Lane: recorded twice"),
        "{list}"
    );
    assert_eq!(run(data.path(), &["show", &id]).code, 8);

    // No sealed row of it is left in any byte of the folder; the control finds them there before.
    let after = every_byte(data.path());
    let rows = |bytes: &[u8], of: &[u8]| bytes.windows(48).filter(|part| *part == &of[..48]).count();
    let sealed = std::fs::read(old.path().join("records.db-wal")).unwrap_or_default();
    let sealed = if sealed.len() > 6_000 {
        sealed
    } else {
        std::fs::read(old.path().join("records.db")).unwrap()
    };
    // Bytes from the middle of a sealed row: no other content is as random.
    let sample = sealed
        .windows(48)
        .find(|part| part.iter().collect::<std::collections::BTreeSet<_>>().len() > 40)
        .unwrap();
    assert!(rows(&before, sample) > 0, "the control finds a sealed row before");
    assert_eq!(rows(&after, sample), 0, "and none after");

    // An older copy of the file does not open it any more: the key that would is forgotten.
    for file in ["records.db", "records.db-wal"] {
        let _ = std::fs::remove_file(data.path().join(file));
        let _ = std::fs::copy(old.path().join(file), data.path().join(file));
    }
    let _ = std::fs::remove_file(data.path().join("records.db-shm"));
    assert_eq!(run(data.path(), &["show", &id]).code, 4);
}
