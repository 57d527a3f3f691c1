//! Whether guidance carries anything that its document does not: a number, a telephone number, a form, a statute, a
//! sentence.
//!
//! What guidance may carry over is written down in the ledger as a term, with the unit that has it. Refuses to allow
//! what only some other document has: a piece is traced to the one that it cites.

use super::shelf::{Shelf, Shelved};
use super::split::normal;
use super::subject::{Subject, quoted};
use super::texts::{Text, What};
use crate::pack::types::PackFile;
use std::collections::HashSet;

/// What an untraced token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Telephone,
    Form,
    Statute,
}

impl Kind {
    fn rule(self) -> &'static str {
        match self {
            Kind::Number => "untraced-number",
            Kind::Telephone => "untraced-telephone",
            Kind::Form => "untraced-form",
            Kind::Statute => "untraced-statute",
        }
    }
}

/// Checks what a pack says against what its documents have.
pub(super) fn check(subject: &mut Subject<'_>, shelf: &Shelf) {
    let ours = vocabulary(&subject.built.file);
    for text in subject.own_texts() {
        let shelved = text
            .source
            .and_then(|source| shelf.documents.get(&source.document));
        if text.what.is_guidance() {
            guidance(subject, &text, shelved, &ours);
        } else if text.what == What::Reading {
            reading(subject, &text, shelved);
        }
    }
    sections(subject, shelf);
    routes(subject);
}

/// Numbers that are the pack's own words: the ages of its bands, which have a source of their own, and what danger and
/// lists count up to.
fn vocabulary(file: &PackFile) -> HashSet<String> {
    let labels = file.age_bands.iter().map(|band| normal(&band.label));
    labels
        .flat_map(|label| label.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn guidance(subject: &mut Subject<'_>, text: &Text<'_>, shelved: Option<&Shelved>, ours: &HashSet<String>) {
    for (kind, what) in carried(text.text) {
        let own = kind == Kind::Number && normal(&what).split(' ').all(|part| ours.contains(part));
        // A factor or a band is where the pack's own words come from.
        let allowed =
            own || text.what == What::Vocabulary || shelved.is_some_and(|shelved| shelved.allows(&what));
        if allowed {
            continue;
        }
        let sentence = match text.source {
            None => format!(
                "{} stands on no document: take it out, or cite what carries it",
                quoted(&what)
            ),
            Some(source) => {
                let (what, document) = (quoted(&what), &source.document);
                match shelved.and_then(|shelved| shelved.unit_with(&what)) {
                    Some(hash) => format!(
                        "{what} is no term of the ledger of {document}: add it to `terms` with the hash {hash}, or another unit's that has it"
                    ),
                    None => format!(
                        "{what} is no term of the ledger of {document}: take it out, or add it to `terms` with the unit that has it"
                    ),
                }
            }
        };
        subject.report(kind.rule(), text.section, text.id, sentence);
    }
}

/// What is only read may have any number that its document has.
fn reading(subject: &mut Subject<'_>, text: &Text<'_>, shelved: Option<&Shelved>) {
    let Some(shelved) = shelved.filter(|shelved| shelved.units.is_some()) else {
        return;
    };
    let all = normal(text.text);
    let numbers = all
        .split(' ')
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()));
    for number in numbers.filter(|number| !shelved.words.contains(*number)) {
        let document = &shelved.ledger.document;
        let sentence = format!(
            "{}{} stands nowhere in {document}: mend it, or move it into a note that says where it is from",
            text.within(),
            quoted(number)
        );
        subject.report("number-not-in-text", text.section, text.id, sentence);
    }
}

/// The numbers, forms and statutes in a text.
fn carried(text: &str) -> Vec<(Kind, String)> {
    let trimmed = |word: &str| -> String {
        let mark = |c: char| !c.is_alphanumeric() && !matches!(c, '+');
        word.trim_matches(mark).to_owned()
    };
    let raw: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<String> = raw.iter().map(|word| trimmed(word)).collect();
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let mut found: Vec<(Kind, String)> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let word = word.as_str();
        let before = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .map_or("", String::as_str);
        // The end of a sentence stands between a capital and what comes before it.
        let stopped = at
            .checked_sub(1)
            .and_then(|before| raw.get(before))
            .is_none_or(|word| word.ends_with(['.', '?', '!', ':']));
        let next = words.get(at + 1).map_or("", String::as_str);
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let part = matches!(
            word.to_lowercase().as_str(),
            "section" | "s" | "schedule" | "article" | "regulation" | "code"
        );
        if part && (digits(next) > 0 || (word == "Code" && next.len() == 1 && capital(next))) {
            found.push((Kind::Statute, format!("{word} {next}")));
            at += 2;
            continue;
        }
        if (matches!(word, "Act" | "Acts") && capital(before) && !stopped) || word == "PACE" {
            let name = if word == "PACE" {
                word.to_owned()
            } else {
                format!("{before} {word}")
            };
            found.push((Kind::Statute, name));
        } else if digits(word) > 0 {
            // The digits of a telephone number may stand apart.
            let run = words
                .iter()
                .skip(at)
                .take_while(|word| digits(word) > 0 && digits(word) == word.trim_start_matches('+').len());
            let run: Vec<&str> = run.map(String::as_str).collect();
            let long: usize = run.iter().map(|word| digits(word)).sum();
            if long >= 5 || matches!(word, "999" | "101" | "111" | "112") {
                found.push((Kind::Telephone, run.join(" ")));
                at += run.len();
                continue;
            }
            let letters = word.chars().filter(char::is_ascii_uppercase).count();
            let form = letters > 0 && word.chars().all(char::is_alphanumeric);
            let kind = if form { Kind::Form } else { Kind::Number };
            found.push((kind, word.to_owned()));
        } else if let Some(limit) = time_limit(&words, at) {
            found.push((Kind::Number, limit));
        }
        at += 1;
    }
    found
}

