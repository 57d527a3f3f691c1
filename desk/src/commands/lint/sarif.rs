//! Findings as SARIF 2.1.0, for whatever shows them beside a change.
//!
//! Refuses absolute paths where the findings have relative ones: a report is read on another machine.

use childfirst::lint::rules::{self, Severity};
use childfirst::pack::build::Finding;
use serde_json::{Value, json};

/// The log of one run.
pub fn log(findings: &[Finding]) -> Value {
    let all: Vec<&rules::Rule> = rules::all().collect();
    let described: Vec<Value> = all
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.what },
                "fullDescription": { "text": rule.why },
                "help": { "text": format!("{}\nFrom: {}.\nNot so: {}\nBut so: {}", rule.why, rule.from, rule.bad, rule.good) },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|one| {
            let mut result = json!({
                "ruleId": one.rule,
                "level": level(rules::severity(one.rule)),
                "message": { "text": format!("{}: {}", one.name, one.sentence) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri(&one.file) },
                    "region": { "startLine": one.line.max(1) },
                } }],
            });
            let at = all.iter().position(|rule| rule.id == one.rule);
            if let (Some(at), Some(result)) = (at, result.as_object_mut()) {
                result.insert("ruleIndex".to_owned(), json!(at));
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "childfirst lint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A path as a URI reference: forward slashes, and whatever is not plain in per cent.
fn uri(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").trim_start_matches("./").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte))
            }
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    if text.starts_with('/') {
        format!("file://{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("content/a b/é.json"), "content/a%20b/%C3%A9.json");
        assert_eq!(uri("./content/x.json"), "content/x.json");
        assert_eq!(uri("/tmp/x.json"), "file:///tmp/x.json");
    }
}
