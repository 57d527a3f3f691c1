//! What updates give a host, written down as lines; and what a host's transport and watch were asked.
//!
//! The last two came to the host from core, and cross back: what a request says is compared as well. Refuses, as the other
//! lines do, to leave out what a value holds.

use super::lines::{one, whole};
use crate::sync::{Polled, Progress, Refreshed, Request, UpdatesState};
use crate::time::{Instant, Moment};
use serde_json::json;

/// What a poll found.
#[uniffi::export]
pub fn vector_polled(polled: Polled) -> Vec<String> {
    whole(&json!({"polled": polled}))
}

/// What a refresh brought.
#[uniffi::export]
pub fn vector_refreshed(refreshed: Refreshed) -> Vec<String> {
    whole(&refreshed)
}

/// How updates stand.
#[uniffi::export]
pub fn vector_updates_state(state: UpdatesState) -> Vec<String> {
    let at = |at: Instant| Moment::new(at, 0).to_rfc3339();
    // Taken apart, so that a field which is added here without its line does not compile.
    let UpdatesState {
        freshness,
        checked_at,
        refreshed_at,
        expires_at,
        installed,
        waiting,
        here,
        development_root,
        failures,
        due,
        due_at,
    } = state;
    let mut said = json!({
        "freshness": freshness,
        "checked_at": checked_at.map(at),
        "refreshed_at": refreshed_at.map(at),
        "expires_at": expires_at.map(at),
        "installed": installed,
        "waiting": waiting,
        "development_root": development_root,
        "failures": failures,
        "due": due,
        "due_at": at(due_at),
    });
    // Only where something was brought: the vectors are older than it.
    if let (false, Some(said)) = (here.is_empty(), said.as_object_mut()) {
        said.insert("here".to_owned(), json!(here));
    }
    whole(&said)
}

/// What a transport was asked, one request a line.
#[uniffi::export]
pub fn vector_requests(requests: Vec<Request>) -> Vec<String> {
    requests.iter().map(one).collect()
}

/// What a watch was told, one step a line.
#[uniffi::export]
pub fn vector_progress(told: Vec<Progress>) -> Vec<String> {
    told.iter().map(one).collect()
}
