//! One refresh: what may be trusted, what each force offers, what of it is new here, and the switch.
//!
//! A force whose role went bad is named and keeps what it has; the others go on. Refuses to switch to anything that does
//! not read, that says something else than was signed, or that is not newer than what is here.

use super::brought::{Change, ForceTrouble, Refreshed, RefusedRelease, ReleaseFault};
use super::client::Client;
use super::download::{Wanted, bring, clear};
use super::release::{Offer, ReleaseKind, is_id, offers, pack_of};
use super::source::Source;
use super::transport::{Progress, Step};
use super::trouble::not_updated;
use crate::error::{Error, Result, Trouble};
use crate::guidance::{Entering, Guidance};
use crate::pack::{Pack, PackError, Values, ValuesError};
use std::collections::BTreeMap;

/// The most delegations that a device looks through.
const MOST_ROLES: usize = 256;
/// After so many roles in a row that no server answered for, the rest is not waited for.
const PATIENCE: u32 = 3;

/// What is done with a release that is not marked *safety*: such a one is taken into use whatever stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// It is taken into use.
    TakeIn,
    /// It waits where it is: the network costs.
    Leave,
    /// A pack is brought here, read, and waits to be taken in by choice. A force's values are taken: a telephone number
    /// that was corrected shows at once.
    Bring,
    /// What was brought is taken into use; nobody is asked for what was not.
    Held,
}

/// What a refresh works with.
pub(super) struct Work<'a> {
    pub library: &'a Guidance,
    pub source: &'a dyn Source,
    /// Ids of packs or roles; none: all.
    pub follow: &'a [String],
    pub lot: &'a [u8],
    /// What is done with what is not marked *safety*.
    pub rest: Rest,
    pub tell: &'a dyn Fn(Progress) -> Result<()>,
    /// Done with what is taken into use, before it is.
    pub before: &'a dyn Fn(&[Change]) -> Result<()>,
}

