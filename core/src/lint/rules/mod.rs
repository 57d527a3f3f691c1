//! The rules: what each asks, why, where our rules say so, and what is wrong and right.
//!
//! `childfirst lint --rules` lists them, `--explain` prints one, and `docs/lint.md` is made from them. An id is stable: it
//! is in scripts, reports and habits. Refuses a rule without a reason and an example of each.

mod child;
mod source;
mod structure;
mod trace;
mod whole;
mod wording;

use serde::Serialize;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// To know, and perhaps to do nothing about.
    Advice,
    /// To be mended, or to be settled by somebody who has thought about it.
    Warning,
    /// Not fit to be released.
    Error,
}

impl Severity {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its id, in kebab-case. Stable.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it asks.
    pub what: &'static str,
    /// Why.
    pub why: &'static str,
    /// Where our rules say so.
    pub from: &'static str,
    /// What it finds.
    pub bad: &'static str,
    /// What it lets pass.
    pub good: &'static str,
}

/// Makes the rules of one file: id, severity, what, why, from, bad, good.
macro_rules! rules {
    ($($severity:ident $id:literal: $what:literal, $why:literal, $from:literal, $bad:literal => $good:literal;)+) => {
        pub(super) const RULES: &[super::Rule] = &[$(super::Rule {
            id: $id,
            severity: super::Severity::$severity,
            what: $what,
            why: $why,
            from: $from,
            bad: $bad,
            good: $good,
        }),+];
    };
}
use rules;

/// A group of rules, with its title.
pub type Group = (&'static str, &'static [Rule]);

/// Every rule, group by group.
pub const GROUPS: &[Group] = &[
    ("The files", source::RULES),
    ("Structure and ids", structure::RULES),
    ("Wording", wording::RULES),
    ("The child", child::RULES),
    ("Trace to the documents", trace::RULES),
    ("The pack as a whole", whole::RULES),
];

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|(_, rules)| rules.iter())
}

/// A rule by its id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// How grave a rule is. One that is not listed is an error: whoever added it forgot to.
pub fn severity(id: &str) -> Severity {
    find(id).map_or(Severity::Error, |rule| rule.severity)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::pack::elements::is_word;
    use std::collections::HashSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_rule_is_whole_and_stands_once() {
        let mut seen = HashSet::new();
        for rule in all() {
            assert!(is_word(rule.id) && seen.insert(rule.id), "{}", rule.id);
            for text in [rule.what, rule.why, rule.from, rule.bad, rule.good] {
                assert!(!text.trim().is_empty(), "{}", rule.id);
            }
            assert!(rule.what.ends_with('.') && rule.why.ends_with('.'), "{}", rule.id);
            assert!(
                ["CONTENT", "PRACTICE", "DESIGN"]
                    .iter()
                    .any(|page| rule.from.contains(page)),
                "{}",
                rule.id
            );
        }
    }

    /// Whatever the builder and lint can report is listed: a rule is named in a call, as its first word.
    #[test]
    fn every_rule_that_the_code_names_is_listed() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        for folder in ["pack", "pack/build", "lint", "lint/proof"] {
            files.extend(
                fs::read_dir(src.join(folder))
                    .unwrap()
                    .flatten()
                    .map(|entry| entry.path()),
            );
        }
        let mut named = HashSet::new();
        for file in files
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        {
            let text = fs::read_to_string(file).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            let calls = [
                "fault(",
                "finding(",
                "report(",
                "report_anywhere(",
                "report_pack(",
                "report_budget(",
                "of_file(",
                "at_most(",
                "rule: ",
                "unknown(",
                "at(&path, line, ",
                "at(path, 1, ",
                "=> (",
            ];
            for call in calls {
                for (at, _) in text.match_indices(call) {
                    let rest = text[at + call.len()..].trim_start();
                    let id = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
                    named.extend(id.filter(|id| id.contains('-') && is_word(id)).map(str::to_owned));
                }
            }
        }
        assert!(named.len() > 60, "the search finds nothing any more: {named:?}");
        let missing: Vec<_> = named.iter().filter(|id| find(id).is_none()).collect();
        assert!(
            missing.is_empty(),
            "give them an entry in lint/rules: {missing:?}"
        );
    }
}
