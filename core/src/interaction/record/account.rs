//! The account of a record: every line of it once, then arranged by child or on the force's own form.
//!
//! Made for a reading on the device, or for an export from its entries alone. Refuses to say of one child's or one
//! reader's export how things stand now: entries that are left out may say more, so each line has its own time.

use super::part::{Part, form};
use super::{Line, LineMark, Record, RecordSection, exports};
use crate::interaction::entry::*;
use crate::interaction::lines::{Words, capital};
use crate::interaction::reword::reworded;
use crate::interaction::state::State;
use crate::pack::types::ExportSection;
use crate::sets::LeftOutWhy;
use std::collections::{BTreeMap, BTreeSet};

/// What an account is made from.
pub struct Account<'a> {
    pub(super) state: &'a State,
    pub(super) entries: &'a [Entry],
    /// What had to be said first.
    pub(super) open: &'a SayFirst,
    pub(super) words: Words<'a>,
    /// The export whose account it is; none for a reading on the device.
    pub(super) export: Option<Of<'a>>,
    /// What later entries say of earlier ones.
    pub(super) later: Later,
    /// What stands in the place of erased entries.
    stand_ins: BTreeMap<u64, Entry>,
    /// Entries that read otherwise now, as they read.
    as_corrected: BTreeMap<u64, Entry>,
}

/// The export whose account it is.
pub(super) struct Of<'a> {
    /// Its entry.
    pub entry: &'a Entry,
    /// What it says of itself.
    pub said: &'a Exported,
    /// The children for whom it is; none: the whole record.
    pub children: Option<BTreeSet<u32>>,
    /// Why an entry has no words in it.
    pub left_out: BTreeMap<u64, LeftOutWhy>,
    /// The commitment to each entry, in hexadecimal.
    pub commitments: &'a [String],
}

/// What later entries say of earlier ones.
#[derive(Default)]
pub(super) struct Later {
    /// Entries that count for nothing, and by which entry.
    pub struck: BTreeMap<u64, u64>,
    /// Entries that are about another child.
    pub moved: BTreeMap<u64, u32>,
    /// Entries that read otherwise: by which entry, and how.
    pub reworded: BTreeMap<u64, (u64, String)>,
    /// Every entry that corrects an entry, in order.
    pub corrected: BTreeMap<u64, Vec<u64>>,
}

impl Later {
    fn of(state: &State) -> Later {
        let mut later = Later::default();
        for line in &state.corrections {
            if let Event::Corrected(c) = &line.event {
                later.corrected.entry(c.entry).or_default().push(line.seq);
                match &c.how {
                    Correction::PressedByMistake => drop(later.struck.insert(c.entry, line.seq)),
                    Correction::MovedToChild { child } => drop(later.moved.insert(c.entry, *child)),
                    Correction::Reworded { words } => {
                        drop(later.reworded.insert(c.entry, (line.seq, words.clone())));
                    }
                }
            }
        }
        later
    }
}

impl<'a> Account<'a> {
    /// The account for a reading on the device.
    pub fn of(state: &'a State, entries: &'a [Entry], open: &'a SayFirst) -> Account<'a> {
        let (words, later) = (Words { state }, Later::of(state));
        let stand_ins = crate::interaction::remains::stand_ins(entries);
        let now = |entry: &Entry| {
            let (_, words) = later.reworded.get(&entry.seq)?;
            let entry = stand_ins.get(&entry.seq).unwrap_or(entry);
            let event = reworded(&entry.event, words);
            Some((
                entry.seq,
                Entry {
                    event,
                    ..entry.clone()
                },
            ))
        };
        let as_corrected = entries.iter().filter_map(now).collect();
        Account {
            state,
            entries,
            open,
            words,
            export: None,
            later,
            stand_ins,
            as_corrected,
        }
    }

    /// The account of an export: its entries, of which the last says what it is. None when that says too little.
    pub fn of_export(
        state: &'a State,
        entries: &'a [Entry],
        commitments: &'a [String],
    ) -> Option<Account<'a>> {
        let entry = entries.last()?;
        let Event::Exported(said) = &entry.event else {
            return None;
        };
        let open = said.say_first.as_ref()?;
        let number = |number: &u32| state.child(*number).map_or(*number, |child| child.number);
        let children = (!exports::is_whole(said)).then(|| entry.about.iter().map(number).collect());
        let left_out = said
            .left_out
            .iter()
            .flat_map(|one| one.entries.iter().map(|seq| (*seq, one.why)));
        let export = Of {
            entry,
            said,
            children,
            left_out: left_out.collect(),
            commitments,
        };
        Some(Account {
            export: Some(export),
            ..Account::of(state, entries, open)
        })
    }

