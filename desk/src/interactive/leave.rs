//! Leaving the scene, coming back, handing over, completing.
//!
//! Danger is asked again before leaving. What was not reached is named as that, which is not the same as not done.
//! Refuses to complete without saying what stays open.

use super::item::place;
use super::parse;
use super::session::{Session, some};
use super::tell::told_letter;
use super::{Flow, Stop};
use childfirst::interaction::danger;
use childfirst::interaction::entry::{AskedBecause, ModeSet};
use childfirst::interaction::operation::{HandOver, Leave, Nothing, Operation, Return};
use childfirst::interaction::record::say_first;
use childfirst::interaction::worklist::{Mark, needs_scene};
use childfirst::sets::{Mode, Told, With};

impl Session<'_, '_> {
    /// Leaves the scene: `/left why`, `/left why; who stays`.
    pub fn left(&mut self, typed: &str) -> Flow<()> {
        if self.call()? {
            return self.line_closed(typed);
        }
        if danger::before_leaving(&self.state()?) {
            self.danger(Some(AskedBecause::BeforeLeaving))?;
            if danger::is_yes(&self.state()?) {
                return Ok(());
            }
        }
        let missed = self.not_reached()?;
        let screen = &self.desk.screen;
        screen.gap();
        if missed.is_empty() {
            screen.bold("Leaving. Everything asked for at the scene was reached.");
        } else {
            screen.bold("Leaving. Not reached, which is not the same as not done:");
            for line in missed {
                screen.listed("-", &line);
            }
        }
        let (at, with) = (place("left_scene", 0), place("left_scene#staying", 0));
        let Some(why) = self.need_at(&at, typed, "Why do you leave (/back stays): ")? else {
            return Ok(());
        };
        let typed = why.clone();
        let parse::Said {
            words: why, earlier, ..
        } = parse::said(&why);
        let (why, staying) = match why.split_once(';') {
            // `PC Lane stays`, as it is said; the record says it as well.
            Some((why, who)) => {
                let who = who.trim();
                let who = who.strip_suffix(" stays").unwrap_or(who);
                (why.trim().to_owned(), some(who))
            }
            None => (why, self.need_at(&with, "", "Who stays (Enter: not said): ")?),
        };
        let who = staying.clone().unwrap_or_default();
        let left = Operation::LeftScene(Leave { why, staying });
        let saved = self.save_at(left, earlier, "Left the scene")?.is_some();
        self.settle(&at, &typed, saved);
        if saved || !who.is_empty() {
            self.settle(&with, &who, saved);
        }
        Ok(())
    }

    /// What needed the scene, or the line, and is open.
    pub fn not_reached(&self) -> Flow<Vec<String>> {
        let work = self.interaction.worklist()?;
        let state = self.state()?;
        let missed = work.rows.iter().filter(|row| {
            let found = self.item_of(row);
            row.mark == Mark::Open
                && !row.folded
                && found.is_some_and(|found| needs_scene(&found.item, found.phase))
        });
        Ok(missed.map(|row| self.row_title(row, &state)).collect())
    }

    /// Coming back after leaving: with all, some or none of the children.
    pub fn back_again(&mut self, typed: &str) -> Flow<()> {
        if self.state()?.left.is_none() {
            let call = self.call()?;
            self.desk.screen.say(match call {
                true => "The line has not closed.",
                false => "The scene was not left.",
            });
            return Ok(());
        }
        if self.call()? {
            return self.called_back(typed);
        }
        let read = |typed: &str| match typed.trim() {
            "all" | "a" => Some(With::All),
            "some" | "s" => Some(With::Some),
            "none" | "n" => Some(With::None),
            _ => None,
        };
        let (first, rest) = parse::first_word(typed);
        let with = match read(&first.to_lowercase()) {
            Some(with) => with,
            None => {
                self.desk.screen.gap();
                self.desk.screen.bold("With the children now? all, some, none");
                self.desk
                    .screen
                    .under("None: writing up. Only what can still be done is asked.");
                match self.choose("all, some, none: ", read)? {
                    Some(with) => with,
                    None => return Ok(()),
                }
            }
        };
        let mut children = Vec::new();
        if with == With::Some {
            self.list_children()?;
            let Some(typed) = self.need(rest, "Which, by number: ")? else {
                return Ok(());
            };
            children = typed
                .split([',', ' '])
                .filter_map(|part| part.parse().ok())
                .collect();
        }
        let what = match with {
            With::All => "Back, with all the children",
            With::Some => "Back, with some of the children",
            With::None => "Writing up, with none of the children",
        };
        self.save_at(Operation::Returned(Return { with, children }), None, what)?;
        // What was passed by is offered again, as far as it can still be done.
        self.skipped.clear();
        Ok(())
    }

