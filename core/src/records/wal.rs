//! A look at the write-ahead log before SQLite reads it.
//!
//! SQLite takes the first frame that does not fit for the end of its log, as it must after a power cut. So one
//! flipped bit would silently take every answer after it away. But each commit is synced before the next one begins:
//! a power cut spoils the last transaction alone. Frames of more than one commit beyond the spoilt place are
//! therefore damage, and are told. Refuses to be sure of more: a flip in the last commit reads like a power cut.
//!
//! A log whose header does not fit is damage too, unless all that it holds stands in the file: SQLite begins its log
//! anew only then, and a disk may fail in the middle of that.

use super::damaged;
use super::fault::unreachable_file;
use crate::error::{Error, Part, Result};
use crate::ordinary;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;

/// Looks at the log at `path` of the database `of`; no log, or an empty one, is whole.
pub(super) fn look(path: &Path, of: &Path) -> Result<()> {
    let file = match ordinary::open(path) {
        Ok(file) => file,
        Err(_) if ordinary::is_something_else(path) => return Err(DAMAGED),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreachable_file(error)),
    };
    let length = file.metadata().map_err(unreachable_file)?.len();
    let whole = match scan(BufReader::with_capacity(1 << 16, file), length).map_err(unreachable_file)? {
        Log::Whole => true,
        Log::Spoilt => false,
        Log::Headless => File::open(path)
            .and_then(|log| File::open(of).and_then(|file| taken_up(BufReader::new(log), file)))
            .map_err(unreachable_file)?,
    };
    if whole { Ok(()) } else { Err(DAMAGED) }
}

/// What a log looks like.
#[derive(Debug, PartialEq, Eq)]
enum Log {
    /// As a power cut can have left it.
    Whole,
    /// Frames of several commits stand beyond a place that does not fit.
    Spoilt,
    /// Its header does not fit, and frames follow it.
    Headless,
}

/// Whether every page of a log, as its last commit left it, stands in the file already.
fn taken_up(mut log: impl Read, mut file: impl Read + Seek) -> io::Result<bool> {
    let mut header = [0; HEADER];
    log.read_exact(&mut header)?;
    let [magic, _, page, ..] = words::<8>(&header, u32::from_be_bytes);
    let (Some(read), true) = (order(magic), sized(page)) else {
        return Ok(false);
    };
    let mut frame = vec![0; FRAME + page as usize];
    let (mut last, mut salts) = (None, None);
    let (mut pages, mut open) = (HashMap::new(), HashMap::new());
    while filled(&mut log, &mut frame)? {
        let (head, body) = frame.split_at_checked(FRAME).unwrap_or_default();
        let [number, commit, s1, s2, sum_1, sum_2] = words::<6>(head, u32::from_be_bytes);
        // The first frame is taken as it is, for what it was summed up from is in the header.
        let sum = last.map(|sum| add(add(sum, head.get(..8).unwrap_or_default(), read), body, read));
        if *salts.get_or_insert((s1, s2)) != (s1, s2) || sum.is_some_and(|sum| sum != (sum_1, sum_2)) {
            break;
        }
        last = Some((sum_1, sum_2));
        open.insert(number, body.to_vec());
        if commit != 0 {
            // What lies beyond the end that this commit gave the file is no part of it any more.
            pages.extend(open.drain());
            pages.retain(|number, _| *number <= commit);
        }
    }
    let mut stands = vec![0; page as usize];
    for (number, body) in pages {
        file.seek(SeekFrom::Start(
            u64::from(page) * u64::from(number.saturating_sub(1)),
        ))?;
        if !filled(&mut file, &mut stands)? || stands != body {
            return Ok(false);
        }
    }
    Ok(last.is_some())
}

/// How the checksums of a log are read, or `None` when it does not begin like one.
fn order(magic: u32) -> Option<fn([u8; 4]) -> u32> {
    match magic {
        0x377f_0682 => Some(u32::from_le_bytes),
        0x377f_0683 => Some(u32::from_be_bytes),
        _ => None,
    }
}

fn sized(page: u32) -> bool {
    page.is_power_of_two() && (512..=65536).contains(&page)
}

const DAMAGED: Error = damaged(Part::Records);

