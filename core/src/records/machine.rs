//! The records beside a plain model: whatever is done in whatever order, the store shows what the model holds.
//!
//! `CHILDFIRST_CASES` sequences (64) of up to 40 steps; `CHILDFIRST_SEED` repeats a run, and the seed is printed.
//! Each control breaks the store in one way, and the machine must catch it. Refuses to know how the store does
//! anything: it only calls what the rooms above call, and looks at what they can see.

mod keys;
mod look;
mod model;
mod rig;
mod step;
mod steps;

use self::model::Model;
use self::rig::{Fault, Rig};
use self::steps::{Step, steps};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// What a step or a look found.
type Found<T = ()> = Result<T, TestCaseError>;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn seed() -> u64 {
    let given = number("CHILDFIRST_SEED");
    given.unwrap_or_else(|| u64::from(std::process::id()) * 0x9e37_79b9 + 1)
}

/// Runs sequences of steps until one does not hold.
fn run(fault: Fault, cases: u32, seed: u64, shrink: u32) -> Result<(), TestError<Vec<Step>>> {
    let config = Config {
        cases,
        max_shrink_iters: shrink,
        failure_persistence: None,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    runner.run(&steps(), |steps| {
        let (mut rig, mut model) = (Rig::new(fault), Model::default());
        for (n, step) in steps.iter().enumerate() {
            let done = step
                .run(&mut rig, &mut model, n)
                .and_then(|()| look::everything(&rig, &mut model));
            done.map_err(|error| TestCaseError::fail(format!("step {n}, {step:?}: {error}")))?;
        }
        Ok(())
    })
}

#[test]
fn the_store_is_what_the_model_says_whatever_is_done() {
    let (cases, seed) = (number("CHILDFIRST_CASES").unwrap_or(64) as u32, seed());
    println!("{cases} sequences, CHILDFIRST_SEED={seed}");
    if let Err(error) = run(Fault::None, cases, seed, 2_000) {
        panic!("CHILDFIRST_SEED={seed}: {error}");
    }
}

/// The controls. What they break is caught whatever the seed, or the machine is blind there.
#[test]
fn every_broken_store_is_caught() {
    let seed = seed();
    for fault in Fault::BROKEN {
        let found = run(*fault, 400, seed, 0);
        assert!(found.is_err(), "CHILDFIRST_SEED={seed}: {fault:?} was not caught");
    }
}
