//! The door of signed updates: poll, refresh, import, and how things stand.
//!
//! Whatever goes wrong here, guidance that was verified stays in use, and open interactions keep what they are pinned to.
//! Refuses to say *updated* before the switch is on the disk.

use super::brought::Refreshed;
use super::bundle::Bundle;
use super::client::{Client, TIMESTAMP, TIMESTAMP_BYTES};
use super::held::Held;
use super::pace::{Ended, Tries};
use super::refresh::{Rest, Work, progress};
use super::since::{self, NewerPack};
use super::source::{Ask, Got, Source, Validators, Web};
use super::state::{self, UpdatesState, mark_safety};
use super::store::{self, Trust};
use super::transport::{Progress, Step, Transport, Watch};
use super::trouble::not_updated;
use crate::error::{Error, Part, Result, Trouble};
use crate::guidance::Guidance as Library;
use crate::pack::whole::hex;
use crate::records::random;
use crate::time::{Instant, Moment};
use jiff::Timestamp as Time;
use sigstore_tuf::{Metadata, Root, Timestamp};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) const LOT: &str = "lot";
pub(super) const TRIES: &str = "tries";
const VALIDATORS: &str = "validators";
pub(super) const WAITING: &str = "waiting";
pub(super) const ROOT: &str = "root";
pub(super) const SAFETY: &str = "safety";

/// Where updates come from, and whom they are believed.
#[derive(Debug, Clone, uniffi::Record)]
pub struct UpdatesConfig {
    /// The address of the repository, above `metadata/` and `targets/`. Empty: updates come in files alone.
    pub url: String,
    /// The root that came with the app, as it is: who may sign, to begin with.
    pub root: Vec<u8>,
    /// Ids of the packs, or names of the forces, to follow. Empty: all that there are.
    pub follow: Vec<String>,
}

/// What a poll found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Polled {
    /// There is nothing new. All that a poll may conclude by itself.
    NothingNew,
    /// A refresh has to look: something may be new, or a day has gone by, or what is known has run out.
    RefreshDue,
}

/// Signed updates of one data folder.
#[derive(uniffi::Object)]
pub struct Updates {
    folder: PathBuf,
    library: Arc<Library>,
    config: UpdatesConfig,
    stop: Arc<AtomicBool>,
    under_way: AtomicBool,
    /// Refuses a root for development.
    release: bool,
}

#[uniffi::export]
impl Updates {
    /// Asks whether there is anything new: at most one request, answered by a few bytes where there is not.
    ///
    /// # Errors
    /// [`Error::NotUpdated`] when no server could be asked; [`Error::Damaged`] of what is known of the signatures.
    pub fn poll(&self, transport: Arc<dyn Transport>, now: Moment) -> Result<Polled> {
        let _turn = self.turn()?;
        let trust = Trust::open(&self.folder)?;
        let lot = lot(&trust)?;
        let tries = tries(&trust)?;
        let (Some(held), false) = (trust.role(TIMESTAMP), tries.refresh_due(now.utc, &lot)) else {
            return Ok(Polled::RefreshDue);
        };
        let known = Metadata::<Timestamp>::from_slice(&held).ok();
        if known.is_none_or(|known| known.signed().expires < time(now.utc)) {
            return Ok(Polled::RefreshDue);
        }
        let web = Web::new(transport, self.url()?, Arc::clone(&self.stop));
        let ask = Ask {
            known: read_note(&trust, VALIDATORS)?.unwrap_or_default(),
            ..Ask::whole(TIMESTAMP_BYTES)
        };
        match web.get("metadata/timestamp.json", &ask) {
            Ok(Got::Unchanged) => {}
            Ok(Got::File(part)) if part.bytes == held => {
                write_note(&trust, VALIDATORS, &part.validators)?;
            }
            Ok(_) => return Ok(Polled::RefreshDue),
            Err(trouble) => {
                self.note(&trust, now.utc, Ended::Failed, &web);
                return Err(not_updated(trouble));
            }
        }
        self.note(&trust, now.utc, Ended::Polled, &web);
        Ok(Polled::NothingNew)
    }

    /// Verifies everything anew and takes what is new into use. On a `costly` network only what is marked *safety*.
    ///
    /// # Errors
    /// [`Error::NotUpdated`] with why; what was verified until then is kept, and what is in use stays. A force whose part
    /// alone is bad is no error: see [`Refreshed::troubles`].
    pub fn refresh(
        &self,
        transport: Arc<dyn Transport>,
        watch: Option<Arc<dyn Watch>>,
        costly: bool,
        now: Moment,
    ) -> Result<Refreshed> {
        let rest = if costly { Rest::Leave } else { Rest::TakeIn };
        self.asked(transport, watch.as_deref(), rest, now)
    }

