//! One interaction at the keyboard: where the officer is in it, and what comes next.
//!
//! Where things stand is always read from the core anew. Kept here is only what this sitting has passed by, so that
//! a restart asks nothing twice and loses nothing. Refuses to decide what applies.

use super::ask::Kept;
use super::drafts::Drafts;
use super::input::Input;
use super::parse::{self, Clock, Command, Said};
use super::screen::Screen;
use super::settings::Settings;
use super::{Flow, Stop};
use crate::app::App;
use crate::failure::sentence;
use childfirst::error::Error;
use childfirst::interaction::entry::AskedBecause;
use childfirst::interaction::lines::Words;
use childfirst::interaction::operation::{Made, Operation, TakeOver};
use childfirst::interaction::state::State;
use childfirst::interaction::worklist::{ListRows, Mark, Row, Worklist};
use childfirst::pack::{Pack, PackItem};
use childfirst::sets::{Mode, Phase, Precision, Role, With};
use childfirst::time::{Moment, When};
use childfirst::{Interaction, Records};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What every screen of this sitting shares.
pub struct Desk<'a> {
    /// The data folder, the clock, the guidance.
    pub app: &'a App,
    /// The records.
    pub records: Arc<Records>,
    /// The screen.
    pub screen: Screen,
    /// The keyboard.
    pub input: Input,
    /// What is half typed.
    pub drafts: Drafts,
    /// Who, in what role, on which guidance.
    pub settings: Settings,
}

/// A row by what it asks and of whom: the same row, whatever else changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index of the item in the pack.
    pub item: u32,
    /// The child; 0 for the scene.
    pub child: u32,
}

impl From<&Row> for Spot {
    fn from(row: &Row) -> Spot {
        Spot {
            item: row.item,
            child: row.child,
        }
    }
}

/// When what comes next was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Now, whatever was carried forward.
    Now,
    /// At a time on the wall.
    At(Clock, Precision),
}

/// One interaction at the keyboard.
pub struct Session<'s, 'a> {
    /// What is shared.
    pub desk: &'s mut Desk<'a>,
    /// The interaction.
    pub interaction: Arc<Interaction>,
    /// The guidance it is pinned to.
    pub pack: Arc<Pack>,
    /// The row that was jumped to.
    pub here: Option<Spot>,
    /// Rows that were passed by in this sitting.
    pub skipped: BTreeSet<Spot>,
    /// Rows that were shown, oldest first.
    pub trail: Vec<Spot>,
    /// Items whose why and source have been shown.
    pub met: BTreeSet<String>,
    /// Lists that were ended.
    pub ended: BTreeSet<String>,
    /// A command given where it could not be followed at once.
    pub queued: Option<(Command, String)>,
    /// Lines that come back at their places: drafts, and what could not be saved.
    pub kept: Vec<Kept>,
    /// A line that could not be saved, to be tried again in the next line that is asked for.
    pub again: Option<String>,
    /// Whether the last thing could not be saved.
    pub failed: bool,
    /// The child last spoken of.
    pub about: Option<u32>,
    /// When what comes next was, where that was said on a line of its own.
    pub when: Option<Time>,
    /// The danger question that was passed by: why it was due, and for how many children.
    pub passed: Option<(Option<AskedBecause>, usize)>,
    /// Danger is yes, and the officer goes on with the list.
    pub in_danger: bool,
    /// Whether the place was asked for in this sitting.
    pub asked_place: bool,
    /// Whether what is known was asked for in this sitting.
    pub asked_known: bool,
    /// The rows of the list whose end was shown last.
    pub summed: Option<Vec<Row>>,
    /// What is known only from others and was read out at the end of a list, by entry.
    pub told_shown: BTreeSet<u64>,
    /// Routes that were shown in full, and for which child.
    pub routes_shown: Option<(Vec<u32>, String)>,
}

