//! Where the files of a repository come from: a server, through the host, or one file with all of it.
//!
//! Everything an answer can be besides the file is told apart here: a sign-in page, a redirect, a server that is busy,
//! too much, too little. Refuses to follow anything, and to look inside what came: whether it is true is not known here.

use super::transport::{Reply, Request, Transport};
use crate::error::Trouble;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Whoever has the files of a repository.
pub(super) trait Source: Send + Sync {
    /// One file, by its path in the repository.
    fn get(&self, path: &str, ask: &Ask) -> Result<Got, Trouble>;
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Ask {
    /// The most bytes of the whole file.
    pub most: u64,
    /// The first byte wanted.
    pub from: u64,
    /// What a server gave with the same file before.
    pub known: Validators,
}

impl Ask {
    /// The whole of a file.
    pub fn whole(most: u64) -> Ask {
        Ask {
            most,
            ..Ask::default()
        }
    }
}

/// By what a server knows a file again.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Validators {
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// What came.
#[derive(Debug)]
pub(super) enum Got {
    /// There is no such file.
    Nothing,
    /// It is as it was.
    Unchanged,
    /// The file, or a part of it.
    File(Part),
}

/// A file, or a part of it.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub bytes: Vec<u8>,
    /// Where the part begins.
    pub from: u64,
    /// Whether it came to its end.
    pub whole: bool,
    pub validators: Validators,
}

/// A server, through the host's transport.
pub(super) struct Web {
    pub transport: Arc<dyn Transport>,
    /// Where `metadata/` stands.
    pub metadata: String,
    /// Where `targets/` stands.
    pub targets: String,
    pub stop: Arc<AtomicBool>,
    pub requests: AtomicU32,
    pub bytes: AtomicU64,
    pub retry_after: AtomicU32,
}

/// How long metadata may take, and a pack.
const METADATA_MS: u32 = 20_000;
const TARGET_MS: u32 = 120_000;

impl Web {
    pub fn new(transport: Arc<dyn Transport>, base: &str, stop: Arc<AtomicBool>) -> Web {
        let base = base.trim().trim_end_matches('/');
        Web::with_bases(
            transport,
            format!("{base}/metadata/"),
            format!("{base}/targets/"),
            stop,
        )
    }

    pub fn with_bases(
        transport: Arc<dyn Transport>,
        metadata: String,
        targets: String,
        stop: Arc<AtomicBool>,
    ) -> Web {
        Web {
            transport,
            metadata,
            targets,
            stop,
            requests: AtomicU32::new(0),
            bytes: AtomicU64::new(0),
            retry_after: AtomicU32::new(0),
        }
    }
}

impl Source for Web {
    fn get(&self, path: &str, ask: &Ask) -> Result<Got, Trouble> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Trouble::Stopped);
        }
        let (base, rest, timeout_ms) = match path.split_once('/') {
            Some(("metadata", rest)) => (&self.metadata, rest, METADATA_MS),
            Some(("targets", rest)) => (&self.targets, rest, TARGET_MS),
            _ => return Err(Trouble::Missing),
        };
        self.requests.fetch_add(1, Ordering::Relaxed);
        let reply = self.transport.fetch(Request {
            url: format!("{base}{rest}"),
            etag: ask.known.etag.clone(),
            last_modified: ask.known.last_modified.clone(),
            from_byte: ask.from,
            // Of the whole file: a server that gives no parts answers with all of it.
            most_bytes: ask.most,
            timeout_ms,
        });
        // Stopped while it was under way: said as that, whatever the transport made of it.
        if self.stop.load(Ordering::Relaxed) {
            return Err(Trouble::Stopped);
        }
        let reply = reply?;
        self.bytes.fetch_add(reply.body.len() as u64, Ordering::Relaxed);
        self.understood(path, ask, reply)
    }
}

impl Web {
    fn understood(&self, path: &str, ask: &Ask, reply: Reply) -> Result<Got, Trouble> {
        if let Some(seconds) = reply.retry_after_seconds {
            self.retry_after.store(seconds, Ordering::Relaxed);
        }
        let root = path.ends_with(".root.json");
        match reply.status {
            200 | 206 => {}
            304 if !ask.known.is_empty() => return Ok(Got::Unchanged),
            // To a question without a condition it is no answer, and nobody was sent on.
            304 => return Err(Trouble::OutOfTurn),
            404 | 410 => return Ok(Got::Nothing),
            // What some object stores say of a file that is not there.
            403 if root => return Ok(Got::Nothing),
            300..=399 => return Err(Trouble::Redirected),
            401 | 407 | 511 => return Err(Trouble::SignInPage),
            403 => return Err(Trouble::Missing),
            408 => return Err(Trouble::TooSlow),
            429 | 500..=599 => return Err(Trouble::Busy),
            _ => return Err(Trouble::Garbled),
        }
        let from = if reply.status == 206 { reply.from_byte } else { 0 };
        if from != 0 && from != ask.from {
            return Err(Trouble::Garbled);
        }
        if from.saturating_add(reply.body.len() as u64) > ask.most {
            return Err(Trouble::TooMuch);
        }
        // Everything in a repository begins like this. A page of HTML is somebody else's.
        if from == 0 && reply.whole {
            let first = reply.body.iter().find(|byte| !byte.is_ascii_whitespace());
            match first {
                Some(b'{') => {}
                Some(b'<') => return Err(Trouble::SignInPage),
                _ if path.starts_with("metadata/") => return Err(Trouble::Garbled),
                _ => {}
            }
        }
        if !reply.whole && path.starts_with("metadata/") {
            return Err(Trouble::Garbled);
        }
        Ok(Got::File(Part {
            bytes: reply.body,
            from,
            whole: reply.whole,
            validators: Validators {
                etag: reply.etag,
                last_modified: reply.last_modified,
            },
        }))
    }
}
