//! The sources as they are written: what is hidden in them, and what refers to something withdrawn.
//!
//! Looks at every string of every file, also of a pack that does not build. Refuses to read anything but the files that
//! the builder reads.

use crate::pack::build::Finding;
use crate::pack::build::files::{SourceFile, array, members, read_folder};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::path::Path;

/// Checks the sources of one pack.
pub(super) fn check(folder: &Path) -> Vec<Finding> {
    // What cannot be read is the builder's to report.
    let files = read_folder(folder, &mut Vec::new());
    let mut found = Vec::new();
    let roots: Vec<(&SourceFile, &RawValue)> = files
        .iter()
        .filter_map(|file| Some((file, serde_json::from_str::<&RawValue>(&file.text).ok()?)))
        .collect();
    let gone: HashSet<String> = roots.iter().flat_map(|(_, root)| withdrawn(root)).collect();
    for file in &files {
        let name = Path::new(&file.shown)
            .strip_prefix(folder)
            .unwrap_or(Path::new(&file.shown));
        let name = name.to_string_lossy();
        if let Some(mark) = name.chars().find(|c| is_hidden(*c)) {
            let code = mark as u32;
            let sentence =
                format!("an invisible mark (U+{code:04X}) stands in the name of this file: name it anew");
            found.push(file.finding("hidden-mark", &file.text, &name, sentence));
        }
    }
    for (file, root) in &roots {
        let mut walk = Walk {
            file,
            gone: &gone,
            found: &mut found,
        };
        walk.value(root, "", "");
    }
    found
}

/// The ids that a file withdraws.
fn withdrawn(root: &RawValue) -> Vec<String> {
    let sections = members(root);
    let all = sections
        .get("withdraw")
        .and_then(|raw| array(raw))
        .unwrap_or_default();
    let id = |one: &&RawValue| members(one).get("id").and_then(|raw| string(raw));
    all.iter().filter_map(id).collect()
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

struct Walk<'a> {
    file: &'a SourceFile,
    gone: &'a HashSet<String>,
    found: &'a mut Vec<Finding>,
}

impl Walk<'_> {
    fn value(&mut self, raw: &RawValue, section: &str, key: &str) {
        match raw.get().as_bytes().first() {
            Some(b'{') => {
                for (name, inside) in members(raw) {
                    self.marks(inside, &name);
                    let section = if section.is_empty() {
                        name.as_ref()
                    } else {
                        section
                    };
                    self.value(inside, section, &name);
                }
            }
            Some(b'[') => {
                for inside in array(raw).unwrap_or_default() {
                    self.value(inside, section, key);
                }
            }
            Some(b'"') => {
                let Some(text) = string(raw) else { return };
                self.marks(raw, &text);
                let refers = section != "withdraw" && key != "id" && self.gone.contains(&text);
                if refers {
                    let sentence = "this pack withdraws it, and refers to it here: take one of the two away";
                    self.found.push(self.file.finding(
                        "withdrawn-referred-to",
                        raw.get(),
                        &text,
                        sentence.to_owned(),
                    ));
                }
            }
            _ => {}
        }
    }

    /// What an eye cannot see, or takes for something else.
    fn marks(&mut self, at: &RawValue, text: &str) {
        let named = self.file.name_of(at.get()).unwrap_or(text).to_owned();
        if let Some(mark) = text.chars().find(|c| is_hidden(*c)) {
            let code = mark as u32;
            let sentence =
                format!("an invisible mark (U+{code:04X}) stands in it: type it again, letter by letter");
            self.found
                .push(self.file.finding("hidden-mark", at.get(), &named, sentence));
        }
        if let Some(letter) = text.chars().find(|c| looks_latin_and_is_not(*c)) {
            let code = letter as u32;
            let sentence = format!(
                "a letter of another script (U+{code:04X}) stands in it: it looks like one of ours, type ours"
            );
            self.found
                .push(self.file.finding("lookalike", at.get(), &named, sentence));
        }
    }
}

/// Marks that turn or join what is read and show nothing themselves, and control characters but the end of a line.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters of scripts that share their shapes with ours, and letters in disguise: wide, mathematical, enclosed.
fn looks_latin_and_is_not(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c,
            '\u{370}'..='\u{58f}' | '\u{10a0}'..='\u{10ff}' | '\u{13a0}'..='\u{13ff}' | '\u{1c80}'..='\u{1c8f}'
            | '\u{1d00}'..='\u{1dbf}' | '\u{1f00}'..='\u{1fff}' | '\u{2070}'..='\u{209c}' | '\u{2100}'..='\u{214f}' | '\u{2160}'..='\u{218b}'
            | '\u{2460}'..='\u{24ff}' | '\u{2c80}'..='\u{2dff}' | '\u{a4d0}'..='\u{a4ff}' | '\u{a640}'..='\u{a69f}'
            | '\u{ab30}'..='\u{abbf}' | '\u{ff10}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_lookalikes_are_told_from_what_we_write() {
        for hidden in [
            '\u{202e}',
            '\u{200b}',
            '\u{feff}',
            '\u{ad}',
            '\u{7}',
            '\t',
            '\u{e0041}',
        ] {
            assert!(is_hidden(hidden), "{hidden:?}");
        }
        for alike in ['а', 'ο', 'Ａ', '𝐚', 'ⅰ', 'Ꭺ'] {
            assert!(looks_latin_and_is_not(alike), "{alike:?}");
        }
        for ours in "Café, “naïve” – Łódź’s ½ • → № × é\u{a0}"
            .chars()
            .filter(|c| *c != '№')
        {
            assert!(!is_hidden(ours) && !looks_latin_and_is_not(ours), "{ours:?}");
        }
    }
}
