//! How a passphrase comes in: typed at a terminal where nobody can read it, or from a file that was named.
//!
//! Refuses to take one on the command line, where every other program on the machine reads it; and to leave a terminal
//! behind that hides what is typed, also where it was given up with Ctrl-C.

use crate::failure::{Failure, code};
use std::fs;
use std::io::{IsTerminal as _, stdin};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Names the file when the command line does not: for a machine that publishes.
pub const VARIABLE: &str = "CHILDFIRST_PASSPHRASE_FILE";
const LEAST: usize = 16;

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
    let typed = uninterrupted(|| rpassword::prompt_password(prompt).map(Zeroizing::new));
    typed.map_err(|_| nobody())
}

/// The prompt raises the signal of Ctrl-C while the terminal still hides what is typed. So it is held back until the
/// terminal is as it was, and ends the program then, as it does at any other time.
#[cfg(unix)]
fn uninterrupted<T>(prompt: impl FnOnce() -> T) -> T {
    use signal_hook::consts::SIGINT;
    use signal_hook::{flag, low_level};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, OnceLock};

    static HELD: OnceLock<[Arc<AtomicBool>; 2]> = OnceLock::new();
    // Registered once: a handler that is taken away would leave a signal that does nothing.
    let [ends, pressed] = HELD.get_or_init(|| {
        let flags = [Arc::new(AtomicBool::new(true)), Arc::default()];
        let [ends, pressed] = &flags;
        // Where neither can be had, Ctrl-C does what it does without.
        if flag::register(SIGINT, Arc::clone(pressed)).is_ok() {
            let _ = flag::register_conditional_default(SIGINT, Arc::clone(ends));
        }
        flags
    });
    ends.store(false, Ordering::SeqCst);
    let typed = prompt();
    ends.store(true, Ordering::SeqCst);
    if pressed.load(Ordering::SeqCst) {
        let _ = low_level::emulate_default_handler(SIGINT);
    }
    typed
}

#[cfg(not(unix))]
fn uninterrupted<T>(prompt: impl FnOnce() -> T) -> T {
    prompt()
}
