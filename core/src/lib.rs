//! Child First: all behaviour that must be the same on every device.
//!
//! Packs of guidance are read ([`pack`]), an interaction's entries are folded into its state and worklist
//! (`interaction`), entries are sealed and kept (`records`), installed guidance is searched (`guidance`). Refuses:
//! a user interface, the network, a clock of its own, and randomness except for ids, keys, salts and nonces.

uniffi::setup_scaffolding!("childfirst");

pub mod age;
pub mod error;
#[cfg(feature = "store")]
pub mod guidance;
pub mod pack;
#[cfg(feature = "store")]
mod records;
pub mod sets;
pub mod time;

pub use error::{Error, Result};
