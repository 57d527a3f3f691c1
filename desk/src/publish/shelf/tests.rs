//! A place that breaks at any step, and publishing that is cut off at each, done twice at once, and read all the while.

use super::{Files, Shelf, Tag};
use crate::failure::{Failure, code};
use crate::publish::folder::Folder;
use crate::publish::key::Person;
use crate::publish::keys::{self, Change, Force};
use crate::publish::metadata::{Targets, meta, on_disk};
use crate::publish::proposal::{About, Approval, KEYS, Proposal};
use crate::publish::release::{Draft, How};
use crate::publish::send::{Sender, Sent};
use crate::publish::sign::{self, Envelope, keyid, public};
use crate::publish::state::State;
use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::SigningKey;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A place that works a number of times and then no more: before the step is done, or after it was and nobody was told.
struct Broken<'a> {
    inner: &'a dyn Shelf,
    left: Cell<usize>,
    after: bool,
}

impl Broken<'_> {
    fn step<T>(&self, act: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        let cut = || Failure::new(code::NOT_SAVED, "cut off");
        match self.left.get() {
            0 => Err(cut()),
            1 => {
                self.left.set(0);
                if self.after {
                    act()?;
                }
                Err(cut())
            }
            left => {
                self.left.set(left - 1);
                act()
            }
        }
    }
}

impl Shelf for Broken<'_> {
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, Tag)>, Failure> {
        self.step(|| self.inner.read(path))
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
        self.step(|| self.inner.create(path, bytes))
    }

    fn swap(&self, path: &str, bytes: &[u8], before: Option<&Tag>) -> Result<bool, Failure> {
        self.step(|| self.inner.swap(path, bytes, before))
    }
}

/// A repository whose keys are at hand.
struct Desk {
    folder: Folder,
    keys: BTreeMap<&'static str, SigningKey>,
    now: DateTime<Utc>,
}

const PACK: &str = "six-principles";

impl Desk {
    fn at(path: &Path) -> Desk {
        let names = ["ann", "ben", "cat", "dee", "eli", "machine"];
        let keys = names.iter().map(|name| {
            let seed = sign::sha256(name.as_bytes());
            let seed = sign::unhex(&seed).unwrap().try_into().unwrap();
            (*name, SigningKey::from_bytes(&seed))
        });
        let mut desk = Desk {
            folder: Folder::begin(path).unwrap(),
            keys: keys.collect(),
            now: Utc::now(),
        };
        let people = |names: &[&str]| {
            let one = |name: &&str| Person {
                name: (*name).to_owned(),
                key: public(&desk.keys[name]),
            };
            names.iter().map(one).collect::<Vec<_>>()
        };
        let change = Change {
            root: people(&["ann", "ben", "cat"]),
            machine: people(&["machine"]).pop(),
            role: Some(Force {
                name: PACK.into(),
                packs: vec![PACK.into()],
                by: people(&["dee", "eli"]),
            }),
            ..Change::default()
        };
        let docs = keys::draft(&mut desk.folder, &State::default(), change, desk.now).unwrap();
        desk.put(KEYS, docs, BTreeMap::new(), &["ann", "ben"]);
        desk
    }

    fn put(
        &self,
        name: &str,
        docs: Vec<crate::publish::proposal::Doc>,
        files: BTreeMap<String, Vec<u8>>,
        by: &[&str],
    ) {
        let about = About {
            by: "a test".into(),
            at: String::new(),
            why: String::new(),
        };
        let proposal = Proposal {
            name: name.into(),
            path: Proposal::place(&self.folder, name),
            about,
            docs,
            files,
            lint: None,
        };
        let proposal = proposal.write(&self.folder, false).unwrap();
        let state = State::read(&self.folder).unwrap();
        for name in by {
            let key = &self.keys[name];
            let keyid = keyid(&public(key)).unwrap();
            let approval = Approval {
                by: (*name).to_owned(),
                signatures: proposal.signatures(&state, &keyid, key).unwrap(),
                keyid,
                at: String::new(),
                shown: String::new(),
                typed: String::new(),
            };
            proposal.keep(&approval, "").unwrap();
        }
        let (_, moved) = Proposal::settle(&self.folder).unwrap();
        assert_eq!(moved, [name]);
    }