impl<'s, 'a> Session<'s, 'a> {
    /// A sitting at an interaction.
    pub fn new(desk: &'s mut Desk<'a>, interaction: Arc<Interaction>) -> Flow<Session<'s, 'a>> {
        let pack = interaction.pack()?;
        let state = interaction.state()?;
        desk.drafts.of(Some(Arc::clone(&interaction)));
        let met = state.answers.iter().map(|now| now.answer.shown.id.clone());
        let ended = state.lists_ended.iter().map(|end| end.end.shown.id.clone());
        Ok(Session {
            here: None,
            skipped: BTreeSet::new(),
            trail: Vec::new(),
            met: met.collect(),
            ended: ended.collect(),
            queued: None,
            kept: Vec::new(),
            again: None,
            failed: false,
            about: state.last_spoken_of(),
            when: None,
            passed: None,
            in_danger: false,
            asked_place: false,
            asked_known: !state.answers.is_empty(),
            summed: None,
            told_shown: BTreeSet::new(),
            routes_shown: None,
            desk,
            interaction,
            pack,
        })
    }

    /// What comes before the first question: the number of a call, or what was told before arrival.
    pub fn begun(&mut self, told: Option<TakeOver>) -> Flow<()> {
        match told {
            Some(take) => self.take_over(take),
            None if self.call()? => self.incident_number(),
            None => Ok(()),
        }
    }

    /// Works through it until the officer stops.
    pub fn run(&mut self) -> Flow<()> {
        loop {
            if let Some((command, rest)) = self.queued.take() {
                self.failed = false;
                self.steer(command, &rest)?;
                if std::mem::take(&mut self.failed) && self.again.is_none() {
                    self.again = Some(parse::written(command, &rest));
                }
                continue;
            }
            let next = self.next()?;
            if self.danger_if_due(next.as_ref())? || self.circumstances_if_due(next.as_ref())? {
                continue;
            }
            match next {
                Some(row) => self.item(&row)?,
                None => self.end_of_list()?,
            }
        }
    }

    /// The row that comes next: the one jumped to, else the first of the list under way that is open.
    pub fn next(&mut self) -> Flow<Option<Row>> {
        let work = self.interaction.worklist()?;
        if let Some(here) = self.here {
            if let Some(row) = work.rows.iter().find(|row| Spot::from(*row) == here) {
                return Ok(Some(row.clone()));
            }
            self.here = None;
        }
        let list = self.list(&work)?;
        let rows = list.map(|list| work.rows_of(list)).unwrap_or_default();
        Ok(rows.iter().find(|row| self.open(row)).cloned())
    }

