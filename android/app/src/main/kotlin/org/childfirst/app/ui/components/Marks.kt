package org.childfirst.app.ui.components

import android.content.Context
import android.graphics.drawable.GradientDrawable
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.Seen
import org.childfirst.app.R
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** One shape for each state; a word always stands beside it, and is read in its place. */
open class StateMark(context: Context, shape: Int, icon: Int, color: Int, small: Boolean = false) : FrameLayout(context) {
    constructor(context: Context, mark: Mark, small: Boolean = false) : this(context, shapeOf(mark), iconOf(mark), colorOf(mark), small)

    init {
        shape(shape)
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        val size = context.px(if (small) R.dimen.mark_small else R.dimen.mark)
        layoutParams = LinearLayout.LayoutParams(size, size)
        if (icon != 0) {
            val inner = size * 20 / 26
            addView(ImageView(context).apply { setImageResource(icon); setColorFilter(context.getColor(color)) }, LayoutParams(inner, inner, Gravity.CENTER))
        }
    }

    /** Draws the outline. The ring of what is chosen grows with the words: as it is now, and not as the platform remembers it from before they grew. */
    fun shape(id: Int) {
        setBackgroundResource(id)
        if (id == R.drawable.mark_one_on) (background.mutate() as GradientDrawable).setStroke(context.px(R.dimen.ring), context.getColor(R.color.accent))
    }

    companion object {
        private fun shapeOf(mark: Mark) = when (mark) {
            Mark.OPEN -> R.drawable.mark_open
            Mark.DONE -> R.drawable.mark_done
            Mark.LATER -> R.drawable.mark_later
            Mark.NOT_DONE -> R.drawable.mark_not_done
            Mark.NOT_APPLICABLE -> R.drawable.mark_na
            Mark.NOT_REACHED -> R.drawable.mark_not_reached
        }

        private fun iconOf(mark: Mark) = when (mark) {
            Mark.OPEN -> 0
            Mark.DONE -> R.drawable.ic_tick
            Mark.LATER -> R.drawable.ic_clock
            Mark.NOT_DONE -> R.drawable.ic_cross
            Mark.NOT_APPLICABLE -> R.drawable.ic_dash
            Mark.NOT_REACHED -> R.drawable.ic_gone
        }

        private fun colorOf(mark: Mark) = if (mark == Mark.DONE) R.color.on_accent else R.color.ink

        /** What a state is called, where nothing else says it. */
        fun says(context: Context, mark: Mark): String = context.getString(
            when (mark) {
                Mark.OPEN -> R.string.mark_open
                Mark.DONE -> R.string.mark_done
                Mark.LATER -> R.string.mark_later
                Mark.NOT_DONE -> R.string.mark_not_done
                Mark.NOT_APPLICABLE -> R.string.mark_na
                Mark.NOT_REACHED -> R.string.mark_not_reached
            },
        )
    }
}

/** Answered, and known only from an adult, from records or assumed. */
class HearsayMark(context: Context, small: Boolean = false) : StateMark(context, R.drawable.mark_told, R.drawable.ic_told, R.color.accent, small)

/** Whether a child was seen, by eye and in words. */
class SeenMark(context: Context, seen: Seen, says: CharSequence) : LinearLayout(context) {
    init {
        gravity = Gravity.CENTER_VERTICAL
        val own = seen == Seen.AWAKE || seen == Seen.ASLEEP
        val icon = when (seen) {
            Seen.AWAKE -> R.drawable.ic_eye
            Seen.ASLEEP -> R.drawable.ic_asleep
            Seen.NOT_SEEN, Seen.NOT_SAID -> R.drawable.ic_noeye
        }
        addView(context.icon(icon, if (own) R.color.ink_2 else R.color.ink, R.dimen.icon_small))
        addView(
            context.words(says, R.style.Text_Small).apply {
                if (!own) {
                    setTextColor(context.getColor(R.color.ink))
                    typeface = android.graphics.Typeface.create("sans-serif-medium", android.graphics.Typeface.NORMAL)
                }
            },
            LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = context.px(R.dimen.s1) + 2 },
        )
    }
}
