//! Many devices beside one server: `cargo xtask bench-fleet`, and its short form among the tests.
//!
//! The devices are core's own [`Updates`](childfirst::Updates) over the desk's transport, each with a data folder of its
//! own; what they read was published by the program. Refuses a fleet that did not conclude what it should: figures of
//! failures are no figures.

pub mod devices;
pub mod model;
pub mod published;

pub use devices::{Asked, Fleet, Run, Told};
pub use published::Published;
