//! A trainer's commands as processes: a pack begun, looked at while it is written, broken and mended.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;
#[path = "common/terminal.rs"]
mod terminal;

use common::{NOW, Ran, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use terminal::{PATIENCE, Terminal};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A folder with the base pack in it.
fn base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &content().join("six-principles"),
        &folder.path().join("six-principles"),
    );
    folder
}

/// Runs a command in a folder of packs.
fn at(folder: &Path, args: &[&str]) -> Ran {
    let mut command = common::program(&folder.join("data"));
    command.current_dir(folder).args(args).output().unwrap().into()
}

/// Every file below a folder, with what it holds.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true => all.extend(files(&entry.path())),
            false => drop(all.insert(entry.path(), fs::read(entry.path()).unwrap())),
        }
    }
    all
}

#[test]
fn what_is_begun_has_no_error_and_says_of_every_word_that_it_is_an_example() {
    let folder = base();
    let force = "Police of \"TITLE\" & FORCE, d\u{2019}Anytown";
    let ran = at(folder.path(), &["new-pack", "anytown", "--force", force]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lint = at(folder.path(), &["lint", "anytown", "--json"]).json();
    assert_eq!(lint["counts"]["error"], 0, "{lint}");
    for one in lint["findings"].as_array().unwrap() {
        assert_eq!(one["rule"], "example-left", "{one}");
    }
    // Its text is at hand, so its ledger was checked against it.
    assert_eq!(lint["unchecked"], Value::Array(Vec::new()));
    let built = at(
        folder.path(),
        &["build", "anytown", "--out", "anytown-built.json"],
    );
    assert_eq!(built.code, 0);
    let file: Value =
        serde_json::from_slice(&fs::read(folder.path().join("anytown-built.json")).unwrap()).unwrap();
    assert_eq!((&file["force"], &file["title"]), (&force.into(), &force.into()));
    // Whatever an officer could read of it begins so.
    let mut own = 0;
    for section in ["reference", "routes"] {
        for piece in file[section].as_array().unwrap() {
            if piece["id"].as_str().unwrap().starts_with("anytown/") {
                assert!(
                    piece["text"].as_str().unwrap().starts_with("Example: "),
                    "{piece}"
                );
                own += 1;
            }
        }
    }
    assert_eq!(own, 2);
    // The release is stopped by each of them, and by the value that is not set.
    let release = at(folder.path(), &["lint", "anytown", "--release"]);
    assert_eq!(release.code, 1);
    for rule in ["example-released", "unset-immediate"] {
        assert!(
            release.out.contains(&format!("error [{rule}]")),
            "{}",
            release.out
        );
    }
    // The control: what accounts for it is looked at.
    let ledger = folder.path().join("coverage/anytown-instruction.json");
    let text = fs::read_to_string(&ledger).unwrap();
    fs::write(
        &ledger,
        text.replace("anytown/prompt/own-words", "anytown/prompt/other"),
    )
    .unwrap();
    let lint = at(folder.path(), &["lint", "anytown"]);
    assert!(
        lint.code == 1 && lint.out.contains("[ledger-unknown-id]"),
        "{}",
        lint.out
    );
}

#[test]
fn nothing_is_written_over_and_nothing_is_left_behind() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let before = files(folder.path());
    let again = at(folder.path(), &["new-pack", "anytown"]);
    assert!(
        again.code == 7 && again.err.contains("nothing is written over"),
        "{}",
        again.err
    );
    // A ledger of that name that somebody else wrote.
    fs::write(folder.path().join("coverage/northtown-instruction.json"), "{}").unwrap();
    let ledger = at(folder.path(), &["new-pack", "northtown"]);
    assert!(
        ledger.code == 7 && ledger.err.contains("coverage/northtown-instruction.json"),
        "{}",
        ledger.err
    );
    fs::remove_file(folder.path().join("coverage/northtown-instruction.json")).unwrap();
    // Half way through, it cannot be written: a file stands where a folder is to be.
    let blocked = base();
    fs::write(blocked.path().join("coverage"), "mine").unwrap();
    let held = files(blocked.path());
    let ran = at(blocked.path(), &["new-pack", "anytown"]);
    assert!(ran.code == 6 && ran.err.contains("coverage"), "{}", ran.err);
    assert_eq!(files(blocked.path()), held);
    assert!(!blocked.path().join("anytown").exists() && !blocked.path().join("texts").exists());
    assert_eq!(files(folder.path()), before);
}

