//! `reference`: without an id, a table of contents; with one, that piece of guidance whole. Needs no key.
//!
//! Refuses to print a piece without its place, its source and what is damaged there.

use super::names;
use super::out::{self, Page};
use super::view::prompt_words;
use crate::app::App;
use crate::cli::Reference;
use crate::failure::Failure;
use childfirst::interaction::lines::level_words;
use childfirst::pack::Pack;
use childfirst::pack::types::*;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// Prints the contents, or one piece.
///
/// # Errors
/// When there is no such pack or piece, with the nearest that there is.
pub fn run(app: &App, asked: &Reference) -> Result<(), Failure> {
    let packs = match &asked.pack {
        Some(name) => vec![app.pack(name)?],
        None => app.guidance().in_use(),
    };
    match &asked.id {
        None => contents(&packs, asked.json),
        Some(id) => piece(&packs, id, asked.json),
    }
}

/// A piece of guidance that can be read whole.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", content = "piece", rename_all = "snake_case")]
enum Piece<'a> {
    Reference(&'a childfirst::pack::types::Reference),
    Table(&'a Table),
    Definition(&'a Definition),
    Principle(&'a Principle),
    Item(&'a Item),
    Prompt(&'a Prompt),
    Domain(&'a Domain),
    Notice(&'a Notice),
    Route(&'a Route),
    WordsToSay(&'a WordsToSay),
    Review(&'a ReviewPrompt),
    Danger(&'a DangerQuestion),
    DangerStep(&'a DangerStep),
    Document(&'a Document),
}

impl<'a> Piece<'a> {
    fn id(&self) -> &'a str {
        match *self {
            Piece::Reference(it) => &it.id,
            Piece::Table(it) => &it.id,
            Piece::Definition(it) => &it.id,
            Piece::Principle(it) => &it.id,
            Piece::Item(it) => &it.id,
            Piece::Prompt(it) => &it.id,
            Piece::Domain(it) => &it.id,
            Piece::Notice(it) => &it.id,
            Piece::Route(it) => &it.id,
            Piece::WordsToSay(it) => &it.id,
            Piece::Review(it) => &it.id,
            Piece::Danger(it) => &it.id,
            Piece::DangerStep(it) => &it.id,
            Piece::Document(it) => &it.id,
        }
    }

    fn title(&self) -> &'a str {
        match *self {
            Piece::Reference(it) => &it.title,
            Piece::Table(it) => &it.title,
            Piece::Definition(it) => &it.term,
            Piece::Principle(it) => &it.title,
            Piece::Item(it) => &it.text,
            Piece::Prompt(it) => &it.text,
            Piece::Domain(it) => &it.title,
            Piece::Notice(it) => &it.text,
            Piece::Route(it) => &it.text,
            Piece::WordsToSay(it) => &it.asked,
            Piece::Review(it) => &it.text,
            Piece::Danger(it) => &it.text,
            Piece::DangerStep(it) => &it.text,
            Piece::Document(it) => &it.title,
        }
    }
}

/// What the table of contents lists, under its heading.
fn sections(pack: &Pack) -> Vec<(&'static str, Vec<Piece<'_>>)> {
    let file = pack.file();
    vec![
        ("Documents", file.documents.iter().map(Piece::Document).collect()),
        (
            "Principles",
            file.principles.iter().map(Piece::Principle).collect(),
        ),
        (
            "Definitions",
            file.definitions.iter().map(Piece::Definition).collect(),
        ),
        ("Passages", file.reference.iter().map(Piece::Reference).collect()),
        ("Tables", file.tables.iter().map(Piece::Table).collect()),
        (
            "Domains of risk",
            file.domains.iter().map(Piece::Domain).collect(),
        ),
        (
            "Words to say",
            file.words_to_say.iter().map(Piece::WordsToSay).collect(),
        ),
        ("Review", file.review.iter().map(Piece::Review).collect()),
    ]
}

/// Everything that an id can name.
fn pieces(pack: &Pack) -> Vec<Piece<'_>> {
    let file = pack.file();
    let mut all: Vec<Piece<'_>> = sections(pack)
        .into_iter()
        .flat_map(|(_, pieces)| pieces)
        .collect();
    all.extend(pack.items().iter().map(|found| Piece::Item(&found.item)));
    all.extend(pack.prompts().iter().map(|found| Piece::Prompt(&found.prompt)));
    all.extend(file.danger.iter().map(Piece::Danger));
    all.extend(file.danger_steps.iter().map(Piece::DangerStep));
    all.extend(file.notices.iter().map(Piece::Notice));
    all.extend(file.routes.iter().map(Piece::Route));
    all
}

fn contents(packs: &[Arc<Pack>], json: bool) -> Result<(), Failure> {
    if json {
        let one = |pack: &Arc<Pack>| {
            let all: Vec<_> = sections(pack)
                .into_iter()
                .flat_map(|(section, pieces)| {
                    pieces
                        .into_iter()
                        .map(move |it| json!({ "section": section, "id": it.id(), "title": it.title() }))
                })
                .collect();
            json!({ "pack": pack.file().id, "title": pack.file().title, "contents": all })
        };
        return out::json(&packs.iter().map(one).collect::<Vec<_>>());
    }
    let mut page = Page::new();
    for (n, pack) in packs.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        page.heading(0, &format!("{}  {}", pack.file().id, pack.file().title));
        for (section, pieces) in sections(pack) {
            if pieces.is_empty() {
                continue;
            }
            page.heading(2, section);
            for piece in pieces {
                page.line(4, 4, &format!("{}  {}", piece.id(), piece.title()));
            }
        }
    }
    page.end()
}

fn piece(packs: &[Arc<Pack>], id: &str, json: bool) -> Result<(), Failure> {
    // A piece of the base stands in every pack built on it; its own pack answers first.
    let mut order: Vec<&Arc<Pack>> = packs.iter().collect();
    order.sort_by_key(|pack| id.split('/').next() != Some(pack.file().id.as_str()));
    for pack in &order {
        if let Some(found) = pieces(pack).into_iter().find(|piece| piece.id() == id) {
            if json {
                return out::json(&json!({
                    "pack": { "id": pack.file().id, "version": pack.file().version, "digest": pack.digest_hex() },
                    "found": found,
                    "document": cited(&found).and_then(|cited| document(pack, cited)),
                }));
            }
            let mut page = Page::new();
            print(pack, &found, &mut page);
            return page.end();
        }
    }
    let all: Vec<Piece<'_>> = order.iter().flat_map(|pack| pieces(pack)).collect();
    let sentence = match names::nearest(id, all.iter().map(|piece| piece.id())) {
        Some(name) => format!("There is no guidance of that id. Did you mean {name}?"),
        None => "There is no guidance of that id. `childfirst search WORDS` finds ids.".to_owned(),
    };
    Err(Failure::new(crate::failure::code::NOT_FOUND, sentence))
}

fn cited<'a>(piece: &Piece<'a>) -> Option<&'a Citation> {
    match *piece {
        Piece::Reference(it) => Some(&it.source),
        Piece::Table(it) => Some(&it.source),
        Piece::Definition(it) => Some(&it.source),
        Piece::Principle(it) => Some(&it.source),
        Piece::Item(it) => it.source.as_ref(),
        Piece::Prompt(it) => it.source.as_ref(),
        Piece::Notice(it) => it.source.as_ref(),
        Piece::Route(it) => it.source.as_ref(),
        Piece::Review(it) => it.source.as_ref(),
        Piece::DangerStep(it) => it.source.as_ref(),
        Piece::Domain(_) | Piece::WordsToSay(_) | Piece::Danger(_) | Piece::Document(_) => None,
    }
}

fn reason<'a>(piece: &Piece<'a>) -> Option<&'a str> {
    match *piece {
        Piece::Item(it) => it.reason.as_deref(),
        Piece::Prompt(it) => it.reason.as_deref(),
        Piece::Notice(it) => it.reason.as_deref(),
        Piece::Route(it) => it.reason.as_deref(),
        Piece::WordsToSay(it) => it.reason.as_deref(),
        Piece::Review(it) => it.reason.as_deref(),
        Piece::Danger(it) => it.reason.as_deref(),
        Piece::DangerStep(it) => it.reason.as_deref(),
        _ => None,
    }
}

fn document<'a>(pack: &'a Pack, cited: &Citation) -> Option<&'a Document> {
    pack.file()
        .documents
        .iter()
        .find(|document| document.id == cited.document)
}

fn print(pack: &Pack, piece: &Piece<'_>, page: &mut Page) {
    page.heading(0, piece.title());
    body(piece, page);
    if let Some(cited) = cited(piece) {
        page.gap();
        let title = document(pack, cited).map_or(cited.document.as_str(), |it| it.title.as_str());
        page.line(0, 2, &format!("Source: {title}, {}", cited.section));
        page.line(0, 2, &format!("Rests on: {}", cited.rests_on));
        if let Some(note) = &cited.note {
            page.line(0, 2, &format!("Note: {note}"));
        }
    }
    if let Some(reason) = reason(piece) {
        page.gap();
        page.line(0, 2, &format!("Practice: {reason}"));
    }
    page.line(
        0,
        2,
        &format!(
            "{}, version {}. {}",
            pack.file().title,
            pack.file().version,
            piece.id()
        ),
    );
}

fn body(piece: &Piece<'_>, page: &mut Page) {
    match *piece {
        Piece::Reference(it) => {
            page.line(0, 0, &it.place);
            page.gap();
            page.line(0, 0, &it.text);
            if let Some(note) = &it.note {
                page.line(0, 2, &format!("Note: {note}"));
            }
        }
        Piece::Table(it) => table(it, page),
        Piece::Definition(it) => {
            page.line(0, 0, &it.text);
            it.points
                .iter()
                .for_each(|point| page.line(2, 2, &format!("- {point}")));
        }
        Piece::Principle(it) => page.line(0, 0, &it.text),
        Piece::Item(it) => {
            page.line(0, 0, &it.why);
            it.prompts.iter().for_each(|prompt| line_of(prompt, page));
        }
        Piece::Prompt(it) => page.line(0, 0, prompt_words(it.kind)),
        Piece::Domain(it) => it.prompts.iter().for_each(|prompt| line_of(prompt, page)),
        Piece::Route(it) => {
            let levels: Vec<&str> = it.levels.iter().map(|level| level_words(*level)).collect();
            let from = if levels.is_empty() {
                "Whatever the level".to_owned()
            } else {
                levels.join(", ")
            };
            page.line(0, 2, &from);
        }
        Piece::WordsToSay(it) => page.line(0, 0, &it.text),
        Piece::Danger(it) => {
            page.line(0, 0, &it.hint);
            page.line(0, 0, &it.why);
        }
        Piece::Document(it) => {
            page.line(0, 0, &it.publisher);
            match (it.from_year, it.to_year) {
                (Some(from), Some(to)) => page.line(0, 0, &format!("{from} to {to}")),
                _ => page.line(0, 0, "It prints no years of its own."),
            }
            it.notes
                .iter()
                .for_each(|note| page.line(0, 2, &format!("Note: {note}")));
        }
        Piece::Notice(_) | Piece::Review(_) | Piece::DangerStep(_) => {}
    }
}

fn line_of(prompt: &Prompt, page: &mut Page) {
    page.line(2, 4, &format!("{}: {}", prompt_words(prompt.kind), prompt.text));
}

/// A table is read row by row: a terminal is too narrow for most of them side by side.
fn table(it: &Table, page: &mut Page) {
    for (n, row) in it.rows.iter().enumerate() {
        page.gap();
        for (at, (column, cell)) in it.columns.iter().zip(row).enumerate() {
            if cell.is_empty() {
                continue;
            }
            let lead = if at == 0 {
                format!("{}. ", n + 1)
            } else {
                "   ".to_owned()
            };
            page.line(0, 5, &format!("{lead}{column}: {cell}"));
        }
    }
    if !it.notes.is_empty() {
        page.gap();
    }
    it.notes
        .iter()
        .for_each(|note| page.line(0, 2, &format!("Note: {note}")));
}
