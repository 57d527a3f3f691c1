//! How much a pack may hold, and what a pack with a flow must hold: the checks that count.
//!
//! Refuses a list that nobody reads to its end, and a role that would start without a danger question, a budget or
//! somewhere to turn. Phase budgets themselves are proved by lint, over every circumstance.

use super::cases::{AgeLine, MOST_BITS};
use super::check::{BASE, Fault};
use super::types::PackFile;
use crate::sets::Level;

/// The most items in a list, and prompts under an item or a domain.
pub const MOST_IN_ONE: usize = 9;

/// Every fault of number.
pub(crate) fn faults(file: &PackFile) -> Vec<Fault> {
    let mut limits = Limits {
        file,
        found: Vec::new(),
    };
    limits.sizes();
    limits.flow();
    limits.found
}

struct Limits<'p> {
    file: &'p PackFile,
    found: Vec<Fault>,
}

impl Limits<'_> {
    fn fault(&mut self, rule: &'static str, section: &'static str, name: &str, sentence: String) {
        self.found.push(Fault {
            rule,
            section,
            name: name.to_owned(),
            sentence,
        });
    }

    fn sizes(&mut self) {
        let file = self.file;
        for list in &file.lists {
            self.at_most(
                "too-many-items",
                "lists",
                &list.id,
                list.items.len(),
                "items in one list",
            );
            for item in &list.items {
                self.at_most(
                    "too-many-prompts",
                    "items",
                    &item.id,
                    item.prompts.len(),
                    "prompts under one item",
                );
            }
        }
        for it in &file.domains {
            self.at_most(
                "too-many-prompts",
                "domains",
                &it.id,
                it.prompts.len(),
                "prompts in one domain",
            );
        }
        for table in &file.tables {
            let width = table.columns.len();
            for (n, row) in table
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| row.len() != width)
            {
                let sentence = format!(
                    "row {} has {} cells, the table has {width} columns",
                    n + 1,
                    row.len()
                );
                self.fault("table-width", "tables", &table.id, sentence);
            }
        }
        for band in &file.age_bands {
            let reversed = matches!((band.from_months, band.to_months), (Some(from), Some(to)) if from > to);
            if reversed || !(band.born || band.unborn) {
                let sentence = "nobody is in this age band: mend its ends".to_owned();
                self.fault("bad-age-band", "age_bands", &band.id, sentence);
            }
        }
        if let Some(past) = file.factors.get(MOST_BITS) {
            let sentence = format!("a pack has at most {MOST_BITS} factors, this is one more: join some");
            self.fault("too-many-factors", "factors", &past.id, sentence);
        }
        if let (true, Some(last)) = (
            AgeLine::new(&file.age_bands).len() > MOST_BITS,
            file.age_bands.last(),
        ) {
            let sentence = "the age bands cut the line of ages into more than 64 parts: join some".to_owned();
            self.fault("too-many-ages", "age_bands", &last.id, sentence);
        }
    }

    fn at_most(&mut self, rule: &'static str, section: &'static str, id: &str, n: usize, what: &str) {
        if n > MOST_IN_ONE {
            let sentence = format!("{n} {what}, at most {MOST_IN_ONE}: split it, or fold some");
            self.fault(rule, section, id, sentence);
        }
    }

    fn flow(&mut self) {
        let file = self.file;
        for (n, budget) in file.budgets.iter().enumerate() {
            if file.budgets.iter().take(n).any(|other| other.role == budget.role) {
                let sentence = "this role has two budgets: keep one".to_owned();
                self.fault("duplicate-id", "budgets", budget.role.as_str(), sentence);
            }
        }
        for role in file
            .roles
            .iter()
            .filter(|role| !file.budgets.iter().any(|it| it.role == **role))
        {
            let sentence = format!("{role} has a flow and no budget: add one to `budgets`");
            self.fault("missing-budget", "pack", &file.id, sentence);
        }
        if file.roles.is_empty() {
            return;
        }
        if file.danger.is_none() {
            let sentence = "the pack has a flow and no danger question: add `danger`, or extend the base";
            self.fault("missing-danger", "pack", &file.id, sentence.to_owned());
        }
        // What follows is each force's own: the base leaves it open, and a pack that extends it must fill it.
        let levels = if file.id == BASE { &[] } else { Level::ALL };
        for level in levels {
            if !file.routes.iter().any(|route| route.levels.contains(level)) {
                let sentence =
                    format!("nothing follows from {level}: add a route, or one with a value to set");
                self.fault("missing-route", "pack", &file.id, sentence);
            }
        }
    }
}
