//! What happens to records, case by case, as an app meets it through the door: the error has its name, the person its
//! sentence (`docs/errors.md`), guidance goes on working, and the file is left as it was.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst::error::{Cause, Error, Part, Refusal};
use childfirst::interaction::operation::Made;
use childfirst::sets::Role;
use childfirst::{Begin, ChildFirst, Config, KeyVault, Records, RecordsState, VaultError};
use childfirst_desk::failure::sentence;
use childfirst_tests::errors::{every_error, words};
use childfirst_tests::rig::plan::{ITEM, PACK};
use childfirst_tests::rig::random::{Random, seed};
use childfirst_tests::rig::run::{copy, prepared};
use childfirst_tests::{TestVault, answer, at};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PAGE: usize = 4096;
const RECORDS: Error = Error::Damaged { what: Part::Records };

/// A key store that wraps with another key, or fails.
struct OtherVault(Result<u8, VaultError>);

impl KeyVault for OtherVault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.0.map(|mask| key.iter().map(|byte| byte ^ mask).collect())
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.wrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        self.0.map(drop)
    }
}

/// A folder with two interactions of five entries each in it, closed.
struct Room {
    dir: tempfile::TempDir,
    ids: [String; 2],
}

impl Room {
    fn new() -> Room {
        let dir = tempfile::tempdir().unwrap();
        copy(prepared().path(), dir.path());
        let (app, records) = open(dir.path(), Arc::new(TestVault)).unwrap();
        let ids = [0, 1].map(|_| {
            let how = Begin {
                pack: PACK.into(),
                role: Role::ResponseOfficer,
                recorder: None,
            };
            let begun = records.begin(how, Made::now(at(0))).unwrap();
            for n in 1..5 {
                begun
                    .answer(answer(ITEM, 900 * n), Made::now(at(n as i64)))
                    .unwrap();
            }
            begun.id()
        });
        app.prepare_suspend().unwrap();
        Room { dir, ids }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("records.db")
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap_or_default()
    }

    /// Changes the file from outside.
    fn change(&self, sql: &str) {
        let conn = Connection::open(self.file()).unwrap();
        assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
        conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }

    /// Opens everything there is, as a new process would, and gives the first error; the file is as it was.
    fn attempt(&self, vault: impl KeyVault + 'static) -> Result<(), Error> {
        let before = self.bytes();
        let app = ChildFirst::open(Config::at(self.dir.path().display().to_string()))?;
        let tried = app
            .unlock(Arc::new(vault))
            .and_then(|records| self.read(&records));
        guidance_works(&app);
        drop(app);
        assert!(before == self.bytes(), "the file was changed");
        tried
    }

    fn read(&self, records: &Records) -> Result<(), Error> {
        let found = self.ids.each_ref().map(|id| {
            let found = records.resume(id.clone())?;
            assert_eq!(found.entries()?.len(), 5);
            found.verify().map(drop)
        });
        found.into_iter().collect()
    }

    /// What happens has this error and no other, and its row in the page of errors.
    fn expect(&self, what: &str, vault: impl KeyVault + 'static, error: Error) {
        assert_eq!(self.attempt(vault), Err(error.clone()), "{what}");
        documented(what, &error);
    }
}

#[test]
fn the_schema_of_sentences_in_the_page_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors.md");
    let page = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- sentences: begin -->\n", "<!-- sentences: end -->");
    let (before, rest) = page.split_once(begin).expect("the mark of the beginning");
    let (_, after) = rest.split_once(end).expect("the mark of the end");
    let mut table = String::from("| error | sentence at the desk |\n|---|---|\n");
    for error in every_error() {
        table.push_str(&format!(
            "| `{}` | {} |\n",
            words(&error).join(": "),
            sentence(&error)
        ));
    }
    let current = format!("{before}{begin}{table}{end}{after}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &current).unwrap();
    }
    assert!(
        page == current || std::env::var_os("UPDATE").is_some(),
        "docs/errors.md is behind: cargo xtask schema"
    );
}

