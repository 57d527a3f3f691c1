//! Asking for one line: commands that may stand anywhere are followed, and the same thing is asked again.
//!
//! Refuses to drop what was typed: a line that could not be taken comes back to be mended.

use super::drafts::Place;
use super::input::Typed;
use super::parse::{self, Command, Line};
use super::session::{Desk, Session, some};
use super::{Flow, Stop};
use childfirst::Draft;

/// A line that comes back at its place.
pub struct Kept {
    /// Its place.
    pub place: Place,
    /// The line.
    pub words: String,
}

impl From<Draft> for Kept {
    fn from(draft: Draft) -> Kept {
        Kept {
            place: Place {
                id: draft.place,
                child: draft.child,
            },
            words: draft.words,
        }
    }
}

/// What came of asking.
pub enum Reply {
    /// Words; empty for Enter alone.
    Words(String),
    /// Prompts are asked for, or one is answered.
    Prompts(String),
    /// A command that only the list can follow.
    Command(Command, String),
}

impl Desk<'_> {
    /// Asks outside an interaction. Commands mean nothing here.
    pub fn ask(&mut self, prompt: &str) -> Flow<String> {
        match self.input.read(prompt, "", None) {
            Typed::Line(line) => Ok(line),
            Typed::End => Err(Stop::Quit),
        }
    }
}

impl Session<'_, '_> {
    /// Asks for a line. What is typed at a place is kept as a draft until it is saved.
    pub fn ask(&mut self, prompt: &str, place: Option<Place>) -> Flow<Reply> {
        self.ask_or(prompt, place, None)
    }

    /// The same, where a command is an answer to what is asked here. In a dialogue opened from here it is a command.
    pub fn ask_or(&mut self, prompt: &str, place: Option<Place>, answer: Option<Command>) -> Flow<Reply> {
        let waits = match &place {
            Some(place) => self.waiting(place)?,
            None => None,
        };
        let mut kept = waits.map_or_else(String::new, |at| self.kept.remove(at).words);
        if let Some(again) = self.again.take() {
            kept = again;
        }
        loop {
            let typed = match self.desk.input.read(prompt, &kept, place.clone()) {
                Typed::Line(line) => line,
                Typed::End => return Err(Stop::Quit),
            };
            kept = String::new();
            match parse::line(&typed) {
                Line::Words(words) => return Ok(Reply::Words(words)),
                Line::Prompts(rest) => return Ok(Reply::Prompts(rest)),
                Line::Unknown => {
                    let words = "There is no such command. /help lists them. Nothing was recorded.";
                    self.desk.screen.say(words);
                    kept = typed;
                }
                Line::Command(Command::Quit, _) => return Err(Stop::Quit),
                Line::Command(command, rest) => {
                    self.failed = false;
                    self.desk.drafts.leave_line();
                    // What changes how an item is asked is followed by asking it anew.
                    let anew = place.is_some() && matches!(command, Command::Silent | Command::OnTheLine);
                    if anew || answer == Some(command) || !self.anywhere(command, &rest)? {
                        return Ok(Reply::Command(command, rest));
                    }
                    // A line that came back from within the command comes back here.
                    let again = self.again.take();
                    if std::mem::take(&mut self.failed) {
                        kept = typed;
                    } else if let Some(again) = again {
                        kept = again;
                    }
                    self.desk.screen.gap();
                }
            }
        }
    }

    /// Asks within a dialogue. None: the dialogue was left, by `/back` or by going elsewhere.
    pub fn ask_words(&mut self, prompt: &str, place: Option<Place>) -> Flow<Option<String>> {
        loop {
            match self.ask(prompt, place.clone())? {
                Reply::Words(words) => return Ok(Some(words)),
                Reply::Prompts(_) => self.desk.screen.say("No prompts stand here."),
                Reply::Command(Command::Back | Command::Skip, _) => return Ok(None),
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(None);
                }
            }
        }
    }

    /// Asks for one of a few letters or numbers; `choose` says what a line means. None: left, or Enter alone.
    pub fn choose<T>(&mut self, prompt: &str, choose: impl Fn(&str) -> Option<T>) -> Flow<Option<T>> {
        loop {
            let Some(typed) = self.ask_words(prompt, None)? else {
                return Ok(None);
            };
            if typed.is_empty() {
                return Ok(None);
            }
            match choose(&typed.to_lowercase()) {
                Some(chosen) => return Ok(Some(chosen)),
                None => self.not_taken(&typed, "That is not one of these. Nothing was recorded."),
            }
        }
    }

    /// Says that a line is none of what was asked for. Words, typed while somebody talks, come back: they are not lost.
    pub fn not_taken(&mut self, typed: &str, says: &str) {
        self.desk.screen.say(says);
        if typed.split_whitespace().count() > 1 {
            self.desk
                .screen
                .under("What you heard or saw: put /o before it. A child’s words: /w before it.");
            self.again = Some(typed.to_owned());
        }
    }

    /// Keeps a line, to be asked for again at its place.
    pub fn keep(&mut self, place: &Place, words: &str) {
        self.desk.drafts.hold(place, words);
        self.kept.retain(|kept| kept.place != *place);
        self.kept.push(Kept {
            place: place.clone(),
            words: words.to_owned(),
        });
    }

    /// The line that comes back at this place: also one that was typed for a child that is this one by now.
    fn waiting(&self, place: &Place) -> Flow<Option<usize>> {
        if self.kept.is_empty() {
            return Ok(None);
        }
        let state = self.state()?;
        let by_now = |child: Option<u32>| child.map(|it| state.child(it).map_or(it, |child| child.number));
        let here = |kept: &Kept| kept.place.id == place.id && by_now(kept.place.child) == by_now(place.child);
        Ok(self.kept.iter().position(here))
    }

    /// Whether a line comes back at this place.
    pub fn waits(&self, place: &Place) -> Flow<bool> {
        Ok(self.waiting(place)?.is_some())
    }

    /// Words that are needed at a place: those given with the command, or asked for there. Both are kept while more is
    /// asked before they are saved.
    pub fn need_at(&mut self, at: &Place, given: &str, ask: &str) -> Flow<Option<String>> {
        let words = match some(given) {
            Some(words) => Some(words),
            None => self
                .ask_words(ask, Some(at.clone()))?
                .and_then(|words| some(&words)),
        };
        if let Some(words) = &words {
            self.desk.drafts.hold(at, words);
        }
        Ok(words)
    }

    /// The same for each line of what is saved together.
    pub fn settle_all(&mut self, typed_at: Vec<(Place, String)>, saved: bool) {
        for (at, typed) in typed_at {
            self.settle(&at, &typed, saved);
        }
    }

    /// Puts away what was typed at a place once it is saved. Not saved, it comes back there.
    pub fn settle(&mut self, at: &Place, typed: &str, saved: bool) -> bool {
        if saved {
            self.desk.drafts.done(at);
            self.kept.retain(|kept| kept.place != *at);
        } else {
            self.keep(at, typed);
        }
        saved
    }
}
