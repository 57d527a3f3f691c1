//! Every pack of the repository builds, the same bytes each time, and reads back as what was built.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(feature = "build")]

use childfirst::pack::{Pack, build::build};
use std::path::{Path, PathBuf};

/// The packs to build: those of the repository, or of the folder that `CHILDFIRST_CONTENT` names.
fn content() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    std::env::var_os("CHILDFIRST_CONTENT").map_or(here, PathBuf::from)
}

#[test]
fn every_pack_of_the_repository_builds_and_reads() {
    let mut wrong = 0;
    let folders = std::fs::read_dir(content())
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    for folder in folders.filter(|folder| folder.join("pack.json").exists()) {
        match (build(&folder, &[]), build(&folder, &[content()])) {
            (Ok(built), Ok(again)) => {
                assert_eq!(built.bytes, again.bytes);
                let pack = Pack::read(&built.bytes).unwrap();
                assert_eq!(*pack.file(), built.file);
                assert_eq!(pack.digest_hex(), built.digest);
                println!(
                    "{}: {} items, {} bytes",
                    built.file.id,
                    pack.items().len(),
                    built.bytes.len()
                );
            }
            (Err(findings), _) | (_, Err(findings)) => {
                findings.iter().for_each(|finding| println!("{finding}"));
                wrong += findings.len();
            }
        }
    }
    assert_eq!(wrong, 0, "findings in content/");
}
