//! The JSON Schema of an export: the file, and the stored form of the entries that stand in it as strings.
//!
//! Refuses to be the check: that the entries hold together is `verify_export`'s to say.

use super::file::{FORMAT, VERSION};
use crate::interaction::wire;
use schemars::{Schema, SchemaGenerator, json_schema};

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
