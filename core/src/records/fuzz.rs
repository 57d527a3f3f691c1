//! What a fuzzer needs of sealing: to seal, to open, and to seal an inside that no writer would make.
//!
//! Only with the feature `fuzz`, which neither `default` nor the bindings have. Refuses to be of use to an app: the
//! keys come from the caller and nothing is kept.

use super::Id;
use super::seal::{self, Key};
use super::write::ENTRY_HEADER;
use zeroize::Zeroizing;

/// The bytes before an entry's words, inside its seal.
pub const HEADER: usize = ENTRY_HEADER;

/// Where an entry is sealed, and with which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The interaction's key.
    pub key: [u8; 32],
    /// The interaction.
    pub id: [u8; 16],
    /// The entry's number.
    pub seq: u64,
}

impl Place {
    fn parts(&self) -> Option<(Key, seal::Place)> {
        let key = Key::from_slice(&self.key)?;
        Some((key, seal::Place::entry(&Id(self.id), self.seq)))
    }

    /// Seals as a writer does. None when it is refused.
    pub fn seal(&self, header: &[u8], payload: &[u8]) -> Option<Vec<u8>> {
        let (key, place) = self.parts()?;
        seal::seal(&key, &place, header, payload).ok()
    }

    /// Seals any inside: what a writer with a fault, or a newer one, may have left.
    pub fn seal_inside(&self, inside: &[u8]) -> Option<Vec<u8>> {
        let (key, place) = self.parts()?;
        seal::encrypt(&key, &place, &[inside], inside.len()).ok()
    }

    /// Opens: the header and the payload.
    pub fn open(&self, sealed: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let (key, place) = self.parts()?;
        let mut room = Zeroizing::default();
        let (header, payload) = seal::unseal(&key, &place, HEADER, sealed, &mut room)?;
        Some((header.to_vec(), payload.to_vec()))
    }
}
