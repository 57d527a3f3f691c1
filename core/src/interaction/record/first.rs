//! What comes first: not sent, not told, not reached, open, for later, missing; and the lines that stand above it.
//!
//! What is open needs the pack, so it is worked out once and kept with whoever needs it ([`SayFirst`]): a hand-over,
//! an export. Refuses to keep what was typed: that stands in its entry.

use super::part::Part;
use super::{Account, Line, LineMark, joined};
use crate::interaction::because;
use crate::interaction::call_lines::{left_words, officers_told};
use crate::interaction::entry::*;
use crate::interaction::hand_over;
use crate::interaction::left_out::Going;
use crate::interaction::lines::{UNNAMED, capital, then, told_words};
use crate::interaction::state::{AnswerNow, State};
use crate::interaction::worklist::{Mark, Row, as_asked, worklist};
use crate::pack::Pack;
use crate::sets::*;

/// What has to be said first, of what goes: nothing of an entry that stays, nor of a child for whom it is not.
pub fn first(state: &State, pack: Option<&Pack>, going: &Going) -> SayFirst {
    let whole = going.children.is_none();
    let mut first = SayFirst {
        unsent: state.unsent().map(|now| now.first).collect(),
        untold: state.untold().map(|now| now.seq).collect(),
        no_guidance: pack.is_none(),
        no_incident_log: !state.lines.iter().any(is_incident_log),
        ..SayFirst::default()
    };
    if !whole {
        first.unsent.retain(|seq| going.goes(*seq));
        first.untold.retain(|seq| going.goes(*seq));
    }
    let Some(pack) = pack else { return first };
    let work = worklist(pack, state);
    let item = |row: &Row| {
        let found = pack.items().get(row.item as usize)?;
        let child = (row.child > 0).then_some(row.child);
        let goes = whole || going.about(child) && (row.answer == 0 || going.goes(row.answer));
        goes.then(|| OpenItem {
            id: found.item.id.clone(),
            text: found.item.text.clone(),
            child,
        })
    };
    let items = |mark: Mark| {
        work.rows
            .iter()
            .filter(|row| row.mark == mark && !row.folded)
            .filter_map(item)
            .collect()
    };
    let told = officers_told(pack, state).filter(|told| told.last.is_some() && told.since > 0);
    first.officers = told.filter(|_| whole).map(|told| told.words(state));
    first.not_reached = items(Mark::NotReached);
    first.open = items(Mark::Open);
    first.later = items(Mark::Later);
    first.not_done = items(Mark::NotDone);
    if whole {
        let folds = work
            .lists
            .iter()
            .filter_map(|list| because::fold_row(pack, &work, list));
        first.may_apply = folds.collect();
    }
    let reworded = |now: &AnswerNow| {
        let found = pack.item(&now.answer.shown.id);
        found.is_some_and(|found| as_asked(&found.item, &now.answer) != now.answer.shown.text)
    };
    first.earlier_wording = (state.answers.iter())
        .filter(|now| reworded(now))
        .map(|now| now.seq)
        .filter(|seq| whole || going.goes(*seq))
        .collect();
    first
}

fn is_incident_log(line: &crate::interaction::state::Line) -> bool {
    matches!(&line.event, Event::ReferenceAdded(to) if to.reference == ReferenceKind::IncidentLog)
}

