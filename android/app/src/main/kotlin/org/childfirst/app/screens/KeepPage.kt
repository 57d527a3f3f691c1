package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Event
import org.childfirst.InteractionOperation
import org.childfirst.NoDetails
import org.childfirst.Reason
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** What can become of a record: handed over, exported, completed, held, erased in a part, destroyed. Each has its page. */
class KeepPage(host: Page.Host) : Page(host) {
    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.keep_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        row(into, R.drawable.ic_told, R.string.hand_over_title, R.string.hand_over_under, Place.HandOver)
        row(into, R.drawable.ic_out, R.string.export_or_print, R.string.export_under, Place.Export)
        if (now.state.completed == null) row(into, R.drawable.ic_tick, R.string.complete, R.string.complete_under, Place.Act(Act.COMPLETE)) else row(into, R.drawable.ic_edit, R.string.reopen, R.string.reopen_under, Place.Act(Act.REOPEN))
        if (now.state.hold == null) row(into, R.drawable.ic_lock, R.string.hold, R.string.hold_under, Place.Act(Act.HOLD)) else row(into, R.drawable.ic_lock, R.string.lift_hold, R.string.lift_hold_under, Place.Act(Act.LIFT))
        row(into, R.drawable.ic_gone, R.string.erase, R.string.erase_under, Place.Erase)
        row(into, R.drawable.ic_cross, R.string.destroy, R.string.destroy_under, Place.Act(Act.DESTROY))
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(R.string.hand_it_over)) { host.go(Place.HandOver) }

    private fun row(into: LinearLayout, icon: Int, title: Int, under: Int, place: Place) =
        into.addAcross(LinkRow(context, { context.icon(icon, size = R.dimen.mark) }, null, say(title), listOf(say(under))) { host.go(place) })
}

/** What is done to a record as a whole. */
enum class Act { COMPLETE, REOPEN, HOLD, LIFT, DESTROY }

/** One of them: what it does, in words; why, where that has to be said; and a button that names it. */
class ActPage(host: Page.Host, private val act: Act) : Page(host) {
    private val spot = "$DRAFT${act.name}"
    private var reason = work.drafts.at(spot).orEmpty()

    private val held get() = (now.state.hold?.event as? Event.HoldSet)?.v1?.reason
    private val blocked get() = act == Act.DESTROY && held != null
    private val says get() = SAYS.getValue(act)

    override fun draw(into: LinearLayout) {
        into.addAcross(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.act_title, say(says.title)), R.style.Text_Title).heading())
            addView(context.words(say(says.what)))
            held?.takeIf { act == Act.DESTROY || act == Act.LIFT }?.let { addView(context.words(say(R.string.held_because, it), R.style.Text_Strong)) }
            if (asks()) addAcross(AnswerField(context, say(R.string.why_not), reason, lines = 2, tag = "reason") { typed ->
                val changed = typed.isBlank() != reason.isBlank()
                reason = typed
                work.drafts.keep(spot, null, typed)
                if (changed) host.redraw()
            })
            if (act == Act.DESTROY) addAcross(SourceLine(context, say(R.string.force_rules), R.drawable.ic_info))
        })
    }

    override fun primary(): Dock.Primary {
        if (blocked) return Dock.Primary(say(R.string.lift_hold)) { host.go(Place.Act(Act.LIFT)) }
        // Without a reason the button is quiet; pressed, core says what is missing.
        return Dock.Primary(say(says.button), plain = asks() && reason.isBlank()) { perform() }
    }

    private fun asks() = act != Act.COMPLETE && !blocked

    private fun perform() {
        val why = Reason(reason.trim())
        when (act) {
            Act.DESTROY -> work.destroy(reason.trim()) { host.go(Place.Destroyed) }
            Act.COMPLETE -> record(InteractionOperation.Completed(NoDetails()))
            Act.REOPEN -> record(InteractionOperation.Reopened(why))
            Act.HOLD -> record(InteractionOperation.HoldSet(why))
            Act.LIFT -> record(InteractionOperation.HoldLifted(why))
        }
    }

    private fun record(operation: InteractionOperation) = work.perform(operation, then = after({ reason }, { work.drafts.drop(spot) }) { host.back() })

    private class Says(val title: Int, val what: Int, val button: Int)

    companion object {
        /** Where a reason that is half typed belongs, before the name of what is done. */
        const val DRAFT = "act "

        /** What it is called. */
        fun title(act: Act): Int = SAYS.getValue(act).title

        private val SAYS = mapOf(
            Act.COMPLETE to Says(R.string.complete, R.string.complete_what, R.string.complete_do),
            Act.REOPEN to Says(R.string.reopen, R.string.reopen_what, R.string.reopen_do),
            Act.HOLD to Says(R.string.hold, R.string.hold_what, R.string.hold_do),
            Act.LIFT to Says(R.string.lift_hold, R.string.lift_hold_what, R.string.lift_hold_do),
            Act.DESTROY to Says(R.string.destroy, R.string.destroy_what, R.string.destroy_do),
        )
    }
}
