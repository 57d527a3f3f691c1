//! See `tests/src/fuzz/`: the function there is what is run, here and on stable.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| childfirst_tests::fuzz::sealed_row(data));
