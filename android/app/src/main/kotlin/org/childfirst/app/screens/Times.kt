package org.childfirst.app.screens

import org.childfirst.Precision
import org.childfirst.When
import org.childfirst.app.App
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.ui.components.Earlier
import org.childfirst.toMoment
import org.childfirst.toOffsetDateTime
import java.time.Duration
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/** The time of day of a time that is carried forward, as it would be typed. */
fun clock(time: When): String = time.at.toOffsetDateTime().format(DateTimeFormatter.ofPattern("HH:mm"))

/** Begins with a time that is carried forward: its day too. */
fun Earlier.carry(host: Page.Host, time: When) {
    on = true
    this.time = time
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
    since?.let { "since" to it.toString() } ?: ("earlier" to on.toString()).takeIf { on != (carried != null) },
    ("precision" to precision.name).takeIf { precision != carriedAs },
).toMap()

/** Begins where it was left half typed. */
fun Earlier.take(host: Page.Host, half: HalfTyped) {
    half.more["when"]?.let { typed = it }
    half.chosen["earlier"]?.let { on = it.toBoolean() }
    half.chosen["since"]?.let(::moment)?.let {
        on = false
        since = it
        waited(host)
    }
    Precision.entries.find { it.name == half.chosen["precision"] }?.let { precision = it }
}

/** [words] are typed, or something was chosen beside them. They are of now where nothing else is said, and had not waited. */
fun Earlier.typedOn(host: Page.Host, words: String) {
    val was = on
    // Where it says so already and is not on, somebody pressed *now*.
    if (!asTyped) waited(host)
    if (on) {
        if (!asTyped || !carries) since = null
    } else {
        asTyped = false
        since = OffsetDateTime.now(App.clock).takeUnless { words.isBlank() }
    }
    if (on != was) host.redraw()
}

/** Words that have waited are of about when they were typed, and no longer of now; until the officer says otherwise. */
fun Earlier.waited(host: Page.Host) {
    val since = since ?: return
    if (on || Duration.between(since, OffsetDateTime.now(App.clock)) < WAITED) return
    carry(host, When(since.toMoment(), Precision.ABOUT))
    asTyped = true
}

/** Shorter than this, words that are typed are of now: somebody is still at it. */
private val WAITED = Duration.ofMinutes(10)

private fun moment(kept: String): OffsetDateTime? = try {
    OffsetDateTime.parse(kept)
} catch (_: DateTimeParseException) {
    null
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
    waited(host)
    val at = when {
        !on -> return Said(null)
        precision == Precision.UNKNOWN -> When(OffsetDateTime.now(App.clock).toMoment(), precision)
        carries -> time?.copy(precision = precision)
        else -> earlier(typed)?.copy(precision = precision)
    }
    if (at != null) return Said(at)
    unread = true
    host.redraw()
    return null
}
