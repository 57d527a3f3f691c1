//! The danger question, and what is shown when the answer is yes.
//!
//! First, never a gate, never settled: it can be passed by, it ages, and the core says when it is asked again.
//! Refuses a second question after *yes*.

use super::Flow;
use super::ask::Reply;
use super::item::place;
use super::parse::{self, Command};
use super::session::{Session, some};
use childfirst::interaction::danger;
use childfirst::interaction::entry::AskedBecause;
use childfirst::interaction::local::{LocalState, LocalValue};
use childfirst::interaction::operation::{AnswerDanger, Operation};
use childfirst::interaction::worklist::{Row, danger_comes_before};
use childfirst::sets::Danger;

impl Session<'_, '_> {
    /// Asks about danger where it is due. True when something was asked.
    pub fn danger_if_due(&mut self, next: Option<&Row>) -> Flow<bool> {
        let state = self.state()?;
        if danger::is_yes(&state) && !self.in_danger {
            self.danger_stands()?;
            return Ok(true);
        }
        let first = state.danger.is_empty();
        if first && !danger_comes_before(&self.pack, next) {
            return Ok(false);
        }
        let due = if first {
            Some(AskedBecause::Start)
        } else {
            state.ask_danger
        };
        let passed = (due, state.present_children().count());
        if due.is_none() || self.passed == Some(passed) {
            return Ok(false);
        }
        self.danger(due)?;
        if self.state()?.ask_danger.is_some() || first {
            self.passed = Some(passed);
        }
        Ok(true)
    }

    /// Asks the question.
    pub fn danger(&mut self, because: Option<AskedBecause>) -> Flow<()> {
        let Some(question) = self.pack.file().danger.clone() else {
            return Ok(());
        };
        let screen = &self.desk.screen;
        screen.gap();
        screen.danger("Immediate danger");
        let call = self.call()?;
        if let Some(why) = because.and_then(|because| asked_again(because, call)) {
            screen.say(why);
        }
        screen.bold(&question.text);
        screen.under(&question.hint);
        if because == Some(AskedBecause::Start) && self.met.insert(question.id.clone()) {
            screen.under(&format!("Why first: {}", question.why));
            screen.under("Safe working: in no strategy.");
        }
        screen.say("y yes.  n not now.  c cannot tell.");
        if self.met.insert("how danger is known".to_owned()) {
            screen.under("With n or c, how it is known, if you like: n s seen, n h heard, n c child said, n a mother, n r records, n x assumed. Enter twice: go on without answering.");
        }
        let mut passed = false;
        // Words typed while somebody talks. They come back once this is answered: before it they would stand in the
        // way of its one letter.
        let mut heard: Option<String> = None;
        loop {
            let typed = match self.ask_or("Danger: ", None, Some(Command::Yes))? {
                Reply::Words(words) => words,
                Reply::Command(Command::Yes, _) => "y".to_owned(),
                Reply::Prompts(_) => {
                    self.desk.screen.say("No prompts stand here.");
                    continue;
                }
                Reply::Command(command, rest) => {
                    if !matches!(command, Command::Back | Command::Skip) {
                        self.queued = Some((command, rest));
                    }
                    self.answer_danger(Danger::NotAnswered, "", because)?;
                    self.again = self.again.take().or(heard);
                    return Ok(());
                }
            };
            let (first, rest) = parse::first_word(&typed);
            let answer = match first.to_lowercase().as_str() {
                "y" | "yes" => Danger::Yes,
                "n" | "no" => Danger::NotNow,
                "c" => Danger::CannotTell,
                "" if passed => Danger::NotAnswered,
                "" => {
                    passed = true;
                    self.desk.screen.say("Enter once more goes on without answering.");
                    continue;
                }
                _ => {
                    self.desk.screen.say("y, n or c. Nothing was recorded.");
                    if typed.split_whitespace().count() > 1 {
                        self.desk
                            .screen
                            .under("Your words come back when this is answered.");
                        heard = Some(heard.map_or(typed.clone(), |before| format!("{before}. {typed}")));
                    }
                    continue;
                }
            };
            // Yes asks nothing and takes no detail: whatever follows the letter waits.
            if answer != Danger::Yes && parse::known(rest).is_none() {
                self.desk
                    .screen
                    .say("How it is known: s, h, c, a who, r or x. Nothing was recorded.");
                continue;
            }
            // Not saved is said and asked again; going on without answering is never held up.
            if self.answer_danger(answer, rest, because)? || answer == Danger::NotAnswered {
                self.again = self.again.take().or(heard);
                return Ok(());
            }
        }
    }

