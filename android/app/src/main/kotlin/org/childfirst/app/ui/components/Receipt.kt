package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.line
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** The last save: said only of what the disk has. It speaks up politely when it changes. */
class Receipt(context: Context, saved: Snapshot.Saved) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        id = R.id.receipt
        addView(context.hairline())
        addView(
            context.line(R.dimen.s2) {
                minimumHeight = (32 * resources.displayMetrics.density).toInt()
                setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s1), context.px(R.dimen.s4), context.px(R.dimen.s1))
                addView(context.icon(R.drawable.ic_device, R.color.ink_2, R.dimen.icon_small))
                addWide(
                    context.words(context.getString(R.string.saved, saved.at, saved.receipt.seq.toLong()), R.style.Text_Small).apply {
                        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
                    },
                )
            },
        )
    }
}

/** What could not be saved, and why. Ink, not red: no child is in danger by it. What was typed stays where it is. */
class NotSaved(context: Context, why: CharSequence, again: (() -> Unit)?) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        id = R.id.not_saved
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundColor(context.getColor(R.color.sunken))
        addView(context.hairline())
        addView(
            context.line(R.dimen.s2) {
                setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s2), context.px(R.dimen.s4), context.px(R.dimen.s2))
                addView(context.icon(R.drawable.ic_info))
                addWide(context.words(why, R.style.Text_Strong).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE })
                if (again != null) {
                    addView(android.widget.Button(context, null, 0, R.style.Btn).apply {
                        text = context.getString(R.string.try_again)
                        setOnClickListener { again() }
                    })
                }
            },
        )
    }
}
