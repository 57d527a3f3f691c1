//! What a bad server, network, key holder, clock or disk can do. After each: what is in use stays, the trouble has its
//! name, and with the true server again the next refresh goes through.

use super::repo::{rfc, signed};
use super::server::{body, status};
use super::*;
use crate::error::Part;

/// A device that is up to date, whose repository has published once more.
fn behind() -> (Repo, Repo, Arc<Server>, Device) {
    let old = two();
    let (server, device) = (Server::of(&old), Device::new(&old));
    device.refresh(&server, 0).unwrap();
    let mut new = old.clone();
    new.pack(&pack("force", 6), json!({}));
    new.publish();
    server.serve(&new);
    (old, new, server, device)
}

/// The control: the true server's update goes through after all.
fn mends(server: &Arc<Server>, new: &Repo, device: &Device, hours: i64) {
    server.true_again();
    server.serve(new);
    device.refresh(server, hours).unwrap();
    assert_eq!(device.versions().0, 6);
}

/// A server that gives one thing in the place of one file.
fn swapped(server: &Arc<Server>, name: &str, bytes: Vec<u8>) {
    let name = name.to_owned();
    server.instead(move |_, path| (path == name).then(|| Ok(body(bytes.clone()))));
}

#[test]
fn an_older_timestamp_is_refused() {
    let (old, new, server, device) = behind();
    device.refresh(&server, 1).unwrap();
    server.serve(&old);
    assert_eq!(
        device.refresh(&server, 2).unwrap_err(),
        not_updated(Trouble::Older)
    );
    mends(&server, &new, &device, 3);
}

#[test]
fn an_older_snapshot_behind_a_newer_timestamp_is_refused() {
    // Whoever stole the machine's key signs a new timestamp over an old state.
    let (old, new, server, device) = behind();
    device.refresh(&server, 1).unwrap();
    let mut bad = old.clone();
    bad.timestamp_version = new.timestamp_version;
    bad.publish_timestamp();
    server.serve(&bad);
    assert_eq!(
        device.refresh(&server, 2).unwrap_err(),
        not_updated(Trouble::Older)
    );
    assert_eq!(device.versions(), (6, 5));
}

#[test]
fn a_role_rolled_back_by_whoever_has_the_machines_key_is_refused_even_after_a_refresh_that_was_cut_off() {
    let (old, new, server, device) = behind();
    device.refresh(&server, 1).unwrap();
    // A snapshot of a higher number that names the force's role before the last.
    let mut bad = new.clone();
    bad.forces = old.forces.clone();
    bad.publish_snapshot();
    bad.publish_timestamp();
    server.serve(&bad);
    assert_eq!(
        device.refresh(&server, 2).unwrap_err(),
        not_updated(Trouble::Older)
    );
    // The timestamp was true and is kept; the snapshot that it names never comes. Then another try with the same.
    bad.publish_snapshot();
    bad.publish_timestamp();
    server.serve(&bad);
    server.instead(|_, path| path.ends_with("snapshot.json").then(|| Ok(status(404))));
    assert_eq!(
        device.refresh(&server, 3).unwrap_err(),
        not_updated(Trouble::Missing)
    );
    server.true_again();
    assert_eq!(
        device.refresh(&server, 4).unwrap_err(),
        not_updated(Trouble::Older)
    );
    assert_eq!(device.versions(), (6, 5));
    // The control: the same numbers with the true role are taken.
    let mut good = bad.clone();
    good.forces = new.forces.clone();
    good.publish_snapshot();
    good.publish_timestamp();
    server.serve(&good);
    device.refresh(&server, 5).unwrap();
}

#[test]
fn a_force_that_leaves_the_snapshot_is_noticed() {
    let (_, new, server, device) = behind();
    let mut bad = new.clone();
    bad.forces.remove("six-principles");
    bad.publish();
    server.serve(&bad);
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::Older)
    );
}

