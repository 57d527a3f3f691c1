//! The program itself, run in a folder of its own.

#![allow(dead_code, reason = "each test file takes what it needs")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

pub mod publishing;
pub mod schema;

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The moment at which the tests run.
pub const NOW: &str = "2026-11-22T02:25:00+00:00";

/// The program on a data folder.
pub fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_childfirst"));
    command
        .args(["--now", NOW, "--data"])
        .arg(data)
        .env_remove("CHILDFIRST_DATA")
        .env_remove("CHILDFIRST_RECOVERY_KEY");
    command
}

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// The lines out, each a JSON object.
    pub fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs a command.
pub fn run(data: &Path, args: &[&str]) -> Ran {
    program(data).args(args).output().unwrap().into()
}

/// Runs a script.
pub fn walk(data: &Path, script: &[u8], more: &[&str]) -> Ran {
    let mut command = program(data);
    command.args(["walk", "--script", "-"]).args(more);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let script = script.to_vec();
    // Beside the reading: a long script would fill the pipes.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&script);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.into()
}
