//! What works when nobody does harm: the first refresh, polls, values, shares, safety, files, stopping and going on.

use super::server::{body, status};
use super::*;
use std::sync::Mutex;

fn changed(said: &Refreshed) -> Vec<(&str, Option<u32>, u32)> {
    said.changed
        .iter()
        .map(|it| (it.pack.as_str(), it.from_version, it.version))
        .collect()
}

#[test]
fn what_is_new_is_taken_and_the_next_refresh_has_nothing_to_do() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    assert_eq!(
        device.updates().state(at(0)).unwrap().freshness,
        Freshness::AsShipped
    );
    let said = device.refresh(&server, 0).unwrap();
    assert_eq!(
        changed(&said),
        [("force", Some(1), 5), ("six-principles", Some(1), 5)]
    );
    assert_eq!(said.changed[0].summary, "One word");
    assert_eq!(device.versions(), (5, 5));
    server.asked();

    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.changed, []);
    let (asked, bytes) = server.asked();
    assert_eq!(asked, ["metadata/2.root.json", "metadata/timestamp.json"]);
    assert_eq!((said.requests, said.bytes), (2, bytes));
    assert!(bytes < 700, "{bytes}");

    // A poll: one request, and no body where the server knows the file again.
    assert_eq!(device.poll(&server, 2).unwrap(), Polled::NothingNew);
    assert_eq!(server.asked(), (vec!["metadata/timestamp.json".into()], 0));
    let state = device.updates().state(at(2)).unwrap();
    assert_eq!(state.freshness, Freshness::Current);
    assert_eq!(state.checked_at, Some(at(2).utc));
    assert_eq!(state.refreshed_at, Some(at(1).utc));
    assert_eq!(state.installed.len(), 2);
}

#[test]
fn a_poll_may_only_conclude_that_there_is_nothing_new() {
    let mut repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    // Never refreshed: nothing is asked, a refresh is due.
    assert_eq!(device.poll(&server, 0).unwrap(), Polled::RefreshDue);
    assert_eq!(server.asked().0.len(), 0);
    device.refresh(&server, 0).unwrap();

    repo.pack(&pack("force", 6), json!({}));
    repo.publish();
    server.serve(&repo);
    assert_eq!(device.poll(&server, 1).unwrap(), Polled::RefreshDue);
    assert_eq!(device.versions(), (5, 5));
    // Something else that answers is not believed either way.
    server.instead(|_, _| Some(Ok(body("{}"))));
    assert_eq!(device.poll(&server, 1).unwrap(), Polled::RefreshDue);
    server.true_again();
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (6, 5));
    // Whoever says "nothing new" for ever is not believed for longer than a day.
    server.instead(|_, path| (path == "metadata/timestamp.json").then(|| Ok(status(304))));
    assert_eq!(device.poll(&server, 2).unwrap(), Polled::NothingNew);
    assert_eq!(device.poll(&server, 26).unwrap(), Polled::RefreshDue);
    // A server that gives nothing to know a file by costs the file.
    server.true_again();
    server.without_validators();
    device.refresh(&server, 26).unwrap();
    server.asked();
    assert_eq!(device.poll(&server, 27).unwrap(), Polled::NothingNew);
    let (asked, bytes) = server.asked();
    assert!(asked.len() == 1 && bytes > 0 && bytes < 700);
}

