//! One item: what stands above it, what it asks, and its answer.
//!
//! Why and source are open the first time it is met. Refuses to record anything for Enter alone.

use super::Flow;
use super::ask::Reply;
use super::circumstances;
use super::danger::said;
use super::drafts::Place;
use super::known::{capital, header_line};
use super::parse::{self, Command};
use super::session::{Session, Spot, some};
use childfirst::interaction::because::because;
use childfirst::interaction::call;
use childfirst::interaction::lines::{Words, not_seen_by_you, phase_words};
use childfirst::interaction::operation::{Answer, Operation};
use childfirst::interaction::worklist::{Mark, Row};
use childfirst::pack::types::{Citation, Item};
use childfirst::sets::{AnsweredBy, Danger, Mode, Origin, Outcome, Phase};

impl Session<'_, '_> {
    /// Shows an item and takes one answer to it.
    pub fn item(&mut self, row: &Row) -> Flow<()> {
        let Some(found) = self.item_of(row) else {
            return Ok(());
        };
        let (item, phase) = (found.item.clone(), found.phase);
        if item.answered_by == AnsweredBy::Risk {
            self.danger_before_risk()?;
        }
        let spot = Spot::from(row);
        if self.trail.last() != Some(&spot) {
            self.trail.push(spot);
        }
        if row.child != 0 {
            self.about = Some(row.child);
        }
        self.header(row, &item, phase)?;
        if self.call()? && self.call_item(row, &item)? {
            return Ok(());
        }
        match item.answered_by {
            AnsweredBy::Children => {
                let named = self.name_children()?;
                self.leave(spot, named);
                return Ok(());
            }
            AnsweredBy::Sharing => {
                let moved = self.share()?;
                self.leave(spot, moved);
                return Ok(());
            }
            AnsweredBy::Risk => return self.risk(spot, &item),
            AnsweredBy::Danger => {
                self.danger(None)?;
                self.leave(spot, true);
                return Ok(());
            }
            _ => {}
        }
        let count = self.prompt_count(row);
        let prompts = match count {
            0 => String::new(),
            1 => " (? 1 prompt)".to_owned(),
            count => format!(" (? {count} prompts)"),
        };
        let (hint, ask) = match item.answered_by {
            AnsweredBy::Seen => (
                "a awake, s asleep, n not seen; w with me, b nearby, e elsewhere, t on the telephone. “a w”. How known may follow: “n b /a mother”.",
                "Seen a s n, where w b e t",
            ),
            AnsweredBy::Words => (
                "Type what was said. What you saw: end with /s. What you heard: /h.",
                "Said, or seen /s",
            ),
            _ => ("", "Answer"),
        };
        // The letters are told once; /help keeps them.
        if !hint.is_empty() && self.met.insert(hint.to_owned()) {
            self.desk.screen.under(hint);
        }
        let points = matches!(item.answered_by, AnsweredBy::Answer | AnsweredBy::Words);
        if points && !self.state()?.quotes.is_empty() && self.met.insert("points".to_owned()) {
            let words = "= lists what was said and seen: an entry of it can be the answer.";
            self.desk.screen.under(words);
        }
        let place = place(&item.id, row.child);
        loop {
            match self.ask(&format!("{ask}{prompts}: "), Some(place.clone()))? {
                Reply::Words(words) if words.is_empty() => {
                    self.leave(spot, false);
                    return Ok(());
                }
                Reply::Words(words) => {
                    let done = match item.answered_by {
                        AnsweredBy::Seen => self.seen(spot, &words)?,
                        AnsweredBy::Words if words.starts_with('=') => {
                            self.point(&item.id, row.child, words.trim_start_matches('='))?
                        }
                        AnsweredBy::Words => self.said_or_seen(row.child, &words, &place, Some(&item.id))?,
                        _ => self.answer(spot, &item, &words, &place)?,
                    };
                    if done {
                        self.leave(spot, true);
                        return Ok(());
                    }
                }
                Reply::Prompts(rest) => self.prompts(row, &rest)?,
                Reply::Command(Command::Why, _) => self.why(row, &item)?,
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
            }
        }
    }

    /// Done with a row: answered, or passed by for this time.
    pub fn leave(&mut self, spot: Spot, answered: bool) {
        if self.here == Some(spot) {
            self.here = None;
        }
        if !answered && self.queued.is_none() {
            self.skipped.insert(spot);
        }
    }

