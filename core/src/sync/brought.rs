//! What a refresh brought, as a host is told.
//!
//! Refuses to call anything changed that is not in use, and to carry more of a publisher's words than one line.

use super::release::ReleaseKind;
use crate::error::Trouble;

/// What a refresh brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Refreshed {
    /// What was taken into use, in the order of packs.
    pub changed: Vec<Change>,
    /// What is there and was left for a network that costs nothing.
    pub waiting: Vec<Change>,
    /// What was signed and cannot be used. What is in use stays.
    pub refused: Vec<RefusedRelease>,
    /// The forces whose part could not be verified. What is in use of them stays.
    pub troubles: Vec<ForceTrouble>,
    /// How many requests it took.
    pub requests: u32,
    /// How many bytes of files came.
    pub bytes: u64,
}

/// A release that is new on this device.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Change {
    /// A pack, or values.
    pub kind: ReleaseKind,
    /// The pack's id.
    pub pack: String,
    /// Whose guidance it is. May be empty.
    pub force: String,
    /// The version before; none where there was none.
    pub from_version: Option<u32>,
    /// The version now.
    pub version: u32,
    /// The digest.
    pub digest: String,
    /// Whether its publisher marked it as *safety*: something dangerous was corrected.
    pub safety: bool,
    /// One line in the publisher's words. May be empty.
    pub summary: String,
}

/// A release that was signed and cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RefusedRelease {
    /// A pack, or values.
    pub kind: ReleaseKind,
    /// The pack's id.
    pub pack: String,
    /// The version.
    pub version: u32,
    /// Why.
    pub why: ReleaseFault,
}

/// Why a release that was signed cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseFault {
    /// It does not read.
    Unreadable,
    /// It is made for a newer version of this program.
    Newer,
    /// It is another pack or version than was signed.
    NotWhatItSays,
    /// It has the number of a version that is here, and other words. Its publisher has to give it a higher one.
    SameVersion,
    /// Values for a pack that is not here, or that do not fit it.
    DoesNotFit,
}

/// A force whose part could not be verified.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ForceTrouble {
    /// The name of its role.
    pub force: String,
    /// What is the matter.
    pub why: Trouble,
}
