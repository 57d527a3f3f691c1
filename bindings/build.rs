//! How the shared library is linked for a device: what only the generator reads stays out, and its relocations are
//! packed. Builds that are not made for size are linked as ever, and are what bindings are generated from.

fn main() {
    println!("cargo::rerun-if-changed=device.ld");
    let told = |name| std::env::var(name).unwrap_or_default();
    let small = matches!(told("OPT_LEVEL").as_str(), "s" | "z");
    // Sections of the metadata, with every doc comment in it: nothing reads them on a device.
    let script = format!("-T{}/device.ld", told("CARGO_MANIFEST_DIR"));
    let arguments: &[&str] = match told("CARGO_CFG_TARGET_OS").as_str() {
        // 16 kB pages, as Google Play asks; packed relocations as Android reads them since 6.
        "android" => &[
            &script,
            "-zmax-page-size=16384",
            "--pack-dyn-relocs=android",
            "--icf=safe",
        ],
        // Not `--pack-dyn-relocs=relr`: glibc refuses to load what does not say that it needs to be 2.36 or newer.
        "linux" => &[&script, "-zpack-relative-relocs", "--icf=safe"],
        _ => &[],
    };
    for argument in arguments.iter().filter(|_| small) {
        println!("cargo::rustc-cdylib-link-arg=-Wl,{argument}");
    }
}
