//! Whether something applies here and now: cases against what is known of the scene and of each child.
//!
//! Not known means show. What becomes known can only add, except by saying "no"; a property test holds it to that.
//! Refuses anything but the closed dimensions of a [`CompiledCase`].

use super::state::{Child, State};
use crate::age::Age;
use crate::pack::Pack;
use crate::pack::cases::CompiledCase;
#[cfg(feature = "build")]
use crate::pack::cases::{place_bit, presence_bit, role_bit};
use crate::sets::*;

/// Bits of the dimensions, as `known` and `unknown` of a row carry them.
pub mod dimension {
    /// Age.
    pub const AGE: u32 = 1;
    /// Involvement.
    pub const INVOLVED: u32 = 2;
    /// Place.
    pub const PLACE: u32 = 4;
    /// Presence of the child.
    pub const PRESENCE: u32 = 8;
    /// Factors.
    pub const FACTORS: u32 = 16;
}

/// The scene, as bits.
pub struct SceneBits {
    role: u8,
    places: u16,
}

impl SceneBits {
    /// The scene of a state. With no role yet, nothing is hidden for it.
    pub fn of(state: &State) -> SceneBits {
        let role = state.role().map_or(!0, |role| 1 << bit(Role::ALL, role));
        let place = state.scene.as_ref().map_or(Place::NotKnown, |scene| scene.place);
        let places = if place == Place::NotKnown {
            !0
        } else {
            1 << bit(Place::ALL, place)
        };
        SceneBits { role, places }
    }

    /// A scene without a state: what lint proves for every scene, it proves with the same evaluator.
    #[cfg(feature = "build")]
    pub(crate) fn with(role: Role, place: Place) -> SceneBits {
        let places = match place {
            Place::NotKnown => !0,
            place => place_bit(place),
        };
        let role = role_bit(role);
        SceneBits { role, places }
    }
}

/// A child, as bits: what it is, and what it may be.
pub struct ChildBits {
    /// The child's number; 0 for the wholly unknown child that stands in where there is none.
    pub number: u32,
    ages: u64,
    involved: u8,
    may_be_others: bool,
    presence: u8,
    present: u64,
    possible: u64,
}

impl ChildBits {
    /// A child of the state.
    pub fn of(pack: &Pack, child: &Child) -> ChildBits {
        let mut bits = ChildBits::unknown(pack);
        bits.number = child.number;
        bits.ages = pack.age_atoms(child.age);
        bits.involved = child
            .involved
            .iter()
            .fold(0, |bits, how| bits | 1 << bit(Involvement::ALL, *how));
        bits.may_be_others = child.may_be_others;
        if child.presence != Presence::NotKnown {
            bits.presence = 1 << bit(Presence::ALL, child.presence);
        }
        for set in &child.factors {
            let Some(at) = pack
                .file()
                .factors
                .iter()
                .position(|factor| factor.id == set.factor)
            else {
                continue;
            };
            let mask = 1u64.checked_shl(at as u32).unwrap_or(0);
            match set.state {
                FactorState::Present => bits.present |= mask,
                FactorState::Absent => bits.possible &= !mask,
                FactorState::NotKnown => {}
            }
        }
        bits
    }

    /// A child without a state, as lint makes them: atoms of age, involvement, and what factors are and may be
    /// present.
    #[cfg(feature = "build")]
    pub(crate) fn with(
        ages: u64,
        (involved, may_be_others): (u8, bool),
        presence: Presence,
        (present, possible): (u64, u64),
    ) -> ChildBits {
        let presence = match presence {
            Presence::NotKnown => !0,
            presence => presence_bit(presence),
        };
        ChildBits {
            number: 1,
            ages,
            involved,
            may_be_others,
            presence,
            present,
            possible,
        }
    }

    /// The child of whom nothing is known.
    pub fn unknown(pack: &Pack) -> ChildBits {
        ChildBits {
            number: 0,
            ages: pack.age_atoms(Age::NotKnown),
            involved: 0,
            may_be_others: true,
            presence: !0,
            present: 0,
            possible: !0,
        }
    }
}

/// How something stands, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The standing.
    pub standing: Standing,
    /// Which of its cases.
    pub case: u32,
    /// The dimensions by which it applies.
    pub known: u32,
    /// The dimensions that are not known.
    pub unknown: u32,
    /// The child that meets it; 0 for none in particular.
    pub by: u32,
}

impl Found {
    const NO: Found = Found {
        standing: Standing::DoesNotApply,
        case: 0,
        known: 0,
        unknown: 0,
        by: 0,
    };
}

/// How cases stand for one child.
pub fn for_child(cases: &[CompiledCase], scene: &SceneBits, child: &ChildBits) -> Found {
    let mut best = Found::NO;
    for (index, case) in cases.iter().enumerate() {
        let Some((known, unknown)) = meet(case, scene, child) else {
            continue;
        };
        let standing = if unknown == 0 {
            Standing::Applies
        } else {
            Standing::MayApply
        };
        let found = Found {
            standing,
            case: index as u32,
            known,
            unknown,
            by: child.number,
        };
        if standing == Standing::Applies {
            return found;
        }
        if best.standing == Standing::DoesNotApply {
            best = found;
        }
    }
    best
}

/// How cases stand for the scene: one child that meets a whole case is enough.
pub fn for_scene(cases: &[CompiledCase], scene: &SceneBits, children: &[ChildBits]) -> Found {
    let mut best = Found::NO;
    for child in children {
        let found = for_child(cases, scene, child);
        if found.standing == Standing::Applies {
            return found;
        }
        if best.standing == Standing::DoesNotApply {
            best = found;
        }
    }
    best
}

/// The dimensions by which a case is met and those that are not known; none if it is not met at all.
fn meet(case: &CompiledCase, scene: &SceneBits, child: &ChildBits) -> Option<(u32, u32)> {
    if case.roles & scene.role == 0 {
        return None;
    }
    let (mut known, mut unknown) = (0, 0);
    let mut one_of = |possible: u64, allowed: u64, all: u64, dimension: u32| {
        if allowed & all == all {
            return true;
        }
        if possible & !allowed & all == 0 {
            known |= dimension;
        } else {
            unknown |= dimension;
        }
        possible & allowed & all != 0
    };
    let met = one_of(child.ages, case.ages, !0, dimension::AGE)
        && one_of(scene.places.into(), case.places.into(), 0xffff, dimension::PLACE)
        && one_of(
            child.presence.into(),
            case.presence.into(),
            0xff,
            dimension::PRESENCE,
        );
    if !met {
        return None;
    }
    let mut any_of = |holds: u64, may_hold: bool, allowed: u64, dimension: u32| {
        if allowed == 0 {
            return true;
        }
        let holds = holds & allowed != 0;
        if holds {
            known |= dimension;
        } else {
            unknown |= dimension;
        }
        holds || may_hold
    };
    let may_be_involved = child.may_be_others;
    let may_have = child.possible & case.factors != 0;
    let met = any_of(
        child.involved.into(),
        may_be_involved,
        case.involved.into(),
        dimension::INVOLVED,
    ) && any_of(child.present, may_have, case.factors, dimension::FACTORS);
    met.then_some((known, unknown))
}

/// The place of a value in its closed set.
fn bit<T: PartialEq>(all: &[T], value: T) -> u32 {
    all.iter().position(|one| *one == value).unwrap_or(0) as u32
}
