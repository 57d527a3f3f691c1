//! `search`: the guidance by words, the best first. Needs no key.
//!
//! Refuses to say "nothing found" of a pack that does not exist.

use super::out::{self, Page};
use crate::app::App;
use crate::cli::Search;
use crate::failure::Failure;
use childfirst::guidance::{Hit, HitKind};
use serde_json::json;

/// Prints what was found.
///
/// # Errors
/// When the pack does not exist, or the index cannot be read.
pub fn run(app: &App, asked: &Search) -> Result<(), Failure> {
    let packs = match &asked.pack {
        Some(name) => vec![app.pack(name)?.file().id.clone()],
        None => Vec::new(),
    };
    let hits = app
        .guidance()
        .search(&asked.words.join(" "), packs, asked.limit)?;
    if asked.json {
        let all: Vec<_> = hits.iter().map(as_json).collect();
        return out::json(&all);
    }
    let mut page = Page::new();
    if hits.is_empty() {
        page.line(
            0,
            0,
            "Nothing found. Try fewer or other words, or `childfirst reference` for what there is.",
        );
    }
    for (n, hit) in hits.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        page.heading(0, &format!("{}: {}", kind_words(hit.kind), hit.title));
        if !hit.text.is_empty() {
            page.line(2, 2, &hit.text);
        }
        let place = place(hit);
        if !place.is_empty() {
            page.line(2, 2, &place);
        }
        page.line(2, 2, &format!("{}  {}", hit.pack, hit.id));
    }
    page.end()
}

/// Where it stands: in the pack, and in the document it rests on.
fn place(hit: &Hit) -> String {
    let row = hit.row.map(|row| format!("row {row}"));
    let place = hit.place.clone().or(row);
    // The place of a passage, or of a row, is a place in the document; any other is one in the pack.
    let printed = matches!(hit.kind, HitKind::Reference | HitKind::TableRow);
    match (&hit.document, &hit.section, place) {
        (Some(document), _, Some(place)) if printed => format!("{document}: {place}"),
        (Some(document), Some(section), Some(place)) => {
            let end = if place.ends_with(['.', '?', '!']) { "" } else { "." };
            format!("{place}{end} {document}: {section}")
        }
        (Some(document), Some(section), None) => format!("{document}: {section}"),
        (_, _, place) => place.unwrap_or_default(),
    }
}

fn as_json(hit: &Hit) -> serde_json::Value {
    json!({
        "pack": hit.pack, "kind": hit.kind.as_str(), "id": hit.id, "title": hit.title, "text": hit.text,
        "place": hit.place, "section": hit.section, "document": hit.document, "row": hit.row,
    })
}

fn kind_words(kind: HitKind) -> &'static str {
    match kind {
        HitKind::Danger => "Danger",
        HitKind::Item => "Item",
        HitKind::Prompt => "Prompt",
        HitKind::Domain => "Domain",
        HitKind::Principle => "Principle",
        HitKind::Notice => "Notice",
        HitKind::Route => "Route",
        HitKind::Definition => "Definition",
        HitKind::Reference => "Reference",
        HitKind::TableRow => "Table",
        HitKind::WordsToSay => "Words to say",
        HitKind::Review => "Review",
    }
}
