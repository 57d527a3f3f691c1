//! The client of signed updates without guidance behind it, for the public conformance suite of TUF
//! (`tests/src/bin/conformance.rs`): the same store, source, client and downloads that a device uses.
//!
//! Only with the feature `conformance`, which neither `default` nor the bindings have. Refuses to be of use to an app:
//! nothing is taken into use.

use super::client::Client;
use super::download::{Wanted, bring};
use super::source::{Source, Web};
use super::store::{self, Trust};
use super::transport::Transport;
use super::trouble::not_updated;
use crate::error::{Result, Trouble};
use crate::time::Moment;
use jiff::Timestamp as Time;
use sigstore_crypto::HashContext;
use sigstore_types::HashAlgorithm;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The hashes that the client verifies with, for a provider that knows more kinds of keys.
///
/// # Errors
/// Of an algorithm that is not one of SHA-2's.
pub fn hash(algorithm: HashAlgorithm) -> sigstore_crypto::Result<Box<dyn HashContext>> {
    super::provider::hash(algorithm)
}

/// A client that was refreshed.
pub struct Bare {
    client: Client,
    source: Arc<dyn Source>,
}

impl Bare {
    /// Refreshes from a repository whose metadata and targets stand at two addresses. What is verified is kept in a
    /// folder, also when it fails.
    ///
    /// # Errors
    /// As [`Updates::refresh`](crate::Updates::refresh).
    pub fn refresh(
        anchor: &[u8],
        folder: &Path,
        transport: Arc<dyn Transport>,
        [metadata, targets]: [&str; 2],
        now: Moment,
    ) -> Result<Bare> {
        let trust = Arc::new(Trust::open(folder)?);
        let base = |url: &str| format!("{}/", url.trim_end_matches('/'));
        let web = Web::with_bases(transport, base(metadata), base(targets), Arc::default());
        let source: Arc<dyn Source> = Arc::new(web);
        let now =
            Time::from_millisecond(now.utc.timestamp_millis()).map_err(|_| not_updated(Trouble::Expired))?;
        let client = Client::refresh(anchor, &trust, &source, now, &|_| Ok(()))?;
        Ok(Bare { client, source })
    }

    /// Finds out who may say what a path stands for, fetches it into a folder unless it is there, and gives its bytes.
    ///
    /// # Errors
    /// As [`Updates::refresh`](crate::Updates::refresh); [`Trouble::Missing`] where nobody names it.
    pub fn download(&mut self, path: &str, into: &Path) -> Result<Vec<u8>> {
        let missing = || not_updated(Trouble::Missing);
        let target = self.client.target(path)?.ok_or_else(missing)?;
        let digest = ["sha256", "sha512"]
            .into_iter()
            .find_map(|kind| target.hashes.get(kind));
        let digest = digest.ok_or_else(missing)?;
        let path = match path.rsplit_once('/') {
            _ if !self.client.root().consistent_snapshot => format!("targets/{path}"),
            Some((folder, name)) => format!("targets/{folder}/{digest}.{name}"),
            None => format!("targets/{digest}.{path}"),
        };
        let wanted = Wanted {
            path,
            digest,
            length: target.length,
        };
        bring(into, self.source.as_ref(), &wanted, &|_| Ok(()))
    }
}

/// Every role that was verified in a folder, under the name of its file: of the roots the newest, as `root.json`.
///
/// # Errors
/// [`Error::Damaged`](crate::Error::Damaged) or [`Error::Unavailable`](crate::Error::Unavailable).
pub fn verified(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let roles = store::look_at(folder, |trust| Ok(trust.roles().clone()))?.unwrap_or_default();
    let mut all = BTreeMap::new();
    let mut newest = 0;
    for (name, bytes) in roles {
        let version = name
            .strip_prefix("root_history/")
            .and_then(|name| name.split('.').next()?.parse::<u64>().ok());
        match version {
            None => {
                all.insert(name, bytes);
            }
            Some(version) if version >= newest => {
                newest = version;
                all.insert("root.json".into(), bytes);
            }
            Some(_) => {}
        }
    }
    Ok(all)
}
