package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Citation
import org.childfirst.PackContents
import org.childfirst.PackFile
import org.childfirst.PackInfo
import org.childfirst.GuidanceTable
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.DefinitionPanel
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.ReferenceTable
import org.childfirst.app.ui.components.SearchField
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

// 23 on a phone: what is only read. A list, and a line; the source under each.

/** A page that reads of one pack. Drawn when it was read. */
abstract class ReadingPage(host: Page.Host, protected val pack: String?) : Page(host) {
    protected var read: PackContents? = work.snapshot?.pack?.takeIf { pack == null || it.pack.id == pack }
        private set

    /** Everything that is here, with whether its time is past. */
    protected var infos: List<PackInfo> = emptyList()
        private set

    init {
        work.library.all {
            infos = it
            host.redraw()
        }
        val of = pack ?: work.home?.pack
        if (read == null && of != null) {
            work.library.pack(of) {
                read = it
                host.redraw()
            }
        }
    }

    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.app_name)

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }

    final override fun draw(into: LinearLayout) {
        read?.let { draw(into, it.pack) }
    }

    protected abstract fun draw(into: LinearLayout, pack: PackFile)

    protected fun head(into: LinearLayout, title: CharSequence, under: CharSequence? = null) = into.addAcross(context.column {
        padded(R.dimen.s4, R.dimen.s3)
        addView(context.words(title, R.style.Text_Title).heading())
        if (under != null) addView(context.words(under, R.style.Text_Soft))
    })

    protected fun section(into: LinearLayout, title: Int) = into.addView(context.words(say(title), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s3))

    protected fun source(pack: PackFile, source: Citation): SourceLine =
        SourceLine(context, SourceLine.says(context, source, pack.documents.find { it.id == source.document }?.short, null))

    /** Whose it is, and whether its time is past: it may be another pack than the bar names. */
    protected fun whose(pack: PackFile): String =
        listOfNotNull(pack.title, say(R.string.past_end).takeIf { infos.any { it.id == pack.id && it.pastEnd } }).joinToString(". ")

    protected fun lines(count: Int): String = context.resources.getQuantityString(R.plurals.lines, count, count)
}

/** What a pack has to read: its tables, its document, its definitions; and the other packs that are here. */
class ReferencePage(host: Page.Host, pack: String?) : ReadingPage(host, pack) {
    override fun draw(into: LinearLayout, pack: PackFile) {
        val past = say(R.string.past_end).takeIf { infos.any { it.id == pack.id && it.pastEnd } }
        head(into, pack.title, past)
        if (pack.tables.isNotEmpty()) {
            section(into, R.string.reference_tables)
            pack.tables.forEach { table -> into.addAcross(LinkRow(context, null, null, table.title, listOf(lines(table.rows.size))) { host.go(Place.Table(pack.id, table.id)) }) }
        }
        if (pack.reference.isNotEmpty()) {
            section(into, R.string.reference_passages)
            pack.reference.forEach { one -> into.addAcross(LinkRow(context, null, one.place.takeIf { it != one.title }, one.title, emptyList()) { host.go(Place.Passage(pack.id, one.id)) }) }
        }
        if (pack.definitions.isNotEmpty()) {
            section(into, R.string.reference_definitions)
            pack.definitions.forEach { one -> into.addAcross(LinkRow(context, null, null, one.term, emptyList()) { host.go(Place.Passage(pack.id, one.id)) }) }
        }
        if (pack.tables.isEmpty() && pack.reference.isEmpty() && pack.definitions.isEmpty()) into.addView(context.words(say(R.string.nothing_to_read)).padded(R.dimen.s4))
        val rest = infos.filter { it.id != pack.id }
        if (rest.isNotEmpty()) {
            section(into, R.string.reference_others)
            rest.forEach { info -> into.addAcross(LinkRow(context, null, null, info.title, listOfNotNull(say(R.string.past_end).takeIf { info.pastEnd })) { host.go(Place.Reference(info.id)) }) }
        }
        into.addView(context.hairline())
    }
}

/** A table, a line each. Words that are looked for are looked for in every column. */
class TablePage(host: Page.Host, private val place: Place.Table) : ReadingPage(host, place.pack) {
    private var typed = ""

