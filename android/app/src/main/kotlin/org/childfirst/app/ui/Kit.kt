package org.childfirst.app.ui

import android.content.Context
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.text.style.StyleSpan
import android.view.View
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import org.childfirst.app.R

// What every component is made of: words in a style, an icon that takes a colour, lines and columns with even spaces.

/** A dimension in pixels. */
fun Context.px(id: Int): Int = resources.getDimensionPixelSize(id)

/** Whether words are so large that what stands side by side goes one below the other. */
val Context.largeText: Boolean get() = resources.configuration.fontScale >= 1.5f

/** Words. */
fun Context.words(text: CharSequence, style: Int = R.style.Text): TextView =
    TextView(this, null, 0, style).apply { this.text = text }

/** How wide its longest word is, in pixels, and a little more: in less, it would be broken. */
fun TextView.longestWord(): Int = text.split(SPACES).maxOf { kotlin.math.ceil(paint.measureText(it) * 1.07f).toInt() }

private val SPACES = Regex("[\\s-]+")

/** How wide a page is here, in pixels. */
val Context.pageWidth: Int get() = minOf(resources.displayMetrics.widthPixels, px(R.dimen.page_most))

/** An icon of the words beside it; it is not read out. */
fun Context.icon(drawable: Int, color: Int = R.color.ink, size: Int = R.dimen.icon): ImageView = ImageView(this).apply {
    setImageResource(drawable)
    setColorFilter(context.getColor(color))
    importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    layoutParams = LinearLayout.LayoutParams(px(size), px(size))
}

/** A hairline across. */
fun Context.hairline(): View = View(this).apply {
    setBackgroundColor(getColor(R.color.line))
    layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, px(R.dimen.hairline))
}

/** Below one another. */
fun Context.column(gap: Int = 0, build: LinearLayout.() -> Unit = {}): LinearLayout = LinearLayout(this).apply {
    orientation = LinearLayout.VERTICAL
    build()
    if (gap != 0) spaced(px(gap))
}

/** Side by side. */
fun Context.line(gap: Int = 0, build: LinearLayout.() -> Unit = {}): LinearLayout = LinearLayout(this).apply {
    orientation = LinearLayout.HORIZONTAL
    gravity = android.view.Gravity.CENTER_VERTICAL
    build()
    if (gap != 0) spaced(px(gap))
}

/** Puts the same space between all that stands in it. */
fun LinearLayout.spaced(gap: Int) {
    for (at in 1 until childCount) {
        (getChildAt(at).layoutParams as LinearLayout.LayoutParams).run {
            if (orientation == LinearLayout.VERTICAL) topMargin += gap else marginStart += gap
        }
    }
}

/** Adds a view that takes the width that is left. */
fun LinearLayout.addWide(view: View) =
    addView(view, LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f))

/** Adds a view across. */
fun LinearLayout.addAcross(view: View) = addView(view, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))

/** The same space on all sides, or across and along. */
fun <V : View> V.padded(across: Int, along: Int = across): V = apply {
    setPaddingRelative(context.px(across), context.px(along), context.px(across), context.px(along))
}

/** Something that is pressed and is not drawn as a button: as high as a thumb asks, read out as one thing. */
fun <V : ViewGroup> V.pressable(press: () -> Unit): V = apply {
    isClickable = true
    isFocusable = true
    setBackgroundResource(R.drawable.row)
    foreground = context.getDrawable(R.drawable.focus)
    minimumHeight = context.px(R.dimen.touch)
    setOnClickListener { press() }
}

/** Words of which the first are strong. */
fun Context.strongThen(strong: CharSequence, rest: CharSequence, color: Int = R.color.ink): CharSequence = SpannableStringBuilder().apply {
    append(strong)
    setSpan(StyleSpan(android.graphics.Typeface.BOLD), 0, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    setSpan(ForegroundColorSpan(getColor(color)), 0, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    append(rest)
}

/** Says to a screen reader that this is a heading, where the platform can. */
fun <V : View> V.heading(): V = apply { if (android.os.Build.VERSION.SDK_INT >= 28) saysHeading(this) }

@org.childfirst.app.core.SinceSdk(28)
private fun saysHeading(view: View) {
    view.isAccessibilityHeading = true
}
