//! How updates stand, from what is remembered for it. Asks nobody.
//!
//! Notes one thing: when it was first looked at after the device had been off, so that those that are switched on together
//! do not ask together.
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
    /// What is there and was not taken into use: left for a network that costs nothing, or brought and offered.
    pub waiting: Vec<Change>,
    /// The digests of what waits and was brought here whole: it can be taken in without a signal.
    pub here: Vec<String>,
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
    /// That the device was switched on could not be noted: it asks at once, as it would be new the next time as well.
    unnoted: bool,
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
        let (noted, lot) = (read(TRIES)?, read(LOT)?);
        let mut tries: Tries = serde_json::from_str(&noted).unwrap_or_default();
        let mut unnoted = false;
        if let Some(noticed) = tries.noticed(now.utc, lot.as_bytes()) {
            let after = serde_json::to_string(&noticed).unwrap_or_default();
            unnoted = trust.swap_note(TRIES, &noted, &after).is_err();
            tries = noticed;
        }
        Ok(Known {
            expires: timestamp.as_ref().map(|timestamp| timestamp.signed().expires),
            signed: timestamp.and_then(|timestamp| signed_at(timestamp.signed())),
            tries,
            unnoted,
            waiting: crate::json::read(&read(WAITING)?).unwrap_or_default(),
            safety: crate::json::read(&read(SAFETY)?).unwrap_or_default(),
            lot,
            development: read(ROOT)? == "development",
        })
    });
    let (known, damaged) = match looked {
        Ok(known) => (known.unwrap_or_default(), false),
        Err(Error::Damaged { .. }) => (Known::default(), true),
        Err(error) => return Err(error),
    };
    let lot = known.lot.as_bytes();
    let (due, due_at) = match known.unnoted {
        true => (known.tries.owed(now.utc, lot).0, now.utc),
        false => known.tries.due(now.utc, lot),
    };
    let packs = library.active_packs();
    // As it stands by now: what is here may have come another way since.
    let waits = |mut change: Change| {
        let here = match change.kind {
            ReleaseKind::Pack => packs
                .iter()
                .find(|pack| pack.file().id == change.pack)
                .map(|pack| pack.file().version),
            ReleaseKind::Values => library.signed_values(&change.pack).ok().flatten(),
        };
        change.from_version = here;
        here.is_none_or(|here| here < change.version).then_some(change)
    };
    let waiting: Vec<Change> = known.waiting.iter().cloned().filter_map(waits).collect();
    let brought = |digest: &String| library.incoming().join(format!("{digest}.json")).exists();
    let digests = waiting.iter().map(|change| change.digest.clone());
    Ok(UpdatesState {
        here: digests.filter(brought).collect(),
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
        waiting,
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
