package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.InteractionOperation
import org.childfirst.Mark
import org.childfirst.MoveSharing
import org.childfirst.OnlyTold
import org.childfirst.SharingStage
import org.childfirst.TellSomeone
import org.childfirst.Told
import org.childfirst.Waiting
import org.childfirst.WaitingKind
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.DeferredRow
import org.childfirst.app.ui.components.TellRow
import org.childfirst.app.ui.components.WaitingRow
import org.childfirst.app.ui.largeText

/** What waits, row by row, as it stands at a list's end and on coming back: told and sent are pressed where it stands. */
class WaitingRows(private val host: Page.Host) {
    private val context get() = host.context

    /** A row, with what can be said of it at once. [next]: it is the one that comes next. */
    fun add(into: LinearLayout, one: Waiting, next: Boolean = false) {
        // Whoever waits to be told: one press says that they were, where it stands.
        if (one.kind == WaitingKind.UNTOLD && one.whom != null) {
            into.addAcross(DeferredRow(context, one.about, one.stands, one.under, context.getString(R.string.told_row), flush = false) { told(one, it) })
            return
        }
        val open = one.kind == WaitingKind.OPEN
        val row = WaitingRow.Row(MARKS.getValue(one.kind), false, one.about, one.stands, one.under, one.kind == WaitingKind.UNTOLD, next, open)
        val place = placeOf(one)
        into.addAcross(WaitingRow(context, row, place?.let { { host.go(it) } }))
        when (one.kind) {
            WaitingKind.UNSENT -> into.addAcross(TellRow(context, context.getString(R.string.sent_row), listOf("sent:${one.entry}" to context.getString(R.string.sent)), next) { sent(one) })
            else -> Unit
        }
    }

    /** A row of what is known only from others. */
    fun add(into: LinearLayout, one: OnlyTold) {
        val row = WaitingRow.Row(Mark.DONE, true, one.ask, one.value, null, tag = one.how)
        into.addAcross(WaitingRow(context, row, one.item?.let { item -> { host.go(Place.Item(item, one.child)) } }))
    }

    /** The owner was told: said only when it is true, by who presses it. */
    fun told(one: Waiting, how: Told, saidBack: Boolean? = null, then: () -> Unit = {}) {
        val whom = one.whom ?: return
        host.work.perform(InteractionOperation.Told(TellSomeone(one.entry, whom, how, saidBack = saidBack)), then = then)
    }

    private fun sent(one: Waiting) =
        host.work.perform(InteractionOperation.SharingMoved(MoveSharing(one.entry, SharingStage.SENT)))

    /** Where it is answered; what is sent or told is answered where it stands. */
    private fun placeOf(one: Waiting): Place? {
        val now = host.work.snapshot ?: return null
        if (one.kind == WaitingKind.UNSENT) return Place.Share(one.entry)
        val row = one.item?.let { now.find(it, one.child) }?.second ?: return null
        return placeOf(now, row)
    }

    private companion object {
        val MARKS = mapOf(
            WaitingKind.UNSENT to Mark.OPEN, WaitingKind.UNTOLD to Mark.LATER, WaitingKind.NOT_REACHED to Mark.NOT_REACHED,
            WaitingKind.OPEN to Mark.OPEN, WaitingKind.LATER to Mark.LATER,
        )
    }
}
