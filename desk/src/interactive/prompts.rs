//! Prompts: what to notice, to ask and to think about, behind `?`, grouped by kind.
//!
//! They can be answered and are never counted. Refuses to offer as a question to a child what is only to be thought
//! about: the kinds stand apart, in this order.

use super::Flow;
use super::parse;
use super::session::Session;
use childfirst::interaction::operation::{Answer, Operation};
use childfirst::interaction::standing::{ChildBits, SceneBits, for_child};
use childfirst::interaction::worklist::Row;
use childfirst::pack::{Pack, PackPrompt, Under};
use childfirst::sets::{PromptKind, Standing};

const KINDS: [(PromptKind, &str); 4] = [
    (PromptKind::Notice, "Notice"),
    (PromptKind::AskAdult, "Ask an adult"),
    (PromptKind::AskChild, "Ask the child"),
    (PromptKind::Think, "Think"),
];

impl Session<'_, '_> {
    /// How many prompts stand under a row.
    pub fn prompt_count(&self, row: &Row) -> usize {
        self.under(Under::Item(row.item), row.child)
            .map_or(0, |prompts| prompts.len())
    }

    /// Shows the prompts of a row, or of one of its domains (`?b`), or answers one (`?3 words`).
    pub fn prompts(&mut self, row: &Row, rest: &str) -> Flow<()> {
        let (first, words) = parse::first_word(rest);
        let domains = self.domains(row);
        let letter = match first.as_bytes() {
            [letter] if letter.is_ascii_lowercase() => Some(usize::from(letter - b'a')),
            _ => None,
        };
        let (title, under) = match letter.and_then(|at| domains.get(at)) {
            Some((index, title)) => (title.clone(), Under::Domain(*index)),
            None => (String::new(), Under::Item(row.item)),
        };
        let prompts = self.under(under, row.child)?;
        let (number, words) = match letter {
            Some(_) => parse::first_word(words),
            None => (first, words),
        };
        if let Some(prompt) = number
            .parse::<usize>()
            .ok()
            .and_then(|n| prompts.get(n.checked_sub(1)?))
        {
            return self.answer_prompt(&prompt.1, row.child, words);
        }
        let screen = &self.desk.screen;
        if !title.is_empty() {
            screen.bold(&title);
        }
        let mut last = None;
        for (at, (kind, prompt)) in prompts.iter().enumerate() {
            if last != Some(*kind) {
                last = Some(*kind);
                let name = KINDS
                    .iter()
                    .find(|(known, _)| known == kind)
                    .map_or("", |(_, name)| name);
                screen.under(name);
            }
            screen.listed(&(at + 1).to_string(), &prompt.prompt.text);
        }
        if letter.is_none() && !domains.is_empty() {
            screen.under("By domain: ?a, ?b …");
            for (at, (_, title)) in (b'a'..).zip(&domains) {
                screen.listed(&format!("?{}", char::from(at)), title);
            }
        }
        screen.under("To answer one: its number and words, “?2 nobody”. None has to be.");
        Ok(())
    }

    fn answer_prompt(&mut self, prompt: &PackPrompt, child: u32, words: &str) -> Flow<()> {
        if let Some(rest) = words.strip_prefix('=') {
            self.point(&prompt.prompt.id, child, rest)?;
            return Ok(());
        }
        let said = parse::said(words);
        if said.empty() {
            self.desk.screen.say(&prompt.prompt.text);
            return Ok(());
        }
        let operation = Operation::Answered(Answer {
            value: Some(said.words),
            known_by: said.known,
            ..self.blank(&prompt.prompt.id, child)
        });
        self.save_at(operation, said.earlier, "")?;
        Ok(())
    }

    /// What may apply here, by kind.
    fn under(&self, under: Under, child: u32) -> Flow<Vec<(PromptKind, PackPrompt)>> {
        let state = self.state()?;
        let scene = SceneBits::of(&state);
        let children: Vec<ChildBits> = match state.child(child) {
            Some(child) => vec![ChildBits::of(&self.pack, child)],
            None if state.present_children().next().is_none() => vec![ChildBits::unknown(&self.pack)],
            None => state
                .present_children()
                .map(|child| ChildBits::of(&self.pack, child))
                .collect(),
        };
        let applies = |prompt: &&PackPrompt| {
            prompt.cases.is_empty()
                || children
                    .iter()
                    .any(|child| for_child(&prompt.cases, &scene, child).standing != Standing::DoesNotApply)
        };
        let mut found: Vec<(PromptKind, PackPrompt)> = self
            .pack
            .prompts_under(under)
            .iter()
            .filter(applies)
            .map(|prompt| (prompt.prompt.kind, prompt.clone()))
            .collect();
        found.sort_by_key(|(kind, _)| KINDS.iter().position(|(known, _)| known == kind));
        Ok(found)
    }

    fn domains(&self, row: &Row) -> Vec<(u32, String)> {
        let pack: &Pack = &self.pack;
        let Some(found) = self.item_of(row) else {
            return Vec::new();
        };
        let domain = |id: &String| {
            (0..)
                .zip(&pack.file().domains)
                .find(|(_, domain)| domain.id == *id)
                .map(|(at, domain)| (at, domain.title.clone()))
        };
        found.item.domains.iter().filter_map(domain).collect()
    }
}
