//! A pack in memory: the file as it was read, and the indexes that make everything else quick.
//!
//! Made once for each pack and then shared. Refuses to change: a pack in use never alters, a newer version is
//! another pack with another digest.

use super::cases::{AgeLine, CompiledCase, Compiler};
use super::types::{Item, List, PackFile, Prompt};
use crate::age::Age;
use crate::sets::Phase;
use std::collections::HashMap;
use std::ops::Range;

/// An item of the flat list: every item of the pack by phase, order of its list, and place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackItem {
    /// Its list: an index into [`Pack::lists`].
    pub list: u32,
    /// The phase of its list.
    pub phase: Phase,
    /// Its place in its list, from 0.
    pub position: u32,
    /// The item as the pack has it.
    pub item: Item,
    /// When it applies: at least one case, each with roles.
    pub cases: Vec<CompiledCase>,
    /// Its prompts: a range of [`Pack::prompts`], in the order of `item.prompts`.
    pub prompts: Range<u32>,
}

/// What a prompt is folded under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// An item: an index into [`Pack::items`].
    Item(u32),
    /// A domain: an index into the pack's `domains`.
    Domain(u32),
}

/// A prompt of the flat list: those of the items in their order, then those of the domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackPrompt {
    /// What it is folded under.
    pub under: Under,
    /// The prompt as the pack has it.
    pub prompt: Prompt,
    /// When it applies. Empty: always.
    pub cases: Vec<CompiledCase>,
}

/// A pack: whole, checked and indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    file: PackFile,
    digest: [u8; 32],
    digest_hex: String,
    ages: AgeLine,
    items: Vec<PackItem>,
    item_ids: HashMap<String, u32>,
    prompts: Vec<PackPrompt>,
    prompt_ids: HashMap<String, u32>,
    list_ids: HashMap<String, u32>,
    domains: Vec<DomainIndex>,
    notices: Vec<Vec<CompiledCase>>,
    routes: Vec<Vec<CompiledCase>>,
    review: Vec<Vec<CompiledCase>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct DomainIndex {
    cases: Vec<CompiledCase>,
    prompts: Range<u32>,
}

impl Pack {
    /// Indexes a file that `check` has found whole.
    pub(crate) fn compile(file: PackFile, digest: [u8; 32]) -> Pack {
        let ages = AgeLine::new(&file.age_bands);
        let compiler = Compiler::new(&file, &ages);
        let mut order: Vec<(u32, &List)> = (0..).zip(&file.lists).collect();
        crate::order::sort_by_key(&mut order, |(_, list)| (list.phase, list.order, list.id.as_str()));

        let mut items = Vec::new();
        let mut prompts = Vec::new();
        for (list_at, list) in order {
            for (position, item) in (0..).zip(&list.items) {
                let under = Under::Item(items.len() as u32);
                items.push(PackItem {
                    list: list_at,
                    phase: list.phase,
                    position,
                    item: item.clone(),
                    cases: compiler.within(&item.cases, &list.roles),
                    prompts: add_prompts(&mut prompts, under, &item.prompts, &compiler),
                });
            }
        }
        let mut domains = Vec::new();
        for (at, domain) in (0..).zip(&file.domains) {
            domains.push(DomainIndex {
                cases: compiler.free(&domain.cases),
                prompts: add_prompts(&mut prompts, Under::Domain(at), &domain.prompts, &compiler),
            });
        }
        let notices = file
            .notices
            .iter()
            .map(|notice| compiler.free(&notice.cases))
            .collect();
        let routes = file
            .routes
            .iter()
            .map(|route| compiler.free(&route.cases))
            .collect();
        let review = file
            .review
            .iter()
            .map(|prompt| compiler.free(&prompt.cases))
            .collect();
        Pack {
            item_ids: by_id(items.iter().map(|item| &item.item.id)),
            prompt_ids: by_id(prompts.iter().map(|prompt| &prompt.prompt.id)),
            list_ids: by_id(file.lists.iter().map(|list| &list.id)),
            digest_hex: hex(&digest),
            digest,
            ages,
            items,
            prompts,
            domains,
            notices,
            routes,
            review,
            file,
        }
    }