/// A time limit in words: "within an hour", "for two days".
fn time_limit(words: &[String], at: usize) -> Option<String> {
    let word = |n: usize| words.get(at + n).map(|word| word.to_lowercase());
    let within = word(0).filter(|word| matches!(word.as_str(), "within" | "after" | "every"))?;
    let counts = [
        "a",
        "an",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twelve",
        "twenty-four",
        "twenty",
        "thirty",
        "forty-eight",
        "seventy-two",
    ];
    let count = word(1).filter(|word| counts.contains(&word.as_str()))?;
    let of = word(2)?;
    let unit = of.trim_end_matches('s');
    matches!(unit, "minute" | "hour" | "day" | "week" | "month" | "year")
        .then(|| format!("{within} {count} {of}"))
}

/// The section that a citation names is one that the ledger has seen in the document.
fn sections(subject: &mut Subject<'_>, shelf: &Shelf) {
    let mut unseen = Vec::new();
    for it in &subject.elements {
        let Some((source, shelved)) = it
            .source
            .and_then(|source| Some((source, shelf.documents.get(&source.document)?)))
        else {
            continue;
        };
        let wanted = normal(&source.section);
        let seen = shelved
            .ledger
            .lines
            .iter()
            .any(|line| same_place(&wanted, &normal(&line.place)));
        if !seen {
            unseen.push((it.section, it.id, source.document.clone(), source.section.clone()));
        }
    }
    for (section, id, document, place) in unseen {
        let sentence = format!(
            "it cites the section {}, which no line of the ledger of {document} has: mend the one or the other",
            quoted(&place)
        );
        subject.report("section-not-in-ledger", section, id, sentence);
    }
}

/// One names the other, or more of it: "Priorities" under "Tackling crime", and "Tackling crime: Priorities".
fn same_place(cited: &str, seen: &str) -> bool {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    !seen.is_empty() && (begins(cited, seen) || begins(seen, cited))
}

/// A route is a force's own: it rests on the force's document, never on that of another.
fn routes(subject: &mut Subject<'_>) {
    let file = &subject.built.file;
    let mut foreign = Vec::new();
    for route in &file.routes {
        let Some(source) = &route.source else { continue };
        let own = source.document == file.main_document || subject.is_own("documents", &source.document);
        if !own {
            foreign.push((route.id.clone(), source.document.clone()));
        }
    }
    for (id, document) in foreign {
        let sentence = format!(
            "it rests on {document}, which is not this force's: rest it on the force's own document, or leave it to a value"
        );
        subject.report("route-of-another-force", "routes", &id, sentence);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn numbers_telephones_forms_and_statutes_are_told_apart() {
        let of = |text: &str| -> Vec<(Kind, String)> { carried(text) };
        let one = |text: &str| of(text).first().cloned().unwrap_or((Kind::Number, String::new()));
        assert_eq!(one("Send a C39d, please."), (Kind::Form, "C39d".into()));
        assert_eq!(
            one("Call 01603 276 000 now."),
            (Kind::Telephone, "01603 276 000".into())
        );
        assert_eq!(one("Call 101."), (Kind::Telephone, "101".into()));
        assert_eq!(one("Use section 46 of it"), (Kind::Statute, "section 46".into()));
        assert_eq!(
            one("Under the Children Act, share."),
            (Kind::Statute, "Children Act".into())
        );
        assert_eq!(one("See PACE."), (Kind::Statute, "PACE".into()));
        assert_eq!(one("Under Code C it is"), (Kind::Statute, "Code C".into()));
        assert_eq!(one("Tell them within 24 hours."), (Kind::Number, "24".into()));
        assert_eq!(
            one("Tell them within an hour."),
            (Kind::Number, "within an hour".into())
        );
        assert_eq!(of("18 to 24: who may want this?").len(), 2);
        assert!(of("Immediate danger: act now. Act at once. One case officer, two children.").is_empty());
    }

    #[test]
    fn a_section_may_be_named_with_more_or_less_of_its_heading() {
        assert!(same_place("tackling crime priorities", "tackling crime"));
        assert!(same_place("tackling crime", "tackling crime priorities"));
        assert!(!same_place("tackling crime", "tackling crimes"));
        assert!(!same_place("tackling crime", "") && !same_place("voice", "timeliness"));
    }
}