    /// The list under way: the first that was not ended. With the scene left, one in which nothing can be done any
    /// more is behind the officer too.
    pub fn list<'w>(&self, work: &'w Worklist) -> Flow<Option<&'w ListRows>> {
        let state = self.state()?;
        let gone = state.left.is_some() && matches!(state.back_with, None | Some(With::None));
        let behind = |rows: &ListRows| {
            let ended = self.pack.lists().get(rows.list as usize);
            let open = work.rows_of(rows).iter().any(|row| self.open(row));
            ended.is_none_or(|list| self.ended.contains(&list.id))
                || gone && rows.phase != Phase::Afterwards && !open
        };
        Ok(work.lists.iter().find(|list| !behind(list)))
    }

    /// Whether a row waits for an answer in this sitting.
    pub fn open(&self, row: &Row) -> bool {
        row.mark == Mark::Open
            && !row.folded
            && row.waits.is_none()
            && !self.skipped.contains(&Spot::from(row))
    }

    /// The item of a row.
    pub fn item_of(&self, row: &Row) -> Option<&PackItem> {
        self.pack.items().get(row.item as usize)
    }

    /// What is known.
    pub fn state(&self) -> Flow<State> {
        Ok(self.interaction.state()?)
    }

    /// The clock.
    pub fn now(&self) -> Moment {
        self.desk.app.now()
    }

    /// Whether this is a call.
    pub fn call(&self) -> Flow<bool> {
        Ok(self.state()?.role() == Some(Role::CallHandler))
    }

    /// A child's title.
    pub fn title(&self, child: u32) -> Flow<String> {
        Ok(self
            .state()?
            .child(child)
            .map_or_else(|| "the scene".to_owned(), |child| child.title()))
    }

    /// Records an operation, and says so once it is on the disk. None, and why, when it is not.
    pub fn save(&mut self, operation: Operation) -> Flow<Option<u64>> {
        self.save_at(operation, None, "")
    }

    /// The time of what comes next, as it was shown: said on this line, said before it, or carried forward while
    /// writing up. None: now.
    fn time_of(&self, operation: &Operation, earlier: Option<(Clock, Precision)>) -> Flow<Option<When>> {
        let now = self.now();
        if let Some((clock, precision)) = earlier {
            return Ok(at(now, self.state()?.began_at, clock, precision));
        }
        if !operation.may_be_earlier(&self.pack) {
            return Ok(None);
        }
        match self.when {
            Some(Time::Now) => Ok(None),
            Some(Time::At(clock, precision)) => Ok(at(now, self.state()?.began_at, clock, precision)),
            None => Ok(self.state()?.carried),
        }
    }

    /// Takes a line that says a time and nothing else: what comes next was then.
    pub fn takes_time(&mut self, typed: &str) -> bool {
        let Some((clock, precision)) = parse::only_time(typed) else {
            return false;
        };
        self.when = Some(Time::At(clock, precision));
        self.time_said();
        true
    }

    /// What comes next is now.
    pub fn now_again(&mut self) {
        self.when = Some(Time::Now);
        self.time_said();
    }

    fn time_said(&mut self) {
        if let Ok(state) = self.state() {
            self.time_line(&state);
        }
    }

    /// Says when what comes next was, before it counts: while writing up, and where a time was said for it.
    pub fn time_line(&mut self, state: &State) {
        let words = Words { state };
        let up = state.mode == Some(Mode::WritingUp);
        let said = match self.when {
            Some(Time::At(clock, precision)) => at(self.now(), state.began_at, clock, precision),
            Some(Time::Now) => None,
            None => state.carried,
        };
        // How it is changed is told once; /help keeps it.
        let shown = up || said.is_some() || self.when.is_some();
        let once = shown && self.met.insert(format!("when {}", said.is_some()));
        let screen = &self.desk.screen;
        match said {
            Some(when) => {
                let how = if once {
                    " /at 02:40 changes it, /now ends it."
                } else {
                    ""
                };
                screen.under(&format!("When: {}.{how}", words.when(&when, None)));
            }
            None if up && once => screen.under(
                "When: now. If it was earlier: /at 02:20, or /about 02:20; it is kept for what follows.",
            ),
            None if up || self.when.is_some() => screen.under("When: now."),
            None => {}
        }
    }

    /// The same, for something that happened earlier; `what` stands before the receipt.
    pub fn save_at(
        &mut self,
        operation: Operation,
        earlier: Option<(Clock, Precision)>,
        what: &str,
    ) -> Flow<Option<u64>> {
        let now = self.now();
        let done_at = self.time_of(&operation, earlier)?;
        let made = Made {
            done_at,
            ..Made::now(now)
        };
        self.save_made(operation, made, what)
    }

    /// The same, by somebody else or at another time.
    pub fn save_made(&mut self, operation: Operation, made: Made, what: &str) -> Flow<Option<u64>> {
        let (now, done_at) = (made.now, made.done_at);
        let fact = operation.may_be_earlier(&self.pack);
        let words = of_words(&operation);
        match self.interaction.perform(operation, made) {
            Ok(receipt) => {
                if words {
                    self.desk.drafts.forget();
                }
                if fact {
                    self.when = None;
                }
                let when = match done_at {
                    Some(when) => format!(
                        ", for {}",
                        Words {
                            state: &self.state()?
                        }
                        .when(&when, None)
                    ),
                    None => String::new(),
                };
                let what = if what.is_empty() {
                    String::new()
                } else {
                    format!("{what}. ")
                };
                let saved = format!(
                    "{what}Saved on this device {}{when}, entry {}",
                    now.clock_seconds(),
                    receipt.seq
                );
                self.desk.screen.say(&saved);
                // After what was saved, and kept nowhere.
                if let Some(pace) = self.interaction.pace(now)? {
                    self.desk.screen.say(&pace.words());
                }
                Ok(Some(receipt.seq))
            }
            Err(error @ (Error::Closed | Error::KeyGone)) => Err(Stop::from(error)),
            Err(error) => {
                self.failed = true;
                self.not_saved(&error);
                Ok(None)
            }
        }
    }

    fn not_saved(&self, error: &Error) {
        let why = sentence(error);
        let words = if why.starts_with("Not saved") {
            why
        } else {
            format!("Not saved. {why}")
        };
        self.desk.screen.bold(&words);
    }
}

