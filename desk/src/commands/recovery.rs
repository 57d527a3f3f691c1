//! `recovery-key` and `recover`: a force's key for the day a device is lost, and that day.
//!
//! Refuses to print a secret key, to write over a file, and to change anything in the folder that is recovered from.

use super::out::{self, Page};
use crate::cli::Recover;
use crate::failure::{Failure, code};
use crate::vault::FileVault;
use childfirst::error::{Error, Part};
use childfirst::{Recovered, recover, recovery_keypair};
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A key file is three short lines. Whatever is longer is something else.
const LONGEST: u64 = 4096;

/// Makes a recovery key.
///
/// # Errors
/// When the file is there already, or could not be written.
pub fn make_key(out: &Path) -> Result<(), Failure> {
    let keys = recovery_keypair()?;
    let secret = Zeroizing::new(keys.secret);
    let text = Zeroizing::new(format!(
        "# The secret half of a Child First recovery key. Keep it offline.\n# Its public half: {}\n{}\n",
        keys.public, *secret
    ));
    write_secret(out, &text)?;
    let mut page = Page::new();
    page.line(
        0,
        0,
        "The public key. Put it into the managed configuration of every device; at a desk, give it with \
        --recovery-key or CHILDFIRST_RECOVERY_KEY. It can seal, and never open:",
    );
    page.gap();
    page.row(&keys.public);
    page.gap();
    page.line(
        0,
        0,
        &format!(
            "The secret key is in {}, which its owner alone can read. Take it offline and keep a second copy elsewhere: \
            without it no lost device can be recovered, and whoever has it and a copy of a data folder can read the \
            records in it.",
            out.display()
        ),
    );
    page.end()
}

fn write_secret(out: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(out).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(
            code::REFUSED,
            "There is a file of that name already, and it may be a key. Name another.",
        ),
        _ => not_written(),
    })?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_parent(out));
    written.map_err(|_| {
        // Half a key is no key, and would only be in the way. This file is ours: it was not there before.
        let _ = fs::remove_file(out);
        not_written()
    })
}

fn not_written() -> Failure {
    Failure::new(
        code::NOT_SAVED,
        "The secret key could not be written there, so no key was made. Name another file.",
    )
}

/// A new file is durable once its folder is.
fn sync_parent(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all()?,
        Some(folder) => File::open(folder)?.sync_all()?,
        None => {}
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Recovers records.
///
/// # Errors
/// When the key is not one, or not theirs; when there is nothing to recover; when the new folder is not new.
pub fn run(what: &Recover) -> Result<(), Failure> {
    let secret = read_secret(&what.key)?;
    let vault = Arc::new(FileVault::of(&what.into));
    let text = |path: &Path| path.display().to_string();
    let done = recover(
        text(&what.folder),
        text(&what.into),
        secret.as_str().to_owned(),
        vault,
    )
    .map_err(failure)?;
    if what.json {
        #[derive(Serialize)]
        struct Done<'a> {
            #[serde(flatten)]
            done: Recovered,
            into: &'a Path,
        }
        return out::json(&Done {
            done,
            into: &what.into,
        });
    }
    print(&done, &what.into)
}

/// What keeps records from being recovered, where `recover` knows more of it than the error alone says.
fn failure(error: Error) -> Failure {
    let sentence = match &error {
        Error::NotFound { what: Part::Records } => {
            "There are no records in that folder. Name a data folder, or a copy of one."
        }
        Error::NotFound { what: Part::Key } => {
            "Nothing in these records was sealed for a recovery key, so they cannot be recovered. What was exported is \
            what is left of them. The folder is as it was."
        }
        Error::Damaged { what: Part::Key } => {
            "What was sealed for this recovery key is damaged, so nothing could be recovered. The folder is as it was: \
            keep it, and try another copy."
        }
        Error::Damaged { what: Part::Records } => {
            "The records are damaged, so nothing could be recovered. The folder is as it was: keep it, and try another \
            copy."
        }
        _ => return error.into(),
    };
    Failure {
        sentence: sentence.into(),
        ..error.into()
    }
}

fn read_secret(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize));
    childfirst::ordinary::open(path)
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
        .map_err(|_| {
            Failure::new(
                code::NOT_FOUND,
                "The file of the secret key is not there or cannot be read. Name it with --key.",
            )
        })?;
    let key = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(Zeroizing::new(key.unwrap_or_default().to_owned()))
}

fn print(done: &Recovered, into: &Path) -> Result<(), Failure> {
    let interactions = |n: u64| match n {
        1 => "1 interaction".to_owned(),
        n => format!("{n} interactions"),
    };
    let into = into.display();
    let mut page = Page::new();
    page.line(
        0,
        0,
        &format!("Recovered: {}, in {into}.", interactions(done.recovered)),
    );
    if done.not_recoverable > 0 {
        page.line(
            0,
            0,
            &format!(
                "Not recovered: {}. Not sealed for this recovery key, or damaged. The new folder lists them as not readable.",
                interactions(done.not_recoverable)
            ),
        );
    }
    if done.tombstones > 0 {
        page.line(
            0,
            0,
            &format!(
                "Left out: what was noted of {} destroyed before. It was sealed with the lost key alone.",
                interactions(done.tombstones)
            ),
        );
    }
    page.line(
        0,
        0,
        "The folder that was recovered from is as it was. Keep it until you have looked:",
    );
    page.gap();
    let quoted = match into.to_string() {
        plain if !plain.contains(char::is_whitespace) => plain,
        spaced => format!("\"{spaced}\""),
    };
    for command in ["list", "verify"] {
        page.row(&format!("  childfirst --data {quoted} {command}"));
    }
    page.end()
}
