//! Reading a pack: from bytes that anybody may have sent to guidance that holds together, or one clear sentence.
//!
//! Cheap refusals come first: size before anything, then UTF-8, then one strict pass. Refuses duplicate keys and
//! numbers that are not integers anywhere, also in fields that this reader does not know.

use super::error::{MOST_BYTES, PackError, ShapeFault};
use super::strict;
use super::types::PackFile;
use super::whole::Pack;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The format that this reader writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// Which reader this is, for a pack's `min_reader`.
pub const READER: u32 = 1;

/// What is read of a pack that cannot be read: enough to say that it is newer.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    format: u64,
    #[serde(default)]
    min_reader: u64,
    #[serde(default)]
    critical: Vec<String>,
}

/// Critical fields that this reader understands. A field gets its name here when it gets its meaning.
const UNDERSTOOD: &[&str] = &[];

impl Pack {
    /// Reads and checks the bytes of one pack file.
    pub fn read(bytes: &[u8]) -> Result<Pack, PackError> {
        let text = text_of(bytes)?;
        strict::check(text)?;
        let file: PackFile = match crate::json::read(text) {
            Ok(file) => file,
            // A newer pack may have another shape: it is newer before it is wrong.
            Err(error) => {
                newer(text)?;
                return Err(shape(&error));
            }
        };
        refuse_newer(file.format.into(), file.min_reader.into(), &file.critical)?;
        super::check::whole(&file)?;
        Ok(Pack::compile(file, Sha256::digest(bytes).into()))
    }
}

/// The text of a file that is neither too large nor anything but UTF-8.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, PackError> {
    if bytes.len() > MOST_BYTES {
        return Err(PackError::TooLarge);
    }
    std::str::from_utf8(bytes).map_err(|error| {
        // A character cut in two at the very end is a file cut short, not a wrong encoding.
        match error.error_len() {
            None => PackError::CutShort,
            Some(_) => PackError::NotUtf8 {
                offset: error.valid_up_to(),
            },
        }
    })
}

fn newer(text: &str) -> Result<(), PackError> {
    match crate::json::read::<Head>(text) {
        Ok(head) => refuse_newer(head.format, head.min_reader, &head.critical),
        Err(_) => Ok(()),
    }
}

fn refuse_newer(format: u64, min_reader: u64, critical: &[String]) -> Result<(), PackError> {
    let unknown_critical = critical
        .iter()
        .filter(|name| !UNDERSTOOD.contains(&name.as_str()))
        .count();
    if format <= u64::from(FORMAT) && min_reader <= u64::from(READER) && unknown_critical == 0 {
        return Ok(());
    }
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Err(PackError::Newer {
        format: small(format),
        min_reader: small(min_reader),
        unknown_critical,
    })
}

/// A shape error without the values that serde quotes.
pub(crate) fn shape(error: &serde_json::Error) -> PackError {
    PackError::Shape {
        line: error.line(),
        column: error.column(),
        fault: ShapeFault::of(error),
    }
}
