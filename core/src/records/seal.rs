//! Sealing: how bytes are encrypted, bound to their place, and padded.
//!
//! A sealed blob is `suite(1) ‖ nonce(24) ‖ ciphertext ‖ tag(16)`; inside stand a header of known length, the length
//! of the payload, the payload, and zeros up to a power of two from 512 B. The associated data names what the blob
//! is, its interaction and its number, so that a blob moved to another place does not open. Refuses: payloads over
//! 64 kB; unknown suites (a new suite comes with a new schema, so here an unknown one is damage).

use super::{Id, Pins};
use crate::error::{Cause, Error, Refusal, Result};
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// The longest payload: 64 kB.
pub(crate) const LONGEST: usize = 64 * 1024;
const SHORTEST: usize = 512;
/// XChaCha20-Poly1305.
const SUITE: u8 = 1;
/// The layout of what is sealed.
const FORMAT: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const LENGTH: usize = 4;

/// A 256-bit key. Boxed, so that moving it leaves no copy behind; wiped when dropped.
pub(super) struct Key(Box<[u8; 32]>);

impl Key {
    pub(super) fn random() -> Result<Self> {
        let mut key = Key(Box::new([0; 32]));
        fill(key.0.as_mut_slice())?;
        Ok(key)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Key(Box::new([0; 32]));
        if bytes.len() != key.0.len() {
            return None;
        }
        key.0.copy_from_slice(bytes);
        Some(key)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Tells this key from any other without saying anything of it: the key is random, so its hash hides it.
    pub(super) fn check_value(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"child-first/key-check")
            .chain_update(self.0.as_slice())
            .finalize()
            .into()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

pub(super) const NO_RANDOM: Error = Error::Unavailable { cause: Cause::Random };

/// Fills with random numbers of the system's.
pub(super) fn fill(to: &mut [u8]) -> Result<()> {
    #[cfg(feature = "test-vectors")]
    if super::seeded::fill(to) {
        return Ok(());
    }
    getrandom::fill(to).map_err(|_| NO_RANDOM)
}

/// Random bytes from the operating system, or from the seed of a test vector.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Where a blob belongs: its associated data. Always the same length, so no two places read alike.
pub(super) struct Place([u8; 8 + 1 + 1 + 16 + 8 + 1 + 32 + 32]);

impl Place {
    fn new(tag: &[u8; 8], id: &Id, seq: u64, pins: Option<&Pins>) -> Self {
        let pack = pins.map_or([0; 32], |pins| pins.pack);
        let values = pins.and_then(|pins| pins.values);
        let mut place = [0; 99];
        let parts: [&[u8]; 7] = [
            tag,
            &[SUITE, FORMAT],
            &id.0,
            &seq.to_be_bytes(),
            &[u8::from(values.is_some())],
            &pack,
            &values.unwrap_or([0; 32]),
        ];
        for (to, from) in place.iter_mut().zip(parts.iter().flat_map(|part| part.iter())) {
            *to = *from;
        }
        Place(place)
    }

    pub(super) fn entry(id: &Id, seq: u64) -> Self {
        Place::new(b"cf/entry", id, seq, None)
    }

    /// The pins stand unsealed beside the head, so the head vouches for them.
    pub(super) fn head(id: &Id, seq: u64, pins: &Pins) -> Self {
        Place::new(b"cf/head_", id, seq, Some(pins))
    }

    pub(super) fn draft(id: &Id) -> Self {
        Place::new(b"cf/draft", id, 0, None)
    }

    pub(super) fn wrap(id: &Id) -> Self {
        Place::new(b"cf/wrap_", id, 0, None)
    }

    pub(super) fn tombstone(id: &Id, seq: u64) -> Self {
        Place::new(b"cf/tomb_", id, seq, None)
    }
}

/// Seals a header and a payload, padded.
pub(super) fn seal(key: &Key, place: &Place, header: &[u8], payload: &[u8]) -> Result<Vec<u8>> {
    if payload.len() > LONGEST {
        return Err(Error::Refused {
            why: Refusal::TooLong,
        });
    }
    let padded = payload.len().max(SHORTEST).next_power_of_two();
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
    encrypt(
        key,
        place,
        &[header, &length, payload],
        header.len() + LENGTH + padded,
    )
}

/// Opens what [`seal`] made. `None` when it is not that, whole and in its place. `room` is wiped by whoever owns it.
pub(super) fn unseal<'r>(
    key: &Key,
    place: &Place,
    header: usize,
    sealed: &[u8],
    room: &'r mut Zeroizing<Vec<u8>>,
) -> Option<(&'r [u8], &'r [u8])> {
    decrypt(key, place, sealed, room)?;
    let (header, rest) = room.split_at_checked(header)?;
    let (length, rest) = rest.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    Some((header, rest.get(..length)?))
}

/// Wraps an interaction's key with the store key. Keys are all of one length: nothing to pad.
pub(super) fn wrap(store: &Key, id: &Id, key: &Key) -> Result<Vec<u8>> {
    encrypt(store, &Place::wrap(id), &[key.bytes()], key.bytes().len())
}

/// The key that [`wrap`] wrapped, or `None` when the wrap is damaged.
pub(super) fn unwrap_key(store: &Key, id: &Id, wrapped: &[u8], room: &mut Zeroizing<Vec<u8>>) -> Option<Key> {
    decrypt(store, &Place::wrap(id), wrapped, room)?;
    Key::from_slice(room)
}

pub(super) fn encrypt(key: &Key, place: &Place, parts: &[&[u8]], inside: usize) -> Result<Vec<u8>> {
    const SEALED: Error = Error::Refused {
        why: Refusal::TooLong,
    };
    let nonce = random::<NONCE>()?;
    let mut blob = Vec::with_capacity(1 + NONCE + inside + TAG);
    blob.push(SUITE);
    blob.extend_from_slice(&nonce);
    for part in parts {
        blob.extend_from_slice(part);
    }
    blob.resize(1 + NONCE + inside, 0);
    let (_, body) = blob.split_at_mut_checked(1 + NONCE).ok_or(SEALED)?;
    // Fails only beyond 256 GB.
    let tag = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt_inout_detached(&XNonce::from(nonce), &place.0, body.into())
        .map_err(|_| SEALED)?;
    blob.extend_from_slice(&tag);
    Ok(blob)
}

fn decrypt(key: &Key, place: &Place, sealed: &[u8], room: &mut Zeroizing<Vec<u8>>) -> Option<()> {
    let (&SUITE, rest) = sealed.split_first()? else {
        return None;
    };
    let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
    let (body, tag) = rest.split_last_chunk::<TAG>()?;
    room.clear();
    if room.capacity() < body.len() {
        // Growing would move what the room held before without wiping it.
        room.zeroize();
        room.reserve_exact(body.len());
    }
    room.extend_from_slice(body);
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            &place.0,
            room.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(key: &Key, place: &Place, sealed: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let mut room = Zeroizing::default();
        unseal(key, place, 3, sealed, &mut room).map(|(h, p)| (h.to_vec(), p.to_vec()))
    }

    #[test]
    fn lengths_are_hidden_in_powers_of_two_and_bounded() {
        let (key, place) = (Key::random().unwrap(), Place::draft(&Id([1; 16])));
        let size = |n: usize| seal(&key, &place, b"abc", &vec![0; n]).map(|s| s.len() - 1 - 24 - 16 - 3 - 4);
        assert_eq!(
            (size(0), size(512), size(513), size(LONGEST)),
            (Ok(512), Ok(512), Ok(1024), Ok(LONGEST))
        );
        assert_eq!(
            size(LONGEST + 1),
            Err(Error::Refused {
                why: Refusal::TooLong
            })
        );
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_again_with_its_key_in_its_place_only(
            payload in proptest::collection::vec(any::<u8>(), 0..2000), id in any::<[u8; 16]>(), seq in any::<u64>(),
            other in any::<[u8; 32]>(), at in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<prop::sample::Index>(),
        ) {
            let (key, id) = (Key::random().unwrap(), Id(id));
            let place = Place::entry(&id, seq);
            let sealed = seal(&key, &place, b"abc", &payload).unwrap();
            prop_assert_eq!(open(&key, &place, &sealed), Some((b"abc".to_vec(), payload)));

            prop_assert_eq!(open(&Key::from_slice(&other).unwrap(), &place, &sealed), None);
            prop_assert_eq!(open(&key, &Place::entry(&id, seq.wrapping_add(1)), &sealed), None);
            prop_assert_eq!(open(&key, &Place::tombstone(&id, seq), &sealed), None);
            let mut elsewhere = id;
            elsewhere.0[0] ^= 1;
            prop_assert_eq!(open(&key, &Place::entry(&elsewhere, seq), &sealed), None);
            let mut flipped = sealed.clone();
            flipped[at.index(sealed.len())] ^= 1 << bit;
            prop_assert_eq!(open(&key, &place, &flipped), None);
            prop_assert_eq!(open(&key, &place, &sealed[..cut.index(sealed.len())]), None);
        }
    }

    #[test]
    fn a_head_vouches_for_the_pins_beside_it() {
        let key = Key::random().unwrap();
        let (id, pins) = (
            Id([1; 16]),
            Pins {
                pack: [2; 32],
                values: None,
            },
        );
        let sealed = seal(&key, &Place::head(&id, 4, &pins), b"abc", b"").unwrap();
        assert!(open(&key, &Place::head(&id, 4, &pins), &sealed).is_some());
        for other in [
            Pins {
                pack: [3; 32],
                values: None,
            },
            Pins {
                pack: [2; 32],
                values: Some([0; 32]),
            },
        ] {
            assert!(open(&key, &Place::head(&id, 4, &other), &sealed).is_none());
        }
    }
}
