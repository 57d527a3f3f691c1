//! The disk as a power cut can leave it.
//!
//! What a file was when it was last synced is there. What was done to it since may be there or not: all of it, none
//! of it, any part in any order, the last write torn at a sector. A name that was made, changed or removed is there
//! once its folder was synced; of those since, a first part is, for file systems keep their journal in order. The
//! index of SQLite's log lives in shared memory and may be anything. Refuses to tear what stood within a sector
//! before it: that SQLite takes from its disks.

use super::random::Random;
use super::trace::{Done, What};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

const SECTOR: usize = 512;

#[derive(Debug, Clone)]
enum Change {
    Written { at: u64, bytes: Vec<u8> },
    Cut { length: u64 },
}

#[derive(Debug, Clone, Default)]
struct File {
    durable: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Naming {
    Made { name: String, file: usize },
    Renamed { from: String, to: String },
    Removed { name: String },
}

/// A disk that can lose its power.
#[derive(Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// Names as the program sees them.
    now: HashMap<String, usize>,
    /// Names that would outlive a power cut.
    durable: BTreeMap<String, usize>,
    since: Vec<Naming>,
}

/// Which part of what was not synced is there after the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// None of it.
    All,
    /// All of it.
    Nothing,
    /// A first part; the last write of it torn.
    Tail,
    /// Any part, in any order, torn anywhere.
    Any,
}

impl Disk {
    /// A disk with what stands in a folder, all of it durable.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn of(folder: &Path) -> Disk {
        let mut disk = Disk::default();
        disk.take_up(folder, "");
        disk
    }

    fn take_up(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.take_up(&entry.path(), &format!("{name}/"));
            } else {
                let durable = fs::read(entry.path()).expect("a file");
                self.files.push(File {
                    durable,
                    since: vec![],
                });
                self.now.insert(name.clone(), self.files.len() - 1);
                self.durable.insert(name, self.files.len() - 1);
            }
        }
    }

    /// Does what the program did.
    pub fn apply(&mut self, done: &Done) {
        let name = done.path.clone();
        match &done.what {
            What::Opened { made: true, .. } => {
                self.files.push(File::default());
                let file = self.files.len() - 1;
                self.now.insert(name.clone(), file);
                self.since.push(Naming::Made { name, file });
            }
            What::Opened { emptied: true, .. } => self.change(&name, Change::Cut { length: 0 }),
            What::Written { at, bytes } => {
                let bytes = bytes.clone();
                self.change(&name, Change::Written { at: *at, bytes });
            }
            What::Cut { length } => self.change(&name, Change::Cut { length: *length }),
            What::Synced => self.sync(&name),
            What::Renamed { to } => {
                if let Some(file) = self.now.remove(&name) {
                    self.now.insert(to.clone(), file);
                }
                let to = to.clone();
                self.since.push(Naming::Renamed { from: name, to });
            }
            What::Removed => {
                self.now.remove(&name);
                self.since.push(Naming::Removed { name });
            }
            What::Opened { .. } | What::Read | What::Failed | What::Said(_) => {}
        }
    }

    fn change(&mut self, name: &str, change: Change) {
        if let Some(file) = self.now.get(name).and_then(|file| self.files.get_mut(*file)) {
            file.since.push(change);
        }
    }

    fn sync(&mut self, name: &str) {
        if let Some(file) = self.now.get(name).and_then(|file| self.files.get_mut(*file)) {
            for change in file.since.drain(..) {
                change.apply(&mut file.durable);
            }
        } else {
            // The folder: its names are durable now.
            let inside = |changed: &str| changed.rsplit_once('/').map_or("", |(folder, _)| folder) == name;
            let (settled, open) = std::mem::take(&mut self.since)
                .into_iter()
                .partition(|naming| inside(naming.name()));
            self.since = open;
            let settled: Vec<Naming> = settled;
            settled.iter().for_each(|naming| naming.apply(&mut self.durable));
        }
    }

    /// Whether anything was done that a power cut could take away.
    pub fn owes(&self) -> bool {
        !self.since.is_empty() || self.files.iter().any(|file| !file.since.is_empty())
    }

    /// Cuts the power, and puts what is left into a folder.
    ///
    /// # Panics
    /// When the folder cannot be written to.
    pub fn cut(&self, lost: Lost, random: &mut Random, into: &Path) {
        let mut names = self.durable.clone();
        let kept = match lost {
            Lost::All => 0,
            Lost::Nothing => self.since.len(),
            Lost::Tail | Lost::Any => random.below(self.since.len() + 1),
        };
        for naming in self.since.iter().take(kept) {
            naming.apply(&mut names);
        }
        for (name, file) in names {
            let path = into.join(&name);
            if name.ends_with("-shm") {
                // Not written through the file: what is left of it is anything, or nothing.
                if random.once_in(2) {
                    let noise: Vec<[u8; 8]> = (0..4_096).map(|_| random.number().to_le_bytes()).collect();
                    fs::write(path, noise.as_flattened()).expect("room");
                }
                continue;
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).expect("room");
            }
            fs::write(path, self.files[file].left(lost, random)).expect("room");
        }
    }
}

