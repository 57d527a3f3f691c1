//! A passphrase at a real terminal: typed where nobody can read it, mistyped, given up; and where there is no terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/terminal.rs"]
mod terminal;

use portable_pty::CommandBuilder;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use terminal::Terminal;

const GOOD: &str = "correct horse battery staple";
const OTHER: &str = "correct horse battery stable";
const PROMPT: &str = "A passphrase for the new key, four words or more: ";

fn new_key(folder: &Path) -> Terminal {
    Terminal::start((24, 100), folder, &["key", "new", "Ann"], &[])
}

fn keys(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

/// What was printed until then holds no letter of a passphrase, nor a mark for each.
fn hides(printed: &str) {
    for word in GOOD.split(' ').chain(OTHER.split(' ')).chain(["***"]) {
        assert!(!printed.contains(word), "{printed}");
    }
}

#[test]
fn typed_twice_alike_it_makes_a_key_that_it_opens_and_nothing_of_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = new_key(folder.path());
    ann.at(PROMPT, GOOD);
    hides(&ann.expect("Again: "));
    ann.type_in(GOOD);
    ann.type_in("\r");
    let (printed, code) = ann.rest();
    hides(&printed);
    assert_eq!((code, keys(folder.path())), (0, 2), "{printed}");
    assert!(printed.contains("A key for Ann"), "{printed}");

    // Wrong, wrong again, and right; each asks once, and changes nothing but the last.
    for name in ["Ben", "Cat", "Dee", "Eli", "Server"] {
        fs::write(folder.path().join("pass"), GOOD).unwrap();
        assert_eq!(
            without(
                folder.path(),
                &["key", "new", name, "--passphrase-file", "pass"],
                None
            )
            .0,
            0
        );
    }
    let begun = [
        "repo",
        "init",
        "--root",
        "ann.pub,ben.pub,cat.pub",
        "--machine",
        "server.pub",
        "--role",
        "anytown",
        "--release",
        "dee.pub,eli.pub",
        "--development",
    ];
    assert_eq!(without(folder.path(), &begun, None).0, 0);
    for (typed, ends) in [(OTHER, 4), ("", 4), (GOOD, 0)] {
        let mut ann = Terminal::start(
            (60, 100),
            folder.path(),
            &["approve", "keys", "--key", "ann.key"],
            &[],
        );
        ann.at("Then type: keys", "keys");
        ann.at("Passphrase of ann.key: ", typed);
        let (printed, code) = ann.rest();
        hides(&printed);
        assert_eq!(printed.contains("Signed by Ann."), code == 0, "{printed}");
        assert_eq!(code, ends, "{printed}");
        assert!(
            code == 0 || printed.contains("does not open this key"),
            "{printed}"
        );
    }
}

#[test]
fn mistyped_or_too_short_no_key_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut ann = new_key(folder.path());
        ann.at(PROMPT, GOOD);
        ann.at("Again: ", OTHER);
        let (printed, code) = ann.rest();
        hides(&printed);
        assert!(
            printed.contains("The two are not the same, so no key was made."),
            "{printed}"
        );
        assert_eq!((code, keys(folder.path())), (7, 0));
    }
    let mut ann = new_key(folder.path());
    ann.at(PROMPT, "short");
    let (printed, code) = ann.rest();
    assert!(
        printed.contains("too short") && !printed.contains("Again"),
        "{printed}"
    );
    assert_eq!((code, keys(folder.path())), (7, 0));
}

#[test]
fn given_up_with_ctrl_c_nothing_is_made_and_the_terminal_shows_again_what_is_typed() {
    for (first, keys_pressed) in [("", "\u{3}"), (GOOD, "\u{3}"), ("", "half a pass\u{3}")] {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = CommandBuilder::new("sh");
        let program = env!("CARGO_BIN_EXE_childfirst");
        let script = format!("trap : INT; {program} key new Ann; echo ended $?; stty -a; ls");
        shell.args(["-c", &script]);
        let mut ann = Terminal::with((24, 100), folder.path(), shell, &[]);
        ann.expect(PROMPT);
        if !first.is_empty() {
            ann.type_in(first);
            ann.type_in("\r");
            hides(&ann.expect("Again: "));
        }
        ann.type_in(keys_pressed);
        let (printed, _) = ann.rest();
        hides(&printed);
        assert!(!printed.contains("half a pass"), "{printed}");
        // Ended by the signal, as a shell expects of it.
        assert!(printed.contains("ended 130"), "{printed}");
        let states: Vec<&str> = printed.split_whitespace().collect();
        for on in ["echo", "icanon", "isig"] {
            assert!(states.contains(&on), "{on}: {printed}");
        }
        assert_eq!(keys(folder.path()), 0);
    }
}

#[test]
fn where_there_is_no_terminal_it_comes_from_a_file_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let make = ["key", "new", "Ann"];
    let (code, said) = without(folder.path(), &make, None);
    assert_eq!((code, keys(folder.path())), (2, 0), "{said}");
    assert!(said.contains("--passphrase-file"), "{said}");
    // Not from a pipe: whoever pipes it has it in a history.
    assert!(!said.contains("too short"), "{said}");
    let (code, said) = without(folder.path(), &make, Some("nowhere"));
    assert_eq!((code, keys(folder.path())), (8, 0), "{said}");
    fs::write(folder.path().join("pass"), format!("{GOOD}\n")).unwrap();
    let (code, said) = without(folder.path(), &make, Some("pass"));
    assert_eq!((code, keys(folder.path())), (0, 3), "{said}");
    let named = ["key", "new", "Ben", "--passphrase-file", "pass"];
    assert_eq!(
        without(folder.path(), &named, Some("nowhere")).0,
        0,
        "the command line comes first"
    );
}

/// Without a terminal; a passphrase is on the standard input, where it is not looked for.
fn without(folder: &Path, args: &[&str], variable: Option<&str>) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_childfirst"));
    command
        .args(args)
        .current_dir(folder)
        .env_remove("CHILDFIRST_PASSPHRASE_FILE");
    if let Some(file) = variable {
        command.env("CHILDFIRST_PASSPHRASE_FILE", file);
    }
    let given = folder.join(".given");
    fs::write(&given, format!("{GOOD}\n{GOOD}\n")).unwrap();
    let ran = command
        .stdin(Stdio::from(fs::File::open(&given).unwrap()))
        .output()
        .unwrap();
    fs::remove_file(given).unwrap();
    let said = [ran.stdout, ran.stderr].concat();
    (ran.status.code().unwrap(), String::from_utf8(said).unwrap())
}
