//! The questions of a call: one line for each answer, yes or no on a silent call, and words as the child says them.
//!
//! With a child on the line what is typed is that child's words, word for word, as the screen says; `/g` makes it a
//! gist. Refuses to take a line for a child's words where no child is known to be on the line.

use super::Flow;
use super::ask::Reply;
use super::drafts::Place;
use super::item::place;
use super::keys;
use super::parse::{self, Command, Said};
use super::session::{Session, Spot, some};
use childfirst::interaction::call;
use childfirst::interaction::entry::Known;
use childfirst::interaction::operation::{Answer, Operation, Quote};
use childfirst::interaction::worklist::Row;
use childfirst::pack::types::Item;
use childfirst::sets::{AnsweredBy, Asked, CallStep, Fidelity, KnownBy, YesNo};

impl Session<'_, '_> {
    /// Asks an item of a call. False: it is asked like any other.
    pub fn call_item(&mut self, row: &Row, item: &Item) -> Flow<bool> {
        if !matches!(
            item.answered_by,
            AnsweredBy::Answer | AnsweredBy::Words | AnsweredBy::Children | AnsweredBy::Told
        ) {
            return Ok(false);
        }
        let spot = Spot::from(row);
        let at = place(&item.id, row.child);
        let prompts = match self.prompt_count(row) {
            0 => String::new(),
            1 => " (? 1 prompt)".to_owned(),
            count => format!(" (? {count} prompts)"),
        };
        let mut listening = false;
        loop {
            let ask = self.how_to_answer(item)?;
            match self.ask(&format!("{ask}{prompts}: "), Some(at.clone()))? {
                Reply::Words(words) if words.is_empty() => {
                    let in_log = item.call_step == Some(CallStep::Where);
                    let done = match in_log {
                        true => self.outcome(spot, Command::InLog, "")?,
                        false => listening,
                    };
                    self.leave(spot, done);
                    return Ok(true);
                }
                Reply::Words(words) => {
                    let answered = self.call_answer(item, &words, &at)?;
                    // Listening goes on until somebody says that it is done: nothing asks for more.
                    listening |= answered && item.answered_by == AnsweredBy::Words;
                    if answered && !listening {
                        self.leave(spot, true);
                        return Ok(true);
                    }
                }
                Reply::Prompts(rest) => self.prompts(row, &rest)?,
                Reply::Command(Command::Why, _) => self.why(row, item)?,
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(true);
                }
            }
        }
    }

    /// What the line takes, in front of it.
    fn how_to_answer(&mut self, item: &Item) -> Flow<&'static str> {
        let state = self.state()?;
        let silent = call::asked_now(&state, &item.silent).is_some();
        let child = self.caller()?.is_some();
        let hint = match (item.answered_by, item.call_step) {
            (AnsweredBy::Told, _) => {
                "Only when it is true: r radio, t telephone, p in person, l in the log; or who, and how. Enter: not yet."
            }
            (_, Some(CallStep::Where)) => "Enter alone: already in the log. A child is on the line: /child.",
            _ if silent => "y yes, n no, 0 no answer; words may follow. Other words: what you hear.",
            (AnsweredBy::Children, _) => "Type ages: 8m, 3, girl 9, not known. n: none. Enter: not known.",
            (AnsweredBy::Words, _) => {
                "Word for word; /g gist, /u unasked, /h heard, /a who. Enter: done listening."
            }
            _ => "",
        };
        if let Some(asked) = call::asked_now(&state, &item.silent)
            && self.met.insert(asked.text.clone())
        {
            let reason = &asked.reason;
            self.desk
                .screen
                .under(&format!("For yes or no (safe working, in no strategy): {reason}"));
        }
        if !hint.is_empty() && self.met.insert(hint.to_owned()) {
            self.desk.screen.under(hint);
        }
        Ok(match (item.answered_by, silent, child) {
            (AnsweredBy::Told, ..) => "Told",
            (AnsweredBy::Children, false, _) => "Others",
            (_, true, _) => "y n 0, or heard",
            (_, false, true) => "Child said, word for word",
            (AnsweredBy::Words, ..) => "Said, word for word",
            _ => "Answer",
        })
    }

    /// Takes one line. True once it answered the item.
    fn call_answer(&mut self, item: &Item, typed: &str, at: &Place) -> Flow<bool> {
        let (first, rest) = parse::first_word(typed);
        let state = self.state()?;
        let silent = call::asked_now(&state, &item.silent).is_some();
        let said = yes_or_no(first);
        match (item.answered_by, said) {
            (AnsweredBy::Told, _) => return self.told_officers(typed),
            (_, Some(said)) if silent => return self.answer_yes_no(item, said, rest),
            (AnsweredBy::Children, Some(said)) if said != YesNo::Yes && rest.is_empty() => {
                return self.answer_yes_no(item, said, "");
            }
            (AnsweredBy::Children, _) if !silent => return self.name_them(typed),
            (AnsweredBy::Answer, Some(said)) if item.call_step == Some(CallStep::SafeToTalk) => {
                // A letter is a key; a word is what was said.
                let words = match (rest, first.chars().count()) {
                    ("", _) => "",
                    (rest, 1) => rest,
                    _ => typed,
                };
                let saved = self.answer_yes_no(item, said, words)?;
                if saved && said != YesNo::Yes {
                    self.offer_silent()?;
                }
                return Ok(saved);
            }
            (AnsweredBy::Answer, Some(said)) if rest.is_empty() && call::takes_yes_or_no(item) => {
                return self.answer_yes_no(item, said, "");
            }
            _ => {}
        }
        if silent && parse::said(typed).known.is_empty() {
            // What is heard is written, and the question is still open.
            self.line_of_a_call(typed, at, None)?;
            return Ok(false);
        }
        self.line_of_a_call(typed, at, Some(item))
    }

    /// Yes, no or no answer, with words where any followed.
    fn answer_yes_no(&mut self, item: &Item, yes_no: YesNo, words: &str) -> Flow<bool> {
        let said = parse::said(words);
        let mut known_by = said.known;
        if known_by.is_empty() && yes_no == YesNo::NoAnswer {
            known_by.push(Known {
                how: KnownBy::Heard,
                who: None,
            });
        } else if known_by.is_empty() && self.caller()?.is_some() {
            known_by.push(Known {
                how: KnownBy::ChildSaid,
                who: None,
            });
        }
        let operation = Operation::Answered(Answer {
            yes_no: Some(yes_no),
            value: some(&said.words),
            known_by,
            ..self.blank(&item.id, 0)
        });
        let what = call::yes_no_words(yes_no);
        Ok(self.save_at(operation, said.earlier, what)?.is_some())
    }

    /// Others, named one after the other until Enter alone.
    fn name_them(&mut self, typed: &str) -> Flow<bool> {
        if !self.add_children(typed)? {
            return Ok(false);
        }
        while let Some(more) = self.ask_words("More (Enter: these are all): ", None)? {
            if more.is_empty() {
                break;
            }
            self.add_children(&more)?;
        }
        Ok(self.queued.is_none())
    }

    /// A line of a call, as the answer to an item or for itself. True once it is saved.
    pub fn line_of_a_call(&mut self, typed: &str, at: &Place, item: Option<&Item>) -> Flow<bool> {
        let said = parse::said(typed);
        if said.empty() {
            self.desk
                .screen
                .say("Words are needed, before or after how they are known. Nothing was recorded.");
            return Ok(false);
        }
        let caller = self.caller()?;
        let child_said = |known: &Known| known.how == KnownBy::ChildSaid;
        let by_child = said.known.iter().any(child_said);
        let silent = call::is_silent(&self.state()?);
        let listening = item.is_none_or(|item| item.answered_by == AnsweredBy::Words);
        // The child on the line, unless the line says otherwise; on a silent call what is typed is what is heard.
        let words = match said.known.as_slice() {
            [] => caller.is_some() && !silent,
            _ => by_child && (caller.is_some() || listening),
        };
        if words && said.known.iter().all(child_said) {
            return self.quoted(said, typed, at, caller, item);
        }
        if listening {
            let heard = || {
                vec![Known {
                    how: KnownBy::Heard,
                    who: None,
                }]
            };
            let known = if said.known.is_empty() {
                heard()
            } else {
                said.known.clone()
            };
            let about = caller.into_iter().collect();
            let said = Said { known, ..said };
            return self.observed(about, said, typed, at, item.map(|item| item.id.as_str()));
        }
        let Some(item) = item else { return Ok(false) };
        let operation = Operation::Answered(Answer {
            value: Some(said.words),
            known_by: said.known,
            ..self.blank(&item.id, 0)
        });
        let saved = self.save_at(operation, said.earlier, "")?.is_some();
        if !saved {
            self.keep(at, typed);
        }
        Ok(saved)
    }

    /// What a child on the line said: word for word, unless it is marked as a gist.
    fn quoted(
        &mut self,
        said: Said,
        typed: &str,
        at: &Place,
        child: Option<u32>,
        item: Option<&Item>,
    ) -> Flow<bool> {
        if child.is_none() && self.state()?.present_children().next().is_some() {
            let which = self.which_child("", self.about)?;
            if which.is_none() {
                self.keep(at, typed);
                return Ok(false);
            }
            return self.quoted(said, typed, at, which, item);
        }
        let exact = match said.gist {
            true => Fidelity::Gist,
            false => Fidelity::Exact,
        };
        let operation = Operation::Quoted(Quote {
            child,
            fidelity: exact,
            asked: if said.unasked {
                Asked::Unasked
            } else {
                Asked::NotSaid
            },
            answers: item.map(|item| item.id.clone()),
            ..Quote::of(said.words)
        });
        let what = match (said.gist, keys::word("gist")) {
            (true, _) => "Child said, gist".to_owned(),
            (false, gist) if self.met.insert("gist".to_owned()) => {
                format!("Child said, word for word ({gist} makes it a gist)")
            }
            _ => "Child said, word for word".to_owned(),
        };
        let saved = self.save_at(operation, said.earlier, &what)?.is_some();
        if saved {
            self.about = child.or(self.about);
        } else {
            self.keep(at, typed);
        }
        Ok(saved)
    }
}

/// Yes, no or no answer, as it is typed.
pub fn yes_or_no(word: &str) -> Option<YesNo> {
    match word.trim_end_matches([',', '.']).to_lowercase().as_str() {
        "y" | "yes" => Some(YesNo::Yes),
        "n" | "no" => Some(YesNo::No),
        "0" => Some(YesNo::NoAnswer),
        _ => None,
    }
}