#[test]
fn a_server_that_stands_still_is_noticed_when_its_signatures_run_out() {
    let (old, mut new, server, device) = behind();
    server.serve(&old);
    device.refresh(&server, 24 * 6).unwrap();
    assert_eq!(
        device.refresh(&server, 24 * 8).unwrap_err(),
        not_updated(Trouble::Expired)
    );
    assert_eq!(device.poll(&server, 24 * 8).unwrap(), Polled::RefreshDue);
    let state = device.updates().state(at(24 * 8)).unwrap();
    assert_eq!(state.freshness, Freshness::Expired);
    // What was verified is used on.
    assert_eq!(device.versions(), (5, 5));
    new.expires += chrono::Duration::days(30);
    new.publish();
    mends(&server, &new, &device, 24 * 8);
    assert_eq!(
        device.updates().state(at(24 * 8)).unwrap().freshness,
        Freshness::Current
    );
}

#[test]
fn pieces_that_do_not_belong_together_are_refused() {
    let (old, new, server, device) = behind();
    let snapshot = old.files["metadata/1.snapshot.json"].clone();
    swapped(&server, "metadata/2.snapshot.json", snapshot);
    let error = device.refresh(&server, 1).unwrap_err();
    // By its versions it is older, before it is looked whether it belongs there.
    assert!([Trouble::Mixed, Trouble::Older].map(not_updated).contains(&error));
    swapped(
        &server,
        "metadata/2.targets.json",
        old.files["metadata/1.targets.json"].clone(),
    );
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::Mixed)
    );
    // A role that is whole, signed, and not the one that the snapshot means: that force alone.
    swapped(
        &server,
        "metadata/2.force.json",
        old.files["metadata/1.force.json"].clone(),
    );
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!((said.troubles.len(), said.troubles[0].why), (1, Trouble::Mixed));
    assert_eq!(device.versions(), (5, 5));
    mends(&server, &new, &device, 2);
}

#[test]
fn more_than_there_may_be_is_not_taken() {
    let (_, new, server, device) = behind();
    let endless = |_: &Request, path: &str| {
        (path == "metadata/timestamp.json").then(|| {
            let mut bytes = b"{".to_vec();
            bytes.resize(20_000_000, b' ');
            Ok(body(bytes))
        })
    };
    // A host that hands on too much, and one that stops reading.
    server.instead(endless);
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::TooMuch)
    );
    assert_eq!(
        device.poll(&server, 1).unwrap_err(),
        not_updated(Trouble::TooMuch)
    );
    server.instead(|_, _| Some(Err(TransportError::TooMuch)));
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::TooMuch)
    );
    // A pack that goes on and on, in parts that each bring little.
    server.instead(|_, path| {
        path.contains(".v6.").then(|| {
            Ok(Reply {
                whole: false,
                ..body("{")
            })
        })
    });
    server.asked();
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.troubles.len(), 1);
    assert!(server.asked().0.len() < 40);
    // A pack whose signed length is beyond what a pack may have is not asked for.
    let mut bad = new.clone();
    bad.force("force").targets["force/v6.json"]["length"] = 100_000_000.into();
    bad.publish();
    server.true_again();
    server.serve(&bad);
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.troubles[0].why, Trouble::TooMuch);
    let mut new = new;
    new.timestamp_version = bad.timestamp_version;
    new.snapshot_version = bad.snapshot_version;
    new.targets_version = bad.targets_version;
    new.forces.values_mut().for_each(|force| force.version += 1);
    new.publish();
    mends(&server, &new, &device, 2);
}

#[test]
fn a_slow_server_is_given_up_and_what_came_is_kept() {
    let (_, new, server, device) = behind();
    server.instead(|_, _| Some(Err(TransportError::TooSlow)));
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::TooSlow)
    );
    // Every role too slow: the third in a row is the last that is waited for.
    let mut many = new.clone();
    for name in ["a", "b", "c", "d", "e", "f"] {
        many.force(name);
    }
    many.publish();
    server.serve(&many);
    server.instead(|_, path| {
        let role = path.strip_prefix("metadata/").is_some_and(|name| {
            !["root", "timestamp", "snapshot", "targets"]
                .iter()
                .any(|it| name.contains(it))
        });
        role.then_some(Err(TransportError::TooSlow))
    });
    server.asked();
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.troubles.len(), 8);
    let (asked, _) = server.asked();
    assert_eq!(asked.len(), 4 + 3, "{asked:?}");
    mends(&server, &many, &device, 2);
}

