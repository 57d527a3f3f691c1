package org.childfirst.app.screens

import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.Corrected
import org.childfirst.Correction
import org.childfirst.EntryLine
import org.childfirst.InteractionOperation
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.words

/**
 * One entry, to be corrected: pressed by mistake in one press, other words, or another child. What was first written
 * stands above all of it, and stays in the record.
 */
class EntryPage(host: Page.Host, private val seq: ULong) : Page(host) {
    private var line: EntryLine? = null
    private var words: String? = work.drafts.at("$DRAFT$seq")?.let { HalfTyped.of(it).words }
    private var child: UInt? = work.drafts.half("$DRAFT$seq").chosen["child"]?.toUIntOrNull()

    // Of which snapshot it was read: what is erased meanwhile is read again.
    private var of: Snapshot? = null

    private fun read() {
        of = now
        work.read({ it.entryLine(seq) }) {
            line = it
            host.redraw()
        }
    }

    override fun draw(into: LinearLayout) {
        if (of !== now) read()
        into.padded(R.dimen.s4, R.dimen.s3)
        into.addView(context.words(say(R.string.entry_title, seq.toLong()), R.style.Text_Title).heading())
        val line = line ?: return
        into.addView(context.words(say(R.string.first_written), R.style.Text_Small))
        into.addView(context.words(line.words))
        line.corrections.forEach { into.addAcross(SourceLine(context, it, R.drawable.ic_edit)) }
        if (line.struck) {
            into.addView(context.words(say(R.string.both_stand), R.style.Text_Strong))
            into.spaced(context.px(R.dimen.s3))
            return
        }
        into.addAcross(Button(context, null, 0, R.style.Btn).apply {
            id = R.id.mistake
            text = say(R.string.by_mistake)
            setOnClickListener { correct(listOf(Correction.PressedByMistake)) }
        })
        line.typed?.let { typed ->
            into.addView(context.words(say(R.string.should_read), R.style.Text_Head).heading())
            into.addAcross(AnswerField(context, say(R.string.should_read), words ?: typed, lines = 2, tag = "correct", exact = line.exact, big = line.exact) { now ->
                val before = changed()
                words = now
                keep()
                if (before != changed()) host.redraw()
            })
        }
        val children = now.screen.children
        if (line.child != null && children.size > 1) {
            into.addAcross(
                CircumstanceGroup(context, say(R.string.about_whom), if (context.largeText) 1 else 2, children.map { Choice(it.number, it.title) }, true, setOfNotNull(child ?: line.child), "moved") {
                    child = it.first()
                    keep()
                    host.redraw()
                },
            )
        }
        into.addAcross(SourceLine(context, say(R.string.correction_stands), R.drawable.ic_info))
        into.spaced(context.px(R.dimen.s3))
    }

    private fun keep() {
        val words = words?.takeIf { it != line?.typed }.orEmpty()
        work.drafts.keep("$DRAFT$seq", null, HalfTyped(words, chosen = child?.let { mapOf("child" to it.toString()) }.orEmpty()))
    }

    private fun changed() = reworded() != null || moved() != null

    private fun reworded(): String? = words?.trim()?.takeIf { it.isNotEmpty() && it != line?.typed }

    private fun moved(): UInt? = child?.takeIf { it != line?.child }

    override fun primary(): Dock.Primary {
        if (!changed()) return Dock.Primary(say(R.string.go_back)) { host.back() }
        return Dock.Primary(say(R.string.save_correction), say(R.string.save)) {
            correct(listOfNotNull(reworded()?.let { Correction.Reworded(it) }, moved()?.let { Correction.MovedToChild(it) }))
        }
    }

    private fun correct(how: List<Correction>) {
        val saved = {
            work.drafts.drop("$DRAFT$seq")
            words = null
            child = null
        }
        work.perform(how.map { InteractionOperation.Corrected(Corrected(seq, it)) }, then = after({ words to child }, saved) { host.redraw() })
    }

    companion object {
        /** Where words that are half corrected belong, before the number of their entry. */
        const val DRAFT = "corrected "
    }
}
