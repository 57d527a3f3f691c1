package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.Danger
import org.childfirst.Known
import org.childfirst.KnownBy
import org.childfirst.isHearsay
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.longestWord
import org.childfirst.app.ui.pageWidth
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** The sign of immediate danger. Red means this and nothing else. */
private fun Context.dangerTag(): LinearLayout = line(R.dimen.s2) {
    addView(context.icon(R.drawable.ic_danger, R.color.danger))
    addWide(context.words(context.getString(R.string.danger), R.style.Text_Danger))
}

/**
 * The question that comes before every other, why it is, and how it is known. Its [DangerAnswers] stand apart, below: they
 * never scroll away.
 */
class DangerAsk(context: Context, question: CharSequence, hint: CharSequence, asked: CharSequence?, why: View, known: HowKnown) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        setBackgroundResource(R.drawable.edge_danger)
        // Where there is little height, the question keeps what there is.
        val tight = context.resources.configuration.screenHeightDp < DangerAnswers.TALL
        setPaddingRelative(context.px(R.dimen.s6), context.px(if (tight) R.dimen.s2 else R.dimen.s4), context.px(R.dimen.s4), context.px(R.dimen.s3))
        addAcross(context.dangerTag())
        if (asked != null) addView(context.words(asked, R.style.Text_Strong))
        addAcross(context.words(question, if (tight) R.style.Text_Title else R.style.Text_Display).heading().apply { setPaddingRelative(0, context.px(if (tight) R.dimen.s1 else R.dimen.s3), 0, context.px(R.dimen.s2)) })
        addAcross(context.words(hint, R.style.Text_Soft))
        addAcross(why)
        (why.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s3)
        addAcross(known)
        (known.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s3)
    }
}

/**
 * The answers to it. Yes is one press and asks nothing; the others carry how it is known.
 *
 * Under the thumb without scrolling, however small the window: one below the other where it is tall, in two rows where it is
 * not, in one where it is wide. 16 between Yes and the next, always.
 */
class DangerAnswers(context: Context, least: Int, stacked: Boolean = context.resources.configuration.screenHeightDp >= TALL, answer: (Danger) -> Unit) : LinearLayout(context) {
    init {
        val size = if (context.largeText) R.dimen.t_body else R.dimen.t_title
        val (yes, notNow, cannotTell) = listOf(
            Triple(Danger.YES, R.string.yes, R.id.danger_yes),
            Triple(Danger.NOT_NOW, R.string.not_now, R.id.danger_not_now),
            Triple(Danger.CANNOT_TELL, R.string.cannot_tell, R.id.danger_cannot_tell),
        ).map { (which, says, id) ->
            Button(context, null, 0, if (which == Danger.YES) R.style.Btn_Danger else R.style.Btn).apply {
                this.id = id
                text = context.getString(says)
                setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(if (stacked) R.dimen.t_title else size))
                setPaddingRelative(context.px(R.dimen.s2), context.px(R.dimen.s1), context.px(R.dimen.s2), context.px(R.dimen.s1))
                minimumHeight = context.px(least)
                setOnClickListener { answer(which) }
            }
        }
        if (stacked) {
            orientation = VERTICAL
            addAcross(yes)
            addAcross(notNow)
            addAcross(cannotTell)
            (notNow.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s4)
            (cannotTell.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s2)
        } else {
            // In a row, those beside one another are of one height.
            val wide = context.resources.configuration.screenWidthDp >= WIDE
            val others = if (wide) this else LinearLayout(context)
            orientation = if (wide) HORIZONTAL else VERTICAL
            if (wide) beside(this, yes, 0) else addAcross(yes)
            beside(others, notNow, if (wide) R.dimen.s4 else 0)
            beside(others, cannotTell, R.dimen.s2)
            if (!wide) {
                addAcross(others)
                (others.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s4)
            }
        }
    }

    private fun beside(row: LinearLayout, view: View, gap: Int) =
        row.addView(view, LayoutParams(0, LayoutParams.MATCH_PARENT, 1f).apply { if (gap != 0) marginStart = context.px(gap) })

    companion object {
        /** From this height on, in dp, the answers stand one below the other. */
        const val TALL = 600
        private const val WIDE = 600

        /** Below the question: at its red edge, above the Dock. */
        fun below(context: Context, answer: (Danger) -> Unit): View = LinearLayout(context).apply {
            setBackgroundResource(R.drawable.edge_danger)
            val tall = resources.configuration.screenHeightDp >= TALL
            setPaddingRelative(context.px(R.dimen.s6), context.px(if (tall) R.dimen.s3 else R.dimen.s2), context.px(R.dimen.s4), context.px(if (tall) R.dimen.s3 else R.dimen.s2))
            addAcross(DangerAnswers(context, if (tall && !context.largeText) R.dimen.touch_danger_ask else R.dimen.touch_danger, answer = answer))
        }
    }
}

