//! The desk's HTTP, for signed updates: one request at a time, no redirect followed, nothing kept.
//!
//! Refuses to read more than it was asked for, and to say more of an error than what is to be done about it.

use childfirst::{Reply, Request, Transport, TransportError};
use std::io::Read as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use ureq::Agent;
use ureq::http::{HeaderMap, header};

/// A plain HTTP client.
pub struct Http {
    agent: Agent,
    /// Bytes of headers and bodies that came, as well as they can be counted: headers as they are written out.
    pub bytes: AtomicU64,
}

impl Http {
    /// A client with the proxy that the environment names, if it names one.
    pub fn new() -> Http {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("childfirst/", env!("CARGO_PKG_VERSION")))
            .proxy(ureq::Proxy::try_from_env())
            .build();
        Http {
            agent: config.new_agent(),
            bytes: AtomicU64::new(0),
        }
    }
}

impl Default for Http {
    fn default() -> Http {
        Http::new()
    }
}

impl Transport for Http {
    fn fetch(&self, request: Request) -> Result<Reply, TransportError> {
        let mut ask = self
            .agent
            .get(&request.url)
            .config()
            .timeout_global(Some(Duration::from_millis(request.timeout_ms.into())))
            .build();
        if let Some(etag) = &request.etag {
            ask = ask.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(time) = &request.last_modified {
            ask = ask.header(header::IF_MODIFIED_SINCE, time);
        }
        if request.from_byte > 0 {
            ask = ask
                .header(header::RANGE, format!("bytes={}-", request.from_byte))
                .header(header::ACCEPT_ENCODING, "identity");
        }
        let mut reply = ask.call().map_err(|error| trouble(&error))?;
        let headers = reply.headers().clone();
        let written: usize = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        let mut body = Vec::new();
        // One byte more than wanted tells that there is more.
        let read = reply
            .body_mut()
            .as_reader()
            .take(request.most_bytes.saturating_add(1))
            .read_to_end(&mut body);
        self.bytes
            .fetch_add((written + body.len() + 17) as u64, Ordering::Relaxed);
        if body.len() as u64 > request.most_bytes {
            return Err(TransportError::TooMuch);
        }
        if let Err(error) = &read
            && body.is_empty()
        {
            return Err(broken(error));
        }
        let text = |name| text(&headers, name);
        Ok(Reply {
            status: reply.status().as_u16(),
            whole: read.is_ok(),
            from_byte: text(header::CONTENT_RANGE.as_str())
                .and_then(|range| first_byte(&range))
                .unwrap_or(0),
            etag: text(header::ETAG.as_str()),
            last_modified: text(header::LAST_MODIFIED.as_str()),
            retry_after_seconds: text(header::RETRY_AFTER.as_str()).and_then(|wait| wait.parse().ok()),
            body,
        })
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// `bytes 100-199/200`: the 100.
fn first_byte(range: &str) -> Option<u64> {
    range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
}

fn trouble(error: &ureq::Error) -> TransportError {
    match error {
        ureq::Error::Timeout(_) => TransportError::TooSlow,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => TransportError::NotSecure,
        ureq::Error::BodyExceedsLimit(_) => TransportError::TooMuch,
        ureq::Error::Protocol(_) | ureq::Error::Decompress(..) | ureq::Error::Http(_) => {
            TransportError::Garbled
        }
        ureq::Error::Io(error) => broken(error),
        _ => TransportError::Offline,
    }
}

fn broken(error: &std::io::Error) -> TransportError {
    match error.kind() {
        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => TransportError::TooSlow,
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => TransportError::Garbled,
        _ => TransportError::Offline,
    }
}
