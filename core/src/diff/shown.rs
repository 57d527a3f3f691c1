//! To whom a piece is shown: both packs asked in the same circumstances, one by one.
//!
//! Every role that either pack has, every age between their bands, each way of being involved, each place, each
//! presence, no factor and each factor alone. Refuses to guess from the words of a case: it asks what runs on devices.

use super::pieces::When;
use crate::age::Age;
use crate::interaction::because::conditions;
use crate::interaction::entry::{Begun, FactorSet, PackRef, SceneSet};
use crate::interaction::lines::role_words;
use crate::interaction::standing::{ChildBits, SceneBits, for_child};
use crate::interaction::state::{Child, State};
use crate::pack::types::Case;
use crate::pack::{CompiledCase, Pack};
use crate::sets::*;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// To whom a piece is shown now and was not, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ShownTo {
    /// In how many circumstances it is shown now and was not.
    pub more: u32,
    /// In how many it was shown and is no longer.
    pub fewer: u32,
    /// Of how many that were tried.
    pub of: u32,
}

/// Both packs, asked in the same circumstances.
pub(super) struct Grid<'p> {
    from: &'p Pack,
    to: &'p Pack,
    /// Made when the first piece needs it: most changes are of words alone.
    circumstances: OnceCell<Circumstances>,
}

struct Circumstances {
    scenes: Vec<SceneBits>,
    /// Each child as either pack sees it.
    children: Vec<(ChildBits, ChildBits)>,
}

impl<'p> Grid<'p> {
    pub fn of(from: &'p Pack, to: &'p Pack) -> Grid<'p> {
        Grid {
            from,
            to,
            circumstances: OnceCell::new(),
        }
    }

    /// Compares when a piece is shown; none where nothing differs.
    pub fn compare(&self, old: &When, new: &When) -> Option<ShownTo> {
        let (old, new) = (cases(self.from, old)?, cases(self.to, new)?);
        // Masks mean the same where the vocabulary they are made of does.
        let (a, b) = (self.from.file(), self.to.file());
        let same_vocabulary = a.age_bands == b.age_bands && a.factors == b.factors && a.roles == b.roles;
        if same_vocabulary && old == new {
            return None;
        }
        let shows = |cases: &[CompiledCase], scene: &SceneBits, child: &ChildBits| {
            cases.is_empty() || for_child(cases, scene, child).standing == Standing::Applies
        };
        let circumstances = self
            .circumstances
            .get_or_init(|| Circumstances::of(self.from, self.to));
        let (mut more, mut fewer, mut of) = (0, 0, 0);
        for scene in &circumstances.scenes {
            for (before, now) in &circumstances.children {
                of += 1;
                match (shows(old, scene, before), shows(new, scene, now)) {
                    (false, true) => more += 1,
                    (true, false) => fewer += 1,
                    _ => {}
                }
            }
        }
        (more + fewer > 0).then_some(ShownTo { more, fewer, of })
    }
}

impl Circumstances {
    fn of(from: &Pack, to: &Pack) -> Circumstances {
        let roles: BTreeSet<Role> = from
            .file()
            .roles
            .iter()
            .chain(&to.file().roles)
            .copied()
            .collect();
        let mut scenes = Vec::new();
        for role in roles {
            for place in Place::ALL.iter().filter(|it| **it != Place::NotKnown) {
                scenes.push(SceneBits::of(&scene(role, *place)));
            }
        }
        let mut children = Vec::new();
        let factors = factors(from, to);
        for age in ages(from, to) {
            for how in Involvement::ALL.iter().map(Some).chain([None]) {
                for presence in Presence::ALL.iter().filter(|it| **it != Presence::NotKnown) {
                    for present in factors.iter().map(Some).chain([None]) {
                        let child = child(age, how.copied(), *presence, &factors, present);
                        children.push((ChildBits::of(from, &child), ChildBits::of(to, &child)));
                    }
                }
            }
        }
        Circumstances { scenes, children }
    }
}

fn cases<'p>(pack: &'p Pack, when: &When) -> Option<&'p [CompiledCase]> {
    match when {
        When::Item(at) => pack.items().get(*at as usize).map(|it| it.cases.as_slice()),
        When::Prompt(at) => pack.prompts().get(*at as usize).map(|it| it.cases.as_slice()),
        When::Notice(at) => Some(pack.notice_cases(*at)),
        When::Route(at) => Some(pack.route_cases(*at)),
        When::Always => None,
    }
}

fn scene(role: Role, place: Place) -> State {
    let pack = PackRef {
        id: String::new(),
        version: 0,
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
        scene: Some(SceneSet { place, words: None }),
        ..State::default()
    }
}

/// One age from between each two ends of a band of either pack, and the unborn.
fn ages(from: &Pack, to: &Pack) -> Vec<Age> {
    let bands = from.file().age_bands.iter().chain(&to.file().age_bands);
    let mut cuts: BTreeSet<u32> = [0].into();
    for band in bands {
        cuts.extend(band.from_months);
        cuts.extend(band.to_months.and_then(|to| to.checked_add(1)));
    }
    let born = cuts.into_iter().map(|months| Age::Months {
        least: months,
        most: months,
    });
    born.chain([Age::Unborn]).collect()
}

fn factors(from: &Pack, to: &Pack) -> BTreeSet<String> {
    let all = from.file().factors.iter().chain(&to.file().factors);
    all.map(|it| it.id.clone()).collect()
}

fn child(
    age: Age,
    how: Option<Involvement>,
    presence: Presence,
    factors: &BTreeSet<String>,
    present: Option<&String>,
) -> Child {
    let set = |factor: &String| FactorSet {
        factor: factor.clone(),
        state: match present {
            Some(present) if present == factor => FactorState::Present,
            _ => FactorState::Absent,
        },
    };
    Child {
        number: 1,
        entry: 0,
        label: String::new(),
        apart: String::new(),
        age,
        presence,
        seen: Seen::NotSaid,
        seen_entry: 0,
        seen_at: None,
        from_others: vec![],
        involved: how.into_iter().collect(),
        may_be_others: false,
        factors: factors.iter().map(set).collect(),
        merged_into: None,
    }
}

/// When something is shown, in words: "always", "if a child is missing; or if there is …".
pub(super) fn cases_in_words(pack: &Pack, cases: &[Case]) -> String {
    if cases.is_empty() {
        return "always".to_owned();
    }
    let one = |case: &Case| {
        let mut words: Vec<String> = Vec::new();
        if !case.roles.is_empty() {
            let roles: Vec<&str> = case.roles.iter().map(|role| role_words(*role)).collect();
            words.push(format!("for {}", roles.join(" or ")));
        }
        let conditions = conditions(pack, case, u32::MAX, "a child");
        if !conditions.is_empty() {
            words.push(format!("if {}", conditions.join(" and ")));
        }
        words.join(", ")
    };
    cases.iter().map(one).collect::<Vec<_>>().join("; or ")
}