/** How danger stands, and how old that is. It leads every list, and asks again. */
class DangerBlock private constructor(context: Context) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.edge_danger_soft)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s3), context.px(R.dimen.s3), context.px(R.dimen.s3))
    }

    /** Answered: what, when, and by whom it is asked again. */
    constructor(context: Context, words: CharSequence, ask: CharSequence?, again: () -> Unit) : this(context) {
        val says = context.column {
            addAcross(context.dangerTag())
            // What was answered is strong; who was not seen stands on a line of its own.
            val parts = words.split(". ", limit = 2)
            addView(context.words(parts[0], R.style.Text_Strong))
            parts.getOrNull(1)?.let { addView(context.words(it)) }
            if (ask != null) addView(context.words(ask, R.style.Text_Strong))
        }
        val button = Button(context, null, 0, R.style.Btn).apply {
            id = R.id.danger_again
            text = context.getString(if (ask == null) R.string.ask_again else R.string.ask_now)
            minimumHeight = context.px(R.dimen.touch_main)
            setOnClickListener { again() }
        }
        val title = context.words(context.getString(R.string.danger), R.style.Text_Danger).longestWord() + context.px(R.dimen.icon)
        button.measure(View.MeasureSpec.UNSPECIFIED, View.MeasureSpec.UNSPECIFIED)
        if (context.largeText || title + button.measuredWidth + context.px(R.dimen.s6) * 3 > context.pageWidth) {
            orientation = VERTICAL
            addAcross(says)
            addAcross(button)
            (button.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s2)
        } else {
            gravity = Gravity.CENTER_VERTICAL
            addWide(says)
            addView(button, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = context.px(R.dimen.s2) })
        }
    }

    /** Not answered: the question itself, with its answers, before everything else. */
    constructor(context: Context, question: CharSequence, answer: (Danger) -> Unit) : this(context) {
        orientation = VERTICAL
        addAcross(context.dangerTag())
        addAcross(context.words(question, R.style.Text_Title).heading().apply { setPaddingRelative(0, context.px(R.dimen.s2), 0, context.px(R.dimen.s3)) })
        addAcross(DangerAnswers(context, R.dimen.touch_danger, stacked = context.largeText, answer = answer))
    }
}

/** Danger was answered yes: it stays on every screen until somebody says that it is safe. */
class DangerStrip(context: Context, says: CharSequence) : LinearLayout(context) {
    init {
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundColor(context.getColor(R.color.danger_fill))
        minimumHeight = context.px(R.dimen.touch)
        padded(R.dimen.s4, R.dimen.s1)
        accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        addView(context.icon(R.drawable.ic_danger, R.color.on_danger))
        addWide(context.words(says, R.style.Text_Head).apply {
            setTextColor(context.getColor(R.color.on_danger))
            setPaddingRelative(context.px(R.dimen.s2), 0, 0, 0)
        })
    }
}

/** What to do now, in the few lines that the pack has for it. */
class DangerSteps(context: Context, steps: List<Step>) : LinearLayout(context) {
    /** One line; what the force has to fill in, or that it has not. */
    class Step(val text: CharSequence, val local: CharSequence?, val unset: CharSequence?)