#[test]
fn values_come_signed_after_their_pack_and_never_go_back() {
    let mut repo = two();
    let device = Device::new(&repo);
    let library = Library::open(device.dir.path()).unwrap();
    let key = library.active("force").unwrap().file().values[0].key.clone();
    let values = |text: &str| {
        serde_json::to_vec(&json!({"format": 1, "pack": "force", "values": {key.clone(): text}})).unwrap()
    };
    repo.values("force", 1, &values("one"));
    repo.publish();
    let server = Server::of(&repo);
    let said = device.refresh(&server, 0).unwrap();
    let kinds: Vec<ReleaseKind> = said.changed.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ReleaseKind::Pack, ReleaseKind::Pack, ReleaseKind::Values]);
    let now = || {
        let library = Library::open(device.dir.path()).unwrap();
        let digest = library.values_digest("force").unwrap().unwrap();
        crate::pack::whole::hex(&sha2::Digest::finalize(
            <sha2::Sha256 as sha2::Digest>::new_with_prefix(values("one")),
        )) == digest
    };
    assert!(now());
    repo.values("force", 2, &values("two"));
    repo.publish();
    server.serve(&repo);
    let said = device.refresh(&server, 1).unwrap();
    assert_eq!(said.changed.len(), 1);
    assert!(!now());
    // The signers list the first alone again: it is not taken again.
    repo.force("force")
        .targets
        .as_object_mut()
        .unwrap()
        .remove("force/values-2.json");
    repo.publish();
    server.serve(&repo);
    assert_eq!(device.refresh(&server, 2).unwrap().changed, []);
    assert!(!now());
    // A key that the pack does not declare: said, and what is in use stays.
    let wrong = json!({"format": 1, "pack": "force", "values": {"nowhere": "x"}});
    repo.values("force", 3, &serde_json::to_vec(&wrong).unwrap());
    repo.publish();
    server.serve(&repo);
    let said = device.refresh(&server, 3).unwrap();
    assert_eq!(said.refused[0].why, ReleaseFault::DoesNotFit);
}

#[test]
fn a_share_of_devices_goes_first_and_the_same_ones_stay_when_it_grows() {
    let mut repo = two();
    repo.pack(&pack("force", 6), json!({"share": 3000}));
    repo.publish();
    let server = Server::of(&repo);
    let devices: Vec<Device> = (0..40).map(|_| Device::new(&repo)).collect();
    let refreshed = |hours: i64| -> Vec<bool> {
        let took = |device: &Device| {
            device.refresh(&server, hours).unwrap();
            device.versions().0 == 6
        };
        devices.iter().map(took).collect()
    };
    let first = refreshed(0);
    let some = first.iter().filter(|took| **took).count();
    assert!(some > 0 && some < 40, "{some} of 40");
    repo.pack(&pack("force", 6), json!({"share": 7000}));
    repo.publish();
    server.serve(&repo);
    let second = refreshed(1);
    assert!(second.iter().filter(|took| **took).count() >= some);
    assert!(first.iter().zip(&second).all(|(before, now)| !before || *now));
    // Withdrawn: who has it keeps it. The old words under a higher number reach everybody.
    repo.force("force")
        .targets
        .as_object_mut()
        .unwrap()
        .remove("force/v6.json");
    repo.pack(&pack("force", 7), json!({}));
    repo.publish();
    server.serve(&repo);
    assert!(refreshed(2).iter().all(|took| !took));
    assert!(devices.iter().all(|device| device.versions().0 == 7));
}

#[test]
fn shares_are_about_as_large_as_they_say_and_differ_from_release_to_release() {
    use crate::sync::release::in_share;
    let count = |version, share| {
        (0_u32..4000)
            .filter(|n| in_share(&n.to_be_bytes(), "force", version, share))
            .count()
    };
    assert_eq!((count(1, 0), count(1, 10_000)), (0, 4000));
    assert!((300..500).contains(&count(1, 1000)), "{}", count(1, 1000));
    let both = |n: &u32| {
        [1, 2]
            .iter()
            .all(|v| in_share(&n.to_be_bytes(), "force", *v, 1000))
    };
    assert!((0_u32..4000).filter(both).count() < 100);
}

#[test]
fn on_a_network_that_costs_only_a_safety_release_is_taken() {
    let mut repo = two();
    repo.pack(&pack("force", 6), json!({"safety": true}));
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let said = device
        .updates()
        .refresh(server.clone(), None, true, at(0))
        .unwrap();
    assert_eq!(changed(&said), [("force", Some(1), 6)]);
    assert!(said.changed[0].safety);
    assert_eq!(said.waiting.len(), 1);
    assert_eq!(device.updates().state(at(0)).unwrap().waiting, said.waiting);
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (6, 5));
    assert_eq!(device.updates().state(at(1)).unwrap().waiting, []);
}

