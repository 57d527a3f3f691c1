//! Whether a library that was built has the seed of the test vectors: what is tested must, what ships must not.
//!
//! Looks at the file itself, whatever it was asked to be built with. Refuses to guess from features.

use super::Library;
use crate::Failure;
use std::fs;
use std::path::Path;

/// What stands in a library that has it: the constructor's symbol, and what the numbers are made with.
const MARKS: [&str; 2] = ["open_seeded", "child-first/test-vectors"];

/// Checks the file.
pub fn check(library: Library, path: &Path) -> Result<(), Failure> {
    let failed = |why: &str| Failure::Io(path.display().to_string(), std::io::Error::other(why));
    let bytes = fs::read(path).map_err(|error| Failure::Io(path.display().to_string(), error))?;
    match (library, marks(&bytes)) {
        (Library::Tested, 2) | (Library::Described | Library::Device, 0) => Ok(()),
        // Else the check itself sees nothing any more.
        (Library::Tested, _) => Err(failed(
            "the seed of the test vectors is not in it, or is not seen",
        )),
        _ => Err(failed(
            "it has the seed of the test vectors: whoever knows it knows the keys",
        )),
    }
}

/// How many of the marks stand in it.
fn marks(bytes: &[u8]) -> usize {
    // A library is a hundred megabytes with its debug information: text is searched faster than windows of bytes.
    let text = String::from_utf8_lossy(bytes);
    MARKS.iter().filter(|mark| text.contains(**mark)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_what_core_has_and_are_seen_among_other_bytes() {
        let core = [
            include_str!("../../../core/src/door/vectors/mod.rs"),
            include_str!("../../../core/src/records/seeded.rs"),
        ];
        assert_eq!(marks(core.concat().as_bytes()), 2);
        assert_eq!(marks(core[0].as_bytes()), 1);
        assert_eq!(marks(b"open_seede"), 0);
    }
}
