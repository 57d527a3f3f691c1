//! A force's own values: what a pack leaves open by name, filled in by the force in a file of its own.
//!
//! Joined when read and untouched by a new version of the pack. Refuses a key that the pack does not declare and
//! anything invented: what is not set stays unset, and says so.

use super::error::PackError;
use super::read::{FORMAT, READER, text_of};
use super::strict;
use super::whole::{Pack, hex};
use crate::sets::ValueKind;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Until which day a force stands behind guidance whose document has run out.
pub const CONFIRMED_UNTIL: &str = "confirmed-in-use-until";
/// How many characters the force's log takes at once.
pub const LOG_COPY_LENGTH: &str = "log-copy-length";
/// How many items answered within one minute are more than anybody could work through.
pub const PACE: &str = "pace-figure";

/// The file of a force's values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
pub struct ValuesFile {
    /// The format of the file: 1.
    pub format: u32,
    /// The oldest reader that can use it. Left out: any.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min_reader: u32,
    /// The pack whose values these are.
    pub pack: String,
    /// What each key stands for in this force. Empty text is not set.
    pub values: BTreeMap<String, String>,
    /// Who keeps a value right, and since when it stands, by key. For whoever looks after them; no officer sees it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, Kept>,
}

/// Who keeps a value right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
pub struct Kept {
    /// An office rather than a name: it outlives whoever holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The day on which it was set: `2026-11-25`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_on: Option<String>,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Why a force's values were not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValuesError {
    /// Not a file that can be read at all.
    #[error("the values file cannot be read: mend it or fetch it again ({})", plainly(.0))]
    Unreadable(PackError),
    /// Made for a newer reader.
    #[error("the values are made for a newer version of this program: update it")]
    Newer,
    /// Of another pack.
    #[error("these are the values of another pack: take those of {pack}")]
    OtherPack {
        /// The pack that is meant.
        pack: String,
    },
    /// A key that the pack does not declare.
    #[error("there is no value \"{key}\" in {pack}: mend the key")]
    UnknownKey {
        /// The pack.
        pack: String,
        /// The key.
        key: String,
    },
    /// A value that is to be a date is none.
    #[error("\"{key}\" is a date: write it as 2027-03-31")]
    NotADate {
        /// The key.
        key: String,
    },
    /// A value holds marks that are not read but obeyed.
    #[error(
        "\"{key}\" holds a control character or a mark that turns the reading direction: type it anew, without pasting"
    )]
    Marks {
        /// The key.
        key: String,
    },
    /// A value that is to be a number is none.
    #[error("\"{key}\" is a whole number above nought: write it in digits, as 200")]
    NotANumber {
        /// The key.
        key: String,
    },
}

/// What is wrong with a file of values, where the words for a pack would mislead.
fn plainly(error: &PackError) -> String {
    match error {
        PackError::DuplicateKey { line, .. } => {
            format!("line {line}: a key stands twice in one object, keep one")
        }
        PackError::NotInteger { line, .. } => format!("line {line}: a number is no integer"),
        PackError::NotJson { line, column } => format!("line {line}, column {column}: not JSON"),
        PackError::CutShort => "it ends too soon: a bracket or quote is not closed".to_owned(),
        PackError::Shape { line, column, fault } => format!("line {line}, column {column}: {fault}"),
        other => other.to_string(),
    }
}

/// A force's values for one pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    file: ValuesFile,
    digest: [u8; 32],
    digest_hex: String,
    unset: Vec<String>,
}

impl Values {
    /// Reads a values file for a pack, as whoever fills it in wrote it: every slip is refused.
    pub fn read(bytes: &[u8], pack: &Pack) -> Result<Values, ValuesError> {
        let file = file_of(bytes, pack)?;
        let declared = |key: &str| pack.file().values.iter().find(|it| it.key == key);
        for key in file.values.keys().chain(file.kept.keys()) {
            if declared(key).is_none() {
                let (pack, key) = (file.pack.clone(), super::elements::shown(key));
                return Err(ValuesError::UnknownKey { pack, key });
            }
        }
        for (key, text) in &file.values {
            let text = text.trim();
            if text.chars().any(steers) {
                return Err(ValuesError::Marks { key: key.clone() });
            }
            let kind = declared(key).map_or(ValueKind::Text, |it| it.kind);
            if !text.is_empty() && !fits(kind, text) {
                let key = key.clone();
                return Err(match kind {
                    ValueKind::Date => ValuesError::NotADate { key },
                    _ => ValuesError::NotANumber { key },
                });
            }
        }
        Ok(Values::of(file, Sha256::digest(bytes).into(), pack))
    }

