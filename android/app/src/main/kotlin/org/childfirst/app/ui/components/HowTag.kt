package org.childfirst.app.ui.components

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Typeface
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.ReplacementSpan
import org.childfirst.app.R
import org.childfirst.app.ui.px

/** How a value is known, as a small sign that stands behind its last word and is read out as words. */
class HowTag(context: Context) : ReplacementSpan() {
    private val words = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        textSize = context.resources.getDimension(R.dimen.t_small)
        color = context.getColor(R.color.ink_2)
        typeface = Typeface.create("sans-serif", Typeface.NORMAL)
    }
    private val edge = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeWidth = context.px(R.dimen.hairline).toFloat()
        color = context.getColor(R.color.edge)
    }
    private val inside = context.px(R.dimen.s1) * 1.5f
    private val round = context.px(R.dimen.s1).toFloat()

    override fun getSize(paint: Paint, text: CharSequence, start: Int, end: Int, metrics: Paint.FontMetricsInt?): Int =
        (words.measureText(text, start, end) + 2 * inside + edge.strokeWidth).toInt()

    override fun draw(canvas: Canvas, text: CharSequence, start: Int, end: Int, x: Float, top: Int, y: Int, bottom: Int, paint: Paint) {
        val half = edge.strokeWidth / 2
        val font = words.fontMetrics
        canvas.drawRoundRect(x + half, y + font.ascent - half, x + getSize(paint, text, start, end, null) - half, y + font.descent + half, round, round, edge)
        canvas.drawText(text, start, end, x + inside, y.toFloat(), words)
    }

    companion object {
        /** A value with its sign. Long signs break as words do: they stand plain below. */
        fun after(context: Context, value: CharSequence, how: CharSequence): CharSequence = SpannableStringBuilder(value).apply {
            append(' ')
            val from = length
            append(how)
            setSpan(HowTag(context), from, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        }

        /** So many letters and no more stand in a sign. */
        const val MOST = 24
    }
}
