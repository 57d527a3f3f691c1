//! What of a record may go to one child's file, or to one reader, and why the rest stays.
//!
//! An entry is its exact bytes: it goes whole or not at all. It goes only when everything in it is about the children
//! of the export, and words go only where the entry says that they are about these children and nobody else. Words
//! about nobody in particular (a review, a copy for the log, where the scene is) may be about anybody and stay. For a
//! reader, the children are those of the sharings and hand-overs that are theirs, and what was decided for or said to
//! somebody else stays as well. Refuses to look into words: who they are about is what the officer said.

mod carries;
mod overtaken;

pub use overtaken::overtaken;

use self::carries::{Carries, carries, whose};
use super::entry::*;
use super::remains;
use super::state::State;
use crate::error::Refusal;
use crate::sets::{LeftOutWhy, SharingStage};
use std::collections::{BTreeMap, BTreeSet};

/// Which of the entries go, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    /// The children whom the export is for; none: all, and whatever is about nobody.
    pub children: Option<BTreeSet<u32>>,
    /// For each entry in turn, why it stays; none: it goes.
    pub why: Vec<Option<LeftOutWhy>>,
}

impl Going {
    /// All of them.
    pub fn all(entries: &[Entry]) -> Going {
        let gone = |entry: &Entry| (entry.event == Event::Gone).then_some(LeftOutWhy::Erased);
        Going {
            children: None,
            why: entries.iter().map(gone).collect(),
        }
    }

    /// Whether an entry goes.
    pub fn goes(&self, seq: u64) -> bool {
        let at = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        at.and_then(|at| self.why.get(at)).is_some_and(Option::is_none)
    }

    /// Whether something about this child goes.
    pub fn about(&self, child: Option<u32>) -> bool {
        match (&self.children, child) {
            (None, _) => true,
            (Some(children), Some(child)) => children.contains(&child),
            (Some(_), None) => false,
        }
    }

    /// What stays, by why, in the order of the entries.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let mut all: Vec<LeftOut> = Vec::new();
        for (at, why) in self.why.iter().enumerate() {
            let Some(why) = *why else { continue };
            let seq = at as u64 + 1;
            match all.iter_mut().find(|one| one.why == why) {
                Some(one) => one.entries.push(seq),
                None => all.push(LeftOut {
                    why,
                    entries: vec![seq],
                }),
            }
        }
        all
    }
}

/// Who can be an export's reader: with whom it was decided to share and not decided against, and to whom it was handed
/// over. As typed, each once.
pub fn readers(state: &State) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let shared = state
        .sharings
        .iter()
        .filter(|now| now.sharing.stage != SharingStage::NotShared);
    let shared = shared.filter_map(|now| now.sharing.to.as_deref());
    let handed = state.lines.iter().filter_map(|line| match &line.event {
        Event::HandedOver(hand) => Some(hand.to.as_str()),
        _ => None,
    });
    for name in shared.chain(handed).map(str::trim) {
        // Whose name was erased is nobody to make an export for.
        if !name.is_empty() && name != remains::NAME && !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    all
}

/// Which entries go: all; those for one child; those for one reader; or those for one child of that reader's.
///
/// # Errors
/// When there is no such child or reader in the record, or that reader has nothing of that child.
pub fn going(
    entries: &[Entry],
    state: &State,
    child: Option<u32>,
    reader: Option<&str>,
) -> Result<Going, Refusal> {
    let child = match child {
        None => None,
        Some(child) => Some(state.child(child).ok_or(Refusal::NoSuchChild)?.number),
    };
    // Of several whose name was erased nobody knows that they are one.
    if reader.is_some_and(|reader| reader.trim() == remains::NAME) {
        return Err(Refusal::NoSuchReader);
    }
    let theirs = reader.map(|reader| Theirs::of(state, reader.trim()));
    let children = match (child, &theirs) {
        (None, None) => return Ok(Going::all(entries)),
        (Some(child), None) => BTreeSet::from([child]),
        (None, Some(theirs)) if theirs.children.is_empty() => return Err(Refusal::NoSuchReader),
        (None, Some(theirs)) => theirs.children.clone(),
        (Some(child), Some(theirs)) if theirs.children.contains(&child) => BTreeSet::from([child]),
        (Some(_), Some(_)) => return Err(Refusal::NoSuchReader),
    };
    let why = parts(entries, state, &children, theirs.as_ref());
    Ok(Going {
        children: Some(children),
        why,
    })
}

/// What is a reader's own.
struct Theirs<'a> {
    reader: &'a str,
    /// The entries that began the sharings with them.
    sharings: BTreeSet<u64>,
    /// The children of these, and of what was handed over to them.
    children: BTreeSet<u32>,
}

