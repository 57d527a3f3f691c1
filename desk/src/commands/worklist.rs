//! `worklist`: what is to be done in circumstances given on the command line. Records nothing and needs no key.
//!
//! What is not said is not known. With nothing said of a child, one wholly unknown child stands for all, so that what
//! is asked for each child is shown too.

use super::names;
use super::out::{self, Page};
use super::view::{self, Made};
use crate::app::App;
use crate::cli::Worklist;
use crate::failure::{Failure, code};
use childfirst::interaction::entry::{Begun, FactorSet, PackRef, SceneSet};
use childfirst::interaction::local::Locals;
use childfirst::interaction::state::{Child, State};
use childfirst::pack::Pack;
use childfirst::sets::{FactorState, Presence, Role, Seen};

/// Prints the worklist.
///
/// # Errors
/// A pack, role or factor that does not exist, with the nearest that does.
pub fn run(app: &App, asked: &Worklist) -> Result<(), Failure> {
    let pack = app.pack(&asked.pack)?;
    let roles = &pack.file().roles;
    if !roles.contains(&asked.role) {
        return Err(no_flow(&pack));
    }
    let child = child(&pack, asked)?;
    let state = State {
        begun: Some(begun(&pack, asked.role)),
        scene: asked.place.map(|place| SceneSet { place, words: None }),
        children: vec![child],
        ..State::default()
    };
    let made = Made {
        pack: &pack,
        state: &state,
        stand_in: !describes_a_child(asked),
        danger: None,
        locals: Locals {
            pack: &pack,
            now: app.values(&pack).as_deref(),
            began: None,
        }
        .all(),
        status: app.status(&pack),
    };
    let view = view::make(made);
    if asked.json {
        return out::json(&view);
    }
    let mut page = Page::new();
    view::print(&view, &mut page, asked.all);
    page.end()
}

fn describes_a_child(asked: &Worklist) -> bool {
    asked.age.is_some()
        || !asked.involved.is_empty()
        || asked.presence.is_some()
        || asked.no_others
        || !asked.factor.is_empty()
        || !asked.no_factor.is_empty()
}

fn child(pack: &Pack, asked: &Worklist) -> Result<Child, Failure> {
    let known = || pack.file().factors.iter().map(|factor| factor.id.as_str());
    let mut factors = Vec::new();
    for (ids, state) in [
        (&asked.factor, FactorState::Present),
        (&asked.no_factor, FactorState::Absent),
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
    if let Some(both) = asked.factor.iter().find(|id| asked.no_factor.contains(id)) {
        return Err(Failure::new(
            code::USAGE,
            format!("{both} cannot be both present and absent. Leave one out."),
        ));
    }
    Ok(Child {
        number: 1,
        entry: 0,
        label: "the child".to_owned(),
        age: asked.age.unwrap_or(childfirst::age::Age::NotKnown),
        presence: asked.presence.unwrap_or(Presence::NotKnown),
        seen: Seen::NotSaid,
        seen_entry: 0,
        seen_at: None,
        involved: asked.involved.clone(),
        may_be_others: !asked.no_others,
        factors,
        from_others: Vec::new(),
        merged_into: None,
    })
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
fn no_flow(pack: &Pack) -> Failure {
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
