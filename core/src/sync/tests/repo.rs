//! A repository that signs itself, for tests: every part of it can be made wrong before it is signed, and after.

use crate::time::Instant;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Someone who can sign, by name.
pub(super) fn key(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(name).into())
}

fn keyid(name: &str) -> String {
    hex(&Sha256::digest(key(name).verifying_key().as_bytes()))
}

fn public(name: &str) -> Value {
    let public = hex(key(name).verifying_key().as_bytes());
    json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": public}})
}

pub(super) fn hex(bytes: &[u8]) -> String {
    crate::pack::whole::hex(bytes)
}

/// Signs and writes a role, as every publisher does.
pub(super) fn signed(signed: &Value, by: &[&str]) -> Vec<u8> {
    let canonical = sigstore_tuf::canonical_json::to_canonical_bytes(signed).unwrap();
    let signatures: Vec<Value> = by
        .iter()
        .map(|name| json!({"keyid": keyid(name), "sig": hex(&key(name).sign(&canonical).to_bytes())}))
        .collect();
    serde_json::to_vec(&json!({"signatures": signatures, "signed": signed})).unwrap()
}

pub(super) fn rfc(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Keys and threshold of a role.
fn role(keys: &[&str], threshold: u32) -> Value {
    json!({"keyids": keys.iter().map(|name| keyid(name)).collect::<Vec<_>>(), "threshold": threshold})
}

fn keys(names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| (keyid(name), public(name)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// One force's role.
#[derive(Clone)]
pub(super) struct Force {
    pub version: u64,
    pub expires: Instant,
    pub targets: Value,
    pub signers: Vec<&'static str>,
    pub paths: Vec<String>,
}

/// The repository: what stands on the server, by path.
#[derive(Clone)]
pub(super) struct Repo {
    pub files: BTreeMap<String, Vec<u8>>,
    pub forces: BTreeMap<String, Force>,
    pub root: Value,
    pub root_signers: Vec<&'static str>,
    pub targets_version: u64,
    pub snapshot_version: u64,
    pub timestamp_version: u64,
    pub expires: Instant,
    pub signed_at: Instant,
    pub snapshot_key: &'static str,
    pub timestamp_key: &'static str,
    /// Who signs the delegations, two of them.
    pub targets_keys: Vec<&'static str>,
    /// The snapshot names versions alone.
    pub without_digests: bool,
}

pub(super) const ROOTS: [&str; 3] = ["ann", "ben", "cat"];

impl Repo {
    /// A new one, with a first root and no force.
    pub fn new(now: Instant) -> Repo {
        let year = now + chrono::Duration::days(365);
        let mut repo = Repo {
            files: BTreeMap::new(),
            forces: BTreeMap::new(),
            root: Value::Null,
            root_signers: vec!["ann", "ben"],
            targets_version: 0,
            snapshot_version: 0,
            timestamp_version: 0,
            expires: now + chrono::Duration::days(7),
            signed_at: now,
            snapshot_key: "machine",
            timestamp_key: "machine",
            targets_keys: ROOTS.to_vec(),
            without_digests: false,
        };
        repo.root = json!({
            "_type": "root", "spec_version": "1.0.31", "version": 1, "expires": rfc(year), "consistent_snapshot": true,
            "keys": {}, "roles": {},
        });
        repo.put_root(&["ann", "ben"]);
        repo
    }

    /// Writes the root as it is now.
    pub fn put_root(&mut self, by: &[&str]) {
        let all: Vec<&str> = ROOTS
            .into_iter()
            .chain(self.root_signers.iter().copied())
            .chain(self.targets_keys.iter().copied())
            .chain([self.snapshot_key, self.timestamp_key])
            .collect();
        self.root["keys"] = keys(&all);
        self.root["roles"] = json!({
            "root": role(&self.root_signers, 2), "targets": role(&self.targets_keys, 2),
            "snapshot": role(&[self.snapshot_key], 1), "timestamp": role(&[self.timestamp_key], 1),
        });
        let path = format!("metadata/{}.root.json", self.root["version"]);
        self.files.insert(path, signed(&self.root, by));
    }

    /// A further root, signed by the old keys and the new.
    pub fn rotate(&mut self, to: Vec<&'static str>) {
        let by: Vec<&str> = self.root_signers.iter().chain(&to).copied().collect();
        self.root_signers = to;
        self.root["version"] = (self.root["version"].as_u64().unwrap() + 1).into();
        let mut by: Vec<&str> = by;
        by.sort_unstable();
        by.dedup();
        self.put_root(&by);
    }

    pub fn first_root(&self) -> Vec<u8> {
        self.files["metadata/1.root.json"].clone()
    }

    pub fn force(&mut self, name: &str) -> &mut Force {
        let expires = self.expires + chrono::Duration::days(90);
        self.forces.entry(name.to_owned()).or_insert_with(|| Force {
            version: 0,
            expires,
            targets: json!({}),
            signers: vec!["writer", "checker"],
            paths: vec![format!("{name}/*")],
        })
    }

    /// Lists a pack in the role of its own name. `more` goes into what we add.
    pub fn pack(&mut self, bytes: &[u8], more: Value) -> String {
        let file: Value = serde_json::from_slice(bytes).unwrap();
        let (id, version) = (file["id"].as_str().unwrap().to_owned(), &file["version"]);
        let custom = json!({"kind": "pack", "pack": id, "version": version, "format": 1, "force": "A force"});
        let force = id.clone();
        self.target(&force, &format!("{id}/v{version}.json"), bytes, custom, more)
    }

    /// Lists values.
    pub fn values(&mut self, pack: &str, version: u32, bytes: &[u8]) -> String {
        let custom = json!({"kind": "values", "pack": pack, "version": version});
        self.target(
            pack,
            &format!("{pack}/values-{version}.json"),
            bytes,
            custom,
            json!({}),
        )
    }

    pub fn target(
        &mut self,
        force: &str,
        path: &str,
        bytes: &[u8],
        mut custom: Value,
        more: Value,
    ) -> String {
        for (name, value) in more.as_object().unwrap() {
            custom[name] = value.clone();
        }
        let sum = hex(&Sha256::digest(bytes));
        let (folder, name) = path.rsplit_once('/').unwrap();
        self.files
            .insert(format!("targets/{folder}/{sum}.{name}"), bytes.to_owned());
        self.force(force).targets[path] =
            json!({"length": bytes.len(), "hashes": {"sha256": sum}, "custom": {"childfirst": custom}});
        sum
    }

    /// Signs everything anew, one version further.
    pub fn publish(&mut self) {
        let names: Vec<String> = self.forces.keys().cloned().collect();
        for name in &names {
            self.publish_force(name);
        }
        self.publish_targets();
        self.publish_snapshot();
        self.publish_timestamp();
    }

    pub fn publish_force(&mut self, name: &str) {
        let force = self.forces.get_mut(name).unwrap();
        force.version += 1;
        let force = force.clone();
        let bytes = signed(
            &json!({
                "_type": "targets", "spec_version": "1.0.31", "version": force.version, "expires": rfc(force.expires),
                "targets": force.targets,
            }),
            &force.signers,
        );
        self.files
            .insert(format!("metadata/{}.{name}.json", force.version), bytes);
    }

    pub fn publish_targets(&mut self) {
        self.targets_version += 1;
        let roles: Vec<Value> = self
            .forces
            .iter()
            .map(|(name, force)| {
                let mut one = role(&["writer", "checker", "third"], 2);
                one["name"] = name.as_str().into();
                one["paths"] = json!(force.paths);
                one["terminating"] = true.into();
                one
            })
            .collect();
        let bytes = signed(
            &json!({
                "_type": "targets", "spec_version": "1.0.31", "version": self.targets_version,
                "expires": rfc(self.expires + chrono::Duration::days(90)), "targets": {},
                "delegations": {"keys": keys(&["writer", "checker", "third"]), "roles": roles},
            }),
            &[
                self.targets_keys[0],
                self.targets_keys[self.targets_keys.len() - 1],
            ],
        );
        self.files
            .insert(format!("metadata/{}.targets.json", self.targets_version), bytes);
    }

    pub fn snapshot(&self) -> Value {
        let meta = |name: &str, version: u64| {
            if self.without_digests {
                return json!({"version": version});
            }
            let bytes = &self.files[&format!("metadata/{version}.{name}.json")];
            let sum = hex(&Sha256::digest(bytes));
            json!({"version": version, "length": bytes.len(), "hashes": {"sha256": sum}})
        };
        let mut all = serde_json::Map::new();
        all.insert("targets.json".into(), meta("targets", self.targets_version));
        for (name, force) in &self.forces {
            all.insert(format!("{name}.json"), meta(name, force.version));
        }
        json!({
            "_type": "snapshot", "spec_version": "1.0.31", "version": self.snapshot_version,
            "expires": rfc(self.expires), "meta": all,
        })
    }

    pub fn publish_snapshot(&mut self) {
        self.snapshot_version += 1;
        let bytes = signed(&self.snapshot(), &[self.snapshot_key]);
        self.files
            .insert(format!("metadata/{}.snapshot.json", self.snapshot_version), bytes);
    }

    pub fn timestamp(&self) -> Value {
        let bytes = &self.files[&format!("metadata/{}.snapshot.json", self.snapshot_version)];
        let sum = hex(&Sha256::digest(bytes));
        json!({
            "_type": "timestamp", "spec_version": "1.0.31", "version": self.timestamp_version,
            "expires": rfc(self.expires), "signed_at": rfc(self.signed_at),
            "meta": {"snapshot.json": {
                "version": self.snapshot_version, "length": bytes.len(), "hashes": {"sha256": sum}
            }},
        })
    }

    pub fn publish_timestamp(&mut self) {
        self.timestamp_version += 1;
        let bytes = signed(&self.timestamp(), &[self.timestamp_key]);
        self.files.insert("metadata/timestamp.json".into(), bytes);
    }

    /// The repository in one file.
    pub fn tar(&self) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (path, bytes) in &self.files {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, path, bytes.as_slice()).unwrap();
        }
        tar.into_inner().unwrap()
    }
}
