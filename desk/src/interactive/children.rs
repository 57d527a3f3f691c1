//! Naming the children: typed as people say it, each an entry of its own.
//!
//! Refuses a name as a must, and an age that it cannot read: nothing is recorded of such a line.

use super::Flow;
use super::parse;
use super::session::Session;
use childfirst::age::{Typed, parse_children};
use childfirst::interaction::operation::{AddChild, Operation};

impl Session<'_, '_> {
    /// Asks which children, until Enter alone. Gives whether any was named.
    pub fn name_children(&mut self) -> Flow<bool> {
        self.desk
            .screen
            .under("Type ages: 8m, 3, 9, or “girl 9”, “about 12”, “unborn”. Enter when all are named.");
        self.offer_handed()?;
        let mut named = false;
        loop {
            let Some(typed) = self.ask_words("Which children: ", None)? else {
                return Ok(named);
            };
            if typed.is_empty() {
                return Ok(named);
            }
            if let Some(which) = typed.strip_prefix('=') {
                named |= self.add_handed(which)?;
                continue;
            }
            named |= self.add_children(&typed)?;
        }
    }

    /// Adds the children of a line.
    pub fn add_children(&mut self, typed: &str) -> Flow<bool> {
        let Some(children) = parse_children(typed) else {
            let words =
                "An age could not be read: 8m, 3, 9-11, about 12, unborn, not known. Nothing was recorded.";
            self.desk.screen.say(words);
            return Ok(false);
        };
        let mut named = false;
        let mut left: Vec<String> = Vec::new();
        for Typed { typed, label, age } in children {
            let operation = Operation::ChildAdded(AddChild { label, age });
            let number = self.state()?.children.len() as u32 + 1;
            if !left.is_empty() || self.save(operation)?.is_none() {
                left.push(typed);
                continue;
            }
            named = true;
            let title = self.title(number)?;
            self.desk.screen.listed(&number.to_string(), &title);
        }
        if !left.is_empty() {
            self.again = Some(left.join("; "));
        }
        Ok(named)
    }

    /// The children as a numbered list.
    pub fn list_children(&self) -> Flow<()> {
        let state = self.state()?;
        for child in state.present_children() {
            let line = super::known::child_line(&self.pack, &state, child);
            self.desk.screen.listed(&child.number.to_string(), &line);
        }
        Ok(())
    }

    /// Which child: the only one, the one named, or asked. None: left, or there is none.
    pub fn which_child(&mut self, typed: &str, usual: Option<u32>) -> Flow<Option<u32>> {
        let state = self.state()?;
        let numbers: Vec<u32> = state.present_children().map(|child| child.number).collect();
        if let [only] = numbers.as_slice() {
            return Ok(Some(*only));
        }
        let (first, _) = parse::first_word(typed);
        let named = first.parse().ok().filter(|number| numbers.contains(number));
        if named.is_some() || usual.is_some() {
            return Ok(named.or(usual));
        }
        if numbers.is_empty() {
            return Ok(None);
        }
        self.list_children()?;
        self.choose("Which child: ", |typed| {
            typed.parse().ok().filter(|number| numbers.contains(number))
        })
    }
}
