//! That nothing which ships has the feature `test-vectors`: whoever knows a seed knows the keys.
//!
//! Asked of cargo, which decides it. That a library which was built has nothing of it is checked where it is built
//! (`cargo xtask bindings`). Refuses to look at this crate's own build: it has the feature, and shows that it is seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use serde_json::Value;
use std::process::Command;

const FEATURE: &str = "test-vectors";

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .args(arguments)
        .args(["--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "cargo {arguments:?}: {said}");
    String::from_utf8(ran.stdout).unwrap()
}

/// Every feature of every crate that a package is built with.
fn features(package: &str) -> Vec<String> {
    let tree = cargo(&[
        "tree",
        "--package",
        package,
        "--edges",
        "features,no-dev",
        "--prefix",
        "none",
        "--target",
        "all",
    ]);
    tree.lines().map(str::to_owned).collect()
}

fn with_the_seed(package: &str) -> usize {
    let all = features(package);
    assert!(
        all.iter()
            .any(|line| line.starts_with("childfirst feature \"store\"")),
        "{package}: this shows no features: {all:?}"
    );
    all.iter().filter(|line| line.contains(FEATURE)).count()
}

#[test]
fn what_ships_has_no_seed_and_this_crate_has() {
    assert!(
        with_the_seed("childfirst-tests") > 0,
        "the control: it is seen where it is"
    );
    assert_eq!(with_the_seed("childfirst-bindings"), 0);
    assert_eq!(with_the_seed("childfirst-desk"), 0);
}

#[test]
fn no_other_feature_brings_it() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
    let mut brought = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        for (feature, brings) in package["features"].as_object().unwrap() {
            let brings = brings.as_array().unwrap().iter().filter_map(Value::as_str);
            for one in brings.filter(|one| one.contains(FEATURE)) {
                brought.push(format!("{name}/{feature}: {one}"));
            }
        }
    }
    // A feature of the bindings of the same name, for their tests; nobody's default.
    assert_eq!(
        brought,
        ["childfirst-bindings/test-vectors: childfirst/test-vectors"]
    );
}
