//! Standard output: wrapped and sparingly bold at a terminal, plain lines in a pipe, JSON when asked for.
//!
//! Refuses colour where nobody asked for it (`NO_COLOR`, no terminal), red for anything but immediate danger, and to
//! panic when the reader of a pipe has gone.

use crate::failure::{Failure, code};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};
use std::path::Path;

/// Text is laid out no wider than this, however wide the terminal is: longer lines are hard to read.
const WIDEST: usize = 100;
/// And no narrower.
const NARROWEST: usize = 30;

/// A page of text on its way to standard output.
pub struct Page {
    to: To,
    /// None in a pipe: nothing is wrapped.
    width: Option<usize>,
    styled: bool,
    gone: bool,
    failed: bool,
}

/// Where a page goes.
enum To {
    Out(BufWriter<Stdout>),
    Kept(Vec<u8>),
}

impl To {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            To::Out(out) => out.write_all(bytes),
            To::Kept(kept) => kept.write_all(bytes),
        }
    }
}

/// Whether standard output is a terminal that nobody asked to be plain.
pub fn styled() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || dumb();
    io::stdout().is_terminal() && !plain
}

/// Whether the terminal says of itself that it cannot be drawn on.
pub fn dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|value| value == "dumb")
}

impl Page {
    /// A page that is kept, laid out for a width, to be shown by its lines.
    pub fn kept(width: usize, styled: bool) -> Page {
        Page {
            to: To::Kept(Vec::new()),
            width: Some(width),
            styled,
            gone: false,
            failed: false,
        }
    }

    /// The lines of a page that was kept.
    pub fn lines(self) -> Vec<String> {
        match self.to {
            To::Out(_) => Vec::new(),
            To::Kept(kept) => String::from_utf8_lossy(&kept)
                .lines()
                .map(str::to_owned)
                .collect(),
        }
    }

    /// A page for whatever standard output is.
    pub fn new() -> Page {
        Page {
            to: To::Out(BufWriter::new(io::stdout())),
            width: io::stdout().is_terminal().then(width),
            styled: styled(),
            gone: false,
            failed: false,
        }
    }

    /// A line at an indent; what does not fit goes on below, `hang` further in.
    pub fn line(&mut self, indent: usize, hang: usize, text: &str) {
        for (n, part) in wrap(text, self.width, indent, hang).iter().enumerate() {
            let by = if n == 0 { indent } else { indent + hang };
            self.write(&format!("{:by$}{part}\n", ""));
        }
    }

    /// A line that is not wrapped: a row of a table.
    pub fn row(&mut self, text: &str) {
        self.write(&harmless(text));
        self.write("\n");
    }

    /// A heading.
    pub fn heading(&mut self, indent: usize, text: &str) {
        self.styled_line("1", indent, text);
    }

    /// A line about immediate danger, the one thing that is red.
    pub fn danger(&mut self, indent: usize, text: &str) {
        self.styled_line("1;31", indent, text);
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.write("\n");
    }

    fn styled_line(&mut self, style: &str, indent: usize, text: &str) {
        for part in wrap(text, self.width, indent, 0) {
            let pad = format!("{:indent$}", "");
            if self.styled {
                self.write(&format!("{pad}\x1b[{style}m{part}\x1b[0m\n"));
            } else {
                self.write(&format!("{pad}{part}\n"));
            }
        }
    }

    fn write(&mut self, text: &str) {
        if self.gone || self.failed {
            return;
        }
        let result = self.to.write_all(text.as_bytes());
        self.note(result);
    }

    fn note(&mut self, result: io::Result<()>) {
        match result {
            Ok(()) => {}
            // Whoever read it has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.gone = true,
            Err(_) => self.failed = true,
        }
    }

    /// Ends the page.
    ///
    /// # Errors
    /// When it could not be written out, for any reason but a reader that has gone.
    pub fn end(self) -> Result<(), Failure> {
        self.end_read().map(|_| ())
    }

