package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.LocalValue
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WordsToSay
import org.childfirst.app.ui.padded

/** 16: what to say to somebody who asks what is being written. Nothing of the record stands on it, in it or behind it. */
class ToSayPage(host: Page.Host) : Page(host) {
    private var said: Pair<List<org.childfirst.WordsToSay>, List<LocalValue>>? = null

    override val title: CharSequence get() = say(R.string.words_to_say)
    override val bare get() = true

    init {
        work.library.toSay {
            said = it
            host.redraw()
        }
    }

    override fun draw(into: LinearLayout) {
        val (words, locals) = said ?: return
        val own = words.map { line -> locals.find { it.key == line.value }?.text }
        into.addAcross(WordsToSay(context, words.mapIndexed { at, line -> WordsToSay.Line(line.asked, own[at] ?: line.text) }))
        val whose = when {
            own.all { it != null } -> say(R.string.force_words)
            own.any { it != null } -> say(R.string.force_words_some)
            else -> say(R.string.our_words)
        }
        if (words.isNotEmpty()) into.addAcross(SourceLine(context, whose, R.drawable.ic_info).padded(R.dimen.s4))
    }

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }
}
