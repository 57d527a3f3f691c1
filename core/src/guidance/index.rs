//! `guidance.db`: the search index over the packs in use. A cache and nothing else.
//!
//! It names the packs it was made of; missing, damaged, of an older version or of other packs, it is made again from
//! them, without a key and without a word. Refuses to hold anything that the packs do not.

use super::pieces::pieces;
use super::query::{Query, Synonyms, words};
use super::{Hit, HitKind};
use crate::pack::Pack;
use rusqlite::{Connection, OpenFlags, Row, params};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The version of the tables. Another version is another index.
const SCHEMA: &str = "1";

const TABLES: &str = "
    CREATE TABLE about (schema TEXT NOT NULL, packs TEXT NOT NULL);
    CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE piece (n INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, more TEXT NOT NULL,
        pack TEXT NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, place TEXT, section TEXT, document TEXT,
        row INTEGER);
    CREATE VIRTUAL TABLE words USING fts5 (title, text, more, content = 'piece', content_rowid = 'n',
        tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');";

/// Title, text and further words weigh 8 : 3 : 1. Equal hits stand in the order of the pack. Numbers alone are
/// sorted; the texts are fetched for the few that are shown.
const SEARCH: &str = "
    SELECT p.pack, p.kind, p.id, p.title, p.text, p.place, p.section, p.document, p.row
    FROM (SELECT rowid AS n, bm25(words, 8.0, 3.0, 1.0) AS score FROM words
        WHERE words MATCH ?1 AND (?2 IS NULL
            OR (SELECT pack FROM piece WHERE piece.n = words.rowid) IN (SELECT value FROM json_each(?2)))
        ORDER BY score, n LIMIT ?3) best
    JOIN piece p ON p.n = best.n ORDER BY best.score, best.n";

/// An index that is of these packs.
pub(super) struct Index {
    db: Connection,
    synonyms: Vec<(String, Synonyms)>,
    packs: usize,
}

impl Index {
    /// Opens the index of these packs, or makes it.
    pub fn open(path: &Path, packs: &[Arc<Pack>]) -> rusqlite::Result<Index> {
        let db = match open_current(path, packs) {
            Some(db) => db,
            None => {
                make(path, packs)?;
                open(path)?
            }
        };
        let synonyms = |pack: &Arc<Pack>| {
            let mut all = Synonyms::default();
            all.add(&pack.file().synonyms);
            (pack.file().id.clone(), all)
        };
        Ok(Index {
            db,
            synonyms: packs.iter().map(synonyms).collect(),
            packs: packs.len(),
        })
    }

    /// Searches; in all packs where none is named.
    pub fn search(&self, typed: &str, packs: &[String], limit: usize) -> rusqlite::Result<Vec<Hit>> {
        let mut synonyms = Synonyms::default();
        for (_, of_pack) in self
            .synonyms
            .iter()
            .filter(|(id, _)| packs.is_empty() || packs.contains(id))
        {
            synonyms.join(of_pack);
        }
        let Some(query) = Query::new(typed, &synonyms, |word| self.endings(word)) else {
            return Ok(Vec::new());
        };
        let hits = self.hits(&query.all(), packs, limit)?;
        match query.any().filter(|_| hits.is_empty()) {
            Some(any) => self.hits(&any, packs, limit),
            None => Ok(hits),
        }
    }

    /// The words of the packs that begin with a half typed one. None for a whole word: its stem finds the rest.
    fn endings(&self, half: &str) -> Vec<String> {
        if half.chars().count() < 4 {
            return Vec::new();
        }
        let find = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT word FROM word WHERE word >= ?1 AND word < ?2 LIMIT 6";
            let mut find = self.db.prepare_cached(sql)?;
            find.query_map([half, &format!("{half}\u{10ffff}")], |row| row.get(0))?
                .collect()
        };
        let found = find().unwrap_or_default();
        if found.first().is_some_and(|word| word == half) {
            Vec::new()
        } else {
            found
        }
    }

    fn hits(&self, query: &str, packs: &[String], limit: usize) -> rusqlite::Result<Vec<Hit>> {
        let only = (!packs.is_empty()).then(|| serde_json::json!(packs).to_string());
        // What a force's pack took over from the base is found in both, and shown once.
        let searched = if packs.is_empty() { self.packs } else { packs.len() };
        let most = i64::try_from(limit.saturating_mul(searched.max(1))).unwrap_or(i64::MAX);
        let mut search = self.db.prepare_cached(SEARCH)?;
        let mut rows = search.query(params![query, only, most])?;
        let mut seen = HashSet::new();
        let mut hits: Vec<Hit> = Vec::new();
        while let (true, Some(row)) = (hits.len() < limit, rows.next()?) {
            let hit = hit(row)?;
            if seen.insert((hit.id.clone(), hit.row)) {
                hits.push(hit);
            }
        }
        Ok(hits)
    }
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let kind: u32 = row.get(1)?;
    Ok(Hit {
        pack: row.get(0)?,
        kind: HitKind::ALL
            .get(kind as usize)
            .copied()
            .unwrap_or(HitKind::Reference),
        id: row.get(2)?,
        title: row.get(3)?,
        text: row.get(4)?,
        place: row.get(5)?,
        section: row.get(6)?,
        document: row.get(7)?,
        row: row.get(8)?,
    })
}

