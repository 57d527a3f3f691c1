package org.childfirst.app.ui.components

import org.childfirst.Precision
import org.childfirst.When
import java.time.OffsetDateTime

/** When something was, as it is chosen and typed: now, or earlier and how exactly that is known. */
class Earlier {
    /** Earlier, and not now. */
    var on = false

    /** How exactly the time is known. */
    var precision = Precision.ABOUT

    /** The time as it was typed. */
    var typed = ""

    /** The day of a time that is carried forward from another day, with its hour; null where it is today. */
    var day: CharSequence? = null

    /** The hour of the time that is carried forward: as long as it stands in [typed], the day is that one. */
    var carried: String? = null

    /** The time that is carried forward, with its day. */
    var time: When? = null

    /** When the words were typed that are of now, and nothing else was said of their time. */
    var since: OffsetDateTime? = null

    /** Whether the time that is carried forward is the one at which the words were typed. */
    var asTyped = false

    /** Whether the time that is carried forward stands there yet. */
    val carries: Boolean get() = carried != null && typed == carried

    /** How exactly the time that is carried forward is known. */
    var carriedAs = Precision.ABOUT

    /** Told of every letter and every press. */
    var changed: () -> Unit = {}

    /** What was typed could not be read, and nothing was recorded. */
    var unread = false
}
