package org.childfirst.app.ui.components

import android.content.Context
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.AbsoluteSizeSpan
import android.text.style.ForegroundColorSpan
import android.view.Gravity
import android.widget.LinearLayout
import android.widget.TextView
import org.childfirst.LineMark
import org.childfirst.Mark
import org.childfirst.RecordLine
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** Lines as long as there is room: what is long is read, and not looked at. */
internal fun TextView.full(): TextView = apply { breakStrategy = android.text.Layout.BREAK_STRATEGY_SIMPLE }

/** Nothing of this is known to stand anywhere else. */
class OnlyHere(context: Context, says: CharSequence) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addView(context.hairline())
        addAcross(
            LinearLayout(context).apply {
                gravity = Gravity.CENTER_VERTICAL
                padded(R.dimen.s4, R.dimen.s2)
                addView(context.icon(R.drawable.ic_device))
                addWide(context.words(says, R.style.Text_Strong).apply { setPaddingRelative(context.px(R.dimen.s2), 0, 0, 0) })
            },
        )
    }
}

/**
 * One part of the record: its heading, and every line of it whole, with its entry.
 *
 * [mark]: of what is not done with; it stands out. [seen]: of a child's own part.
 */
class RecordSection(context: Context, title: CharSequence, mark: Mark?, seen: SeenMark?, lines: List<RecordLine>, press: (RecordLine) -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        if (mark != null) setBackgroundColor(context.getColor(R.color.sunken))
        addView(context.hairline())
        val inside = context.column {
            setPaddingRelative(0, context.px(R.dimen.s2), 0, context.px(R.dimen.s2) + 1)
            addAcross(head(title, mark, seen))
            lines.forEach { addAcross(line(it, press)) }
        }
        addAcross(inside)
    }

    private fun head(title: CharSequence, mark: Mark?, seen: SeenMark?) = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        setPaddingRelative(context.px(R.dimen.s4), 0, context.px(R.dimen.s4), 0)
        if (context.largeText && seen != null) {
            orientation = VERTICAL
            gravity = Gravity.START
        }
        if (mark != null) addView(StateMark(context, mark, small = true))
        val words = context.words(title, R.style.Text_Head).heading()
        if (orientation == VERTICAL) addView(words) else addWide(words)
        if (mark != null) (words.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s2)
        if (seen != null) addView(seen)
    }

    private fun line(line: RecordLine, press: (RecordLine) -> Unit) = context.column {
        if (line.mark == LineMark.QUOTE || line.mark == LineMark.GIST) {
            // How close it is leads; the marks round the words are core's.
            val from = listOfNotNull(line.lead.ifEmpty { null }, from(line)).joinToString(". ").split(". ", limit = 2)
            addAcross(QuoteCard(context, line.words, from[0], from.getOrElse(1) { "" }, line.mark == LineMark.QUOTE) { press(line) })
            if (line.notes.isNotEmpty()) addAcross(context.column { under(line.notes) })
        } else {
            addAcross(
                context.column {
                    addView(context.words(words(line)).full())
                    under(line.notes)
                },
            )
        }
    }

    /** The line in one piece: what leads is strong, and how it is known, from whom, when and in which entry is quiet. */
    private fun words(line: RecordLine): CharSequence {
        val words = when {
            line.part == LOG -> context.strongThen("${line.entry}  ${line.lead}", "  ${line.words}")
            line.lead.isEmpty() || line.words.isEmpty() -> "${line.lead}${line.words}"
            else -> context.strongThen(line.lead, " ${line.words}")
        }
        val from = from(line) ?: return words
        return SpannableStringBuilder(words).apply {
            if (isNotEmpty()) append(if (last() in ENDS) " " else ". ")
            val at = length
            append(from)
            setSpan(AbsoluteSizeSpan(context.px(R.dimen.t_small)), at, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
            setSpan(ForegroundColorSpan(context.getColor(R.color.ink_2)), at, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        }
    }

    private fun LinearLayout.under(notes: List<CharSequence>) {
        setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s1) / 2, context.px(R.dimen.s4), context.px(R.dimen.s1))
        notes.forEach { addView(context.words(it, R.style.Text_Small).full()) }
    }

    /** How it is known, from whom, when, and which entry it rests on. */
    private fun from(line: RecordLine): CharSequence? {
        val entry = line.entry.takeIf { it != 0uL && line.part != LOG }?.let { context.getString(R.string.record_entry, it.toLong()) }
        val hearsay = context.getString(R.string.hearsay).takeIf { line.mark == LineMark.HEARSAY }
        return listOfNotNull(line.how.ifEmpty { null }?.trimEnd('.'), hearsay, entry).joinToString(". ").ifEmpty { null }
    }

    private companion object {
        const val LOG = "log"
        const val ENDS = ".?!”"
    }
}

