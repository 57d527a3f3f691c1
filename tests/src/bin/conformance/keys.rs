//! The kinds of keys that the suite signs with: those of Ed25519, and the ECDSA and RSA that our own client refuses.
//!
//! For the suite alone. What the client makes of a signature is the client's; this says only whether one holds.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use sigstore_crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme};
use sigstore_types::HashAlgorithm;

/// Makes them the process's, before the client makes its own so.
pub fn install() {
    let _ = sigstore_crypto::install_default_provider(&Suite);
}

#[derive(Debug)]
struct Suite;

impl CryptoProvider for Suite {
    fn hash(&self, algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
        childfirst::conformance::hash(algorithm)
    }

    fn verify_raw(&self, scheme: SigningScheme, key: &[u8], data: &[u8], signature: &[u8]) -> Result<()> {
        let how: &dyn VerificationAlgorithm = match scheme {
            SigningScheme::EcdsaP256Sha256 => &ECDSA_P256_SHA256_ASN1,
            SigningScheme::EcdsaP384Sha384 => &ECDSA_P384_SHA384_ASN1,
            SigningScheme::Ed25519 => &ED25519,
            SigningScheme::RsaPssSha256 => &RSA_PSS_2048_8192_SHA256,
            SigningScheme::RsaPkcs1Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            _ => return Err(Error::UnsupportedAlgorithm(String::new())),
        };
        UnparsedPublicKey::new(how, key)
            .verify(data, signature)
            .map_err(|_| Error::Verification(String::new()))
    }

    fn verify_prehashed(&self, _: SigningScheme, _: &[u8], _: &[u8], _: &[u8]) -> Result<()> {
        Err(Error::UnsupportedAlgorithm(String::new()))
    }
}
