//! Recovery through the door: what is configured, what a lost key costs with and without it, and what is said of a typo.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(all(feature = "build", feature = "store"))]

use childfirst::error::{Error, Refusal};
use childfirst::interaction::operation::Made;
use childfirst::pack::build::build;
use childfirst::sets::Role;
use childfirst::time::Moment;
use childfirst::{Begin, ChildFirst, Config, KeyVault, Recovery, VaultError, recover, recovery_keypair};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A key store that can lose its key.
#[derive(Default)]
struct Device(Mutex<bool>);

impl Device {
    fn is_lost(&self) {
        *self.0.lock().unwrap() = true;
    }
    fn flip(&self, key: &[u8]) -> Result<Vec<u8>, VaultError> {
        match *self.0.lock().unwrap() {
            true => Err(VaultError::KeyGone),
            false => Ok(key.iter().map(|byte| byte ^ 0x5a).collect()),
        }
    }
}

impl KeyVault for Device {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.flip(&key)
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.flip(&wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        self.flip(&[]).map(drop)
    }
}

fn open(folder: &Path, recovery_key: Option<&str>) -> Arc<ChildFirst> {
    ChildFirst::open(Config {
        folder: folder.display().to_string(),
        recovery_key: recovery_key.map(str::to_owned),
    })
    .unwrap()
}

fn install(child_first: &ChildFirst) {
    for pack in ["six-principles", "force"] {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/packs")
            .join(pack);
        child_first
            .guidance()
            .install(&build(&sources, &[]).unwrap().bytes)
            .unwrap();
    }
}

fn begin() -> (Begin, Made) {
    let how = Begin {
        pack: "force".into(),
        role: Role::ResponseOfficer,
        recorder: Some("PC Rowe".into()),
    };
    (
        how,
        Made::now(Moment::parse("2026-11-22T02:09:31+00:00").unwrap()),
    )
}

#[test]
fn a_lost_devices_record_is_the_same_to_the_last_byte_after_recovery() {
    let there = tempfile::tempdir().unwrap();
    let (old, new) = (there.path().join("old"), there.path().join("new"));
    let keys = recovery_keypair().unwrap();
    assert!(!format!("{keys:?}").contains(&keys.secret[7..]));
    let device = Arc::new(Device::default());
    let first = open(&old, Some(&keys.public));
    install(&first);
    let records = first.unlock(Arc::clone(&device) as _).unwrap();
    let (how, made) = begin();
    let interaction = records.begin(how, made).unwrap();
    let before = (interaction.entries().unwrap(), interaction.verify().unwrap());
    assert!(records.list().unwrap().iter().all(|one| one.recoverable));
    first.lock();
    drop((interaction, records, first));

    device.is_lost();
    let again = open(&old, Some(&keys.public));
    assert_eq!(again.unlock(device).err(), Some(Error::KeyGone));
    drop(again);
    let texts = |path: &Path| path.display().to_string();
    let other = Arc::new(Device::default());
    let wrong = recovery_keypair().unwrap().secret;
    assert_eq!(
        recover(texts(&old), texts(&new), wrong, Arc::clone(&other) as _),
        Err(Error::Refused {
            why: Refusal::OtherRecoveryKey
        })
    );
    let done = recover(texts(&old), texts(&new), keys.secret, Arc::clone(&other) as _).unwrap();
    assert_eq!((done.recovered, done.not_recoverable, done.tombstones), (1, 0, 0));

    let second = open(&new, None);
    let records = second.unlock(other).unwrap();
    let listed = records.list().unwrap();
    let found = records.resume(listed[0].id.clone()).unwrap();
    assert_eq!((found.entries().unwrap(), found.verify().unwrap()), before);
    assert!(found.pack().is_ok(), "its guidance came with it");
}

#[test]
fn a_mistyped_recovery_key_is_said_and_recording_goes_on() {
    let there = tempfile::tempdir().unwrap();
    let mistyped = recovery_keypair()
        .unwrap()
        .public
        .replacen("cfpub1-", "cfpub1-0", 1);
    let device = Arc::new(Device::default());
    let child_first = open(there.path(), Some(&mistyped));
    install(&child_first);
    assert!(child_first.guidance().pack("force").is_ok());
    assert_eq!(child_first.recovery(), Recovery::Mistyped);
    let records = child_first.unlock(Arc::clone(&device) as _).unwrap();
    let (how, made) = begin();
    records.begin(how, made).unwrap();
    assert!(!records.list().unwrap()[0].recoverable);
    drop((child_first, records));
    // Managed configuration that says nothing often says an empty text.
    let child_first = open(there.path(), Some(" "));
    assert_eq!(child_first.recovery(), Recovery::NotConfigured);
    let records = child_first.unlock(device).unwrap();
    let (how, made) = begin();
    records.begin(how, made).unwrap();
    assert!(!records.list().unwrap()[0].recoverable);
}
