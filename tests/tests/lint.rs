//! Every rule of lint has a small broken pack in `tests/lint/`, and is found in it, at its line, and nothing else is;
//! the shipped packs have no error.
//!
//! A folder lies over `tests/lint/good`. Where a rule is to be found, its line ends in `//! rule`, which is taken away
//! before lint reads it; where that cannot be, the folder has a file `expect` (rule, file, line).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop loudly"
)]

use childfirst::lint::rules::{self, Severity};
use childfirst::lint::{Linted, Options, lint};
use childfirst_tests::content;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

/// Rule, file within the folder, line.
type Expected = BTreeSet<(String, String, usize)>;

fn broken() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lint")
}

/// Lays a folder over another, takes the marks out of it, and gives what they say.
fn lay(from: &Path, to: &Path, below: &str, expected: &mut Expected) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        let (source, target) = (entry.path(), to.join(&path));
        let kind = entry.file_type().unwrap();
        if kind.is_symlink() {
            symlink(fs::read_link(source).unwrap(), target).unwrap();
        } else if kind.is_dir() {
            fs::create_dir_all(&target).unwrap();
            lay(&source, to, &format!("{path}/"), expected);
        } else if path == "expect" {
            for line in fs::read_to_string(source).unwrap().lines() {
                let parts: Vec<&str> = line.split(' ').collect();
                expected.insert((parts[0].into(), parts[1].into(), parts[2].parse().unwrap()));
            }
        } else {
            let bytes = fs::read(source).unwrap();
            let mut clean = Vec::new();
            for (at, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
                let mark = line.windows(5).position(|window| window == b" //! ");
                let Some(mark) = mark else {
                    clean.extend_from_slice(line);
                    continue;
                };
                let rule = String::from_utf8(line[mark + 5..].to_vec()).unwrap();
                expected.insert((rule.trim().to_owned(), path.clone(), at + 1));
                clean.extend_from_slice(&line[..mark]);
                clean.extend(line.ends_with(b"\n").then_some(b'\n'));
            }
            fs::write(target, clean).unwrap();
        }
    }
}

