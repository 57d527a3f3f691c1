//! The JSON Schema of an export: the file, and the stored form of the entries that stand in it as strings.
//!
//! Refuses to be the check: that the entries hold together is `verify_export`'s to say.

use super::file::{FORMAT, File, VERSION};
use crate::interaction::wire;
use crate::pack::build::schema::{schema, sorted};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

pub(super) fn format(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": FORMAT })
}

pub(super) fn version(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": VERSION })
}

pub(super) fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
}

pub(super) fn digest(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
}

/// An entry stands as a string: its exact bytes are what its commitment commits to.
pub(super) fn entry(generator: &mut SchemaGenerator) -> Schema {
    let stored = generator.subschema_for::<wire::Stored>();
    json_schema!({ "type": "string", "contentMediaType": "application/json", "contentSchema": stored })
}

/// The schema of an export of a record. Its entries are open: a later version may add fields to a kind.
pub fn export() -> Value {
    let mut value = schema::<File>("An export of a record: the chain, entry by entry");
    let entries = value.get_mut("$defs").and_then(Value::as_object_mut);
    for (name, definition) in entries.into_iter().flatten() {
        if !matches!(name.as_str(), "FileHead" | "FileEntry") {
            open(definition);
        }
    }
    sorted(&value)
}

/// Allows fields beside those that an object names.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::build::schema::is_current;
    use std::path::Path;

    #[test]
    fn the_schema_of_an_export_is_current() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/schema");
        is_current(&folder.join("export.schema.json"), &export());
    }
}
