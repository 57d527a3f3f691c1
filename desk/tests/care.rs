//! What is kept and what goes: holds, erasing, retention, damage; and that no more is claimed than is shown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, run, walk};
use std::path::{Path, PathBuf};

const SMALL: &[&str] = &[
    r#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC 4471"}"#,
    r#"{"op":"child_added","label":"baby","age":"8m"}"#,
    r#"{"op":"child_added","label":"girl","age":"9"}"#,
    r#"{"op":"observed","children":[1],"words":"A bruise."}"#,
    r#"{"op":"quoted","child":2,"words":"He broke the door.","fidelity":"exact","asked":"unasked"}"#,
];

/// A small interaction; gives its id and its receipts' hashes.
fn small(data: &Path, more: &[&str]) -> (String, Vec<String>) {
    let script = [SMALL, more].concat().join("\n");
    let ran = walk(data, script.as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines = ran.lines();
    let hashes = lines.iter().map(|it| it["hash"].as_str().unwrap().to_owned());
    (
        lines[0]["interaction"].as_str().unwrap().to_owned(),
        hashes.collect(),
    )
}

fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

fn on(data: &Path, line: &[&str]) -> Ran {
    let ran = run(data, line);
    assert!(
        !ran.err.contains("bruise") && !ran.err.contains("door."),
        "{}",
        ran.err
    );
    ran
}

#[test]
fn a_held_record_keeps_everything_and_after_it_the_words_of_an_entry_go_for_good() {
    let data = tempfile::tempdir().unwrap();
    let (id, _) = small(data.path(), &[]);
    let by = ["--by", "Sgt Lane", "--reason", "a name by mistake"];
    let authority = ["--authority", "Insp Hall"];
    let erase = |entry: &str| {
        on(
            data.path(),
            &[&["erase", &id[..8], entry], &by[..], &authority].concat(),
        )
    };
    let hold = |more: &[&str]| on(data.path(), &[&["hold", &id[..8]], more, &by].concat());

    assert_eq!(hold(&["--lift"]).code, 7, "there is none to lift");
    let held = hold(&[]);
    assert!(
        held.code == 0 && held.out.starts_with("Held."),
        "{}{}",
        held.out,
        held.err
    );
    let refused = erase("4");
    assert!(
        refused.code == 7 && refused.err.contains("held"),
        "{}",
        refused.err
    );
    assert_eq!(
        on(data.path(), &[&["destroy", &id[..8]], &by[..]].concat()).code,
        7
    );
    let lifted = hold(&["--lift"]);
    assert!(lifted.out.starts_with("The hold is lifted"), "{}", lifted.out);

    assert_eq!(erase("1").code, 7, "the first entry is what everything hangs on");
    assert_eq!(erase("99").code, 7);
    let gone = erase("4");
    assert_eq!(gone.code, 0, "{}", gone.err);
    assert!(
        gone.out
            .starts_with("Erased for good: the words of entry 4. Entry 8 says so."),
        "{}",
        gone.out
    );
    assert_eq!(erase("4").code, 7, "it is erased already");
    let record = run(data.path(), &["record", &id]).out;
    assert!(
        !record.contains("A bruise.") && record.contains("Insp Hall"),
        "{record}"
    );
    assert!(record.contains("Sgt Lane"), "{record}");
    assert_eq!(run(data.path(), &["verify"]).code, 0);
    for command in [&["erase", "ffff", "4"][..], &["hold", "ffff"]] {
        let more = if command[0] == "erase" {
            &authority[..]
        } else {
            &[]
        };
        assert_eq!(run(data.path(), &[command, &by, more].concat()).code, 8);
    }
    let nobody = ["hold", &id, "--by", " ", "--reason", "x"];
    assert_eq!(run(data.path(), &nobody).code, 7);
    assert_eq!(run(data.path(), &["erase", &id, "4", "--by", "x"]).code, 2);
}

#[test]
fn a_script_says_whether_an_erasure_is_for_good() {
    let data = tempfile::tempdir().unwrap();
    small(data.path(), &[]);
    let erase = "{\"op\":\"resumed\"}\n{\"op\":\"erased\",\"entry\":4,\"reason\":\"a name\",\"authority\":\"Insp Hall\"}";
    let ran = walk(data.path(), erase.as_bytes(), &[]);
    let lines = ran.lines();
    assert_eq!(
        (&lines[1]["seq"], &lines[1]["complete"]),
        (&6.into(), &true.into())
    );
    assert!(lines[0].get("complete").is_none());
}

#[test]
fn an_export_for_one_child_checks_and_has_nothing_of_the_other() {
    let data = tempfile::tempdir().unwrap();
    let (id, hashes) = small(data.path(), &[]);
    let export = |more: &[&str]| {
        let args = ["export", &id, "--format", "json", "--out", "-"];
        on(data.path(), &[&args[..], more].concat())
    };
    let girl = export(&["--child", "2"]);
    assert_eq!(girl.code, 0, "{}", girl.err);
    assert!(girl.out.contains("He broke the door.") && !girl.out.contains("bruise"));
    assert!(
        girl.err.contains("about a child for whom it is not: 2, 4"),
        "{}",
        girl.err
    );
    assert!(export(&[]).out.contains("bruise"), "the control");
    let file = data.path().join("girl.json");
    std::fs::write(&file, &girl.out).unwrap();
    let checked = run(data.path(), &["verify", file.to_str().unwrap()]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    for words in ["Made as: JSON, child 2 alone.", "2 of them without their words"] {
        assert!(checked.out.contains(words), "{}", checked.out);
    }
    assert!(girl.out.contains(&format!("\"seq\": {}", hashes.len() + 1)));
    assert_eq!(export(&["--child", "3"]).code, 7);
    assert_eq!(
        on(data.path(), &["record", &id, "--json"]).code,
        2,
        "one way to export"
    );
}

#[test]
fn a_head_that_was_written_down_is_found_or_is_not() {
    let data = tempfile::tempdir().unwrap();
    let (id, hashes) = small(data.path(), &[]);
    let head = |hash: &str| on(data.path(), &["verify", &id, "--head", hash]);
    let third = head(&hashes[2][..8]);
    assert_eq!(third.code, 0, "{}", third.err);
    assert!(
        third.out.contains("This head is entry 3 of 5 here."),
        "{}",
        third.out
    );
    assert!(head(&hashes[4]).out.contains("entry 5 of 5"));
    let json = run(data.path(), &["verify", &id, "--head", &hashes[2], "--json"]).json();
    assert_eq!((&json["ok"], &json["at_entry"]), (&true.into(), &3.into()));
    let other = head("00000000");
    assert!(
        other.code == 1 && other.out.contains("not in this interaction"),
        "{}",
        other.out
    );
    assert_eq!(head("1234").code, 2);
    assert_eq!(on(data.path(), &["verify", "--head", "00000000"]).code, 2);
}

#[test]
fn an_older_copy_of_the_whole_folder_holds_and_that_it_may_be_one_is_said() {
    let data = tempfile::tempdir().unwrap();
    let older = tempfile::tempdir().unwrap();
    let (id, _) = small(data.path(), &[]);
    copy(data.path(), older.path());
    let more = "{\"op\":\"resumed\"}\n{\"op\":\"observed\",\"children\":[1],\"words\":\"Burns.\"}";
    let newer = walk(data.path(), more.as_bytes(), &[]).lines()[1]["hash"].clone();
    let check = run(older.path(), &["verify"]);
    assert_eq!(check.code, 0, "{}", check.err);
    assert!(
        check.out.contains("does not show that it is the newest copy"),
        "{}",
        check.out
    );
    // What was kept elsewhere shows it.
    let head = newer.as_str().unwrap();
    assert_eq!(run(older.path(), &["verify", &id, "--head", head]).code, 1);
    assert_eq!(run(data.path(), &["verify", &id, "--head", head]).code, 0);
}

#[test]
fn of_a_damaged_interaction_everything_that_reads_is_shown_with_what_does_not() {
    let data = tempfile::tempdir().unwrap();
    let (id, _) = small(data.path(), &[]);
    let whole = run(data.path(), &["show", &id, "--salvage"]).out;
    assert!(
        whole.starts_with("It is whole") && whole.contains("A bruise."),
        "{whole}"
    );
    damage(data.path());
    for command in [&["show", &id[..]][..], &["record", &id], &["verify", &id]] {
        let ran = on(data.path(), command);
        assert!(ran.code == 5 || ran.code == 1, "{}", ran.code);
        let said = ran.out + &ran.err;
        assert!(said.contains("--salvage"), "{said}");
    }
    let left = run(data.path(), &["show", &id, "--salvage"]);
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(left.out.starts_with("Not whole."), "{}", left.out);
    let line = |number: &str| {
        let found = left
            .out
            .lines()
            .find(|line| line.trim_start().starts_with(number));
        found.unwrap_or_else(|| panic!("{number}: {}", left.out))
    };
    assert!(line("2  ").contains("MISSING"), "{}", left.out);
    assert!(line("3  ").contains("DAMAGED"), "{}", left.out);
    assert!(line("4  ").contains("A bruise.") && line("5  ").contains("“He broke the door.”"));
    let json = run(data.path(), &["show", &id, "--salvage", "--json"]).json();
    assert!(json["problem"].is_string() && json["entries"].as_array().unwrap().len() == 4);
    assert_eq!(json["missing"][0]["from"], 2);
    let check = run(data.path(), &["verify"]);
    assert!(
        check.code == 1 && check.out.contains("Does not hold: interaction"),
        "{}",
        check.out
    );
}

/// Damages an entry, takes one away, and leaves the rest.
fn damage(data: &Path) {
    let conn = rusqlite::Connection::open(data.join("records.db")).unwrap();
    for sql in [
        "UPDATE entry SET sealed = zeroblob(590) WHERE at = (1 << 24) + 3",
        "DELETE FROM entry WHERE at = (1 << 24) + 2",
    ] {
        assert_eq!(conn.execute(sql, []).unwrap(), 1);
    }
}

#[test]
fn due_is_said_and_nothing_is_done() {
    let data = tempfile::tempdir().unwrap();
    let done = [r#"{"op":"exported","format":"json"}"#, r#"{"op":"completed"}"#];
    let (id, _) = small(data.path(), &done);
    small(data.path(), &[]);
    let later = |days: &str| run(data.path(), &["list", "--due", days]);
    assert!(later("0").out.contains(&id[..8]), "{}", later("0").out);
    assert!(later("0").out.contains("Nothing is destroyed by itself"));
    assert!(later("1").out.starts_with("Nothing is due"), "{}", later("1").out);
    let json = run(data.path(), &["list", "--due", "0", "--json"]).json();
    assert_eq!(json.as_array().unwrap().len(), 1, "the open one is not due");
    assert_eq!(
        run(data.path(), &["list", "--all", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

// ---- claims ----

/// What a chain does not show, in the words in which it is mostly claimed.
const CLAIMS: &[&str] = &[
    "tamper-proof",
    "tamper proof",
    "tamperproof",
    "cannot be changed",
    "cannot be altered",
    "cannot be forged",
    "unforgeable",
    "immutable record",
    "proves",
    "is proof that",
    "guarantees",
    "signature",
    "legally",
    "court-proof",
    "unbreakable",
    "100%",
    "military-grade",
];

/// Sentences that may use these words: they say what is not so, or speak of something else.
const ALLOWED: &[&str] = &[
    "not a signature",
    "without a signature",
    "no signature",
    "signatures are",
    "`signature`",
    // Of guidance, which is signed.
    "of the signatures",
    "the signatures run out",
    "the signatures have run out",
    "with one signature",
    "kept with the signature",
    "checked signatures hold",
    "--signature",
];

/// Where guidance is signed, checked and published, which people really do sign (`docs/sync.md`). A record has no signature.
const SIGNED: &[&str] = &[
    "docs/adr/0007-",
    "docs/adr/0008-",
    "docs/publishing.md",
    "docs/sync.md",
    "docs/scale.md",
    "desk/src/publish/",
    // The commands that sign, or check what is signed.
    "desk/src/commands/approve.rs",
    "desk/src/commands/key.rs",
    "desk/src/commands/propose.rs",
    "desk/src/commands/publish.rs",
    "desk/src/commands/repo.rs",
    "desk/src/commands/rotate.rs",
    "desk/src/commands/sync",
];

/// Lines that claim what nothing here shows.
fn claims(text: &str) -> Vec<String> {
    let claim = |line: &&str| {
        let mut line = line.to_lowercase();
        for allowed in ALLOWED {
            line = line.replace(allowed, "");
        }
        CLAIMS.iter().any(|claim| line.contains(claim))
    };
    text.lines().filter(claim).map(str::to_owned).collect()
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        if file.path().is_dir() {
            files(&file.path(), ending, found);
        } else if file.file_name().to_string_lossy().ends_with(ending) {
            found.push(file.path());
        }
    }
}

#[test]
fn nothing_claims_more_than_a_chain_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = vec![root.join("README.md")];
    files(&root.join("docs"), ".md", &mut found);
    files(&root.join("desk/src"), ".rs", &mut found);
    files(&root.join("core/src/door"), ".rs", &mut found);
    assert!(found.len() > 40);
    for file in found {
        let mut text = std::fs::read_to_string(&file).unwrap().to_lowercase();
        let name = file.strip_prefix(&root).unwrap().display().to_string();
        if SIGNED.iter().any(|place| name.starts_with(place)) {
            text = text.replace("signature", "");
        }
        assert_eq!(claims(&text), [""; 0], "{name}");
    }
    let data = tempfile::tempdir().unwrap();
    small(data.path(), &[]);
    for line in [&["verify"][..], &["--help"], &["verify", "--help"], &["man"]] {
        let mut said = run(data.path(), line).out.to_lowercase();
        // The manual has the commands that sign guidance in it too.
        if line == ["man"] {
            said = said.replace("signature", "");
        }
        assert_eq!(claims(&said), [""; 0], "{line:?}");
    }
    let said = run(data.path(), &["verify"]).out;
    assert!(
        said.contains("does not show that it is the newest copy"),
        "{said}"
    );
    assert!(said.contains("did not write it anew"), "{said}");
    let model = std::fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    assert!(model.contains("The chain is not a signature"));
    // The control: what must not be said is found where it is said.
    for claim in [
        "The chain proves it.",
        "Tamper-proof.",
        "It has a signature.",
        "It cannot be changed.",
    ] {
        assert_eq!(claims(claim), [claim]);
    }
    assert_eq!(claims("The chain is not a signature"), [""; 0]);
}
