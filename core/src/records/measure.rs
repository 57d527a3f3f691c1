//! Figures of this room, on request: `cargo test --release -p childfirst records::measure -- --ignored --nocapture`.
//! Set `CHILDFIRST_DISK` to a folder on the disk that is meant. Not a timed test: nothing fails.

use super::testing::{PINS, Room};
use rusqlite::Connection;
use std::time::{Duration, Instant};

fn room() -> Room {
    match std::env::var_os("CHILDFIRST_DISK") {
        Some(disk) => Room::in_folder(tempfile::tempdir_in(disk).unwrap()),
        None => Room::new(),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn bare(room: &Room) -> Connection {
    let conn = Connection::open(room.dir.path().join("bare.db")).unwrap();
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
        .unwrap();
    conn.pragma_update(None, "synchronous", "FULL").unwrap();
    conn.pragma_update_and_check(None, "secure_delete", true, |row| row.get::<_, i64>(0))
        .unwrap();
    conn.execute_batch("CREATE TABLE entry (at INTEGER PRIMARY KEY, sealed BLOB NOT NULL)")
        .unwrap();
    conn
}

#[test]
#[ignore = "a measurement"]
fn a_durable_answer_beside_a_bare_commit() {
    for size in [400_usize, 4_000, 64_000] {
        let room = room();
        let (key, mut head) = room.begin(&[b"start"]);
        let bare = bare(&room);
        let (answer, card) = (vec![7; size], [7; 300]);
        let row = vec![7; size.max(512).next_power_of_two() + 78];
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..500 {
            let from = Instant::now();
            head = room.store().append(&key, &head, &answer, &card).unwrap().head;
            ours.push(from.elapsed());
            let from = Instant::now();
            bare.prepare_cached("INSERT INTO entry (sealed) VALUES (?1)")
                .unwrap()
                .execute([&row])
                .unwrap();
            theirs.push(from.elapsed());
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!("{size} B: answer {ours:?}, bare {theirs:?}, ratio {ratio:.2}");
    }
}

#[test]
#[ignore = "a measurement"]
fn listing_and_resuming_grow_in_line() {
    for count in [100_u32, 1_000, 10_000] {
        let mut room = room();
        room.store().relaxed();
        for _ in 0..count {
            room.store().begin(&PINS, b"start", &[7; 300]).unwrap();
        }
        room.close();
        let from = Instant::now();
        room.reopen();
        let opened = from.elapsed();
        let from = Instant::now();
        assert_eq!(room.store().list().unwrap().interactions.len(), count as usize);
        let listed = from.elapsed();
        println!(
            "{count}: open and unlock {opened:?}, list {listed:?}, each {:?}",
            listed / count
        );
    }
    for count in [50_u32, 500, 5_000] {
        let room = room();
        let (key, head) = room.begin(&[b"start"]);
        let entry = [7; 400];
        room.store()
            .append_all(&key, &head, &vec![&entry[..]; count as usize], b"card")
            .unwrap();
        let from = Instant::now();
        room.store().open_interaction(&key.id()).unwrap();
        println!("{count} entries: resume {:?}", from.elapsed());
    }
}

#[test]
#[ignore = "a measurement"]
fn sealing_alone() {
    use super::Id;
    use super::seal::{Key, Place, seal, unseal, unwrap_key, wrap};
    let (key, id) = (Key::random().unwrap(), Id([1; 16]));
    let place = Place::entry(&id, 1);
    let mut room = zeroize::Zeroizing::default();
    let each = |name: &str, f: &mut dyn FnMut()| {
        let from = Instant::now();
        for _ in 0..20_000 {
            f();
        }
        println!("{name}: {:?}", from.elapsed() / 20_000);
    };
    for size in [400, 60_000] {
        let payload = vec![7; size];
        let sealed = seal(&key, &place, &[0; 33], &payload).unwrap();
        each(&format!("seal {size}"), &mut || {
            drop(seal(&key, &place, &[0; 33], &payload))
        });
        each(&format!("unseal {size}"), &mut || {
            assert!(unseal(&key, &place, 33, &sealed, &mut room).is_some());
        });
        each(&format!("commit {size}"), &mut || {
            std::hint::black_box(super::commitment(&[1; 32], &payload));
        });
    }
    let wrapped = wrap(&key, &id, &key).unwrap();
    each("unwrap a key", &mut || {
        drop(unwrap_key(&key, &id, &wrapped, &mut room))
    });
}
