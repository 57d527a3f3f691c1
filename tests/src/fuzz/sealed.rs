//! What must hold of a sealed row: it opens with its key in its place alone, and what opens seals again.
//!
//! The first byte chooses: raw bytes as they would stand in the file; an inside that no writer would make; an entry.

use super::choice;
use childfirst::fuzz::{HEADER, Place};
use childfirst::interaction::wire;

/// Where the corpus is sealed.
pub const PLACE: Place = Place {
    key: [7; 32],
    id: [9; 16],
    seq: 3,
};

/// What opens a row: the header and the payload.
type Opened = Option<(Vec<u8>, Vec<u8>)>;

/// Judges a reader by these bytes.
pub fn judge(data: &[u8], open: impl Fn(&Place, &[u8]) -> Opened) {
    let Some((how, rest)) = data.split_first() else {
        return;
    };
    match how % 3 {
        0 => whole(data, rest, &open),
        1 => {
            let sealed = PLACE.seal_inside(rest).unwrap();
            if let Some((header, payload)) = open(&PLACE, &sealed) {
                // What it says of its length is inside what was sealed.
                assert_eq!(header, rest[..HEADER]);
                let said = u32::from_be_bytes(rest[HEADER..HEADER + 4].try_into().unwrap());
                assert_eq!(said as usize, payload.len());
                assert_eq!(payload, rest[HEADER + 4..][..payload.len()]);
            }
            whole(data, &sealed, &open);
        }
        _ => {
            let header = [1; HEADER];
            let Some(sealed) = PLACE.seal(&header, rest) else {
                assert!(rest.len() > wire::MOST_BYTES);
                return;
            };
            assert_eq!(open(&PLACE, &sealed), Some((header.to_vec(), rest.to_vec())));
            whole(data, &sealed, &open);
        }
    }
}

/// A row that opens does so nowhere else, whole alone, and seals again.
fn whole(data: &[u8], sealed: &[u8], open: &impl Fn(&Place, &[u8]) -> Opened) {
    let Some((header, payload)) = open(&PLACE, sealed) else {
        return;
    };
    let n = |salt| choice(data, salt);
    let mut id = PLACE;
    id.id[n(1) % 16] ^= 1 << (n(2) % 8);
    let seq = Place {
        seq: PLACE.seq ^ (1 << (n(3) % 64)),
        ..PLACE
    };
    let mut key = PLACE;
    key.key[n(4) % 32] ^= 1 << (n(5) % 8);
    for (name, place) in [("interaction", id), ("number", seq), ("key", key)] {
        assert!(open(&place, sealed).is_none(), "opens under another {name}");
    }
    let mut flipped = sealed.to_vec();
    flipped[n(6) % sealed.len()] ^= 1 << (n(7) % 8);
    assert!(open(&PLACE, &flipped).is_none(), "opens with a flipped bit");
    assert!(
        open(&PLACE, &sealed[..n(8) % sealed.len()]).is_none(),
        "opens cut short"
    );
    if let Some(again) = PLACE.seal(&header, &payload) {
        let room = payload.len().max(512).next_power_of_two();
        assert_eq!(
            again.len(),
            1 + 24 + HEADER + 4 + room + 16,
            "the length shows through"
        );
        assert_eq!(open(&PLACE, &again), Some((header, payload.clone())));
    }
    entry(&payload);
}

/// What reads as an entry is written so that it reads the same.
fn entry(payload: &[u8]) {
    let Ok(entry) = wire::decode(PLACE.seq, payload) else {
        return;
    };
    if let Ok(bytes) = wire::encode(&entry) {
        assert_eq!(wire::decode(PLACE.seq, &bytes).unwrap(), entry);
    }
}