    /// As [`Updates::refresh`], and no pack is taken into use that is not marked *safety*: where the network does not
    /// cost it is brought here, verified and read, and is offered ([`UpdatesState::waiting`], [`UpdatesState::here`]).
    /// [`Updates::take_in`] takes it. A force's values are taken, but for those of a pack that waits.
    ///
    /// # Errors
    /// As [`Updates::refresh`].
    pub fn bring(
        &self,
        transport: Arc<dyn Transport>,
        watch: Option<Arc<dyn Watch>>,
        costly: bool,
        now: Moment,
    ) -> Result<Refreshed> {
        let rest = if costly { Rest::Leave } else { Rest::Bring };
        self.asked(transport, watch.as_deref(), rest, now)
    }

    /// Takes into use what was brought here and waits. Asks nobody: no signal is needed. It is verified again, and once
    /// its signatures have run out it is not taken until a server has signed again.
    ///
    /// # Errors
    /// As [`Updates::refresh`].
    pub fn take_in(&self, watch: Option<Arc<dyn Watch>>, now: Moment) -> Result<Refreshed> {
        let _turn = self.turn()?;
        let trust = Arc::new(Trust::open(&self.folder)?);
        let source: Arc<dyn Source> = Arc::new(Held(Arc::clone(&trust)));
        let (said, _) = self.run(&trust, &source, watch.as_deref(), Rest::Held, now)?;
        Ok(said)
    }

    /// What a later release of a pack says otherwise: of the pack that a record began with, by its digest, or that was
    /// in use when somebody last looked. None while it is the one in use.
    ///
    /// # Errors
    /// [`Error::NotFound`] or [`Error::Damaged`] of the pack.
    pub fn since(&self, pack: &str) -> Result<Option<NewerPack>> {
        since::of(&self.folder, &self.library, pack)
    }

    /// The same from a repository in one file, by cable or message. One that is older than what is here is refused.
    ///
    /// # Errors
    /// As [`Updates::refresh`].
    pub fn import_file(&self, path: String, watch: Option<Arc<dyn Watch>>, now: Moment) -> Result<Refreshed> {
        let _turn = self.turn()?;
        let bundle = Bundle::open(Path::new(&path)).map_err(not_updated)?;
        let trust = Arc::new(Trust::open(&self.folder)?);
        let source: Arc<dyn Source> = Arc::new(bundle);
        let (said, _) = self.run(&trust, &source, watch.as_deref(), Rest::TakeIn, now)?;
        Ok(said)
    }

    /// How updates stand. Asks nobody. After the device was off, what is due is due when its turn is: those that are
    /// switched on together are spread over ten minutes.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk cannot be read. Damage is no error here: it is
    /// [`crate::Freshness::Damaged`].
    pub fn state(&self, now: Moment) -> Result<UpdatesState> {
        state::of(&self.folder, &self.library, now)
    }

    /// Stops the refresh that is under way, at its next step. What was verified is kept, and a pack on its way as well.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Begins again from the root that came with the app, by explicit choice, where what was known of the signatures is
    /// damaged or gone. It is set aside under the number given back, if anything is left of it; no pack older than one
    /// that is here is taken afterwards either.
    ///
    /// # Errors
    /// [`Error::NotUpdated`] while it can be read: there is nothing to begin again.
    pub fn start_again(&self) -> Result<Option<u32>> {
        let _turn = self.turn()?;
        match Trust::open(&self.folder) {
            Err(Error::Damaged { what: Part::Trust }) => store::start_again(&self.folder),
            Ok(_) => Err(not_updated(Trouble::NotDamaged)),
            Err(error) => Err(error),
        }
    }
}