#[test]
fn what_cannot_be_begun_says_what_can() {
    let folder = base();
    for (args, code, words) in [
        (&["new-pack", "Anytown Police"][..], 7, "Like: anytown-police"),
        (&["new-pack", "../anytown"], 7, "Like: anytown"),
        (&["new-pack", "coverage"], 7, "lies beside the packs"),
        (&["new-pack", "six-principles"], 7, "is there already"),
        (
            &["new-pack", "a", "--force", " "],
            7,
            "--force is one line of words",
        ),
        (
            &["new-pack", "a", "--force", "x\ny"],
            7,
            "--force is one line of words",
        ),
        (
            &["new-pack", "a", "--extends", "six-principle"],
            8,
            "Did you mean six-principles?",
        ),
        (
            &["new-pack", "a", "--dir", "nowhere"],
            8,
            "There is no such folder",
        ),
        (
            &["new-pack", "a", "--dir", "six-principles"],
            8,
            "nothing to build on",
        ),
        (
            &["new-pack", "a", "--role", "supervisor"],
            8,
            "It has: response_officer",
        ),
        (&["new-pack", "a", "--role", "officer"], 2, "possible values"),
    ] {
        let ran = at(folder.path(), args);
        assert!(
            ran.code == code && ran.err.contains(words),
            "{args:?}: {} {}",
            ran.code,
            ran.err
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{args:?}");
    }
    fs::write(folder.path().join("six-principles/pack.json"), "{").unwrap();
    let broken = at(folder.path(), &["new-pack", "a"]);
    assert!(
        broken.code == 1 && broken.err.contains("childfirst build ./six-principles"),
        "{}",
        broken.err
    );
}

#[test]
fn a_program_is_told_which_files_were_written() {
    let folder = base();
    let told = at(
        folder.path(),
        &["new-pack", "anytown", "--role", "call_handler", "--json"],
    )
    .json();
    assert_eq!((&told["ok"], &told["folder"]), (&true.into(), &"anytown".into()));
    let files = told["files"].as_array().unwrap();
    assert_eq!(files.len(), 8);
    for file in files {
        assert!(folder.path().join(file.as_str().unwrap()).is_file(), "{file}");
    }
}

#[test]
fn the_preview_is_the_worklist_of_devices() {
    let folder = tempfile::tempdir().unwrap();
    copy(&content(), &folder.path().join("content"));
    let given = [
        "--role",
        "response_officer",
        "--age",
        "9",
        "--place",
        "home",
        "--factor",
        "domestic-abuse",
    ];
    for more in [&[][..], &["--all"]] {
        let device = at(
            folder.path(),
            &[&["worklist", "--pack", "hampshire"], &given[..], more].concat(),
        );
        let preview = at(
            folder.path(),
            &[&["preview", "hampshire", "--once"], &given[..], more].concat(),
        );
        assert_eq!(device.code, 0, "{}", device.err);
        assert!(
            device.out.lines().count() > 60 && preview.out.starts_with(&device.out),
            "{}\n---\n{}",
            device.out,
            preview.out
        );
    }
    // Several children, each by name; and one phase alone.
    let two = [
        "preview",
        "hampshire",
        "--once",
        "--role",
        "response_officer",
        "--phase",
        "now",
        "--child",
        "girl 9",
        "--child",
        "baby 8m",
    ];
    let two = at(folder.path(), &two);
    for words in ["(girl, 9)", "(baby, 8 months)"] {
        assert!(two.out.contains(words), "{}", two.out);
    }
    assert!(!two.out.contains("Before leaving:") && !two.out.contains("What follows"));
}

#[test]
fn once_says_by_its_code_whether_there_is_an_error() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let good = at(folder.path(), &["preview", "anytown", "--once"]);
    assert_eq!((good.code, good.err.as_str()), (0, ""));
    assert!(good.out.contains("For a response officer") && good.out.contains("For a call handler"));
    assert!(!good.out.contains('\u{1b}'), "plain in a pipe");
    let prompts = folder.path().join("anytown/prompts.json");
    let text = fs::read_to_string(&prompts).unwrap();
    // An error that builds, and one that does not.
    fs::write(&prompts, text.replace("Example: Which words", "LAC: which words")).unwrap();
    let error = at(folder.path(), &["preview", "anytown", "--once"]);
    assert!(
        error.code == 1
            && error.out.contains("LAC: which words")
            && error.out.contains("prompts.json:6: error"),
        "{}{}",
        error.out,
        error.err
    );
    fs::write(
        &prompts,
        text.replace("\"kind\": \"think\",", "\"kind\": \"think\""),
    )
    .unwrap();
    let broken = at(folder.path(), &["preview", "anytown"]);
    assert_eq!(broken.code, 1, "{}", broken.out);
    assert!(
        broken.out.contains("anytown/prompts.json:9: error [not-json]"),
        "{}",
        broken.out
    );
    assert!(broken.err.contains("It does not build."), "{}", broken.err);
    // Beside one that builds, it is said that it is not shown, and not that all was proved.
    let both = at(folder.path(), &["preview", "anytown", "six-principles"]);
    for words in [
        "1 pack DOES NOT BUILD, and is not shown.",
        "For a response officer",
        "The proof holds of what builds.",
    ] {
        assert!(both.out.contains(words), "{words}\n{}", both.out);
    }
}

