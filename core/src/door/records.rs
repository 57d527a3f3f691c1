//! The unlocked records: begin, resume, list. One shared object for each open interaction.

use super::export::unhex;
use super::interaction::{Card, Erasure, Interaction};
use crate::error::{Error, Part, Refusal, Result};
use crate::guidance::Guidance as Library;
use crate::interaction::entry::{Begun, Entry, Erased, Event, PackRef};
use crate::interaction::operation::Made;
use crate::interaction::{one_line, wire};
use crate::pack::Pack;
use crate::records::{Id, KeyVault, Pins, Purge, Store, Tombstone, hex};
use crate::sets::{Place, Role};
use crate::time::{Moment, When};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// How to begin an interaction.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Begin {
    /// The pack's id, or its digest to begin on just that one.
    pub pack: String,
    /// The role.
    pub role: Role,
    /// The recorder's name or number.
    #[uniffi(default = None)]
    pub recorder: Option<String>,
}

/// An interaction, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Listed {
    /// Its id, in hexadecimal. Empty in the one row that says that others may be missing.
    pub id: String,
    /// What of it is damaged or newer; then nothing else is known.
    pub problem: Option<Part>,
    /// When it began.
    pub began_at: Option<Moment>,
    /// When it was last written to.
    pub last_at: Option<Moment>,
    /// Where.
    pub place: Place,
    /// Who recorded.
    pub recorder: Option<String>,
    /// In what role.
    pub role: Option<Role>,
    /// How many entries it has.
    pub entries: u64,
    /// Sharings decided and not sent.
    pub unsent: u32,
    /// Later items not told.
    pub untold: u32,
    /// Whether it is completed.
    pub completed: bool,
    /// Whether nothing of it is known to stand anywhere else.
    pub only_here: bool,
    /// Whether it is held.
    pub held: bool,
    /// Whether its key is wrapped to a recovery key, so that the force can open it when this device is lost.
    pub recoverable: bool,
}

/// An interaction, as somebody who uses a shared device may see it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(tag = "whose", rename_all = "snake_case")]
pub enum ListedFor {
    /// This recorder's own: everything. Also what cannot be read, of which nobody knows whose it is and nothing else is
    /// known.
    Own {
        /// The row.
        #[serde(flatten)]
        listed: Listed,
    },
    /// Not finished, and no recorder was named in it. It shows as little as anybody else's; it can be gone on with,
    /// because whoever gave no name could otherwise never come back to their own words.
    Unnamed {
        /// Its id.
        id: String,
        /// Where.
        place: Place,
        /// When it began.
        began_at: Option<Moment>,
        /// When it was last written to.
        last_at: Option<Moment>,
    },
    /// Somebody else's that is not finished: place and times, and nothing else.
    Other {
        /// Where.
        place: Place,
        /// When it began.
        began_at: Option<Moment>,
        /// When it was last written to.
        last_at: Option<Moment>,
    },
}

/// What stands in the place of an interaction that was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Destroyed {
    /// The interaction, in hexadecimal.
    pub id: String,
    /// When.
    pub at: Option<Moment>,
    /// By whom.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The end of its chain, in hexadecimal, unless that was damaged.
    pub head: Option<String>,
    /// Whether the device has forgotten every key that could open it. Until then nothing may say *destroyed*: the
    /// rest is done at the next unlock.
    pub complete: bool,
}

/// The words of a tombstone.
#[derive(serde::Serialize, serde::Deserialize)]
struct TombstoneWords {
    at: Moment,
    by: Option<String>,
    reason: String,
}

/// The unlocked records of a data folder.
#[derive(uniffi::Object)]
pub struct Records {
    pub(super) store: Arc<Store>,
    library: Arc<Library>,
    vault: Arc<dyn KeyVault>,
    open: Mutex<Open>,
}

/// What is handed out, while these records are open.
#[derive(Default)]
struct Open {
    /// Locked: nothing is handed out any more, whoever unlocks the store later.
    closed: bool,
    interactions: HashMap<Id, Weak<Interaction>>,
}

