package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AnsweredBy
import org.childfirst.Mark
import org.childfirst.ScreenList
import org.childfirst.ScreenPrompt
import org.childfirst.ScreenRow
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.ChildHeader
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.PromptRow
import org.childfirst.app.ui.components.SeenMark
import org.childfirst.app.ui.components.WorkItemRow
import org.childfirst.app.ui.column
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.strongThen

/** The rows of a list: of the scene, then of each child, what may apply folded into one line. Order is free, nothing is ticked. */
class ListRows(private val host: Page.Host) {
    private val open = HashSet<String>()
    private val context get() = host.context

    /** For the worklist: the scene first, then a header for each child. */
    fun byChild(into: LinearLayout, list: ScreenList) {
        val now = snapshot()
        val shown = list.rows.filter { !it.row.folded }
        shown.filter { it.row.child == 0u }.forEach { row(into, now, it, false) }
        for (child in now.screen.children) {
            val own = shown.filter { it.row.child == child.number }
            if (own.isEmpty()) continue
            into.addAcross(ChildHeader(context, child.title, SeenMark(context, child.seen, child.seenWords), voiceOf(host, child.number)))
            own.forEach { row(into, now, it, false) }
        }
        folded(into, now, list)
    }

    /** For one list: as the pack has them, the child named in the row. Help stands under the last row that it is for. */
    fun inOrder(into: LinearLayout, list: ScreenList) {
        val now = snapshot()
        val shown = list.rows.filter { !it.row.folded }
        shown.forEachIndexed { at, said ->
            row(into, now, said, true)
            if (shown.getOrNull(at + 1)?.row?.item != said.row.item) prompts(into, said)
        }
        folded(into, now, list)
    }

    /** Some of a list's rows, by where they stand in it, the child named. */
    fun these(into: LinearLayout, list: ScreenList, which: List<UInt>) = which.forEach { row(into, snapshot(), list.rows[it.toInt()], true) }

    /** Some rows of any list, then the prompts of these ids: their own first, those of a domain folded under its name. */
    fun some(into: LinearLayout, rows: List<ScreenRow>, prompts: Set<String>) {
        val now = snapshot()
        rows.filter { !it.row.folded }.forEach { row(into, now, it, true) }
        val found = now.prompts.flatMap { (row, all) -> all.filter { it.id in prompts }.map { it to row.child } }.distinctBy { it.first.id }
        for ((domain, some) in found.groupBy { it.first.domain }) {
            val key = "domain $domain"
            if (domain != null) into.addAcross(FoldRow(context, domain, context.getString(R.string.prompts_not_counted), key in open) { turn(key) })
            if (domain != null && key !in open) continue
            for ((prompt, child) in some) {
                into.addView(context.hairline())
                into.addAcross(PromptRow(context, prompt.kind, prompt.text, prompt.value) { host.go(Place.Item(prompt.id, child)) })
            }
        }
    }

    private fun row(into: LinearLayout, now: Snapshot, said: ScreenRow, named: Boolean) {
        val item = now.item(said)
        val child = now.child(said.row.child)
        val next = now.next?.row == said.row
        val text = if (named && child != null) "${item.text.trimEnd('.')}: ${child.title.replaceFirstChar(Char::lowercase)}" else item.text
        val notes = listOfNotNull(
            context.getString(R.string.row_next).takeIf { next },
            context.getString(R.string.corrected_short).takeIf { now.corrected(item.id) },
            context.getString(R.string.earlier_wording).takeIf { said.row.earlierWording },
        )
        val value = said.value ?: elsewhere(now, said)
        val seen = child?.takeIf { named }?.let { { SeenMark(context, it.seen, it.seenWords) } }
        into.addAcross(
            WorkItemRow(context, item.id, WorkItemRow.Row(said.row.mark, said.row.hearsay, text, value, said.how, notes, next, seen)) {
                host.go(placeOf(now, said))
            },
        )
    }

    /** The value of what is answered on a screen of its own. */
    private fun elsewhere(now: Snapshot, said: ScreenRow): String? = when {
        said.row.mark == Mark.NOT_REACHED -> context.getString(R.string.mark_not_reached)
        said.row.mark != Mark.DONE -> null
        now.item(said).answeredBy == AnsweredBy.SEEN -> now.child(said.row.child)?.seenWords
        now.item(said).answeredBy == AnsweredBy.CHILDREN -> now.screen.children.joinToString("; ") { it.title }
        else -> null
    }

    private fun folded(into: LinearLayout, now: Snapshot, list: ScreenList) {
        val says = list.fold ?: return
        val key = "fold ${list.list}"
        into.addAcross(FoldRow(context, says, null, key in open) { turn(key) })
        if (key in open) list.rows.filter { it.row.folded }.forEach { row(into, now, it, true) }
    }

    /** The prompts under a row, a fold for each domain, read when it is opened. */
    private fun prompts(into: LinearLayout, said: ScreenRow) {
        val all = snapshot().prompts[said.row] ?: return
        for ((domain, some) in all.groupBy { it.domain }) {
            val item = snapshot().item(said)
            val key = "prompts ${item.id} $domain"
            val title = if (domain == null) context.getString(R.string.help) else context.strongThen(domain, context.getString(R.string.help_for))
            into.addAcross(
                context.column {
                    setBackgroundColor(context.getColor(R.color.sunken))
                    addAcross(FoldRow(context, title, context.getString(R.string.prompts_not_counted), key in open) { turn(key) })
                    if (key in open) some.forEach { addAcross(prompt(said, it)) }
                },
            )
        }
    }

    private fun prompt(said: ScreenRow, prompt: ScreenPrompt) =
        PromptRow(context, prompt.kind, prompt.text, prompt.value) { host.go(Place.Item(prompt.id, said.row.child)) }

    private fun turn(key: String) {
        if (!open.add(key)) open.remove(key)
        host.redraw()
    }

    private fun snapshot(): Snapshot = requireNotNull(host.work.snapshot)
}
