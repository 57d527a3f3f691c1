package org.childfirst.app.ui.components

import android.content.Context
import android.os.Bundle
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import org.childfirst.app.App
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter

/**
 * A dark window with the hour on it, and nothing of the record. Held anywhere, it opens; an assistive switch activates the
 * button. [say]: to the words for somebody who asks, which have nothing of the record either.
 */
class CoverScreen(context: Context, say: () -> Unit, uncover: () -> Unit) : LinearLayout(context) {
    private val hour: TextView
    private val day: TextView
    private val turn = Runnable { show() }

    init {
        orientation = VERTICAL
        setBackgroundColor(context.getColor(R.color.cover))
        padded(R.dimen.s4, R.dimen.s6)
        // Beside one another where there is no height.
        val low = resources.configuration.screenHeightDp < LOW
        hour = context.words("").apply {
            setTextColor(context.getColor(R.color.cover_ink))
            setTextSize(TypedValue.COMPLEX_UNIT_PX, large())
            typeface = android.graphics.Typeface.create("sans-serif-light", android.graphics.Typeface.NORMAL)
            maxLines = 1
            gravity = Gravity.CENTER
            textAlignment = TEXT_ALIGNMENT_GRAVITY
        }
        day = context.words("").apply {
            setTextColor(context.getColor(R.color.cover_words))
            gravity = Gravity.CENTER
            textAlignment = TEXT_ALIGNMENT_GRAVITY
        }
        space(if (low) 0f else 1f)
        addAcross(hour)
        addAcross(day)
        space(1f)
        addAcross(Button(context, null, 0, R.style.Btn_Quiet).apply {
            id = R.id.to_say
            text = context.getString(R.string.words_to_say)
            setTextColor(context.getColor(R.color.cover_words))
            setOnClickListener { say() }
        })
        space(if (low) 0f else 1f)
        addAcross(opener(uncover))
        // Only what nobody holds by mistake: the whole window takes it, because a gloved thumb does not aim.
        setOnLongClickListener {
            uncover()
            true
        }
        show()
    }

    private fun opener(uncover: () -> Unit) = context.line(R.dimen.s2) {
        id = R.id.uncover
        setBackgroundResource(R.drawable.cover_btn)
        foreground = context.getDrawable(R.drawable.focus)
        gravity = Gravity.CENTER
        padded(R.dimen.s4, R.dimen.s2)
        minimumHeight = context.px(R.dimen.touch_cover)
        isFocusable = true
        isLongClickable = true
        contentDescription = context.getString(R.string.uncover)
        addView(context.icon(R.drawable.ic_lock, R.color.cover_ink))
        addView(
            context.words(context.getString(R.string.uncover), R.style.Text_Strong).apply {
                setTextColor(context.getColor(R.color.cover_ink))
                if (!context.largeText) setTextSize(TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.t_lead))
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
            },
            LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT),
        )
        setOnLongClickListener {
            uncover()
            true
        }
        // A switch cannot hold: it activates, as double tap does with a screen reader.
        accessibilityDelegate = object : AccessibilityDelegate() {
            override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
                super.onInitializeAccessibilityNodeInfo(host, info)
                info.className = Button::class.java.name
                info.addAction(AccessibilityNodeInfo.AccessibilityAction.ACTION_CLICK)
            }

            override fun performAccessibilityAction(host: View, action: Int, args: Bundle?): Boolean {
                if (action == AccessibilityNodeInfo.ACTION_CLICK) uncover() else return super.performAccessibilityAction(host, action, args)
                return true
            }
        }
    }

    /** As large as drawn, and never wider than the window or higher than a third of it. */
    private fun large(): Float {
        val screen = resources.displayMetrics
        return minOf(resources.getDimension(R.dimen.t_cover), screen.widthPixels * 0.3f, screen.heightPixels * 0.22f)
    }

    private fun space(weight: Float) = addView(View(context), LayoutParams(1, 0, weight))

    /** The hour as it is now, and again when it turns. */
    private fun show() {
        val now = OffsetDateTime.now(App.clock)
        hour.text = now.format(HOUR)
        day.text = now.format(DateTimeFormatter.ofPattern("EEEE d MMMM"))
        removeCallbacks(turn)
        if (isAttachedToWindow) postDelayed(turn, (60 - now.second) * 1000L)
    }

    override fun onAttachedToWindow() {
        super.onAttachedToWindow()
        show()
    }

    override fun onDetachedFromWindow() {
        removeCallbacks(turn)
        super.onDetachedFromWindow()
    }

    private companion object {
        /** Below this height, in dp, nothing is spread out. */
        const val LOW = 480
        val HOUR: DateTimeFormatter = DateTimeFormatter.ofPattern("HH:mm")
    }
}