#[test]
fn a_safety_release_is_told_also_when_the_refresh_was_cut_off_before_it_could_say_so() {
    use crate::fault::steps::cut_at;
    let mut repo = two();
    repo.pack(&pack("force", 6), json!({"safety": true}));
    repo.publish();
    cut_at(None);
    Device::new(&repo).refresh(&Server::of(&repo), 0).unwrap();
    let steps = cut_at(None);
    let mut told = 0;
    for n in 0..steps {
        let device = Device::new(&repo);
        cut_at(Some(n));
        let _ = device.refresh(&Server::of(&repo), 0);
        cut_at(None);
        // A start carries out what was decided.
        let state = device.updates().state(at(0)).unwrap();
        for it in &state.installed {
            assert_eq!(
                it.safety,
                it.pack == "force" && it.version == 6,
                "step {n} of {steps}"
            );
            told += u32::from(it.safety);
        }
    }
    assert!(told > 0, "the steps after the switch are among them");
}

#[test]
fn values_wait_too_and_are_counted_by_their_own_number() {
    let mut repo = two();
    repo.values("force", 1, br#"{"format": 1, "pack": "force", "values": {}}"#);
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let refresh = |costly: bool| {
        let said = device
            .updates()
            .refresh(server.clone(), None, costly, at(0))
            .unwrap();
        let waiting = device.updates().state(at(0)).unwrap().waiting;
        assert_eq!(waiting, said.waiting);
        waiting
            .into_iter()
            .map(|it| (it.kind, it.from_version, it.version))
            .collect::<Vec<_>>()
    };
    let packs = [(ReleaseKind::Pack, Some(1), 5), (ReleaseKind::Pack, Some(1), 5)];
    // The packs' versions say nothing of the values'.
    let all: Vec<_> = packs
        .into_iter()
        .chain([(ReleaseKind::Values, None, 1)])
        .collect();
    assert_eq!(refresh(true), all);
    assert_eq!(refresh(false), []);
}

#[test]
fn a_safety_release_does_not_wait_behind_a_later_one() {
    let mut repo = two();
    repo.pack(&pack("force", 6), json!({"safety": true}));
    repo.pack(&pack("force", 7), json!({}));
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let said = device
        .updates()
        .refresh(server.clone(), None, true, at(0))
        .unwrap();
    assert_eq!(changed(&said), [("force", Some(1), 6)]);
    // What waits comes in the place of what is here by then.
    let waiting = |all: &[Change]| -> Vec<(Option<u32>, u32)> {
        all.iter().map(|it| (it.from_version, it.version)).collect()
    };
    assert_eq!(waiting(&said.waiting), [(Some(6), 7), (Some(1), 5)]);
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!(waiting(&state.waiting), [(Some(6), 7), (Some(1), 5)]);
    // Also of what came another way meanwhile.
    let library = Library::open(device.dir.path()).unwrap();
    library.install(&pack("six-principles", 3)).unwrap();
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!(waiting(&state.waiting), [(Some(6), 7), (Some(3), 5)]);
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (7, 5));
}

#[test]
fn a_release_is_brought_and_offered_and_taken_in_by_choice_without_asking_anybody() {
    let mut repo = two();
    repo.pack(&pack("force", 6), json!({"safety": true}));
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let bring = |costly, hours| {
        device
            .updates()
            .bring(server.clone(), None, costly, at(hours))
            .unwrap()
    };
    // On a network that costs it is not even fetched.
    let said = bring(true, 0);
    assert_eq!(changed(&said), [("force", Some(1), 6)]);
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!((state.waiting.len(), state.here.len()), (1, 0));
    assert_eq!(device.versions(), (6, 1));
    // Without it there is nothing that could be taken in.
    let said = device.updates().take_in(None, at(1)).unwrap();
    assert_eq!(
        (said.changed.len(), said.waiting.len(), said.troubles.len()),
        (0, 1, 0)
    );
    let said = bring(false, 2);
    assert_eq!(
        (said.changed.len(), said.waiting.len(), said.troubles.len()),
        (0, 1, 0)
    );
    assert_eq!(device.versions(), (6, 1));
    let state = device.updates().state(at(2)).unwrap();
    assert_eq!(state.here, [state.waiting[0].digest.clone()]);
    // Brought once.
    assert!(bring(false, 30).bytes < 4000);
    let said = device.updates().take_in(None, at(31)).unwrap();
    assert_eq!(changed(&said), [("six-principles", Some(1), 5)]);
    assert_eq!(said.requests, 0);
    assert_eq!(device.versions(), (6, 5));
    let state = device.updates().state(at(31)).unwrap();
    assert_eq!((state.waiting.len(), state.here.len()), (0, 0));
}

