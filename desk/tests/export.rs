//! `export`: what is written, where, and what the record says of it; and that each kind of file is checked as it can be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::schema::fits;
use common::{Ran, program, run, walk};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// A small record: two children, a sharing about one of them.
fn small(data: &Path) -> String {
    let lines = [
        r#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC 4471"}"#,
        r#"{"op":"child_added","label":"boy","age":"3"}"#,
        r#"{"op":"child_added","label":"girl","age":"9"}"#,
        r#"{"op":"observed","children":[1],"words":"A bruise."}"#,
        r#"{"op":"quoted","child":2,"words":"He broke the door.","fidelity":"exact","asked":"unasked"}"#,
        r#"{"op":"sharing_moved","stage":"decided","children":[2],"to":"Children’s social care"}"#,
    ];
    let ran = walk(data, lines.join("\n").as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.lines()[0]["interaction"].as_str().unwrap().to_owned()
}

/// The program in a folder of its own, so that a file without a name has somewhere to go.
fn at(folder: &Path, args: &[&str]) -> Ran {
    program(&folder.join("data"))
        .current_dir(folder)
        .args(args)
        .output()
        .unwrap()
        .into()
}

/// What is in a folder besides the data folder.
fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name != "data");
    names.sort();
    names
}

fn entries(folder: &Path) -> Value {
    at(folder, &["list", "--all", "--json"]).json()[0].clone()
}

