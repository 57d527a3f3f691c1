//! What is asked of each circumstance: the items and routes of one role, each case once.
//!
//! Refuses to know how a case is met: that is the evaluator's.

use crate::interaction::standing::{ChildBits, SceneBits, for_scene};
use crate::pack::Pack;
use crate::pack::cases::{CompiledCase, role_bit};
use crate::sets::{Role, Standing};

/// Cases that are asked together, and whether they apply whenever they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub cases: Vec<CompiledCase>,
    pub immediate: bool,
}

impl View {
    /// How it stands, as the worklist says it. With one child, what is asked once and what is asked for each child
    /// stand alike.
    pub fn standing(&self, scene: &SceneBits, child: &ChildBits) -> Standing {
        if self.cases.is_empty() {
            return Standing::Applies;
        }
        match for_scene(&self.cases, scene, std::slice::from_ref(child)).standing {
            Standing::MayApply if self.immediate => Standing::Applies,
            standing => standing,
        }
    }
}

/// The views of one role, each once, and which items they are of.
pub(super) struct Views {
    pub all: Vec<View>,
    /// For every item of the pack that the role can have: its index, and its view.
    pub items: Vec<(usize, usize)>,
}

impl Views {
    pub fn of(pack: &Pack, role: Role) -> Views {
        let mut views = Views {
            all: Vec::new(),
            items: Vec::new(),
        };
        for (at, found) in pack.items().iter().enumerate() {
            let cases: Vec<CompiledCase> = of_role(&found.cases, role);
            if !cases.is_empty() {
                let view = views.add(cases, found.item.immediate);
                views.items.push((at, view));
            }
        }
        views
    }

    /// The place of a view, made when there is none yet.
    pub fn add(&mut self, cases: Vec<CompiledCase>, immediate: bool) -> usize {
        let view = View { cases, immediate };
        self.all
            .iter()
            .position(|other| *other == view)
            .unwrap_or_else(|| {
                self.all.push(view);
                self.all.len() - 1
            })
    }

    /// Every case of every view.
    pub fn cases(&self) -> Vec<CompiledCase> {
        self.all
            .iter()
            .flat_map(|view| view.cases.iter().copied())
            .collect()
    }
}

/// The cases that a role can meet.
pub(super) fn of_role(cases: &[CompiledCase], role: Role) -> Vec<CompiledCase> {
    let bit = role_bit(role);
    cases
        .iter()
        .copied()
        .filter(|case| case.roles & bit != 0)
        .collect()
}
