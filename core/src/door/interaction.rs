//! One interaction: a method for each kind of entry, and what can be read of it.
//!
//! Every change is an entry, and every entry is on the disk before its receipt exists. Shared between threads: the
//! order in which calls get in is the order of the log.

use super::guidance::find;
use super::records::{Listed, pack_ref, pins};
use super::take_over::Opened;
use crate::error::{Error, Part, Refusal, Result};
use crate::guidance::Guidance as Library;
use crate::interaction::call_lines::{OfficersTold, officers_told};
use crate::interaction::entry::*;
use crate::interaction::export::{self, ExportHow};
use crate::interaction::hand_over::{self, Offered, additions, fitting};
use crate::interaction::left_out::Going;
use crate::interaction::local::{LocalValue, Locals};
use crate::interaction::log_copy::{LogCopy, log_copy};
use crate::interaction::operation::*;
use crate::interaction::pace::{Pace, pace};
use crate::interaction::prepare::{Prepared, prepare};
use crate::interaction::record::{Record, record};
use crate::interaction::review::{ReviewSheet, review};
use crate::interaction::state::State;
use crate::interaction::worklist::{RouteRow, Worklist, routes, worklist};
use crate::interaction::{danger, fold, one_line, remains, wire};
use crate::pack::Pack;
use crate::pack::values::{LOG_COPY_LENGTH, PACE};
use crate::records::{
    self, Change, Content, Head, Id, KeyVault, OpenKey, Pins, Purge, Purging, Receipt, Store, Written,
};
use crate::sets::{Danger, Level, Place, Role};
use crate::time::{Moment, When};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The words of an entry were erased.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Erasure {
    /// The receipt of the entry that says so.
    pub receipt: Receipt,
    /// Whether the device has forgotten every key that could open what was erased. Until then an older copy of the
    /// folder may still open it, and nothing may say *for good*: the rest is done at the next unlock.
    pub complete: bool,
}

/// How danger stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct DangerBlock {
    /// The latest answer; none before the first.
    pub answer: Option<Danger>,
    /// When it was given.
    pub at: Option<When>,
    /// Whole minutes since; negative when the clock went back. None: nobody knows when it was.
    pub minutes_ago: Option<i64>,
    /// Children not seen at that time.
    pub not_seen: Vec<u32>,
    /// Why it is to be asked now, if it is.
    pub ask: Option<AskedBecause>,
    /// The same in words, as every screen says it: how it was answered, when, how long ago, and who was not seen.
    pub words: String,
}

/// One interaction.
#[derive(uniffi::Object)]
pub struct Interaction {
    id: Id,
    pub(super) store: Arc<Store>,
    library: Arc<Library>,
    inner: Mutex<Inner>,
}

/// What is in memory of it. Never ahead of the disk once a call has returned.
pub(super) struct Inner {
    pub(super) key: OpenKey,
    head: Head,
    entries: Vec<Entry>,
    state: State,
    /// None when the pack it is pinned to is not on the device: the record is read all the same.
    pack: Option<Arc<Pack>>,
    closed: bool,
}

