//! What the library exports is what `bindings/api.txt` lists, and what core says of it stands in Kotlin and in Swift.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop where something is not as it should be"
)]

mod list;

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};
use std::process::Command;
use uniffi_meta::Metadata;

/// The library that was built for this test.
fn library() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.with_file_name(format!("{DLL_PREFIX}childfirst_bindings{DLL_SUFFIX}"))
}

/// Where the functions for test vectors are, which nothing that ships has.
const VECTORS: &str = "childfirst::door::vectors";

fn exported() -> (Vec<Metadata>, usize) {
    let all = uniffi_bindgen::macro_metadata::extract_from_bytes(&std::fs::read(library()).unwrap()).unwrap();
    let count = all.len();
    let ships: Vec<Metadata> = all
        .into_iter()
        .filter(|one| !one.module_path().starts_with(VECTORS))
        .collect();
    let left_out = count - ships.len();
    (ships, left_out)
}

/// `cargo xtask schema` writes it again. What is gone from it is gone from every app: look at the difference.
#[test]
fn the_list_of_what_is_exported_is_the_schema_of_the_door() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api.txt");
    let (exported, left_out) = exported();
    let list = list::list(&exported);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &list).unwrap();
    }
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        old == list,
        "bindings/api.txt is not what is exported: `cargo xtask schema`, and look at the difference"
    );
    assert!(
        !list.contains("vector"),
        "what is for test vectors is no part of it"
    );
    // The control: it was there to be left out.
    assert_eq!(left_out > 20, cfg!(feature = "test-vectors"));
}

#[test]
fn whatever_is_taken_away_is_missed() {
    let (exported, _) = exported();
    let whole = list::list(&exported);
    for (n, one) in exported.iter().enumerate() {
        let named = !matches!(one, Metadata::Namespace(_) | Metadata::UdlFile(_));
        let rest: Vec<Metadata> = exported
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != n)
            .map(|(_, one)| one.clone())
            .collect();
        assert_eq!(list::list(&rest) != whole, named, "{one:?}");
    }
}

/// The doc comment above the line that begins so, in a file of core: its lines.
fn said<'a>(source: &'a str, item: &str) -> Vec<&'a str> {
    let mut comment = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            comment.push(words.trim());
        } else if line.starts_with(item) {
            return comment.into_iter().filter(|words| !words.is_empty()).collect();
        } else if !line.starts_with('#') {
            comment.clear();
        }
    }
    panic!("{item} does not stand there")
}

/// One of every kind: object, constructor, method, function, record, field, enum, case, error, what an app writes.
const ITEMS: &[(&str, &str)] = &[
    ("door/mod.rs", "pub struct ChildFirst"),
    ("door/mod.rs", "pub fn open("),
    ("door/mod.rs", "pub fn lock("),
    ("door/records.rs", "pub fn begin("),
    ("door/records.rs", "pub struct Begin"),
    ("door/records.rs", "pub only_here:"),
    ("door/drafts.rs", "pub fn drop_draft("),
    ("door/export.rs", "pub fn verify_export("),
    ("age.rs", "pub enum Age"),
    ("age.rs", "Months {"),
    ("error.rs", "NotSaved {"),
    ("error.rs", "KeyGone,"),
    ("time.rs", "pub offset_minutes:"),
    ("records/vault.rs", "pub trait KeyVault"),
    ("records/vault.rs", "fn rotate_key("),
    ("sync/transport.rs", "pub trait Transport"),
    ("sync/transport.rs", "pub timeout_ms:"),
    ("sync/brought.rs", "pub enum ReleaseFault"),
];

#[test]
fn what_core_says_of_a_thing_stands_in_kdoc_and_in_swift() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("uniffi.toml");
    for language in ["kotlin", "swift"] {
        let out = tempfile::tempdir().unwrap();
        let bindgen = Command::new(env!("CARGO_BIN_EXE_uniffi-bindgen"))
            .args(["generate", "--no-format", "--language", language, "--config"])
            .arg(&config)
            .arg("--out-dir")
            .arg(out.path())
            .arg(library())
            .output()
            .unwrap();
        assert!(
            bindgen.status.success(),
            "{}",
            String::from_utf8_lossy(&bindgen.stderr)
        );
        let generated = everything(out.path());
        for (file, item) in ITEMS {
            let source = std::fs::read_to_string(core.join(file)).unwrap();
            let said = said(&source, item);
            assert!(!said.is_empty(), "{file}, {item}: nothing is said of it");
            for line in said {
                assert!(
                    generated.contains(line),
                    "{language} does not say of `{item}`: {line}"
                );
                // The control: another word, and it would not be there.
                assert!(!generated.contains(&format!("{line} otherwise")));
            }
        }
    }
}

/// The text of every file below a folder.
fn everything(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        text += &if path.is_dir() {
            everything(&path)
        } else {
            std::fs::read_to_string(&path).unwrap()
        };
    }
    text
}
