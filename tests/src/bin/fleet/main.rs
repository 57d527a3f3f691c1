//! `cargo xtask bench-fleet`: many real devices beside a real nginx, and the model of `docs/scale.md`.
//!
//! Devices and server share the machine: rates are of both together, and what the server alone costs is its own
//! processors' time. Bytes are those of nginx's log. `--out FILE` puts the tables between the marks of that file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "stops loudly"
)]

mod flood;
mod nginx;
mod sizes;
mod table;

use childfirst::time::Moment;
use childfirst_tests::at;
use childfirst_tests::fleet::model::{Morning, steady};
use childfirst_tests::fleet::published::{FOLLOWED, OTHER};
use childfirst_tests::fleet::{Asked, Fleet, Published, Run, Told};
use nginx::{Logged, Nginx};
use std::path::{Path, PathBuf};
use std::time::Duration;
use table::Tables;

/// How often the polls are measured.
const POLLS: usize = 5;
const FLOOD: Duration = Duration::from_secs(6);

/// One thing that every device did.
struct Measured {
    what: &'static str,
    run: Run,
    logged: Logged,
    cpu: Duration,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| {
        args.iter()
            .position(|arg| arg == flag)
            .map(|at| args[at + 1].clone())
    };
    let number = |flag: &str, usual: usize| after(flag).map_or(usual, |text| text.parse().unwrap());
    let (devices, threads) = (number("--devices", 300), number("--threads", 4));
    let machine = machine();
    let base = root().join("target/fleet");
    let _ = std::fs::remove_dir_all(&base);
    let desk = base.join("desk");
    std::fs::create_dir_all(&desk).unwrap();
    let program = std::env::current_exe().unwrap().with_file_name("desk");
    let published = Published::begun(&program, &desk, hour(0));

    let mut tables = Tables::new(devices, threads, machine);
    let (mut waits, mut both) = (Vec::new(), Vec::new());
    for (day, (name, gzip)) in [("gzip", true), ("plain", false)].into_iter().enumerate() {
        let own = base.join(name);
        let nginx = Nginx::start(&own.join("nginx"), &published.www(), gzip);
        let fleet = Fleet {
            folder: own.join("devices"),
            devices,
            threads,
            url: nginx.url(),
            root: published.root(),
            follow: FOLLOWED.into(),
        };
        let all = whole_day(&published, &nginx, &fleet, day);
        for measured in &all {
            tables.rate(name, measured);
        }
        if gzip {
            waits = fleet.waits(hour(5));
            tables.turns(&fleet.turns(hour(24)));
            tables.flood(
                "polls, each over a connection of its own",
                &flood::polls(&nginx, false, threads, FLOOD),
            );
            tables.flood(
                "polls, a connection kept by each client",
                &flood::polls(&nginx, true, threads, FLOOD),
            );
            let (tls, bytes) = flood::handshakes(&nginx, 6);
            tables.flood("new connections under TLS 1.3 (P-256), one answer each", &tls);
            tables.note(&format!(
                "A handshake of TLS 1.3, to and fro, with one short certificate: {bytes} bytes."
            ));
            for forces in [2, 10, 43, 256] {
                tables.forces(forces, &sizes::of_forces(&nginx, &published.www(), forces));
            }
            for releases in [1, 4, 12] {
                tables.releases(releases, &sizes::of_releases(&nginx, &published.www(), releases));
            }
        }
        both.push(all);
    }
    let [gzip, plain] = both.as_slice() else {
        panic!("both were measured")
    };
    for (one, other) in gzip.iter().zip(plain) {
        tables.bytes(one, other);
    }
    tables.kinds(gzip, plain);
    model(&mut tables, &waits);
    tables.end(after("--out").map(PathBuf::from).as_deref());
}

/// Everything once: for the devices of one kind of server.
fn whole_day(published: &Published, nginx: &Nginx, fleet: &Fleet, day: usize) -> Vec<Measured> {
    let begin = i64::try_from(day).unwrap() * 24;
    let at = |after: i64| hour(begin + after);
    published.publish(at(0));
    let mut all = Vec::new();
    let mut measure = |what, rounds, asked, now: Moment, told| {
        let (mark, cpu) = (nginx.mark(), nginx.cpu());
        // Each round a minute later: a device notes when it asked, and that is a write to its disk.
        let round = |minute: usize| {
            let later = now.utc + Duration::from_secs(60 * minute as u64);
            fleet.run(asked, Moment::new(later, 0), told)
        };
        let run = (1..rounds).fold(round(0), |run, minute| run.and(round(minute)));
        let logged = nginx.since(mark, run.requests.len());
        let cpu = nginx.cpu() - cpu;
        assert_eq!(
            logged.requests,
            run.requests.len() as u64,
            "its log and the devices count the same"
        );
        eprintln!("{what}: {:.1} s", run.wall.as_secs_f64());
        all.push(Measured {
            what,
            run,
            logged,
            cpu,
        });
    };
    let first = u32::try_from(day).unwrap() + 1;
    measure(
        "first refresh, of an empty device",
        1,
        Asked::Refresh,
        at(0),
        Told::Took(first),
    );
    measure(
        "poll, nothing new",
        POLLS,
        Asked::PollThenRefresh,
        at(1),
        Told::NothingNew,
    );
    let control = "control: poll without validators";
    measure(control, POLLS, Asked::WithoutValidators, at(2), Told::NothingNew);
    published.publish(at(3));
    let signed = "the day's first: poll, refresh, nothing new";
    measure(signed, 1, Asked::PollThenRefresh, at(3), Told::Refreshed);
    published.release(OTHER, at(4));
    measure(
        "another force released",
        1,
        Asked::PollThenRefresh,
        at(4),
        Told::Refreshed,
    );
    let version = published.release(FOLLOWED, at(5));
    let release = "its own force released: poll, refresh, pack";
    measure(release, 1, Asked::PollThenRefresh, at(5), Told::Took(version));
    let answered = |polled: &str| {
        let found = all.iter().find(|it: &&Measured| it.what.starts_with(polled));
        found.unwrap().logged.answered
    };
    assert!(
        answered("control") > 2 * answered("poll"),
        "a client that forgets what the server knows a file by is caught"
    );
    all
}

/// What core promises those that are switched on together; [`table::Tables::turns`] holds it to that.
const SPREAD: usize = 600;

fn model(tables: &mut Tables, waits: &[i64]) {
    for (who, devices) in [
        ("a force", 10_000),
        ("all forces", 150_000),
        ("the largest", 10_000_000),
    ] {
        for within in [60, 15 * 60, 60 * 60] {
            let morning = Morning {
                devices,
                within,
                spread: SPREAD,
                first: 3,
                later: 1,
            };
            tables.morning(who, &morning, morning.peaks(waits), steady(devices, waits));
        }
    }
    tables.waits(waits);
}

/// Hours of the rig's days.
fn hour(hour: i64) -> Moment {
    at(60 * hour)
}

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// How busy the machine was before: the load of the last minute, and how many processors it has.
fn machine() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = load.split(' ').next().unwrap_or("not known");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} processors, load {minute} before it began")
}
