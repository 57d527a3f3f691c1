//! Installed packs, the one in use, and the search: what survives damage, and what is found by which words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(all(feature = "build", feature = "store"))]

use childfirst::error::{Error, Part};
use childfirst::guidance::{Guidance, HitKind, InstallError};
use childfirst::pack::{PackError, build::build};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn bytes(id: &str) -> Vec<u8> {
    build(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(id),
        &[],
    )
    .unwrap()
    .bytes
}

/// The same pack at another version. Not canonical bytes, and a pack all the same.
fn version(bytes: &[u8], version: u32) -> Vec<u8> {
    let mut value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    value["version"] = version.into();
    serde_json::to_vec(&value).unwrap()
}

fn both(data: &Path) -> Guidance {
    let guidance = Guidance::open(data).unwrap();
    guidance.install(&bytes("six-principles")).unwrap();
    guidance.install(&bytes("force")).unwrap();
    guidance
}

fn found(guidance: &Guidance, words: &str) -> Vec<String> {
    guidance
        .search(words, &[], 20)
        .unwrap()
        .into_iter()
        .map(|hit| hit.id)
        .collect()
}

#[test]
fn a_pack_is_installed_whole_and_once() {
    let data = tempfile::tempdir().unwrap();
    let guidance = both(data.path());
    let digest = guidance.install(&bytes("force")).unwrap();
    let info = guidance.installed(2025).unwrap();
    assert_eq!(
        info.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(),
        ["force", "six-principles"]
    );
    assert!(info.iter().all(|it| it.past_end && it.active && it.has_flow));
    assert!(guidance.installed(2024).unwrap().iter().all(|it| !it.past_end));
    let files: Vec<_> = fs::read_dir(data.path().join("packs"))
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(files.len(), 2);
    assert_eq!(
        fs::read(data.path().join(format!("packs/{digest}.json"))).unwrap(),
        bytes("force")
    );
    let bad = guidance.install(b"{\"format\":").unwrap_err();
    assert_eq!(bad, InstallError::Pack(PackError::CutShort));
    assert_eq!(fs::read_dir(data.path().join("packs")).unwrap().count(), 2);
    for name in ["../../etc/passwd", "", "ABC"] {
        assert_eq!(
            guidance.load(name).unwrap_err(),
            Error::NotFound { what: Part::Pack }
        );
    }
}

#[test]
fn a_damaged_pack_is_not_used_and_not_touched() {
    let data = tempfile::tempdir().unwrap();
    let old = both(data.path()).active("force").unwrap();
    let newest = Guidance::open(data.path())
        .unwrap()
        .install(&version(&bytes("force"), 9))
        .unwrap();
    let path = data.path().join(format!("packs/{newest}.json"));
    // One letter of one text: the file still reads as a pack, and is not the one of its name.
    let text = fs::read_to_string(&path)
        .unwrap()
        .replacen("Say who", "Say why", 1);
    fs::write(&path, &text).unwrap();
    fs::write(data.path().join("packs/.writing-x"), "half").unwrap();
    let guidance = Guidance::open(data.path()).unwrap();
    assert_eq!(
        guidance.load(&newest).unwrap_err(),
        Error::Damaged { what: Part::Pack }
    );
    assert_eq!(guidance.active("force").unwrap().digest(), old.digest());
    assert_eq!(guidance.damaged().unwrap(), std::slice::from_ref(&newest));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert!(!data.path().join("packs/.writing-x").exists());
    // The right bytes, installed again, mend it.
    assert_eq!(guidance.install(&version(&bytes("force"), 9)).unwrap(), newest);
    assert_eq!(guidance.active("force").unwrap().file().version, 9);
    assert_eq!(
        guidance.active("kent").unwrap_err(),
        Error::NotFound { what: Part::Pack }
    );
}

