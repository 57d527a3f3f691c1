//! `worklist`: what is to be done in circumstances given on the command line. Records nothing and needs no key.
//!
//! What is not said is not known. With nothing said of a child, one wholly unknown child stands for all, so that what
//! is asked for each child is shown too.

use super::circumstances;
use super::out::{self, Page};
use super::view::{self, Made};
use crate::app::App;
use crate::cli::Worklist;
use crate::failure::Failure;
use childfirst::interaction::local::Locals;

/// Prints the worklist.
///
/// # Errors
/// A pack, role or factor that does not exist, with the nearest that does.
pub fn run(app: &App, asked: &Worklist) -> Result<(), Failure> {
    let pack = app.pack(&asked.pack)?;
    let roles = &pack.file().roles;
    if !roles.contains(&asked.role) {
        return Err(circumstances::no_flow(&pack));
    }
    let state = circumstances::state(&pack, asked.role, &asked.given)?;
    let made = Made {
        pack: &pack,
        state: &state,
        stand_in: !circumstances::describe_a_child(&asked.given),
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
