package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.ImageButton
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/**
 * Decided, sent, receipt confirmed: each ticked only once it is so.
 *
 * [done]: how many are behind; the one after them is where one is. It is read, not pressed: what moves a sharing on says so.
 */
class SharingSteps(context: Context, done: Int) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addView(context.hairline())
        val steps = LinearLayout(context).apply { orientation = if (context.largeText) VERTICAL else HORIZONTAL }
        listOf(R.string.step_decided, R.string.step_sent, R.string.step_confirmed).forEachIndexed { at, says ->
            if (at > 0) {
                val wide = if (context.largeText) LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)) else LayoutParams(context.px(R.dimen.hairline), LayoutParams.MATCH_PARENT)
                steps.addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, wide)
            }
            val step = step(context.getString(says), at < done, at == done)
            if (context.largeText) steps.addAcross(step) else steps.addView(step, LayoutParams(0, LayoutParams.MATCH_PARENT, ROOM[at]))
        }
        addAcross(steps)
        addView(context.hairline())
    }

    private fun step(says: String, done: Boolean, here: Boolean) = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        minimumHeight = context.px(R.dimen.touch)
        if (here) setBackgroundResource(R.drawable.step_on)
        setPaddingRelative(context.px(R.dimen.s2), context.px(R.dimen.s2), context.px(R.dimen.s2), context.px(R.dimen.s2))
        contentDescription = context.getString(R.string.of_which, says, context.getString(if (done) R.string.step_done else if (here) R.string.step_here else R.string.step_to_come))
        addView(StateMark(context, if (done) Mark.DONE else Mark.OPEN))
        addWide(
            context.words(says, R.style.Text_Small).apply {
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
                setTextColor(context.getColor(R.color.ink))
                if (here) typeface = android.graphics.Typeface.create("sans-serif-medium", android.graphics.Typeface.NORMAL)
                setPaddingRelative(context.px(R.dimen.s2), 0, 0, 0)
            },
        )
    }

    private companion object {
        /** How the line is shared out: no word is broken on the narrowest phone. */
        val ROOM = listOf(1.05f, 0.85f, 1.25f)
    }
}

/** A name and what it holds, with a pencil where it can be changed. */
class FactRow(context: Context, name: CharSequence, value: CharSequence, change: (() -> Unit)?) : ListRow(context, null) {
    init {
        inside.minimumHeight = context.px(R.dimen.touch)
        inside.setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s1), if (change == null) context.px(R.dimen.s4) else context.px(R.dimen.s1), context.px(R.dimen.s1))
        val says = context.words(name, R.style.Text_Small)
        val holds = context.words(value)
        if (context.largeText) {
            textAfter(context.column { addView(says); addView(holds) })
        } else {
            inside.addView(says, LayoutParams((86 * resources.displayMetrics.density).toInt(), LayoutParams.WRAP_CONTENT))
            textAfter(holds)
        }
        if (change != null) {
            inside.addView(
                ImageButton(context, null, 0, 0).apply {
                    tag = "change:$name"
                    setImageResource(R.drawable.ic_edit)
                    setColorFilter(context.getColor(R.color.accent))
                    scaleType = android.widget.ImageView.ScaleType.CENTER
                    setBackgroundResource(R.drawable.row)
                    foreground = context.getDrawable(R.drawable.focus)
                    isClickable = true
                    isFocusable = true
                    contentDescription = context.getString(R.string.change_which, name)
                    setOnClickListener { change() }
                },
                LayoutParams(context.px(R.dimen.touch), context.px(R.dimen.touch)),
            )
        }
    }
}