    init {
        orientation = VERTICAL
        steps.forEachIndexed { at, step -> addAcross(One(context, at + 1, step)) }
        addView(context.column { addView(android.view.View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline))) })
    }

    private class One(context: Context, number: Int, step: Step) : ListRow(context, null) {
        init {
            inside.gravity = Gravity.TOP
            inside.padded(R.dimen.s4, R.dimen.s4)
            inside.addView(context.words(number.toString(), R.style.Text_Title).apply { setTextColor(context.getColor(R.color.ink_2)) })
            textAfter(
                context.column(R.dimen.s2) {
                    addView(context.words(step.text, R.style.Text_Title))
                    if (step.local != null) addView(context.words(step.local, R.style.Text_Strong))
                    if (step.unset != null) addAcross(LocalValueUnset(context, step.unset))
                },
            )
        }
    }
}

/** A force has not filled this in: said so, and never made up. */
class LocalValueUnset(context: Context, says: CharSequence, under: CharSequence? = null) : LinearLayout(context) {
    init {
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundResource(R.drawable.unset)
        padded(R.dimen.s3, R.dimen.s2)
        addView(context.icon(R.drawable.ic_empty, size = R.dimen.icon_small))
        // What it is, and below it that it is not set; or both in one where there is little to say.
        addWide(context.column {
            setPaddingRelative(context.px(R.dimen.s2), 0, 0, 0)
            addView(context.words(says, if (under == null) R.style.Text_Small else R.style.Text).apply { setTextColor(context.getColor(R.color.ink)) })
            if (under != null) addView(context.words(under, R.style.Text_Small).apply { setTextColor(context.getColor(R.color.ink)) })
        })
    }
}

/** How something is known: one or more, and who said it. */
class HowKnown(context: Context, title: CharSequence, aside: CharSequence?, chosen: Set<KnownBy>, who: String, changed: (Set<KnownBy>, String) -> Unit) : LinearLayout(context) {
    private var known = chosen
    private var name = who
    private val whoField: AnswerField
    private val onlyAdult: View

    init {
        orientation = VERTICAL
        addAcross(CircumstanceGroup.label(context, title, aside))
        val grid = ChipGrid(context, 3)
        for (how in KnownBy.entries) {
            grid.add(
                ChoiceChip(context, context.getString(says(how)), one = false, on = how in known, tag = "known:${how.name}") { on ->
                    known = if (on) known + how else known - how
                    show()
                    changed(known, name)
                },
            )
        }
        addAcross(grid)
        whoField = AnswerField(context, context.getString(R.string.who_hint), name, lines = 1, tag = "known:who", before = context.getString(R.string.who)) {
            name = it
            changed(known, name)
        }
        addAcross(whoField)
        (whoField.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s2)
        onlyAdult = context.line(R.dimen.s2) {
            addView(HearsayMark(context, small = true))
            addView(context.words(context.getString(R.string.known_only_from_others), R.style.Text_Small).apply { setTextColor(context.getColor(R.color.ink)) })
        }
        addAcross(onlyAdult)
        (onlyAdult.layoutParams as LayoutParams).topMargin = context.px(R.dimen.s2)
        show()
    }

    private fun show() {
        whoField.visibility = if (known.any { it in NAMED }) VISIBLE else GONE
        onlyAdult.visibility = if (isHearsay(known.map { Known(it) })) VISIBLE else GONE
    }

    companion object {
        /** Those of whom it is asked who. */
        val NAMED = setOf(KnownBy.CHILD_SAID, KnownBy.ADULT_SAID)

        private fun says(how: KnownBy) = when (how) {
            KnownBy.SEEN -> R.string.known_seen
            KnownBy.HEARD -> R.string.known_heard
            KnownBy.CHILD_SAID -> R.string.known_child_said
            KnownBy.ADULT_SAID -> R.string.known_adult_said
            KnownBy.RECORDS -> R.string.known_records
            KnownBy.ASSUMED -> R.string.known_assumed
        }
    }
}