#[test]
fn a_redirect_is_not_followed() {
    let (_, new, server, device) = behind();
    for code in [301, 302, 303, 307, 308] {
        server.instead(move |_, _| Some(Ok(status(code))));
        assert_eq!(
            device.refresh(&server, 1).unwrap_err(),
            not_updated(Trouble::Redirected)
        );
    }
    mends(&server, &new, &device, 2);
}

#[test]
fn unchanged_is_no_answer_to_what_did_not_ask_that() {
    let (_, new, server, device) = behind();
    server.instead(|request, _| request.etag.is_none().then(|| Ok(status(304))));
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::OutOfTurn)
    );
    // Nor in the place of a pack.
    server.instead(|_, path| path.contains(".v6.").then(|| Ok(status(304))));
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.troubles[0].why, Trouble::OutOfTurn);
    mends(&server, &new, &device, 2);
}

#[test]
fn a_sign_in_page_is_told_from_guidance() {
    let (_, new, server, device) = behind();
    let page = "\n <!DOCTYPE html><title>Free WiFi</title>";
    server.instead(move |_, _| Some(Ok(body(page))));
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::SignInPage)
    );
    assert_eq!(
        device.poll(&server, 1).unwrap_err(),
        not_updated(Trouble::SignInPage)
    );
    server.instead(|_, _| Some(Ok(status(511))));
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        not_updated(Trouble::SignInPage)
    );
    // In the middle of a refresh, in the place of a pack.
    server.instead(move |_, path| path.contains(".v6.").then(|| Ok(body(page))));
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.troubles[0].why, Trouble::SignInPage);
    mends(&server, &new, &device, 2);
}

#[test]
fn what_is_cut_short_or_garbled_is_not_taken_wherever_it_is_cut() {
    let (_, new, server, device) = behind();
    for (path, bytes) in new
        .files
        .iter()
        .filter(|(path, _)| path.contains("timestamp") || path.contains("/2."))
    {
        for part in 0..8 {
            let cut = bytes[..bytes.len() * part / 8].to_vec();
            swapped(&server, path, cut.clone());
            let fresh = Device::new(&new);
            if let Ok(said) = fresh.refresh(&server, 1) {
                let troubles: Vec<&str> = said.troubles.iter().map(|it| it.force.as_str()).collect();
                assert_eq!(troubles.len(), 1, "{path}, {part} of 8");
            }
            // The transport noticed: a gzip that ends in the middle.
            let name = path.clone();
            server.instead(move |_, path| {
                (path == name).then(|| {
                    Ok(Reply {
                        whole: false,
                        ..body(cut.clone())
                    })
                })
            });
            let fresh = Device::new(&new);
            match fresh.refresh(&server, 1) {
                Err(error) => assert_eq!(error, not_updated(Trouble::Garbled), "{path}"),
                Ok(said) => assert_eq!(said.troubles[0].why, Trouble::Garbled, "{path}"),
            }
        }
        server.instead(|_, _| Some(Err(TransportError::Garbled)));
        assert_eq!(
            device.refresh(&server, 1).unwrap_err(),
            not_updated(Trouble::Garbled)
        );
    }
    mends(&server, &new, &device, 2);
}

#[test]
fn a_flipped_bit_anywhere_changes_nothing_that_is_used() {
    let (_, new, server, device) = behind();
    let digest = |device: &Device| {
        Library::open(device.dir.path())
            .unwrap()
            .active("force")
            .unwrap()
            .digest_hex()
            .to_owned()
    };
    let before = digest(&device);
    let mut tried = 0;
    let older =
        |path: &str| path.contains("/1.") || (path.starts_with("targets/force/") && path.contains(".v5."));
    for (path, bytes) in new.files.iter().filter(|(path, _)| !older(path)) {
        for part in 1..6 {
            let mut bad = bytes.clone();
            let place = bad.len() * part / 6;
            bad[place] ^= 1;
            swapped(&server, path, bad);
            let fresh = Device::new(&new);
            if let Ok(said) = fresh.refresh(&server, 1) {
                assert_eq!(said.troubles.len(), 1, "{path}");
                assert!(fresh.versions() != (6, 5));
            } else {
                assert_eq!(fresh.versions(), (1, 1));
            }
            tried += 1;
        }
    }
    assert!(tried > 20);
    assert_eq!(digest(&device), before);
    mends(&server, &new, &device, 2);
}

