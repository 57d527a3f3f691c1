//! Runs programs one after another, and says how each ended and how long it took.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::pytest::Results;
use crate::totals::{Counts, Totals};
use crate::{Failure, complain, put};

/// A program with its arguments, as it will be run and as it is shown.
#[derive(Clone, Debug)]
pub struct Program {
    program: OsString,
    shown: String,
    arguments: Vec<OsString>,
    folder: &'static str,
    set: Vec<(&'static str, String)>,
    removed: Vec<&'static str>,
}

/// Cargo: the same one that started this, so that the toolchain is the same too.
pub fn cargo<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Program {
    let path = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Program {
        program: path,
        ..program("cargo")
    }
    .args(arguments)
}

/// Any other program, found as the system finds it.
pub fn program(name: &str) -> Program {
    Program {
        program: name.into(),
        shown: name.to_owned(),
        arguments: Vec::new(),
        folder: "",
        set: Vec::new(),
        removed: Vec::new(),
    }
}

/// Whether a program starts and ends well. What it prints is not shown.
pub fn succeeds(program: &Program) -> bool {
    let mut command = program.command();
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl Program {
    /// With these arguments after those it has.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments
            .extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    /// In this folder of the repository.
    pub fn within(mut self, folder: &'static str) -> Self {
        self.folder = folder;
        self
    }

    /// With this in its environment.
    pub fn env(mut self, name: &'static str, value: &str) -> Self {
        self.set.push((name, value.to_owned()));
        self
    }

    /// Without this in its environment.
    pub fn env_remove(mut self, name: &'static str) -> Self {
        self.removed.push(name);
        self
    }

    /// The program, ready to be started in the repository.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(root().join(self.folder))
            .stdin(Stdio::null());
        // What `cargo run` told xtask about xtask is of no use to others, and would only make their builds differ.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        self.removed.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.envs(self.set.iter().map(|(name, value)| (name, value)));
        command
    }

    fn line(&self) -> String {
        let mut line = String::new();
        if !self.folder.is_empty() {
            let _ = write!(line, "cd {}; ", self.folder);
        }
        for (name, value) in &self.set {
            let _ = write!(line, "{name}={value} ");
        }
        line.push_str(&self.shown);
        for argument in &self.arguments {
            let _ = write!(line, " {}", argument.to_string_lossy());
        }
        line
    }
}

/// The workspace: where `cargo run` says that xtask is now, or where it was when it was compiled.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(here);
    root.pop();
    root
}

/// A tool that a stage cannot do without.
#[derive(Clone, Debug)]
struct Need {
    probe: Program,
    required: bool,
    absent: String,
}

/// One step of a run.
#[derive(Clone, Debug)]
pub struct Stage {
    name: &'static str,
    program: Program,
    hint: Option<&'static str>,
    need: Option<Need>,
    unchanged: Option<String>,
    counts_tests: bool,
    /// Where pytest reports, and the tests are counted from.
    pytest: Option<PathBuf>,
}

impl Stage {
    /// A stage that runs one program.
    pub fn new(name: &'static str, program: Program) -> Self {
        Self {
            name,
            program,
            hint: None,
            need: None,
            unchanged: None,
            counts_tests: false,
            pytest: None,
        }
    }

    /// What may help when it fails.
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Runs only if `probe` succeeds; otherwise says `absent`, and fails if the tool is required.
    pub fn needs(mut self, probe: Program, required: bool, absent: String) -> Self {
        self.need = Some(Need {
            probe,
            required,
            absent,
        });
        self
    }

    /// Passed before over the very same, and is not run again; says so.
    pub fn unchanged(mut self, note: String) -> Self {
        self.unchanged = Some(note);
        self
    }

    /// It runs pytest, which leaves its report in this file.
    pub fn counts_pytest(mut self, report: PathBuf) -> Self {
        self.pytest = Some(report);
        self
    }

    /// Its output holds the totals of tests.
    pub fn counts_tests(mut self) -> Self {
        self.counts_tests = true;
        self
    }
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Ok,
    Failed,
    /// Its tool is not here, and it may go without.
    Absent,
    /// It passed before, over the very same.
    Unchanged,
    /// An earlier stage failed.
    NotRun,
}

/// What is known of a stage afterwards.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    name: &'static str,
    ending: Ending,
    time: Duration,
    counts: Option<Counts>,
}

/// Runs the stages until one fails, then prints the table and the totals.
pub fn run(stages: &[Stage]) -> Result<ExitCode, Failure> {
    run_to(&mut std::io::stdout(), stages)
}

