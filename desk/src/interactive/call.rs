//! A call at the keyboard: what stands above every question, the silent call, the child on the line, the line closed.
//!
//! What waits and why, and whether the call is over, is the core's. Refuses to take a silent call on by itself.

use super::Flow;
use super::ask::Reply;
use super::keys;
use super::known::place_title;
use super::parse::Command;
use super::session::{Session, some};
use childfirst::age::parse_child;
use childfirst::interaction::call;
use childfirst::interaction::entry::{AskedBecause, Event, ReferenceAdded, SilentCallSet};
use childfirst::interaction::log_copy::log_standing;
use childfirst::interaction::operation::{AddChild, Leave, Operation, Return, SetCircumstances};
use childfirst::interaction::state::State;
use childfirst::pack::types::Item;
use childfirst::sets::{Danger, Place, Presence, ReferenceKind, With};

impl Session<'_, '_> {
    /// The first field of a call: its number in the force's log.
    pub fn incident_number(&mut self) -> Flow<()> {
        let typed = self.ask_words("Incident number (Enter: not yet): ", None)?;
        if let Some(words) = typed.as_deref().and_then(some) {
            let reference = ReferenceKind::IncidentLog;
            let added = Operation::ReferenceAdded(ReferenceAdded { reference, words });
            self.save_at(added, None, "Incident log")?;
        }
        Ok(())
    }

    /// What a call handler has to know at every question: the log, those going, a silent call.
    pub fn call_line(&mut self) -> Flow<()> {
        let state = self.state()?;
        if !call::is_one(&state) {
            return Ok(());
        }
        let log = log_standing(&state).words();
        let told = self.interaction.officers_told()?;
        let told = told.map_or_else(String::new, |told| format!(" {}.", told.words(&state)));
        let keys = if self.met.insert("keys of a call".to_owned()) {
            format!(
                " {} copies, {} when they were told.",
                keys::word("copy_for_the_log"),
                keys::word("told_officers")
            )
        } else {
            String::new()
        };
        let screen = &self.desk.screen;
        screen.say(&format!("Log: {}.{told}{keys}", lower(&log)));
        if let Some(now) = state.silent_call.as_ref().filter(|_| call::is_silent(&state)) {
            screen.say(&format!(
                "Silent call since {}. {}: can talk now.",
                now.at.at.clock_beside(&self.now()),
                keys::word("silent_call")
            ));
        }
        Ok(())
    }

    /// The words of an item as they are asked now.
    pub fn asked_as(&self, item: &Item, state: &State) -> String {
        match (call::asked_now(state, &item.silent), item.call_step) {
            (Some(silent), _) => format!("Say, low: {}", silent.text),
            (None, Some(_)) => format!("Say: {}", item.text),
            (None, None) => item.text.clone(),
        }
    }

    /// The silent call, on or off, from anywhere. What to do stands on the screen at once.
    pub fn silent(&mut self) -> Flow<()> {
        self.turn_silent()?;
        if call::is_silent(&self.state()?) {
            for notice in &self.interaction.worklist()?.notices {
                if let Some(words) = self.pack.file().notices.get(notice.notice as usize)
                    && words.on_silent_call
                {
                    self.desk.screen.bold(&words.text);
                }
            }
        }
        Ok(())
    }

    fn turn_silent(&mut self) -> Flow<()> {
        let on = !self.state()?.silent_call.is_some_and(|now| now.on);
        let what = match on {
            true => "Silent call",
            false => "Can talk now",
        };
        self.save_at(Operation::SilentCallSet(SilentCallSet { on }), None, what)?;
        if !on {
            self.back_to_what_waited()?;
        }
        Ok(())
    }

    /// What waited, and waits no more, is gone back to, though its list was ended.
    fn back_to_what_waited(&mut self) -> Flow<()> {
        let work = self.interaction.worklist()?;
        for list in &work.lists {
            let open = work.rows_of(list).iter().any(|row| self.open(row));
            if let Some(list) = self.pack.lists().get(list.list as usize)
                && open
            {
                self.ended.remove(&list.id);
            }
        }
        Ok(())
    }

    /// Offers the silent call where it is not safe to talk. It is taken on by a press, never by itself.
    pub fn offer_silent(&mut self) -> Flow<()> {
        if self.state()?.silent_call.is_some_and(|now| now.on) {
            return Ok(());
        }
        let typed = self.ask_words("Enter: silent call, yes or no is enough. n: not now: ", None)?;
        if typed.is_some_and(|typed| typed.is_empty()) {
            self.turn_silent()?;
        }
        Ok(())
    }

    /// The child who is on the line, where one is and only one.
    pub fn caller(&self) -> Flow<Option<u32>> {
        let state = self.state()?;
        let mut callers = state
            .present_children()
            .filter(|child| child.presence == Presence::OnTelephone);
        Ok(match (callers.next(), callers.next()) {
            (Some(only), None) => Some(only.number),
            _ => None,
        })
    }

