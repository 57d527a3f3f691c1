//! Signatures over signed files: made with one key, counted against those that may sign.
//!
//! What is signed is the canonical form of `signed`, as TUF has it. Refuses to count a key twice, a key of another kind,
//! and a threshold below two where people sign.

use super::metadata::{Key, KeyVal, RoleKeys};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A file with its signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Who signed.
    pub signatures: Vec<Signed>,
    /// What.
    pub signed: Value,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// By which key.
    pub keyid: String,
    /// In hexadecimal.
    pub sig: String,
}

impl Envelope {
    /// Not signed yet.
    pub fn new(signed: Value) -> Envelope {
        Envelope {
            signatures: Vec::new(),
            signed,
        }
    }

    /// Reads one.
    pub fn read(bytes: &[u8]) -> Option<Envelope> {
        serde_json::from_slice(bytes).ok()
    }

    /// Its bytes, as they are published: the same for the same content and the same signatures.
    pub fn bytes(&self) -> Vec<u8> {
        let mut whole = self.clone();
        whole.signatures.sort_by(|a, b| a.keyid.cmp(&b.keyid));
        serde_json::to_vec(&whole).unwrap_or_default()
    }

    /// The bytes that a signature is made over. None where there is a number that is no integer.
    pub fn canonical(&self) -> Option<Vec<u8>> {
        sigstore_tuf::canonical_json::to_canonical_bytes(&self.signed).ok()
    }

    /// Signs with a key. None where it cannot be signed at all.
    pub fn sign(&mut self, key: &SigningKey) -> Option<()> {
        let sig = hex(&key.sign(&self.canonical()?).to_bytes());
        let keyid = keyid(&public(key))?;
        self.signatures.retain(|one| one.keyid != keyid);
        self.signatures.push(Signed { keyid, sig });
        Some(())
    }

    /// The ids of those keys of a role that truly signed.
    pub fn signers(&self, keys: &BTreeMap<String, Key>, role: &RoleKeys) -> BTreeSet<String> {
        let Some(bytes) = self.canonical() else {
            return BTreeSet::new();
        };
        let truly = |one: &&Signed| {
            role.keyids.contains(&one.keyid)
                && keys
                    .get(&one.keyid)
                    .is_some_and(|key| holds(key, &bytes, &one.sig))
        };
        // Two ids of one key are one signature.
        let mut seen = BTreeSet::new();
        let mut counted = BTreeSet::new();
        for one in self.signatures.iter().filter(truly) {
            if keys
                .get(&one.keyid)
                .is_some_and(|key| seen.insert(&key.keyval.public))
            {
                counted.insert(one.keyid.clone());
            }
        }
        counted
    }

    /// Whether enough of a role signed.
    pub fn enough(&self, keys: &BTreeMap<String, Key>, role: &RoleKeys) -> bool {
        role.threshold > 0 && self.signers(keys, role).len() >= role.threshold
    }
}

fn holds(key: &Key, bytes: &[u8], sig: &str) -> bool {
    if key.keytype != "ed25519" || key.scheme != "ed25519" {
        return false;
    }
    let read = || {
        let public: [u8; 32] = unhex(&key.keyval.public)?.try_into().ok()?;
        let signature = Signature::from_slice(&unhex(sig)?).ok()?;
        VerifyingKey::from_bytes(&public)
            .ok()?
            .verify_strict(bytes, &signature)
            .ok()
    };
    read().is_some()
}

/// The public half.
pub fn public(key: &SigningKey) -> Key {
    Key {
        keytype: "ed25519".into(),
        scheme: "ed25519".into(),
        keyval: KeyVal {
            public: hex(key.verifying_key().as_bytes()),
        },
    }
}

/// A key's id: the digest of its canonical form, as every TUF program computes it.
pub fn keyid(key: &Key) -> Option<String> {
    let value = serde_json::to_value(key).ok()?;
    Some(sha256(
        &sigstore_tuf::canonical_json::to_canonical_bytes(&value).ok()?,
    ))
}

/// A digest in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(half.into(), 16));
            }
            text
        })
}

/// Bytes from hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn table(keys: &[&SigningKey]) -> BTreeMap<String, Key> {
        keys.iter()
            .map(|key| (keyid(&public(key)).unwrap(), public(key)))
            .collect()
    }

    #[test]
    fn two_people_are_two_and_one_person_twice_is_one() {
        let (ann, ben, eve) = (key(1), key(2), key(3));
        let keys = table(&[&ann, &ben]);
        let role = RoleKeys {
            keyids: keys.keys().cloned().collect(),
            threshold: 2,
        };
        let mut file = Envelope::new(json!({"_type": "targets", "version": 1}));
        assert!(!file.enough(&keys, &role), "nobody signed");
        file.sign(&ann).unwrap();
        file.sign(&ann).unwrap();
        file.sign(&eve).unwrap();
        // One key under a second id.
        let mut twice = keys.clone();
        twice.insert("other".into(), public(&ann));
        let sig = file.signatures.first().unwrap().sig.clone();
        file.signatures.push(Signed {
            keyid: "other".into(),
            sig,
        });
        let mut both = role.clone();
        both.keyids.push("other".into());
        assert!(
            !file.enough(&twice, &both),
            "one person, a stranger, and one key by two names"
        );
        file.sign(&ben).unwrap();
        assert!(file.enough(&twice, &both), "the control");
        file.signed["version"] = 2.into();
        assert!(!file.enough(&twice, &both), "of another file");
    }

    #[test]
    fn hexadecimal_goes_both_ways() {
        assert_eq!(hex(&[0, 15, 255]), "000fff");
        assert_eq!(unhex("000fff"), Some(vec![0, 15, 255]));
        assert_eq!(unhex("00f"), None);
        assert_eq!(unhex("zz"), None);
    }
}
