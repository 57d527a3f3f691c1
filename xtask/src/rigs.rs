//! The long forms of the rigs that break things on purpose: processes killed, power cut, a disk that fails, records
//! beside a model.
//!
//! Without a time each runs once, with the numbers that a release wants; with one, again and again from the next seed
//! until it is over. Refuses to go on past a failure: its seed is printed, and repeats it.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::long::Asked;
use crate::stage::{self, Stage, cargo};
use crate::{Failure, complain, say};

/// One rig: its name, the package and the tests that are it, and what one round does.
struct Rig {
    name: &'static str,
    test: &'static [&'static str],
    round: (&'static str, &'static str),
}

const CRASH: &[Rig] = &[
    Rig {
        name: "kill",
        test: &["-p", "childfirst-desk", "--test", "kill"],
        round: ("CHILDFIRST_KILLS", "2000"),
    },
    Rig {
        name: "power",
        test: &["-p", "childfirst-tests", "--test", "power"],
        round: ("CHILDFIRST_CUTS", "5000"),
    },
];

const FAULTS: &[Rig] = &[
    Rig {
        name: "disk",
        test: &["-p", "childfirst-tests", "--test", "faults"],
        round: ("CHILDFIRST_FAULTS", "1"),
    },
    Rig {
        name: "machine",
        test: &["-p", "childfirst", "--all-features", "--lib", "records::machine"],
        round: ("CHILDFIRST_CASES", "1500"),
    },
];

/// `cargo xtask crash`.
pub fn crash(arguments: &[String]) -> Result<ExitCode, Failure> {
    run(CRASH, arguments)
}

/// `cargo xtask faults`.
pub fn faults(arguments: &[String]) -> Result<ExitCode, Failure> {
    run(FAULTS, arguments)
}

fn run(rigs: &[Rig], arguments: &[String]) -> Result<ExitCode, Failure> {
    let names: Vec<&str> = rigs.iter().map(|rig| rig.name).collect();
    let asked = Asked::read(arguments, Duration::ZERO, &names)?;
    let seed = asked.seed()?;
    let each = Duration::from_secs(asked.time.as_secs() / asked.names.len().max(1) as u64);
    for rig in rigs
        .iter()
        .filter(|rig| asked.names.iter().any(|name| name == rig.name))
    {
        let began = Instant::now();
        let mut rounds = 0;
        while rounds == 0 || began.elapsed() < each {
            let seed = seed + rounds;
            if stage::run_one(&rig.stage(seed))? != ExitCode::SUCCESS {
                complain(&format!(
                    "{} failed in round {}: `--seed {seed} {}` repeats it",
                    rig.name,
                    rounds + 1,
                    rig.name
                ));
                return Ok(ExitCode::FAILURE);
            }
            rounds += 1;
        }
        let (what, count) = rig.round;
        say(&format!(
            "\n{}: {rounds} × {what}={count} in {} s, seeds {seed} to {}: nothing lost, and its controls were caught\n",
            rig.name,
            began.elapsed().as_secs(),
            seed + rounds - 1
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Rig {
    fn stage(&self, seed: u64) -> Stage {
        let (setting, value) = self.round;
        // Optimised, and with every check of arithmetic and every assertion left in.
        let test = cargo(["test", "--profile", "rig"]).args(self.test).args([
            "--",
            "--nocapture",
            "--test-threads",
            "2",
        ]);
        Stage::new(
            self.name,
            test.env(setting, value).env("CHILDFIRST_SEED", &seed.to_string()),
        )
        .counts_tests()
    }
}
