//! The force's recovery key: its two halves as text, and what is wrapped to the public one.
//!
//! HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. A wrap is `suite(1) ‖
//! key id(8) ‖ encapsulated key(32) ‖ ciphertext(32) ‖ tag(16)`, bound to its interaction. A device holds the public
//! key alone, so it can wrap and never open. Refuses: a text that does not carry its checksum, so that a typo is not
//! found out on the day a phone is lost; to say that a wrap opens, which only the secret key shows.

use super::Id;
use super::seal::{Key, NO_RANDOM, fill};
use crate::error::{Error, Refusal, Result};
use hpke::aead::{AeadTag, ChaCha20Poly1305};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use sha2::{Digest as _, Sha256};
use std::convert::Infallible;
use zeroize::Zeroizing;

/// What the wrapping is for, and its format: a wrap made for anything else does not open here.
const INFO: &[u8] = b"child-first/recovery-wrap/1";
/// The HPKE suite named above.
const SUITE: u8 = 1;
const KEY: usize = 32;
const KEY_ID: usize = 8;
const TAG: usize = 16;
const CHECKSUM: usize = 4;
const PUBLIC: &str = "cfpub1-";
const SECRET: &str = "cfsec1-";

const NOT_A_KEY: Error = Error::Refused {
    why: Refusal::RecoveryKey,
};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// The force's public key.
#[derive(Clone)]
pub(crate) struct RecoveryKey {
    key: PublicKey,
    id: [u8; KEY_ID],
}

/// The force's secret key. Wiped when dropped.
pub(crate) struct RecoverySecret {
    key: PrivateKey,
    id: [u8; KEY_ID],
}

/// Makes a key pair, as texts: the public key, then the secret one.
pub(crate) fn keypair() -> Result<(String, Zeroizing<String>)> {
    let mut random = System::default();
    let (secret, public) = X25519HkdfSha256::gen_keypair_with_rng(&mut random);
    random.gave()?;
    let public: [u8; KEY] = public.to_bytes().into();
    let secret: Zeroizing<[u8; KEY]> = Zeroizing::new(secret.to_bytes().into());
    Ok((text(PUBLIC, &public).to_string(), text(SECRET, &secret)))
}

impl RecoveryKey {
    /// Reads the text of a public key.
    pub(crate) fn parse(public: &str) -> Result<Self> {
        let bytes = bytes_of(PUBLIC, public)?;
        let key = PublicKey::from_bytes(bytes.as_slice()).map_err(|_| NOT_A_KEY)?;
        let key = RecoveryKey {
            id: key_id(&key),
            key,
        };
        // A few points of the curve can be wrapped to by nobody. Better said now than at a scene.
        key.wrap(&Id([0; 16]), &Key::random()?)?;
        Ok(key)
    }

    /// Wraps an interaction's key.
    pub(super) fn wrap(&self, id: &Id, key: &Key) -> Result<Vec<u8>> {
        let mut random = System::default();
        // Encrypted where it stands.
        let mut body = Zeroizing::new(*key.bytes());
        let wrapped = hpke::single_shot_seal_inout_detached_with_rng::<ChaCha20Poly1305, HkdfSha256, _>(
            &OpModeS::<X25519HkdfSha256>::Base,
            &self.key,
            INFO,
            body.as_mut_slice().into(),
            &bound(&self.id, id),
            &mut random,
        );
        random.gave()?;
        let (encapsulated, tag) = wrapped.map_err(|_| NOT_A_KEY)?;
        Ok([
            self.beginning().as_slice(),
            &encapsulated.to_bytes(),
            body.as_slice(),
            &tag.to_bytes(),
        ]
        .concat())
    }

    /// How every wrap to this key begins.
    pub(super) fn beginning(&self) -> [u8; 1 + KEY_ID] {
        let mut beginning = [SUITE; 1 + KEY_ID];
        for (to, from) in beginning.iter_mut().skip(1).zip(self.id) {
            *to = from;
        }
        beginning
    }
}

impl RecoverySecret {
    /// Reads the text of a secret key.
    pub(crate) fn parse(secret: &str) -> Result<Self> {
        let bytes = bytes_of(SECRET, secret)?;
        let key = PrivateKey::from_bytes(bytes.as_slice()).map_err(|_| NOT_A_KEY)?;
        let id = key_id(&X25519HkdfSha256::sk_to_pk(&key));
        Ok(RecoverySecret { key, id })
    }

    /// Whether a wrap says that it is for this key.
    pub(super) fn is_named_by(&self, wrapped: &[u8]) -> bool {
        split(wrapped).is_some_and(|(id, ..)| *id == self.id)
    }

