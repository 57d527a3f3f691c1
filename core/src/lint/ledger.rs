//! The coverage ledger of a document: for every unit of its text the pieces of guidance that carry it, or why none does.
//!
//! Checked in both directions: a unit that nobody accounts for is a finding, and so is a piece of guidance that cites
//! the document and rests on no unit of it. Refuses to hold a sentence of the document.

use super::split::{Unit, normal};
use crate::pack::elements::shown;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The ledger of one document: `content/coverage/<document>.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The document's id, as the packs cite it.
    pub document: String,
    /// The names of the files that hold its text: more than one where it was extracted more than once.
    pub texts: Vec<String>,
    /// Numbers, names of forms and Acts, and terms of art that guidance may carry over from this document as they are,
    /// each with the unit that has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// A line for every unit of those texts, in their order.
    pub lines: Vec<Line>,
}

/// A term that guidance may carry over as it is: `C39d`, `section 11`, `Multi-Agency Safeguarding Hub`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term, at most seven words.
    pub term: String,
    /// The hash of a unit that has it.
    pub hash: String,
}

/// The most words of a term: eight in a row would be a sentence copied.
pub const MOST_WORDS_OF_A_TERM: usize = 7;

/// What became of one unit of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The first 16 hexadecimal digits of the unit's hash.
    pub hash: String,
    /// The heading under which it stands, or where in the document it is.
    pub place: String,
    /// What it says, in a few words of our own. Never its words.
    pub about: String,
    /// How often it stands in the texts. Left out: once.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: u32,
    /// The ids of the pieces that carry it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Why no piece carries it: a running head, a web page's own words, an office's history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

fn once() -> u32 {
    1
}

fn is_once(times: &u32) -> bool {
    *times == 1
}

/// Something wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFault {
    /// The rule, in kebab-case. Stable.
    pub rule: &'static str,
    /// The hash or id that it is about.
    pub name: String,
    /// The name of the text and the line in it, where it is about one.
    pub text: Option<(String, usize)>,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
}

/// What a ledger is checked against.
pub struct Against<'a> {
    /// Every id of every pack.
    pub ids: &'a HashSet<&'a str>,
    /// The ids of the pieces whose origin is source and that cite this document.
    pub cited_by: &'a [&'a str],
    /// The units of each text, by its name; none where the texts are not at hand.
    pub texts: Option<&'a [(String, Vec<Unit>)]>,
}

impl Against<'_> {
    /// Where a unit stands, to end a sentence with; nothing where its text is not at hand.
    fn place_of(&self, hash: &str) -> String {
        let units = self.texts.into_iter().flatten();
        let mut units = units.flat_map(|(name, units)| units.iter().map(move |unit| (name, unit)));
        units
            .find(|(_, unit)| unit.hash == hash)
            .map_or_else(String::new, |(name, unit)| {
                format!(" ({}, line {})", shown(name), unit.line)
            })
    }
}

/// Checks a ledger. Without the texts, only what can be checked without them.
pub fn check(ledger: &Ledger, against: &Against<'_>) -> Vec<LedgerFault> {
    let mut found = Vec::new();
    let mut fault = |rule, name: &str, text: Option<(String, usize)>, sentence: String| {
        let name = name.to_owned();
        found.push(LedgerFault {
            rule,
            name,
            text,
            sentence,
        });
    };
    let mut lines: HashMap<&str, &Line> = HashMap::new();
    for line in &ledger.lines {
        if lines.insert(&line.hash, line).is_some() {
            let sentence =
                "this hash stands twice: keep one line, and say in `times` how often the unit stands";
            fault("ledger-twice", &line.hash, None, sentence.to_owned());
        }
        let left_out = line.left_out.as_ref().is_some_and(|why| !why.trim().is_empty());
        let bare = line.place.trim().is_empty() || line.about.trim().is_empty();
        let of = against.place_of(&line.hash);
        // A line that nobody has filled in yet is said once.
        if line.ids.is_empty() != left_out {
            let sentence =
                format!("a line has ids, or says in `left_out` why none carries it: one of the two{of}");
            fault("ledger-unaccounted", &line.hash, None, sentence);
        } else if bare {
            let sentence = format!("a line says its place and, in a few words, what the unit is about{of}");
            fault("ledger-bare", &line.hash, None, sentence);
        }
        for id in line.ids.iter().filter(|id| !against.ids.contains(id.as_str())) {
            let sentence = format!("no pack has \"{id}\": mend the id, or say what carries the unit now");
            fault("ledger-unknown-id", &line.hash, None, sentence);
        }
    }
    for term in &ledger.terms {
        let words = normal(&term.term)
            .split(' ')
            .filter(|word| !word.is_empty())
            .count();
        if words == 0 || words > MOST_WORDS_OF_A_TERM {
            let sentence =
                format!("a term has from one to {MOST_WORDS_OF_A_TERM} words: what is longer is a sentence");
            fault("ledger-term", &term.term, None, sentence);
        } else if !lines.contains_key(term.hash.as_str()) {
            let sentence = format!(
                "its hash {} is on no line of the ledger: name the unit that has it",
                shown(&term.hash)
            );
            fault("ledger-term", &term.term, None, sentence);
        }
    }
    let carried: HashSet<&str> = ledger
        .lines
        .iter()
        .flat_map(|line| &line.ids)
        .map(String::as_str)
        .collect();
    for id in against.cited_by.iter().filter(|id| !carried.contains(*id)) {
        let sentence = format!(
            "it cites {} and no line of the ledger carries it: name the unit that it rests on, or take it away",
            ledger.document
        );
        fault("ledger-not-carried", id, None, sentence);
    }
    let Some(texts) = against.texts else {
        return found;
    };
    let mut times: HashMap<&str, u32> = HashMap::new();
    for (name, units) in texts {
        for unit in units {
            *times.entry(&unit.hash).or_default() += 1;
            if !lines.contains_key(unit.hash.as_str()) {
                let sentence = "no line of the ledger accounts for this unit of the text: add one".to_owned();
                let at = Some((name.clone(), unit.line));
                fault("ledger-missing", &unit.hash, at, sentence);
            }
        }
    }
    for term in &ledger.terms {
        let wanted = format!(" {} ", normal(&term.term));
        let mut units = texts
            .iter()
            .flat_map(|(_, units)| units)
            .filter(|unit| unit.hash == term.hash);
        let has = |unit: &Unit| format!(" {} ", normal(&unit.text)).contains(&wanted);
        let said = times.contains_key(term.hash.as_str()) && !wanted.trim().is_empty();
        if said && !units.any(has) {
            let sentence =
                "the unit of its hash does not have it: name the one that does, or take the term away"
                    .to_owned();
            fault("ledger-term", &term.term, None, sentence);
        }
    }
    for line in &ledger.lines {
        match times.get(line.hash.as_str()) {
            None => {
                let sentence = "no unit of the texts has this hash: take the line away or mend it".to_owned();
                fault("ledger-stale", &line.hash, None, sentence);
            }
            Some(n) if *n != line.times => {
                let sentence = format!("the unit stands {n} times in the texts: say so in `times`");
                fault("ledger-times", &line.hash, None, sentence);
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::split::units;
    use super::*;

    const TEXT: &str = "Heading\n\nListen to the child. Share what you know.\n\nHeading\n";

    fn line(hash: &str, ids: &[&str], left_out: Option<&str>, times: u32) -> Line {
        Line {
            hash: hash.to_owned(),
            place: "Heading".to_owned(),
            about: "words".to_owned(),
            times,
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            left_out: left_out.map(str::to_owned),
        }
    }

    fn ledger() -> Ledger {
        let cut = units(TEXT);
        Ledger {
            document: "d".to_owned(),
            texts: vec!["d.txt".to_owned()],
            terms: vec![],
            lines: vec![
                line(&cut[0].hash, &[], Some("a heading"), 2),
                line(&cut[1].hash, &["p/listen"], None, 1),
                line(&cut[2].hash, &["p/share"], None, 1),
            ],
        }
    }

    fn rules(ledger: &Ledger, cited_by: &[&str], text: Option<&str>) -> Vec<&'static str> {
        let ids: HashSet<&str> = ["p/listen", "p/share", "p/other"].into();
        let texts = text.map(|text| vec![("d.txt".to_owned(), units(text))]);
        let against = Against {
            ids: &ids,
            cited_by,
            texts: texts.as_deref(),
        };
        check(ledger, &against)
            .into_iter()
            .map(|fault| fault.rule)
            .collect()
    }

    #[test]
    fn a_whole_ledger_has_no_fault_and_each_fault_is_found() {
        let whole = ledger();
        assert!(rules(&whole, &["p/listen", "p/share"], Some(TEXT)).is_empty());
        assert!(rules(&whole, &["p/listen"], None).is_empty());
        assert_eq!(rules(&whole, &["p/other"], None), ["ledger-not-carried"]);
        let more = format!("{TEXT}\nOne sentence more.\n");
        assert_eq!(rules(&whole, &[], Some(&more)), ["ledger-missing"]);
        let less = TEXT.replace(" Share what you know.", "");
        assert_eq!(rules(&whole, &[], Some(&less)), ["ledger-stale"]);
        let other = TEXT.replace("Listen", "Talk");
        assert_eq!(
            rules(&whole, &[], Some(&other)),
            ["ledger-missing", "ledger-stale"]
        );
        let broken = |change: &dyn Fn(&mut Ledger)| {
            let mut ledger = ledger();
            change(&mut ledger);
            rules(&ledger, &[], Some(TEXT))
        };
        assert_eq!(broken(&|l| l.lines[0].times = 1), ["ledger-times"]);
        assert_eq!(
            broken(&|l| l.lines[1].ids[0] = "p/gone".into()),
            ["ledger-unknown-id"]
        );
        assert_eq!(broken(&|l| l.lines[1].ids.clear()), ["ledger-unaccounted"]);
        assert_eq!(
            broken(&|l| l.lines[1].left_out = Some("both".into())),
            ["ledger-unaccounted"]
        );
        assert_eq!(broken(&|l| l.lines[1].about.clear()), ["ledger-bare"]);
        let term = |term: &str, hash: &str| Term {
            term: term.to_owned(),
            hash: hash.to_owned(),
        };
        let listen = ledger().lines[1].hash.clone();
        assert!(broken(&|l| l.terms.push(term("the child", &listen))).is_empty());
        assert_eq!(broken(&|l| l.terms.push(term("C39d", &listen))), ["ledger-term"]);
        assert_eq!(broken(&|l| l.terms.push(term("the child", "0"))), ["ledger-term"]);
        assert_eq!(broken(&|l| l.terms.push(term("–", &listen))), ["ledger-term"]);
        assert_eq!(broken(&|l| l.lines.push(l.lines[1].clone())), ["ledger-twice"]);
    }
}
