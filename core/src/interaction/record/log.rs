//! Every entry in order, whole: what was corrected says by which entry, what is left out says why.
//!
//! Refuses to leave out an entry: one without its words keeps its number and, in an export, its commitment.

use super::exports::why_words;
use super::part::Part;
use super::{Account, Line, LineMark};
use crate::interaction::entry::*;
use crate::interaction::lines::{shown_words, then};
use crate::sets::Precision;

impl Account<'_> {
    /// Every entry, a line for each.
    pub(super) fn log(&self) -> Vec<Line> {
        self.entries.iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&self, entry: &Entry) -> Line {
        let mut line = match &entry.event {
            Event::Gone => self.without_words(entry),
            _ => self.with_words(entry),
        };
        // In one piece it is the line of a log: number, time, what, who.
        line.part = Some(Part::Log);
        line.entry = entry.seq;
        line
    }

    fn without_words(&self, entry: &Entry) -> Line {
        let of = self.export.as_ref();
        let why = of.and_then(|of| Some(why_words(*of.left_out.get(&entry.seq)?, of.said)));
        let partial = self.partial();
        let words = match why {
            Some(why) if partial => format!("Left out: {why}"),
            _ => "Erased: the words are gone, the place in the chain stays".to_owned(),
        };
        let at = usize::try_from(entry.seq).ok().and_then(|seq| seq.checked_sub(1));
        let commitment = at.and_then(|at| of?.commitments.get(at));
        Line {
            words,
            notes: commitment
                .iter()
                .map(|hash| format!("Commitment {hash}"))
                .collect(),
            mark: LineMark::LeftOut,
            ..Line::default()
        }
    }

    fn with_words(&self, entry: &Entry) -> Line {
        let (bare, mut notes) = self.without_lists(entry);
        let text = self.words.event(&bare);
        // What the line says itself is not said again.
        let said = match &entry.event {
            Event::ChildAdded(_) | Event::ChildRelabelled(_) | Event::ChildMerged(_) => true,
            Event::Quoted(quote) => quote.child.is_some_and(|child| entry.about == [child]),
            _ => false,
        };
        let about = self.words.children(&entry.about);
        let words = match about.is_empty() || said {
            true => text,
            false => format!("{text} [about {about}]"),
        };
        let struck = self.later.struck.get(&entry.seq);
        notes.extend(struck.map(|by| format!("Does not count: see entry {by}")));
        let corrected = self.later.corrected.get(&entry.seq).into_iter().flatten();
        let corrected = corrected.filter(|by| struck != Some(by));
        notes.extend(corrected.map(|by| format!("Corrected by entry {by}")));
        Line {
            lead: self.written(entry),
            words,
            how: self.words.author(&entry.author),
            notes,
            ..Line::default()
        }
    }

    /// The entry, and a line for each of what it lists: that stands under what was written, not in it.
    fn without_lists(&self, entry: &Entry) -> (Entry, Vec<String>) {
        let mut bare = entry.clone();
        let notes = match &mut bare.event {
            Event::RiskStated(risk) => {
                let routes = std::mem::take(&mut risk.routes);
                routes
                    .into_iter()
                    .map(|route| format!("Shown as following: {}", shown_words(&route)))
                    .collect()
            }
            Event::HandedOver(hand) => {
                let first = std::mem::take(&mut hand.say_first);
                first
                    .into_iter()
                    .map(|text| format!("Said first: {text}"))
                    .collect()
            }
            Event::LeftScene(left) => {
                let items = std::mem::take(&mut left.not_reached);
                items
                    .iter()
                    .map(|item| format!("Not reached: {}", self.words.item(item)))
                    .collect()
            }
            Event::ListEnded(end) => {
                let mut notes = Vec::new();
                for (name, items) in [
                    ("Open", &mut end.open),
                    ("For later", &mut end.later),
                    ("May apply", &mut end.folded),
                ] {
                    let items = std::mem::take(items);
                    notes.extend(
                        items
                            .iter()
                            .map(|item| format!("{name}: {}", self.words.item(item))),
                    );
                }
                notes
            }
            Event::Exported(_) if self.export.as_ref().is_some_and(|of| of.entry.seq == entry.seq) => {
                vec!["What had to be said first stands at the head of this export".to_owned()]
            }
            Event::Exported(export) => {
                let first = export
                    .say_first
                    .as_ref()
                    .map(|first| self.words.said_first(first));
                first
                    .into_iter()
                    .flatten()
                    .map(|text| format!("Said first: {text}"))
                    .collect()
            }
            Event::SharingMoved(moved) => {
                self.with_whom(moved);
                Vec::new()
            }
            _ => Vec::new(),
        };
        (bare, notes)
    }

    /// With whom was said when it was decided.
    pub(super) fn with_whom(&self, moved: &mut SharingMoved) {
        if moved.to.is_none() {
            let mut sharings = self.state.sharings.iter();
            let of = sharings.find(|now| Some(now.first) == moved.sharing);
            moved.to = of.and_then(|now| now.sharing.to.clone());
        }
    }

    /// When it was written, with seconds, and when it happened where that was another time.
    fn written(&self, entry: &Entry) -> String {
        let at = &entry.recorded_at;
        let written = self.words.day(at, at.clock_seconds());
        match (entry.done_at.precision, entry.done_at.at == entry.recorded_at) {
            (Precision::Exact, true) => written,
            (Precision::Day, _) => format!("{written}, happened {}", self.words.when(&entry.done_at, None)),
            (Precision::Unknown, _) => format!("{written}, happened at a time not known"),
            _ => format!("{written}, for {}", self.words.when(&entry.done_at, None)),
        }
    }
}

impl Line {
    /// A line of the log in one piece.
    pub(super) fn logged(&self) -> String {
        let mut text = format!("{:>3}  ", self.entry);
        if !self.lead.is_empty() {
            text = format!("{text}{}  ", self.lead);
        }
        text.push_str(&self.words);
        // Who wrote it went with its words.
        if self.how.is_empty() {
            text
        } else {
            then(text, &self.how)
        }
    }
}
