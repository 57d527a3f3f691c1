//! Checking, salvaging, keeping and erasing through the door.

use super::*;

#[test]
fn erasing_how_a_child_was_added_moves_nobody_into_its_place() {
    let host = Host::new();
    let it = host.begin(0);
    perform(&it, r#"{"op":"child_added","label":"a full name","age":"9"}"#);
    perform(&it, r#"{"op":"child_added","label":"baby","age":"8m"}"#);
    perform(
        &it,
        r#"{"op":"circumstances_set","children":[2],"seen":"asleep"}"#,
    );
    host.records.erase(it.id(), erased(2), now()).unwrap();
    let state = it.state().unwrap();
    assert_eq!(state.child(2).map(|child| child.label.as_str()), Some("baby"));
    assert_eq!(state.child(2).map(|child| child.seen), Some(Seen::Asleep));
    assert_eq!(state.child(1).map(|child| child.seen), Some(Seen::NotSaid));
    perform(&it, r#"{"op":"child_added","label":"third","age":"3"}"#);
    perform(
        &it,
        r#"{"op":"risk_stated","child":3,"words":"Afraid.","level":"in_need_of_support"}"#,
    );
    let added = it.entries().unwrap().len() as u64 - 1;
    host.records.erase(it.id(), erased(added), now()).unwrap();
    // A number that something is said of is not given to another child.
    perform(&it, r#"{"op":"child_added","label":"fourth","age":"4"}"#);
    let state = it.state().unwrap();
    assert_eq!(state.child(4).map(|child| child.label.as_str()), Some("fourth"));
    assert_eq!(
        state.risk(Some(3)).map(|now| now.risk.words.as_str()),
        Some("Afraid.")
    );
    let host = host.reopen();
    assert_eq!(host.records.resume(it.id()).unwrap().state().unwrap(), state);
}
