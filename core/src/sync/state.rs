//! How updates stand, from what is remembered for it. Asks nobody.
//!
//! Refuses to say *current* of what was neither asked for nor signed within a day.

use super::brought::Change;
use super::client::{TIMESTAMP, signed_at};
use super::pace::{Due, Tries};
use super::release::ReleaseKind;
use super::store::{self, Trust};
use super::updates::{LOT, ROOT, SAFETY, TRIES, WAITING, read_note, time, write_note};
use crate::error::{Error, Result};
use crate::guidance::Guidance as Library;
use crate::time::{Instant, Moment};
use jiff::Timestamp as Time;
use sigstore_tuf::{Metadata, Timestamp};
use std::collections::BTreeMap;
use std::path::Path;

/// How updates stand.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct UpdatesState {
    /// In a word.
    pub freshness: Freshness,
    /// When a server, asked for anything new, last answered truly. By the device's clock.
    pub checked_at: Option<Instant>,
    /// When a refresh last came to its end. By the device's clock.
    pub refreshed_at: Option<Instant>,
    /// When the signatures of what is known run out. After that nothing new is taken until the server signs again; what
    /// is here stays in use.
    pub expires_at: Option<Instant>,
    /// The packs in use.
    pub installed: Vec<InUse>,
    /// What is there and was left for a network that costs nothing.
    pub waiting: Vec<Change>,
    /// Whether the root protects nothing, because it is for development.
    pub development_root: bool,
    /// How many tries failed since the last that did not.
    pub failures: u32,
    /// What to do next.
    pub due: Due,
    /// When.
    pub due_at: Instant,
}

/// A pack in use.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct InUse {
    /// Its id.
    pub pack: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// Its digest.
    pub digest: String,
    /// Whether it came as a *safety* release.
    pub safety: bool,
}

/// How updates stand, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Nothing was ever verified here: the guidance in use is the one that came with the app.
    AsShipped,
    /// Verified within its time.
    Current,
    /// Not refreshed for more than a day, and not signed within the last.
    Overdue,
    /// The signatures have run out, or the device's clock is ahead.
    Expired,
    /// What this device knows of the signatures is damaged or gone: nothing is taken until somebody chooses to start
    /// again ([`crate::Updates::start_again`]).
    Damaged,
}

#[derive(Default)]
struct Known {
    expires: Option<Time>,
    signed: Option<Time>,
    tries: Tries,
    waiting: Vec<Change>,
    /// The digest of the last release of a pack that was marked.
    safety: BTreeMap<String, String>,
    lot: String,
    development: bool,
}

impl Known {
    /// Whether no server was asked for a day, and what is known was not signed within the day either: a file that came by
    /// cable is as good.
    fn stands_since_a_day(&self, now: Instant) -> bool {
        let day = chrono::Duration::hours(24);
        let within = |at: Instant| at <= now && at.checked_add_signed(day).is_some_and(|end| end > now);
        let known = [self.tries.refreshed, self.signed.and_then(instant)];
        !known.into_iter().flatten().any(within)
    }
}

/// How they stand in a folder. Damage is no error here: it is [`Freshness::Damaged`].
pub(super) fn of(folder: &Path, library: &Library, now: Moment) -> Result<UpdatesState> {
    let looked = store::look_at(folder, |trust| {
        let read = |name| Ok::<_, Error>(trust.note(name)?.unwrap_or_default());
        let timestamp = trust
            .role(TIMESTAMP)
            .and_then(|bytes| Metadata::<Timestamp>::from_slice(bytes).ok());
        Ok(Known {
            expires: timestamp.as_ref().map(|timestamp| timestamp.signed().expires),
            signed: timestamp.and_then(|timestamp| signed_at(timestamp.signed())),
            tries: crate::json::read(&read(TRIES)?).unwrap_or_default(),
            waiting: crate::json::read(&read(WAITING)?).unwrap_or_default(),
            safety: crate::json::read(&read(SAFETY)?).unwrap_or_default(),
            lot: read(LOT)?,
            development: read(ROOT)? == "development",
        })
    });
    let (known, damaged) = match looked {
        Ok(known) => (known.unwrap_or_default(), false),
        Err(Error::Damaged { .. }) => (Known::default(), true),
        Err(error) => return Err(error),
    };
    let (due, due_at) = known.tries.due(now.utc, known.lot.as_bytes());
    let packs = library.active_packs();
    let newer = |change: &Change| {
        packs
            .iter()
            .filter(|pack| pack.file().id == change.pack)
            .all(|pack| pack.file().version < change.version)
    };
    Ok(UpdatesState {
        freshness: match known.expires {
            _ if damaged => Freshness::Damaged,
            None => Freshness::AsShipped,
            Some(expires) if expires < time(now.utc) => Freshness::Expired,
            Some(_) if known.stands_since_a_day(now.utc) => Freshness::Overdue,
            Some(_) => Freshness::Current,
        },
        checked_at: known.tries.checked,
        refreshed_at: known.tries.refreshed,
        expires_at: known.expires.and_then(instant),
        waiting: known.waiting.into_iter().filter(newer).collect(),
        development_root: known.development,
        failures: known.tries.failures,
        due,
        due_at,
        installed: packs
            .iter()
            .map(|pack| InUse {
                pack: pack.file().id.clone(),
                title: pack.file().title.clone(),
                version: pack.file().version,
                digest: pack.digest_hex().to_owned(),
                safety: known
                    .safety
                    .get(&pack.file().id)
                    .is_some_and(|marked| marked == pack.digest_hex()),
            })
            .collect(),
    })
}

/// Remembers which releases are marked *safety*, before they are taken into use: whoever is cut off before it was told
/// finds it in the state ([`InUse::safety`]).
pub(super) fn mark_safety(trust: &Trust, changes: &[Change]) -> Result<()> {
    let mut marked: BTreeMap<String, String> = read_note(trust, SAFETY)?.unwrap_or_default();
    let before = marked.clone();
    let of_packs = |change: &&Change| change.kind == ReleaseKind::Pack && change.safety;
    for change in changes.iter().filter(of_packs) {
        marked.insert(change.pack.clone(), change.digest.clone());
    }
    if marked == before {
        return Ok(());
    }
    write_note(trust, SAFETY, &marked)
}

fn instant(at: Time) -> Option<Instant> {
    Instant::from_timestamp_millis(at.as_millisecond())
}
