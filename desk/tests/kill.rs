//! kill -9 at random moments of `walk`: nothing that was receipted is lost. `CHILDFIRST_KILLS` times, 20 by default;
//! `CHILDFIRST_SEED` repeats a run. The control takes a line for receipted when it is sent, as a program would that
//! prints its receipt before COMMIT: the rig must catch it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_childfirst");
const ITEM: &str = "six-principles/now/who-can-come-back";

/// When an answer counts as receipted.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// When its receipt was read.
    Receipted,
    /// When it was sent: the broken variant.
    Sent,
}

/// A small generator, so that a seed repeats a run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

fn seed() -> u64 {
    let given = std::env::var("CHILDFIRST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| u64::from(std::process::id()) * 0x9e37_79b9 + 1)
}

fn run(folder: &Path, args: &[&str]) -> String {
    let out = Command::new(PROGRAM)
        .arg("--data")
        .arg(folder)
        .args(args)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

fn begin(folder: &Path) -> String {
    let script = folder.join("begin.ndjson");
    let line = r#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC Rowe"}"#;
    std::fs::write(&script, line).unwrap();
    let said = run(folder, &["walk", "--script", script.to_str().unwrap()]);
    let receipt: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    receipt["interaction"].as_str().unwrap().to_owned()
}

/// Walks, is killed after a while, and gives what counted as receipted: the words of each answer.
fn walk_and_kill(folder: &Path, id: &str, round: usize, after: Duration, counts: Counts) -> Vec<String> {
    let mut child = Command::new(PROGRAM)
        .arg("--data")
        .arg(folder)
        .args(["walk", "--script", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = child.stdin.take().unwrap();
    let receipts = BufReader::new(child.stdout.take().unwrap());
    let counted = Arc::new(Mutex::new(Vec::new()));
    writeln!(lines, r#"{{"op":"resumed","interaction":"{id}"}}"#).unwrap();
    // The clock runs from when the interaction is open: starting up is not what is tested.
    let (open, opened) = std::sync::mpsc::channel();
    let reader = {
        let counted = Arc::clone(&counted);
        std::thread::spawn(move || {
            // The first line answers `resumed`; a last line that is cut short is no receipt.
            for (n, line) in receipts.lines().map_while(Result::ok).enumerate() {
                let Ok(receipt) = serde_json::from_str::<serde_json::Value>(&line) else {
                    break;
                };
                assert_eq!(receipt["ok"], true, "{line}");
                let _ = open.send(());
                if counts == Counts::Receipted && n > 0 {
                    counted.lock().unwrap().push(format!("round {round} answer {n}"));
                }
            }
        })
    };
    let writer = {
        let counted = Arc::clone(&counted);
        std::thread::spawn(move || {
            for n in 1..2_000 {
                let words = format!("round {round} answer {n}");
                let line = format!(r#"{{"op":"answered","item":"{ITEM}","value":"{words}"}}"#);
                if writeln!(lines, "{line}").is_err() {
                    break;
                }
                if counts == Counts::Sent {
                    counted.lock().unwrap().push(words);
                }
            }
        })
    };
    opened.recv().unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    writer.join().unwrap();
    reader.join().unwrap();
    Arc::into_inner(counted).unwrap().into_inner().unwrap()
}

/// The answers that are in the record, in order.
fn recorded(folder: &Path, id: &str) -> Vec<String> {
    let export: serde_json::Value =
        serde_json::from_str(&run(folder, &["export", id, "--format", "json", "--out", "-"])).unwrap();
    let entries = export["entries"].as_array().unwrap().iter();
    let entry = |one: &serde_json::Value| -> serde_json::Value {
        serde_json::from_str(one["entry"].as_str().unwrap()).unwrap()
    };
    entries
        .filter_map(|one| entry(one)["body"]["value"].as_str().map(str::to_owned))
        .collect()
}

/// The first answer that counted as receipted and is not recorded, or not in its place.
fn lost(counted: &[String], recorded: &[String], round: usize) -> Option<String> {
    let prefix = format!("round {round} ");
    let ours: Vec<&String> = recorded
        .iter()
        .filter(|words| words.starts_with(&prefix))
        .collect();
    counted
        .iter()
        .enumerate()
        .find(|(n, words)| ours.get(*n) != Some(words))
        .map(|(_, words)| words.clone())
}

#[test]
fn nothing_receipted_is_lost() {
    let kills: usize = std::env::var("CHILDFIRST_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(20);
    let seed = seed();
    println!("CHILDFIRST_SEED={seed} CHILDFIRST_KILLS={kills}");
    let mut random = Random(seed);
    let folder = tempfile::tempdir().unwrap();
    let (mut id, mut all, mut total) = (begin(folder.path()), Vec::new(), 0);
    for round in 0..kills {
        if round % 25 == 24 {
            id = begin(folder.path());
        }
        let after = Duration::from_micros(random.below(70_000));
        let counted = walk_and_kill(folder.path(), &id, round, after, Counts::Receipted);
        let found = lost(&counted, &recorded(folder.path(), &id), round);
        assert_eq!(found, None, "seed {seed}, round {round}: receipted and lost");
        total += counted.len();
        all.push((id.clone(), round, counted));
    }
    // And what earlier rounds receipted has outlived all the later kills.
    run(folder.path(), &["verify"]);
    for (id, round, counted) in &all {
        assert_eq!(
            lost(counted, &recorded(folder.path(), id), *round),
            None,
            "seed {seed}, round {round}"
        );
    }
    println!("{kills} kills, {total} receipts, none lost");
    assert!(
        total > 0,
        "the rig killed before anything was receipted: it showed nothing"
    );
}

#[test]
fn a_receipt_before_commit_is_caught() {
    let seed = seed();
    let mut random = Random(seed);
    let folder = tempfile::tempdir().unwrap();
    let id = begin(folder.path());
    let caught = (0..40).any(|round| {
        let after = Duration::from_micros(random.below(70_000));
        let counted = walk_and_kill(folder.path(), &id, round, after, Counts::Sent);
        lost(&counted, &recorded(folder.path(), &id), round).is_some()
    });
    assert!(
        caught,
        "seed {seed}: the control was not caught, so the rig shows nothing"
    );
}
