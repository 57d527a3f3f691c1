//! Time as the host gives it. Core has no clock of its own: every write takes a [`Moment`].
//!
//! Stored as RFC 3339 with milliseconds and the offset where it was written, so that a record reads as the
//! officer's own clock did. Refuses to order anything: the sequence number does that.

use crate::error::{Error, Refusal};
use crate::sets::Precision;
use chrono::{DateTime, Duration, FixedOffset, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::time::SystemTime;

/// A point in time, in UTC.
pub type Instant = DateTime<Utc>;

uniffi::custom_type!(Instant, SystemTime, {
    remote,
    lower: |time| time.into(),
    try_lift: |time| Ok(from_host(time)?),
});

/// A time as a host gives it, rounded to the millisecond: what is kept, and what every language's own type holds
/// exactly. A host that counts in fractions of a second gives .120999 and means .121.
///
/// # Errors
/// [`Refusal::OutOfRange`] before the year 0 and after 9999: a record could not be written with it.
fn from_host(time: SystemTime) -> Result<Instant, Error> {
    let out_of_range = Error::Refused {
        why: Refusal::OutOfRange,
    };
    let (before, apart) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (false, since),
        Err(error) => (true, error.duration()),
    };
    let ms = i64::try_from((apart.as_nanos() + 500_000) / 1_000_000).map_err(|_| out_of_range.clone())?;
    DateTime::from_timestamp_millis(if before { -ms } else { ms })
        // A year of five digits is no RFC 3339; a day is left on either side for the offset.
        .filter(|time| (LEAST_SECONDS..=MOST_SECONDS).contains(&time.timestamp()))
        .ok_or(out_of_range)
}

/// 0000-01-02 and 9999-12-30, in seconds of the epoch.
const LEAST_SECONDS: i64 = -62_167_132_800;
const MOST_SECONDS: i64 = 253_402_214_399;

/// Largest offset from UTC that any clock shows, in minutes.
const MOST_OFFSET: u32 = 14 * 60;

/// An offset as a clock shows it; one that no clock shows is UTC.
fn shown(offset_minutes: i32) -> i32 {
    if offset_minutes.unsigned_abs() <= MOST_OFFSET {
        offset_minutes
    } else {
        0
    }
}

/// When something was written, as the host's clock had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Moment {
    /// The time in UTC. Rounded to milliseconds when kept, never truncated.
    pub utc: Instant,
    /// Minutes east of UTC that the clock on the wall showed.
    pub offset_minutes: i32,
}

impl Moment {
    /// A moment, rounded to the millisecond; an offset that no clock shows is taken as UTC.
    pub fn new(utc: Instant, offset_minutes: i32) -> Self {
        Moment {
            utc: utc.round_subsecs(3),
            offset_minutes: shown(offset_minutes),
        }
    }

    /// Reads RFC 3339, as in `2026-11-22T02:09:31.120+00:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        // What is kept is rounded and has an offset: at the ends of the range it would not read back.
        if !(LEAST_SECONDS..=MOST_SECONDS).contains(&time.timestamp()) {
            return None;
        }
        Some(Moment::new(
            time.with_timezone(&Utc),
            time.offset().local_minus_utc() / 60,
        ))
    }

    /// RFC 3339 with milliseconds and offset: the stored form.
    pub fn to_rfc3339(&self) -> String {
        self.local().to_rfc3339_opts(SecondsFormat::Millis, false)
    }

    /// The time on the wall, `02:12`.
    pub fn clock(&self) -> String {
        self.local().format("%H:%M").to_string()
    }

    /// The time on the wall with seconds, `02:12:04`, as receipts show it.
    pub fn clock_seconds(&self) -> String {
        self.local().format("%H:%M:%S").to_string()
    }

    /// By how much that clock differed from UTC, `+01:00`.
    pub fn offset(&self) -> String {
        let minutes = shown(self.offset_minutes);
        let sign = if minutes < 0 { '−' } else { '+' };
        let size = minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", size / 60, size % 60)
    }

    /// What stands after a time beside another: nothing where both clocks were set alike, else ` (+01:00)`. In the
    /// night in which the clocks go back, half past one is twice.
    pub fn apart_from(&self, other: &Moment) -> String {
        match shown(self.offset_minutes) == shown(other.offset_minutes) {
            true => String::new(),
            false => format!(" ({})", self.offset()),
        }
    }

    /// The time on the wall, beside another time: `02:12`, or `02:12 (+01:00)`.
    pub fn clock_beside(&self, other: &Moment) -> String {
        format!("{}{}", self.clock(), self.apart_from(other))
    }

    /// The day on the wall, `22 November 2026`.
    pub fn date(&self) -> String {
        self.local().format("%-d %B %Y").to_string()
    }

    /// The day on the wall, to compare with another. None at the very edge of the calendar.
    pub(crate) fn day(&self) -> Option<chrono::NaiveDate> {
        let local = self.local();
        Some(local.naive_utc().checked_add_offset(*local.offset())?.date())
    }

    /// Whole minutes from `earlier` to this moment; negative when the clock went back.
    pub fn minutes_since(&self, earlier: &Moment) -> i64 {
        (self.utc - earlier.utc).num_minutes()
    }

    fn local(&self) -> DateTime<FixedOffset> {
        // A host may hand over any number: it reads now as it will when it was kept.
        let offset = FixedOffset::east_opt(shown(self.offset_minutes) * 60);
        match offset.or_else(|| FixedOffset::east_opt(0)) {
            // A moment at the very edge of the calendar has no local time; UTC is shown there.
            Some(offset) if self.utc.checked_add_signed(Duration::days(1)).is_some() => {
                self.utc.with_timezone(&offset)
            }
            _ => self.utc.fixed_offset(),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_rfc3339())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Moment::parse(&text).ok_or_else(|| de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(feature = "build")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time", "description":
            "A time as RFC 3339, with milliseconds and the offset that the clock on the wall had." })
    }
}