/// What is too large, or too odd, to lie in a repository.
fn make(rule: &str, folder: &Path) {
    let source = r#""source": {"document": "order", "section": "Orders", "rests_on": "tell"}"#;
    match rule {
        "unreadable" => drop(UnixListener::bind(folder.join("force/pipe.json")).unwrap()),
        "too-large" => fs::write(folder.join("force/large.json"), " ".repeat(8 * 1024 * 1024 + 1)).unwrap(),
        "enormous-table" => {
            let rows = vec![r#"["a row"]"#; 2000].join(",\n");
            let table = format!(r#""id": "force/table/x", "title": "T", "columns": ["A"], {source}"#);
            let text = format!("{{\n\"tables\": [\n{{{table}, \"rows\": [\n{rows}\n]}}\n]\n}}\n");
            fs::write(folder.join("force/table.json"), text).unwrap();
        }
        "too-many-factors" => {
            let mut text = String::from("{\n\"factors\": [\n");
            for n in 0..64 {
                let end = if n < 63 { "," } else { "" };
                writeln!(
                    text,
                    r#"{{"id": "f{n}", "label": "f", "condition": "f", "origin": "source", {source}}}{end}"#
                )
                .unwrap();
            }
            fs::write(folder.join("force/factors.json"), text + "]\n}\n").unwrap();
        }
        "too-many-ages" => {
            let mut text = String::from("{\n\"age_bands\": [\n");
            for n in 0..68 {
                let end = if n < 67 { "," } else { "" };
                let span = format!(r#""from_months": {}, "to_months": {}"#, n * 2, n * 2 + 1);
                writeln!(
                    text,
                    r#"{{"id": "b{n}", "label": "b", {span}, "origin": "source", {source}}}{end}"#
                )
                .unwrap();
            }
            fs::write(folder.join("force/ages.json"), text + "]\n}\n").unwrap();
        }
        _ => {}
    }
}

/// Lints the good packs with a folder laid over them.
fn linted(rule: &str) -> (Expected, Expected, Linted) {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut expected = Expected::new();
    lay(&broken().join("good"), at, "", &mut expected);
    if rule != "good" {
        lay(&broken().join(rule), at, "", &mut expected);
    }
    make(rule, at);
    let mut packs: Vec<PathBuf> = fs::read_dir(at)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    packs.retain(|path| path.is_dir() && !path.ends_with("coverage") && !path.ends_with("texts"));
    packs.sort();
    let values = fs::read(at.join("values.json")).ok();
    let release = values.is_some();
    let mut linted = lint(&Options {
        packs: if release {
            vec![at.join("force")]
        } else {
            packs.clone()
        },
        beside: packs,
        roots: vec![],
        coverage: Some(at.join("coverage")),
        texts: vec![at.join("texts")],
        year: Some(2026),
        release: release.then_some(values),
    });
    linted.prove();
    let within = |file: &str| {
        let file = Path::new(file);
        let file = file
            .strip_prefix(at)
            .unwrap_or(file)
            .to_string_lossy()
            .into_owned();
        // A text is named by its own name: where it is kept is each author's own.
        if file.contains('/') {
            file
        } else {
            format!("texts/{file}")
        }
    };
    let found = linted
        .findings
        .iter()
        .map(|one| (one.rule.to_owned(), within(&one.file), one.line));
    (expected, found.collect(), linted)
}

#[test]
fn the_good_packs_have_no_finding() {
    let (_, found, linted) = linted("good");
    assert!(found.is_empty(), "{:#?}", linted.findings);
    assert_eq!(linted.proofs.len(), 2);
    assert!(
        linted
            .proofs
            .iter()
            .all(|proof| proof.floor && proof.ceiling && proof.reachable)
    );
    assert!(linted.unchecked.is_empty(), "{:?}", linted.unchecked);
}

#[test]
fn every_rule_is_found_in_its_broken_pack_and_nothing_else_is() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let folders = fs::read_dir(broken())
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_dir());
    for folder in folders {
        let rule = folder.file_name().to_string_lossy().into_owned();
        if rule == "good" {
            continue;
        }
        let (expected, found, linted) = linted(&rule);
        if expected.is_empty() || expected != found {
            wrong.push(format!(
                "{rule}: expected {expected:#?}, found {:#?}",
                linted.findings
            ));
        }
        seen.extend(expected.into_iter().map(|(rule, _, _)| rule));
    }
    let all: BTreeSet<String> = rules::all().map(|rule| rule.id.to_owned()).collect();
    let without: Vec<_> = all.difference(&seen).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        without.is_empty(),
        "rules without a broken pack in tests/lint: {without:?}"
    );
    assert!(seen.is_subset(&all), "{:?}", seen.difference(&all));
}

