//! A pack as pieces to search: every item, prompt, principle, definition, passage and table row with its place.
//!
//! Refuses to rank or to shorten: what is found is shown in the words of the pack.

use super::{Hit, HitKind};
use crate::pack::Pack;
use crate::pack::types::{Case, Citation, Prompt, Table};
use std::collections::HashMap;

/// A piece to index: what a search gives back, and further words by which it is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Piece {
    pub hit: Hit,
    pub more: String,
}

/// Every piece of a pack.
pub(super) fn pieces(pack: &Pack) -> Vec<Piece> {
    let file = pack.file();
    let mut to = Pieces {
        pack: &file.id,
        documents: file
            .documents
            .iter()
            .map(|it| (it.id.as_str(), it.short.as_str()))
            .collect(),
        factors: file
            .factors
            .iter()
            .map(|it| (it.id.as_str(), it.label.as_str()))
            .collect(),
        all: Vec::new(),
    };
    if let Some(it) = &file.danger {
        to.add(HitKind::Danger, &it.id, &it.text, &it.why, "", None, &it.hint);
    }
    for it in &file.danger_steps {
        to.add(HitKind::Danger, &it.id, &it.text, "", "", it.source.as_ref(), "");
    }
    for list in &file.lists {
        for it in &list.items {
            to.add(
                HitKind::Item,
                &it.id,
                &it.text,
                &it.why,
                &list.title,
                it.source.as_ref(),
                &to.labels(&it.cases),
            );
            to.prompts(&it.prompts, &it.text);
        }
    }
    for it in &file.domains {
        let factors = to.labels(&it.cases);
        to.add(HitKind::Domain, &it.id, &it.title, "", "", None, &factors);
        to.prompts(&it.prompts, &it.title);
    }
    for it in &file.principles {
        to.add(
            HitKind::Principle,
            &it.id,
            &it.title,
            &it.text,
            "",
            Some(&it.source),
            "",
        );
    }
    for it in &file.notices {
        let factors = to.labels(&it.cases);
        to.add(
            HitKind::Notice,
            &it.id,
            &it.text,
            "",
            "",
            it.source.as_ref(),
            &factors,
        );
    }
    for it in &file.routes {
        let factors = to.labels(&it.cases);
        let more = [it.to.as_deref(), it.how.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        to.add(
            HitKind::Route,
            &it.id,
            &it.text,
            &more,
            "",
            it.source.as_ref(),
            &factors,
        );
    }
    for it in &file.definitions {
        // Its points are the definition too: "a parent in prison" is looked for, and must be seen.
        let text = match it.points.as_slice() {
            [] => it.text.clone(),
            points => format!("{} {}.", it.text, points.join("; ")),
        };
        to.add(
            HitKind::Definition,
            &it.id,
            &it.term,
            &text,
            "",
            Some(&it.source),
            "",
        );
    }
    for it in &file.reference {
        let note = it.note.as_deref().unwrap_or_default();
        to.add(
            HitKind::Reference,
            &it.id,
            &it.title,
            &it.text,
            &it.place,
            Some(&it.source),
            note,
        );
    }
    for it in &file.words_to_say {
        to.add(HitKind::WordsToSay, &it.id, &it.asked, &it.text, "", None, "");
    }
    for it in &file.review {
        to.add(HitKind::Review, &it.id, &it.text, "", "", it.source.as_ref(), "");
    }
    for it in &file.tables {
        to.rows(it);
    }
    to.all
}

struct Pieces<'p> {
    pack: &'p str,
    documents: HashMap<&'p str, &'p str>,
    factors: HashMap<&'p str, &'p str>,
    all: Vec<Piece>,
}

impl Pieces<'_> {
    #[allow(
        clippy::too_many_arguments,
        reason = "a row of a table, written in one line each"
    )]
    fn add(
        &mut self,
        kind: HitKind,
        id: &str,
        title: &str,
        text: &str,
        place: &str,
        source: Option<&Citation>,
        more: &str,
    ) {
        let document = source.and_then(|source| self.documents.get(source.document.as_str()));
        let section = source.map(|source| source.section.clone());
        // Where a source stands is a way to find it too: "governance", "area of focus", "Hampshire".
        let rests_on = source.map_or("", |source| source.rests_on.as_str());
        let short = document.copied().unwrap_or_default();
        let section_words = section.as_deref().unwrap_or_default();
        let more = [place, section_words, short, rests_on, more].join(" ");
        let hit = Hit {
            pack: self.pack.to_owned(),
            kind,
            id: id.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            place: Some(place.to_owned()).filter(|place| !place.is_empty()),
            section,
            document: document.map(|short| (*short).to_owned()),
            row: None,
        };
        self.all.push(Piece { hit, more });
    }

    /// The factors for which a piece is shown: a way to find it, whether or not its words name them.
    fn labels(&self, cases: &[Case]) -> String {
        let ids = cases.iter().flat_map(|case| &case.factors);
        let labels = crate::order::set(ids.filter_map(|id| self.factors.get(id.as_str()).copied()));
        labels.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn prompts(&mut self, prompts: &[Prompt], under: &str) {
        for it in prompts {
            self.add(
                HitKind::Prompt,
                &it.id,
                &it.text,
                "",
                under,
                it.source.as_ref(),
                &self.labels(&it.cases),
            );
        }
    }

    fn rows(&mut self, table: &Table) {
        for (n, row) in (1_u32..).zip(&table.rows) {
            let cells = table
                .columns
                .iter()
                .zip(row)
                .filter(|(_, cell)| !cell.trim().is_empty());
            let text: Vec<String> = cells.map(|(column, cell)| format!("{column}: {cell}")).collect();
            let place = format!("row {n} of {}", table.rows.len());
            let text = text.join(" · ");
            self.add(
                HitKind::TableRow,
                &table.id,
                &table.title,
                &text,
                &place,
                Some(&table.source),
                "",
            );
            if let Some(piece) = self.all.last_mut() {
                piece.hit.row = Some(n);
            }
        }
    }
}
