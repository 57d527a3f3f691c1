//! Two present children never read alike: a second one has its number beside its label.
//!
//! Whoever writes a label is kept from it (`prepare`). But a correction that takes a label back, or a merge that is
//! taken back, makes two alike that were told apart, and the one entry may not change the other. So it is mended
//! where it is read. Refuses to change a label or an entry: the number stands beside it, and goes when it is not needed.

use super::one_line;
use super::state::State;
use std::collections::HashSet;

/// Sets what stands beside the label of each child. The first that reads so keeps its label.
pub fn tell(state: &mut State) {
    let mut taken: HashSet<String> = HashSet::new();
    for child in &mut state.children {
        child.apart.clear();
        if let std::borrow::Cow::Owned(label) = one_line::name(&child.label) {
            child.label = label;
        }
        if child.merged_into.is_some() {
            continue;
        }
        // A heading begins with a capital, so letters alone do not tell two apart. Each turn makes it longer: it ends.
        while !taken.insert(child.title().to_lowercase()) {
            child.apart = format!("{} {}", child.apart, child.number);
        }
    }
}
