// Times as Swift has them: a `Date`, and the time zone of the clock on the wall.
//
// Refuses a clock of the core's own: every moment is made of a `Date` that the app gives, or of the device's clock where
// the app says `now`.

import ChildFirstCore
import Foundation

extension Moment {
    /// A date, as the clock on the wall showed it in a time zone.
    ///
    /// A date that no calendar has, before the year 0 or after 9999, is refused by the call that it is given to, as
    /// `ChildFirstError.refused(why: .outOfRange)`.
    public init(_ date: Date, in zone: TimeZone = .current) {
        let onACalendar = date >= .distantPast && date <= Date(timeIntervalSince1970: 253_402_300_800)
        self.init(utc: date, offsetMinutes: onACalendar ? Int32(zone.secondsFromGMT(for: date) / 60) : 0)
    }

    /// The device's clock, in its time zone.
    public static var now: Moment { Moment(Date()) }

    /// The time zone of the clock on the wall: its distance from UTC, without a name.
    public var timeZone: TimeZone? { TimeZone(secondsFromGMT: Int(offsetMinutes) * 60) }
}

extension When {
    /// A date, with how exactly it is known.
    public init(_ date: Date, in zone: TimeZone = .current, precision: Precision = .exact) {
        self.init(at: Moment(date, in: zone), precision: precision)
    }
}

extension Made {
    /// Written and done now by the device's clock, by the recorder.
    public static var now: Made { Made(now: .now) }

    /// Written now by the device's clock, and done at another time.
    public static func done(at when: When, author: String? = nil) -> Made {
        Made(now: .now, doneAt: when, author: author)
    }
}
