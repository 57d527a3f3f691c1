//! From the words somebody types to a query that SQLite's full text search understands.
//!
//! Every word is a prefix and all must be there; what a pack calls by two names is found by either. Refuses to pass
//! anything through: only letters and digits reach the query, each in quotes, so no input is a syntax error.

use crate::pack::types::Synonym;
use std::collections::{HashMap, HashSet};

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 16;

/// The most letters of a short word.
const SHORT: usize = 4;

/// The most parts of a query of which one may be missing.
const MOST_OF_MOST: usize = 6;

/// Words that only hold a sentence together. Somebody who asks in a sentence means the others. `not` and `no` mean
/// something.
const FILLING: &[&str] = &[
    "a", "about", "against", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can",
    "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is",
    "it", "its", "me", "my", "of", "on", "or", "our", "s", "shall", "should", "so", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "us", "was", "we", "were",
    "what", "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
];

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

/// A name and another for the same, cut into words, and the packs that say so.
#[derive(Debug)]
struct Pair {
    name: Vec<String>,
    other: Vec<String>,
    packs: Vec<String>,
}

/// What the packs call by two names; both ways. Made once for all packs: it costs more than a search.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    /// By the first word of the name.
    pairs: HashMap<String, Vec<Pair>>,
}

impl Synonyms {
    /// Adds a pack's synonyms.
    pub fn add(&mut self, pack: &str, synonyms: &[Synonym]) {
        for it in synonyms {
            let term = words(&it.term);
            for means in it.means.iter().map(|means| words(means)) {
                if term != means {
                    self.pair(pack, &term, &means);
                    self.pair(pack, &means, &term);
                }
            }
        }
    }

    fn pair(&mut self, pack: &str, name: &[String], other: &[String]) {
        let (Some(first), false) = (name.first(), other.is_empty()) else {
            return;
        };
        let pairs = self.pairs.entry(first.clone()).or_default();
        match pairs
            .iter_mut()
            .find(|pair| pair.name == name && pair.other == other)
        {
            Some(pair) if pair.packs.iter().any(|it| it == pack) => {}
            Some(pair) => pair.packs.push(pack.to_owned()),
            None => pairs.push(Pair {
                name: name.to_vec(),
                other: other.to_vec(),
                packs: vec![pack.to_owned()],
            }),
        }
    }

    /// How many of the first words are one name in these packs (all where none is named), and what else it is
    /// called. The longest name wins.
    fn at<'s>(&'s self, typed: &[String], packs: &[String]) -> Option<(usize, Vec<&'s [String]>)> {
        let heads = self.pairs.get(typed.first()?)?.iter().filter(|pair| {
            typed.starts_with(&pair.name)
                && (packs.is_empty() || pair.packs.iter().any(|pack| packs.contains(pack)))
        });
        let longest = heads.clone().map(|pair| pair.name.len()).max()?;
        let others = heads
            .filter(|pair| pair.name.len() == longest)
            .map(|pair| pair.other.as_slice());
        Some((longest, others.collect()))
    }
}

/// The parts of a query; each finds a word, or a name by any of its names.
pub(super) struct Query {
    parts: Vec<Part>,
    /// What was typed, word for word; none where it is one word.
    phrase: Option<String>,
}

#[derive(PartialEq)]
struct Part {
    finds: String,
    /// It begins a word of at least half of all pieces.
    common: bool,
}