impl Account<'_> {
    /// The handling lines that stand: the latest about the same children.
    pub(super) fn handling(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for entry in self.counting() {
            let Event::HandlingSet(set) = &entry.event else {
                continue;
            };
            let about = self.about(entry);
            let line = Line {
                lead: capital(&self.words.children(&about)),
                words: set.words.clone(),
                about: about.clone(),
                ..Line::of(Part::Handling, entry.seq)
            };
            lines.retain(|old| old.about != about);
            lines.push(line);
        }
        for (entry, words) in hand_over::handling(self.state) {
            lines.push(Line {
                words,
                ..Line::of(Part::Handling, entry)
            });
        }
        if self.open.handling_left_out {
            let who = self.words.author(&None);
            let words = format!(
                "An instruction that is not in this export stands in the whole record. Ask {who} before anything of \
                 it is passed on"
            );
            lines.push(Line {
                words,
                ..Line::of(Part::Handling, 0)
            });
        }
        lines.iter_mut().for_each(|line| line.about.clear());
        lines
    }

    /// Where this stands: on this device only, or what the export is.
    pub(super) fn standing(&self) -> Vec<Line> {
        let Some(of) = &self.export else {
            let only = "On this device only. Not in your force’s system";
            let line = Line {
                words: only.to_owned(),
                ..Line::of(Part::Where, 0)
            };
            return if self.state.only_here() {
                vec![line]
            } else {
                Vec::new()
            };
        };
        let by = self.words.author(&of.entry.author);
        let made = Line {
            words: self.words.exported(of.said),
            how: format!(
                "{by}, {}. Exporting is not sending",
                self.words.moment(&of.entry.recorded_at)
            ),
            ..Line::of(Part::Where, of.entry.seq)
        };
        let mut lines = vec![made];
        if self.partial() {
            let words = "An entry that is left out keeps its number below, with why. What does not stand here may have \
                been seen, said or done all the same, and an entry that is left out may say otherwise";
            lines.push(Line {
                words: words.to_owned(),
                ..Line::of(Part::Where, 0)
            });
        }
        lines
    }

    /// What comes first.
    pub(super) fn first(&self) -> Vec<Line> {
        let (open, words) = (self.open, &self.words);
        let mut lines = Vec::new();
        for seq in &open.unsent {
            let Some(now) = self.state.sharings.iter().find(|now| now.first == *seq) else {
                continue;
            };
            let about = words.children(&now.about);
            let how = format!("{}, {}", words.author(&now.author), words.when(&now.at, None));
            lines.push(Line {
                words: now
                    .sharing
                    .to
                    .clone()
                    .unwrap_or_else(|| "not said with whom".to_owned()),
                how: if about.is_empty() {
                    how
                } else {
                    format!("About: {about}. {how}")
                },
                mark: LineMark::Open,
                ..Line::of(Part::Unsent, now.seq)
            });
        }
        for seq in &open.untold {
            let Some(now) = self.state.answers.iter().find(|now| now.seq == *seq) else {
                continue;
            };
            lines.push(Line {
                of: now.answer.child,
                words: then(
                    now.answer.owner.clone().unwrap_or_else(|| UNNAMED.to_owned()),
                    &format!("Later: {}", now.answer.shown.text),
                ),
                mark: LineMark::Open,
                ..Line::of(Part::Untold, now.seq)
            });
        }
        if let Some(words) = &open.officers {
            lines.push(Line {
                words: words.clone(),
                mark: LineMark::Open,
                ..Line::of(Part::Untold, 0)
            });
        }
        let open_items = [(Part::NotReached, &open.not_reached), (Part::Open, &open.open)];
        for (part, items) in open_items {
            lines.extend(items.iter().map(|item| self.open_item(part, item)));
        }
        lines.extend(open.later.iter().filter_map(|item| self.later_item(item)));
        lines.extend(open.not_done.iter().filter_map(|item| self.not_done_item(item)));
        let fixed = |part, text: &str| Line {
            words: text.to_owned(),
            ..Line::of(part, 0)
        };
        lines.extend(open.may_apply.iter().map(|text| fixed(Part::MayApply, text)));
        if open.no_guidance {
            let text = "Open items cannot be listed: this guidance is no longer on the device";
            lines.push(fixed(Part::MayApply, text));
        }
        if self.state.recorder().is_none() {
            lines.push(fixed(Part::Missing, "Who records"));
        }
        if open.no_incident_log {
            lines.push(fixed(Part::Missing, "Incident log number"));
        }
        lines
    }

    fn open_item(&self, part: Part, item: &OpenItem) -> Line {
        let left = self.state.left.as_ref().filter(|_| part == Part::NotReached);
        let how = left.map(|left| {
            let when = self.words.when(&left.at, None);
            format!("{} {when}: {}", left_words(self.state), left.left.why)
        });
        Line {
            of: item.child,
            words: item.text.clone(),
            how: how.unwrap_or_default(),
            mark: LineMark::Open,
            ..Line::of(part, 0)
        }
    }

    /// An item for later, with whose it is and how they were told. Once, where the owner was not told.
    fn later_item(&self, item: &OpenItem) -> Option<Line> {
        let now = self.state.answer(&item.id, item.child)?;
        if self.open.untold.contains(&now.seq) {
            return None;
        }
        Some(Line {
            of: item.child,
            words: item.text.clone(),
            how: self.owner(now),
            mark: LineMark::Open,
            ..Line::of(Part::Later, now.seq)
        })
    }

    /// Who does what is for later, how they were told as far as is known now, and why it is for later.
    pub(super) fn owner(&self, now: &AnswerNow) -> String {
        let owner = now.answer.owner.as_deref().unwrap_or(UNNAMED);
        let told = now.answer.told.filter(|told| *told != Told::NotYet);
        let since = (self.state.told.iter().rev())
            .find(|told| told.told.entry == Some(now.seq) && told.told.how != Told::NotYet);
        let how = match (told, since) {
            (_, Some(since)) => format!(
                "{}, {}",
                told_words(since.told.how),
                self.words.when(&since.at, None)
            ),
            (Some(told), None) => told_words(told).to_owned(),
            (None, None) if self.open.untold.contains(&now.seq) => told_words(Told::NotYet).to_owned(),
            // By an entry that is left out.
            (None, None) => "told since".to_owned(),
        };
        let why = now
            .answer
            .reason
            .as_deref()
            .map(|why| format!(": {why}"))
            .unwrap_or_default();
        format!("{owner}, {how}{why}")
    }

    fn not_done_item(&self, item: &OpenItem) -> Option<Line> {
        let now = self.state.answer(&item.id, item.child)?;
        Some(Line {
            of: item.child,
            words: joined(&item.text, now.answer.reason.as_deref().unwrap_or_default()),
            how: format!(
                "{}, {}",
                self.words.author(&now.author),
                self.words.when(&now.at, None)
            ),
            mark: LineMark::Open,
            ..Line::of(Part::NotDone, now.seq)
        })
    }
}