    /// Reads a values file that was taken before, for the pack as it is now. A key that this version no longer
    /// declares, or that is to be something else by now, is left aside: values are untouched by a new version.
    pub fn joined(bytes: &[u8], pack: &Pack) -> Result<Values, ValuesError> {
        let mut file = file_of(bytes, pack)?;
        file.values.retain(|key, text| {
            let declared = pack.file().values.iter().find(|it| it.key == *key);
            declared.is_some_and(|it| fits(it.kind, text.trim()))
        });
        Ok(Values::of(file, Sha256::digest(bytes).into(), pack))
    }

    /// The values of a force that has set none.
    pub fn none(pack: &Pack) -> Values {
        let file = ValuesFile {
            format: FORMAT,
            pack: pack.file().id.clone(),
            ..ValuesFile::default()
        };
        let digest = Sha256::digest(to_bytes(&file)).into();
        Values::of(file, digest, pack)
    }

    fn of(file: ValuesFile, digest: [u8; 32], pack: &Pack) -> Values {
        let set = |key: &str| file.values.get(key).is_some_and(|text| !text.trim().is_empty());
        let keys = pack.file().values.iter().map(|it| &it.key);
        let unset = keys.filter(|key| !set(key)).cloned().collect();
        Values {
            unset,
            digest_hex: hex(&digest),
            digest,
            file,
        }
    }

    /// What a key stands for; none where the force has not set it.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.file
            .values
            .get(key)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// A value that is a number: the length of a copy, a pace.
    pub fn number(&self, key: &str) -> Option<u32> {
        self.get(key).and_then(|text| text.parse().ok())
    }

    /// The declared keys that the force has not set, in the pack's order.
    pub fn unset(&self) -> &[String] {
        &self.unset
    }

    /// The file as it was read.
    pub fn file(&self) -> &ValuesFile {
        &self.file
    }

    /// The SHA-256 of the exact bytes.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The same in hexadecimal.
    pub fn digest_hex(&self) -> &str {
        &self.digest_hex
    }

    /// The bytes of these values as this program writes them: the same for the same values.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.file)
    }
}

/// What is the same for whoever wrote the file: it reads, it is not newer, it is this pack's.
fn file_of(bytes: &[u8], pack: &Pack) -> Result<ValuesFile, ValuesError> {
    let text = text_of(bytes).map_err(ValuesError::Unreadable)?;
    strict::check(text).map_err(ValuesError::Unreadable)?;
    let file: ValuesFile =
        crate::json::read(text).map_err(|error| ValuesError::Unreadable(super::read::shape(&error)))?;
    if file.format > FORMAT || file.min_reader > READER {
        return Err(ValuesError::Newer);
    }
    match &pack.file().id {
        mine if file.pack == *mine => Ok(file),
        mine => Err(ValuesError::OtherPack { pack: mine.clone() }),
    }
}

/// Whether a character is not read but obeyed: it could paint a screen, or turn a telephone number round. A line's end
/// is neither.
fn steers(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (letter.is_control() && letter != '\n')
}

/// Whether a text is what a value is to be.
fn fits(kind: ValueKind, text: &str) -> bool {
    match kind {
        ValueKind::Text => true,
        ValueKind::Number => text.parse::<u32>().is_ok_and(|n| n > 0),
        ValueKind::Date => chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
    }
}

/// Fields in the order of the type, keys in order, what is empty left out.
fn to_bytes(file: &ValuesFile) -> Vec<u8> {
    let mut file = file.clone();
    file.values.retain(|_, text| !text.trim().is_empty());
    serde_json::to_vec(&file).unwrap_or_default()
}
