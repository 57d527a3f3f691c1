//! A page of the documentation, done word for word.
//!
//! A block ```` ```console ```` has commands after `$ ` and below each what it prints; `> ` goes before what is typed when it
//! asks; `…` in a line stands for anything in that line, and alone for any lines. A block after "Save this as `FILE`:" is
//! that file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One thing that the page asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A file is saved.
    Save { file: String, text: String },
    /// A command is typed, and what it asks for.
    Type {
        command: String,
        typed: Vec<String>,
        prints: Vec<String>,
    },
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A page of the documentation.
pub fn page(name: &str) -> String {
    fs::read_to_string(repository().join(format!("docs/{name}.md"))).unwrap()
}

/// The steps of a page, in order.
pub fn steps(page: &str) -> Vec<Step> {
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
                        typed: Vec::new(),
                        prints: Vec::new(),
                    }),
                    (None, Some(Step::Type { typed, prints, .. })) => {
                        typed.extend(line.strip_prefix("> ").map(str::to_owned));
                        prints.push(line.to_owned());
                    }
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
pub fn walk(steps: &[Step]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("pass"), "four words of no one\n").unwrap();
    copy(
        &repository().join("content/six-principles"),
        &at.join("content/six-principles"),
    );
    let bin = Path::new(env!("CARGO_BIN_EXE_childfirst")).parent().unwrap();
    let paths = std::env::var("PATH").unwrap();
    for step in steps {
        let (command, typed, prints) = match step {
            Step::Save { file, text } => {
                fs::write(at.join(file), text).unwrap();
                continue;
            }
            Step::Type {
                command,
                typed,
                prints,
            } => (command, typed, prints),
        };
        let mut ran = Command::new("sh")
            .args(["-c", command])
            .current_dir(at)
            .env("PATH", format!("{}:{paths}", bin.display()))
            .env("CHILDFIRST_DATA", at.join("data"))
            .env("CHILDFIRST_PASSPHRASE_FILE", folder.path().join("pass"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = ran.stdin.take().unwrap().write_all(typed.join("\n").as_bytes());
        let ran = ran.wait_with_output().unwrap();
        // A person sees both on one screen.
        let printed = [ran.stdout, ran.stderr].concat();
        let mut printed = String::from_utf8(printed).unwrap();
        // And what is typed.
        for words in typed {
            printed = printed.replacen("\n> ", &format!("\n> {words}\n"), 1);
        }
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
fn what_is_left_out_is_anything_and_the_rest_is_exact() {
    let says = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert!(same(&says(&["a", "…", "d"]), &["a", "b", "c", "d"]));
    assert!(same(&says(&["a", "…"]), &["a"]));
    assert!(same(&says(&["holds: … of …."]), &["holds: 4 of 128,000."]));
    assert!(!same(&says(&["a", "…", "d"]), &["a", "b"]));
    assert!(!same(&says(&["a"]), &["a", "b"]));
    assert!(!same(&says(&["holds: … of …."]), &["holds: 4"]));
}
