package org.childfirst.app.screens

import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.text.style.StyleSpan
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.Record
import org.childfirst.RecordSection as Section
import org.childfirst.app.R
import org.childfirst.app.core.Session
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.HandlingLine
import org.childfirst.app.ui.components.OnlyHere
import org.childfirst.app.ui.components.RecordSection
import org.childfirst.app.ui.components.SeenMark
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.full
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 10: the record, as it reads everywhere. What is unsent, untold and open leads; nothing in it is shortened. */
class RecordPage(host: Page.Host) : ReadPage<Record>(host) {
    private var log = false

    override fun read(session: Session): Record = session.record()

    override fun draw(into: LinearLayout, seen: Record) {
        handling(seen).forEach { into.addAcross(HandlingLine(context, it)) }
        into.addView(context.column {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(seen.title, R.style.Text_Title).heading())
            addView(context.words(facts(seen), R.style.Text_Small).full())
        })
        now.status.pastEnd?.let { into.addAcross(SourceLine(context, it, R.drawable.ic_ended).padded(R.dimen.s4, R.dimen.s2)) }
        for (section in seen.sections) {
            when (section.section) {
                HANDLING -> Unit
                WHERE -> section.lines.forEach { into.addAcross(OnlyHere(context, it.text)) }
                // Every entry stands there, whole: folded, because it says everything a second time.
                LOG -> {
                    into.addAcross(FoldRow(context, section.title, say(R.string.record_log_under, section.lines.size), log) {
                        log = !log
                        host.redraw()
                    })
                    if (log) into.addAcross(drawn(section))
                }
                else -> into.addAcross(drawn(section))
            }
        }
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(R.string.record_next), say(R.string.record_next_short)) { host.go(Place.Keep) }

    private fun drawn(section: Section): RecordSection {
        val child = now.child(section.child)
        val seen = child?.let { SeenMark(context, it.seen, it.seenWords) }
        return RecordSection(context, section.title, OPEN[section.section], seen, section.lines) { host.go(Place.Entry(it.entry)) }
    }

    private fun facts(record: Record): CharSequence = SpannableStringBuilder().apply {
        for (fact in record.facts) {
            if (isNotEmpty()) append(". ")
            append(fact.label).append(": ")
            val from = length
            append(fact.value.trimEnd('.'))
            if (fact.value == MISSING) {
                setSpan(StyleSpan(android.graphics.Typeface.BOLD), from, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
                setSpan(ForegroundColorSpan(context.getColor(R.color.ink)), from, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
            }
        }
    }

    companion object {
        private const val HANDLING = "handling"
        private const val WHERE = "where"
        private const val LOG = "log"
        private const val MISSING = "missing"

        /** The parts that are not done with, and the sign of each. */
        val OPEN = mapOf(
            "unsent" to Mark.OPEN, "untold" to Mark.LATER, "not_reached" to Mark.NOT_REACHED, "open" to Mark.OPEN,
            "later" to Mark.LATER, "not_done" to Mark.NOT_DONE, "missing" to Mark.OPEN,
        )

        /** The handling lines of a record. */
        fun handling(record: Record): List<String> = record.sections.find { it.section == HANDLING }?.lines.orEmpty().map { it.text }
    }
}