#[test]
fn what_was_brought_is_not_taken_in_once_its_signatures_have_run_out() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    device.updates().bring(server, None, false, at(0)).unwrap();
    let late = device.updates().take_in(None, at(24 * 400));
    assert_eq!(late.unwrap_err(), not_updated(Trouble::Expired));
    assert_eq!(device.versions(), (1, 1));
}

#[test]
fn a_pack_that_does_not_read_is_not_offered() {
    let mut repo = two();
    repo.pack(br#"{"id": "force", "version": 6}"#, json!({}));
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let said = device.updates().bring(server, None, false, at(0)).unwrap();
    assert_eq!(said.refused.len(), 1);
    let waiting: Vec<&str> = said.waiting.iter().map(|it| it.pack.as_str()).collect();
    assert_eq!(waiting, ["six-principles"]);
}

#[test]
fn what_a_release_says_otherwise_is_told_against_the_pack_of_a_record() {
    let reworded = |version: u32, words: &str| {
        let mut file: Value = serde_json::from_slice(&pack("force", version)).unwrap();
        file["danger"]["hint"] = words.into();
        serde_json::to_vec(&file).unwrap()
    };
    let mut repo = Repo::new(at(0).utc);
    repo.pack(
        &reworded(6, "Look and listen first, then ask."),
        json!({"safety": true}),
    );
    repo.publish();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let library = Library::open(device.dir.path()).unwrap();
    let began = library.active("force").unwrap().digest_hex().to_owned();
    let since = || device.updates().since(&began).unwrap();
    assert_eq!(since(), None);
    device.refresh(&server, 0).unwrap();
    let newer = since().unwrap();
    assert_eq!((newer.from_version, newer.version, newer.safety), (1, 6, true));
    let one = &newer.pieces[0];
    assert_eq!(newer.pieces.len(), 1);
    assert_eq!(one.now.as_deref(), Some("Look and listen first, then ask."));
    assert!(one.corrected && one.before.is_some() && newer.words > 0);
    // A later one that is not marked: its own words are other, and not called corrected.
    repo.pack(&pack("force", 7), json!({}));
    repo.publish();
    device.refresh(&Server::of(&repo), 1).unwrap();
    let newer = since().unwrap();
    assert_eq!((newer.version, newer.pieces.len()), (7, 0));
    assert!(newer.safety);
}

#[test]
fn an_open_interaction_keeps_the_guidance_it_was_begun_with() {
    use crate::interaction::operation::Made;
    use crate::records::testing::Vault;
    use crate::sets::Role;
    use crate::{Begin, ChildFirst, Config};
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let door = ChildFirst::open(Config::at(device.dir.path().display().to_string())).unwrap();
    let records = door.unlock(Arc::new(Vault::default())).unwrap();
    let begin = || {
        let how = Begin {
            pack: "six-principles".into(),
            role: Role::ResponseOfficer,
            recorder: None,
        };
        records.begin(how, Made::now(at(0))).unwrap()
    };
    let open = begin();
    let (digest, list) = (
        open.pack().unwrap().digest_hex().to_owned(),
        open.worklist().unwrap(),
    );
    let config = UpdatesConfig {
        url: BASE.into(),
        root: device.root.clone(),
        follow: Vec::new(),
    };
    let said = door.updates(config).refresh(server, None, false, at(0)).unwrap();
    assert_eq!(said.changed.len(), 2);
    assert_eq!(open.pack().unwrap().digest_hex(), digest);
    assert_eq!(open.worklist().unwrap(), list);
    // The file is there for it, also after a start; what is begun from now on has the new one.
    let library = Library::open(device.dir.path()).unwrap();
    assert_eq!(library.load(&digest).unwrap().file().version, 1);
    assert_eq!(begin().pack().unwrap().file().version, 5);
}

#[test]
fn a_file_by_cable_is_as_good_as_a_server_for_a_day() {
    let repo = two();
    let device = Device::new(&repo);
    let path = device.dir.path().join("guidance.tar");
    std::fs::write(&path, repo.tar()).unwrap();
    let freshness = |hours| device.updates().state(at(hours)).unwrap().freshness;
    device
        .updates()
        .import_file(path.display().to_string(), None, at(1))
        .unwrap();
    assert_eq!(freshness(2), Freshness::Current);
    assert_eq!(freshness(25), Freshness::Overdue);
    assert_eq!(freshness(24 * 8), Freshness::Expired);
}

#[test]
fn the_first_install_works_from_what_came_with_the_app() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    // No server, no signature yet: the packs and values of the app are in use, and the root is enough to go on.
    server.instead(|_, _| Some(Err(TransportError::Offline)));
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::Offline)
    );
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!(state.freshness, Freshness::AsShipped);
    assert_eq!(state.installed.len(), 2);
    let library = Library::open(device.dir.path()).unwrap();
    let force = library.active("force").unwrap();
    let key = force.file().values[0].key.clone();
    let values = json!({"format": 1, "pack": "force", "values": {key: "of the app"}});
    library
        .take_values(&force, &serde_json::to_vec(&values).unwrap())
        .unwrap();
    server.true_again();
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (5, 5));
    let library = Library::open(device.dir.path()).unwrap();
    assert!(
        library.values_digest("force").unwrap().is_some(),
        "they stay until signed ones come"
    );
}