/** The end of a list: what is open and untold leads, then what is known only from others. */
class ListComplete(context: Context, title: CharSequence, rest: CharSequence?, complete: Boolean) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.edge_complete)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s4), context.px(R.dimen.s4), context.px(R.dimen.s4))
        addView(StateMark(context, if (complete) Mark.DONE else Mark.LATER))
        val says = context.column {
            accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
            addView(context.words(title, R.style.Text_Title).heading())
            if (!rest.isNullOrEmpty()) addView(context.words(rest).apply { setPaddingRelative(0, context.px(R.dimen.s1) + 2, 0, 0) })
        }
        addWide(says)
        (says.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
    }
}

/** Something that waits: what, how it stands, whose it is, and whether they were told. [tell]: how it can be said that they were. */
class WaitingRow(context: Context, row: Row, press: (() -> Unit)?) : ListRow(context, press) {
    /** What a row shows. [quiet]: the question leads until there is an answer. */
    class Row(val mark: Mark, val hearsay: Boolean, val about: CharSequence, val stands: CharSequence, val under: CharSequence?, val strongUnder: Boolean = false, val next: Boolean = false, val quiet: Boolean = false, val tag: CharSequence? = null)

    init {
        val sign = if (row.hearsay) HearsayMark(context) else StateMark(context, row.mark)
        inside.gravity = Gravity.TOP
        inside.addView(sign)
        if (row.next) inside.setBackgroundResource(R.drawable.row_next)
        textAfter(
            context.column {
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                if (row.about.isNotEmpty()) addView(context.words(row.about, if (row.quiet) R.style.Text_Strong else R.style.Text_Small))
                val short = row.tag != null && row.tag.length <= HowTag.MOST
                val stands = if (short) HowTag.after(context, row.stands, requireNotNull(row.tag)) else row.stands
                addView(context.words(stands, if (row.quiet) R.style.Text_Small else R.style.Text_Strong))
                if (row.tag != null && !short) addView(context.words(row.tag, R.style.Text_Small))
                if (row.under != null) addView(context.words(row.under, if (row.strongUnder) R.style.Text_Strong else R.style.Text_Small).apply { if (row.strongUnder) setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.t_small)) })
            },
        )
        inside.contentDescription = listOfNotNull(
            StateMark.says(context, row.mark).takeIf { row.mark != Mark.OPEN && !row.hearsay }, row.about.ifEmpty { null }, row.stands, row.tag, row.under,
            context.getString(R.string.hearsay).takeIf { row.hearsay },
        ).joinToString(". ")
    }
}

/** A row's own buttons, under its words; below one another where words are large. */
class TellRow(context: Context, title: CharSequence, choices: List<Pair<String, CharSequence>>, next: Boolean, press: (String) -> Unit) : LinearLayout(context) {
    init {
        if (context.largeText) orientation = VERTICAL
        if (next) setBackgroundResource(R.drawable.row_next)
        gravity = Gravity.CENTER_VERTICAL
        val start = context.px(R.dimen.s4) + context.px(R.dimen.mark) + context.px(R.dimen.s3)
        setPaddingRelative(if (context.largeText) context.px(R.dimen.s4) else start, 0, context.px(R.dimen.s4), context.px(R.dimen.s3))
        addView(context.words(title, R.style.Text_Small))
        for ((tag, says) in choices) {
            addView(
                android.widget.Button(context, null, 0, R.style.Btn).apply {
                    this.tag = tag
                    text = says
                    isAllCaps = false
                    contentDescription = context.getString(R.string.of_which, title.trimEnd(':'), says)
                    setPaddingRelative(context.px(R.dimen.s2) + 2, 0, context.px(R.dimen.s2) + 2, 0)
                    setOnClickListener { press(tag) }
                },
                LayoutParams(if (context.largeText) LayoutParams.MATCH_PARENT else LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply {
                    if (context.largeText) topMargin = context.px(R.dimen.s2) else marginStart = context.px(R.dimen.s2)
                },
            )
        }
    }
}