#[test]
fn every_row_of_the_page_names_a_test_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = String::new();
    let mut folders = vec![root.join("core"), root.join("desk"), root.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                sources.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let page = include_str!("../../docs/errors.md");
    let (rows, _) = page.split_once("<!-- sentences: begin -->").unwrap();
    let mut named = 0;
    for row in rows
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| what happens"))
    {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for test in last.split(", ") {
            let test = test.trim_matches('`');
            assert!(
                sources.contains(&format!("fn {test}(")),
                "docs/errors.md names `{test}`, and there is no such test"
            );
            named += 1;
        }
    }
    assert!(named > 20, "{named} tests are named");
}

fn open(folder: &Path, vault: Arc<dyn KeyVault>) -> Result<(Arc<ChildFirst>, Arc<Records>), Error> {
    let app = ChildFirst::open(Config::at(folder.display().to_string()))?;
    let records = app.unlock(vault)?;
    Ok((app, records))
}

fn guidance_works(app: &ChildFirst) {
    let hits = app.guidance().search("child", vec![], 3).unwrap();
    assert!(!hits.is_empty(), "guidance finds nothing");
}

/// The row of the page of errors that begins with these words has this error's sentence.
fn documented(what: &str, error: &Error) {
    let page = include_str!("../../docs/errors.md");
    let row = page.lines().find(|line| line.starts_with(&format!("| {what} |")));
    let row = row.unwrap_or_else(|| panic!("docs/errors.md has no row `{what}`"));
    let sentence = sentence(error);
    assert!(
        row.contains(&sentence),
        "docs/errors.md, `{what}`: it should say\n{sentence}"
    );
}

#[test]
fn a_file_without_a_byte() {
    let room = Room::new();
    fs::write(room.file(), b"").unwrap();
    room.expect("the file has no length", TestVault, RECORDS);
}

#[test]
fn a_file_cut_short_anywhere() {
    let room = Room::new();
    let whole = room.bytes();
    for length in [1, 99, 100, 512, PAGE - 1]
        .into_iter()
        .chain((PAGE..whole.len()).step_by(PAGE))
    {
        fs::write(room.file(), &whole[..length]).unwrap();
        let error = room.attempt(TestVault).unwrap_err();
        assert!(
            matches!(error, Error::Damaged { .. }),
            "{length} of {}: {error:?}",
            whole.len()
        );
    }
    fs::write(room.file(), &whole[..PAGE]).unwrap();
    room.expect("the file is cut short", TestVault, RECORDS);
    fs::write(room.file(), &whole).unwrap();
    room.attempt(TestVault).unwrap();
}

#[test]
fn a_bit_flipped_in_each_page() {
    let seed = seed();
    println!("CHILDFIRST_SEED={seed}");
    let mut random = Random::new(seed);
    let room = Room::new();
    let whole = room.bytes();
    let mut told = 0;
    for page in 0..whole.len() / PAGE {
        // The first bytes of a page say what it is; and anywhere.
        for at in [0, 5, random.below(PAGE), random.below(PAGE), random.below(PAGE)] {
            let mut flipped = whole.clone();
            flipped[page * PAGE + at] ^= 1 << random.below(8);
            fs::write(room.file(), &flipped).unwrap();
            match room.attempt(TestVault) {
                // In what the file does not use, or in a count that SQLite puts right.
                Ok(()) => {}
                Err(Error::Damaged { .. } | Error::Newer { .. }) => told += 1,
                Err(Error::NotFound {
                    what: Part::Interaction,
                }) => told += 1,
                Err(other) => panic!("seed {seed}, page {page}, byte {at}: {other:?}"),
            }
        }
    }
    assert!(told > whole.len() / PAGE, "seed {seed}: {told} flips were told");
    documented("a bit is flipped", &RECORDS);
}

