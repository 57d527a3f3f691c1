//! The desk keys: what each is unless a force changed it, because its dispatch system has the same.
//!
//! Changed in `settings.json`, by name. A changed key's usual word means nothing any more. Refuses a change that would
//! give one word two meanings: then all keys stay as they are, and the start says so.

use super::parse::{Command, Mark, usual_command, usual_mark};
use childfirst::sets::KnownBy;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Command(Command),
    Mark(Mark),
}

/// The keys that can be changed: name, usual word, what it does.
const NAMED: &[(&str, &str, Does)] = &[
    ("heard", "/h", Does::Mark(Mark::Known(KnownBy::Heard))),
    ("child_said", "/c", Does::Mark(Mark::Known(KnownBy::ChildSaid))),
    ("records", "/r", Does::Mark(Mark::Known(KnownBy::Records))),
    ("assumed", "/x", Does::Mark(Mark::Known(KnownBy::Assumed))),
    ("adult_said", "/a", Does::Mark(Mark::Known(KnownBy::AdultSaid))),
    ("gist", "/g", Does::Mark(Mark::Gist)),
    ("unasked", "/u", Does::Mark(Mark::Unasked)),
    ("already_in_log", "/i", Does::Command(Command::InLog)),
    ("not_done", "/n", Does::Command(Command::NotDone)),
    ("later", "/l", Does::Command(Command::Later)),
    ("does_not_apply", "/d", Does::Command(Command::NotApplicable)),
    ("told_officers", "/t", Does::Command(Command::ToldOfficers)),
    ("danger_yes", "/y", Does::Command(Command::Yes)),
    ("silent_call", "/silent", Does::Command(Command::Silent)),
    ("copy_for_the_log", "/copy", Does::Command(Command::Copy)),
    ("child_on_the_line", "/child", Does::Command(Command::OnTheLine)),
];

/// The keys of this process.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// What each changed word does.
    changed: Vec<(String, Does)>,
}

static IN_USE: OnceLock<Keys> = OnceLock::new();

/// The keys in use: the usual ones, until others are taken.
pub fn in_use() -> &'static Keys {
    static USUAL: Keys = Keys { changed: Vec::new() };
    IN_USE.get().unwrap_or(&USUAL)
}

/// Takes the keys of the settings into use. What is wrong with them, where they cannot be taken.
pub fn take(named: &BTreeMap<String, String>) -> Result<(), String> {
    let keys = Keys::read(named)?;
    // One terminal, one set of keys: the first that are taken stay.
    let _ = IN_USE.set(keys);
    Ok(())
}

impl Keys {
    /// Reads changed keys: name to word.
    fn read(named: &BTreeMap<String, String>) -> Result<Keys, String> {
        let mut keys = Keys::default();
        for (name, word) in named {
            let Some((_, _, does)) = NAMED.iter().find(|(known, ..)| known == name) else {
                return Err("settings.json names a key that does not exist".to_owned());
            };
            let letters = word.strip_prefix('/').unwrap_or_default();
            let plain = letters
                .bytes()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
            if !plain || letters.is_empty() || letters.len() > 12 {
                return Err(format!(
                    "the key for {name} is a stroke and up to 12 small letters or digits"
                ));
            }
            keys.changed.push((word.clone(), *does));
        }
        for (at, (word, _)) in keys.changed.iter().enumerate() {
            let twice = keys.changed.iter().skip(at + 1).any(|(other, _)| other == word);
            if twice || keys.usual(word).is_some() {
                return Err(format!("two keys are {word}"));
            }
        }
        Ok(keys)
    }

    /// What a usual word does, unless its key was changed.
    fn usual(&self, word: &str) -> Option<Does> {
        let command = usual_command(word).map(Does::Command);
        let does = usual_mark(word).map(Does::Mark).or(command)?;
        let moved = NAMED.iter().any(|(_, usual, known)| {
            *usual == word && self.changed.iter().any(|(_, changed)| changed == known)
        });
        (!moved).then_some(does)
    }

    fn does(&self, word: &str) -> Option<Does> {
        let changed = self.changed.iter().find(|(changed, _)| changed == word);
        changed.map(|(_, does)| *does).or_else(|| self.usual(word))
    }

    /// The command of a word.
    pub fn command(&self, word: &str) -> Option<Command> {
        match self.does(word) {
            Some(Does::Command(command)) => Some(command),
            _ => None,
        }
    }

    /// The mark of a word.
    pub fn mark(&self, word: &str) -> Option<Mark> {
        match self.does(word) {
            Some(Does::Mark(mark)) => Some(mark),
            _ => None,
        }
    }

    /// The word of a key, by its name, as a screen shows it.
    pub fn word(&self, name: &str) -> String {
        let known = NAMED.iter().find(|(known, ..)| *known == name);
        let changed = known.and_then(|(_, _, does)| self.changed.iter().find(|(_, changed)| changed == does));
        match (changed, known) {
            (Some((word, _)), _) => word.clone(),
            (None, Some((_, usual, _))) => (*usual).to_owned(),
            (None, None) => String::new(),
        }
    }
}

/// The word of a key in use.
pub fn word(name: &str) -> String {
    in_use().word(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Keys, String> {
        let named = pairs
            .iter()
            .map(|(name, word)| ((*name).to_owned(), (*word).to_owned()))
            .collect();
        Keys::read(&named)
    }

    #[test]
    fn every_named_key_does_what_its_usual_word_does() {
        for (name, usual, does) in NAMED {
            assert_eq!(Keys::default().does(usual), Some(*does), "{name}");
            assert_eq!(Keys::default().word(name), *usual);
        }
    }

    #[test]
    fn a_changed_key_frees_its_word_and_another_may_have_it() {
        let keys = read(&[("told_officers", "/k"), ("heard", "/t")]).unwrap();
        assert_eq!(keys.command("/k"), Some(Command::ToldOfficers));
        assert_eq!(keys.command("/t"), None);
        assert_eq!(keys.mark("/t"), Some(Mark::Known(KnownBy::Heard)));
        assert_eq!(keys.mark("/h"), None, "it means nothing any more");
        assert_eq!(keys.word("told_officers"), "/k");
        assert_eq!(keys.command("/parts"), Some(Command::Parts), "the others stay");
    }

    #[test]
    fn a_change_that_would_mean_two_things_is_refused() {
        for pairs in [
            &[("told_officers", "/parts")][..],
            &[("told_officers", "/h")],
            &[("told_officers", "/zz"), ("heard", "/zz")],
            &[("tea", "/k")],
            &[("heard", "h")],
            &[("heard", "/")],
            &[("heard", "/H")],
            &[("heard", "/a b")],
        ] {
            assert!(read(pairs).is_err(), "{pairs:?}");
        }
    }
}