#[test]
fn a_repository_in_one_file_is_verified_the_same_and_an_older_one_is_refused_by_name() {
    let mut repo = two();
    let device = Device::new(&repo);
    let file = |repo: &Repo, name: &str| {
        let path = device.dir.path().join(name);
        std::fs::write(&path, repo.tar()).unwrap();
        path.display().to_string()
    };
    let old = file(&repo, "old.tar");
    repo.pack(&pack("force", 6), json!({}));
    repo.publish();
    let new = file(&repo, "new.tar");
    let import = |path: &str| device.updates().import_file(path.to_owned(), None, at(1));
    assert_eq!(
        changed(&import(&new).unwrap()),
        [("force", Some(1), 6), ("six-principles", Some(1), 5)]
    );
    assert_eq!(import(&new).unwrap().changed, []);
    assert_eq!(import(&old).unwrap_err(), not_updated(Trouble::Older));
    assert_eq!(device.versions(), (6, 5));
    // A file that is none, one that is cut short anywhere, and one whose signatures have run out.
    std::fs::write(device.dir.path().join("none"), b"<html>").unwrap();
    let none = device.dir.path().join("none").display().to_string();
    assert_eq!(import(&none).unwrap_err(), not_updated(Trouble::NotARepository));
    assert_eq!(
        device.updates().import_file(new, None, at(24 * 30)).unwrap_err(),
        not_updated(Trouble::Expired)
    );
    let whole = repo.tar();
    for part in 1..20 {
        let fresh = Device::new(&repo);
        let path = fresh.dir.path().join("cut");
        std::fs::write(&path, &whole[..whole.len() * part / 20]).unwrap();
        let said = fresh
            .updates()
            .import_file(path.display().to_string(), None, at(1));
        assert!(said.map_or(true, |said| !said.troubles.is_empty() || said.changed.len() == 2));
    }
}

#[test]
fn a_broken_download_goes_on_where_it_stopped() {
    let repo = two();
    for ranges in [true, false] {
        let (server, device) = (Server::of(&repo), Device::new(&repo));
        if !ranges {
            server.without_ranges();
        }
        // The connection breaks after a part, and then there is no network at all.
        let whole = pack("force", 5);
        let half = whole[..whole.len() / 2].to_vec();
        let mut broke = false;
        server.instead(move |_, path| {
            if !path.contains(".v5.json") {
                return None;
            }
            if broke {
                return Some(Err(TransportError::Offline));
            }
            broke = true;
            Some(Ok(Reply {
                whole: false,
                ..body(half.clone())
            }))
        });
        let said = device.refresh(&server, 0).unwrap();
        assert_eq!((said.changed.len(), said.troubles.len()), (0, 2));
        assert_eq!(device.versions(), (1, 1));
        server.true_again();
        server.asked();
        device.refresh(&server, 1).unwrap();
        assert_eq!(device.versions(), (5, 5));
        let (_, bytes) = server.asked();
        let all = (whole.len() + pack("six-principles", 5).len()) as u64;
        assert_eq!(bytes < all, ranges, "{bytes} of {all}");
        // Nothing is left lying about.
        let left = std::fs::read_dir(device.dir.path().join("incoming"))
            .unwrap()
            .count();
        assert_eq!(left, 0);
    }
}

