//! What makes guidance hold together: the checks that reader and builder share.
//!
//! A fault names its rule and the piece of guidance; the builder adds file and line. Refuses whatever would leave an
//! officer with a dead end: an unknown reference, guidance without an origin, a role without a danger question.

use super::elements::{Element, elements, is_path, is_word, shown};
use super::error::PackError;
use super::types::{Case, Citation, PackFile};
use crate::sets::{Origin, Place, Presence};
use std::collections::HashSet;

/// The one pack whose guidance may be practice.
pub const BASE: &str = "six-principles";

/// Something that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The rule, in kebab-case. Stable.
    pub rule: &'static str,
    /// The section of the piece.
    pub section: &'static str,
    /// Its id, key or term as it is written.
    pub name: String,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
}

/// The first fault of a pack, as the reader says it.
pub(crate) fn whole(file: &PackFile) -> Result<(), PackError> {
    let faults = faults(file);
    let Some(first) = faults.first() else {
        return Ok(());
    };
    Err(PackError::Unsound {
        rule: first.rule,
        name: shown(&first.name),
        sentence: first.sentence.clone(),
        more: faults.len() - 1,
    })
}

/// Every fault of a pack, in the order of its sections.
pub(crate) fn faults(file: &PackFile) -> Vec<Fault> {
    let mut check = Check {
        file,
        packs: std::iter::once(&file.id)
            .chain(file.built_on.iter().map(|on| &on.pack))
            .collect(),
        documents: file.documents.iter().map(|it| it.id.as_str()).collect(),
        bands: file.age_bands.iter().map(|it| it.id.as_str()).collect(),
        factors: file.factors.iter().map(|it| it.id.as_str()).collect(),
        principles: file.principles.iter().map(|it| it.id.as_str()).collect(),
        domains: file.domains.iter().map(|it| it.id.as_str()).collect(),
        values: file.values.iter().map(|it| it.key.as_str()).collect(),
        found: Vec::new(),
    };
    check.manifest();
    check.pieces();
    let mut found = check.found;
    found.extend(super::limits::faults(file));
    found.extend(super::calls::faults(file));
    found
}

struct Check<'p> {
    file: &'p PackFile,
    packs: HashSet<&'p String>,
    documents: HashSet<&'p str>,
    bands: HashSet<&'p str>,
    factors: HashSet<&'p str>,
    principles: HashSet<&'p str>,
    domains: HashSet<&'p str>,
    values: HashSet<&'p str>,
    found: Vec<Fault>,
}

impl<'p> Check<'p> {
    fn fault(&mut self, rule: &'static str, section: &'static str, name: &str, sentence: String) {
        self.found.push(Fault {
            rule,
            section,
            name: name.to_owned(),
            sentence,
        });
    }

    fn manifest(&mut self) {
        let file = self.file;
        if !is_word(&file.id) {
            let sentence = "a pack's id is one kebab-case word".to_owned();
            self.fault("id-syntax", "pack", &file.id, sentence);
        }
        let empty = [
            ("title", &file.title),
            ("force", &file.force),
            ("lang", &file.lang),
        ];
        for (field, _) in empty.iter().filter(|(_, text)| text.trim().is_empty()) {
            self.fault(
                "empty-text",
                "pack",
                &file.id,
                format!("the pack's {field} is empty: fill it in"),
            );
        }
        if file.version == 0 {
            let sentence = "the pack has no version: the first is 1".to_owned();
            self.fault("missing-version", "pack", &file.id, sentence);
        }
        if !self.documents.contains(file.main_document.as_str()) {
            let id = shown(&file.main_document);
            let sentence = format!("`main_document` is \"{id}\", which is not one of its documents");
            self.fault("unknown-document", "pack", &file.id, sentence);
        }
    }

    fn pieces(&mut self) {
        let mut paths = HashSet::new();
        let mut words = HashSet::new();
        for it in elements(self.file) {
            let new = if it.path {
                paths.insert(it.id)
            } else {
                words.insert((it.section, it.id))
            };
            if !new {
                let sentence = "this id is used twice: ids are unique in a pack".to_owned();
                self.fault("duplicate-id", it.section, it.id, sentence);
            }
            self.id(&it);
            self.origin(&it);
            if it.words.iter().any(|text| text.trim().is_empty()) {
                let sentence = "its text is empty: write it, or leave the piece out".to_owned();
                self.fault("empty-text", it.section, it.id, sentence);
            }
            for case in it.cases {
                self.case(&it, case);
            }
            for id in unknown_of(&self.principles, it.principles) {
                self.unknown("unknown-principle", &it, "principle", id);
            }
            for id in unknown_of(&self.domains, it.domains) {
                self.unknown("unknown-domain", &it, "domain", id);
            }
            if let Some(key) = it.value.filter(|key| !self.values.contains(key)) {
                self.unknown("unknown-value", &it, "local value", key);
            }
        }
    }

