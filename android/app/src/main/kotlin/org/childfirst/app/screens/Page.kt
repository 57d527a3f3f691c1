package org.childfirst.app.screens

import android.content.Context
import android.widget.LinearLayout
import org.childfirst.app.core.Snapshot
import org.childfirst.app.core.Work
import org.childfirst.app.ui.components.Dock

/**
 * One screen: a title, what stands between the bars, and the next thing. Drawn anew from the snapshot after every save.
 *
 * What was chosen and typed here and is not saved yet stands in its own fields; they live as long as the process.
 */
abstract class Page(protected val host: Host) {
    /** What a screen may ask of the app. */
    interface Host {
        val context: Context
        val work: Work

        /** Goes to a place. */
        fun go(place: Place)

        /** Goes to a place in the stead of this one: back does not come here again. */
        fun instead(place: Place)

        /** Goes back by one. */
        fun back()

        /** A place is done with, wherever one is meanwhile. */
        fun finish(place: Place)

        /** Lets the officer choose a file, and reads it as words; null: it cannot be, or is no text. */
        fun pick(then: (String?) -> Unit)

        /** Draws this screen anew. */
        fun redraw()
    }

    protected val context: Context get() = host.context
    protected val work: Work get() = host.work

    /** The interaction. Only where there is one. */
    protected val now: Snapshot get() = requireNotNull(work.snapshot)

    /** What the bar says. */
    open val title: CharSequence get() = work.snapshot?.screen?.title ?: ""

    /** Whether back stands in the bar. */
    open val backs: Boolean get() = true

    /** Whether it takes the height of the window: its last line stands above the Dock. */
    open val fills: Boolean get() = false

    /** Whether nothing of the record may stand on it: no guidance pinned, no receipt, no notice, no danger. */
    open val bare: Boolean get() = false

    /** What stands above the Dock and never scrolls away: what has to be reached at once. */
    open fun pinned(): android.view.View? = null

    /** Puts what stands between the bars. */
    abstract fun draw(into: LinearLayout)

    /** The next thing. */
    abstract fun primary(): Dock.Primary

    /**
     * What follows a save, when the disk has it. [saved] forgets the draft, [on] goes on: only where nothing was [typed] since
     * (it stays, with its draft), and only from here: an officer who is elsewhere by then is not taken away from there.
     */
    protected fun after(typed: () -> Any?, saved: () -> Unit = {}, on: () -> Unit): () -> Unit {
        val (from, sent) = (host as? HasPlace)?.here to typed()
        return {
            if (typed() != sent) {
                host.redraw()
            } else {
                saved()
                if (from == null || (host as? HasPlace)?.here == from) on() else host.finish(from)
            }
        }
    }

    protected fun say(id: Int, vararg with: Any): String = context.getString(id, *with)
}