struct Stopper(Mutex<Vec<Progress>>, Step);

impl Watch for Stopper {
    fn progress(&self, progress: Progress) -> Result<(), TransportError> {
        let stop = progress.step == self.1;
        self.0.lock().unwrap().push(progress);
        if stop {
            Err(TransportError::Stopped)
        } else {
            Ok(())
        }
    }
}

#[test]
fn a_refresh_says_where_it_is_and_stops_when_it_is_told_to() {
    let repo = two();
    for step in [Step::Asking, Step::Checking, Step::Downloading, Step::Switching] {
        let (server, device) = (Server::of(&repo), Device::new(&repo));
        let watch = Arc::new(Stopper(Mutex::default(), step));
        let said = device
            .updates()
            .refresh(server.clone(), Some(watch.clone()), false, at(0));
        assert_eq!(said.unwrap_err(), not_updated(Trouble::Stopped), "{step:?}");
        assert_eq!(device.versions(), (1, 1));
        assert_eq!(watch.0.lock().unwrap().last().unwrap().step, step);
        // Stopped by choice is no failure, and the next goes through.
        assert_eq!(device.updates().state(at(0)).unwrap().failures, 0);
        device.refresh(&server, 0).unwrap();
        assert_eq!(device.versions(), (5, 5));
    }
}

#[test]
fn stopped_from_another_hand_it_asks_for_nothing_more() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let updates = Arc::new(device.updates());
    let hand = updates.clone();
    server.instead(move |_, path| {
        if path == "metadata/timestamp.json" {
            hand.stop();
            // A second refresh beside the first is refused, and not waited for.
            let beside = hand.refresh(Arc::new(Server::default()), None, false, at(0));
            assert_eq!(beside.unwrap_err(), not_updated(Trouble::UnderWay));
        }
        None
    });
    let said = updates.refresh(server.clone(), None, false, at(0));
    assert_eq!(said.unwrap_err(), not_updated(Trouble::Stopped));
    assert_eq!(server.asked().0.last().unwrap(), "metadata/timestamp.json");
}

#[test]
fn a_device_that_follows_one_force_asks_for_no_other() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let library = Arc::new(Library::open(device.dir.path()).unwrap());
    let config = UpdatesConfig {
        url: BASE.into(),
        root: device.root.clone(),
        follow: vec!["force".into()],
    };
    Updates::of(device.dir.path(), library, config)
        .refresh(server.clone(), None, false, at(0))
        .unwrap();
    assert_eq!(device.versions(), (5, 1));
    assert!(
        server
            .asked()
            .0
            .iter()
            .all(|path| !path.contains("six-principles"))
    );
}

#[test]
fn after_failures_it_waits_longer_and_does_what_the_server_asks() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    server.instead(|_, _| {
        Some(Ok(Reply {
            retry_after_seconds: Some(1800),
            ..status(503)
        }))
    });
    assert_eq!(
        device.refresh(&server, 0).unwrap_err(),
        not_updated(Trouble::Busy)
    );
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!((state.failures, state.due), (1, Due::Nothing));
    assert!(state.due_at >= at(0).utc + chrono::Duration::seconds(1800));
    server.true_again();
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.updates().state(at(1)).unwrap().failures, 0);
}

/// What a device that was off all night is told when it is switched on: when to ask, in seconds from then.
fn told_in_the_morning(device: &Device, hours: i64) -> i64 {
    let state = device.updates().state(at(hours)).unwrap();
    assert_eq!(state.due == Due::Nothing, state.due_at > at(hours).utc);
    (state.due_at - at(hours).utc).num_seconds()
}

