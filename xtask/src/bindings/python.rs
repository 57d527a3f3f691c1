//! Python: the wheel `childfirst`, and pytest over a wheel of the library whose ids can be seeded.
//!
//! Maturin builds the library and has our own generator read it (bindings/python/pyproject.toml); what is tested is an
//! installed wheel. Refuses to count from anything but pytest's own report.

use super::steps::{Ended, ended, run};
use super::{Language, place, report};
use crate::pytest::Results;
use crate::stage::{self, Program, program, succeeds};
use crate::{Failure, complain, say};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is said when there is no Python to work with.
pub const ABSENT: &str = "Python 3.9 or newer, with venv, is not here: for example `apt-get install python3-venv` or \
    `brew install python3`";

/// Where the wheel's own files are.
const WRITTEN: &str = "bindings/python";

/// Ends well where there is a Python to work with.
pub fn probe() -> Program {
    program("python3").args([
        "-c",
        "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))",
    ])
}

/// The wheel, into a folder.
pub fn package(out: &Path) -> Result<ExitCode, Failure> {
    ended(|| {
        let wheel = wheel("packaged", &[])?;
        let to = out.join(wheel.file_name().unwrap_or_default());
        std::fs::create_dir_all(out).map_err(at(out))?;
        std::fs::copy(&wheel, &to).map_err(at(&to))?;
        Ok(say(&format!("{}\n", to.display()))?)
    })
}

/// Its tests.
pub fn test() -> Result<ExitCode, Failure> {
    let seen = place(Language::Python).join("tests.xml");
    // What stood there before says nothing of this run.
    clear(&seen)?;
    let options = ["--profile", "dev", "--features", "test-vectors"];
    let ran = ended(|| {
        install(&wheel("tested", &options)?)?;
        let mut junit = std::ffi::OsString::from("--junitxml=");
        junit.push(&seen);
        let pytest = python().args(["-m", "pytest", "-p", "no:cacheprovider"]);
        run("pytest", pytest.args([junit]).within(WRITTEN))
    })?;
    let results = Results::read(&std::fs::read_to_string(&seen).unwrap_or_default());
    say(&format!("\n{} vectors passed in Python\n", results.vectors))?;
    // A run that failed and counted no failure ended before its report did.
    let unseen = u64::from(ran != ExitCode::SUCCESS && results.failed == 0);
    report(results.passed, results.failed + unseen)
}

/// Its measures, over the library that is packaged.
pub fn bench() -> Result<ExitCode, Failure> {
    ended(|| {
        install(&wheel("packaged", &[])?)?;
        run("bench", python().args(["bench.py"]).within(WRITTEN))
    })
}

/// Builds a wheel; gives where it is. What is tested and what is packaged never meet.
fn wheel(kind: &str, options: &[&str]) -> Result<PathBuf, Ended> {
    tools()?;
    let out = place(Language::Python).join(kind);
    // What was built before would leave a doubt which one this run built.
    match std::fs::remove_dir_all(&out) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(&out)(error).into()),
        _ => {}
    }
    let target = stage::root().join("target").join(kind);
    let maturin = program_of("maturin").args(["build", "--out"]).args([&out]);
    let maturin = maturin.args(["--target-dir"]).args([target]).args(options);
    run("wheel", maturin.within(WRITTEN))?;
    let built = std::fs::read_dir(&out).map_err(at(&out))?.next();
    let built = built.ok_or(Ended::Said(ExitCode::FAILURE))?;
    Ok(built.map_err(at(&out))?.path())
}

/// Puts a wheel in the place of the one that was installed before.
fn install(wheel: &Path) -> Result<(), Ended> {
    let pip = python().args(["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]);
    run(
        "install",
        pip.args(["--no-deps", "--no-index", "--force-reinstall"])
            .args([wheel]),
    )
}

/// The tools of bindings/python/requirements.txt, in a virtual environment of their own.
fn tools() -> Result<(), Ended> {
    if !succeeds(&probe()) {
        complain(ABSENT);
        return Err(Ended::Said(ExitCode::FAILURE));
    }
    if !succeeds(&python().args(["-c", ""])) {
        run("venv", program("python3").args(["-m", "venv"]).args([venv()]))?;
    }
    let pip = python().args(["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]);
    run("tools", pip.args(["-r", "requirements.txt"]).within(WRITTEN))
}

fn venv() -> PathBuf {
    place(Language::Python).join("venv")
}

fn python() -> Program {
    program_of("python")
}

/// A program of the virtual environment.
fn program_of(name: &str) -> Program {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    program(&venv().join(folder).join(name).to_string_lossy())
}

fn clear(file: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(file)(error)),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::Io(path.display().to_string(), error)
}
