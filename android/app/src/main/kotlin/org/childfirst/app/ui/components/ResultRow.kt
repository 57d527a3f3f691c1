package org.childfirst.app.ui.components

import android.content.Context
import org.childfirst.app.R
import org.childfirst.app.ui.column
import org.childfirst.app.ui.words

/** Something that was found: what it is and where it stands, and its words whole. */
class ResultRow(context: Context, over: CharSequence, title: CharSequence, text: CharSequence?, press: (() -> Unit)?) : ListRow(context, press) {
    init {
        textAfter(
            context.column {
                addView(context.words(over, R.style.Text_Small))
                addView(context.words(title, R.style.Text_Strong))
                if (text != null) addView(context.words(text))
            },
        )
        if (press != null) chevron()
    }
}
