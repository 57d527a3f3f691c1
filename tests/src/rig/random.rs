//! A small generator of numbers, so that a seed repeats a run.

/// Xorshift: nothing here has to be hard to guess.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// From a seed; any will do.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `most`; 0 when there is none.
    pub fn below(&mut self, most: usize) -> usize {
        match most {
            0 => 0,
            most => (self.number() >> 11) as usize % most,
        }
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// `CHILDFIRST_SEED`, or one of its own for each process.
pub fn seed() -> u64 {
    let given = std::env::var("CHILDFIRST_SEED").ok();
    given
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| u64::from(std::process::id()))
}

/// A number of the environment, or what stands in its place.
pub fn setting(name: &str, otherwise: usize) -> usize {
    let given = std::env::var(name).ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}
