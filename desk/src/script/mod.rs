//! `walk --script`: an interaction worked through from NDJSON, one operation a line, one line out for each.
//!
//! A receipt is printed only after the commit returned, and flushed at once: whoever reads it may rely on it whatever
//! happens next. Refuses to half-obey: a line with an unknown field, a repeated key or a wrong value does nothing.

mod answer;
mod line;
mod ops;
mod perform;
mod read;
mod schema;

use self::answer::Reply;
use self::perform::Session;
use self::read::{Lines, Next};
use crate::app::App;
use crate::failure::{Failure, code};
use childfirst::ordinary;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// A line of a script as it is understood, before anything is done.
pub struct Understood {
    /// Its number, from 1.
    pub line: u64,
    /// The operation that it asks for.
    pub op: Option<String>,
    /// What is printed when it is not one.
    pub fault: Option<String>,
}

/// Reads a script as [`run`] does, and does nothing. For the rigs.
pub fn understand(script: &[u8]) -> Vec<Understood> {
    let mut lines = Lines::new(script);
    let mut all = Vec::new();
    loop {
        let (line, read) = match lines.next() {
            Next::End | Next::Failed => return all,
            Next::Line { number, text } => (number, perform::read(&text).map(|(op, ..)| op)),
            Next::Fault { number, fault } => (number, Err(fault)),
        };
        let fault = read.as_ref().err().map(|fault| Reply::fault(line, fault).text);
        all.push(Understood {
            line,
            op: read.ok(),
            fault,
        });
    }
}

/// Runs a script.
///
/// # Errors
/// [`code::REFUSED`] when a line was not taken, or the code of what went wrong with the disk or the key.
pub fn run(app: &App, file: &Path, stop_on_error: bool) -> Result<(), Failure> {
    let from: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(ordinary::open(file).map_err(|_| {
            Failure::new(
                code::NOT_FOUND,
                match ordinary::is_something_else(file) {
                    true => "The script is not an ordinary file. Name a file, or - for standard input.",
                    false => "The script cannot be read. Name a file, or - for standard input.",
                },
            )
        })?)
    };
    // Before the first line is read: when the records are in use or locked, no line is half way through.
    let mut session = Session::new(app, app.records()?);
    let mut lines = Lines::new(BufReader::new(from));
    let mut out = io::stdout();
    let (mut taken, mut refused) = (0u64, Vec::new());
    let mut worst = None;
    loop {
        let reply = match lines.next() {
            Next::End => break,
            Next::Failed => {
                return Err(Failure::new(
                    code::NOT_SAVED,
                    "The script could not be read to its end. Every line with a receipt is saved; run the rest again.",
                ));
            }
            Next::Line { number, text } => session.perform(number, text),
            Next::Fault { number, fault } => Reply::fault(number, &fault),
        };
        let written = writeln!(out, "{}", reply.text).and_then(|()| out.flush());
        if written.is_err() {
            return Err(Failure::new(
                code::NOT_SAVED,
                "Nobody reads the receipts any more, so the script was stopped. Every line up to there is done.",
            ));
        }
        match reply.failed {
            None => taken += 1,
            Some(failed) => {
                refused.push(reply.line);
                if failed != code::REFUSED && failed != code::NOT_FOUND {
                    worst.get_or_insert(failed);
                }
                if stop_on_error {
                    break;
                }
            }
        }
    }
    match refused.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(Failure::new(
            worst.unwrap_or(code::REFUSED),
            format!(
                "{} of {} lines did nothing, the first is line {first}. Each says why; mend it and run it after \
                {{\"op\":\"resumed\"}}.",
                refused.len(),
                refused.len() as u64 + taken
            ),
        )),
    }
}