/// Makes the method of each kind of entry.
macro_rules! kinds {
    ($($(#[$meta:meta])* $method:ident($variant:ident: $ty:ty);)+) => {
        #[uniffi::export]
        impl Interaction {
            $(
                $(#[$meta])*
                ///
                /// # Errors
                /// [`Error::Refused`] when it does not follow, [`Error::NotSaved`] when it could not be written:
                /// nothing is recorded then.
                pub fn $method(&self, what: $ty, made: Made) -> Result<Receipt> {
                    self.perform(Operation::$variant(what), made)
                }
            )+
        }
    };
}

kinds! {
    /// Sets where the scene is.
    set_scene(SceneSet: SceneSet);
    /// Adds a child.
    add_child(ChildAdded: AddChild);
    /// Gives a child another label or age.
    relabel_child(ChildRelabelled: ChildRelabelled);
    /// Says that two of the list are the same child.
    merge_child(ChildMerged: ChildMerged);
    /// Sets circumstances of children.
    set_circumstances(CircumstancesSet: SetCircumstances);
    /// Answers the danger question.
    answer_danger(DangerAsked: AnswerDanger);
    /// Answers an item or a prompt.
    answer(Answered: Answer);
    /// Records what a child said.
    quote(Quoted: Quote);
    /// Records what was seen, heard or not said.
    observe(Observed: Observe);
    /// States a risk: words, then the level.
    state_risk(RiskStated: StateRisk);
    /// Records that somebody was told.
    tell(Told: TellSomeone);
    /// Moves a sharing.
    move_sharing(SharingMoved: MoveSharing);
    /// Ends a list.
    end_list(ListEnded: EndList);
    /// Leaves the scene.
    leave_scene(LeftScene: Leave);
    /// Comes back.
    come_back(Returned: Return);
    /// Sets the mode: at the scene, or writing up.
    set_mode(ModeSet: ModeSet);
    /// Adds a reference.
    add_reference(ReferenceAdded: ReferenceAdded);
    /// Sets the handling line.
    set_handling(HandlingSet: SetHandling);
    /// Notes what was copied for the log.
    copied_for_the_log(CopiedForTheLog: CopyForTheLog);
    /// Hands over.
    hand_over(HandedOver: HandOver);
    /// Adds a supervisor's review.
    review(Reviewed: Review);
    /// Sets a hold.
    set_hold(HoldSet: Reason);
    /// Lifts the hold.
    lift_hold(HoldLifted: Reason);
    /// Completes the interaction, with what stays open.
    complete(Completed: Nothing);
    /// Reopens it.
    reopen(Reopened: Reason);
    /// Corrects an entry. The entry stays as it was.
    correct(Corrected: Corrected);
    /// Takes over, or keeps what was told before arrival.
    take_over(TakenOver: TakeOver);
    /// Sets or ends a silent call.
    set_silent_call(SilentCallSet: SilentCallSet);
}

#[uniffi::export]
impl Interaction {
    /// The id, in hexadecimal.
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// Records one operation of any kind.
    ///
    /// # Errors
    /// [`Error::Refused`] when it does not follow, [`Error::NotSaved`] when it could not be written: nothing is
    /// recorded then.
    pub fn perform(&self, operation: Operation, made: Made) -> Result<Receipt> {
        let mut inner = self.inner()?;
        let pack = inner.pack.clone().ok_or(Error::NotFound { what: Part::Pack })?;
        // What cannot be read is not shown, and keeps nobody from recording.
        let values = self.library.values(&pack).ok();
        let (operation, file) = self.opened(operation)?;
        let mut prepared = prepare(operation, &inner.state, &pack, values.as_deref())?;
        if let (Event::TakenOver(taken), Some(file)) = (&mut prepared.event, file) {
            taken.file = Some(file);
        }
        inner.append(&self.store, prepared, made, None)
    }

    /// The state.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn state(&self) -> Result<State> {
        Ok(self.inner()?.state.clone())
    }

    /// The worklist.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the pack it is pinned to is not on the device.
    pub fn worklist(&self) -> Result<Worklist> {
        let inner = self.inner()?;
        Ok(worklist(inner.pack()?, &inner.state))
    }

    /// The routes that follow for a child, from a level or, without one, from any.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn routes(&self, child: Option<u32>, level: Option<Level>) -> Result<Vec<RouteRow>> {
        let inner = self.inner()?;
        Ok(routes(inner.pack()?, &inner.state, child, level))
    }

    /// How danger stands, and whether it is to be asked.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn danger(&self, now: Moment) -> Result<DangerBlock> {
        let inner = self.inner()?;
        let last = inner.state.danger_now();
        Ok(DangerBlock {
            answer: last.map(|last| last.answer),
            at: last.map(|last| last.at),
            minutes_ago: last.and_then(|last| danger::minutes_ago(last, now)),
            not_seen: last.map(|last| last.not_seen.clone()).unwrap_or_default(),
            ask: inner.state.ask_danger,
            words: danger::line(&inner.state, now),
        })
    }

    /// What the force has filled in, for every local value of the pack: as it stands now, marked where it was corrected
    /// since this interaction began.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn local_values(&self) -> Result<Vec<LocalValue>> {
        let inner = self.inner()?;
        let pack = inner.pack()?;
        let now = self.library.values(pack).ok();
        let pinned = inner.state.values.as_deref();
        let began = self.library.values_by_digest(pinned, pack).ok();
        let locals = Locals {
            pack,
            now: now.as_deref(),
            began: began.as_deref(),
        };
        Ok(locals.all())
    }

    /// The sheet for a supervisor: one page, with what the pack asks to look at.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn review_sheet(&self) -> Result<ReviewSheet> {
        let inner = self.inner()?;
        Ok(review(inner.pack.as_deref(), &inner.state, &inner.entries))
    }

    /// The notice of a pace that nobody could work at, if one is due by the force's own figure. It is kept nowhere.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn pace(&self, now: Moment) -> Result<Option<Pace>> {
        let inner = self.inner()?;
        let values = inner.pack().ok().and_then(|pack| self.library.values(pack).ok());
        let figure = values.and_then(|values| values.number(PACE));
        Ok(pace(&inner.state, &inner.entries, figure, now))
    }

    /// The copy for the incident log, as long as the force's log takes.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn log_copy(&self, now: Moment) -> Result<LogCopy> {
        let inner = self.inner()?;
        let pack = inner.pack()?;
        let values = self.library.values(pack).ok();
        let longest = values.and_then(|values| values.number(LOG_COPY_LENGTH));
        Ok(log_copy(pack, &inner.state, longest, now))
    }

    /// How it stands with those going. None: this guidance does not ask for it here.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn officers_told(&self) -> Result<Option<OfficersTold>> {
        let inner = self.inner()?;
        Ok(officers_told(inner.pack()?, &inner.state))
    }

    /// Adds a child of a hand-over, and what is known of it by those records.
    ///
    /// # Errors
    /// As [`Interaction::add_child`]. What was written stays: the child may stand without its circumstances.
    pub fn add_offered(&self, offered: Offered, made: Made) -> Result<Receipt> {
        let (number, pack) = {
            let inner = self.inner()?;
            (inner.state.children.len() as u32 + 1, inner.pack.clone())
        };
        let pack = pack.ok_or(Error::NotFound { what: Part::Pack })?;
        let mut last = Err(Error::Closed);
        for operation in additions(&offered, number, &pack) {
            last = Ok(self.perform(operation, made.clone())?);
        }
        last
    }

    /// The record.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn record(&self) -> Result<Record> {
        let inner = self.inner()?;
        Ok(record(inner.pack.as_deref(), &inner.state, &inner.entries))
    }

    /// Every entry, in order.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        Ok(self.inner()?.entries.clone())
    }

    /// The receipt of the last entry.
    ///
    /// # Errors
    /// [`Error::Closed`] after locking.
    pub fn head(&self) -> Result<Receipt> {
        Ok(self.receipt(&self.inner()?.head))
    }

    /// Reads the interaction from the disk again and checks every seal and the whole chain.
    ///
    /// # Errors
    /// [`Error::Damaged`] naming what does not hold.
    pub fn verify(&self) -> Result<Receipt> {
        let inner = self.inner()?;
        let found = self.store.verify(&self.id)?;
        if found.head != inner.head {
            return Err(Error::Damaged { what: Part::Chain });
        }
        Ok(self.receipt(&found.head))
    }

    /// Which entries' chain hashes begin like this: where a head that was written down elsewhere stands in the chain.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not hexadecimal or shorter than eight digits.
    pub fn entries_with_hash(&self, beginning: &str) -> Result<Vec<u64>> {
        let beginning = beginning.to_ascii_lowercase();
        let long_enough = (8..=64).contains(&beginning.len());
        if !long_enough || !beginning.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::Refused {
                why: Refusal::OutOfRange,
            });
        }
        let (_, chained) = self.chained()?;
        let alike = chained
            .iter()
            .filter(|entry| records::hex(&entry.hash).starts_with(&beginning));
        Ok(alike.map(|entry| entry.seq).collect())
    }
}