/// When something happened, with how exactly that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, uniffi::Record)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
pub struct When {
    /// The time.
    pub at: Moment,
    /// How exactly it is known.
    pub precision: Precision,
}

impl When {
    /// Exactly then.
    pub fn exactly(at: Moment) -> Self {
        When {
            at,
            precision: Precision::Exact,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_rounded_and_reads_back_as_it_was_written() {
        let moment = Moment::parse("2026-11-22T02:09:31.1206+01:00").unwrap();
        assert_eq!(moment.to_rfc3339(), "2026-11-22T02:09:31.121+01:00");
        assert_eq!(moment.clock(), "02:09");
        assert_eq!(moment.date(), "22 November 2026");
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
    }

    #[test]
    fn a_hosts_time_is_rounded_to_the_millisecond_and_refused_out_of_range() {
        use std::time::Duration;
        let at = |nanos: u64| SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos);
        for (given, kept) in [
            // What a count of seconds in floating point makes of .121.
            (1_763_779_771_120_999_999, 1_763_779_771_121),
            (1_763_779_771_121_000_001, 1_763_779_771_121),
            (1_763_779_771_121_500_000, 1_763_779_771_122),
        ] {
            assert_eq!(from_host(at(given)).unwrap().timestamp_millis(), kept);
        }
        let before = SystemTime::UNIX_EPOCH - Duration::from_nanos(1_120_999_999);
        assert_eq!(from_host(before).unwrap().timestamp_millis(), -1_121);
        for seconds in [LEAST_SECONDS, MOST_SECONDS] {
            let kept = DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(from_host(kept.into()), Ok(kept));
            let moment = Moment {
                utc: kept,
                offset_minutes: 840,
            };
            assert_eq!(Moment::parse(&moment.to_rfc3339()), Some(moment));
        }
        let far = Duration::from_secs(i64::MAX as u64 - 1_000);
        for far in [SystemTime::UNIX_EPOCH + far, SystemTime::UNIX_EPOCH - far] {
            let refused = Error::Refused {
                why: Refusal::OutOfRange,
            };
            assert_eq!(from_host(far), Err(refused));
        }
    }

    #[test]
    fn a_time_that_would_not_read_back_is_not_taken() {
        for text in [
            "9999-12-31T23:59:59.9999Z",
            "9999-12-31T23:59:59-23:59",
            "0000-01-01T00:00:00+23:59",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_offset_that_no_clock_shows_reads_at_once_as_it_does_when_it_was_kept() {
        let utc = Moment::parse("2026-11-22T02:09:31.120+00:00").unwrap().utc;
        for offset_minutes in [i32::MIN, -841, 841, 1_439, i32::MAX] {
            let moment = Moment { utc, offset_minutes };
            let kept = Moment::parse(&moment.to_rfc3339()).unwrap();
            assert_eq!(kept, Moment::new(utc, offset_minutes));
            assert_eq!((moment.clock(), kept.offset_minutes), (kept.clock(), 0));
        }
        let moment = Moment {
            utc,
            offset_minutes: -840,
        };
        assert_eq!(Moment::parse(&moment.to_rfc3339()), Some(moment));
    }

    #[test]
    fn the_edges_of_the_calendar_do_not_panic() {
        for utc in [Instant::MIN_UTC, Instant::MAX_UTC] {
            let moment = Moment {
                utc,
                offset_minutes: 840,
            };
            let _ = (moment.clock(), moment.date(), moment.to_rfc3339());
        }
    }
}
