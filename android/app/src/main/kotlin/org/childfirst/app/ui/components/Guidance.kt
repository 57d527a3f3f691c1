package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
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
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.words

/** Which guidance it is, whom it is fixed to, and whether its time is past: the full end date is never hidden. */
class PackStatus(context: Context, pin: CharSequence, fixed: CharSequence, pastEnd: CharSequence?) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(pin, R.style.Text_Title).heading())
            addView(context.words(fixed, R.style.Text_Soft))
        })
        if (pastEnd != null) addAcross(Flag(context, R.drawable.ic_ended, context.getString(R.string.past_end), listOf(pastEnd), sunken = true))
    }
}

/** Something to know of the guidance: a sign, a title, words, and what can be pressed. No colour of its own. */
class Flag(context: Context, icon: Int, title: CharSequence, words: List<CharSequence>, sunken: Boolean = false, actions: List<View> = emptyList()) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        if (sunken) setBackgroundColor(context.getColor(R.color.sunken))
        val inside = LinearLayout(context).apply {
            gravity = Gravity.TOP
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.icon(icon))
            val text = context.column(R.dimen.s1) {
                addView(context.words(title, R.style.Text_Strong).heading())
                words.forEach { addView(context.words(it)) }
                if (actions.isNotEmpty()) {
                    val row = if (context.largeText || actions.size == 1) context.column() else LinearLayout(context)
                    actions.forEach { row.addView(it, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT)) }
                    row.spaced(context.px(R.dimen.s2))
                    row.setPaddingRelative(0, context.px(R.dimen.s1), 0, 0)
                    addAcross(row)
                }
            }
            addWide(text)
            (text.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
        }
        addAcross(inside)
        addView(context.hairline())
    }
}

/** A version that is offered, or is here for new records: what it is, and what can be done. Never taken by itself. */
class UpdateOffer(context: Context, title: CharSequence, words: List<CharSequence>, vararg actions: Action) : LinearLayout(context) {
    /** What can be pressed. [quiet]: what changes nothing. */
    class Action(val says: CharSequence, val tag: String, val quiet: Boolean = false, val press: () -> Unit)

    init {
        orientation = VERTICAL
        val buttons = actions.map { action ->
            Button(context, null, 0, if (action.quiet) R.style.Btn_Quiet else R.style.Btn).apply {
                text = action.says
                tag = action.tag
                setOnClickListener { action.press() }
            }
        }
        addAcross(Flag(context, R.drawable.ic_take_in, title, words, actions = buttons))
    }
}

/** A fact of the guidance: what it is, and what is so. */
class GuidanceFact(context: Context, label: CharSequence, value: CharSequence) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        val inside = LinearLayout(context).apply {
            orientation = if (context.largeText) VERTICAL else HORIZONTAL
            isBaselineAligned = true
            padded(R.dimen.s4, R.dimen.s2)
            val name = context.words(label, R.style.Text_Small)
            if (context.largeText) addView(name) else addView(name, LayoutParams((104 * resources.displayMetrics.density).toInt(), LayoutParams.WRAP_CONTENT))
            if (context.largeText) addAcross(context.words(value)) else addWide(context.words(value))
        }
        addAcross(inside)
        addView(context.hairline())
    }
}

/** What came of an update, or where it is: in words, said once, where it can be heard. */
class UpdateSaid(context: Context, says: List<CharSequence>, vararg actions: UpdateOffer.Action) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundResource(R.drawable.edge_ink)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s3), context.px(R.dimen.s4), context.px(R.dimen.s3))
        says.forEach {
            addView(context.words(it, R.style.Text_Strong).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE })
        }
        actions.forEach { action ->
            addView(
                Button(context, null, 0, R.style.Btn).apply {
                    text = action.says
                    tag = action.tag
                    setOnClickListener { action.press() }
                },
                LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT),
            )
        }
        spaced(context.px(R.dimen.s1))
    }
}

/** A word of the guidance, and what it means there. */
class DefinitionPanel(context: Context, term: CharSequence, text: CharSequence, points: List<CharSequence>, source: SourceLine) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundResource(R.drawable.edge_accent_soft)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s3), context.px(R.dimen.s4), context.px(R.dimen.s4))
        addView(context.words(context.getString(R.string.definition), R.style.Text_Small))
        addView(context.words(term, R.style.Text_Title).heading())
        if (text.isNotBlank()) addView(context.words(text))
        points.forEach { addView(Point(context, it)) }
        addView(source)
        spaced(context.px(R.dimen.s1))
    }
}

/** One of several that a text lists. */
class Point(context: Context, text: CharSequence) : LinearLayout(context) {
    init {
        addView(context.words("•").apply { importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO })
        addWide(context.words(text))
        spaced(context.px(R.dimen.s2))
    }
}

/** A table as a list: a line each, the words of its main column strong, the rest one press away. */
class ReferenceTable(context: Context, lines: List<Line>, press: (Int) -> Unit) : LinearLayout(context) {
    /** A line: its number in the table, what stands above, and its words. */
    class Line(val at: Int, val over: CharSequence?, val title: CharSequence, val under: CharSequence?)

    init {
        orientation = VERTICAL
        lines.forEach { line ->
            addAcross(LinkRow(context, null, line.over, line.title, listOfNotNull(line.under)) { press(line.at) }.apply { inside.tag = "line:${line.at}" })
        }
        addView(context.hairline())
    }
}

/** Both wordings of something that changed. */
class Wordings(context: Context, parts: List<Pair<CharSequence, CharSequence>>) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addView(context.hairline())
        addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            parts.forEachIndexed { at, (label, words) ->
                addView(context.column {
                    addView(context.words(label, R.style.Text_Small))
                    addView(context.words(words, if (at == parts.lastIndex) R.style.Text_Strong else R.style.Text))
                })
            }
        })
    }
}
