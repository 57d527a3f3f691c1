package org.childfirst.app.screens

import android.view.View
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.HearsayMark
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.StateMark
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 15: what each sign means, and what it looks like when something is wrong. Nothing here is of the record. */
class ShownPage(host: Page.Host) : Page(host) {
    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.app_name)

    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.shown_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        row(into, R.string.mark_open, R.string.shown_open) { StateMark(context, Mark.OPEN) }
        row(into, R.string.mark_done, R.string.shown_done) { StateMark(context, Mark.DONE) }
        row(into, R.string.hearsay, R.string.shown_hearsay) { HearsayMark(context) }
        row(into, R.string.mark_not_done, R.string.shown_not_done) { StateMark(context, Mark.NOT_DONE) }
        row(into, R.string.mark_na, R.string.shown_na) { StateMark(context, Mark.NOT_APPLICABLE) }
        row(into, R.string.mark_later, R.string.shown_later) { StateMark(context, Mark.LATER) }
        row(into, R.string.mark_not_reached, R.string.shown_not_reached) { StateMark(context, Mark.NOT_REACHED) }
        row(into, R.string.danger, R.string.shown_danger) { context.icon(R.drawable.ic_danger, R.color.danger, R.dimen.mark) }
        into.addView(context.hairline())
        into.addView(context.words(say(R.string.shown_wrong), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s3))
        row(into, R.string.shown_unsaved, R.string.shown_unsaved_under) { context.icon(R.drawable.ic_cross, size = R.dimen.mark) }
        row(into, R.string.shown_refused, R.string.shown_refused_under) { context.icon(R.drawable.ic_seal, size = R.dimen.mark) }
        row(into, R.string.shown_pace, R.string.shown_pace_under) { context.icon(R.drawable.ic_time, size = R.dimen.mark) }
        into.addView(context.hairline())
    }

    private fun row(into: LinearLayout, says: Int, under: Int, sign: () -> View) =
        into.addAcross(LinkRow(context, sign, null, say(says), listOf(say(under)), press = null))

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }
}
