package org.childfirst.app.screens

import org.childfirst.Precision
import org.childfirst.When
import org.childfirst.app.App
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.ui.components.Earlier
import org.childfirst.toMoment
import org.childfirst.toOffsetDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter

/** The time of day of a time that is carried forward, as it would be typed. */
fun clock(time: When): String = time.at.toOffsetDateTime().format(DateTimeFormatter.ofPattern("HH:mm"))

/** Begins with a time that is carried forward: its day too. */
fun Earlier.carry(host: Page.Host, time: When) {
    on = true
    typed = clock(time)
    carried = typed
    day = day(host.context, time.at).takeIf { it != typed }
    precision = time.precision
    carriedAs = precision
}

/** What is typed of it, beside other words that are half typed. What is carried forward nobody typed. */
fun Earlier.more(): Map<String, String> = if (typed.isBlank() || carries) emptyMap() else mapOf("when" to typed)

/** What is chosen of it. */
fun Earlier.chosen(): Map<String, String> = listOfNotNull(
    ("earlier" to on.toString()).takeIf { on != (carried != null) },
    ("precision" to precision.name).takeIf { precision != carriedAs },
).toMap()

/** Begins where it was left half typed. */
fun Earlier.take(half: HalfTyped) {
    half.more["when"]?.let { typed = it }
    half.chosen["earlier"]?.let { on = it.toBoolean() }
    Precision.entries.find { it.name == half.chosen["precision"] }?.let { precision = it }
}

/** Earlier, as it is typed: `02:20`. Today, or the night before where that is still to come. Null: no time. */
fun earlier(typed: String, now: OffsetDateTime = OffsetDateTime.now(App.clock)): When? {
    val (hour, minute) = Regex("""(\d{1,2})[:.](\d{2})""").matchEntire(typed.trim())?.destructured ?: return null
    if (hour.toInt() > 23 || minute.toInt() > 59) return null
    val today = now.with(LocalTime.of(hour.toInt(), minute.toInt()))
    return When((if (today.isAfter(now)) today.minusDays(1) else today).toMoment(), Precision.ABOUT)
}

/** When it was, as it is recorded: null for now. */
class Said(val at: When?)

/** Reads what was chosen and typed of when it was. Null: it could not be read; the screen says so, and nothing is recorded. */
fun Earlier.read(host: Page.Host): Said? {
    val at = when {
        !on -> return Said(null)
        precision == Precision.UNKNOWN -> When(OffsetDateTime.now(App.clock).toMoment(), precision)
        carries -> host.work.snapshot?.state?.carried?.takeIf { clock(it) == typed }?.copy(precision = precision) ?: earlier(typed)?.copy(precision = precision)
        else -> earlier(typed)?.copy(precision = precision)
    }
    if (at != null) return Said(at)
    unread = true
    host.redraw()
    return null
}