impl Interaction {
    /// The pack that it is pinned to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not on the device.
    pub fn pack(&self) -> Result<Arc<Pack>> {
        self.inner()?
            .pack
            .clone()
            .ok_or(Error::NotFound { what: Part::Pack })
    }

    /// A taking over with its file opened: the account that it gives stands in the place of words.
    fn opened(&self, operation: Operation) -> Result<(Operation, Option<HandedFile>)> {
        let Operation::TakenOver(TakeOver {
            from,
            how,
            words,
            export: Some(text),
        }) = operation
        else {
            return Ok((operation, None));
        };
        let opened = Opened::read(&text, |digest| self.library.load(digest).ok())?;
        let own = opened.file.interaction == self.id();
        if own || !words.trim().is_empty() {
            // A record is not handed over to itself, and a file's words are its own.
            let why = if own {
                Refusal::OutOfOrder
            } else {
                Refusal::OutOfRange
            };
            return Err(Error::Refused { why });
        }
        let spare = serde_json::to_string(&opened.file).map_or(0, |file| file.len());
        let take = TakeOver {
            from: from.or_else(|| Some(hand_over::from(&opened.state))),
            how,
            words: fitting(&opened.record, spare),
            export: None,
        };
        Ok((Operation::TakenOver(take), Some(opened.file)))
    }

