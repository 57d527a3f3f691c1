package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.EndList
import org.childfirst.InteractionOperation
import org.childfirst.ListClose
import org.childfirst.Phase
import org.childfirst.Waiting
import org.childfirst.WaitingKind
import org.childfirst.app.R
import org.childfirst.app.core.Session
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.ListComplete
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** 08: the end of a list. What is open and untold leads, then what is known only from others, then the rest. */
class ListEndPage(host: Page.Host, private val list: String) : ReadPage<ListClose>(host) {
    private val waiting = WaitingRows(host)
    private val rows = ListRows(host)
    private var more = false
    private var answered = false

    override fun read(session: Session): ListClose = session.listClose(list)

    override fun draw(into: LinearLayout, seen: ListClose) {
        into.addAcross(ListComplete(context, seen.title, seen.rest, seen.complete))
        if (seen.waiting.isNotEmpty()) {
            head(into, say(R.string.still_open))
            val next = seen.waiting.first()
            seen.waiting.forEach { waiting.add(into, it, it == next && first(it)) }
            into.addView(context.hairline())
        }
        if (seen.onlyTold.isNotEmpty()) {
            head(into, say(R.string.only_told, seen.onlyTold.size))
            val shown = if (more) seen.onlyTold else seen.onlyTold.take(FEW)
            shown.forEach { waiting.add(into, it) }
            if (seen.onlyTold.size > FEW) fold(into, say(if (more) R.string.fewer else R.string.more_of, seen.onlyTold.size - FEW), more) { more = !more }
            into.addView(context.hairline())
        }
        if (seen.answered.isNotEmpty()) {
            head(into, say(R.string.answered_head))
            fold(into, say(R.string.answered_from, seen.answered.size), answered) { answered = !answered }
            if (answered) rows.these(into, mine(), seen.answered)
            into.addView(context.hairline())
        }
        seen.fold?.let { fold(into, it, false) { host.go(Place.ListOf(mine().phase)) } }
        if (seen.waiting.any(::first)) into.addAcross(LinkRow(context, null, null, goOn(), emptyList()) { end() })
        into.addView(context.hairline())
    }

    override fun primary(): Dock.Primary {
        val untold = seen?.waiting?.firstOrNull { it.kind == WaitingKind.UNTOLD && it.whom != null }
        // Whoever waits for a word comes before the next list. It can be gone past: the line below does.
        if (untold != null) return Dock.Primary(say(R.string.next_tell, requireNotNull(untold.whom)), say(R.string.next)) { host.go(Place.Tell(untold.entry)) }
        return Dock.Primary(goOn(), say(R.string.next)) { end() }
    }

    private fun first(one: Waiting) = one.kind == WaitingKind.UNTOLD && one.whom != null

    private fun mine() = now.screen.lists.first { now.pack.pack.lists[it.list.toInt()].id == list }

    private fun leaves() = mine().phase == Phase.BEFORE_LEAVING && now.state.left == null

    /** Where one goes from here, as a button says it. */
    private fun goOn(): String {
        val next = now.screen.lists.dropWhile { it != mine() }.drop(1).firstOrNull()
        return when {
            leaves() -> say(R.string.leave_title)
            next != null -> say(R.string.go_to_phase, next.title)
            else -> say(R.string.next_record)
        }
    }

    private fun end() {
        val leaves = leaves()
        work.perform(InteractionOperation.ListEnded(EndList(list))) {
            when {
                leaves -> host.instead(Place.Leave)
                now.next != null -> host.instead(placeOf(now, requireNotNull(now.next)))
                else -> host.instead(Place.Record)
            }
        }
    }

    private fun head(into: LinearLayout, title: CharSequence) = into.addView(
        context.words(title, R.style.Text_Head).heading().apply {
            setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s3), context.px(R.dimen.s4), context.px(R.dimen.s1) + 2)
        },
    )

    private fun fold(into: LinearLayout, says: CharSequence, open: Boolean, turn: () -> Unit) = into.addAcross(
        FoldRow(context, says, null, open) {
            turn()
            host.redraw()
        },
    )

    private companion object {
        /** So many that are known only from others stand open; the rest is folded, and said how many. */
        const val FEW = 3
    }
}

/** The list whose end is due: everything of it is answered or for later, and nobody has ended it. */
fun listDue(now: Snapshot): String? {
    val done = now.screen.lists.takeWhile { it.left == 0u && it.waiting == 0u && it.answered + it.later > 0u }
    val ended = now.state.listsEnded.map { it.end.shown.id }
    return done.map { now.pack.pack.lists[it.list.toInt()].id }.firstOrNull { it !in ended }
}
