//! `guidance.db`: the search index over the packs in use. A cache and nothing else.
//!
//! It names the packs it was made of; missing, damaged, of an older version or of other packs, it is made again from
//! them, without a key and without a word; in memory where the disk is full, read-only or gone. Refuses to hold anything that the packs do not.

use super::pieces::{Piece, pieces};
use super::query::{Query, Synonyms, words};
use super::{Hit, HitKind};
use crate::pack::Pack;
use rusqlite::{Connection, OpenFlags, Row, params};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Fewer hits than this are few: those of a wider query follow them.
const FEW: usize = 8;

/// The version of the tables. Another version is another index.
const SCHEMA: &str = "3";

/// A piece stands once, however many packs have it: a force's pack repeats its base. `common` holds what begins a word
/// of at least half of the pieces.
const TABLES: &str = "
    CREATE TABLE about (schema TEXT NOT NULL, packs TEXT NOT NULL);
    CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE common (word TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE piece (n INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, more TEXT NOT NULL,
        kind INTEGER NOT NULL, id TEXT NOT NULL, place TEXT, section TEXT, document TEXT, row INTEGER);
    CREATE TABLE has (piece INTEGER NOT NULL, pack TEXT NOT NULL, PRIMARY KEY (piece, pack)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5 (title, text, more, content = 'piece', content_rowid = 'n',
        tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');";

/// Title, text and further words weigh 8 : 3 : 1. Equal hits stand in the order of the pack. Numbers alone are
/// sorted; the texts are fetched for the few that are shown.
const BEST: &str = "
    SELECT rowid FROM words
    WHERE words MATCH ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM has
        WHERE piece = words.rowid AND instr(?2, char(10) || pack || char(10))))
    ORDER BY bm25(words, 8.0, 3.0, 1.0), rowid LIMIT ?3";

/// A piece, and the first of the packs searched that has it.
const PIECE: &str = "
    SELECT (SELECT min(pack) FROM has
            WHERE piece = n AND (?2 IS NULL OR instr(?2, char(10) || pack || char(10)))),
        kind, id, title, text, place, section, document, row
    FROM piece WHERE n = ?1";

/// An index that is of these packs.
pub(super) struct Index {
    db: Connection,
    synonyms: Synonyms,
    common: HashSet<String>,
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
        Index::of(db, packs)
    }

    /// Makes the index of these packs in memory, where the disk will not have it.
    pub fn in_memory(packs: &[Arc<Pack>]) -> rusqlite::Result<Index> {
        let mut db = Connection::open_in_memory()?;
        let all = db.transaction()?;
        all.execute_batch(TABLES)?;
        fill(&all, packs)?;
        all.commit()?;
        Index::of(db, packs)
    }

    fn of(db: Connection, packs: &[Arc<Pack>]) -> rusqlite::Result<Index> {
        let common = db
            .prepare("SELECT word FROM common")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut synonyms = Synonyms::default();
        for pack in packs {
            synonyms.add(&pack.file().id, &pack.file().synonyms);
        }
        Ok(Index {
            db,
            synonyms,
            common,
            packs: packs.len(),
        })
    }

    /// Searches; in all packs where none is named. All that was typed; where that finds few, what has all but one
    /// word follows, and then what has any: a piece that happens to hold every word must not hide the one that was
    /// meant and says it in other words.
    pub fn search(&self, typed: &str, packs: &[String], limit: usize) -> rusqlite::Result<Vec<Hit>> {
        let names = (&self.synonyms, packs);
        let Some(query) = Query::new(typed, names, &self.common, |word| self.endings(word)) else {
            return Ok(Vec::new());
        };
        let mut hits = Vec::new();
        let wider = [query.all_but_one(), query.any_telling().or_else(|| query.any())];
        self.follow(&mut hits, &query.all(), packs, limit)?;
        for wider in wider.iter().flatten() {
            self.follow(&mut hits, wider, packs, limit)?;
        }
        if let (true, Some(any)) = (hits.is_empty(), query.any()) {
            self.follow(&mut hits, &any, packs, limit)?;
        }
        Ok(hits)
    }

    /// Lets the hits of a wider query follow where there are few: to make them enough, or all where there are none.
    fn follow(
        &self,
        hits: &mut Vec<Hit>,
        query: &str,
        packs: &[String],
        limit: usize,
    ) -> rusqlite::Result<()> {
        let most = if hits.is_empty() { limit } else { FEW.min(limit) };
        if hits.len() < most {
            // As many again as there are may be the same ones.
            let more = self.hits(query, packs, most + hits.len())?;
            let known: HashSet<_> = hits.iter().map(|hit| (hit.id.clone(), hit.row)).collect();
            let new = more
                .into_iter()
                .filter(|hit| !known.contains(&(hit.id.clone(), hit.row)));
            hits.extend(new.take(most - known.len()));
        }
        Ok(())
    }

    /// The words of the packs that begin with what is half typed; of a whole word, itself alone: its stem finds the
    /// rest.
    fn endings(&self, typed: &str) -> Vec<String> {
        let find = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT word FROM word WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT 6";
            let mut find = self.db.prepare_cached(sql)?;
            find.query_map([typed, &format!("{typed}\u{10ffff}")], |row| row.get(0))?
                .collect()
        };
        let mut found = find().unwrap_or_default();
        if found.first().is_some_and(|word| word == typed) {
            found.truncate(1);
        } else if typed.chars().count() < 4 {
            // So little begins too much to be told from it.
            found.clear();
        }
        found
    }

    fn hits(&self, query: &str, packs: &[String], limit: usize) -> rusqlite::Result<Vec<Hit>> {
        let only = (!packs.is_empty()).then(|| lines(packs));
        // A piece that a force's pack changed stands in each of its wordings, and is shown in the best one.
        let searched = if packs.is_empty() { self.packs } else { packs.len() };
        let most = i64::try_from(limit.saturating_mul(searched.max(1))).unwrap_or(i64::MAX);
        let mut best = self.db.prepare_cached(BEST)?;
        let mut best = best.query(params![query, only, most])?;
        let mut piece = self.db.prepare_cached(PIECE)?;
        let mut seen = HashSet::new();
        let mut hits: Vec<Hit> = Vec::new();
        while let (true, Some(row)) = (hits.len() < limit, best.next()?) {
            let n: i64 = row.get(0)?;
            let hit = piece.query_row(params![n, only], hit)?;
            if seen.insert((hit.id.clone(), hit.row)) {
                hits.push(hit);
            }
        }
        Ok(hits)
    }
}

