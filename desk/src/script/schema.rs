//! What belongs in a script’s line, from the types that read it; a test keeps the JSON Schema in the repository current.

use super::line::COMMON;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The fields that belong at a place of an operation: of the line itself, or inside one of its fields (`known_by.0`).
pub fn takes<T: JsonSchema>(inside: &str) -> Vec<String> {
    let mut of = SchemaSettings::draft2020_12().into_generator();
    let mut here = T::json_schema(&mut of).to_value();
    let known = Value::Object(of.take_definitions(true));
    for part in inside.split('.').filter(|part| !part.is_empty()) {
        let Some(next) = within(&here, part, &known) else {
            return Vec::new();
        };
        here = next;
    }
    let mut fields = names(&here, &known);
    if inside.is_empty() {
        fields.splice(0..0, ["op".to_owned()]);
        fields.extend(COMMON.map(str::to_owned));
    }
    fields
}

/// What a schema is, where it only points at another or is one of several.
fn forms<'s>(schema: &'s Value, known: &'s Value) -> Vec<&'s Value> {
    let pointed = schema.get("$ref").and_then(Value::as_str);
    let named = pointed
        .and_then(|at| at.rsplit('/').next())
        .and_then(|name| known.get(name));
    if let Some(named) = named {
        return forms(named, known);
    }
    let several = ["anyOf", "oneOf"]
        .iter()
        .find_map(|of| schema.get(of)?.as_array());
    match several {
        Some(several) => several.iter().flat_map(|one| forms(one, known)).collect(),
        None => vec![schema],
    }
}

fn within(schema: &Value, part: &str, known: &Value) -> Option<Value> {
    let list = part.bytes().all(|letter| letter.is_ascii_digit());
    let one = |form: &&Value| match list {
        true => form.get("items").cloned(),
        false => form.get("properties")?.get(part).cloned(),
    };
    forms(schema, known).iter().find_map(one)
}

/// None where it may be one of several: which was meant is not known.
fn names(schema: &Value, known: &Value) -> Vec<String> {
    let forms = forms(schema, known);
    let mut all = forms
        .iter()
        .filter_map(|form| form.get("properties")?.as_object());
    match (all.next(), all.next()) {
        (Some(only), None) => only.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::line::Common;
    use crate::script::ops;
    use childfirst::interaction::operation::Operation;
    use serde_json::{Map, json};

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