impl File {
    fn left(&self, lost: Lost, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        match lost {
            Lost::All => {}
            Lost::Nothing => self
                .since
                .iter()
                .for_each(|change| change.clone().apply(&mut bytes)),
            Lost::Tail => {
                let kept = random.below(self.since.len() + 1);
                for (n, change) in self.since.iter().take(kept).enumerate() {
                    let change = if n + 1 == kept {
                        change.torn(random)
                    } else {
                        change.clone()
                    };
                    change.apply(&mut bytes);
                }
            }
            Lost::Any => {
                let mut order: Vec<&Change> = self.since.iter().filter(|_| !random.once_in(3)).collect();
                for n in (1..order.len()).rev() {
                    // A disk may write in any order what does not lie in one place.
                    let other = random.below(n + 1);
                    if (other..=n).all(|m| apart(order[m], order[n]) && apart(order[m], order[other])) {
                        order.swap(n, other);
                    }
                }
                for change in order {
                    let change = if random.once_in(4) {
                        change.torn(random)
                    } else {
                        change.clone()
                    };
                    change.apply(&mut bytes);
                }
            }
        }
        bytes
    }
}

/// Whether two changes touch different places.
fn apart(a: &Change, b: &Change) -> bool {
    match (a, b) {
        (
            Change::Written { at, bytes },
            Change::Written {
                at: b_at,
                bytes: b_bytes,
            },
        ) => at + bytes.len() as u64 <= *b_at || b_at + b_bytes.len() as u64 <= *at,
        _ => std::ptr::eq(a, b),
    }
}

impl Change {
    fn apply(self, bytes: &mut Vec<u8>) {
        match self {
            Change::Cut { length } => bytes.resize(length as usize, 0),
            Change::Written { at, bytes: new } => {
                let end = at as usize + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[at as usize..end].copy_from_slice(&new);
            }
        }
    }

    /// A first part of a write, whole sectors of the disk.
    fn torn(&self, random: &mut Random) -> Change {
        match self {
            Change::Written { at, bytes } => {
                let first = SECTOR - *at as usize % SECTOR;
                let sectors = bytes.len().saturating_sub(first).div_ceil(SECTOR) + 1;
                let kept = random.below(sectors + 1);
                let length = if kept == 0 { 0 } else { first + (kept - 1) * SECTOR };
                let bytes = bytes[..length.min(bytes.len())].to_vec();
                Change::Written { at: *at, bytes }
            }
            cut => cut.clone(),
        }
    }
}

impl Naming {
    fn name(&self) -> &str {
        match self {
            Naming::Made { name, .. } | Naming::Removed { name } => name,
            Naming::Renamed { to, .. } => to,
        }
    }

    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Naming::Made { name, file } => {
                names.insert(name.clone(), *file);
            }
            Naming::Renamed { from, to } => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Naming::Removed { name } => {
                names.remove(name);
            }
        }
    }
}
