//! The device's key store, as the host lends it: it wraps and unwraps one key, and never gives its own away.
//!
//! Refuses to guess: a key that will come back (`Locked`) is never taken for one that will not (`KeyGone`). Never
//! called while a lock or a transaction is held; a call may ask the officer for a finger and take a minute.

use super::seal::Key;
use crate::error::{Cause, Error, Part, Result};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// The device's key store.
///
/// `wrap_key` uses the newest device key. `unwrap_key` opens what the newest key or the one before it wrapped.
#[uniffi::export(foreign)]
pub trait KeyVault: Send + Sync {
    /// Encrypts and authenticates a key with the newest device key.
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError>;

    /// Opens what `wrap_key` made.
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError>;

    /// Makes a new device key, which becomes the newest; keeps the one before it; forgets every older one for good.
    /// Returns only when that would outlive a power cut.
    fn rotate_key(&self) -> Result<(), VaultError>;
}

/// Why the device's key store did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VaultError {
    /// The device is locked, or the officer did not show who it is. Try later.
    #[error("the device key is locked for now")]
    Locked,
    /// The device key does not exist any more, for good.
    #[error("the device key is gone for good")]
    KeyGone,
    /// The key store did not answer.
    #[error("the key store did not answer")]
    Unavailable,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for VaultError {
    /// The host's code threw something else. Its text is dropped: it may say anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        VaultError::Unavailable
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked => Error::Locked,
            VaultError::KeyGone => Error::KeyGone,
            VaultError::Unavailable => NO_ANSWER,
        }
    }
}

const NO_ANSWER: Error = Error::Unavailable {
    cause: Cause::KeyStore,
};

/// The store key as it stands in the file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct WrappedKey {
    pub(super) wrapped: Vec<u8>,
    pub(super) check_value: Vec<u8>,
    pub(super) sum: Vec<u8>,
}

impl WrappedKey {
    /// Has the vault wrap the key, and open it again: a vault that cannot give a key back would cost every record.
    pub(super) fn make(vault: &dyn KeyVault, key: &Key) -> Result<Self> {
        let wrapped = vault.wrap_key(key.bytes().to_vec())?;
        let back = Zeroizing::new(vault.unwrap_key(wrapped.clone())?);
        if back.as_slice() != key.bytes() {
            return Err(NO_ANSWER);
        }
        let check_value = key.check_value().to_vec();
        let sum = sum(&wrapped, &check_value);
        Ok(WrappedKey {
            wrapped,
            check_value,
            sum,
        })
    }

    /// Has the vault open it. Damage is told without the vault; after that, a key that does not answer to the check
    /// value is another key: ours is gone.
    pub(super) fn open(&self, vault: &dyn KeyVault) -> Result<Key> {
        if self.sum != sum(&self.wrapped, &self.check_value) {
            return Err(super::damaged(Part::Key));
        }
        let mut bytes = vault.unwrap_key(self.wrapped.clone())?;
        let key = Key::from_slice(&bytes);
        bytes.zeroize();
        // Only keys of this length were ever wrapped: something shorter or longer is no key, of ours or of another.
        let key = key.ok_or(NO_ANSWER)?;
        if key.check_value().as_slice() == self.check_value {
            Ok(key)
        } else {
            Err(Error::KeyGone)
        }
    }
}

fn sum(wrapped: &[u8], check_value: &[u8]) -> Vec<u8> {
    Sha256::new()
        .chain_update(b"child-first/wrapped-key")
        .chain_update(check_value)
        .chain_update(wrapped)
        .finalize()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::super::testing::Vault;
    use super::*;

    #[test]
    fn a_wrong_key_and_damage_are_told_apart() {
        let vault = Vault::default();
        let key = Key::random().unwrap();
        let whole = WrappedKey::make(&vault, &key).unwrap();
        assert!(whole.open(&vault).unwrap().bytes() == key.bytes());

        let mut flipped = whole.clone();
        flipped.wrapped[9] ^= 1;
        assert_eq!(
            flipped.open(&vault).err(),
            Some(Error::Damaged { what: Part::Key })
        );
        let mut flipped = whole.clone();
        flipped.check_value[9] ^= 1;
        assert_eq!(
            flipped.open(&vault).err(),
            Some(Error::Damaged { what: Part::Key })
        );

        vault.answer_with_another_key();
        assert_eq!(whole.open(&vault).err(), Some(Error::KeyGone));
        assert_eq!(WrappedKey::make(&vault, &key).err(), Some(NO_ANSWER));
    }

    #[test]
    fn whatever_the_host_throws_reads_as_unavailable() {
        let thrown = uniffi::UnexpectedUniFFICallbackError::new("mother's name");
        assert_eq!(VaultError::from(thrown), VaultError::Unavailable);
    }
}
