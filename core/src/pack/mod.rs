//! What guidance is: types, reading and checking a pack, values.
//!
//! Data comes in as the shipped bytes of one pack file and leaves as an [`Arc`](std::sync::Arc)`<Pack>`, read once.
//! Refuses to assemble: what is signed and shipped is whole. Building from sources is `build`, the desk's alone.

pub mod cases;
mod check;
mod elements;
pub mod error;
mod limits;
pub mod read;
mod strict;
pub mod types;
mod whole;

pub use cases::CompiledCase;
pub use error::PackError;
pub use whole::{Pack, PackItem, PackPrompt, Under};
