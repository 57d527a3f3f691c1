package org.childfirst.app.screens

import android.view.View
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.CoverScreen
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.PhaseRow
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** Everything of this interaction, one press away. Back does not come here again: it is a way, not a place. */
class PartsPage(host: Page.Host) : Page(host) {
    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.parts_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        into.addAcross(LinkRow(context, null, null, say(R.string.danger_row), emptyList()) { host.instead(Place.Danger) })
        into.addAcross(LinkRow(context, null, null, say(R.string.children_row), now.screen.children.map { it.title }) { host.instead(Place.Children) })
        into.addAcross(LinkRow(context, null, null, say(R.string.known_row), emptyList()) { host.instead(Place.Known) })
        for (list in now.screen.lists) {
            into.addAcross(PhaseRow(context, list.title, say(R.string.left, list.left.toInt())) { host.instead(Place.ListOf(list.phase)) })
        }
        if (now.state.left == null) into.addAcross(LinkRow(context, null, null, say(R.string.leave_title), emptyList()) { host.instead(Place.Leave) })
        if (now.state.left != null) into.addAcross(LinkRow(context, null, null, say(R.string.back_row), emptyList()) { host.instead(Place.Resume) })
        into.addAcross(LinkRow(context, null, null, say(R.string.record_row), emptyList()) { host.instead(Place.Record) })
        into.addAcross(LinkRow(context, null, null, say(R.string.reference_row), emptyList()) { host.instead(Place.Reference(null)) })
        into.addAcross(LinkRow(context, null, null, say(R.string.pack_row), listOf(now.status.pin)) { host.instead(Place.Pack) })
        into.addView(context.hairline())
    }

    override fun primary() = next(host)
}

/** 13: nothing to read, at once, always dark. Press and hold goes on; an assistive switch activates twice. */
class CoverPage(host: Page.Host) : Page(host) {
    override fun draw(into: LinearLayout) = Unit

    override fun primary() = Dock.Primary("") {}

    /** The whole window. */
    fun whole(): View = CoverScreen(context) { host.back() }
}
