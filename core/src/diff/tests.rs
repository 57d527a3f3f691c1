//! A comparison beside packs that were edited one thing at a time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

use super::*;
use crate::pack::types::{Case, PackFile, Prompt, Withdrawn};
use crate::sets::*;
use std::path::Path;

fn hampshire() -> PackFile {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
    crate::pack::build::build(&source, &[]).unwrap().file
}

fn read(file: &PackFile) -> Pack {
    Pack::read(&serde_json::to_vec(file).unwrap()).unwrap()
}

/// What changes when a pack is edited.
fn after(edit: impl Fn(&mut PackFile)) -> PackDiff {
    let old = hampshire();
    let mut new = old.clone();
    new.version += 1;
    edit(&mut new);
    diff(&read(&old), &read(&new))
}

#[test]
fn a_pack_beside_itself_has_not_changed() {
    let same = after(|_| {});
    assert_eq!((same.changes, same.from.version + 1), (vec![], same.to.version));
}

#[test]
fn what_was_reworded_stands_in_both_wordings() {
    let found = after(|file| file.lists[0].items[0].text = "Name every child.".to_owned());
    let [change] = found.changes.as_slice() else {
        panic!("{:?}", found.changes)
    };
    let old = &hampshire().lists[0].items[0].text;
    let [words] = change.differences.as_slice() else {
        panic!("{change:?}")
    };
    assert_eq!(
        (words.before.as_ref(), words.after.as_deref()),
        (Some(old), Some("Name every child."))
    );
    assert!(words.what == "words" && change.reworded() && change.shown.is_none());
    assert_eq!((found.reworded, found.added, found.withdrawn), (1, 0, 0));
}

#[test]
fn what_is_new_and_what_is_gone_is_named_with_its_reason() {
    let found = after(|file| {
        let cited = |prompt: &&Prompt| prompt.origin == Origin::Source;
        let mut prompt = file.domains[0].prompts.iter().find(cited).unwrap().clone();
        prompt.id = "hampshire/new".to_owned();
        file.domains[0].prompts.push(prompt);
        let gone = file.domains[1].prompts.remove(0).id;
        file.withdrawn.push(Withdrawn {
            id: gone,
            reason: "It was asked twice.".to_owned(),
        });
    });
    let kinds: Vec<(Kind, Option<&str>)> = found
        .changes
        .iter()
        .map(|it| (it.kind, it.reason.as_deref()))
        .collect();
    assert_eq!(
        kinds,
        [
            (Kind::Added, None),
            (Kind::Withdrawn, Some("It was asked twice."))
        ]
    );
}

#[test]
fn who_sees_it_is_counted_in_circumstances_and_said_in_words() {
    let narrowed = after(|file| {
        let item = &mut file.lists[0].items[0];
        assert!(item.cases.is_empty());
        item.cases = vec![Case {
            involved: vec![Involvement::Missing],
            ..Case::default()
        }];
    });
    let change = &narrowed.changes[0];
    let shown = change.shown.as_ref().unwrap();
    // For one role of all it is no longer shown in seven of the eight ways of being involved or not.
    let roles = u32::try_from(hampshire().roles.len()).unwrap();
    assert_eq!((shown.more, shown.fewer), (0, shown.of / roles / 8 * 7));
    let when = change
        .differences
        .iter()
        .find(|it| it.what == "when it is shown")
        .unwrap();
    assert_eq!(when.after.as_deref(), Some("if a child is missing"));
    assert_eq!(narrowed.shown_otherwise, 1);
    // The other way round the same are more.
    let old = hampshire();
    let mut new = old.clone();
    new.lists[0].items[0].cases = vec![Case {
        involved: vec![Involvement::Missing],
        ..Case::default()
    }];
    let widened = diff(&read(&new), &read(&old));
    let back = widened.changes[0].shown.as_ref().unwrap();
    assert_eq!((back.more, back.fewer), (shown.fewer, shown.more));
}

/// A control: every text field of every item and prompt, changed one at a time, is a change that is found.
#[test]
fn no_changed_word_is_missed() {
    let old = hampshire();
    let before = read(&old);
    let mut tried = 0;
    for list in 0..old.lists.len() {
        for item in 0..old.lists[list].items.len() {
            let mut new = old.clone();
            let it = &mut new.lists[list].items[item];
            it.why.push_str(" Indeed.");
            for prompt in &mut it.prompts {
                prompt.text.push_str(" Indeed.");
            }
            let wanted = 1 + it.prompts.len();
            let found = diff(&before, &read(&new));
            assert_eq!((found.changes.len(), found.reworded as usize), (wanted, wanted));
            tried += wanted;
        }
    }
    assert!(tried > 60);
}

#[test]
fn a_signer_is_told_of_what_the_pack_says_of_itself_and_of_every_word_that_is_new() {
    let found = after(|file| {
        file.title = "Another title".to_owned();
        let cited = |prompt: &&Prompt| prompt.origin == Origin::Source;
        let mut prompt = file.domains[0].prompts.iter().find(cited).unwrap().clone();
        prompt.id = "hampshire/new".to_owned();
        prompt.text = "Words that are new.".to_owned();
        file.domains[0].prompts.push(prompt);
    });
    let said = |section: &str| found.changes.iter().find(|it| it.section == section).unwrap();
    let title = &said("pack").differences[0];
    assert_eq!(
        (title.what.as_str(), title.after.as_deref()),
        ("title", Some("Another title"))
    );
    let words = said("prompts")
        .differences
        .iter()
        .find(|it| it.what == "words")
        .unwrap();
    assert_eq!(
        (words.before.as_deref(), words.after.as_deref()),
        (None, Some("Words that are new."))
    );
}
