//! Swift.

use super::{Language, Library, build, generate, place, report};
use crate::Failure;
use std::path::Path;
use std::process::ExitCode;

/// The package, into a folder.
pub fn package(_out: &Path) -> Result<ExitCode, Failure> {
    report(0, 1)
}

/// Its tests.
pub fn test() -> Result<ExitCode, Failure> {
    let library = match build(Library::Tested)? {
        Ok(library) => library,
        Err(ended) => return Ok(ended),
    };
    generate(
        Language::Swift,
        &library,
        &place(Language::Swift).join("generated"),
    )
}
