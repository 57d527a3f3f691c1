//! Who was told, references, the handling line, and what was pressed by mistake.
//!
//! Refuses *told* where nobody says how, and to take an entry back silently: the record keeps both.

use super::Flow;
use super::drafts::Place;
use super::item::place;
use super::parse;
use super::session::{Session, some};
use childfirst::interaction::entry::{Corrected, Correction, Event, ReferenceAdded};
use childfirst::interaction::lines::{Words, told_words};
use childfirst::interaction::operation::{Operation, SetHandling, TellSomeone};
use childfirst::interaction::state::State;
use childfirst::sets::{Outcome, ReferenceKind, Told};

impl Session<'_, '_> {
    /// `/told 19 PC Rowe radio`, `/told PC Rowe in person`, `/told 19 radio, said back /at 02:57`.
    pub fn told(&mut self, typed: &str) -> Flow<()> {
        let (first, rest) = parse::first_word(typed);
        let state = self.state()?;
        let entry = first
            .parse::<u64>()
            .ok()
            .filter(|entry| *entry > 0 && *entry <= state.last);
        let given = if entry.is_some() { rest } else { typed };
        let mut told = parse::telling(given);
        let at = match entry {
            Some(entry) => place(&format!("told {entry}"), 0),
            None => place("told", 0),
        };
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
        // Half typed, it is asked for again though the owner is known: it may be somebody else.
        let mut typed = given.to_owned();
        if told.who.is_empty() && (owner.is_none() || self.waits(&at)?) {
            let Some(more) = self.need_at(&at, "", "Told: whom? ")? else {
                return Ok(());
            };
            told = told.or_else(parse::telling(&more));
            typed = more;
        }
        let Some(who) = some(&told.who).or(owner) else {
            self.desk.screen.say("Whom is needed. Nothing was recorded.");
            self.keep(&at, &typed);
            return Ok(());
        };
        let how = match self.how_it_was_told(told.how, &at, &typed)? {
            Some(how) => how,
            None => return Ok(()),
        };
        let what = format!("{who}, {}", told_words(how));
        let operation = Operation::Told(TellSomeone {
            entry,
            to: who,
            how,
            words: None,
            said_back: told.said_back,
            answers: None,
        });
        let saved = self.save_at(operation, told.earlier, &what)?.is_some();
        if saved || !typed.is_empty() {
            self.settle(&at, &typed, saved);
        }
        Ok(())
    }

    /// How somebody was told: as it was typed, or asked for while the rest of the line is kept.
    fn how_it_was_told(&mut self, how: Option<Told>, at: &Place, typed: &str) -> Flow<Option<Told>> {
        let how = how.filter(|how| *how != Told::NotYet);
        if how.is_some() {
            return Ok(how);
        }
        if !typed.is_empty() {
            self.desk.drafts.hold(at, typed);
        }
        let how = self.how_told()?;
        if how.is_none() && !typed.is_empty() {
            self.keep(at, typed);
        }
        Ok(how)
    }

    /// `/t`, `/t r`, `/t PC Rowe, radio`: I have told the officers going. Only when it is true.
    pub fn told_officers(&mut self, typed: &str) -> Flow<bool> {
        let at = place("told#officers", 0);
        let mut typed = typed.trim().to_owned();
        if typed.is_empty() && self.waits(&at)? {
            let Some(more) = self.need_at(&at, "", "Told (who, and how): ")? else {
                return Ok(false);
            };
            typed = more;
        }
        let letter = told_letter(&typed);
        let told = parse::telling(if letter.is_some() { "" } else { &typed });
        let who = told.who.clone();
        let how = match self.how_it_was_told(letter.or(told.how), &at, &typed)? {
            Some(how) => how,
            None => return Ok(false),
        };
        // One fact, one entry: the telling is the answer.
        let answers = self.interaction.officers_told()?.map(|told| told.item);
        let operation = Operation::Told(TellSomeone {
            entry: None,
            to: some(&who).unwrap_or_else(|| "the officers going".to_owned()),
            how,
            words: None,
            said_back: told.said_back,
            answers,
        });
        let saved = self.save_at(operation, told.earlier, "The officers going were told")?;
        if saved.is_some() || !typed.is_empty() {
            self.settle(&at, &typed, saved.is_some());
        }
        Ok(saved.is_some())
    }

