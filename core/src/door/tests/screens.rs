//! What the screens of an interaction say, as a host asks for it.

use super::*;
use crate::interaction::worklist::Mark;

#[test]
fn a_screen_says_where_who_was_seen_what_was_answered_and_what_is_next() {
    let host = Host::new();
    let it = host.begin(0);
    let first = it.screen().unwrap();
    assert!(!first.danger_yes);
    assert!(first.children.is_empty());
    assert!(!first.title.contains(','), "a time alone: {}", first.title);
    perform(&it, r#"{"op":"danger_asked","answer":"yes"}"#);
    perform(&it, r#"{"op":"scene_set","place":"home"}"#);
    perform(&it, r#"{"op":"child_added","label":"girl","age":"108-119m"}"#);
    perform(&it, r#"{"op":"circumstances_set","children":[1],"seen":"awake"}"#);
    let then = it.screen().unwrap();
    assert!(then.danger_yes);
    assert!(then.title.starts_with("Home, "), "{}", then.title);
    assert_eq!(then.children[0].title, "Girl, 9");
    assert!(then.children[0].seen_words.starts_with("Seen awake, "));
    assert_eq!(then.last_spoken_of, Some(1));
    let rows: usize = then.lists.iter().map(|list| list.rows.len()).sum();
    assert_eq!(rows, it.worklist().unwrap().rows.len(), "no row is left out");
    let next = then.next.unwrap();
    let row = &then.lists[next.list as usize].rows[next.row as usize].row;
    assert_eq!((row.mark, row.folded, row.waits), (Mark::Open, false, None));
    let prompts = |row: &crate::interaction::worklist::Row| it.prompts(row.clone()).unwrap();
    let all = then.lists.iter().flat_map(|list| &list.rows);
    let some = all.flat_map(|said| prompts(&said.row)).next().unwrap();
    assert!(!some.text.is_empty());
    assert_eq!(some.value, None);
}

#[test]
fn how_is_as_short_as_a_sign_and_says_who() {
    let known = |how, who: Option<&str>| Known {
        how,
        who: who.map(str::to_owned),
    };
    let how = crate::interaction::screen::how;
    assert_eq!(how(&[]), None);
    assert_eq!(how(&[known(KnownBy::Seen, None)]).as_deref(), Some("Seen"));
    let both = [
        known(KnownBy::AdultSaid, Some("mother")),
        known(KnownBy::Records, None),
    ];
    assert_eq!(how(&both).as_deref(), Some("Mother said, Records"));
}
