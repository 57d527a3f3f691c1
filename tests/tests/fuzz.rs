//! The fuzz targets in short, on a stable compiler: the corpus, and `CHILDFIRST_FUZZ` changes of it for each target
//! (2000), or as many as fit into `CHILDFIRST_FUZZ_SECONDS`. `CHILDFIRST_SEED` repeats a run.
//!
//! The controls give each oracle a broken reader, which it must catch among as many changes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst::fuzz::{HEADER, Place};
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::Made;
use childfirst::pack::Pack;
use childfirst::sets::{ExportFormat, ValueKind};
use childfirst_tests::fuzz::{self, mutate, sealed};
use childfirst_tests::{at, open};
use serde_json::Value;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn seed() -> u64 {
    let given = number("CHILDFIRST_SEED");
    given.unwrap_or_else(|| u64::from(std::process::id()) * 0x9e37_79b9 + 1)
}

fn run(name: &str, target: impl Fn(&[u8])) {
    let (seed, began) = (seed(), Instant::now());
    let most = number("CHILDFIRST_FUZZ").unwrap_or(2_000);
    let seconds = number("CHILDFIRST_FUZZ_SECONDS").map(Duration::from_secs);
    let count = mutate::run(name, seed, target, |count| match seconds {
        Some(seconds) => began.elapsed() < seconds,
        None => count < most,
    });
    println!("{name}: {count} inputs, CHILDFIRST_SEED={seed}");
}

#[test]
fn sealed_row_inputs() {
    run("sealed_row", fuzz::sealed_row);
}

#[test]
fn script_inputs() {
    run("script", fuzz::script);
}

#[test]
fn pack_inputs() {
    run("pack", fuzz::pack);
}

#[test]
fn values_inputs() {
    run("values", fuzz::values);
}

#[test]
fn export_inputs() {
    run("export", fuzz::export);
}

/// Found by the mutator: `hash` with one digit as a capital still verified, so a changed file was taken for unchanged.
#[test]
fn an_export_in_other_digits_is_refused() {
    let whole = fuzz::export::make(b"words\nmore words");
    childfirst::verify_export(&whole).unwrap();
    let file: Value = serde_json::from_str(&whole).unwrap();
    let head = file["head"]["hash"].as_str().unwrap();
    let capitals = whole.replace(head, &head.to_uppercase());
    assert_ne!(whole, capitals);
    assert!(childfirst::verify_export(&capitals).is_err(), "capitals");
    let id = file["interaction"].as_str().unwrap();
    assert!(
        childfirst::verify_export(&whole.replace(id, &id.to_uppercase())).is_err(),
        "capitals in the id"
    );
}

/// A broken reader is caught within the inputs of a short run.
fn is_caught(name: &str, broken: impl Fn(&[u8])) {
    let seed = seed();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        mutate::run(name, seed, broken, |count| count < 2_000)
    }));
    assert!(
        caught.is_err(),
        "CHILDFIRST_SEED={seed}: a broken reader of {name} was not caught"
    );
}

#[test]
fn a_seal_that_forgets_its_place_is_caught() {
    is_caught("sealed_row", |data| {
        sealed::judge(data, |place, sealed| {
            let seq = sealed::PLACE.seq;
            place
                .open(sealed)
                .or_else(|| Place { seq, ..*place }.open(sealed))
        });
    });
}

#[test]
fn a_script_reader_that_repeats_values_is_caught() {
    is_caught("script", |data| {
        fuzz::script::judge(data, |script| {
            let mut all = childfirst_desk::script::understand(script);
            let text = String::from_utf8_lossy(script).replace('\n', " ");
            for fault in all.iter_mut().filter_map(|found| found.fault.as_mut()) {
                let mut told: Value = serde_json::from_str(fault).unwrap();
                told["was"] = text.as_str().into();
                *fault = told.to_string();
            }
            all
        });
    });
}

#[test]
fn a_pack_reader_that_hashes_other_bytes_is_caught() {
    is_caught("pack", |data| {
        fuzz::pack::judge(data, |bytes| Pack::read(bytes.trim_ascii_end()))
    });
}

#[test]
fn an_export_checker_that_ignores_the_head_is_caught() {
    is_caught("export", |data| {
        fuzz::export::judge(data, |text| {
            let checked = childfirst::verify_export(text);
            let Ok(mut file) = serde_json::from_str::<Value>(text) else {
                return checked;
            };
            // What it would say if the head were right: the same file with another head is taken.
            if checked.is_err() && file["head"]["hash"].is_string() {
                for kept in export_heads(&file) {
                    file["head"]["hash"] = kept.into();
                    if let Ok(checked) = childfirst::verify_export(&file.to_string()) {
                        return Ok(checked);
                    }
                }
            }
            checked
        });
    });
}

/// A checker that looks at the data of a page and not at the page.
#[test]
fn an_export_checker_that_looks_at_no_page_is_caught() {
    is_caught("export", |data| {
        fuzz::export::judge(data, |text| {
            let data = text.split_once("id=\"child-first-record\">");
            let data = data.and_then(|(_, rest)| rest.split_once("</script>"));
            childfirst::verify_export(data.map_or(text, |(json, _)| json))
        });
    });
}

