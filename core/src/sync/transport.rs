//! How a host fetches: one request at a time, and the host owns TLS, proxies and the VPN.
//!
//! Refuses to trust it: whatever it gives back is measured and verified here. It needs no more than a system's own HTTP.

use crate::error::Trouble;

/// The host's HTTP. Never called while a lock or a transaction is held.
///
/// One `GET` of `url`, no redirect followed, no cookie sent or kept. Every answer of a server is a [`Reply`], also one
/// that says no; only where none came is it an error.
#[uniffi::export(foreign)]
pub trait Transport: Send + Sync {
    /// Fetches one file.
    fn fetch(&self, request: Request) -> Result<Reply, TransportError>;
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Request {
    /// The address.
    pub url: String,
    /// For `If-None-Match`. A server that still has that answers 304 with nothing else.
    pub etag: Option<String>,
    /// For `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// The first byte wanted. More than 0: ask for `Range: bytes=N-` and for no compression.
    pub from_byte: u64,
    /// The most bytes to take of the body, decompressed. Stop reading there and say [`TransportError::TooMuch`].
    pub most_bytes: u64,
    /// How long it may take in all, in milliseconds.
    pub timeout_ms: u32,
}

/// What a server answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct Reply {
    /// The status: 200, 206, 304, 404 …
    pub status: u16,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// Whether the body came to its end. False: the connection broke or the time ran out after these bytes. They are
    /// kept, and the download goes on from there another time.
    pub whole: bool,
    /// Of 206: the first byte of the body, as `Content-Range` says.
    pub from_byte: u64,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub last_modified: Option<String>,
    /// The header `Retry-After`, in seconds.
    pub retry_after_seconds: Option<u32>,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TransportError {
    /// No network, no such host, nobody listens there, or the connection broke before anything came.
    #[error("the server could not be reached")]
    Offline,
    /// The time ran out.
    #[error("the server was too slow")]
    TooSlow,
    /// The certificate is not one that this device trusts, or the connection is not private.
    #[error("no secure connection to the server")]
    NotSecure,
    /// The body is longer than `most_bytes`.
    #[error("more came than there may be")]
    TooMuch,
    /// What came could not be decompressed, or was no HTTP.
    #[error("what came is cut short or garbled")]
    Garbled,
    /// Whoever uses the device stopped it.
    #[error("it was stopped")]
    Stopped,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for TransportError {
    /// The host's code threw something else. Its text is dropped: it may say anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        TransportError::Offline
    }
}

impl From<TransportError> for Trouble {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Offline => Trouble::Offline,
            TransportError::TooSlow => Trouble::TooSlow,
            TransportError::NotSecure => Trouble::NotSecure,
            TransportError::TooMuch => Trouble::TooMuch,
            TransportError::Garbled => Trouble::Garbled,
            TransportError::Stopped => Trouble::Stopped,
        }
    }
}

/// What is told while a refresh goes on.
#[uniffi::export(foreign)]
pub trait Watch: Send + Sync {
    /// Where it is. An error stops it, as [`crate::Updates::stop`] does.
    fn progress(&self, progress: Progress) -> Result<(), TransportError>;
}

/// Where a refresh is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Progress {
    /// What it does.
    pub step: Step,
    /// Of which force or pack, by id; none while it is about all of them.
    pub of: Option<String>,
    /// Of a download: how many bytes are here.
    pub bytes: u64,
    /// Of a download: how many there are in all.
    pub of_bytes: u64,
}

/// What a refresh does, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Asks whether there is anything new.
    Asking,
    /// Checks who may sign for a force, and what they signed.
    Checking,
    /// Downloads a pack or values.
    Downloading,
    /// Takes what is new into use.
    Switching,
}
