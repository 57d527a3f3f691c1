//! What a new pack begins with: a small document that is made up and says so, one piece of each kind that rests on it,
//! and the ledger that accounts for it.
//!
//! It shows how the parts hang together, so that a trainer changes words and not brackets; the files are in `starter/`, as
//! they are written. Every word that an officer could read begins with "Example:", which lint finds. Refuses to name a
//! person, a number, a form or a power.

use childfirst::lint::ledger::{Ledger, Line};
use childfirst::lint::split::units;
use childfirst::pack::types::{Item, PackFile};
use childfirst::sets::{AnsweredBy, Role};

/// What is begun.
pub struct Starter<'a> {
    /// The pack's name, its id.
    pub name: &'a str,
    /// The force.
    pub force: &'a str,
    /// The title that officers read.
    pub title: &'a str,
    /// The packs that it builds on.
    pub extends: &'a [String],
    /// Who works with it.
    pub roles: &'a [Role],
    /// Those packs: what is there to add to.
    pub below: &'a [PackFile],
    /// The year in which the document begins.
    pub year: u32,
}

/// A file: its name, what it is for, what it holds.
type Part = (&'static str, &'static str, &'static str);

const PARTS: &[Part] = &[
    (
        "pack.json",
        "which pack it is, and the document that it rests on",
        include_str!("starter/pack.json"),
    ),
    (
        "prompts.json",
        "one prompt, under an item of a pack below",
        include_str!("starter/prompts.json"),
    ),
    (
        "reference.json",
        "one passage to read and search",
        include_str!("starter/reference.json"),
    ),
    (
        "routes.json",
        "what follows from each level: a value to set",
        include_str!("starter/routes.json"),
    ),
    (
        "values.json",
        "that value: what only your force can say",
        include_str!("starter/values.json"),
    ),
    (
        "synonyms.json",
        "an abbreviation that a search understands",
        include_str!("starter/synonyms.json"),
    ),
];

/// The made-up document.
pub const TEXT: &str = include_str!("starter/document.txt");

/// What became of each unit of it: its place, what it is about, and the piece that carries it; none: a heading.
const LINES: &[(&str, &str, Option<&str>)] = &[
    ("EXAMPLE INSTRUCTION", "the title", None),
    ("Speaking with children", "a heading", None),
    (
        "Speaking with children",
        "a child’s words are kept as they were said",
        Some("prompt/own-words"),
    ),
    ("Telling others", "a heading", None),
    (
        "Telling others",
        "whoever states a level must tell somebody",
        Some("route/stated-level"),
    ),
    ("Words used", "a heading", None),
    (
        "Words used",
        "what an instruction has",
        Some("reference/force-instruction"),
    ),
];

/// So many prompts under an item leave room for one more.
const ROOM: usize = 8;

impl Starter<'_> {
    /// The id of the made-up document.
    pub fn document(&self) -> String {
        format!("{}-instruction", self.name)
    }

    /// The files of the pack: name, what it is for, content. The prompt only where there is an item to put it under.
    pub fn files(&self) -> Vec<(&'static str, &'static str, String)> {
        let parts = PARTS
            .iter()
            .filter(|(name, ..)| *name != "prompts.json" || self.item().is_some());
        parts
            .map(|(name, about, text)| (*name, *about, self.fill(text)))
            .collect()
    }

    /// The ledger of the document: a line for every unit of its text.
    pub fn ledger(&self) -> Ledger {
        let no_prompt = self.item().is_none();
        let lines = units(TEXT)
            .into_iter()
            .zip(LINES)
            .map(|(unit, (place, about, piece))| {
                let piece = piece.filter(|piece| !(no_prompt && piece.starts_with("prompt/")));
                Line {
                    hash: unit.hash,
                    place: (*place).to_owned(),
                    about: (*about).to_owned(),
                    times: 1,
                    ids: piece
                        .map(|path| format!("{}/{path}", self.name))
                        .into_iter()
                        .collect(),
                    left_out: piece.is_none().then(|| (*about).to_owned()),
                }
            });
        Ledger {
            document: self.document(),
            texts: vec![format!("{}.txt", self.document())],
            terms: Vec::new(),
            lines: lines.collect(),
        }
    }

    /// The item that the prompt stands under: where a child's words are written, else the first with room.
    fn item(&self) -> Option<&Item> {
        let lists = self.below.iter().flat_map(|file| &file.lists);
        let lists = lists.filter(|list| list.roles.iter().any(|role| self.roles.contains(role)));
        let items = || lists.clone().flat_map(|list| &list.items);
        let room = |item: &&Item| item.prompts.len() <= ROOM && item.cases.is_empty();
        let words = |item: &&Item| room(item) && item.answered_by == AnsweredBy::Words;
        items().find(words).or_else(|| items().find(room))
    }

    /// Puts what was said into a file. Names are kebab-case and stand as they are; whatever else is said is JSON.
    fn fill(&self, text: &str) -> String {
        let json = |words: &str| serde_json::Value::from(words).to_string();
        let list =
            |words: Vec<&str>| format!("[{}]", words.into_iter().map(json).collect::<Vec<_>>().join(", "));
        let item = self.item();
        let principles = item.map(|item| item.principles.iter().take(1).map(String::as_str).collect());
        let text = text
            .replace("DOCUMENT", &self.document())
            .replace("NAME", self.name)
            .replace("ITEM", item.map_or("", |item| &item.id))
            .replace("PRINCIPLES", &list(principles.unwrap_or_default()))
            .replace(
                "ROLES",
                &list(self.roles.iter().map(|role| role.as_str()).collect()),
            )
            .replace(
                "EXTENDS",
                &list(self.extends.iter().map(String::as_str).collect()),
            )
            .replace("YEAR", &self.year.to_string());
        // What was said comes last, so that no word of it is taken for a place to fill.
        let force = json(self.force);
        let parts: Vec<String> = text
            .split("TITLE")
            .map(|part| part.replace("FORCE", &force))
            .collect();
        parts.join(&json(self.title))
    }
}
