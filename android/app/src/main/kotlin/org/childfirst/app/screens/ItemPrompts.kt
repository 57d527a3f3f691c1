package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.PromptKind
import org.childfirst.ScreenRow
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.PromptRow
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** Help with an item. Where a notice stands, only what is noticed and thought about, and open: it is not asked. */
class ItemPrompts(private val host: Page.Host, private val place: Place.Item) {
    private var help = false
    private val context get() = host.context
    private val now get() = requireNotNull(host.work.snapshot)

    /** Puts the prompts of a row, folded. */
    fun draw(into: LinearLayout, row: ScreenRow) {
        val all = now.prompts.entries.find { it.key.item == row.row.item }?.value?.filter { it.domain == null }.orEmpty()
        val quiet = now.notices.any { it.child == place.child || place.child == 0u }
        val shown = if (quiet) all.filter { it.kind == PromptKind.THINK || it.kind == PromptKind.NOTICE } else all
        if (shown.isEmpty()) return
        if (quiet) {
            into.addAcross(context.line {
                padded(R.dimen.s4, R.dimen.s2)
                addWide(context.words(context.getString(R.string.think_not_ask), R.style.Text_Head).heading())
                addView(context.words(context.getString(R.string.not_counted), R.style.Text_Small))
            })
        } else {
            into.addAcross(FoldRow(context, context.getString(R.string.help), context.getString(R.string.prompts_not_counted), help) {
                help = !help
                host.redraw()
            })
        }
        if (quiet || help) for (prompt in shown) {
            into.addView(context.hairline())
            into.addAcross(PromptRow(context, prompt.kind, prompt.text, prompt.value) { host.go(Place.Item(prompt.id, row.row.child)) })
        }
        into.addView(context.hairline())
    }
}