    /// `/child`, `/child 9`, `/child girl 9`: a child is on the line. From now on lines are that child's words.
    pub fn on_the_line(&mut self, typed: &str) -> Flow<()> {
        let (label, age) = parse_child(typed);
        let number = self.state()?.children.len() as u32 + 1;
        let added = Operation::ChildAdded(AddChild { label, age });
        if self.save_at(added, None, "A child on the line")?.is_none() {
            return Ok(());
        }
        let set = SetCircumstances {
            children: vec![number],
            presence: Some(Presence::OnTelephone),
            seen: None,
            involved: None,
            may_be_others: None,
            factors: Vec::new(),
            known_by: Vec::new(),
        };
        let what = format!(
            "{}: on the telephone",
            super::known::capital(&self.title(number)?)
        );
        self.save_at(Operation::CircumstancesSet(set), None, &what)?;
        self.about = Some(number);
        Ok(())
    }

    /// The line closed: why. What the force does when it drops is shown.
    pub fn line_closed(&mut self, typed: &str) -> Flow<()> {
        let prompt = "Why (e the call ended, d the line dropped, or words; /back: still open): ";
        let at = super::item::place("left_scene", 0);
        let Some(why) = self.need_at(&at, typed, prompt)? else {
            return Ok(());
        };
        let typed = why.clone();
        let (why, dropped) = match why.as_str() {
            "e" => ("the call ended".to_owned(), false),
            "d" | "dropped" => ("the line dropped".to_owned(), true),
            _ => (why, false),
        };
        let (why, staying) = match why.split_once(';') {
            Some((why, staying)) => (why.trim().to_owned(), some(staying)),
            None => (why, None),
        };
        let missed = self.not_reached()?;
        let closed = Operation::LeftScene(Leave { why, staying });
        let saved = self.save_at(closed, None, "The line closed")?.is_some();
        if !self.settle(&at, &typed, saved) {
            return Ok(());
        }
        if dropped {
            let rules = self.local(LINE_DROP_RULES)?;
            self.desk.screen.bold(&super::danger::said(&rules));
        }
        if !missed.is_empty() {
            self.desk
                .screen
                .say("Not reached, which is not the same as not done:");
        }
        for line in missed {
            self.desk.screen.listed("-", &line);
        }
        // It is written first: nobody can be asked any more, and what is known now is what those going need.
        let state = self.state()?;
        let yes = state.danger_now().is_some_and(|now| now.answer == Danger::Yes);
        if !state.asked_before_leaving && !yes {
            self.danger(Some(AskedBecause::BeforeLeaving))?;
        }
        Ok(())
    }

    /// Called back, or writing up.
    pub fn called_back(&mut self, typed: &str) -> Flow<()> {
        let read = |typed: &str| match typed {
            "y" | "yes" | "all" => Some(With::All),
            "n" | "no" | "none" => Some(With::None),
            _ => None,
        };
        let with = match read(typed.trim()) {
            Some(with) => with,
            None => {
                self.desk.screen.gap();
                self.desk
                    .screen
                    .bold("On the line again? y called back, n writing up");
                self.desk.screen.under("n: only what can still be done is asked.");
                match self.choose("y or n: ", read)? {
                    Some(with) => with,
                    None => return Ok(()),
                }
            }
        };
        let what = match with {
            With::None => "Writing up, with nobody on the line",
            _ => "Called back: on the line again",
        };
        let children = Vec::new();
        self.save_at(Operation::Returned(Return { with, children }), None, what)?;
        if with != With::None {
            self.skipped.clear();
            self.back_to_what_waited()?;
        }
        Ok(())
    }

    /// All that needs the line was gone through, and it is open. What must be done shows when it closes; until then
    /// what is typed is what was said or heard.
    pub fn still_on_the_line(&mut self) -> Flow<()> {
        self.desk.screen.gap();
        self.danger_line()?;
        self.call_line()?;
        self.desk
            .screen
            .bold("The line is open. What must be done shows when the call is over.");
        let place = super::item::place("observed", 0);
        loop {
            let next = self.next()?;
            if next.is_some() || self.danger_if_due(None)? {
                return Ok(());
            }
            let ask = match self.caller()? {
                Some(_) if !call::is_silent(&self.state()?) => {
                    "Child said, word for word, or heard /h (e call ended, d line dropped): "
                }
                Some(_) => "Heard, or child said /c (e call ended, d line dropped): ",
                None => "Heard, or child said /c (e call ended, d line dropped): ",
            };
            match self.ask(ask, Some(place.clone()))? {
                Reply::Words(words) if words.is_empty() => {}
                Reply::Words(words) if matches!(words.as_str(), "e" | "d") => return self.left(&words),
                Reply::Words(words) => {
                    self.line_of_a_call(&words, &place, None)?;
                }
                Reply::Prompts(_) | Reply::Command(Command::Back | Command::Skip, _) => {}
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
            }
        }
    }
}

/// What a record is called on a screen: a call by its number in the force's log, where it has one; else where it is.
pub fn record_title(state: &State) -> String {
    let number = state.lines.iter().rev().find_map(|line| match &line.event {
        Event::ReferenceAdded(to) if to.reference == ReferenceKind::IncidentLog => Some(&to.words),
        _ => None,
    });
    let place = state.scene.as_ref().map_or(Place::NotKnown, |scene| scene.place);
    match (call::is_one(state), number, place) {
        (true, Some(number), _) => format!("Call, log {number}"),
        (true, None, Place::NotKnown) => "Call, no log number".to_owned(),
        (_, _, place) => place_title(place),
    }
}

/// The force's own words for when the line drops.
const LINE_DROP_RULES: &str = "line-drop-rules";

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