    /// Signs a version of the pack.
    fn release(&self, version: u32) {
        let state = State::read(&self.folder).unwrap();
        let mut draft = Draft::of(&state, PACK, self.now).unwrap();
        let shipped = crate::publish::look::shipped(PACK).unwrap();
        let bytes = crate::publish::release::again_as(shipped, version).unwrap();
        assert!(draft.pack(&state, &bytes, &How::default()).unwrap());
        let doc = crate::publish::proposal::Doc {
            role: draft.role.clone(),
            version: draft.body.version,
            envelope: Envelope::new(serde_json::to_value(&draft.body).unwrap()),
        };
        self.put(PACK, vec![doc], draft.files, &["dee", "eli"]);
    }

    fn send(&self, shelf: &dyn Shelf) -> Result<Sent, Failure> {
        self.send_at(shelf, self.now)
    }

    fn send_at(&self, shelf: &dyn Shelf, now: DateTime<Utc>) -> Result<Sent, Failure> {
        let state = State::read(&self.folder).unwrap();
        let (whole, _) = state.whole(now)?;
        let sender = Sender {
            state: &state,
            folder: &self.folder,
            key: &self.keys["machine"],
            now,
        };
        sender.send(&whole, shelf, &|_| Ok(()))
    }
}

/// Reads a place as a device does, and gives the version of the pack that is current there. Panics at anything half.
fn read(shelf: &dyn Shelf) -> Option<(u64, u32)> {
    let get = |path: &str| shelf.read(path).unwrap().map(|(bytes, _)| bytes);
    let stamp = Envelope::read(&get("metadata/timestamp.json")?).unwrap().signed;
    let says = &stamp["meta"]["snapshot.json"];
    let file = |says: &Value, name: &str| {
        let version = says["version"].as_u64().unwrap();
        let bytes = get(&format!("metadata/{version}.{name}")).unwrap();
        assert_eq!(*says, meta(version, &bytes), "{name} is another than was named");
        Envelope::read(&bytes).unwrap().signed
    };
    let list = file(says, "snapshot.json");
    let mut highest = 0;
    for (name, says) in list["meta"].as_object().unwrap() {
        let body: Targets = serde_json::from_value(file(says, name)).unwrap();
        for (path, target) in &body.targets {
            let bytes = get(&on_disk(path, &target.hashes.sha256)).unwrap();
            assert_eq!(sign::sha256(&bytes), target.hashes.sha256);
            highest = highest.max(target.custom.childfirst.version);
        }
    }
    assert!(get("metadata/1.root.json").is_some());
    Some((stamp["version"].as_u64().unwrap(), highest))
}

#[test]
fn cut_off_at_any_step_no_reader_sees_half_and_the_next_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(&folder.path().join("guidance"));
    desk.release(101);
    let mut cut_offs = 0;
    for after in [false, true] {
        for step in 1.. {
            let www = folder.path().join(format!("www-{after}-{step}"));
            let whole = Files::at(www).unwrap();
            let broken = Broken {
                inner: &whole,
                left: Cell::new(step),
                after,
            };
            let cut = desk.send(&broken).is_err();
            // Nothing, or all of it.
            assert!(
                read(&whole).is_none_or(|(_, version)| version == 101),
                "step {step}"
            );
            let sent = desk.send(&whole).unwrap();
            assert_eq!(read(&whole), Some((sent.timestamp, 101)), "step {step}");
            assert_eq!(sent.snapshot, 1, "what was begun was gone on with, step {step}");
            if !cut {
                break;
            }
            cut_offs += 1;
        }
    }
    assert!(cut_offs > 20, "{cut_offs}");
}