    /// The file as it was read.
    pub fn file(&self) -> &PackFile {
        &self.file
    }

    /// The SHA-256 of the exact bytes.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The same in hexadecimal: the pack's name on disk and in an interaction.
    pub fn digest_hex(&self) -> &str {
        &self.digest_hex
    }

    /// Every item, by phase, order of its list, and place in the list.
    pub fn items(&self) -> &[PackItem] {
        &self.items
    }

    /// The place of an item in [`Pack::items`].
    pub fn item_index(&self, id: &str) -> Option<u32> {
        self.item_ids.get(id).copied()
    }

    /// An item by its id.
    pub fn item(&self, id: &str) -> Option<&PackItem> {
        self.items.get(self.item_index(id)? as usize)
    }

    /// The lists as the file has them.
    pub fn lists(&self) -> &[List] {
        &self.file.lists
    }

    /// The place of a list in [`Pack::lists`].
    pub fn list_index(&self, id: &str) -> Option<u32> {
        self.list_ids.get(id).copied()
    }

    /// Every prompt: those of the items in their order, then those of the domains.
    pub fn prompts(&self) -> &[PackPrompt] {
        &self.prompts
    }

    /// The place of a prompt in [`Pack::prompts`].
    pub fn prompt_index(&self, id: &str) -> Option<u32> {
        self.prompt_ids.get(id).copied()
    }

    /// A prompt by its id.
    pub fn prompt(&self, id: &str) -> Option<&PackPrompt> {
        self.prompts.get(self.prompt_index(id)? as usize)
    }

    /// The prompts of an item or a domain.
    pub fn prompts_under(&self, under: Under) -> &[PackPrompt] {
        let range = match under {
            Under::Item(at) => self.items.get(at as usize).map(|item| &item.prompts),
            Under::Domain(at) => self.domains.get(at as usize).map(|domain| &domain.prompts),
        };
        range
            .and_then(|range| self.prompts.get(range.start as usize..range.end as usize))
            .unwrap_or(&[])
    }

    /// When the `n`-th domain of the file applies. Empty: always.
    pub fn domain_cases(&self, n: usize) -> &[CompiledCase] {
        self.domains.get(n).map_or(&[], |domain| &domain.cases)
    }

    /// When the `n`-th notice of the file applies. Empty: always.
    pub fn notice_cases(&self, n: usize) -> &[CompiledCase] {
        self.notices.get(n).map_or(&[], Vec::as_slice)
    }

    /// When the `n`-th route of the file follows. Empty: in any circumstances.
    pub fn route_cases(&self, n: usize) -> &[CompiledCase] {
        self.routes.get(n).map_or(&[], Vec::as_slice)
    }

    /// Which children the `n`-th prompt for the review is about. Empty: any.
    pub fn review_cases(&self, n: usize) -> &[CompiledCase] {
        self.review.get(n).map_or(&[], Vec::as_slice)
    }

    /// The age line that the pack's bands make.
    pub fn age_line(&self) -> &AgeLine {
        &self.ages
    }

    /// Every atom in which this age may lie. Not known: all of them.
    pub fn age_atoms(&self, age: Age) -> u64 {
        self.ages.atoms(age)
    }

    /// The place of a factor among the pack's factors: its bit.
    pub fn factor_index(&self, id: &str) -> Option<u32> {
        let at = self.file.factors.iter().position(|factor| factor.id == id);
        at.and_then(|at| u32::try_from(at).ok())
    }
}

fn add_prompts(
    all: &mut Vec<PackPrompt>,
    under: Under,
    prompts: &[Prompt],
    compiler: &Compiler<'_>,
) -> Range<u32> {
    let start = all.len() as u32;
    all.extend(prompts.iter().map(|prompt| PackPrompt {
        under,
        prompt: prompt.clone(),
        cases: compiler.free(&prompt.cases),
    }));
    start..all.len() as u32
}

fn by_id<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, u32> {
    ids.cloned().zip(0..).collect()
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text
}
