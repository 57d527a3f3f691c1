package org.childfirst.app.screens

import android.view.View
import android.widget.LinearLayout
import org.childfirst.Prompt
import org.childfirst.ScreenChild
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.ChildHeader
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.ObservationNote
import org.childfirst.app.ui.components.QuoteCard
import org.childfirst.app.ui.components.SeenMark
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** 05: what a child said and did. A list, and nothing else: no slot, no count, no button that asks for more. */
class VoicePage(host: Page.Host, place: Place.Voice) : Page(host) {
    private var child = place.child

    override fun draw(into: LinearLayout) {
        val children = now.screen.children
        if (children.size > 1) {
            val columns = if (context.largeText) 1 else if (children.size > 2) 3 else 2
            into.addAcross(
                CircumstanceGroup(context, null, columns, children.map { Choice(it.number, shortTitle(it, children)) }, true, setOf(child), "voice") {
                    child = it.first()
                    host.redraw()
                }.apply {
                    // Read as what it leads to: the name alone stands in the header too.
                    children.forEach { findViewWithTag<View>("voice:${it.number}")?.contentDescription = say(R.string.voice_of, it.title.replaceFirstChar(Char::lowercase)) }
                }.padded(R.dimen.s4, R.dimen.s3),
            )
        }
        val about = now.child(child)
        if (about != null) {
            into.addAcross(ChildHeader(context, about.title, SeenMark(context, about.seen, about.seenWords)))
        } else {
            into.addView(context.words(say(R.string.no_child_named), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s2))
        }
        val voice = now.voices.find { it.child == child } ?: return
        into.addAcross(context.column {
            setPaddingRelative(0, context.px(R.dimen.s1), 0, context.px(R.dimen.s1))
            voice.said.forEach { line -> addAcross(QuoteCard(context, line.words, line.lead, line.how, line.exact) { host.go(Place.Entry(line.entry)) }) }
        })
        if (voice.seen.isNotEmpty()) {
            into.addView(context.words(say(R.string.seen_and_not_said), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s1))
            voice.seen.forEach { line -> into.addAcross(ObservationNote(context, line.words, line.how, line.hearsay) { host.go(Place.Entry(line.entry)) }) }
        }
        if (voice.think.isNotEmpty()) {
            into.addAcross(SourceLine(context, voice.think.joinToString(" ") { say(R.string.bear_in_mind, it.text.trimEnd('.'), promptSource(it.id)) }).padded(R.dimen.s4, R.dimen.s3))
        }
    }

    private fun promptSource(id: String): String {
        val source = prompt(now, id)?.source
        return SourceLine.says(context, source, now.pack.pack.documents.find { it.id == source?.document }?.short, null)
    }

    override fun primary() = Dock.Primary(say(R.string.done_listening)) { host.go(Place.Worklist) }
}

/** A child where there is little room: its title where that is short, else its label alone, as long as no other has the same. */
fun shortTitle(child: ScreenChild, all: List<ScreenChild>): String =
    if (child.title.length <= 9 || all.count { it.label == child.label } > 1) child.title else child.label

/** A prompt as the pack has it. */
fun prompt(now: Snapshot, id: String): Prompt? {
    val pack = now.pack.pack
    return pack.lists.firstNotNullOfOrNull { list -> list.items.firstNotNullOfOrNull { item -> item.prompts.find { it.id == id } } }
        ?: pack.domains.firstNotNullOfOrNull { domain -> domain.prompts.find { it.id == id } }
}