/// A refresh at a time. Dropped, the next may begin.
struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Updates {
    pub(crate) fn of(folder: &Path, library: Arc<Library>, config: UpdatesConfig) -> Updates {
        Updates {
            folder: folder.to_owned(),
            library,
            config,
            stop: Arc::default(),
            under_way: AtomicBool::new(false),
            release: !cfg!(debug_assertions),
        }
    }

    /// As a release build is.
    #[cfg(test)]
    pub(super) fn released(mut self) -> Updates {
        self.release = true;
        self
    }

    fn turn(&self) -> Result<Turn<'_>> {
        if self.under_way.swap(true, Ordering::Acquire) {
            return Err(not_updated(Trouble::UnderWay));
        }
        self.stop.store(false, Ordering::Relaxed);
        Ok(Turn(&self.under_way))
    }

    fn asked(
        &self,
        transport: Arc<dyn Transport>,
        watch: Option<&dyn Watch>,
        rest: Rest,
        now: Moment,
    ) -> Result<Refreshed> {
        let _turn = self.turn()?;
        let trust = Arc::new(Trust::open(&self.folder)?);
        let web = Arc::new(Web::new(transport, self.url()?, Arc::clone(&self.stop)));
        let source: Arc<dyn Source> = web.clone();
        let done = self.run(&trust, &source, watch, rest, now);
        let count = |counter: u64| u32::try_from(counter).unwrap_or(u32::MAX);
        match done {
            Ok((mut said, validators)) => {
                said.requests = count(web.requests.load(Ordering::Relaxed).into());
                said.bytes = web.bytes.load(Ordering::Relaxed);
                // What is in use is in use: that less is remembered of it is no reason to keep silent about that.
                let _ = write_note(&trust, VALIDATORS, &validators);
                self.note(&trust, now.utc, Ended::Refreshed, &web);
                Ok(said)
            }
            Err(error) => {
                if error != not_updated(Trouble::Stopped) {
                    self.note(&trust, now.utc, Ended::Failed, &web);
                }
                Err(error)
            }
        }
    }

    fn url(&self) -> Result<&str> {
        match self.config.url.trim() {
            "" => Err(not_updated(Trouble::Missing)),
            url => Ok(url),
        }
    }

    fn run(
        &self,
        trust: &Arc<Trust>,
        source: &Arc<dyn Source>,
        watch: Option<&dyn Watch>,
        rest: Rest,
        now: Moment,
    ) -> Result<(Refreshed, Validators)> {
        let tell = |progress: Progress| match watch.map(|watch| watch.progress(progress)) {
            Some(Err(_)) => {
                self.stop();
                Err(not_updated(Trouble::Stopped))
            }
            _ => Ok(()),
        };
        tell(progress(Step::Asking, None, 0, 0))?;
        self.library.finish_switch()?;
        let lot = lot(trust)?;
        let allowed = |root: &Root| {
            if is_development(root) && self.release {
                Err(not_updated(Trouble::DevelopmentRoot))
            } else {
                Ok(())
            }
        };
        let mut client = Client::refresh(&self.config.root, trust, source, time(now.utc), &allowed)?;
        let label = is_development(client.root()).then_some("development");
        trust.set_note(ROOT, label)?;
        let work = Work {
            library: &self.library,
            source: source.as_ref(),
            follow: &self.config.follow,
            lot: &lot,
            rest,
            tell: &tell,
            before: &|changes| mark_safety(trust, changes),
        };
        let said = work.run(&mut client)?;
        if let Some(error) = trust.failed() {
            return Err(error);
        }
        let _ = write_note(trust, WAITING, &said.waiting);
        Ok((said, client.validators()))
    }

    /// What is noted of a try is a convenience: that it cannot be is no reason to say that the try failed.
    fn note(&self, trust: &Trust, now: Instant, ended: Ended, web: &Web) {
        let mut tries = tries(trust).unwrap_or_default();
        tries.note(now, ended, web.retry_after.load(Ordering::Relaxed));
        let _ = write_note(trust, TRIES, &tries);
    }
}

/// The device's own number, by which releases to a share of devices and times of asking are spread. It never leaves it.
fn lot(trust: &Trust) -> Result<Vec<u8>> {
    if let Some(lot) = trust.note(LOT)?.filter(|lot| !lot.is_empty()) {
        return Ok(lot.into_bytes());
    }
    let lot = hex(&random::<16>()?);
    trust.set_note(LOT, Some(&lot))?;
    Ok(lot.into_bytes())
}

fn tries(trust: &Trust) -> Result<Tries> {
    Ok(read_note(trust, TRIES)?.unwrap_or_default())
}

/// A note that does not read is one that is not there.
pub(super) fn read_note<T: serde::de::DeserializeOwned>(trust: &Trust, name: &str) -> Result<Option<T>> {
    Ok(trust.note(name)?.and_then(|text| crate::json::read(&text).ok()))
}

pub(super) fn write_note<T: serde::Serialize>(trust: &Trust, name: &str, value: &T) -> Result<()> {
    trust.set_note(name, serde_json::to_string(value).ok().as_deref())
}

/// Whether a root says that its keys protect nothing.
fn is_development(root: &Root) -> bool {
    let ours = root.extra.get("childfirst");
    let said = ours.and_then(|ours| ours.get("development"));
    said.and_then(serde_json::Value::as_bool).unwrap_or(false)
}

pub(super) fn time(at: Instant) -> Time {
    let fallback = if at.timestamp() < 0 { Time::MIN } else { Time::MAX };
    Time::from_millisecond(at.timestamp_millis()).unwrap_or(fallback)
}
