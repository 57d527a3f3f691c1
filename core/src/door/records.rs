//! The unlocked records: begin, resume, list. One shared object for each open interaction.

use super::interaction::{Card, Interaction};
use crate::error::{Error, Part, Refusal, Result};
use crate::guidance::Guidance as Library;
use crate::interaction::entry::{Begun, Entry, Erased, Event, PackRef};
use crate::interaction::operation::Made;
use crate::interaction::wire;
use crate::pack::Pack;
use crate::records::{Id, KeyVault, Pins, Purge, Receipt, Store, Tombstone, hex};
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
    /// Its id, in hexadecimal.
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
    store: Arc<Store>,
    library: Arc<Library>,
    vault: Arc<dyn KeyVault>,
    open: Mutex<HashMap<Id, Weak<Interaction>>>,
}

#[uniffi::export]
impl Records {
    /// Begins an interaction. Its first entry is on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pack that is not installed, [`Error::Refused`] for a role without a flow in it,
    /// [`Error::NotSaved`] when it could not be written.
    pub fn begin(&self, how: Begin, made: Made) -> Result<Arc<Interaction>> {
        let pack = super::guidance::find(&self.library, &how.pack)?;
        if !pack.file().roles.contains(&how.role) {
            return Err(Error::Refused {
                why: Refusal::NotInPack,
            });
        }
        let recorder = how.recorder.filter(|name| !name.trim().is_empty());
        let author = made.author.or_else(|| recorder.clone());
        let begun = Begun {
            pack: pack_ref(&pack),
            values: None,
            role: how.role,
            recorder,
        };
        let entry = Entry {
            seq: 1,
            author,
            done_at: made.done_at.unwrap_or(When::exactly(made.now)),
            recorded_at: made.now,
            about: Vec::new(),
            event: Event::Begun(begun),
        };
        let bytes = wire::encode(&entry)?;
        let card = Card::first(&entry);
        let pins = Pins {
            pack: *pack.digest(),
            values: None,
        };
        let (key, written) = self.store.begin(&pins, &bytes, &card)?;
        let id = key.id();
        let new = Interaction::begun(Arc::clone(&self.store), key, written, entry, pack);
        let new = Arc::new(new);
        self.open().insert(id, Arc::downgrade(&new));
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
        let mut open = self.open();
        if let Some(held) = open.get(&id).and_then(Weak::upgrade) {
            return Ok(held);
        }
        let found = Arc::new(Interaction::resumed(Arc::clone(&self.store), &self.library, id)?);
        open.retain(|_, held| held.strong_count() > 0);
        open.insert(id, Arc::downgrade(&found));
        Ok(found)
    }

    /// Every interaction, newest first. One that is damaged is listed as such.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Damaged`] when the list itself cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>> {
        let mut all: Vec<Listed> = self
            .store
            .list()?
            .interactions
            .into_iter()
            .map(Card::listed)
            .collect();
        all.sort_by(|a, b| {
            b.began_at
                .map(|at| at.utc)
                .cmp(&a.began_at.map(|at| at.utc))
                .then(a.id.cmp(&b.id))
        });
        Ok(all)
    }
}

#[uniffi::export]
impl Records {
    /// Erases the words of an entry: what it was and that it was stays, and the chain still verifies.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason and an authority, or when there is no such entry.
    pub fn erase(&self, id: String, erased: Erased, made: Made) -> Result<Receipt> {
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
        let listed = self.list()?.into_iter().find(|one| one.id == parsed.to_string());
        let listed = listed.ok_or(Error::NotFound {
            what: Part::Interaction,
        })?;
        // A hold that cannot be read may stand: nothing is destroyed on a doubt.
        let held = listed.held || listed.problem.is_some();
        let words = TombstoneWords {
            at: made.now,
            by: made.author,
            reason,
        };
        let bytes = serde_json::to_vec(&words).map_err(|_| Error::Refused {
            why: Refusal::OutOfRange,
        })?;
        // Nothing is held here: the key store is asked on the way.
        let purge = self.store.destroy(self.vault.as_ref(), &parsed, &bytes, held)?;
        let shared = self.open().remove(&parsed).and_then(|weak| weak.upgrade());
        if let Some(shared) = shared {
            shared.close();
        }
        let stone = self
            .store
            .tombstones()?
            .into_iter()
            .find(|stone| stone.id == parsed);
        let complete = purge == Purge::Complete;
        Ok(match stone {
            Some(stone) => destroyed_of(&stone, complete),
            None => Destroyed {
                id,
                at: None,
                by: None,
                reason: None,
                head: None,
                complete,
            },
        })
    }

    /// What stands in the place of the interactions that were destroyed.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a tombstone does not open.
    pub fn destroyed(&self) -> Result<Vec<Destroyed>> {
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
    let words: Option<TombstoneWords> = serde_json::from_slice(&stone.words).ok();
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
            open: Mutex::new(HashMap::new()),
        }
    }

    /// Locked: what was handed out is closed.
    pub(super) fn close(&self) {
        for (_, held) in self.open().drain() {
            if let Some(held) = held.upgrade() {
                held.close();
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<Id, Weak<Interaction>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
