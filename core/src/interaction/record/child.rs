//! What is recorded of one child, or of the scene: seen, said, observed, risk, what is known and how.
//!
//! Quote marks stand only round exact words; what was started from another child's words says so. Refuses to give a
//! fact without how it is known and when it was written.

use super::part::Part;
use super::{Account, Line, LineMark, joined};
use crate::interaction::because::{involvement_words, presence_words};
use crate::interaction::call;
use crate::interaction::entry::*;
use crate::interaction::hearsay::{self, answer_is_hearsay};
use crate::interaction::lines::{capital, level_words, seen_words, shown_words, then};
use crate::interaction::state::{AnswerNow, is_hearsay, own_sight};
use crate::sets::*;
use crate::time::When;

/// What of an entry about circumstances still stands for one child.
struct Stands<'a> {
    entry: &'a Entry,
    set: &'a CircumstancesSet,
    what: Vec<String>,
}

impl Account<'_> {
    /// Everything of one child.
    pub(super) fn of_child(&self, child: u32) -> Vec<Line> {
        let mut lines = self.seen(child);
        lines.extend(self.quotes(Some(child)));
        lines.extend(self.risks(Some(child)));
        lines.extend(self.known(child));
        lines.extend(self.answers(Some(child)));
        lines
    }

    /// Words of a child that is not known, what was observed of several or of none, and risk before a child was added.
    pub(super) fn of_nobody(&self) -> Vec<Line> {
        let mut lines = self.quotes(None);
        lines.extend(self.observed());
        lines.extend(self.risks(None));
        lines
    }

    /// How it is known, by whom it was written, and when: `Seen by PC Rowe, 02:34`, `Mother said. PC Rowe, 02:16`.
    pub(super) fn known_by(&self, known_by: &[Known], author: &Option<String>, at: &When) -> String {
        let known = capital(&self.words.known(known_by, author));
        let own = |how: KnownBy| matches!(how, KnownBy::Seen | KnownBy::Heard | KnownBy::Assumed);
        match known_by {
            [] => self.by(author, at),
            [Known { how, who: None }] if own(*how) => format!("{known}, {}", self.words.when(at, None)),
            _ => then(known, &self.by(author, at)),
        }
    }

    fn by(&self, author: &Option<String>, at: &When) -> String {
        format!("{}, {}", self.words.author(author), self.words.when(at, None))
    }

    /// The entries that set circumstances of a child, with what each set.
    fn circumstances(&self, child: u32) -> impl Iterator<Item = (&Entry, &CircumstancesSet)> {
        self.counting().filter_map(move |entry| match &entry.event {
            Event::CircumstancesSet(set) if self.about(entry).contains(&child) => Some((entry, set)),
            _ => None,
        })
    }

    /// Whether the child was seen, and where it is.
    fn seen(&self, child: u32) -> Vec<Line> {
        let line = |words: String, how: String, entry: u64| Line {
            of: Some(child),
            words,
            how,
            ..Line::of(Part::Children, entry)
        };
        let mut lines = Vec::new();
        let last = |found: &dyn Fn(&CircumstancesSet) -> bool| {
            self.circumstances(child).filter(|(_, set)| found(set)).last()
        };
        // The recorder's own sight leads; what somebody else saw is theirs, and never reads as the recorder's.
        let recorder = self.state.recorder();
        let own = |entry: &Entry, set: &CircumstancesSet| {
            set.seen == Some(Seen::NotSaid) || own_sight(&set.known_by, entry.author.as_deref(), recorder)
        };
        // Nobody is seen on a call, and that is not said of each child.
        let call = call::is_one(self.state);
        let said = |set: &CircumstancesSet| set.seen.is_some_and(|seen| !call || seen != Seen::NotSeen);
        let sight = |mine: bool| {
            let seen = self.circumstances(child);
            seen.filter(|(entry, set)| said(set) && own(entry, set) == mine)
                .last()
        };
        let (mine, theirs) = (sight(true), sight(false));
        match (mine, theirs) {
            // What was said is erased.
            (Some((entry, set)), _) if set.seen == Some(Seen::NotSaid) => {
                lines.push(line(capital(seen_words(Seen::NotSaid)), String::new(), entry.seq));
            }
            (Some((entry, set)), _) => {
                let seen = capital(seen_words(set.seen.unwrap_or(Seen::NotSaid)));
                let by = self.by(&entry.author, &entry.done_at);
                lines.push(line(format!("{seen} by {by}"), String::new(), entry.seq));
            }
            (None, _) if call => {}
            (None, Some((entry, _))) => {
                let not = format!("Not seen by {}", self.words.author(&entry.author));
                lines.push(line(not, String::new(), 0));
            }
            (None, None) if self.partial() => {}
            (None, None) => lines.push(line(capital(seen_words(Seen::NotSaid)), String::new(), 0)),
        }
        let later =
            |(entry, _): &(&Entry, &CircumstancesSet)| mine.is_none_or(|(own, _)| own.seq < entry.seq);
        if let Some((entry, set)) = theirs.filter(later) {
            let sight = hearsay::sight(set.seen.unwrap_or(Seen::NotSaid));
            let who = capital(&self.words.known(&set.known_by, &entry.author));
            let by = self.by(&entry.author, &entry.done_at);
            lines.push(Line {
                mark: self::hearsay(&set.known_by),
                ..line(format!("{who}: {sight}"), by, entry.seq)
            });
        }
        match last(&|set| set.presence.is_some()) {
            Some((entry, set)) => {
                let how = self.known_by(&set.known_by, &entry.author, &entry.done_at);
                let (whereabouts, how) = match set.presence.unwrap_or(Presence::NotKnown) {
                    Presence::WithMe if set.known_by.is_empty() => (
                        format!("With {}", self.by(&entry.author, &entry.done_at)),
                        String::new(),
                    ),
                    Presence::WithMe => (format!("With {}", self.words.author(&entry.author)), how),
                    Presence::NotKnown => ("Where the child is: not known".to_owned(), how),
                    presence => (capital(presence_words(presence)), how),
                };
                lines.push(line(whereabouts, how, entry.seq));
            }
            None if self.partial() => {}
            None => lines.push(line("Where the child is: not known".to_owned(), String::new(), 0)),
        }
        lines
    }

    /// Involvement and factors, each with the entry that said it last.
    fn known(&self, child: u32) -> Vec<Line> {
        let all: Vec<_> = self.circumstances(child).collect();
        let last = |found: &dyn Fn(&CircumstancesSet) -> bool| {
            all.iter()
                .rev()
                .find(|(_, set)| found(set))
                .map(|(entry, _)| entry.seq)
        };
        let mut stand: Vec<Stands<'_>> = Vec::new();
        for (entry, set) in &all {
            let mut what = Vec::new();
            if let Some(involved) = &set.involved
                && last(&|set| set.involved.is_some()) == Some(entry.seq)
            {
                let how: Vec<&str> = involved.iter().map(|how| involvement_words(*how)).collect();
                what.push(match how.as_slice() {
                    [] => "Involved as: not said".to_owned(),
                    how => format!("Involved as: {}", how.join(", ")),
                });
            }
            if let Some(others) = set.may_be_others
                && last(&|set| set.may_be_others.is_some()) == Some(entry.seq)
            {
                let words = if others {
                    "May be involved in other ways"
                } else {
                    "Involved in no other way"
                };
                what.push(words.to_owned());
            }
            for factor in &set.factors {
                let same =
                    |set: &CircumstancesSet| set.factors.iter().any(|other| other.factor == factor.factor);
                if last(&same) == Some(entry.seq) {
                    let name = capital(&factor.factor.replace('-', " "));
                    what.push(format!("{name}: {}", factor.state.as_str().replace('_', " ")));
                }
            }
            if !what.is_empty() {
                stand.push(Stands { entry, set, what });
            }
        }
        let line = |one: Stands<'_>| {
            let entry = one.entry;
            Line {
                of: Some(child),
                words: one.what.join(". "),
                how: self.known_by(&one.set.known_by, &entry.author, &entry.done_at),
                mark: hearsay(&one.set.known_by),
                ..Line::of(Part::Known, entry.seq)
            }
        };
        stand.into_iter().map(line).collect()
    }

    fn quotes(&self, child: Option<u32>) -> Vec<Line> {
        let said = self.state.quotes.iter().filter(|now| now.quote.child == child);
        let line = |now: &crate::interaction::state::QuoteNow| {
            let when = self.words.when(&now.at, Some(&now.written));
            let how = then(self.words.quote_how(&now.quote), &capital(&when));
            let lead = if child.is_none() { "A child said" } else { "" };
            Line {
                of: child,
                about: now.about.clone(),
                lead: lead.to_owned(),
                words: self.words.quote_words(&now.quote),
                how: then(how, &self.words.author(&now.author)),
                notes: answers_note(&now.quote.answers),
                mark: match now.quote.fidelity {
                    Fidelity::Exact => LineMark::Quote,
                    _ => LineMark::Gist,
                },
                ..Line::of(Part::Words, now.seq)
            }
        };
        said.map(line).collect()
    }

    fn observed(&self) -> Vec<Line> {
        let line = |now: &crate::interaction::state::ObservationNow| Line {
            about: now.about.clone(),
            words: now.observation.words.clone(),
            how: self.known_by(&now.observation.known_by, &now.author, &now.at),
            notes: answers_note(&now.observation.answers),
            mark: hearsay(&now.observation.known_by),
            ..Line::of(Part::Observed, now.seq)
        };
        self.state.observations.iter().map(line).collect()
    }

    /// Statements of risk, the latest first.
    fn risks(&self, child: Option<u32>) -> Vec<Line> {
        let stated = self
            .state
            .risks
            .iter()
            .rev()
            .filter(|now| now.risk.child == child);
        let line = |(at, now): (usize, &crate::interaction::state::RiskNow)| {
            let level = level_words(now.risk.level);
            let seen = matches!(now.risk.seen, Seen::Awake | Seen::Asleep) || child.is_none();
            let mut how = self.by(&now.author, &now.at);
            if !seen && self.is_erased(now.seq) {
                how = then(how, "Not seen then");
            } else if !seen {
                how = then(
                    how,
                    &format!("Not seen by {} then", self.words.author(&now.author)),
                );
            }
            let routes = now
                .risk
                .routes
                .iter()
                .map(|route| format!("Shown as following: {}", shown_words(route)));
            let from = now
                .risk
                .words_from
                .map(|seq| format!("The words were begun from those of entry {seq}"));
            Line {
                of: child,
                lead: if at == 0 {
                    format!("{level}.")
                } else {
                    format!("Stated before: {level}.")
                },
                words: now.risk.words.clone(),
                how,
                notes: routes.chain(from).collect(),
                mark: match now.risk.level {
                    Level::ImmediateDanger => LineMark::Danger,
                    _ => LineMark::None,
                },
                ..Line::of(Part::Risk, now.seq)
            }
        };
        stated.enumerate().map(line).collect()
    }

    /// Answers to items and prompts for a child, or for the scene.
    pub(super) fn answers(&self, child: Option<u32>) -> Vec<Line> {
        let line = |now: &AnswerNow| {
            let mut how = self.known_by(&now.answer.known_by, &now.author, &now.at);
            if self.open.earlier_wording.contains(&now.seq) {
                how = then(how, "Answered under earlier wording");
            }
            Line {
                of: child,
                lead: now.answer.shown.text.clone(),
                words: match now.answer.outcome {
                    Outcome::Later => {
                        let later = format!("Later: {}", self.owner(now));
                        now.answer
                            .value
                            .as_deref()
                            .map_or(later.clone(), |value| then(later, value))
                    }
                    _ => self.words.answer_words(&now.answer),
                },
                how,
                mark: match now.answer.outcome {
                    Outcome::Done if answer_is_hearsay(self.state, &now.answer) => LineMark::Hearsay,
                    _ => LineMark::None,
                },
                ..Line::of(Part::Answers, now.seq)
            }
        };
        self.state
            .answers
            .iter()
            .filter(|now| now.answer.child == child)
            .map(line)
            .collect()
    }

    /// With whom something about a child was shared, in short. The whole of it stands under sharing.
    pub(super) fn shared(&self, child: u32) -> Vec<Line> {
        let about = self
            .state
            .sharings
            .iter()
            .filter(|now| now.about.contains(&child));
        let line = |now: &crate::interaction::state::SharingNow| {
            let to = now.sharing.to.as_deref().unwrap_or("Not said with whom");
            Line {
                of: Some(child),
                words: joined(to, &self.stages(now.first)),
                ..Line::of(Part::Shared, now.seq)
            }
        };
        about.map(line).collect()
    }
}

/// Marks what is known only from an adult, from records or assumed.
fn hearsay(known_by: &[Known]) -> LineMark {
    if is_hearsay(known_by) {
        LineMark::Hearsay
    } else {
        LineMark::None
    }
}

fn answers_note(answers: &Option<Shown>) -> Vec<String> {
    answers
        .iter()
        .map(|shown| format!("Written as the answer to: {}", shown.text))
        .collect()
}
