//! Guidance on the device: the installed packs, which of them is in use, and the search over them.
//!
//! Needs no key and no network. Refuses bytes that do not read as a pack, and a file that is not what its name says;
//! whether somebody may publish a pack is `sync`'s to decide, before it comes here.

mod folder;
mod index;
mod pieces;
mod query;
mod switch;
mod values;

use self::folder::{Folder, Head};
use self::index::Index;
pub(crate) use self::switch::Entering;
pub(crate) use self::values::MOST_BYTES as MOST_VALUES_BYTES;
use self::values::ValuesFolder;
use crate::error::{Cause, Error, Part, Result};
use crate::pack::{Pack, PackError, Values, ValuesError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An installed pack, for a list of them.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PackInfo {
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The force or body whose guidance it is.
    pub force: String,
    /// Language, as in BCP 47.
    pub lang: String,
    /// Whether it is the version in use of its id.
    pub active: bool,
    /// Whether a role has a flow in it.
    pub has_flow: bool,
    /// The first year of its main document, where it says one.
    pub from_year: Option<u32>,
    /// The last year of its main document, where it says one.
    pub to_year: Option<u32>,
    /// Whether that year is past.
    pub past_end: bool,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Hit {
    /// The id of the pack.
    pub pack: String,
    /// What it is.
    pub kind: HitKind,
    /// Its id; of a row, the id of the table.
    pub id: String,
    /// Its title or first words.
    pub title: String,
    /// Its further words; may be empty.
    pub text: String,
    /// Where it stands in the pack: its list, item, domain or printed place.
    pub place: Option<String>,
    /// The heading in the document it rests on.
    pub section: Option<String>,
    /// The document it rests on, in short. None: practice, or it rests on none.
    pub document: Option<String>,
    /// Of a table's row, its number from 1.
    pub row: Option<u32>,
}

/// What kind of guidance was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HitKind {
    /// The danger question, or a step that follows from it.
    Danger,
    /// An item of a list.
    Item,
    /// A prompt.
    Prompt,
    /// A domain of risk.
    Domain,
    /// A principle.
    Principle,
    /// A notice.
    Notice,
    /// A route.
    Route,
    /// A definition.
    Definition,
    /// A passage of reference.
    Reference,
    /// A row of a table.
    TableRow,
    /// Words to say.
    WordsToSay,
    /// A prompt for the review.
    Review,
}

impl HitKind {
    /// Every kind. The index stores places in this list: a new kind goes to its end.
    pub const ALL: &'static [HitKind] = &[
        HitKind::Danger,
        HitKind::Item,
        HitKind::Prompt,
        HitKind::Domain,
        HitKind::Principle,
        HitKind::Notice,
        HitKind::Route,
        HitKind::Definition,
        HitKind::Reference,
        HitKind::TableRow,
        HitKind::WordsToSay,
        HitKind::Review,
    ];

    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            HitKind::Danger => "danger",
            HitKind::Item => "item",
            HitKind::Prompt => "prompt",
            HitKind::Domain => "domain",
            HitKind::Principle => "principle",
            HitKind::Notice => "notice",
            HitKind::Route => "route",
            HitKind::Definition => "definition",
            HitKind::Reference => "reference",
            HitKind::TableRow => "table_row",
            HitKind::WordsToSay => "words_to_say",
            HitKind::Review => "review",
        }
    }
}

