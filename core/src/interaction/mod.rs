//! An interaction: its entries, their fold into state, the worklist and the record.
//!
//! Data comes in as [`operation::Operation`]s, is checked and worded (`prepare`), kept as [`entry::Entry`]s and
//! folded (`fold`). Refuses I/O, clocks and storage: those are the door's and `records`'.

mod apart;
pub mod because;
mod before_yes;
pub mod call;
pub mod call_lines;
pub mod closing;
pub mod danger;
pub mod entry;
pub mod export;
pub mod fold;
pub mod hand_over;
pub mod hearsay;
pub mod leads;
pub mod left_out;
pub mod lines;
pub mod local;
pub mod log_copy;
mod log_parts;
pub mod mending;
pub mod one_line;
pub mod operation;
pub mod pace;
pub mod prepare;
pub mod principles;
pub mod prompts;
pub mod record;
pub mod remains;
pub mod review;
mod reword;
pub mod screen;
pub mod sharing;
pub mod standing;
pub mod state;
pub mod voice;
pub mod wire;
pub mod worklist;

#[cfg(test)]
mod tests;
