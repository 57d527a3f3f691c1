//! What a runner of `tests/vectors` needs besides the door: a folder opened with a seed, lines of a script as typed
//! operations, values of the host written down as lines (`tests/vectors/README.md`).
//!
//! Behind a feature that nothing shipped has. Refuses to run a vector: the host does, through the door that apps use.

mod lines;
mod step;

pub use lines::*;
pub use step::{VectorStep, vector_level, vector_moment, vector_step};

use super::{ChildFirst, Config, Guidance, Interaction};
use crate::error::{Error, Part, Refusal, Result};
use crate::guidance::{InstallError, TakeValuesError};
use crate::interaction::operation::Made;
use crate::records::{Receipt, seeded};
use std::sync::Arc;

#[uniffi::export]
impl ChildFirst {
    /// Opens a data folder; from now on this thread's ids, keys, salts and nonces come from the seed.
    ///
    /// # Errors
    /// As [`ChildFirst::open`].
    #[uniffi::constructor]
    pub fn open_seeded(config: Config, seed: String) -> Result<Arc<Self>> {
        seeded::seed(Some(seed));
        ChildFirst::open(config)
    }
}

/// This thread's numbers come from the system again.
#[uniffi::export]
pub fn vector_end() {
    seeded::seed(None);
}

/// Installs a pack; gives its digest.
///
/// # Errors
/// [`Error::Damaged`] of what does not read as a pack, and what kept it from being stored.
#[uniffi::export]
pub fn vector_install(guidance: &Guidance, bytes: Vec<u8>) -> Result<String> {
    guidance.install(&bytes).map_err(|error| match error {
        InstallError::Pack(_) => Error::Damaged { what: Part::Pack },
        InstallError::Store(error) => error,
    })
}

/// Takes a force's values for a pack into use.
///
/// # Errors
/// [`Error::NotFound`] without the pack, [`Error::Refused`] of what are no values of it.
#[uniffi::export]
pub fn vector_take_values(guidance: &Guidance, pack: &str, bytes: Vec<u8>) -> Result<()> {
    let pack = guidance.pack(pack)?;
    let taken = guidance.take_values(&pack, &bytes);
    taken.map(drop).map_err(|error| match error {
        TakeValuesError::Values(_) => Error::Refused {
            why: Refusal::OutOfRange,
        },
        TakeValuesError::Store(error) => error,
    })
}

/// Moves an interaction to another pack.
///
/// # Errors
/// [`Error::NotFound`] without the pack, and those of [`Interaction::move_to_pack`].
#[uniffi::export]
pub fn vector_move(interaction: &Interaction, guidance: &Guidance, pack: &str, made: Made) -> Result<Receipt> {
    interaction.move_to_pack(guidance.pack(pack)?, made)
}
