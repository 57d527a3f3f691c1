//! What is known of the children and where: offered once, never forced, and open to change at any time.
//!
//! "Not known" shows more guidance, never less, and says so. Refuses to set anything for a child that was not named.

use super::Flow;
use super::circumstances::{self, Told};
use super::parse;
use super::session::Session;
use childfirst::age::parse_child;
use childfirst::interaction::because::{involvement_words, place_words};
use childfirst::interaction::entry::{ChildMerged, ChildRelabelled, SceneSet};
use childfirst::interaction::lines::Words;
use childfirst::interaction::operation::{Operation, SetCircumstances};
use childfirst::interaction::state::{Child, State};
use childfirst::interaction::worklist::Row;
use childfirst::pack::Pack;
use childfirst::sets::{AnsweredBy, FactorState, Place, Presence};

const HOW: &str = "Say it of all, or of a number: “all domestic abuse”, “all adults” (adults are the subject), “3 witness”, “1 not speaking”, “2 abuse no”. ? lists the words.";

impl Session<'_, '_> {
    /// Asks where, and offers what is known, once each, in their place. True when something was asked.
    pub fn circumstances_if_due(&mut self, next: Option<&Row>) -> Flow<bool> {
        let state = self.state()?;
        let Some(by) = next
            .and_then(|row| self.item_of(row))
            .map(|found| found.item.answered_by)
        else {
            return Ok(false);
        };
        let nobody = state.present_children().next().is_none();
        if self.call()? || state.left.is_some() || nobody || by == AnsweredBy::Children {
            return Ok(false);
        }
        if state.scene.is_none() && !std::mem::replace(&mut self.asked_place, true) {
            self.place("")?;
            return Ok(true);
        }
        if by != AnsweredBy::Seen && !std::mem::replace(&mut self.asked_known, true) {
            let screen = &self.desk.screen;
            screen.gap();
            screen.bold("What is known? Enter goes on.");
            screen.under("“Not known” shows more guidance, never less.");
            screen.under(HOW);
            self.known_lines()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Where.
    pub fn place(&mut self, typed: &str) -> Flow<()> {
        let mut typed = typed.to_owned();
        if typed.is_empty() {
            let screen = &self.desk.screen;
            screen.gap();
            screen.bold("Where?");
            screen.under("h home, s street or public place, sc school or college, ch children’s home, hos hospital, p police station, c custody, o online, e elsewhere. Words may follow a comma. Enter: not known.");
        }
        loop {
            if typed.is_empty() {
                match self.ask_words("Where: ", None)? {
                    None => return Ok(()),
                    Some(words) if words.is_empty() => return Ok(()),
                    Some(words) => typed = words,
                }
            }
            match circumstances::place(&typed) {
                Some((place, words)) => {
                    let what = capital(place_words(place));
                    let set = Operation::SceneSet(SceneSet { place, words });
                    if self.save_at(set, None, &what)?.is_some() {
                        return Ok(());
                    }
                    self.again = Some(typed.clone());
                }
                None => self
                    .desk
                    .screen
                    .say("No such place. h, s, sc, ch, hos, p, c, o or e."),
            }
            typed.clear();
        }
    }

    /// The children and what is known of them.
    pub fn kids(&mut self, typed: &str) -> Flow<()> {
        if !typed.is_empty() {
            self.known_one(typed)?;
            return Ok(());
        }
        let screen = &self.desk.screen;
        screen.gap();
        screen.bold("The children, and what is known");
        if let Some(scene) = &self.state()?.scene {
            screen.under(&format!("Where: {}", place_words(scene.place)));
        }
        self.list_children()?;
        let screen = &self.desk.screen;
        screen.under(HOW);
        screen.under("Also: “add girl 5”, “2 label older girl”, “2 age 4”, “3 same as 2”, “2 asleep nearby”. Enter: done.");
        self.known_lines()
    }

    fn known_lines(&mut self) -> Flow<()> {
        loop {
            match self.ask("Known: ", None)? {
                super::ask::Reply::Words(words) if words.is_empty() => return Ok(()),
                super::ask::Reply::Words(words) => {
                    self.failed = false;
                    self.known_one(&words)?;
                    if std::mem::take(&mut self.failed) && self.again.is_none() {
                        self.again = Some(words);
                    }
                }
                super::ask::Reply::Prompts(_) => self.vocabulary(),
                super::ask::Reply::Command(parse::Command::Back | parse::Command::Skip, _) => return Ok(()),
                super::ask::Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(());
                }
            }
        }
    }

    fn known_one(&mut self, typed: &str) -> Flow<()> {
        if let Some(rest) = typed.strip_prefix("add ") {
            self.add_children(rest)?;
            return Ok(());
        }
        if let Some(operation) = self.about_a_child(typed)? {
            self.save(operation)?;
            return Ok(());
        }
        let count = self.state()?.children.len();
        match circumstances::known_line(typed, &self.pack.file().factors, count) {
            Some(told) => self.set(told),
            None => {
                self.desk
                    .screen
                    .say("That was not understood, and nothing was recorded. ? lists the words.");
                Ok(())
            }
        }
    }

    /// `2 label older girl`, `2 age 4`, `3 same as 2`.
    fn about_a_child(&self, typed: &str) -> Flow<Option<Operation>> {
        let state = self.state()?;
        let (number, rest) = parse::first_word(typed);
        let known = |number: &str| number.parse::<u32>().ok().filter(|n| state.child(*n).is_some());
        let Some(child) = known(number) else {
            return Ok(None);
        };
        let (what, words) = parse::first_word(rest);
        let relabelled = |label, age| Some(Operation::ChildRelabelled(ChildRelabelled { child, label, age }));
        Ok(match what {
            "label" if !words.is_empty() => relabelled(Some(words.to_owned()), None),
            "age" => match parse_child(words) {
                (None, age) if !words.is_empty() => relabelled(None, Some(age)),
                _ => None,
            },
            "same" => {
                let into = known(words.trim_start_matches("as ").trim()).filter(|into| *into != child);
                into.map(|into| Operation::ChildMerged(ChildMerged { child, into }))
            }
            _ => None,
        })
    }

    /// Sets what a line says, child by child: how each was involved before is kept.
    pub fn set(&mut self, told: Told) -> Flow<()> {
        let state = self.state()?;
        let children: Vec<&Child> = match told.children.as_slice() {
            [] => state.present_children().collect(),
            named => named.iter().filter_map(|number| state.child(*number)).collect(),
        };
        let changes = !told.involved.is_empty() || !told.not_involved.is_empty();
        // One entry for all of whom the same holds; the involved differ by what was known of each.
        let mut groups: Vec<(Option<Vec<_>>, Vec<u32>)> = Vec::new();
        for child in children {
            let mut involved = child.involved.clone();
            involved.retain(|how| !told.not_involved.contains(how));
            for how in &told.involved {
                if !involved.contains(how) {
                    involved.push(*how);
                }
            }
            let involved = changes.then_some(involved);
            match groups.iter_mut().find(|(same, _)| *same == involved) {
                Some((_, numbers)) => numbers.push(child.number),
                None => groups.push((involved, vec![child.number])),
            }
        }
        for (involved, children) in groups {
            let what = self.about_whom(&children)?;
            let operation = SetCircumstances {
                children,
                presence: told.presence,
                seen: told.seen,
                involved,
                may_be_others: told.only.then_some(false),
                factors: told.factors.clone(),
                known_by: told.known.clone(),
            };
            self.save_at(Operation::CircumstancesSet(operation), None, &what)?;
        }
        Ok(())
    }

    fn about_whom(&self, children: &[u32]) -> Flow<String> {
        let state = self.state()?;
        if children.len() > 1 && children.len() == state.present_children().count() {
            return Ok(format!("All {}", children.len()));
        }
        let mut titles = Vec::new();
        for child in children {
            titles.push(capital(&self.title(*child)?));
        }
        Ok(titles.join("; "))
    }

    fn vocabulary(&self) {
        let screen = &self.desk.screen;
        screen.say("Involved: victim, witness, adults (present where adults are the subject), missing, found, suspected (may be), concern (for welfare). “only witness”: in no other way. “not witness” takes it back.");
        screen.say("Seen: awake, asleep, not seen. Where: with me, nearby, elsewhere, telephone.");
        screen.say("What may be known, with yes, no or unknown after it:");
        for (at, factor) in self.pack.file().factors.iter().enumerate() {
            screen.listed(&format!("f{}", at + 1), &factor.label);
        }
    }
}

/// A child as a header reads: who, seen, where, how involved, what is known.
pub fn child_line(pack: &Pack, state: &State, child: &Child) -> String {
    let mut line = header_line(state, child);
    let involved: Vec<&str> = child.involved.iter().map(|how| involvement_words(*how)).collect();
    if !involved.is_empty() {
        line = format!("{line}. {}", capital(&involved.join(", ")));
    }
    for set in &child.factors {
        let label = pack.file().factors.iter().find(|factor| factor.id == set.factor);
        let label = label.map_or(set.factor.as_str(), |factor| factor.label.as_str());
        let known = match set.state {
            FactorState::Present => "yes",
            FactorState::Absent => "no",
            FactorState::NotKnown => "not known",
        };
        line = format!("{line}. {}: {known}", capital(label));
    }
    line
}

/// A child above an item: who, seen, where. What is only told of it is named as that.
pub fn header_line(state: &State, child: &Child) -> String {
    let words = Words { state };
    let line = format!("{}. {}", child.title(), capital(&words.seen(child)));
    let place = match child.presence {
        Presence::WithMe => Some("with you".to_owned()),
        _ => words.presence(child),
    };
    match (place, child.seen_by_others()) {
        (None, _) => line,
        (Some(place), None) => format!("{line}, {place}"),
        // After what somebody else said, where it is begins a sentence of its own.
        (Some(place), Some(_)) => format!("{line}. {}", capital(&place)),
    }
}

/// With a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A title of where: home, 02:09.
pub fn place_title(place: Place) -> String {
    match place {
        Place::NotKnown => "Place not known".to_owned(),
        place => capital(place_words(place)),
    }
}
