//! A finding: what is wrong with a source, where, and what to do.
//!
//! Refuses to be vague: every one has a rule that stays the same, a file, a line and a name.

use std::fmt;

/// Something wrong in a pack's sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, as it was given to the builder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule, in kebab-case. Stable.
    pub rule: &'static str,
    /// What it is about: an id, a key, a field or a file.
    pub name: String,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: [{}] {}: {}",
            self.file, self.line, self.rule, self.name, self.sentence
        )
    }
}
