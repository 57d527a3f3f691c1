//! The floor: with no factor at all, in every circumstance, all six principles are reached by what applies, something
//! follows from every level, and danger comes first.
//!
//! More factors, and more children, only add (a property of the evaluator, tested there), so that the floor is the least.
//! Refuses prompts: they are never counted, and a principle that only a prompt serves may be passed by.

use super::grid::{Grid, MOST, Spot};
use super::view::{Views, of_role};
use super::words::of_spot;
use super::{Counterexample, Proof};
use crate::interaction::lines::one_of_role;
use crate::interaction::worklist::{danger_comes_before, worklist};
use crate::pack::Pack;
use crate::pack::check::BASE;
use crate::sets::{Level, Phase, PrincipleKind, Role, Standing};

/// How many questions of a call come before danger: where, safe to talk, hurt (PRACTICE 4).
const BEFORE_DANGER: usize = 3;

/// What must be reached in every circumstance, by any one of these views.
struct Goal {
    rule: &'static str,
    /// What is missing, in words.
    missing: String,
    mend: &'static str,
    views: Vec<usize>,
}

/// Proves the floor for every role.
pub(super) fn prove(pack: &Pack, proof: &mut Proof) -> Vec<Counterexample> {
    let mut against = principles(pack);
    for role in &pack.file().roles {
        against.extend(steps(pack, *role));
        let mut views = Views::of(pack, *role);
        let goals = goals(pack, *role, &mut views, &mut against);
        let grid = Grid::new(pack, *role, &views.cases());
        if grid.len() > MOST {
            against.push(too_many(*role, grid.len()));
            continue;
        }
        proof.combinations += grid.len();
        proof.stand_for += grid.stands_for;
        let mut missed: Vec<Vec<u32>> = goals.iter().map(|_| Vec::new()).collect();
        let mut applies = vec![false; views.all.len()];
        grid.each((0, 0), |spot, scene, child| {
            for (applies, view) in applies.iter_mut().zip(&views.all) {
                *applies = view.standing(scene, child) == Standing::Applies;
            }
            for (goal, missed) in goals.iter().zip(&mut missed) {
                let reached = goal.views.iter().any(|view| applies.get(*view) == Some(&true));
                if !reached {
                    missed.push(grid.index(spot));
                }
            }
        });
        for (goal, missed) in goals.iter().zip(missed) {
            against.extend(counterexample(pack, &grid, goal, &missed));
        }
    }
    against
}

/// A pack that tells more apart than can be gone through is not proved, and that is said.
fn too_many(whose: Role, combinations: u64) -> Counterexample {
    Counterexample {
        rule: "floor",
        piece: None,
        words: format!(
            "{}: {combinations} combinations are more than can be proved: join age bands, or let fewer cases tell them apart",
            one_of_role(whose)
        ),
    }
}

/// The six principles are there: three that guide and three that must be done.
fn principles(pack: &Pack) -> Vec<Counterexample> {
    let file = pack.file();
    let of = |kind| file.principles.iter().filter(|it| it.kind == kind).count();
    let (guides, must_do) = (of(PrincipleKind::Guides), of(PrincipleKind::MustDo));
    if (guides, must_do) == (3, 3) {
        return Vec::new();
    }
    vec![Counterexample {
        rule: "floor",
        piece: None,
        words: format!(
            "the pack has {guides} principles that guide and {must_do} that must be done: there are three and three, extend the base"
        ),
    }]
}

/// Whoever says yes to danger is shown what to do.
fn steps(pack: &Pack, whose: Role) -> Option<Counterexample> {
    let mut steps = pack.file().danger_steps.iter();
    let some = steps.any(|step| step.roles.is_empty() || step.roles.contains(&whose));
    let words = format!(
        "{}: nothing is shown when the answer to danger is yes, add a step to `danger_steps`",
        one_of_role(whose)
    );
    (!some).then_some(Counterexample {
        rule: "danger-first",
        piece: None,
        words,
    })
}

