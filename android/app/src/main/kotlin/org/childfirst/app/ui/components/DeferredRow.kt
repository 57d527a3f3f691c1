package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.widget.LinearLayout
import org.childfirst.Mark
import org.childfirst.Told
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/**
 * What somebody else does later: what, who, and whether that person was told.
 *
 * One press says how they were told, and nothing says *told* before it. [tell] is null once they were.
 */
class DeferredRow(context: Context, ask: CharSequence, value: CharSequence, untold: CharSequence?, how: CharSequence, flush: Boolean, tell: ((Told) -> Unit)?) : ListRow(context, null) {
    init {
        // Inside a sheet it stands at the sheet's own edge, without a line of its own.
        if (flush) {
            inside.setPaddingRelative(0, context.px(R.dimen.s1), 0, context.px(R.dimen.s1))
            getChildAt(0).visibility = GONE
        }
        inside.gravity = Gravity.TOP
        inside.addView(StateMark(context, Mark.LATER))
        textAfter(
            context.column {
                addView(context.words(ask, R.style.Text_Small))
                addView(context.words(value, R.style.Text_Strong))
                if (untold != null) addView(context.words(untold, R.style.Text_Small).apply { setTextColor(context.getColor(R.color.ink)); typeface = android.graphics.Typeface.create("sans-serif-medium", android.graphics.Typeface.NORMAL) })
                if (tell != null) {
                    val group = CircumstanceGroup(
                        context, how, if (context.largeText) 1 else 2, HOW.map { CircumstanceGroup.Choice(it.first, context.getString(it.second)) },
                        one = true, chosen = emptySet<Told>(), prefix = "tell",
                    ) { tell(it.first()) }
                    addAcross(group)
                    (group.layoutParams as LinearLayout.LayoutParams).topMargin = context.px(R.dimen.s2)
                }
            },
        )
    }

    companion object {
        /** How somebody can have been told. */
        val HOW = listOf(Told.IN_PERSON to R.string.told_in_person, Told.RADIO to R.string.told_radio, Told.TELEPHONE to R.string.told_telephone, Told.LOG to R.string.told_log)
    }
}
