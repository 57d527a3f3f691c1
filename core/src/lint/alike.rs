//! Guidance that says nearly the same twice, where one officer can see both.
//!
//! Two texts are near duplicates when the sets of their words, without endings and without the smallest words, are almost
//! one (Jaccard). Refuses to compare what no officer sees together: the same step may stand in the lists of two roles.

use super::subject::{Subject, quoted};
use super::words::{stem, tokens};
use crate::pack::cases::CompiledCase;
use crate::pack::types::PackFile;
use crate::pack::{Pack, Under};
use crate::sets::Role;
use std::collections::HashMap;

/// So much of all their words two texts share. On the packs of this repository everything above says the same twice, and
/// what lies a little below ("Has this child been neglected …", "Has this child been abused …") does not.
const ALIKE: f64 = 0.7;
/// Fewer words than these say too little to be compared.
const FEWEST: usize = 3;

/// Words that say nothing on their own.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or",
    "the", "this", "to", "was", "with", "you", "your", "do", "does",
];

/// One text, as it is compared.
struct Said<'p> {
    section: &'static str,
    id: &'p str,
    words: Vec<u32>,
    shows: Vec<Shows>,
}

/// One way in which a text can show: roles, ages, places and presence; the rest never keeps two apart.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shows(u8, u64, u16, u8);

impl Shows {
    const ALWAYS: Shows = Shows(!0, !0, !0, !0);

    fn of(case: &CompiledCase) -> Shows {
        Shows(case.roles, case.ages, case.places, case.presence)
    }
    fn and(self, other: Shows) -> Option<Shows> {
        let both = Shows(
            self.0 & other.0,
            self.1 & other.1,
            self.2 & other.2,
            self.3 & other.3,
        );
        (both.0 != 0 && both.1 != 0 && both.2 != 0 && both.3 != 0).then_some(both)
    }
}

/// Every way of both.
fn both(some: &[Shows], cases: &[CompiledCase]) -> Vec<Shows> {
    if cases.is_empty() {
        return some.to_vec();
    }
    let mut all: Vec<Shows> = Vec::new();
    for found in some
        .iter()
        .flat_map(|a| cases.iter().filter_map(|b| a.and(Shows::of(b))))
    {
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all
}

/// Checks the items and prompts of a pack.
pub(super) fn check(subject: &mut Subject<'_>, pack: &Pack) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut all = said(pack, &mut numbers);
    // By length: what is much longer cannot be alike, and ends the search.
    all.sort_by_key(|one| one.words.len());
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1) {
            if ALIKE * other.words.len() as f64 > one.words.len() as f64 {
                break;
            }
            let together = one
                .shows
                .iter()
                .any(|a| other.shows.iter().any(|b| a.and(*b).is_some()));
            if together && alike(&one.words, &other.words) {
                found.push((one.section, one.id, other.section, other.id));
            }
        }
    }
    for (section, id, other_section, other) in found {
        // At the one that is this pack's own; where both are, at the second.
        let here = if subject.is_own(other_section, other) {
            (other_section, other, id)
        } else {
            (section, id, other)
        };
        let sentence = format!(
            "it says nearly what {} says, and an officer can see both: keep one",
            quoted(here.2)
        );
        subject.report("near-duplicate", here.0, here.1, sentence);
    }
}

fn said<'p>(pack: &'p Pack, numbers: &mut HashMap<String, u32>) -> Vec<Said<'p>> {
    let file = pack.file();
    let declared = file.roles.iter().fold(0, |roles, role: &Role| {
        roles | crate::pack::cases::role_bit(*role)
    });
    let mut all = Vec::new();
    let mut add = |section, id, text: &str, shows: Vec<Shows>| {
        let mut words: Vec<u32> = tokens(text)
            .into_iter()
            .filter(|token| !SMALL.contains(&token.as_str()))
            .map(|token| {
                let next = numbers.len() as u32;
                *numbers.entry(stem(&token)).or_insert(next)
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        if words.len() >= FEWEST && !shows.is_empty() {
            all.push(Said {
                section,
                id,
                words,
                shows,
            });
        }
    };
    let of_role = Shows(declared, !0, !0, !0);
    for (at, found) in (0..).zip(pack.items()) {
        let shows = both(&[of_role], &found.cases);
        for prompt in pack.prompts_under(Under::Item(at)) {
            add(
                "prompts",
                &prompt.prompt.id,
                &prompt.prompt.text,
                both(&shows, &prompt.cases),
            );
        }
        add("items", &found.item.id, &found.item.text, shows);
    }
    for (at, domain) in file.domains.iter().enumerate() {
        let cases = pack.domain_cases(at);
        let mut shows: Vec<Shows> = Vec::new();
        for found in pack
            .items()
            .iter()
            .filter(|found| found.item.domains.contains(&domain.id))
        {
            for one in both(&both(&[of_role], &found.cases), cases) {
                if !shows.contains(&one) {
                    shows.push(one);
                }
            }
        }
        for prompt in pack.prompts_under(Under::Domain(at as u32)) {
            add(
                "prompts",
                &prompt.prompt.id,
                &prompt.prompt.text,
                both(&shows, &prompt.cases),
            );
        }
    }
    reviewed(file, &mut add);
    all
}

/// What a supervisor reads together.
fn reviewed<'p>(file: &'p PackFile, add: &mut impl FnMut(&'static str, &'p str, &str, Vec<Shows>)) {
    for it in &file.review {
        add("review", &it.id, &it.text, vec![Shows::ALWAYS]);
    }
}

/// Whether two sets of words are almost one.
fn alike(one: &[u32], other: &[u32]) -> bool {
    let shared = one
        .iter()
        .filter(|word| other.binary_search(word).is_ok())
        .count();
    let either = one.len() + other.len() - shared;
    shared as f64 >= ALIKE * either as f64
}
