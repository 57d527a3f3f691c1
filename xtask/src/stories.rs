//! `cargo xtask stories`: the ten whole stories alone, and blessing what came of them.
//!
//! Refuses to bless quietly: it says what to look at before it is committed.

use std::process::ExitCode;

use crate::stage::{self, Stage, cargo};
use crate::{Failure, complain, say};

/// Set, the stories write what came of them in the place of what was expected.
pub const BLESS: &str = "CHILDFIRST_BLESS";

/// `cargo xtask stories`.
pub fn stories(arguments: &[String]) -> Result<ExitCode, Failure> {
    let (bless, names): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| *argument == "--bless");
    if let Some(unknown) = names.iter().find(|name| name.starts_with('-')) {
        return Err(Failure::Usage(format!(
            "`cargo xtask stories` does not know `{unknown}`"
        )));
    }
    // A story's folder has dashes where its test has underscores.
    let tests: Vec<String> = names.iter().map(|name| name.replace('-', "_")).collect();
    let run = cargo(["test", "--workspace", "--all-features", "--test", "stories", "--"])
        .args(tests.iter().map(String::as_str).collect::<Vec<_>>().as_slice());
    let run = if bless.is_empty() {
        run.env_remove(BLESS)
    } else {
        run.env(BLESS, "1")
    };
    let (code, counts) = stage::run_counted(&Stage::new("stories", run).counts_tests())?;
    if counts.passed + counts.failed == 0 {
        complain("no story is called so; `ls tests/stories` has them all");
        return Ok(ExitCode::FAILURE);
    }
    if !bless.is_empty() {
        say(
            "\n`git diff tests/stories` shows what the records say now. A page in docs/stories that quotes a line of \
             old fails until it is mended.\n",
        )?;
    }
    Ok(code)
}
