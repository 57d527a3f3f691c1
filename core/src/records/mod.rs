//! `records.db`: keys, sealing, the chain, receipts. Knows bytes, not meaning.
//!
//! An entry is bytes that are sealed, chained and on the disk before anybody is told so. Refuses: to know what an
//! entry says; to delete, rename or rebuild a file that it cannot read; to call the host's key store while a lock
//! or a transaction is held; to say more of the chain than it shows (`docs/threat-model.md`).

mod chain;
mod file;
mod folder;
#[cfg(feature = "fuzz")]
pub mod fuzz;
#[cfg(test)]
mod machine;
mod purge;
mod read;
mod recovery;
mod recovery_key;
mod rescue;
mod rows;
mod seal;
#[cfg(feature = "test-vectors")]
pub(crate) mod seeded;
mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod vault;
mod wal;
mod write;

use crate::error::{Error, Part};
use crate::fault;
use std::fmt;

pub(crate) use chain::{Digest, START, commitment, hex, link};
pub(crate) use file::set_aside;
pub(crate) use folder::DataFolder;
pub(crate) use purge::{Purge, Purging, Tombstone};
pub(crate) use read::{Content, Entry, Listed};
pub(crate) use recovery_key::{RecoveryKey, RecoverySecret, keypair};
pub(crate) use rescue::{Rescued, rescue};
pub(crate) use seal::random;
pub(crate) use store::{OpenKey, Store};
pub use vault::{KeyVault, VaultError};
pub(crate) use write::{Change, Written};

/// The random id of an interaction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) [u8; 16]);

impl Id {
    /// Reads 32 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|n| Id(n.to_be_bytes()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What an interaction is pinned to. Stands unsealed, so that packs still needed are known without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Pins {
    /// Digest of the pack.
    pub(crate) pack: Digest,
    /// Digest of the force's values, when there are any.
    pub(crate) values: Option<Digest>,
}

/// The end of an interaction's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// Number of the last entry, from 1.
    pub(crate) seq: u64,
    /// Its chain hash.
    pub(crate) hash: Digest,
}

/// Proof that an entry is durable. Exists only after the commit returned.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Receipt {
    /// The interaction, in hexadecimal.
    pub interaction: String,
    /// The entry's sequence number, from 1.
    pub seq: u64,
    /// The entry's chain hash, in hexadecimal.
    pub hash: String,
}

impl Receipt {
    pub(crate) fn of(id: &Id, head: &Head) -> Self {
        Receipt {
            interaction: id.to_string(),
            seq: head.seq,
            hash: chain::hex(&head.hash),
        }
    }
}

/// How the records stand. Guidance goes on working in every one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum RecordsState {
    /// The key has not been given, or the device keeps it locked for now.
    Locked,
    /// Open for reading and writing.
    Ready,
    /// The device's key is gone for good. The file is kept; new records can be started.
    KeyGone,
    /// The key store or the disk cannot be reached now.
    Unavailable,
    /// The file, or the key in it, is damaged. It is kept as it is; new records can be started.
    Damaged,
    /// Written by a newer version of the app.
    Newer,
}

impl From<&Error> for RecordsState {
    fn from(error: &Error) -> Self {
        match error {
            Error::KeyGone => RecordsState::KeyGone,
            Error::Damaged { .. } => RecordsState::Damaged,
            Error::Newer { .. } => RecordsState::Newer,
            Error::Locked | Error::Closed => RecordsState::Locked,
            _ => RecordsState::Unavailable,
        }
    }
}

/// Something of the records is damaged.
const fn damaged(what: Part) -> Error {
    Error::Damaged { what }
}
