//! Signed updates: guidance arrives signed by the people who may sign it, or it does not arrive (`docs/sync.md`).
//!
//! A client of The Update Framework over a store of our own (`trust.db`) and the host's transport. Refuses the network
//! and a clock of its own; to take anything older than what was verified; to touch guidance in use before what replaces
//! it is verified, reads, and is on the disk.

mod brought;
mod bundle;
mod client;
#[cfg(feature = "conformance")]
pub mod conformance;
mod download;
mod held;
mod pace;
mod provider;
mod refresh;
mod release;
mod since;
mod source;
mod state;
mod store;
#[cfg(all(test, feature = "build"))]
mod tests;
mod transport;
mod trouble;
mod updates;

pub use brought::{Change, ForceTrouble, Refreshed, RefusedRelease, ReleaseFault};
pub use pace::Due;
pub use release::ReleaseKind;
pub use since::{NewerPack, Reworded};
pub use state::{Freshness, InUse, UpdatesState};
pub use transport::{Progress, Reply, Request, Step, Transport, TransportError, Watch};
pub use updates::{Polled, Updates, UpdatesConfig};
