package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.PromptKind
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.pressable
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** A row of a list: a hairline above, a sign, words, and what stands at the end. Read as one thing. */
open class ListRow(context: Context, press: (() -> Unit)?) : LinearLayout(context) {
    /** What stands in the row. */
    internal val inside: LinearLayout

    init {
        orientation = VERTICAL
        addView(context.hairline())
        inside = context.line(0) {
            minimumHeight = context.px(R.dimen.touch_main)
            padded(R.dimen.s4, R.dimen.s2)
            if (press != null) {
                pressable(press)
                accessibilityDelegate = AsButton
            }
        }
        addAcross(inside)
    }

    protected fun end(view: View) = inside.addView(view, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = context.px(R.dimen.s2) })

    protected fun chevron(icon: Int = R.drawable.ic_next) {
        if (!context.largeText) end(context.icon(icon, R.color.ink_2, R.dimen.icon_small))
    }

    protected fun textAfter(view: View) = inside.addView(view, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f).apply { if (inside.childCount > 0) marginStart = context.px(R.dimen.s3) })
}

/** One item: before an answer the question is strong; after it the answer is, and the question goes quiet. */
class WorkItemRow(context: Context, val item: String, row: Row, press: () -> Unit) : ListRow(context, press) {
    /** What a row shows. */
    class Row(
        val mark: Mark,
        val hearsay: Boolean,
        val ask: CharSequence,
        val value: CharSequence?,
        val how: CharSequence?,
        val notes: List<CharSequence>,
        val next: Boolean,
        val seen: (() -> SeenMark)? = null,
    )

    init {
        val mark = if (row.hearsay) HearsayMark(context) else StateMark(context, row.mark)
        val quiet = row.value != null || row.notes.isNotEmpty()
        inside.addView(mark)
        if (quiet) inside.gravity = Gravity.TOP
        if (row.next) {
            inside.setBackgroundResource(R.drawable.row_next)
            if (row.mark == Mark.OPEN) mark.setBackgroundResource(R.drawable.mark_open)
        }
        textAfter(
            context.column {
                // Read once, with the row: state, question, value, how known.
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                gravity = Gravity.CENTER_VERTICAL
                minimumHeight = context.px(R.dimen.mark)
                if (row.value == null) {
                    addView(context.words(row.ask, R.style.Text_Strong))
                } else {
                    addView(context.words(row.ask, R.style.Text_Small))
                    val sign = row.how != null && row.how.length <= HowTag.MOST
                    addView(context.words(if (sign) HowTag.after(context, row.value, requireNotNull(row.how)) else row.value, R.style.Text_Strong))
                    if (row.how != null && !sign) addView(context.words(row.how, R.style.Text_Small))
                }
                row.notes.forEach { addView(context.words(it, R.style.Text_Small)) }
                if (context.largeText && row.seen != null) addView(row.seen.invoke())
            },
        )
        if (!context.largeText && row.seen != null) end(row.seen.invoke())
        inside.contentDescription = listOfNotNull(
            StateMark.says(context, row.mark), row.ask, row.value, row.how,
            context.getString(R.string.hearsay).takeIf { row.hearsay },
        ).plus(row.notes).joinToString(". ")
    }
}

/** A phase that is not open here, with what is left of it. */
class PhaseRow(context: Context, title: CharSequence, left: CharSequence, press: () -> Unit) : ListRow(context, press) {
    init {
        if (context.largeText) {
            textAfter(context.column { addView(context.words(title, R.style.Text_Strong)); addView(context.words(left, R.style.Text_Small)) })
        } else {
            textAfter(context.words(title, R.style.Text_Strong))
            end(context.words(left, R.style.Text_Small))
            chevron()
        }
    }
}

/** A line that leads somewhere: a sign, a heading and what stands under it. */
class LinkRow(context: Context, sign: (() -> View)?, over: CharSequence?, title: CharSequence, under: List<CharSequence>, link: CharSequence? = null, press: (() -> Unit)?) : ListRow(context, press) {
    init {
        if (sign != null) inside.addView(sign())
        textAfter(
            context.column {
                if (over != null) addView(context.words(over, R.style.Text_Small))
                addView(context.words(title, R.style.Text_Strong))
                under.forEach { addView(context.words(it, R.style.Text_Small)) }
            },
        )
        when {
            link != null -> end(context.words(link, R.style.Text_Link).apply { paintFlags = paintFlags or android.graphics.Paint.UNDERLINE_TEXT_FLAG })
            press != null -> chevron()
        }
    }
}

