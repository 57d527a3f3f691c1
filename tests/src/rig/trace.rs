//! What `rig/io.c` wrote down, read back.

use std::path::Path;

/// One operation of the program on its disk, or something that it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its number among those that count; 0 when it does not.
    pub number: u64,
    /// The file: its path below the folder.
    pub path: String,
    /// What was done.
    pub what: What,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Opened.
    Opened {
        /// That made the file.
        made: bool,
        /// That emptied it.
        emptied: bool,
    },
    /// Read.
    Read,
    /// Written.
    Written {
        /// Where in the file.
        at: u64,
        /// What.
        bytes: Vec<u8>,
    },
    /// Cut or grown to a length.
    Cut {
        /// The length.
        length: u64,
    },
    /// Synced, and it is on the disk.
    Synced,
    /// Renamed.
    Renamed {
        /// The new path below the folder.
        to: String,
    },
    /// Removed.
    Removed,
    /// Failed.
    Failed,
    /// Said on standard output.
    Said(String),
}

/// Reads what was written down of a program's work below `root`.
///
/// # Panics
/// When it is not what `rig/io.c` writes.
pub fn read(file: &Path, root: &Path) -> Vec<Done> {
    let bytes = std::fs::read(file).unwrap_or_default();
    let root = root.to_str().expect("a plain path");
    let mut rest = bytes.as_slice();
    let mut all = Vec::new();
    while !rest.is_empty() {
        let kind = take::<1>(&mut rest)[0];
        let path_length = u32::from_le_bytes(take(&mut rest)) as usize;
        let length = u32::from_le_bytes(take(&mut rest)) as usize;
        let offset = u64::from_le_bytes(take(&mut rest));
        let number = u64::from_le_bytes(take(&mut rest));
        let result = i64::from_le_bytes(take(&mut rest));
        let (path, after) = rest.split_at(path_length);
        let (data, after) = after.split_at(length);
        rest = after;
        let below = |path: &str| {
            path.strip_prefix(root)
                .unwrap_or(path)
                .trim_start_matches('/')
                .to_owned()
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let what = match kind {
            _ if result < 0 => What::Failed,
            b'o' => What::Opened {
                made: offset & 1 != 0,
                emptied: offset & 2 != 0,
            },
            b'r' => What::Read,
            b'w' => What::Written {
                at: offset,
                bytes: data.to_vec(),
            },
            b't' => What::Cut { length: offset },
            b's' => What::Synced,
            b'n' => What::Renamed {
                to: below(&text(data)),
            },
            b'u' => What::Removed,
            b'm' => What::Said(text(data)),
            other => panic!("`{}` is no operation", other as char),
        };
        let path = below(&text(path));
        all.push(Done { number, path, what });
    }
    all
}

fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let (first, after) = rest.split_first_chunk().expect("a whole record");
    *rest = after;
    *first
}

/// What was said, line by line.
pub fn said(trace: &[Done]) -> Vec<String> {
    let text: String = trace
        .iter()
        .filter_map(|done| match &done.what {
            What::Said(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    text.lines().map(str::to_owned).collect()
}

/// The operations around one that counts, for a person to read.
pub fn around(trace: &[Done], number: u64) -> Vec<String> {
    let at = trace.iter().position(|done| done.number == number).unwrap_or(0);
    let short = |done: &Done| match &done.what {
        What::Written { at, bytes } => {
            format!("{} {}: written {} at {at}", done.number, done.path, bytes.len())
        }
        What::Said(text) => format!("said {}", text.trim_end()),
        what => format!("{} {}: {what:?}", done.number, done.path),
    };
    trace
        .iter()
        .skip(at.saturating_sub(12))
        .take(20)
        .map(short)
        .collect()
}
