//! What was done with it: danger, sharing stage by stage, told, handed over, references, reviews, corrections.
//!
//! Every stage keeps its own time. Refuses to call shared what was not sent, and to hide the wording that a
//! correction corrects.

use super::part::Part;
use super::{Account, Line, LineMark};
use crate::interaction::before_yes::as_before;
use crate::interaction::call;
use crate::interaction::entry::*;
use crate::interaction::hand_over;
use crate::interaction::lines::{capital, danger_words, reference_words, then, told_words};
use crate::interaction::remains;
use crate::interaction::state::DangerNow;
use crate::sets::*;

impl Account<'_> {
    /// Every answer about immediate danger, oldest first.
    pub(super) fn danger(&self) -> Vec<Line> {
        if self.state.danger.is_empty() && !self.partial() {
            let words = "No answer stands".to_owned();
            return vec![Line {
                words,
                ..Line::of(Part::Danger, 0)
            }];
        }
        let line = |now: &DangerNow| {
            let mut how = self.known_by(&now.known_by, &now.author, &now.at);
            let call = call::is_one(self.state);
            if let Some(because) = because(now.because, call) {
                how = then(how, because);
            }
            // The last line is not the last word, where it was written down afterwards.
            if let Some(before) = as_before(now.before.iter()) {
                how = then(how, &before);
            }
            // Nobody is seen on a call.
            let seen_all = call || now.not_seen.is_empty() || now.answer != Danger::NotNow;
            if !seen_all {
                how = then(
                    how,
                    &format!("Not seen then: {}", self.words.children(&now.not_seen)),
                );
            }
            Line {
                lead: capital(danger_words(now.answer)),
                words: now.words.clone().unwrap_or_default(),
                how,
                mark: if now.answer == Danger::Yes {
                    LineMark::Danger
                } else {
                    LineMark::None
                },
                ..Line::of(Part::Danger, now.seq)
            }
        };
        self.state.danger.iter().map(line).collect()
    }

    /// What was done with it, part by part.
    pub(super) fn rest(&self) -> Vec<Line> {
        let mut lines = self.sharings();
        for entry in self.counting() {
            lines.extend(self.done(entry));
        }
        let clock = self.state.clock_back.iter().map(|seq| Line {
            words: format!(
                "Entry {seq} bears an earlier time than the entry before it. The numbers give the order"
            ),
            ..Line::of(Part::Clock, *seq)
        });
        lines.extend(clock);
        lines
    }

    /// The line of an entry that is done with a record, not said of a child.
    fn done(&self, entry: &Entry) -> Option<Line> {
        // When an erased entry was written went with it.
        let written = Some(&entry.recorded_at).filter(|_| !self.is_erased(entry.seq));
        let when = self.words.when(&entry.done_at, written);
        let by = format!("{}, {when}", self.words.author(&entry.author));
        let line = |part, lead: String, words: &str, how: String, notes: Vec<String>| {
            let words = words.to_owned();
            Some(Line {
                lead,
                words,
                how,
                notes,
                ..Line::of(part, entry.seq)
            })
        };
        let plain = |part| line(part, String::new(), &self.words.event(entry), by.clone(), vec![]);
        let back = |said: Option<bool>| match said {
            Some(true) => "Said back. ",
            Some(false) => "Not said back. ",
            None => "",
        };
        match &entry.event {
            Event::Told(told) => {
                let of = told
                    .entry
                    .map(|seq| format!("Of entry {seq}. "))
                    .unwrap_or_default();
                let how = format!(
                    "{}. {of}{}{by}",
                    capital(told_words(told.how)),
                    back(told.said_back)
                );
                line(
                    Part::Told,
                    capital(&told.to),
                    told.words.as_deref().unwrap_or(""),
                    how,
                    vec![],
                )
            }
            // A plan does not read as done.
            Event::HandedOver(hand) if hand.how == Told::NotYet => plain(Part::HandedOver),
            Event::HandedOver(hand) => {
                let how = format!("{}. {}{by}", capital(told_words(hand.how)), back(hand.said_back));
                let first = hand.say_first.iter().map(|text| format!("Said first: {text}"));
                line(
                    Part::HandedOver,
                    format!("To {}", hand.to),
                    hand.words.as_deref().unwrap_or(""),
                    how,
                    first.collect(),
                )
            }
            // A line closes, and a caller is called back.
            Event::LeftScene(_) if call::is_one(self.state) => plain(Part::Scene),
            Event::SilentCallSet(_) => plain(Part::Scene),
            Event::LeftScene(left) => {
                let staying = left
                    .staying
                    .as_deref()
                    .map(|who| format!("{who} stays. "))
                    .unwrap_or_default();
                let not = left
                    .not_reached
                    .iter()
                    .map(|item| format!("Not reached: {}", self.words.item(item)));
                line(
                    Part::Scene,
                    "Left the scene".to_owned(),
                    &left.why,
                    format!("{staying}{by}"),
                    not.collect(),
                )
            }
            Event::Returned(_) => plain(Part::Scene),
            Event::TakenOver(taken) => {
                let from = capital(taken.from.as_deref().unwrap_or("Not said by whom"));
                let how = format!("Records, not verified. {}. {by}", capital(told_words(taken.how)));
                // A file's account alone: every entry of it stands where all entries do.
                match hand_over::account_line(&entry.event) {
                    Some(account) => line(Part::BeforeArrival, String::new(), &account, how, vec![]),
                    None => line(Part::BeforeArrival, from, &taken.words, how, vec![]),
                }
            }
            Event::ReferenceAdded(to) => line(
                Part::References,
                reference_words(to.reference).to_owned(),
                &to.words,
                by,
                vec![],
            ),
            Event::Reviewed(review) => {
                let asked = review.asked_of.iter().map(|asked| format!("Asked of {asked}"));
                let answers = review.answers.iter();
                let answers = answers.map(|one| format!("To: {} {}", one.shown.text, one.words));
                line(
                    Part::Review,
                    String::new(),
                    &review.words,
                    by,
                    asked.chain(answers).collect(),
                )
            }
            Event::HoldSet(_)
            | Event::HoldLifted(_)
            | Event::Completed(_)
            | Event::Reopened(_)
            | Event::MovedToPack(_) => plain(Part::Status),
            Event::Exported(_) if self.export.as_ref().is_some_and(|of| of.entry.seq == entry.seq) => None,
            Event::Exported(export) => {
                let first = export
                    .say_first
                    .as_ref()
                    .map(|first| self.words.said_first(first));
                let first = first
                    .into_iter()
                    .flatten()
                    .map(|text| format!("Said first: {text}"));
                line(
                    Part::Exports,
                    String::new(),
                    &self.words.event(entry),
                    by,
                    first.collect(),
                )
            }
            Event::Corrected(corrected) => Some(self.correction(entry, corrected, by)),
            Event::Erased(erased) => {
                let words = then(
                    format!("Entry {} erased, because: {}", erased.entry, erased.reason),
                    &format!("Authority: {}", erased.authority),
                );
                line(
                    Part::Corrections,
                    String::new(),
                    &words,
                    by,
                    self.words.erased(erased),
                )
            }
            _ => None,
        }
    }

    /// A correction with both wordings.
    fn correction(&self, entry: &Entry, corrected: &Corrected, by: String) -> Line {
        let target = self.entries.iter().find(|one| one.seq == corrected.entry);
        let event = |target: &Entry| {
            let mut target = target.clone();
            if let Event::SharingMoved(moved) = &mut target.event {
                self.with_whom(moved);
            }
            self.words.event(&target)
        };
        let before = target
            .filter(|target| target.event != Event::Gone)
            .map(|target| match &corrected.how {
                Correction::Reworded { .. } => typed(&target.event).unwrap_or_else(|| event(target)),
                Correction::MovedToChild { .. } => {
                    let about = self.words.children(&target.about);
                    format!("about {about}. {}", event(target))
                }
                Correction::PressedByMistake => event(target),
            });
        let words = match &corrected.how {
            Correction::PressedByMistake => "was pressed by mistake, and does not count".to_owned(),
            Correction::MovedToChild { child } => format!("is about {}", self.words.child(*child)),
            Correction::Reworded { words } => match target.map(|target| &target.event) {
                Some(Event::Quoted(quote))
                    if quote.fidelity == Fidelity::Exact && words != remains::WORDS =>
                {
                    format!("should read “{words}”")
                }
                _ => format!("should read: {words}"),
            },
        };
        let why = corrected.reason.as_deref().map(|why| format!("Why: {why}"));
        Line {
            words: format!("Entry {} {words}", corrected.entry),
            how: why.map_or(by.clone(), |why| then(why, &by)),
            notes: before
                .into_iter()
                .map(|before| format!("As first written: {before}"))
                .collect(),
            ..Line::of(Part::Corrections, entry.seq)
        }
    }
}

/// The words that a rewording takes the place of.
fn typed(event: &Event) -> Option<String> {
    match event {
        Event::Answered(answered) => answered.value.clone(),
        Event::Quoted(quote) if quote.fidelity == Fidelity::Exact => Some(format!("“{}”", quote.words)),
        Event::Quoted(quote) => Some(quote.words.clone()),
        Event::Observed(observed) => Some(observed.words.clone()),
        Event::RiskStated(risk) => Some(risk.words.clone()),
        Event::SharingMoved(moved) => moved.what.clone(),
        _ => None,
    }
}

/// Why danger was asked that time.
fn because(because: AskedBecause, call: bool) -> Option<&'static str> {
    Some(match because {
        AskedBecause::Start | AskedBecause::Chosen => return None,
        AskedBecause::ChildAdded => "Asked as a child was added",
        AskedBecause::BeforeRisk => "Asked before risk",
        AskedBecause::BeforeLeaving if call => "Asked as the line closed",
        AskedBecause::BeforeLeaving => "Asked before leaving",
        AskedBecause::Returned if call => "Asked on calling back",
        AskedBecause::Returned => "Asked on coming back",
        AskedBecause::Level => "Asked as the level is immediate danger",
    })
}
