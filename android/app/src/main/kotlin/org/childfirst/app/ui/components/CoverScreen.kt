package org.childfirst.app.ui.components

import android.content.Context
import android.os.Bundle
import android.view.Gravity
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.FrameLayout
import org.childfirst.app.R
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** A dark window with nothing of the record in it. [say]: to the words for somebody who asks, which have nothing of it either. */
class CoverScreen(context: Context, say: () -> Unit, uncover: () -> Unit) : FrameLayout(context) {
    init {
        id = R.id.uncover
        setBackgroundColor(context.getColor(R.color.cover))
        isFocusable = true
        isLongClickable = true
        contentDescription = context.getString(R.string.uncover)
        addView(
            context.words(context.getString(R.string.uncover), R.style.Text).apply {
                setTextColor(context.getColor(R.color.cover_words))
                setPaddingRelative(0, 0, 0, context.px(R.dimen.s6) * 2)
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            },
            LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT, Gravity.BOTTOM or Gravity.CENTER_HORIZONTAL),
        )
        addView(
            Button(context, null, 0, R.style.Btn_Quiet).apply {
                id = R.id.to_say
                text = context.getString(R.string.words_to_say)
                setTextColor(context.getColor(R.color.cover_words))
                setOnClickListener { say() }
            },
            LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT, Gravity.CENTER),
        )
        setOnLongClickListener {
            uncover()
            true
        }
        // A switch cannot hold: it activates, as double tap does with a screen reader.
        accessibilityDelegate = object : AccessibilityDelegate() {
            override fun performAccessibilityAction(host: View, action: Int, args: Bundle?): Boolean {
                if (action == AccessibilityNodeInfo.ACTION_CLICK) uncover() else return super.performAccessibilityAction(host, action, args)
                return true
            }
        }
    }
}
