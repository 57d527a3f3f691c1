//! What the rigs and benchmarks share: the packs of `content/`, a key store in memory, a whole interaction.
//!
//! Test code: it stops at the first thing that is not as it should be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

pub mod errors;
pub mod fuzz;
pub mod rig;
pub mod vectors;

use childfirst::age::Age;
use childfirst::interaction::operation::*;
use childfirst::pack::build::{Built, build};
use childfirst::sets::*;
use childfirst::time::Moment;
use childfirst::{Begin, ChildFirst, Config, Interaction, KeyVault, Records, VaultError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the packs' sources.
pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
}

/// Builds a pack of `content/`.
pub fn built(pack: &str) -> Built {
    build(&content().join(pack), &[]).unwrap_or_else(|found| panic!("{pack} does not build: {found:?}"))
}

/// The packs that are shipped.
pub const PACKS: &[&str] = &["six-principles", "hmicfrs-2019", "hampshire", "norfolk", "kent"];

/// A key store that wraps with a constant: for rigs, where the key is not what is tested.
pub struct TestVault;

impl KeyVault for TestVault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(key.iter().map(|byte| byte ^ 0x5a).collect())
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.wrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        Ok(())
    }
}

/// A moment of the story's night, `minute` minutes in, or before it.
pub fn at(minute: i64) -> Moment {
    let start = Moment::parse("2026-11-22T02:09:31+00:00").unwrap();
    let off = std::time::Duration::from_secs(60 * minute.unsigned_abs());
    Moment::new(
        if minute < 0 {
            start.utc - off
        } else {
            start.utc + off
        },
        0,
    )
}

/// Opens a data folder with the packs installed, and its records.
pub fn open(folder: &Path) -> (Arc<ChildFirst>, Arc<Records>) {
    let child_first = ChildFirst::open(Config::at(folder.display().to_string())).unwrap();
    let records = child_first.unlock(Arc::new(TestVault)).unwrap();
    (child_first, records)
}

/// Begins an interaction of a response officer on Hampshire's guidance.
pub fn begin(records: &Records) -> Arc<Interaction> {
    let how = Begin {
        pack: "hampshire".into(),
        role: Role::ResponseOfficer,
        recorder: Some("PC Rowe".into()),
    };
    records.begin(how, Made::now(at(0))).unwrap()
}

/// Adds three children: 8 months, 3 and 9.
pub fn add_three_children(interaction: &Interaction) {
    for (label, age) in [("baby", "8m"), ("boy", "3"), ("girl", "9")] {
        let add = AddChild {
            label: Some(label.into()),
            age: Age::parse(age).unwrap(),
        };
        interaction.add_child(add, Made::now(at(1))).unwrap();
    }
}

/// An answer to an item of the scene, with words of about `bytes` bytes.
pub fn answer(item: &str, bytes: usize) -> Answer {
    Answer {
        value: Some("x".repeat(bytes)),
        ..Answer::to(item)
    }
}