#[uniffi::export]
impl Records {
    /// Begins an interaction. Its first entry is on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pack that is not installed, [`Error::Refused`] for a role without a flow in it,
    /// [`Error::NotSaved`] when it could not be written.
    pub fn begin(&self, how: Begin, made: Made) -> Result<Arc<Interaction>> {
        self.not_closed()?;
        let pack = super::guidance::find(&self.library, &how.pack)?;
        if !pack.file().roles.contains(&how.role) {
            return Err(Error::Refused {
                why: Refusal::NotInPack,
            });
        }
        let recorder = how.recorder.filter(|name| !one_line::nothing(name));
        let author = made.author.or_else(|| recorder.clone());
        let (values, pins) = pins(&self.library, &pack);
        let begun = Begun {
            pack: pack_ref(&pack),
            values,
            role: how.role,
            recorder,
        };
        let mut entry = Entry {
            seq: 1,
            author,
            done_at: made.done_at.unwrap_or(When::exactly(made.now)),
            recorded_at: made.now,
            about: Vec::new(),
            event: Event::Begun(begun),
        };
        one_line::entry(&mut entry);
        let bytes = wire::encode(&entry)?;
        let card = Card::first(&entry);
        let (key, written) = self.store.begin(&pins, &bytes, &card)?;
        let id = key.id();
        let new = Interaction::begun(
            Arc::clone(&self.store),
            Arc::clone(&self.library),
            key,
            written,
            entry,
            pack,
        );
        let new = Arc::new(new);
        let mut open = self.open();
        if open.closed {
            // Locked meanwhile: the entry is on the disk, and what was handed out is closed.
            new.close();
        }
        open.interactions.insert(id, Arc::downgrade(&new));
        drop(open);
        Ok(new)
    }

    /// Opens an interaction again: the same shared object while anyone holds it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an id that is not here, [`Error::Damaged`] when its entries do not hold together.
    pub fn resume(&self, id: String) -> Result<Arc<Interaction>> {
        let id = Id::parse(&id).ok_or(Error::NotFound {
            what: Part::Interaction,
        })?;
        let mut open = self.still_open()?;
        let held = &mut open.interactions;
        if let Some(held) = held.get(&id).and_then(Weak::upgrade) {
            return Ok(held);
        }
        let found = Arc::new(Interaction::resumed(
            Arc::clone(&self.store),
            Arc::clone(&self.library),
            id,
        )?);
        held.retain(|_, held| held.strong_count() > 0);
        held.insert(id, Arc::downgrade(&found));
        Ok(found)
    }

    /// Every interaction, newest first. One that is damaged is listed as such. Where the file is damaged so that some
    /// may not be listed at all, a row without an id stands before the others and says so.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Damaged`] when the list itself cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>> {
        self.not_closed()?;
        let listing = self.store.list()?;
        let mut all: Vec<Listed> = listing.interactions.into_iter().map(Card::listed).collect();
        crate::order::sort_by(&mut all, |a, b| {
            b.began_at
                .map(|at| at.utc)
                .cmp(&a.began_at.map(|at| at.utc))
                .then(a.id.cmp(&b.id))
        });
        if listing.damage.is_some() {
            all.insert(0, Card::missing());
        }
        Ok(all)
    }
}

