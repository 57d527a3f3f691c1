//! The ceiling: with three children, everything unknown and any three factors present, no phase holds more than its
//! budget (PRACTICE 1).
//!
//! Asked of the worklist itself. Factors that no item tells apart are joined. Refuses to count the danger question, and
//! counts a fold as the one row that it is.

use super::view::Views;
use super::words::{present, state};
use super::{Counterexample, Fullest, Proof};
use crate::interaction::lines::one_of_role;
use crate::interaction::state::State;
use crate::interaction::worklist::worklist;
use crate::pack::Pack;
use crate::pack::types::{Budget, PhaseBudget};
use crate::sets::{AnsweredBy, Phase, Role};

/// The most factors that are taken to be known at once.
pub(super) const FACTORS: usize = 3;
/// The children of the proof.
const CHILDREN: u32 = 3;

/// Proves the ceiling for every role that has a budget. One without was refused by the builder.
pub(super) fn prove(pack: &Pack, proof: &mut Proof) -> (Vec<Counterexample>, Vec<(Role, Phase)>) {
    let (mut against, mut over) = (Vec::new(), Vec::new());
    let file = pack.file();
    for whose in &file.roles {
        let Some(budget) = file.budgets.iter().find(|budget| budget.role == *whose) else {
            continue;
        };
        let told_apart = told_apart(pack, *whose);
        let sets = sets(told_apart.len(), FACTORS);
        proof.states += sets.len() as u64;
        proof.stand_for_states += count_sets(file.factors.len(), FACTORS);
        let mut fullest: Vec<Fullest> = Phase::ALL
            .iter()
            .map(|phase| Fullest {
                role: *whose,
                phase: *phase,
                once: 0,
                per_child: 0,
            })
            .collect();
        for set in &sets {
            let factors: Vec<usize> = set.iter().filter_map(|at| told_apart.get(*at).copied()).collect();
            let load = load(pack, &with_factors(pack, *whose, &factors));
            for (full, (once, per_child)) in fullest.iter_mut().zip(&load) {
                full.once = full.once.max(*once);
                full.per_child = full.per_child.max(*per_child);
                let most = of_phase(budget, full.phase);
                let too_much = *once > most.once || *per_child > most.per_child;
                // The sets come smallest first: the first counterexample has no factor that it does not need.
                if too_much && !over.contains(&(*whose, full.phase)) {
                    over.push((*whose, full.phase));
                    against.push(counterexample(
                        pack,
                        *whose,
                        full.phase,
                        &factors,
                        (*once, *per_child),
                        most,
                    ));
                }
            }
        }
        proof.fullest.extend(fullest);
    }
    (against, over)
}

/// Factors, one for each that the items of a role tell from the others; those that no item names are none.
pub(super) fn told_apart(pack: &Pack, whose: Role) -> Vec<usize> {
    let cases = Views::of(pack, whose).cases();
    let mut masks: Vec<u64> = cases
        .iter()
        .map(|case| case.factors)
        .filter(|mask| *mask != 0)
        .collect();
    masks.sort_unstable();
    masks.dedup();
    let mut seen: Vec<Vec<bool>> = Vec::new();
    let mut kept = Vec::new();
    for at in 0..pack.file().factors.len() {
        let bit = 1_u64.checked_shl(at as u32).unwrap_or(0);
        let named: Vec<bool> = masks.iter().map(|mask| mask & bit != 0).collect();
        if named.contains(&true) && !seen.contains(&named) {
            seen.push(named);
            kept.push(at);
        }
    }
    kept
}

/// Every set of up to so many of `n`, the smallest first.
pub(super) fn sets(n: usize, most: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..most {
        let longer = |set: &Vec<usize>| -> Vec<Vec<usize>> {
            let from = set.last().map_or(0, |last| last + 1);
            (from..n)
                .map(|at| set.iter().copied().chain([at]).collect())
                .collect()
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// How many sets of up to so many of `n` there are.
pub(super) fn count_sets(n: usize, most: usize) -> u64 {
    let (n, mut all, mut of_size) = (n as u64, 1, 1);
    for size in 1..=most as u64 {
        of_size = of_size * (n + 1).saturating_sub(size) / size;
        all += of_size;
    }
    all
}

fn with_factors(pack: &Pack, whose: Role, factors: &[usize]) -> State {
    let mut state = state(whose, CHILDREN);
    for child in &mut state.children {
        let ids = factors.iter().filter_map(|at| pack.file().factors.get(*at));
        child.factors = present(ids.map(|factor| factor.id.as_str()));
    }
    state
}

/// Of each phase: rows asked once, and rows of the child with the most.
fn load(pack: &Pack, state: &State) -> Vec<(u32, u32)> {
    let work = worklist(pack, state);
    let of = |phase: &Phase| {
        let (mut once, mut each) = (0, vec![0_u32; CHILDREN as usize + 1]);
        for list in work.lists.iter().filter(|list| list.phase == *phase) {
            let rows = work.rows_of(list);
            once += u32::from(rows.iter().any(|row| row.folded));
            for row in rows.iter().filter(|row| !row.folded) {
                let item = pack.items().get(row.item as usize);
                if item.is_some_and(|found| found.item.answered_by == AnsweredBy::Danger) {
                    continue;
                }
                match each.get_mut(row.child as usize) {
                    Some(each) if row.child > 0 => *each += 1,
                    _ => once += 1,
                }
            }
        }
        (once, each.into_iter().max().unwrap_or(0))
    };
    Phase::ALL.iter().map(of).collect()
}

pub(super) fn of_phase(budget: &Budget, phase: Phase) -> &PhaseBudget {
    match phase {
        Phase::Now => &budget.now,
        Phase::BeforeLeaving => &budget.before_leaving,
        Phase::Afterwards => &budget.afterwards,
    }
}

fn counterexample(
    pack: &Pack,
    whose: Role,
    phase: Phase,
    factors: &[usize],
    (once, per_child): (u32, u32),
    most: &PhaseBudget,
) -> Counterexample {
    let conditions = factors.iter().filter_map(|at| pack.file().factors.get(*at));
    let conditions: Vec<&str> = conditions.map(|factor| factor.condition.as_str()).collect();
    let known = match conditions.as_slice() {
        [] => "nothing known".to_owned(),
        some => format!("nothing known but that {}", some.join(" and ")),
    };
    let words = format!(
        "{} with three children, {known}: {phase} holds {once} items asked once and {per_child} a child, at most {} and {}: \
         fold one, make it a prompt, or move it to another phase",
        one_of_role(whose),
        most.once,
        most.per_child
    );
    Counterexample {
        rule: "ceiling",
        piece: Some(("budgets", whose.as_str().to_owned())),
        words,
    }
}
