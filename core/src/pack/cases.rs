//! When guidance applies, as bit masks: what the worklist evaluates a few thousand times without touching a string.
//!
//! A case of a pack becomes a [`CompiledCase`]; the pack's age bands become *atoms*, spans of age that no band
//! divides, so that "inside a band", "overlapping it" and "outside it" are three questions to a mask. Refuses to
//! judge: whether something applies is `interaction`'s to say; an unknown band or factor was refused by `check`.

use super::types::{AgeBand, Case, PackFile};
use crate::age::Age;
use crate::sets::{Involvement, Place, Presence, Role};

/// The most factors that a pack may have, and the most atoms its age line may fall into: the bits of a mask.
pub const MOST_BITS: usize = 64;

/// One way in which something can apply. A dimension that is not given is all ones; `involved` and `factors`, of
/// which any one is enough, are zero when not given. Bit `n` is the `n`-th value of the set's `ALL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CompiledCase {
    /// Roles.
    pub roles: u8,
    /// Atoms of age, as [`AgeLine::atoms`] numbers them.
    pub ages: u64,
    /// Involvements, any of which is enough. Zero: not given.
    pub involved: u8,
    /// Places.
    pub places: u16,
    /// Presences.
    pub presence: u8,
    /// Factors, any of which present is enough; bit `n` is `factors[n]` of the pack. Zero: not given.
    pub factors: u64,
}

impl CompiledCase {
    /// The case that allows anything.
    pub const ANY: CompiledCase = CompiledCase {
        roles: !0,
        ages: !0,
        involved: 0,
        places: !0,
        presence: !0,
        factors: 0,
    };
}

/// The bit of a role.
pub fn role_bit(role: Role) -> u8 {
    bit(Role::ALL, role) as u8
}

/// The bit of an involvement.
pub fn involvement_bit(involvement: Involvement) -> u8 {
    bit(Involvement::ALL, involvement) as u8
}

/// The bit of a place; not known has none.
pub fn place_bit(place: Place) -> u16 {
    if place == Place::NotKnown {
        return 0;
    }
    bit(Place::ALL, place) as u16
}

/// The bit of a presence; not known has none.
pub fn presence_bit(presence: Presence) -> u8 {
    if presence == Presence::NotKnown {
        return 0;
    }
    bit(Presence::ALL, presence) as u8
}

/// The bit of a value of a closed set. The sets have at most ten values.
fn bit<T: PartialEq>(all: &[T], value: T) -> u32 {
    let at = all.iter().position(|other| *other == value);
    at.map_or(0, |n| 1_u32.checked_shl(n as u32).unwrap_or(0))
}

/// A mask of the values given; `none` when none are.
fn mask<T: Copy, M: std::ops::BitOr<Output = M> + Default>(values: &[T], none: M, bit: impl Fn(T) -> M) -> M {
    if values.is_empty() {
        return none;
    }
    values.iter().fold(M::default(), |sum, v| sum | bit(*v))
}

/// The pack's age line, cut at every end of a band. Atom 0 is the unborn; atom `n` begins at `cuts[n - 1]` months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgeLine {
    cuts: Vec<u32>,
}

impl AgeLine {
    /// Cuts the line of ages at the ends of these bands.
    pub fn new(bands: &[AgeBand]) -> AgeLine {
        let mut cuts = vec![0];
        for band in bands.iter().filter(|band| band.born) {
            cuts.extend(band.from_months);
            cuts.extend(band.to_months.and_then(|to| to.checked_add(1)));
        }
        crate::order::sort(&mut cuts);
        cuts.dedup();
        AgeLine { cuts }
    }

    /// How many atoms there are, the unborn among them.
    pub fn len(&self) -> usize {
        self.cuts.len() + 1
    }

    /// Whether there is none. There always is one for the unborn.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// A mask of every atom.
    pub fn all(&self) -> u64 {
        (0..self.len()).fold(0, |sum, n| sum | atom(n))
    }

    /// Every atom in which this age may lie. Not known: all of them.
    pub fn atoms(&self, age: Age) -> u64 {
        match age {
            Age::Unborn => 1,
            Age::NotKnown => self.all(),
            Age::Months { least, most } => self.months(least.min(most), most.max(least)),
        }
    }

    /// The atoms of a band.
    fn band(&self, band: &AgeBand) -> u64 {
        let born = if band.born {
            let from = band.from_months.unwrap_or(0);
            self.months(from, band.to_months.unwrap_or(u32::MAX))
        } else {
            0
        };
        born | u64::from(band.unborn)
    }

    fn months(&self, least: u32, most: u32) -> u64 {
        let mut sum = 0;
        for (n, from) in self.cuts.iter().enumerate() {
            let ends_before_least = self.cuts.get(n + 1).is_some_and(|next| *next <= least);
            if *from <= most && !ends_before_least {
                sum |= atom(n + 1);
            }
        }
        sum
    }
}

/// The bit of the `n`-th atom. Beyond the 64th there is none: `check` refuses such a pack.
fn atom(n: usize) -> u64 {
    1_u64.checked_shl(n as u32).unwrap_or(0)
}

/// Compiles the cases of one pack.
pub(crate) struct Compiler<'p> {
    file: &'p PackFile,
    line: &'p AgeLine,
}

impl<'p> Compiler<'p> {
    pub(crate) fn new(file: &'p PackFile, line: &'p AgeLine) -> Self {
        Compiler { file, line }
    }

