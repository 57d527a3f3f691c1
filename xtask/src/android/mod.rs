//! `cargo xtask android`: the app on this machine's JVM, with real views and without a device.
//!
//! Generates what the app compiles, builds the packs that it carries, and lets Maven compile, draw and run it (android/pom.xml).
//! Refuses to call a run good in which no test ran.

mod masvs;
mod packs;
mod repository;
mod screens;
mod table;
mod versions;

use crate::bindings::{kotlin, report};
use crate::commands::in_ci;
use crate::stage::{self, Program, Stage, cargo, program, root, succeeds};
use crate::{Failure, complain, say};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a line of a test's output begins that says what it measured.
const MEASURED: &str = "measured: ";

/// What is said when aapt2 is missing.
const AAPT2: &str = "the app's resources need aapt2: `apt-get install aapt`, or the build tools of an Android SDK on the PATH";

/// What is asked of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Test,
    Shots { bless: bool },
    Kill { from: u32 },
    Bench,
}

/// `cargo xtask android`.
pub fn android(arguments: &[String]) -> Result<ExitCode, Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (what, tests, out) = match words.as_slice() {
        ["test", tests @ ..] => (What::Test, tests, None),
        ["shots"] => (What::Shots { bless: false }, &[][..], None),
        ["shots", "--bless"] => (What::Shots { bless: true }, &[][..], None),
        ["kill"] => (What::Kill { from: 1 }, &[][..], None),
        ["kill", "--from", press] => {
            let from = press.parse().map_err(|_| {
                Failure::Usage(format!("`--from` takes the number of a press, and not {press}"))
            })?;
            (What::Kill { from }, &[][..], None)
        }
        ["bench"] => (What::Bench, &[][..], None),
        ["bench", "--out", file] => (What::Bench, &[][..], Some(Path::new(*file))),
        _ => {
            return Err(Failure::Usage(
                "`cargo xtask android` takes one of: test [TEST]..., shots [--bless], kill [--from PRESS], bench [--out FILE]"
                    .to_owned(),
            ));
        }
    };
    if let Some(absent) = absent() {
        complain(absent);
        return Ok(ExitCode::FAILURE);
    }
    let place = place();
    let code = kotlin::sources(&place.join("generated"), &place.join("library"))?;
    if code != ExitCode::SUCCESS {
        return Ok(code);
    }
    let code = packs::build(&place.join("assets/packs"))?;
    if code != ExitCode::SUCCESS {
        return Ok(code);
    }
    let code = repository::build(&place)?;
    if code != ExitCode::SUCCESS {
        return Ok(code);
    }
    // Long, and the same until the library or a version changes.
    let made_of = packs::digest(&[
        &place.join("generated/org/childfirst/childfirst.kt"),
        &root().join("bindings/kotlin/src/main/kotlin/org/childfirst/Moments.kt"),
        &root().join("android/pom.xml"),
        &root().join("android/core/pom.xml"),
        &root().join("android/ci-libs/pom.xml"),
    ])?;
    let stamp = place.join("libs.stamp");
    let there = ["core/core.jar", "ci-libs/ci-libs.jar"]
        .iter()
        .all(|jar| place.join(jar).exists());
    if !there || std::fs::read_to_string(&stamp).ok().as_deref() != Some(made_of.as_str()) {
        let code = stage::run_one(&Stage::new(
            "libs",
            maven().args(["-pl", "core,ci-libs", "package"]),
        ))?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
        std::fs::write(&stamp, made_of).map_err(at(&stamp))?;
    }
    let mut app = maven().args(["-pl", "app", "test"]);
    let tests = match what {
        What::Test => tests,
        // Whatever else photographs is named so too.
        What::Shots { .. } => &["*ShotsTest"][..],
        What::Kill { .. } => &["KillTest"][..],
        What::Bench => &["CostTest"][..],
    };
    if !tests.is_empty() {
        app = app.args([format!("-Dtest={}", tests.join(","))]);
    }
    let kills = match what {
        What::Kill { from } => from.to_string(),
        _ if in_ci() => "ci".to_owned(),
        _ => "few".to_owned(),
    };
    app = app.args([format!("-Dchildfirst.kills={kills}")]);
    if let Ok(seed) = std::env::var("CHILDFIRST_SEED") {
        app = app.args([format!("-Dchildfirst.seed={seed}")]);
    }
    if let What::Shots { .. } = what {
        let shots = place.join("shots");
        app = app.args([format!("-Dchildfirst.shots={}", shots.display())]);
    }
    match what {
        What::Shots { bless: true } => {
            // Every stop renews its own. One that is no stop any more has no picture.
            clear(&root().join("android/app/src/test/approved"))?;
            app = app.args(["-Dchildfirst.bless=true"]);
        }
        What::Bench => app = app.args(["-Dchildfirst.bench=true"]),
        _ => {}
    }
    clear(&place.join("differs"))?;
    let reports = place.join("app/surefire-reports");
    // What stood there before says nothing of this run.
    clear(&reports)?;
    let ran = stage::run_one(&Stage::new("app", app))?;
    let (mut passed, mut failed) = (0, 0);
    for class in kotlin::results::read(&reports).unwrap_or_default() {
        passed += class.passed;
        failed += class.failed.len() as u64;
        say(&format!(
            "{}: {} passed, {} failed\n",
            class.name,
            class.passed,
            class.failed.len()
        ))?;
        for (name, said) in class.failed {
            say(&format!("  FAILED {name}: {said}\n"))?;
        }
    }
    // A run that died before its report was written.
    if ran != ExitCode::SUCCESS {
        failed = failed.max(1);
    }
    let measured = measures(&reports);
    say(&measured)?;
    if let (Some(out), 0) = (out, failed) {
        table::put(out, &measured)?;
    }
    report(passed, failed)
}

/// Removes a folder and what is in it, where there is one.
fn clear(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    Ok(())
}

/// What the tests printed of what they measured: the lines that begin so.
fn measures(reports: &Path) -> String {
    let mut lines = String::new();
    for entry in std::fs::read_dir(reports).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "txt") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for line in text.lines().filter(|line| line.starts_with(MEASURED)) {
                lines.push_str(line.trim_start_matches(MEASURED));
                lines.push('\n');
            }
        }
    }
    lines
}

/// The stage of `cargo xtask test`.
pub fn test_stage(ci: bool) -> Stage {
    let run = cargo(["run", "--quiet", "-p", "xtask", "--", "android", "test"]);
    Stage::new("android", run)
        .needs(
            program("bash").args(["-c", "mvn --version && javac --version && aapt2 version"]),
            ci,
            format!("not run: {AAPT2}; and Maven and a JDK of at least 17"),
        )
        .counts_tests()
}

/// Where everything that is made stands.
fn place() -> PathBuf {
    root().join("target/android")
}

/// Maven over the app, as it is always called.
fn maven() -> Program {
    let offline: &[&str] = if std::env::var_os("CHILDFIRST_OFFLINE").is_some() {
        &["-o"]
    } else {
        &[]
    };
    program("mvn")
        // Cargo's own: JNA would find another library there than the one that is tested.
        .env_remove("LD_LIBRARY_PATH")
        .args(offline)
        .args(["-q", "-B", "-Dstyle.color=never", "-f", "android/pom.xml"])
}

/// What is missing here, and how to get it.
fn absent() -> Option<&'static str> {
    if !succeeds(&kotlin::probe()) {
        return Some(kotlin::ABSENT);
    }
    if !succeeds(&program("aapt2").args(["version"])) {
        return Some(AAPT2);
    }
    None
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Io(path.clone(), error)
}
