//! Random numbers from a seed, for the test vectors that four languages share. Behind a feature that nothing shipped has.
//!
//! The thread that opened a data folder with a seed draws from it until it opens another; every other thread has the
//! system's. Refuses to be more than that: whoever knows the seed knows the keys.

use sha2::{Digest as _, Sha256};
use std::cell::RefCell;

/// Where the numbers of this thread stand.
struct Stream {
    seed: String,
    next: u64,
    left: Vec<u8>,
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

/// From now on this thread draws from the seed; from the system again without one.
pub(crate) fn seed(seed: Option<String>) {
    let stream = seed.map(|seed| Stream {
        seed,
        next: 0,
        left: Vec::new(),
    });
    // A thread that is ending has no numbers to draw.
    let _ = STREAM.try_with(|mine| mine.replace(stream));
}

/// Fills from this thread's seed. Without one it fills nothing and says so.
pub(super) fn fill(to: &mut [u8]) -> bool {
    let fill = |mine: &RefCell<Option<Stream>>| {
        let mut mine = mine.borrow_mut();
        let Some(stream) = mine.as_mut() else {
            return false;
        };
        while stream.left.len() < to.len() {
            let block = Sha256::new()
                .chain_update(b"child-first/test-vectors")
                .chain_update(stream.next.to_be_bytes())
                .chain_update(stream.seed.as_bytes())
                .finalize();
            stream.next += 1;
            stream.left.extend_from_slice(&block);
        }
        let rest = stream.left.split_off(to.len());
        for (to, from) in to.iter_mut().zip(&stream.left) {
            *to = *from;
        }
        stream.left = rest;
        true
    };
    STREAM.try_with(fill).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lengths: &[usize]) -> Vec<u8> {
        let mut all = Vec::new();
        for length in lengths {
            let mut some = vec![0; *length];
            assert!(fill(&mut some));
            all.extend(some);
        }
        all
    }

    #[test]
    fn a_seed_gives_the_same_numbers_again_however_they_are_drawn() {
        seed(Some("a".to_owned()));
        let once = drawn(&[16, 32, 24]);
        seed(Some("a".to_owned()));
        assert_eq!(drawn(&[72]), once);
        seed(Some("b".to_owned()));
        assert_ne!(drawn(&[72]), once);
        assert!(once.iter().any(|byte| *byte != 0));
        // Another thread has none, and neither has this one when it is taken back.
        assert!(!std::thread::spawn(|| fill(&mut [0; 4])).join().unwrap());
        seed(None);
        assert!(!fill(&mut [0; 4]));
    }
}
