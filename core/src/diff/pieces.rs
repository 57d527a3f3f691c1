//! Every piece of a pack, flat, with its fields in words: what a comparison goes by.
//!
//! Refuses to know any field by heart but its name: a field that a later version adds is compared as well.

use crate::pack::Pack;
use crate::pack::types::Case;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One piece.
pub(super) struct Piece {
    pub section: &'static str,
    pub id: String,
    pub title: String,
    /// The list, item or domain in which it stands.
    pub under: Option<String>,
    /// Its fields, each as text.
    pub fields: BTreeMap<String, String>,
    pub shown: When,
}

/// When a piece is shown.
pub(super) enum When {
    /// An item, by its place in the pack.
    Item(u32),
    /// A prompt, likewise.
    Prompt(u32),
    Notice(usize),
    Route(usize),
    /// It is not a matter of circumstances.
    Always,
}

impl Piece {
    pub fn key(&self) -> (&str, &str) {
        (self.section, &self.id)
    }
}

/// The sections in the order in which a trainer reads them.
const SECTIONS: &[&str] = &[
    "pack",
    "danger",
    "danger_steps",
    "notices",
    "lists",
    "items",
    "prompts",
    "domains",
    "routes",
    "principles",
    "definitions",
    "reference",
    "tables",
    "words_to_say",
    "review",
    "values",
    "factors",
    "age_bands",
    "synonyms",
    "documents",
    "budgets",
    "export",
];

pub(super) fn place_of(section: &str) -> usize {
    SECTIONS
        .iter()
        .position(|it| *it == section)
        .unwrap_or(SECTIONS.len())
}

/// Every piece of a pack.
pub(super) fn pieces(pack: &Pack) -> Vec<Piece> {
    let mut all = Vec::new();
    let file = match serde_json::to_value(pack.file()) {
        Ok(Value::Object(file)) => file,
        // Plain data always serialises.
        _ => return all,
    };
    all.push(the_pack_itself(pack, &file));
    for section in SECTIONS {
        match file.get(*section) {
            Some(Value::Array(many)) => {
                for (at, one) in many.iter().enumerate() {
                    piece(pack, section, at, one, None, &mut all);
                }
            }
            Some(one @ Value::Object(_)) => piece(pack, section, 0, one, None, &mut all),
            _ => {}
        }
    }
    all
}

/// What the pack says of itself: title, force, roles, what it was built on. Its version is no change: every release has one.
fn the_pack_itself(pack: &Pack, file: &Map<String, Value>) -> Piece {
    let own = |name: &str| !SECTIONS.contains(&name) && !matches!(name, "id" | "version" | "withdrawn");
    let mut map = file.clone();
    map.retain(|name, _| own(name));
    Piece {
        section: "pack",
        id: "pack".to_owned(),
        title: pack.file().title.clone(),
        fields: fields(pack, &map),
        under: None,
        shown: When::Always,
    }
}

fn piece(
    pack: &Pack,
    section: &'static str,
    at: usize,
    one: &Value,
    under: Option<&str>,
    all: &mut Vec<Piece>,
) {
    let Value::Object(map) = one else { return };
    let named = ["id", "key", "term", "role", "section"]
        .iter()
        .find_map(|key| map.get(*key)?.as_str());
    let Some(id) = named.map(str::to_owned) else {
        return;
    };
    for (name, inner) in [("items", "items"), ("prompts", "prompts")] {
        if let Some(Value::Array(many)) = map.get(name) {
            for (at, one) in many.iter().enumerate() {
                piece(pack, inner, at, one, Some(&id), all);
            }
        }
    }
    let shown = match section {
        "items" => pack.item_index(&id).map(When::Item),
        "prompts" => {
            let place = pack.prompts().iter().position(|it| it.prompt.id == id);
            place.map(|at| When::Prompt(at as u32))
        }
        "notices" => Some(When::Notice(at)),
        "routes" => Some(When::Route(at)),
        _ => None,
    };
    all.push(Piece {
        section,
        title: title(map, &id),
        fields: fields(pack, map),
        under: under.map(str::to_owned),
        shown: shown.unwrap_or(When::Always),
        id,
    });
}

fn title(map: &Map<String, Value>, id: &str) -> String {
    let words = ["text", "title", "label", "asked", "term"];
    let found = words.iter().find_map(|name| map.get(*name)?.as_str());
    found.unwrap_or(id).to_owned()
}

fn fields(pack: &Pack, map: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (name, value) in map {
        match (name.as_str(), value) {
            // Pieces of their own.
            ("items" | "prompts" | "id", _) => {}
            ("for", cases) => {
                let cases: Vec<Case> = serde_json::from_value(cases.clone()).unwrap_or_default();
                fields.insert(name.clone(), super::shown::cases_in_words(pack, &cases));
            }
            ("source", Value::Object(source)) => {
                for (part, value) in source {
                    fields.insert(format!("source.{part}"), plain(value));
                }
            }
            (_, value) => {
                fields.insert(name.clone(), plain(value));
            }
        }
    }
    fields
}

/// A value as a person reads it: lists line by line, no quote marks.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Array(many) => many.iter().map(plain).collect::<Vec<_>>().join("\n"),
        Value::Object(map) => {
            let one = |(name, value): (&String, &Value)| format!("{name}: {}", plain(value));
            map.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}

/// A field in a trainer's words.
pub(super) fn words_for(field: &str) -> String {
    let words = match field {
        "text" => "words",
        "why" => "why it matters",
        "for" => "when it is shown",
        "reason" => "reason for safe working",
        "origin" => "where it comes from",
        "source.document" => "source, document",
        "source.section" => "source, heading",
        "source.rests_on" => "source, what it rests on",
        "source.note" => "source, note",
        "answered_by" => "what answers it",
        "at_scene" => "whether it needs the scene",
        "immediate" => "shown at once whenever it may apply",
        "scope" => "asked once, or for each child",
        "value" => "local value",
        "to" => "who to tell",
        "to_year" => "last year in force",
        "from_year" => "first year in force",
        "rows" => "rows",
        other => return other.replace('_', " "),
    };
    words.to_owned()
}

/// Whether a field is words that officers read.
pub(super) fn is_wording(field: &str) -> bool {
    matches!(
        field,
        "text"
            | "why"
            | "title"
            | "label"
            | "condition"
            | "hint"
            | "asked"
            | "points"
            | "rows"
            | "notes"
            | "note"
            | "term"
            | "to"
            | "how"
            | "columns"
            | "place"
    )
}
