//! The day a device is lost: with a recovery key, without one, with the wrong one, and with damage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, run, walk};
use std::fs;
use std::path::{Path, PathBuf};

const SMALL: &str = r#"{"op":"begun","pack":"hampshire","role":"response_officer","recorder":"PC 4471"}
{"op":"child_added","label":"girl","age":"9"}
{"op":"quoted","child":1,"words":"He broke the door.","fidelity":"exact","asked":"unasked"}"#;

/// A folder with a recovery key in it, and room for data folders.
struct Desk {
    dir: tempfile::TempDir,
    public: String,
}

impl Desk {
    fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let public = make_key(&dir.path().join("secret"));
        Desk { dir, public }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Records an interaction in the folder `old`, sealed for the recovery key, and gives its id.
    fn record(&self) -> String {
        let ran = walk(
            &self.path("old"),
            SMALL.as_bytes(),
            &["--recovery-key", &self.public],
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.lines()[0]["interaction"].as_str().unwrap().to_owned()
    }

    fn recover(&self, key: &str, into: &str, more: &[&str]) -> Ran {
        let (old, key, into) = (self.path("old"), self.path(key), self.path(into));
        let [old, key, into] = [&old, &key, &into].map(|path| path.to_str().unwrap());
        let args = [&["recover", old, "--key", key, "--into", into], more].concat();
        run(&self.path("unused"), &args)
    }
}

fn make_key(file: &Path) -> String {
    let made = run(
        file.parent().unwrap(),
        &["recovery-key", "--out", file.to_str().unwrap()],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let public = made.out.lines().find(|line| line.starts_with("cfpub1-"));
    assert!(!made.out.contains("cfsec1-"), "the secret is never printed");
    public.unwrap().to_owned()
}

/// Every file of a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Where recovery wraps stand in these bytes: right behind the name of their kind.
fn wraps(bytes: &[u8]) -> Vec<usize> {
    const KIND: &[u8] = b"recovery\x01";
    let ends = |(at, part): (usize, &[u8])| (part == KIND).then_some(at + KIND.len() - 1);
    bytes.windows(KIND.len()).enumerate().filter_map(ends).collect()
}

#[test]
fn a_lost_devices_record_is_recovered_to_the_last_byte() {
    let desk = Desk::new();
    let (old, new) = (desk.path("old"), desk.path("new"));
    let id = desk.record();
    let gone = desk.record();
    let destroyed = run(
        &old,
        &["destroy", &gone, "--by", "Sgt Lane", "--reason", "recorded twice"],
    );
    assert_eq!(destroyed.code, 0, "{}", destroyed.err);
    let export = |data: &Path| run(data, &["export", &id, "--format", "json", "--out", "-"]);
    let before_it = export(&old).json();
    assert!(
        before_it.to_string().contains("He broke the door."),
        "the control"
    );
    assert_eq!(
        run(&old, &["list", "--all", "--json"]).json()[0]["recoverable"],
        true
    );

    fs::remove_file(old.join("device.key")).unwrap();
    let lost = run(&old, &["list", "--all"]);
    assert!(
        lost.code == 4 && lost.err.contains("childfirst recover"),
        "{}",
        lost.err
    );
    let before = files(&old);
    let done = desk.recover("secret", "new", &[]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(
        done.out.starts_with("Recovered: 1 interaction, in "),
        "{}",
        done.out
    );
    assert!(
        done.out.contains("1 interaction destroyed") && done.out.contains(" list\n"),
        "{}",
        done.out
    );
    assert!(
        files(&old) == before,
        "the folder that is recovered from is only read"
    );

    let mut after = export(&new).json();
    // The same to the last byte, and one export more.
    after["entries"].as_array_mut().unwrap().pop();
    assert_eq!(after["entries"], before_it["entries"]);
    assert_eq!(run(&new, &["verify"]).code, 0);
    assert_eq!(
        run(&new, &["show", &gone]).code,
        8,
        "what was destroyed is not there"
    );
    let more = "{\"op\":\"resumed\"}\n{\"op\":\"observed\",\"children\":[1],\"words\":\"quiet\"}";
    let on = walk(&new, more.as_bytes(), &[]);
    assert_eq!(
        (on.code, on.lines().len()),
        (0, 2),
        "it goes on there: {}",
        on.out
    );

    let again = desk.recover("secret", "new", &[]);
    assert!(
        again.code == 7 && again.err.contains("new or empty"),
        "{}",
        again.err
    );
}

#[test]
fn a_wrong_or_mistyped_key_is_told_apart_and_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.record();
    make_key(&desk.path("other"));
    let right = fs::read_to_string(desk.path("secret")).unwrap();
    let mistyped = right.trim_end().to_owned();
    let (rest, last) = mistyped.split_at(mistyped.len() - 1);
    fs::write(
        desk.path("mistyped"),
        format!("{rest}{}", if last == "0" { "1" } else { "0" }),
    )
    .unwrap();
    for (key, code, words) in [
        ("other", 7, "another recovery key"),
        ("mistyped", 7, "mistyped"),
        ("no-such-file", 8, "--key"),
    ] {
        let ran = desk.recover(key, "new", &[]);
        assert_eq!(ran.code, code, "{key}: {}", ran.err);
        assert!(
            ran.err.contains(words) && ran.out.is_empty(),
            "{key}: {}",
            ran.err
        );
        assert!(!desk.path("new").exists(), "{key}");
    }
    // What was never sealed for it is not there for it.
    let bare = desk.path("bare");
    walk(&bare, SMALL.as_bytes(), &[]);
    fs::remove_dir_all(desk.path("old")).unwrap();
    fs::rename(bare, desk.path("old")).unwrap();
    let ran = desk.recover("secret", "new", &[]);
    assert!(ran.code == 8 && ran.err.contains("exported"), "{}", ran.err);
}

#[test]
fn a_mistyped_public_key_stops_recording_and_not_guidance() {
    let desk = Desk::new();
    let key = ["--recovery-key", &desk.public[..desk.public.len() - 1]];
    let ran = walk(&desk.path("old"), SMALL.as_bytes(), &key);
    assert!(
        ran.code == 7 && ran.err.contains("cfpub1-"),
        "{} {}",
        ran.code,
        ran.err
    );
    let args = [&["new-records"], key.as_slice()].concat();
    let ran = run(&desk.path("old"), &args);
    assert!(ran.code == 7 && ran.err.contains("cfpub1-"), "{}", ran.err);
    let args = [&["search", "voice"], key.as_slice()].concat();
    assert_eq!(run(&desk.path("old"), &args).code, 0);
}

#[test]
fn one_damaged_wrap_costs_one_record_and_it_is_said() {
    let desk = Desk::new();
    let (old, new) = (desk.path("old"), desk.path("new"));
    let (_, _, gone) = (desk.record(), desk.record(), desk.record());
    // Destroying brings the log into the file.
    let destroyed = run(
        &old,
        &["destroy", &gone, "--by", "Sgt Lane", "--reason", "recorded twice"],
    );
    assert_eq!(destroyed.code, 0, "{}", destroyed.err);
    let mut bytes = fs::read(old.join("records.db")).unwrap();
    let found = wraps(&bytes);
    assert_eq!(found.len(), 2);
    bytes[found[0] + 60] ^= 1;
    fs::write(old.join("records.db"), bytes).unwrap();

    let done = desk.recover("secret", "new", &["--json"]);
    let said = done.json();
    assert_eq!(
        (&said["recovered"], &said["not_recoverable"]),
        (&1.into(), &1.into()),
        "{}",
        done.out
    );
    assert_eq!(said["tombstones"], 1);
    let list = run(&new, &["list", "--all", "--json"]).json();
    let problems = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["problem"] == "key");
    assert_eq!(problems.count(), 1);
    assert_eq!(run(&new, &["verify"]).code, 1);
}

#[test]
fn an_erased_entrys_old_wrap_is_in_no_file_any_more() {
    let desk = Desk::new();
    let old = desk.path("old");
    desk.record();
    let all = || {
        files(&old)
            .into_iter()
            .flat_map(|(_, bytes)| bytes)
            .collect::<Vec<u8>>()
    };
    let before = all();
    let wrap = &before[wraps(&before)[0]..][..89];
    let count = |bytes: &[u8]| bytes.windows(wrap.len()).filter(|part| *part == wrap).count();
    assert!(count(&all()) > 0, "the control");
    let erase = "{\"op\":\"resumed\"}\n\
        {\"op\":\"erased\",\"entry\":3,\"reason\":\"named by mistake\",\"authority\":\"Insp Hall\"}";
    // With no key given it goes as well: it would open what was erased.
    let ran = walk(&old, erase.as_bytes(), &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!((count(&all()), wraps(&all()).len()), (0, 0));
    assert_eq!(
        run(&old, &["list", "--all", "--json"]).json()[0]["recoverable"],
        false
    );
    let list = run(&old, &["list", "--all", "--json", "--recovery-key", &desk.public]).json();
    assert_eq!(
        list[0]["recoverable"], true,
        "and it is sealed for the key again at the next start with it"
    );
}

#[test]
fn a_key_file_is_its_owners_alone_and_never_written_over() {
    let desk = Desk::new();
    let file = desk.path("secret");
    let before = fs::read(&file).unwrap();
    let again = run(
        desk.dir.path(),
        &["recovery-key", "--out", file.to_str().unwrap()],
    );
    assert_eq!((again.code, again.out.as_str()), (7, ""));
    assert_eq!(fs::read(&file).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