#[test]
fn cut_off_while_something_is_there_readers_keep_that_until_all_of_the_new_is() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(&folder.path().join("guidance"));
    let whole = Files::at(folder.path().join("www")).unwrap();
    desk.release(101);
    desk.send(&whole).unwrap();
    let mut version = 101;
    for after in [false, true] {
        for step in 1.. {
            let before = read(&whole).unwrap();
            desk.release(version + 1);
            let broken = Broken {
                inner: &whole,
                left: Cell::new(step),
                after,
            };
            let cut = desk.send(&broken).is_err();
            let now = read(&whole).unwrap();
            assert!(
                now == before || now.1 == version + 1,
                "step {step}: {before:?} to {now:?}"
            );
            // Another release comes before anybody mends it: it is gone on with all the same.
            if step % 2 == 0 {
                version += 1;
                desk.release(version + 1);
            }
            desk.send(&whole).unwrap();
            version += 1;
            let last = read(&whole).unwrap();
            assert!(last.1 == version && last.0 > before.0);
            if !cut {
                break;
            }
        }
    }
}

/// Publishers that each have all of it, some of them killed at a step, and readers all the while.
#[test]
fn many_publishers_at_once_and_a_reader_who_never_sees_half_nor_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(&folder.path().join("guidance"));
    let www = folder.path().join("www");
    desk.release(101);
    desk.send(&Files::at(www.clone()).unwrap()).unwrap();
    let (ended, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    // Roots, lists and packs as three publishers hold them: the middle one is behind.
    let copies: Vec<(State, DateTime<Utc>)> = (0..6)
        .map(|n| {
            if n % 2 == 0 {
                desk.release(102 + n);
            }
            (State::read(&desk.folder).unwrap(), desk.now)
        })
        .collect();
    let (key, at) = (&desk.keys["machine"], &desk.folder);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let shelf = Files::at(www.clone()).unwrap();
            let mut last = (0, 0);
            while !ended.load(Ordering::Relaxed) {
                let now = read(&shelf).unwrap();
                assert!(now.0 >= last.0 && now.1 >= last.1, "{last:?} then {now:?}");
                last = now;
                reads.fetch_add(1, Ordering::Relaxed);
            }
        });
        let publishers: Vec<_> = copies
            .iter()
            .enumerate()
            .map(|(n, (state, now))| {
                let www = www.clone();
                scope.spawn(move || {
                    let whole = Files::at(www).unwrap();
                    for round in 0..12 {
                        let (all, _) = state.whole(*now).unwrap();
                        let sender = Sender {
                            state,
                            folder: at,
                            key,
                            now: *now,
                        };
                        let broken = Broken {
                            inner: &whole,
                            left: Cell::new(if round % 3 == 0 { 3 + n + round } else { usize::MAX }),
                            after: round % 2 == 0,
                        };
                        match sender.send(&all, &broken, &|_| Ok(())) {
                            Ok(_) => {}
                            // Behind the others, too slow for all of them, or killed.
                            Err(error) => assert!(
                                [code::REFUSED, code::IN_USE, code::NOT_SAVED].contains(&error.code),
                                "{error}"
                            ),
                        }
                    }
                })
            })
            .collect();
        for one in publishers {
            one.join().unwrap();
        }
        ended.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
    assert!(reads.load(Ordering::Relaxed) > 10);
    let whole = Files::at(www).unwrap();
    desk.send(&whole).unwrap();
    assert_eq!(read(&whole).unwrap().1, 106);
}

#[test]
fn nothing_new_is_one_file_and_the_lists_are_signed_again_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(&folder.path().join("guidance"));
    let whole = Files::at(folder.path().join("www")).unwrap();
    desk.release(101);
    let first = desk.send(&whole).unwrap();
    assert!(first.new && first.files == 4, "{first:?}");
    let again = desk.send_at(&whole, desk.now + Duration::days(1)).unwrap();
    assert_eq!(
        (again.new, again.files, again.snapshot, again.timestamp),
        (false, 0, 1, 2)
    );
    let later = desk.send_at(&whole, desk.now + Duration::days(20)).unwrap();
    assert_eq!((later.new, later.snapshot, later.timestamp), (false, 2, 3));
    // And a clock that is behind says nothing.
    assert_eq!(desk.send(&whole).unwrap_err().code, code::REFUSED);
}

