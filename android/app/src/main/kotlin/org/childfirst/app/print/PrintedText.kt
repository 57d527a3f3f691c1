package org.childfirst.app.print

import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Typeface
import android.text.Layout
import android.text.SpannableString
import android.text.Spanned
import android.text.StaticLayout
import android.text.TextPaint
import android.text.style.LeadingMarginSpan
import android.text.style.StyleSpan

/**
 * A text in pages of paper, black on white. Every line stands whole on one page; nothing is shortened.
 *
 * It is the export as text that is printed: its form, with what comes first above, is core's. Only what leads a
 * paragraph is drawn strong. [foot] stands below each page, with its number.
 */
class PrintedText(text: String, private val width: Int, private val height: Int, private val foot: (Int, Int) -> String) {
    private val paint = paint(BODY)
    private val small = paint(SMALL)
    private val layout: StaticLayout
    private val first = ArrayList<Int>()

    /** How many pages. */
    val count: Int get() = first.size

    init {
        val words = strong(text.trimEnd())
        layout = StaticLayout.Builder.obtain(words, 0, words.length, paint, width - 2 * MARGIN)
            .setLineSpacing(0f, LEADING)
            .setHyphenationFrequency(Layout.HYPHENATION_FREQUENCY_NONE)
            .build()
        val room = height - 2 * MARGIN - FOOT
        var top = 0
        for (line in 0 until layout.lineCount) {
            if (first.isEmpty() || layout.getLineBottom(line) - top > room) {
                first.add(line)
                top = layout.getLineTop(line)
            }
        }
    }

    /** The words of a page, as they stand on it. */
    fun words(page: Int): String = layout.text.substring(layout.getLineStart(first[page]), layout.getLineEnd(last(page)))

    /** Draws a page, counted from 0. */
    fun draw(page: Int, canvas: Canvas) {
        val (from, to) = layout.getLineTop(first[page]) to layout.getLineBottom(last(page))
        canvas.drawColor(Color.WHITE)
        canvas.save()
        canvas.translate(MARGIN.toFloat(), (MARGIN - from).toFloat())
        canvas.clipRect(0, from, layout.width, to)
        layout.draw(canvas)
        canvas.restore()
        canvas.drawText(foot(page + 1, count), MARGIN.toFloat(), (height - MARGIN).toFloat(), small)
    }

    private fun last(page: Int): Int = (first.getOrNull(page + 1) ?: layout.lineCount) - 1

    private fun strong(text: String): CharSequence = SpannableString(text).apply {
        var at = 0
        var leads = true
        for (line in text.split('\n')) {
            val to = at + line.length
            if (leads && line.isNotBlank()) setSpan(StyleSpan(Typeface.BOLD), at, to, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
            // A paragraph's mark must reach past its end.
            if (line.startsWith("- ")) setSpan(LeadingMarginSpan.Standard(0, HANG), at, (to + 1).coerceAtMost(length), Spanned.SPAN_PARAGRAPH)
            leads = line.isBlank()
            at = to + 1
        }
    }

    private fun paint(size: Float) = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        color = Color.BLACK
        textSize = size
        typeface = Typeface.SANS_SERIF
    }

    private companion object {
        // In points of paper, 72 to the inch.
        const val MARGIN = 48
        const val FOOT = 22
        const val HANG = 10
        const val BODY = 11f
        const val SMALL = 9f
        const val LEADING = 1.2f
    }
}
