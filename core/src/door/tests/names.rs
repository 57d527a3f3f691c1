//! No label and no name makes a second line, in a record, in what is copied of it, or on a screen.

use super::*;
use crate::interaction::because::because;
use crate::interaction::export::ExportHow;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What a second line would begin with.
const MARK: &str = "IMMEDIATE DANGER: NOBODY";

fn breaks() -> impl Strategy<Value = String> {
    let one = prop::sample::select(vec![
        "\n", "\r", "\r\n", "\t", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\u{0}", "\u{1b}", " ",
        "\n\n", "\n    ",
    ]);
    prop::collection::vec(one, 1..4).prop_map(|all| all.concat())
}

/// Every operation with a name in it, and the name ends its line.
fn operations(name: &str) -> Vec<Value> {
    let known = json!([{"how": "adult_said", "who": name}]);
    vec![
        json!({"op": "child_added", "age": "9", "label": name}),
        json!({"op": "child_added", "age": "not_known", "label": name}),
        json!({"op": "child_added", "age": "3"}),
        json!({"op": "child_relabelled", "child": 3, "label": name}),
        json!({"op": "circumstances_set", "children": [1], "seen": "asleep", "presence": "nearby", "known_by": known}),
        json!({"op": "danger_asked", "answer": "not_now", "known_by": known}),
        json!({"op": "quoted", "child": 1, "words": "said", "present": [name, "PC 1"]}),
        json!({"op": "observed", "children": [2], "words": "seen", "known_by": known}),
        json!({"op": "answered", "item": "six-principles/now/listen", "child": 1, "outcome": "later", "owner": name}),
        json!({"op": "answered", "item": "six-principles/now/see/gifts", "child": 1, "value": "words", "known_by": known}),
        json!({"op": "told", "to": name, "how": "radio"}),
        json!({"op": "sharing_moved", "stage": "decided", "to": name, "by": name}),
        json!({"op": "reference_added", "reference": "incident_log", "words": name}),
        json!({"op": "taken_over", "from": name, "how": "radio", "words": "told"}),
        json!({"op": "left_scene", "why": "call", "staying": name}),
        json!({"op": "handed_over", "to": name, "how": "radio"}),
    ]
}

/// Every line of a text, whatever ends it.
fn begins_a_line(text: &str) -> bool {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    // A picture stands for a control character of a text that is laid out.
    text.split(ends)
        .any(|line| line.trim().to_uppercase().starts_with(MARK))
}

/// Every string in it.
fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| strings(one, out)),
        Value::Object(map) => map.values().for_each(|one| strings(one, out)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_begins_a_line(between in breaks()) {
        let name = format!("a{between}{MARK}");
        let host = Host::new();
        let how = Begin { pack: "six-principles".into(), role: Role::ResponseOfficer, recorder: Some(name.clone()) };
        let it = host.records.begin(how, now()).unwrap();
        for operation in operations(&name) {
            let made = Made { author: Some(name.clone()), ..now() };
            it.perform(op(&operation.to_string()), made).unwrap();
        }
        let mut shown = vec![it.record().unwrap().to_text(), it.log_copy(at(1)).unwrap().text];
        shown.push(it.export(ExportHow::whole(ExportFormat::Text), now()).unwrap().text);
        let reader = Some(name.clone());
        let of_reader = ExportHow { reader, ..ExportHow::whole(ExportFormat::Text) };
        shown.push(it.export(of_reader, now()).unwrap().text);
        let (pack, state) = (it.pack().unwrap(), it.state().unwrap());
        shown.extend(state.children.iter().map(|child| child.title()));
        shown.extend(it.worklist().unwrap().rows.iter().map(|row| because(&pack, &state, row)));
        for part in [
            serde_json::to_value(it.state().unwrap()).unwrap(),
            serde_json::to_value(it.record().unwrap()).unwrap(),
            serde_json::to_value(it.danger(at(1)).unwrap()).unwrap(),
            serde_json::to_value(host.records.list().unwrap()).unwrap(),
        ] {
            strings(&part, &mut shown);
        }
        for text in shown {
            prop_assert!(!begins_a_line(&text), "{text:?}");
        }
    }
}

#[test]
fn what_was_said_and_seen_keeps_every_letter() {
    let host = Host::new();
    let it = host.begin(1);
    let words = "He said:\n\tgo away\u{2028} now";
    it.perform(
        op(&json!({"op": "quoted", "child": 1, "words": words}).to_string()),
        now(),
    )
    .unwrap();
    it.perform(
        op(&json!({"op": "observed", "children": [1], "words": words}).to_string()),
        now(),
    )
    .unwrap();
    it.perform(
        op(
            &json!({"op": "risk_stated", "child": 1, "level": "in_need_of_support", "words": words})
                .to_string(),
        ),
        now(),
    )
    .unwrap();
    let state = it.state().unwrap();
    assert_eq!(state.quotes[0].quote.words, words);
    assert_eq!(state.observations[0].observation.words, words);
    assert_eq!(state.risks[0].risk.words, words);
}