    /// Hands over: to whom, how, said back. What has to be said first is shown first.
    pub fn hand(&mut self, typed: &str) -> Flow<()> {
        let state = self.state()?;
        let first = say_first(&state, &self.pack);
        self.desk.screen.gap();
        self.handling_line(&state);
        let screen = &self.desk.screen;
        screen.bold("Hand over. Say first:");
        for line in &first {
            screen.listed("-", line);
        }
        let ask = "To whom, and how (“Sgt Hill, in person”; /at 02:57 if earlier): ";
        let at = place("handed_over", 0);
        let Some(to) = self.need_at(&at, typed, ask)? else {
            return Ok(());
        };
        let told = parse::telling(&to);
        let how = match told.how.filter(|how| *how != Told::NotYet) {
            Some(how) => how,
            None => match self.how_told()? {
                Some(how) => how,
                None => {
                    self.keep(&at, &to);
                    return Ok(());
                }
            },
        };
        let prompt = "Said back? y, n, Enter: not said: ";
        let said_back = match told.said_back {
            Some(back) => Some(back),
            None => self.choose(prompt, |typed| match typed {
                "y" | "yes" => Some(true),
                "n" | "no" => Some(false),
                _ => None,
            })?,
        };
        let operation = Operation::HandedOver(HandOver {
            to: told.who,
            how,
            said_back,
            words: None,
        });
        let saved = self.save_at(operation, told.earlier, "Handed over")?.is_some();
        self.settle(&at, &to, saved);
        Ok(())
    }

    /// At the scene, or writing up afterwards.
    pub fn mode(&mut self, mode: Mode) -> Flow<()> {
        if mode == Mode::AtScene && self.state()?.left.is_some() {
            return self.back_again("");
        }
        let what = match mode {
            Mode::WritingUp => "Writing up",
            Mode::AtScene => "At the scene",
        };
        self.save_at(Operation::ModeSet(ModeSet { mode }), None, what)?;
        self.when = None;
        let state = self.state()?;
        self.time_line(&state);
        Ok(())
    }

    /// How somebody was told.
    pub fn how_told(&mut self) -> Flow<Option<Told>> {
        self.choose(
            "How: p in person, r radio, t telephone, l in the log: ",
            |typed| told_letter(typed).or_else(|| parse::told(typed).1.filter(|how| *how != Told::NotYet)),
        )
    }

    /// Completes the interaction.
    pub fn done(&mut self) -> Flow<()> {
        let first = say_first(&self.state()?, &self.pack);
        let screen = &self.desk.screen;
        screen.gap();
        if first.is_empty() {
            screen.bold("Nothing is left open.");
        } else {
            screen.bold("These stay open, and the record names them:");
            for line in &first {
                screen.listed("-", line);
            }
        }
        let prompt = "c completes it, Enter goes on with it: ";
        if self
            .choose(prompt, |typed| (typed == "c").then_some(()))?
            .is_none()
        {
            return Ok(());
        }
        match self.save_at(Operation::Completed(Nothing {}), None, "Completed")? {
            Some(_) => Err(Stop::Home),
            None => Ok(()),
        }
    }
}