/** What is folded away, in one line that says what is in it. */
class FoldRow(context: Context, says: CharSequence, under: CharSequence? = null, open: Boolean, icon: Int = 0, turned: Int = 0, flush: Boolean = false, press: () -> Unit) : ListRow(context, press) {
    init {
        inside.minimumHeight = context.px(R.dimen.touch)
        // Inside a sheet it stands at the sheet's own edge, without a line of its own.
        if (flush) {
            inside.setPaddingRelative(0, context.px(R.dimen.s1), 0, context.px(R.dimen.s1))
            getChildAt(0).visibility = GONE
        }
        if (icon != 0) inside.addView(context.icon(icon, size = R.dimen.icon_small))
        textAfter(
            context.column {
                addView(context.words(says))
                if (under != null) addView(context.words(under, R.style.Text_Small))
            },
        )
        end(context.icon(if (turned != 0) turned else if (open) R.drawable.ic_up else R.drawable.ic_down, R.color.ink_2, R.dimen.icon_small))
        if (turned == 0) {
            inside.accessibilityDelegate = object : View.AccessibilityDelegate() {
                override fun onInitializeAccessibilityNodeInfo(host: View, info: android.view.accessibility.AccessibilityNodeInfo) {
                    super.onInitializeAccessibilityNodeInfo(host, info)
                    info.className = android.widget.Button::class.java.name
                    val action = if (open) android.view.accessibility.AccessibilityNodeInfo.AccessibilityAction.ACTION_COLLAPSE else android.view.accessibility.AccessibilityNodeInfo.AccessibilityAction.ACTION_EXPAND
                    info.addAction(action)
                }

                override fun performAccessibilityAction(host: View, action: Int, args: android.os.Bundle?): Boolean {
                    val folds = action == android.view.accessibility.AccessibilityNodeInfo.ACTION_COLLAPSE || action == android.view.accessibility.AccessibilityNodeInfo.ACTION_EXPAND
                    return if (folds) host.performClick() else super.performAccessibilityAction(host, action, args)
                }
            }
        }
    }
}

/** The child that the rows below are about, with whether it was seen. */
class ChildHeader(context: Context, title: CharSequence, seen: SeenMark, press: (() -> Unit)? = null) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundColor(context.getColor(R.color.sunken))
        addView(context.hairline())
        val inside = if (context.largeText) context.column() else context.line()
        inside.minimumHeight = (42 * resources.displayMetrics.density).toInt()
        inside.setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s1), context.px(R.dimen.s4), context.px(R.dimen.s1))
        val name = context.words(title, R.style.Text_Head).heading()
        if (context.largeText) inside.addView(name) else inside.addWide(name)
        inside.addView(seen)
        // To what this child said and did, where there is any.
        if (press != null) {
            inside.pressable(press)
            inside.accessibilityDelegate = AsButton
            if (!context.largeText) inside.addView(context.icon(R.drawable.ic_next, R.color.ink_2, R.dimen.icon_small))
        }
        addAcross(inside)
    }
}

/** Something to notice, ask or think about: its kind in words, no box, never counted. */
class PromptRow(context: Context, kind: PromptKind, text: CharSequence, value: CharSequence?, press: (() -> Unit)?) : LinearLayout(context) {
    init {
        val says = context.words(
            context.getString(
                when (kind) {
                    PromptKind.NOTICE -> R.string.prompt_notice
                    PromptKind.ASK_ADULT -> R.string.prompt_ask_adult
                    PromptKind.ASK_CHILD -> R.string.prompt_ask_child
                    PromptKind.THINK -> R.string.prompt_think
                },
            ),
            R.style.Text_Small,
        )
        val body = context.column {
            if (value != null) {
                addView(context.words(text, R.style.Text_Small))
                addView(context.words(value, R.style.Text_Strong))
            } else {
                addView(context.words(text))
            }
        }
        minimumHeight = context.px(R.dimen.touch)
        padded(R.dimen.s4, R.dimen.s2)
        if (context.largeText) {
            orientation = VERTICAL
            addView(says)
            addView(body)
        } else {
            addView(says, LayoutParams((96 * resources.displayMetrics.density).toInt(), LayoutParams.WRAP_CONTENT))
            addWide(body)
        }
        if (press != null) {
            pressable(press)
            accessibilityDelegate = AsButton
        }
    }
}