    override fun draw(into: LinearLayout, pack: PackFile) {
        val table = pack.tables.find { it.id == place.table } ?: return
        head(into, table.title, whose(pack))
        into.addAcross(context.column(R.dimen.s2) {
            val side = context.px(R.dimen.s4)
            setPaddingRelative(side, 0, side, side / 2)
            addAcross(SearchField(context, say(R.string.find_in_table), typed, "find_line") {
                typed = it
                host.redraw()
            })
            val count = if (typed.isBlank()) lines(table.rows.size) else say(R.string.lines_found, shown(table).size, table.rows.size)
            addView(context.words(count, R.style.Text_Small))
        })
        val lead = lead(table)
        into.addAcross(
            ReferenceTable(context, shown(table).map { (at, cells) ->
                val over = cells.take(lead).filter(String::isNotBlank).joinToString(". ").ifEmpty { null }
                ReferenceTable.Line(at, over, cells.getOrNull(lead).orEmpty().ifBlank { cells.first() }, cells.getOrNull(lead + 1)?.ifBlank { null })
            }) { host.go(Place.Line(place.pack, place.table, it)) },
        )
        table.notes.forEach { into.addView(context.words(it, R.style.Text_Small).padded(R.dimen.s4, R.dimen.s2)) }
        into.addAcross(source(pack, table.source).padded(R.dimen.s4, R.dimen.s3))
    }

    private fun shown(table: GuidanceTable): List<Pair<Int, List<String>>> =
        table.rows.mapIndexed { at, cells -> at to cells }.filter { (_, cells) -> typed.isBlank() || cells.any { typed.trim() in it.lowercase() || it.contains(typed.trim(), ignoreCase = true) } }

    companion object {
        /** The column that a line is known by: the first that is more than a number or a sign. */
        fun lead(table: GuidanceTable): Int = table.columns.indices.firstOrNull { column -> table.rows.any { (it.getOrNull(column)?.length ?: 0) > SIGN } } ?: 0

        private const val SIGN = 8
    }
}

/** One line of a table, each column with its name. */
class LinePage(host: Page.Host, private val place: Place.Line) : ReadingPage(host, place.pack) {
    override fun draw(into: LinearLayout, pack: PackFile) {
        val table = table(pack) ?: return
        val cells = table.rows.getOrNull(place.row) ?: return
        head(into, table.title, "${whose(pack)}. ${say(R.string.line_of, place.row + 1, table.rows.size)}")
        val lead = TablePage.lead(table)
        cells.forEachIndexed { at, words ->
            if (words.isBlank()) return@forEachIndexed
            into.addAcross(context.column {
                addView(context.hairline())
                addAcross(context.column {
                    padded(R.dimen.s4, R.dimen.s2)
                    table.columns.getOrNull(at)?.takeIf(String::isNotBlank)?.let { addView(context.words(it, R.style.Text_Small)) }
                    addView(context.words(words, if (at == lead) R.style.Text_Strong else R.style.Text))
                })
            })
        }
        into.addView(context.hairline())
        into.addAcross(source(pack, table.source).padded(R.dimen.s4, R.dimen.s3))
    }

    override fun primary(): Dock.Primary {
        val last = read?.pack?.let(::table)?.rows?.lastIndex ?: 0
        if (place.row >= last) return super.primary()
        return Dock.Primary(say(R.string.next_line)) { host.instead(Place.Line(place.pack, place.table, place.row + 1)) }
    }

    private fun table(pack: PackFile): GuidanceTable? = pack.tables.find { it.id == place.table }
}

/** A passage of the document in our words, or a definition. */
class PassagePage(host: Page.Host, private val place: Place.Passage) : ReadingPage(host, place.pack) {
    override fun draw(into: LinearLayout, pack: PackFile) {
        pack.definitions.find { it.id == place.id }?.let { one ->
            into.addAcross(DefinitionPanel(context, one.term, one.text, one.points, source(pack, one.source)))
        }
        pack.reference.find { it.id == place.id }?.let { one ->
            head(into, one.title, whose(pack))
            into.addAcross(context.column(R.dimen.s3) {
                val side = context.px(R.dimen.s4)
                setPaddingRelative(side, 0, side, side)
                one.text.split("\n").filter(String::isNotBlank).forEach { addView(context.words(it)) }
                one.note?.let { addView(context.words(it, R.style.Text_Small)) }
                addView(source(pack, one.source))
            })
        }
    }
}
