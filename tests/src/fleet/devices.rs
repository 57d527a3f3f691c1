//! Devices that ask: a data folder each, core's own client, the desk's transport, several threads.
//!
//! Each outcome is checked while it is measured: a device that concluded anything else than it should ends the run.

use childfirst::time::Moment;
use childfirst::{
    ChildFirst, Config, Polled, Reply, Request, Transport, TransportError, Updates, UpdatesConfig,
};
use childfirst_desk::transport::Http;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Devices of one force.
pub struct Fleet {
    /// Where their data folders lie.
    pub folder: PathBuf,
    /// How many.
    pub devices: usize,
    /// How many ask at once.
    pub threads: usize,
    /// Whom they ask.
    pub url: String,
    /// Whom they believe.
    pub root: Vec<u8>,
    /// Whose guidance they follow.
    pub follow: String,
}

/// What each device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A refresh, with nothing asked before: what a device does that has only what came with it.
    Refresh,
    /// A poll; a refresh where it says that one is due.
    PollThenRefresh,
    /// The positive control: the same by a transport that leaves out what the server knows a file by.
    WithoutValidators,
}

/// What a device came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The poll said that there is nothing new, and nothing more was asked.
    NothingNew,
    /// A refresh that brought nothing.
    Refreshed,
    /// A refresh that brought a pack, of this version.
    Took(u32),
}

/// What a run took.
#[derive(Debug, Default)]
pub struct Run {
    /// From the first to the last.
    pub wall: Duration,
    /// Of each request, from the call of the transport to its end.
    pub requests: Vec<Duration>,
    /// Of each device, from its poll to the end of its refresh, with all that it keeps on its disk.
    pub devices: Vec<Duration>,
    /// Bytes that came, heads and bodies, as the desk's transport counts them.
    pub received: u64,
}

impl Run {
    /// The same once more.
    pub fn and(mut self, mut more: Run) -> Run {
        self.wall += more.wall;
        self.requests.append(&mut more.requests);
        self.devices.append(&mut more.devices);
        self.received += more.received;
        self
    }
}

/// The desk's transport, with a watch.
struct Timed {
    http: Http,
    bare: bool,
    times: Mutex<Vec<Duration>>,
}

impl Transport for Timed {
    fn fetch(&self, mut request: Request) -> Result<Reply, TransportError> {
        if self.bare {
            (request.etag, request.last_modified) = (None, None);
        }
        let begun = Instant::now();
        let reply = self.http.fetch(request);
        lock(&self.times).push(begun.elapsed());
        reply
    }
}

impl Fleet {
    /// Every device once. Ends with the first that is not told what it should be.
    pub fn run(&self, asked: Asked, now: Moment, told: Told) -> Run {
        let (next, all) = (AtomicUsize::new(0), Mutex::new(Run::default()));
        let begun = Instant::now();
        thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| {
                    while let Some(device) =
                        Some(next.fetch_add(1, Ordering::Relaxed)).filter(|device| *device < self.devices)
                    {
                        self.one(device, asked, now, told, &all);
                    }
                });
            }
        });
        let mut run = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(run.devices.len(), self.devices, "every device came to its end");
        run.wall = begun.elapsed();
        run
    }

    /// How long each device waits between polls, by core's own account, in seconds.
    pub fn waits(&self, now: Moment) -> Vec<i64> {
        let wait = |device| {
            let state = self.updates(device).state(now).unwrap();
            let checked = state.checked_at.expect("it was asked before");
            (state.due_at - checked).num_seconds()
        };
        (0..self.devices).map(wait).collect()
    }

    /// How long after a night each device is told to wait for its turn, by core's own account, in seconds.
    pub fn turns(&self, morning: Moment) -> Vec<i64> {
        let turn = |device| {
            let state = self.updates(device).state(morning).unwrap();
            (state.due_at - morning.utc).num_seconds()
        };
        (0..self.devices).map(turn).collect()
    }

    fn updates(&self, device: usize) -> Arc<Updates> {
        let folder = self.folder.join(format!("device-{device}"));
        let open = ChildFirst::open(Config::at(folder.display().to_string())).unwrap();
        open.updates(UpdatesConfig {
            url: self.url.clone(),
            root: self.root.clone(),
            follow: vec![self.follow.clone()],
        })
    }

    fn one(&self, device: usize, asked: Asked, now: Moment, told: Told, all: &Mutex<Run>) {
        let updates = self.updates(device);
        let timed = Arc::new(Timed {
            http: Http::new(),
            bare: asked == Asked::WithoutValidators,
            times: Mutex::default(),
        });
        let begun = Instant::now();
        let came = came(&updates, &timed, asked, now);
        let took = begun.elapsed();
        assert_eq!(came, told, "device {device}");
        let mut all = lock(all);
        all.devices.push(took);
        all.requests.append(&mut lock(&timed.times));
        all.received += timed.http.bytes.load(Ordering::Relaxed);
    }
}

fn came(updates: &Updates, timed: &Arc<Timed>, asked: Asked, now: Moment) -> Told {
    let transport: Arc<dyn Transport> = timed.clone();
    if asked != Asked::Refresh && updates.poll(Arc::clone(&transport), now).unwrap() == Polled::NothingNew {
        return Told::NothingNew;
    }
    let said = updates.refresh(transport, None, false, now).unwrap();
    assert!(said.refused.is_empty() && said.troubles.is_empty(), "{said:?}");
    match said.changed.as_slice() {
        [] => Told::Refreshed,
        [pack] => Told::Took(pack.version),
        more => panic!("more than the pack: {more:?}"),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
