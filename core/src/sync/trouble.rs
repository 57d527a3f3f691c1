//! What a failure of the TUF client means, in the door's words.
//!
//! Refuses to pass its text on: it may quote what a server sent.

use crate::error::{Error, Part, Trouble};
use sigstore_tuf::Error as Tuf;

/// The door's error for a trouble.
pub(super) const fn not_updated(why: Trouble) -> Error {
    Error::NotUpdated { why }
}

/// What the client found wrong with what was verified.
pub(super) fn of_tuf(error: &Tuf) -> Error {
    let why = match error {
        Tuf::Malformed(text) if text.contains("spec_version") => {
            return Error::Newer { what: Part::Trust };
        }
        Tuf::UnusableKey { .. }
        | Tuf::UnsupportedScheme { .. }
        | Tuf::UnknownRole(_)
        | Tuf::DuplicateSignature { .. }
        | Tuf::ThresholdNotMet { .. }
        | Tuf::Crypto(_) => Trouble::NotSigned,
        Tuf::Rollback { .. } => Trouble::Older,
        Tuf::BadRootVersion { trusted, new } if new <= trusted => Trouble::Older,
        Tuf::BadRootVersion { .. } | Tuf::IntegrityMismatch(_) => Trouble::Mixed,
        Tuf::Expired { .. } => Trouble::Expired,
        Tuf::NotRefreshed | Tuf::TargetNotFound(_) | Tuf::Transport { .. } => Trouble::Missing,
        _ => Trouble::Garbled,
    };
    not_updated(why)
}
