//! The floor and the ceiling of the shipped packs (PRACTICE 1, DESIGN 5), in full on what is in `content/`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop loudly"
)]

use childfirst::age::Age;
use childfirst::interaction::entry::{Begun, FactorSet, PackRef, SceneSet};
use childfirst::interaction::state::{Child, State};
use childfirst::interaction::worklist::worklist;
use childfirst::pack::Pack;
use childfirst::pack::types::PhaseBudget;
use childfirst::sets::*;
use childfirst_tests::built;
use std::collections::BTreeSet;

fn state(role: Role) -> State {
    let pack = PackRef {
        id: String::new(),
        version: 1,
        title: String::new(),
        digest: String::new(),
    };
    State {
        begun: Some(Begun {
            pack,
            values: None,
            role,
            recorder: None,
        }),
        ..State::default()
    }
}

fn child(number: u32, age: Age) -> Child {
    Child {
        number,
        entry: 2,
        label: "child".into(),
        age,
        presence: Presence::NotKnown,
        seen: Seen::NotSaid,
        seen_entry: 0,
        seen_at: None,
        involved: vec![],
        may_be_others: true,
        factors: vec![],
        from_others: Vec::new(),
        merged_into: None,
    }
}

/// The worst of each phase: rows asked once (a fold counts as one) and rows of the child with the most.
fn load(pack: &Pack, state: &State, phase: Phase) -> (u32, u32) {
    let work = worklist(pack, state);
    let (mut once, mut each) = (0, [0; 4]);
    for list in work.lists.iter().filter(|list| list.phase == phase) {
        let rows = work.rows_of(list);
        once += u32::from(rows.iter().any(|row| row.folded));
        for row in rows.iter().filter(|row| !row.folded) {
            match row.child {
                0 => once += 1,
                child => each[child as usize] += 1,
            }
        }
    }
    (once, each.into_iter().max().unwrap())
}

fn factor_sets(pack: &Pack) -> Vec<Vec<String>> {
    let ids: Vec<String> = pack
        .file()
        .factors
        .iter()
        .map(|factor| factor.id.clone())
        .collect();
    let mut sets = vec![vec![]];
    for a in 0..ids.len() {
        sets.push(vec![ids[a].clone()]);
        for b in a + 1..ids.len() {
            sets.push(vec![ids[a].clone(), ids[b].clone()]);
            for c in b + 1..ids.len() {
                sets.push(vec![ids[a].clone(), ids[b].clone(), ids[c].clone()]);
            }
        }
    }
    sets
}

#[test]
fn no_phase_exceeds_its_budget() {
    let pack = Pack::read(&built("hampshire").bytes).unwrap();
    let mut worst = 0;
    for budget in pack
        .file()
        .budgets
        .iter()
        .filter(|budget| pack.file().roles.contains(&budget.role))
    {
        for present in factor_sets(&pack) {
            for ages in [
                [Age::NotKnown; 3],
                ["8m", "3", "9"].map(|age| Age::parse(age).unwrap()),
            ] {
                let mut state = state(budget.role);
                for (number, age) in (1..).zip(ages) {
                    let mut child = child(number, age);
                    let set = |factor: &String| FactorSet {
                        factor: factor.clone(),
                        state: FactorState::Present,
                    };
                    child.factors = present.iter().map(set).collect();
                    state.children.push(child);
                }
                for (phase, PhaseBudget { once, per_child }) in [
                    (Phase::Now, budget.now.clone()),
                    (Phase::BeforeLeaving, budget.before_leaving.clone()),
                    (Phase::Afterwards, budget.afterwards.clone()),
                ] {
                    let (is_once, is_each) = load(&pack, &state, phase);
                    assert!(
                        is_once <= once && is_each <= per_child,
                        "{} {phase}: {is_once} once and {is_each} a child, with {present:?} present",
                        budget.role
                    );
                    worst = worst.max(is_once + 3 * is_each);
                }
            }
        }
    }
    println!("the fullest phase holds {worst} rows for three children");
    assert!(
        worst <= 11,
        "a response officer with three children has at most 11 in now"
    );
}

#[test]
fn every_child_is_reached_by_every_principle_with_no_factor_at_all() {
    let pack = Pack::read(&built("hampshire").bytes).unwrap();
    let all: BTreeSet<&str> = pack
        .file()
        .principles
        .iter()
        .map(|principle| principle.id.as_str())
        .collect();
    assert_eq!(all.len(), 6);
    let absent: Vec<FactorSet> = pack
        .file()
        .factors
        .iter()
        .map(|factor| FactorSet {
            factor: factor.id.clone(),
            state: FactorState::Absent,
        })
        .collect();
    let mut combinations = 0;
    for role in &pack.file().roles {
        for age in ["unborn", "8m", "3", "9", "14", "17", "20"] {
            for how in Involvement::ALL {
                for place in Place::ALL {
                    for presence in Presence::ALL {
                        let mut state = state(*role);
                        state.scene = Some(SceneSet {
                            place: *place,
                            words: None,
                        });
                        let mut child = child(1, Age::parse(age).unwrap());
                        child.presence = *presence;
                        child.involved = vec![*how];
                        child.may_be_others = false;
                        child.factors.clone_from(&absent);
                        state.children.push(child);
                        let work = worklist(&pack, &state);
                        let reached: BTreeSet<&str> = work
                            .rows
                            .iter()
                            .filter(|row| row.standing == Standing::Applies)
                            .flat_map(|row| pack.items()[row.item as usize].item.principles.iter())
                            .map(String::as_str)
                            .collect();
                        let missing: Vec<_> = all.difference(&reached).collect();
                        assert!(
                            missing.is_empty(),
                            "{role}, {age}, {how}, {place}, {presence}: nothing for {missing:?}"
                        );
                        combinations += 1;
                    }
                }
            }
        }
    }
    println!("{combinations} combinations");
}

/// The positive control: the same check finds an item that hides from a circumstance.
#[test]
fn a_principle_that_hides_is_found() {
    let mut file = Pack::read(&built("hampshire").bytes).unwrap().file().clone();
    let voice = "six-principles/principle/voice-of-the-child";
    for list in &mut file.lists {
        list.items
            .retain(|item| !item.principles.iter().any(|principle| principle == voice));
    }
    let bytes = serde_json::to_vec(&file).unwrap();
    let pack = Pack::read(&bytes).unwrap();
    let work = worklist(&pack, &state(Role::ResponseOfficer));
    assert!(!work.rows.iter().any(|row| {
        pack.items()[row.item as usize]
            .item
            .principles
            .iter()
            .any(|p| p == voice)
    }));
}