    /// Yes, from anywhere.
    pub fn danger_yes(&mut self) -> Flow<()> {
        self.answer_danger(Danger::Yes, "", None)?;
        Ok(())
    }

    fn answer_danger(&mut self, answer: Danger, known: &str, because: Option<AskedBecause>) -> Flow<bool> {
        let known_by = match answer {
            Danger::Yes => Vec::new(),
            _ => parse::known(known).unwrap_or_default(),
        };
        let operation = Operation::DangerAsked(AnswerDanger {
            answer,
            known_by,
            because,
            words: None,
        });
        if answer == Danger::Yes {
            // The steps come first: the disk may be slow, the child must not wait.
            self.danger_steps()?;
        }
        let saved = self.save(operation)?;
        if answer == Danger::Yes {
            self.in_danger = self.call()?;
            if saved.is_some() && !self.in_danger {
                self.safe_now()?;
            }
        }
        Ok(saved.is_some())
    }

    fn danger_steps(&self) -> Flow<()> {
        let role = self.state()?.role();
        let mut steps = self.pack.file().danger_steps.clone();
        steps.retain(|step| step.roles.is_empty() || role.is_some_and(|role| step.roles.contains(&role)));
        steps.sort_by_key(|step| step.order);
        let screen = &self.desk.screen;
        screen.gap();
        screen.danger(&format!("Immediate danger: yes, {}", self.now().clock_seconds()));
        screen.bold(if self.call()? {
            "Act now."
        } else {
            "Act now. Put this away."
        });
        for (at, step) in steps.iter().enumerate() {
            let mut text = step.text.clone();
            if let Some(key) = &step.value {
                let local = self.local(key)?;
                text = match local.text {
                    Some(_) => format!("{text} {}.", local.words()),
                    None => format!("{text} {} Ask your control room.", said(&local)),
                };
            }
            screen.listed(&(at + 1).to_string(), &text);
        }
        Ok(())
    }

    /// The officer is back, and danger was yes.
    fn danger_stands(&mut self) -> Flow<()> {
        self.danger_steps()?;
        if self.call()? {
            self.in_danger = true;
            return Ok(());
        }
        self.safe_now()
    }

    /// The one question after yes.
    fn safe_now(&mut self) -> Flow<()> {
        let screen = &self.desk.screen;
        screen.gap();
        screen.bold("Safe now: what changed?");
        screen.under("s: safe now, words can wait. g: go on with the list, danger stays yes.");
        let at = place("danger_asked", 0);
        loop {
            let Some(typed) = self.ask_words("Safe now: ", Some(at.clone()))? else {
                self.in_danger = true;
                return Ok(());
            };
            match typed.as_str() {
                "" => self.desk.screen.say("Nothing is waiting for you."),
                "g" => {
                    self.desk.drafts.done(&at);
                    self.in_danger = true;
                    return Ok(());
                }
                words => {
                    self.failed = false;
                    self.safe(if words == "s" { "" } else { words })?;
                    let saved = !std::mem::take(&mut self.failed);
                    if self.settle(&at, &typed, saved) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Safe now.
    pub fn safe(&mut self, words: &str) -> Flow<()> {
        let operation = Operation::DangerAsked(AnswerDanger {
            answer: Danger::SafeNow,
            known_by: Vec::new(),
            because: None,
            words: some(words),
        });
        if self.save(operation)?.is_some() {
            self.in_danger = false;
        }
        Ok(())
    }

    /// What a force has filled in for a key, as it stands now.
    pub fn local(&self, key: &str) -> Flow<LocalValue> {
        let found = self.interaction.local_values()?;
        let found = found.into_iter().find(|local| local.key == key);
        Ok(found.unwrap_or_else(|| LocalValue {
            key: key.to_owned(),
            label: key.to_owned(),
            state: LocalState::NotSet,
            text: None,
        }))
    }
}

/// A local value, named.
pub fn said(local: &LocalValue) -> String {
    format!("{}: {}.", local.label, local.words().trim_end_matches('.'))
}

fn asked_again(because: AskedBecause, call: bool) -> Option<&'static str> {
    Some(match because {
        AskedBecause::BeforeLeaving if call => "Asked again: the line closed.",
        AskedBecause::Returned if call => "Asked again: you are on the line again.",
        AskedBecause::Start | AskedBecause::Chosen => return None,
        AskedBecause::ChildAdded => "Asked again: a child was added.",
        AskedBecause::BeforeRisk => "Asked again, before risk.",
        AskedBecause::BeforeLeaving => "Asked again, before leaving.",
        AskedBecause::Returned => "Asked again: you are back.",
        AskedBecause::Level => {
            "You stated immediate danger, and danger was answered otherwise. Both stand. How is it now?"
        }
    })
}
