//! Circumstances given on the command line, as the state of an interaction in which nothing was recorded.
//!
//! What is not said is not known. With nothing said of a child, one wholly unknown child stands for all, so that what
//! is asked for each child is shown too.

use super::names;
use crate::cli::Circumstances;
use crate::failure::{Failure, code};
use childfirst::age::Age;
use childfirst::interaction::entry::{Begun, FactorSet, PackRef, SceneSet};
use childfirst::interaction::state::{Child, State};
use childfirst::pack::Pack;
use childfirst::sets::{FactorState, Presence, Role, Seen};

/// The state that was described.
///
/// # Errors
/// A factor that does not exist, with the nearest that does; one that is to be both present and absent.
pub fn state(pack: &Pack, role: Role, given: &Circumstances) -> Result<State, Failure> {
    let factors = factors(pack, given)?;
    let usual = [(None, given.age.unwrap_or(Age::NotKnown))];
    let named = match given.child.as_slice() {
        [] => usual.as_slice(),
        named => named,
    };
    let children = (1..)
        .zip(named)
        .map(|(number, (label, age))| Child {
            number,
            entry: 0,
            label: match (label, named.len()) {
                (Some(label), _) => label.clone(),
                (None, 1) => "the child".to_owned(),
                (None, _) => format!("child {number}"),
            },
            apart: String::new(),
            age: *age,
            presence: given.presence.unwrap_or(Presence::NotKnown),
            seen: Seen::NotSaid,
            seen_entry: 0,
            seen_at: None,
            involved: given.involved.clone(),
            may_be_others: !given.no_others,
            factors: factors.clone(),
            from_others: Vec::new(),
            merged_into: None,
        })
        .collect();
    Ok(State {
        begun: Some(begun(pack, role)),
        scene: given.place.map(|place| SceneSet { place, words: None }),
        children,
        ..State::default()
    })
}

/// Whether anything was said of a child.
pub fn describe_a_child(given: &Circumstances) -> bool {
    given.age.is_some()
        || !given.child.is_empty()
        || !given.involved.is_empty()
        || given.presence.is_some()
        || given.no_others
        || !given.factor.is_empty()
        || !given.no_factor.is_empty()
}

fn factors(pack: &Pack, given: &Circumstances) -> Result<Vec<FactorSet>, Failure> {
    let known = || pack.file().factors.iter().map(|factor| factor.id.as_str());
    let mut factors = Vec::new();
    for (ids, state) in [
        (&given.factor, FactorState::Present),
        (&given.no_factor, FactorState::Absent),
    ] {
        for id in ids {
            if !known().any(|factor| factor == id) {
                let all: Vec<&str> = known().collect();
                return Err(names::unknown("factor", id, all));
            }
            factors.push(FactorSet {
                factor: id.clone(),
                state,
            });
        }
    }
    if let Some(both) = given.factor.iter().find(|id| given.no_factor.contains(id)) {
        return Err(Failure::new(
            code::USAGE,
            format!("{both} cannot be both present and absent. Leave one out."),
        ));
    }
    Ok(factors)
}

fn begun(pack: &Pack, role: Role) -> Begun {
    let file = pack.file();
    Begun {
        pack: PackRef {
            id: file.id.clone(),
            version: file.version,
            title: file.title.clone(),
            digest: pack.digest_hex().to_owned(),
        },
        values: None,
        role,
        recorder: None,
    }
}

/// A role without a flow in a pack.
pub fn no_flow(pack: &Pack) -> Failure {
    let have: Vec<&str> = pack.file().roles.iter().map(|role| role.as_str()).collect();
    let sentence = if have.is_empty() {
        format!(
            "{} has no worklist: it is read with `childfirst reference --pack {}`.",
            pack.file().title,
            pack.file().id
        )
    } else {
        format!(
            "{} has no worklist for that role. It has: {}.",
            pack.file().title,
            have.join(", ")
        )
    };
    Failure::new(code::NOT_FOUND, sentence)
}