#[test]
fn one_signature_is_not_enough_and_one_twice_is_one() {
    let (_, new, server, device) = behind();
    for signers in [
        vec!["writer"],
        vec!["writer", "writer"],
        vec!["writer", "stranger"],
        vec![],
    ] {
        let mut bad = new.clone();
        bad.force("force").signers = signers;
        bad.publish();
        let fresh = Device::new(&bad);
        server.serve(&bad);
        let said = fresh.refresh(&server, 1).unwrap();
        assert_eq!(said.troubles[0].why, Trouble::NotSigned);
        // The other force goes on.
        assert_eq!(fresh.versions(), (1, 5));
    }
    mends(&server, &new, &device, 2);
}

#[test]
fn a_force_may_not_speak_for_another() {
    let (_, new, server, device) = behind();
    let mut bad = new.clone();
    // It lists another's path, under its own signatures, and a path of its own that says to be another's pack.
    let other = pack("six-principles", 9);
    let custom = json!({"kind": "pack", "pack": "six-principles", "version": 9, "format": 1});
    bad.target(
        "force",
        "six-principles/v9.json",
        &other,
        custom.clone(),
        json!({}),
    );
    bad.target("force", "force/v9.json", &other, custom, json!({}));
    bad.publish();
    server.serve(&bad);
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (6, 5));
    // A pack that is another than its fields say is signed, and refused all the same.
    let mut bad = new.clone();
    let custom = json!({"kind": "pack", "pack": "force", "version": 9, "format": 1});
    bad.target("force", "force/v9.json", &other, custom, json!({}));
    bad.publish();
    let fresh = Device::new(&bad);
    server.serve(&bad);
    let said = fresh.refresh(&server, 1).unwrap();
    assert_eq!(said.refused[0].why, ReleaseFault::NotWhatItSays);
    assert_eq!(fresh.versions(), (1, 5));
}

#[test]
fn a_pack_that_is_signed_and_does_not_read_is_refused_and_the_one_in_use_stays() {
    let (_, new, server, device) = behind();
    let mut bad = new.clone();
    let custom = json!({"kind": "pack", "pack": "force", "version": 7, "format": 1});
    bad.target(
        "force",
        "force/v7.json",
        b"{\"id\":\"force\",\"version\":7}",
        custom,
        json!({}),
    );
    // Of a newer reader: passed over, and said.
    let newer = json!({"kind": "pack", "pack": "six-principles", "version": 8, "format": 2});
    bad.target(
        "six-principles",
        "six-principles/v8.json",
        b"{}",
        newer,
        json!({}),
    );
    // The number of one that is here, with other words.
    bad.publish();
    server.serve(&bad);
    let said = device.refresh(&server, 1).unwrap();
    let why: Vec<ReleaseFault> = said.refused.iter().map(|it| it.why).collect();
    assert_eq!(why, [ReleaseFault::Newer, ReleaseFault::Unreadable]);
    assert_eq!(device.versions(), (5, 5));
    // It is not fetched again every day.
    server.asked();
    device.refresh(&server, 2).unwrap();
    assert!(server.asked().0.iter().all(|path| !path.starts_with("targets/")));
    let mut same: Value = serde_json::from_slice(&pack("force", 5)).unwrap();
    same["title"] = "Other words".into();
    let mut bad = two();
    bad.pack(&serde_json::to_vec(&same).unwrap(), json!({}));
    bad.publish();
    let fresh = Device::new(&bad);
    Library::open(fresh.dir.path())
        .unwrap()
        .install(&pack("force", 5))
        .unwrap();
    server.serve(&bad);
    let said = fresh.refresh(&server, 1).unwrap();
    assert_eq!(said.refused[0].why, ReleaseFault::SameVersion);
}

