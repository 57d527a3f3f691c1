//! The JSON Schema of a script's line, from the table that reads it; a test keeps the file in the repository current.

use super::line::Common;
use super::ops;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema of a line: one of the operations, with what every line may carry.
fn line() -> Value {
    let mut of = SchemaSettings::draft2020_12().into_generator();
    let common = Common::json_schema(&mut of).to_value();
    let mut all = Vec::new();
    for (name, doc, schema) in ops::schemas(&mut of) {
        let mut schema = schema.to_value();
        let Some(object) = schema.as_object_mut() else {
            continue;
        };
        let mut fields = Map::from_iter([("op".to_owned(), json!({ "const": name }))]);
        for from in [object.get("properties"), common.get("properties")] {
            fields.extend(from.and_then(Value::as_object).cloned().unwrap_or_default());
        }
        let mut required = vec![json!("op")];
        required.extend(
            object
                .get("required")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
        );
        all.push(json!({
            "title": name, "description": doc, "type": "object", "properties": fields, "required": required,
        }));
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a script for childfirst walk --script",
        "oneOf": all,
        "$defs": of.take_definitions(true),
    });
    close(&mut schema);
    schema
}

/// Forbids unknown fields in every object that names its fields, or says that it has none.
fn close(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.contains_key("properties") && map.get("type") == Some(&json!("object")) {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use childfirst::interaction::operation::Operation;

    /// `UPDATE=1 cargo test -p childfirst-desk schema` writes it again.
    #[test]
    fn the_schema_in_the_repository_is_current() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../content/schema/script.schema.json"
        );
        let text = format!("{}\n", serde_json::to_string_pretty(&line()).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let old = std::fs::read_to_string(path).unwrap_or_default();
        assert!(old == text, "run `UPDATE=1 cargo test -p childfirst-desk schema`");
    }

    /// Every kind of operation that core knows has its line, and says the same name.
    #[test]
    fn every_operation_of_core_has_a_line() {
        let core = schemars::schema_for!(Operation).to_value();
        let kinds: Vec<&str> = core["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["properties"]["op"]["const"].as_str().unwrap())
            .collect();
        assert!(kinds.len() > 20, "{kinds:?}");
        for kind in kinds {
            assert!(ops::NAMES.contains(&kind), "{kind}");
        }
    }
}