    /// Cases of something with roles of its own: no case means one for those roles, and a case takes them.
    pub(crate) fn within(&self, cases: &[Case], roles: &[Role]) -> Vec<CompiledCase> {
        let roles = mask(roles, !0, role_bit);
        if cases.is_empty() {
            return vec![CompiledCase {
                roles,
                ..CompiledCase::ANY
            }];
        }
        cases.iter().map(|case| self.case(case, roles)).collect()
    }

    /// Cases of something for everybody. Empty means always.
    pub(crate) fn free(&self, cases: &[Case]) -> Vec<CompiledCase> {
        cases.iter().map(|case| self.case(case, !0)).collect()
    }

    fn case(&self, case: &Case, roles: u8) -> CompiledCase {
        let ages = case.ages.iter().map(|id| {
            let band = self.file.age_bands.iter().find(|band| band.id == *id);
            band.map_or(0, |band| self.line.band(band))
        });
        let factors = case.factors.iter().map(|id| {
            let at = self.file.factors.iter().position(|factor| factor.id == *id);
            at.map_or(0, atom)
        });
        CompiledCase {
            roles: mask(&case.roles, roles, role_bit),
            ages: if case.ages.is_empty() {
                !0
            } else {
                ages.fold(0, |a, b| a | b)
            },
            involved: mask(&case.involved, 0, involvement_bit),
            places: mask(&case.places, !0, place_bit),
            presence: mask(&case.presence, !0, presence_bit),
            factors: factors.fold(0, |a, b| a | b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Origin;
    use proptest::prelude::*;

    fn band(id: &str, from: Option<u32>, to: Option<u32>, unborn: bool, born: bool) -> AgeBand {
        AgeBand {
            id: id.into(),
            label: id.into(),
            from_months: from,
            to_months: to,
            unborn,
            born,
            origin: Origin::Practice,
            source: None,
        }
    }

    fn bands() -> Vec<AgeBand> {
        vec![
            band("unborn", None, None, true, false),
            band("baby", None, Some(23), true, true),
            band("under-10", None, Some(119), false, true),
            band("10-to-17", Some(120), Some(215), false, true),
            band("adult", Some(300), None, false, true),
        ]
    }

    #[test]
    fn an_age_lies_in_inside_or_across_bands() {
        let bands = bands();
        let line = AgeLine::new(&bands);
        let of = |n: usize| line.band(&bands[n]);
        let eight_months = line.atoms(Age::Months { least: 8, most: 8 });
        assert_eq!(eight_months & of(1), eight_months);
        assert_eq!(eight_months & of(2), eight_months);
        assert_eq!(eight_months & of(3), 0);
        let nine_to_ten = line.atoms(Age::parse("9-10").unwrap());
        assert_ne!(nine_to_ten & of(2), 0);
        assert_ne!(nine_to_ten & !of(2), 0);
        assert_eq!(line.atoms(Age::Unborn), of(0));
        // 20 lies in no band, and has an atom all the same.
        let twenty = line.atoms(Age::parse("20").unwrap());
        assert_ne!(twenty, 0);
        assert!(bands.iter().all(|band| line.band(band) & twenty == 0));
        assert_eq!(line.atoms(Age::NotKnown), line.all());
        assert_eq!(line.all().count_ones() as usize, line.len());
    }

    #[test]
    fn a_case_becomes_masks_and_what_it_does_not_give_allows_anything() {
        let file = PackFile {
            age_bands: bands(),
            factors: vec![],
            ..PackFile::default()
        };
        let line = AgeLine::new(&file.age_bands);
        let compiler = Compiler::new(&file, &line);
        assert_eq!(compiler.free(&[Case::default()]), [CompiledCase::ANY]);
        assert!(compiler.free(&[]).is_empty());
        let mine = compiler.within(&[], &[Role::CallHandler]);
        assert_eq!(
            mine,
            [CompiledCase {
                roles: 2,
                ..CompiledCase::ANY
            }]
        );
        let case = Case {
            roles: vec![Role::ResponseOfficer],
            places: vec![Place::Street, Place::Home],
            involved: vec![Involvement::Suspected],
            presence: vec![Presence::OnTelephone],
            ..Case::default()
        };
        let made = compiler.within(&[case], &[Role::CallHandler]);
        let want = CompiledCase {
            roles: 1,
            ages: !0,
            involved: 4,
            places: 3,
            presence: 8,
            factors: 0,
        };
        assert_eq!(made, [want]);
    }

    proptest! {
        /// An age is inside a band by months exactly when all its atoms are the band's.
        #[test]
        fn atoms_say_what_months_say(
            ends in proptest::collection::vec((0_u32..400, 0_u32..400), 1..8),
            least in 0_u32..360,
            span in 0_u32..40,
        ) {
            let bands: Vec<_> = ends.iter().map(|(a, b)| {
                band("band", Some(*a.min(b)), Some(*a.max(b)), false, true)
            }).collect();
            let line = AgeLine::new(&bands);
            let most = least + span;
            let atoms = line.atoms(Age::Months { least, most });
            for band in &bands {
                let (from, to) = (band.from_months.unwrap(), band.to_months.unwrap());
                let mask = line.band(band);
                prop_assert_eq!(atoms & !mask == 0, from <= least && most <= to);
                prop_assert_eq!(atoms & mask != 0, from <= most && least <= to);
            }
        }
    }
}
