package org.childfirst.app.ui.components

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import org.childfirst.Level
import org.childfirst.Seen
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** The officer's own words on the risk for one child. [from]: whose words they began as; the level is never copied. */
class RiskStatement(context: Context, title: CharSequence, hint: CharSequence, words: CharSequence, from: CharSequence?, typed: (String) -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s3)
        addView(context.words(title, R.style.Text_Title).heading())
        addAcross(AnswerField(context, hint, words, lines = 3, tag = "risk", typed = typed))
        if (from != null) addAcross(SourceLine(context, from, R.drawable.ic_copy))
        spaced(context.px(R.dimen.s2))
    }
}

/** The officer's own judgement, one of four. None is set before, and none is hoped for. */
class LevelPicker(context: Context, levels: List<Choice>, chosen: Level?, press: (Level) -> Unit) : LinearLayout(context) {
    /** A level as it is offered; [beside]: what stands beside it, and is no gate. */
    class Choice(val level: Level, val says: CharSequence, val beside: CharSequence?)

    init {
        orientation = VERTICAL
        levels.forEach { addAcross(One(context, it, it.level == chosen) { press(it.level) }) }
        addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
    }

    private class One(context: Context, choice: Choice, on: Boolean, press: () -> Unit) : ListRow(context, press) {
        init {
            tag = "level:${choice.level.name}"
            inside.tag = "press:${choice.level.name}"
            inside.isSelected = on
            val fits = !context.largeText && choice.beside != null && choice.beside.length <= BESIDE && resources.configuration.screenWidthDp >= WIDE
            inside.accessibilityDelegate = AsChoice(true)
            inside.contentDescription = listOfNotNull(context.getString(R.string.level), choice.says, choice.beside).joinToString(". ")
            if (on) inside.setBackgroundResource(R.drawable.row_next)
            inside.addView(StateMark(context, if (on) R.drawable.mark_one_on else R.drawable.mark_one, 0, R.color.ink))
            textAfter(
                context.column {
                    importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
                    addView(context.words(choice.says, R.style.Text_Strong))
                    if (choice.beside != null && !fits) addView(SeenMark(context, Seen.NOT_SEEN, choice.beside))
                },
            )
            if (choice.beside != null && fits) end(SeenMark(context, Seen.NOT_SEEN, choice.beside).apply { importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS })
            if (choice.level == Level.IMMEDIATE_DANGER) end(context.icon(R.drawable.ic_danger, R.color.danger, R.dimen.mark))
        }

        private companion object {
            /** So much stands at the end of a row that is at least so wide; more stands below. */
            const val BESIDE = 32
            const val WIDE = 360
        }
    }
}

/** What follows in this force: whatever the level first, then at this level. What is not set is said so. */
class RoutePanel(context: Context, title: CharSequence, none: List<None>, routes: List<Route>, past: CharSequence?) : LinearLayout(context) {
    /** One route. [lead]: when it follows; [unset]: what of it the force has not set. */
    class Route(val lead: CharSequence, val text: CharSequence, val unset: CharSequence?)

    /** That there is none: [what] is not set. */
    class None(val lead: CharSequence, val what: CharSequence)

    init {
        orientation = VERTICAL
        padded(R.dimen.s4, R.dimen.s3)
        addView(context.words(title, R.style.Text_Head).heading())
        for (one in none) addAcross(LocalValueUnset(context, context.strongThen(one.lead, " ${one.what}"), context.getString(R.string.unset)))
        for (route in routes) {
            addView(context.words(context.strongThen(route.lead, " ${route.text}")))
            if (route.unset != null) addAcross(LocalValueUnset(context, route.unset, context.getString(R.string.unset)))
        }
        if (past != null) addAcross(SourceLine(context, past, R.drawable.ic_ended))
        spaced(context.px(R.dimen.s2))
    }
}