/// Whether what was typed on the way to it is in it. Whatever else may be saved in the middle of a line: that waits.
const fn of_words(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Answered(_)
            | Operation::Quoted(_)
            | Operation::Observed(_)
            | Operation::CircumstancesSet(_)
            | Operation::RiskStated(_)
            | Operation::SharingMoved(_)
            | Operation::Told(_)
    )
}

/// The last time that the clock on the wall showed this. `began` is when the interaction did: the clocks may have been
/// set back since.
pub fn at(now: Moment, began: Option<Moment>, (hours, minutes): Clock, precision: Precision) -> Option<When> {
    let last = |offset_minutes: i32| {
        let wall = Moment::new(now.utc, offset_minutes).to_rfc3339();
        let (date, rest) = wall.split_once('T')?;
        let zone = rest.get(12..)?;
        let today = Moment::parse(&format!("{date}T{hours:02}:{minutes:02}:00{zone}"))?;
        match today.utc > now.utc {
            true => {
                let before = today.utc.checked_sub_days(chrono::Days::new(1))?;
                Some(Moment::new(before, today.offset_minutes))
            }
            false => Some(today),
        }
    };
    let both = [
        last(now.offset_minutes),
        began.and_then(|began| last(began.offset_minutes)),
    ];
    // Of two that are one time, the one by the clock of now.
    let at = both.into_iter().flatten().rev().max_by_key(|at| at.utc)?;
    Some(When { at, precision })
}

/// The words of a line, where there are any.
pub fn some(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

impl Said {
    /// Whether nothing but marks was typed.
    pub fn empty(&self) -> bool {
        self.words.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_time_is_today_or_the_night_before() {
        let now = Moment::parse("2026-11-22T00:20:00+01:00").unwrap();
        let when = |clock| at(now, None, clock, Precision::About).unwrap().at.to_rfc3339();
        assert_eq!(when((0, 10)), "2026-11-22T00:10:00.000+01:00");
        assert_eq!(when((23, 50)), "2026-11-21T23:50:00.000+01:00");
    }

    #[test]
    fn a_time_of_before_the_clocks_went_back_is_taken_as_it_was_on_the_wall() {
        let read = |text: &str| Moment::parse(text).unwrap();
        let (began, now) = (
            read("2026-10-25T01:30:00+01:00"),
            read("2026-10-25T01:10:00+00:00"),
        );
        let when = |clock| {
            at(now, Some(began), clock, Precision::Exact)
                .unwrap()
                .at
                .to_rfc3339()
        };
        assert_eq!(when((1, 50)), "2026-10-25T01:50:00.000+01:00");
        // Twice that night: the later, by the clock of now.
        assert_eq!(when((1, 5)), "2026-10-25T01:05:00.000+00:00");
    }
}
