//! What a pack says of calls: the checks for its questions, its silent wordings and what waits.
//!
//! Refuses whatever would hold back the danger question, or leave a caller who cannot speak with a question that yes or
//! no does not answer.

use super::check::{BASE, Fault};
use super::types::{Item, List, PackFile, SilentQuestion};
use crate::sets::{AnsweredBy, Phase, Role, Scope, Waits};

/// The most words of a question.
pub const MOST_WORDS: usize = 20;

/// Every fault of what a pack says of calls.
pub(crate) fn faults(file: &PackFile) -> Vec<Fault> {
    let mut calls = Calls { found: Vec::new() };
    let mut steps = Vec::new();
    for list in &file.lists {
        for item in &list.items {
            if let Some(step) = item.call_step {
                if steps.contains(&step) {
                    calls.fault(
                        item,
                        "two-call-steps",
                        "another item is this question of a call: keep one",
                    );
                }
                steps.push(step);
            }
            calls.item(list, item);
        }
    }
    for domain in &file.domains {
        for prompt in &domain.prompts {
            calls.silent("prompts", &prompt.id, prompt.silent.as_ref());
        }
    }
    calls.found
}

struct Calls {
    found: Vec<Fault>,
}

impl Calls {
    fn fault(&mut self, item: &Item, rule: &'static str, sentence: &str) {
        self.found.push(Fault {
            rule,
            section: "items",
            name: item.id.clone(),
            sentence: sentence.to_owned(),
        });
    }

    fn item(&mut self, list: &List, item: &Item) {
        let of_calls = list.roles == [Role::CallHandler];
        if item.call_step.is_some() && !(of_calls && list.phase == Phase::Now && item.scope == Scope::Scene) {
            let sentence =
                "a question of a call is asked once, in a list of the phase now for call handlers alone";
            self.fault(item, "misplaced-call-step", sentence);
        }
        let may_wait = matches!(
            item.waits,
            None | Some(Waits::UntilSafeToTalk | Waits::NotOnASilentCall)
        );
        if !may_wait || (item.waits.is_some() && !of_calls) {
            let sentence =
                "`waits` is until_safe_to_talk or not_on_a_silent_call, in a list for call handlers alone";
            self.fault(item, "bad-waits", sentence);
        }
        if item.answered_by == AnsweredBy::Told && item.scope == Scope::Child {
            let sentence = "a telling answers an item that is asked once: its scope is scene";
            self.fault(item, "told-for-a-child", sentence);
        }
        self.silent("items", &item.id, item.silent.as_ref());
        for prompt in &item.prompts {
            self.silent("prompts", &prompt.id, prompt.silent.as_ref());
        }
    }

    fn silent(&mut self, section: &'static str, id: &str, silent: Option<&SilentQuestion>) {
        let Some(silent) = silent else { return };
        let mut fault = |rule, sentence: String| {
            self.found.push(Fault {
                rule,
                section,
                name: id.to_owned(),
                sentence,
            })
        };
        if silent.text.trim().is_empty() || silent.reason.trim().is_empty() {
            let sentence = "its silent question lacks the words, or the reason: write both".to_owned();
            fault("empty-text", sentence);
        }
        let words = silent.text.split_whitespace().count();
        if words > MOST_WORDS || !silent.text.trim_end().ends_with('?') {
            let sentence = format!("its silent question is one question of at most {MOST_WORDS} words");
            fault("long-silent-question", sentence);
        }
        if id.split('/').next() != Some(BASE) {
            let sentence = format!("asking for yes or no is practice, and that lives only in \"{BASE}\"");
            fault("practice-outside-base", sentence);
        }
    }
}
