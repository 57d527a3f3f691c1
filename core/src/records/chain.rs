//! The chain: what ties an interaction's entries together in their order. Pure functions, no store.
//!
//! `c_n = SHA256(salt_n ‖ plaintext_n)`, `h_n = SHA256(domain ‖ format ‖ interaction ‖ n ‖ c_n ‖ h_{n-1})`. Whoever
//! is given `c_n` alone can follow the chain past an entry without learning a word of it: the salt is random.
//! Refuses to be a signature: whoever has the key can make another chain, and an older copy is a whole chain.

use super::{Head, Id};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A SHA-256 digest.
pub(crate) type Digest = [u8; 32];

/// `h_0`.
pub(crate) const START: Digest = [0; 32];

const DOMAIN: &[u8] = b"child-first/chain";
const FORMAT: u8 = 1;

/// `c_n`: commits to an entry without showing it.
pub(crate) fn commitment(salt: &Digest, plaintext: &[u8]) -> Digest {
    Sha256::new()
        .chain_update(salt)
        .chain_update(plaintext)
        .finalize()
        .into()
}

/// `h_n`, from `n`, `c_n` and `h_{n-1}`.
pub(crate) fn link(interaction: &Id, n: u64, commitment: &Digest, previous: &Digest) -> Digest {
    Sha256::new()
        .chain_update(DOMAIN)
        .chain_update([FORMAT])
        .chain_update(interaction.0)
        .chain_update(n.to_be_bytes())
        .chain_update(commitment)
        .chain_update(previous)
        .finalize()
        .into()
}

/// The head that these commitments lead to, in order from the first entry.
#[cfg(test)]
pub(crate) fn head_of<'a>(interaction: &Id, commitments: impl IntoIterator<Item = &'a Digest>) -> Head {
    let mut head = Head { seq: 0, hash: START };
    for commitment in commitments {
        head = head.after(interaction, commitment);
    }
    head
}

impl Head {
    /// The head once one more entry stands.
    pub(crate) fn after(&self, interaction: &Id, commitment: &Digest) -> Head {
        let seq = self.seq.saturating_add(1);
        Head {
            seq,
            hash: link(interaction, seq, commitment, &self.hash),
        }
    }
}

/// A digest in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: Id = Id([7; 16]);

    #[test]
    fn the_chain_is_the_one_that_is_written_down() {
        // Computed apart from this code: a change here breaks every export ever made.
        let c = commitment(&[1; 32], b"words");
        assert_eq!(
            hex(&c),
            "b958be1d6903c082868c3a97207f6ab0698468bf67956cf1fd9c751bf1b617aa"
        );
        assert_eq!(
            hex(&link(&ID, 1, &c, &START)),
            "f24bf24c97726696def1351e6cfb53ccb49ba6c2bc072d3bcd625abf91eff1cb"
        );
    }

    proptest! {
        #[test]
        fn any_flip_swap_or_removal_leads_to_another_head(
            entries in proptest::collection::vec((any::<Digest>(), proptest::collection::vec(any::<u8>(), 0..64)), 2..20),
            which in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), bit in 0u8..8,
        ) {
            let commit = |entries: &[(Digest, Vec<u8>)]| -> Vec<Digest> {
                entries.iter().map(|(salt, words)| commitment(salt, words)).collect()
            };
            let honest = commit(&entries);
            let head = head_of(&ID, &honest);
            let (i, j) = (which.index(entries.len()), other.index(entries.len()));

            let mut flipped = entries.clone();
            match flipped[i].1.first_mut() { Some(byte) => *byte ^= 1 << bit, None => flipped[i].0[0] ^= 1 << bit }
            prop_assert_ne!(head_of(&ID, &commit(&flipped)), head);

            let mut swapped = honest.clone();
            swapped.swap(i, j);
            prop_assert_eq!(head_of(&ID, &swapped) == head, honest[i] == honest[j]);

            let mut removed = honest.clone();
            removed.remove(i);
            prop_assert_ne!(head_of(&ID, &removed), head);
            prop_assert_ne!(head_of(&Id([8; 16]), &honest), head);
        }
    }
}
