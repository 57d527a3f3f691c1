//! A circumstance in words, and as a state: what a counterexample says, and what the worklist is asked.
//!
//! Refuses to say what does not matter.

use super::grid::{Grid, Involved, Spot};
use crate::age::Age;
use crate::interaction::because::{involvement_words, place_words, presence_words};
use crate::interaction::entry::{Begun, FactorSet, PackRef};
use crate::interaction::lines::one_of_role;
use crate::interaction::state::{Child, State};
use crate::pack::Pack;
use crate::sets::{FactorState, Place, Presence, Role, Seen};

/// A circumstance: the role, and those dimensions that matter.
pub(super) fn of_spot(pack: &Pack, grid: &Grid, spot: &Spot, matters: &[bool]) -> String {
    let [age_at, involved_at, place_at, presence_at] = *spot;
    let mut all = vec![one_of_role(grid.role)];
    let matters = |n: usize| matters.get(n) == Some(&true);
    if let Some((found, _)) = grid.ages.get(age_at).filter(|_| matters(0)) {
        all.push(age(pack, *found));
    }
    if let Some(found) = grid.involved.get(involved_at).filter(|_| matters(1)) {
        all.push(involved(found));
    }
    if let Some(found) = grid.places.get(place_at).filter(|_| matters(2)) {
        all.push(match found {
            Place::NotKnown => "place not known".to_owned(),
            place => format!("place: {}", place_words(*place)),
        });
    }
    if let Some(found) = grid.presence.get(presence_at).filter(|_| matters(3)) {
        all.push(match found {
            Presence::NotKnown => "where the child is not known".to_owned(),
            presence => format!("child {}", presence_words(*presence)),
        });
    }
    if all.len() == 1 {
        all.push("whatever is known".to_owned());
    }
    all.join(", ")
}

fn age(pack: &Pack, age: Age) -> String {
    match age {
        Age::NotKnown => "age not known".to_owned(),
        Age::Unborn => "a child not yet born".to_owned(),
        Age::Months { least, most } => {
            let band = pack.file().age_bands.iter().find(|band| {
                band.born && band.from_months.unwrap_or(0) == least && band.to_months == Some(most)
            });
            match band {
                Some(band) => format!("age {}", band.label),
                None => format!("age {}", age.words()),
            }
        }
    }
}

fn involved(found: &Involved) -> String {
    let words: Vec<&str> = found.all.iter().map(|how| involvement_words(*how)).collect();
    match (words.is_empty(), found.others) {
        (true, true) => "not known how involved".to_owned(),
        (true, false) => "involved in no way that is named".to_owned(),
        (false, true) => format!("{} and perhaps more", words.join(" and ")),
        (false, false) => format!("{} and nothing else", words.join(" and ")),
    }
}

/// A state in which nothing is known but the role, with some children.
pub(super) fn state(role: Role, children: u32) -> State {
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
        children: (1..=children).map(child).collect(),
        ..State::default()
    }
}

/// A child of whom nothing is known.
pub(super) fn child(number: u32) -> Child {
    Child {
        number,
        entry: 1,
        label: "child".to_owned(),
        apart: String::new(),
        age: Age::NotKnown,
        presence: Presence::NotKnown,
        seen: Seen::NotSaid,
        seen_entry: 0,
        seen_at: None,
        from_others: Vec::new(),
        involved: Vec::new(),
        may_be_others: true,
        factors: Vec::new(),
        merged_into: None,
    }
}

/// Makes factors present.
pub(super) fn present<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<FactorSet> {
    ids.map(|id| FactorSet {
        factor: id.to_owned(),
        state: FactorState::Present,
    })
    .collect()
}
