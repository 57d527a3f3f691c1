package org.childfirst.app.screens

import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.InteractionOperation
import org.childfirst.SetHandling
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.padded

/** Who must not know: it stands above everything that is said on. Asked where something is shared, and saved by itself. */
class HandlingAsk(private val host: Page.Host) {
    private val context get() = host.context
    private val work get() = host.work
    private var words: String? = work.drafts.at(DRAFT)

    /** Puts the question, and the field once it is pressed. */
    fun draw(into: LinearLayout) {
        into.addAcross(FoldRow(context, context.getString(R.string.handling_ask), context.getString(R.string.handling_hint), words != null) {
            words = if (words == null) work.drafts.at(DRAFT).orEmpty() else null
            host.redraw()
        })
        val typed = words ?: return
        into.addAcross(context.column(R.dimen.s2) {
            setBackgroundColor(context.getColor(R.color.sunken))
            padded(R.dimen.s4, R.dimen.s3)
            addAcross(AnswerField(context, context.getString(R.string.handling_field), typed, lines = 0, tag = "handling") {
                words = it
                work.drafts.keep(DRAFT, null, it)
            })
            addView(Button(context, null, 0, R.style.Btn).apply {
                id = R.id.save_handling
                text = context.getString(R.string.handling_save)
                setOnClickListener { save() }
            })
        })
    }

    private fun save() {
        val sent = words?.takeIf(String::isNotBlank) ?: return
        work.perform(InteractionOperation.HandlingSet(SetHandling(sent.trim()))) {
            // What was typed since is another line.
            if (words == sent) {
                work.drafts.drop(DRAFT)
                words = null
            }
            host.redraw()
        }
    }

    companion object {
        /** Where a line that is half typed belongs. */
        const val DRAFT = "handling_set"
    }
}