#[test]
fn what_cannot_be_previewed_is_named() {
    let folder = base();
    fs::write(
        folder.path().join("values.json"),
        r#"{"format": 1, "pack": "kent", "values": {}}"#,
    )
    .unwrap();
    for (more, code, words) in [
        (&["six"][..], 8, "Did you mean six-principles?"),
        (
            &["six-principles", "--factor", "domestic-abus"],
            8,
            "Did you mean domestic-abuse?",
        ),
        (
            &["six-principles", "--role", "supervisor"],
            8,
            "It has: response_officer",
        ),
        (
            &["six-principles", "--values", "none.json"],
            8,
            "no file of values",
        ),
        (
            &["six-principles", "--values", "values.json"],
            7,
            "values.json:1: ",
        ),
        (&["six-principles", "--child", "9x"], 2, "girl 9"),
        (&["six-principles", "--once", "--watch"], 2, "cannot be used with"),
    ] {
        let ran = at(folder.path(), &[&["preview"], more].concat());
        assert!(
            ran.code == code && ran.err.contains(words),
            "{more:?}: {} {}",
            ran.code,
            ran.err
        );
    }
}

/// A preview that watches, in a pipe.
struct Pipe {
    child: std::process::Child,
    lines: Receiver<String>,
}

impl Pipe {
    fn start(folder: &Path, args: &[&str]) -> Pipe {
        let mut child = Command::new(env!("CARGO_BIN_EXE_childfirst"))
            .args(["preview", "anytown", "--watch", "--role", "call_handler"])
            .args(args)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Pipe { child, lines }
    }

    /// What is printed up to the line with these words.
    fn until(&self, words: &str) -> String {
        let mut all = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            let last = line.contains(words);
            all.push(line);
            if last {
                return all.join("\n");
            }
        }
        panic!("not printed: {words:?}\n{}", all.join("\n"));
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In a pipe: printed again after each save; the last good view stays while a file is broken.
#[test]
fn a_pipe_that_watches_is_told_again_after_every_save() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let pipe = Pipe::start(folder.path(), &[]);
    let first = pipe.until("0 errors, 5 warnings");
    assert!(first.contains("Example: Which words"), "{first}");
    let prompts = folder.path().join("anytown/prompts.json");
    let text = fs::read_to_string(&prompts).unwrap();
    fs::write(&prompts, text.replace("Which words", "Which exact words")).unwrap();
    let second = pipe.until("0 errors, 5 warnings");
    assert!(second.contains("Example: Which exact words"), "{second}");
    fs::write(&prompts, "{").unwrap();
    let third = pipe.until("1 error, ");
    assert!(
        third.contains("It does not build. What follows is as it was at")
            && third.contains("Example: Which exact words")
            && third.contains("anytown/prompts.json:1: error [cut-short]"),
        "{third}"
    );
    // A whole file put in its place, as some editors save.
    fs::write(folder.path().join("saved"), &text).unwrap();
    fs::rename(folder.path().join("saved"), &prompts).unwrap();
    let fourth = pipe.until("0 errors, 5 warnings");
    assert!(
        fourth.contains("Example: Which words") && !fourth.contains("does not build"),
        "{fourth}"
    );
}

