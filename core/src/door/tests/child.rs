//! An export for one child.
