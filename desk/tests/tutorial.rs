//! The ten minutes of `docs/authoring.md`, word for word: its files are saved, its commands typed, its output compared.
//!
//! A block ```` ```console ```` has commands after `$ ` and below each what it prints; `…` in a line stands for anything in
//! that line, and alone for any lines. A block after "Save this as `FILE`:" is that file.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that the page asks for.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Save { file: String, text: String },
    Type { command: String, prints: Vec<String> },
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(repository().join("docs/authoring.md")).unwrap()
}

/// The steps of a page, in order.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    let mut before = String::new();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            if !line.trim().is_empty() {
                line.clone_into(&mut before);
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let file = before
            .split_once("Save this as `")
            .and_then(|(_, rest)| rest.strip_suffix("`:"));
        if let Some(file) = file {
            let text = format!("{}\n", block.join("\n"));
            steps.push(Step::Save {
                file: file.to_owned(),
                text,
            });
        } else if kind == "console" {
            for line in block {
                match (line.strip_prefix("$ "), steps.last_mut()) {
                    (Some(command), _) => steps.push(Step::Type {
                        command: command.to_owned(),
                        prints: Vec::new(),
                    }),
                    (None, Some(Step::Type { prints, .. })) => prints.push(line.to_owned()),
                    (None, _) => panic!("nothing was typed before {line:?}"),
                }
            }
        }
        before.clear();
    }
    steps
}

/// Whether what was printed is what the page says.
fn same(says: &[String], printed: &[&str]) -> bool {
    match (says, printed) {
        ([], []) => true,
        ([say, rest @ ..], _) if say == "…" => (0..=printed.len()).any(|skip| same(rest, &printed[skip..])),
        ([say, rest @ ..], [line, more @ ..]) => fits(say, line) && same(rest, more),
        _ => false,
    }
}

fn fits(say: &str, line: &str) -> bool {
    match say.split_once('…') {
        None => say == line,
        Some((begins, rest)) => line.strip_prefix(begins).is_some_and(|line| {
            let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
            ends.any(|at| fits(rest, &line[at..]))
        }),
    }
}

/// Does what a page asks for, in a folder with the base pack. The first step that prints something else, if any.
fn walk(steps: &[Step]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    copy(
        &repository().join("content/six-principles"),
        &at.join("content/six-principles"),
    );
    let bin = Path::new(env!("CARGO_BIN_EXE_childfirst")).parent().unwrap();
    let paths = std::env::var("PATH").unwrap();
    for step in steps {
        let (command, prints) = match step {
            Step::Save { file, text } => {
                fs::write(at.join(file), text).unwrap();
                continue;
            }
            Step::Type { command, prints } => (command, prints),
        };
        let ran = Command::new("sh")
            .args(["-c", command])
            .current_dir(at)
            .env("PATH", format!("{}:{paths}", bin.display()))
            .env("CHILDFIRST_DATA", at.join("data"))
            .output()
            .unwrap();
        // A person sees both on one screen.
        let printed = [ran.stdout, ran.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        let lines: Vec<&str> = printed.lines().collect();
        if !same(prints, &lines) {
            return Some(format!(
                "$ {command}\n--- the page says:\n{}\n--- it prints:\n{printed}",
                prints.join("\n")
            ));
        }
    }
    None
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_ten_minutes_of_the_page_are_true() {
    let steps = steps(&page());
    let typed = steps
        .iter()
        .filter(|step| matches!(step, Step::Type { .. }))
        .count();
    assert!(
        typed > 12 && steps.len() > typed,
        "{typed} commands in {} steps",
        steps.len()
    );
    if let Some(wrong) = walk(&steps) {
        panic!("docs/authoring.md is not true any more:\n{wrong}");
    }
}

/// The control: a page that says something else is found out, whatever it is.
#[test]
fn a_page_that_is_not_true_is_found_out() {
    let page = page();
    for (from, to) in [
        (
            "0 errors, 5 warnings, 0 advice in 1 pack.",
            "0 errors, 4 warnings, 0 advice in 1 pack.",
        ),
        (
            "content/anytown/prompts.json:6: error",
            "content/anytown/prompts.json:7: error",
        ),
        (
            "      Whom to tell: Duty sergeant, then",
            "      Whom to tell: Somebody else, then",
        ),
        // And so is a file that is another one.
        (
            "\"text\": \"Did somebody hurt you in that room?\"",
            "\"text\": \"What would help you?\"",
        ),
    ] {
        assert!(page.contains(from), "{from}");
        let wrong = walk(&steps(&page.replacen(from, to, 1)));
        assert!(wrong.is_some(), "not found out: {from}");
    }
}

#[test]
fn what_is_left_out_is_anything_and_the_rest_is_exact() {
    let says = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert!(same(&says(&["a", "…", "d"]), &["a", "b", "c", "d"]));
    assert!(same(&says(&["a", "…"]), &["a"]));
    assert!(same(&says(&["holds: … of …."]), &["holds: 4 of 128,000."]));
    assert!(!same(&says(&["a", "…", "d"]), &["a", "b"]));
    assert!(!same(&says(&["a"]), &["a", "b"]));
    assert!(!same(&says(&["holds: … of …."]), &["holds: 4"]));
}