#[test]
fn one_role_gone_bad_in_any_way_does_not_keep_the_others() {
    let base = two();
    type Way = Box<dyn Fn(&mut Repo)>;
    let ways: [(&str, Way, Trouble); 5] = [
        (
            "gone",
            Box::new(|repo| {
                repo.files.remove("metadata/2.force.json");
            }),
            Trouble::Missing,
        ),
        (
            "html",
            Box::new(|repo| {
                repo.files.insert("metadata/2.force.json".into(), b"<p>".to_vec());
            }),
            Trouble::SignInPage,
        ),
        (
            "cut",
            Box::new(|repo| {
                repo.files
                    .insert("metadata/2.force.json".into(), b"{\"signed\"".to_vec());
            }),
            Trouble::Mixed,
        ),
        (
            "endless",
            Box::new(|repo| {
                repo.files
                    .insert("metadata/2.force.json".into(), vec![b'{'; 3_000_000]);
            }),
            Trouble::TooMuch,
        ),
        (
            "expired",
            Box::new(|repo| {
                repo.force("force").expires = at(-1).utc;
                repo.publish();
            }),
            Trouble::Expired,
        ),
    ];
    for (name, way, why) in ways {
        let mut repo = base.clone();
        repo.pack(&pack("six-principles", 6), json!({}));
        repo.publish();
        way(&mut repo);
        let (server, device) = (Server::of(&repo), Device::new(&repo));
        let said = device.refresh(&server, 0).unwrap();
        assert_eq!(
            said.troubles,
            [ForceTrouble {
                force: "force".into(),
                why
            }],
            "{name}"
        );
        assert_eq!(device.versions(), (1, 6), "{name}");
    }
}

#[test]
fn ten_changes_of_the_root_are_followed_and_kept_also_when_the_refresh_fails() {
    let mut repo = two();
    let device = Device::new(&repo);
    for n in 0..10 {
        repo.rotate(if n % 2 == 0 {
            vec!["dan", "eve"]
        } else {
            vec!["ann", "ben"]
        });
    }
    repo.publish();
    let server = Server::of(&repo);
    // The timestamp does not come: the roots are kept all the same.
    server.instead(|_, path| (path == "metadata/timestamp.json").then_some(Err(TransportError::Offline)));
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::Offline)
    );
    server.true_again();
    server.asked();
    device.refresh(&server, 0).unwrap();
    assert_eq!(server.asked().0[0], "metadata/12.root.json");
    assert_eq!(device.versions(), (5, 5));
    // One of them missing in between: those behind it are not reached.
    let fresh = Device::new(&repo);
    let mut gap = repo.clone();
    gap.files.remove("metadata/5.root.json");
    server.serve(&gap);
    fresh.refresh(&server, 0).unwrap();
    server.asked();
    let _ = fresh.refresh(&server, 0);
    assert_eq!(server.asked().0[0], "metadata/5.root.json");
}

#[test]
fn a_root_that_the_old_keys_did_not_sign_is_refused() {
    let mut repo = two();
    let device = Device::new(&repo);
    repo.root_signers = vec!["dan", "eve"];
    repo.root["version"] = 2.into();
    repo.put_root(&["dan", "eve"]);
    let server = Server::of(&repo);
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::NotSigned)
    );
    // One signature of two.
    repo.put_root(&["ann", "dan", "eve"]);
    server.serve(&repo);
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::NotSigned)
    );
    // The root before, under the number of the next.
    repo.files
        .insert("metadata/2.root.json".into(), repo.first_root());
    server.serve(&repo);
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::Older)
    );
    repo.put_root(&["ann", "ben", "dan", "eve"]);
    server.serve(&repo);
    device.refresh(&server, 0).unwrap();
}

#[test]
fn more_roots_than_one_refresh_takes_are_followed_over_several() {
    let mut repo = two();
    let device = Device::new(&repo);
    for _ in 0..70 {
        repo.rotate(vec!["ann", "ben"]);
    }
    let server = Server::of(&repo);
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::TooManyRoots)
    );
    device.refresh(&server, 0).unwrap();
}

