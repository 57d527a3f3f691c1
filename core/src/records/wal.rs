//! A look at the write-ahead log before SQLite reads it.
//!
//! SQLite takes the first frame that does not fit for the end of its log, as it must after a power cut. So one
//! flipped bit would silently take every answer after it away. But each commit is synced before the next one begins:
//! a power cut spoils the last transaction alone. Frames of more than one commit beyond the spoilt place are
//! therefore damage, and are told. Refuses to be sure of more: a flip in the last commit reads like a power cut.

use super::damaged;
use super::fault::unreachable_file;
use crate::error::{Error, Part, Result};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;

/// Looks at the log; no log, or an empty one, is whole.
pub(super) fn look(path: &Path) -> Result<()> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreachable_file(error)),
    };
    let length = file.metadata().map_err(unreachable_file)?.len();
    if scan(BufReader::with_capacity(1 << 16, file), length).map_err(unreachable_file)? {
        Ok(())
    } else {
        Err(DAMAGED)
    }
}

const DAMAGED: Error = damaged(Part::Records);

/// Whether the log is one that a power cut can have left.
fn scan(mut log: impl Read, length: u64) -> io::Result<bool> {
    let mut header = [0; HEADER];
    if length <= (HEADER + FRAME) as u64 {
        return Ok(true);
    }
    log.read_exact(&mut header)?;
    let [magic, _, page, _, salt_1, salt_2, sum_1, sum_2] = words::<8>(&header, u32::from_be_bytes);
    let read = match magic {
        0x377f_0682 => u32::from_le_bytes,
        0x377f_0683 => u32::from_be_bytes,
        _ => return Ok(false),
    };
    let mut sum = add((0, 0), header.get(..HEADER - 8).unwrap_or_default(), read);
    // The header is synced before the first frame is written: with frames after it, it must be whole.
    if sum != (sum_1, sum_2) || !page.is_power_of_two() || !(512..=65536).contains(&page) {
        return Ok(false);
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
    Ok(most < 2)
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
        scan(log, log.len() as u64).unwrap()
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
