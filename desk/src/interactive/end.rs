//! The end of a list: complete, or complete except for what is named.
//!
//! Leads with what is open, unsent and untold; then what is known only from an adult, records or assumed; then the
//! rest. Refuses to end a list without saying what it leaves.

use super::Flow;
use super::ask::Reply;
use super::known::capital;
use super::parse::Command;
use super::session::{Session, Spot};
use childfirst::interaction::because::fold_row;
use childfirst::interaction::call;
use childfirst::interaction::hearsay;
use childfirst::interaction::leads::unsent_and_untold;
use childfirst::interaction::lines::{Words, phase_words};
use childfirst::interaction::operation::{EndList, Operation};
use childfirst::interaction::record::RecordLine;
use childfirst::interaction::state::{Child, State};
use childfirst::interaction::worklist::{ListRows, Mark, Row, Worklist};
use childfirst::sets::{AnsweredBy, Phase, Seen};

impl Session<'_, '_> {
    /// Says how the list under way stands, and ends it; after the last one, says how everything stands.
    pub fn end_of_list(&mut self) -> Flow<()> {
        let work = self.interaction.worklist()?;
        let state = self.state()?;
        let Some(list) = self.list(&work)?.cloned() else {
            return self.all_ended(&work, &state);
        };
        if list.waiting > 0 && !call::is_over(&state) && list.phase == Phase::Afterwards {
            return self.still_on_the_line();
        }
        let title = phase_words(list.phase, state.role());
        let open = self.summary(&work, &list, &state, title)?;
        let leaving = list.phase == Phase::BeforeLeaving && state.left.is_none() && !self.call()?;
        let next = work
            .lists
            .iter()
            .find(|next| next.from >= list.to)
            .map(|next| phase_words(next.phase, state.role()));
        let next = next.map(
            |next| match call::is_one(&state) && list.phase == Phase::BeforeLeaving {
                true => "the line",
                false => next,
            },
        );
        let on = next.map_or_else(|| "ends the list".to_owned(), |next| format!("on to {next}"));
        if leaving {
            self.desk.screen.under("When you leave: /left and why.");
        }
        let number = if open.is_empty() {
            ""
        } else {
            ". A number opens one"
        };
        loop {
            match self.ask(&format!("Enter: {on}{number}: "), None)? {
                Reply::Words(words) if words.is_empty() => break,
                Reply::Words(words) => {
                    let chosen = words
                        .parse::<usize>()
                        .ok()
                        .and_then(|n| open.get(n.checked_sub(1)?));
                    if let Some(spot) = chosen {
                        self.jump(*spot);
                        return Ok(());
                    }
                    self.not_taken(
                        &words,
                        "Enter, or a number from the list above. Nothing was recorded.",
                    );
                }
                Reply::Prompts(_) => {}
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
            }
        }
        let Some(id) = self
            .pack
            .lists()
            .get(list.list as usize)
            .map(|list| list.id.clone())
        else {
            return Ok(());
        };
        self.save_at(
            Operation::ListEnded(EndList { list: id.clone() }),
            None,
            &format!("{title}: ended"),
        )?;
        self.ended.insert(id);
        Ok(())
    }

    /// Goes to a row.
    pub fn jump(&mut self, spot: Spot) {
        self.skipped.remove(&spot);
        self.here = Some(spot);
    }

