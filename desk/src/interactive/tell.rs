//! Who was told, references, the handling line, and what was pressed by mistake.
//!
//! Refuses *told* where nobody says how, and to take an entry back silently: the record keeps both.

use super::Flow;
use super::parse;
use super::session::{Session, some};
use childfirst::interaction::entry::{Corrected, Correction, Event, ReferenceAdded};
use childfirst::interaction::lines::{Words, told_words};
use childfirst::interaction::operation::{Operation, SetHandling, TellSomeone};
use childfirst::sets::{Outcome, ReferenceKind, Told};

impl Session<'_, '_> {
    /// `/told 19 PC Rowe radio`, `/told PC Rowe in person`, `/told 19 radio`.
    pub fn told(&mut self, typed: &str) -> Flow<()> {
        let (first, rest) = parse::first_word(typed);
        let state = self.state()?;
        let entry = first
            .parse::<u64>()
            .ok()
            .filter(|entry| *entry > 0 && *entry <= state.last);
        let (who, how) = parse::told(if entry.is_some() { rest } else { typed });
        // The owner of what is for later, where nobody else is named.
        let owner = entry.and_then(|entry| {
            let later = |now: &&childfirst::interaction::state::AnswerNow| {
                now.seq == entry && now.answer.outcome == Outcome::Later
            };
            state
                .answers
                .iter()
                .find(later)
                .and_then(|now| now.answer.owner.clone())
        });
        let who = match some(&who).or(owner) {
            Some(who) => who,
            None => match self.need("", "Told: whom? ")? {
                Some(who) => who,
                None => return Ok(()),
            },
        };
        let how = match how.filter(|how| *how != Told::NotYet) {
            Some(how) => how,
            None => match self.how_told()? {
                Some(how) => how,
                None => return Ok(()),
            },
        };
        let what = format!("{who}, {}", told_words(how));
        let operation = Operation::Told(TellSomeone {
            entry,
            to: who,
            how,
            words: None,
            said_back: None,
            answers: None,
        });
        self.save_at(operation, None, &what)?;
        Ok(())
    }

    /// `/t`, `/t r`, `/t PC Rowe, radio`: I have told the officers going. Only when it is true.
    pub fn told_officers(&mut self, typed: &str) -> Flow<bool> {
        let (who, how) = match told_letter(typed.trim()) {
            Some(how) => (String::new(), Some(how)),
            None => parse::told(typed),
        };
        let how = match how.filter(|how| *how != Told::NotYet) {
            Some(how) => how,
            None => match self.how_told()? {
                Some(how) => how,
                None => return Ok(false),
            },
        };
        // One fact, one entry: the telling is the answer.
        let answers = self.interaction.officers_told()?.map(|told| told.item);
        let operation = Operation::Told(TellSomeone {
            entry: None,
            to: some(&who).unwrap_or_else(|| "the officers going".to_owned()),
            how,
            words: None,
            said_back: None,
            answers,
        });
        let saved = self.save_at(operation, None, "The officers going were told")?;
        Ok(saved.is_some())
    }

    /// `/ref log 417`, `/ref bwv 12`, `/ref notebook 3`, `/ref custody 9`, or anything else.
    pub fn reference(&mut self, typed: &str) -> Flow<()> {
        let Some(typed) = self.need(
            typed,
            "Reference (log, bwv, notebook, custody, other; and its number): ",
        )?
        else {
            return Ok(());
        };
        let (kind, rest) = parse::first_word(&typed);
        let (reference, words) = match kind.to_lowercase().as_str() {
            "log" => (ReferenceKind::IncidentLog, rest),
            "bwv" => (ReferenceKind::BodyWornVideo, rest),
            "notebook" => (ReferenceKind::Notebook, rest),
            "custody" => (ReferenceKind::Custody, rest),
            "other" => (ReferenceKind::Other, rest),
            _ => (ReferenceKind::Other, typed.as_str()),
        };
        let words = words.to_owned();
        self.save(Operation::ReferenceAdded(ReferenceAdded { reference, words }))?;
        Ok(())
    }

    /// The line that prints above everything: who must not know.
    pub fn handling(&mut self, typed: &str) -> Flow<()> {
        let Some(words) = self.need(typed, "Handling (prints above everything): ")? else {
            return Ok(());
        };
        let children = Vec::new();
        self.save_at(
            Operation::HandlingSet(SetHandling { words, children }),
            None,
            "Handling",
        )?;
        Ok(())
    }

    /// The last entry was pressed by mistake: one press, and the record says so.
    pub fn undo(&mut self) -> Flow<()> {
        let entries = self.interaction.entries()?;
        let struck = |seq: u64| {
            entries.iter().any(|entry| {
                matches!(&entry.event, Event::Corrected(corrected)
                    if corrected.entry == seq && corrected.how == Correction::PressedByMistake)
            })
        };
        let last = entries.iter().rev().find(|entry| {
            entry.seq > 1 && !matches!(entry.event, Event::Corrected(_) | Event::Gone) && !struck(entry.seq)
        });
        let Some(last) = last else {
            self.desk.screen.say("There is nothing to take back.");
            return Ok(());
        };
        let state = self.state()?;
        self.desk.screen.under(&format!(
            "Entry {}: {}",
            last.seq,
            Words { state: &state }.event(last)
        ));
        let operation = Operation::Corrected(Corrected {
            entry: last.seq,
            how: Correction::PressedByMistake,
            reason: None,
        });
        let what = format!("Entry {} pressed by mistake. Both stand in the record", last.seq);
        self.save_at(operation, None, &what)?;
        Ok(())
    }
}

/// How somebody was told, in a letter.
pub fn told_letter(typed: &str) -> Option<Told> {
    match typed {
        "p" => Some(Told::InPerson),
        "r" => Some(Told::Radio),
        "t" => Some(Told::Telephone),
        "l" => Some(Told::Log),
        _ => None,
    }
}
