//! A server in memory: true, or as bad as a test wants it.

use super::repo::{Repo, hex};
use crate::sync::{Reply, Request, Transport, TransportError};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Hook = Box<dyn FnMut(&Request, &str) -> Option<Result<Reply, TransportError>> + Send>;

#[derive(Default)]
struct Inside {
    files: BTreeMap<String, Vec<u8>>,
    asked: Vec<Request>,
    sent: u64,
    hook: Option<Hook>,
    /// Parts are not given.
    no_ranges: bool,
    no_validators: bool,
}

/// A server in memory.
#[derive(Default)]
pub(super) struct Server(Mutex<Inside>);

pub(super) const BASE: &str = "https://guidance.example/repo/";

impl Server {
    pub fn of(repo: &Repo) -> Arc<Server> {
        let server = Arc::new(Server::default());
        server.serve(repo);
        server
    }

    pub fn serve(&self, repo: &Repo) {
        self.0.lock().unwrap().files = repo.files.clone();
    }

    /// What answers in the place of the server, where it gives something.
    pub fn instead(
        &self,
        hook: impl FnMut(&Request, &str) -> Option<Result<Reply, TransportError>> + Send + 'static,
    ) {
        self.0.lock().unwrap().hook = Some(Box::new(hook));
    }

    pub fn true_again(&self) {
        self.0.lock().unwrap().hook = None;
    }

    pub fn without_ranges(&self) {
        self.0.lock().unwrap().no_ranges = true;
    }

    pub fn without_validators(&self) {
        self.0.lock().unwrap().no_validators = true;
    }

    /// The paths asked for since the last time, and the bytes of bodies sent.
    pub fn asked(&self) -> (Vec<String>, u64) {
        let mut inside = self.0.lock().unwrap();
        let asked = std::mem::take(&mut inside.asked);
        let sent = std::mem::take(&mut inside.sent);
        (asked.into_iter().map(|one| path(&one)).collect(), sent)
    }

    fn answer(inside: &Inside, request: &Request, path: &str) -> Result<Reply, TransportError> {
        let Some(bytes) = inside.files.get(path) else {
            return Ok(status(404));
        };
        let etag = Some(format!("\"{}\"", hex(&Sha256::digest(bytes)))).filter(|_| !inside.no_validators);
        if etag.is_some() && request.etag == etag {
            return Ok(Reply { etag, ..status(304) });
        }
        let from = if inside.no_ranges { 0 } else { request.from_byte };
        let body = bytes
            .get(usize::try_from(from).unwrap()..)
            .unwrap_or_default()
            .to_vec();
        if body.len() as u64 > request.most_bytes {
            return Err(TransportError::TooMuch);
        }
        Ok(Reply {
            status: if from > 0 { 206 } else { 200 },
            body,
            whole: true,
            from_byte: from,
            etag,
            ..Reply::default()
        })
    }
}

pub(super) fn path(request: &Request) -> String {
    request.url.strip_prefix(BASE).unwrap().to_owned()
}

/// An answer without a body.
pub(super) fn status(status: u16) -> Reply {
    Reply {
        status,
        whole: true,
        ..Reply::default()
    }
}

/// An answer with a body.
pub(super) fn body(bytes: impl Into<Vec<u8>>) -> Reply {
    Reply {
        body: bytes.into(),
        ..status(200)
    }
}

impl Transport for Server {
    fn fetch(&self, request: Request) -> Result<Reply, TransportError> {
        let mut inside = self.0.lock().unwrap();
        let path = path(&request);
        inside.asked.push(request.clone());
        let mut hook = inside.hook.take();
        let instead = hook.as_mut().and_then(|hook| hook(&request, &path));
        inside.hook = hook;
        let reply = instead.unwrap_or_else(|| Server::answer(&inside, &request, &path))?;
        inside.sent += reply.body.len() as u64;
        Ok(reply)
    }
}
