//! What stands in the place of an erased entry: one of its kind without words.
//!
//! Refuses to invent: it has no name and no time, and says that its words were erased.

use super::{Remains, SharingPart, all};
use crate::age::Age;
use crate::interaction::entry::*;
use crate::sets::*;
use std::collections::BTreeMap;

/// What stands where words stood.
pub(crate) const WORDS: &str = "(words erased)";
/// What stands where a name stood.
pub(crate) const NAME: &str = "Name erased";
/// What a handling line says whose words were erased.
pub(crate) const HANDLING: &str =
    "The words of this instruction were erased. Ask before anything is passed on";

/// The entries that stand in the place of those that were erased. They have no words, no name and no time.
pub(crate) fn stand_ins(entries: &[Entry]) -> BTreeMap<u64, Entry> {
    let mut made = BTreeMap::new();
    for (seq, remains) in all(entries) {
        let gone = entries
            .iter()
            .find(|entry| entry.seq == seq && entry.event == Event::Gone);
        if let Some(entry) = gone.and_then(|gone| stand_in(gone, remains)) {
            made.insert(seq, entry);
        }
    }
    made
}

fn stand_in(gone: &Entry, remains: &Remains) -> Option<Entry> {
    let corrected = |entry: u64, how: Correction| {
        Event::Corrected(Corrected {
            entry,
            how,
            reason: None,
        })
    };
    let (about, event) = match remains {
        Remains::Danger {
            answer,
            not_seen,
            known_by,
            ..
        } => (
            vec![],
            Event::DangerAsked(DangerAsked {
                answer: *answer,
                known_by: known_by
                    .iter()
                    .map(|how| Known { how: *how, who: None })
                    .collect(),
                because: AskedBecause::Chosen,
                words: words(),
                not_seen: not_seen.clone(),
                shown: None,
            }),
        ),
        Remains::Struck { entry } => (vec![], corrected(*entry, Correction::PressedByMistake)),
        Remains::Moved { entry, child } => (
            vec![*child],
            corrected(*entry, Correction::MovedToChild { child: *child }),
        ),
        Remains::Reworded { entry } => {
            let words = WORDS.to_owned();
            (vec![], corrected(*entry, Correction::Reworded { words }))
        }
        Remains::Risk { child, level, seen } => (
            child.iter().copied().collect(),
            Event::RiskStated(RiskStated {
                child: *child,
                level: *level,
                words: WORDS.to_owned(),
                words_from: None,
                seen: *seen,
                routes: vec![],
            }),
        ),
        Remains::Sharing {
            sharing,
            stage,
            children,
            said,
            ..
        } => {
            let mut moved = SharingMoved {
                sharing: *sharing,
                stage: *stage,
                to: None,
                how: None,
                what: None,
                why: None,
                considered: None,
                by: None,
                route: None,
            };
            for part in said {
                let name = matches!(part, SharingPart::To | SharingPart::By);
                *part.of(&mut moved) = Some(if name { NAME } else { WORDS }.to_owned());
            }
            (children.clone(), Event::SharingMoved(moved))
        }
        Remains::Handling { children } => (
            children.clone(),
            Event::HandlingSet(HandlingSet {
                words: HANDLING.to_owned(),
            }),
        ),
        Remains::Left => (
            vec![],
            Event::LeftScene(LeftScene {
                why: WORDS.to_owned(),
                staying: None,
                not_reached: vec![],
            }),
        ),
        Remains::Circumstances {
            children,
            seen,
            presence,
            involved,
            may_be_others,
            factors,
            ..
        } => (
            children.clone(),
            Event::CircumstancesSet(CircumstancesSet {
                presence: presence.then_some(Presence::NotKnown),
                seen: seen.then_some(Seen::NotSaid),
                involved: involved.then(Vec::new),
                may_be_others: (*involved || *may_be_others).then_some(true),
                factors: factors.iter().map(|factor| not_known(factor)).collect(),
                known_by: vec![],
            }),
        ),
        Remains::Child { child } => (
            vec![*child],
            Event::ChildAdded(ChildAdded {
                child: *child,
                label: unnamed(*child),
                age: Age::NotKnown,
            }),
        ),
        Remains::Told {
            entry,
            how,
            item,
            children,
            ..
        } => (
            children.clone(),
            Event::Told(ToldSomeone {
                entry: *entry,
                to: NAME.to_owned(),
                how: *how,
                words: words(),
                said_back: None,
                answers: item.as_deref().map(worded_otherwise),
            }),
        ),
        Remains::HandedOver { how, children } => (
            children.clone(),
            Event::HandedOver(HandedOver {
                to: NAME.to_owned(),
                how: *how,
                said_back: None,
                words: words(),
                say_first: vec![],
            }),
        ),
        Remains::Exported {
            format,
            child,
            reader,
        } => (
            child.iter().copied().collect(),
            Event::Exported(Exported {
                format: format.map_or(WORDS, ExportFormat::as_str).to_owned(),
                for_child: *child,
                for_reader: reader.then(|| NAME.to_owned()),
                digest: None,
                renderer: None,
                past_end: None,
                say_first: None,
                left_out: vec![],
                form: vec![],
            }),
        ),
        Remains::TakenOver { how } => (vec![], Event::TakenOver(handling_from_others(*how))),
        Remains::Hold { set: true } => (vec![], Event::HoldSet(reason())),
        Remains::Hold { set: false } => (vec![], Event::HoldLifted(reason())),
        Remains::Reopened => (vec![], Event::Reopened(reason())),
        Remains::Copied { upto } => (
            vec![],
            Event::CopiedForTheLog(CopiedForTheLog {
                words: WORDS.to_owned(),
                upto: *upto,
            }),
        ),
        Remains::Named { .. } | Remains::Answer { .. } | Remains::Scene | Remains::Words { .. } => {
            return None;
        }
    };
    Some(Entry {
        author: Some(NAME.to_owned()),
        about,
        event,
        ..gone.clone()
    })
}

fn words() -> Option<String> {
    Some(WORDS.to_owned())
}

fn reason() -> Reason {
    Reason {
        reason: WORDS.to_owned(),
    }
}

/// An item of which only its id is kept.
fn worded_otherwise(item: &str) -> Shown {
    Shown {
        id: item.to_owned(),
        phase: None,
        list: None,
        text: WORDS.to_owned(),
        value: None,
    }
}

/// A handling instruction of another record: whose, and what it says, is erased.
fn handling_from_others(how: Told) -> TakenOver {
    let file = HandedFile {
        interaction: String::new(),
        head: String::new(),
        entries: 0,
        without_words: 0,
        role: None,
        handling: Some(HANDLING.to_owned()),
        children: vec![],
    };
    TakenOver {
        from: Some(NAME.to_owned()),
        how,
        words: WORDS.to_owned(),
        file: Some(file),
    }
}

/// What a child is called of whom nothing is known.
pub(super) fn unnamed(child: u32) -> String {
    format!("child {child}")
}

fn not_known(factor: &str) -> FactorSet {
    FactorSet {
        factor: factor.to_owned(),
        state: FactorState::NotKnown,
    }
}
