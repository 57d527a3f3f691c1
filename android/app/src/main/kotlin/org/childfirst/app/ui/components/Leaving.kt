package org.childfirst.app.ui.components

import android.content.Context
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.With
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** Coming back: with all, some or none of the children. [more]: which, where it is some. */
class ResumePanel(context: Context, some: Boolean, more: View?, press: (With) -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s4)
        addView(context.words(context.getString(R.string.resume_title), R.style.Text_Display).heading())
        val row = LinearLayout(context).apply {
            isBaselineAligned = false
            if (context.largeText) orientation = VERTICAL
        }
        for ((at, one) in listOf(With.ALL to R.string.resume_all, With.SOME to R.string.resume_some, With.NONE to R.string.resume_none).withIndex()) {
            val (with, says) = one
            val button = Button(context, null, 0, R.style.Btn).apply {
                tag = "with:${with.name}"
                text = context.getString(says)
                isSelected = with == With.SOME && some
                setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.t_lead))
                minimumHeight = (64 * resources.displayMetrics.density).toInt()
                setOnClickListener { press(with) }
            }
            val stacked = context.largeText
            row.addView(
                button,
                LayoutParams(if (stacked) LayoutParams.MATCH_PARENT else 0, LayoutParams.WRAP_CONTENT, if (stacked) 0f else 1f).apply {
                    if (at > 0) if (stacked) topMargin = context.px(R.dimen.s2) else marginStart = context.px(R.dimen.s2)
                },
            )
        }
        addAcross(row)
        (row.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s3) + 2
        if (more != null) {
            addAcross(more)
            (more.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s3)
        }
        addAcross(context.words(context.getString(R.string.resume_help), R.style.Text_Small).apply { setPaddingRelative(0, context.px(R.dimen.s2) + 2, 0, 0) })
    }
}

/** What to export: whole, for one child, for one reader. */
class ExportChooser(context: Context, choices: List<Choice>) : LinearLayout(context) {
    /** One way. [change]: who can be chosen anew. [press] null: it cannot be chosen now, and [under] says why. */
    class Choice(val tag: String, val on: Boolean, val says: CharSequence, val under: CharSequence, val change: Boolean, val press: (() -> Unit)?)

    init {
        orientation = VERTICAL
        choices.forEach { addAcross(One(context, it)) }
        addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
    }

    private class One(context: Context, choice: Choice) : ListRow(context, choice.press) {
        init {
            inside.tag = choice.tag
            if (choice.press != null) {
                inside.isSelected = choice.on
                inside.accessibilityDelegate = AsChoice(true)
            }
            inside.contentDescription = listOf(choice.says, choice.under).joinToString(". ")
            if (choice.on) inside.setBackgroundResource(R.drawable.row_next)
            inside.addView(StateMark(context, if (choice.on) R.drawable.mark_one_on else R.drawable.mark_one, 0, R.color.ink))
            textAfter(
                context.column {
                    importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                    addView(context.words(choice.says, R.style.Text_Strong))
                    addView(context.words(choice.under, R.style.Text_Small))
                },
            )
            if (choice.change) {
                end(context.words(context.getString(R.string.change), R.style.Text_Link).apply {
                    paintFlags = paintFlags or android.graphics.Paint.UNDERLINE_TEXT_FLAG
                    importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
                })
            }
        }
    }
}

/** A name and what it holds, side by side; below one another where words are large. */
class Facts(context: Context, facts: List<Pair<CharSequence, CharSequence>>) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        for ((name, value) in facts) {
            addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
            addAcross(
                LinearLayout(context).apply {
                    padded(R.dimen.s4, R.dimen.s2)
                    if (context.largeText) {
                        orientation = VERTICAL
                        addView(context.words(name, R.style.Text_Small))
                        addView(context.words(value))
                    } else {
                        addView(context.words(name, R.style.Text_Small), LayoutParams((88 * resources.displayMetrics.density).toInt(), LayoutParams.WRAP_CONTENT))
                        addView(context.words(value).full(), LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f))
                    }
                },
            )
        }
        addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
    }
}

/** A hand-over: to whom, how, when, said back. Nobody is asked for more than that. */
class HandOverSheet(context: Context) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setPaddingRelative(context.px(R.dimen.s4), 0, context.px(R.dimen.s4), context.px(R.dimen.s3))
    }

    /** Adds what stands below. */
    fun add(view: View) = addView(view, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(R.dimen.s3) })

    /** Adds a field under its name. */
    fun field(name: CharSequence, field: View) = add(
        context.column {
            addView(context.words(name, R.style.Text_Head).apply { setPaddingRelative(0, 0, 0, context.px(R.dimen.s1) + 1) })
            addAcross(field)
        },
    )
}

/** How danger stands: a line, and no question. [link]: what pressing it does, where it can be asked from here. */
class DangerLine(context: Context, says: CharSequence, link: CharSequence? = null, press: (() -> Unit)? = null) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.edge_danger_soft)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s2), context.px(R.dimen.s4), context.px(R.dimen.s2))
        gravity = android.view.Gravity.CENTER_VERTICAL
        addView(context.icon(R.drawable.ic_danger, R.color.danger))
        val text = context.column { addView(context.words(says)) }
        addView(text, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f).apply { marginStart = context.px(R.dimen.s2) + 2 })
        if (link != null && press != null) {
            id = R.id.danger_again
            isClickable = true
            isFocusable = true
            foreground = context.getDrawable(R.drawable.focus)
            minimumHeight = context.px(R.dimen.touch)
            accessibilityDelegate = AsButton
            setOnClickListener { press() }
            val words = context.words(link, R.style.Text_Strong).apply { paintFlags = paintFlags or android.graphics.Paint.UNDERLINE_TEXT_FLAG }
            if (context.largeText) text.addView(words) else addView(words, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = context.px(R.dimen.s2) })
        }
    }
}