#[test]
fn values_that_are_broken_while_it_watches_take_nothing_away() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let values = folder.path().join("values.json");
    let good = "{\"format\": 1, \"pack\": \"anytown\", \"values\": {\n\"who-to-tell\": \"Duty sergeant\"}}";
    fs::write(&values, good).unwrap();
    let pipe = Pipe::start(folder.path(), &["--values", "values.json"]);
    let first = pipe.until("0 errors, 5 warnings");
    assert!(first.contains("Example: Who to tell: Duty sergeant"), "{first}");
    fs::write(
        &values,
        good.replace("\"Duty", "\"x\": \"\", \"x\": \"\", \"Duty"),
    )
    .unwrap();
    let second = pipe.until("0 errors, 5 warnings");
    assert!(
        second.contains("Example: Who to tell: Duty sergeant")
            && second.contains("values.json:2: error [values-refused]"),
        "{second}"
    );
    fs::write(&values, good.replace("Duty", "Night")).unwrap();
    let third = pipe.until("0 errors, 5 warnings");
    assert!(
        third.contains("Example: Who to tell: Night sergeant") && !third.contains("values-refused"),
        "{third}"
    );
}

/// A preview at a terminal, as a trainer has it.
fn preview(folder: &Path, arguments: &[&str], term: &str) -> Terminal {
    let all = [&["--now", NOW, "preview"], arguments].concat();
    Terminal::start((24, 80), folder, &all, &[("TERM", term)])
}

/// Leaves the screen of its own, as it was before.
const LEFT: &str = "\u{1b}[?1049l";

#[test]
fn at_a_terminal_it_shows_every_save_and_a_fault_takes_nothing_away() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let prompts = folder.path().join("anytown/prompts.json");
    let text = fs::read_to_string(&prompts).unwrap();
    let mut trainer = preview(folder.path(), &["anytown"], "xterm");
    trainer.expect("Anytown, response officer (1 of 5). Looked at 02:25:00.");
    trainer.expect("Lint: 0 errors, 5 warnings, 0 advice. The proof holds.");
    trainer.expect("r again");
    trainer.type_in("\t");
    trainer.expect("Anytown, call handler (2 of 5)");
    trainer.expect("r again");
    // It goes to what is new, and marks it.
    fs::write(&prompts, text.replace("Which words", "Which exact words")).unwrap();
    trainer.expect("Looked at 02:25:00. ");
    trainer.expect("+       ");
    trainer.expect("Example: Which exact words");
    trainer.expect("Lint: 0 errors, 5 warnings");
    // Broken: what was good stays, and where the fault is stands below.
    fs::write(
        &prompts,
        text.replace("\"kind\": \"think\",", "\"kind\": \"think\""),
    )
    .unwrap();
    trainer.expect("DOES NOT BUILD. This is as it was at 02:25:00, before the fault.");
    trainer.expect("Example: Which exact words");
    trainer.expect("Lint: 1 error, 0 warnings, 0 advice. Nothing was proved.");
    trainer.expect("anytown/prompts.json:9: error [not-json]");
    trainer.expect("Like this: ");
    trainer.type_in("f");
    trainer.expect("What lint found");
    trainer.expect("f worklist");
    trainer.type_in("f");
    // Mended.
    fs::write(&prompts, &text).unwrap();
    trainer.expect("Lint: 0 errors, 5 warnings, 0 advice. The proof holds.");
    trainer.type_in("q");
    trainer.expect(LEFT);
    assert!(trainer.child.wait().unwrap().success());
}

