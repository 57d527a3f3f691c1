package org.childfirst.app.ui.components

import android.content.Context
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.pressable
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** What a child said: large and edged in the accent only where it is word for word, which is also where quote marks stand. */
class QuoteCard(context: Context, words: CharSequence, lead: CharSequence, how: CharSequence, exact: Boolean, press: () -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s2)
        pressable(press)
        accessibilityDelegate = AsButton
        // Read as a quote only where it is one: the marks are core's, and stand only round exact words.
        contentDescription = "$words $lead. $how"
        addAcross(
            context.column {
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                setBackgroundResource(if (exact) R.drawable.edge_accent else R.drawable.edge_quiet)
                setPaddingRelative(context.px(R.dimen.s4), 0, 0, 0)
                addView(
                    context.words(words, R.style.Text_Strong).apply {
                        if (exact) setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.t_lead))
                    },
                )
                addView(context.words(context.strongThen("$lead.", " $how"), R.style.Text_Small))
            },
        )
    }
}

/** What was seen, and not said. Known only from an adult, from records or assumed, it carries that mark. */
class ObservationNote(context: Context, words: CharSequence, how: CharSequence, hearsay: Boolean, press: () -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s1)
        pressable(press)
        accessibilityDelegate = AsButton
        val mark = context.getString(R.string.hearsay).takeIf { hearsay }
        contentDescription = listOfNotNull(words, how, mark).joinToString(". ")
        addAcross(
            context.column {
                importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                addView(context.words(words))
                addView(context.words(how, R.style.Text_Small))
                if (mark != null) {
                    addView(context.line(R.dimen.s2) {
                        addView(HearsayMark(context, small = true))
                        addWide(context.words(mark, R.style.Text_Small).apply { setTextColor(context.getColor(R.color.ink)) })
                    })
                }
            },
        )
    }
}
