//! What stays of an erased entry without a word of it, so that nothing older comes back in its place.
//!
//! An erasure takes words away, and with them whatever they had taken the place of would stand again: words that were
//! struck out, *not now* after a yes. So the entry that says *erased* keeps what the other one did. What was judged or
//! how far it came stays (danger's answer, a level, a stage, what a correction was of); what was said of a child is
//! not known from there on. Refuses to keep words, a name or a time.

mod said;
mod stand_in;

pub use said::worded;
pub(in crate::interaction) use stand_in::forget;
pub(crate) use stand_in::{NAME, WORDS, stand_ins};

use super::entry::*;
use crate::sets::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an erased entry did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Remains {
    /// It answered danger. The answer stands.
    Danger {
        /// The answer.
        answer: Danger,
    },
    /// It said that an entry was pressed by mistake. That entry still counts for nothing.
    Struck {
        /// Which entry.
        entry: u64,
    },
    /// It moved an entry to another child. That entry is still about that child.
    Moved {
        /// Which entry.
        entry: u64,
        /// The child.
        child: u32,
    },
    /// It gave an entry other words. The words before them do not stand again.
    Reworded {
        /// Which entry.
        entry: u64,
    },
    /// It stated a risk. The level stands.
    Risk {
        /// The child; none: the scene.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
        /// The level.
        level: Level,
        /// Whether the recorder had seen the child.
        seen: Seen,
    },
    /// It began a sharing, or moved one on. It has come that far: what was decided and not sent is still to be sent.
    Sharing {
        /// The entry that began the sharing; none: this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sharing: Option<u64>,
        /// How far.
        stage: SharingStage,
        /// The children.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<u32>,
        /// What it said of it: with whom, how, what, why, what was considered, by whom. None of it is known now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        said: Vec<SharingPart>,
    },
    /// It set a handling line. That there is one stands.
    Handling {
        /// The children; none: all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<u32>,
    },
    /// It left the scene.
    Left,
    /// It said something of children. None of it is known now.
    Circumstances {
        /// The children.
        children: Vec<u32>,
        /// Whether they were seen.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        seen: bool,
        /// Where they were.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        presence: bool,
        /// How they were involved.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        involved: bool,
        /// Which factors.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        factors: Vec<String>,
    },
    /// It added a child. That there is one stands.
    Child {
        /// The child.
        child: u32,
    },
    /// It gave a child another label or age. Neither is known now.
    Named {
        /// The child.
        child: u32,
        /// A label.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        label: bool,
        /// An age.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        age: bool,
    },
    /// It answered an item or a prompt, which is open again.
    Answer {
        /// Its id in the pack.
        item: String,
        /// The child; none: the scene.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
    },
    /// It said where the scene is. That is not known now.
    Scene,
}

/// Something that is said of a sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SharingPart {
    /// With whom.
    To,
    /// How.
    How,
    /// What.
    What,
    /// Why.
    Why,
    /// What was considered.
    Considered,
    /// By whom.
    By,
}

impl SharingPart {
    const ALL: [SharingPart; 6] = [
        SharingPart::To,
        SharingPart::How,
        SharingPart::What,
        SharingPart::Why,
        SharingPart::Considered,
        SharingPart::By,
    ];

    /// Where it stands.
    fn of(self, moved: &mut SharingMoved) -> &mut Option<String> {
        match self {
            SharingPart::To => &mut moved.to,
            SharingPart::How => &mut moved.how,
            SharingPart::What => &mut moved.what,
            SharingPart::Why => &mut moved.why,
            SharingPart::Considered => &mut moved.considered,
            SharingPart::By => &mut moved.by,
        }
    }
}

/// What stays of an entry when it is erased. None: nothing older could come back.
pub fn of(entry: &Entry) -> Option<Remains> {
    Some(match &entry.event {
        Event::DangerAsked(asked) => Remains::Danger { answer: asked.answer },
        Event::Corrected(Corrected { entry, how, .. }) => match how {
            Correction::PressedByMistake => Remains::Struck { entry: *entry },
            Correction::MovedToChild { child } => Remains::Moved {
                entry: *entry,
                child: *child,
            },
            Correction::Reworded { .. } => Remains::Reworded { entry: *entry },
        },
        Event::RiskStated(risk) => Remains::Risk {
            child: risk.child,
            level: risk.level,
            seen: risk.seen,
        },
        Event::SharingMoved(moved) => {
            let mut moved = moved.clone();
            let mut said = SharingPart::ALL.to_vec();
            said.retain(|part| part.of(&mut moved).is_some());
            Remains::Sharing {
                sharing: moved.sharing,
                stage: moved.stage,
                children: entry.about.clone(),
                said,
            }
        }
        Event::HandlingSet(_) => Remains::Handling {
            children: entry.about.clone(),
        },
        Event::LeftScene(_) => Remains::Left,
        Event::CircumstancesSet(set) => Remains::Circumstances {
            children: entry.about.clone(),
            seen: set.seen.is_some(),
            presence: set.presence.is_some(),
            involved: set.involved.is_some() || set.may_be_others.is_some(),
            factors: set.factors.iter().map(|one| one.factor.clone()).collect(),
        },
        Event::ChildAdded(added) => Remains::Child { child: added.child },
        Event::ChildRelabelled(new) => Remains::Named {
            child: new.child,
            label: new.label.is_some(),
            age: new.age.is_some(),
        },
        Event::Answered(answered) => Remains::Answer {
            item: answered.shown.id.clone(),
            child: answered.child,
        },
        Event::SceneSet(_) => Remains::Scene,
        // Said beside what was said before, not in its place. A new kind has to be thought about here.
        Event::Quoted(_)
        | Event::Observed(_)
        | Event::Told(_)
        | Event::ReferenceAdded(_)
        | Event::CopiedForTheLog(_)
        | Event::HandedOver(_)
        | Event::Exported(_)
        | Event::Reviewed(_)
        | Event::TakenOver(_) => return None,
        // A hold or a completion that comes back keeps more, not less.
        Event::HoldSet(_) | Event::HoldLifted(_) | Event::Reopened(_) => return None,
        // Without words: they are not erased.
        Event::Begun(_)
        | Event::ChildMerged(_)
        | Event::ListEnded(_)
        | Event::Returned(_)
        | Event::ModeSet(_)
        | Event::SilentCallSet(_)
        | Event::Completed(_)
        | Event::MovedToPack(_)
        | Event::Erased(_)
        | Event::Gone
        | Event::Newer { .. } => return None,
    })
}

/// Whether an entry has words that could be erased. What has none is only how a record went, and an erasure has to
/// stand for as long as the record does.
pub fn has_words(event: &Event) -> bool {
    !matches!(
        event,
        Event::Begun(_)
            | Event::ChildMerged(_)
            | Event::ListEnded(_)
            | Event::Returned(_)
            | Event::ModeSet(_)
            | Event::SilentCallSet(_)
            | Event::Completed(_)
            | Event::MovedToPack(_)
            | Event::Erased(_)
            | Event::Gone
            | Event::Newer { .. }
    )
}

/// For each entry that was erased, what stays of it.
pub(crate) fn all(entries: &[Entry]) -> BTreeMap<u64, &Remains> {
    let mut all = BTreeMap::new();
    for entry in entries {
        if let Event::Erased(erased) = &entry.event
            && let Some(remains) = &erased.remains
            && erased.entry < entry.seq
        {
            all.insert(erased.entry, remains);
        }
    }
    all
}