#[test]
fn a_stolen_machine_key_that_signed_far_ahead_is_undone_by_a_change_of_the_root() {
    let mut repo = two();
    let device = Device::new(&repo);
    let good = repo.clone();
    repo.signed_at = at(24 * 365 * 50).utc;
    repo.expires = at(24 * 365 * 60).utc;
    repo.timestamp_version = 1_000_000;
    repo.publish();
    let server = Server::of(&repo);
    let _ = device.refresh(&server, 0);
    // By now its time is fifty years on: everything true has run out.
    let mut good = good;
    good.publish();
    server.serve(&good);
    assert!(device.refresh(&server, 1).is_err());
    good.snapshot_key = "machine-2";
    good.timestamp_key = "machine-2";
    good.rotate(vec!["ann", "ben"]);
    good.pack(&pack("force", 6), json!({}));
    good.publish();
    server.serve(&good);
    device.refresh(&server, 2).unwrap();
    assert_eq!(device.versions().0, 6);
}

#[test]
fn a_clock_far_ahead_does_harm_only_while_it_is_ahead() {
    let (_, new, server, device) = behind();
    assert_eq!(
        device.refresh(&server, 24 * 365 * 10).unwrap_err(),
        not_updated(Trouble::Expired)
    );
    assert_eq!(device.poll(&server, 24 * 365 * 10).unwrap(), Polled::RefreshDue);
    // Put right, the next refresh goes through at once: nothing of that time was kept, and no wait until then.
    assert_ne!(device.updates().state(at(1)).unwrap().due, Due::Nothing);
    mends(&server, &new, &device, 1);
}

#[test]
fn a_clock_far_behind_does_not_make_old_signatures_good_again() {
    let (old, mut new, server, device) = behind();
    // Signed on the sixth day: that much this device knows of the time.
    new.signed_at = at(24 * 6).utc;
    new.expires = at(24 * 7).utc;
    new.publish();
    server.serve(&new);
    device.refresh(&server, 24 * 6).unwrap();
    assert_eq!(device.versions(), (6, 5));
    // A year behind. The force's role is replaced by one that ran out on the fifth day.
    let mut stale = new.clone();
    stale.expires = at(24 * 5).utc;
    stale.signed_at = at(0).utc;
    stale.pack(&pack("force", 8), json!({}));
    stale.publish();
    server.serve(&stale);
    assert_eq!(
        device.refresh(&server, -24 * 365).unwrap_err(),
        not_updated(Trouble::Expired)
    );
    assert_eq!(device.versions(), (6, 5));
    let _ = old;
    // The control: a true server is believed by a device that is behind.
    let mut fresh = stale.clone();
    fresh.expires = at(24 * 14).utc;
    fresh.publish();
    server.serve(&fresh);
    device.refresh(&server, -24 * 365).unwrap();
    assert_eq!(device.versions(), (8, 5));
}

#[test]
fn a_time_signed_after_its_own_end_is_not_taken_for_one() {
    let mut repo = two();
    repo.signed_at = at(24 * 365 * 50).utc;
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    device.refresh(&server, 0).unwrap();
    device.refresh(&server, 1).unwrap();
}

#[test]
fn a_root_for_development_is_refused_by_a_release_build() {
    let mut repo = two();
    repo.root["childfirst"] = json!({"development": true});
    repo.put_root(&["ann", "ben"]);
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let said = device
        .updates()
        .released()
        .refresh(server.clone(), None, false, at(0));
    assert_eq!(said.unwrap_err(), not_updated(Trouble::DevelopmentRoot));
    device.refresh(&server, 0).unwrap();
    assert!(device.updates().state(at(0)).unwrap().development_root);
    // Nor what follows from one, signed by its keys, once a build for development has taken it.
    repo.root.as_object_mut().unwrap().remove("childfirst");
    repo.rotate(vec!["dan", "eve"]);
    server.serve(&repo);
    device.refresh(&server, 1).unwrap();
    assert!(!device.updates().state(at(1)).unwrap().development_root);
    let said = device
        .updates()
        .released()
        .refresh(server.clone(), None, false, at(1));
    assert_eq!(said.unwrap_err(), not_updated(Trouble::DevelopmentRoot));
    // Nor one that turns into one.
    let mut repo = two();
    let device = Device::new(&repo);
    repo.root["childfirst"] = json!({"development": true});
    repo.rotate(vec!["ann", "ben"]);
    server.serve(&repo);
    let said = device.updates().released().refresh(server, None, false, at(0));
    assert_eq!(said.unwrap_err(), not_updated(Trouble::DevelopmentRoot));
}

