//! Swift: the package `ios/ChildFirstKit` made whole, and XCTest over the library whose ids can be seeded.
//!
//! Generates the sources, has them read as Swift is written, and puts them beside what is written by hand.
//! `bindings/swift-root` finds Swift, or makes it. Refuses to generate into `ios/`: what is there is what people wrote.

mod idiom;
mod package;
mod results;

use super::steps::{Ended, device_library, ended, well};
use super::{Language, Library, api, build, place, report};
use crate::commands::in_ci;
use crate::stage::{self, Program, Stage, program, root, succeeds};
use crate::{Failure, complain, say};
use package::{GENERATED, Package, at};
use results::Results;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{ExitCode, Stdio};

/// What is said when there is no Swift.
pub const ABSENT: &str = "Swift needs Swift 6: `bindings/swift-root` makes a Debian root with it, \
    in about 2 minutes and 2.6 GB";

/// Ends well where there is a Swift.
pub fn probe() -> Program {
    root_script().args(["--where"])
}

/// The package, into a folder: `ChildFirstKit`, with the library of this machine.
pub fn package(out: &Path) -> Result<ExitCode, Failure> {
    let folder = out.join("ChildFirstKit");
    if folder.exists() && !folder.join(GENERATED).exists() {
        return Err(Failure::Usage(format!(
            "{} is there and was not made by this: name another folder",
            folder.display()
        )));
    }
    ended(|| {
        let described = build(Library::Described)?.map_err(Ended::Said)?;
        let device = device_library()?;
        let mut package = Package::at(folder);
        package.written(false)?;
        package.generated(&described)?;
        package.library(&device)?;
        package.tidied()?;
        Ok(say(&format!("{}\n", package.folder.display()))?)
    })
}

/// Its tests.
pub fn test() -> Result<ExitCode, Failure> {
    ended(|| {
        ready()?;
        let library = build(Library::Tested)?.map_err(Ended::Said)?;
        let mut package = Package::at(place(Language::Swift).join("tested"));
        package.written(true)?;
        package.generated(&library)?;
        package.library(&library)?;
        package.put("Tests/ChildFirstKitTests/VectorTests.swift", &vector_tests()?)?;
        package.put("Tests/ChildFirstKitTests/Documented.swift", &documented()?)?;
        package.tidied()?;
        compiled(&package, &["build", "--build-tests"])?;
        let mut results = watched(&package)?;
        say(&format!("\n{} vectors held\n", results.vectors))?;
        if results.vectors == 0 {
            complain("no vector of tests/vectors held");
            results.failed += 1;
        }
        match package.lost_comment()? {
            None => results.passed += 1,
            Some(comment) => {
                complain(&format!(
                    "core's comment did not reach the Swift sources: {comment}"
                ));
                results.failed += 1;
            }
        }
        well(report(results.passed, results.failed)?)
    })
}

/// Its measures, over an optimised build of the Swift and of the library.
pub fn bench() -> Result<ExitCode, Failure> {
    ended(|| {
        ready()?;
        let described = build(Library::Described)?.map_err(Ended::Said)?;
        let mut package = Package::at(place(Language::Swift).join("measured"));
        package.written(true)?;
        package.generated(&described)?;
        package.library(&device_library()?)?;
        package.tidied()?;
        compiled(&package, &["build", "-c", "release", "--product", "Bench"])?;
        let bench = Stage::new(
            "bench",
            command(&package, &["run", "-c", "release", "--skip-build", "Bench"]),
        );
        well(stage::run_one(&bench)?)
    })
}

fn ready() -> Result<(), Ended> {
    // On CI's machines it is made; anywhere else it is a person's to say.
    if succeeds(&probe()) || (in_ci() && succeeds(&root_script())) {
        return Ok(());
    }
    complain(ABSENT);
    Err(Ended::Said(ExitCode::FAILURE))
}

/// A test for each vector, by its name: XCTest finds tests where it compiles, and not in a folder.
fn vector_tests() -> Result<String, Failure> {
    let folder = root().join("tests/vectors");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(at(&folder))? {
        let path = entry.map_err(at(&folder))?.path();
        if let (Some(stem), Some("json")) = (path.file_stem(), path.extension().and_then(|end| end.to_str()))
        {
            names.push(stem.to_string_lossy().into_owned());
        }
    }
    names.sort();
    let tests = names.iter().map(|name| {
        let method = name.replace('-', "_");
        format!("    func test_{method}() throws {{ try hold(\"{name}\") }}\n")
    });
    Ok(format!(
        "// Generated: a test for each file of tests/vectors.\n\nfinal class VectorTests: VectorCase {{\n{}}}\n",
        tests.collect::<String>()
    ))
}

/// The lines of `docs/api.md` as a function, for a test to call.
fn documented() -> Result<String, Failure> {
    let lines = api::block("swift")?;
    Ok(format!(
        "// Generated: the lines of docs/api.md.\n\nimport ChildFirstKit\nimport Foundation\n\n\
         func documented(folder: String, packBytes: Data, vault: KeyVault, print: (String) -> Void) throws {{\n{lines}}}\n"
    ))
}

fn root_script() -> Program {
    program("bash").args(["bindings/swift-root"])
}

/// `swift` on a package, with the repository in its environment. What it says of trouble goes where the rest goes.
fn command(package: &Package, arguments: &[&str]) -> Program {
    let inside = package.folder.strip_prefix(root()).unwrap_or(&package.folder);
    let (what, rest) = arguments.split_first().unwrap_or((&"", &[]));
    root_script()
        .args([
            "--run",
            ".",
            "bash",
            "-c",
            "CHILDFIRST_REPOSITORY=$PWD exec swift \"$@\" 2>&1",
            "swift",
            what,
        ])
        .args([Path::new("--package-path"), inside])
        .args(rest)
}

/// Compiles. What the compiler says is shown when it fails.
fn compiled(package: &Package, arguments: &[&str]) -> Result<(), Ended> {
    say("\n== swift: compiles the package\n")?;
    let started = |error| Failure::Io("swift build".to_owned(), error);
    let output = command(package, arguments).command().output().map_err(started)?;
    if output.status.success() {
        return Ok(());
    }
    say(&String::from_utf8_lossy(&output.stdout))?;
    complain(&format!("swift: {}", output.status));
    Err(Ended::Said(ExitCode::FAILURE))
}

/// Runs the tests, shows what is to be seen of them, and counts.
fn watched(package: &Package) -> Result<Results, Failure> {
    say("\n== swift: tests\n")?;
    let mut command = command(package, &["test", "--skip-build", "--disable-swift-testing"]).command();
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::Io("swift test".to_owned(), error))?;
    let mut results = Results::default();
    let shown = |line: Option<String>| line.map_or(Ok(()), |line| say(&format!("{line}\n")));
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            shown(results.line(&String::from_utf8_lossy(&line)))?;
        }
    }
    let well = child.wait().is_ok_and(|status| status.success());
    shown(results.ended(well))?;
    Ok(results)
}
