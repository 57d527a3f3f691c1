//! A person's signing key: the secret half in a file under a passphrase, the public half in one to hand around.
//!
//! PKCS#8 with scrypt, in PEM: the form that OpenSSL and every TUF program read, so that a key outlives this program.
//! Refuses to write over a file, to print a secret, and a passphrase that is soon guessed.

use super::metadata::Key;
use super::{passphrase, sign};
use crate::failure::{Failure, code};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::KeypairBytes;
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// A key file is a few lines. Whatever is longer is something else.
const LONGEST: u64 = 8192;

/// The public half, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A name that the others know.
    pub name: String,
    /// The key.
    pub key: Key,
}

impl Person {
    /// The key's id.
    pub fn keyid(&self) -> Result<String, Failure> {
        sign::keyid(&self.key).ok_or_else(not_public)
    }

    /// Reads the file of a public half.
    pub fn read(path: &Path) -> Result<Person, Failure> {
        let bytes = read(path).map_err(|_| {
            let sentence = format!(
                "{} cannot be read. Name the file that ends in .pub.",
                path.display()
            );
            Failure::new(code::NOT_FOUND, sentence)
        })?;
        let person: Person = serde_json::from_slice(&bytes).map_err(|_| not_public())?;
        let sound = person.key.keytype == "ed25519"
            && person.key.scheme == "ed25519"
            && sign::unhex(&person.key.keyval.public).is_some_and(|bytes| bytes.len() == 32);
        if !sound || person.name.trim().is_empty() || person.name.chars().any(char::is_control) {
            return Err(not_public());
        }
        Ok(person)
    }
}

fn not_public() -> Failure {
    let sentence = "That is not the public half of a key. Ask its owner for the file that ends in .pub.";
    Failure::new(code::REFUSED, sentence)
}

/// Makes a key and writes both halves. Gives the public one.
pub fn make(name: &str, secret: &Path, public: &Path, passphrase: &str) -> Result<Person, Failure> {
    passphrase::strong(passphrase)?;
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(|_| not_written())?;
    let key = SigningKey::from_bytes(&seed);
    // Without the public half in it: older OpenSSL reads no other.
    let pair = KeypairBytes {
        secret_key: *seed,
        public_key: None,
    };
    let pem = pair
        .to_pkcs8_encrypted_pem(passphrase, LineEnding::LF)
        .map_err(|_| not_written())?;
    let person = Person {
        name: name.trim().to_owned(),
        key: sign::public(&key),
    };
    let text = serde_json::to_vec_pretty(&person).map_err(|_| not_written())?;
    if public.exists() {
        return Err(there_already());
    }
    write_new(secret, pem.as_bytes(), 0o600)?;
    write_new(public, &text, 0o644)?;
    Ok(person)
}

/// Opens a secret half.
pub fn open(path: &Path, passphrase: &str) -> Result<SigningKey, Failure> {
    let bytes = Zeroizing::new(read(path).map_err(|_| {
        let sentence =
            "The key's file is not there or cannot be read. Name the file that ends in .key with --key.";
        Failure::new(code::NOT_FOUND, sentence)
    })?);
    let not_a_key = || {
        let sentence = "That file is no signing key. Name the file that ends in .key with --key.";
        Failure::new(code::REFUSED, sentence)
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| not_a_key())?;
    if !text.contains("BEGIN ENCRYPTED PRIVATE KEY") {
        return Err(not_a_key());
    }
    let pair = KeypairBytes::from_pkcs8_encrypted_pem(text, passphrase)
        .map_err(|_| Failure::new(code::KEY, "The passphrase does not open this key. Try again."))?;
    Ok(SigningKey::from_bytes(&pair.secret_key))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    fs::read(path)
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => there_already(),
        _ => not_written(),
    })?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|_| not_written())
}

fn there_already() -> Failure {
    let sentence = "There is a file of that name already, and it may be a key. Name another with --out.";
    Failure::new(code::REFUSED, sentence)
}

fn not_written() -> Failure {
    Failure::new(
        code::NOT_SAVED,
        "The key could not be written there. Name another place with --out.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_with_its_passphrase_and_with_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = (folder.path().join("ann.key"), folder.path().join("ann.pub"));
        let pass = "correct horse battery";
        let person = make("Ann", &secret, &public, pass).unwrap();
        assert_eq!(Person::read(&public).unwrap(), person);
        let key = open(&secret, pass).unwrap();
        assert_eq!(sign::public(&key), person.key);
        assert_eq!(
            open(&secret, "correct horse batterz").unwrap_err().code,
            code::KEY
        );
        assert_eq!(open(&public, pass).unwrap_err().code, code::REFUSED);
        assert_eq!(
            make("Ann", &secret, &public, pass).unwrap_err().code,
            code::REFUSED
        );
        assert_eq!(Person::read(&secret).unwrap_err().code, code::REFUSED);
    }

    #[cfg(unix)]
    #[test]
    fn its_owner_alone_can_read_it_and_it_holds_no_seed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = (folder.path().join("ann.key"), folder.path().join("ann.pub"));
        make("Ann", &secret, &public, "correct horse battery").unwrap();
        let mode = fs::metadata(&secret).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = fs::read_to_string(secret).unwrap();
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    }
}