#[test]
fn it_begins_with_a_fault_and_ends_by_ctrl_c() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let manifest = folder.path().join("anytown/pack.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"version\": 1", "\"version\": 1.5")).unwrap();
    let mut trainer = preview(folder.path(), &["anytown"], "xterm");
    trainer.expect("Nothing that builds. Looked at");
    trainer.expect("anytown/pack.json:3: error [not-an-integer]");
    fs::write(&manifest, &text).unwrap();
    trainer.expect("Anytown, response officer (1 of 5)");
    trainer.type_in("\u{3}");
    trainer.expect(LEFT);
    assert!(trainer.child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn ended_from_elsewhere_it_gives_the_terminal_back() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let mut trainer = preview(folder.path(), &["anytown"], "xterm");
    trainer.expect("q quit");
    let id = trainer.child.process_id().unwrap().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    trainer.expect(LEFT);
    assert!(trainer.child.wait().unwrap().success());
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_is_printed_to() {
    let folder = base();
    assert_eq!(at(folder.path(), &["new-pack", "anytown"]).code, 0);
    let mut trainer = preview(
        folder.path(),
        &["anytown", "--role", "call_handler", "--phase", "now"],
        "dumb",
    );
    let printed = trainer.expect("0 errors, 5 warnings, 0 advice. The proof holds.");
    assert!(
        printed.contains("Ctrl-C ends.") && !printed.contains('\u{1b}'),
        "{printed}"
    );
    trainer.type_in("\u{3}");
    trainer.child.wait().unwrap();
}

#[test]
fn a_ledger_is_begun_and_gone_on_with_in_its_place() {
    let folder = base();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("order.txt"), "Orders\n\nTell the team.\n").unwrap();
    let (ledger, text) = (path("order.json"), path("order.txt"));
    let coverage = |more: &[&str]| {
        run(
            folder.path(),
            &[&["coverage", &ledger, "--text", &text], more].concat(),
        )
    };
    let begun = coverage(&["--update"]);
    assert!(
        begun.code == 0 && begun.out.contains("2 of 2 lines"),
        "{}{}",
        begun.out,
        begun.err
    );
    let filled = fs::read_to_string(&ledger).unwrap().replacen(
        "\"place\": \"\",\n      \"about\": \"\"",
        "\"place\": \"Orders\",\n      \"about\": \"a heading\",\n      \"left_out\": \"a heading\"",
        1,
    );
    fs::write(&ledger, &filled).unwrap();
    // The text changes: what was filled in stays, also of what is gone; lint names that.
    fs::write(&text, "Commands\n\nTell the team.\n").unwrap();
    assert!(coverage(&["--update"]).out.contains("2 of 3 lines"));
    let kept: Value = serde_json::from_slice(&fs::read(&ledger).unwrap()).unwrap();
    assert_eq!(kept["lines"][2]["about"], "a heading");
    // A shell makes the file before the program prints into it.
    fs::write(&ledger, "").unwrap();
    assert_eq!(coverage(&["--skeleton"]).code, 0);
    fs::write(&ledger, "{").unwrap();
    assert_eq!(coverage(&["--update"]).code, 7);
    assert_eq!(
        fs::read_to_string(&ledger).unwrap(),
        "{",
        "what cannot be read is not written over"
    );
}

/// A pack that leaves roles out need not show what is for those alone. What it writes anew in the place of a piece
/// below it has to show: else an overlay could hide a step from everybody, and lint would let it pass.
#[test]
fn roles_that_are_left_out_hide_nothing_that_is_written_anew() {
    let folder = base();
    let begun = at(
        folder.path(),
        &["new-pack", "anytown", "--role", "response_officer,call_handler"],
    );
    assert_eq!(begun.code, 0, "{}", begun.err);
    let lint = at(folder.path(), &["lint", "anytown"]);
    assert!(
        lint.code == 0 && lint.out.contains("Reachability holds"),
        "{}",
        lint.out
    );
    let lists = folder.path().join("six-principles/lists/10-response-now.json");
    let lists: Value = serde_json::from_str(&fs::read_to_string(lists).unwrap()).unwrap();
    let items = lists["lists"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|list| list["items"].as_array().unwrap());
    let mut see = items
        .into_iter()
        .find(|item| item["id"] == "six-principles/now/see-the-child")
        .unwrap()
        .clone();
    see["for"] = serde_json::json!([{ "roles": ["custody_staff"] }]);
    let hidden = serde_json::json!({ "replace_items": [see] }).to_string();
    fs::write(folder.path().join("anytown/hidden.json"), hidden).unwrap();
    let lint = at(folder.path(), &["lint", "anytown"]);
    assert!(
        lint.code == 1
            && lint
                .out
                .contains("error [unreachable] six-principles/now/see-the-child")
            && lint.out.contains("Reachability DOES NOT HOLD"),
        "{}",
        lint.out
    );
}
