//! Why a pack was not taken: one clear sentence each, saying what to do next.
//!
//! Refuses to quote what a file says: only names of fields from our own schema, lines and columns, and, once a file
//! is known to be a pack, the ids of its own guidance.

/// The largest pack, in bytes.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The deepest nesting. Below serde_json's own 128, so that the error is always ours.
pub const MOST_DEEP: u32 = 120;

/// What is wrong with the shape of a piece of JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeFault {
    /// A field is missing.
    #[error("the field `{0}` is missing")]
    Missing(String),
    /// A word is not one of its closed set.
    #[error("a word there is not one of its closed set")]
    NotInSet,
    /// A value is of the wrong type.
    #[error("a value there is of the wrong type")]
    WrongType,
    /// A value is out of its range.
    #[error("a value there cannot be used")]
    WrongValue,
}

impl ShapeFault {
    /// Says what serde said without the values that it quotes.
    pub(crate) fn of(error: &serde_json::Error) -> ShapeFault {
        let text = error.to_string();
        if let Some(rest) = text.strip_prefix("missing field `") {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .take(40)
                .collect();
            return ShapeFault::Missing(name);
        }
        if text.starts_with("unknown variant") {
            ShapeFault::NotInSet
        } else if text.starts_with("invalid type") {
            ShapeFault::WrongType
        } else {
            ShapeFault::WrongValue
        }
    }
}

/// Why a pack was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Larger than a pack may be. Nothing of it was read.
    #[error("the pack is larger than 8 MB: split it, or fetch it again if it was not meant to be")]
    TooLarge,
    /// Not UTF-8.
    #[error("the pack is not UTF-8 from byte {offset} on: fetch it again, or save its source as UTF-8")]
    NotUtf8 {
        /// The first byte that is not.
        offset: usize,
    },
    /// Nested too deeply.
    #[error("line {line}: nested deeper than {MOST_DEEP} levels, which no pack is: this is not a pack")]
    TooDeep {
        /// Where.
        line: usize,
    },
    /// A key stands twice in one object.
    #[error("line {line}, column {column}: a key stands twice in one object: build the pack again")]
    DuplicateKey {
        /// The line of the second.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// It ends too soon.
    #[error("the pack is cut short: fetch it again")]
    CutShort,
    /// Not JSON.
    #[error("line {line}, column {column}: not JSON: fetch the pack again")]
    NotJson {
        /// Where.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A number is not an integer.
    #[error("line {line}, column {column}: a number is not an integer: build the pack again")]
    NotInteger {
        /// Where.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Made for a newer reader.
    #[error("the pack is made for a newer version of this program: update it, then take the pack again")]
    Newer {
        /// The format of the file.
        format: u32,
        /// The oldest reader that can use it.
        min_reader: u32,
        /// How many of its critical fields this reader does not know.
        unknown_critical: usize,
    },
    /// JSON, but not of a pack's shape.
    #[error("line {line}, column {column}: {fault}: build the pack again")]
    Shape {
        /// Where.
        line: usize,
        /// The column.
        column: usize,
        /// What.
        fault: ShapeFault,
    },
    /// A pack by its shape whose guidance does not hold together.
    #[error("[{rule}] {name}: {sentence}{}: mend its source and build it again", others(*more))]
    Unsound {
        /// The rule it breaks.
        rule: &'static str,
        /// The id of what is wrong.
        name: String,
        /// What is wrong.
        sentence: String,
        /// How many further faults there are.
        more: usize,
    },
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " (and 1 more fault)".to_owned(),
        n => format!(" (and {n} more faults)"),
    }
}
