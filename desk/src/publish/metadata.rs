//! The signed files of a repository as they are written: `docs/sync.md`, field by field.
//!
//! The client's own types write a `null` where nothing stands, which other TUF clients do not sign over: these do not.
//! Refuses nothing by itself: who may have signed is `sign.rs`, what follows from what is `chain.rs`.

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The version of the specification that is written.
pub const SPEC: &str = "1.0.31";
/// How long what people sign holds: a year, and a month to be late in.
pub const PEOPLE_DAYS: i64 = 395;
/// How long the list of what belongs together holds.
pub const SNAPSHOT_DAYS: i64 = 30;
/// How long the word of the machine that publishes holds.
pub const TIMESTAMP_DAYS: i64 = 7;

/// A key, its public half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// `ed25519`.
    pub keytype: String,
    /// `ed25519`.
    pub scheme: String,
    /// The public half, in hexadecimal.
    pub keyval: KeyVal,
}

/// A key's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyVal {
    /// In hexadecimal.
    pub public: String,
}

/// Whose signatures count, and how many are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleKeys {
    /// The keys, by id.
    pub keyids: Vec<String>,
    /// How many of them.
    pub threshold: usize,
}

/// Who may sign what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// `root`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// Of the specification.
    pub spec_version: String,
    /// Counts up.
    pub version: u64,
    /// When it runs out.
    pub expires: String,
    /// Always true.
    pub consistent_snapshot: bool,
    /// The keys by id.
    pub keys: BTreeMap<String, Key>,
    /// The four roles.
    pub roles: BTreeMap<String, RoleKeys>,
    /// What we add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub childfirst: Option<Value>,
}

/// The delegations, or one force's packs and values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// `targets`.
    #[serde(rename = "_type")]
    pub kind: String,
    /// Of the specification.
    pub spec_version: String,
    /// Counts up.
    pub version: u64,
    /// When it runs out.
    pub expires: String,
    /// By path.
    pub targets: BTreeMap<String, Target>,
    /// In `targets` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegations: Option<Delegations>,
}

/// Who may publish which packs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegations {
    /// The keys by id.
    pub keys: BTreeMap<String, Key>,
    /// In order: the first that names a path counts.
    pub roles: Vec<Delegation>,
}

/// One force or body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The role's name.
    pub name: String,
    /// Whose signatures count.
    pub keyids: Vec<String>,
    /// How many.
    pub threshold: usize,
    /// Always true.
    pub terminating: bool,
    /// `<pack>/*`, one or several.
    pub paths: Vec<String>,
}

impl Delegation {
    /// Its keys.
    pub fn keys(&self) -> RoleKeys {
        RoleKeys {
            keyids: self.keyids.clone(),
            threshold: self.threshold,
        }
    }

    /// Whether it may publish a pack.
    pub fn covers(&self, pack: &str) -> bool {
        self.paths
            .iter()
            .any(|path| path.strip_suffix("/*") == Some(pack))
    }
}

/// A pack or a file of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// In bytes.
    pub length: u64,
    /// Its digest.
    pub hashes: Hashes,
    /// What we add.
    pub custom: Custom,
}

/// A digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// In hexadecimal.
    pub sha256: String,
}

/// What we add to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custom {
    /// Under our name.
    pub childfirst: Release,
}

/// A release, as `docs/sync.md` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// `pack` or `values`.
    pub kind: String,
    /// The pack's id.
    pub pack: String,
    /// Its version.
    pub version: u32,
    /// The pack's format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// The oldest reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_reader: Option<u32>,
    /// Whose guidance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    /// Whether it corrects something dangerous.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub safety: bool,
    /// Of 10,000 devices. None: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// One line, in the publisher's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
}

impl Release {
    /// Its path, as a client names it.
    pub fn path(&self) -> String {
        match self.kind.as_str() {
            "values" => format!("{}/values-{}.json", self.pack, self.version),
            _ => format!("{}/v{}.json", self.pack, self.version),
        }
    }
}

/// Where a target lies: its digest goes before its name.
pub fn on_disk(path: &str, sha256: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("targets/{folder}/{sha256}.{name}"),
        None => format!("targets/{sha256}.{path}"),
    }
}

/// A version, length and digest, as snapshot and timestamp name a file.
pub fn meta(version: u64, bytes: &[u8]) -> Value {
    json!({"version": version, "length": bytes.len(), "hashes": {"sha256": super::sign::sha256(bytes)}})
}

/// The list of what belongs together.
pub fn snapshot(version: u64, now: DateTime<Utc>, meta: Map<String, Value>) -> Value {
    json!({
        "_type": "snapshot", "spec_version": SPEC, "version": version, "expires": after(now, SNAPSHOT_DAYS),
        "meta": meta,
    })
}

/// What is current.
pub fn timestamp(version: u64, now: DateTime<Utc>, snapshot: Value) -> Value {
    json!({
        "_type": "timestamp", "spec_version": SPEC, "version": version, "expires": after(now, TIMESTAMP_DAYS),
        "signed_at": text(now), "meta": {"snapshot.json": snapshot},
    })
}

/// So many days after a moment.
pub fn after(now: DateTime<Utc>, days: i64) -> String {
    text(now + Duration::days(days))
}

/// A moment as signed files write it.
pub fn text(at: DateTime<Utc>) -> String {
    at.trunc_subsecs(0).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Reads a moment.
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc))
}
