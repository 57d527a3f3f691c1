//! `cargo xtask bindings`: core for Kotlin, Swift and Python, generated from the library that they load, packaged, tested.
//!
//! What all three share is here: which library, which generator, where things go. A language has one file of its own.
//! Refuses to generate from anything but the library that is packaged: what does not match is found out at the first call.

mod api;
pub mod kotlin;
mod python;
mod seed;
mod steps;
mod swift;
mod unchanged;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::stage::{self, Program, Stage, cargo, root};
use crate::{Failure, say};

/// How it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which languages, in this order.
    languages: Vec<Language>,
    /// Where the package goes; `target/bindings/<language>` when nothing is said.
    out: Option<PathBuf>,
    task: Task,
}

/// What is done with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// The package.
    Package,
    /// Its tests, over a library of which the ids can be seeded.
    Test,
    /// Its measures, over the library that is packaged.
    Bench,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Kotlin,
    Swift,
    Python,
}

impl Language {
    const ALL: [Language; 3] = [Language::Kotlin, Language::Swift, Language::Python];

    fn name(self) -> &'static str {
        match self {
            Language::Kotlin => "kotlin",
            Language::Swift => "swift",
            Language::Python => "python",
        }
    }

    fn package(self, out: &Path) -> Result<ExitCode, Failure> {
        match self {
            Language::Kotlin => kotlin::package(out),
            Language::Swift => swift::package(out),
            Language::Python => python::package(out),
        }
    }

    fn test(self) -> Result<ExitCode, Failure> {
        match self {
            Language::Kotlin => kotlin::test(),
            Language::Swift => swift::test(),
            Language::Python => python::test(),
        }
    }

    fn bench(self) -> Result<ExitCode, Failure> {
        match self {
            Language::Kotlin => kotlin::bench(),
            Language::Swift => swift::bench(),
            Language::Python => python::bench(),
        }
    }
}