/// Whether the log is one that a power cut can have left.
fn scan(mut log: impl Read, length: u64) -> io::Result<Log> {
    let mut header = [0; HEADER];
    if length <= (HEADER + FRAME) as u64 {
        return Ok(Log::Whole);
    }
    log.read_exact(&mut header)?;
    let [magic, _, page, _, salt_1, salt_2, sum_1, sum_2] = words::<8>(&header, u32::from_be_bytes);
    let Some(read) = order(magic) else {
        return Ok(Log::Headless);
    };
    let mut sum = add((0, 0), header.get(..HEADER - 8).unwrap_or_default(), read);
    // The header is synced before the first frame is written: with frames after it, it must be whole.
    if sum != (sum_1, sum_2) || !sized(page) {
        return Ok(Log::Headless);
    }
    let mut frame = vec![0; FRAME + page as usize];
    let mut spoilt = false;
    let (mut commits, mut most) = (0, 0);
    while filled(&mut log, &mut frame)? {
        let (head, body) = frame.split_at_checked(FRAME).unwrap_or_default();
        let [_, commit, s1, s2, sum_1, sum_2] = words::<6>(head, u32::from_be_bytes);
        let ours = (s1, s2) == (salt_1, salt_2);
        let follows =
            ours && add(add(sum, head.get(..8).unwrap_or_default(), read), body, read) == (sum_1, sum_2);
        spoilt |= !follows;
        // Only frames that follow each other count: what is left of commits that failed, or of an earlier round of
        // the log, may stand behind the new end, and is none of this.
        if !follows {
            commits = 0;
        }
        if spoilt && ours && commit != 0 {
            commits += 1;
            most = commits.max(most);
        }
        sum = (sum_1, sum_2);
    }
    Ok(if most < 2 { Log::Whole } else { Log::Spoilt })
}

/// Fills the room, or says that there is not enough left.
fn filled(log: &mut impl Read, room: &mut [u8]) -> io::Result<bool> {
    match log.read_exact(room) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn words<const N: usize>(bytes: &[u8], read: fn([u8; 4]) -> u32) -> [u32; N] {
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = read(*bytes);
    }
    words
}

/// SQLite's checksum of a log, carried on over more bytes.
fn add((mut a, mut b): (u32, u32), bytes: &[u8], read: fn([u8; 4]) -> u32) -> (u32, u32) {
    for pair in bytes.as_chunks::<8>().0 {
        let [x, y] = words::<2>(pair, read);
        a = a.wrapping_add(x).wrapping_add(b);
        b = b.wrapping_add(y).wrapping_add(a);
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;

    fn whole(log: &[u8]) -> bool {
        scan(log, log.len() as u64).unwrap() == Log::Whole
    }

    #[test]
    fn a_flip_before_the_last_commit_is_damage_and_a_cut_is_not() {
        let mut room = Room::new();
        let (key, mut head) = room.begin(&[b"start"]);
        for _ in 0..6 {
            head = room.store().append(&key, &head, b"words", b"card").unwrap().head;
        }
        room.crash();
        let log = std::fs::read(room.dir.path().join("records.db-wal")).unwrap();
        assert!(whole(&log) && whole(&[]));
        // Wherever a power cut ends the log, and whatever of the last frames it did not write, it is none.
        for end in (0..log.len()).step_by(512) {
            assert!(whole(&log[..end]), "{end} of {}", log.len());
        }
        let mut torn = log.clone();
        let last = torn.len() - 3000;
        torn[last..].fill(0);
        assert!(whole(&torn));
        // Two commits from the end and further back, no flip passes.
        let safe = log.len() - 3 * 2 * (FRAME + 4096);
        for at in (0..safe).step_by(61) {
            let mut flipped = log.clone();
            flipped[at] ^= 1;
            assert!(!whole(&flipped), "flip at {at} of {}", log.len());
        }
    }

    #[test]
    fn a_header_that_does_not_fit_is_damage_unless_the_file_has_it_all() {
        let room = Room::new();
        let (key, head) = room.begin(&[b"start"]);
        let mut head = room.store().append(&key, &head, b"words", b"card").unwrap().head;
        let (db, log) = (room.db(), room.dir.path().join("records.db-wal"));
        for taken_up in [false, true] {
            if taken_up {
                room.store().checkpoint_passively();
            }
            let (whole_db, whole_log) = (std::fs::read(&db).unwrap(), std::fs::read(&log).unwrap());
            for at in 0..HEADER {
                let mut broken = whole_log.clone();
                broken[at] ^= 4;
                std::fs::write(&log, &broken).unwrap();
                // A page size or byte order that does not fit leaves nothing to compare.
                let expected = taken_up && !(0..4).contains(&at) && !(8..12).contains(&at);
                assert_eq!(look(&log, &db).is_ok(), expected, "{at} {taken_up}");
            }
            std::fs::write(&log, &whole_log).unwrap();
            assert!(look(&log, &db).is_ok() && whole_db == std::fs::read(&db).unwrap());
        }
        head = room.store().append(&key, &head, b"more", b"card").unwrap().head;
        assert_eq!(head.seq, 3);
    }

    #[test]
    fn frames_of_an_earlier_round_are_no_damage() {
        let mut room = Room::new();
        let (key, head) = room.begin(&[b"start"]);
        let large = vec![7; 60_000];
        let head = room
            .store()
            .append_all(&key, &head, &[&large[..]; 20], b"")
            .unwrap()
            .head;
        // Checkpointed without being cut: the next commit begins again at the front.
        room.store().checkpoint_passively();
        room.store().append(&key, &head, b"words", b"").unwrap();
        room.crash();
        let log = std::fs::read(room.dir.path().join("records.db-wal")).unwrap();
        assert!(log.len() > 1_000_000 && whole(&log));
        assert_eq!(
            room.reopen().open_interaction(&key.id()).unwrap().entries.len(),
            22
        );
    }
}
