//! What is current at the place that is published to, verified by the same roots that devices believe.
//!
//! Refuses what another repository or nobody signed, and a clock that is behind the one that published last.

use super::metadata::{Root, SNAPSHOT_DAYS, meta, moment};
use super::send::{Sender, foreign};
use super::shelf::{Shelf, Tag};
use super::sign::Envelope;
use super::state::of_root;
use crate::failure::{Failure, code};
use chrono::Duration;
use serde_json::{Map, Value};

pub(super) const TIMESTAMP: &str = "metadata/timestamp.json";
/// How far two clocks may be apart.
const APART_MINUTES: i64 = 10;

/// What is current at a place.
pub(super) struct Current {
    pub version: u64,
    pub tag: Tag,
    /// The snapshot's number, and what it lists.
    pub snapshot: u64,
    pub bytes: Vec<u8>,
    pub listed: Map<String, Value>,
    /// Whether the snapshot is signed by the machine of now, and holds for long enough.
    pub fresh: bool,
}

impl Sender<'_> {
    /// Whether a machine signed this: the one of now, or, where that will do, one of before.
    pub(super) fn by_machine(&self, envelope: &Envelope, role: &str, before_too: bool) -> bool {
        let of = |root: &Root| of_root(root, role).is_some_and(|(keys, role)| envelope.enough(keys, &role));
        let mut roots = self.state.roots.iter().rev().map(|held| &held.body);
        roots.next().is_some_and(of) || (before_too && roots.any(of))
    }

    /// What is current at the place, verified.
    pub(super) fn current(&self, shelf: &dyn Shelf) -> Result<Option<Current>, Failure> {
        let first = self.state.roots.first().map(|held| &held.bytes);
        if let Some((there, _)) = shelf.read("metadata/1.root.json")?
            && first != Some(&there)
        {
            return Err(foreign());
        }
        let Some((bytes, tag)) = shelf.read(TIMESTAMP)? else {
            return Ok(None);
        };
        let stamp = Envelope::read(&bytes)
            .filter(|it| self.by_machine(it, "timestamp", true))
            .ok_or_else(foreign)?;
        let version = stamp
            .signed
            .get("version")
            .and_then(Value::as_u64)
            .ok_or_else(foreign)?;
        let says = stamp.signed.pointer("/meta/snapshot.json").ok_or_else(foreign)?;
        let number = says.get("version").and_then(Value::as_u64).ok_or_else(foreign)?;
        let name = format!("metadata/{number}.snapshot.json");
        let (bytes, _) = shelf.read(&name)?.ok_or_else(foreign)?;
        if *says != meta(number, &bytes) {
            return Err(foreign());
        }
        let list = Envelope::read(&bytes)
            .filter(|it| self.by_machine(it, "snapshot", true))
            .ok_or_else(foreign)?;
        let signed_at = stamp
            .signed
            .get("signed_at")
            .and_then(Value::as_str)
            .and_then(moment);
        if signed_at.is_some_and(|at| at > self.now + Duration::minutes(APART_MINUTES)) {
            let sentence = "The clock of this computer is behind the one that published last. Set it right, then publish again.";
            return Err(Failure::new(code::REFUSED, sentence));
        }
        Ok(Some(Current {
            version,
            tag,
            snapshot: number,
            fresh: self.by_machine(&list, "snapshot", false) && self.long_enough(&list),
            listed: list
                .signed
                .get("meta")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            bytes,
        }))
    }

    pub(super) fn long_enough(&self, list: &Envelope) -> bool {
        let expires = list
            .signed
            .get("expires")
            .and_then(Value::as_str)
            .and_then(moment);
        expires.is_some_and(|at| at > self.now + Duration::days(SNAPSHOT_DAYS / 2))
    }
}
