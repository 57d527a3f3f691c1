//! Whether anything that a language's tests rest on has changed since they passed, so that the inner loop need not wait.
//!
//! Reads what is in the files, not when they were written. Refuses to be asked in CI, where everything runs.

use super::{Language, place};
use crate::Failure;
use crate::stage::root;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// What the tests of each language rest on: core, what makes and tests it, the vectors, the lines of the page.
const INPUTS: [&str; 9] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "bindings",
    "core",
    "docs/api.md",
    "ios",
    "tests/vectors",
    "xtask/src/bindings",
];

/// What they rest on, as one number.
pub fn inputs() -> Result<u64, Failure> {
    let mut files = Vec::new();
    for input in INPUTS {
        let path = root().join(input);
        below(&path, &mut files).map_err(|error| Failure::Io(path.display().to_string(), error))?;
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for path in files {
        let bytes = std::fs::read(&path).map_err(|error| Failure::Io(path.display().to_string(), error))?;
        (path, bytes).hash(&mut hash);
    }
    Ok(hash.finish())
}

/// Remembers that a language's tests passed over these.
pub fn passed(language: Language, inputs: u64) -> Result<(), Failure> {
    let path = stamp(language);
    std::fs::write(&path, inputs.to_string()).map_err(|error| Failure::Io(path.display().to_string(), error))
}

/// Whether a language's tests passed over these. What cannot be read is no.
pub fn is(language: Language, inputs: u64) -> bool {
    std::fs::read_to_string(stamp(language)).is_ok_and(|text| text == inputs.to_string())
}

fn stamp(language: Language) -> PathBuf {
    place(language).join("passed")
}

/// Every file that a person wrote, below a path or at it.
fn below(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // What a language leaves beside its sources.
        if !matches!(name.as_str(), "__pycache__" | ".build" | "target") {
            below(&path, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_is_there_and_counts() {
        for input in INPUTS {
            assert!(root().join(input).exists(), "{input}");
        }
        let mut files = Vec::new();
        below(&root().join("bindings"), &mut files).unwrap();
        assert!(files.iter().any(|path| path.ends_with("bindings/uniffi.toml")));
        assert_eq!(inputs().unwrap(), inputs().unwrap());
        assert!(!is(Language::Kotlin, inputs().unwrap().wrapping_add(1)));
    }
}
