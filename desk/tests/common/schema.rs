//! As much of JSON Schema as the schemas of this repository use. Refuses a word of it that it does not know.

use serde_json::{Value, json};

/// Whether a value fits a schema; `root` is the schema whole.
pub fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(schema) = schema.as_object() else {
        return schema != &json!(false);
    };
    schema.iter().all(|(key, rule)| match key.as_str() {
        "$ref" => {
            let path = rule.as_str().unwrap().trim_start_matches('#');
            fits(root, root.pointer(path).unwrap(), value)
        }
        "const" => rule == value,
        "enum" => rule.as_array().unwrap().contains(value),
        "type" => match rule {
            Value::String(name) => is(name, value),
            names => names
                .as_array()
                .unwrap()
                .iter()
                .any(|name| is(name.as_str().unwrap(), value)),
        },
        "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap()),
        "required" => rule
            .as_array()
            .unwrap()
            .iter()
            .all(|name| value.get(name.as_str().unwrap()).is_some()),
        "properties" => {
            let rules = rule.as_object().unwrap();
            rules
                .iter()
                .all(|(name, rule)| value.get(name).is_none_or(|value| fits(root, rule, value)))
        }
        "additionalProperties" => {
            let known = schema.get("properties").and_then(Value::as_object);
            let unknown = |name: &String| known.is_none_or(|known| !known.contains_key(name));
            !value.as_object().is_some_and(|value| value.keys().any(unknown)) || rule != &json!(false)
        }
        "items" => value
            .as_array()
            .is_none_or(|all| all.iter().all(|one| fits(root, rule, one))),
        "anyOf" => rule.as_array().unwrap().iter().any(|one| fits(root, one, value)),
        "oneOf" => {
            rule.as_array()
                .unwrap()
                .iter()
                .filter(|one| fits(root, one, value))
                .count()
                == 1
        }
        "pattern" => value
            .as_str()
            .is_none_or(|text| hexadecimal(rule.as_str().unwrap(), text)),
        // What stands in a string as JSON is checked by its own schema.
        "contentSchema" => value.as_str().is_none_or(|text| {
            let inside: Value = serde_json::from_str(text).unwrap();
            fits(root, rule, &inside)
        }),
        "contentMediaType" => rule == "application/json",
        "title" | "description" | "format" | "default" | "$schema" | "$defs" => true,
        other => panic!("teach this test {other}"),
    })
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        other => panic!("teach this test {other}"),
    }
}

/// The one kind of pattern that there is: `^[0-9a-f]{64}$`.
fn hexadecimal(pattern: &str, text: &str) -> bool {
    let long = pattern
        .strip_prefix("^[0-9a-f]{")
        .and_then(|rest| rest.strip_suffix("}$"));
    let long: usize = long
        .unwrap_or_else(|| panic!("teach this test {pattern}"))
        .parse()
        .unwrap();
    text.len() == long && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}