#[test]
fn a_file_gets_a_name_without_a_word_of_the_record_and_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let id = small(&folder.path().join("data"));
    assert_eq!(entries(folder.path())["only_here"], true);
    let ran = at(folder.path(), &["export", &id[..8], "--format", "html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let name = format!("child-first-{}-entry-7.html", &id[..8]);
    assert_eq!(files(folder.path()).join(" "), name);
    for words in [
        name.as_str(),
        "SHA-256 ",
        "Head of the chain, entry 7",
        "Exporting is not sending.",
    ] {
        assert!(ran.out.contains(words), "{words}\n{}", ran.out);
    }
    assert_eq!(entries(folder.path())["only_here"], false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join(&name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "a record is nobody else's to read");
    }
    // Into a folder that is named; over a file only when told to; and nothing is said in the record when it is not.
    fs::create_dir(folder.path().join("out")).unwrap();
    let ran = at(
        folder.path(),
        &["export", &id, "--format", "text", "--out", "out"],
    );
    assert_eq!(
        files(&folder.path().join("out")),
        [format!("child-first-{}-entry-8.txt", &id[..8])],
        "{}",
        ran.err
    );
    let over = ["export", &id, "--format", "json", "--out", &name];
    let refused = at(folder.path(), &over);
    assert_eq!(
        (refused.code, refused.err.contains("--force")),
        (7, true),
        "{}",
        refused.err
    );
    assert_eq!(entries(folder.path())["entries"], 8);
    assert!(
        fs::read_to_string(folder.path().join(&name))
            .unwrap()
            .starts_with("<!doctype html>")
    );
    let forced = at(
        folder.path(),
        &[&over[..], &["--force", "--by", "Sgt Lane"]].concat(),
    );
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(
        fs::read_to_string(folder.path().join(&name))
            .unwrap()
            .starts_with('{')
    );
    let record = at(folder.path(), &["record", &id]).out;
    assert!(
        record.contains("An export was made: JSON, whole record. Exporting is not sending. Sgt Lane"),
        "{record}"
    );
}

#[test]
fn what_could_not_be_written_is_not_exported() {
    let folder = tempfile::tempdir().unwrap();
    let id = small(&folder.path().join("data"));
    // There is no such folder: nothing was begun.
    let ran = at(
        folder.path(),
        &["export", &id, "--format", "html", "--out", "no-folder/x.html"],
    );
    assert_eq!(ran.code, 6, "{}", ran.err);
    assert_eq!(entries(folder.path())["entries"], 6);
    // The name is longer than a name can be: that shows when the whole file is given it.
    let long = format!("{}.html", "x".repeat(300));
    let ran = at(
        folder.path(),
        &["export", &id, "--format", "html", "--out", &long],
    );
    assert_eq!(
        (ran.code, ran.err.contains("The record says that it was not.")),
        (6, true),
        "{}",
        ran.err
    );
    assert_eq!(files(folder.path()), [""; 0], "nothing half written is left");
    let listed = entries(folder.path());
    assert_eq!(
        (&listed["entries"], &listed["only_here"]),
        (&8.into(), &true.into())
    );
    let record = at(folder.path(), &["record", &id]).out;
    assert!(
        record.contains(
            "Entry 7 was pressed by mistake, and does not count. Why: The file could not be written"
        ),
        "{record}"
    );
    assert!(record.contains("On this device only."));
    // A reader that has gone has not got it.
    let mut command = program(&folder.path().join("data"));
    command
        .args(["export", &id, "--format", "html", "--out", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(
        (ran.code, ran.err.contains("The record says that it was not.")),
        (6, true),
        "{}",
        ran.err
    );
    assert_eq!(entries(folder.path())["only_here"], true);
}

#[test]
fn a_page_and_its_json_check_alone_and_a_text_says_that_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let id = small(&folder.path().join("data"));
    let elsewhere = tempfile::tempdir().unwrap();
    let verify = |name: &str| at(elsewhere.path(), &["verify", name]);
    for format in ["html", "json", "text"] {
        let out = elsewhere.path().join(format);
        let ran = at(
            folder.path(),
            &["export", &id, "--format", format, "--out", out.to_str().unwrap()],
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    for format in ["html", "json"] {
        let ran = verify(format);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.out.contains("Holds: export") && ran.out.contains("the whole record."),
            "{}",
            ran.out
        );
    }
    let text = verify("text");
    let head = fs::read_to_string(elsewhere.path().join("text")).unwrap();
    let head = head
        .lines()
        .last()
        .unwrap()
        .strip_prefix("Head of the chain: ")
        .unwrap();
    assert_eq!(text.code, 7);
    assert!(
        text.err.contains("A text cannot be checked alone.")
            && text
                .err
                .contains(&format!("childfirst verify {} --head {}", &id[..8], &head[..16])),
        "{}",
        text.err
    );
    let with = at(folder.path(), &["verify", &id, "--head", &head[..16]]);
    assert!(
        with.code == 0 && with.out.contains("This head is entry 9 of 9 here."),
        "{}",
        with.out
    );
    assert!(
        !elsewhere.path().join("data").join("records.db").exists(),
        "a file needs no records"
    );

    // What is seen, changed; what is in it, changed: each is caught, and told from the other.
    let page = fs::read_to_string(elsewhere.path().join("html")).unwrap();
    let changed = |from: &str, to: &str, all: bool| {
        let text = if all {
            page.replace(from, to)
        } else {
            page.replacen(from, to, 1)
        };
        assert_ne!(text, page);
        fs::write(elsewhere.path().join("changed"), text).unwrap();
        let ran = verify("changed");
        assert_eq!(ran.code, 1, "{}", ran.out);
        ran.out
    };
    assert!(
        changed("He broke the door.", "He opened the door.", false).contains("the page shows other words")
    );
    assert!(changed("A bruise.", "A bruise!", true).contains("An entry is not as it was written"));
    assert!(changed("<main>", "<main><h2>Nothing</h2>", false).contains("the page shows other words"));
    let as_json = at(elsewhere.path(), &["verify", "html", "--json"]).json();
    assert_eq!(
        (&as_json["ok"], &as_json["entries"], &as_json["says"]),
        (
            &true.into(),
            &7.into(),
            &"Made as: HTML page, the whole record.".into()
        )
    );
}

#[test]
fn one_child_and_one_reader() {
    let folder = tempfile::tempdir().unwrap();
    let id = small(&folder.path().join("data"));
    let export = |more: &[&str]| {
        at(
            folder.path(),
            &[&["export", &id, "--format", "text", "--out", "-"], more].concat(),
        )
    };
    let girl = export(&["--child", "2"]);
    assert!(
        girl.out.contains("He broke the door.") && !girl.out.contains("bruise"),
        "{}",
        girl.out
    );
    assert!(
        girl.out.contains("4  Left out: about another child"),
        "{}",
        girl.out
    );
    let reader = export(&["--reader", "Children’s social care"]);
    assert!(
        reader.out.contains("He broke the door.") && !reader.out.contains("bruise"),
        "{}",
        reader.out
    );
    assert!(
        reader
            .out
            .contains("Part of the record: For Children’s social care, alone"),
        "{}",
        reader.out
    );
    let nobody = export(&["--reader", "School"]);
    assert!(
        nobody.code == 7 && nobody.err.contains("as it stands in the record"),
        "{}",
        nobody.err
    );
    assert!(!nobody.err.contains("School") && nobody.out.is_empty());
    assert_eq!(
        export(&["--reader", "Children’s social care", "--child", "1"]).code,
        7
    );
    assert_eq!(at(folder.path(), &["export", &id]).code, 2, "the form is said");
    assert_eq!(at(folder.path(), &["export", "ffff", "--format", "html"]).code, 8);
}

/// A record in which every operation of docs/script.md stands, against the schema in the repository.
#[test]
fn exports_fit_their_schema_and_the_schema_takes_nothing_more() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let schema = fs::read_to_string(format!("{root}/content/schema/export.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let page = fs::read_to_string(format!("{root}/docs/script.md")).unwrap();
    let lines: Vec<&str> = page.lines().filter(|line| line.starts_with("{\"op\":")).collect();
    let data = tempfile::tempdir().unwrap();
    let ran = walk(data.path(), lines.join("\n").as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let id = ran.lines()[0]["interaction"].as_str().unwrap().to_owned();
    for more in [&[][..], &["--child", "3"]] {
        let args = [&["export", &id, "--format", "json", "--out", "-"], more].concat();
        let file = run(data.path(), &args).json();
        assert!(file["entries"].as_array().unwrap().len() > 40);
        assert!(fits(&schema, &schema, &file), "{file}");
        // The controls: a field more, a digit less, a kind that there is not, a value out of its set.
        let changed = |change: &dyn Fn(&mut Value)| {
            let mut other = file.clone();
            change(&mut other);
            fits(&schema, &schema, &other)
        };
        assert!(!changed(&|file| file["record"] = json!("nothing")));
        assert!(!changed(&|file| file["entries"][0]["commitment"] = json!("00")));
        assert!(!changed(&|file| file["v"] = json!(2)));
        let word = |from: &str, to: &str| {
            changed(&|file| {
                let words = file["entries"][0]["entry"].as_str().unwrap().replace(from, to);
                file["entries"][0]["entry"] = words.into();
            })
        };
        assert!(!word("begun", "begotten") && !word("response_officer", "postman"));
        assert!(
            word("\"v\":1", "\"v\":1,\"weather\":\"rain\""),
            "a later version may say more"
        );
    }
}

/// An editor can take words out of a file without breaking its chain. That is not what an export leaves out by itself.
#[test]
fn words_that_an_editor_took_out_are_told_from_what_an_export_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let id = small(&folder.path().join("data"));
    for (name, more) in [("whole", [].as_slice()), ("part", ["--child", "2"].as_slice())] {
        let export = ["export", &id, "--format", "json", "--out", name];
        assert_eq!(at(folder.path(), &[&export, more].concat()).code, 0);
    }
    let part = at(folder.path(), &["verify", "part"]);
    assert_eq!(part.code, 0, "{}", part.out);
    assert!(
        part.out
            .contains("without their words, which were erased or left out. The file names each, and why.")
    );

    let stripped = |from: &str, taken: &[usize]| {
        let text = fs::read_to_string(folder.path().join(from)).unwrap();
        let mut file: Value = serde_json::from_str(&text).unwrap();
        for at in taken {
            let entry = file["entries"][*at - 1].as_object_mut().unwrap();
            entry.remove("salt");
            entry.remove("entry");
        }
        fs::write(folder.path().join("stripped"), file.to_string()).unwrap();
        let ran = at(folder.path(), &["verify", "stripped", "--json"]);
        let text = at(folder.path(), &["verify", "stripped"]);
        assert_eq!((ran.code, text.code), (1, 1), "{}", text.out);
        let found = ran.json();
        assert_eq!(found["ok"], false);
        let sentence = found["problem"].as_str().unwrap().to_owned();
        assert!(text.out.contains(&sentence));
        assert!(!text.out.contains("bruise") && !text.err.contains("bruise"));
        (found["taken_out"].as_u64(), sentence)
    };
    let last = fs::read_to_string(folder.path().join("whole")).unwrap();
    let last = serde_json::from_str::<Value>(&last).unwrap()["entries"]
        .as_array()
        .unwrap()
        .len();
    let (taken, sentence) = stripped("whole", &[4]);
    assert_eq!(taken, Some(1));
    assert_eq!(
        sentence,
        "1 entry stands without its words, and the file does not say why. It was changed after it was made."
    );
    // With the entry that would name them.
    let (taken, sentence) = stripped("whole", &[4, 5, last]);
    assert_eq!(taken, Some(3));
    assert!(sentence.starts_with("3 entries stand without their words, and the file does not say why."));
    let (taken, _) = stripped("part", &[5]);
    assert_eq!(taken, Some(1));
}
