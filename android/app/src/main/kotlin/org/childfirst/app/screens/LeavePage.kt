package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AskedBecause
import org.childfirst.BeforeLeaving
import org.childfirst.InteractionOperation
import org.childfirst.Leave
import org.childfirst.Mark
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Session
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.DangerBlock
import org.childfirst.app.ui.components.WaitingRow
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** Leaving the scene: danger is asked first, what was not reached is named, and why one leaves is said. */
class LeavePage(host: Page.Host) : ReadPage<BeforeLeaving>(host) {
    private var chosen: Int? = null
    private var why = ""
    private var staying = ""
    private var passed = false

    init {
        work.drafts.half(DRAFT).let {
            // Words alone are of another reason than those that are offered.
            chosen = it.chosen["why"]?.toIntOrNull() ?: OTHER.takeIf { _ -> it.words.isNotBlank() }
            why = chosen?.let(USUAL::getOrNull)?.let { usual -> say(usual) } ?: it.words
            staying = it["staying"]
        }
    }

    override fun read(session: Session): BeforeLeaving = session.beforeLeaving()

    override fun draw(into: LinearLayout, seen: BeforeLeaving) {
        val ask = say(R.string.asked_before_leaving).takeIf { seen.askDanger }
        into.addAcross(DangerBlock(context, now.danger.words.removePrefix("${say(R.string.danger)}: ").replaceFirstChar(Char::uppercase), ask) { danger() })
        into.addView(context.words(say(R.string.before_you_leave), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        if (seen.notReached.isEmpty()) {
            into.addView(context.words(say(R.string.all_reached)).apply { setPaddingRelative(px(R.dimen.s4), 0, px(R.dimen.s4), px(R.dimen.s2)) })
        } else {
            into.addView(context.words(say(R.string.will_be_not_reached), R.style.Text_Head).apply { setPaddingRelative(px(R.dimen.s4), 0, px(R.dimen.s4), px(R.dimen.s2)) }.heading())
            for (one in seen.notReached) {
                val row = WaitingRow.Row(Mark.NOT_REACHED, false, one.about, say(R.string.mark_not_reached), null)
                val place = one.item?.let { now.find(it, one.child) }?.second?.let { placeOf(now, it) }
                into.addAcross(WaitingRow(context, row, place?.let { { host.go(it) } }))
            }
            into.addView(context.hairline())
        }
        into.addView(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            val usual = (USUAL + R.string.left_other).map { say(it) }
            addAcross(
                CircumstanceGroup(context, say(R.string.why_leave), if (context.largeText) 1 else 2, usual.mapIndexed { at, says -> Choice(at, says) }, true, setOfNotNull(chosen), "left") {
                    chosen = it.first()
                    why = if (chosen == OTHER) work.drafts.half(DRAFT).words else usual[it.first()]
                    keep()
                    host.redraw()
                },
            )
            if (chosen == OTHER) addAcross(AnswerField(context, say(R.string.why_leave_hint), why, lines = 0, tag = "why") { typed ->
                val changed = typed.isBlank() != why.isBlank()
                why = typed
                keep()
                if (changed) host.redraw()
            })
            addAcross(AnswerField(context, say(R.string.staying_hint), staying, lines = 1, tag = "staying", before = say(R.string.who_stays)) {
                staying = it
                keep()
            })
        })
    }

    override fun primary(): Dock.Primary {
        val seen = seen
        // Asked before leaving, and never a gate: passed by, it stays asked in the record.
        if (seen != null && seen.askDanger && !passed) return Dock.Primary(say(R.string.next_danger), say(R.string.next)) { danger() }
        return Dock.Primary(say(R.string.leave_now), plain = why.isBlank()) {
            val saved = { work.drafts.drop(DRAFT) }
            work.perform(InteractionOperation.LeftScene(Leave(why.trim(), staying.trim().ifEmpty { null })), then = after({ why to staying }, saved) { host.instead(Place.Resume) })
        }
    }

    // Another reason that was typed is kept also where one is chosen.
    private fun half() = HalfTyped(
        if (chosen == OTHER || chosen == null) why else work.drafts.half(DRAFT).words, mapOf("staying" to staying).filterValues(String::isNotBlank),
        chosen?.let { mapOf("why" to it.toString()) }.orEmpty(),
    )

    private fun keep() = work.drafts.keep(DRAFT, null, half())

    private fun danger() {
        passed = true
        askDanger(host, AskedBecause.BEFORE_LEAVING)
    }

    private fun px(id: Int) = context.resources.getDimensionPixelSize(id)

    companion object {
        /** Where a reason that is half typed belongs. */
        const val DRAFT = "left_scene"

        /** In other words than those that are offered. */
        private const val OTHER = 3
        private val USUAL = listOf(R.string.left_done, R.string.left_called, R.string.left_asked)
    }
}
