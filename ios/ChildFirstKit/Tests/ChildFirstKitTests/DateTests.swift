// A date goes into the core and comes back the same, to the millisecond; what no calendar has is refused.

import ChildFirstKit
import Foundation
import XCTest

final class DateTests: FolderCase {
    /// What the core kept of a date, and gave back.
    private func kept(_ date: Date) throws -> Date {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        let made = Made(now: Moment(date, in: TimeZone(secondsFromGMT: 0)!))
        try interaction.observe(Observe(children: [], words: "Quiet."), made: made)
        return try XCTUnwrap(interaction.entries().last).recordedAt.utc
    }

    private func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }

    func testAMillisecondSurvives() throws {
        for milliseconds: Int64 in [
            0, 1, 999, 1_763_779_771_121, 1_763_779_771_120, 1_763_779_771_999, -1_001, -62_135_596_800_000,
            253_402_214_399_999,
        ] {
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            let back = try kept(date)
            XCTAssertEqual(self.milliseconds(back), milliseconds)
            XCTAssertEqual(try kept(back), back, "a second time changes nothing")
        }
    }

    func testAFractionThatIsNoMillisecondIsRoundedAndNeverCut() throws {
        for (seconds, expected) in [
            (1_763_779_771.120_999_9, Int64(1_763_779_771_121)), (1_763_779_771.121_000_1, 1_763_779_771_121),
            (1_763_779_771.120_4, 1_763_779_771_120), (1_763_779_771.120_6, 1_763_779_771_121),
        ] {
            XCTAssertEqual(milliseconds(try kept(Date(timeIntervalSince1970: seconds))), expected)
        }
    }

    func testItReadsAsItWasWritten() throws {
        let moment = try vectorMoment("2026-11-22T02:09:31.121+01:00")
        XCTAssertEqual(milliseconds(moment.utc), 1_795_309_771_121)
        XCTAssertEqual(moment.timeZone?.secondsFromGMT(), 3_600)
        let interaction = try begun(childFirst.unlock(vault: Vault()))
        try interaction.observe(Observe(children: [], words: "Quiet."), made: Made(now: moment))
        let line = try XCTUnwrap(vectorEntries(entries: interaction.entries()).last)
        XCTAssertTrue(line.contains("recorded_at: 2026-11-22T02:09:31.121+01:00"), line)
    }

    func testOutOfRangeIsRefused() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        for seconds in [
            253_402_300_800, -62_167_219_201, 1e12, -1e12, 1e18, -1e18, 1e300, -1e300, .infinity, -.infinity, .nan,
            // The last second before 1970 would come back after it.
            -0.5, -0.001,
        ] {
            let moments = [
                Moment(Date(timeIntervalSince1970: seconds)),
                Moment(utc: Date(timeIntervalSince1970: seconds), offsetMinutes: 0),
            ]
            for moment in moments {
                refuses(.refused(why: .outOfRange), "\(seconds)") {
                    _ = try interaction.observe(Observe(children: [], words: "Quiet."), made: Made(now: moment))
                }
                refuses(.refused(why: .outOfRange), "\(seconds)") { _ = try interaction.danger(now: moment) }
            }
        }
        XCTAssertEqual(try interaction.head().seq, 1)
        try isWhole(records)
    }

    func testTheZoneIsThatOfTheClockOnTheWallThatDay() throws {
        let london = try XCTUnwrap(TimeZone(identifier: "Europe/London"))
        let summer = try vectorMoment("2026-07-01T12:00:00Z").utc
        let winter = try vectorMoment("2026-12-01T12:00:00Z").utc
        XCTAssertEqual(Moment(summer, in: london).offsetMinutes, 60)
        XCTAssertEqual(Moment(winter, in: london).offsetMinutes, 0)
        XCTAssertEqual(Moment(winter, in: london).utc, winter)
        XCTAssertEqual(When(winter, in: london, precision: .about).precision, .about)
    }
}
