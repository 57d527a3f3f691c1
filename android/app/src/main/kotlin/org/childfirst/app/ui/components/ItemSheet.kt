package org.childfirst.app.ui.components

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** One item, opened: of which phase and about whom, what is asked, why it is here; then what answers it. */
class ItemSheet(context: Context, over: CharSequence, ask: CharSequence, because: CharSequence?) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s3)
        addView(context.words(over, R.style.Text_Small))
        addView(context.words(ask, R.style.Text_Title).heading())
        if (!because.isNullOrEmpty()) addView(context.words(because, R.style.Text_Small))
    }

    /** Adds what stands below. */
    fun add(view: View) = addView(view, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(R.dimen.s3) })
}

/** A child's words, or what was seen: whose, what, how close, asked or not, who was there, and when. */
class WordsSheet(context: Context) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s3)
    }

    /** Adds what stands below. */
    fun add(view: View) = addView(view, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = if (childCount > 0) context.px(R.dimen.s3) else 0 })
}
