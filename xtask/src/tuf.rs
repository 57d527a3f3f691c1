//! Signed updates beside what others made of The Update Framework: the public suite for clients, and python-tuf.
//!
//! python-tuf has one Python environment under `target/`, which publishing uses as well; the suite, which pins its own, has
//! another. Refuses to fetch the suite: it is on no registry, so whoever runs it names a checkout.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Failure;
use crate::stage::{self, Stage, cargo, program, root};

/// python-tuf, and what it signs with; and a client of S3. Pinned, so that a failure is ours.
const PACKAGES: [&str; 3] = ["tuf==7.0.1", "securesystemslib[crypto]==1.4.0", "boto3==1.44.8"];

/// `cargo xtask conformance`.
pub fn conformance(arguments: &[String]) -> Result<ExitCode, Failure> {
    let Some(([flag, suite], more)) = arguments.split_first_chunk() else {
        return Err(usage());
    };
    let suite = std::path::absolute(suite).map_err(|error| Failure::Io(suite.clone(), error))?;
    if flag != "--suite" || !suite.join("tuf_conformance").is_dir() {
        return Err(usage());
    }
    let place = root().join("target/tuf-conformance");
    let python = python(&place);
    let client = root().join(format!(
        "target/debug/conformance{}",
        std::env::consts::EXE_SUFFIX
    ));
    let [make, install] = environment(&place, &[suite.display().to_string()]);
    let report = place.join("tests.xml");
    let tests = program(&python.display().to_string())
        .args(["-m", "pytest", "-q"])
        .args([suite.join("tuf_conformance")])
        .args(["--entrypoint".as_ref(), client.as_os_str()])
        .args(["--junitxml".as_ref(), report.as_os_str()])
        .args(more);
    stage::run(&[
        Stage::new(
            "client",
            cargo(["build", "-p", "childfirst-tests", "--bin", "conformance"]),
        ),
        make,
        install,
        Stage::new("suite", tests).counts_pytest(report).needs(
            program("faketime").args(["--version"]),
            true,
            "the suite sets the client's clock with faketime: for example `apt-get install faketime`".into(),
        ),
    ])
}

fn usage() -> Failure {
    Failure::Usage(
        "`cargo xtask conformance --suite DIR`: a checkout of github.com/theupdateframework/tuf-conformance"
            .into(),
    )
}

/// `cargo xtask interop`.
pub fn interop(arguments: &[String]) -> Result<ExitCode, Failure> {
    let bless = match arguments {
        [] => false,
        [flag] if flag == "--bless" => true,
        _ => return Err(Failure::Usage("`cargo xtask interop [--bless]`".into())),
    };
    let (python, [make, install]) = python_tuf(&root().join("target"));
    let mut tests = cargo([
        "test",
        "-p",
        "childfirst-tests",
        "--all-features",
        "--test",
        "interop",
    ])
    .env("CHILDFIRST_PYTHON_TUF", &python.display().to_string());
    if bless {
        tests = tests.env("UPDATE_FIXTURES", "1");
    }
    stage::run(&[make, install, Stage::new("interop", tests).counts_tests()])
}

/// The environment of python-tuf: its Python, and how it is made.
pub fn python_tuf(target: &Path) -> (PathBuf, [Stage; 2]) {
    let place = target.join("python");
    (python(&place), environment(&place, &PACKAGES.map(str::to_owned)))
}

/// Makes an environment, and installs into it.
fn environment(place: &Path, what: &[String]) -> [Stage; 2] {
    let make = program("python3").args(["-m", "venv"]).args([place]);
    let install = program(&python(place).display().to_string())
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(what);
    [
        Stage::new("python", make).needs(
            program("python3").args(["--version"]),
            true,
            "Python 3.10 or later is needed, with its module venv".into(),
        ),
        Stage::new("install", install),
    ]
}

fn python(place: &Path) -> PathBuf {
    place.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}
