package org.childfirst

import java.time.Clock
import java.time.OffsetDateTime
import java.time.ZoneOffset

/** Now, as the clock on this device shows it: the time, and how far the wall is from UTC. */
fun Moment.Companion.now(clock: Clock = Clock.systemDefaultZone()): Moment = OffsetDateTime.now(clock).toMoment()

/** This time as a [Moment]. Kept in milliseconds; of the offset, whole minutes. */
fun OffsetDateTime.toMoment(): Moment = Moment(toInstant(), offset.totalSeconds / 60)

/** The time on the wall. An offset that no clock shows is taken as UTC, as the core does. */
fun Moment.toOffsetDateTime(): OffsetDateTime {
    val shown = offsetMinutes.takeIf { it in -MOST_OFFSET..MOST_OFFSET } ?: 0
    return utc.atOffset(ZoneOffset.ofTotalSeconds(shown * 60))
}

/** Written and done now, by the recorder. */
fun Made.Companion.now(clock: Clock = Clock.systemDefaultZone()): Made = Made(Moment.now(clock))

/** The largest offset from UTC that a clock shows, in minutes. */
private const val MOST_OFFSET = 14 * 60
