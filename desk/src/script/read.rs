//! Lines of a script, each no longer than a megabyte, each UTF-8, as they come: nothing waits for the next line.
//!
//! Refuses to lose what follows a line that cannot be taken, and to hold a line that never ends in memory.

use super::line::Fault;
use std::io::{BufRead, Read};

/// The longest line, in bytes. An entry is at most 64 kB.
pub const LONGEST: usize = 1024 * 1024;

/// What comes next.
pub enum Next {
    /// A line that holds something.
    Line {
        /// Its number, from 1.
        number: u64,
        /// It.
        text: String,
    },
    /// A line that cannot be taken.
    Fault {
        /// Its number, from 1.
        number: u64,
        /// Why.
        fault: Fault,
    },
    /// There are no more.
    End,
    /// The script itself could not be read.
    Failed,
}

/// The lines of a script.
pub struct Lines<R> {
    from: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a reader.
    pub fn new(from: R) -> Self {
        Lines { from, number: 0 }
    }

    /// The next line that is not empty.
    pub fn next(&mut self) -> Next {
        loop {
            let mut bytes = Vec::new();
            let most = LONGEST as u64 + 1;
            match self.from.by_ref().take(most).read_until(b'\n', &mut bytes) {
                Ok(0) => return Next::End,
                Ok(_) => self.number += 1,
                Err(_) => return Next::Failed,
            }
            let number = self.number;
            let ended = bytes.last() == Some(&b'\n');
            if bytes.len() > LONGEST {
                if !ended && self.skip_rest().is_err() {
                    return Next::Failed;
                }
                return Next::Fault {
                    number,
                    fault: Fault::TooLong,
                };
            }
            let Ok(text) = String::from_utf8(bytes) else {
                return Next::Fault {
                    number,
                    fault: Fault::NotUtf8,
                };
            };
            // Some editors begin a file with a mark of its encoding.
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                return Next::Line {
                    number,
                    text: text.to_owned(),
                };
            }
        }
    }

    /// Passes over the rest of a line without keeping it.
    fn skip_rest(&mut self) -> std::io::Result<()> {
        loop {
            let held = self.from.fill_buf()?;
            if held.is_empty() {
                return Ok(());
            }
            let end = held.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(held.len(), |at| at + 1);
            self.from.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_cannot_be_taken_costs_itself_alone() {
        let mut script = vec![b'a'; LONGEST * 2 + 5];
        script.extend_from_slice(b"\n\n  \r\n\xff\xfe\n{}\r\nlast");
        let mut lines = Lines::new(script.as_slice());
        let mut said = Vec::new();
        loop {
            said.push(match lines.next() {
                Next::Line { number, text } => format!("{number} {text}"),
                Next::Fault { number, fault } => format!("{number} {}", fault.why()),
                Next::End => break,
                Next::Failed => "failed".to_owned(),
            });
        }
        assert_eq!(said, ["1 too_long", "4 not_utf8", "5 {}", "6 last"]);
    }
}
