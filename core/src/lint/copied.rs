//! Sentences of a document that came along: eight or more of its words in a row, in what is to be our own words.
//!
//! Titles and headings carry over as they are. So do names in capitals ("Harm and Vulnerability Strategic Governance
//! Group") and the terms that a ledger declares; within our own words each of these cuts a run in two. Refuses to repeat
//! the run: what was found is its first three words, which are no sentence.

use super::shelf::Shelf;
use super::split::normal;
use super::subject::{Subject, quoted};
use super::texts::What;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// So many words in a row are no accident.
const RUN: usize = 8;

/// Runs of the documents, by the hash of their words.
pub(super) struct Runs {
    runs: HashMap<u64, String>,
    terms: Terms,
}

impl Runs {
    /// The runs of every text at hand.
    pub fn of(shelf: &Shelf) -> Runs {
        let mut runs = HashMap::new();
        // Across units too: an extraction may break a sentence anywhere.
        for (document, units) in &shelf.texts {
            let text: Vec<String> = units.iter().map(|unit| normal(&unit.text)).collect();
            let text = text.join(" ");
            let words: Vec<&str> = text.split(' ').collect();
            for window in words.windows(RUN) {
                runs.entry(hash(window)).or_insert_with(|| document.clone());
            }
        }
        let of_ledgers = shelf.documents.values().flat_map(|shelved| &shelved.terms);
        Runs {
            runs,
            terms: Terms::of(of_ledgers.cloned()),
        }
    }

    /// The document of the first run in a text, and its first words.
    fn first(&self, text: &str, printed: &Terms) -> Option<(&str, String)> {
        let written: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let words: Vec<String> = written.iter().map(|word| normal(word)).collect();
        let names = names(&written);
        let mut at = 0;
        let mut from = 0;
        while at < words.len() {
            let rest = words.get(at..).unwrap_or_default();
            let name = names.iter().find(|name| name.start == at).map(|name| name.len());
            let carried = name
                .into_iter()
                .chain(self.terms.at(rest))
                .chain(printed.at(rest))
                .max();
            if let Some(carried) = carried {
                at += carried;
                from = at;
                continue;
            }
            at += 1;
            if at - from < RUN {
                continue;
            }
            let window: Vec<&str> = words
                .get(at - RUN..at)
                .unwrap_or_default()
                .iter()
                .map(String::as_str)
                .collect();
            if let Some(document) = self.runs.get(&hash(&window)) {
                return Some((
                    document,
                    window.iter().take(3).copied().collect::<Vec<_>>().join(" "),
                ));
            }
        }
        None
    }
}

/// Sequences of words that carry over, by their first word.
#[derive(Default)]
struct Terms {
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Terms {
    fn of(terms: impl Iterator<Item = String>) -> Terms {
        let mut all = Terms::default();
        for term in terms {
            let words: Vec<String> = term.split(' ').map(str::to_owned).collect();
            if let Some(first) = words.first().filter(|first| !first.is_empty()) {
                all.by_first.entry(first.clone()).or_default().push(words);
            }
        }
        all
    }

    /// The length of the longest that stands at the beginning of these words.
    fn at(&self, words: &[String]) -> Option<usize> {
        let here = words
            .first()
            .and_then(|first| self.by_first.get(first))
            .into_iter()
            .flatten();
        here.filter(|term| words.starts_with(term)).map(Vec::len).max()
    }
}

/// What a pack prints as its documents do: titles, terms, and the parts of the headings that it cites.
fn printed(subject: &Subject<'_>) -> Terms {
    let titles = subject
        .texts
        .iter()
        .filter(|text| text.what == What::Printed)
        .map(|text| text.text);
    let sections = subject
        .elements
        .iter()
        .filter_map(|it| it.source)
        .flat_map(|source| source.section.split(": "));
    let all = titles.chain(sections).map(normal);
    // One or two words cut nothing, and what is longer than any heading is a sentence.
    Terms::of(all.filter(|title| (3..=LONGEST_HEADING).contains(&title.split(' ').count())))
}

/// The most words of a heading.
const LONGEST_HEADING: usize = 14;

/// Small words within a name.
const WITHIN: &[&str] = &["and", "for", "in", "of", "on", "the", "to", "with"];

/// Names in capitals: at least three words that begin with one, and the small words between them.
fn names(written: &[&str]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut end, mut capitals) = (0, 0, 0);
    for (at, word) in written.iter().chain([&"."]).enumerate() {
        let capital = word
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || (capitals > 0 && c.is_ascii_digit()));
        if capital {
            if capitals == 0 {
                start = at;
            }
            capitals += 1;
            end = at + 1;
        } else if capitals == 0 || !WITHIN.contains(word) {
            if capitals >= 3 {
                found.push(start..end);
            }
            capitals = 0;
        }
    }
    found
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Checks every text that is to be in our own words.
pub(super) fn check(subject: &mut Subject<'_>, runs: &Runs) {
    if runs.runs.is_empty() {
        return;
    }
    let printed = printed(subject);
    for text in subject.own_texts().into_iter().filter(|text| text.what.is_ours()) {
        // A semicolon stands between the names of a list, and a list of names is no sentence.
        let mut parts = text.text.split(';');
        if let Some((document, begins)) = parts.find_map(|part| runs.first(part, &printed)) {
            let sentence = format!(
                "{}{RUN} words or more, from {} on, stand in {document} in the same order: say it in our own words",
                text.within(),
                quoted(&begins)
            );
            subject.report("copied-sentence", text.section, text.id, sentence);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::split::units;
    use super::*;

    fn runs(text: &str, terms: &[&str]) -> Runs {
        let shelf = Shelf {
            texts: vec![("d".to_owned(), units(text))],
            ..Shelf::default()
        };
        Runs {
            terms: Terms::of(terms.iter().map(|term| normal(term))),
            ..Runs::of(&shelf)
        }
    }

    #[test]
    fn eight_words_are_a_run_and_names_and_terms_cut_it() {
        let text =
            "The quick brown fox jumps over the lazy dog at the\nMulti Agency Safeguarding Hub every day.";
        let none = Terms::default();
        let first =
            |ours: &str, terms: &[&str]| runs(text, terms).first(ours, &none).map(|(_, begins)| begins);
        let copied = "See: the quick, brown fox jumps over the lazy cat.";
        assert_eq!(first(copied, &[]).unwrap(), "the quick brown");
        assert_eq!(first(copied, &["fox jumps"]), None);
        assert_eq!(first("A quick brown fox jumps over the lazy cat.", &[]), None);
        // Across the end of a line, and not across a name.
        assert!(first("over the lazy dog at the multi agency safeguarding hub", &[]).is_some());
        assert_eq!(
            first("over the lazy dog at the Multi Agency Safeguarding Hub", &[]),
            None
        );
    }

    #[test]
    fn names_are_told_from_sentences() {
        let words: Vec<&str> = "by the Harm and Vulnerability Strategic Governance Group of Kent in 2018"
            .split(' ')
            .collect();
        assert_eq!(names(&words), vec![Range { start: 2, end: 12 }]);
        let words: Vec<&str> = "The child is seen. A Child Is".split(' ').collect();
        assert_eq!(names(&words), vec![Range { start: 4, end: 7 }]);
        assert!(names(&["In", "Norfolk", "we", "listen"]).is_empty());
    }
}
