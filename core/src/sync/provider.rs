//! The cryptography that the TUF client verifies with: Ed25519 signatures, and the SHA-2 hashes.
//!
//! Ours are the crates that the records use already. Refuses every other kind of key: a signature by one counts for
//! nothing, so a root that asked for one would have too few.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use sigstore_crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme};
use sigstore_types::HashAlgorithm;

/// Makes it the process's own. Where a provider was installed before, that one stays.
pub(super) fn install() {
    let _ = sigstore_crypto::install_default_provider(&Ed25519Only);
}

#[derive(Debug)]
struct Ed25519Only;

struct Hash<D>(D);

impl<D: Digest + Send> HashContext for Hash<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// One of the three, to be given its bytes in parts.
pub(super) fn hash(algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
    match algorithm {
        HashAlgorithm::Sha2256 => Ok(Box::new(Hash(Sha256::new()))),
        HashAlgorithm::Sha2384 => Ok(Box::new(Hash(Sha384::new()))),
        HashAlgorithm::Sha2512 => Ok(Box::new(Hash(Sha512::new()))),
        _ => Err(Error::UnsupportedAlgorithm(String::new())),
    }
}

impl CryptoProvider for Ed25519Only {
    fn hash(&self, algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
        hash(algorithm)
    }

    // One pass and no box, and no path on which the library would panic.
    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        Sha256::digest(data).into()
    }

    fn sha384(&self, data: &[u8]) -> [u8; 48] {
        Sha384::digest(data).into()
    }

    fn sha512(&self, data: &[u8]) -> [u8; 64] {
        Sha512::digest(data).into()
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        public_key: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        if scheme != SigningScheme::Ed25519 {
            return Err(Error::UnsupportedAlgorithm(String::new()));
        }
        let bad = || Error::Verification(String::new());
        let key = public_key.try_into().map_err(|_| bad())?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| bad())?;
        let signature = Signature::from_slice(signature).map_err(|_| bad())?;
        // Strict: no weak keys, and one signature for one message.
        key.verify_strict(data, &signature).map_err(|_| bad())
    }

    fn verify_prehashed(&self, _: SigningScheme, _: &[u8], _: &[u8], _: &[u8]) -> Result<()> {
        Err(Error::UnsupportedAlgorithm(String::new()))
    }
}
