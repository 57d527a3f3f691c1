//! Who uses this device, in what role and on which guidance: asked once, kept in `settings.json` in the data folder.
//!
//! Holds no word about any child. Refuses to leave half a file: it is written beside the old one and then takes its
//! place. A file that does not read is asked for again.

use childfirst::sets::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// The file's name.
const FILE: &str = "settings.json";

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The id of the pack.
    pub pack: String,
    /// The role.
    pub role: Role,
    /// The recorder's name or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorder: Option<String>,
    /// Keys that a force changed, because its dispatch system has the same: name to word.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, String>,
    /// Whether the copy for the log is put on the terminal's clipboard. Left out: no. What stands there other programs
    /// can read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clipboard: bool,
}

/// What a force sets in the same file, before anybody has chosen and whoever chooses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetByForce {
    /// Keys that it changed.
    pub keys: BTreeMap<String, String>,
    /// Whether the copy for the log is put on the clipboard.
    pub clipboard: bool,
}

impl SetByForce {
    /// What the file says of it; nothing where there is none.
    pub fn read(folder: &Path) -> SetByForce {
        let bytes = fs::read(folder.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }
}

impl Settings {
    /// What was chosen before; none at the first use.
    pub fn read(folder: &Path) -> Option<Settings> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When it could not be written; the old choice stands.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let new = folder.join("settings.json.new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        fs::rename(&new, folder.join(FILE))?;
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_half_a_file_is_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()), None);
        let settings = Settings {
            pack: "hampshire".to_owned(),
            role: Role::CallHandler,
            recorder: Some("PC Rowe".to_owned()),
            keys: BTreeMap::from([("told_officers".to_owned(), "/k".to_owned())]),
            clipboard: true,
        };
        settings.write(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()), Some(settings));
        let set = SetByForce::read(folder.path());
        assert_eq!((set.keys.len(), set.clipboard), (1, true), "whoever chooses next");
        fs::write(folder.path().join(FILE), "{\"pack\":").unwrap();
        assert_eq!(Settings::read(folder.path()), None);
    }
}
