package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import org.childfirst.app.R
import org.childfirst.app.ui.column
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** One of the six principles, by the number that it has in the source, with what serves it here. */
class PrincipleRow(context: Context, number: Int, title: CharSequence, under: CharSequence, press: () -> Unit) : ListRow(context, press) {
    init {
        inside.addView(
            context.words(number.toString(), R.style.Text_Strong).apply {
                setTextColor(context.getColor(R.color.ink_2))
                gravity = Gravity.CENTER_HORIZONTAL
                textAlignment = TEXT_ALIGNMENT_GRAVITY
            },
            LayoutParams(context.px(R.dimen.mark), LayoutParams.WRAP_CONTENT),
        )
        textAfter(
            context.column {
                addView(context.words(title, R.style.Text_Strong))
                addView(context.words(under, R.style.Text_Small))
            },
        )
        chevron()
    }
}
