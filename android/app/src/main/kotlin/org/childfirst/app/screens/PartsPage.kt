package org.childfirst.app.screens

import android.view.View
import android.widget.LinearLayout
import org.childfirst.PrincipleKind
import org.childfirst.PrincipleView
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.CoverScreen
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.PhaseRow
import org.childfirst.app.ui.components.PrincipleRow
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** Everything of this interaction, one press away. Back does not come here again: it is a way, not a place. */
class PartsPage(host: Page.Host) : Page(host) {
    private var views: List<PrincipleView>? = null

    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.parts_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        into.addAcross(order())
        views?.let { return principles(into, it) }
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
        scene(into)
        into.addAcross(LinkRow(context, null, null, say(R.string.shown_title), emptyList()) { host.instead(Place.Shown) })
        into.addView(context.hairline())
    }

    private fun order() = CircumstanceGroup(
        context, null, if (context.largeText) 1 else 2, listOf(Choice(false, say(R.string.by_phase)), Choice(true, say(R.string.six_principles))), true, setOf(views != null), "order",
    ) { chosen ->
        if (true in chosen) {
            // Drawn once they are there: until then the phases stay.
            work.read({ it.principles() }) {
                views = it
                host.redraw()
            }
        } else {
            views = null
            host.redraw()
        }
    }.apply { setPaddingRelative(context.px(R.dimen.s4), 0, context.px(R.dimen.s4), context.px(R.dimen.s3)) }

    /** The six principles, as the source has them: three that guide, then three that must be done. */
    private fun principles(into: LinearLayout, views: List<PrincipleView>) {
        val all = views.mapNotNull { view -> now.pack.pack.principles.getOrNull(view.principle.toInt())?.let { it to view } }
        for ((kind, title) in listOf(PrincipleKind.GUIDES to R.string.guides, PrincipleKind.MUST_DO to R.string.must_do)) {
            into.addView(context.words(say(title), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s2))
            for ((principle, view) in all.filter { it.first.kind == kind }) {
                into.addAcross(PrincipleRow(context, principle.number.toInt(), principle.title, view.words) { host.instead(Place.Principle(principle.id)) })
            }
            into.addView(context.hairline())
        }
        toSay(into)
        if (now.state.left == null) leave(into)
        into.addView(context.hairline())
    }

    private fun leave(into: LinearLayout) =
        into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_door, size = R.dimen.mark) }, null, say(R.string.leave_title), emptyList()) { host.instead(Place.Leave) })

    /** What belongs to the middle of an interaction, and to no phase. */
    private fun scene(into: LinearLayout) {
        into.addAcross(LinkRow(context, null, null, say(R.string.share_title), now.state.sharings.map { say(R.string.of_which, it.sharing.to.orEmpty(), say(SharePage.stageWords(it.sharing.stage))) }) {
            host.instead(Place.Share(now.state.sharings.lastOrNull()?.first ?: 0u))
        })
        now.screen.lastSpokenOf?.takeIf { now.voice(it) != null }?.let { child ->
            into.addAcross(LinkRow(context, null, null, say(R.string.voices_row), emptyList()) { host.instead(Place.Voice(child)) })
        }
        into.addAcross(LinkRow(context, null, null, say(R.string.told_before), emptyList()) { host.instead(Place.Told) })
        toSay(into)
    }

    private fun toSay(into: LinearLayout) = into.addAcross(
        LinkRow(context, { context.icon(R.drawable.ic_words, size = R.dimen.mark) }, null, now.pack.pack.wordsToSay.firstOrNull()?.asked ?: say(R.string.words_to_say), emptyList()) { host.instead(Place.ToSay) },
    )

    override fun primary() = next(host)
}

/** 13: nothing to read, at once, always dark. Press and hold goes on; an assistive switch activates twice. */
class CoverPage(host: Page.Host) : Page(host) {
    override fun draw(into: LinearLayout) = Unit

    override fun primary() = Dock.Primary("") {}

    /** The whole window. */
    fun whole(): View = CoverScreen(context, { host.go(Place.ToSay) }) { host.back() }
}
