//! The head of the record: where, when, who, on which guidance, how many entries.
//!
//! Refuses a name of a child in the title: titles end in bars, lists and file names.

use super::{Account, MISSING, PART_OF, RecordFact};
use crate::interaction::because::place_words;
use crate::interaction::call;
use crate::interaction::entry::*;
use crate::interaction::lines::{capital, role_words, then};
use crate::sets::{Place, Precision, ReferenceKind, With};
use crate::time::Moment;

impl Account<'_> {
    /// The title and the facts under it.
    pub(super) fn heading(&self) -> (String, Vec<RecordFact>) {
        let mut facts = Vec::new();
        let mut fact = |label: &str, value: String| {
            let label = label.to_owned();
            facts.push(RecordFact { label, value });
        };
        if let Some(of) = self.export.as_ref().filter(|of| of.children.is_some()) {
            fact(PART_OF, capital(&self.words.for_whom(of.said)));
        }
        if let Some(scene) = &self.state.scene {
            let place = capital(place_words(scene.place));
            fact(
                "Place",
                match &scene.words {
                    Some(words) => then(place, words),
                    None => place,
                },
            );
        }
        if let Some(began) = &self.state.began_at {
            fact("Day", began.date());
        }
        fact("Times", self.times());
        fact("Recorded by", self.recorders());
        if let Some(pack) = &self.state.pack {
            let mut guidance = format!("{}, version {}", pack.title, pack.version);
            if let Some(year) = self.export.as_ref().and_then(|of| of.said.past_end) {
                guidance = then(guidance, &format!("Past its end date: {year}"));
            }
            fact("Guidance", guidance);
        }
        if !self.partial() {
            fact("Incident log", self.incident_log());
            fact("Status", self.status());
        }
        fact("Entries", self.count());
        (self.title(), facts)
    }

    fn title(&self) -> String {
        let place = self
            .state
            .scene
            .as_ref()
            .map(|scene| scene.place)
            .filter(|place| *place != Place::NotKnown);
        let place = match (place, self.partial()) {
            (Some(place), _) => format!("{}, ", place_words(place)),
            (None, true) => String::new(),
            (None, false) if call::is_one(self.state) => "a call, ".to_owned(),
            (None, false) => "place not known, ".to_owned(),
        };
        let day = self.state.began_at.as_ref().map(Moment::date).unwrap_or_default();
        format!("Record: {place}{day}")
    }

    /// `02:09 to 02:58, and from 03:26; last entry 03:40`.
    fn times(&self) -> String {
        let (Some(began), Some(last)) = (self.state.began_at, self.state.last_at) else {
            return String::new();
        };
        let moment = |at: &Moment| self.words.moment(at);
        let mut text = format!("from {}", began.clock());
        let mut away = false;
        for entry in self.counting() {
            match &entry.event {
                Event::LeftScene(_) if !away => {
                    let to = match entry.done_at.precision {
                        Precision::Unknown => "a time not known".to_owned(),
                        _ => moment(&entry.done_at.at),
                    };
                    text = format!("{text} to {to}");
                    away = true;
                }
                Event::Returned(back) if away && back.with != With::None => {
                    text = format!("{text}, and from {}", moment(&entry.done_at.at));
                    away = false;
                }
                _ => {}
            }
        }
        let mut text = format!("{}. Last entry {}", capital(&text), moment(&last));
        for offset in self.offsets() {
            text = then(text, &offset);
        }
        text
    }

    /// By how much the clocks on the wall differed from UTC, and from which entry on.
    fn offsets(&self) -> Vec<String> {
        let mut offsets = Vec::new();
        let mut now = None;
        for entry in self.entries.iter().filter(|entry| entry.event != Event::Gone) {
            let minutes = entry.recorded_at.offset_minutes;
            if now != Some(minutes) {
                let sign = if minutes < 0 { '−' } else { '+' };
                let size = minutes.unsigned_abs();
                let zone = format!("UTC{sign}{}:{:02}", size / 60, size % 60);
                offsets.push(match now {
                    None => format!("Times are {zone}"),
                    Some(_) => format!("From entry {} on they are {zone}", entry.seq),
                });
                now = Some(minutes);
            }
        }
        offsets
    }

    fn recorders(&self) -> String {
        let role = self.state.role().map(role_words).unwrap_or_default();
        let recorder = self.words.author(&None);
        let text = format!("{recorder}, {role}");
        let mut others: Vec<String> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.event != Event::Gone) {
            let author = self.words.author(&entry.author);
            if author != recorder && !others.contains(&author) {
                others.push(author);
            }
        }
        match others.as_slice() {
            [] => text,
            others => then(text, &format!("Also written by: {}", others.join("; "))),
        }
    }

    fn incident_log(&self) -> String {
        let numbers = self.state.lines.iter().filter_map(|line| match &line.event {
            Event::ReferenceAdded(to) if to.reference == ReferenceKind::IncidentLog => Some(to.words.clone()),
            _ => None,
        });
        let numbers: Vec<String> = numbers.collect();
        if numbers.is_empty() {
            MISSING.to_owned()
        } else {
            numbers.join("; ")
        }
    }

    fn status(&self) -> String {
        let completed = match &self.state.completed {
            Some(line) => format!("Completed {}", self.words.when(&line.at, None)),
            None => "Not completed".to_owned(),
        };
        match self.state.hold.as_ref().map(|line| &line.event) {
            Some(Event::HoldSet(why)) => then(completed, &format!("Held: {}", why.reason)),
            _ => completed,
        }
    }

    fn count(&self) -> String {
        let all = self.entries.len();
        let count = |wanted: &dyn Fn(&Event) -> bool| {
            self.entries.iter().filter(|entry| wanted(&entry.event)).count()
        };
        let mut not_here = Vec::new();
        match (count(&|event| *event == Event::Gone), self.partial()) {
            (0, _) => {}
            (gone, true) => not_here.push(format!("{gone} are left out")),
            (gone, false) => not_here.push(format!("{gone} erased")),
        }
        // What they say is nowhere in this account: whoever reads or takes it over must know that.
        match count(&|event| matches!(event, Event::Newer { .. })) {
            0 => {}
            newer => not_here.push(format!("{newer} not read here, written by a newer version")),
        }
        match not_here.is_empty() {
            true => format!("{all}, all here"),
            false => format!("{all}, of which {}", not_here.join(" and ")),
        }
    }
}
