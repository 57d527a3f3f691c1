//! What stays of an erased entry without a word of it, so that nothing older comes back in its place.
//!
//! An erasure takes words away, and with them whatever they had taken the place of would stand again: words that were
//! struck out, *not now* after a yes. So the entry that says *erased* keeps what the other one did. What was judged,
//! what was done and how far it came stays (danger's answer, a level, a stage, that somebody was told, what a correction
//! was of); what was said of a child is not known from there on. Refuses to keep words, a name or a time.

mod forget;
mod found;
mod said;
mod stand_in;

pub(in crate::interaction) use forget::forget;
pub use found::of;
pub use said::{may_repeat, worded};
pub(crate) use stand_in::{HANDLING, NAME, WORDS, stand_ins};

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
        /// Children not seen at that time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_seen: Vec<u32>,
        /// How it was known, and not from whom: what only an adult said does not read as seen.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known_by: Vec<KnownBy>,
        /// The other answers that were not written in the order in which things happened: of two, the yes was later.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        out_of_order: Vec<u64>,
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
        /// Whether it named a route. No older one stands in its place.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        route: bool,
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
        /// Whether the recorder had seen them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        seen: bool,
        /// Whether somebody else had seen them. What the recorder saw stands beside that, and goes on standing.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        seen_by_others: bool,
        /// Where they were.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        presence: bool,
        /// How they were involved.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        involved: bool,
        /// Whether they may be involved in other ways.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        may_be_others: bool,
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
    /// It was what a child said, or what was observed. An item that it answered is open again, unless other words do.
    Words {
        /// The item that it named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<String>,
        /// The child who said it; none: nobody knows which, or it was observed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said_by: Option<u32>,
        /// The children it was about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<u32>,
    },
    /// It said that somebody was told. That stands, and so does it that the owner of a *later* knows of it.
    Told {
        /// The entry that they were told of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<u64>,
        /// How.
        how: Told,
        /// Whether it was its owner who was told of it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        owner: bool,
        /// The item that the telling answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<String>,
        /// The children.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<u32>,
    },
    /// It handed over. The record does not stand on this device only.
    HandedOver {
        /// How.
        how: Told,
        /// The children.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<u32>,
    },
    /// It said that an export was made. That stands.
    Exported {
        /// In which form; none: in one that this does not know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<ExportFormat>,
        /// For which child alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
        /// Whether it was for one reader alone.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reader: bool,
    },
    /// It took over a record that has a handling instruction. That there is one stands.
    TakenOver {
        /// How.
        how: Told,
    },
    /// It set a hold, or lifted it.
    Hold {
        /// Set; false: lifted, and it is not set again.
        set: bool,
    },
    /// It reopened what was completed.
    Reopened,
    /// It was copied for the log, which has it all the same.
    Copied {
        /// The last entry that the log knows of; none: every one before it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upto: Option<u64>,
    },
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