/// The heads that a digit more or less would make.
fn export_heads(file: &Value) -> Vec<String> {
    let head = file["head"]["hash"].as_str().unwrap();
    let mut all = Vec::new();
    for at in 0..head.len().min(64) {
        for digit in "0123456789abcdef".chars() {
            let mut other: Vec<char> = head.chars().collect();
            other[at] = digit;
            all.push(other.into_iter().collect());
        }
    }
    all
}

/// Every target has a file for cargo-fuzz that calls it and does nothing else, and a corpus.
#[test]
fn every_target_is_there_for_cargo_fuzz() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    for name in fuzz::TARGETS {
        let source = fs::read_to_string(root.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            source.contains(&format!("childfirst_tests::fuzz::{name}(data)")),
            "{name}"
        );
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
    assert_eq!(
        fs::read_dir(root.join("corpus")).unwrap().count(),
        fuzz::TARGETS.len()
    );
}

/// `UPDATE_CORPUS=1 cargo test -p childfirst-tests --test fuzz corpus` makes what is not there, from the fixtures.
#[test]
fn the_corpus_is_made_from_what_the_program_writes() {
    if std::env::var_os("UPDATE_CORPUS").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let put = |target: &str, name: &str, bytes: &[u8]| {
        let folder = root.join(target);
        fs::create_dir_all(&folder).unwrap();
        if !folder.join(name).exists() {
            fs::write(folder.join(name), bytes).unwrap();
        }
    };
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/0.1.0/data");
    let data = tempfile::tempdir().unwrap();
    fs::create_dir(data.path().join("packs")).unwrap();
    fs::copy(fixture.join("records.db"), data.path().join("records.db")).unwrap();
    let packs = fs::read_dir(fixture.join("packs")).unwrap();
    for (n, file) in packs.map(|file| file.unwrap().path()).enumerate() {
        let bytes = fs::read(&file).unwrap();
        fs::write(data.path().join("packs").join(file.file_name().unwrap()), &bytes).unwrap();
        put("pack", &format!("whole-{n}"), &bytes);
        put(
            "pack",
            &format!("ends-in-a-line-{n}"),
            &[bytes.as_slice(), b"\n"].concat(),
        );
    }
    let (_child_first, records) = open(data.path());
    for (n, listed) in records.list().unwrap().into_iter().enumerate() {
        let interaction = records.resume(listed.id).unwrap();
        // One that a newer version wrote in is not exported by this one.
        let made = |format| interaction.export(ExportHow::whole(format), Made::now(at(600)));
        let Ok(json) = made(ExportFormat::Json) else {
            continue;
        };
        let text = json.text;
        put("export", &format!("exported-{n}"), text.as_bytes());
        put(
            "export",
            &format!("page-{n}"),
            made(ExportFormat::Html).unwrap().text.as_bytes(),
        );
        let file: Value = serde_json::from_str(&text).unwrap();
        for entry in file["entries"].as_array().unwrap() {
            let (Some(words), seq) = (entry["entry"].as_str(), &entry["seq"]) else {
                continue;
            };
            // Each kind once: the first interaction has them all.
            if n == 0 || listed.entries > 30 || words.contains("weather") {
                put(
                    "sealed_row",
                    &format!("entry-{n}-{seq}"),
                    &[&[2], words.as_bytes()].concat(),
                );
            }
        }
    }
    let raw = sealed::PLACE.seal(&[1; HEADER], b"{}").unwrap();
    put("sealed_row", "raw", &[&[0], raw.as_slice()].concat());
    let mut inside = vec![1; HEADER];
    inside.extend_from_slice(&[0, 0, 0, 2, b'{', b'}', 0, 0]);
    put("sealed_row", "inside", &[&[1], inside.as_slice()].concat());
    put("export", "words", b"one\n\ntwo \xe2\x80\x9cthree\xe2\x80\x9d");

    let story = include_str!("../../core/src/fixtures/make.rs");
    let lines: Vec<&str> = story
        .lines()
        .filter(|line| line.starts_with("{\"op\":"))
        .collect();
    for (n, lines) in lines.chunks(6).enumerate() {
        put("script", &format!("lines-{n}"), lines.join("\n").as_bytes());
    }
    put("script", "begun", br#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC 4471","now":"2026-11-22T02:25:00+00:00","done_at":{"at":"2026-11-22T02:20:00Z","precision":"about"}}"#);
    put("script", "faults", b"{\"op\":\"quoted\",\"child\":\"He hit me\"}\n[1]\n{\"op\":\"observd\"}\n{\"op\":\"state\",\"op\":\"state\"}\n\xff");
    let none =
        br#"{"format":1,"pack":"hampshire","values":{},"kept":{"danger-tell":{"owner":"Control room"}}}"#;
    put("values", "none-set", none);
    let pack = Pack::read(&childfirst_tests::built("hampshire").bytes).unwrap();
    let set: serde_json::Map<String, Value> = pack
        .file()
        .values
        .iter()
        .map(|value| {
            let text = match value.kind {
                ValueKind::Text => "01962 000000",
                ValueKind::Number => "200",
                ValueKind::Date => "2027-03-31",
            };
            (value.key.clone(), text.into())
        })
        .collect();
    let file = serde_json::json!({ "format": 1, "min_reader": 1, "pack": "hampshire", "values": set });
    put("values", "all-set", file.to_string().as_bytes());
}
