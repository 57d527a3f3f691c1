//! `key new` and `key list`: a person's signing key, and whose keys count for what.
//!
//! Refuses to print a secret. Opens no data folder.

use super::out::Page;
use super::repo;
use crate::failure::Failure;
use crate::publish::cli::{Key, KeyCommand};
use crate::publish::{key, passphrase};
use std::path::{Path, PathBuf};

/// Makes a key, or lists those that count.
///
/// # Errors
/// When it could not be made or read.
pub fn run(asked: &Key) -> Result<(), Failure> {
    match &asked.what {
        KeyCommand::New {
            name,
            out,
            passphrase_file,
        } => new(name, out.as_deref(), passphrase_file.as_deref()),
        KeyCommand::List(status) => repo::keys(status),
    }
}

fn new(name: &str, out: Option<&Path>, file: Option<&Path>) -> Result<(), Failure> {
    crate::failure::refused_blank(name)?;
    let secret = out.map_or_else(|| from_name(name), Path::to_path_buf);
    let public = secret.with_extension("pub");
    let passphrase = passphrase::new(file)?;
    let person = key::make(name, &secret, &public, &passphrase)?;
    let short: String = person.keyid()?.chars().take(16).collect();
    let mut page = Page::new();
    page.heading(0, &format!("A key for {}, {short}", person.name));
    page.line(2, 2, &format!("{}: secret, under your passphrase. Keep it on a stick that is yours, and a copy in another place.", secret.display()));
    page.line(
        2,
        2,
        &format!(
            "{}: public. Give it to whoever keeps the repository, and say the number above on the telephone.",
            public.display()
        ),
    );
    page.line(2, 2, "Nobody can tell you the passphrase again.");
    page.end()
}

/// `Dee Hart`: `dee-hart.key`.
fn from_name(name: &str) -> PathBuf {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    PathBuf::from(format!("{}.key", plain.trim_matches('-')))
}
