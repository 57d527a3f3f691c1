//! Every statement of the sources is found by plain words, with its place.
//!
//! `findable/*.json` goes through a source statement by statement: where it is printed, what somebody would type who
//! looks for it, and the pieces that carry it. The search is the one that `childfirst search` makes. Refuses to count
//! a piece as found that shows no printed place. Each source is searched in the pack of its force: that is where its
//! officers search, and other forces say much the same.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop loudly"
)]

use childfirst::guidance::Hit;
use childfirst::pack::types::PackFile;
use childfirst::{ChildFirst, Config, Guidance};
use childfirst_tests::{PACKS, built};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// How many hits `childfirst search` shows when nothing else is asked.
const SHOWN: u32 = 20;
/// Among how many of them a statement is found, unless its entry argues for more.
const FIRST: usize = 5;
/// The most that an entry may argue for.
const MOST: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// The id of the document.
    document: String,
    /// What the file is.
    about: String,
    /// How many statements there are.
    statements: usize,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Where the statement is printed.
    place: String,
    /// What somebody types.
    ask: String,
    /// What somebody else types.
    also: Option<String>,
    /// The pieces that carry it; a row of a table as `id#row`.
    finds: Vec<String>,
    /// Among how many hits, where five do not do.
    within: Option<usize>,
    /// Why.
    because: Option<String>,
}

/// The files, and the pack in which an officer of that force searches.
const FILES: &[(&str, &str)] = &[
    ("hampshire-2021-24", "hampshire"),
    ("opcc-response", "hampshire"),
    ("norfolk-2013-16", "norfolk"),
    ("kent-2011-14", "kent"),
];

fn sources() -> Vec<Source> {
    FILES
        .iter()
        .map(|(name, _)| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("findable/{name}.json"));
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
        })
        .collect()
}

/// The packs as they are shipped.
fn shipped() -> Vec<Vec<u8>> {
    PACKS.iter().map(|pack| built(pack).bytes).collect()
}

fn installed(folder: &Path, packs: &[Vec<u8>]) -> Arc<Guidance> {
    let child_first = ChildFirst::open(Config::at(folder.display().to_string())).unwrap();
    let guidance = child_first.guidance();
    for pack in packs {
        guidance.install(pack).unwrap();
    }
    guidance
}

fn name(hit: &Hit) -> String {
    match hit.row {
        Some(row) => format!("{}#{row}", hit.id),
        None => hit.id.clone(),
    }
}

/// What was found, and everything that was not.
#[derive(Default)]
struct Report {
    misses: Vec<String>,
    /// At which rank, how often.
    ranks: BTreeMap<usize, usize>,
    /// The pieces that were an answer.
    answers: BTreeSet<String>,
}

fn report(guidance: &Guidance, sources: &[Source]) -> Report {
    let mut report = Report::default();
    for (source, (_, pack)) in sources.iter().zip(FILES) {
        let mut asked = BTreeSet::new();
        for entry in &source.entries {
            let within = entry.within.unwrap_or(FIRST);
            let argued = entry.within.is_none() || entry.because.as_ref().is_some_and(|why| !why.is_empty());
            if within > MOST || !argued {
                report
                    .misses
                    .push(format!("{}: {within} hits, not argued", entry.place));
            }
            for words in [Some(&entry.ask), entry.also.as_ref()].into_iter().flatten() {
                if !(1..=7).contains(&words.split_whitespace().count()) || !asked.insert(words) {
                    report.misses.push(format!(
                        "{}: \"{words}\" is no plain question, or asked twice",
                        entry.place
                    ));
                }
                let hits = guidance.search(words, vec![(*pack).to_owned()], SHOWN).unwrap();
                let wanted = |hit: &&Hit| entry.finds.contains(&name(hit));
                match hits.iter().position(|hit| wanted(&hit)) {
                    Some(at) if at < within => *report.ranks.entry(at + 1).or_default() += 1,
                    at => report.misses.push(format!(
                        "{}: \"{words}\" finds {:?} first, what is meant {}",
                        entry.place,
                        hits.iter().take(3).map(name).collect::<Vec<_>>(),
                        at.map_or("nowhere".to_owned(), |at| format!("at {}", at + 1)),
                    )),
                }
                for hit in hits.iter().take(within).filter(wanted) {
                    if hit.section.is_none() || hit.document.is_none() {
                        report
                            .misses
                            .push(format!("{}: {} shows no place", entry.place, hit.id));
                    }
                    report.answers.insert(name(hit));
                }
            }
        }
        if source.entries.len() != source.statements || source.about.is_empty() {
            let count = source.entries.len();
            report.misses.push(format!(
                "{}: {count} entries, {} statements",
                source.document, source.statements
            ));
        }
    }
    report
}

/// What of these packs the sources speak in: each must be the answer to something.
fn to_be_reached(packs: &[&PackFile]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for pack in packs {
        all.extend(pack.reference.iter().map(|it| it.id.clone()));
        all.extend(pack.definitions.iter().map(|it| it.id.clone()));
        all.extend(pack.principles.iter().map(|it| it.id.clone()));
        all.extend(pack.review.iter().map(|it| it.id.clone()));
        let rows = |id: &str, rows: usize| (1..=rows).map(|row| format!("{id}#{row}")).collect::<Vec<_>>();
        all.extend(pack.tables.iter().flat_map(|it| rows(&it.id, it.rows.len())));
    }
    all
}

#[test]
fn every_statement_is_found_by_plain_words_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let guidance = installed(folder.path(), &shipped());
    let sources = sources();
    let report = report(&guidance, &sources);
    let statements: usize = sources.iter().map(|source| source.statements).sum();
    println!("{statements} statements; found at rank: {:?}", report.ranks);
    assert!(report.misses.is_empty(), "{:#?}", report.misses);

    let packs = ["hampshire", "hmicfrs-2019", "norfolk", "kent"].map(|pack| built(pack).file);
    let all = to_be_reached(&packs.iter().collect::<Vec<_>>());
    let unreached: Vec<_> = all.difference(&report.answers).collect();
    assert!(unreached.is_empty(), "no statement finds {unreached:#?}");
    println!("{} pieces, each the answer to a statement", all.len());
}

/// The positive control: a passage that is gone is missed, and so are a word that nobody knows and a wrong count.
#[test]
fn a_passage_that_is_gone_is_missed() {
    let gone = "hampshire/reference/who-offend/timely-single-case-officer";
    let mut packs = shipped();
    for bytes in &mut packs {
        let mut file: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        if let Some(passages) = file["reference"].as_array_mut() {
            passages.retain(|passage| passage["id"] != gone);
        }
        *bytes = serde_json::to_vec(&file).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let guidance = installed(folder.path(), &packs);
    let mut sources = sources();
    let before = report(&guidance, &sources);
    let place = "Children who offend, priority 2 of 4: timely";
    assert!(
        before.misses.iter().any(|miss| miss.starts_with(place)),
        "{:?}",
        before.misses
    );
    assert!(!before.answers.contains(gone));

    sources[1].entries[0].ask = "xylophone".to_owned();
    sources[1].entries[1].within = Some(MOST);
    sources[1].statements += 1;
    assert_eq!(report(&guidance, &sources).misses.len(), before.misses.len() + 3);
}
