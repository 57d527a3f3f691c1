//! `cargo xtask vectors`: the test vectors in Rust, and blessing what they gave.
//!
//! Refuses to bless quietly: it says what to look at before it is committed.

use std::process::ExitCode;

use crate::stage::{self, Stage, cargo};
use crate::{Failure, say};

/// `cargo xtask vectors`.
pub fn vectors(arguments: &[String]) -> Result<ExitCode, Failure> {
    let bless = |argument: &&String| *argument == "--bless";
    let unknown = arguments
        .iter()
        .find(|argument| argument.starts_with('-') && !bless(argument));
    if let Some(unknown) = unknown {
        return Err(Failure::Usage(format!(
            "`cargo xtask vectors` does not know `{unknown}`"
        )));
    }
    let run = cargo([
        "run",
        "--quiet",
        "-p",
        "childfirst-tests",
        "--bin",
        "vectors",
        "--",
    ])
    .args(arguments);
    let code = stage::run_one(&Stage::new("vectors", run))?;
    if code == ExitCode::SUCCESS && arguments.iter().any(|argument| bless(&argument)) {
        say(
            "\n`git diff tests/vectors` shows what they give now. Read each line as if a child depended on it: the other \
             languages are held to it.\n",
        )?;
    }
    Ok(code)
}
