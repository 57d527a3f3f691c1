//! Told before arrival: pasted as it is, or a hand-over that another device exported. Records, not verified.
//!
//! Danger is asked anew, and nobody is added unless the officer adds them. Refuses a file that does not hold together:
//! then nothing begins.

use super::Flow;
use super::parse;
use super::session::{Desk, Session, some};
use super::tell::told_letter;
use crate::failure::sentence;
use childfirst::interaction::hand_over::{NOT_VERIFIED, offered};
use childfirst::interaction::operation::{Made, TakeOver};
use childfirst::read_hand_over;
use childfirst::sets::Told;
use std::io::Read;
use std::path::PathBuf;

/// A hand-over is some hundred kilobytes; what is longer than this is none.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// What was given.
enum Given {
    /// Words, as they are.
    Words(String),
    /// The text of a file.
    File(String),
    /// A file that is not there, or is no text.
    NoFile,
}

impl Desk<'_> {
    /// Asks for what was told. None: nothing, or nothing that could be taken.
    pub fn told_before_arrival(&mut self) -> Flow<Option<TakeOver>> {
        self.screen.gap();
        self.screen.bold("Told before arrival");
        self.screen.under(&format!(
            "Paste it, or name a file that was handed over. It is kept as {NOT_VERIFIED}. Danger is asked anew."
        ));
        let typed = self.ask("Pasted text, or a file (Enter: back): ")?;
        match given(&typed) {
            Given::Words(words) if words.is_empty() => Ok(None),
            Given::Words(words) => self.pasted(words).map(Some),
            Given::NoFile => {
                self.screen
                    .bold("There is no such file, or it cannot be read. Nothing was recorded.");
                Ok(None)
            }
            Given::File(text) => match read_hand_over(&text, Some(self.app.shared_guidance())) {
                Err(error) => {
                    self.screen
                        .bold(&format!("{} Nothing was recorded.", sentence(&error)));
                    Ok(None)
                }
                Ok(hand) => {
                    self.screen
                        .bold(&format!("Told before arrival, {} ({NOT_VERIFIED})", hand.from));
                    self.screen.lines(&hand.account);
                    Ok(Some(TakeOver {
                        from: None,
                        how: Told::Log,
                        words: String::new(),
                        export: Some(text),
                    }))
                }
            },
        }
    }

    /// Text: whatever follows on further lines, then from whom and how.
    fn pasted(&mut self, mut words: String) -> Flow<TakeOver> {
        loop {
            let more = self.ask("More (Enter: that is all): ")?;
            if more.is_empty() {
                break;
            }
            words = format!("{words}\n{more}");
        }
        let typed = self.ask("From whom, and how (“control room, radio”; Enter: not said, from a log): ")?;
        let (from, how) = parse::told(&typed);
        let how = match how.filter(|how| *how != Told::NotYet) {
            Some(how) => how,
            None if from.is_empty() => Told::Log,
            None => self.how_it_came()?,
        };
        Ok(TakeOver {
            from: some(&from),
            how,
            words,
            export: None,
        })
    }

    fn how_it_came(&mut self) -> Flow<Told> {
        loop {
            let typed = self.ask("How: r radio, t telephone, p in person, l in the log: ")?;
            if let Some(how) = told_letter(&typed.to_lowercase()).or(parse::told(&typed).1) {
                return Ok(how);
            }
            self.screen.say("r, t, p or l.");
        }
    }
}

impl Session<'_, '_> {
    /// Keeps what was told as the second entry, before anything is asked.
    pub fn take_over(&mut self, take: TakeOver) -> Flow<()> {
        let now = self.now();
        match self.interaction.take_over(take, Made::now(now)) {
            Ok(receipt) => self.desk.screen.say(&format!(
                "Told before arrival: {NOT_VERIFIED}. Saved on this device {}, entry {}",
                now.clock_seconds(),
                receipt.seq
            )),
            Err(error) => self.desk.screen.bold(&format!("Not kept: {}", sentence(&error))),
        }
        Ok(())
    }

    /// The children of a hand-over, where any were not added yet.
    pub fn offer_handed(&mut self) -> Flow<()> {
        let offered = offered(&self.state()?);
        if let Some(first) = offered.first() {
            self.desk
                .screen
                .under(&format!("Named by {} ({NOT_VERIFIED}):", first.who));
        }
        for (at, child) in offered.iter().enumerate() {
            self.desk.screen.listed(&(at + 1).to_string(), &child.title);
        }
        if !offered.is_empty() {
            self.desk
                .screen
                .under("= adds them all, =1 the first. Where they are and whether you saw them is asked.");
        }
        Ok(())
    }

    /// `=` adds all, `=1,3` some. Whether any was added.
    pub fn add_handed(&mut self, typed: &str) -> Flow<bool> {
        let offered = offered(&self.state()?);
        let numbers: Vec<usize> = typed
            .split([',', ' '])
            .filter_map(|part| part.parse::<usize>().ok()?.checked_sub(1))
            .collect();
        let mut added = false;
        for (at, child) in offered.into_iter().enumerate() {
            if !numbers.is_empty() && !numbers.contains(&at) {
                continue;
            }
            let (now, title) = (self.now(), child.title.clone());
            match self.interaction.add_offered(child, Made::now(now)) {
                Ok(receipt) => {
                    added = true;
                    self.desk.screen.say(&format!(
                        "{}. Saved on this device {}, entry {}",
                        super::known::capital(&title),
                        now.clock_seconds(),
                        receipt.seq
                    ));
                }
                Err(error) => {
                    self.desk.screen.bold(&sentence(&error));
                    break;
                }
            }
        }
        if !added {
            self.desk.screen.say("Nobody was added.");
        }
        Ok(added)
    }
}

/// A file, when a line names one; else words. A line that can only be a path is no words.
fn given(typed: &str) -> Given {
    let bare = typed.trim().trim_matches(['\'', '"']);
    let one_line = !typed.contains('\n') && bare.len() < 4096;
    let lower = bare.to_lowercase();
    let named = [".json", ".html", ".htm"].iter().any(|end| lower.ends_with(end));
    let path = match bare.strip_prefix("~/").zip(std::env::var_os("HOME")) {
        Some((rest, home)) => PathBuf::from(home).join(rest),
        None => PathBuf::from(bare),
    };
    if !one_line || bare.is_empty() || !(named || path.is_file()) {
        return Given::Words(typed.trim().to_owned());
    }
    let mut text = String::new();
    let read =
        childfirst::ordinary::open(&path).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
    match read {
        Ok(_) => Given::File(text),
        Err(_) => Given::NoFile,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_file_or_it_is_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hand over.json");
        std::fs::write(&file, "{}").unwrap();
        let path = file.display().to_string();
        for typed in [path.clone(), format!("'{path}'"), format!("\"{path}\" ")] {
            assert!(
                matches!(given(&typed), Given::File(text) if text == "{}"),
                "{typed}"
            );
        }
        assert!(matches!(given("gone.json"), Given::NoFile));
        for words in ["3 children, baby screaming", "he/she left", "line one\nb.json"] {
            assert!(
                matches!(given(words), Given::Words(same) if same == words),
                "{words}"
            );
        }
    }
}
