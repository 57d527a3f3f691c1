//! What a host asks in the middle of an interaction.

use super::*;
use crate::interaction::mending::EntryLine;

fn voice(it: &Interaction, child: u32) -> crate::interaction::voice::Voice {
    let all = it.voices().unwrap();
    all.into_iter().find(|one| one.child == child).unwrap()
}

fn entry(it: &Interaction, seq: u64) -> EntryLine {
    it.entry_line(seq).unwrap().unwrap()
}

#[test]
fn a_voice_has_quote_marks_only_round_exact_words_and_names_nothing_that_is_missing() {
    let host = Host::new();
    let it = host.begin(2);
    perform(
        &it,
        r#"{"op":"quoted","child":1,"words":"I take him up.","fidelity":"exact","asked":"unasked","present":["only PC Rowe"]}"#,
    );
    perform(
        &it,
        r#"{"op":"quoted","child":1,"words":"Wants mum to be well","fidelity":"gist","asked":"asked","question":"what would you like?"}"#,
    );
    perform(
        &it,
        r#"{"op":"quoted","child":1,"fidelity":"on_bwv","asked":"not_said"}"#,
    );
    perform(&it, r#"{"op":"observed","children":[1,2],"words":"Went quiet"}"#);
    perform(
        &it,
        r#"{"op":"observed","children":[2],"words":"Cries at night","known_by":[{"how":"adult_said","who":"mother"}]}"#,
    );
    let girl = voice(&it, 1);
    let said: Vec<_> = girl
        .said
        .iter()
        .map(|line| (line.words.as_str(), line.lead.as_str(), line.exact))
        .collect();
    assert_eq!(
        said,
        [
            ("“I take him up.”", "Exact", true),
            ("Wants mum to be well", "Gist", false),
            ("Not written here", "On body-worn video", false),
        ]
    );
    assert_eq!(girl.said[0].how, "Unasked. With: only PC Rowe. 02:09");
    assert_eq!(girl.said[1].how, "Asked: what would you like? 02:09");
    assert_eq!(girl.seen.len(), 1);
    assert!(
        girl.seen[0].how.starts_with("Seen by PC Rowe, 02:09. About: "),
        "{}",
        girl.seen[0].how
    );
    let other = voice(&it, 2);
    assert!(other.said.is_empty());
    let hearsay: Vec<bool> = other.seen.iter().map(|line| line.hearsay).collect();
    assert_eq!(hearsay, [false, true]);
}

#[test]
fn principles_stand_in_the_order_of_the_source_and_count_no_prompt_as_left() {
    let host = Host::new();
    let it = host.begin(1);
    let views = it.principles().unwrap();
    let pack = it.pack().unwrap();
    assert_eq!(views.len(), pack.file().principles.len());
    let kinds: Vec<_> = views
        .iter()
        .map(|view| {
            let principle = &pack.file().principles[view.principle as usize];
            (principle.kind != PrincipleKind::Guides, principle.number)
        })
        .collect();
    assert!(kinds.is_sorted(), "{kinds:?}");
    let screen = it.screen().unwrap();
    for view in &views {
        let id = &pack.file().principles[view.principle as usize].id;
        let mut left = 0;
        for at in &view.rows {
            let row = &screen.lists[at.list as usize].rows[at.row as usize].row;
            let item = &pack.items()[row.item as usize].item;
            assert!(item.principles.contains(id));
            left += u32::from(row.mark == crate::interaction::worklist::Mark::Open && !row.folded);
        }
        assert_eq!(view.left, left, "{id}");
        assert!(!view.words.is_empty());
    }
    assert!(
        views.iter().any(|view| !view.rows.is_empty()),
        "the fixture has tags"
    );
}

#[test]
fn a_corrected_entry_shows_both_wordings_and_a_mistake_is_one_press() {
    let host = Host::new();
    let it = host.begin(2);
    let quote = perform(
        &it,
        r#"{"op":"quoted","child":1,"words":"he shouts","fidelity":"exact","asked":"unasked"}"#,
    )
    .seq;
    assert_eq!(it.entry_line(1).unwrap(), None, "on the first all others rest");
    assert_eq!(it.entry_line(99).unwrap(), None);
    let before = entry(&it, quote);
    assert_eq!(
        (before.typed.as_deref(), before.child, before.exact, before.struck),
        (Some("he shouts"), Some(1), true, false)
    );
    perform(
        &it,
        &format!(
            r#"{{"op":"corrected","entry":{quote},"how":{{"reworded":{{"words":"He shouts a lot"}}}}}}"#
        ),
    );
    perform(
        &it,
        &format!(r#"{{"op":"corrected","entry":{quote},"how":{{"moved_to_child":{{"child":2}}}}}}"#),
    );
    let then = entry(&it, quote);
    assert_eq!(then.words, before.words, "as it was first written");
    assert_eq!(
        (then.typed.as_deref(), then.child),
        (Some("He shouts a lot"), Some(2))
    );
    assert_eq!(then.corrections.len(), 2);
    assert!(voice(&it, 1).said.is_empty());
    perform(
        &it,
        &format!(r#"{{"op":"corrected","entry":{quote},"how":"pressed_by_mistake"}}"#),
    );
    let last = entry(&it, quote);
    assert!(last.struck);
    assert_eq!(
        last.corrections.last().map(String::as_str),
        Some(format!("Entry {quote} was pressed by mistake").as_str())
    );
    assert!(voice(&it, 2).said.is_empty());
}

#[test]
fn a_sharing_begins_with_the_route_and_says_what_a_force_has_not_set() {
    let host = Host::new();
    let it = host.begin(1);
    let first = it.sharing_offer().unwrap();
    assert_eq!(
        (first.route, first.to, first.considered, first.by.as_deref()),
        (None, None, None, Some("PC Rowe"))
    );
    perform(&it, r#"{"op":"observed","children":[1],"words":"Went quiet"}"#);
    perform(
        &it,
        r#"{"op":"risk_stated","child":1,"words":"shouts","level":"at_risk_of_significant_harm"}"#,
    );
    let then = it.sharing_offer().unwrap();
    assert_eq!(
        then.considered.as_deref(),
        Some("Of this record: what was seen, the risk as stated")
    );
    // Whoever the route names, or that nobody is set: never both, and never somebody that no route names.
    assert!(then.to.is_none() || then.unset.is_none());
    assert!(then.route.is_some() || then.to.is_none());
}

#[test]
fn a_hand_over_is_told_from_words() {
    let host = Host::new();
    let it = host.begin(1);
    assert!(is_hand_over_file(&format!(" {}", json(&it))));
    assert!(!is_hand_over_file("{not a record}"));
    assert!(!is_hand_over_file("Girl, 9, with him now. child-first-record"));
    let there = host.begin(0);
    there
        .take_over(
            TakeOver {
                from: None,
                how: Told::Log,
                words: String::new(),
                export: Some(json(&it)),
            },
            now(),
        )
        .unwrap();
    let offered = there.offered().unwrap();
    assert_eq!(offered.len(), 1);
    there.add_offered(offered[0].clone(), now()).unwrap();
    assert!(there.offered().unwrap().is_empty());
}

#[test]
fn a_handling_line_stands_on_the_screen_and_local_values_can_be_read_outside() {
    let host = Host::new();
    let it = host.begin(1);
    assert!(it.screen().unwrap().handling.is_empty());
    perform(
        &it,
        r#"{"op":"handling_set","words":"afraid of him knowing","children":[]}"#,
    );
    assert_eq!(it.screen().unwrap().handling, ["afraid of him knowing"]);
    let outside = host
        .door
        .guidance()
        .local_values("six-principles".into())
        .unwrap();
    assert_eq!(outside.len(), it.local_values().unwrap().len());
}
