//! What a runner of `tests/vectors` needs besides the door: a folder opened with a seed, lines of a script as typed
//! operations, values of the host written down as lines (`tests/vectors/README.md`).
//!
//! Behind a feature that nothing shipped has. Refuses to run a vector: the host does, through the door that apps use.

mod lines;
mod step;
mod updates;

pub use lines::*;
pub use step::{VectorStep, vector_level, vector_moment, vector_step};
pub use updates::*;

use super::{ChildFirst, Config};
use crate::error::Result;
use crate::records::seeded;
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
