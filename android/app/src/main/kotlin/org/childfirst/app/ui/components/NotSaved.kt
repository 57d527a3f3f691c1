package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.Pace
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/**
 * What could not be saved, and why. Ink, not red: no child is in danger by it. What was typed stays where it is.
 *
 * [again]: what tries again; without it the words say what to do (something was refused, and is typed otherwise).
 */
class NotSaved(context: Context, title: CharSequence, why: CharSequence, again: (() -> Unit)?) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        id = R.id.not_saved
        setPaddingRelative(context.px(R.dimen.s2), context.px(R.dimen.s1), context.px(R.dimen.s2), 0)
        val inside = context.line {
            setBackgroundResource(R.drawable.failed)
            setPaddingRelative(context.px(R.dimen.s3), context.px(R.dimen.s1), context.px(R.dimen.s1) + 2, context.px(R.dimen.s1))
            minimumHeight = context.px(R.dimen.touch)
            addView(context.icon(R.drawable.ic_cross, R.color.page))
            addWide(context.words(context.strongThen(title, " $why", R.color.page)).apply {
                setTextColor(context.getColor(R.color.page))
                accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_ASSERTIVE
            })
            (getChildAt(1).layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
        }
        addAcross(inside)
        if (again != null) {
            val button = Button(context, null, 0, R.style.Btn).apply {
                id = R.id.try_again
                text = context.getString(R.string.try_again)
                setOnClickListener { again() }
            }
            if (context.largeText && resources.configuration.screenWidthDp < WIDE) {
                inside.orientation = VERTICAL
                inside.gravity = Gravity.START
                (inside.getChildAt(1).layoutParams as LayoutParams).run { width = LayoutParams.MATCH_PARENT; weight = 0f; marginStart = 0 }
                inside.addAcross(button)
            } else {
                inside.addView(button)
                (button.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s2)
            }
        }
    }

    private companion object {
        /** From this width on, in dp, the button stands beside large words. */
        const val WIDE = 480
    }
}

/** More answers in a minute than the force thinks anybody can give with care. At the scene, in the moment, and never kept. */
class PaceNote(context: Context, title: CharSequence, asks: CharSequence) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.flag)
        padded(R.dimen.s3, R.dimen.s2)
        addView(context.icon(R.drawable.ic_time))
        addWide(context.words(context.strongThen(title, " $asks")))
        (getChildAt(1).layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
    }

    companion object {
        /** With its space round it. */
        fun of(context: Context, pace: Pace): LinearLayout = LinearLayout(context).apply {
            padded(R.dimen.s4, R.dimen.s2)
            addAcross(PaceNote(context, context.getString(R.string.pace, pace.answers.toInt(), pace.seconds.toInt()), context.getString(R.string.pace_asks)))
        }
    }
}
