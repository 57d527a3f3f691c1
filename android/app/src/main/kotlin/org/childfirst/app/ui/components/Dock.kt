package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.longestWord
import org.childfirst.app.ui.line
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/**
 * What the thumb needs, in the same place on every screen: Cover, Words, the next thing, Parts.
 *
 * The primary always says what it does. With large text it stands alone, the tools below it at full size.
 */
class Dock(context: Context, primary: Primary, cover: () -> Unit, words: () -> Unit, parts: () -> Unit, leftHanded: Boolean, ruled: Boolean) : LinearLayout(context) {
    /** The next thing. [plain]: it is not what is hoped for, and is drawn quiet. */
    class Primary(val says: CharSequence, val short: CharSequence = says, val plain: Boolean = false, val press: () -> Unit)

    init {
        orientation = VERTICAL
        setBackgroundColor(context.getColor(R.color.page))
        if (ruled) addView(context.hairline())
        val main = Button(context, null, 0, if (primary.plain) R.style.Btn else R.style.Btn_Main).apply {
            id = R.id.primary
            text = if (context.largeText) primary.short else primary.says
            minimumHeight = context.px(R.dimen.touch_main)
            setOnClickListener { primary.press() }
        }
        val tools = listOf(Triple(R.drawable.ic_cover, R.string.cover, R.id.cover) to cover, Triple(R.drawable.ic_words, R.string.words, R.id.words) to words, Triple(R.drawable.ic_menu, R.string.parts, R.id.parts) to parts)
        val labels = tools.map { (what, _) -> label(what.second).longestWord() }
        val room = resources.displayMetrics.widthPixels - 2 * context.px(R.dimen.s2)
        val least = main.longestWord() + 2 * context.px(R.dimen.s4) + 3 * (context.px(R.dimen.s1) + 2)
        val two = context.largeText || labels.sumOf { maxOf(it, context.px(R.dimen.tool)) } + least > room
        if (two) {
            // The primary across, the tools below it at full size; their words stand beside the icons where there is room.
            val beside = labels.all { it + context.px(R.dimen.icon) + context.px(R.dimen.s2) <= room / 3 }
            addView(main, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { setMargins(context.px(R.dimen.s2), context.px(R.dimen.s1), context.px(R.dimen.s2), context.px(R.dimen.s1)) })
            val made = tools.map { (what, press) -> tool(what.first, what.second, what.third, beside, press) }
            addView(bar { (if (leftHanded) made.reversed() else made).forEach { addView(it, LayoutParams(0, LayoutParams.MATCH_PARENT, 1f)) } })
        } else {
            val (first, second, last) = tools.map { (what, press) -> tool(what.first, what.second, what.third, false, press) }
            addView(
                bar {
                    val all: List<View> = listOf(first, second, main, last)
                    for (view in if (leftHanded) all.reversed() else all) {
                        val wide = LayoutParams(0, LayoutParams.MATCH_PARENT, 1f)
                        addView(view, if (view === main) wide else LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.MATCH_PARENT))
                        (view.layoutParams as LayoutParams).marginStart = if (childCount > 1) context.px(R.dimen.s1) + 2 else 0
                    }
                },
            )
        }
    }

    private fun bar(build: LinearLayout.() -> Unit) = context.line {
        setPaddingRelative(context.px(R.dimen.s2), context.px(R.dimen.s1), context.px(R.dimen.s2), context.px(R.dimen.s4))
        isBaselineAligned = false
        build()
    }

    private fun label(says: Int) = context.words(context.getString(says), R.style.Text_Small).apply {
        setTextColor(context.getColor(R.color.ink))
        typeface = android.graphics.Typeface.create("sans-serif-medium", android.graphics.Typeface.NORMAL)
    }

    private fun tool(icon: Int, says: Int, tag: Int, beside: Boolean, press: () -> Unit) = LinearLayout(context).apply {
        id = tag
        orientation = if (beside) HORIZONTAL else VERTICAL
        gravity = Gravity.CENTER
        minimumWidth = context.px(R.dimen.tool)
        minimumHeight = context.px(R.dimen.touch_main)
        setBackgroundResource(R.drawable.row)
        foreground = context.getDrawable(R.drawable.focus)
        isClickable = true
        isFocusable = true
        accessibilityDelegate = AsButton
        addView(context.icon(icon))
        addView(label(says), LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { if (beside) marginStart = context.px(R.dimen.s1) })
        setOnClickListener { press() }
    }
}
