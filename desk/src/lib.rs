//! `childfirst`: the desk tool. Reads the command line, runs one command, ends with its exit code.
//!
//! A library for the program and for the rigs in `tests/`, and for nobody else: no promise is made about its names.
//!
//! Refuses to panic on a closed pipe, and to print anything but the command's own data on standard output.

mod app;
mod cli;
mod commands;
pub mod failure;
mod interactive;
pub mod publish;
pub mod script;
pub mod transport;
pub mod vault;

use clap::Parser;
use clap::error::ErrorKind;
use std::io::Write;
use std::process::ExitCode;

/// Runs the program as its command line says.
pub fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return told_by_clap(&error),
    };
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.sentence.is_empty() {
                // Where nobody reads standard error either, the exit code has to do.
                let _ = writeln!(std::io::stderr(), "childfirst: {failure}");
            }
            ExitCode::from(failure.code)
        }
    }
}

/// Help and version go to standard output; what clap cannot take reads like every other error of ours.
fn told_by_clap(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let _ = write!(std::io::stderr(), "childfirst: {text}");
    ExitCode::from(failure::code::USAGE)
}
