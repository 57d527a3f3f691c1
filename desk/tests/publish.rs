//! Publishing, end to end, with the program itself: from an empty folder to a device that receives what two people signed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::publishing::Desk;
use common::run;
use std::fs;

#[test]
fn from_an_empty_folder_to_a_device_that_receives_a_changed_word() {
    let desk = Desk::begun();
    desk.signed(&["dee-hart", "eli-roth"], "Dangerous step corrected");
    let www = desk.serve();
    let device = desk.path().join("device");
    let took = run(&device, &["sync", "--root", &desk.root(), &www.url, "--json"]);
    assert_eq!(took.code, 0, "{}", took.err);
    let took = took.json();
    assert_eq!(took["changed"][0]["pack"], "norfolk");
    assert_eq!(took["changed"][0]["version"], 2);
    assert_eq!(took["changed"][0]["safety"], true);
    assert_eq!(took["changed"][0]["summary"], "Dangerous step corrected");
    // What was read and signed is what an officer reads.
    let packs = run(&device, &["packs"]);
    assert!(packs.out.contains("A changed word"), "{}", packs.out);
    let again = run(&device, &["sync", "--poll"]);
    assert!(again.out.contains("Nothing new."), "{}{}", again.out, again.err);
}

#[test]
fn with_one_signature_nothing_reaches_anybody() {
    let desk = Desk::begun();
    desk.propose(&[]);
    desk.approve("norfolk 2", "dee-hart");
    let sent = desk.publish();
    assert_eq!(sent.code, 7, "{}", sent.out);
    assert!(sent.err.contains("nothing of norfolk is signed"), "{}", sent.err);
    // The same person again is nobody else, and a root key is no release key.
    for (key, says) in [
        ("dee-hart", "has signed already"),
        ("ann", "does not count"),
        ("server", "does not count"),
    ] {
        let refused = desk.try_approve("norfolk 2", key);
        assert_eq!(refused.code, 7);
        assert!(refused.err.contains(says), "{}", refused.err);
        assert_eq!(desk.publish().code, 7);
    }
    // Nor does a second signature that is the first one's under another name.
    let signatures = desk.path().join("guidance/proposals/norfolk/signatures");
    let first = fs::read_dir(&signatures).unwrap().next().unwrap().unwrap().path();
    let mut copy: serde_json::Value = serde_json::from_slice(&fs::read(&first).unwrap()).unwrap();
    let eli: serde_json::Value =
        serde_json::from_slice(&fs::read(desk.path().join("eli-roth.pub")).unwrap()).unwrap();
    let keys = desk.run(&["key", "list", "--json"]).json();
    let eli = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == eli["name"])
        .unwrap()["keyid"]
        .clone();
    copy["keyid"] = eli;
    fs::write(signatures.join("forged.json"), copy.to_string()).unwrap();
    assert_eq!(desk.publish().code, 7);
    assert!(!desk.path().join("www/metadata").exists(), "not a file went out");
    fs::remove_file(signatures.join("forged.json")).unwrap();
    // The control: the second person signs, and it goes.
    desk.approve("norfolk 2", "eli-roth");
    assert_eq!(desk.publish().code, 0);
}

#[test]
fn a_signer_sees_the_change_and_what_was_seen_is_kept() {
    let desk = Desk::begun();
    let proposed = desk.propose(&[]);
    assert!(
        proposed.out.contains("now     A changed word"),
        "{}",
        proposed.out
    );
    let refused = desk.try_approve_named("yes", "norfolk", "dee-hart");
    assert_eq!(refused.code, 7);
    assert!(refused.err.contains("Not signed"), "{}", refused.err);
    assert!(
        refused.out.contains("now     A changed word") && refused.out.contains("0 errors"),
        "{}",
        refused.out
    );
    desk.approve("norfolk 2", "dee-hart");
    let source = desk.try_approve_with("norfolk 2", "eli-roth", &["--source", "content/norfolk"]);
    assert_eq!(source.code, 0, "{}", source.err);
    assert!(source.out.contains("Checked here"), "{}", source.out);
    let signed = desk.path().join("guidance/signed/norfolk-1");
    for (folder, least) in [
        ("shown", "now     A changed word"),
        ("signatures", "\"typed\": \"norfolk 2\""),
    ] {
        let all: Vec<_> = fs::read_dir(signed.join(folder)).unwrap().flatten().collect();
        assert_eq!(all.len(), 2);
        for one in all {
            assert!(fs::read_to_string(one.path()).unwrap().contains(least));
        }
    }
}

