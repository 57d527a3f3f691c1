//! Whether a force may release its pack: no immediate step of it rests on a value that is not set (PRACTICE 5).
//!
//! A published pack may leave a value open, and then screens say so; a release of a force that is about to use it may
//! not. Refuses to fill anything in.

use super::subject::{Subject, quoted};
use super::uses::immediate_steps;
use crate::pack::{Pack, Values};
use std::collections::HashSet;

/// Checks a pack with the bytes of its force's values; none: nothing is set.
pub(super) fn check(subject: &mut Subject<'_>, pack: &Pack, values: Option<&[u8]>) {
    let values = match values.map(|bytes| Values::read(bytes, pack)) {
        None => Values::none(pack),
        Some(Ok(values)) => values,
        Some(Err(error)) => return subject.report_pack("values-refused", error.to_string()),
    };
    let file = pack.file();
    let label = |key: &str| {
        file.values
            .iter()
            .find(|it| it.key == key)
            .map_or("its value", |it| it.label.as_str())
    };
    let mut told = HashSet::new();
    let steps = immediate_steps(file);
    for step in &steps {
        if values.get(step.key).is_none() {
            told.insert(step.key);
            let sentence = format!(
                "it cannot wait, and {} ({}) is not set: set it before this is released",
                quoted(label(step.key)),
                step.key
            );
            subject.report_anywhere("unset-immediate", step.section, step.id, sentence);
        }
    }
    // Marked as immediate by whoever declared it, whatever rests on it.
    for it in file.values.iter().filter(|it| it.immediate) {
        if values.get(&it.key).is_none() && told.insert(&it.key) {
            let sentence = "it is marked as immediate and not set: set it before this is released";
            subject.report_anywhere("unset-immediate", "values", &it.key, sentence);
        }
    }
}
