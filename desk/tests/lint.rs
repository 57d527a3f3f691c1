//! `lint` as a process: what it prints, in text, JSON and SARIF, and how its exit code follows the gravest finding.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// The good packs of the rule tests, to be spoilt.
fn good() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let good = repository().join("tests/lint/good");
    for part in ["six-principles", "force", "coverage", "texts"] {
        fs::create_dir(folder.path().join(part)).unwrap();
        for file in fs::read_dir(good.join(part)).unwrap().flatten() {
            fs::copy(file.path(), folder.path().join(part).join(file.file_name())).unwrap();
        }
    }
    folder
}

fn spoil(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} is not in {file}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Lints the two packs of a folder.
fn lint(folder: &Path, more: &[&str]) -> Ran {
    let data = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let (base, force, texts) = (path("six-principles"), path("force"), path("texts"));
    let mut args = vec!["lint", &base, &force, "--texts", &texts];
    args.extend(more);
    run(data.path(), &args)
}

#[test]
fn the_exit_code_follows_the_gravest_finding() {
    let folder = good();
    let at = folder.path();
    let clean = lint(at, &["--strict"]);
    assert_eq!((clean.code, clean.err.as_str()), (0, ""), "{}", clean.out);
    assert!(
        clean.out.contains("0 errors, 0 warnings, 0 advice in 2 packs."),
        "{}",
        clean.out
    );
    assert!(
        clean.out.contains("Proof of force")
            && clean.out.contains("Floor holds: 2 combinations, standing for")
    );
    assert!(
        !clean.out.contains("at hand"),
        "everything was checked: {}",
        clean.out
    );

    spoil(at, "force/pack.json", "2090", "2025");
    let advice = lint(at, &["--strict"]);
    assert_eq!(advice.code, 0);
    assert!(
        advice
            .out
            .contains("force/pack.json:11: advice [past-end] order: "),
        "{}",
        advice.out
    );

    spoil(at, "six-principles/pack.json", ", \"immediate\": true", "");
    let warning = lint(at, &[]);
    assert_eq!(warning.code, 0);
    assert!(
        warning
            .out
            .contains("warning [immediate-not-marked] danger-tell: "),
        "{}",
        warning.out
    );
    assert_eq!(lint(at, &["--strict"]).code, 1);

    spoil(
        at,
        "six-principles/flow.json",
        "in danger now?",
        "in danger here?",
    );
    let error = lint(at, &[]);
    assert_eq!(error.code, 1);
    assert!(
        error
            .out
            .contains("flow.json:2: error [danger-here] six-principles/danger: it says “here”"),
        "{}",
        error.out
    );
    assert!(
        error.err.contains("1 error, 1 warning, 1 advice in 2 packs."),
        "{}",
        error.err
    );
}

#[test]
fn a_pack_that_does_not_build_is_not_proved() {
    let folder = good();
    spoil(folder.path(), "force/routes.json", "danger-tell", "nobody");
    let ran = lint(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("error [unknown-value] force/route/all"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Proof of six-principles") && !ran.out.contains("Proof of force"),
        "{}",
        ran.out
    );
}

#[cfg(unix)]
#[test]
fn a_pack_that_is_a_link_is_not_followed() {
    let folder = good();
    let elsewhere = good();
    std::os::unix::fs::symlink(elsewhere.path().join("force"), folder.path().join("linked")).unwrap();
    let data = tempfile::tempdir().unwrap();
    let linked = folder.path().join("linked").display().to_string();
    let ran = run(data.path(), &["lint", &linked]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("linked:1: error [symlink] linked"),
        "{}",
        ran.out
    );
    // Nor where another pack builds on it.
    spoil(
        folder.path(),
        "force/pack.json",
        "\"six-principles\"]",
        "\"six-principles\", \"linked\"]",
    );
    let above = lint(folder.path(), &[]);
    assert!(
        above.out.contains("error [extends-absent] linked"),
        "{}",
        above.out
    );
}

#[cfg(unix)]
#[test]
fn ledgers_behind_a_link_are_not_read_and_no_name_of_a_file_hides_a_mark() {
    let folder = good();
    let at = folder.path();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(at.join("coverage"), elsewhere.path().join("coverage")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("coverage"), at.join("coverage")).unwrap();
    let linked = lint(at, &[]);
    assert!(
        linked.code == 1 && linked.out.contains("coverage:1: error [symlink] coverage"),
        "{}",
        linked.out
    );
    let folder = good();
    let name = format!("force/{}nosj.json", '\u{202e}');
    fs::write(folder.path().join(name), "{}").unwrap();
    let hidden = lint(folder.path(), &[]);
    assert!(
        hidden.code == 1 && hidden.out.contains("error [hidden-mark]") && !hidden.out.contains('\u{202e}'),
        "{}",
        hidden.out
    );
}

#[test]
fn json_has_findings_counts_and_proofs() {
    let folder = good();
    spoil(
        folder.path(),
        "six-principles/flow.json",
        "in danger now?",
        "in danger here?",
    );
    let ran = lint(folder.path(), &["--json"]);
    assert_eq!(ran.code, 1);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["ok"], false);
    assert_eq!(found["counts"]["error"], 1);
    let one = &found["findings"][0];
    assert_eq!(
        (&one["rule"], &one["severity"], &one["line"]),
        (&"danger-here".into(), &"error".into(), &2.into())
    );
    assert!(
        one["file"]
            .as_str()
            .unwrap()
            .ends_with("six-principles/flow.json")
            && one["sentence"].is_string()
    );
    let proof = &found["proofs"][0];
    assert_eq!(
        (&proof["pack"], &proof["floor"]["holds"]),
        (&"six-principles".into(), &true.into())
    );
    for figure in [
        &proof["floor"]["combinations"],
        &proof["ceiling"]["states"],
        &proof["reachable"]["pieces"],
    ] {
        assert!(figure.as_u64().unwrap() > 0, "{proof}");
    }
}

