//! The switch: several packs and values taken into use together, all or none, whatever is cut off in between.
//!
//! They lie verified in `incoming/`; a list of them, written whole, decides it; then they are moved to where they are
//! used. A list that is there when the folder is opened is carried out. Refuses to verify signatures: `sync` did.

use super::folder::{cause, put, unavailable};
use super::{Guidance, Head, lock};
use crate::error::{Error, Result};
use crate::fault::point;
use crate::pack::{Pack, Values};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const LIST: &str = "switching.json";

/// What is taken into use: a file of `incoming/`, by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Entering {
    /// A pack.
    Pack {
        /// Its digest.
        digest: String,
    },
    /// Values for the pack of an id.
    Values {
        /// The pack's id.
        pack: String,
        /// Their digest.
        digest: String,
        /// The number that they were signed under.
        version: u32,
    },
}

impl Entering {
    fn digest(&self) -> &str {
        match self {
            Entering::Pack { digest } | Entering::Values { digest, .. } => digest,
        }
    }
}

impl Guidance {
    /// Where what was verified waits, whole, under `<digest>.json`.
    pub(crate) fn incoming(&self) -> PathBuf {
        self.data.join("incoming")
    }

    /// Takes all of them into use. Once the list is on the disk it is decided; what fails after that is carried out when
    /// the folder is opened again, or at the next switch.
    pub(crate) fn switch(&self, entering: &[Entering]) -> Result<()> {
        self.finish_switch()?;
        if entering.is_empty() {
            return Ok(());
        }
        let list = serde_json::to_vec(entering).unwrap_or_default();
        point()?;
        put(&self.data, LIST, &list)?;
        point()?;
        self.finish_switch()
    }

    /// Carries a decided switch out.
    pub(crate) fn finish_switch(&self) -> Result<()> {
        let path = self.data.join(LIST);
        let list = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(unavailable(error)),
        };
        // Written whole or not at all: one that does not read was not written by this program, and decides nothing.
        let entering: Vec<Entering> = crate::json::read(&list).unwrap_or_default();
        let mut new = Vec::new();
        for one in &entering {
            if let Entering::Pack { digest } = one {
                new.extend(self.move_pack(digest)?);
                point()?;
            }
        }
        // Seen together by whoever reads in this process.
        {
            let mut heads = lock(&self.heads);
            let mut read = lock(&self.read);
            for pack in new {
                let digest = pack.digest_hex().to_owned();
                let head = Head {
                    id: pack.file().id.clone(),
                    version: pack.file().version,
                };
                heads.insert(digest.clone(), head);
                read.insert(digest, Arc::new(pack));
            }
        }
        *lock(&self.index) = None;
        for one in &entering {
            if let Entering::Values {
                pack,
                digest,
                version,
            } = one
            {
                self.move_values(pack, digest)?;
                self.values.note_signed(pack, *version)?;
                point()?;
            }
        }
        for one in &entering {
            // Of a pack it was moved. What cannot be removed is never looked at.
            let _ = fs::remove_file(self.waiting(one.digest()));
        }
        remove(&path)
    }

    /// The number under which values of a pack were last taken by a switch; none where none were.
    pub(crate) fn signed_values(&self, pack: &str) -> Result<Option<u32>> {
        Ok(self.values.signed()?.get(pack).copied())
    }

    fn waiting(&self, digest: &str) -> PathBuf {
        self.incoming().join(format!("{digest}.json"))
    }

    /// Moves a pack into `packs/`. None where there is nothing to move: it is there, or was damaged meanwhile.
    fn move_pack(&self, digest: &str) -> Result<Option<Pack>> {
        let Some(bytes) = self.whole(digest)? else {
            return Ok(None);
        };
        match Pack::read(&bytes) {
            Ok(pack) => {
                self.folder.write(&pack, &bytes)?;
                Ok(Some(pack))
            }
            Err(_) => Ok(None),
        }
    }

    fn move_values(&self, pack: &str, digest: &str) -> Result<()> {
        let (Some(bytes), Ok(pack)) = (self.whole(digest)?, self.active(pack)) else {
            return Ok(());
        };
        match Values::read(&bytes, &pack) {
            Ok(values) => self.values.take(&values, &bytes),
            Err(_) => Ok(()),
        }
    }

    /// The bytes that wait under a digest, if they are those.
    fn whole(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.waiting(digest)) {
            Ok(bytes) if crate::pack::whole::hex(&Sha256::digest(&bytes)) == digest => Ok(Some(bytes)),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Removes a file for good, and says so only then.
fn remove(path: &Path) -> Result<()> {
    let gone = fs::remove_file(path).and_then(|()| match path.parent() {
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    });
    match gone {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::NotSaved { cause: cause(&error) })
        }
        _ => Ok(()),
    }
}
