//! A force's own values: what a pack leaves open by name, filled in by the force in a file of its own.
//!
//! Joined when read and untouched by a new version of the pack. Refuses a key that the pack does not declare and
//! anything invented: what is not set stays unset, and says so.

use super::error::PackError;
use super::read::{FORMAT, READER, text_of};
use super::strict;
use super::whole::{Pack, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The day until which the force has confirmed the pack in use: `2026-03-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_until: Option<String>,
    /// Who confirmed it: an office, not a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// What each key stands for in this force. Empty text is not set.
    pub values: BTreeMap<String, String>,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// Why a force's values were not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValuesError {
    /// Not a file that can be read at all.
    #[error("the values file cannot be read: mend it or fetch it again ({0})")]
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
    /// The confirmed date is none.
    #[error("`confirmed_until` is not a date: write it as 2026-03-31")]
    NotADate,
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
    /// Reads a values file for a pack.
    pub fn read(bytes: &[u8], pack: &Pack) -> Result<Values, ValuesError> {
        let text = text_of(bytes).map_err(ValuesError::Unreadable)?;
        strict::check(text).map_err(ValuesError::Unreadable)?;
        let file: ValuesFile = serde_json::from_str(text)
            .map_err(|error| ValuesError::Unreadable(super::read::shape(&error)))?;
        if file.format > FORMAT || file.min_reader > READER {
            return Err(ValuesError::Newer);
        }
        let mine = &pack.file().id;
        if file.pack != *mine {
            return Err(ValuesError::OtherPack { pack: mine.clone() });
        }
        let declared: BTreeSet<&str> = pack.file().values.iter().map(|it| it.key.as_str()).collect();
        if let Some(key) = file.values.keys().find(|key| !declared.contains(key.as_str())) {
            let key = super::elements::shown(key);
            return Err(ValuesError::UnknownKey {
                pack: mine.clone(),
                key,
            });
        }
        let until = file
            .confirmed_until
            .as_deref()
            .map(|day| chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d"));
        if matches!(until, Some(Err(_))) {
            return Err(ValuesError::NotADate);
        }
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

/// Fields in the order of the type, keys in order, what is empty left out.
fn to_bytes(file: &ValuesFile) -> Vec<u8> {
    let mut file = file.clone();
    file.values.retain(|_, text| !text.trim().is_empty());
    serde_json::to_vec(&file).unwrap_or_default()
}
