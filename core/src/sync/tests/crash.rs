//! Cut off at every step of the store and of the network: the next refresh goes through, and nothing older is ever taken.

use super::*;
use crate::fault::steps::cut_at;
use std::sync::atomic::{AtomicU32, Ordering};

/// A repository that goes from version 5 to 6, with values.
fn repos() -> (Repo, Repo) {
    let old = two();
    let mut new = old.clone();
    let file: Value = serde_json::from_slice(&pack("force", 6)).unwrap();
    let key = file["values"][0]["key"].as_str().unwrap().to_owned();
    new.pack(&pack("force", 6), json!({}));
    new.pack(&pack("six-principles", 6), json!({}));
    let values = json!({"format": 1, "pack": "force", "values": {key: "one"}});
    new.values("force", 1, &serde_json::to_vec(&values).unwrap());
    new.rotate(vec!["dan", "eve"]);
    new.publish();
    (old, new)
}

fn device(old: &Repo) -> Device {
    let device = Device::new(old);
    device.refresh(&Server::of(old), 0).unwrap();
    device
}

/// After whatever was cut off: all or none is in use, the old state is refused if anything of the new was verified, and
/// the next refresh goes through.
fn sound(device: &Device, old: &Repo, new: &Repo, verified: bool, what: &str) {
    let versions = device.versions();
    assert!(versions == (5, 5) || versions == (6, 6), "{what}: {versions:?}");
    let replayed = device.refresh(&Server::of(old), 2);
    if verified {
        assert!(replayed.is_err(), "{what}: the state before was taken");
    }
    assert_eq!(device.versions(), versions, "{what}");
    device
        .refresh(&Server::of(new), 3)
        .unwrap_or_else(|error| panic!("{what}: {error:?}"));
    assert_eq!(device.versions(), (6, 6), "{what}");
    let library = Library::open(device.dir.path()).unwrap();
    assert!(library.values_digest("force").unwrap().is_some(), "{what}");
}

fn timestamp_is_new(device: &Device, new: &Repo) -> bool {
    let held = crate::sync::store::look_at(device.dir.path(), |trust| {
        Ok(trust.role("timestamp.json").map(<[u8]>::to_vec))
    });
    held.unwrap().flatten().as_deref() == new.files.get("metadata/timestamp.json").map(Vec::as_slice)
}

#[test]
fn cut_off_at_every_step_of_the_store_the_next_refresh_goes_through() {
    let (old, new) = repos();
    let whole = device(&old);
    cut_at(None);
    whole.refresh(&Server::of(&new), 1).unwrap();
    let steps = cut_at(None);
    assert!(steps > 30, "{steps} steps");
    let mut stopped = 0;
    for n in 0..steps {
        let device = device(&old);
        cut_at(Some(n));
        let said = device.refresh(&Server::of(&new), 1);
        cut_at(None);
        stopped += u32::from(said.is_err());
        sound(
            &device,
            &old,
            &new,
            timestamp_is_new(&device, &new),
            &format!("step {n} of {steps}"),
        );
    }
    // The control: the steps do cut.
    assert!(stopped > steps / 2, "{stopped} of {steps}");
}

#[test]
fn cut_off_at_every_request_the_next_refresh_goes_through() {
    let (old, new) = repos();
    let count = Arc::new(AtomicU32::new(0));
    let cutting = |at: Option<u32>, error: TransportError| {
        count.store(0, Ordering::Relaxed);
        let server = Server::of(&new);
        let count = count.clone();
        server.instead(move |_, _| {
            let n = count.fetch_add(1, Ordering::Relaxed);
            at.is_some_and(|at| n >= at).then_some(Err(error))
        });
        server
    };
    let first = device(&old);
    first.refresh(&cutting(None, TransportError::Offline), 1).unwrap();
    let requests = count.load(Ordering::Relaxed);
    assert!(requests >= 9, "{requests}");
    for n in 0..requests {
        for error in [
            TransportError::Offline,
            TransportError::TooSlow,
            TransportError::Garbled,
        ] {
            let device = device(&old);
            let said = device.refresh(&cutting(Some(n), error), 1);
            match said {
                Err(Error::NotUpdated { .. }) => {}
                Ok(said) => assert!(
                    !said.troubles.is_empty(),
                    "request {n} failed and nothing says so"
                ),
                Err(error) => panic!("{error:?}"),
            }
            let what = format!("request {n}, {error:?}");
            let versions = device.versions();
            assert!([5, 6].contains(&versions.0) && [5, 6].contains(&versions.1));
            let replayed = device.refresh(&Server::of(&old), 2);
            assert!(replayed.is_err() || !timestamp_is_new(&device, &new), "{what}");
            assert_eq!(device.versions(), versions, "{what}");
            device.refresh(&Server::of(&new), 3).unwrap();
            assert_eq!(device.versions(), (6, 6), "{what}");
        }
    }
}

#[test]
fn cut_off_at_every_step_of_the_first_refresh_it_begins_or_goes_on() {
    let (_, new) = repos();
    let whole = Device::new(&new);
    cut_at(None);
    whole.refresh(&Server::of(&new), 1).unwrap();
    let steps = cut_at(None);
    for n in 0..steps {
        let device = Device::new(&new);
        cut_at(Some(n));
        let _ = device.refresh(&Server::of(&new), 1);
        cut_at(None);
        let versions = device.versions();
        assert!(versions == (1, 1) || versions == (6, 6), "step {n}: {versions:?}");
        device
            .refresh(&Server::of(&new), 2)
            .unwrap_or_else(|error| panic!("step {n}: {error:?}"));
        assert_eq!(device.versions(), (6, 6), "step {n}");
    }
}
