//! The JSON Schemas of what people write by hand, from the same types that read it.
//!
//! For editors and for review; the builder checks far more. Refuses unknown fields, as the builder does.

use super::source::PackSource;
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

pub(crate) fn schema<T: JsonSchema>(title: &str) -> Value {
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

/// The same with its keys in order, whatever order a map keeps.
pub(crate) fn sorted(value: &Value) -> Value {
    serde_json::from_slice(&super::canonical::bytes(value)).unwrap_or_default()
}

/// Checks that a schema in the repository is this one; `UPDATE=1` writes it again.
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]
pub(crate) fn is_current(path: &std::path::Path, schema: &Value) {
    let text = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &text).unwrap();
    }
    let old = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.display();
    assert!(
        old == text,
        "{name}: run `UPDATE=1 cargo test -p childfirst --all-features schema`"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE=1 cargo test schema` writes them again.
    #[test]
    fn the_schemas_in_the_repository_are_current() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/schema");
        for (name, schema) in [("pack", pack_source()), ("values", values())] {
            is_current(&folder.join(format!("{name}.schema.json")), &schema);
        }
    }
}
