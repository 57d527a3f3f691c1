//! What the three languages' commands are made of: steps, of which the first that ends badly ends the run.
//!
//! Refuses to package a library that nobody looked into: also one that was built before is checked for the seed.

use super::{Library, build, seed};
use crate::Failure;
use crate::stage::{self, Program, Stage, root};
use std::path::PathBuf;
use std::process::ExitCode;

/// A library to package or to measure in place of one that is built here: built before, or with another toolchain.
const LIBRARY: &str = "CHILDFIRST_LIBRARY";

/// Why one of the steps ended the run: it said so itself, or it could not be begun.
pub enum Ended {
    Said(ExitCode),
    Failed(Failure),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Ended::Failed(failure)
    }
}

/// Takes the steps; gives how they ended.
pub fn ended(steps: impl FnOnce() -> Result<(), Ended>) -> Result<ExitCode, Failure> {
    match steps() {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Ended::Said(code)) => Ok(code),
        Err(Ended::Failed(failure)) => Err(failure),
    }
}

/// Goes on only after success.
pub fn well(code: ExitCode) -> Result<(), Ended> {
    if code == ExitCode::SUCCESS {
        Ok(())
    } else {
        Err(Ended::Said(code))
    }
}

/// A program as a step.
pub fn run(name: &'static str, program: Program) -> Result<(), Ended> {
    well(stage::run_one(&Stage::new(name, program))?)
}

/// The library that devices load.
pub fn device_library() -> Result<PathBuf, Ended> {
    let Some(path) = std::env::var_os(LIBRARY) else {
        return build(Library::Device)?.map_err(Ended::Said);
    };
    let path = root().join(path);
    seed::check(Library::Device, &path)?;
    Ok(path)
}
