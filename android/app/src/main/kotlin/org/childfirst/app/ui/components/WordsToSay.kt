package org.childfirst.app.ui.components

import android.content.Context
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** Words for somebody who asks what is being written: large enough to be read across a room. Nothing of a record is in it. */
class WordsToSay(context: Context, lines: List<Line>) : LinearLayout(context) {
    /** What is asked, what to say to it, and whose words they are. */
    class Line(val asked: CharSequence, val text: CharSequence)

    init {
        orientation = VERTICAL
        padded(R.dimen.s4)
        setPaddingRelative(paddingStart, context.px(R.dimen.s6), paddingEnd, paddingBottom)
        lines.forEachIndexed { at, line ->
            addView(
                context.words(line.asked, R.style.Text_Soft),
                LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = if (at > 0) context.px(R.dimen.s6) + context.px(R.dimen.s3) else 0 },
            )
            addView(
                context.words(line.text, if (at == 0) R.style.Text_Display else R.style.Text_Title).heading().apply { setLineSpacing(0f, 1.12f) },
                LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(R.dimen.s2) },
            )
        }
    }
}
