//! One line from the keyboard, or from a pipe.
//!
//! At a terminal a line editor reads, so that a slip is mended before Enter. Refuses a history of any kind: what was
//! typed about a child does not come back with the up key, nor in a file.

use super::drafts::{Drafts, Place};
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};
use std::io::{BufRead, IsTerminal, Write};

/// What came of asking for a line.
pub enum Typed {
    /// A line.
    Line(String),
    /// The end: Ctrl-C, Ctrl-D, a closed terminal, the end of the pipe.
    End,
}

/// Where lines come from.
pub struct Input {
    editor: Option<Box<Editor<Typing, MemHistory>>>,
    drafts: Drafts,
}

/// Tells the drafts what is half typed, with every key.
struct Typing(Drafts);

impl Helper for Typing {}
impl Completer for Typing {
    type Candidate = String;
}
impl Highlighter for Typing {}
impl Validator for Typing {}
impl Hinter for Typing {
    type Hint = String;
    fn hint(&self, line: &str, _at: usize, _context: &Context<'_>) -> Option<String> {
        self.0.typed(line);
        None
    }
}

impl Input {
    /// The input of this process.
    pub fn new(drafts: Drafts) -> Input {
        let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let editor = terminal.then(|| editor(drafts.clone())).flatten();
        Input { editor, drafts }
    }

    /// Reads a line. `kept` stands in it already and can be changed.
    pub fn read(&mut self, prompt: &str, kept: &str, place: Option<Place>) -> Typed {
        self.drafts.at(place, !kept.is_empty());
        let line = match &mut self.editor {
            Some(editor) => editor.readline_with_initial(prompt, (kept, "")).ok(),
            None => plain(prompt, kept),
        };
        match line {
            Some(line) => {
                if line.trim().is_empty() {
                    self.drafts.emptied();
                }
                Typed::Line(line.trim().to_owned())
            }
            None => {
                self.drafts.keep();
                Typed::End
            }
        }
    }
}

fn editor(drafts: Drafts) -> Option<Box<Editor<Typing, MemHistory>>> {
    let config = Config::builder()
        .max_history_size(0)
        .ok()?
        .auto_add_history(false)
        .build();
    let mut editor = Editor::with_history(config, MemHistory::new()).ok()?;
    editor.set_helper(Some(Typing(drafts)));
    Some(Box::new(editor))
}

/// From a pipe: an empty line takes what is kept, any other stands in its place.
fn plain(prompt: &str, kept: &str) -> Option<String> {
    let mut out = std::io::stdout().lock();
    if !kept.is_empty() {
        let _ = writeln!(out, "Kept: {kept}");
    }
    let _ = write!(out, "{prompt}");
    let _ = out.flush();
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    // A pipe echoes nothing: the next words begin on a line of their own.
    let _ = writeln!(out);
    match read {
        Ok(0) | Err(_) => None,
        Ok(_) if line.trim().is_empty() && !kept.is_empty() => Some(kept.to_owned()),
        Ok(_) => Some(line),
    }
}
