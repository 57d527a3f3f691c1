package org.childfirst.app.ui.components

import android.content.Context
import org.childfirst.app.R
import org.childfirst.app.ui.column
import org.childfirst.app.ui.words

/** Something that was found: its words whole, and where they stand. */
class ResultRow(context: Context, title: CharSequence, text: CharSequence?, source: SourceLine) : ListRow(context, null) {
    init {
        textAfter(
            context.column(R.dimen.s1) {
                addView(context.words(title, R.style.Text_Strong))
                if (text != null) addView(context.words(text))
                addView(source)
            },
        )
    }
}
