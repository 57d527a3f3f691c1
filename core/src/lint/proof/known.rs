//! The ceiling where something is known: what folds into one row while it is not known unfolds when it is.
//!
//! Without this a list of twelve items for a child who may be suspected would keep every budget, until an officer says
//! so. Beyond what PRACTICE 1 asks of the ceiling, and so a warning: every circumstance of the floor with up to two
//! involvements, the same for each child, and up to three factors (fewer where items tell very much apart). Refuses more
//! involvements: nobody is all seven.

use super::ceiling::{FACTORS, count_sets, of_phase, sets, told_apart};
use super::grid::{Grid, Involved, MOST, Spot};
use super::view::{View, Views};
use super::words::of_spot;
use super::{Counterexample, Proof};
use crate::age::Age;
use crate::interaction::standing::{ChildBits, SceneBits};
use crate::pack::Pack;
use crate::sets::{AnsweredBy, Phase, Place, Presence, Role, Scope, Standing};

/// The most ways in which a child is taken to be involved at once.
const INVOLVEMENTS: usize = 2;

/// Looks for a phase that something known makes too full. `over`: those that are too full anyhow.
pub(super) fn prove(pack: &Pack, over: &[(Role, Phase)], proof: &mut Proof) -> Vec<Counterexample> {
    let mut against = Vec::new();
    for whose in &pack.file().roles {
        let Some(budget) = pack.file().budgets.iter().find(|budget| budget.role == *whose) else {
            continue;
        };
        let known = Known::of(pack, *whose);
        let told_apart = told_apart(pack, *whose);
        let mut found: Vec<Phase> = Vec::new();
        let fits = |most: &usize| {
            known
                .grid
                .len()
                .saturating_mul(count_sets(told_apart.len(), *most))
                <= MOST
        };
        let Some(most) = (0..=FACTORS).rev().find(fits) else {
            continue;
        };
        for set in sets(told_apart.len(), most) {
            let factors: Vec<usize> = set.iter().filter_map(|at| told_apart.get(*at).copied()).collect();
            let present = factors
                .iter()
                .fold(0, |bits, at| bits | 1_u64.checked_shl(*at as u32).unwrap_or(0));
            let mut first: Vec<(Phase, Spot)> = Vec::new();
            known.grid.each((present, !0), |spot, scene, child| {
                proof.known_states += 1;
                for (phase, (once, each)) in known.load(scene, child) {
                    let most = of_phase(budget, phase);
                    let told = found.contains(&phase)
                        || over.contains(&(*whose, phase))
                        || first.iter().any(|one| one.0 == phase);
                    if !told && (once > most.once || each > most.per_child) {
                        first.push((phase, spot));
                    }
                }
            });
            for (phase, spot) in first {
                found.push(phase);
                against.push(known.counterexample(pack, phase, spot, &factors, present, budget));
            }
        }
    }
    against
}

struct Known<'p> {
    pack: &'p Pack,
    grid: Grid,
    views: Views,
}

impl<'p> Known<'p> {
    fn of(pack: &'p Pack, whose: Role) -> Known<'p> {
        let views = Views::of(pack, whose);
        let mut grid = Grid::new(pack, whose, &views.cases());
        grid.involved
            .retain(|involved| involved.all.len() <= INVOLVEMENTS);
        Known { pack, grid, views }
    }

    /// Of each phase: rows asked once, a fold being one, and rows for each child.
    fn load(&self, scene: &SceneBits, child: &ChildBits) -> [(Phase, (u32, u32)); 3] {
        let stands: Vec<Standing> = self
            .views
            .all
            .iter()
            .map(|view: &View| view.standing(scene, child))
            .collect();
        let mut loads = [Phase::Now, Phase::BeforeLeaving, Phase::Afterwards].map(|phase| (phase, (0, 0)));
        let mut folded: Option<u32> = None;
        for (at, view) in &self.views.items {
            let Some(found) = self.pack.items().get(*at) else {
                continue;
            };
            let Some((_, load)) = loads.iter_mut().find(|(phase, _)| *phase == found.phase) else {
                continue;
            };
            match (stands.get(*view), found.item.scope) {
                _ if found.item.answered_by == AnsweredBy::Danger => {}
                (Some(Standing::Applies), Scope::Scene) => load.0 += 1,
                (Some(Standing::Applies), Scope::Child) => load.1 += 1,
                // The items of a list stand together, so that its first fold is seen before the next list's.
                (Some(Standing::MayApply), _) if folded != Some(found.list) => {
                    folded = Some(found.list);
                    load.0 += 1;
                }
                _ => {}
            }
        }
        loads
    }

    fn at(&self, spot: &Spot, present: u64) -> (SceneBits, ChildBits) {
        let [age, involved, place, presence] = *spot;
        let atoms = self.grid.ages.get(age).map_or(0, |(_, atoms)| *atoms);
        let involved = self.grid.involved.get(involved).map_or((0, true), Involved::bits);
        let place = self.grid.places.get(place).copied().unwrap_or(Place::NotKnown);
        let presence = self
            .grid
            .presence
            .get(presence)
            .copied()
            .unwrap_or(Presence::NotKnown);
        (
            SceneBits::with(self.grid.role, place),
            ChildBits::with(atoms, involved, presence, (present, !0)),
        )
    }

    /// In words, with whatever need not be known left unknown.
    fn counterexample(
        &self,
        pack: &Pack,
        phase: Phase,
        mut spot: Spot,
        factors: &[usize],
        present: u64,
        budget: &crate::pack::types::Budget,
    ) -> Counterexample {
        let most = of_phase(budget, phase);
        let too_full = |spot: &Spot| {
            let (scene, child) = self.at(spot, present);
            let loads = self.load(&scene, &child);
            loads
                .iter()
                .find(|(one, _)| *one == phase)
                .map(|(_, load)| *load)
                .filter(|(once, each)| *once > most.once || *each > most.per_child)
        };
        let unknown = [
            self.grid.ages.iter().position(|(age, _)| *age == Age::NotKnown),
            self.grid
                .involved
                .iter()
                .position(|it| it.all.is_empty() && it.others),
            self.grid
                .places
                .iter()
                .position(|place| *place == Place::NotKnown),
            self.grid
                .presence
                .iter()
                .position(|presence| *presence == Presence::NotKnown),
        ];
        let mut matters = vec![true; 4];
        for (dimension, unknown) in unknown.into_iter().enumerate() {
            let mut wider = spot;
            if let (Some(value), Some(unknown)) = (wider.get_mut(dimension), unknown) {
                *value = unknown;
                if too_full(&wider).is_some() {
                    spot = wider;
                    if let Some(matters) = matters.get_mut(dimension) {
                        *matters = false;
                    }
                }
            } else if self.grid.sizes().get(dimension) == Some(&1)
                && let Some(matters) = matters.get_mut(dimension)
            {
                *matters = false;
            }
        }
        let (once, each) = too_full(&spot).unwrap_or_default();
        let mut known = of_spot(pack, &self.grid, &spot, &matters);
        let conditions = factors.iter().filter_map(|at| pack.file().factors.get(*at));
        for factor in conditions {
            known.push_str(", ");
            known.push_str(&factor.condition);
        }
        let words = format!(
            "{known}: {phase} holds {once} items asked once and {each} a child, at most {} and {}: make one a prompt, or move it \
             to another phase",
            most.once, most.per_child
        );
        Counterexample {
            rule: "ceiling-known",
            piece: Some(("budgets", self.grid.role.as_str().to_owned())),
            words,
        }
    }
}
