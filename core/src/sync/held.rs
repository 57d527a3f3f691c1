//! What was verified here, as a repository: what was brought is taken in by it, and nobody is asked.
//!
//! Refuses to be believed: it is verified again in exactly the same way as what a server says.

use super::source::{Ask, Got, Part, Source};
use super::store::Trust;
use crate::error::Trouble;
use std::sync::Arc;

/// The metadata that is kept here. Packs lie in `incoming/` already, and are not asked for.
pub(super) struct Held(pub Arc<Trust>);

impl Source for Held {
    fn get(&self, path: &str, _: &Ask) -> Result<Got, Trouble> {
        let Some(name) = path.strip_prefix("metadata/") else {
            return Ok(Got::Nothing);
        };
        // `7.snapshot.json`: kept without its number.
        let role = match name.split_once('.') {
            Some((version, role)) if version.bytes().all(|byte| byte.is_ascii_digit()) => role,
            _ => name,
        };
        // The roots that are here were walked before.
        let held = if role == "root.json" {
            None
        } else {
            self.0.role(role)
        };
        Ok(held.map_or(Got::Nothing, |bytes| {
            Got::File(Part {
                bytes,
                whole: true,
                ..Part::default()
            })
        }))
    }
}
