//! `uniffi-bindgen` at exactly the version that the library was built with. `cargo xtask bindings` runs it; nothing else should.

fn main() {
    uniffi::uniffi_bindgen_main();
}
