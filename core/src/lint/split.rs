//! A document's text, cut into the units that a coverage ledger accounts for: sentences, headings, points of a list and
//! cells of a table.
//!
//! The same units from the same text, always: it is the hashes that a ledger keeps. Refuses to be clever about what a
//! heading or a sentence is: a unit cut in two is two lines of the ledger, and nothing is lost by it.

use crate::pack::whole::hex;
use sha2::{Digest, Sha256};

/// One unit of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The line of the text on which it begins, from 1.
    pub line: usize,
    /// Its words, with single spaces.
    pub text: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its words, in lower case and without punctuation: an
    /// extraction that differs in a quote mark is the same sentence.
    pub hash: String,
}

/// Words before a full stop that ends no sentence.
const ABBREVIATED: &[&str] = &[
    "insp", "mr", "mrs", "ms", "dr", "st", "no", "e.g", "i.e", "cons", "supt", "sgt", "approx", "vs",
];

/// Cuts a text into its units, in order.
pub fn units(text: &str) -> Vec<Unit> {
    let mut cut = Cut::default();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = at + 1;
        if line.trim().is_empty() {
            cut.end();
            continue;
        }
        // A tab stands between the cells of a row, and before one that has a line of its own.
        for (n, cell) in line.split('\t').enumerate() {
            if n > 0 {
                cut.end();
            }
            // The points of a list may stand in one line.
            for (n, point) in cell.split(['•', '·']).enumerate() {
                let dash = ["- ", "– ", "— "]
                    .iter()
                    .find_map(|dash| point.trim_start().strip_prefix(dash));
                if n > 0 || dash.is_some() {
                    cut.end();
                }
                cut.add(number, dash.unwrap_or(point));
            }
        }
    }
    cut.end();
    cut.units
}

#[derive(Default)]
struct Cut {
    units: Vec<Unit>,
    /// The words of the paragraph under way, each with its line.
    words: Vec<(usize, String)>,
}

impl Cut {
    fn add(&mut self, line: usize, text: &str) {
        let plain = without_tags(text);
        let words = plain.split_whitespace();
        self.words.extend(words.map(|word| (line, word.to_owned())));
    }

    /// Ends the paragraph: its sentences are units.
    fn end(&mut self) {
        let words = std::mem::take(&mut self.words);
        let mut from = 0;
        for at in 0..words.len() {
            let next = words.get(at + 1).map(|(_, word)| word.as_str());
            let last = words.get(at).is_some_and(|(_, word)| ends_a_sentence(word, next));
            if last || next.is_none() {
                self.unit(words.get(from..=at).unwrap_or_default());
                from = at + 1;
            }
        }
    }

    fn unit(&mut self, words: &[(usize, String)]) {
        let Some((line, _)) = words.first() else { return };
        let text: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
        let text = text.join(" ");
        let same = normal(&text);
        // A rule, a bullet or a page's ornament says nothing.
        if !same.is_empty() {
            let hash = hex(&Sha256::digest(same.as_bytes()));
            self.units.push(Unit {
                line: *line,
                hash: hash.chars().take(16).collect(),
                text,
            });
        }
    }
}

/// Lower case, letters and digits alone, single spaces.
pub(super) fn normal(text: &str) -> String {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let text: String = text.chars().map(letters).flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn ends_a_sentence(word: &str, next: Option<&str>) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    let stopped = bare.ends_with(['.', '?', '!']);
    let stem = bare
        .trim_end_matches('.')
        .trim_start_matches(['(', '"', '“', '‘', '\'']);
    let abbreviated = bare.ends_with('.') && ABBREVIATED.contains(&stem.to_lowercase().as_str());
    let begins = |next: &str| {
        let first = next.trim_start_matches(['"', '\'', '“', '‘', '(']).chars().next();
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    stopped && !abbreviated && next.is_none_or(begins)
}

fn without_tags(text: &str) -> String {
    let mut plain = text.to_owned();
    for tag in ["<i>", "</i>", "<b>", "</b>", "<u>", "</u>"] {
        plain = plain.replace(tag, " ");
    }
    plain
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        units(text).into_iter().map(|unit| unit.text).collect()
    }

    #[test]
    fn sentences_points_headings_and_cells_are_units() {
        let text = "\u{feff}A heading\n\nOne sentence that\nis wrapped. “Two,” it says. Chief Insp. Rowe, e.g. here.\n\n\
            - first point\n- second\npoint\n\n\tNo\n\tA cell.\n\tOwner\tdone\n\nIt is: • one • two\n***\n";
        let wanted = [
            "A heading",
            "One sentence that is wrapped.",
            "“Two,” it says.",
            "Chief Insp. Rowe, e.g. here.",
            "first point",
            "second point",
            "No",
            "A cell.",
            "Owner",
            "done",
            "It is:",
            "one",
            "two ***",
        ];
        assert_eq!(texts(text), wanted);
        let lines: Vec<usize> = units(text).iter().map(|unit| unit.line).collect();
        assert_eq!(&lines[..4], [1, 3, 4, 4]);
    }

    #[test]
    fn quote_marks_capitals_and_spaces_do_not_change_the_hash() {
        let hash = |text: &str| units(text)[0].hash.clone();
        assert_eq!(hash("‘Not  said’ – here."), hash("'not said' - HERE"));
        assert_ne!(hash("not said"), hash("is said"));
    }

    proptest! {
        /// Nothing is lost: every word of the text stands in a unit, in order.
        #[test]
        fn every_word_is_in_a_unit(text in "[a-zA-Z.?!•\\- \t\n]{0,200}") {
            let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
            let joined: String = units(&text).iter().map(|unit| letters(&unit.text)).collect();
            prop_assert_eq!(joined, letters(&text));
        }
    }
}