#[test]
fn an_app_that_carries_another_root_begins_from_it_and_no_pack_goes_back() {
    let mut trial = two();
    for _ in 0..5 {
        trial.publish();
    }
    trial.rotate(vec!["ann", "ben"]);
    let (server, mut device) = (Server::of(&trial), Device::new(&trial));
    device.refresh(&server, 0).unwrap();
    // The force's own repository: other owners, another machine, and every number from the beginning.
    let mut own = Repo::new(at(0).utc);
    own.root_signers = vec!["dan", "eve"];
    (own.snapshot_key, own.timestamp_key) = ("machine-2", "machine-2");
    own.put_root(&["dan", "eve"]);
    own.pack(&pack("force", 6), json!({}));
    own.pack(&pack("six-principles", 4), json!({}));
    own.publish();
    server.serve(&own);
    // Its server alone changes nothing: the old root does not lead to it.
    assert!(device.refresh(&server, 1).is_err());
    device.root = own.first_root();
    device.refresh(&server, 2).unwrap();
    assert_eq!(device.versions(), (6, 5));
    assert_eq!(device.poll(&server, 3).unwrap(), Polled::NothingNew);
    // And the trial's server is nobody's any more.
    server.serve(&trial);
    assert!(device.refresh(&server, 4).is_err());
    assert_eq!(device.versions(), (6, 5));
}

#[test]
fn a_root_that_is_none_is_said_to_be_that() {
    let repo = two();
    let mut device = Device::new(&repo);
    for bad in [
        b"".to_vec(),
        b"<html>".to_vec(),
        signed(&repo.root, &["ann"]),
        signed(&repo.timestamp(), &["ann", "ben"]),
    ] {
        device.root = bad;
        assert_eq!(
            device.refresh(&Server::of(&repo), 0).unwrap_err(),
            not_updated(Trouble::BadRoot)
        );
    }
}

#[test]
fn another_kind_of_key_counts_for_nothing() {
    let mut repo = two();
    let id = repo.root["roles"]["timestamp"]["keyids"][0]
        .as_str()
        .unwrap()
        .to_owned();
    repo.root["keys"][&id]["scheme"] = "ecdsa-sha2-nistp256".into();
    repo.files
        .insert("metadata/1.root.json".into(), signed(&repo.root, &["ann", "ben"]));
    let device = Device::new(&repo);
    assert_eq!(
        device.refresh(&Server::of(&repo), 0).unwrap_err(),
        not_updated(Trouble::NotSigned)
    );
}

