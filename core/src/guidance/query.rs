//! From the words somebody types to a query that SQLite's full text search understands.
//!
//! Every word is a prefix and all must be there; what a pack calls by two names is found by either. Refuses to pass
//! anything through: only letters and digits reach the query, each in quotes, so no input is a syntax error.

use crate::pack::types::Synonym;

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 16;

/// The words of a text, as the index cuts it: letters and digits, in lower case, without accents on their own.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .collect();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A term and what it means, cut into words; both ways.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    pairs: Vec<(Vec<String>, Vec<String>)>,
}

impl Synonyms {
    /// Adds a pack's synonyms.
    pub fn add(&mut self, synonyms: &[Synonym]) {
        for it in synonyms {
            let term = words(&it.term);
            for means in it.means.iter().map(|means| words(means)) {
                if term.is_empty() || means.is_empty() || term == means {
                    continue;
                }
                for pair in [(term.clone(), means.clone()), (means, term.clone())] {
                    if !self.pairs.contains(&pair) {
                        self.pairs.push(pair);
                    }
                }
            }
        }
    }

    /// Adds those of another pack.
    pub fn join(&mut self, others: &Synonyms) {
        for pair in &others.pairs {
            if !self.pairs.contains(pair) {
                self.pairs.push(pair.clone());
            }
        }
    }

    /// How many of the first words are one name, and what else it is called. The longest name wins.
    fn at<'s>(&'s self, typed: &[String]) -> Option<(usize, Vec<&'s [String]>)> {
        let heads = self.pairs.iter().filter(|(name, _)| typed.starts_with(name));
        let longest = heads.clone().map(|(name, _)| name.len()).max()?;
        let others = heads
            .filter(|(name, _)| name.len() == longest)
            .map(|(_, other)| other.as_slice());
        Some((longest, others.collect()))
    }
}

/// The parts of a query; each finds a word, or a name by any of its names.
pub(super) struct Query {
    parts: Vec<String>,
}

impl Query {
    /// Reads what was typed. `endings` gives the whole words that begin with a half typed one: the index is of
    /// stems, and half a word has another stem than the whole.
    pub fn new(
        typed: &str,
        synonyms: &Synonyms,
        mut endings: impl FnMut(&str) -> Vec<String>,
    ) -> Option<Query> {
        let mut typed = words(typed);
        typed.truncate(MOST_WORDS);
        let mut rest = typed.as_slice();
        let mut parts = Vec::new();
        while let Some((first, after)) = rest.split_first() {
            let (taken, others) = synonyms.at(rest).unwrap_or((1, Vec::new()));
            let names = rest.get(..taken).unwrap_or_default();
            let mut any: Vec<String> = Vec::new();
            if taken == 1 {
                any.push(prefix(first));
                any.extend(endings(first).iter().map(|word| format!("\"{word}\"")));
            } else {
                let all: Vec<String> = names.iter().map(|word| prefix(word)).collect();
                any.push(format!("({})", all.join(" AND ")));
            }
            // All the words of another name, wherever they stand: the label may say "sexual or criminal exploitation".
            any.extend(others.iter().map(|other| {
                let all: Vec<String> = other.iter().map(|word| format!("\"{word}\"")).collect();
                format!("({})", all.join(" AND "))
            }));
            parts.push(format!("({})", any.join(" OR ")));
            rest = rest.get(taken..).unwrap_or(after);
        }
        (!parts.is_empty()).then_some(Query { parts })
    }

    /// Everything that was typed is there.
    pub fn all(&self) -> String {
        self.parts.join(" AND ")
    }

    /// Anything that was typed is there; none where that is the same.
    pub fn any(&self) -> Option<String> {
        (self.parts.len() > 1).then(|| self.parts.join(" OR "))
    }
}

/// A word as the beginning of words. A single letter stands for itself: it begins too many.
fn prefix(word: &str) -> String {
    if word.chars().nth(1).is_some() {
        format!("\"{word}\"*")
    } else {
        format!("\"{word}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(typed: &str) -> String {
        let mut synonyms = Synonyms::default();
        let means = vec!["child sexual exploitation".to_owned()];
        synonyms.add(&[Synonym {
            term: "CSE".into(),
            means,
        }]);
        Query::new(typed, &synonyms, |_| Vec::new()).map_or(String::new(), |query| query.all())
    }

    #[test]
    fn a_name_is_looked_for_by_every_name_and_nothing_typed_is_syntax() {
        assert_eq!(
            query("CSE"),
            "(\"cse\"* OR (\"child\" AND \"sexual\" AND \"exploitation\"))"
        );
        assert_eq!(
            query("Child sexual  exploitation, boys"),
            "((\"child\"* AND \"sexual\"* AND \"exploitation\"*) OR (\"cse\")) AND (\"boys\"*)"
        );
        assert_eq!(query("\" OR * NEAR(a"), "(\"or\"*) AND (\"near\"*) AND (\"a\")");
        assert_eq!(query("  \"*-^:() "), "");
        assert_eq!(query("cafe\u{301}"), "(\"cafe\"*)");
    }
}