fn goals(pack: &Pack, whose: Role, views: &mut Views, against: &mut Vec<Counterexample>) -> Vec<Goal> {
    let file = pack.file();
    let mut goals = Vec::new();
    for principle in &file.principles {
        let serves = |at: &usize| {
            pack.items()
                .get(*at)
                .is_some_and(|found| found.item.principles.contains(&principle.id))
        };
        goals.push(Goal {
            rule: "floor",
            missing: format!("nothing for {}", principle.title),
            mend: "let an item of that principle apply there",
            views: views
                .items
                .iter()
                .filter(|(at, _)| serves(at))
                .map(|(_, view)| *view)
                .collect(),
        });
    }
    // What follows is each force's own: the base leaves it open.
    for level in Level::ALL.iter().filter(|_| file.id != BASE) {
        let mut follows = Vec::new();
        for (at, route) in file
            .routes
            .iter()
            .enumerate()
            .filter(|(_, route)| route.levels.contains(level))
        {
            let cases = pack.route_cases(at);
            let mine = of_role(cases, whose);
            if cases.is_empty() || !mine.is_empty() {
                let bare = route.text.trim().is_empty() && route.value.is_none();
                let view = views.add(mine, false);
                follows.extend((!bare).then_some(view));
            }
        }
        goals.push(Goal {
            rule: "level-without-route",
            missing: format!("nothing follows from {level}"),
            mend: "add a route for it there, or one with a value to set",
            views: follows,
        });
    }
    if whose == Role::CallHandler {
        goals.extend(before_danger(pack, views, against));
    }
    goals
}

/// On a call danger is asked after exactly three questions, and each of those is asked of everybody.
fn before_danger(pack: &Pack, views: &Views, against: &mut Vec<Counterexample>) -> Vec<Goal> {
    let state = super::words::state(Role::CallHandler, 1);
    let rows = worklist(pack, &state).rows;
    let first = |at: usize| {
        pack.items()
            .get(at)
            .is_some_and(|found| found.phase == Phase::Now)
    };
    let before: Vec<usize> = rows
        .iter()
        .filter(|row| first(row.item as usize) && !danger_comes_before(pack, Some(row)))
        .map(|row| row.item as usize)
        .collect();
    let in_order = rows
        .iter()
        .map(|row| row.item as usize)
        .take(before.len())
        .eq(before.iter().copied());
    if before.len() != BEFORE_DANGER || !in_order {
        let words = format!(
            "a call handler: danger is asked after {} questions, it is asked after the first three: where, safe to talk, hurt",
            before.len()
        );
        against.push(Counterexample {
            rule: "danger-first",
            piece: None,
            words,
        });
    }
    let goal = |item: usize| {
        let text = pack
            .items()
            .get(item)
            .map_or("", |found| found.item.text.as_str());
        Goal {
            rule: "danger-first",
            missing: format!("“{text}” is not asked before danger"),
            mend: "let it apply whatever is known",
            views: views
                .items
                .iter()
                .filter(|(at, _)| *at == item)
                .map(|(_, view)| *view)
                .collect(),
        }
    };
    before.into_iter().map(goal).collect()
}

/// The circumstances in which a goal is missed (by their places, in order), as one in words: dimensions that do not
/// matter are left out.
fn counterexample(pack: &Pack, grid: &Grid, goal: &Goal, missed: &[u32]) -> Option<Counterexample> {
    let spots_missed = missed.iter().map(|index| grid.spot(*index));
    let first = spots_missed.min_by_key(|spot| spot.iter().sum::<usize>())?;
    let mut any = [false; 4];
    for dimension in 0..4 {
        let mut wider = any;
        if let Some(wider) = wider.get_mut(dimension) {
            *wider = true;
        }
        if spots(grid, &first, wider).all(|spot| missed.binary_search(&grid.index(spot)).is_ok()) {
            any = wider;
        }
    }
    let known: Vec<bool> = any.iter().map(|any| !any).collect();
    let whole = grid.len();
    let count = match missed.len() as u64 {
        all if all == whole => String::new(),
        some => format!(" (in {some} of {whole} combinations)"),
    };
    let circumstance = of_spot(pack, grid, &first, &known);
    Some(Counterexample {
        rule: goal.rule,
        piece: None,
        words: format!("{circumstance}: {}{count}: {}", goal.missing, goal.mend),
    })
}

/// A spot with any value in some of its dimensions.
fn spots<'g>(grid: &'g Grid, at: &'g Spot, any: [bool; 4]) -> impl Iterator<Item = Spot> + 'g {
    let sizes = grid.sizes();
    let range = move |n: usize| {
        let here = at.get(n).copied().unwrap_or(0);
        match (any.get(n), sizes.get(n)) {
            (Some(true), Some(size)) => 0..*size,
            _ => here..here + 1,
        }
    };
    range(0).flat_map(move |a| {
        range(1).flat_map(move |b| range(2).flat_map(move |c| range(3).map(move |d| [a, b, c, d])))
    })
}
