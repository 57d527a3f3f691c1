//! The desk's key store: a key in a file that its owner alone can read, in the data folder.
//!
//! A desk has no secure element, and this says so (`childfirst --help`): whoever can read the folder as its owner can
//! read the records. Phones keep theirs in the platform's key store. Refuses to make a new key where one is missing
//! and something was wrapped with it: that is [`VaultError::KeyGone`].

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use childfirst::{KeyVault, VaultError};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

const KEY: usize = 32;
const NONCE: usize = 24;

/// A key store in one file.
pub struct FileVault {
    file: PathBuf,
    /// One change of the file at a time.
    changing: Mutex<()>,
}

impl FileVault {
    /// The key store of a data folder.
    pub fn of(folder: &Path) -> FileVault {
        FileVault {
            file: folder.join("device.key"),
            changing: Mutex::new(()),
        }
    }

    /// The newest key and the one before it. None while there is no file.
    fn read(&self) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        match fs::read(&self.file) {
            Ok(keys) if keys.len() == KEY || keys.len() == 2 * KEY => Ok(Some(Zeroizing::new(keys))),
            // Cut short or overwritten: what it held is not there any more.
            Ok(_) => Err(VaultError::KeyGone),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(VaultError::Unavailable),
        }
    }

    /// Writes the keys so that a power cut leaves the old ones or the new ones.
    fn write(&self, keys: &[u8]) -> Result<(), VaultError> {
        let lost = |_| VaultError::Unavailable;
        let new = self.file.with_extension("key-new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new).map_err(lost)?;
        file.write_all(keys)
            .and_then(|()| file.sync_all())
            .map_err(lost)?;
        fs::rename(&new, &self.file).map_err(lost)?;
        match self.file.parent() {
            Some(folder) => File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(lost),
            None => Ok(()),
        }
    }

    fn new_key() -> Result<Zeroizing<[u8; KEY]>, VaultError> {
        let mut key = Zeroizing::new([0; KEY]);
        getrandom::fill(key.as_mut_slice()).map_err(|_| VaultError::Unavailable)?;
        Ok(key)
    }
}

fn cipher(key: &[u8]) -> Result<XChaCha20Poly1305, VaultError> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| VaultError::KeyGone)
}

impl KeyVault for FileVault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let key = Zeroizing::new(key);
        let _one = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = match self.read()? {
            Some(keys) => keys,
            None => {
                let made = FileVault::new_key()?;
                self.write(made.as_slice())?;
                Zeroizing::new(made.to_vec())
            }
        };
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Unavailable)?;
        let newest = keys.get(..KEY).ok_or(VaultError::KeyGone)?;
        let sealed = cipher(newest)?
            .encrypt(&XNonce::from(nonce), key.as_slice())
            .map_err(|_| VaultError::Unavailable)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        let keys = self.read()?.ok_or(VaultError::KeyGone)?;
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>().ok_or(VaultError::KeyGone)?;
        for key in keys.chunks(KEY) {
            if let Ok(opened) = cipher(key)?.decrypt(&XNonce::from(*nonce), sealed) {
                return Ok(opened);
            }
        }
        Err(VaultError::KeyGone)
    }

    fn rotate_key(&self) -> Result<(), VaultError> {
        let _one = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys = Zeroizing::new(FileVault::new_key()?.to_vec());
        if let Some(old) = self.read()? {
            keys.extend_from_slice(old.get(..KEY).ok_or(VaultError::KeyGone)?);
        }
        self.write(&keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_key_and_the_one_before_it_open_and_older_ones_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::of(folder.path());
        assert_eq!(
            vault.unwrap_key(vec![0; 60]),
            Err(VaultError::KeyGone),
            "nothing was ever wrapped here"
        );
        let wrapped = vault.wrap_key(vec![7; 32]).unwrap();
        assert_eq!(
            FileVault::of(folder.path()).unwrap_key(wrapped.clone()).unwrap(),
            [7; 32]
        );
        vault.rotate_key().unwrap();
        assert_eq!(vault.unwrap_key(wrapped.clone()).unwrap(), [7; 32]);
        vault.rotate_key().unwrap();
        assert_eq!(vault.unwrap_key(wrapped.clone()), Err(VaultError::KeyGone));
        fs::write(folder.path().join("device.key"), b"short").unwrap();
        assert_eq!(vault.unwrap_key(wrapped.clone()), Err(VaultError::KeyGone));
        assert_eq!(
            vault.wrap_key(vec![7; 32]),
            Err(VaultError::KeyGone),
            "and no new key hides it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn its_owner_alone_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::of(folder.path());
        vault.wrap_key(vec![7; 32]).unwrap();
        let mode = fs::metadata(folder.path().join("device.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
