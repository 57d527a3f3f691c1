//! Power cuts below SQLite: a program's work on its disk is written down once, and then the power is cut at thousands
//! of moments of it, each time with another part of what was not yet synced dropped, reordered or torn. What was
//! receipted by then is there. `CHILDFIRST_CUTS` of them (600), `CHILDFIRST_SEED` repeats a run.
//!
//! The controls: a program whose syncs do nothing, and one that counts what it has begun as receipted.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst_tests::rig::check::{Told, check};
use childfirst_tests::rig::disk::{Disk, Lost};
use childfirst_tests::rig::plan::{Step, plan};
use childfirst_tests::rig::random::{Random, seed, setting};
use childfirst_tests::rig::run::{Behaviour, Ran, prepared, room, run};
use childfirst_tests::rig::trace::{Done, What, said};
use std::path::Path;

const PROGRAM: &str = env!("CARGO_BIN_EXE_story");

/// When something counts as receipted.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    Said,
    Begun,
}

/// What counts as said in the lines so far.
fn told(lines: &[String], plan: &[Step], counts: Counts) -> Told {
    let mut told = Told::of(lines, plan);
    if counts == Counts::Begun {
        // The broken variant: what is being written is taken for written.
        if let Some(Step::Answer(name, _)) = plan.get(told.step)
            && let Some(of) = told.names.get(name).and_then(|id| told.interactions.get_mut(id))
        {
            let said = format!("step {}", told.step);
            let last = of.receipts.last().cloned().unwrap_or_default();
            if last.1 != said {
                of.receipts.push((last.0 + 1, said));
            }
        }
    }
    told
}

/// Cuts the power at so many moments of a run, and says what was lost first.
fn cuts(
    ran: &Ran,
    prepared: &Path,
    plan: &[Step],
    how_many: usize,
    random: &mut Random,
    counts: Counts,
) -> Option<String> {
    let mut moments: Vec<usize> = (0..how_many).map(|_| random.below(ran.trace.len() + 1)).collect();
    moments.sort_unstable();
    let mut disk = Disk::of(prepared);
    let mut applied = 0;
    for moment in moments {
        for done in &ran.trace[applied..moment] {
            disk.apply(done);
        }
        applied = moment;
        let lost = [Lost::All, Lost::Nothing, Lost::Tail, Lost::Any][random.below(4)];
        let folder = room();
        disk.cut(lost, random, folder.path());
        let told = told(&said(&ran.trace[..moment]), plan, counts);
        if let Err(wrong) = check(folder.path(), &told, plan, &ran.kept_key) {
            if std::env::var_os("CHILDFIRST_KEEP").is_some() {
                println!("kept in {}", folder.keep().display());
            }
            return Some(format!(
                "operation {moment} of {}, {lost:?} lost: {wrong}",
                ran.trace.len()
            ));
        }
    }
    None
}

fn walked(prepared: &Path, name: &str, disk: &Behaviour) -> Ran {
    let ran = run(PROGRAM, prepared, name, disk);
    assert!(ran.ended, "{name}: {}", ran.complaint);
    ran
}

#[test]
fn no_power_cut_loses_what_was_receipted() {
    let (seed, how_many) = (seed(), setting("CHILDFIRST_CUTS", 600));
    println!("CHILDFIRST_SEED={seed} CHILDFIRST_CUTS={how_many}");
    let mut random = Random::new(seed);
    let prepared = prepared();
    for (name, share) in [("whole", 12), ("anew", 6), ("large", 2)] {
        let ran = walked(prepared.path(), name, &Behaviour::default());
        let begun =
            |done: &&Done| done.path == "records.db-wal" && matches!(done.what, What::Written { at: 0, .. });
        let rounds = ran.trace.iter().filter(begun).count();
        assert!(
            name != "large" || rounds > 1,
            "SQLite did not begin its log anew: the plan is too short"
        );
        let how_many = how_many * share / 20;
        let lost = cuts(
            &ran,
            prepared.path(),
            &plan(name),
            how_many,
            &mut random,
            Counts::Said,
        );
        assert_eq!(lost, None, "seed {seed}, plan {name}");
        let synced = ran.trace.iter().filter(|done| done.what == What::Synced).count();
        println!(
            "{name}: {how_many} power cuts in {} operations, {synced} syncs: nothing lost",
            ran.trace.len()
        );
    }
}

#[test]
fn a_program_whose_syncs_do_nothing_is_caught() {
    let seed = seed();
    let mut random = Random::new(seed);
    let prepared = prepared();
    let disk = Behaviour {
        unsynced: true,
        ..Behaviour::default()
    };
    let ran = walked(prepared.path(), "whole", &disk);
    let lost = cuts(
        &ran,
        prepared.path(),
        &plan("whole"),
        100,
        &mut random,
        Counts::Said,
    );
    assert!(
        lost.is_some(),
        "seed {seed}: the control was not caught, so the rig shows nothing"
    );
}

#[test]
fn a_receipt_before_its_commit_is_caught() {
    let seed = seed();
    let mut random = Random::new(seed);
    let prepared = prepared();
    let ran = walked(prepared.path(), "whole", &Behaviour::default());
    let lost = cuts(
        &ran,
        prepared.path(),
        &plan("whole"),
        200,
        &mut random,
        Counts::Begun,
    );
    assert!(
        lost.is_some(),
        "seed {seed}: the control was not caught, so the rig shows nothing"
    );
}
