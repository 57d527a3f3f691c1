//! Checking guidance beyond what it takes to build it: whether it misses nothing of its documents and invents nothing.
//!
//! The desk's work, never a device's. Refuses to keep a sentence of a document anywhere: a ledger holds where it
//! stands, a hash of it and a few words of our own.

pub mod ledger;
pub mod split;