    /// `/ref log 417`, `/ref bwv 12`, `/ref notebook 3`, `/ref custody 9`, or anything else.
    pub fn reference(&mut self, typed: &str) -> Flow<()> {
        let at = place("reference_added", 0);
        let ask = "Reference (log, bwv, notebook, custody, other; and its number): ";
        let Some(typed) = self.need_at(&at, typed, ask)? else {
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
        let added = Operation::ReferenceAdded(ReferenceAdded { reference, words });
        let saved = self.save(added)?.is_some();
        self.settle(&at, &typed, saved);
        Ok(())
    }

    /// The line that prints above everything: who must not know. `/handling 3: afraid of him knowing`.
    pub fn handling(&mut self, typed: &str) -> Flow<()> {
        let ask = "Handling (prints above everything; “3: afraid of him knowing”): ";
        let at = place("handling_set", 0);
        let Some(typed) = self.need_at(&at, typed, ask)? else {
            return Ok(());
        };
        let (children, words) = parse::whom(&typed);
        let words = words.to_owned();
        let handling = Operation::HandlingSet(SetHandling { words, children });
        let saved = self.save_at(handling, None, "Handling")?.is_some();
        self.settle(&at, &typed, saved);
        Ok(())
    }

    /// The handling lines, where there are any: they stand above everything that is said on.
    pub fn handling_line(&self, state: &State) {
        for (_, line) in (Words { state }).handling() {
            self.desk.screen.bold(&format!("Handling: {line}"));
        }
    }

    /// `/fix 19 words`: entry 19 should read otherwise. Both wordings stand.
    pub fn fix(&mut self, typed: &str) -> Flow<()> {
        let Some((entry, words)) = self.entry_and(typed, "/fix 19 words: entry 19 should read so.")? else {
            return Ok(());
        };
        let how = Correction::Reworded { words };
        self.correct(entry, how, "should read otherwise")
    }

    /// `/move 19 2`: entry 19 is about child 2.
    pub fn move_to(&mut self, typed: &str) -> Flow<()> {
        let usage = "/move 19 2: entry 19 is about child 2. /kids numbers the children.";
        let Some((entry, child)) = self.entry_and(typed, usage)? else {
            return Ok(());
        };
        let Ok(child) = child.parse::<u32>() else {
            self.desk.screen.say(&format!("{usage} Nothing was recorded."));
            return Ok(());
        };
        let how = Correction::MovedToChild { child };
        let title = self.title(child)?;
        self.correct(entry, how, &format!("is about {title}"))
    }

    /// The number of an entry, and what follows it.
    fn entry_and(&self, typed: &str, usage: &str) -> Flow<Option<(u64, String)>> {
        let (first, rest) = parse::first_word(typed);
        let known = self.interaction.entries()?.len() as u64;
        let entry = first
            .parse::<u64>()
            .ok()
            .filter(|entry| (1..=known).contains(entry));
        match (entry, some(rest)) {
            (Some(entry), Some(rest)) => Ok(Some((entry, rest))),
            _ => {
                self.desk
                    .screen
                    .say(&format!("{usage} /record numbers them. Nothing was recorded."));
                Ok(None)
            }
        }
    }

    fn correct(&mut self, entry: u64, how: Correction, what: &str) -> Flow<()> {
        self.read_out(entry)?;
        let operation = Operation::Corrected(Corrected {
            entry,
            how,
            reason: None,
        });
        let what = format!("Entry {entry} {what}. Both stand in the record");
        self.save_at(operation, None, &what)?;
        Ok(())
    }

    /// An entry as it was written.
    fn read_out(&self, entry: u64) -> Flow<()> {
        let entries = self.interaction.entries()?;
        let state = self.state()?;
        if let Some(entry) = entries.iter().find(|one| one.seq == entry) {
            let words = Words { state: &state }.event(entry);
            self.desk.screen.under(&format!("Entry {}: {words}", entry.seq));
        }
        Ok(())
    }

    /// The last entry, or the one that is named, was pressed by mistake: one press, and the record says so.
    pub fn undo(&mut self, typed: &str) -> Flow<()> {
        let entries = self.interaction.entries()?;
        if let Ok(entry) = typed.parse::<u64>() {
            return self.correct(entry, Correction::PressedByMistake, "was pressed by mistake");
        }
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
        self.correct(last.seq, Correction::PressedByMistake, "was pressed by mistake")
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