impl<'a> Theirs<'a> {
    fn of(state: &State, reader: &'a str) -> Theirs<'a> {
        let mut theirs = Theirs {
            reader,
            sharings: BTreeSet::new(),
            children: BTreeSet::new(),
        };
        let mut add = |about: &[u32]| {
            let now = about.iter().filter_map(|number| state.child(*number));
            theirs.children.extend(now.map(|child| child.number));
        };
        for now in &state.sharings {
            let named = now.sharing.to.as_deref().is_some_and(|to| to.trim() == reader);
            if named && now.sharing.stage != SharingStage::NotShared {
                theirs.sharings.insert(now.first);
                add(&now.about);
            }
        }
        for line in &state.lines {
            if matches!(&line.event, Event::HandedOver(hand) if hand.to.trim() == reader) {
                add(&line.about);
            }
        }
        theirs
    }

    /// Whether an entry was decided for, or said to, somebody else.
    fn is_others(&self, entry: &Entry) -> bool {
        match &entry.event {
            Event::SharingMoved(moved) => !self.sharings.contains(&moved.sharing.unwrap_or(entry.seq)),
            Event::HandedOver(hand) => hand.to.trim() != self.reader,
            Event::Told(told) => told.to.trim() != self.reader,
            _ => false,
        }
    }
}

/// Whether a handling instruction stays that may be about a child of the export: whoever reads it has to be told.
pub fn handling_stays(entries: &[Entry], state: &State, going: &Going) -> bool {
    let struck = |seq: u64| {
        let by = |line: &super::state::Line| matches!(&line.event, Event::Corrected(c) if c.entry == seq && c.how == Correction::PressedByMistake);
        state.corrections.iter().any(by)
    };
    let stand_ins = remains::stand_ins(entries);
    entries.iter().zip(&going.why).any(|(entry, why)| {
        let entry = stand_ins.get(&entry.seq).unwrap_or(entry);
        let set = matches!(entry.event, Event::HandlingSet(_)) && !struck(entry.seq);
        set && !matches!(why, None | Some(LeftOutWhy::AnotherChild))
    })
}

/// For each entry in turn, why it stays.
///
/// Two that were found to be the same child are one. An entry that was corrected to be about another child is about
/// both, and what answers a question about another child is about that child too. Words that were typed about nobody
/// in particular do not become one child's by a correction.
fn parts(
    entries: &[Entry],
    state: &State,
    children: &BTreeSet<u32>,
    theirs: Option<&Theirs<'_>>,
) -> Vec<Option<LeftOutWhy>> {
    let wanted = |number: &u32| match state.child(*number) {
        Some(child) => children.contains(&child.number),
        None => children.contains(number),
    };
    let carried: Vec<Option<Carries>> = entries.iter().map(|entry| carries(&entry.event)).collect();
    let whose = whose(entries, &carried);
    // Of what was erased nobody knows any more about whom it was; a hand-over may have said it again.
    let (mut others_before, mut gone_before) = (false, false);
    // That a child was there stands when the words that added it are erased.
    let others_ever = whose.values().any(|whose| !whose.now.iter().all(wanted))
        || state.children.iter().any(|child| !wanted(&child.number));
    let mut why = Vec::with_capacity(entries.len());
    for (entry, carried) in entries.iter().zip(&carried) {
        let whose = whose.get(&entry.seq);
        let named = whose.is_some_and(|whose| !whose.written.is_empty());
        let others = whose.is_some_and(|whose| !whose.now.iter().all(wanted));
        let any = whose.is_some_and(|whose| whose.now.iter().any(wanted));
        why.push(match carried {
            None if matches!(entry.event, Event::Exported(_)) => Some(LeftOutWhy::EarlierExport),
            None => Some(LeftOutWhy::Erased),
            Some(_) if others && !any => Some(LeftOutWhy::AnotherChild),
            Some(carried)
                if others || (carried.everybody && others_before) || (carried.all_there && others_ever) =>
            {
                Some(LeftOutWhy::OthersToo)
            }
            Some(carried) if carried.words && !named => Some(LeftOutWhy::NobodyInParticular),
            Some(_) if theirs.is_some_and(|theirs| theirs.is_others(entry)) => Some(LeftOutWhy::OtherReader),
            Some(carried) if carried.repeats && gone_before => Some(LeftOutWhy::Erased),
            Some(_) => None,
        });
        others_before |= others;
        gone_before |= entry.event == Event::Gone;
    }
    rest(entries, state, &carried, &mut why);
    why
}

/// Takes out what rests on an entry that is out, and an entry whose correction is out: it would read as it does not.
fn rest(entries: &[Entry], state: &State, carried: &[Option<Carries>], why: &mut [Option<LeftOutWhy>]) {
    let corrections: BTreeMap<u64, u64> = (state.corrections.iter())
        .filter_map(|line| match &line.event {
            Event::Corrected(corrected) => Some((line.seq, corrected.entry)),
            _ => None,
        })
        .collect();
    loop {
        let out = |why: &[Option<LeftOutWhy>]| -> BTreeSet<u64> {
            let out = entries.iter().zip(why).filter(|(_, why)| why.is_some());
            crate::order::set(out.map(|(entry, _)| entry.seq))
        };
        let before = out(why);
        let corrected = corrections.iter().filter(|(seq, _)| before.contains(seq));
        let corrected = crate::order::set(corrected.map(|(_, of)| *of));
        for ((entry, carried), why) in entries.iter().zip(carried).zip(why.iter_mut()) {
            let rests = carried.as_ref().is_some_and(|carried| {
                let known = |seq: &u64| *seq >= 1 && *seq < entry.seq && !before.contains(seq);
                !carried.entries.iter().all(known)
            });
            if why.is_none() && (rests || corrected.contains(&entry.seq)) {
                *why = Some(LeftOutWhy::RestsOnLeftOut);
            }
        }
        if out(why) == before {
            return;
        }
    }
}
