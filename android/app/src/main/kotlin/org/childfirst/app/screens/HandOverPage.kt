package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.HandOver
import org.childfirst.InteractionOperation
import org.childfirst.Mark
import org.childfirst.RecordLine
import org.childfirst.Told
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Session
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.WaitingRow
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.Earlier
import org.childfirst.app.ui.components.HandOverSheet
import org.childfirst.app.ui.components.HandlingLine
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 10c: handing over, which is an entry: what has to be said first, to whom, how, when, said back. */
class HandOverPage(host: Page.Host) : ReadPage<HandOverPage.First>(host) {
    /** What has to be said first, under who must not know. */
    class First(val handling: List<String>, val lines: List<RecordLine>)

    private var to = ""
    private var how: Told? = null
    private val earlier = Earlier()
    private var back: Boolean? = null

    init {
        work.drafts.half(DRAFT).let {
            to = it.words
            how = Told.entries.find { one -> one.name == it.chosen["how"] }
            back = it.chosen["back"]?.toBoolean()
            earlier.take(host, it)
        }
        earlier.changed = ::keep
    }

    override fun read(session: Session) = First(RecordPage.handling(session.record()), session.toSayFirst())

    override fun draw(into: LinearLayout, seen: First) {
        seen.handling.forEach { into.addAcross(HandlingLine(context, it)) }
        into.addView(context.column {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.hand_over_title), R.style.Text_Title).heading())
            addView(context.words(say(R.string.hand_from, now.state.begun?.recorder ?: say(R.string.not_named)), R.style.Text_Small))
        })
        val (missing, first) = seen.lines.partition { it.part == MISSING }
        for (line in first) {
            val mark = RecordPage.OPEN[line.part] ?: Mark.OPEN
            into.addAcross(WaitingRow(context, WaitingRow.Row(mark, false, say(R.string.say_first), line.text, null, next = line == first.first()), null))
        }
        into.addView(context.hairline())
        val sheet = HandOverSheet(context)
        sheet.field(say(R.string.to_whom), AnswerField(context, say(R.string.to_whom_hint), to, lines = 1, tag = "to") { typed ->
            to = typed
            keep()
            host.redraw()
        })
        sheet.add(toldHow(context, how) {
            how = it
            keep()
            host.redraw()
        })
        sheet.add(WhenChip(context, say(R.string.when_label), earlier, null, host::redraw))
        if (earlier.unread) sheet.add(context.words(say(R.string.time_not_read), R.style.Text_Strong))
        sheet.add(saidBack(context, back) {
            back = it
            keep()
        })
        if (missing.isNotEmpty()) sheet.add(SourceLine(context, say(R.string.hand_over_missing, missing.joinToString("; ") { it.words.replaceFirstChar(Char::lowercase) }), R.drawable.ic_info))
        sheet.add(SourceLine(context, say(R.string.hand_over_holds), R.drawable.ic_info))
        into.addAcross(sheet)
    }

    override fun primary(): Dock.Primary {
        val chosen = how
        if (to.isBlank() || chosen == null) return Dock.Primary(say(R.string.hand_over_needs), plain = true) { host.redraw() }
        return Dock.Primary(say(R.string.handed_over_to, to.trim()), say(R.string.handed_over_short)) { save(chosen) }
    }

    private fun half() = HalfTyped(to, earlier.more(), listOfNotNull(how?.let { "how" to it.name }, back?.let { "back" to it.toString() }).toMap() + earlier.chosen())

    private fun keep() = work.drafts.keep(DRAFT, null, half())

    private fun save(how: Told) {
        val done = earlier.read(host) ?: return
        work.perform(InteractionOperation.HandedOver(HandOver(to.trim(), how, back)), done.at, then = after({ half() }, { work.drafts.drop(DRAFT) }) { host.instead(Place.Record) })
    }

    companion object {
        /** Where a hand-over that is half typed belongs. */
        const val DRAFT = "handed_over"
        private const val MISSING = "missing"
    }
}
