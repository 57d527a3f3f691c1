//! `childfirst`: the desk tool.

mod app;
mod failure;
mod interactive;
mod vault;

use std::process::ExitCode;

// For now the program is its interactive path; the command line comes with its own engineer.
fn main() -> ExitCode {
    let data = std::env::args_os().nth(1).map(Into::into);
    match app::App::open(data, None).and_then(|app| interactive::run(&app)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code)
        }
    }
}
