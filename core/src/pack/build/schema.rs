//! The JSON Schemas of what people write by hand, and of an export, from the same types that read it.
//!
//! For editors and for review; the builder checks far more. Refuses unknown fields, as the builder does.

use super::source::PackSource;
use crate::interaction::export::File;
use crate::pack::values::ValuesFile;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema of a pack's source file: `pack.json` or any other.
pub fn pack_source() -> Value {
    schema::<PackSource>("A source file of a pack: its manifest (pack.json) and any sections")
}

/// The schema of a force's values file.
pub fn values() -> Value {
    schema::<ValuesFile>("A force's own values: telephone numbers, names and words that a pack leaves open")
}

/// The schema of an export of a record. Its entries are open: a later version may add fields to a kind.
pub fn export() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut value = generator.into_root_schema_for::<File>().to_value();
    close(&mut value);
    let entries = value.get_mut("$defs").and_then(Value::as_object_mut);
    for (name, definition) in entries.into_iter().flatten() {
        if !matches!(name.as_str(), "FileHead" | "FileEntry") {
            open(definition);
        }
    }
    if let Some(root) = value.as_object_mut() {
        root.insert(
            "title".to_owned(),
            json!("An export of a record: the chain, entry by entry"),
        );
    }
    sorted(&value)
}

fn schema<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut value = generator.into_root_schema_for::<T>().to_value();
    close(&mut value);
    if let Some(root) = value.as_object_mut() {
        root.insert("title".to_owned(), json!(title));
    }
    sorted(&value)
}

/// Forbids unknown fields in every object that names its fields.
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

/// Allows them again.
fn open(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(open);
            map.remove("additionalProperties");
        }
        Value::Array(all) => all.iter_mut().for_each(open),
        _ => {}
    }
}

/// The same with its keys in order, whatever order a map keeps.
fn sorted(value: &Value) -> Value {
    serde_json::from_slice(&super::canonical::bytes(value)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE=1 cargo test schema` writes them again.
    #[test]
    fn the_schemas_in_the_repository_are_current() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/schema");
        for (name, schema) in [
            ("pack", pack_source()),
            ("values", values()),
            ("export", export()),
        ] {
            let path = folder.join(format!("{name}.schema.json"));
            let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
            if std::env::var_os("UPDATE").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            let old = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                old == text,
                "{name}: run `UPDATE=1 cargo test -p childfirst --all-features schema`"
            );
        }
    }
}