#[test]
fn words_find_what_the_packs_say_by_any_of_its_names() {
    let data = tempfile::tempdir().unwrap();
    let guidance = both(data.path());
    let gifts = "six-principles/now/see/gifts";
    for words in [
        "CSE",
        "cse",
        "child sexual exploitation",
        "gifts",
        "gift",
        "unexpl",
        "EXPLAINING phones",
    ] {
        let found = found(&guidance, words);
        let wanted = words != "unexpl";
        assert_eq!(found.iter().any(|id| id == gifts), wanted, "{words}: {found:?}");
    }
    // Half a word has another stem than the whole.
    assert!(found(&guidance, "immedia").contains(&"six-principles/danger/question".to_owned()));
    // All words first; then any word, where few have all.
    let plan = found(&guidance, "delivery visit school");
    assert_eq!(plan[0], "six-principles/table/plan");
    assert!(found(&guidance, "gifts zebra").contains(&gifts.to_owned()));
    assert!(found(&guidance, "zebra").is_empty());
    let row = &guidance.search("youth team", &[], 5).unwrap()[0];
    assert_eq!((row.kind, row.row), (HitKind::TableRow, Some(1)));
    assert_eq!(row.text, "Action: Visit schools · Owner: Youth team");
    assert_eq!(row.document.as_deref(), Some("Strategy 2021-24"));
    // The force withdrew that table.
    assert!(
        guidance
            .search("youth team", &["force".to_owned()], 5)
            .unwrap()
            .is_empty()
    );
    // What both packs have is shown once, and a title weighs more than a text.
    let listen = found(&guidance, "listen");
    assert_eq!(listen[0], "six-principles/now/listen");
    assert_eq!(
        listen
            .iter()
            .filter(|id| *id == "six-principles/now/listen")
            .count(),
        1
    );
    assert!(guidance.search("listen", &[], 0).unwrap().is_empty());
}

#[test]
fn a_piece_of_two_packs_stands_once_and_is_found_in_either() {
    let data = tempfile::tempdir().unwrap();
    let guidance = both(data.path());
    let listen = found(&guidance, "listen");
    let db = rusqlite::Connection::open(data.path().join("guidance.db")).unwrap();
    let sql =
        "SELECT id, title FROM piece WHERE (SELECT count(*) FROM has WHERE piece = n) = 2 ORDER BY n LIMIT 1";
    let (id, title): (String, String) = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let of = |packs: &[&str]| {
        let packs: Vec<String> = packs.iter().map(|&pack| pack.to_owned()).collect();
        let hits = guidance.search(&title, &packs, 20).unwrap();
        let mut packs = hits.into_iter().filter(|hit| hit.id == id).map(|hit| hit.pack);
        (packs.next(), packs.count())
    };
    // Shown once, as of the first of the packs searched.
    assert_eq!(of(&[]), (Some("force".to_owned()), 0));
    assert_eq!(of(&["six-principles", "force"]), of(&[]));
    assert_eq!(of(&["six-principles"]), (Some("six-principles".to_owned()), 0));
    assert_eq!(of(&["another"]), (None, 0));
    let sql = "SELECT count(*) FROM piece a JOIN piece b ON a.n < b.n AND a.kind = b.kind AND a.id = b.id
        AND a.row IS b.row AND (a.title, a.text, a.more) = (b.title, b.text, b.more)
        AND a.place IS b.place AND a.section IS b.section AND a.document IS b.document";
    let twice: u32 = db.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(twice, 0);
    // What the force changed stands in both wordings, and is shown in one.
    let changed = "six-principles/now/listen";
    let sql = "SELECT count(*) FROM piece WHERE id = ?1";
    let wordings: u32 = db.query_row(sql, [changed], |row| row.get(0)).unwrap();
    assert_eq!(wordings, 2);
    assert_eq!(listen.iter().filter(|id| *id == changed).count(), 1);
}

#[test]
fn common_words_do_not_crowd_out_the_one_that_tells() {
    let data = tempfile::tempdir().unwrap();
    let guidance = both(data.path());
    let gifts = found(&guidance, "gifts zebra");
    let db = rusqlite::Connection::open(data.path().join("guidance.db")).unwrap();
    let sql = "SELECT word FROM common ORDER BY length(word) DESC LIMIT 1";
    let common: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
    assert!(gifts.len() < found(&guidance, &common).len(), "{common}");
    assert_eq!(found(&guidance, &format!("{common} gifts zebra")), gifts);
    // Where nothing else is found, they are better than nothing.
    assert_eq!(
        found(&guidance, &format!("zebra {common}")),
        found(&guidance, &common)
    );
}

