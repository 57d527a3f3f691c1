//! `completions` and `man`: made from the same command line that is parsed. Opens nothing.

use super::out;
use crate::cli::Cli;
use crate::failure::{Failure, code};
use clap::CommandFactory;

/// Prints completions for a shell.
///
/// # Errors
/// When they could not be written.
pub fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "childfirst", &mut text);
    out::raw(&String::from_utf8_lossy(&text))
}

/// Prints the manual page: the tool, then each command.
///
/// # Errors
/// When it could not be written.
pub fn manual() -> Result<(), Failure> {
    let failed = |_| Failure::new(code::NOT_SAVED, "The manual page could not be made.");
    let mut command = Cli::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut text)
        .map_err(failed)?;
    for one in command.get_subcommands().filter(|one| one.get_name() != "help") {
        let page = clap_mangen::Man::new(one.clone());
        let name = one.get_name().to_uppercase();
        text.extend_from_slice(format!(".SH COMMAND {name}\n").as_bytes());
        let mut part = Vec::new();
        page.render_description_section(&mut part).map_err(failed)?;
        page.render_synopsis_section(&mut part).map_err(failed)?;
        page.render_options_section(&mut part).map_err(failed)?;
        page.render_extra_section(&mut part).map_err(failed)?;
        // One page: a command's sections stand under it, a step below.
        text.extend_from_slice(String::from_utf8_lossy(&part).replace(".SH ", ".SS ").as_bytes());
    }
    out::raw(&String::from_utf8_lossy(&text))
}
