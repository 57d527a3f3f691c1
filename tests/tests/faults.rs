//! A fault at every operation on the disk: a program is run again and again, and each time another open, read, write,
//! sync or rename of the files that hold records fails, once or from then on. It must go on, say what it could not
//! do, keep its guidance, and lose nothing that it receipted. Every `CHILDFIRST_FAULTS`th operation (9; 1 is all of
//! them), beginning somewhere else each time; `CHILDFIRST_SEED` repeats a run, `CHILDFIRST_FAULT_AT` one operation.
//!
//! The control: a disk that answers success to a write and does nothing.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst_tests::rig::check::{Told, check};
use childfirst_tests::rig::plan::plan;
use childfirst_tests::rig::random::{Random, seed, setting};
use childfirst_tests::rig::run::{Behaviour, Ran, prepared, run};
use childfirst_tests::rig::trace::{around, said};
use std::collections::BTreeMap;
use std::path::Path;

const PROGRAM: &str = env!("CARGO_BIN_EXE_story");
const EIO: i32 = 5;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

/// The ways in which a disk fails.
fn ways() -> [(&'static str, Behaviour); 7] {
    let way = |errno, classes, goes_on, half| Behaviour {
        errno,
        classes,
        goes_on,
        half,
        ..Behaviour::default()
    };
    [
        ("an I/O error, once", way(EIO, "orwsn", false, false)),
        ("I/O errors from then on", way(EIO, "orwsn", true, false)),
        ("the disk is full, once", way(ENOSPC, "w", false, false)),
        (
            "the disk is full from then on, writes cut short",
            way(ENOSPC, "w", true, true),
        ),
        (
            "a write is cut short by an error, once",
            way(EIO, "w", false, true),
        ),
        ("syncs fail from then on", way(EIO, "s", true, false)),
        ("nothing can be written any more", way(EROFS, "own", true, false)),
    ]
}

/// The counted operations of a run in which none fails.
fn operations(prepared: &Path, name: &str, classes: &'static str) -> u64 {
    let quiet = Behaviour {
        classes,
        ..Behaviour::default()
    };
    let ran = run(PROGRAM, prepared, name, &quiet);
    assert!(ran.ended, "{name}: {}", ran.complaint);
    ran.trace.iter().map(|done| done.number).max().unwrap_or(0)
}

/// What is not as it should be after a run.
fn wrong(ran: &Ran, name: &str) -> Option<String> {
    if !ran.ended {
        return Some(format!("the program did not come to its end: {}", ran.complaint));
    }
    let plan = plan(name);
    let told = Told::of(&said(&ran.trace), &plan);
    check(&ran.folder, &told, &plan, &ran.kept_key).err()
}

#[test]
fn no_fault_of_the_disk_loses_what_was_receipted() {
    let (seed, stride) = (seed(), setting("CHILDFIRST_FAULTS", 9).max(1));
    println!("CHILDFIRST_SEED={seed} CHILDFIRST_FAULTS={stride}");
    let mut random = Random::new(seed);
    let prepared = prepared();
    let mut failures = Vec::new();
    let mut said_of: BTreeMap<String, usize> = BTreeMap::new();
    for name in ["whole", "anew"] {
        for (way, behaviour) in ways() {
            let most = operations(prepared.path(), name, behaviour.classes);
            let first = random.below(stride) as u64 + 1;
            let mut runs = 0;
            let only = setting("CHILDFIRST_FAULT_AT", 0) as u64;
            for fails_at in (first..=most)
                .step_by(stride)
                .filter(|at| only == 0 || *at == only)
            {
                let disk = Behaviour {
                    fails_at,
                    ..behaviour.clone()
                };
                let ran = run(PROGRAM, prepared.path(), name, &disk);
                if let Some(wrong) = wrong(&ran, name) {
                    println!("\nplan {name}, {way}, operation {fails_at} of {most}: {wrong}");
                    println!("what was said:\n{}", said(&ran.trace).join("\n"));
                    println!(
                        "the operations around it:\n{}",
                        around(&ran.trace, fails_at).join("\n")
                    );
                    failures.push(format!(
                        "plan {name}, {way}, operation {fails_at} of {most}: {wrong}"
                    ));
                }
                for line in said(&ran.trace).iter().filter(|line| line.starts_with("E ")) {
                    let error = line.splitn(3, ' ').nth(2).unwrap_or_default();
                    *said_of.entry(error.to_owned()).or_default() += 1;
                }
                runs += 1;
            }
            println!("{name}, {way}: {runs} of {most} operations");
        }
    }
    println!("what was said: {said_of:#?}");
    assert!(failures.is_empty(), "seed {seed}:\n{}", failures.join("\n"));
    assert!(
        !said_of.is_empty() || setting("CHILDFIRST_FAULT_AT", 0) > 0,
        "no fault was ever noticed: the rig shows nothing"
    );
}

#[test]
fn a_disk_that_lies_is_caught() {
    let prepared = prepared();
    let most = operations(prepared.path(), "whole", "w");
    let caught = (1..=most).rev().step_by(3).any(|fails_at| {
        let disk = Behaviour {
            fails_at,
            classes: "w",
            lies: true,
            goes_on: true,
            ..Behaviour::default()
        };
        wrong(&run(PROGRAM, prepared.path(), "whole", &disk), "whole").is_some()
    });
    assert!(caught, "the control was not caught, so the rig shows nothing");
}
