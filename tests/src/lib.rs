//! Helpers that the rigs share.
