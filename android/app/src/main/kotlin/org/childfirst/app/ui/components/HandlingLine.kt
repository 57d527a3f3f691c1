package org.childfirst.app.ui.components

import android.content.Context
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** Who must not know, or how it is to be handled: above everything that is said on, shared or handed over. */
class HandlingLine(context: Context, says: CharSequence) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.edge_ink)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s3), context.px(R.dimen.s4), context.px(R.dimen.s3))
        addView(context.icon(R.drawable.ic_lock))
        val words = context.words(context.getString(R.string.handling, says), R.style.Text_Strong)
        addWide(words)
        (words.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
    }
}
