//! A line of a script (`docs/script.md`) as the typed values of the door.
//!
//! Refuses what is no line with one error and no reason: vectors are checked against the schema of scripts elsewhere.

use crate::door::{Begin, Draft};
use crate::error::{Error, Refusal, Result};
use crate::interaction::entry::Erased;
use crate::interaction::export::ExportHow;
use crate::interaction::operation::{Made, Operation};
use crate::sets::{ExportFormat, Level, Precision, Role};
use crate::time::{Moment, When};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What a line asks for, with what it is called with.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum VectorStep {
    /// Begin.
    Begin {
        /// How.
        how: Begin,
        /// When, and by whom.
        made: Made,
    },
    /// Go on with the newest.
    Resume,
    /// Any kind of entry that is an operation.
    Perform {
        /// It.
        operation: Operation,
        /// When, and by whom.
        made: Made,
    },
    /// Erase an entry's words.
    Erase {
        /// Which, and why.
        erased: Erased,
        /// When, and by whom.
        made: Made,
    },
    /// Move to another pack.
    Move {
        /// Its id or digest.
        pack: String,
        /// When, and by whom.
        made: Made,
    },
    /// Export.
    Export {
        /// How.
        how: ExportHow,
        /// When, and by whom.
        made: Made,
    },
    /// Keep a draft.
    Draft {
        /// It.
        draft: Draft,
    },
    /// Forget every draft.
    DraftDropped,
    /// Forget the draft of one place and child.
    DraftDroppedAt {
        /// The place.
        place: String,
        /// The child.
        child: Option<u32>,
    },
    /// Read the worklist.
    Worklist,
    /// Read the state.
    State,
    /// Read the record.
    Record,
    /// Read the copy for the log.
    LogCopy {
        /// The clock.
        now: Moment,
    },
    /// Check the chain.
    Verify,
}

#[derive(Deserialize)]
struct BeginLine {
    pack: String,
    role: Role,
    #[serde(default)]
    recorder: Option<String>,
}

#[derive(Deserialize)]
struct ExportLine {
    format: ExportFormat,
    #[serde(default)]
    child: Option<u32>,
    #[serde(default)]
    reader: Option<String>,
}

#[derive(Deserialize)]
struct DropLine {
    place: String,
    #[serde(default)]
    child: Option<u32>,
}

#[derive(Deserialize)]
struct MoveLine {
    pack: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DoneAt {
    At(Moment),
    With { at: Moment, precision: Precision },
}

const NO_LINE: Error = Error::Refused {
    why: Refusal::OutOfRange,
};

fn read<T: DeserializeOwned>(fields: Value) -> Result<T> {
    serde_json::from_value(fields).map_err(|_| NO_LINE)
}

/// A line of a script, as typed values. `now` is not left out.
///
/// # Errors
/// [`Error::Refused`] when it is none.
#[uniffi::export]
pub fn vector_step(line: &str) -> Result<VectorStep> {
    let mut fields: Map<String, Value> = serde_json::from_str(line).map_err(|_| NO_LINE)?;
    let op = fields.get("op").and_then(Value::as_str).map(str::to_owned);
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let now: Option<Moment> = read(take("now"))?;
    let done_at: Option<DoneAt> = read(take("done_at"))?;
    let author = read(take("author"))?;
    let made = || -> Result<Made> {
        let done_at = done_at.map(|at| match at {
            DoneAt::At(at) => When::exactly(at),
            DoneAt::With { at, precision } => When { at, precision },
        });
        let now = now.ok_or(NO_LINE)?;
        Ok(Made { now, done_at, author })
    };
    let rest = Value::Object(fields);
    Ok(match op.as_deref().ok_or(NO_LINE)? {
        "begun" => {
            let BeginLine { pack, role, recorder } = read(rest)?;
            let how = Begin { pack, role, recorder };
            VectorStep::Begin { how, made: made()? }
        }
        "resumed" => VectorStep::Resume,
        "erased" => VectorStep::Erase {
            erased: read(rest)?,
            made: made()?,
        },
        "moved_to_pack" => VectorStep::Move {
            pack: read::<MoveLine>(rest)?.pack,
            made: made()?,
        },
        "exported" => {
            let ExportLine {
                format,
                child,
                reader,
            } = read(rest)?;
            let how = ExportHow {
                format,
                child,
                reader,
            };
            VectorStep::Export { how, made: made()? }
        }
        "draft" => VectorStep::Draft { draft: read(rest)? },
        "draft_dropped" if rest.get("place").is_some() => {
            let DropLine { place, child } = read(rest)?;
            VectorStep::DraftDroppedAt { place, child }
        }
        "draft_dropped" => VectorStep::DraftDropped,
        "worklist" => VectorStep::Worklist,
        "state" => VectorStep::State,
        "record" => VectorStep::Record,
        "log_copy" => VectorStep::LogCopy {
            now: now.ok_or(NO_LINE)?,
        },
        "verify" => VectorStep::Verify,
        _ => VectorStep::Perform {
            operation: read(rest)?,
            made: made()?,
        },
    })
}

/// A moment, as RFC 3339.
///
/// # Errors
/// [`Error::Refused`] when it is none.
#[uniffi::export]
pub fn vector_moment(text: &str) -> Result<Moment> {
    Moment::parse(text).ok_or(NO_LINE)
}

/// A level, by its stored word.
///
/// # Errors
/// [`Error::Refused`] when it is none.
#[uniffi::export]
pub fn vector_level(text: &str) -> Result<Level> {
    text.parse().map_err(|_| NO_LINE)
}
