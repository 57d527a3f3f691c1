//! The fleet in short, over `childfirst serve`: what a poll, the daily word and a release cost a device in bytes and
//! requests. Long, over nginx, with times: `cargo xtask bench-fleet`. Nothing here is timed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

use childfirst::time::Moment;
use childfirst_tests::at;
use childfirst_tests::fleet::published::{FOLLOWED, OTHER};
use childfirst_tests::fleet::{Asked, Fleet, Published, Run, Told};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const DEVICES: usize = 6;

/// `childfirst serve`, until the test ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(program: &Path, www: &Path) -> (Server, String) {
    let mut command = Command::new(program);
    command.arg("serve").arg(www).args(["--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let url = line.split(' ').find(|word| word.starts_with("http://")).unwrap();
    (Server(child), url.to_owned())
}

/// An hour of the day.
fn hour(hour: i64) -> Moment {
    at(60 * hour)
}

fn each(run: &Run) -> (usize, u64) {
    (run.requests.len() / DEVICES, run.received / DEVICES as u64)
}

#[test]
fn what_a_day_costs_a_device_and_a_client_that_forgets_validators_is_caught() {
    let program = Path::new(env!("CARGO_BIN_EXE_desk"));
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    fs::create_dir_all(&desk).unwrap();
    let published = Published::begun(program, &desk, hour(0));
    let (_server, url) = serve(program, &published.www());
    let fleet = Fleet {
        folder: folder.path().join("fleet"),
        devices: DEVICES,
        threads: 3,
        url,
        root: published.root(),
        follow: FOLLOWED.into(),
    };
    let first = fleet.run(Asked::Refresh, hour(1), Told::Took(1));

    let poll = fleet.run(Asked::PollThenRefresh, hour(2), Told::NothingNew);
    assert_eq!(each(&poll).0, 1);
    assert!(each(&poll).1 < 1024, "{poll:?}");
    let control = fleet.run(Asked::WithoutValidators, hour(3), Told::NothingNew);
    assert_eq!(each(&control).0, 1);
    assert!(
        each(&control).1 > 2 * each(&poll).1,
        "{control:?} beside {poll:?}"
    );

    // The machine says again that it is current: the poll, and a refresh of two requests.
    published.publish(hour(4));
    let day = fleet.run(Asked::PollThenRefresh, hour(4), Told::Refreshed);
    assert_eq!(each(&day).0, 3);
    assert!(each(&day).1 < 4096, "{day:?}");
    // Another force publishes: neither its pack is fetched, nor its role, nor who may sign what; the list of versions is.
    published.release(OTHER, hour(5));
    let other = fleet.run(Asked::PollThenRefresh, hour(5), Told::Refreshed);
    assert_eq!(each(&other).0, 4);
    // Its own: role and pack.
    let version = published.release(FOLLOWED, hour(6));
    let release = fleet.run(Asked::PollThenRefresh, hour(6), Told::Took(version));
    assert_eq!(each(&release).0, 6);
    assert_eq!(each(&first).0, 6);

    // Spread by the device's own number, within what is promised.
    let waits = fleet.waits(hour(6));
    assert!(waits.iter().all(|wait| (1800..=3600).contains(wait)), "{waits:?}");
    // And those that are switched on together, over ten minutes.
    let turns = fleet.turns(hour(20));
    assert!(turns.iter().all(|turn| (0..=600).contains(turn)), "{turns:?}");
    let distinct: std::collections::BTreeSet<_> = turns.iter().collect();
    assert!(distinct.len() > DEVICES / 2, "{turns:?}");
}
