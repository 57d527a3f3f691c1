//! An export as plain text, to paste into a force's system in the order of its own form.
//!
//! No tabs, no drawn lines: what survives a paste. Every line that was typed stands behind a mark or a space, so that
//! none can pass for a heading or for the head of the chain. Refuses to be taken for a proof: a text has the head of the
//! chain alone, and can only be compared with the record that it came from.

use super::file::File;
use crate::interaction::record::{Account, RecordLine, RecordSection};
use std::fmt::Write as _;

const INTERACTION: &str = "Interaction: ";
const ENTRIES: &str = "Entries: ";
const HEAD: &str = "Head of the chain: ";

/// Makes the text.
pub(super) fn render(account: &Account<'_>, file: &File) -> String {
    let record = account.by_form(account.form());
    let mut text = String::new();
    let (above, below): (Vec<_>, Vec<_>) = record.sections.iter().partition(|one| one.section == "handling");
    for section in above {
        put(&mut text, section);
    }
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", record.title);
    for fact in &record.facts {
        let _ = writeln!(text, "{}: {}", fact.label, fact.value.replace('\n', "\n  "));
    }
    text.push('\n');
    for section in below {
        put(&mut text, section);
    }
    let (id, hash) = (file.interaction.get(..8).unwrap_or_default(), &file.head.hash);
    let _ = write!(
        text,
        "To check\nThis text cannot be checked alone. On the device that has the record: childfirst verify {id} --head \
         {}\n{INTERACTION}{}\n{ENTRIES}{}\n{HEAD}{hash}\n",
        hash.get(..16).unwrap_or_default(),
        file.interaction,
        file.head.seq,
    );
    text
}

fn put(text: &mut String, section: &RecordSection) {
    let _ = writeln!(text, "{}", section.title);
    for line in &section.lines {
        put_line(text, line);
    }
    text.push('\n');
}

fn put_line(text: &mut String, line: &RecordLine) {
    for (at, part) in line.lines().iter().enumerate() {
        let mark = if at == 0 { "- " } else { "  " };
        let _ = writeln!(text, "{mark}{}", part.trim_start().replace('\n', "\n  "));
    }
}

/// What a text says of the record that it came from.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TextHead {
    /// The interaction, in hexadecimal.
    pub interaction: String,
    /// How many entries it had.
    pub entries: u64,
    /// The head of its chain then, in hexadecimal.
    pub head: String,
}

/// Finds the head in a text. What was pasted may have lost or gained space round its lines; the last of each counts.
pub fn head(text: &str) -> Option<TextHead> {
    let last = |name: &str| {
        text.lines()
            .rev()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    let digits = |text: &str, long: usize| text.len() == long && text.bytes().all(|c| c.is_ascii_hexdigit());
    let interaction = last(INTERACTION).filter(|id| digits(id, 32))?;
    let head = last(HEAD).filter(|hash| digits(hash, 64))?;
    Some(TextHead {
        interaction: interaction.to_owned(),
        entries: last(ENTRIES)?.parse().ok()?,
        head: head.to_owned(),
    })
}