/// A force's pack with further passages, each a title and a text.
fn passages(data: &Path, passages: &[(&str, &str)]) -> Guidance {
    let guidance = both(data);
    let mut value: serde_json::Value = serde_json::from_slice(&version(&bytes("force"), 9)).unwrap();
    let made = passages.iter().enumerate().map(|(n, (title, text))| {
        serde_json::json!({
            "id": format!("force/passage/{}", ["a", "b", "c", "d"][n]), "title": title, "place": "Page 1", "text": text,
            "source": { "document": "strategy", "section": "Page 1", "rests_on": "it" },
        })
    });
    value["reference"] = made.collect();
    guidance.install(&serde_json::to_vec(&value).unwrap()).unwrap();
    guidance
}

#[test]
fn what_holds_every_word_does_not_hide_what_was_meant() {
    let data = tempfile::tempdir().unwrap();
    let guidance = passages(
        data.path(),
        &[
            ("Zebra crossing", "Kites, owls and quince are far away from it."),
            ("Owls and zebras", "The quince grows."),
            ("Owls with zebras", "Nothing more."),
        ],
    );
    // One has all four words, one three, one two. That order, whatever the titles say.
    let order = |words: &str| found(&guidance, words)[..3].to_vec();
    let (a, b, c) = ("force/passage/a", "force/passage/b", "force/passage/c");
    assert_eq!(order("kites owls zebras quince"), [a, b, c]);
    // Words that only hold the question together leave it as it is.
    assert_eq!(
        order("what are the kites, owls, zebras and a quince for?"),
        [a, b, c]
    );
    let few = guidance.search("kites owls zebras quince", &[], 2).unwrap();
    assert_eq!(few.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), [a, b]);
}

#[test]
fn the_words_as_typed_weigh_more_than_what_begins_so_or_stands_apart() {
    let data = tempfile::tempdir().unwrap();
    let guidance = passages(
        data.path(),
        &[
            ("Owlets of quartz", "A yak."),
            ("An owl of quartz", "A yak."),
            (
                "Marsh, the nest of it",
                "Marsh. A heron has a nest, and the heron a marsh.",
            ),
            (
                "Nest of the heron",
                "And many other things that make this a long passage of its own.",
            ),
        ],
    );
    assert_eq!(found(&guidance, "owl quartz")[0], "force/passage/b");
    assert_eq!(found(&guidance, "nest of the heron")[0], "force/passage/d");
    // By its document too.
    assert!(found(&guidance, "heron Strategy 2021-24").contains(&"force/passage/d".to_owned()));
}

#[test]
fn the_index_is_made_again_whenever_it_is_not_right() {
    let data = tempfile::tempdir().unwrap();
    let guidance = both(data.path());
    let db = data.path().join("guidance.db");
    let want = found(&guidance, "listen");
    assert!(!want.is_empty() && db.exists());
    let whole = fs::read(&db).unwrap();
    for spoil in [&whole[..whole.len() / 2], b"not a database", b"", &whole[..100]] {
        guidance.close_index();
        fs::write(&db, spoil).unwrap();
        assert_eq!(found(&guidance, "listen"), want);
    }
    // Pages overwritten under a head that is right.
    guidance.close_index();
    let mut holes = fs::read(&db).unwrap();
    let from = holes.len() / 3;
    holes[from..].fill(0xa5);
    fs::write(&db, holes).unwrap();
    assert_eq!(found(&guidance, "listen"), want);
    // Another version of a pack is another index.
    guidance.install(&version(&bytes("force"), 9)).unwrap();
    assert_eq!(found(&guidance, "listen"), want);
    drop(guidance);
    fs::remove_file(&db).unwrap();
    assert_eq!(found(&Guidance::open(data.path()).unwrap(), "listen"), want);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Nothing that can be typed is an error.
    #[test]
    fn any_words_are_a_search(words in "\\PC{0,60}|[\"*()^:+\\- a-zNEAROT]{0,40}") {
        thread_local! {
            static GUIDANCE: (tempfile::TempDir, Guidance) = {
                let data = tempfile::tempdir().unwrap();
                let guidance = both(data.path());
                (data, guidance)
            };
        }
        GUIDANCE.with(|(data, guidance)| {
            guidance.search("listen", &[], 1).unwrap();
            let made = fs::metadata(data.path().join("guidance.db")).unwrap().modified().unwrap();
            guidance.search(&words, &[], 20).unwrap();
            // An error would have made the index again.
            let now = fs::metadata(data.path().join("guidance.db")).unwrap().modified().unwrap();
            prop_assert_eq!(made, now);
            Ok(())
        })?;
    }
}
