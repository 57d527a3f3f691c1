//! The commands: each reads what it needs, prints it as text or JSON, and says in its exit code how it went.
//!
//! Refuses to open the records for a command that reads guidance alone, and any data folder for one that needs none.

mod approve;
mod build;
mod circumstances;
mod coverage;
pub mod diff;
pub mod export;
mod keep;
mod key;
mod lint;
mod list;
pub mod names;
mod new_pack;
pub mod out;
mod packs;
mod preview;
mod propose;
mod publish;
mod record;
mod recovery;
mod reference;
mod repo;
pub mod review;
mod rotate;
mod salvage;
mod search;
mod serve;
mod shell;
pub mod show;
mod sources;
mod sync;
mod values;
mod verify;
pub mod view;
mod worklist;

use crate::app::App;
use crate::cli::{Cli, Command};
use crate::failure::Failure;
use crate::{interactive, script};

/// Runs what was asked.
///
/// # Errors
/// What went wrong, with its exit code.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let open = || App::open(cli.data.clone(), cli.now, cli.recovery_key.clone());
    match &cli.command {
        None => interactive::run(&open()?),
        Some(Command::Walk(walk)) => match &walk.script {
            None => interactive::run(&open()?),
            Some(file) => script::run(&open()?, file, walk.stop_on_error),
        },
        Some(Command::Worklist(what)) => worklist::run(&open()?, what),
        Some(Command::List(what)) => list::run(&open()?, what),
        Some(Command::Show(one)) => show::run(&open()?, one),
        Some(Command::Record(one)) => record::run(&open()?, one),
        Some(Command::Review(what)) => review::run(&open()?, what),
        Some(Command::Export(what)) => export::run(&open()?, what),
        Some(Command::Verify(what)) => verify::run(open, what),
        Some(Command::Build(what)) => build::run(what),
        Some(Command::Diff(what)) => diff::run(open, what),
        Some(Command::Coverage(what)) => coverage::run(what),
        Some(Command::Lint(what)) => lint::run(what, cli.now),
        Some(Command::NewPack(what)) => new_pack::run(what, cli.now),
        Some(Command::Preview(what)) => preview::run(what, cli.now),
        Some(Command::Packs(json)) => packs::run(&open()?, json.json),
        Some(Command::Values(what)) => values::run(&open()?, what),
        Some(Command::Sync(what)) => sync::run(&open()?, what),
        Some(Command::Repo(what)) => repo::run(what, cli.now),
        Some(Command::Key(what)) => key::run(what),
        Some(Command::Propose(what)) => propose::run(what, cli.now),
        Some(Command::Approve(what)) => approve::run(what, cli.now),
        Some(Command::Publish(what)) => publish::run(what, cli.now),
        Some(Command::Withdraw(what)) => propose::withdraw(what, cli.now),
        Some(Command::Rotate(what)) => rotate::run(what, cli.now),
        Some(Command::Renew(what)) => propose::renew(what, cli.now),
        Some(Command::Serve(what)) => serve::run(what),
        Some(Command::Search(what)) => search::run(&open()?, what),
        Some(Command::Reference(what)) => reference::run(&open()?, what),
        Some(Command::Erase(what)) => keep::erase(&open()?, what),
        Some(Command::Hold(what)) => keep::hold(&open()?, what),
        Some(Command::Destroy(what)) => keep::destroy(&open()?, what),
        Some(Command::NewRecords) => list::new_records(&open()?),
        Some(Command::RecoveryKey(what)) => recovery::make_key(&what.out),
        Some(Command::Recover(what)) => recovery::run(what),
        Some(Command::Completions { shell }) => shell::completions(*shell),
        Some(Command::Man) => shell::manual(),
    }
}
