//! Sharing, stage by stage, each with its own time.
//!
//! Refuses to call shared what was not sent, and to say of a part of the record that nothing was sent.

use super::part::Part;
use super::{Account, Line, LineMark};
use crate::interaction::entry::*;
use crate::interaction::lines::{capital, shown_words, then};
use crate::sets::SharingStage;

impl Account<'_> {
    /// The entries of a sharing, oldest first.
    fn moves(&self, first: u64) -> impl Iterator<Item = (&Entry, &SharingMoved)> {
        self.counting().filter_map(move |entry| match &entry.event {
            Event::SharingMoved(moved) if moved.sharing.unwrap_or(entry.seq) == first => Some((entry, moved)),
            _ => None,
        })
    }

    /// The stages of a sharing with their times: `decided, 02:53; sent, 03:31`.
    pub(super) fn stages(&self, first: u64) -> String {
        let one = |(entry, moved): (&Entry, &SharingMoved)| {
            format!(
                "{}, {}",
                stage_words(moved.stage),
                self.words.when(&entry.done_at, None)
            )
        };
        let mut stages: Vec<String> = self.moves(first).map(one).collect();
        if self.open.unsent.contains(&first) {
            stages.push("not sent".to_owned());
        }
        stages.join("; ")
    }

    /// Every sharing.
    pub(super) fn sharings(&self) -> Vec<Line> {
        let line = |now: &crate::interaction::state::SharingNow| {
            let about = self.words.children(&now.about);
            let mut notes = Vec::new();
            for (entry, moved) in self.moves(now.first) {
                let written = Some(&entry.recorded_at).filter(|_| !self.is_erased(entry.seq));
                let mut note = format!(
                    "{}, {}, {}",
                    capital(stage_words(moved.stage)),
                    self.words.when(&entry.done_at, written),
                    self.words.author(&entry.author)
                );
                let reworded = self
                    .later
                    .reworded
                    .get(&entry.seq)
                    .filter(|_| moved.what.is_some());
                let what = reworded
                    .map(|(_, words)| words.clone())
                    .or_else(|| moved.what.clone());
                for (name, value) in [
                    ("How", &moved.how),
                    ("What", &what),
                    ("Why", &moved.why),
                    ("Considered", &moved.considered),
                    ("By", &moved.by),
                ] {
                    if let Some(value) = value {
                        note = then(note, &format!("{name}: {value}"));
                    }
                }
                if let Some(route) = &moved.route {
                    note = then(note, &format!("Route shown: {}", shown_words(route)));
                }
                let corrected = reworded.map(|(by, _)| format!(", as corrected by entry {by}"));
                notes.push(format!(
                    "{note} (entry {}{})",
                    entry.seq,
                    corrected.unwrap_or_default()
                ));
            }
            let unsent = self.open.unsent.contains(&now.first);
            Line {
                lead: now
                    .sharing
                    .to
                    .clone()
                    .unwrap_or_else(|| "Not said with whom".to_owned()),
                words: if unsent {
                    "decided, not sent".to_owned()
                } else {
                    stage_words(now.sharing.stage).to_owned()
                },
                how: if about.is_empty() {
                    String::new()
                } else {
                    format!("About: {about}")
                },
                notes,
                mark: if unsent { LineMark::Open } else { LineMark::None },
                ..Line::of(Part::Sharing, now.seq)
            }
        };
        self.state.sharings.iter().map(line).collect()
    }
}

/// A stage of a sharing.
fn stage_words(stage: SharingStage) -> &'static str {
    match stage {
        SharingStage::Decided => "decided",
        SharingStage::Sent => "sent",
        SharingStage::Confirmed => "receipt confirmed",
        SharingStage::NotShared => "decided not to share",
    }
}