impl Query {
    /// Reads what was typed. `endings` gives the whole words that begin with a half typed one, or the word itself where
    /// it is whole: the index is of stems, and half a word has another stem than the whole.
    pub fn new(
        typed: &str,
        (synonyms, packs): (&Synonyms, &[String]),
        common: &HashSet<String>,
        mut endings: impl FnMut(&str) -> Vec<String>,
    ) -> Option<Query> {
        let mut typed = words(typed);
        typed.truncate(MOST_WORDS);
        let filling = |word: &String| FILLING.contains(&word.as_str());
        // The item "Where are you?" is made of nothing else, and is found by them.
        let only_filling = typed.iter().all(filling);
        let mut rest = typed.as_slice();
        let mut parts: Vec<Part> = Vec::new();
        while let Some((first, after)) = rest.split_first() {
            let (taken, others) = synonyms.at(rest, packs).unwrap_or((1, Vec::new()));
            let names = rest.get(..taken).unwrap_or_default();
            rest = rest.get(taken..).unwrap_or(after);
            if others.is_empty() && filling(first) && !only_filling {
                continue;
            }
            let mut any: Vec<String> = Vec::new();
            if taken == 1 {
                any.extend(one(first, &endings(first)));
            } else {
                let all: Vec<String> = names.iter().map(|word| prefix(word)).collect();
                any.push(format!("({})", all.join(" AND ")));
            }
            // All the words of another name, wherever they stand: the label may say "sexual or criminal exploitation".
            // Twice, so that it weighs as much as what was typed.
            for other in &others {
                let all: Vec<String> = other.iter().map(|word| format!("\"{word}\"")).collect();
                let all = format!("({})", all.join(" AND "));
                any.extend([all.clone(), all]);
            }
            let part = Part {
                finds: format!("({})", any.join(" OR ")),
                common: taken == 1 && others.is_empty() && common.contains(first),
            };
            // The same word twice finds nothing more.
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let phrase = (typed.len() > 1).then(|| format!("\"{}\"", typed.join(" ")));
        (!parts.is_empty()).then_some(Query { parts, phrase })
    }

    /// Everything that was typed is there. Word for word weighs more: "voice of the child" finds the principle of
    /// that name before whatever has a voice and a child in it.
    pub fn all(&self) -> String {
        let all = join(&self.parts, |_| true, " AND ");
        match &self.phrase {
            Some(phrase) => format!("({all}) OR {phrase}"),
            None => all,
        }
    }

    /// All but any one of what was typed is there; none where that is the same as any, or would be a long query.
    pub fn all_but_one(&self) -> Option<String> {
        let without = |out: &Part| format!("({})", join(&self.parts, |part| part != out, " AND "));
        (3..=MOST_OF_MOST)
            .contains(&self.parts.len())
            .then(|| self.parts.iter().map(without).collect::<Vec<_>>().join(" OR "))
    }

    /// Any word that tells pieces apart is there; none where that is everything, or no word does. A common one gets
    /// next to no weight from `bm25` (its inverse frequency is cut off at nought), and costs a look at every piece.
    pub fn any_telling(&self) -> Option<String> {
        let telling = self.parts.iter().filter(|part| !part.common).count();
        let less = telling > 0 && telling < self.parts.len();
        less.then(|| join(&self.parts, |part| !part.common, " OR "))
    }

    /// Anything that was typed is there; none where that is the same.
    pub fn any(&self) -> Option<String> {
        (self.parts.len() > 1).then(|| join(&self.parts, |_| true, " OR "))
    }
}

fn join(parts: &[Part], which: impl Fn(&Part) -> bool, with: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .filter(|part| which(part))
        .map(|part| part.finds.as_str())
        .collect();
    parts.join(with)
}

/// What one typed word may be: itself, which weighs more than what begins with it, or the beginning of others.
fn one(word: &str, endings: &[String]) -> Vec<String> {
    let exact = |word: &str| format!("\"{word}\"");
    // A short word that the packs have is no beginning: "list" is not "listen", "age" is not "agencies". Twice, so
    // that it weighs as much as a long one.
    if word.chars().count() <= SHORT && endings.first().is_some_and(|whole| whole == word) {
        return vec![exact(word), exact(word)];
    }
    let mut any = vec![prefix(word), exact(word)];
    any.extend(endings.iter().map(|word| exact(word)));
    any.dedup();
    any
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

    fn read(typed: &str, packs: &[&str]) -> Option<Query> {
        let mut synonyms = Synonyms::default();
        let means = vec!["child sexual exploitation".to_owned()];
        let cse = Synonym {
            term: "CSE".into(),
            means,
        };
        synonyms.add("a", std::slice::from_ref(&cse));
        synonyms.add("b", &[cse]);
        let packs: Vec<String> = packs.iter().map(|&pack| pack.to_owned()).collect();
        let common = HashSet::from(["the".to_owned(), "boy".to_owned()]);
        Query::new(typed, (&synonyms, &packs), &common, |_| Vec::new())
    }

    fn query(typed: &str) -> String {
        read(typed, &[]).map_or(String::new(), |query| query.all())
    }

    #[test]
    fn a_name_is_looked_for_by_every_name_and_nothing_typed_is_syntax() {
        assert_eq!(
            query("CSE"),
            "(\"cse\"* OR \"cse\" OR (\"child\" AND \"sexual\" AND \"exploitation\") \
             OR (\"child\" AND \"sexual\" AND \"exploitation\"))"
        );
        assert_eq!(
            query("Child sexual  exploitation, boys"),
            "(((\"child\"* AND \"sexual\"* AND \"exploitation\"*) OR (\"cse\") OR (\"cse\")) AND (\"boys\"* OR \"boys\")) \
             OR \"child sexual exploitation boys\""
        );
        assert_eq!(
            query("\" OR * NEAR(a"),
            "((\"near\"* OR \"near\")) OR \"or near a\""
        );
        assert_eq!(query("  \"*-^:() "), "");
        assert_eq!(query("cafe\u{301}"), "(\"cafe\"* OR \"cafe\")");
    }

    #[test]
    fn a_name_is_one_in_the_packs_that_say_so() {
        let all = |packs: &[&str]| read("cse", packs).map(|query| query.all());
        let both = "(\"cse\"* OR \"cse\" OR (\"child\" AND \"sexual\" AND \"exploitation\") \
             OR (\"child\" AND \"sexual\" AND \"exploitation\"))";
        let both = Some(both.to_owned());
        assert_eq!(all(&["b"]), both);
        assert_eq!(all(&["a", "c"]), both);
        assert_eq!(all(&["c"]), Some("(\"cse\"* OR \"cse\")".to_owned()));
    }

    #[test]
    fn common_words_and_words_typed_again_do_not_widen_a_search() {
        let telling = |typed: &str| read(typed, &[]).and_then(|query| query.any_telling());
        assert_eq!(
            telling("the phone the boy"),
            Some("(\"phone\"* OR \"phone\")".to_owned())
        );
        assert_eq!(telling("the boy"), None);
        assert_eq!(telling("phone school"), None);
        assert_eq!(
            query("boys the Boys"),
            "((\"boys\"* OR \"boys\")) OR \"boys the boys\""
        );
    }

    #[test]
    fn a_sentence_is_read_by_the_words_that_mean_something() {
        let parts = |typed: &str| read(typed, &[]).map_or(0, |query| query.parts.len());
        assert_eq!(parts("what happens if a child is not seen"), 4);
        // Where there are no others, these are what was meant.
        assert_eq!(parts("Where are you?"), 3);
        // In a name they are part of the name: the synonyms come first.
        let mut synonyms = Synonyms::default();
        let care = Synonym {
            term: "LAC".into(),
            means: vec!["child in care".to_owned()],
        };
        synonyms.add("a", &[care]);
        let query = Query::new("a child in care", (&synonyms, &[]), &HashSet::new(), |_| {
            Vec::new()
        });
        assert!(query.is_some_and(|query| query.parts.len() == 1 && query.all().contains("\"lac\"")));
    }

    #[test]
    fn one_word_of_three_may_be_missing_and_none_of_two() {
        let most = |typed: &str| read(typed, &[]).and_then(|query| query.all_but_one());
        let (a, b, c) = (
            "(\"xa\"* OR \"xa\")",
            "(\"xb\"* OR \"xb\")",
            "(\"xc\"* OR \"xc\")",
        );
        let all = format!("({b} AND {c}) OR ({a} AND {c}) OR ({a} AND {b})");
        assert_eq!(most("xa xb xc"), Some(all));
        assert_eq!(most("xa xb"), None);
        assert_eq!(most("xa xb xc xd xe xf xg"), None);
    }
}
