//! The floor and the ceiling of the shipped packs (PRACTICE 1, DESIGN 5), as lint proves them, with a control.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop loudly"
)]

use childfirst::lint::proof::prove;
use childfirst::pack::Pack;
use childfirst::pack::types::PackFile;
use childfirst::sets::{Phase, Role};
use childfirst_tests::{PACKS, built};

#[test]
fn every_child_is_reached_and_no_phase_exceeds_its_budget() {
    let mut proved = 0;
    for id in PACKS {
        let pack = Pack::read(&built(id).bytes).unwrap();
        let Some((proof, against)) = prove(&pack, &|_, _| true) else {
            continue;
        };
        assert!(against.is_empty(), "{against:#?}");
        assert!(
            proof.combinations > 0 && proof.states > 0 && proof.pieces > 100,
            "{proof:?}"
        );
        // A response officer with three children has at most eleven in now (PRACTICE 1).
        for full in proof
            .fullest
            .iter()
            .filter(|full| full.role == Role::ResponseOfficer && full.phase == Phase::Now)
        {
            assert!(full.once + 3 * full.per_child <= 11, "{full:?}");
        }
        println!(
            "{id}: {} combinations, standing for {}",
            proof.combinations, proof.stand_for
        );
        proved += 1;
    }
    assert!(proved >= 2, "the packs with a flow are proved");
}

/// The positive control: a principle that hides, a budget that is too small and a piece that nobody sees are found.
#[test]
fn what_hides_and_what_is_too_much_is_found() {
    let spoilt = |change: &dyn Fn(&mut PackFile)| -> Vec<(&'static str, String)> {
        let mut file = Pack::read(&built("hampshire").bytes).unwrap().file().clone();
        change(&mut file);
        let pack = Pack::read(&serde_json::to_vec(&file).unwrap()).unwrap();
        let (_, against) = prove(&pack, &|_, _| true).unwrap();
        against.into_iter().map(|one| (one.rule, one.words)).collect()
    };
    let voice = "six-principles/principle/voice-of-the-child";
    let hidden = spoilt(&|file| {
        for list in &mut file.lists {
            list.items
                .retain(|item| !item.principles.iter().any(|principle| principle == voice));
        }
    });
    assert!(
        hidden
            .iter()
            .any(|(rule, words)| *rule == "floor" && words.contains("nothing for Voice of the child"))
    );
    let small = spoilt(&|file| file.budgets.iter_mut().for_each(|budget| budget.now.once = 1));
    assert!(
        small
            .iter()
            .any(|(rule, words)| *rule == "ceiling" && words.contains("at most 1")),
        "{small:?}"
    );
    let unseen = spoilt(&|file| {
        for item in file.lists.iter_mut().flat_map(|list| &mut list.items) {
            item.domains.clear();
        }
    });
    assert!(
        unseen.iter().filter(|(rule, _)| *rule == "unreachable").count() > 5,
        "{unseen:?}"
    );
}
