//! The transport and the watch of a runner: files of `tests/vectors/repositories`, or whatever a vector tells them.
//!
//! Refuses the network. What it is asked is kept, so that a vector can show it.

use super::file::sha256;
use super::run::{Stop, bytes};
use childfirst::{Progress, Reply, Request, Transport, TransportError, Updates, Watch};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// What it was told last.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// The folders that it serves, the last laid over those before.
    pub(super) serves: Vec<String>,
    /// How it answers.
    pub(super) answers: String,
    /// Only where this stands in the path.
    pub(super) only: String,
    /// Of `cut`: so many bytes.
    pub(super) bytes: usize,
}

/// The transport of a runner.
pub(super) struct Server {
    base: String,
    told: Mutex<Told>,
    asked: Mutex<Vec<Request>>,
    /// What it stops, where it is told to.
    stops: Mutex<Weak<Updates>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn status(status: u16) -> Reply {
    Reply {
        status,
        whole: true,
        ..Reply::default()
    }
}

impl Server {
    pub(super) fn at(base: &str) -> Server {
        Server {
            base: base.to_owned(),
            told: Mutex::default(),
            asked: Mutex::default(),
            stops: Mutex::default(),
        }
    }

    pub(super) fn is_told(&self, told: Told) {
        *held(&self.told) = told;
    }

    pub(super) fn stops(&self, updates: &Arc<Updates>) {
        *held(&self.stops) = Arc::downgrade(updates);
    }

    /// What was asked since the last time.
    pub(super) fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut held(&self.asked))
    }

    fn right(told: &Told, request: &Request, path: &str) -> Result<Reply, TransportError> {
        let stands = |folder: &String| bytes(&format!("repositories/{folder}/{path}")).ok();
        let Some(file) = told.serves.iter().rev().find_map(stands) else {
            return Ok(status(404));
        };
        let etag = Some(format!("\"{}\"", sha256(&file)));
        if request.etag == etag {
            return Ok(Reply { etag, ..status(304) });
        }
        let body = usize::try_from(request.from_byte)
            .ok()
            .and_then(|from| file.get(from..));
        let body = body.unwrap_or_default().to_vec();
        if request.from_byte + body.len() as u64 > request.most_bytes {
            return Err(TransportError::TooMuch);
        }
        Ok(Reply {
            body,
            from_byte: request.from_byte,
            etag,
            ..status(if request.from_byte > 0 { 206 } else { 200 })
        })
    }
}

impl Transport for Server {
    fn fetch(&self, request: Request) -> Result<Reply, TransportError> {
        held(&self.asked).push(request.clone());
        let told = held(&self.told).clone();
        let path = request.url.strip_prefix(&self.base).unwrap_or_default();
        let right = || Server::right(&told, &request, path);
        if !path.contains(&told.only) {
            return right();
        }
        match told.answers.as_str() {
            // What a host throws that is none of these reads as the first.
            "offline" | "throws" => Err(TransportError::Offline),
            "too_slow" => Err(TransportError::TooSlow),
            "not_secure" => Err(TransportError::NotSecure),
            "too_much" => Err(TransportError::TooMuch),
            "garbled" => Err(TransportError::Garbled),
            "stopped" => Err(TransportError::Stopped),
            "sign_in_page" => Ok(Reply {
                body: b"<html>Sign in</html>".to_vec(),
                ..status(200)
            }),
            "redirect" => Ok(status(302)),
            "unchanged" => Ok(status(304)),
            "missing" => Ok(status(404)),
            "busy" => Ok(Reply {
                retry_after_seconds: Some(600),
                ..status(503)
            }),
            "endless" => Ok(Reply {
                body: vec![b'{'; usize::try_from(request.most_bytes).unwrap_or_default() + 1],
                ..status(200)
            }),
            "absurd" => Ok(Reply {
                status: u16::MAX,
                from_byte: u64::MAX,
                ..Reply::default()
            }),
            "cut" => right().map(|mut reply| {
                reply.body.truncate(told.bytes);
                reply.whole = false;
                reply
            }),
            "stops" => {
                if let Some(updates) = held(&self.stops).upgrade() {
                    updates.stop();
                }
                right()
            }
            _ => right(),
        }
    }
}

/// The watch of a runner: it keeps what it is told, and stops where a vector says.
#[derive(Default)]
pub(super) struct Watching {
    told: Mutex<Vec<Progress>>,
    stop_at: Option<String>,
}

impl Watching {
    pub(super) fn until(stop_at: Option<String>) -> Watching {
        Watching {
            stop_at,
            ..Watching::default()
        }
    }

    pub(super) fn told(&self) -> Vec<Progress> {
        held(&self.told).clone()
    }
}

impl Watch for Watching {
    fn progress(&self, progress: Progress) -> Result<(), TransportError> {
        let step = serde_json::to_value(progress.step).unwrap_or_default();
        held(&self.told).push(progress);
        match &self.stop_at {
            Some(at) if step == at.as_str() => Err(TransportError::Stopped),
            _ => Ok(()),
        }
    }
}

/// The updates of a device, and what goes with them.
pub(super) struct Updating {
    pub(super) updates: Arc<Updates>,
    pub(super) server: Arc<Server>,
    pub(super) watch: Arc<Watching>,
}

/// Steps about updates need one that says where they come from.
pub(super) const NONE: &str = "no step `updates` came before";

impl Updating {
    pub(super) fn told(&mut self, stop_at: Option<String>) -> Arc<Watching> {
        self.watch = Arc::new(Watching::until(stop_at));
        Arc::clone(&self.watch)
    }
}

/// The folders exist: a vector that names one that is not there shows nothing.
pub(super) fn serves(folders: Vec<String>) -> Stop<Vec<String>> {
    let root = super::folder().join("repositories");
    match folders.iter().find(|folder| !root.join(folder).is_dir()) {
        Some(none) => Err(format!("there is no repository {none}")),
        None => Ok(folders),
    }
}