    /// Moves the interaction to another pack. Answers whose wording changed keep the wording that was shown.
    ///
    /// # Errors
    /// [`Error::Refused`] while it is read-only, [`Error::NotSaved`] when it could not be written.
    pub fn move_to_pack(&self, pack: Arc<Pack>, made: Made) -> Result<Receipt> {
        let mut inner = self.inner()?;
        let Some(from) = inner.state.pack.clone().filter(|_| !inner.state.read_only) else {
            return Err(Error::Refused {
                why: Refusal::ReadOnly,
            });
        };
        let (values, pins) = pins(&self.library, &pack);
        let event = Event::MovedToPack(MovedToPack {
            from,
            to: pack_ref(&pack),
            values,
        });
        let receipt = inner.append(&self.store, Prepared { about: vec![], event }, made, Some(&pins))?;
        inner.pack = Some(pack);
        Ok(receipt)
    }

    /// A pack of this device, by its id or digest.
    pub(super) fn pack_of(&self, id_or_digest: &str) -> Result<Arc<Pack>> {
        find(&self.library, id_or_digest)
    }

    /// The exact bytes and salts of every entry, as they stand on the disk.
    pub(super) fn chained(&self) -> Result<(Head, Vec<records::Entry>)> {
        // Held, so that what is read is what is known: nothing is appended in between.
        self.inner()?.chained(&self.store)
    }

    /// Appends the entry that says what an export is, and makes the export of the chain up to it: nothing comes in
    /// between. When it cannot be made after all, an entry says so.
    pub(super) fn append_export<T>(
        &self,
        how: &ExportHow,
        made: Made,
        make: impl FnOnce(Receipt, Going, Vec<records::Entry>) -> Result<T>,
    ) -> Result<T> {
        let mut inner = self.inner()?;
        let plan = export::plan(
            how,
            &inner.state,
            &inner.entries,
            inner.pack.as_deref(),
            &made.now,
        )?;
        let (about, event) = (plan.about, Event::Exported(plan.exported));
        let receipt = inner.append(&self.store, Prepared { about, event }, made.clone(), None)?;
        let entry = receipt.seq;
        let chained = inner.chained(&self.store);
        let export = chained.and_then(|(_, chained)| make(receipt, plan.going, chained));
        if export.is_err() {
            let event = Event::Corrected(Corrected {
                entry,
                how: Correction::PressedByMistake,
                reason: Some("The export could not be made".to_owned()),
            });
            // As well as can be: whatever failed may fail again.
            let _ = inner.append(&self.store, Prepared { about: vec![], event }, made, None);
        }
        export
    }

    /// Erases the words of an entry. The key store is asked before and after, with nothing held; in between the entry
    /// comes after whatever was written meanwhile, and who writes then waits for one transaction.
    pub(super) fn erase(&self, vault: &dyn KeyVault, erased: Erased, made: Made) -> Result<Erasure> {
        // Looked at first, so that the key store is not asked for nothing.
        self.inner()?.may_erase(&erased)?;
        let purging = self.store.prepare_purge(vault)?;
        let receipt = self.inner()?.erase(&self.store, &purging, erased, made)?;
        let complete = self.store.finish_purge(vault, purging) == Purge::Complete;
        Ok(Erasure { receipt, complete })
    }

    pub(super) fn begun(
        store: Arc<Store>,
        library: Arc<Library>,
        key: OpenKey,
        written: Written,
        entry: Entry,
        pack: Arc<Pack>,
    ) -> Self {
        let entries = vec![entry];
        let state = fold::fold(&entries);
        let inner = Inner {
            key,
            head: written.head,
            entries,
            state,
            pack: Some(pack),
            closed: false,
        };
        Interaction {
            id: inner.key.id(),
            store,
            library,
            inner: Mutex::new(inner),
        }
    }

