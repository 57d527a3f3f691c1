//! What guidance is: types, reading and checking a pack, values.
//!
//! Data comes in as the shipped bytes of one pack file and leaves as an [`Arc`](std::sync::Arc)`<Pack>`, read once.
//! Refuses to assemble: what is signed and shipped is whole. Building from sources is `build`, the desk's alone.

#[cfg(feature = "build")]
pub mod build;
pub mod calls;
pub mod cases;
pub(crate) mod check;
pub(crate) mod elements;
pub mod error;
pub(crate) mod limits;
pub mod read;
pub mod status;
pub(crate) mod strict;
pub mod types;
pub mod values;
pub(crate) mod whole;

pub use cases::CompiledCase;
pub use error::PackError;
pub use values::{Values, ValuesError};
pub use whole::{Pack, PackItem, PackPrompt, Under};