#[test]
fn rows_swapped_moved_or_taken_away() {
    const ENTRY: Error = Error::Damaged { what: Part::Entry };
    const CHAIN: Error = Error::Damaged { what: Part::Chain };
    let sealed = |at: &str| format!("(SELECT sealed FROM entry WHERE at = {at})");
    let (second, third, other) = ("(1 << 24) + 2", "(1 << 24) + 3", "(2 << 24) + 2");
    let cases = [
        (
            "two entries are swapped",
            format!(
                "UPDATE entry SET sealed = CASE at WHEN {second} THEN {} ELSE {} END WHERE at IN ({second}, {third})",
                sealed(third),
                sealed(second)
            ),
            ENTRY,
        ),
        (
            "an entry of another interaction stands in its place",
            format!("UPDATE entry SET sealed = {} WHERE at = {second}", sealed(other)),
            ENTRY,
        ),
        (
            "the last entries are gone",
            "DELETE FROM entry WHERE at = (1 << 24) + 5".to_owned(),
            CHAIN,
        ),
    ];
    for (what, sql, error) in cases {
        let room = Room::new();
        room.change(&sql);
        room.expect(what, TestVault, error);
        // The other interaction is read and written to as before.
        let (_app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
        let whole = records.resume(room.ids[1].clone()).unwrap();
        whole.answer(answer(ITEM, 10), Made::now(at(9))).unwrap();
    }
}

#[test]
fn older_rows_in_a_newer_store() {
    let room = Room::new();
    let old = tempfile::tempdir().unwrap();
    copy(room.dir.path(), old.path());
    let (app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    let first = records.resume(room.ids[0].clone()).unwrap();
    first.answer(answer(ITEM, 10), Made::now(at(9))).unwrap();
    app.prepare_suspend().unwrap();
    drop((app, records, first));
    let conn = Connection::open(room.file()).unwrap();
    conn.execute(
        "ATTACH ?1 AS old",
        [old.path().join("records.db").display().to_string()],
    )
    .unwrap();
    conn.execute_batch(
        "UPDATE interaction SET (seq, head) = (SELECT seq, head FROM old.interaction WHERE n = 1) WHERE n = 1;
         DETACH old; PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .unwrap();
    drop(conn);
    room.expect(
        "older rows stand in a newer store",
        TestVault,
        Error::Damaged { what: Part::Chain },
    );
}

#[test]
fn a_key_that_fails_in_each_way() {
    let room = Room::new();
    let cases = [
        (
            "the device's key is another one",
            Ok(0x11),
            Error::KeyGone,
            RecordsState::KeyGone,
        ),
        (
            "the device is locked",
            Err(VaultError::Locked),
            Error::Locked,
            RecordsState::Locked,
        ),
        (
            "the device's key is gone",
            Err(VaultError::KeyGone),
            Error::KeyGone,
            RecordsState::KeyGone,
        ),
        (
            "the key store does not answer",
            Err(VaultError::Unavailable),
            Error::Unavailable {
                cause: Cause::KeyStore,
            },
            RecordsState::Unavailable,
        ),
    ];
    for (what, vault, error, state) in cases {
        room.expect(what, OtherVault(vault), error.clone());
        let (app, vault) = (
            ChildFirst::open(Config::at(room.dir.path().display().to_string())).unwrap(),
            Arc::new(OtherVault(vault)),
        );
        assert_eq!(app.unlock(vault).err(), Some(error));
        assert_eq!(app.records_state(), state);
        // New records are begun by choice, and only when the old ones are lost.
        let anew = app.start_new_records();
        assert_eq!(anew.is_ok(), state == RecordsState::KeyGone, "{what}: {anew:?}");
        if anew.is_err() {
            drop(app);
        } else {
            let records = app.unlock(Arc::new(TestVault)).unwrap();
            assert!(records.list().unwrap().is_empty());
            drop((app, records));
            // The old file is beside them, whole.
            for rest in ["", "-wal"] {
                let _ = fs::remove_file(room.dir.path().join(format!("records.db{rest}")));
            }
            fs::rename(room.dir.path().join("records.1.db"), room.file()).unwrap();
            let _ = fs::rename(
                room.dir.path().join("records.1.db-wal"),
                room.dir.path().join("records.db-wal"),
            );
        }
        room.attempt(TestVault).unwrap();
    }
}

#[test]
fn a_damaged_wrapped_key() {
    let room = Room::new();
    room.change("UPDATE store_key SET wrapped = zeroblob(32)");
    room.expect(
        "the wrapped key is damaged",
        TestVault,
        Error::Damaged { what: Part::Key },
    );
}

#[test]
fn a_newer_schema() {
    let room = Room::new();
    let conn = Connection::open(room.file()).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(conn);
    room.expect(
        "the records are newer than the app",
        TestVault,
        Error::Newer { what: Part::Records },
    );
}

#[test]
fn a_second_process_has_the_folder() {
    // A second opening of the lock in this process is what another process would be to it.
    let room = Room::new();
    let (app, _records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    room.expect("another process has the folder", TestVault, Error::InUse);
    drop((app, _records));
    room.attempt(TestVault).unwrap();
}

#[test]
fn a_clock_that_jumps_back() {
    let room = Room::new();
    let (_app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    let found = records.resume(room.ids[0].clone()).unwrap();
    let receipt = found.answer(answer(ITEM, 10), Made::now(at(-500))).unwrap();
    assert_eq!(receipt.seq, 6);
    found.verify().unwrap();
    let record = format!("{:?}", found.record().unwrap());
    assert!(record.contains("clock went back"), "the record says so");
    let page = include_str!("../../docs/errors.md");
    assert!(
        page.lines()
            .any(|line| line.starts_with("| the clock jumps back |"))
    );
}

#[test]
fn a_folder_moved_while_it_is_open() {
    let room = Room::new();
    let (app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    let found = records.resume(room.ids[0].clone()).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved");
    fs::rename(room.dir.path(), &moved).unwrap();
    // What goes on being written is written to the file where it is now, or refused: never to another, new one.
    let said = found.answer(answer(ITEM, 10), Made::now(at(9)));
    guidance_works(&app);
    assert!(!room.file().exists(), "a new file was made in the old place");
    if let Err(error) = &said {
        assert!(
            matches!(
                error,
                Error::NotSaved { cause: Cause::Moved } | Error::Unavailable { cause: Cause::Moved }
            ),
            "{error:?}"
        );
    }
    app.prepare_suspend().ok();
    let after = found.answer(answer(ITEM, 10), Made::now(at(10)));
    assert_eq!(after.err(), Some(Error::Unavailable { cause: Cause::Moved }));
    documented(
        "the folder is moved while it is open",
        &Error::Unavailable { cause: Cause::Moved },
    );
    drop((app, records, found));
    let (_app, records) = open(&moved, Arc::new(TestVault)).unwrap();
    let entries = records.resume(room.ids[0].clone()).unwrap().entries().unwrap();
    assert_eq!(entries.len(), 5 + usize::from(said.is_ok()));
}

/// The page of a leaf of a table whose root holds the numbers of its leaves, as SQLite's file format has it.
fn leaf(file: &[u8], root: usize, nth: usize) -> usize {
    let page = &file[(root - 1) * PAGE..root * PAGE];
    assert_eq!(page[0], 5, "the root is no inner page: there are too few rows");
    let number = |at: usize, bytes: usize| {
        page[at..at + bytes]
            .iter()
            .fold(0, |n, byte| n << 8 | *byte as usize)
    };
    let cell = number(12 + 2 * nth, 2);
    number(cell, 4)
}

#[test]
fn a_list_that_cannot_be_whole_says_so() {
    let room = Room::new();
    {
        let (app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
        for _ in 0..30 {
            let how = Begin {
                pack: PACK.into(),
                role: Role::ResponseOfficer,
                recorder: None,
            };
            records.begin(how, Made::now(at(0))).unwrap();
        }
        assert_eq!(records.list().unwrap().len(), 32);
        app.prepare_suspend().unwrap();
    }
    let root: i64 = {
        let conn = Connection::open(room.file()).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'interaction'";
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut bytes = room.bytes();
    let page = leaf(&bytes, root as usize, 3);
    bytes[(page - 1) * PAGE] ^= 0xff;
    fs::write(room.file(), &bytes).unwrap();
    let (_app, records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    let listed = records.list().unwrap();
    assert_eq!(
        (listed[0].id.as_str(), listed[0].problem),
        ("", Some(Part::Records))
    );
    // From both ends, everything but that page.
    assert!((20..32).contains(&listed[1..].len()), "{}", listed.len());
    assert!(
        listed[1..]
            .iter()
            .all(|one| one.problem.is_none() && !one.id.is_empty())
    );
    records.resume(room.ids[0].clone()).unwrap();
}

#[test]
fn new_records_are_refused_while_the_old_ones_open() {
    let room = Room::new();
    let (app, _records) = open(room.dir.path(), Arc::new(TestVault)).unwrap();
    let refused = Error::Refused {
        why: Refusal::OutOfOrder,
    };
    assert_eq!(app.start_new_records(), Err(refused));
}