/// Ids one a line, each between two line ends: the SQLite that is linked has no JSON. What holds one is no id.
fn lines(packs: &[String]) -> String {
    let ids = packs.iter().filter(|id| !id.contains('\n'));
    ids.fold("\n".to_owned(), |lines, id| lines + id + "\n")
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
    let digests = crate::order::set(packs.iter().map(|pack| pack.digest_hex()));
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
    let sql = "INSERT INTO piece (n, title, text, more, kind, id, place, section, document, row)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let mut insert = db.prepare(sql)?;
    let mut has = db.prepare("INSERT OR IGNORE INTO has VALUES (?1, ?2)")?;
    let mut places: HashMap<Piece, i64> = HashMap::new();
    let mut vocabulary = Vocabulary::default();
    for mut piece in packs.iter().flat_map(|pack| pieces(pack)) {
        // Equal in all but the pack is the same piece.
        let pack = std::mem::take(&mut piece.hit.pack);
        if let Some(n) = places.get(&piece) {
            has.execute(params![n, pack])?;
            continue;
        }
        let n = 1 + places.len() as i64;
        let hit = &piece.hit;
        vocabulary.add([&hit.title, &hit.text, &piece.more]);
        let kind = HitKind::ALL
            .iter()
            .position(|kind| *kind == hit.kind)
            .unwrap_or_default();
        insert.execute(params![
            n,
            hit.title,
            hit.text,
            piece.more,
            kind as i64,
            hit.id,
            hit.place,
            hit.section,
            hit.document,
            hit.row
        ])?;
        has.execute(params![n, pack])?;
        places.insert(piece, n);
    }
    let mut insert = db.prepare("INSERT INTO word VALUES (?1)")?;
    for word in vocabulary.words {
        insert.execute([word])?;
    }
    let mut insert = db.prepare("INSERT INTO common VALUES (?1)")?;
    for (begin, count) in vocabulary.begins {
        if 2 * count >= places.len() {
            insert.execute([begin])?;
        }
    }
    db.execute_batch(
        "INSERT INTO words (words) VALUES ('rebuild'); INSERT INTO words (words) VALUES ('optimize');",
    )
}

/// The words of all pieces.
#[derive(Default)]
struct Vocabulary {
    words: BTreeSet<String>,
    /// In how many pieces a word begins so.
    begins: HashMap<String, usize>,
}

impl Vocabulary {
    /// Adds the words of one piece.
    fn add(&mut self, texts: [&String; 3]) {
        let all = crate::order::set(texts.into_iter().flat_map(|text| words(text)));
        let mut before = "";
        for word in &all {
            // In order, a beginning is new to the piece unless the word before has it too.
            let shared = word
                .chars()
                .zip(before.chars())
                .take_while(|(a, b)| a == b)
                .count();
            for (at, c) in word.char_indices().skip(shared) {
                let begin = word.get(..at + c.len_utf8()).unwrap_or(word);
                // A single letter is looked for as a word, not as a beginning.
                if at == 0 && begin != word {
                    continue;
                }
                match self.begins.get_mut(begin) {
                    Some(count) => *count += 1,
                    None => {
                        self.begins.insert(begin.to_owned(), 1);
                    }
                }
            }
            before = word;
        }
        self.words.extend(all);
    }
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
