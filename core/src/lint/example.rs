//! What a new pack began with and nobody replaced: words that begin with "Example:".
//!
//! Refuses to guess what else may be made up.

use super::subject::Subject;
use std::collections::HashSet;

/// The beginning that `childfirst new-pack` gives to everything that is made up.
const MARK: &str = "example:";

/// Checks a pack's own texts; for a release it may have none of these.
pub(super) fn check(subject: &mut Subject<'_>, release: bool) {
    let rule = if release {
        "example-released"
    } else {
        "example-left"
    };
    let texts = subject.own_texts();
    let texts = texts.iter().map(|it| (it.section, it.id, it.text));
    let elements = subject.elements.iter();
    let words = elements.flat_map(|it| it.words.into_iter().map(|words| (it.section, it.id, words)));
    let mut left = HashSet::new();
    for (section, id, words) in texts.chain(words) {
        let start: String = words.trim_start().chars().take(MARK.len()).collect();
        if start.eq_ignore_ascii_case(MARK) {
            left.insert((section, id));
        }
    }
    for (section, id) in left {
        let sentence = "it is an example and made up: put what your document says in its place";
        subject.report(rule, section, id, sentence);
    }
}
