//! A small mutator for the short form on a stable compiler: no coverage, a seed, and a corpus to start from.
//!
//! libFuzzer finds more; this finds the same again from its seed, everywhere, in seconds.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

/// What bytes of these formats are made of.
const WORDS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "4294967296",
    "18446744073709551616",
    "1e9",
    "0.5",
    "\"\"",
    "[]",
    "{}",
    "{\"",
    "\":",
    ",",
    "\"op\":",
    "\"v\":2",
    "\"kind\":",
    "\"seq\":",
    "\"format\":2",
    "\"min_reader\":9",
    "\"critical\":[\"x\"]",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{301}",
    "\n",
    "\r\n",
    "\"child\":0",
    "\"child\":4294967295",
    "not_known",
    "unborn",
    "+",
];

/// A generator that a seed repeats.
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Below a number.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

/// A change or a few of one of the corpus.
pub fn mutate(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(3) {
        let at = random.below(data.len() + 1);
        let end = (at + 1 + random.below(16)).min(data.len());
        match random.below(8) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 if at < data.len() => data[at] = random.below(256) as u8,
            2 => drop(data.drain(at.min(end)..end)),
            3 => {
                let part = data[at.min(end)..end].to_vec();
                data.splice(at..at, part);
            }
            4 => data.truncate(at),
            5 => {
                let other = &corpus[random.below(corpus.len())];
                data.truncate(at);
                data.extend_from_slice(&other[random.below(other.len() + 1)..]);
            }
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                data.splice(at..at, word.bytes());
            }
        }
    }
    data
}

/// The files of a target's corpus, in order.
pub fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Runs a target over its corpus and so many changes of it while `goes_on`. What stops it is kept in a file.
pub fn run(name: &str, seed: u64, target: impl Fn(&[u8]), mut goes_on: impl FnMut(u64) -> bool) -> u64 {
    let corpus = corpus(name);
    assert!(!corpus.is_empty(), "{name} has no corpus");
    let mut random = Random::new(seed);
    let mut count = 0;
    loop {
        let data = match corpus.get(count as usize) {
            Some(data) => data.clone(),
            None if goes_on(count) => mutate(&corpus, &mut random),
            None => return count,
        };
        if let Err(why) = catch_unwind(AssertUnwindSafe(|| target(&data))) {
            let file = std::env::temp_dir().join(format!("childfirst-fuzz-{name}-{seed}-{count}"));
            let kept = fs::write(&file, &data).is_ok();
            println!(
                "{name}: CHILDFIRST_SEED={seed}, input {count}: {} (kept: {kept})",
                file.display()
            );
            resume_unwind(why);
        }
        count += 1;
    }
}
