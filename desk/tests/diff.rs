//! Two packs compared at the desk: in words, for programs, and as a page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, run};
use std::fs;
use std::path::Path;

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/tests/packs");

/// The test packs again, with the words of one item and its reason to be changed.
fn edited(into: &Path, from: &str, to: &str) {
    for pack in ["six-principles", "force"] {
        let folder = into.join(pack);
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(Path::new(PACKS).join(pack)).unwrap() {
            let file = file.unwrap().path();
            let text = fs::read_to_string(&file).unwrap().replace(from, to);
            fs::write(folder.join(file.file_name().unwrap()), text).unwrap();
        }
    }
}

fn diff(data: &Path, new: &Path, more: &[&str]) -> Ran {
    let (old, new) = (format!("{PACKS}/force"), new.join("force").display().to_string());
    run(data, &[&["diff", &old, &new], more].concat())
}

#[test]
fn a_trainer_reads_both_wordings_and_a_page_marks_them_without_colour() {
    let (data, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    edited(
        new.path(),
        "Listen to each child alone.",
        "Listen to <each> child.",
    );
    let text = diff(data.path(), new.path(), &[]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    for words in [
        "1 reworded.",
        "before  Listen to each child alone.",
        "now     Listen to <each> child.",
    ] {
        assert!(text.out.contains(words), "{words}\n{}", text.out);
    }
    let json = diff(data.path(), new.path(), &["--format", "json"]).json();
    assert_eq!(json["changes"][0]["differences"][0]["what"], "words");
    let page = new.path().join("change.html");
    let name = page.display().to_string();
    assert_eq!(
        diff(data.path(), new.path(), &["--format", "html", "--out", &name]).code,
        0
    );
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("<ins>&lt;each&gt;</ins>") && html.contains("<del>") && !html.contains("<script"));
    let again = diff(data.path(), new.path(), &["--format", "html", "--out", &name]);
    assert!(
        again.code == 7 && again.err.contains("not written over"),
        "{}",
        again.err
    );
}

#[test]
fn nothing_changed_is_said_and_what_cannot_be_compared_is_named() {
    let (data, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    edited(new.path(), "nothing of it", "nothing of it");
    assert!(
        diff(data.path(), new.path(), &[])
            .out
            .contains("Nothing changed.")
    );
    edited(
        new.path(),
        "\"extends\": [\"six-principles\"]",
        "\"extends\": [\"no-such\"]",
    );
    let findings = diff(data.path(), new.path(), &[]);
    assert!(
        findings.code == 1 && findings.err.contains("childfirst build"),
        "{}",
        findings.err
    );
    let unknown = run(data.path(), &["diff", "hampshire", "hampshir"]);
    assert!(
        unknown.code == 8 && unknown.err.contains("Did you mean hampshire?"),
        "{}",
        unknown.err
    );
    let installed = run(data.path(), &["diff", "six-principles", "hampshire"]);
    assert!(
        installed.code == 0 && installed.out.contains("added"),
        "{}",
        installed.out
    );
}
