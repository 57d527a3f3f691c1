package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Hit
import org.childfirst.HitKind
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.DefinitionPanel
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.ResultRow
import org.childfirst.app.ui.components.SearchField
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 11: search on the device, as it is typed. Back goes to where one was, with everything as it was. */
class SearchPage(host: Page.Host) : Page(host) {
    private var typed = ""
    private var found: List<Hit>? = null

    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.find_title)

    override fun draw(into: LinearLayout) {
        val hits = found
        into.addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            addAcross(SearchField(context, say(R.string.find_hint), typed, "find") { now ->
                typed = now
                if (now.isBlank()) show(now, null) else work.library.search(now) { show(now, it) }
            })
            val said = when {
                hits == null -> null
                hits.isEmpty() -> say(R.string.find_nothing)
                else -> context.resources.getQuantityString(R.plurals.results, hits.size, hits.size)
            }
            if (said != null) addView(context.words(said, R.style.Text_Small).apply { accessibilityLiveRegion = android.view.View.ACCESSIBILITY_LIVE_REGION_POLITE })
        })
        if (hits == null) return
        // A word that is asked for is answered first, whole.
        val meant = hits.find { it.kind == HitKind.DEFINITION }
        meant?.let { into.addAcross(DefinitionPanel(context, it.title, it.text, emptyList(), SourceLine(context, source(it)))) }
        for (hit in hits.filter { it !== meant }) {
            val text = hit.text.takeIf { it.isNotBlank() && it != hit.title }
            into.addAcross(ResultRow(context, over(hit), hit.title, text, placeOf(hit)?.let { place -> { host.go(place) } }))
        }
        if (hits.isNotEmpty()) into.addView(context.hairline())
    }

    private fun source(hit: Hit): String {
        val place = (hit.section ?: hit.place).orEmpty().trimEnd('.')
        return hit.document?.let { say(R.string.source, it, place) } ?: say(R.string.safe_working)
    }

    private fun over(hit: Hit): String {
        val what = say(kind(hit.kind))
        val place = hit.place?.trimEnd('.')?.takeIf { it.isNotBlank() && hit.section != null && it != hit.section?.trimEnd('.') }
        if (place == null) return say(R.string.over_kind, what, source(hit))
        // A question ends with its own mark.
        return say(R.string.over_in, what, if (place.endsWith('?')) place else "$place.", source(hit))
    }

    /** Where what was found can be read or answered; null where it is read here. */
    private fun placeOf(hit: Hit): Place? = when (hit.kind) {
        HitKind.TABLE_ROW -> hit.row?.let { Place.Line(hit.pack, hit.id, it.toInt()) }
        HitKind.REFERENCE, HitKind.DEFINITION -> Place.Passage(hit.pack, hit.id)
        HitKind.ITEM -> work.snapshot?.let { now ->
            val row = now.screen.lists.flatMap { it.rows }.find { now.item(it).id == hit.id }
            row?.let { placeOf(now, it) }
        }
        HitKind.PROMPT -> work.snapshot?.prompts?.entries?.find { (_, some) -> some.any { it.id == hit.id } }?.let { Place.Item(hit.id, it.key.child) }
        else -> null
    }

    // What was found for fewer letters comes too late for more.
    private fun show(words: String, hits: List<Hit>?) {
        if (words != typed) return
        found = hits
        host.redraw()
    }

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }
}