/// The same, printed to `out`: a test of it must not print lines that are counted by the run it is part of.
fn run_to(out: &mut dyn Write, stages: &[Stage]) -> Result<ExitCode, Failure> {
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(stages.len());
    let mut notes = Vec::new();
    let mut broken = false;
    for stage in stages {
        if broken {
            let ending = Ending::NotRun;
            outcomes.push(Outcome {
                name: stage.name,
                ending,
                time: Duration::ZERO,
                counts: None,
            });
            continue;
        }
        let outcome = run_stage(out, stage, &mut notes)?;
        broken = outcome.ending == Ending::Failed;
        outcomes.push(outcome);
    }
    put(out, report(&outcomes, &notes).as_bytes())?;
    Ok(if broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Runs a stage on its own, with no table.
pub fn run_one(stage: &Stage) -> Result<ExitCode, Failure> {
    run_counted(stage).map(|(code, _)| code)
}

/// The same, with what it counted.
pub fn run_counted(stage: &Stage) -> Result<(ExitCode, Counts), Failure> {
    let mut notes = Vec::new();
    let outcome = run_stage(&mut std::io::stdout(), stage, &mut notes)?;
    notes.iter().for_each(|note| complain(note));
    let code = if outcome.ending == Ending::Failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    };
    Ok((code, outcome.counts.unwrap_or_default()))
}

fn run_stage(out: &mut dyn Write, stage: &Stage, notes: &mut Vec<String>) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let ended = |ending, counts| Outcome {
        name: stage.name,
        ending,
        time: begun.elapsed(),
        counts,
    };
    if let Some(note) = &stage.unchanged {
        notes.push(format!("{}: {note}", stage.name));
        return Ok(ended(Ending::Unchanged, None));
    }
    if let Some(need) = &stage.need
        && !succeeds(&need.probe)
    {
        notes.push(format!("{}: {}", stage.name, need.absent));
        let ending = if need.required {
            Ending::Failed
        } else {
            Ending::Absent
        };
        return Ok(ended(ending, None));
    }
    put(
        out,
        format!("\n== {}: {}\n", stage.name, stage.program.line()).as_bytes(),
    )?;
    let mut command = stage.program.command();
    let mut wrong = Vec::new();
    // What stood there before says nothing of this run.
    if let Some(report) = &stage.pytest
        && report.exists()
    {
        std::fs::remove_file(report).map_err(|error| Failure::Io(report.display().to_string(), error))?;
    }
    let counts = if stage.counts_tests {
        Some(run_counting(out, &mut command, &mut wrong)?)
    } else {
        match command.status() {
            Ok(status) if status.success() => {}
            Ok(status) => wrong.push(status.to_string()),
            Err(error) => wrong.push(format!("it could not be started: {error}")),
        }
        stage.pytest.as_deref().map(|report| reported(report, &mut wrong))
    };
    if wrong.is_empty() {
        return Ok(ended(Ending::Ok, counts));
    }
    wrong.extend(stage.hint.map(str::to_owned));
    notes.extend(wrong.iter().map(|what| format!("{}: {what}", stage.name)));
    Ok(ended(Ending::Failed, counts))
}

/// What pytest counted. A run that left no report, or one of no test, did not end well.
fn reported(report: &Path, wrong: &mut Vec<String>) -> Counts {
    let results = Results::read(&std::fs::read_to_string(report).unwrap_or_default());
    if results.passed + results.failed == 0 {
        wrong.push("no test said how it ended".to_owned());
    }
    Counts {
        passed: results.passed,
        failed: results.failed,
        ignored: results.skipped,
    }
}

/// Runs the command, passes its output on as it comes and counts the tests in it. `wrong` receives whatever keeps it
/// from having ended well: its status alone is not believed.
fn run_counting(
    out: &mut dyn Write,
    command: &mut Command,
    wrong: &mut Vec<String>,
) -> Result<Counts, Failure> {
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => {
            wrong.push(format!("it could not be started: {error}"));
            return Ok(Counts::default());
        }
    };
    let mut totals = Totals::default();
    if let Some(mut output) = child.stdout.take() {
        let mut piece = [0; 8192];
        loop {
            let length = match output.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    wrong.push(format!("what it printed could not be read: {error}"));
                    break;
                }
            };
            let piece = piece.get(..length).unwrap_or_default();
            put(out, piece)?;
            totals.feed(piece);
        }
    }
    totals.finish();
    let mut counts = totals.counts();
    if totals.ended() == 0 {
        wrong.push("no test said how it ended".to_owned());
    }
    if counts.failed > 0 {
        wrong.push(format!("{} failed", counts.failed));
    }
    match child.wait() {
        Ok(status) if status.success() => {}
        Ok(status) => {
            if totals.unfinished() > 0 {
                wrong.push(format!(
                    "{} of its programs died before the end",
                    totals.unfinished()
                ));
                counts.failed += totals.unfinished();
            }
            wrong.push(status.to_string());
        }
        Err(error) => wrong.push(format!("how it ended is not known: {error}")),
    }
    Ok(counts)
}