    fn header(&mut self, row: &Row, item: &Item, phase: Phase) -> Flow<()> {
        let state = self.state()?;
        let work = self.interaction.worklist()?;
        self.desk.screen.gap();
        for notice in &work.notices {
            let Some(words) = self.pack.file().notices.get(notice.notice as usize) else {
                continue;
            };
            let own = match &words.value {
                Some(key) => said(&self.local(key)?),
                None => String::new(),
            };
            self.desk.screen.bold(format!("{} {own}", words.text).trim_end());
        }
        self.danger_line()?;
        self.call_line()?;
        let screen = &self.desk.screen;
        let list = work.lists.iter().find(|list| list.phase == phase);
        let left = list.map_or_else(String::new, |list| {
            let mut left = format!("{} left", list.left);
            for (count, what) in [(list.waiting, "waiting"), (list.later, "for later")] {
                if count > 0 {
                    left = format!("{left}, {count} {what}");
                }
            }
            left
        });
        let up = match state.mode {
            Some(Mode::WritingUp) => "Writing up. ",
            _ => "",
        };
        screen.say(&format!("{up}{}, {left}", phase_words(phase, state.role())));
        if let Some(child) = state.child(row.child) {
            screen.say(&capital(&header_line(&state, child)));
        }
        screen.bold(&self.asked_as(item, &state));
        if let Some(now) = state.answers.iter().find(|now| now.seq == row.answer) {
            let said = Words { state: &state }.answer(&now.answer, &now.author);
            screen.under(&format!("Answer so far: {said}"));
        } else if row.mark == Mark::NotReached {
            screen.under("Not reached.");
        } else if let Some(waits) = row.waits {
            screen.under(&format!("{}.", call::waits_words(waits)));
        }
        if self.met.insert(item.id.clone()) {
            screen.under(&item.why);
            screen.under(&source_line(&self.pack, item.origin, item.source.as_ref(), None));
        }
        if let Some(key) = &item.value {
            screen.under(&said(&self.local(key)?));
        }
        // What is done afterwards is of its own time.
        if phase != Phase::Afterwards {
            self.time_line(&state);
        }
        Ok(())
    }

    /// How danger stands, and how old that is, in core's words.
    pub fn danger_line(&mut self) -> Flow<()> {
        let block = self.interaction.danger(self.now())?;
        let hint = match block.answer {
            None => ". /y yes, at any time. /danger asks",
            Some(Danger::Yes) => ". When it is safe: /safe what changed",
            Some(_) if self.met.insert("danger asks again".to_owned()) => ". /danger asks again",
            Some(_) => "",
        };
        let line = format!("{}{hint}", block.words);
        match block.answer {
            Some(Danger::Yes) => self.desk.screen.danger(&line),
            _ => self.desk.screen.say(&line),
        }
        Ok(())
    }

    /// Why it is here, why it matters, and where it stands.
    pub fn why(&self, row: &Row, item: &Item) -> Flow<()> {
        let screen = &self.desk.screen;
        screen.under(&because(&self.pack, &self.state()?, row));
        screen.under(&item.why);
        screen.under(&source_line(
            &self.pack,
            item.origin,
            item.source.as_ref(),
            item.reason.as_deref(),
        ));
        Ok(())
    }

    fn answer(&mut self, spot: Spot, item: &Item, typed: &str, place: &Place) -> Flow<bool> {
        if let Some(rest) = typed.strip_prefix('=') {
            return self.point(&item.id, spot.child, rest);
        }
        if self.takes_time(typed) {
            return Ok(false);
        }
        let said = parse::said(typed);
        if said.empty() {
            self.desk
                .screen
                .say("Words are needed, before or after how they are known. Nothing was recorded.");
            return Ok(false);
        }
        let operation = Operation::Answered(Answer {
            value: Some(said.words),
            known_by: said.known,
            ..self.blank(&item.id, spot.child)
        });
        let saved = self.save_at(operation, said.earlier, "")?.is_some();
        if !saved {
            self.keep(place, typed);
        }
        Ok(saved)
    }

    /// An answer that points at what was said or seen: nothing is typed twice. `=` alone lists it.
    pub fn point(&mut self, item: &str, child: u32, rest: &str) -> Flow<bool> {
        let (quotes, beside) = parse::pointed(rest);
        let state = self.state()?;
        let words = Words { state: &state };
        let mut lines: Vec<(u64, String)> = state
            .quotes
            .iter()
            .map(|now| {
                let who = now
                    .quote
                    .child
                    .map_or_else(|| "A child".to_owned(), |child| words.child(child));
                let quote = words.quote(&now.quote);
                (now.seq, format!("{}: {quote}", capital(&who)))
            })
            .collect();
        lines.extend(state.observations.iter().map(|now| {
            let about = words.children(&now.about);
            let seen = words.observed(&now.observation, &now.author);
            (now.seq, format!("{}: {seen}", capital(&about)))
        }));
        lines.sort();
        let all = quotes
            .iter()
            .all(|seq| lines.iter().any(|(known, _)| known == seq));
        if quotes.is_empty() || !all {
            let screen = &self.desk.screen;
            for (seq, line) in &lines {
                screen.listed(&seq.to_string(), line);
            }
            screen.under(&match lines.last() {
                None => "Nothing that was said or seen is written yet. /w writes a child’s words.".to_owned(),
                Some(_) if !quotes.is_empty() => {
                    "That entry is none of these. Nothing was recorded.".to_owned()
                }
                Some((seq, _)) => format!("={seq} answers with entry {seq}. Nothing was recorded yet."),
            });
            return Ok(false);
        }
        let said = parse::said(&beside);
        let operation = Operation::Answered(Answer {
            value: some(&said.words),
            known_by: said.known,
            quotes,
            ..self.blank(item, child)
        });
        Ok(self.save_at(operation, said.earlier, "")?.is_some())
    }