/// What an index of these packs says of itself.
fn made_of(packs: &[Arc<Pack>]) -> String {
    let digests: BTreeSet<&str> = packs.iter().map(|pack| pack.digest_hex()).collect();
    digests.into_iter().collect::<Vec<_>>().join(" ")
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// The index, where it is there, whole as far as one can see, and of these packs.
fn open_current(path: &Path, packs: &[Arc<Pack>]) -> Option<Connection> {
    let db = open(path).ok()?;
    let about: (String, String) = db
        .query_row("SELECT schema, packs FROM about", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .ok()?;
    // A page that is gone is met when it is searched, and the index is then made again.
    (about == (SCHEMA.to_owned(), made_of(packs))).then_some(db)
}

/// Makes the index beside its place and moves it there whole.
fn make(path: &Path, packs: &[Arc<Pack>]) -> rusqlite::Result<()> {
    let half = path.with_extension("db.writing");
    remove(&half);
    let mut db = Connection::open(&half)?;
    // Nothing is lost with it: a crash leaves a half made file under another name.
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let all = db.transaction()?;
    all.execute_batch(TABLES)?;
    fill(&all, packs)?;
    all.execute("INSERT INTO about VALUES (?1, ?2)", [SCHEMA, &made_of(packs)])?;
    all.commit()?;
    db.close().map_err(|(_, error)| error)?;
    let moved = fs::File::open(&half)
        .and_then(|file| file.sync_all())
        .and_then(|()| {
            remove(path);
            fs::rename(&half, path)
        });
    moved.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

fn fill(db: &Connection, packs: &[Arc<Pack>]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO piece (title, text, more, pack, kind, id, place, section, document, row)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let mut insert = db.prepare(sql)?;
    let mut vocabulary = BTreeSet::new();
    for piece in packs.iter().flat_map(|pack| pieces(pack)) {
        let hit = &piece.hit;
        for text in [&hit.title, &hit.text, &piece.more] {
            vocabulary.extend(words(text).into_iter().filter(|word| word.len() > 4));
        }
        let kind = HitKind::ALL
            .iter()
            .position(|kind| *kind == hit.kind)
            .unwrap_or_default();
        insert.execute(params![
            hit.title,
            hit.text,
            piece.more,
            hit.pack,
            kind as i64,
            hit.id,
            hit.place,
            hit.section,
            hit.document,
            hit.row
        ])?;
    }
    let mut insert = db.prepare("INSERT INTO word VALUES (?1)")?;
    for word in vocabulary {
        insert.execute([word])?;
    }
    db.execute_batch(
        "INSERT INTO words (words) VALUES ('rebuild'); INSERT INTO words (words) VALUES ('optimize');",
    )
}

/// Deletes an index and what SQLite may have left beside it.
pub(super) fn remove(path: &Path) {
    for end in ["", "-journal", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // What is not there need not go; what cannot go shows when the new one is moved in.
        let _ = fs::remove_file(PathBuf::from(name));
    }
}