/// Whatever is done to the bytes of a source, a ledger or a text, lint says what it finds and does not stop.
#[test]
fn no_spoilt_file_stops_it() {
    let mut seed = 0x5eed_u64;
    let mut next = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let files = [
        "six-principles/pack.json",
        "six-principles/flow.json",
        "force/pack.json",
        "force/routes.json",
        "coverage/order.json",
        "texts/order.txt",
    ];
    let pieces: [&[u8]; 9] = [
        b"{", b"]", b"\"", b"\\u202e", b"\xff", b"null", b"-1", b"\\ud800", b"[[[[",
    ];
    let (mut spoilt, mut found) = (0, 0);
    for round in 0..150 {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        lay(&broken().join("good"), at, "", &mut Expected::new());
        let file = files[round % files.len()];
        let mut bytes = fs::read(at.join(file)).unwrap();
        for _ in 0..=next(3) {
            let place = next(bytes.len());
            match next(4) {
                0 => drop(bytes.remove(place)),
                1 => bytes.truncate(place.max(1)),
                2 => drop(bytes.splice(place..place, pieces[next(pieces.len())].iter().copied())),
                _ => {
                    let end = (place + 1 + next(40)).min(bytes.len());
                    let twice = bytes[place..end].to_vec();
                    drop(bytes.splice(place..place, twice));
                }
            }
        }
        fs::write(at.join(file), bytes).unwrap();
        let packs = vec![at.join("force"), at.join("six-principles")];
        let mut linted = lint(&Options {
            beside: packs.clone(),
            packs,
            coverage: Some(at.join("coverage")),
            texts: vec![at.join("texts")],
            release: Some(None),
            ..Options::default()
        });
        linted.prove();
        spoilt += 1;
        // Without values a release is always stopped.
        found += usize::from(linted.findings.iter().any(|one| one.rule != "unset-immediate"));
        assert!(
            linted
                .findings
                .iter()
                .all(|one| one.line > 0 && !one.sentence.is_empty())
        );
    }
    // The control: the files were spoilt so that it shows.
    assert!(found * 2 > spoilt, "{found} of {spoilt}");
}

/// Where somebody keeps the documents' texts: a folder `seeds` beside the checkout, or one folder down from there.
fn texts() -> Option<PathBuf> {
    let around = content().canonicalize().ok()?.parent()?.parent()?.to_path_buf();
    let mut folders: Vec<PathBuf> = fs::read_dir(&around)
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("seeds"))
        .collect();
    folders.sort();
    folders.into_iter().find(|folder| folder.is_dir())
}

#[test]
fn the_shipped_packs_have_no_error_and_are_proved() {
    let mut packs: Vec<PathBuf> = fs::read_dir(content())
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    packs.retain(|path| path.join("pack.json").is_file());
    packs.sort();
    let mut linted = lint(&Options {
        beside: packs.clone(),
        packs,
        coverage: Some(content().join("coverage")),
        texts: texts().into_iter().collect(),
        ..Options::default()
    });
    linted.prove();
    let errors: Vec<String> = linted
        .findings
        .iter()
        .filter(|one| rules::severity(one.rule) == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let untraced: Vec<String> = linted
        .findings
        .iter()
        .filter(|one| matches!(one.rule, "section-not-in-ledger" | "number-not-in-text"))
        .map(ToString::to_string)
        .collect();
    assert!(untraced.is_empty(), "{}", untraced.join("\n"));
    // Where the texts are kept, every ledger was held against every text that it names.
    assert!(
        texts().is_none() || linted.unchecked.is_empty(),
        "{:?}",
        linted.unchecked
    );
    assert!(
        linted
            .proofs
            .iter()
            .any(|proof| proof.pack == "hampshire" && proof.combinations > 0)
    );
    assert!(
        linted
            .proofs
            .iter()
            .all(|proof| proof.floor && proof.ceiling && proof.reachable)
    );
}

#[test]
fn the_schema_of_rules_in_the_page_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lint.md");
    let page = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- rules: begin -->\n", "<!-- rules: end -->");
    let (head, rest) = page.split_once(begin).unwrap();
    let (_, tail) = rest.split_once(end).unwrap();
    let mut table = String::new();
    let cell = |text: &str| text.replace('|', "\\|");
    for (title, rules) in rules::GROUPS {
        writeln!(
            table,
            "### {title}\n\n| rule | | what it asks | why | from |\n|---|---|---|---|---|"
        )
        .unwrap();
        for rule in *rules {
            let severity = rule.severity.as_str();
            let (what, why, from) = (cell(rule.what), cell(rule.why), cell(rule.from));
            writeln!(table, "| `{}` | {severity} | {what} | {why} | {from} |", rule.id).unwrap();
        }
        table.push('\n');
    }
    let now = format!("{head}{begin}\n{table}{end}{tail}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap();
    assert!(page == now, "docs/lint.md is behind: cargo xtask schema");
}
