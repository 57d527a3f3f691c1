//! The rigs below SQLite: a program is run with `rig/io.c` between it and its disk, what it did to the disk is written
//! down in order with what it said, and every state in which a power cut could have left the disk can be made of it.

pub mod check;
pub mod disk;
pub mod plan;
pub mod random;
pub mod run;
pub mod trace;
