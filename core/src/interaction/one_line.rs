//! Names stay in their line: labels of children, who wrote, who said it, to whom.
//!
//! A name is printed inside a line. One that carries an end of line would begin another, and that could read like the
//! line about danger. So white space and control characters in it become one space, when it is written and when it is
//! read. Refuses to touch what was said, seen or answered: that keeps every letter.

use super::entry::*;
use std::borrow::Cow;

/// A name in one line.
pub fn name(text: &str) -> Cow<'_, str> {
    let breaks = |letter: char| letter.is_whitespace() || letter.is_control();
    let mut before = true;
    let plain = text.chars().all(|letter| {
        let kept = !breaks(letter) || (letter == ' ' && !before);
        before = letter == ' ';
        kept
    });
    if plain && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(breaks).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// Whether there is nothing to read in it.
pub fn nothing(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_whitespace() || letter.is_control())
}

/// Makes the names of an entry fit their line. Gives back whether any did not.
pub fn entry(entry: &mut Entry) -> bool {
    let author = maybe(&mut entry.author);
    event(&mut entry.event) | author
}

fn event(event: &mut Event) -> bool {
    match event {
        Event::Begun(begun) => maybe(&mut begun.recorder),
        Event::ChildAdded(added) => one(&mut added.label),
        Event::ChildRelabelled(new) => maybe(&mut new.label),
        Event::CircumstancesSet(set) => known(&mut set.known_by),
        Event::DangerAsked(asked) => known(&mut asked.known_by),
        Event::Answered(answered) => maybe(&mut answered.owner) | known(&mut answered.known_by),
        Event::Quoted(quoted) => {
            let before = quoted.present.len();
            let changed = quoted.present.iter_mut().fold(false, |any, who| one(who) | any);
            quoted.present.retain(|who| !who.is_empty());
            changed | (quoted.present.len() != before)
        }
        Event::Observed(observed) => known(&mut observed.known_by),
        Event::Told(told) => one(&mut told.to),
        Event::SharingMoved(moved) => maybe(&mut moved.to) | maybe(&mut moved.by),
        Event::LeftScene(left) => maybe(&mut left.staying),
        // A number in somebody's books is a name too.
        Event::ReferenceAdded(to) => one(&mut to.words),
        Event::HandedOver(hand) => one(&mut hand.to),
        Event::Exported(export) => maybe(&mut export.for_reader),
        Event::Erased(erased) => one(&mut erased.authority),
        Event::TakenOver(taken) => {
            let labels = taken.file.iter_mut().flat_map(|file| &mut file.children);
            let labels = labels.fold(false, |any, child| maybe(&mut child.label) | any);
            maybe(&mut taken.from) | labels
        }
        _ => false,
    }
}

fn one(text: &mut String) -> bool {
    match name(text) {
        Cow::Borrowed(_) => false,
        Cow::Owned(made) => {
            *text = made;
            true
        }
    }
}

/// A name with nothing in it is none.
fn maybe(text: &mut Option<String>) -> bool {
    let changed = text.as_mut().is_some_and(one);
    if changed && text.as_deref() == Some("") {
        *text = None;
    }
    changed
}

fn known(all: &mut [Known]) -> bool {
    all.iter_mut()
        .fold(false, |any, known| maybe(&mut known.who) | any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_line_and_what_is_one_already_stays() {
        for (typed, reads) in [
            ("older girl", "older girl"),
            (
                "girl\nImmediate danger: not now",
                "girl Immediate danger: not now",
            ),
            (" a \r\n\tb\u{2028}c\u{85}d\u{0}", "a b c d"),
            ("Zoë  O’Neil", "Zoë O’Neil"),
            ("\n\u{0}", ""),
        ] {
            assert_eq!(name(typed), reads);
        }
        assert!(matches!(name("PC 4471"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn no_name_has_a_second_line_and_no_letter_is_lost(text in "(?s).{0,24}") {
            let made = name(&text);
            prop_assert!(!made.chars().any(|letter| letter != ' ' && (letter.is_whitespace() || letter.is_control())));
            prop_assert_eq!(name(&made), &*made);
            let letters = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
            };
            prop_assert_eq!(letters(&made), letters(&text));
        }
    }
}