    /// The interaction's key in a wrap, whatever key id stands before it. `None` when it is for another key or
    /// another interaction, or damaged.
    pub(super) fn open(&self, id: &Id, wrapped: &[u8]) -> Option<Key> {
        let (_, encapsulated, body, tag) = split(wrapped)?;
        let mut key = Zeroizing::new(*body);
        hpke::single_shot_open_inout_detached::<ChaCha20Poly1305, HkdfSha256, _>(
            &OpModeR::<X25519HkdfSha256>::Base,
            &self.key,
            &Encapsulated::from_bytes(encapsulated).ok()?,
            INFO,
            key.as_mut_slice().into(),
            &bound(&self.id, id),
            &AeadTag::from_bytes(tag).ok()?,
        )
        .ok()?;
        Key::from_slice(key.as_slice())
    }
}

/// Whether bytes read as a recovery wrap. That they open is for the secret key to show.
pub(super) fn reads_as_wrap(wrapped: &[u8]) -> bool {
    split(wrapped).is_some()
}

/// Names a public key without being long.
fn key_id(key: &PublicKey) -> [u8; KEY_ID] {
    hash(b"child-first/recovery-key-id", b"", &key.to_bytes())
}

/// What a wrap belongs to: its associated data.
fn bound(key_id: &[u8; KEY_ID], id: &Id) -> Vec<u8> {
    [&[SUITE], key_id.as_slice(), &id.0].concat()
}

type Parts<'w> = (&'w [u8; KEY_ID], &'w [u8], &'w [u8; KEY], &'w [u8]);

fn split(wrapped: &[u8]) -> Option<Parts<'_>> {
    let (&SUITE, rest) = wrapped.split_first()? else {
        return None;
    };
    let (id, rest) = rest.split_first_chunk::<KEY_ID>()?;
    let (encapsulated, rest) = rest.split_first_chunk::<KEY>()?;
    let (body, tag) = rest.split_first_chunk::<KEY>()?;
    (tag.len() == TAG).then_some((id, encapsulated.as_slice(), body, tag))
}

/// A key as text: its kind, its bytes and a checksum in hexadecimal, which nobody misreads aloud.
fn text(kind: &str, bytes: &[u8; KEY]) -> Zeroizing<String> {
    let sum: [u8; CHECKSUM] = checksum(kind, bytes);
    let mut text = Zeroizing::new(String::with_capacity(kind.len() + 2 * (KEY + CHECKSUM)));
    text.push_str(kind);
    for byte in bytes.iter().chain(&sum) {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

/// The bytes of a key of this kind. Capitals, and white space around it, are no mistake.
fn bytes_of(kind: &str, text: &str) -> Result<Zeroizing<[u8; KEY]>> {
    let (begins, digits) = text.trim().split_at_checked(kind.len()).ok_or(NOT_A_KEY)?;
    if !begins.eq_ignore_ascii_case(kind) || digits.len() != 2 * (KEY + CHECKSUM) {
        return Err(NOT_A_KEY);
    }
    let mut all = Zeroizing::new([0; KEY + CHECKSUM]);
    for (byte, pair) in all.iter_mut().zip(digits.as_bytes().chunks(2)) {
        for digit in pair {
            let digit = char::from(*digit).to_digit(16).ok_or(NOT_A_KEY)?;
            *byte = *byte << 4 | u8::try_from(digit).map_err(|_| NOT_A_KEY)?;
        }
    }
    let (bytes, sum) = all.split_first_chunk::<KEY>().ok_or(NOT_A_KEY)?;
    let right: [u8; CHECKSUM] = checksum(kind, bytes);
    if sum == right {
        Ok(Zeroizing::new(*bytes))
    } else {
        Err(NOT_A_KEY)
    }
}

fn checksum(kind: &str, bytes: &[u8; KEY]) -> [u8; CHECKSUM] {
    hash(b"child-first/recovery-key-text", kind.as_bytes(), bytes)
}

/// The beginning of a hash.
fn hash<const N: usize>(domain: &[u8], kind: &[u8], bytes: &[u8]) -> [u8; N] {
    let whole = Sha256::new()
        .chain_update(domain)
        .chain_update(kind)
        .chain_update(bytes)
        .finalize();
    let mut beginning = [0; N];
    for (to, from) in beginning.iter_mut().zip(whole) {
        *to = from;
    }
    beginning
}

/// The system's random numbers, for a crate that knows no failure of them: it is noted, and asked for afterwards.
#[derive(Default)]
struct System {
    failed: bool,
}

impl System {
    /// What was made with it may be used only if this says so.
    fn gave(&self) -> Result<()> {
        if self.failed { Err(NO_RANDOM) } else { Ok(()) }
    }
}

impl TryRng for System {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= fill(to).is_err();
        Ok(())
    }
}

impl TryCryptoRng for System {}

#[cfg(test)]
mod tests;
