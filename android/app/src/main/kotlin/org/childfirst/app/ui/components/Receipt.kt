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
