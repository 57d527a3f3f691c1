//! What a child said, and what was seen or heard.
//!
//! Quote marks stand only round what is said to be exact; how close was not said counts as gist. Refuses to press a
//! child for more: after the words comes the next thing, never "anything else?".

use super::Flow;
use super::drafts::Place;
use super::item::place;
use super::known::capital;
use super::parse::{self, Clock};
use super::session::{Session, some};
use childfirst::interaction::entry::Known;
use childfirst::interaction::operation::{Observe, Operation, Quote};
use childfirst::interaction::state::is_hearsay;
use childfirst::sets::{Asked, Fidelity, KnownBy, Precision};

/// Told once; the prompt keeps the letters.
const HOW: &str = "e exact, g gist, v on body-worn video; u unasked, or what was asked; with whom; also 1 2 (about them too); about 02:20. “e, u, with her mother”. Enter alone: counts as gist. Not said, but seen: s; heard: h.";

/// How words came.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// A child said them.
    Said {
        fidelity: Fidelity,
        asked: Asked,
        question: Option<String>,
        present: Vec<String>,
        also_about: Vec<u32>,
        earlier: Option<(Clock, Precision)>,
    },
    /// They were not said: the officer saw or heard it.
    Observed(KnownBy),
}

impl Session<'_, '_> {
    /// A child's words, from anywhere: `/w`, `/w words`, `/w 3: words`, `/w 3`. Without a number they are those of the
    /// child last spoken of.
    pub fn words(&mut self, typed: &str) -> Flow<()> {
        let (numbers, words) = match parse::whom(typed) {
            (numbers, words) if !numbers.is_empty() => (numbers, words),
            _ => match typed.parse::<u32>() {
                Ok(number) => (vec![number], ""),
                Err(_) => (Vec::new(), typed),
            },
        };
        let number = numbers.first().map(u32::to_string).unwrap_or_default();
        let child = self.which_child(&number, self.about)?;
        if child.is_none() && self.state()?.present_children().next().is_some() {
            return Ok(());
        }
        let at = place("quoted", child.unwrap_or(0));
        let title = match child {
            Some(child) => self.title(child)?,
            None => "a child".to_owned(),
        };
        self.desk.screen.bold(&format!("Words of {title}"));
        let words = match some(words) {
            Some(words) => words,
            None => match self
                .ask_words("Said: ", Some(at.clone()))?
                .and_then(|words| some(&words))
            {
                Some(words) => words,
                None => return Ok(()),
            },
        };
        self.said_or_seen(child.unwrap_or(0), &words, &at, None)?;
        Ok(())
    }

    /// What was seen or heard, from anywhere: `/o words`, `/o 1 3: words`.
    pub fn observe(&mut self, typed: &str) -> Flow<()> {
        let at = place("observed", self.about.unwrap_or(0));
        let typed = match some(typed) {
            Some(words) => words,
            None => {
                let call = self.call()?;
                self.desk.screen.bold(match call {
                    true => "What you heard, or was not said",
                    false => "What you saw, heard, or was not said",
                });
                let prompt = if call { "Heard: " } else { "Seen (or /h heard): " };
                match self
                    .ask_words(prompt, Some(at.clone()))?
                    .and_then(|words| some(&words))
                {
                    Some(words) => words,
                    None => return Ok(()),
                }
            }
        };
        let (named, words) = parse::whom(&typed);
        let said = parse::said(words);
        let children = match named.is_empty() {
            true => self.which_child("", self.about)?.into_iter().collect(),
            false => named,
        };
        self.observed(children, said, &typed, &at, None)?;
        Ok(())
    }

    /// A line about a child: words said, or what was seen or heard. True once it is saved.
    pub fn said_or_seen(&mut self, child: u32, typed: &str, at: &Place, answers: Option<&str>) -> Flow<bool> {
        if self.takes_time(typed) {
            return Ok(false);
        }
        let said = parse::said(typed);
        let child = match child {
            0 => self.which_child("", self.about)?,
            child => Some(child),
        };
        if child.is_none() && self.state()?.present_children().next().is_some() {
            return Ok(false);
        }
        let own = said.known.iter().all(|known| known.how != KnownBy::ChildSaid);
        if !said.known.is_empty() && own {
            return self.observed(child.into_iter().collect(), said, typed, at, answers);
        }
        self.desk.drafts.hold(at, typed);
        if self.met.insert(HOW.to_owned()) {
            self.desk.screen.under(HOW);
        }
        let Some(how) = self.ask_words(
            "How (e g v, u or what was asked, with whom; s seen, h heard): ",
            None,
        )?
        else {
            self.keep(at, typed);
            return Ok(false);
        };
        let earlier = said.earlier;
        match came(&how) {
            Came::Observed(how) => {
                let known = vec![Known { how, who: None }];
                let said = parse::Said { known, ..said };
                self.observed(child.into_iter().collect(), said, typed, at, answers)
            }
            Came::Said {
                fidelity,
                asked,
                question,
                present,
                also_about,
                earlier: then,
            } => {
                let operation = Operation::Quoted(Quote {
                    child,
                    also_about,
                    words: said.words,
                    fidelity,
                    asked,
                    question,
                    present,
                    answers: answers.map(str::to_owned),
                });
                let whose = match child {
                    Some(child) => format!("Words of {}", self.title(child)?),
                    None => "Words of a child".to_owned(),
                };
                let saved = self.save_at(operation, then.or(earlier), &whose)?.is_some();
                if saved {
                    self.desk.drafts.done(at);
                    self.about = child.or(self.about);
                } else {
                    self.keep(at, typed);
                }
                Ok(saved)
            }
        }
    }

