//! Naming the children: typed as people say it, each an entry of its own.
//!
//! Refuses a name as a must, and an age that it cannot read: nothing is recorded of such a line.

use super::Flow;
use super::parse;
use super::session::Session;
use childfirst::age::{Age, parse_child};
use childfirst::interaction::operation::{AddChild, Operation};

impl Session<'_, '_> {
    /// Asks which children, until Enter alone. Gives whether any was named.
    pub fn name_children(&mut self) -> Flow<bool> {
        self.desk
            .screen
            .under("Type ages: 8m, 3, 9, or “girl 9”, “about 12”, “unborn”. Enter when all are named.");
        let mut named = false;
        loop {
            let Some(typed) = self.ask_words("Which children: ", None)? else {
                return Ok(named);
            };
            if typed.is_empty() {
                return Ok(named);
            }
            named |= self.add_children(&typed)?;
        }
    }

    /// Adds the children of a line.
    pub fn add_children(&mut self, typed: &str) -> Flow<bool> {
        let Some(children) = children(typed) else {
            let words =
                "An age could not be read: 8m, 3, 9-11, about 12, unborn, not known. Nothing was recorded.";
            self.desk.screen.say(words);
            return Ok(false);
        };
        let mut named = false;
        let mut left: Vec<String> = Vec::new();
        for (typed, label, age) in children {
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

/// A child as it was typed, with its label and age.
type Named = (String, Option<String>, Age);

/// The children of a line. None when something in it looks like an age and is none.
fn children(typed: &str) -> Option<Vec<Named>> {
    let mut all: Vec<Named> = Vec::new();
    let typed = typed.replace(" and ", ", ");
    for part in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (label, age) = parse_child(part);
        match (&label, age, all.last_mut()) {
            // "girl, 9": the age of the one before.
            (None, age, Some((typed, Some(_), before @ Age::NotKnown))) if age != Age::NotKnown => {
                *before = age;
                typed.push_str(", ");
                typed.push_str(part);
            }
            (Some(label), Age::NotKnown, _) if label.starts_with(|letter: char| letter.is_ascii_digit()) => {
                return None;
            }
            _ => all.push((part.to_owned(), label, age)),
        }
    }
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_children_on_one_line() {
        let read = |typed| {
            children(typed).map(|all| {
                all.into_iter()
                    .map(|(_, label, age)| format!("{}/{}", label.unwrap_or_default(), age.words()))
                    .collect::<Vec<_>>()
            })
        };
        let want = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(read("8m, 3, 9"), want(&["/8 months", "/3", "/9"]));
        assert_eq!(read("8m, 3 and 9"), want(&["/8 months", "/3", "/9"]));
        assert_eq!(read("girl, 9; boy 3"), want(&["girl/9", "boy/3"]));
        assert_eq!(
            read("boy in the red coat, baby 8m"),
            want(&["boy in the red coat/age not known", "baby/8 months"])
        );
        assert_eq!(read("not known, 9"), want(&["/age not known", "/9"]));
        assert_eq!(read("8mm"), None);
        assert_eq!(read(" , "), None);
    }
}
