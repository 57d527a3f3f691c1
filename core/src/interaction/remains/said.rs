//! What a record says of an erasure besides why: what the entry did, and where words of it still are.
//!
//! Refuses to say what the words were.

use super::{Remains, WORDS};
use crate::interaction::before_yes::as_before;
use crate::interaction::entry::*;
use crate::interaction::lines::{Words, danger_words, level_words, told_words};
use crate::interaction::state::{Line, State};

/// The entries that gave an erased one other words, and still have these.
pub fn worded(state: &State, erased: u64) -> Vec<u64> {
    let still = |line: &&Line| {
        matches!(&line.event, Event::Corrected(Corrected { entry, how: Correction::Reworded { words }, .. })
            if *entry == erased && words != WORDS)
    };
    state
        .corrections
        .iter()
        .filter(still)
        .map(|line| line.seq)
        .collect()
}

/// The entries that may say again what an erased one said: words that were begun from its own, a copy for the log and
/// what had to be said first at a hand-over, made after it.
pub fn may_repeat(state: &State, erased: u64) -> Vec<u64> {
    let begun = (state.risks.iter())
        .filter(|now| now.risk.words_from == Some(erased) && now.risk.words != WORDS)
        .map(|now| now.seq);
    let repeats = |line: &&Line| match &line.event {
        Event::CopiedForTheLog(copy) => copy.words != WORDS,
        Event::HandedOver(hand) => !hand.say_first.is_empty(),
        _ => false,
    };
    let made = state.lines.iter().filter(|line| line.seq > erased);
    let all = made.filter(repeats).map(|line| line.seq).chain(begun);
    crate::order::set(all).into_iter().collect()
}

impl Words<'_> {
    /// What an erasure says besides why: what the entry did, and where words of it still are.
    pub(in crate::interaction) fn erased(&self, erased: &Erased) -> Vec<String> {
        let still = worded(self.state, erased.entry).into_iter();
        let still = still.map(|seq| format!("Entry {seq} corrects it, and still has words of its own"));
        let remains = erased
            .remains
            .iter()
            .map(|remains| self.remains(erased.entry, remains));
        let repeat = may_repeat(self.state, erased.entry).into_iter();
        let repeat = repeat
            .map(|seq| format!("Entry {seq} was made from the record as it was, and may have its words"));
        remains.chain(still).chain(repeat).collect()
    }

    /// What an erased entry did, and what stands of it now.
    fn remains(&self, erased: u64, remains: &Remains) -> String {
        let child = |number: &u32| self.child(*number);
        match remains {
            Remains::Danger {
                answer, out_of_order, ..
            } => {
                let answer = danger_words(*answer);
                match as_before(out_of_order.iter().filter(|seq| **seq < erased)) {
                    Some(before) => format!("It answered danger: {answer}. {before}"),
                    None => {
                        format!("It answered danger: {answer}. That stands, in its place among the answers")
                    }
                }
            }
            Remains::Struck { entry } => {
                format!(
                    "It said that entry {entry} was pressed by mistake, and that one still does not count"
                )
            }
            Remains::Moved { entry, child: to } => {
                format!("Entry {entry} is about {} all the same", child(to))
            }
            Remains::Reworded { entry } => {
                format!("It gave entry {entry} other words; those before them do not stand again")
            }
            Remains::Risk {
                child: None, level, ..
            } => {
                format!("It stated a risk: {}. The level stands", level_words(*level))
            }
            Remains::Risk {
                child: Some(of),
                level,
                ..
            } => {
                format!(
                    "It stated the risk to {}: {}. The level stands",
                    child(of),
                    level_words(*level)
                )
            }
            Remains::Sharing {
                sharing: Some(first), ..
            } => {
                format!("It moved on the sharing of entry {first}, which has come that far")
            }
            Remains::Sharing { sharing: None, .. } => "It began a sharing, which stands".to_owned(),
            Remains::Handling { .. } => "It was a handling instruction".to_owned(),
            Remains::Left => "It said that the scene was left".to_owned(),
            Remains::Circumstances { children, .. } => format!(
                "What it said of {} is not known now, and nothing older stands in its place",
                self.children(children)
            ),
            Remains::Child { child: of } => {
                format!("It added {}; who that is is not known now", child(of))
            }
            Remains::Named { child: of, .. } => {
                format!("It said who {} is, which is not known now", child(of))
            }
            Remains::Answer { .. } => "It answered an item, which is open again".to_owned(),
            Remains::Scene => "It said where the scene is, which is not known now".to_owned(),
            Remains::Words { .. } => "What it answered is open, unless something else answers it".to_owned(),
            Remains::Told { how, .. } => {
                format!("It said that somebody was {}. That stands", told_words(*how))
            }
            Remains::HandedOver { .. } => "It was a hand-over, which stands".to_owned(),
            Remains::Exported { .. } => "It said that an export was made, which stands".to_owned(),
            Remains::TakenOver { .. } => "It took over a handling instruction, which stands".to_owned(),
            Remains::Hold { set: true } => "It set a hold".to_owned(),
            Remains::Hold { set: false } => "It lifted the hold, which is not set again".to_owned(),
            Remains::Reopened => "It reopened the record, which stays open".to_owned(),
            Remains::Copied { .. } => "It was copied for the log, which has it all the same".to_owned(),
        }
    }
}