    fn unknown(&mut self, rule: &'static str, it: &Element<'p>, what: &str, id: &str) {
        let sentence = format!(
            "there is no {what} \"{}\" in this pack: declare it or mend the id",
            shown(id)
        );
        self.fault(rule, it.section, it.id, sentence);
    }

    fn id(&mut self, it: &Element<'p>) {
        if !it.path {
            if !is_word(it.id) {
                let sentence = "this id is one kebab-case word: a to z, 0 to 9 and single hyphens".to_owned();
                self.fault("id-syntax", it.section, it.id, sentence);
            }
            return;
        }
        if !is_path(it.id) {
            let sentence = format!(
                "this id is a path of kebab-case words that begins with \"{}/\"",
                self.file.id
            );
            return self.fault("id-syntax", it.section, it.id, sentence);
        }
        let pack = it.id.split('/').next().unwrap_or_default().to_owned();
        if !self.packs.contains(&pack) {
            let sentence =
                format!("its id begins with \"{pack}/\", which is neither this pack nor one below it");
            self.fault("id-of-another-pack", it.section, it.id, sentence);
        }
    }

    fn origin(&mut self, it: &Element<'p>) {
        if let Some(source) = it.source {
            self.citation(it, source);
        }
        match it.origin {
            Some(Origin::Source) if it.source.is_none() => {
                let sentence = "its origin is source and it cites none: name document, section and sentence";
                self.fault("missing-source", it.section, it.id, sentence.to_owned());
            }
            Some(Origin::Practice) => self.practice(it),
            _ => {}
        }
    }

    fn practice(&mut self, it: &Element<'p>) {
        if it.reasoned && it.reason.is_none_or(|reason| reason.trim().is_empty()) {
            let sentence = "its origin is practice and it gives no reason: argue it in one line".to_owned();
            self.fault("missing-reason", it.section, it.id, sentence);
        }
        if it.source.is_some() {
            let sentence =
                "its origin is practice and it cites a document: it is one or the other".to_owned();
            self.fault("practice-with-source", it.section, it.id, sentence);
        }
        // Vocabulary does not carry its pack; the builder, which knows, checks that too.
        let foreign = it.id.split_once('/').is_some_and(|(pack, _)| pack != BASE);
        if it.path && foreign {
            let sentence = format!("practice lives only in \"{BASE}\": cite a document, or move it there");
            self.fault("practice-outside-base", it.section, it.id, sentence);
        }
    }

    fn citation(&mut self, it: &Element<'p>, source: &Citation) {
        if !self.documents.contains(source.document.as_str()) {
            self.unknown("unknown-document", it, "document", &source.document);
        }
        if source.section.trim().is_empty() || source.rests_on.trim().is_empty() {
            let sentence = "its citation lacks the section, or the sentence it rests on".to_owned();
            self.fault("missing-source", it.section, it.id, sentence);
        }
    }

    fn case(&mut self, it: &Element<'p>, case: &Case) {
        let mut bad = |sentence: String| {
            self.found.push(Fault {
                rule: "bad-case-value",
                section: it.section,
                name: it.id.to_owned(),
                sentence,
            })
        };
        for id in case.ages.iter().filter(|id| !self.bands.contains(id.as_str())) {
            bad(format!("there is no age band \"{}\" in this pack", shown(id)));
        }
        for id in case
            .factors
            .iter()
            .filter(|id| !self.factors.contains(id.as_str()))
        {
            bad(format!("there is no factor \"{}\" in this pack", shown(id)));
        }
        if case.places.contains(&Place::NotKnown) || case.presence.contains(&Presence::NotKnown) {
            bad("a case names not_known: leave it out, not known shows all anyway".to_owned());
        }
    }
}

/// Those ids that are not known.
fn unknown_of<'p>(known: &HashSet<&str>, ids: &'p [String]) -> Vec<&'p String> {
    ids.iter().filter(|id| !known.contains(id.as_str())).collect()
}
