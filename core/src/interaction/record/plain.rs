//! Typed words made fit to be laid out: what would steer a screen, a page or a reading direction is shown instead.
//!
//! Every letter that can be read stays as it is. A control character becomes its picture, a direction override its
//! number; words with letters from right to left stand between isolates (U+2068, U+2069), so that they do not turn
//! what stands beside them. Refuses to touch the record: this is for the account of it, the entries keep their bytes.

use crate::interaction::entry::{Entry, Event};
use crate::interaction::{one_line, wire};
use serde_json::Value;
use std::borrow::Cow;

/// Begins words that may run from right to left. Nothing but this module lets one into a record's account.
pub const ISOLATE: char = '\u{2068}';
/// Ends them.
pub const END_ISOLATE: char = '\u{2069}';

/// The entries with their words made plain; none when all of them are.
pub fn entries(entries: &[Entry]) -> Option<Vec<Entry>> {
    let made: Vec<Option<Entry>> = entries.iter().map(entry).collect();
    made.iter().any(Option::is_some).then(|| {
        let both = entries.iter().zip(made);
        both.map(|(entry, made)| made.unwrap_or_else(|| entry.clone()))
            .collect()
    })
}

/// An entry with its words made plain; none when they are.
fn entry(entry: &Entry) -> Option<Entry> {
    let made = shown(entry);
    // An entry of another device, or of an earlier version, may have a name of two lines.
    let mut named = made.as_ref().unwrap_or(entry).clone();
    match one_line::entry(&mut named) {
        true => Some(named),
        false => made,
    }
}

fn shown(entry: &Entry) -> Option<Entry> {
    let newer = match &entry.event {
        Event::Newer { kind, v } => Some((kind, *v)),
        Event::Gone => None,
        _ => return stored(entry),
    };
    let author = entry.author.as_deref().map(words);
    let kind = newer.map(|(kind, _)| words(kind));
    if [&author, &kind]
        .into_iter()
        .flatten()
        .all(|made| matches!(made, Cow::Borrowed(_)))
    {
        return None;
    }
    let mut made = entry.clone();
    made.author = author.map(Cow::into_owned);
    if let (Some(kind), Some((_, v))) = (kind, newer) {
        let kind = kind.into_owned();
        made.event = Event::Newer { kind, v };
    }
    Some(made)
}

/// The same, of one that is stored: in its stored form, so that a phone carries one way to read an entry and not two.
fn stored(entry: &Entry) -> Option<Entry> {
    let mut value: Value = serde_json::from_slice(&wire::encode(entry).ok()?).ok()?;
    if !strings(&mut value) {
        return None;
    }
    // Ids, closed sets and times are ASCII without controls, so that it is an entry still.
    wire::decode(entry.seq, &serde_json::to_vec(&value).ok()?).ok()
}

/// Makes every string in it plain. Gives back whether any was not.
fn strings(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match words(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(made) => {
                *text = made;
                true
            }
        },
        Value::Array(all) => all.iter_mut().fold(false, |any, one| strings(one) | any),
        Value::Object(map) => map.values_mut().fold(false, |any, one| strings(one) | any),
        _ => false,
    }
}

/// Words made plain.
pub fn words(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| steers(letter) || runs_left(letter)) {
        return Cow::Borrowed(text);
    }
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let mut made = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            made.push('\n');
        }
        // A direction ends with its line.
        let turned = line.chars().any(runs_left);
        if turned {
            made.push(ISOLATE);
        }
        for letter in line.chars() {
            match letter {
                '\t' => made.push(' '),
                '\u{0}'..='\u{1f}' => {
                    made.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'))
                }
                '\u{7f}' => made.push('\u{2421}'),
                letter if steers(letter) => made.push_str(&format!("[U+{:04X}]", u32::from(letter))),
                letter => made.push(letter),
            }
        }
        if turned {
            made.push(END_ISOLATE);
        }
    }
    Cow::Owned(made)
}

/// Whether it is not read but obeyed. A line's end is neither; the marks U+200E, U+200F and U+061C turn only themselves.
pub fn steers(letter: char) -> bool {
    match letter {
        '\n' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{2028}' | '\u{2029}' => true,
        // Embeddings and overrides, isolates, and what Unicode took back.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => true,
        // Interlinear marks, and letters that only tag others.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Whether it is of a script that runs from right to left.
fn runs_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_is_shown_and_what_is_read_stays() {
        for (typed, plain) in [
            (
                "He hit the door. “Sam” said so.",
                "He hit the door. “Sam” said so.",
            ),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("a\tb\0c\u{1b}[31md\u{7f}", "a b␀c␛[31md␡"),
            ("he is \u{202e}evil\u{202c}", "he is [U+202E]evil[U+202C]"),
            ("Sam قال\nok", "\u{2068}Sam قال\u{2069}\nok"),
            // Nobody can end our isolate from inside.
            ("قال\u{2069} x", "\u{2068}قال[U+2069] x\u{2069}"),
            ("flag \u{1f3f4}", "flag \u{1f3f4}"),
        ] {
            assert_eq!(words(typed), plain);
        }
    }

    proptest! {
        /// Isolates come in pairs, one inside no other, and no line ends within one.
        #[test]
        fn isolates_are_ours_alone(typed in any::<String>()) {
            let made = words(&typed);
            for line in made.split('\n') {
                let marks: String = line.chars().filter(|c| matches!(*c, ISOLATE | END_ISOLATE)).collect();
                let one = String::from_iter([ISOLATE, END_ISOLATE]);
                prop_assert!(marks.is_empty() || marks == one);
                prop_assert!(!line.chars().any(|c| steers(c) && c != ISOLATE && c != END_ISOLATE));
            }
        }
    }
}
