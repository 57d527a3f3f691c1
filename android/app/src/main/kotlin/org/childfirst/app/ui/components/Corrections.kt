package org.childfirst.app.ui.components

import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.largeText

/** How an entry is taken back: pressed by mistake in one press, or other words for it. The record says so, and keeps both. */
class Corrections(context: Context, mistake: () -> Unit, correct: () -> Unit) : LinearLayout(context) {
    init {
        orientation = if (context.largeText) VERTICAL else HORIZONTAL
        for ((id, says, press) in listOf(Triple(R.id.mistake, R.string.by_mistake, mistake), Triple(R.id.correct, R.string.correct_entry, correct))) {
            addView(
                Button(context, null, 0, R.style.Btn_Quiet).apply {
                    this.id = id
                    text = context.getString(says)
                    setOnClickListener { press() }
                },
                if (context.largeText) LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT) else LayoutParams(0, LayoutParams.MATCH_PARENT, 1f),
            )
        }
    }
}