    fn seen(&mut self, spot: Spot, typed: &str) -> Flow<bool> {
        if self.takes_time(typed) {
            return Ok(false);
        }
        let Some(told) = circumstances::seen_line(typed) else {
            self.desk
                .screen
                .say("a, s or n; w, b, e or t. Nothing was recorded. What you saw: /o words.");
            return Ok(false);
        };
        self.failed = false;
        self.set(circumstances::Told {
            children: vec![spot.child],
            ..told
        })?;
        if std::mem::take(&mut self.failed) {
            self.again = Some(typed.to_owned());
            return Ok(false);
        }
        let state = self.state()?;
        if let Some(child) = state.child(spot.child)
            && !child.seen_by_recorder()
        {
            if child.seen_by_others().is_some() {
                let line = not_seen_by_you(child).unwrap_or_default();
                self.desk.screen.under(&format!("{line}. It stays open."));
            }
            // It stays open, and is passed by for now.
            self.skipped.insert(spot);
        }
        Ok(true)
    }

    /// Later, not done, does not apply, already in the log.
    pub fn outcome(&mut self, spot: Spot, command: Command, rest: &str) -> Flow<bool> {
        let Some(item) = self
            .pack
            .items()
            .get(spot.item as usize)
            .map(|found| found.item.clone())
        else {
            return Ok(false);
        };
        let mut answer = self.blank(&item.id, spot.child);
        let mut what = "";
        let at = outcome_place(&item.id, command, spot.child);
        let mut typed = String::new();
        match command {
            Command::InLog => {
                (answer.already_in_log, answer.value) = (true, some(rest));
                what = "Already in the log";
            }
            Command::Later => {
                let (owner, told) = parse::told(rest);
                let Some(owner) = self.need_at(&at, &owner, "Later: who does it? ")? else {
                    return Ok(false);
                };
                typed.clone_from(&owner);
                let (owner, told) = match told {
                    Some(told) => (owner, Some(told)),
                    None => parse::told(&owner),
                };
                what = if told.is_some() {
                    "Later"
                } else {
                    "Later. Not told yet; /told says when it is"
                };
                (answer.outcome, answer.owner, answer.told) = (Outcome::Later, Some(owner), told);
            }
            _ => {
                let (outcome, ask) = match command {
                    Command::NotDone => (Outcome::NotDone, "Not done: why? "),
                    _ => (Outcome::NotApplicable, "Does not apply: why? "),
                };
                let Some(reason) = self.need_at(&at, rest, ask)? else {
                    return Ok(false);
                };
                typed.clone_from(&reason);
                (answer.outcome, answer.reason) = (outcome, Some(reason));
            }
        }
        let saved = self.save_at(Operation::Answered(answer), None, what)?.is_some();
        if !typed.is_empty() {
            self.settle(&at, &typed, saved);
        }
        self.leave(spot, saved);
        Ok(saved)
    }

    /// Words that are needed and short enough to be typed again: those given, or asked for.
    pub fn need(&mut self, given: &str, ask: &str) -> Flow<Option<String>> {
        match some(given) {
            Some(words) => Ok(Some(words)),
            None => Ok(self.ask_words(ask, None)?.and_then(|words| some(&words))),
        }
    }

    /// An answer with nothing in it yet.
    pub fn blank(&self, item: &str, child: u32) -> Answer {
        Answer {
            child: (child != 0).then_some(child),
            ..Answer::to(item)
        }
    }
}

/// Where a line is typed.
pub fn place(id: &str, child: u32) -> Place {
    Place {
        id: id.to_owned(),
        child: (child != 0).then_some(child),
    }
}

/// Where it is typed who does an item later, or why it is not done: beside its answer, which is another line.
fn outcome_place(item: &str, command: Command, child: u32) -> Place {
    let beside = OUTCOMES.iter().find(|(_, of)| *of == command);
    place(&format!("{item}#{}", beside.map_or("", |(name, _)| *name)), child)
}

/// What is typed beside an item's answer, by the name of its place.
pub const OUTCOMES: &[(&str, Command)] = &[
    ("later", Command::Later),
    ("not_done", Command::NotDone),
    ("not_applicable", Command::NotApplicable),
];

/// Where it stands in a document, or that it stands in none.
pub fn source_line(
    pack: &childfirst::pack::Pack,
    origin: Origin,
    source: Option<&Citation>,
    reason: Option<&str>,
) -> String {
    match (origin, source) {
        (Origin::Source, Some(source)) => {
            let document = pack
                .file()
                .documents
                .iter()
                .find(|document| document.id == source.document);
            let short = document.map_or(source.document.as_str(), |document| document.short.as_str());
            format!("{short}: {}.", source.section.trim_end_matches('.'))
        }
        _ => match reason {
            Some(reason) => format!("Safe working: in no strategy. {reason}"),
            None => "Safe working: in no strategy.".to_owned(),
        },
    }
}
