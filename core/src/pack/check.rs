//! What makes guidance hold together, shared by reader and builder.

use super::error::PackError;
use super::types::PackFile;

/// The first fault of a pack, as the reader says it.
pub(crate) fn whole(_file: &PackFile) -> Result<(), PackError> {
    Ok(())
}
