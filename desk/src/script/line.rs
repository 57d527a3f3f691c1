//! One line of a script: an object with `op`, what every line may carry, and the operation's own fields.
//!
//! Refuses an unknown field or operation, a repeated key and a value out of its set, and names the field. What was typed
//! is never repeated: a value may be a child's words, and what is no field of ours may be a name.

use childfirst::sets::Precision;
use childfirst::time::{Moment, When};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Why a line is not an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Longer than a line may be.
    TooLong,
    /// Not UTF-8.
    NotUtf8,
    /// Not one JSON object.
    NotAnObject,
    /// A key stands twice.
    Twice,
    /// No `op`.
    NoOp,
    /// An `op` that does not exist, with the nearest that does.
    UnknownOp(Option<&'static str>),
    /// A field that the operation does not have: what it stands in, if not in the line itself, and what belongs there.
    UnknownField(String, Vec<String>),
    /// A field that it needs.
    MissingField(String),
    /// A field whose value cannot be taken, with what can.
    BadValue(String, Option<String>),
}

impl Fault {
    /// The stable word for it.
    pub fn why(&self) -> &'static str {
        match self {
            Fault::TooLong => "too_long",
            Fault::NotUtf8 => "not_utf8",
            Fault::NotAnObject => "not_an_object",
            Fault::Twice => "key_twice",
            Fault::NoOp => "no_op",
            Fault::UnknownOp(_) => "unknown_op",
            Fault::UnknownField(..) => "unknown_field",
            Fault::MissingField(_) => "missing_field",
            Fault::BadValue(..) => "bad_value",
        }
    }

    /// The field that it is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            Fault::MissingField(field) | Fault::BadValue(field, _) => Some(field),
            Fault::UnknownField(inside, _) => Some(inside.as_str()).filter(|inside| !inside.is_empty()),
            Fault::NoOp | Fault::UnknownOp(_) => Some("op"),
            _ => None,
        }
    }

    /// The fields that belong where an unknown one stands.
    pub fn takes(&self) -> Option<&[String]> {
        match self {
            Fault::UnknownField(_, takes) => Some(takes),
            _ => None,
        }
    }

    /// The same, with what belongs there.
    pub fn with_takes(self, takes: impl FnOnce(&str) -> Vec<String>) -> Fault {
        match self {
            Fault::UnknownField(inside, _) => {
                let takes = takes(&inside);
                Fault::UnknownField(inside, takes)
            }
            fault => fault,
        }
    }

    /// What is wrong and what to do.
    pub fn sentence(&self) -> String {
        match self {
            Fault::TooLong => "The line is longer than 1 MB. Split it into several operations.".into(),
            Fault::NotUtf8 => "The line is not UTF-8. Save the script as UTF-8.".into(),
            Fault::NotAnObject => "The line is not one JSON object. Write one operation a line.".into(),
            Fault::Twice => "A key stands twice in the line. Keep one.".into(),
            Fault::NoOp => "The line has no op. Say which operation it is.".into(),
            Fault::UnknownOp(Some(near)) => format!("There is no such op. Did you mean {near}?"),
            Fault::UnknownOp(None) => "There is no such op. docs/script.md has them all.".into(),
            Fault::UnknownField(inside, takes) => {
                let place = if inside.is_empty() { "The line" } else { inside };
                let takes = match takes.as_slice() {
                    [] => String::new(),
                    takes => format!(" It takes: {}.", takes.join(", ")),
                };
                format!(
                    "{place} has a field that does not belong there.{takes} Mend its name or leave it out."
                )
            }
            Fault::MissingField(field) => format!("This op needs the field {field}. Add it."),
            Fault::BadValue(field, Some(can)) => format!("The field {field} cannot be that: it takes {can}."),
            Fault::BadValue(field, None) => {
                format!("The field {field} has a value of the wrong kind. Mend it.")
            }
        }
    }
}

/// What every line may carry besides its operation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Common {
    /// The clock, as RFC 3339. Left out: --now, or the computer's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub now: Option<Moment>,
    /// When it happened: RFC 3339, or `{"at": …, "precision": …}`. Left out: now.
    #[serde(default)]
    pub done_at: Option<DoneAt>,
    /// Who writes. Left out: the recorder.
    #[serde(default)]
    pub author: Option<String>,
}

/// The names of its fields.
pub const COMMON: [&str; 3] = ["now", "done_at", "author"];

/// When something happened, as a script says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneAt(pub When);

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AtAndPrecision {
    /// The time, as RFC 3339.
    #[schemars(with = "String")]
    at: Moment,
    /// How exactly it is known. Left out: exact.
    #[serde(default = "exact")]
    precision: Precision,
}