    pub(super) fn resumed(store: Arc<Store>, library: Arc<Library>, id: Id) -> Result<Self> {
        let opened = store.open_interaction(&id)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(opened.entries.len());
        // By value: the bytes of an entry go as soon as it is read.
        for entry in opened.entries {
            entries.push(match entry.content {
                Content::Kept { plaintext, .. } => wire::decode(entry.seq, &plaintext)?,
                Content::Erased => Entry::gone_after(entry.seq, entries.last()),
            });
        }
        let state = fold::fold(&entries);
        let pack = state
            .pack
            .as_ref()
            .and_then(|pack| library.load(&pack.digest).ok());
        let inner = Inner {
            key: opened.key,
            head: opened.head,
            entries,
            state,
            pack,
            closed: false,
        };
        Ok(Interaction {
            id,
            store,
            library,
            inner: Mutex::new(inner),
        })
    }

    pub(super) fn close(&self) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.closed = true;
        inner.entries = Vec::new();
        inner.state = State::default();
    }

    fn receipt(&self, head: &Head) -> Receipt {
        Receipt::of(&self.id, head)
    }

    pub(super) fn inner(&self) -> Result<MutexGuard<'_, Inner>> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.closed {
            Err(Error::Closed)
        } else {
            Ok(inner)
        }
    }
}

impl Inner {
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    fn pack(&self) -> Result<&Pack> {
        self.pack.as_deref().ok_or(Error::NotFound { what: Part::Pack })
    }

    fn chained(&self, store: &Store) -> Result<(Head, Vec<records::Entry>)> {
        let found = store.open_interaction(&self.key.id())?;
        if found.head != self.head || found.entries.len() != self.entries.len() {
            return Err(Error::Closed);
        }
        Ok((found.head, found.entries))
    }

    /// The entry that comes next.
    fn entry(&self, what: Prepared, made: Made) -> Entry {
        let mut entry = Entry {
            seq: self.head.seq + 1,
            author: made.author.filter(|name| !one_line::nothing(name)),
            done_at: made.done_at.unwrap_or(When::exactly(made.now)),
            recorded_at: made.now,
            about: what.about,
            event: what.event,
        };
        one_line::entry(&mut entry);
        entry.author = entry.author.or_else(|| self.state.recorder().map(str::to_owned));
        entry
    }

    /// Whether an entry may be erased now. A hold keeps everything: an erasure would be a destruction in parts.
    fn may_erase(&self, erased: &Erased) -> Result<()> {
        let why = if self.state.read_only {
            Refusal::ReadOnly
        } else if self.gone(erased.entry) {
            Refusal::NoSuchEntry
        } else if one_line::nothing(&erased.reason) || one_line::nothing(&erased.authority) {
            Refusal::ReasonNeeded
        } else if self.state.hold.is_some() {
            Refusal::Held
        } else {
            return Ok(());
        };
        Err(Error::Refused { why })
    }

    /// Whether an entry has no words that could be erased. The first is what everything else hangs on.
    fn gone(&self, seq: u64) -> bool {
        let found = self.entries.iter().find(|entry| entry.seq == seq);
        seq <= 1 || found.is_none_or(|entry| !remains::has_words(&entry.event))
    }

    fn erase(&mut self, store: &Store, purging: &Purging<'_>, erased: Erased, made: Made) -> Result<Receipt> {
        self.may_erase(&erased)?;
        let seq = erased.entry;
        let was = self.entries.iter().find(|entry| entry.seq == seq);
        let remains = was.and_then(|was| remains::of(was, &self.entries));
        let what = Prepared {
            about: vec![],
            event: Event::Erased(Erased { remains, ..erased }),
        };
        let entry = self.entry(what, made);
        let bytes = wire::encode(&entry)?;
        let mut after: Vec<Entry> = Vec::with_capacity(self.entries.len() + 1);
        for entry in &self.entries {
            after.push(match entry.seq == seq {
                true => Entry::gone_after(seq, after.last()),
                false => entry.clone(),
            });
        }
        after.push(entry);
        let state = fold::fold(&after);
        let written = store.erase(purging, &self.key, &self.head, seq, &bytes, &Card::of(&state))?;
        self.head = written.head;
        self.entries = after;
        self.state = state;
        written.receipts.into_iter().next().ok_or(Error::Closed)
    }

