//! The exported API in words, from the metadata that the generator reads: every name that an app may have used.
//!
//! Refuses doc comments and checksums: a comment may be mended without anybody's leave.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use uniffi_meta::{
    DefaultValueMetadata, FieldMetadata, FnParamMetadata, LiteralMetadata, Metadata, ObjectImpl, Type,
};

const HEAD: &str = "\
# Every name that Kotlin, Swift and Python have of core, by which apps are written. A line that goes, or changes, breaks one.
# Written by `cargo xtask schema`; a test compares it with the library.

";

/// The list: what stands alone, and under each type what it has, in order of their names.
pub fn list(all: &[Metadata]) -> String {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    let mut functions = Vec::new();
    for one in all {
        match one {
            Metadata::Func(it) => functions.push(format!(
                "function {}",
                call(&it.name, &it.inputs, it.return_type.as_ref(), it.throws.as_ref())
            )),
            Metadata::Object(it) => part(&mut parts, &it.name).head = object(&it.name, &it.imp),
            Metadata::CallbackInterface(it) => {
                part(&mut parts, &it.name).head = format!("written by the app {}", it.name);
            }
            Metadata::Record(it) => {
                let part = part(&mut parts, &it.name);
                part.head = format!("record {}", it.name);
                part.rows = it.fields.iter().map(field).collect();
            }
            Metadata::Enum(it) => {
                let kind = if it.shape.is_error() { "error" } else { "enum" };
                let part = part(&mut parts, &it.name);
                part.head = format!("{kind} {}", it.name);
                part.rows = it
                    .variants
                    .iter()
                    .map(|one| variant(&one.name, &one.fields))
                    .collect();
            }
            Metadata::CustomType(it) => {
                part(&mut parts, &it.name).head = format!("custom {} = {}", it.name, named(&it.builtin));
            }
            Metadata::Constructor(it) => {
                let row = call(&it.name, &it.inputs, None, it.throws.as_ref());
                part(&mut parts, &it.self_name)
                    .rows
                    .push(format!("constructor {row}"));
            }
            Metadata::Method(it) => {
                let row = call(&it.name, &it.inputs, it.return_type.as_ref(), it.throws.as_ref());
                part(&mut parts, &it.self_name).rows.push(row);
            }
            Metadata::TraitMethod(it) => {
                let row = call(&it.name, &it.inputs, it.return_type.as_ref(), it.throws.as_ref());
                part(&mut parts, &it.trait_name).rows.push(row);
            }
            Metadata::UniffiTrait(it) => {
                let row = format!("as {}", it.name());
                part(&mut parts, it.self_name()).rows.push(row);
            }
            Metadata::Namespace(_) | Metadata::UdlFile(_) | Metadata::ObjectTraitImpl(_) => {}
        }
    }
    functions.sort();
    let mut text = HEAD.to_owned() + &functions.join("\n") + "\n";
    for part in parts.values_mut() {
        // Fields and variants cross by their order; calls by their names.
        if !["record", "enum", "error"]
            .iter()
            .any(|kind| part.head.starts_with(kind))
        {
            part.rows.sort();
        }
        let _ = write!(text, "\n{}\n", part.head);
        for row in &part.rows {
            let _ = writeln!(text, "  {row}");
        }
    }
    text
}

/// A type and what it has.
#[derive(Default)]
struct Part {
    head: String,
    rows: Vec<String>,
}

fn part<'a, 'b>(parts: &'a mut BTreeMap<&'b str, Part>, name: &'b str) -> &'a mut Part {
    parts.entry(name).or_default()
}

fn object(name: &str, imp: &ObjectImpl) -> String {
    match imp {
        ObjectImpl::Struct => format!("object {name}"),
        ObjectImpl::Trait(_) => format!("written by the app {name}"),
    }
}

fn call(name: &str, inputs: &[FnParamMetadata], gives: Option<&Type>, throws: Option<&Type>) -> String {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|input| {
            format!(
                "{}: {}{}",
                input.name,
                named(&input.ty),
                default(input.default.as_ref())
            )
        })
        .collect();
    let mut text = format!("{name}({})", inputs.join(", "));
    if let Some(gives) = gives {
        let _ = write!(text, " -> {}", named(gives));
    }
    if let Some(throws) = throws {
        let _ = write!(text, " throws {}", named(throws));
    }
    text
}

fn variant(name: &str, fields: &[FieldMetadata]) -> String {
    match fields {
        [] => name.to_owned(),
        fields => format!(
            "{name}({})",
            fields.iter().map(field).collect::<Vec<_>>().join(", ")
        ),
    }
}

fn field(field: &FieldMetadata) -> String {
    let default = default(field.default.as_ref());
    match field.name.as_str() {
        "" => format!("{}{default}", named(&field.ty)),
        name => format!("{name}: {}{default}", named(&field.ty)),
    }
}

/// What it is when it is left out.
fn default(value: Option<&DefaultValueMetadata>) -> String {
    match value {
        None => String::new(),
        Some(DefaultValueMetadata::Default) => " = default".to_owned(),
        Some(DefaultValueMetadata::Literal(literal)) => format!(" = {}", spelled(literal)),
    }
}

fn spelled(literal: &LiteralMetadata) -> String {
    match literal {
        LiteralMetadata::Boolean(value) => value.to_string(),
        LiteralMetadata::String(value) => format!("{value:?}"),
        LiteralMetadata::UInt(value, ..) => value.to_string(),
        LiteralMetadata::Int(value, ..) => value.to_string(),
        LiteralMetadata::Float(value, _) | LiteralMetadata::Enum(value, _) => value.clone(),
        LiteralMetadata::EmptySequence | LiteralMetadata::EmptyMap | LiteralMetadata::EmptySet => {
            "[]".to_owned()
        }
        LiteralMetadata::None => "none".to_owned(),
        LiteralMetadata::Some { inner } => default(Some(inner)),
    }
}

fn named(ty: &Type) -> String {
    match ty {
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. }
        | Type::Custom { name, .. } => name.clone(),
        Type::Box { inner_type } => named(inner_type),
        Type::Optional { inner_type } => format!("{}?", named(inner_type)),
        Type::Sequence { inner_type } | Type::Set { inner_type } => format!("[{}]", named(inner_type)),
        Type::Map { key_type, value_type } => format!("[{}: {}]", named(key_type), named(value_type)),
        plain => format!("{plain:?}").to_lowercase(),
    }
}