fn exact() -> Precision {
    Precision::Exact
}

impl<'de> Deserialize<'de> for DoneAt {
    fn deserialize<D: de::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let when = match &value {
            Value::String(text) => Moment::parse(text).map(When::exactly),
            Value::Object(_) => serde_json::from_value::<AtAndPrecision>(value)
                .ok()
                .map(|it| When {
                    at: it.at,
                    precision: it.precision,
                }),
            _ => None,
        };
        let can = "an RFC 3339 time, or {\"at\": …, \"precision\": exact, about, day or unknown}";
        when.map(DoneAt)
            .ok_or_else(|| de::Error::custom(format_args!("{TAKES}{can}")))
    }
}

impl JsonSchema for DoneAt {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DoneAt".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let object = generator.subschema_for::<AtAndPrecision>();
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, object] })
    }
}

/// Begins the text of an error of ours that says what a field takes.
const TAKES: &str = "takes: ";

/// A line, read: its op, what every line may carry, and the rest.
pub struct Line {
    /// Which operation.
    pub op: String,
    /// What every line may carry.
    pub common: Common,
    /// The operation's own fields.
    pub fields: Map<String, Value>,
}

impl Line {
    /// Reads a line as far as every operation has it.
    pub fn read(text: &str) -> Result<Line, Fault> {
        let Strict(value) = serde_json::from_str(text).map_err(|error| {
            if error.is_data() && error.to_string().starts_with(TWICE) {
                Fault::Twice
            } else {
                Fault::NotAnObject
            }
        })?;
        let Value::Object(mut fields) = value else {
            return Err(Fault::NotAnObject);
        };
        let op = match fields.remove("op") {
            Some(Value::String(op)) => op,
            Some(_) => return Err(Fault::BadValue("op".to_owned(), None)),
            None => return Err(Fault::NoOp),
        };
        let common = COMMON
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), fields.remove(*name)?)));
        let common = common.collect();
        Ok(Line {
            op,
            common: fit(common)?,
            fields,
        })
    }
}

/// Makes a value of fields, with none left over.
pub fn fit<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Fault> {
    let mut unknown = None;
    let mut track = serde_path_to_error::Track::new();
    let from = serde_path_to_error::Deserializer::new(Value::Object(fields), &mut track);
    let read = serde_ignored::deserialize(from, |path| {
        unknown.get_or_insert_with(|| plain(&path.to_string()));
    });
    match read {
        Ok(_) if unknown.is_some() => Err(unknown_in(&unknown.unwrap_or_default())),
        Ok(value) => Ok(value),
        Err(error) => Err(said(&error, &plain(&track.path().to_string()))),
    }
}

/// An unknown field, by its path: of that only what stands before it is ours.
fn unknown_in(path: &str) -> Fault {
    let inside = path.rsplit_once('.').map_or("", |(inside, _)| inside);
    Fault::UnknownField(inside.to_owned(), Vec::new())
}

/// A path without the marks that the libraries put into it for optional values.
fn plain(path: &str) -> String {
    let kept: Vec<&str> = path
        .split('.')
        .filter(|part| !matches!(*part, "?" | ""))
        .collect();
    kept.join(".")
}

/// What serde said, without the values that it repeats.
fn said(error: &serde_json::Error, path: &str) -> Fault {
    let text = error.to_string();
    if let Some(rest) = text.strip_prefix("missing field `") {
        let name = rest.split('`').next().unwrap_or_default();
        let inside = if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        };
        return Fault::MissingField(inside);
    }
    let can = if let Some(can) = text.strip_prefix(TAKES) {
        Some(can.to_owned())
    } else if text.starts_with("unknown variant") {
        // The last of these is serde's own; one before it stands in the value, which may say anything.
        text.rsplit_once("`, expected ")
            .map(|(_, can)| can.strip_prefix("one of ").unwrap_or(can).replace('`', ""))
    } else if text.starts_with("unknown field") {
        // Of a type that refuses for itself.
        return unknown_in(path);
    } else if text.starts_with("not an age") {
        Some("8m, 3w, 9, 9-11, ~12, unborn or not_known".to_owned())
    } else if text.starts_with("not an RFC 3339 time") {
        Some("2026-11-22T02:12:00+00:00".to_owned())
    } else {
        None
    };
    let field = if path.is_empty() || path == "." {
        "op".to_owned()
    } else {
        path.to_owned()
    };
    Fault::BadValue(field, can)
}

/// Begins the text of the error for a repeated key.
const TWICE: &str = "a key stands twice";

/// A JSON value in which no key stands twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: de::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(value)) = from.next_element()? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            let Strict(value) = from.next_value()?;
            if all.insert(key, value).is_some() {
                return Err(de::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(all))
    }
}
