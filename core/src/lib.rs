//! Child First: all behaviour that must be the same on every device.
//!
//! Packs of guidance are read ([`pack`]), an interaction's entries are folded into its state and worklist
//! ([`interaction`]), entries are sealed and kept (`records`), installed guidance is searched (`guidance`). Refuses:
//! a user interface, the network, a clock of its own, and randomness except for ids, keys, salts and nonces.
//!
//! The door is [`ChildFirst`]: open a data folder, read guidance, unlock the records.

uniffi::setup_scaffolding!("childfirst");

pub mod age;
#[cfg(feature = "build")]
pub mod diff;
#[cfg(feature = "store")]
mod door;
pub mod error;
#[cfg(feature = "store")]
mod fault;
#[cfg(all(test, feature = "store"))]
mod fixtures;
#[cfg(feature = "store")]
pub mod guidance;
pub mod interaction;
mod json;
#[cfg(feature = "build")]
pub mod lint;
mod order;
pub mod ordinary;
pub mod pack;
#[cfg(feature = "store")]
mod records;
pub mod sets;
#[cfg(feature = "store")]
mod sync;
pub mod time;

#[cfg(feature = "test-vectors")]
#[doc(hidden)]
pub use door::vectors;
#[cfg(feature = "store")]
pub use door::{
    Begin, Checked, ChildFirst, Config, DangerBlock, Destroyed, Draft, Erasure, ExportFile, ExportSays,
    Guidance, HandOverFile, Interaction, InteractionCheck, ItemPlace, Left, Listed, ListedFor, Missing,
    PackContents, Records, RecordsCheck, Recovered, Recovery, RecoveryKeyPair, Salvaged, SalvagedEntry,
    age_words, head_of_text, is_hand_over_file, is_hearsay, read_children, read_hand_over, recover,
    recovery_keypair, verify_export, words_taken_out,
};
pub use error::{Error, Result};
#[cfg(feature = "fuzz")]
#[doc(hidden)]
pub use records::fuzz;
#[cfg(feature = "store")]
pub use records::{KeyVault, Receipt, RecordsState, VaultError};
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub use sync::conformance;
#[cfg(feature = "store")]
pub use sync::{
    Change, Due, ForceTrouble, Freshness, InUse, NewerPack, Polled, Progress, Refreshed, RefusedRelease,
    ReleaseFault, ReleaseKind, Reply, Request, Reworded, Step, Transport, TransportError, Updates,
    UpdatesConfig, UpdatesState, Watch,
};
