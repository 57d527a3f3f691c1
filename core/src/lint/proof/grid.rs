//! Every circumstance in which an officer may stand, joined where no case tells two apart.
//!
//! Whether a value is told apart is asked of the evaluator that runs on a device, one dimension at a time. Refuses to
//! leave out *not known*: it is a value of every dimension.

use crate::age::Age;
use crate::interaction::standing::{ChildBits, SceneBits, for_child};
use crate::pack::Pack;
use crate::pack::cases::{CompiledCase, involvement_bit, role_bit};
use crate::sets::{Involvement, Place, Presence, Role, Standing};

/// What is known of how a child is involved: the involvements, and whether there may be others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Involved {
    /// What is said.
    pub all: Vec<Involvement>,
    /// Whether there may be others.
    pub others: bool,
}

impl Involved {
    pub fn bits(&self) -> (u8, bool) {
        let bits = self.all.iter().fold(0, |bits, how| bits | involvement_bit(*how));
        (bits, self.others)
    }
}

/// The circumstances of one role.
pub(super) struct Grid {
    pub role: Role,
    pub ages: Vec<(Age, u64)>,
    pub involved: Vec<Involved>,
    pub places: Vec<Place>,
    pub presence: Vec<Presence>,
    /// How many circumstances there are before those that no case tells apart were joined.
    pub stands_for: u64,
}

/// The most circumstances of one role that are gone through. No guidance that people write comes near it.
pub(super) const MOST: u64 = 2_000_000;

/// One circumstance: places in the four lists of a grid.
pub(super) type Spot = [usize; 4];

/// Months of eighteen years: a younger child is one for every pack, whatever its bands are.
const GROWN_UP: u32 = 18 * 12;
/// The oldest age that can be recorded, in months.
const OLDEST: u32 = 30 * 12 - 1;

impl Grid {
    /// The circumstances of a role that these cases tell apart.
    pub fn new(pack: &Pack, role: Role, cases: &[CompiledCase]) -> Grid {
        let cases: Vec<CompiledCase> = cases
            .iter()
            .copied()
            .filter(|case| case.roles & role_bit(role) != 0)
            .collect();
        let all = pack.age_line().all();
        let unknown = Involved {
            all: Vec::new(),
            others: true,
        };
        // Each dimension by itself: the others are not asked for, so that what is left is what this one does.
        let by = |only: fn(&CompiledCase) -> CompiledCase| -> Vec<CompiledCase> {
            let mut some: Vec<CompiledCase> = Vec::new();
            for case in cases.iter().map(only).filter(|case| *case != CompiledCase::ANY) {
                if !some.contains(&case) {
                    some.push(case);
                }
            }
            some
        };
        let anywhere = SceneBits::with(role, Place::NotKnown);
        let child = |ages, involved, presence| ChildBits::with(ages, involved, presence, (0, 0));
        let ask = |cases: &[CompiledCase], scene: &SceneBits, child: &ChildBits| -> Vec<Standing> {
            cases
                .iter()
                .map(|case| for_child(std::slice::from_ref(case), scene, child).standing)
                .collect()
        };

        let of_age = by(|case| CompiledCase {
            ages: case.ages,
            ..CompiledCase::ANY
        });
        let ages = all_ages(pack);
        let of_involvement = by(|case| CompiledCase {
            involved: case.involved,
            ..CompiledCase::ANY
        });
        let involved = all_involved();
        let of_place = by(|case| CompiledCase {
            places: case.places,
            ..CompiledCase::ANY
        });
        let of_presence = by(|case| CompiledCase {
            presence: case.presence,
            ..CompiledCase::ANY
        });
        let unjoined = [ages.len(), involved.len(), Place::ALL.len(), Presence::ALL.len()];
        Grid {
            role,
            stands_for: unjoined.iter().map(|n| *n as u64).product(),
            ages: joined(ages, |(_, atoms)| {
                ask(
                    &of_age,
                    &anywhere,
                    &child(*atoms, unknown.bits(), Presence::NotKnown),
                )
            }),
            involved: joined(involved, |how| {
                ask(
                    &of_involvement,
                    &anywhere,
                    &child(all, how.bits(), Presence::NotKnown),
                )
            }),
            places: joined(Place::ALL.to_vec(), |place| {
                let scene = SceneBits::with(role, *place);
                ask(&of_place, &scene, &child(all, unknown.bits(), Presence::NotKnown))
            }),
            presence: joined(Presence::ALL.to_vec(), |presence| {
                ask(&of_presence, &anywhere, &child(all, unknown.bits(), *presence))
            }),
        }
    }

