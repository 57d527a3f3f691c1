package org.childfirst.app.ui.components

import org.childfirst.Precision

/** When something was, as it is chosen and typed: now, or earlier and how exactly that is known. */
class Earlier {
    /** Earlier, and not now. */
    var on = false

    /** How exactly the time is known. */
    var precision = Precision.ABOUT

    /** The time as it was typed. */
    var typed = ""

    /** What was typed could not be read, and nothing was recorded. */
    var unread = false
}
