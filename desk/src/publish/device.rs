//! What is about to be published, read as a device reads it: by the very client, in an empty folder.
//!
//! Refuses what no device would take, before a server has it.

use super::state::State;
use crate::failure::{Failure, code, trouble};
use childfirst::error::{Error, Trouble};
use childfirst::time::Moment;
use childfirst::{ChildFirst, Config, ReleaseFault, UpdatesConfig};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Takes the files in as a device would.
pub fn reads(state: &State, files: &BTreeMap<String, Vec<u8>>, now: Moment) -> Result<(), Failure> {
    let lost = |_| {
        Failure::new(
            code::NOT_SAVED,
            "There is no room to try it as a device would. Free some space and publish again.",
        )
    };
    let folder = tempfile::tempdir().map_err(lost)?;
    let bundle = folder.path().join("guidance.tar");
    write(&bundle, files).map_err(lost)?;
    let child_first = ChildFirst::open(Config {
        folder: folder.path().join("device").display().to_string(),
        recovery_key: None,
    })?;
    let updates = child_first.updates(UpdatesConfig {
        url: String::new(),
        root: state
            .roots
            .first()
            .map(|held| held.bytes.clone())
            .unwrap_or_default(),
        follow: Vec::new(),
    });
    let refused = |what: &str, why: &str| {
        let sentence = format!("Not published: a device would not take {what}. {why}");
        Failure::new(code::REFUSED, sentence)
    };
    let said = match updates.import_file(bundle.display().to_string(), None, now) {
        Ok(said) => said,
        // A program for use refuses it, as it should; its makers know.
        Err(Error::NotUpdated {
            why: Trouble::DevelopmentRoot,
        }) => return Ok(()),
        Err(Error::NotUpdated { why }) => return Err(refused("it", trouble(why))),
        Err(error) => return Err(error.into()),
    };
    if let Some(one) = said.troubles.first() {
        return Err(refused(&one.force, trouble(one.why)));
    }
    // Values may be for a pack that only some devices get at first.
    match said
        .refused
        .iter()
        .find(|one| one.why != ReleaseFault::DoesNotFit)
    {
        Some(one) => Err(refused(
            &format!("{}, version {}", one.pack, one.version),
            "Build it again, propose it and have it signed.",
        )),
        None => Ok(()),
    }
}

fn write(path: &Path, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    let mut tar = tar::Builder::new(File::create(path)?);
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes.as_slice())?;
    }
    tar.into_inner().map(|_| ())
}