#[test]
fn what_is_somebody_elses_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(&folder.path().join("guidance"));
    desk.release(101);
    let whole = Files::at(folder.path().join("www")).unwrap();
    whole.create("metadata/1.root.json", b"{}").unwrap();
    assert_eq!(desk.send(&whole).unwrap_err().code, code::REFUSED);
    // A list of that number that says something else: another copy of the folder was published from.
    let whole = Files::at(folder.path().join("other")).unwrap();
    whole.create(&format!("metadata/1.{PACK}.json"), b"{}").unwrap();
    let refused = desk.send(&whole).unwrap_err();
    assert!(refused.sentence.contains("another copy"), "{refused}");
    assert!(whole.read("metadata/timestamp.json").unwrap().is_none());
}

/// A place at which somebody else publishes in the very moment before the last step. Careless: it looks at nothing then.
struct Overtaken<'a> {
    inner: &'a Files,
    other: &'a dyn Fn(),
    once: Cell<bool>,
    careless: bool,
}

impl Shelf for Overtaken<'_> {
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, Tag)>, Failure> {
        self.inner.read(path)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
        self.inner.create(path, bytes)
    }

    fn swap(&self, path: &str, bytes: &[u8], before: Option<&Tag>) -> Result<bool, Failure> {
        if !self.once.replace(true) {
            (self.other)();
        }
        let now = self.inner.read(path)?.map(|(_, tag)| tag);
        self.inner
            .swap(path, bytes, if self.careless { now.as_ref() } else { before })
    }
}

/// With its control: a place that does not look before it writes goes back to the older of the two.
#[test]
fn whoever_is_overtaken_at_the_last_step_looks_again() {
    for careless in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::at(&folder.path().join("guidance"));
        let whole = Files::at(folder.path().join("www")).unwrap();
        desk.release(101);
        desk.send(&whole).unwrap();
        let state = State::read(&desk.folder).unwrap();
        desk.release(102);
        let other = || {
            desk.send(&whole).unwrap();
        };
        let place = Overtaken {
            inner: &whole,
            other: &other,
            once: Cell::new(false),
            careless,
        };
        let (all, _) = state.whole(desk.now).unwrap();
        let sender = Sender {
            state: &state,
            folder: &desk.folder,
            key: &desk.keys["machine"],
            now: desk.now,
        };
        let sent = sender.send(&all, &place, &|_| Ok(()));
        let version = read(&whole).unwrap().1;
        if careless {
            assert_eq!(version, 101, "the control has to be found out");
        } else {
            assert_eq!(version, 102);
            assert_eq!(
                sent.unwrap_err().code,
                code::REFUSED,
                "this copy is behind, and says so"
            );
        }
    }
}

#[test]
fn what_comes_in_the_place_of_another_is_of_a_later_second() {
    let folder = tempfile::tempdir().unwrap();
    let place = Files::at(folder.path().to_owned()).unwrap();
    let second = || {
        let modified = std::fs::metadata(folder.path().join("metadata/timestamp.json"))
            .unwrap()
            .modified()
            .unwrap();
        modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
    };
    let mut before = 0;
    for bytes in ["one", "two", "six"] {
        let there = place.read("metadata/timestamp.json").unwrap().map(|(_, tag)| tag);
        assert!(
            place
                .swap("metadata/timestamp.json", bytes.as_bytes(), there.as_ref())
                .unwrap()
        );
        assert!(
            second() > before,
            "{bytes}: a web server would not tell it from the last"
        );
        before = second();
    }
}