    fn summary(&mut self, work: &Worklist, list: &ListRows, state: &State, title: &str) -> Flow<Vec<Spot>> {
        let rows = work.rows_of(list);
        let open: Vec<&Row> = rows
            .iter()
            .filter(|row| matches!(row.mark, Mark::Open | Mark::NotReached) && !row.folded)
            .collect();
        let later: Vec<&Row> = rows.iter().filter(|row| row.mark == Mark::Later).collect();
        let untold = later
            .iter()
            .filter(|row| state.untold().any(|now| now.seq == row.answer))
            .count();
        if self.summed.as_deref() == Some(rows) {
            // Nothing of it changed since it was shown: it is not read out a second time.
            return Ok(open.iter().chain(&later).map(|row| Spot::from(*row)).collect());
        }
        self.summed = Some(rows.to_vec());
        let screen = &self.desk.screen;
        screen.gap();
        if open.is_empty() && later.is_empty() && list.folded == 0 {
            screen.bold(&format!("{title}: complete."));
        } else {
            let mut except = Vec::new();
            for (count, what) in [
                (open.len(), "still open"),
                (later.len(), "for later"),
                (untold, "not told yet"),
            ] {
                if count > 0 {
                    except.push(format!("{count} {what}"));
                }
            }
            let except = if except.is_empty() {
                String::new()
            } else {
                format!(" except: {}", except.join(", "))
            };
            screen.bold(&format!("{title}: complete{except}."));
        }
        // What is untold in this list stands among its rows, with how to say that it was told.
        let here = |entry: u64| later.iter().any(|row| row.answer == entry);
        for lead in unsent_and_untold(state) {
            if !here(lead.entry) {
                screen.under(&format!("{}{}", lead.text, how_to_tell(&lead, state)));
            }
        }
        let mut spots = Vec::new();
        for row in open.iter().chain(&later) {
            spots.push(Spot::from(*row));
            let how = match row.mark {
                Mark::Later => self.answer_words(row, state),
                Mark::NotReached => "Not reached".to_owned(),
                _ if row.waits.is_some() => row.waits.map(call::waits_words).unwrap_or_default().to_owned(),
                _ => match state.child(row.child).filter(|child| said_of_sight(child)) {
                    Some(child) if self.asks_to_see(row) => capital(&Words { state }.seen(child)),
                    _ => "Not answered".to_owned(),
                },
            };
            let told = if state.untold().any(|now| now.seq == row.answer) {
                format!(" When told: /told {} and how", row.answer)
            } else {
                String::new()
            };
            let line = format!("{} {how}.{told}", self.row_title(row, state));
            screen.listed(&spots.len().to_string(), &line);
        }
        self.told_only(work, state);
        let screen = &self.desk.screen;
        let rest = list.answered.saturating_sub(list.hearsay);
        if rest > 0 {
            screen.say(&format!("Answered otherwise: {rest}."));
        }
        if let Some(fold) = fold_row(&self.pack, work, list) {
            screen.say(&fold);
        }
        Ok(spots)
    }

    /// What of the whole interaction is known only from others: counted whole, and each read out once.
    fn told_only(&mut self, work: &Worklist, state: &State) {
        let Some(count) = hearsay::words(work.hearsay) else {
            return;
        };
        let (new, before): (Vec<_>, Vec<_>) = hearsay::lines(state)
            .into_iter()
            .partition(|line| self.told_shown.insert(line.entry));
        let screen = &self.desk.screen;
        if new.is_empty() {
            screen.say(&format!("{count}, named before."));
            return;
        }
        screen.say(&format!("{count}:"));
        for line in &new {
            screen.listed("-", &line.text);
        }
        if !before.is_empty() {
            screen.under(&format!("{} named before.", before.len()));
        }
    }

    fn all_ended(&mut self, work: &Worklist, state: &State) -> Flow<()> {
        let open = |row: &&Row| matches!(row.mark, Mark::Open | Mark::NotReached) && !row.folded;
        let open = work.rows.iter().filter(open).count();
        let screen = &self.desk.screen;
        screen.gap();
        screen.bold("All lists were worked through.");
        for lead in unsent_and_untold(state) {
            screen.under(&format!("{}{}", lead.text, how_to_tell(&lead, state)));
        }
        screen.say(&match open {
            0 => "Nothing is left open.".to_owned(),
            open => format!("{open} still open. /parts shows them."),
        });
        if state.only_here() {
            screen.say(super::home::ONLY_HERE);
        }
        loop {
            match self.ask(
                "/record reads it, /hand hands over, /done completes, /quit: ",
                None,
            )? {
                Reply::Command(Command::Back | Command::Skip, _) => {}
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    /// What a row asks, and of whom.
    pub fn row_title(&self, row: &Row, state: &State) -> String {
        let text = self.item_of(row).map_or("", |found| found.item.text.as_str());
        match state.child(row.child) {
            Some(child) => capital(&format!("{}: {text}", child.title())),
            None => text.to_owned(),
        }
    }

    /// Whether a row asks to see the child.
    pub fn asks_to_see(&self, row: &Row) -> bool {
        self.item_of(row)
            .is_some_and(|found| found.item.answered_by == AnsweredBy::Seen)
    }

    /// The answer of a row, in words.
    pub fn answer_words(&self, row: &Row, state: &State) -> String {
        let words = Words { state };
        state
            .answers
            .iter()
            .find(|now| now.seq == row.answer)
            .map_or_else(String::new, |now| words.answer(&now.answer, &now.author))
    }
}

/// How to say that somebody was told, where that is what a line waits for.
fn how_to_tell(lead: &RecordLine, state: &State) -> String {
    match state.untold().any(|now| now.seq == lead.entry) {
        true => format!(" When told: /told {} and how", lead.entry),
        false => String::new(),
    }
}

/// Whether anything was said of seeing the child, by the officer or by somebody else.
fn said_of_sight(child: &Child) -> bool {
    child.seen == Seen::NotSeen || child.seen_by_others().is_some()
}
