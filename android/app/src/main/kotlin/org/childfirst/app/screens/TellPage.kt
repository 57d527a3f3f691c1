package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Told
import org.childfirst.Waiting
import org.childfirst.app.R
import org.childfirst.app.core.Session
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.HandOverSheet
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** Telling whoever does what is for later: how, and whether they said it back. Said only when it is true. */
class TellPage(host: Page.Host, private val entry: ULong) : ReadPage<List<Waiting>>(host) {
    private var how: Told? = null
    private var back: Boolean? = null

    override fun read(session: Session): List<Waiting> = session.waiting()

    override fun draw(into: LinearLayout, seen: List<Waiting>) {
        val one = one() ?: return
        into.addView(context.words(say(R.string.tell_title, one.whom.orEmpty()), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        val sheet = HandOverSheet(context)
        sheet.add(context.words(one.about, R.style.Text_Strong))
        sheet.add(toldHow(context, how) {
            how = it
            host.redraw()
        })
        sheet.add(saidBack(context, back) { back = it })
        sheet.add(SourceLine(context, say(R.string.tell_when_true), R.drawable.ic_info))
        into.addAcross(sheet)
    }

    override fun primary(): Dock.Primary {
        val one = one()
        val chosen = how
        if (one == null || chosen == null) return Dock.Primary(say(R.string.go_back), plain = true) { host.back() }
        return Dock.Primary(say(R.string.was_told, one.whom.orEmpty()), say(R.string.save)) { WaitingRows(host).told(one, chosen, back) { host.back() } }
    }

    private fun one() = seen?.find { it.entry == entry && it.whom != null }
}

/** How somebody was told. */
fun toldHow(context: android.content.Context, chosen: Told?, then: (Told) -> Unit): CircumstanceGroup<Told> {
    val choices = listOf(Told.IN_PERSON to R.string.told_in_person, Told.RADIO to R.string.told_radio, Told.TELEPHONE to R.string.told_telephone, Told.LOG to R.string.told_log)
    return CircumstanceGroup(context, context.getString(R.string.hand_how), if (context.largeText) 1 else 2, choices.map { Choice(it.first, context.getString(it.second)) }, true, setOfNotNull(chosen), "how") { then(it.first()) }
}

/** Whether it was said back. Nothing is preset. */
fun saidBack(context: android.content.Context, chosen: Boolean?, then: (Boolean) -> Unit): android.view.View {
    val choices = listOf(Choice(true, context.getString(R.string.yes)), Choice(false, context.getString(R.string.no)))
    return WhenChip.beside(context, context.getString(R.string.said_back), CircumstanceGroup(context, null, if (context.largeText) 1 else 2, choices, true, setOfNotNull(chosen), "back") { then(it.first()) })
}
