//! The publishing side of signed updates: what people sign, and how it reaches a server (`docs/sync.md`, `docs/publishing.md`).
//!
//! Two people sign, on their own computers; a machine says what is current, and can say nothing else. Refuses to publish
//! what fewer signed, and what does not hold together as a device would read it.

pub mod cli;
mod current;
pub mod device;
pub mod fits;
pub mod folder;
pub mod key;
pub mod keys;
pub mod look;
pub mod metadata;
pub mod passphrase;
pub mod proposal;
pub mod release;
pub mod send;
pub mod serve;
pub mod shelf;
pub mod sign;
pub mod standing;
pub mod state;
