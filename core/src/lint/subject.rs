//! One built pack on the bench: its texts, where its pieces stand, and what was found in it.
//!
//! Refuses to report a piece of a pack below: its own author mends it, and it is reported there.

use super::texts::{Text, texts};
use crate::pack::build::{Built, Finding};
use crate::pack::elements::{Element, elements, shown};
use std::path::Path;

/// One built pack.
pub(super) struct Subject<'b> {
    /// What was built.
    pub built: &'b Built,
    /// Every text of it.
    pub texts: Vec<Text<'b>>,
    /// Every named piece of it.
    pub elements: Vec<Element<'b>>,
    folder: &'b Path,
    found: Vec<Finding>,
}

impl<'b> Subject<'b> {
    pub fn new(folder: &'b Path, built: &'b Built) -> Subject<'b> {
        Subject {
            built,
            texts: texts(&built.file),
            elements: elements(&built.file),
            folder,
            found: Vec::new(),
        }
    }

    /// Whether a piece stands in this pack's own sources.
    pub fn is_own(&self, section: &'static str, id: &str) -> bool {
        self.built
            .place(section, id)
            .is_some_and(|(file, _)| Path::new(file).starts_with(self.folder))
    }

    /// The texts of this pack's own sources.
    pub fn own_texts(&self) -> Vec<Text<'b>> {
        let own = self
            .texts
            .iter()
            .filter(|text| self.is_own(text.section, text.id));
        own.copied().collect()
    }

    /// Reports something of a piece of this pack's own.
    pub fn report(
        &mut self,
        rule: &'static str,
        section: &'static str,
        id: &str,
        sentence: impl Into<String>,
    ) {
        if self.is_own(section, id) {
            self.report_anywhere(rule, section, id, sentence);
        }
    }

    /// Reports something of a piece wherever it stands: what only the pack above can mend.
    pub fn report_anywhere(
        &mut self,
        rule: &'static str,
        section: &'static str,
        id: &str,
        sentence: impl Into<String>,
    ) {
        if let Some((file, line)) = self.built.place(section, id) {
            let file = file.to_owned();
            self.push(rule, file, line, id, sentence.into());
        }
    }

    /// Reports something of the pack as a whole, at its manifest.
    pub fn report_pack(&mut self, rule: &'static str, sentence: impl Into<String>) {
        let id = self.built.file.id.clone();
        let manifest = || (self.folder.join("pack.json").display().to_string(), 1);
        let place = self.built.place("pack", &id);
        let (file, line) = place.map_or_else(manifest, |(file, line)| (file.to_owned(), line));
        self.push(rule, file, line, &id, sentence.into());
    }

    /// Reports something at the budget of a role where it is this pack's own, else at the manifest.
    pub fn report_budget(&mut self, rule: &'static str, role: &str, sentence: String) {
        if self.is_own("budgets", role) {
            self.report(rule, "budgets", role, sentence);
        } else {
            self.report_pack(rule, sentence);
        }
    }

    fn push(&mut self, rule: &'static str, file: String, line: usize, name: &str, sentence: String) {
        self.found.push(Finding {
            file,
            line,
            rule,
            name: shown(name),
            sentence,
        });
    }

    /// What was found.
    pub fn into_found(self) -> Vec<Finding> {
        self.found
    }
}

/// A few words of a text, to show which is meant. Only of our own guidance, never of a document.
pub(super) fn quoted(words: &str) -> String {
    format!("“{words}”")
}
