//! The stored form of an entry: `{v, kind, author, done_at, recorded_at, about, body}` in JSON.
//!
//! Decoders of every `(kind, v)` ever shipped stay here for ever. Refuses to fail on what is newer: it becomes
//! [`Event::Newer`], shown as "written by a newer version", and makes its interaction read-only.

use super::entry::*;
use crate::error::{Error, Part, Refusal, Result};
use crate::time::{Moment, When};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The version of every kind that this release writes.
const V: u32 = 1;

/// The longest entry, in bytes of its stored form.
pub const MOST_BYTES: usize = 64 * 1024;

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: &'a Option<String>,
    done_at: &'a When,
    recorded_at: &'a Moment,
    #[serde(skip_serializing_if = "<[u32]>::is_empty")]
    about: &'a [u32],
    #[serde(flatten)]
    event: &'a Event,
}

/// The stored form, for the schema of an export: `Written` and `Read` are how it is written and read.
#[cfg(feature = "build")]
#[derive(schemars::JsonSchema)]
#[allow(dead_code, reason = "its fields are read by schemars alone")]
pub(crate) struct Stored {
    /// The version of this kind.
    v: u32,
    /// Who wrote it.
    #[serde(default)]
    author: Option<String>,
    /// When it happened.
    done_at: When,
    /// When it was written.
    recorded_at: Moment,
    /// The children it is about; none: the scene.
    #[serde(default)]
    about: Vec<u32>,
    #[serde(flatten)]
    event: Event,
}

#[derive(Deserialize)]
struct Read<'a> {
    v: u32,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    author: Option<String>,
    done_at: When,
    recorded_at: Moment,
    #[serde(default)]
    about: Vec<u32>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
}

/// The bytes to seal for an entry.
///
/// # Errors
/// [`Refusal::TooLong`] when they are more than 64 kB; [`Refusal::ReadOnly`] for what this version cannot write.
pub fn encode(entry: &Entry) -> Result<Vec<u8>> {
    if matches!(entry.event, Event::Gone | Event::Newer { .. }) {
        return Err(Error::Refused {
            why: Refusal::ReadOnly,
        });
    }
    let written = Written {
        v: V,
        author: &entry.author,
        done_at: &entry.done_at,
        recorded_at: &entry.recorded_at,
        about: &entry.about,
        event: &entry.event,
    };
    let mut bytes = Vec::with_capacity(512);
    serde_json::to_writer(&mut bytes, &written).map_err(|_| Error::Refused {
        why: Refusal::OutOfRange,
    })?;
    if bytes.len() > MOST_BYTES {
        Err(Error::Refused {
            why: Refusal::TooLong,
        })
    } else {
        Ok(bytes)
    }
}

/// Reads an entry's bytes back.
///
/// # Errors
/// [`Error::Damaged`] when they are not an entry at all: the seal held, so a fault wrote them.
pub fn decode(seq: u64, bytes: &[u8]) -> Result<Entry> {
    let read: Read<'_> = crate::json::read(bytes).map_err(|_| Error::Damaged { what: Part::Entry })?;
    let event = event(&read.kind, read.v, read.body)?;
    let event = event.unwrap_or(Event::Newer {
        kind: read.kind.into_owned(),
        v: read.v,
    });
    Ok(Entry {
        seq,
        author: read.author,
        done_at: read.done_at,
        recorded_at: read.recorded_at,
        about: read.about,
        event,
    })
}

/// The decoders, a line for each kind and version that ever shipped. Never remove one.
fn event(kind: &str, v: u32, body: Option<&RawValue>) -> Result<Option<Event>> {
    fn body_of<T: DeserializeOwned>(body: Option<&RawValue>) -> Result<T> {
        let text = body.map_or("null", RawValue::get);
        crate::json::read(text).map_err(|_| Error::Damaged { what: Part::Entry })
    }
    Ok(Some(match (kind, v) {
        ("begun", 1) => Event::Begun(body_of(body)?),
        ("scene_set", 1) => Event::SceneSet(body_of(body)?),
        ("child_added", 1) => Event::ChildAdded(body_of(body)?),
        ("child_relabelled", 1) => Event::ChildRelabelled(body_of(body)?),
        ("child_merged", 1) => Event::ChildMerged(body_of(body)?),
        ("circumstances_set", 1) => Event::CircumstancesSet(body_of(body)?),
        ("danger_asked", 1) => Event::DangerAsked(body_of(body)?),
        ("answered", 1) => Event::Answered(body_of(body)?),
        ("quoted", 1) => Event::Quoted(body_of(body)?),
        ("observed", 1) => Event::Observed(body_of(body)?),
        ("risk_stated", 1) => Event::RiskStated(body_of(body)?),
        ("told", 1) => Event::Told(body_of(body)?),
        ("sharing_moved", 1) => Event::SharingMoved(body_of(body)?),
        ("list_ended", 1) => Event::ListEnded(body_of(body)?),
        ("left_scene", 1) => Event::LeftScene(body_of(body)?),
        ("returned", 1) => Event::Returned(body_of(body)?),
        ("mode_set", 1) => Event::ModeSet(body_of(body)?),
        ("reference_added", 1) => Event::ReferenceAdded(body_of(body)?),
        ("handling_set", 1) => Event::HandlingSet(body_of(body)?),
        ("copied_for_the_log", 1) => Event::CopiedForTheLog(body_of(body)?),
        ("handed_over", 1) => Event::HandedOver(body_of(body)?),
        ("exported", 1) => Event::Exported(body_of(body)?),
        ("reviewed", 1) => Event::Reviewed(body_of(body)?),
        ("hold_set", 1) => Event::HoldSet(body_of(body)?),
        ("hold_lifted", 1) => Event::HoldLifted(body_of(body)?),
        ("completed", 1) => Event::Completed(body_of(body)?),
        ("reopened", 1) => Event::Reopened(body_of(body)?),
        ("moved_to_pack", 1) => Event::MovedToPack(body_of(body)?),
        ("corrected", 1) => Event::Corrected(body_of(body)?),
        ("erased", 1) => Event::Erased(body_of(body)?),
        ("taken_over", 1) => Event::TakenOver(body_of(body)?),
        ("silent_call_set", 1) => Event::SilentCallSet(body_of(body)?),
        _ => return Ok(None),
    }))
}
