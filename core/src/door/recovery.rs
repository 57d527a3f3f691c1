//! Recovering the records of a lost or broken device with the force's secret key, and making such a key.
//!
//! For a desk that the force trusts with the key; a phone only ever has the public half. Refuses to change anything
//! in the folder that is recovered from, and to write where something already is.

use crate::error::Result;
use crate::records::{KeyVault, RecoverySecret, Rescued, keypair, rescue};
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What was recovered, and what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Recovered {
    /// Interactions that open in the new folder.
    pub recovered: u64,
    /// Interactions that do not: without a wrap to this key, or damaged. They are in the new folder too, listed as
    /// damaged.
    pub not_recoverable: u64,
    /// What stood for destroyed interactions. Sealed under the lost key, and left out of the new folder.
    pub tombstones: u64,
}

/// A new recovery key: two texts, each with a checksum. Prints neither when debugged.
#[derive(Clone, uniffi::Record)]
pub struct RecoveryKeyPair {
    /// For [`crate::Config::recovery_key`], on every device: `cfpub1-…`.
    pub public: String,
    /// To be kept offline, by the force alone: `cfsec1-…`. Whoever has it and a copy of a data folder reads its records.
    pub secret: String,
}

impl std::fmt::Debug for RecoveryKeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecoveryKeyPair").finish_non_exhaustive()
    }
}

/// Makes a new recovery key.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the system gives no random numbers.
#[uniffi::export]
pub fn recovery_keypair() -> Result<RecoveryKeyPair> {
    let (public, secret) = keypair()?;
    Ok(RecoveryKeyPair {
        public,
        secret: secret.as_str().to_owned(),
    })
}

/// Recovers the records in the folder `source` into the new folder `into`, which from then on is an ordinary data
/// folder of this device and its key store. `source` is only read; records that were set aside there are not.
///
/// # Errors
/// With any of them nothing is left in `into` but what the key store itself keeps there.
/// [`crate::Error::Refused`]: `RecoveryKey` when the secret is not one or mistyped, `OtherRecoveryKey` when it opens
/// nothing here, `NotEmpty` when something is in `into`. [`crate::Error::NotFound`]: `Records` when there are none,
/// `Key` when no interaction was ever wrapped to a recovery key. [`crate::Error::InUse`] while another process has
/// `source` open. [`crate::Error::Damaged`], [`crate::Error::Newer`], [`crate::Error::NotSaved`], and what the key
/// store says.
#[uniffi::export]
pub fn recover(source: String, into: String, secret: String, vault: Arc<dyn KeyVault>) -> Result<Recovered> {
    let secret = RecoverySecret::parse(&Zeroizing::new(secret))?;
    let Rescued {
        recovered,
        not_recoverable,
        tombstones,
    } = rescue(Path::new(&source), Path::new(&into), &secret, vault.as_ref())?;
    Ok(Recovered {
        recovered,
        not_recoverable,
        tombstones,
    })
}
