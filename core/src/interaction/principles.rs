//! The six principles: a view of the same items and prompts, guides first, then must-dos, each in the source's order.
//!
//! Refuses to count a prompt as left, and to leave a principle out because nothing of it is left.

use super::prompts::prompts;
use super::screen::NextRow;
use super::state::State;
use super::worklist::{Mark, Row, worklist};
use crate::pack::Pack;
use crate::sets::{PrincipleKind, PromptKind};

/// A principle, with what serves it here and now.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PrincipleView {
    /// Index of the principle in the pack.
    pub principle: u32,
    /// Rows left that serve it: open, not folded, and waiting for nothing.
    pub left: u32,
    /// What is left, and what is there to notice, ask or think about: `3 left, 1 for later. 5 to notice or ask`.
    pub words: String,
    /// Its rows, as they stand in the lists of the screen.
    pub rows: Vec<NextRow>,
    /// The ids of its prompts. They are not counted as left.
    pub prompts: Vec<String>,
}

/// Every principle of the pack.
pub fn principles(pack: &Pack, state: &State) -> Vec<PrincipleView> {
    let work = worklist(pack, state);
    let mut all: Vec<(PrincipleKind, u32, PrincipleView)> = Vec::new();
    for (at, principle) in pack.file().principles.iter().enumerate() {
        let mut found = Found::default();
        for (list, rows) in work.lists.iter().enumerate() {
            for (index, row) in work.rows_of(rows).iter().enumerate() {
                let item = pack.items().get(row.item as usize).map(|found| &found.item);
                let Some(item) = item else { continue };
                let tagged = item.principles.contains(&principle.id);
                if tagged {
                    found.row(row, list, index);
                }
                if !row.folded {
                    // A prompt with no principle of its own serves those of its item.
                    found.prompts(pack, state, row, |own| match own {
                        [] => tagged,
                        own => own.contains(&principle.id),
                    });
                }
            }
        }
        all.push((principle.kind, principle.number, found.view(at)));
    }
    all.sort_by_key(|(kind, number, _)| (*kind != PrincipleKind::Guides, *number));
    all.into_iter().map(|(_, _, view)| view).collect()
}

#[derive(Default)]
struct Found {
    left: u32,
    later: u32,
    rows: Vec<NextRow>,
    prompts: Vec<String>,
    /// Of these: only to think about.
    think: u32,
    /// Of these: to notice or to ask, under an item.
    others: u32,
    /// The domains of risk that the rest stands in.
    domains: Vec<u32>,
}

impl Found {
    fn row(&mut self, row: &Row, list: usize, index: usize) {
        if row.mark == Mark::Open && !row.folded && row.waits.is_none() {
            self.left += 1;
        }
        if row.mark == Mark::Later {
            self.later += 1;
        }
        self.rows.push(NextRow {
            list: u32::try_from(list).unwrap_or(u32::MAX),
            row: u32::try_from(index).unwrap_or(u32::MAX),
        });
    }

    fn prompts(&mut self, pack: &Pack, state: &State, row: &Row, serves: impl Fn(&[String]) -> bool) {
        for one in prompts(pack, state, row.item, row.child) {
            let Some(found) = pack.prompts().get(one.prompt as usize) else {
                continue;
            };
            let prompt = &found.prompt;
            if !serves(&prompt.principles) || self.prompts.contains(&prompt.id) {
                continue;
            }
            self.prompts.push(prompt.id.clone());
            match one.domain {
                Some(domain) if !self.domains.contains(&domain) => self.domains.push(domain),
                Some(_) => {}
                None if prompt.kind == PromptKind::Think => self.think += 1,
                None => self.others += 1,
            }
        }
    }

    fn view(self, principle: usize) -> PrincipleView {
        let words = self.words();
        PrincipleView {
            principle: u32::try_from(principle).unwrap_or(u32::MAX),
            left: self.left,
            words,
            rows: self.rows,
            prompts: self.prompts,
        }
    }

    fn words(&self) -> String {
        // What is only thought about is said so where there is nothing else to do with a prompt.
        let (think, ask) = match self.others {
            0 => (self.think, 0),
            others => (0, others + self.think),
        };
        let own = joined(&[(think, "to think about"), (ask, "to notice or ask")]);
        let groups = match self.domains.len() {
            0 => String::new(),
            1 => "1 group".to_owned(),
            many => format!("{many} groups"),
        };
        let prompts = match (own.is_empty(), groups.is_empty()) {
            (_, true) => own,
            (true, false) => format!("{groups} to notice or ask"),
            (false, false) => format!("{own}, and {groups}"),
        };
        let parts = [joined(&[(self.left, "left"), (self.later, "for later")]), prompts];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        match parts.is_empty() {
            true => "Nothing is left".to_owned(),
            false => parts.join(". "),
        }
    }
}

fn joined(counts: &[(u32, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = some.map(|(count, what)| format!("{count} {what}")).collect();
    words.join(", ")
}