    /// What was seen, heard, or said by an adult. True once it is saved.
    pub fn observed(
        &mut self,
        children: Vec<u32>,
        said: parse::Said,
        typed: &str,
        at: &Place,
        answers: Option<&str>,
    ) -> Flow<bool> {
        // What a mother says of a child was not seen or heard by the officer, and the receipt does not say so either.
        let how = match is_hearsay(&said.known) {
            true => "written, not seen or heard by you",
            false => "seen or heard by you",
        };
        let mut titles = Vec::new();
        for child in &children {
            titles.push(self.title(*child)?);
        }
        let whose = match titles.is_empty() {
            true => capital(how),
            false => format!("{}: {how}", capital(&titles.join("; "))),
        };
        let operation = Operation::Observed(Observe {
            children,
            words: said.words,
            known_by: said.known,
            answers: answers.map(str::to_owned),
        });
        let saved = self.save_at(operation, said.earlier, &whose)?.is_some();
        match saved {
            true => self.desk.drafts.done(at),
            false => self.keep(at, typed),
        }
        Ok(saved)
    }
}

/// Reads how words came. What is none of the letters is what was asked.
fn came(typed: &str) -> Came {
    let mut fidelity = Fidelity::NotSaid;
    let mut asked = Asked::NotSaid;
    let mut question: Vec<&str> = Vec::new();
    let mut present = Vec::new();
    let mut also_about = Vec::new();
    let mut earlier = None;
    // Letters may stand together, "e u"; what was asked may hold commas of its own.
    for part in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let lower = part.to_lowercase();
        let letters: Vec<&str> = lower.split_whitespace().collect();
        let short = letters.iter().all(|word| {
            matches!(
                *word,
                "e" | "exact" | "g" | "gist" | "v" | "bwv" | "u" | "unasked" | "s" | "h"
            )
        });
        if short {
            for letter in letters {
                match letter {
                    "e" | "exact" => fidelity = Fidelity::Exact,
                    "g" | "gist" => fidelity = Fidelity::Gist,
                    "v" | "bwv" => fidelity = Fidelity::OnBwv,
                    "s" => return Came::Observed(KnownBy::Seen),
                    "h" => return Came::Observed(KnownBy::Heard),
                    _ => asked = Asked::Unasked,
                }
            }
            continue;
        }
        let time = |mark: &str, precision| {
            let clock = parse::clock(lower.strip_prefix(mark)?.trim())?;
            Some((clock, precision))
        };
        if let Some(then) = time("about ", Precision::About).or_else(|| time("at ", Precision::Exact)) {
            earlier = Some(then);
        } else if let Some(numbers) = also(&lower) {
            also_about = numbers;
        } else if lower.starts_with("with ") {
            present.push(part.get(5..).unwrap_or_default().trim().to_owned());
        } else {
            question.push(part);
        }
    }
    if !question.is_empty() {
        asked = Asked::Asked;
    }
    Came::Said {
        fidelity,
        asked,
        question: some(&question.join(", ")),
        present,
        also_about,
        earlier,
    }
}

/// `also 1 2`: the other children that the words are about.
fn also(part: &str) -> Option<Vec<u32>> {
    let numbers = part.strip_prefix("also ")?.split_whitespace();
    numbers.map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_words_came_in_one_line() {
        let quote = |fidelity, asked, question: Option<&str>, present: &[&str]| Came::Said {
            fidelity,
            asked,
            question: question.map(str::to_owned),
            present: present.iter().map(|who| (*who).to_owned()).collect(),
            also_about: vec![],
            earlier: None,
        };
        assert_eq!(came(""), quote(Fidelity::NotSaid, Asked::NotSaid, None, &[]));
        assert_eq!(came("e, u"), quote(Fidelity::Exact, Asked::Unasked, None, &[]));
        assert_eq!(
            came("e u, with her mother"),
            quote(Fidelity::Exact, Asked::Unasked, None, &["her mother"])
        );
        assert_eq!(
            came("g, what is on your mind, just now?"),
            quote(
                Fidelity::Gist,
                Asked::Asked,
                Some("what is on your mind, just now?"),
                &[]
            )
        );
        assert_eq!(came("s"), Came::Observed(KnownBy::Seen));
        let Came::Said {
            earlier, also_about, ..
        } = came("v, also 1 2, about 02:20")
        else {
            panic!("said")
        };
        assert_eq!(earlier, Some(((2, 20), Precision::About)));
        assert_eq!(also_about, [1, 2]);
        let asked = came("also how are you?");
        assert!(matches!(
            asked,
            Came::Said {
                question: Some(_),
                ..
            }
        ));
    }
}