/// Why a pack was not installed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    /// The bytes are not a pack that this program can use.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// They are, and could not be stored.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Why a force's values were not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeValuesError {
    /// The bytes are not the values of that pack.
    #[error(transparent)]
    Values(#[from] ValuesError),
    /// They are, and the pack is not here or they could not be stored.
    #[error(transparent)]
    Store(#[from] Error),
}

const NO_INDEX: Error = Error::Unavailable { cause: Cause::Disk };

/// The most hits of one search.
const MOST_HITS: u32 = 200;

/// The guidance of a data folder.
pub struct Guidance {
    data: PathBuf,
    folder: Folder,
    index_path: PathBuf,
    /// Id and version of every file that says so, by digest.
    heads: Mutex<HashMap<String, Head>>,
    read: Mutex<HashMap<String, Arc<Pack>>>,
    index: Mutex<Option<Index>>,
    values: ValuesFolder,
}

impl Guidance {
    /// Opens the guidance in a data folder, making what is not there. Reads no pack whole.
    pub fn open(data: &Path) -> Result<Guidance> {
        let folder = Folder::open(data)?;
        let digests = folder.digests()?;
        let heads = digests
            .into_iter()
            .filter_map(|digest| Some((digest.clone(), folder.head(&digest)?)));
        let guidance = Guidance {
            heads: Mutex::new(heads.collect()),
            data: data.to_owned(),
            folder,
            index_path: data.join("guidance.db"),
            read: Mutex::default(),
            index: Mutex::default(),
            values: ValuesFolder::of(data),
        };
        // A switch that was decided and cut off. Where the disk cannot be written to it waits; guidance goes on.
        let _ = guidance.finish_switch();
        Ok(guidance)
    }

    /// Checks and stores a pack; gives its digest. The same bytes again change nothing.
    pub fn install(&self, bytes: &[u8]) -> Result<String, InstallError> {
        let pack = Arc::new(Pack::read(bytes)?);
        let digest = pack.digest_hex().to_owned();
        let there = self.folder.read(&digest).is_ok();
        if !there {
            self.folder.write(&pack, bytes)?;
        }
        let head = Head {
            id: pack.file().id.clone(),
            version: pack.file().version,
        };
        let known = lock(&self.heads).insert(digest.clone(), head).is_some();
        lock(&self.read).insert(digest.clone(), pack);
        if !(there && known) {
            *lock(&self.index) = None;
        }
        Ok(digest)
    }

    /// Whether these very bytes are stored under this digest.
    pub fn holds(&self, digest: &str, bytes: &[u8]) -> bool {
        self.folder.bytes(digest).is_ok_and(|there| there == bytes)
    }

    /// A pack by its digest. A file that is not what its name says is damaged: not used, and left as it is.
    pub fn load(&self, digest: &str) -> Result<Arc<Pack>> {
        if let Some(pack) = lock(&self.read).get(digest) {
            return Ok(pack.clone());
        }
        let pack = Arc::new(self.folder.read(digest)?);
        Ok(lock(&self.read).entry(digest.to_owned()).or_insert(pack).clone())
    }

    /// The pack in use of an id: the highest version that reads.
    pub fn active(&self, id: &str) -> Result<Arc<Pack>> {
        let mut of_id: Vec<(u32, String)> = lock(&self.heads)
            .iter()
            .filter(|(_, head)| head.id == id)
            .map(|(digest, head)| (head.version, digest.clone()))
            .collect();
        crate::order::sort_by(&mut of_id, |a, b| b.cmp(a));
        let mut first_error = None;
        for (_, digest) in of_id {
            match self.load(&digest) {
                Ok(pack) if pack.file().id == id => return Ok(pack),
                Ok(_) => {}
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        Err(first_error.unwrap_or(Error::NotFound { what: Part::Pack }))
    }

    /// Checks a force's values against the pack in use of their id, stores them and takes them into use.
    pub fn take_values(&self, pack: &Pack, bytes: &[u8]) -> Result<Arc<Values>, TakeValuesError> {
        let values = Values::read(bytes, pack)?;
        self.values.take(&values, bytes)?;
        Ok(self.values.for_pack(pack)?)
    }

    /// The values in use for a pack; those of a force that has set none, where there are none.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Newer`] when they do not read: they were set, and cannot be shown.
    pub fn values(&self, pack: &Pack) -> Result<Arc<Values>> {
        self.values.for_pack(pack)
    }

    /// The digest of the values in use for a pack; none where the force has set none.
    pub fn values_digest(&self, pack: &str) -> Result<Option<String>> {
        self.values.digest(pack)
    }

    /// Values by their digest, as an interaction is pinned to them; with none, those of a force that has set none.
    pub fn values_by_digest(&self, digest: Option<&str>, pack: &Pack) -> Result<Arc<Values>> {
        self.values.joined(digest, pack)
    }

    /// The ids that are installed, in order.
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = lock(&self.heads).values().map(|head| head.id.clone()).collect();
        crate::order::sort(&mut ids);
        ids.dedup();
        ids
    }

    /// The packs in use, one of each id that reads.
    pub fn active_packs(&self) -> Vec<Arc<Pack>> {
        self.ids().iter().filter_map(|id| self.active(id).ok()).collect()
    }

    /// Every installed pack that reads, by id and newest first. `year` is the host's.
    pub fn installed(&self, year: u32) -> Result<Vec<PackInfo>> {
        let active: Vec<String> = self
            .active_packs()
            .iter()
            .map(|pack| pack.digest_hex().to_owned())
            .collect();
        let packs = self
            .folder
            .digests()?
            .into_iter()
            .filter_map(|digest| self.load(&digest).ok());
        let mut infos: Vec<PackInfo> = packs.map(|pack| info(&pack, year, &active)).collect();
        crate::order::sort_by(&mut infos, |a, b| {
            (&a.id, b.version, &a.digest).cmp(&(&b.id, a.version, &b.digest))
        });
        Ok(infos)
    }

    /// The digests of files that are not what their name says. They are not used, and kept.
    pub fn damaged(&self) -> Result<Vec<String>> {
        let bad = |digest: &String| matches!(self.folder.read(digest), Err(Error::Damaged { .. }));
        Ok(self.folder.digests()?.into_iter().filter(bad).collect())
    }

    /// Searches the packs in use: those of these ids, or all where none is given. The best come first.
    pub fn search(&self, words: &str, packs: &[String], limit: u32) -> Result<Vec<Hit>> {
        let limit = limit.min(MOST_HITS) as usize;
        let mut held = lock(&self.index);
        if let Some(Ok(hits)) = held.as_ref().map(|index| index.search(words, packs, limit)) {
            return Ok(hits);
        }
        // Not open yet, or damaged: it is made again from the packs, once.
        let damaged = held.take().is_some();
        let active = self.active_packs();
        for again in [damaged, true] {
            if again {
                index::remove(&self.index_path);
            }
            if let Ok(index) = Index::open(&self.index_path, &active)
                && let Ok(hits) = index.search(words, packs, limit)
            {
                *held = Some(index);
                return Ok(hits);
            }
        }
        // The disk is full, read-only, failing or gone. Guidance goes on with what was read of it.
        let index = Index::in_memory(&active).map_err(|_| NO_INDEX)?;
        let hits = index.search(words, packs, limit).map_err(|_| NO_INDEX)?;
        if active.is_empty() && !lock(&self.heads).is_empty() {
            return Err(NO_INDEX);
        }
        *held = Some(index);
        Ok(hits)
    }

    /// Closes the index; the next search opens it again.
    pub fn close_index(&self) {
        *lock(&self.index) = None;
    }
}

fn info(pack: &Pack, year: u32, active: &[String]) -> PackInfo {
    let file = pack.file();
    let main = file.documents.iter().find(|it| it.id == file.main_document);
    let to_year = main.and_then(|it| it.to_year);
    PackInfo {
        digest: pack.digest_hex().to_owned(),
        id: file.id.clone(),
        version: file.version,
        title: file.title.clone(),
        force: file.force.clone(),
        lang: file.lang.clone(),
        active: active.iter().any(|digest| digest == pack.digest_hex()),
        has_flow: !file.roles.is_empty(),
        from_year: main.and_then(|it| it.from_year),
        to_year,
        past_end: to_year.is_some_and(|last| last < year),
    }
}

/// Nothing here is left half done by a panic, so a poisoned lock is as good as another.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