#[test]
fn what_was_known_is_gone_or_damaged_and_is_not_made_anew_in_silence() {
    const DAMAGED: Error = Error::Damaged { what: Part::Trust };
    type Way = fn(&Path);
    let ways: [(&str, Way); 4] = [
        ("gone", |file| std::fs::remove_file(file).unwrap()),
        ("empty", |file| std::fs::write(file, b"").unwrap()),
        ("cut", |file| {
            let bytes = std::fs::read(file).unwrap();
            std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("another", |file| {
            std::fs::write(file, b"SQLite format 3\0 and nothing").unwrap()
        }),
    ];
    for (name, way) in ways {
        let (old, new, server, device) = behind();
        device.refresh(&server, 1).unwrap();
        // Everything into the file itself.
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(device.dir.path().join(format!("trust.db{ending}")));
        }
        way(&device.dir.path().join("trust.db"));
        assert_eq!(device.refresh(&server, 2).unwrap_err(), DAMAGED, "{name}");
        assert_eq!(device.poll(&server, 2).unwrap_err(), DAMAGED, "{name}");
        assert_eq!(
            device.updates().state(at(2)).unwrap().freshness,
            Freshness::Damaged
        );
        assert_eq!(device.versions(), (6, 5), "guidance is used on");
        let aside = device.updates().start_again().unwrap();
        assert_eq!(aside.is_some(), name != "gone");
        assert_eq!(aside.is_some(), device.dir.path().join("trust.1.db").exists());
        // Even so, no pack older than the one that is here: the old state is true for a device that knows nothing.
        server.serve(&old);
        assert_eq!(device.refresh(&server, 3).unwrap().changed, []);
        assert_eq!(device.versions(), (6, 5));
        mends(&server, &new, &device, 4);
        // While it can be read there is nothing to begin again.
        assert_eq!(
            device.updates().start_again().unwrap_err(),
            not_updated(Trouble::NotDamaged)
        );
    }
}

#[test]
fn values_do_not_go_back_either_when_what_was_known_is_lost() {
    let values = |text: &str| {
        let file: Value = serde_json::from_slice(&pack("force", 5)).unwrap();
        let key = file["values"][0]["key"].as_str().unwrap();
        serde_json::to_vec(&json!({"format": 1, "pack": "force", "values": {key: text}})).unwrap()
    };
    let mut old = two();
    old.values("force", 1, &values("one"));
    old.publish();
    let mut new = old.clone();
    new.values("force", 2, &values("two"));
    new.publish();
    let (server, device) = (Server::of(&new), Device::new(&new));
    device.refresh(&server, 0).unwrap();
    let digest = || {
        let library = Library::open(device.dir.path()).unwrap();
        library.values_digest("force").unwrap()
    };
    let before = digest();
    std::fs::remove_file(device.dir.path().join("trust.db")).unwrap();
    device.updates().start_again().unwrap();
    server.serve(&old);
    assert_eq!(device.refresh(&server, 1).unwrap().changed, []);
    assert_eq!(digest(), before);
    // The control: a device that had none takes them.
    let fresh = Device::new(&old);
    assert_eq!(fresh.refresh(&server, 1).unwrap().changed.len(), 3);
}

#[test]
fn a_role_that_is_not_what_was_written_is_damage_and_no_miss() {
    let (_, _, server, device) = behind();
    let db = rusqlite::Connection::open(device.dir.path().join("trust.db")).unwrap();
    db.execute(
        "UPDATE role SET bytes = ?1 WHERE name = 'timestamp.json'",
        [b"{}".as_slice()],
    )
    .unwrap();
    drop(db);
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        Error::Damaged { what: Part::Trust }
    );
}

#[test]
fn a_store_that_cannot_be_read_stops_the_refresh_before_the_first_request() {
    let (_, _, server, device) = behind();
    let file = device.dir.path().join("trust.db");
    let aside = device.dir.path().join("aside");
    // A folder in its place: the system refuses to read it, which is neither damage nor a miss.
    std::fs::rename(&file, &aside).unwrap();
    std::fs::create_dir(&file).unwrap();
    server.asked();
    assert!(device.refresh(&server, 1).is_err());
    assert!(device.poll(&server, 1).is_err());
    assert_eq!(server.asked().0.len(), 0);
    // The control: as it was, it goes on from there.
    std::fs::remove_dir(&file).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (6, 5));
}

#[test]
fn a_role_whose_name_is_none_is_ignored() {
    let mut repo = two();
    repo.force("Snapshot Two").paths = vec!["force/*".into()];
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let said = device.refresh(&server, 0).unwrap();
    assert!(said.troubles.iter().all(|it| it.force != "Snapshot Two"));
}

#[test]
fn another_process_that_refreshes_is_told_from_trouble() {
    let (_, _, server, device) = behind();
    let held = crate::sync::store::Trust::open(device.dir.path()).unwrap();
    assert_eq!(device.refresh(&server, 1).unwrap_err(), Error::InUse);
    // Reading how things stand goes on beside it.
    device.updates().state(at(1)).unwrap();
    drop(held);
    device.refresh(&server, 1).unwrap();
}

#[test]
fn a_newer_specification_is_newer_and_not_garbled() {
    let (_, mut new, server, device) = behind();
    let mut timestamp = new.timestamp();
    timestamp["spec_version"] = "2.0.0".into();
    new.files
        .insert("metadata/timestamp.json".into(), signed(&timestamp, &["machine"]));
    server.serve(&new);
    assert_eq!(
        device.refresh(&server, 1).unwrap_err(),
        Error::Newer { what: Part::Trust }
    );
    assert!(rfc(at(0).utc).ends_with('Z'));
}