    /// The order of the force's own form, where its guidance had one.
    pub fn form(&self) -> &'a [ExportSection] {
        self.export.as_ref().map_or(&[], |of| of.said.form.as_slice())
    }

    /// Whether it is of a part of the record: then what does not stand in it may have been done all the same.
    pub(super) fn partial(&self) -> bool {
        self.export.as_ref().is_some_and(|of| of.children.is_some())
    }

    /// The children that have a section of their own.
    pub(super) fn children(&self) -> Vec<u32> {
        let of = self.export.as_ref().and_then(|of| of.children.as_ref());
        let listed = self.state.present_children().map(|child| child.number);
        listed
            .filter(|child| of.is_none_or(|of| of.contains(child)))
            .collect()
    }

    /// The entries that count, oldest first, as they read now; of an erased one, what it did.
    pub(super) fn counting(&self) -> impl Iterator<Item = &Entry> {
        let counts = |entry: &&Entry| !self.later.struck.contains_key(&entry.seq);
        let now = |entry: &'a Entry| {
            let corrected = self.as_corrected.get(&entry.seq);
            corrected
                .or_else(|| self.stand_ins.get(&entry.seq))
                .unwrap_or(entry)
        };
        self.entries.iter().filter(counts).map(now)
    }

    /// Whether only what an entry did is left of it.
    pub(super) fn is_erased(&self, seq: u64) -> bool {
        self.stand_ins.contains_key(&seq)
    }

    /// The children that an entry is about now.
    pub(super) fn about(&self, entry: &Entry) -> Vec<u32> {
        let moved = self.later.moved.get(&entry.seq).copied();
        let numbers = moved.map_or_else(|| entry.about.clone(), |child| vec![child]);
        let mut now: Vec<u32> = Vec::new();
        for number in numbers {
            let number = self.state.child(number).map_or(number, |child| child.number);
            if !now.contains(&number) {
                now.push(number);
            }
        }
        now
    }

    /// Every line, in our own order.
    fn lines(&self) -> Vec<Line> {
        let mut lines = self.handling();
        lines.extend(self.standing());
        lines.extend(self.first());
        lines.extend(self.danger());
        for child in self.children() {
            lines.extend(self.of_child(child));
        }
        lines.extend(self.answers(None));
        lines.extend(self.of_nobody());
        let hearsay = hearsay(&lines);
        lines.extend(hearsay);
        lines.extend(self.rest());
        for line in &mut lines {
            self.overtake(line);
            self.as_corrected(line);
        }
        lines.extend(self.log());
        lines
    }

    /// Says of a line that a later entry, which is left out, may say otherwise.
    fn overtake(&self, line: &mut Line) {
        if self.open.overtaken.contains(&line.entry) {
            line.notes
                .push("A later entry, which is left out, may say otherwise".to_owned());
        }
    }

    /// Says of a line that its words are not those that were written first. A sharing says it of each stage.
    fn as_corrected(&self, line: &mut Line) {
        let by = self.later.reworded.get(&line.entry).map(|(by, _)| by);
        if let Some(by) = by.filter(|_| line.part != Some(Part::Sharing)) {
            line.notes.push(format!("As corrected by entry {by}"));
        }
    }

    /// The record by child: what comes first, then each child, then the rest.
    pub fn by_child(&self) -> Record {
        let lines = self.lines();
        let mut sections: Vec<RecordSection> = Vec::new();
        let call = crate::interaction::call::is_one(self.state);
        let scene = if call { "The call" } else { "The scene" };
        for part in Part::ALL.iter().copied() {
            if part == Part::Children {
                sections.extend(
                    self.children()
                        .into_iter()
                        .map(|child| self.child_section(child, &lines)),
                );
            }
            // A child's own lines stand in its section; those of the scene, and what leads, here.
            let of_nobody = |line: &&Line| line.of.is_none() && line.about.is_empty();
            let own = lines.iter().filter(|line| line.part == Some(part));
            let here = own.filter(|line| !part.is_of_a_child() || of_nobody(line));
            let placed = here.map(|line| {
                // Its heading says what its label would, and nothing says whose it is.
                let mut line = line.clone();
                if part != Part::Log {
                    line.lead = super::joined(&line.whose(&self.words), &line.lead);
                }
                let text = line.whole(&self.words, false);
                line.placed(text)
            });
            let placed: Vec<_> = placed.collect();
            if placed.is_empty() {
                continue;
            }
            let title = match part {
                part if part.is_of_a_child() => format!("{scene}: {}", part.title().to_lowercase()),
                Part::Scene if call => "The line: closed, and called back".to_owned(),
                part if part.is_counted() => format!("{}: {}", part.title(), placed.len()),
                part => part.title().to_owned(),
            };
            let section = part.id().to_owned();
            sections.push(RecordSection {
                section,
                title,
                child: 0,
                lines: placed,
            });
        }
        let (title, facts) = self.heading();
        Record {
            title,
            facts,
            sections,
        }
    }

    fn child_section(&self, child: u32, lines: &[Line]) -> RecordSection {
        let theirs = |line: &&Line| line.of == Some(child) || line.about.contains(&child);
        let shown = |line: &&Line| {
            line.part
                .is_some_and(|part| part.is_of_a_child() || part.is_open())
        };
        let mut shared = self.shared(child);
        shared.iter_mut().for_each(|line| self.overtake(line));
        let own = lines.iter().filter(theirs).filter(shown).chain(&shared);
        let mut own: Vec<(Part, Line)> = own.filter_map(|line| Some((line.part?, line.clone()))).collect();
        // What is still open closes it.
        crate::order::sort_by_key(&mut own, |(part, _)| (part.is_open(), *part));
        let placed = own.into_iter().map(|(part, mut line)| {
            let others: Vec<u32> = (line.about.iter().copied())
                .filter(|other| *other != child && line.of != Some(*other))
                .collect();
            if part.is_open() {
                line.lead = part.label().to_owned();
            } else if !others.is_empty() {
                line.notes
                    .push(format!("Also about: {}", self.words.children(&others)));
            }
            if let Some(other) = line.of.filter(|other| *other != child) {
                let said = if part == Part::Words { ", said" } else { "" };
                let whose = format!("{}{said}", capital(&self.words.child(other)));
                line.lead = super::joined(&whose, &line.lead);
            }
            let text = line.whole(&self.words, false);
            line.placed(text)
        });
        RecordSection {
            section: "child".to_owned(),
            title: capital(&self.words.child(child)),
            child,
            lines: placed.collect(),
        }
    }

    /// The record on the force's own form.
    pub fn by_form(&self, sections: &[ExportSection]) -> Record {
        let lines = self.lines();
        let mut placed = Vec::new();
        for one in form(sections) {
            let mut section = RecordSection {
                section: one.part.id().to_owned(),
                title: one.title,
                child: 0,
                lines: Vec::new(),
            };
            for part in one.parts {
                for line in lines.iter().filter(|line| line.part == Some(part)) {
                    let line = line.clone();
                    let text = line.whole(&self.words, true);
                    section.lines.push(line.placed(text));
                }
            }
            if !section.lines.is_empty() {
                placed.push(section);
            }
        }
        let (title, facts) = self.heading();
        Record {
            title,
            facts,
            sections: placed,
        }
    }
}

/// What is known only from an adult, from records or assumed, once for each entry and all whom it is about.
fn hearsay(lines: &[Line]) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    for line in lines.iter().filter(|line| line.mark == LineMark::Hearsay) {
        let about = line.of.iter().chain(&line.about).copied();
        let same = |one: &&mut Line| (one.entry, &one.words) == (line.entry, &line.words);
        match all.iter_mut().find(same) {
            Some(one) => one.about.extend(about),
            None => all.push(Line {
                part: Some(Part::Hearsay),
                about: about.collect(),
                of: None,
                ..line.clone()
            }),
        }
    }
    all
}