/// By structure: what the SARIF 2.1.0 schema requires, and what viewers rest on.
#[test]
fn sarif_is_whole() {
    let folder = good();
    spoil(
        folder.path(),
        "six-principles/flow.json",
        "in danger now?",
        "in danger here?",
    );
    let ran = lint(folder.path(), &["--sarif"]);
    assert_eq!(ran.code, 1);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let only = |object: &Value, keys: &[&str]| {
        for key in object.as_object().unwrap().keys() {
            assert!(keys.contains(&key.as_str()), "{key}");
        }
    };
    only(&log, &["$schema", "version", "runs"]);
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    only(&runs[0], &["tool", "columnKind", "results"]);
    let driver = &runs[0]["tool"]["driver"];
    assert!(!driver["name"].as_str().unwrap().is_empty());
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    let levels = ["none", "note", "warning", "error"];
    for rule in rules {
        only(
            rule,
            &[
                "id",
                "shortDescription",
                "fullDescription",
                "help",
                "defaultConfiguration",
            ],
        );
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty());
        }
        assert!(levels.contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    let results = runs[0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    for result in results {
        only(result, &["ruleId", "ruleIndex", "level", "message", "locations"]);
        let at = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(levels.contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.contains([' ', '\\']) && place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let data = tempfile::tempdir().unwrap();
    let list = run(data.path(), &["lint", "--rules"]);
    assert_eq!(list.code, 0);
    let all = run(data.path(), &["lint", "--rules", "--json"]);
    let all: Value = serde_json::from_str(&all.out).unwrap();
    let all = all.as_array().unwrap();
    assert!(all.len() > 80);
    for rule in all {
        assert!(list.out.contains(rule["id"].as_str().unwrap()));
    }
    let one = run(data.path(), &["lint", "--explain", "two-things"]);
    assert_eq!(one.code, 0);
    for words in ["two-things (warning)", "Why: ", "From: ", "Not so: ", "But so: "] {
        assert!(one.out.contains(words), "{}", one.out);
    }
    let none = run(data.path(), &["lint", "--explain", "two-thing"]);
    assert_eq!(none.code, 8);
    assert!(none.err.contains("Did you mean two-things?"), "{}", none.err);
}

#[test]
fn a_release_needs_what_cannot_wait() {
    let folder = good();
    let data = tempfile::tempdir().unwrap();
    let force = folder.path().join("force").display().to_string();
    let values = folder.path().join("values.json").display().to_string();
    let release = |more: &[&str]| run(data.path(), &[&["lint", &force, "--release"], more].concat());
    let unset = release(&[]);
    assert_eq!(unset.code, 1);
    // A step of the base rests on it as well, and only this force can mend that.
    assert_eq!(
        unset.out.matches("error [unset-immediate]").count(),
        2,
        "{}",
        unset.out
    );
    fs::write(
        &values,
        r#"{"format": 1, "pack": "force", "values": {"danger-tell": "Control room"}}"#,
    )
    .unwrap();
    assert_eq!(release(&["--values", &values]).code, 0);
    fs::write(&values, r#"{"format": 1, "pack": "kent", "values": {}}"#).unwrap();
    let other = release(&["--values", &values]);
    assert!(
        other.code == 1 && other.out.contains("error [values-refused]"),
        "{}",
        other.out
    );
    let base = folder.path().join("six-principles").display().to_string();
    let both = run(
        data.path(),
        &["lint", &base, &force, "--release", "--values", &values],
    );
    assert_eq!(
        both.code, 2,
        "values of one force, and several packs: {}",
        both.err
    );
}

#[test]
fn a_pack_is_named_by_its_folder_or_not_at_all() {
    let data = tempfile::tempdir().unwrap();
    let none = run(data.path(), &["lint", "no-such-pack"]);
    assert_eq!(none.code, 8);
    assert!(none.err.contains("There is no pack"), "{}", none.err);
}
