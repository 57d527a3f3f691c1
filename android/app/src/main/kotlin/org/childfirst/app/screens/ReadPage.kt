package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.app.core.Session
import org.childfirst.app.core.Snapshot

/** A page that draws something which not every screen needs: read once for each snapshot, on the core's thread. */
abstract class ReadPage<T : Any>(host: Page.Host) : Page(host) {
    private var of: Snapshot? = null

    /** What was read; null until the first time. */
    protected var seen: T? = null
        private set

    /** Reads it. On the core's thread. */
    protected abstract fun read(session: Session): T

    /** Draws it. */
    protected abstract fun draw(into: LinearLayout, seen: T)

    /** Reads again: what it depends on was chosen otherwise. */
    protected fun again() {
        of = null
        host.redraw()
    }

    final override fun draw(into: LinearLayout) {
        val now = now
        if (of !== now) {
            of = now
            work.read({ session -> read(session) }) {
                seen = it
                host.redraw()
            }
        }
        seen?.let { draw(into, it) }
    }
}