#[test]
fn devices_switched_on_together_do_not_ask_together() {
    let repo = two();
    let server = Server::of(&repo);
    let devices: Vec<Device> = (0..60).map(|_| Device::new(&repo)).collect();
    for device in &devices {
        device.refresh(&server, 0).unwrap();
    }
    server.asked();
    let told: Vec<i64> = devices.iter().map(|it| told_in_the_morning(it, 26)).collect();
    // Of sixty, six a minute: never all of them in one, and none waits longer than ten.
    for minute in 0..10 {
        let within = told.iter().filter(|it| **it / 60 == minute).count();
        assert!(within < 25, "{within} of 60 in minute {minute}: {told:?}");
    }
    assert!(told.iter().all(|it| (0..=600).contains(it)), "{told:?}");
    assert_eq!(server.asked().0.len(), 0, "asked of nobody");
    for (device, told) in devices.iter().zip(told) {
        let state = |seconds: i64| {
            let now = Moment::new(at(26).utc + chrono::Duration::seconds(seconds), 0);
            device.updates().state(now).unwrap()
        };
        // It is the same time however often it is looked at, and in a process of its own: then it is due.
        assert_eq!(state(told / 2).due_at, state(0).due_at);
        assert_eq!(state(told + 1).due, Due::Refresh);
        // Who asks by hand is not kept waiting.
        device.refresh(&server, 26).unwrap();
        // The next morning is another, and the device's place in it the same.
        assert_eq!(told_in_the_morning(device, 52), told);
    }
}

#[test]
fn the_first_of_all_refreshes_is_due_at_once_and_so_is_one_that_cannot_be_noted() {
    let repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let state = device.updates().state(at(0)).unwrap();
    assert_eq!((state.due, state.due_at), (Due::Refresh, at(0).utc));
    assert!(!device.dir.path().join("trust.db").exists(), "it only looked");
    device.refresh(&server, 0).unwrap();
    // Nothing can be written: better at once than never.
    crate::fault::steps::cut_at(Some(0));
    let state = device.updates().state(at(26)).unwrap();
    crate::fault::steps::cut_at(None);
    assert_eq!((state.due, state.due_at), (Due::Refresh, at(26).utc));
}

#[test]
fn what_the_snapshot_names_and_is_here_is_not_fetched_again() {
    let mut repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    let refreshed = |repo: &Repo, hours: i64| {
        server.serve(repo);
        server.asked();
        device.refresh(&server, hours).unwrap();
        server.asked().0
    };
    refreshed(&repo, 0);
    // Another force's release: its role is new, and neither this one's nor who may sign what.
    repo.pack(&pack("force", 6), json!({}));
    repo.publish_force("force");
    repo.publish_snapshot();
    repo.publish_timestamp();
    let asked = refreshed(&repo, 1);
    assert_eq!(
        asked[..4],
        [
            "metadata/2.root.json",
            "metadata/timestamp.json",
            "metadata/2.snapshot.json",
            "metadata/2.force.json"
        ]
    );
    assert_eq!((asked.len(), device.versions()), (5, (6, 5)));
    // The control: one that is new is fetched.
    repo.publish_targets();
    repo.publish_snapshot();
    repo.publish_timestamp();
    assert_eq!(refreshed(&repo, 2)[3], "metadata/2.targets.json");
    // And one of the same number with other words, which the snapshot says by its digest.
    let path = "metadata/2.targets.json";
    let mut other: Value = serde_json::from_slice(&repo.files[path]).unwrap();
    other["signed"]["remark"] = "signed again".into();
    repo.files.insert(
        path.into(),
        super::repo::signed(&other["signed"], &["ann", "cat"]),
    );
    repo.publish_snapshot();
    repo.publish_timestamp();
    assert_eq!(refreshed(&repo, 3)[3], path);
}

#[test]
fn who_may_sign_what_is_fetched_again_when_other_keys_count_for_it() {
    let mut repo = two();
    let (server, device) = (Server::of(&repo), Device::new(&repo));
    device.refresh(&server, 0).unwrap();
    // The keys of `targets` change, and the file of that number is signed by the new: no digest tells it from the old.
    repo.targets_keys = vec!["dan", "eve"];
    repo.root_signers = vec!["ann", "ben"];
    repo.rotate(vec!["ann", "ben"]);
    let path = "metadata/1.targets.json";
    let held: Value = serde_json::from_slice(&repo.files[path]).unwrap();
    repo.files
        .insert(path.into(), super::repo::signed(&held["signed"], &["dan", "eve"]));
    repo.without_digests = true;
    repo.pack(&pack("force", 6), json!({}));
    repo.publish_force("force");
    repo.publish_snapshot();
    repo.publish_timestamp();
    server.serve(&repo);
    device.refresh(&server, 1).unwrap();
    assert_eq!(device.versions(), (6, 5));
}
