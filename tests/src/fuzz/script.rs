//! What must hold of a script: every line that is not taken is named by its number, and none of its values repeated.

use super::choice;
use childfirst_desk::script::Understood;
use serde_json::Value;

/// No word of any language, and none of ours.
const MARK: &str = "Qzxv9Wkj2";

/// Judges a reader by these bytes.
pub fn judge(data: &[u8], understand: impl Fn(&[u8]) -> Vec<Understood>) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    let mut last = 0;
    for found in understand(data) {
        assert!(found.line > last, "lines come in their order");
        last = found.line;
        assert!(last as usize <= lines.len(), "line {last} of {}", lines.len());
        match (&found.op, &found.fault) {
            (Some(op), None) => assert!(!op.is_empty()),
            (None, Some(fault)) => told(last, fault),
            _ => panic!("line {last} is neither taken nor refused"),
        }
    }
    // One of the lines, as the bytes choose: every input takes another.
    repeats_nothing(lines[choice(data, 1) % lines.len()], choice(data, 2), &understand);
}

/// A refusal is one line of JSON that names the line and says what to do.
fn told(line: u64, fault: &str) {
    assert!(!fault.contains('\n'));
    let told: Value = serde_json::from_str(fault).unwrap();
    assert_eq!((&told["ok"], &told["line"]), (&false.into(), &line.into()));
    assert!(told["why"].as_str().is_some_and(|why| !why.is_empty()));
    assert!(
        told["sentence"]
            .as_str()
            .is_some_and(|told| told.ends_with(['.', '?']))
    );
}

/// With every value another, and a field that is none of ours, the refusal says neither.
fn repeats_nothing(line: &[u8], which: usize, understand: &impl Fn(&[u8]) -> Vec<Understood>) {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(line) else {
        return;
    };
    // Some look like what a library says itself, to be taken for its words.
    let looks = [
        "",
        "missing field `",
        "expected one of ",
        "`, expected one of ",
        "takes: ",
        "unknown field `",
    ];
    let before = looks[which % looks.len()];
    for (name, value) in &mut fields {
        if name != "op" || which.is_multiple_of(7) {
            mark(value, before);
        }
    }
    if which.is_multiple_of(3) {
        fields.insert(MARK.to_owned(), Value::Null);
    }
    for found in understand(&serde_json::to_vec(&fields).unwrap()) {
        let fault = found.fault.unwrap_or_default();
        assert!(!fault.contains(MARK), "repeats what was typed: {fault}");
    }
}

fn mark(value: &mut Value, before: &str) {
    match value {
        Value::String(text) => *text = format!("{before}{MARK}"),
        Value::Array(all) => all.iter_mut().for_each(|value| mark(value, before)),
        Value::Object(map) => map.values_mut().for_each(|value| mark(value, before)),
        _ => {}
    }
}