#[test]
fn whoever_checks_the_sources_checks_them_as_they_were_proposed() {
    let desk = Desk::begun();
    let keys = ["danger-tell", "line-drop-rules", "mash-contact", "urgent-contact"];
    let set: serde_json::Map<_, _> = keys
        .map(|key| (key.to_owned(), "By radio".into()))
        .into_iter()
        .collect();
    let values = serde_json::json!({"format": 1, "pack": "norfolk", "values": set});
    fs::write(desk.path().join("set.json"), values.to_string()).unwrap();
    let texts = desk.path().join("documents");
    fs::create_dir(&texts).unwrap();
    fs::write(texts.join("a-report.txt"), "A page of a report.\n").unwrap();
    let proposed = desk.propose(&["--values", "set.json", "--texts", "documents"]);
    let report = fs::read_to_string(desk.path().join("guidance/proposals/norfolk/lint.txt")).unwrap();
    let lines: Vec<&str> = report.lines().map(str::trim).collect();
    assert!(proposed.out.contains(lines.last().unwrap()), "{}", proposed.out);
    let here = |more: &[&str]| {
        let args: Vec<&str> = ["norfolk", "--source", "content/norfolk"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        // Not signed: the words are others.
        let shown = desk.try_approve_with("no", "eli-roth", &args).out;
        let own: Vec<String> = shown
            .lines()
            .skip_while(|line| !line.contains("Checked here"))
            .skip(1)
            .take_while(|line| !line.contains("Have you read"))
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        own.join(" ")
    };
    let report = lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(here(&["--texts", "documents"]), report);
    // The control: without the texts it says what it could not check.
    assert!(here(&[]).contains("is at hand"), "{}", here(&[]));
    assert!(!report.contains("is at hand"), "{report}");

    // A later pack needs one value more at once. Its proposer left the values out; devices have those of before with it.
    desk.approve("norfolk 2", "dee-hart");
    desk.approve("norfolk 2", "eli-roth");
    let file = desk.path().join("content/norfolk/values.json");
    let text = fs::read_to_string(&file).unwrap();
    let key = "\"key\": \"childrens-services-contact\",";
    assert!(text.contains(key));
    fs::write(&file, text.replace(key, &format!("{key} \"immediate\": true,"))).unwrap();
    desk.change("A changed word", "Third", 3);
    desk.propose(&[]);
    let report = fs::read_to_string(desk.path().join("guidance/proposals/norfolk/lint.txt")).unwrap();
    assert!(!report.contains("unset-immediate"), "{report}");
    let own = here(&[]);
    assert!(
        own.contains("unset-immediate") && own.contains("childrens-services-contact"),
        "{own}"
    );
}

#[test]
fn what_was_changed_after_it_was_proposed_is_signed_by_nobody() {
    let desk = Desk::begun();
    desk.propose(&[]);
    let pack = fs::read_dir(desk.path().join("guidance/proposals/norfolk/targets/norfolk")).unwrap();
    let pack = pack.flatten().next().unwrap().path();
    let text = fs::read_to_string(&pack).unwrap();
    fs::write(&pack, text.replace("A changed word", "Another one")).unwrap();
    let refused = desk.try_approve("norfolk 2", "dee-hart");
    assert_eq!(refused.code, 7);
    assert!(refused.err.contains("is not what it says"), "{}", refused.err);
    // Whoever changes it after one has signed gains nothing by it either.
    fs::write(&pack, &text).unwrap();
    desk.approve("norfolk 2", "dee-hart");
    fs::write(&pack, text.replace("A changed word", "Another one")).unwrap();
    assert_eq!(desk.try_approve("norfolk 2", "eli-roth").code, 7);
    fs::write(&pack, &text).unwrap();
    desk.approve("norfolk 2", "eli-roth");
    // And sources that make another pack are found out.
    desk.change("A changed word", "Third", 3);
    desk.propose(&[]);
    desk.change("Third", "Fourth", 3);
    let refused = desk.try_approve_with("norfolk 3", "dee-hart", &["--source", "content/norfolk"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
}

#[test]
fn rolled_back_is_a_higher_version_with_the_words_of_before() {
    let desk = Desk::begun();
    desk.signed(&["dee-hart", "eli-roth"], "First");
    desk.change("A changed word", "A bad word", 3);
    desk.propose(&[]);
    desk.approve("norfolk 3", "dee-hart");
    desk.approve("norfolk 3", "eli-roth");
    assert_eq!(desk.publish().code, 0);
    let www = desk.serve();
    let device = desk.path().join("device");
    assert_eq!(run(&device, &["sync", "--root", &desk.root(), &www.url]).code, 0);
    assert!(run(&device, &["packs"]).out.contains("A bad word"));
    let back = desk.run(&[
        "withdraw",
        "norfolk",
        "--by",
        "Dee",
        "--roll-back",
        "--why",
        "A bad word",
    ]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(back.out.contains("now     A changed word"), "{}", back.out);
    desk.approve("norfolk 4", "eli-roth");
    desk.approve("norfolk 4", "dee-hart");
    assert_eq!(desk.publish().code, 0);
    let took = run(&device, &["sync", "--json", "--costly"]).json();
    assert_eq!(took["changed"][0]["version"], 4, "{took}");
    assert_eq!(took["changed"][0]["safety"], true);
    assert!(run(&device, &["packs"]).out.contains("A changed word"));
}

#[test]
fn a_share_is_given_widened_and_not_taken_back_by_accident() {
    let desk = Desk::begun();
    desk.propose(&["--share", "1"]);
    desk.approve("norfolk 2", "dee-hart");
    desk.approve("norfolk 2", "eli-roth");
    assert_eq!(desk.publish().code, 0);
    let offers = |desk: &Desk| desk.run(&["repo", "status", "--json"]).json()["roles"][0]["offers"].clone();
    assert_eq!(offers(&desk)[0]["share"], 1);
    let smaller = desk.run(&["propose", "norfolk", "--by", "Dee", "--widen", "1"]);
    assert_eq!(smaller.code, 7, "{}", smaller.out);
    let wider = desk.run(&["propose", "norfolk", "--by", "Dee", "--widen", "10000"]);
    assert!(
        wider
            .out
            .contains("Wider: norfolk, version 2, to all devices. Before, to 1 of every 10000"),
        "{}{}",
        wider.out,
        wider.err
    );
    desk.approve("norfolk", "dee-hart");
    desk.approve("norfolk", "eli-roth");
    assert_eq!(desk.publish().code, 0);
    assert!(offers(&desk)[0].get("share").is_none());
}

#[test]
fn a_stolen_key_counts_for_nothing_once_two_root_keys_say_so() {
    let desk = Desk::begun();
    desk.signed(&["dee-hart", "eli-roth"], "First");
    desk.key("Flo Nash");
    let rotate = desk.run(&[
        "rotate",
        "--by",
        "Ann",
        "--role",
        "norfolk",
        "--release",
        "Eli Roth,flo-nash.pub",
    ]);
    assert_eq!(rotate.code, 0, "{}", rotate.err);
    assert!(rotate.out.contains("Dee Hart: no longer"), "{}", rotate.out);
    desk.approve("keys", "ann");
    desk.approve("keys", "cat");
    // Until those who count now have signed what is offered, what is there stays as it is.
    let waits = desk.publish();
    assert_eq!(waits.code, 0, "{}", waits.err);
    assert!(waits.out.contains("renew norfolk"), "{}", waits.out);
    let renewed = desk.run(&["renew", "norfolk", "--by", "Eli"]);
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert_eq!(desk.try_approve_named("norfolk", "norfolk", "dee-hart").code, 7);
    desk.approve("norfolk", "eli-roth");
    desk.approve("norfolk", "flo-nash");
    assert!(desk.publish().out.contains("Published"));
    let www = desk.serve();
    let device = desk.path().join("device");
    let took = run(&device, &["sync", "--root", &desk.root(), &www.url, "--json"]);
    assert_eq!(took.code, 0, "{}{}", took.err, took.out);
    // And the machine's own key, and a root key that was lost.
    desk.key("Server Two");
    desk.key("Dan Ivey");
    let rotate = desk.run(&[
        "rotate",
        "--by",
        "Ann",
        "--machine",
        "server-two.pub",
        "--root",
        "Ann,Ben,dan-ivey.pub",
    ]);
    assert_eq!(rotate.code, 0, "{}", rotate.err);
    desk.approve("keys", "ann");
    desk.approve("keys", "ben");
    assert_eq!(desk.publish().code, 7, "the old machine");
    let sent = desk.publish_with("server-two");
    assert_eq!(sent.code, 0, "{}", sent.err);
    let took = run(&device, &["sync", "--json"]);
    assert_eq!(took.code, 0, "{}{}", took.err, took.out);
}

#[test]
fn the_yearly_renewal_is_one_command_and_two_signatures_of_each() {
    let desk = Desk::begun();
    desk.signed(&["dee-hart", "eli-roth"], "First");
    let late = desk.run_at("2027-12-30T00:00:00+00:00", &["publish", "--key", "server.key"]);
    assert_eq!(late.code, 7);
    assert!(late.err.contains("childfirst renew"), "{}", late.err);
    assert!(
        desk.run_at("2027-12-01T00:00:00+00:00", &["repo", "status"])
            .out
            .contains("will run out")
    );
    assert_eq!(
        desk.run_at("2027-12-01T00:00:00+00:00", &["renew", "--by", "Ann"])
            .code,
        0
    );
    for (words, key) in [
        ("keys", "ann"),
        ("keys", "ben"),
        ("norfolk", "dee-hart"),
        ("norfolk", "eli-roth"),
    ] {
        desk.approve(words, key);
    }
    let sent = desk.run_at("2027-12-30T00:00:00+00:00", &["publish", "--key", "server.key"]);
    assert_eq!(sent.code, 0, "{}", sent.err);
}

/// Real processes, several at once and killed at any moment; whatever came of it, devices have one whole or the other.
#[test]
fn publishers_are_killed_and_the_next_goes_on() {
    let desk = Desk::begun();
    desk.signed(&["dee-hart", "eli-roth"], "First");
    let device = desk.path().join("device");
    let www = desk.serve();
    assert_eq!(run(&device, &["sync", "--root", &desk.root(), &www.url]).code, 0);
    let mut title = "A changed word".to_owned();
    for version in 3..7_u32 {
        let next = format!("Words of {version}");
        desk.change(&title, &next, version);
        title = next;
        desk.propose(&[]);
        let words = format!("norfolk {version}");
        desk.approve(&words, "dee-hart");
        desk.approve(&words, "eli-roth");
        // The folder lets one in at a time; the place that is published to has to stand two copies of it.
        let copy = desk.path().join(format!("copy-{version}"));
        common::publishing::copy(&desk.path().join("guidance"), &copy);
        let mut running = [
            desk.publishing("guidance"),
            desk.publishing(&format!("copy-{version}")),
        ];
        std::thread::sleep(std::time::Duration::from_millis(u64::from(version) * 23));
        running[0].kill().unwrap();
        for one in &mut running {
            one.wait().unwrap();
        }
        let took = run(&device, &["sync", "--json"]);
        assert_eq!(took.code, 0, "{}{}", took.out, took.err);
        let sent = desk.publish();
        assert_eq!(sent.code, 0, "{}", sent.err);
        assert_eq!(run(&device, &["sync"]).code, 0);
        assert!(run(&device, &["packs"]).out.contains(&title));
    }
    let hidden = |name: &str| name.ends_with(".writing");
    for folder in ["metadata", "targets/norfolk"] {
        let left = fs::read_dir(desk.www().join(folder)).unwrap().flatten();
        assert!(
            left.map(|one| one.file_name())
                .all(|name| !hidden(&name.to_string_lossy()))
        );
    }
}

#[test]
fn a_key_in_hardware_signs_elsewhere() {
    use ed25519_dalek::{Signer as _, SigningKey, pkcs8::DecodePrivateKey as _};
    let desk = Desk::begun();
    desk.propose(&[]);
    desk.approve("norfolk 2", "dee-hart");
    let out = desk.run(&[
        "approve",
        "norfolk",
        "--to-sign",
        "out",
        "--public",
        "eli-roth.pub",
    ]);
    assert_eq!(out.code, 0, "{}", out.err);
    let bytes = fs::read(desk.path().join("out/1.norfolk.json")).unwrap();
    let seen = fs::read_to_string(desk.path().join("out/READ-FIRST.txt")).unwrap();
    assert!(seen.contains("now     A changed word"), "{seen}");
    let take = |words: &str| {
        let args = ["norfolk", "--signature", "out", "--public", "eli-roth.pub"];
        desk.try_approve_by(words, &args)
    };
    assert_eq!(take("norfolk 2").code, 8, "nothing was signed there");
    fs::write(desk.path().join("out/1.norfolk.json.sig"), [7; 64]).unwrap();
    assert_eq!(take("norfolk 2").code, 7, "no signature");
    let pem = fs::read_to_string(desk.path().join("eli-roth.key")).unwrap();
    let key = SigningKey::from_pkcs8_encrypted_pem(&pem, "correct horse battery staple").unwrap();
    fs::write(
        desk.path().join("out/1.norfolk.json.sig"),
        key.sign(&bytes).to_bytes(),
    )
    .unwrap();
    assert_eq!(take("something else").code, 7);
    let taken = take("norfolk 2");
    assert_eq!(taken.code, 0, "{}", taken.err);
    assert_eq!(desk.publish().code, 0);
}