    /// Makes the entry, writes it, and only then lets it be part of what is known.
    fn append(&mut self, store: &Store, what: Prepared, made: Made, pins: Option<&Pins>) -> Result<Receipt> {
        let entry = self.entry(what, made);
        let bytes = wire::encode(&entry)?;
        // The card shows the state with this entry in it. Nobody sees that state before the commit: the lock is
        // held, and when the write fails the state is folded again from what is on the disk.
        let reached_back = fold::fold_one(&mut self.state, &entry);
        self.entries.push(entry);
        if reached_back {
            self.state = fold::fold(&self.entries);
        }
        let card = Card::of(&self.state);
        let change = Change {
            entries: &[&bytes],
            card: &card,
            pins,
            clear_draft: false,
        };
        match store.write(&self.key, &self.head, &change) {
            Ok(written) => {
                self.head = written.head;
                written.receipts.into_iter().next().ok_or(Error::Closed)
            }
            Err(error) => {
                self.entries.pop();
                self.state = fold::fold(&self.entries);
                Err(error)
            }
        }
    }
}

/// What a list shows of an interaction: kept sealed beside its head, so that listing opens no log.
#[derive(Serialize, Deserialize)]
pub(super) struct Card {
    began_at: Option<Moment>,
    last_at: Option<Moment>,
    place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorder: Option<String>,
    role: Option<Role>,
    unsent: u32,
    untold: u32,
    completed: bool,
    only_here: bool,
    held: bool,
}

impl Card {
    fn of(state: &State) -> Vec<u8> {
        let card = Card {
            began_at: state.began_at,
            last_at: state.last_at,
            place: state.scene.as_ref().map_or(Place::NotKnown, |scene| scene.place),
            recorder: state.recorder().map(str::to_owned),
            role: state.role(),
            unsent: state.unsent().count() as u32,
            untold: state.untold().count() as u32,
            completed: state.completed.is_some(),
            only_here: state.only_here(),
            held: state.hold.is_some(),
        };
        // Plain data always serialises; an empty card is listed as damaged, and the log stands.
        serde_json::to_vec(&card).unwrap_or_default()
    }

    /// Refuses to destroy what is held. A hold that cannot be read may stand: nothing is destroyed on a doubt.
    pub(super) fn may_destroy(card: Option<&[u8]>) -> Result<()> {
        let card = card.and_then(|bytes| crate::json::read::<Card>(bytes).ok());
        match card {
            Some(card) if !card.held => Ok(()),
            _ => Err(Error::Refused { why: Refusal::Held }),
        }
    }

    pub(super) fn first(entry: &Entry) -> Vec<u8> {
        Card::of(&fold::fold(std::slice::from_ref(entry)))
    }

    /// The row that says that others may be missing.
    pub(super) fn missing() -> Listed {
        Listed {
            problem: Some(Part::Records),
            ..Card::unknown(String::new(), false)
        }
    }

    fn unknown(id: String, recoverable: bool) -> Listed {
        Listed {
            id,
            problem: None,
            began_at: None,
            last_at: None,
            place: Place::NotKnown,
            recorder: None,
            role: None,
            entries: 0,
            unsent: 0,
            untold: 0,
            completed: false,
            only_here: true,
            held: false,
            recoverable,
        }
    }

    pub(super) fn listed(found: crate::records::Listed) -> Listed {
        let mut listed = Card::unknown(found.id.to_string(), found.recoverable);
        let seq = found.seq;
        let card = found.card.and_then(|bytes| {
            crate::json::read::<Card>(&bytes).map_err(|_| Error::Damaged {
                what: Part::Interaction,
            })
        });
        match card {
            Ok(card) => Listed {
                began_at: card.began_at,
                last_at: card.last_at,
                place: card.place,
                recorder: card.recorder,
                role: card.role,
                entries: seq,
                unsent: card.unsent,
                untold: card.untold,
                completed: card.completed,
                only_here: card.only_here,
                held: card.held,
                ..listed
            },
            Err(error) => {
                listed.problem = Some(match error {
                    Error::Damaged { what } | Error::Newer { what } => what,
                    _ => Part::Interaction,
                });
                listed
            }
        }
    }
}
