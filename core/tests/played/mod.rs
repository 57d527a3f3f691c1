//! An interaction played on the guidance of the repository, with no store: operations in, entries and state out.

#![allow(dead_code, reason = "each test file takes what it needs")]

use childfirst::Result;
use childfirst::interaction::entry::{Begun, Entry, Event, PackRef};
use childfirst::interaction::fold::{fold, fold_one};
use childfirst::interaction::operation::Operation;
use childfirst::interaction::prepare::prepare;
use childfirst::interaction::record::{Record, record};
use childfirst::interaction::state::State;
use childfirst::interaction::worklist::{Row, Worklist, worklist};
use childfirst::pack::{Pack, build::build};
use childfirst::sets::{Phase, Role};
use childfirst::time::{Moment, When};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Hampshire's guidance, as the repository has it.
pub fn hampshire() -> Arc<Pack> {
    static PACK: OnceLock<Arc<Pack>> = OnceLock::new();
    let pack = PACK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
        Arc::new(Pack::read(&build(&folder, &[]).unwrap().bytes).unwrap())
    });
    Arc::clone(pack)
}

/// Ten seconds an entry, from 02:41:00.
pub fn at(entry: u64) -> Moment {
    let start = Moment::parse("2026-11-22T02:41:00+00:00").unwrap();
    Moment::new(start.utc + std::time::Duration::from_secs(10 * entry), 0)
}

/// An interaction under way.
pub struct Played {
    pub pack: Arc<Pack>,
    pub entries: Vec<Entry>,
    pub state: State,
}

impl Played {
    /// Begun in a role.
    pub fn begin(role: Role) -> Played {
        let pack = hampshire();
        let begun = Event::Begun(Begun {
            pack: PackRef {
                id: "hampshire".into(),
                version: 1,
                title: "Hampshire 2021-24".into(),
                digest: pack.digest_hex().into(),
            },
            values: None,
            role,
            recorder: Some("Op 7".into()),
        });
        let mut played = Played {
            pack,
            entries: Vec::new(),
            state: State::default(),
        };
        played.append(begun, vec![]);
        played
    }

    pub fn call() -> Played {
        Played::begin(Role::CallHandler)
    }

    /// Performs an operation, written as a line of a script is.
    pub fn try_to(&mut self, line: Value) -> Result<u64> {
        let operation: Operation =
            serde_json::from_value(line.clone()).unwrap_or_else(|e| panic!("{line}: {e}"));
        let prepared = prepare(operation, &self.state, &self.pack, None)?;
        Ok(self.append(prepared.event, prepared.about))
    }

    /// The same, where it has to work.
    pub fn play(&mut self, line: Value) -> u64 {
        self.try_to(line.clone())
            .unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    pub fn append(&mut self, event: Event, about: Vec<u32>) -> u64 {
        let seq = self.entries.len() as u64 + 1;
        let entry = Entry {
            seq,
            author: None,
            done_at: When::exactly(at(seq)),
            recorded_at: at(seq),
            about,
            event,
        };
        let again = fold_one(&mut self.state, &entry);
        self.entries.push(entry);
        if again {
            self.state = fold(&self.entries);
        }
        seq
    }

    /// An entry's words erased, as the door does it.
    pub fn erase(&mut self, seq: u64) {
        let entry = self.entries.iter_mut().find(|entry| entry.seq == seq).unwrap();
        (entry.event, entry.about, entry.author) = (Event::Gone, vec![], None);
        self.append(
            Event::Erased(childfirst::interaction::entry::Erased {
                entry: seq,
                reason: "r".into(),
                authority: "a".into(),
                remains: None,
            }),
            vec![],
        );
        self.state = fold(&self.entries);
    }

    pub fn now(&self) -> Moment {
        at(self.entries.len() as u64)
    }

    pub fn work(&self) -> Worklist {
        worklist(&self.pack, &self.state)
    }

    pub fn record(&self) -> Record {
        record(Some(&self.pack), &self.state, &self.entries)
    }

    /// The row of an item, by the end of its id.
    pub fn row(&self, id: &str) -> Row {
        let index = self.pack.item_index(&format!("six-principles/{id}")).unwrap();
        let work = self.work();
        work.rows.iter().find(|row| row.item == index).cloned().unwrap()
    }

    /// Left and waiting of a phase.
    pub fn counts(&self, phase: Phase) -> (u32, u32) {
        let work = self.work();
        let lists = work.lists.iter().filter(|list| list.phase == phase);
        lists.fold((0, 0), |sum, list| (sum.0 + list.left, sum.1 + list.waiting))
    }

    /// The line of an entry, as a record has it.
    pub fn line(&self, seq: u64) -> String {
        let words = childfirst::interaction::lines::Words { state: &self.state };
        words.event(self.entries.iter().find(|entry| entry.seq == seq).unwrap())
    }
}
