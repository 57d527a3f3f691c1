//! The JSON of an export: the chain, entry by entry, and nothing that it does not cover.
//!
//! Refuses a field that is not its own: whatever a reader finds in a file that holds is what was written.

use crate::error::{Error, Part, Result};
use serde::{Deserialize, Serialize};

/// What the format calls itself.
pub const FORMAT: &str = "child-first-record";
/// Its version.
pub const VERSION: u32 = 1;

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct File {
    /// `child-first-record`.
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::format"))]
    pub format: String,
    /// The version of the format.
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::version"))]
    pub v: u32,
    /// The interaction: 32 small hexadecimal digits.
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::id"))]
    pub interaction: String,
    /// The end of the chain.
    pub head: FileHead,
    /// Every entry, in order.
    pub entries: Vec<FileEntry>,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileHead {
    /// The number of the last entry.
    pub seq: u64,
    /// Its chain hash.
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::digest"))]
    pub hash: String,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its number, from 1.
    pub seq: u64,
    /// The commitment to it: SHA-256 of salt and entry.
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::digest"))]
    pub commitment: String,
    /// The salt. Not there when the words are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::digest"))]
    pub salt: Option<String>,
    /// The entry's exact bytes, which are JSON, as a string. Not there when it was erased or left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "build", schemars(schema_with = "super::schema::entry"))]
    pub entry: Option<String>,
}

impl File {
    /// Reads one of a version that this knows.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is none, [`Error::Newer`] for a newer version.
    pub fn read(text: &str) -> Result<File> {
        #[derive(Deserialize)]
        struct Which {
            format: String,
            v: u32,
        }
        let damaged = Error::Damaged { what: Part::Export };
        let which: Which = crate::json::read(text).map_err(|_| damaged.clone())?;
        if which.format != FORMAT {
            return Err(damaged);
        }
        if which.v > VERSION {
            return Err(Error::Newer { what: Part::Export });
        }
        crate::json::read(text).map_err(|_| damaged)
    }

    /// It as JSON, to keep.
    ///
    /// # Errors
    /// [`Error::Damaged`], which plain data never is.
    pub fn to_json(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|_| Error::Damaged { what: Part::Export })?;
        Ok(format!("{text}\n"))
    }

    /// It as JSON in one line, for a page to carry.
    ///
    /// # Errors
    /// As [`File::to_json`].
    pub fn to_line(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::Damaged { what: Part::Export })
    }
}
