//! When to ask again: a poll every hour or so, a full refresh every day, and longer and longer after failures.
//!
//! On the host's clock, which may jump: a time that lies ahead of now is not waited for. Spread over devices by their
//! lot, so that ten thousand of them do not ask in the same second, nor in the minute in which they are switched on.
//! Refuses to keep a clock of its own, and to keep anybody waiting who asks by hand.

use super::release::{in_share, part};
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
    /// When it was first seen that the next try was long due: the device had been off.
    #[serde(default, with = "millis", skip_serializing_if = "Option::is_none")]
    pub switched_on: Option<Instant>,
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
/// Over so long those that are switched on together are spread; and who is no later than that was not off.
const SPREAD_SECONDS: i64 = 10 * 60;

impl Tries {
    /// What is due at a moment, and when the next thing is.
    pub fn due(&self, now: Instant, lot: &[u8]) -> (Due, Instant) {
        let (due, since) = self.owed(now, lot);
        let at = match since {
            Some(since) if self.was_off(since, now) => {
                let on = if self.knows(since, now) {
                    self.switched_on
                } else {
                    None
                };
                on.unwrap_or(now).checked_add_signed(spread(lot))
            }
            since => since,
        };
        match at {
            Some(at) if at > now => (Due::Nothing, at),
            _ => (due, now),
        }
    }

    /// The same tries, with it noted that the device was switched on just now. None where there is nothing to note.
    pub fn noticed(&self, now: Instant, lot: &[u8]) -> Option<Tries> {
        let since = self.owed(now, lot).1?;
        let new = self.was_off(since, now) && !self.knows(since, now);
        new.then(|| Tries {
            switched_on: Some(now),
            ..self.clone()
        })
    }

    /// What comes next, and from when on. None: at once, as nothing is known, or the clock went back behind it.
    pub fn owed(&self, now: Instant, lot: &[u8]) -> (Due, Option<Instant>) {
        let after = |last: Option<Instant>, seconds: i64| {
            let last = last.filter(|last| *last <= now);
            last.map(|last| later(last, seconds))
        };
        // The earlier of the two: a day is not exceeded because a poll came first.
        let refresh = after(self.refreshed, jitter(REFRESH_SECONDS, lot, 1));
        let poll = after(self.checked, jitter(POLL_SECONDS, lot, 0));
        let at = refresh.zip(poll).map(|(refresh, poll)| refresh.min(poll));
        let due = if self.refresh_due(now, lot) {
            Due::Refresh
        } else {
            Due::Poll
        };
        let failed = self.tried.filter(|_| self.failures > 0);
        (due, at.max(after(failed, self.wait(lot))))
    }

    /// Whether nobody looked for so long that the device must have been off. A clock that was put right is none of that.
    fn was_off(&self, since: Instant, now: Instant) -> bool {
        later(since, SPREAD_SECONDS) < now && self.tried.is_none_or(|tried| tried <= now)
    }

