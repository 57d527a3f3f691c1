//! Coming back to an interaction: what was done last, what comes next, what was half typed.
//!
//! A plain restart asks nothing. After a leaving it asks with which children the officer is. Refuses to resume into
//! another place than the one that was left.

use super::Flow;
use super::ask::Kept;
use super::call::record_title;
use super::home::{ONLY_HERE, day_and_clock};
use super::item::OUTCOMES;
use super::known::capital;
use super::parse::Command;
use super::session::{Session, Spot};
use childfirst::Draft;
use childfirst::interaction::leads::{not_reached, unsent_and_untold};
use childfirst::interaction::lines::Words;
use childfirst::interaction::worklist::{Row, Worklist};

impl Session<'_, '_> {
    /// Says where things stand.
    pub fn come_back(&mut self) -> Flow<()> {
        let state = self.state()?;
        let words = Words { state: &state };
        let screen = &self.desk.screen;
        screen.gap();
        let began = state
            .began_at
            .map_or_else(String::new, |at| day_and_clock(at, self.now()));
        screen.bold(&format!("{}, {began}", record_title(&state)));
        self.handling_line(&state);
        if let Some(last) = self.interaction.entries()?.last() {
            let when = day_and_clock(last.recorded_at, self.now());
            screen.say(&format!("Last, {when}: {}", words.done_last(last)));
        }
        for lead in unsent_and_untold(&state) {
            screen.say(&lead.text);
        }
        if let Some(left) = &state.left {
            let when = day_and_clock(left.at.at, self.now());
            let what = match self.call()? {
                true => "The line closed",
                false => "Left the scene",
            };
            let why = left.left.why.trim_end_matches('.');
            let stays = left.left.staying.as_deref();
            let stays = stays.map_or_else(String::new, |who| format!(" {who} stays."));
            screen.say(&format!("{what} {when}: {why}.{stays}"));
            for line in not_reached(&state, &self.pack) {
                screen.say(&line.text);
            }
        }
        if state.only_here() {
            screen.say(ONLY_HERE);
        }
        self.drafts()?;
        if state.left.is_some() {
            self.back_again("")?;
        }
        let work = self.interaction.worklist()?;
        self.go_on_after_the_last(&work)?;
        let list = self.list(&work)?;
        let rows = list.map(|list| work.rows_of(list)).unwrap_or_default();
        let here = |row: &&Row| self.here.map_or(self.open(row), |here| Spot::from(*row) == here);
        if let Some(row) = rows.iter().find(here) {
            let title = self.row_title(row, &state);
            self.desk.screen.say(&format!("Next: {title}"));
        }
        Ok(())
    }

    /// The place is after the row that was dealt with last. What was passed by before it stays so, and is named at
    /// the end of the list.
    fn go_on_after_the_last(&mut self, work: &Worklist) -> Flow<()> {
        let state = self.state()?;
        let rows = self
            .list(work)?
            .map(|list| work.rows_of(list))
            .unwrap_or_default();
        let said_seen = |row: &Row| {
            let child = state.child(row.child).filter(|_| self.asks_to_see(row));
            let told = child.and_then(|child| child.seen_by_others());
            let own = child.map_or(0, |child| child.seen_entry);
            told.map_or(own, |told| own.max(told.entry))
        };
        let dealt = |row: &Row| row.answer.max(said_seen(row));
        let last = (0..rows.len())
            .filter(|at| rows.get(*at).is_some_and(|row| dealt(row) > 0))
            .max_by_key(|at| rows.get(*at).map(dealt));
        let passed = last.map_or(&[][..], |last| rows.get(..=last).unwrap_or_default());
        let passed: Vec<Spot> = passed.iter().map(Spot::from).collect();
        self.skipped.extend(passed);
        Ok(())
    }

    /// Says what is half typed, goes to what was typed last, and has each come back at its place.
    fn drafts(&mut self) -> Flow<()> {
        let drafts = match self.interaction.drafts() {
            Ok(drafts) => drafts,
            Err(error) => {
                self.desk.screen.say(&crate::failure::sentence(&error));
                return Ok(());
            }
        };
        for draft in &drafts {
            let words = match draft.words.split_whitespace().count() {
                1 => "1 word".to_owned(),
                count => format!("{count} words"),
            };
            self.desk.screen.say(&format!(
                "A draft is kept: {words}. Not in the record yet. It stands at its place; change it or press Enter."
            ));
        }
        if let Some(last) = drafts.last() {
            self.go_to(last)?;
        }
        self.kept = drafts.into_iter().map(Kept::from).collect();
        Ok(())
    }

    /// Goes where a draft was being typed.
    fn go_to(&mut self, draft: &Draft) -> Flow<()> {
        let child = draft.child.unwrap_or(0);
        // An item or a kind of entry, with the entry that it is of, and which line of it was typed.
        let (whole, line) = draft.place.split_once('#').unwrap_or((&draft.place, ""));
        let (id, entry) = whole.split_once(' ').unwrap_or((whole, ""));
        let command = match (id, line) {
            ("quoted", _) => Some(Command::Words),
            ("observed", _) => Some(Command::Observe),
            ("sharing_moved", _) => Some(Command::Share),
            ("handed_over", _) => Some(Command::Hand),
            ("handling_set", _) => Some(Command::Handling),
            ("reference_added", _) => Some(Command::Reference),
            ("told", "officers") => Some(Command::ToldOfficers),
            ("told", _) => Some(Command::Told),
            ("left_scene", _) => Some(Command::Left),
            ("reviewed", _) => Some(Command::Review),
            _ => None,
        };
        let outcome = OUTCOMES.iter().find(|(name, _)| *name == line);
        if let Some(command) = command {
            self.about = draft.child.or(self.about);
            // The entry that was told of; a sharing is chosen from those under way.
            let rest = if id == "told" { entry } else { "" };
            self.queued = Some((command, rest.to_owned()));
        } else if let (Some(item), Some((_, command))) = (self.pack.item_index(id), outcome) {
            let spot = Spot { item, child };
            let title = self.pack.items().get(item as usize);
            let title = title.map_or_else(String::new, |found| found.item.text.clone());
            self.desk.screen.bold(&match draft.child {
                Some(child) => capital(&format!("{}: {title}", self.title(child)?)),
                None => title,
            });
            self.trail.push(spot);
            self.here = Some(spot);
            self.queued = Some((*command, String::new()));
        } else if let Some(item) = self.pack.item_index(id) {
            let work = self.interaction.worklist()?;
            // A risk for a row of all children was typed for one of them.
            let row = work
                .rows
                .iter()
                .find(|row| row.item == item && (row.child == child || row.child == 0));
            self.here = row.map(Spot::from);
        }
        Ok(())
    }
}
