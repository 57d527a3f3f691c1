//! The proof (DESIGN 5, PRACTICE 1): for every role of a pack and every circumstance, that nothing a child needs is
//! missing, that no phase holds more than anybody can work through, and that every piece can show.
//!
//! What is proved is what runs: the standing of each item is asked of the evaluator that a device uses, and the ceiling
//! of the worklist itself. Refuses to prove by example, and to fail without one: a proof that does not hold names the
//! circumstance in words, with nothing in it that does not matter.

mod ceiling;
mod floor;
mod grid;
mod known;
mod reach;
mod view;
mod words;

use super::subject::Subject;
use crate::pack::Pack;
use crate::sets::{Phase, Role};

/// How full a phase can be for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fullest {
    /// Whose.
    pub role: Role,
    /// Which phase.
    pub phase: Phase,
    /// Rows asked once; a fold counts as one.
    pub once: u32,
    /// Rows for the child with the most.
    pub per_child: u32,
}

/// What was proved of a pack, and over how much.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The pack's id.
    pub pack: String,
    /// How many circumstances the floor was asked of.
    pub combinations: u64,
    /// How many these stand for: those that no case tells apart are joined.
    pub stand_for: u64,
    /// How many states with three children the ceiling was asked of.
    pub states: u64,
    /// How many sets of up to three factors these stand for.
    pub stand_for_states: u64,
    /// How many states in which something is known the budgets were asked of as well.
    pub known_states: u64,
    /// How many pieces were looked at for whether they can show.
    pub pieces: u64,
    /// How full each phase can be.
    pub fullest: Vec<Fullest>,
    /// Whether the floor holds: every principle, every level, danger first.
    pub floor: bool,
    /// Whether the ceiling holds: every budget.
    pub ceiling: bool,
    /// Whether every piece can show.
    pub reachable: bool,
}

/// A counterexample: which rule does not hold, of what, and in words where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// The rule.
    pub rule: &'static str,
    /// The section and id of the piece; none: the pack as a whole.
    pub piece: Option<(&'static str, String)>,
    /// The circumstance and what is wrong there, in words, and how to mend it.
    pub words: String,
}

/// Whether a piece, by section and id, was written, or written anew, in the pack that is proved, and not below it.
pub type Own<'o> = &'o dyn Fn(&'static str, &str) -> bool;

/// Proves a pack. None for one without a flow: it has nothing to be worked through.
pub fn prove(pack: &Pack, own: Own<'_>) -> Option<(Proof, Vec<Counterexample>)> {
    if pack.file().roles.is_empty() {
        return None;
    }
    let mut proof = Proof {
        pack: pack.file().id.clone(),
        ..Proof::default()
    };
    let floor = floor::prove(pack, &mut proof);
    let (ceiling, over) = ceiling::prove(pack, &mut proof);
    let known = known::prove(pack, &over, &mut proof);
    let unreachable = reach::prove(pack, own, &mut proof);
    proof.floor = floor.is_empty();
    proof.ceiling = ceiling.is_empty();
    proof.reachable = unreachable.is_empty();
    Some((proof, [floor, ceiling, known, unreachable].concat()))
}

/// Proves a pack on the bench, and reports what does not hold.
pub(super) fn check(subject: &mut Subject<'_>, pack: &Pack) -> Option<Proof> {
    let (proof, against) = prove(pack, &|section, id| subject.is_own(section, id))?;
    for one in against {
        match &one.piece {
            None => subject.report_pack(one.rule, one.words),
            Some(("budgets", role)) => subject.report_budget(one.rule, role, one.words),
            // Of a piece of a pack below as well: there it shows, and only this pack can mend it.
            Some((section, id)) => subject.report_anywhere(one.rule, section, id, one.words),
        }
    }
    Some(proof)
}

#[cfg(test)]
mod tests;