    /// Whether it is noted already when it was switched on.
    fn knows(&self, since: Instant, now: Instant) -> bool {
        self.switched_on.is_some_and(|on| since <= on && on <= now)
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

/// A device's place among those that are switched on together: the same each morning.
fn spread(lot: &[u8]) -> Duration {
    let place = part(lot, "switched-on", 0) % (SPREAD_SECONDS.unsigned_abs() * 1000);
    Duration::milliseconds(i64::try_from(place).unwrap_or(0))
}

fn later(at: Instant, seconds: i64) -> Instant {
    at.checked_add_signed(Duration::seconds(seconds)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::{Digest as _, Sha256};

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    proptest! {
        #[test]
        fn a_device_never_waits_for_ever_and_never_asks_twice_in_one_second(
            failures in 1_u32..200, retry_after in 0_u32..1_000_000, lot in any::<[u8; 16]>(), jump in -1_000_000_i64..0
        ) {
            let tries = Tries { refreshed: Some(at(0)), checked: Some(at(0)), tried: Some(at(10)), failures, retry_after, switched_on: None };
            let (due, when) = tries.due(at(10), &lot);
            prop_assert_eq!(due, Due::Nothing);
            prop_assert!(when > at(39) && when <= at(10 + MOST_WAIT));
            prop_assert_ne!(tries.due(when, &lot).0, Due::Nothing);
            // The clock went back behind the last try: nothing is waited for.
            prop_assert_eq!(tries.due(at(jump), &lot).0, Due::Refresh);
        }

        /// Of a device that is on and looks when it was told to.
        #[test]
        fn a_day_without_a_full_refresh_is_never_exceeded(lot in any::<[u8; 16]>()) {
            let mut tries = Tries::default();
            prop_assert_eq!(tries.due(at(0), &lot), (Due::Refresh, at(0)));
            let (mut now, mut polls, mut refreshed) = (at(0), 0, at(0));
            tries.note(now, Ended::Refreshed, 0);
            for _ in 0..200 {
                let (due, when) = tries.due(now, &lot);
                match due {
                    Due::Nothing => {
                        prop_assert!(when > now && when <= later(now, POLL_SECONDS));
                        prop_assert_eq!(tries.noticed(when, &lot), None, "it was not off");
                        now = when;
                    }
                    Due::Poll => {
                        tries.note(now, Ended::Polled, 0);
                        polls += 1;
                    }
                    Due::Refresh => {
                        prop_assert!(now <= later(refreshed, REFRESH_SECONDS));
                        tries.note(now, Ended::Refreshed, 0);
                        refreshed = now;
                    }
                }
            }
            prop_assert!(polls > 20 && refreshed > at(0));
        }

        /// However often it is looked at, in whatever process, and wherever the clock jumps meanwhile.
        #[test]
        fn who_was_off_asks_once_it_is_its_turn_and_within_ten_minutes(
            lot in any::<[u8; 16]>(), off in 2_i64..100_000, failures in 0_u32..9, looks in prop::collection::vec(0_i64..40, 1..60)
        ) {
            let mut tries = Tries { refreshed: Some(at(0)), checked: Some(at(0)), tried: Some(at(0)), failures, ..Tries::default() };
            let on = at(off * 60);
            let late = tries.owed(on, &lot).1.is_some_and(|since| later(since, SPREAD_SECONDS) < on);
            let turn = later(on, 0).checked_add_signed(spread(&lot)).unwrap();
            prop_assert!(turn <= later(on, SPREAD_SECONDS));
            let mut now = on;
            for step in looks {
                let noticed = tries.noticed(now, &lot);
                prop_assert_eq!(noticed.is_some(), late && now == on && tries.switched_on.is_none());
                tries = noticed.unwrap_or(tries);
                let (due, when) = tries.due(now, &lot);
                if late {
                    prop_assert_eq!(due == Due::Nothing, turn > now);
                    prop_assert_eq!(when, turn.max(now));
                }
                now = later(now, step);
            }
            // Switched off again before its turn, it is not kept waiting a second time.
            if late {
                prop_assert_ne!(tries.due(later(on, 100_000), &lot).0, Due::Nothing);
            }
            // The clock went back: noted anew, and no longer than the ten minutes from then.
            let back = at(off * 30);
            let (_, when) = tries.noticed(back, &lot).unwrap_or(tries).due(back, &lot);
            prop_assert!(when <= later(back, MOST_WAIT));
        }
    }

    /// With its control: without the spread all of them ask in the second in which they are switched on.
    #[test]
    fn ten_thousand_switched_on_at_seven_ask_over_ten_minutes() {
        let tries = Tries {
            refreshed: Some(at(0)),
            checked: Some(at(0)),
            tried: Some(at(0)),
            ..Tries::default()
        };
        let seven = at(30 * 60 * 60);
        let (mut minutes, mut second) = ([0; 10], std::collections::BTreeMap::<i64, u32>::new());
        for n in 0_u32..10_000 {
            let lot = crate::pack::whole::hex(&Sha256::digest(n.to_be_bytes())).into_bytes();
            let on = tries.noticed(seven, &lot).unwrap();
            let (_, when) = on.due(seven, &lot);
            let after = (when - seven).num_seconds();
            minutes[usize::try_from(after / 60).unwrap()] += 1;
            *second.entry(after).or_default() += 1;
            assert!(tries.owed(seven, &lot).1.unwrap() < seven, "the control");
        }
        assert!(minutes.iter().all(|n| (850..1150).contains(n)), "{minutes:?}");
        assert!(second.values().all(|n| *n < 50), "{second:?}");
    }

    #[test]
    fn devices_are_spread() {
        let waits: std::collections::BTreeSet<i64> = (0_u8..100).map(|n| jitter(3600, &[n; 16], 0)).collect();
        assert!(waits.len() > 8, "{waits:?}");
    }
}
