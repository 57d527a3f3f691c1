//! Working through an interaction at a terminal, one thing at a time.

use crate::app::App;
use crate::failure::{Failure, code};

/// Runs until the officer is done.
///
/// # Errors
/// What keeps it from going on.
pub fn run(_app: &App) -> Result<(), Failure> {
    Err(Failure::new(
        code::USAGE,
        "Working by keyboard is not in this build. `childfirst walk --script FILE` does the same from a file.",
    ))
}
