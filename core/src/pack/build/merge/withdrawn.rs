//! What is withdrawn: who still refers to it, and that it was withdrawn below, where somebody looks for it.
//!
//! Refuses to blame a pack below for what the one above takes away from it: only whoever withdraws it can mend that.

use super::super::own::Places;
use super::Merge;
use crate::pack::elements::{Element, elements, shown};
use std::collections::HashSet;

impl Merge {
    /// A sentence about something that is not there, with the reason where a pack below has withdrawn it.
    pub(super) fn without(&self, sentence: &str, id: &str) -> String {
        let gone = self.file.withdrawn.iter().find(|it| it.id == id);
        match gone {
            Some(gone) => format!(
                "{sentence}; a pack below has withdrawn it ({})",
                gone.reason.trim()
            ),
            None => sentence.to_owned(),
        }
    }

    /// Pieces of packs below that refer to what is withdrawn: only whoever withdraws it can mend that.
    pub(super) fn still(
        &mut self,
        gone: &[String],
        mine: &HashSet<(&'static str, String)>,
        places: &Places,
    ) -> HashSet<(&'static str, String)> {
        let mut found: Vec<(String, &'static str, String)> = Vec::new();
        for it in elements(&self.file) {
            let place = (it.section, it.id.to_owned());
            if mine.contains(&place) {
                continue;
            }
            for id in gone.iter().filter(|id| refers(&it, id)) {
                found.push((id.clone(), it.section, it.id.to_owned()));
            }
        }
        for id in gone {
            let mut of = found.iter().filter(|(other, ..)| other == id);
            if let Some((_, section, first)) = of.next() {
                let at = places.get(&(*section, first.clone()));
                let at = at.map_or_else(String::new, |at| format!(" ({}:{})", at.file, at.line));
                let more = match of.count() {
                    0 => String::new(),
                    n => format!(" and {n} more"),
                };
                let sentence = format!(
                    "\"{}\"{at}{more} of a pack below refers to it: withdraw or replace that as well, or leave this where it is",
                    shown(first)
                );
                self.fault("withdrawn-referred-to", "withdraw", id, sentence);
            }
        }
        found.into_iter().map(|(_, section, id)| (section, id)).collect()
    }
}

/// Whether a piece refers to an id: a principle, a domain, a value, a document, an age band or a factor.
fn refers(it: &Element<'_>, id: &str) -> bool {
    let named = |ids: &[String]| ids.iter().any(|other| other == id);
    named(it.principles)
        || named(it.domains)
        || it.value == Some(id)
        || it.source.is_some_and(|source| source.document == id)
        || it
            .cases
            .iter()
            .any(|case| named(&case.ages) || named(&case.factors))
}