/// `cargo xtask bindings`.
pub fn bindings(arguments: &[String]) -> Result<ExitCode, Failure> {
    let asked = read(arguments)?;
    for &language in &asked.languages {
        let out = asked.out.clone().unwrap_or_else(|| place(language));
        let ended = match asked.task {
            Task::Package => language.package(&out)?,
            Task::Bench => language.bench()?,
            Task::Test => {
                let inputs = unchanged::inputs()?;
                let ended = language.test()?;
                if ended == ExitCode::SUCCESS {
                    unchanged::passed(language, inputs)?;
                }
                ended
            }
        };
        if ended != ExitCode::SUCCESS {
            return Ok(ended);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The languages as stages of `cargo xtask test`: one that is not here is named, with how to get it, and one over which
/// nothing has changed since it passed is not run again. In CI all are there, and all run.
pub fn test_stages(ci: bool) -> Vec<Stage> {
    let inputs = unchanged::inputs().ok().filter(|_| !ci);
    let stage = |language: Language, probe: Program, absent: &str| {
        let program =
            cargo(["run", "--quiet", "-p", "xtask", "--", "bindings"]).args([language.name(), "--test"]);
        let stage = Stage::new(language.name(), program)
            .needs(probe, ci, format!("not run, because {absent}"))
            .counts_tests();
        if inputs.is_some_and(|inputs| unchanged::is(language, inputs)) {
            stage.unchanged(format!(
                "not run, because nothing that it rests on has changed since it passed; `cargo xtask bindings {} --test` runs it",
                language.name()
            ))
        } else {
            stage
        }
    };
    vec![
        stage(Language::Python, python::probe(), python::ABSENT),
        stage(Language::Kotlin, kotlin::probe(), kotlin::ABSENT),
        stage(Language::Swift, swift::probe(), swift::ABSENT),
    ]
}

fn read(arguments: &[String]) -> Result<Asked, Failure> {
    let mut asked = Asked {
        languages: Vec::new(),
        out: None,
        task: Task::Package,
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--test" => asked.task = Task::Test,
            "--bench" => asked.task = Task::Bench,
            "--out" => match rest.next() {
                Some(folder) => asked.out = Some(PathBuf::from(folder)),
                None => return Err(usage("`--out` takes a folder".to_owned())),
            },
            name => match Language::ALL.into_iter().find(|language| language.name() == name) {
                Some(language) => asked.languages.push(language),
                None => {
                    return Err(usage(format!(
                        "`{name}` is none of: kotlin, swift, python, --out DIR, --test, --bench"
                    )));
                }
            },
        }
    }
    if asked.languages.is_empty() {
        asked.languages = Language::ALL.to_vec();
    }
    if asked.out.is_some() && (asked.languages.len() > 1 || asked.task != Task::Package) {
        return Err(usage(
            "`--out` goes with one language that is packaged".to_owned(),
        ));
    }
    Ok(asked)
}

fn usage(message: String) -> Failure {
    Failure::Usage(message)
}

/// Where a language's things go when nothing is said.
fn place(language: Language) -> PathBuf {
    root().join("target/bindings").join(language.name())
}

/// Which library a language loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Library {
    /// What its tests load: quick to build, ids from a seed, every check left in.
    Tested,
    /// What sources that ship are generated from: without the seed, with the metadata that the generator reads.
    Described,
    /// What is packaged: as devices load it, for this machine. The metadata is left out of it (bindings/build.rs).
    Device,
}

/// How what devices load is compiled, beside its profile: as `bindings/android-abis` has it. With a frame pointer the
/// tables of unwinding have one line where they had one for every push; without vectors (x86_64 alone has them) checking a
/// signature takes a tenth of a millisecond more.
const FLAGS: &str = r#"-Cforce-frame-pointers=yes --cfg=curve25519_dalek_backend="serial""#;

/// Builds the library for this machine; gives where it is, unstripped. Fails with the outcome of cargo.
fn build(library: Library) -> Result<Result<PathBuf, ExitCode>, Failure> {
    let target = root().join("target");
    let (command, options, folder): (&str, &[&str], PathBuf) = match library {
        // A folder of its own: otherwise the two would take turns at one file name.
        Library::Tested => (
            "build",
            &["--features", "test-vectors", "--target-dir", "target/tested"],
            target.join("tested/debug"),
        ),
        Library::Described => ("build", &[], target.join("debug")),
        // One crate type alone: else nothing is optimised at the link (bindings/Cargo.toml).
        Library::Device => (
            "rustc",
            &["--profile", "device", "--crate-type", "cdylib"],
            target.join("device"),
        ),
    };
    let mut cargo = cargo([command, "--locked", "-p", "childfirst-bindings", "--lib"]).args(options);
    if library == Library::Device {
        cargo = cargo.env("RUSTFLAGS", FLAGS);
    }
    let ended = stage::run_one(&Stage::new("library", cargo))?;
    if ended != ExitCode::SUCCESS {
        return Ok(Err(ended));
    }
    let path = folder.join(file_name());
    seed::check(library, &path)?;
    Ok(Ok(path))
}

/// What a shared library is called here.
fn file_name() -> &'static str {
    match std::env::consts::OS {
        "macos" => "libchildfirst_bindings.dylib",
        "windows" => "childfirst_bindings.dll",
        _ => "libchildfirst_bindings.so",
    }
}

/// Generates the sources of a language into a folder, from a library that has its metadata.
fn generate(language: Language, library: &Path, out: &Path) -> Result<ExitCode, Failure> {
    let config = root().join("bindings/uniffi.toml");
    stage::run_one(&Stage::new(
        "generate",
        cargo(["run", "--quiet", "--locked", "-p", "childfirst-bindings"])
            .args(["--features", "bindgen", "--bin", "uniffi-bindgen", "--"])
            .args([
                "generate",
                "--no-format",
                "--language",
                language.name(),
                "--config",
            ])
            .args([&config, Path::new("--out-dir"), out, library]),
    ))
}

/// `wrap_key` as `wrapKey`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// The line by which `cargo xtask test` counts the tests of a language.
pub fn report(passed: u64, failed: u64) -> Result<ExitCode, Failure> {
    let verdict = if failed == 0 && passed > 0 { "ok" } else { "FAILED" };
    say(&format!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out\n"
    ))?;
    Ok(if verdict == "ok" {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
