package org.childfirst.app.ui.components

import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.words

/** Records cannot be had now: what it is, what to do, and that nothing is wiped. Ink, not red. */
class RecordsTrouble(context: Context, title: CharSequence, words: CharSequence, again: () -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundResource(R.drawable.edge_ink)
        padded(R.dimen.s6, R.dimen.s4)
        addView(context.words(title, R.style.Text_Head).heading())
        addView(context.words(words))
        addView(Button(context, null, 0, R.style.Btn).apply {
            text = context.getString(R.string.try_again)
            setOnClickListener { again() }
        })
        spaced(context.px(R.dimen.s2))
    }
}
