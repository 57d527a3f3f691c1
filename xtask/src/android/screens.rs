//! `docs/screens.md`: a line for every stop that the app's tests photograph, and none for one that is not there.

#![cfg(test)]

use crate::stage::root;
use std::collections::BTreeSet;

#[test]
fn every_stop_has_its_line_and_every_line_its_picture() {
    let approved = root().join("android/app/src/test/approved");
    let files: BTreeSet<String> = std::fs::read_dir(&approved)
        .expect("the approved pictures")
        .flatten()
        .filter_map(|file| file.file_name().into_string().ok())
        .collect();
    let day = |name: &&String| {
        !["-200.", "-landscape.", "-night.", "-small."]
            .iter()
            .any(|form| name.contains(form))
    };
    let text = include_str!("../../../docs/screens.md");
    for name in files.iter().filter(day) {
        assert!(
            text.contains(&format!("/{name}\"")),
            "docs/screens.md has no line for {name}"
        );
    }
    for address in text.split("/approved/").skip(1) {
        let name = address.split(['"', ')']).next().unwrap_or_default();
        assert!(
            files.contains(name),
            "docs/screens.md shows {name}, which is not there"
        );
    }
}
