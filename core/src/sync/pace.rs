//! When to ask again: a poll every hour or so, a full refresh every day, and longer and longer after failures.
//!
//! On the host's clock, which may jump: a time that lies ahead of now is not waited for. Spread over devices by their
//! lot, so that ten thousand of them do not ask in the same second. Refuses to keep a clock of its own.

use super::release::in_share;
use crate::time::Instant;
use chrono::Duration;
use serde::Serialize;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Nothing, before the time that is given with it.
    Nothing,
    /// A poll.
    Poll,
    /// A full refresh.
    Refresh,
}

/// What is remembered of earlier tries.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Tries {
    /// When a refresh last came to its end.
    #[serde(default, with = "millis")]
    pub refreshed: Option<Instant>,
    /// When a poll or refresh last came to its end.
    #[serde(default, with = "millis")]
    pub checked: Option<Instant>,
    /// When one was last tried.
    #[serde(default, with = "millis")]
    pub tried: Option<Instant>,
    /// How many failed since.
    #[serde(default)]
    pub failures: u32,
    /// How many seconds the server asked to wait.
    #[serde(default)]
    pub retry_after: u32,
}

/// Times as milliseconds since 1970.
mod millis {
    use crate::time::Instant;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub fn serialize<S: Serializer>(at: &Option<Instant>, to: S) -> Result<S::Ok, S::Error> {
        at.map(|at| at.timestamp_millis()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Instant>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.and_then(Instant::from_timestamp_millis))
    }
}

const POLL_SECONDS: i64 = 60 * 60;
const REFRESH_SECONDS: i64 = 24 * 60 * 60;
const FIRST_WAIT: i64 = 60;
const MOST_WAIT: i64 = 6 * 60 * 60;

impl Tries {
    /// What is due at a moment, and when the next thing is.
    pub fn due(&self, now: Instant, lot: &[u8]) -> (Due, Instant) {
        if self.failures > 0 {
            let wait = self.wait(lot);
            // A try in the future is a clock that went back: it is not waited for.
            let at = self
                .tried
                .filter(|tried| *tried <= now)
                .map(|tried| later(tried, wait));
            if let Some(at) = at.filter(|at| *at > now) {
                return (Due::Nothing, at);
            }
        }
        if self.refresh_due(now, lot) {
            return (Due::Refresh, now);
        }
        let last = self.checked.filter(|checked| *checked <= now);
        match last.map(|last| later(last, jitter(POLL_SECONDS, lot, 0))) {
            Some(at) if at > now => (Due::Nothing, at),
            _ => (Due::Poll, now),
        }
    }

    /// Whether a day has gone by, or the clock is before the last one.
    pub fn refresh_due(&self, now: Instant, lot: &[u8]) -> bool {
        let due = |last: Instant| last > now || later(last, jitter(REFRESH_SECONDS, lot, 1)) <= now;
        self.refreshed.is_none_or(due)
    }

    /// Notes how a try ended.
    pub fn note(&mut self, now: Instant, ended: Ended, retry_after: u32) {
        self.tried = Some(now);
        match ended {
            Ended::Failed => {
                self.failures = self.failures.saturating_add(1);
                self.retry_after = retry_after;
                return;
            }
            Ended::Polled => {}
            Ended::Refreshed => self.refreshed = Some(now),
        }
        self.checked = Some(now);
        self.failures = 0;
        self.retry_after = 0;
    }

    /// Twice as long after each failure, up to six hours; at least what the server asked for, within that.
    fn wait(&self, lot: &[u8]) -> i64 {
        let doubled = FIRST_WAIT << self.failures.saturating_sub(1).min(16);
        jitter(doubled.min(MOST_WAIT), lot, self.failures.saturating_add(2))
            .max(i64::from(self.retry_after).min(MOST_WAIT))
    }
}

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Failed,
    Polled,
    Refreshed,
}

/// Between half of it and all of it, by the device's lot: never longer than what is promised.
fn jitter(seconds: i64, lot: &[u8], of: u32) -> i64 {
    let mut part = 0;
    for (bit, weight) in [(0, 8), (1, 4), (2, 2), (3, 1)] {
        if in_share(lot, "pace", of.saturating_mul(4).saturating_add(bit), 5_000) {
            part += weight;
        }
    }
    seconds / 2 + seconds * part / 30
}

fn later(at: Instant, seconds: i64) -> Instant {
    at.checked_add_signed(Duration::seconds(seconds)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    proptest! {
        #[test]
        fn a_device_never_waits_for_ever_and_never_asks_twice_in_one_second(
            failures in 1_u32..200, retry_after in 0_u32..1_000_000, lot in any::<[u8; 16]>(), jump in -1_000_000_i64..0
        ) {
            let tries = Tries { refreshed: Some(at(0)), checked: Some(at(0)), tried: Some(at(10)), failures, retry_after };
            let (due, when) = tries.due(at(10), &lot);
            prop_assert_eq!(due, Due::Nothing);
            prop_assert!(when > at(39) && when <= at(10 + MOST_WAIT));
            prop_assert_ne!(tries.due(at(10 + MOST_WAIT), &lot).0, Due::Nothing);
            // The clock went back behind the last try: nothing is waited for.
            prop_assert_eq!(tries.due(at(jump), &lot).0, Due::Refresh);
        }

        #[test]
        fn a_day_without_a_full_refresh_is_never_exceeded(lot in any::<[u8; 16]>()) {
            let mut tries = Tries::default();
            prop_assert_eq!(tries.due(at(0), &lot).0, Due::Refresh);
            tries.note(at(0), Ended::Refreshed, 0);
            prop_assert_eq!(tries.due(at(1), &lot).0, Due::Nothing);
            prop_assert_eq!(tries.due(at(POLL_SECONDS), &lot).0, Due::Poll);
            for hour in 1..24 {
                tries.note(at(hour * POLL_SECONDS), Ended::Polled, 0);
            }
            prop_assert_eq!(tries.due(at(REFRESH_SECONDS), &lot).0, Due::Refresh);
        }
    }

    #[test]
    fn devices_are_spread() {
        let waits: std::collections::BTreeSet<i64> = (0_u8..100).map(|n| jitter(3600, &[n; 16], 0)).collect();
        assert!(waits.len() > 8, "{waits:?}");
    }
}