#[uniffi::export]
impl Records {
    /// The interactions as this recorder may see them on a device that others use too, newest first: the recorder's
    /// own whole; of everybody else's, only those that are not finished, with place and times alone. Without a name
    /// everything is somebody else's. [`Records::list`] is for whoever looks after the device's records.
    ///
    /// # Errors
    /// As [`Records::list`].
    pub fn list_for(&self, recorder: Option<String>) -> Result<Vec<ListedFor>> {
        let name = |name: &Option<String>| -> Option<String> {
            let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty());
            name.map(str::to_owned)
        };
        let recorder = name(&recorder);
        let of = |listed: Listed| {
            let (place, began_at, last_at) = (listed.place, listed.began_at, listed.last_at);
            let unreadable = listed.problem.is_some();
            match name(&listed.recorder) {
                whose if unreadable || (whose.is_some() && whose == recorder) => {
                    Some(ListedFor::Own { listed })
                }
                _ if listed.completed => None,
                None => Some(ListedFor::Unnamed {
                    id: listed.id,
                    place,
                    began_at,
                    last_at,
                }),
                Some(_) => Some(ListedFor::Other {
                    place,
                    began_at,
                    last_at,
                }),
            }
        };
        Ok(self.list()?.into_iter().filter_map(of).collect())
    }

    /// Erases the words of an entry: what it was and that it was stays, and the chain still verifies.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason and an authority, while it is held, or when there is no such entry or it
    /// is erased already. [`Error::NotSaved`] while something else is being erased or destroyed.
    pub fn erase(&self, id: String, erased: Erased, made: Made) -> Result<Erasure> {
        self.resume(id)?.erase(self.vault.as_ref(), erased, made)
    }

    /// Destroys an interaction for good: its key is forgotten, and a tombstone stays.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason, or while it is held; also when damage hides whether it is held.
    /// [`Error::NotFound`] for an id that is not here.
    pub fn destroy(&self, id: String, reason: String, made: Made) -> Result<Destroyed> {
        let refuse = |why| Err(Error::Refused { why });
        if reason.trim().is_empty() {
            return refuse(Refusal::ReasonNeeded);
        }
        let parsed = Id::parse(&id).ok_or(Error::NotFound {
            what: Part::Interaction,
        })?;
        self.may_destroy(&parsed)?;
        let words = TombstoneWords {
            at: made.now,
            by: made.author.map(|by| one_line::name(&by).into_owned()),
            reason,
        };
        let bytes = serde_json::to_vec(&words).map_err(|_| Error::Refused {
            why: Refusal::OutOfRange,
        })?;
        // Nothing is held while the key store is asked, so a hold may be set meanwhile: it is looked for again, and
        // in the transaction that destroys.
        let purging = self.store.prepare_purge(self.vault.as_ref())?;
        let stone = self.store.destroy(&purging, &parsed, &bytes, Card::may_destroy)?;
        let shared = self.open().interactions.remove(&parsed);
        if let Some(shared) = shared.and_then(|weak| weak.upgrade()) {
            shared.close();
        }
        let purge = self.store.finish_purge(self.vault.as_ref(), purging);
        Ok(destroyed_of(&stone, purge == Purge::Complete))
    }

    /// Whether the device has still to forget a key that could open what was erased or destroyed, in an older copy of
    /// the folder. It is tried again at each unlock.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Damaged`] when that cannot be read.
    pub fn forgetting_owed(&self) -> Result<bool> {
        self.not_closed()?;
        self.store.owes()
    }

    /// What stands in the place of the interactions that were destroyed.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a tombstone does not open.
    pub fn destroyed(&self) -> Result<Vec<Destroyed>> {
        self.not_closed()?;
        let complete = !self.store.owes()?;
        Ok(self
            .store
            .tombstones()?
            .iter()
            .map(|stone| destroyed_of(stone, complete))
            .collect())
    }
}

fn destroyed_of(stone: &Tombstone, complete: bool) -> Destroyed {
    let words: Option<TombstoneWords> = crate::json::read(&stone.words).ok();
    let (at, by, reason) = words.map_or((None, None, None), |w| (Some(w.at), w.by, Some(w.reason)));
    let head = stone.head.map(|head| hex(&head.hash));
    Destroyed {
        id: stone.id.to_string(),
        at,
        by,
        reason,
        head,
        complete,
    }
}

impl Records {
    pub(super) fn of(store: Arc<Store>, library: Arc<Library>, vault: Arc<dyn KeyVault>) -> Records {
        Records {
            store,
            library,
            vault,
            open: Mutex::default(),
        }
    }

    /// Locked: what was handed out is closed, and nothing more is handed out.
    pub(super) fn close(&self) {
        let mut open = self.open();
        open.closed = true;
        for (_, held) in open.interactions.drain() {
            if let Some(held) = held.upgrade() {
                held.close();
            }
        }
    }

    /// Looks an interaction up before the key store is asked for anything of it.
    fn may_destroy(&self, id: &Id) -> Result<()> {
        let listed = self.list()?.into_iter().find(|one| one.id == id.to_string());
        let listed = listed.ok_or(Error::NotFound {
            what: Part::Interaction,
        })?;
        if listed.held || listed.problem.is_some() {
            return Err(Error::Refused { why: Refusal::Held });
        }
        Ok(())
    }

    /// [`Error::Closed`] when these records were locked since they were handed out.
    pub(super) fn not_closed(&self) -> Result<()> {
        self.still_open().map(drop)
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, while these records are not closed.
    fn still_open(&self) -> Result<MutexGuard<'_, Open>> {
        let open = self.open();
        if open.closed { Err(Error::Closed) } else { Ok(open) }
    }
}

/// What an interaction is pinned to: the pack, and the values in use for it, where there are any that are known.
pub(super) fn pins(library: &Library, pack: &Pack) -> (Option<String>, Pins) {
    let values = library.values_digest(&pack.file().id).ok().flatten();
    let pins = Pins {
        pack: *pack.digest(),
        values: values.as_deref().and_then(unhex),
    };
    (values, pins)
}

/// The pin of a pack.
pub(super) fn pack_ref(pack: &Pack) -> PackRef {
    let file = pack.file();
    PackRef {
        id: file.id.clone(),
        version: file.version,
        title: file.title.clone(),
        digest: pack.digest_hex().to_owned(),
    }
}
