package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.PrincipleView
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** One of the six principles: what it says, then the items and prompts that serve it. The same ones as in the phases. */
class PrinciplePage(host: Page.Host, private val id: String) : Page(host) {
    private val rows = ListRows(host)
    private var of: Snapshot? = null
    private var view: PrincipleView? = null

    override fun draw(into: LinearLayout) {
        val now = now
        if (of !== now) {
            of = now
            work.read({ it.principles() }) { all ->
                view = all.find { now.pack.pack.principles.getOrNull(it.principle.toInt())?.id == id }
                host.redraw()
            }
        }
        val principle = now.pack.pack.principles.find { it.id == id } ?: return
        val document = now.pack.pack.documents.find { it.id == principle.source.document }?.short
        into.addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(principle.title, R.style.Text_Title).heading())
            addView(context.words(principle.text))
            addAcross(SourceLine(context, SourceLine.says(context, principle.source, document, null)))
            view?.let { addView(context.words(it.words, R.style.Text_Soft)) }
        })
        val view = view ?: return
        rows.some(into, view.rows.mapNotNull { now.screen.lists.getOrNull(it.list.toInt())?.rows?.getOrNull(it.row.toInt()) }, view.prompts.toSet())
        into.addView(context.hairline())
    }

    override fun primary(): Dock.Primary = next(host)
}
