//! How the shared library is linked for a device: what only the generator reads stays out, and its relocations are
//! packed. Builds that are not made for size are linked as ever, and are what bindings are generated from.

fn main() {
    println!("cargo::rerun-if-changed=exports.map");
    let told = |name| std::env::var(name).unwrap_or_default();
    let (small, os) = (matches!(told("OPT_LEVEL").as_str(), "s" | "z"), told("CARGO_CFG_TARGET_OS"));
    let folder = told("CARGO_MANIFEST_DIR");
    let arguments: &[String] = &match os.as_str() {
        // 16 kB pages, as Google Play asks; packed relocations as Android reads them since 6.
        "android" => vec![
            format!("-Wl,--version-script={folder}/exports.map"),
            "-Wl,-z,max-page-size=16384".to_owned(),
            "-Wl,--pack-dyn-relocs=android".to_owned(),
        ],
        "linux" => vec![
            format!("-Wl,--version-script={folder}/exports.map"),
            "-Wl,-z,pack-relative-relocs".to_owned(),
        ],
        _ => vec![],
    };
    if small {
        for argument in arguments {
            println!("cargo::rustc-cdylib-link-arg={argument}");
        }
    }
}
