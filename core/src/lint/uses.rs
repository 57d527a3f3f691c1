//! What a pack declares and nothing uses, dates, and values on which an immediate step rests.
//!
//! A base is judged together with the packs beside it that build on it. Refuses to ask for what is optional.

use super::split::normal;
use super::subject::{Subject, quoted};
use super::texts::texts;
use super::words::stem;
use crate::pack::build::Built;
use crate::pack::elements::elements;
use crate::pack::types::PackFile;
use crate::pack::values::{CONFIRMED_UNTIL, LOG_COPY_LENGTH, PACE};
use crate::sets::Level;
use std::collections::{HashMap, HashSet};

/// The largest table that somebody reads on a telephone: many times the longest that a document had.
const MOST_ROWS: usize = 300;
/// The most columns of a table.
const MOST_COLUMNS: usize = 12;
/// The most characters in a cell: three times the longest of the documents.
const MOST_IN_A_CELL: usize = 2000;

/// What the packs beside use of what a pack declares.
pub(super) struct Used<'b> {
    values: HashSet<&'b str>,
    factors: HashSet<&'b str>,
    bands: HashSet<&'b str>,
    documents: HashSet<&'b str>,
    stems: HashMap<String, HashSet<usize>>,
}

impl<'b> Used<'b> {
    /// What a pack itself and those that build on it use.
    pub fn of(built: &'b Built, beside: impl Iterator<Item = &'b Built>) -> Used<'b> {
        let mut used = Used {
            values: [CONFIRMED_UNTIL, LOG_COPY_LENGTH, PACE].into(),
            factors: HashSet::new(),
            bands: HashSet::new(),
            documents: HashSet::new(),
            stems: HashMap::new(),
        };
        let mine = &built.file.id;
        let above = beside.filter(|other| other.file.built_on.iter().any(|on| on.pack == *mine));
        let mut at = 0;
        for file in above.map(|other| &other.file).chain([&built.file]) {
            used.documents.insert(&file.main_document);
            for it in elements(file) {
                used.values.extend(it.value);
                used.documents
                    .extend(it.source.map(|source| source.document.as_str()));
                used.factors
                    .extend(it.cases.iter().flat_map(|case| &case.factors).map(String::as_str));
                used.bands
                    .extend(it.cases.iter().flat_map(|case| &case.ages).map(String::as_str));
            }
            for text in texts(file) {
                at += 1;
                for word in normal(text.text).split(' ') {
                    used.stems.entry(stem(word)).or_default().insert(at);
                }
            }
        }
        used
    }

    /// Whether one text has every word of a phrase.
    fn finds(&self, phrase: &str) -> bool {
        let phrase = normal(phrase);
        let mut all = phrase.split(' ').map(|word| self.stems.get(&stem(word)));
        let Some(Some(first)) = all.next() else {
            return false;
        };
        let rest: Option<Vec<_>> = all.collect();
        rest.is_some_and(|rest| {
            first
                .iter()
                .any(|text| rest.iter().all(|texts| texts.contains(text)))
        })
    }
}

/// Checks what is declared. `year` is that of the host's clock; without it no date is called past.
pub(super) fn check(subject: &mut Subject<'_>, used: &Used<'_>, year: Option<u32>) {
    let file = &subject.built.file;
    for it in file
        .values
        .iter()
        .filter(|it| !used.values.contains(it.key.as_str()))
    {
        let sentence = "nothing rests on this value: let a piece name it, or take it away";
        subject.report("unused-value", "values", &it.key, sentence);
    }
    for it in file
        .factors
        .iter()
        .filter(|it| !used.factors.contains(it.id.as_str()))
    {
        let sentence = "nothing depends on this factor: an officer is asked about it and nothing follows";
        subject.report("unused-factor", "factors", &it.id, sentence);
    }
    for it in file
        .age_bands
        .iter()
        .filter(|it| !used.bands.contains(it.id.as_str()))
    {
        let sentence = "nothing depends on this age band: let a `for` name it, or take it away";
        subject.report("unused-age-band", "age_bands", &it.id, sentence);
    }
    for it in file
        .documents
        .iter()
        .filter(|it| !used.documents.contains(it.id.as_str()))
    {
        let sentence = "nothing cites this document: rest something on it, or take it away";
        subject.report("unused-document", "documents", &it.id, sentence);
    }
    synonyms(subject, used);
    dates(subject, year);
    tables(subject);
    immediate(subject);
}

