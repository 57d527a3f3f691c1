//! All parts: every list with what is left, and a number to go anywhere. The order is free.
//!
//! Refuses per cent and bars: what is left is counted, and named.

use super::Flow;
use super::ask::Reply;
use super::parse::Command;
use super::session::{Session, Spot};
use childfirst::interaction::because::fold_row;
use childfirst::interaction::call::waits_words;
use childfirst::interaction::lines::phase_words;
use childfirst::interaction::worklist::{Mark, Row};
use childfirst::sets::{Phase, Waits};

impl Session<'_, '_> {
    /// Shows all lists and goes where the officer says.
    pub fn parts(&mut self) -> Flow<()> {
        let work = self.interaction.worklist()?;
        let state = self.state()?;
        self.desk.screen.gap();
        self.danger_line()?;
        let screen = &self.desk.screen;
        let mut spots: Vec<Spot> = Vec::new();
        for list in &work.lists {
            let title = phase_words(list.phase, state.role());
            if list.phase == Phase::Afterwards && list.waiting > 0 {
                screen.bold(title);
                screen.under(waits_words(Waits::UntilTheCallIsOver));
                continue;
            }
            let mut counts = vec![format!("{} left", list.left)];
            for (count, what) in [
                (list.waiting, "waiting"),
                (list.later, "for later"),
                (list.not_reached, "not reached"),
                (list.answered, "answered"),
            ] {
                if count > 0 {
                    counts.push(format!("{count} {what}"));
                }
            }
            screen.bold(&format!("{title}: {}", counts.join(", ")));
            for row in work.rows_of(list).iter().filter(|row| !row.folded) {
                spots.push(Spot::from(row));
                screen.listed(
                    &spots.len().to_string(),
                    &format!("{}. {}", mark(row), self.row_title(row, &state)),
                );
            }
            if let Some(fold) = fold_row(&self.pack, &work, list) {
                screen.under(&fold);
            }
        }
        loop {
            match self.ask("Go to (Enter goes on): ", None)? {
                Reply::Words(words) if words.is_empty() => return Ok(()),
                Reply::Words(words) => {
                    let chosen = words
                        .parse::<usize>()
                        .ok()
                        .and_then(|n| spots.get(n.checked_sub(1)?));
                    match chosen {
                        Some(spot) => {
                            self.jump(*spot);
                            return Ok(());
                        }
                        None => {
                            self.not_taken(&words, "A number from the list, or Enter. Nothing was recorded.")
                        }
                    }
                }
                Reply::Prompts(_) => {}
                Reply::Command(Command::Back | Command::Skip, _) => return Ok(()),
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
            }
        }
    }
}

fn mark(row: &Row) -> &'static str {
    if let Some(waits) = row.waits {
        return waits_words(waits);
    }
    match (row.mark, row.hearsay) {
        (Mark::Done, _) if row.earlier_wording => "Answered under earlier wording",
        (Mark::Open, _) => "Open",
        (Mark::Done, false) => "Answered",
        (Mark::Done, true) => "Answered, not by sight, hearing or a child",
        (Mark::Later, _) => "Later",
        (Mark::NotDone, _) => "Not done",
        (Mark::NotApplicable, _) => "Does not apply",
        (Mark::NotReached, _) => "Not reached",
    }
}
