//! A record reads as it was corrected, in every part of it; what was first written stands in the log and beside the
//! correction alone.

use super::*;
use crate::interaction::record::record;
use crate::interaction::review::review;

/// One of each kind that stands in a record by its words, and these are its words.
pub(super) fn kinds(words: &str) -> Vec<Event> {
    let words = || words.to_owned();
    let some = || Some(words());
    let reason = || Reason { reason: words() };
    vec![
        Event::HandlingSet(HandlingSet { words: words() }),
        Event::Told(ToldSomeone {
            entry: None,
            to: "PC Osei".into(),
            how: Told::Radio,
            words: some(),
            said_back: None,
            answers: None,
        }),
        Event::HandedOver(HandedOver {
            to: "PC Osei".into(),
            how: Told::Radio,
            said_back: None,
            words: some(),
            say_first: vec![],
        }),
        Event::LeftScene(LeftScene {
            why: words(),
            staying: None,
            not_reached: vec![],
        }),
        Event::ReferenceAdded(ReferenceAdded {
            reference: ReferenceKind::Custody,
            words: words(),
        }),
        Event::Reviewed(Reviewed {
            words: words(),
            asked_of: None,
            answers: vec![],
        }),
        Event::TakenOver(TakenOver {
            from: None,
            how: Told::Log,
            words: words(),
            file: None,
        }),
        Event::HoldSet(reason()),
        Event::Reopened(reason()),
    ]
}

#[test]
fn what_was_first_written_stands_in_no_part_as_if_it_held() {
    for event in kinds("as first written") {
        let how = Correction::Reworded {
            words: "as it should read".into(),
        };
        let corrected = Corrected {
            entry: 2,
            how,
            reason: None,
        };
        let entries = [
            begun(),
            entry(2, event, vec![]),
            entry(3, Event::Corrected(corrected), vec![]),
        ];
        let state = fold(&entries);
        let made = record(None, &state, &entries);
        let parts = made.sections.iter();
        let parts = parts.filter(|one| !["log", "corrections"].contains(&one.section.as_str()));
        let text: Vec<&str> = parts
            .flat_map(|one| one.lines.iter().map(|line| line.text.as_str()))
            .collect();
        let text = text.join("\n");
        assert!(
            text.contains("as it should read") && !text.contains("as first written"),
            "{text}"
        );
        // Nor on the sheet of whoever reviews it.
        let sheet = format!("{:?}", review(None, &state, &entries));
        assert!(!sheet.contains("as first written"), "{sheet}");
        // And whoever looks at the correction sees both.
        let whole = made.to_text();
        assert!(
            whole.contains("As first written") && whole.contains("as first written"),
            "{whole}"
        );
    }
}
