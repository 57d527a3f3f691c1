package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.widget.ImageButton
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** Where I am and which guidance is pinned; back, and search. No child's name stands here. */
class TopBar(context: Context, title: CharSequence, pin: CharSequence?, back: (() -> Unit)?, search: (() -> Unit)?) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundColor(context.getColor(R.color.sunken))
        val bar = context.line {
            minimumHeight = context.px(R.dimen.touch_main)
            setPaddingRelative(context.px(R.dimen.s1), 0, context.px(R.dimen.s1), 0)
            if (back != null) addView(press(R.drawable.ic_back, R.string.back, R.id.back, back))
            addWide(
                context.column {
                    gravity = Gravity.CENTER_VERTICAL
                    if (back == null) setPaddingRelative(context.px(R.dimen.s3), 0, 0, 0)
                    addView(context.words(title, R.style.Text_Head).apply {
                        if (back == null) setTextSize(android.util.TypedValue.COMPLEX_UNIT_SP, 20f)
                        heading()
                    })
                    if (pin != null && !context.largeText) addView(PinLine(context, pin))
                },
            )
            if (search != null) addView(press(R.drawable.ic_search, R.string.search, R.id.search, search))
        }
        addView(bar)
        addView(android.view.View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
    }

    private fun press(icon: Int, says: Int, tag: Int, then: () -> Unit) = ImageButton(context, null, 0, 0).apply {
        id = tag
        setImageResource(icon)
        setColorFilter(context.getColor(R.color.ink))
        // The icon grows with the words; what is pressed is as large at least.
        scaleType = android.widget.ImageView.ScaleType.FIT_CENTER
        val side = (context.px(R.dimen.icon) * 5 / 3).coerceAtLeast(context.px(R.dimen.touch))
        val space = (side - context.px(R.dimen.icon)) / 2
        setPadding(space, space, space, space)
        setBackgroundResource(R.drawable.row)
        foreground = context.getDrawable(R.drawable.focus)
        isClickable = true
        isFocusable = true
        contentDescription = context.getString(says)
        layoutParams = LayoutParams(side, side)
        setOnClickListener { then() }
    }
}

/** Which guidance this interaction is pinned to. */
class PinLine(context: Context, pin: CharSequence) : LinearLayout(context) {
    init {
        gravity = Gravity.TOP
        addView(context.icon(R.drawable.ic_book, R.color.ink_2, R.dimen.icon_line).apply { (layoutParams as LayoutParams).topMargin = context.px(R.dimen.outline) })
        // The number stays with its word.
        addView(context.words(pin.replace(Regex(" (?=\\S+$)"), "\u00a0"), R.style.Text_Small).apply { breakStrategy = android.text.Layout.BREAK_STRATEGY_SIMPLE }, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = context.px(R.dimen.s1) })
    }
}
