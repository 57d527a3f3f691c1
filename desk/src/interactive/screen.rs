//! What is printed: plain lines from top to bottom, wrapped, so that a screen reader reads them in order.
//!
//! Bold stands for what matters now, red for immediate danger and nothing else; neither without a terminal that can
//! show it, nor with NO_COLOR. Refuses to move the cursor, to redraw and to blink.

use crate::commands::out::harmless;
use std::io::{IsTerminal, Write};

/// Lines longer than this tire the eye, however wide the terminal is.
const WIDEST: usize = 100;
/// The width where none is known.
const USUAL: usize = 80;

/// The screen.
pub struct Screen {
    styled: bool,
    terminal: bool,
}

impl Screen {
    /// The screen of this process.
    pub fn new() -> Screen {
        let terminal = std::io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Screen {
            styled: terminal && !plain && !dumb,
            terminal,
        }
    }

    /// A paragraph.
    pub fn say(&self, text: &str) {
        self.put(text, 0, "");
    }

    /// A paragraph under something else.
    pub fn under(&self, text: &str) {
        self.put(text, 2, "");
    }

    /// A numbered line or one with a mark of its own; what follows it hangs under its words.
    pub fn listed(&self, mark: &str, text: &str) {
        let mark = format!("{mark:>4} ");
        for (at, line) in wrap(text, self.width().saturating_sub(mark.chars().count()))
            .iter()
            .enumerate()
        {
            let left = if at == 0 { mark.as_str() } else { "     " };
            self.line(&format!("{left}{line}"), "");
        }
    }

    /// What matters now.
    pub fn bold(&self, text: &str) {
        self.put(text, 0, "\x1b[1m");
    }

    /// Immediate danger, and nothing else.
    pub fn danger(&self, text: &str) {
        self.put(text, 0, "\x1b[1;31m");
    }

    /// An empty line.
    pub fn gap(&self) {
        self.line("", "");
    }

    /// As many empty lines as the terminal is high: what stood there is off the screen.
    pub fn out_of_sight(&self) {
        let height = terminal_size::terminal_size().map_or(0, |(_, height)| height.0);
        for _ in 0..height {
            self.gap();
        }
    }

    /// Lines as they are, each hanging as far in as it begins.
    pub fn lines(&self, text: &str) {
        for line in text.lines() {
            let indent = line.chars().take_while(|letter| *letter == ' ').count();
            self.put(line.trim_start(), indent.min(6), "");
        }
    }

    /// One line, never broken here: whoever copies it from the screen gets it whole.
    pub fn whole(&self, text: &str) {
        self.line(&harmless(text).replace('\n', " "), "");
    }

    /// Offers a text to the terminal's clipboard. False: this is no terminal. Whether it took it, no terminal says.
    pub fn clipboard(&self, text: &str) -> bool {
        if !self.terminal {
            return false;
        }
        let mut out = std::io::stdout().lock();
        let written = write!(out, "\x1b]52;c;{}\x07", base64(text.as_bytes()));
        written.and_then(|()| out.flush()).is_ok()
    }

    fn put(&self, text: &str, indent: usize, style: &str) {
        for line in wrap(text, self.width().saturating_sub(indent)) {
            self.line(&format!("{:indent$}{line}", ""), style);
        }
    }

    fn line(&self, line: &str, style: &str) {
        let mut out = std::io::stdout().lock();
        // A terminal that is gone is met where the next line is read.
        let _ = if self.styled && !style.is_empty() {
            writeln!(out, "{style}{line}\x1b[0m")
        } else {
            writeln!(out, "{line}")
        };
    }

    fn width(&self) -> usize {
        let known = self
            .terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| usize::from(width.0));
        known.filter(|width| *width >= 20).unwrap_or(USUAL).min(WIDEST)
    }
}

/// As a terminal takes what is meant for its clipboard.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * at) & 63) as usize);
            match letter.filter(|_| at <= three.len()) {
                Some(letter) => text.push(char::from(*letter)),
                None => text.push('='),
            }
        }
    }
    text
}

/// Breaks a text into lines at its spaces. A word that is longer than a line stands alone.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    // What is typed or shown never steers the terminal.
    for paragraph in harmless(text).split('\n') {
        let mut line = String::new();
        let mut long = 0;
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let more = word.chars().count();
            if long > 0 && long + 1 + more > width {
                lines.push(std::mem::take(&mut line));
                long = 0;
            }
            if long > 0 {
                line.push(' ');
                long += 1;
            }
            line.push_str(word);
            long += more;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_for_the_clipboard_is_base64() {
        for (text, want) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("“é”", "4oCcw6nigJ0="),
        ] {
            assert_eq!(base64(text.as_bytes()), want);
        }
    }

    #[test]
    fn lines_break_at_spaces_and_no_word_is_lost() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("a longerthanseven b", 7), ["a", "longerthanseven", "b"]);
        assert_eq!(wrap("one\ntwo", 80), ["one", "two"]);
        assert_eq!(wrap("bell\x07 and \x1b[31mred", 80), ["bell and [31mred"]);
    }
}