    /// Ends the page, and says whether anybody is still reading.
    ///
    /// # Errors
    /// When it could not be written out, for any reason but a reader that has gone.
    pub fn end_read(mut self) -> Result<bool, Failure> {
        if let To::Out(out) = &mut self.to
            && !self.gone
        {
            let result = out.flush();
            self.note(result);
        }
        if self.gone {
            // Otherwise the buffer would be tried again when it is dropped.
            if let To::Out(out) = self.to {
                let _ = out.into_parts();
            }
            return Ok(false);
        }
        if self.failed {
            return Err(Failure::new(
                code::NOT_SAVED,
                "The output could not be written. Free some space there and try again.",
            ));
        }
        Ok(true)
    }
}

/// Prints a value as JSON.
///
/// # Errors
/// When it could not be written.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|_| Failure::new(code::NOT_SAVED, "The output could not be made into JSON."))?;
    raw(&text)
}

/// Prints a text as it is.
///
/// # Errors
/// When it could not be written.
pub fn raw(text: &str) -> Result<(), Failure> {
    let mut page = Page::new();
    page.write(text);
    if !text.ends_with('\n') {
        page.write("\n");
    }
    page.end()
}

/// Writes a file that is not there yet, and has it on the disk when this returns.
///
/// # Errors
/// When there is one of that name, or it could not be written.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = File::create_new(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(
            code::REFUSED,
            "There is a file of that name already, and it is not written over. Name another.",
        ),
        _ => Failure::new(
            code::NOT_SAVED,
            "The file could not be written. Name another place.",
        ),
    })
}

/// Writes beside a file and renames, so that it is there whole or not at all.
///
/// # Errors
/// When it could not be written; what was there stays.
pub fn in_place(path: &Path, bytes: &[u8], what: &str) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".writing");
    let half = path.with_file_name(name);
    let written = File::create(&half)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&half, path));
    written.map_err(|_| {
        let _ = std::fs::remove_file(&half);
        Failure::new(
            code::NOT_SAVED,
            format!("{what} could not be written there. Name another place."),
        )
    })
}

/// The width of the terminal: as it says, or as COLUMNS says.
fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.or_else(seen).unwrap_or(80).clamp(NARROWEST, WIDEST)
}

/// What is typed or shown never steers the terminal: no character that paints it, and none that turns the reading
/// direction, so that a number reads as it was typed. A direction mark is shown as its number.
pub fn harmless(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => plain.push(letter),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                plain.push_str(&format!("[U+{:04X}]", u32::from(letter)));
            }
            letter if letter.is_control() => {}
            letter => plain.push(letter),
        }
    }
    plain
}

/// Lays a text out in lines that fit beside their indent.
fn wrap(text: &str, width: Option<usize>, indent: usize, hang: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in harmless(text).split('\n') {
        let Some(width) = width else {
            lines.push(line.to_owned());
            continue;
        };
        let mut now = String::new();
        let mut long = 0;
        for word in line.split(' ') {
            let by = if lines.is_empty() { indent } else { indent + hang };
            let room = width.saturating_sub(by).max(NARROWEST / 2);
            let letters = word.chars().count();
            if long > 0 && long + 1 + letters > room {
                lines.push(std::mem::take(&mut now));
                long = 0;
            }
            if long > 0 {
                now.push(' ');
                long += 1;
            }
            now.push_str(word);
            long += letters;
        }
        lines.push(now);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_do_not_steer_the_terminal() {
        let typed = "call \u{1b}[2J\u{7}me \u{202e}321\u{202c}\nline two";
        let plain = "call [2Jme [U+202E]321[U+202C]\nline two";
        assert_eq!(harmless(typed), plain);
        assert_eq!(wrap(typed, None, 0, 0).join("\n"), plain);
    }

    #[test]
    fn a_line_wraps_at_a_terminal_and_stays_whole_in_a_pipe() {
        let text = "See the child yourself: awake, asleep or not seen?";
        assert_eq!(wrap(text, None, 4, 2), [text]);
        let lines = wrap(text, Some(34), 4, 2);
        assert_eq!(lines, ["See the child yourself: awake,", "asleep or not seen?"]);
        assert_eq!(
            wrap("one\ntwo", Some(80), 0, 0),
            ["one", "two"],
            "its own line ends stay"
        );
    }

    #[test]
    fn a_word_longer_than_the_line_is_not_lost() {
        let long = "a".repeat(200);
        assert_eq!(wrap(&format!("x {long} y"), Some(30), 0, 0), ["x", &long, "y"]);
    }
}