fn synonyms(subject: &mut Subject<'_>, used: &Used<'_>) {
    let file = &subject.built.file;
    let mut seen: HashSet<String> = HashSet::new();
    for it in &file.synonyms {
        if !seen.insert(it.term.to_lowercase()) {
            let sentence =
                "the same term stands twice but for its capitals: keep one, with all that it means";
            subject.report("synonym-twice", "synonyms", &it.term, sentence);
        }
        // A search goes both ways: either name finds what stands under the other.
        if !it.means.iter().chain([&it.term]).any(|name| used.finds(name)) {
            let sentence = "no text has it or anything that it means, so it finds nothing: use words that stand in the pack";
            subject.report("synonym-finds-nothing", "synonyms", &it.term, sentence);
        }
    }
}

fn dates(subject: &mut Subject<'_>, year: Option<u32>) {
    let file = &subject.built.file;
    for it in &file.documents {
        let Some(to) = it.to_year else { continue };
        if it.from_year.is_some_and(|from| to < from) {
            let sentence = "it ends before it begins: mend `from_year` or `to_year`";
            subject.report("dates-reversed", "documents", &it.id, sentence);
        } else if year.is_some_and(|year| to < year) {
            let sentence =
                format!("its time ran out with {to}: every screen says so, until a force confirms it in use");
            subject.report("past-end", "documents", &it.id, sentence);
        }
    }
}

fn tables(subject: &mut Subject<'_>) {
    for it in &subject.built.file.tables {
        let (rows, columns) = (it.rows.len(), it.columns.len());
        let longest = it.rows.iter().flatten().map(|cell| cell.chars().count()).max();
        if let Some(long) = longest.filter(|long| *long > MOST_IN_A_CELL) {
            let sentence = format!(
                "a cell of {long} characters, at most {MOST_IN_A_CELL}: what is so long is a passage, put it into `reference`"
            );
            subject.report("enormous-table", "tables", &it.id, sentence);
        }
        if rows > MOST_ROWS || columns > MOST_COLUMNS {
            let sentence = format!(
                "{rows} rows of {columns} columns, at most {MOST_ROWS} of {MOST_COLUMNS}: split it by what is looked for in it"
            );
            subject.report("enormous-table", "tables", &it.id, sentence);
        }
    }
}

/// A piece that cannot wait, and the value on which it rests.
pub(super) struct Immediate<'p> {
    pub section: &'static str,
    pub id: &'p str,
    pub key: &'p str,
}

/// What cannot wait and rests on a value: steps of danger, immediate items, urgent routes and those of immediate danger.
pub(super) fn immediate_steps(file: &PackFile) -> Vec<Immediate<'_>> {
    let mut all = Vec::new();
    let steps = file.danger_steps.iter().filter_map(|it| {
        Some(Immediate {
            section: "danger_steps",
            id: &it.id,
            key: it.value.as_deref()?,
        })
    });
    all.extend(steps);
    let items = file
        .lists
        .iter()
        .flat_map(|list| &list.items)
        .filter(|it| it.immediate);
    all.extend(items.filter_map(|it| {
        Some(Immediate {
            section: "items",
            id: &it.id,
            key: it.value.as_deref()?,
        })
    }));
    let routes = file
        .routes
        .iter()
        .filter(|it| it.urgent || it.levels.contains(&Level::ImmediateDanger));
    all.extend(routes.filter_map(|it| {
        Some(Immediate {
            section: "routes",
            id: &it.id,
            key: it.value.as_deref()?,
        })
    }));
    all
}

/// A value on which an immediate step rests says so, or a release that leaves it empty is not stopped.
fn immediate(subject: &mut Subject<'_>) {
    let file = &subject.built.file;
    let mut told = HashSet::new();
    for step in immediate_steps(file) {
        let unmarked = file
            .values
            .iter()
            .any(|value| value.key == step.key && !value.immediate);
        if unmarked && told.insert(step.key) {
            let sentence = format!(
                "{} cannot wait and rests on it: mark it `\"immediate\": true`",
                quoted(step.id)
            );
            subject.report("immediate-not-marked", "values", step.key, sentence);
        }
    }
}