    /// How many circumstances there are.
    pub fn len(&self) -> u64 {
        self.sizes().iter().map(|n| *n as u64).product()
    }

    /// The place of a circumstance in the order of [`Grid::each`].
    pub fn index(&self, [age, involved, place, presence]: Spot) -> u32 {
        let [ages, involvements, _, presences] = self.sizes();
        (((place * ages + age) * involvements + involved) * presences + presence) as u32
    }

    /// The circumstance at a place in that order.
    pub fn spot(&self, index: u32) -> Spot {
        let [ages, involvements, _, presences] = self.sizes().map(|n| n.max(1));
        let mut left = index as usize;
        let mut next = |n: usize| {
            let at = left % n;
            left /= n;
            at
        };
        let (presence, involved, age) = (next(presences), next(involvements), next(ages));
        [age, involved, left, presence]
    }

    pub fn sizes(&self) -> Spot {
        [
            self.ages.len(),
            self.involved.len(),
            self.places.len(),
            self.presence.len(),
        ]
    }

    /// Goes through every circumstance, with no factor present and only those of `possible` that may be.
    pub fn each(&self, factors: (u64, u64), mut see: impl FnMut(Spot, &SceneBits, &ChildBits)) {
        for (place_at, place) in self.places.iter().enumerate() {
            let scene = SceneBits::with(self.role, *place);
            for (age_at, (_, atoms)) in self.ages.iter().enumerate() {
                for (involved_at, involved) in self.involved.iter().enumerate() {
                    for (presence_at, presence) in self.presence.iter().enumerate() {
                        let child = ChildBits::with(*atoms, involved.bits(), *presence, factors);
                        see([age_at, involved_at, place_at, presence_at], &scene, &child);
                    }
                }
            }
        }
    }
}

/// Keeps the first of those that are answered alike.
fn joined<T>(all: Vec<T>, ask: impl Fn(&T) -> Vec<Standing>) -> Vec<T> {
    let mut seen: Vec<Vec<Standing>> = Vec::new();
    let mut kept = Vec::new();
    for one in all {
        let answers = ask(&one);
        if !seen.contains(&answers) {
            seen.push(answers);
            kept.push(one);
        }
    }
    kept
}

/// Every age that a band tells from its neighbours, every span of them, unborn, and not known. A span over several is
/// an age that is known only about. Ages past eighteen that lie in no band are nobody's for whom the guidance is.
pub(super) fn all_ages(pack: &Pack) -> Vec<(Age, u64)> {
    let bands = &pack.file().age_bands;
    let mut cuts = vec![0, GROWN_UP, OLDEST + 1];
    for band in bands.iter().filter(|band| band.born) {
        cuts.extend(band.from_months);
        cuts.extend(band.to_months.and_then(|to| to.checked_add(1)));
    }
    cuts.retain(|cut| *cut <= OLDEST + 1);
    cuts.sort_unstable();
    cuts.dedup();
    let in_band = |month: u32| {
        bands.iter().any(|band| {
            band.born && band.from_months.unwrap_or(0) <= month && band.to_months.is_none_or(|to| month <= to)
        })
    };
    let parts: Vec<(u32, u32)> = cuts
        .windows(2)
        .filter_map(|pair| match pair {
            [from, next] => Some((*from, next - 1)),
            _ => None,
        })
        .filter(|(from, _)| *from < GROWN_UP || in_band(*from))
        .collect();
    let mut ages = Vec::new();
    let mut spans = Vec::new();
    for (at, (least, most)) in parts.iter().enumerate() {
        ages.push(Age::Months {
            least: *least,
            most: *most,
        });
        let mut end = *most;
        for (next, last) in parts.iter().skip(at + 1) {
            if *next != end + 1 {
                break;
            }
            end = *last;
            spans.push(Age::Months {
                least: *least,
                most: end,
            });
        }
    }
    ages.push(Age::Unborn);
    ages.push(Age::NotKnown);
    ages.extend(spans);
    ages.into_iter().map(|age| (age, pack.age_atoms(age))).collect()
}

/// Every set of involvements, the smallest first, each with nothing else and with perhaps others.
fn all_involved() -> Vec<Involved> {
    let count = Involvement::ALL.len();
    let mut sets: Vec<u32> = (0..1 << count).collect();
    sets.sort_by_key(|set| set.count_ones());
    let of = |set: u32| -> Vec<Involvement> {
        let all = Involvement::ALL.iter().enumerate();
        all.filter(|(n, _)| set & (1 << n) != 0)
            .map(|(_, how)| *how)
            .collect()
    };
    sets.into_iter()
        .flat_map(|set| [false, true].map(|others| Involved { all: of(set), others }))
        .collect()
}