impl Work<'_> {
    /// Looks through the roles, fetches what is new, and takes it into use.
    pub fn run(&self, client: &mut Client) -> Result<Refreshed> {
        let mut said = Refreshed::default();
        let offered = self.offered(client, &mut said)?;
        let consistent = client.root().consistent_snapshot;
        let (mut new, later) = self.taken(offered, &mut said)?;
        let mut entering = Vec::new();
        let mut kept = Vec::new();
        let mut packs = BTreeMap::new();
        // Packs first: values are read for the pack that will be in use.
        crate::order::sort_by(&mut new, |(a, _), (b, _)| {
            (a.kind, &a.pack).cmp(&(b.kind, &b.pack))
        });
        for (offer, change) in new {
            let bytes = match self.bring(&offer, consistent) {
                Ok(bytes) => bytes,
                // It was not brought here: it waits as before.
                Err(Error::NotUpdated {
                    why: Trouble::Missing,
                }) if self.rest == Rest::Held => {
                    said.waiting.push(change);
                    continue;
                }
                Err(Error::NotUpdated { why }) if why != Trouble::Stopped => {
                    said.troubles.push(ForceTrouble {
                        force: offer.pack,
                        why,
                    });
                    continue;
                }
                Err(error) => return Err(error),
            };
            let read = match offer.kind {
                ReleaseKind::Pack => self.read_pack(&offer, &bytes, &mut packs),
                ReleaseKind::Values => self.read_values(&offer, &bytes, &packs),
            };
            match read {
                Ok(enters) => {
                    entering.push(enters);
                    said.changed.push(change);
                }
                // Values for a pack that waits wait with it.
                Err(ReleaseFault::DoesNotFit) if waits(&said, &offer.pack) => said.waiting.push(change),
                Err(why) => {
                    said.refused.push(refused(&offer, why));
                    // It is not fetched again every day until its publisher mends it.
                    kept.push(offer.digest);
                }
            }
        }
        if !entering.is_empty() {
            (self.tell)(progress(Step::Switching, None, 0, 0))?;
            (self.before)(&said.changed)?;
        }
        self.library.switch(&entering)?;
        for offer in later {
            kept.extend(self.ahead(&offer, consistent, &mut said)?);
        }
        // A safety release was taken meanwhile: what waits comes after that one, and not after the one before.
        for change in &mut said.waiting {
            change.from_version = self.here(change.kind, &change.pack)?.map(|(version, _)| version);
        }
        kept.extend(said.waiting.iter().map(|change| change.digest.clone()));
        if said.troubles.is_empty() {
            clear(&self.library.incoming(), &kept);
        }
        Ok(said)
    }

    /// What is taken now, and what each of it changes; and what is brought and waits. What is marked *safety* is taken
    /// now, also where a later release that is not marked is listed beside it.
    fn taken(&self, offered: Vec<Offer>, said: &mut Refreshed) -> Result<Taken> {
        let now = |offer: &&Offer| match self.rest {
            Rest::TakeIn | Rest::Held => true,
            Rest::Leave => offer.safety,
            Rest::Bring => offer.safety || offer.kind == ReleaseKind::Values,
        };
        let at_once = offered.iter().filter(now).cloned().collect();
        let mut chosen = self.choose(offered, said)?;
        let mut later = Vec::new();
        if matches!(self.rest, Rest::Leave | Rest::Bring) {
            for offer in chosen.iter().filter(|offer| !now(offer)) {
                said.waiting.push(self.change(offer)?);
                if self.rest == Rest::Bring {
                    later.push(offer.clone());
                }
            }
            // What is refused of them was said above.
            chosen = self.choose(at_once, &mut Refreshed::default())?;
        }
        let with_change = |offer: Offer| Ok((offer.clone(), self.change(&offer)?));
        let chosen: Result<_> = chosen.into_iter().map(with_change).collect();
        Ok((chosen?, later))
    }

    /// Brings a pack that waits. One that does not read is refused and not offered; its digest is given, so that it is
    /// not fetched again. That the network gives up on it is no trouble of what was taken.
    fn ahead(&self, offer: &Offer, consistent: bool, said: &mut Refreshed) -> Result<Option<String>> {
        let bytes = match self.bring(offer, consistent) {
            Ok(bytes) => bytes,
            Err(Error::NotUpdated {
                why: Trouble::Stopped,
            }) => return Ok(None),
            Err(Error::NotUpdated { why }) => {
                said.troubles.push(ForceTrouble {
                    force: offer.pack.clone(),
                    why,
                });
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if let Err(why) = self.read_pack(offer, &bytes, &mut BTreeMap::new()) {
            said.waiting.retain(|change| change.digest != offer.digest);
            said.refused.push(refused(offer, why));
            return Ok(Some(offer.digest.clone()));
        }
        Ok(None)
    }

    /// What each role that may offers.
    fn offered(&self, client: &mut Client, said: &mut Refreshed) -> Result<Vec<Offer>> {
        let delegations = client
            .role("targets")
            .and_then(|targets| targets.delegations.clone());
        let roles = delegations.map(|them| them.roles).unwrap_or_default();
        let mut all = Vec::new();
        let mut unanswered = 0;
        for role in roles.iter().take(MOST_ROLES) {
            let packs: Vec<String> = role
                .paths
                .iter()
                .flatten()
                .filter_map(|pattern| pack_of(pattern).map(str::to_owned))
                .collect();
            let follows = |name: &String| *name == role.name || packs.contains(name);
            if !is_id(&role.name)
                || packs.is_empty()
                || !(self.follow.is_empty() || self.follow.iter().any(follows))
            {
                continue;
            }
            (self.tell)(progress(Step::Checking, Some(&role.name), 0, 0))?;
            let looked = if unanswered < PATIENCE {
                self.look(client, &role.name, &packs)
            } else {
                Err(not_updated(Trouble::Offline))
            };
            match looked {
                Ok(offers) => {
                    unanswered = 0;
                    all.extend(offers);
                }
                Err(Error::NotUpdated { why }) if why != Trouble::Stopped => {
                    if matches!(why, Trouble::Offline | Trouble::TooSlow | Trouble::Busy) {
                        unanswered += 1;
                    }
                    said.troubles.push(ForceTrouble {
                        force: role.name.clone(),
                        why,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Loads a role as the search for one of its paths does, and takes of what it lists only what that search gives.
    fn look(&self, client: &mut Client, role: &str, packs: &[String]) -> Result<Vec<Offer>> {
        for pack in packs {
            // No target is called that. On the way to it every role is verified that may say what is.
            client.target(&format!("{pack}/."))?;
        }
        let listed = client
            .role(role)
            .map(|role| offers(role, packs, self.lot))
            .unwrap_or_default();
        let mut offers = Vec::new();
        for offer in listed {
            let found = client.target(&offer.path)?;
            let same = found.is_some_and(|found| {
                found.length == offer.length
                    && found
                        .hashes
                        .get("sha256")
                        .map(|hash| hash.to_ascii_lowercase())
                        .as_ref()
                        == Some(&offer.digest)
            });
            // Another role, named before this one, says what stands there.
            if same {
                offers.push(offer);
            }
        }
        Ok(offers)
    }

    /// The newest of each that is newer than what is here.
    fn choose(&self, offered: Vec<Offer>, said: &mut Refreshed) -> Result<Vec<Offer>> {
        let mut best: BTreeMap<(ReleaseKind, String), Offer> = BTreeMap::new();
        let mut newer: BTreeMap<(ReleaseKind, String), Offer> = BTreeMap::new();
        for offer in offered {
            let of = if offer.readable { &mut best } else { &mut newer };
            let key = (offer.kind, offer.pack.clone());
            let higher = of.get(&key).is_none_or(|there| offer.version > there.version);
            if higher {
                of.insert(key, offer);
            }
        }
        let mut chosen = Vec::new();
        for (key, offer) in best {
            let here = self.here(offer.kind, &offer.pack)?;
            match here {
                Some((version, digest)) if version == offer.version => {
                    if offer.kind == ReleaseKind::Pack && digest != offer.digest {
                        said.refused.push(refused(&offer, ReleaseFault::SameVersion));
                    }
                }
                Some((version, _)) if version > offer.version => {}
                _ => chosen.push(offer.clone()),
            }
            newer.retain(|of, there| *of != key || there.version > offer.version);
        }
        for offer in newer.into_values() {
            let behind = self
                .here(offer.kind, &offer.pack)?
                .is_none_or(|(here, _)| here < offer.version);
            if behind {
                said.refused.push(refused(&offer, ReleaseFault::Newer));
            }
        }
        Ok(chosen)
    }

    /// Version and digest of what is here.
    fn here(&self, kind: ReleaseKind, pack: &str) -> Result<Option<(u32, String)>> {
        match kind {
            ReleaseKind::Pack => {
                let here = self.library.active(pack).ok();
                Ok(here.map(|pack| (pack.file().version, pack.digest_hex().to_owned())))
            }
            // A list that does not read is one that is not there: what is offered was verified as no older.
            ReleaseKind::Values => match self.library.signed_values(pack) {
                Err(Error::Damaged { .. }) => Ok(None),
                signed => Ok(signed?.map(|version| (version, String::new()))),
            },
        }
    }

    fn change(&self, offer: &Offer) -> Result<Change> {
        Ok(Change {
            kind: offer.kind,
            pack: offer.pack.clone(),
            force: offer.force.clone(),
            from_version: self.here(offer.kind, &offer.pack)?.map(|(version, _)| version),
            version: offer.version,
            digest: offer.digest.clone(),
            safety: offer.safety,
            summary: offer.summary.clone(),
        })
    }

    fn bring(&self, offer: &Offer, consistent: bool) -> Result<Vec<u8>> {
        let most = match offer.kind {
            ReleaseKind::Pack => crate::pack::error::MOST_BYTES as u64,
            ReleaseKind::Values => crate::guidance::MOST_VALUES_BYTES,
        };
        if offer.length > most {
            return Err(not_updated(Trouble::TooMuch));
        }
        let path = match offer.path.rsplit_once('/') {
            Some((folder, name)) if consistent => format!("targets/{folder}/{}.{name}", offer.digest),
            _ => format!("targets/{}", offer.path),
        };
        let wanted = Wanted {
            path,
            digest: &offer.digest,
            length: offer.length,
        };
        let tell = |bytes| {
            (self.tell)(progress(
                Step::Downloading,
                Some(&offer.pack),
                bytes,
                offer.length,
            ))
        };
        bring(&self.library.incoming(), self.source, &wanted, &tell)
    }

    fn read_pack(
        &self,
        offer: &Offer,
        bytes: &[u8],
        packs: &mut BTreeMap<String, Pack>,
    ) -> Result<Entering, ReleaseFault> {
        let pack = Pack::read(bytes).map_err(|error| match error {
            PackError::Newer { .. } => ReleaseFault::Newer,
            _ => ReleaseFault::Unreadable,
        })?;
        if pack.file().id != offer.pack || pack.file().version != offer.version {
            return Err(ReleaseFault::NotWhatItSays);
        }
        packs.insert(offer.pack.clone(), pack);
        Ok(Entering::Pack {
            digest: offer.digest.clone(),
        })
    }

    fn read_values(
        &self,
        offer: &Offer,
        bytes: &[u8],
        packs: &BTreeMap<String, Pack>,
    ) -> Result<Entering, ReleaseFault> {
        let read = match (packs.get(&offer.pack), self.library.active(&offer.pack)) {
            (Some(pack), _) => Values::read(bytes, pack),
            (None, Ok(pack)) => Values::read(bytes, &pack),
            (None, Err(_)) => return Err(ReleaseFault::DoesNotFit),
        };
        read.map_err(|error| match error {
            ValuesError::Newer => ReleaseFault::Newer,
            ValuesError::Unreadable(_) => ReleaseFault::Unreadable,
            _ => ReleaseFault::DoesNotFit,
        })?;
        Ok(Entering::Values {
            pack: offer.pack.clone(),
            digest: offer.digest.clone(),
            version: offer.version,
        })
    }
}

/// What is taken now with what it changes, and what is brought and waits.
type Taken = (Vec<(Offer, Change)>, Vec<Offer>);

/// Whether a pack waits.
fn waits(said: &Refreshed, pack: &str) -> bool {
    let is_it = |change: &Change| change.kind == ReleaseKind::Pack && change.pack == pack;
    said.waiting.iter().any(is_it)
}

fn refused(offer: &Offer, why: ReleaseFault) -> RefusedRelease {
    RefusedRelease {
        kind: offer.kind,
        pack: offer.pack.clone(),
        version: offer.version,
        why,
    }
}

/// Where a refresh is.
pub(super) fn progress(step: Step, of: Option<&str>, bytes: u64, of_bytes: u64) -> Progress {
    Progress {
        step,
        of: of.map(str::to_owned),
        bytes,
        of_bytes,
    }
}
