package org.childfirst

import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.ZoneOffset

/** Times cross the boundary, the disk and back, and are what they were. */
class TimesTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var app: ChildFirst
    private lateinit var interaction: Interaction

    @BeforeEach
    fun open() {
        app = opened(folder)
        interaction = app.unlock(TestVault()).use { it.begun() }
    }

    @AfterEach
    fun close() {
        interaction.close()
        app.close()
    }

    /** The moment as it comes back: at once, and from the disk. */
    private fun kept(moment: Moment): Moment {
        interaction.quote(said("Words"), Made(moment, doneAt = When(moment, Precision.ABOUT)))
        val id = interaction.id()
        val atOnce = interaction.entries().last()
        app.lock()
        interaction.close()
        interaction = app.unlock(TestVault()).use { it.resume(id) }
        assertEquals(atOnce, interaction.entries().last())
        assertEquals(atOnce.recordedAt, atOnce.doneAt.at)
        return atOnce.recordedAt
    }

    private fun kept(instant: Instant): Instant = kept(Moment(instant, 0)).utc

    @Test
    fun `a round trip changes nothing, before 1970 neither`() {
        for (time in listOf(
            "2026-11-22T02:09:31.120Z", "2026-11-22T02:09:31.999Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.001Z",
            "1969-12-31T23:59:59Z", "1969-12-31T23:59:58.999Z", "1969-07-20T20:17:40.001Z", "1900-02-28T23:59:59.500Z",
            "0000-01-02T00:00:00Z", "9999-12-30T23:59:59Z",
        )) {
            assertEquals(Instant.parse(time), kept(Instant.parse(time)))
        }
        for (minutes in listOf(0, 60, -60, 330, 345, 840, -720, 1, -1)) {
            assertEquals(Moment(noon.utc, minutes), kept(Moment(noon.utc, minutes)))
        }
    }

    @Test
    fun `nanoseconds are rounded to milliseconds`() {
        for ((given, expected) in mapOf(
            "2026-11-22T02:09:31.120999999Z" to "2026-11-22T02:09:31.121Z",
            "2026-11-22T02:09:31.120499999Z" to "2026-11-22T02:09:31.120Z",
            "2026-11-22T02:09:31.120500000Z" to "2026-11-22T02:09:31.121Z",
            "2026-12-31T23:59:59.999500000Z" to "2027-01-01T00:00:00Z",
            "1969-12-31T23:59:57.120999999Z" to "1969-12-31T23:59:57.121Z",
        )) {
            assertEquals(Instant.parse(expected), kept(Instant.parse(given)))
        }
    }

    @Test
    fun `what no record can hold is refused, and nothing is recorded`() {
        val outside = listOf(
            Instant.MIN, Instant.MAX, Instant.parse("-0001-12-31T23:59:59Z"), Instant.parse("+10000-01-01T00:00:00Z"),
            // What crosses has no sign there (xtask, mend.rs).
            Instant.parse("1969-12-31T23:59:59.500Z"), Instant.EPOCH.minusNanos(1),
        )
        for (time in outside) {
            val refused = assertThrows(ChildFirstException.Refused::class.java) {
                interaction.quote(said("Words"), Made(Moment(time, 0)))
            }
            assertEquals(Refusal.OUT_OF_RANGE, refused.why)
            assertThrows(ChildFirstException.Refused::class.java) { interaction.danger(Moment(time, 0)) }
        }
        assertEquals(1, interaction.entries().size)
    }

    @Test
    fun `a clock and java time become moments, and moments java time`() {
        val time = OffsetDateTime.parse("2026-07-01T02:09:31.120+01:00")
        val clock = Clock.fixed(time.toInstant(), ZoneId.of("Europe/London"))
        assertEquals(Moment(time.toInstant(), 60), Moment.now(clock))
        assertEquals(Made(Moment(time.toInstant(), 60)), Made.now(clock))
        assertEquals(time, kept(Moment.now(clock)).toOffsetDateTime())
        assertEquals(time, time.toMoment().toOffsetDateTime())
        // Kathmandu; an offset with seconds, as cities had before there were zones; one that no clock shows.
        assertEquals(345, time.withOffsetSameInstant(ZoneOffset.of("+05:45")).toMoment().offsetMinutes)
        assertEquals(-1, time.withOffsetSameInstant(ZoneOffset.of("-00:01:15")).toMoment().offsetMinutes)
        assertEquals(ZoneOffset.UTC, Moment(noon.utc, Int.MAX_VALUE).toOffsetDateTime().offset)
        assertEquals(ZoneOffset.ofHours(14), Moment(noon.utc, 840).toOffsetDateTime().offset)
    }
}
