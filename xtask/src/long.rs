//! The commands that run for as long as they are given: how long, from which seed, and what of it.
//!
//! A rig in its short form is in `cargo xtask test`; here is the long one. Refuses to stop at the first find: every
//! target has its time, and what was found is said at the end.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::stage::{self, Stage, cargo, program};
use crate::{Failure, complain, say};

/// The cargo-fuzz that `fuzz/` was written for.
const CARGO_FUZZ: &str = "0.13.2";

/// The fuzz targets, as `fuzz/fuzz_targets/` has them.
const TARGETS: &[&str] = &["export", "pack", "script", "sealed_row", "values"];

/// How a long command was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// For how long, all in all.
    pub time: Duration,
    /// From which seed, where one was given.
    pub seed: Option<u64>,
    /// What of it; all, where nothing was named.
    pub names: Vec<String>,
}

impl Asked {
    /// Reads `[--for 8h] [--seed N] [NAME]...`.
    pub fn read(arguments: &[String], default: Duration, names: &[&str]) -> Result<Asked, Failure> {
        let mut asked = Asked {
            time: default,
            seed: None,
            names: Vec::new(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (argument.as_str(), None),
            };
            let mut value = || {
                value
                    .or_else(|| rest.next().map(String::as_str))
                    .unwrap_or_default()
            };
            match name {
                "--for" => {
                    let text = value();
                    asked.time = duration(text).ok_or_else(|| {
                        usage(format!("`--for` takes 90s, 10m or 8h, and was given `{text}`"))
                    })?;
                }
                "--seed" => {
                    let text = value();
                    let seed = text.parse();
                    asked.seed =
                        Some(seed.map_err(|_| {
                            usage(format!("`--seed` takes a number, and was given `{text}`"))
                        })?);
                }
                name if names.contains(&name) => asked.names.push(name.to_owned()),
                other => {
                    return Err(usage(format!(
                        "`{other}` is none of: --for, --seed, {}",
                        names.join(", ")
                    )));
                }
            }
        }
        if asked.names.is_empty() {
            asked.names = names.iter().map(|&name| name.to_owned()).collect();
        }
        Ok(asked)
    }

    /// The seed, or one of the clock's. Printed, so that the run can be had again.
    pub fn seed(&self) -> Result<u64, Failure> {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // libFuzzer takes 32 bits, and takes 0 for none.
        let seed = self.seed.unwrap_or(clock.as_secs() % 1_000_000_000 + 1);
        say(&format!("seed {seed}: `--seed {seed}` repeats it\n"))?;
        Ok(seed)
    }

    /// The time for each of what is run, in whole seconds and at least one.
    pub fn seconds_each(&self) -> u64 {
        (self.time.as_secs() / self.names.len().max(1) as u64).max(1)
    }
}

fn usage(message: String) -> Failure {
    Failure::Usage(message)
}

/// A time as it is typed: `90s`, `10m`, `8h`.
pub fn duration(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        _ => return None,
    };
    let time = number.checked_mul(seconds)?;
    (time > 0).then_some(Duration::from_secs(time))
}

/// `cargo xtask fuzz`.
pub fn fuzz(arguments: &[String]) -> Result<ExitCode, Failure> {
    let asked = Asked::read(arguments, Duration::from_secs(10 * 60), TARGETS)?;
    let seed = asked.seed()?;
    let seconds = asked.seconds_each();
    let nightly = |rest: &[&str]| {
        program("rustup")
            .args(["run", "nightly", "cargo", "fuzz"])
            .args(rest)
    };
    let is_there = stage::succeeds(&nightly(&["--version"]));
    if !is_there {
        complain(&format!(
            "cargo-fuzz on a nightly compiler is not here, so the mutator of tests/ runs instead: it does not see \
             what it reaches, and finds less. To install it: `rustup toolchain install nightly` and \
             `cargo install cargo-fuzz --version {CARGO_FUZZ} --locked`"
        ));
    }
    let mut failed = Vec::new();
    for name in &asked.names {
        let stage = if is_there {
            // What is new goes beside the build, and not into the corpus of the repository.
            let new = format!("target/fuzz-corpus/{name}");
            std::fs::create_dir_all(stage::root().join(&new))
                .map_err(|error| Failure::Io(new.clone(), error))?;
            let (time, seed) = (
                format!("-max_total_time={seconds}"),
                format!("-seed={}", seed % (1 << 32)),
            );
            let corpus = Path::new("fuzz/corpus").join(name).display().to_string();
            Stage::new(
                "fuzz",
                nightly(&["run", name, &new, &corpus, "--", &time, &seed, "-timeout=20", "-rss_limit_mb=4096"]),
            )
            .hint("the input is in fuzz/artifacts/; put it into fuzz/corpus/ with the mending, so that every run has it")
        } else {
            Stage::new(
                "fuzz",
                cargo(["test", "-p", "childfirst-tests", "--test", "fuzz", "--"])
                    .args([&format!("{name}_inputs"), "--exact", "--nocapture"])
                    .env("CHILDFIRST_FUZZ_SECONDS", &seconds.to_string())
                    .env("CHILDFIRST_SEED", &seed.to_string()),
            )
        };
        if stage::run_one(&stage)? != ExitCode::SUCCESS {
            failed.push(name.as_str());
        }
    }
    if failed.is_empty() {
        say(&format!(
            "\nnothing found in {seconds} s each: {}\n",
            asked.names.join(", ")
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    complain(&format!("failed: {} (seed {seed})", failed.join(", ")));
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Asked, String> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Asked::read(&arguments, Duration::from_secs(60), &["pack", "script"]).map_err(|error| match error {
            Failure::Usage(message) => message,
            Failure::Io(..) => "io".to_owned(),
        })
    }

    #[test]
    fn times_are_read_as_they_are_typed() {
        for (text, seconds) in [("90s", 90), ("10m", 600), ("8h", 28_800)] {
            assert_eq!(duration(text), Some(Duration::from_secs(seconds)));
        }
        for text in [
            "",
            "8",
            "h",
            "8d",
            "-1s",
            "1.5h",
            "0s",
            "8 h",
            "99999999999999999999h",
            "9999999999999999999h",
            "8é",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_command_says_how_long_from_which_seed_and_what() {
        let asked = read(&["--for", "8h", "--seed=7", "pack"]).unwrap();
        assert_eq!(
            (asked.time.as_secs(), asked.seed, asked.names.as_slice()),
            (28_800, Some(7), &["pack".to_owned()][..])
        );
        assert_eq!(asked.seconds_each(), 28_800);
        let all = read(&[]).unwrap();
        assert_eq!((all.names.len(), all.seconds_each(), all.seed), (2, 30, None));
        assert_eq!(
            read(&["--for=1s"]).unwrap().seconds_each(),
            1,
            "less than a second each is one"
        );
        for (arguments, part) in [
            (&["--for"][..], "90s, 10m or 8h"),
            (&["--for", "long"], "`long`"),
            (&["--seed", "x"], "takes a number"),
            (&["packs"], "`packs` is none of: --for, --seed, pack, script"),
        ] {
            let message = read(arguments).unwrap_err();
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn every_target_is_in_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/fuzz_targets");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| {
                file.unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        found.sort();
        assert_eq!(found, TARGETS);
    }
}