/// The table, what is to be said about it, and last the line that programs read.
fn report(outcomes: &[Outcome], notes: &[String]) -> String {
    let mut text = format!(
        "\n{:<10} {:<9} {:>9} {:>8} {:>7} {:>8}\n",
        "stage", "result", "time", "passed", "failed", "ignored"
    );
    let mut sum = Counts::default();
    let mut time = Duration::ZERO;
    for outcome in outcomes {
        let result = match outcome.ending {
            Ending::Ok => "ok",
            Ending::Failed => "FAILED",
            Ending::Absent => "absent",
            Ending::Unchanged => "unchanged",
            Ending::NotRun => "not run",
        };
        let _ = write!(
            text,
            "{:<10} {:<9} {:>9}",
            outcome.name,
            result,
            seconds(outcome.time)
        );
        if let Some(counts) = outcome.counts {
            let _ = write!(
                text,
                " {:>8} {:>7} {:>8}",
                counts.passed, counts.failed, counts.ignored
            );
        }
        text.push('\n');
        let counts = outcome.counts.unwrap_or_default();
        sum.passed += counts.passed;
        // Whatever failed, the last line never says that nothing did.
        sum.failed += counts.failed.max(u64::from(outcome.ending == Ending::Failed));
        time += outcome.time;
    }
    let _ = writeln!(text, "{:<10} {:<9} {:>9}", "all", "", seconds(time));
    if !notes.is_empty() {
        text.push('\n');
        for note in notes {
            let _ = writeln!(text, "{note}");
        }
    }
    let _ = writeln!(text, "\n{} passed, {} failed", sum.passed, sum.failed);
    text
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, ending: Ending, counts: Option<Counts>) -> Outcome {
        Outcome {
            name,
            ending,
            time: Duration::from_millis(1250),
            counts,
        }
    }

    fn last_line(text: &str) -> &str {
        text.lines().last().unwrap()
    }

    #[test]
    fn the_report_ends_with_the_totals() {
        let counts = Counts {
            passed: 412,
            failed: 0,
            ignored: 3,
        };
        let all = [
            outcome("format", Ending::Ok, None),
            outcome("tests", Ending::Ok, Some(counts)),
        ];
        let text = report(&all, &["deny: not here".to_owned()]);
        assert_eq!(last_line(&text), "412 passed, 0 failed");
        assert!(
            text.contains("tests      ok            1.2 s      412       0        3\n"),
            "{text}"
        );
        assert!(text.contains("all                      2.5 s\n"), "{text}");
        assert!(text.contains("\ndeny: not here\n"), "{text}");
    }

    #[test]
    fn a_stage_that_failed_without_a_test_counts_as_one() {
        let all = [
            outcome("clippy", Ending::Failed, None),
            outcome("tests", Ending::NotRun, None),
        ];
        assert_eq!(last_line(&report(&all, &[])), "0 passed, 1 failed");
        let compiled_nothing = [outcome("tests", Ending::Failed, Some(Counts::default()))];
        assert_eq!(last_line(&report(&compiled_nothing, &[])), "0 passed, 1 failed");
        let counts = Counts {
            passed: 7,
            failed: 2,
            ignored: 0,
        };
        assert_eq!(
            last_line(&report(&[outcome("tests", Ending::Failed, Some(counts))], &[])),
            "7 passed, 2 failed"
        );
    }

    #[cfg(unix)]
    fn shell(script: &str) -> Program {
        Program {
            program: "sh".into(),
            shown: "sh".to_owned(),
            arguments: vec!["-c".into(), script.into()],
            folder: "",
            set: Vec::new(),
            removed: Vec::new(),
        }
    }

    #[cfg(unix)]
    fn counted(script: &str) -> (Ending, Counts, Vec<String>) {
        let mut notes = Vec::new();
        let stage = Stage::new("tests", shell(script)).counts_tests();
        let mut printed = Vec::new();
        let outcome = run_stage(&mut printed, &stage, &mut notes).unwrap();
        assert!(
            String::from_utf8(printed)
                .unwrap()
                .starts_with("\n== tests: sh -c ")
        );
        (outcome.ending, outcome.counts.unwrap(), notes)
    }

    #[cfg(unix)]
    #[test]
    fn totals_and_status_must_agree_before_a_run_of_tests_is_good() {
        let result = |passed, failed| {
            let verdict = if failed == 0 { "ok" } else { "FAILED" };
            format!(
                "echo 'running 2 tests'; echo 'test result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s'"
            )
        };
        assert_eq!(counted(&result(2, 0)).0, Ending::Ok);
        // A program that hides the failure in its status, one that ran nothing, and one that died.
        assert_eq!(counted(&result(1, 1)).0, Ending::Failed);
        assert_eq!(counted("true").0, Ending::Failed);
        let (ending, counts, notes) =
            counted(&format!("{}; echo 'running 9 tests'; kill -9 $$", result(2, 0)));
        assert_eq!(
            (ending, counts),
            (
                Ending::Failed,
                Counts {
                    passed: 2,
                    failed: 1,
                    ignored: 0
                }
            )
        );
        assert!(
            notes.iter().any(|note| note.contains("died before the end")),
            "{notes:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_pytest_reports_is_counted_and_no_report_is_no_success() {
        let report = std::env::temp_dir().join(format!("xtask-pytest-{}.xml", std::process::id()));
        let ran = |script: &str| {
            let stage = Stage::new("suite", shell(script)).counts_pytest(report.clone());
            let outcome = run_stage(&mut Vec::new(), &stage, &mut Vec::new()).unwrap();
            let counts = outcome.counts.unwrap();
            (outcome.ending, counts.passed, counts.failed, counts.ignored)
        };
        let cases = |inside: &[&str]| -> String {
            let cases = inside
                .iter()
                .map(|inside| format!("<testcase name=\"a\">{inside}</testcase>"));
            format!(
                "printf '%s' '{}' > '{}'",
                cases.collect::<String>(),
                report.display()
            )
        };
        let expected = "<skipped type=\"pytest.xfail\"></skipped>";
        assert_eq!(ran(&cases(&["", "", expected])), (Ending::Ok, 2, 0, 1));
        // One that failed, one that was there before and says nothing, and a run of no test.
        let failed = format!("{}; exit 1", cases(&["", "<failure></failure>"]));
        assert_eq!(ran(&failed), (Ending::Failed, 1, 1, 0));
        assert_eq!(ran("true"), (Ending::Failed, 0, 0, 0));
        assert_eq!(ran(&cases(&[])).0, Ending::Failed);
        let _ = std::fs::remove_file(&report);
    }

    #[cfg(unix)]
    #[test]
    fn a_tool_that_is_absent_fails_only_where_it_is_required() {
        for (required, wanted) in [(false, Ending::Absent), (true, Ending::Failed)] {
            let mut notes = Vec::new();
            let stage = Stage::new("deny", shell("exit 0")).needs(
                shell("exit 101"),
                required,
                "how to get it".to_owned(),
            );
            assert_eq!(
                run_stage(&mut Vec::new(), &stage, &mut notes).unwrap().ending,
                wanted
            );
            assert_eq!(notes, ["deny: how to get it"]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_stage_over_which_nothing_changed_is_not_run_and_says_so() {
        let mut notes = Vec::new();
        let stage = Stage::new("kotlin", shell("exit 3")).unchanged("passed before".to_owned());
        let outcome = run_stage(&mut Vec::new(), &stage, &mut notes).unwrap();
        assert_eq!(outcome.ending, Ending::Unchanged);
        assert_eq!(notes, ["kotlin: passed before"]);
        assert!(report(&[outcome], &notes).contains("unchanged"));
    }

    #[cfg(unix)]
    #[test]
    fn the_first_stage_that_fails_is_the_last_that_runs() {
        let witness = std::env::temp_dir().join(format!("xtask-witness-{}", std::process::id()));
        let touch = shell(&format!("touch '{}'", witness.display()));
        let stages = [Stage::new("first", shell("exit 3")), Stage::new("second", touch)];
        let mut printed = Vec::new();
        assert_eq!(run_to(&mut printed, &stages).unwrap(), ExitCode::FAILURE);
        assert!(
            String::from_utf8(printed)
                .unwrap()
                .ends_with("\n\nfirst: exit status: 3\n\n0 passed, 1 failed\n")
        );
        assert!(!witness.exists());
    }
}
