package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Hit
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.ResultRow
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 11: search on the device, as it is typed. Back goes to where one was, with everything as it was. */
class SearchPage(host: Page.Host) : Page(host) {
    private var typed = ""
    private var found: List<Hit>? = null

    override val title: CharSequence get() = say(R.string.find_title)

    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.find_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        into.addAcross(AnswerField(context, say(R.string.find_hint), typed, lines = 1, tag = "find") { now ->
            typed = now
            if (now.isBlank()) show(now, null) else work.search(now) { show(now, it) }
        }.padded(R.dimen.s4, R.dimen.s2))
        val hits = found ?: return
        if (hits.isEmpty()) into.addView(context.words(say(R.string.find_nothing)).padded(R.dimen.s4))
        for (hit in hits) {
            val document = hit.document
            val place = hit.section ?: hit.place ?: ""
            val source = if (document != null) say(R.string.source, document, place.trimEnd('.')) else say(R.string.safe_working)
            into.addAcross(ResultRow(context, hit.title, hit.text.takeIf { it.isNotBlank() && it != hit.title }, SourceLine(context, source)))
        }
    }

    // What was found for fewer letters comes too late for more.
    private fun show(words: String, hits: List<Hit>?) {
        if (words != typed) return
        found = hits
        host.redraw()
    }

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }
}
