//! An interaction: its entries, their fold into state, the worklist and the record.
//!
//! Data comes in as [`operation::Operation`]s, is checked and worded (`prepare`), kept as [`entry::Entry`]s and
//! folded (`fold`). Refuses I/O, clocks and storage: those are the door's and `records`'.

pub mod because;
pub mod entry;
pub mod export;
pub mod fold;
pub mod left_out;
pub mod lines;
pub mod operation;
pub mod prepare;
pub mod prompts;
pub mod record;
pub mod standing;
pub mod state;
pub mod wire;
pub mod worklist;

#[cfg(test)]
mod tests;
