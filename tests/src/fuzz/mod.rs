//! The fuzz targets: each takes any bytes, and stops loudly when what must hold of them does not.
//!
//! `fuzz/` runs them under libFuzzer for hours; `tests/fuzz.rs` runs the same functions on stable with the mutator
//! here. Each oracle takes the reader that it judges, so that a control can give it a broken one.

pub mod export;
pub mod mutate;
pub mod pack;
pub mod script;
pub mod sealed;

/// A row as it is sealed in `records.db`.
pub fn sealed_row(data: &[u8]) {
    sealed::judge(data, |place, sealed| place.open(sealed));
}

/// A script for `walk --script`.
pub fn script(data: &[u8]) {
    script::judge(data, childfirst_desk::script::understand);
}

/// The bytes of a pack.
pub fn pack(data: &[u8]) {
    pack::judge(data, childfirst::pack::Pack::read);
}

/// The bytes of a force's values.
pub fn values(data: &[u8]) {
    pack::judge_values(data);
}

/// An export of a record.
pub fn export(data: &[u8]) {
    export::judge(data, childfirst::verify_export);
    export::judge_hand_over(data);
}

/// Every target's name, as `fuzz/fuzz_targets/` and `fuzz/corpus/` have them.
pub const TARGETS: &[&str] = &["sealed_row", "script", "pack", "values", "export"];

/// A number that the bytes choose.
fn choice(data: &[u8], salt: u64) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in data {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 29)) as usize
}
