package org.childfirst.app.ui.components

import android.content.Context
import org.childfirst.app.R
import org.childfirst.app.ui.column
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.words

/** A child that was named: who, where, and whether it was seen. */
class ChildRow(context: Context, title: CharSequence, presence: CharSequence?, says: CharSequence, seen: SeenMark, press: () -> Unit) : ListRow(context, press) {
    init {
        inside.contentDescription = listOfNotNull(title, presence, says).joinToString(". ")
        textAfter(
            context.column {
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                addView(context.words(title, R.style.Text_Head))
                if (presence != null) addView(context.words(presence, R.style.Text_Small))
                if (context.largeText) addView(seen)
            },
        )
        seen.importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
        if (!context.largeText) end(seen)
    }
}
