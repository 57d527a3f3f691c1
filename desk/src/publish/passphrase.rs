//! How a passphrase comes in: typed at a terminal where nobody can read it, or from a file that was named.
//!
//! Refuses to take one on the command line, where every other program on the machine reads it; and to leave a terminal
//! behind that hides what is typed, also where it was given up with Ctrl-C.

use crate::failure::{Failure, code};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::fs;
use std::io::{IsTerminal as _, Write as _, stderr, stdin};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Names the file when the command line does not: for a machine that publishes.
pub const VARIABLE: &str = "CHILDFIRST_PASSPHRASE_FILE";
const LEAST: usize = 16;
/// Bytes of a line that is typed. More than anybody types.
const MOST: usize = 1024;

/// The passphrase of a key that is there.
pub fn of(what: &Path, file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    match from_file(file)? {
        Some(passphrase) => Ok(passphrase),
        None => typed(&format!("Passphrase of {}: ", what.display())),
    }
}

/// One for a new key: typed twice.
pub fn new(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    if let Some(passphrase) = from_file(file)? {
        strong(&passphrase)?;
        return Ok(passphrase);
    }
    let first = typed("A passphrase for the new key, four words or more: ")?;
    strong(&first)?;
    if *typed("Again: ")? == *first {
        Ok(first)
    } else {
        Err(Failure::new(
            code::REFUSED,
            "The two are not the same, so no key was made. Try again.",
        ))
    }
}

/// Refuses one that is soon guessed.
pub fn strong(passphrase: &str) -> Result<(), Failure> {
    let letters: std::collections::BTreeSet<char> = passphrase.chars().collect();
    if passphrase.chars().count() >= LEAST && letters.len() > 5 {
        return Ok(());
    }
    let sentence = format!(
        "That passphrase is too short: take at least {LEAST} letters, for example four words that do not belong together."
    );
    Err(Failure::new(code::REFUSED, sentence))
}

fn from_file(named: Option<&Path>) -> Result<Option<Zeroizing<String>>, Failure> {
    let Some(path) = named
        .map(Path::to_path_buf)
        .or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from))
    else {
        return Ok(None);
    };
    let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|_| {
        let sentence =
            "The passphrase's file is not there or cannot be read. Name it with --passphrase-file.";
        Failure::new(code::NOT_FOUND, sentence)
    })?;
    let line = text.lines().next().unwrap_or_default();
    Ok(Some(Zeroizing::new(line.to_owned())))
}

fn typed(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    let nobody = || {
        let sentence =
            "A passphrase is typed at a terminal. Where there is none, name a file with --passphrase-file.";
        Failure::new(code::USAGE, sentence)
    };
    if !stdin().is_terminal() {
        return Err(nobody());
    }
    let typed = hidden(prompt).map_err(|_| nobody())?;
    // As a program ends that is interrupted; the terminal is as it was by now.
    #[cfg(unix)]
    if typed.is_none() {
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
    }
    typed.ok_or_else(nobody)
}

/// A line that does not show; none where it was given up with Ctrl-C. The terminal hides what is typed before it asks, and
/// a Ctrl-C is a key meanwhile: at no moment does the signal find it hiding.
fn hidden(prompt: &str) -> std::io::Result<Option<Zeroizing<String>>> {
    enable_raw_mode()?;
    let typed = keys(prompt);
    let shown = disable_raw_mode();
    let _ = stderr().write_all(b"\n");
    shown.and(typed)
}

fn keys(prompt: &str) -> std::io::Result<Option<Zeroizing<String>>> {
    stderr()
        .write_all(prompt.as_bytes())
        .and_then(|()| stderr().flush())?;
    // Long enough that it is never moved, and what was in the old place left behind.
    let mut line = Zeroizing::new(String::with_capacity(MOST));
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Char('c') if control => return Ok(None),
            KeyCode::Char('u') if control => line.clear(),
            KeyCode::Char('j' | 'm') if control => return Ok(Some(line)),
            KeyCode::Backspace => {
                line.pop();
            }
            KeyCode::Char(letter) if !control && line.len() + letter.len_utf8() <= MOST => line.push(letter),
            _ => {}
        }
    }
}
