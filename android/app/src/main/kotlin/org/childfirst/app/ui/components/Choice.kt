package org.childfirst.app.ui.components

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import org.childfirst.FactorState
import org.childfirst.Mark
import org.childfirst.Precision
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.longestWord
import org.childfirst.app.ui.pageWidth
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** Something that is chosen: square where many may be, round where one is. A sign, a word, and an outline that changes. */
class ChoiceChip(context: Context, says: CharSequence, private val one: Boolean, on: Boolean, tag: String, mark: Mark? = null, private val chosen: (Boolean) -> Unit) : LinearLayout(context) {
    private val sign = StateMark(context, R.drawable.mark_open, R.drawable.ic_tick, R.color.on_accent, small = true)
    private val words = context.words(says)
    private val own = mark

    init {
        this.tag = tag
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundResource(R.drawable.chip)
        foreground = context.getDrawable(R.drawable.focus)
        minimumHeight = context.px(R.dimen.touch)
        val side = context.px(R.dimen.s2)
        setPaddingRelative(side, context.px(R.dimen.s1), context.px(R.dimen.s1), context.px(R.dimen.s1))
        words.setLineSpacing(0f, 1f)
        if (mark != null) addView(StateMark(context, mark, small = true)) else addView(sign)
        addView(words, LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f).apply { marginStart = if (context.largeText) context.px(R.dimen.s2) else context.px(R.dimen.s1) + 2 })
        isClickable = true
        isFocusable = true
        accessibilityDelegate = AsChoice(one)
        contentDescription = says
        isSelected = on
        show()
        setOnClickListener {
            if (!one || !isSelected) {
                isSelected = if (one) true else !isSelected
                show()
                chosen(isSelected)
            }
        }
    }

    /** In less than this a word of it would be broken. */
    val least: Int get() = words.longestWord() + paddingStart + paddingEnd + context.px(R.dimen.mark_small) + context.px(R.dimen.s1) + 3

    /** Chosen or not, without telling anybody. */
    fun put(on: Boolean) {
        isSelected = on
        show()
    }

    private fun show() {
        words.typeface = android.graphics.Typeface.create(if (isSelected) "sans-serif-medium" else "sans-serif", android.graphics.Typeface.NORMAL)
        if (own != null) return
        sign.shape(
            when {
                one && isSelected -> R.drawable.mark_one_on
                one -> R.drawable.mark_one
                isSelected -> R.drawable.mark_done
                else -> R.drawable.mark_open
            },
        )
        sign.getChildAt(0).visibility = if (!one && isSelected) View.VISIBLE else View.GONE
    }
}

/**
 * Chips in even columns; fewer where a word would be broken, and below one another where words are large. A wide one takes a
 * row of its own.
 */
class ChipGrid(context: Context, private val columns: Int) : ViewGroup(context) {
    private val wide = HashSet<View>()
    private val gap = context.px(R.dimen.s2)

    /** Adds a chip. */
    fun add(chip: View, wide: Boolean = false) {
        if (wide) this.wide.add(chip)
        addView(chip)
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        var top = 0
        for (row in rows(fitting(width))) {
            val cell = cell(width, row.columns)
            val across = MeasureSpec.makeMeasureSpec(cell, MeasureSpec.EXACTLY)
            row.chips.forEach { it.measure(across, MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED)) }
            // In a row all are as high as the highest.
            val height = row.chips.maxOf { it.measuredHeight }
            row.chips.forEach { it.measure(across, MeasureSpec.makeMeasureSpec(height, MeasureSpec.EXACTLY)) }
            top += height + gap
        }
        setMeasuredDimension(width, (top - gap).coerceAtLeast(0))
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        val width = right - left
        var y = 0
        for (row in rows(fitting(width))) {
            row.chips.forEachIndexed { at, chip ->
                val start = at * (chip.measuredWidth + gap)
                val x = if (layoutDirection == View.LAYOUT_DIRECTION_RTL) width - start - chip.measuredWidth else start
                chip.layout(x, y, x + chip.measuredWidth, y + chip.measuredHeight)
            }
            y += row.chips.maxOf { it.measuredHeight } + gap
        }
    }

    private class Row(val columns: Int, val chips: List<View>)

    private fun rows(columns: Int): List<Row> {
        val rows = ArrayList<Row>()
        var open = ArrayList<View>()
        fun close() {
            if (open.isNotEmpty()) rows.add(Row(columns, open))
            open = ArrayList()
        }
        for (at in 0 until childCount) {
            val chip = getChildAt(at)
            if (chip in wide) {
                close()
                rows.add(Row(1, listOf(chip)))
            } else {
                open.add(chip)
                if (open.size == columns) close()
            }
        }
        close()
        return rows
    }

    private fun cell(width: Int, columns: Int) = (width - gap * (columns - 1)) / columns

    private fun fitting(width: Int): Int {
        if (context.largeText) return 1
        val least = (0 until childCount).map(::getChildAt).filter { it !in wide }.maxOfOrNull { (it as? ChoiceChip)?.least ?: 0 } ?: 0
        return (columns downTo 2).firstOrNull { cell(width, it) >= least } ?: 1
    }
}

/** A question with chips: circumstances, and whatever else is chosen from a few. */
class CircumstanceGroup<T>(
    context: Context,
    title: CharSequence?,
    columns: Int,
    choices: List<Choice<T>>,
    private val one: Boolean,
    chosen: Set<T>,
    prefix: String,
    private val changed: (Set<T>) -> Unit,
) : LinearLayout(context) {
    /** What may be chosen. */
    class Choice<T>(val value: T, val says: CharSequence, val wide: Boolean = false)

    private var now = chosen
    private val chips = LinkedHashMap<T, ChoiceChip>()

    init {
        orientation = VERTICAL
        if (title != null) addAcross(label(context, title))
        val grid = ChipGrid(context, columns)
        for (choice in choices) {
            val chip = ChoiceChip(context, choice.says, one, choice.value in now, "$prefix:${choice.value}") { on ->
                now = if (one) setOf(choice.value) else if (on) now + choice.value else now - choice.value
                if (one) chips.forEach { (value, other) -> other.put(value == choice.value) }
                changed(now)
            }
            chips[choice.value] = chip
            grid.add(chip, choice.wide)
        }
        addAcross(grid)
    }

    companion object {
        /** The question above chips. */
        fun label(context: Context, title: CharSequence, aside: CharSequence? = null): View =
            context.words(if (aside == null) title else context.strongThen(title, " $aside"), if (aside == null) R.style.Text_Head else R.style.Text_Soft).apply {
                setPaddingRelative(0, 0, 0, context.px(R.dimen.s1) + 2)
                heading()
            }
    }
}

/** Yes, no, not known: side by side, and none of them is the one that is hoped for. */
class ThreeStates(context: Context, label: CharSequence, state: FactorState, tag: String, changed: (FactorState) -> Unit) : ListRow(context, null) {
    init {
        val three = LinearLayout(context)
        val parts = ArrayList<View>()
        for ((at, one) in listOf(FactorState.PRESENT to R.string.yes, FactorState.ABSENT to R.string.no, FactorState.NOT_KNOWN to R.string.not_known).withIndex()) {
            val view = context.words(context.getString(one.second), R.style.Text_Small).apply {
                this.tag = "$tag:${one.first.name}"
                gravity = Gravity.CENTER
                textAlignment = View.TEXT_ALIGNMENT_GRAVITY
                setTextColor(context.getColor(R.color.ink))
                minWidth = context.px(R.dimen.touch)
                minHeight = context.px(R.dimen.touch)
                setPaddingRelative(context.px(R.dimen.s2), 0, context.px(R.dimen.s2), 0)
                setBackgroundResource(PARTS[at])
                foreground = context.getDrawable(R.drawable.focus)
                isClickable = true
                isFocusable = true
                accessibilityDelegate = AsChoice(true)
                contentDescription = context.getString(R.string.of_which, label, context.getString(one.second))
                isSelected = one.first == state
                setOnClickListener {
                    if (!isSelected) {
                        parts.forEach { it.isSelected = it === this }
                        changed(one.first)
                    }
                }
            }
            parts.add(view)
            three.addView(view, LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT).apply { marginStart = if (at > 0) -context.px(R.dimen.outline) else 0 })
        }
        inside.setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.outline), context.px(R.dimen.s4), context.px(R.dimen.outline))
        val says = context.words(label)
        val room = context.pageWidth - 2 * context.px(R.dimen.s4) - context.px(R.dimen.s2)
        three.measure(View.MeasureSpec.UNSPECIFIED, View.MeasureSpec.UNSPECIFIED)
        if (context.largeText || says.longestWord() + three.measuredWidth > room) {
            inside.orientation = VERTICAL
            inside.gravity = Gravity.START
            inside.addAcross(says)
            if (three.measuredWidth > room) {
                // Across, each as wide as the others.
                parts.forEach { (it.layoutParams as LayoutParams).run { width = 0; height = LayoutParams.MATCH_PARENT; weight = 1f } }
                inside.addAcross(three)
            } else {
                inside.addView(three)
            }
        } else {
            inside.addWide(says)
            end(three)
        }
    }

    private companion object {
        val PARTS = listOf(R.drawable.chip_start, R.drawable.chip_middle, R.drawable.chip_end)
    }
}

/** Now or earlier; earlier asks when, and how exactly that is known. */
class WhenChip(context: Context, label: CharSequence, earlier: Earlier, written: CharSequence?, redraw: () -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        val group = CircumstanceGroup(
            context, null, 2,
            listOf(CircumstanceGroup.Choice(false, context.getString(R.string.now)), CircumstanceGroup.Choice(true, context.getString(R.string.earlier))),
            one = true, chosen = setOf(earlier.on), prefix = "when",
        ) {
            earlier.on = true in it
            earlier.changed()
            redraw()
        }
        addAcross(beside(context, label, group))
        if (earlier.on) {
            val before = if (earlier.precision == Precision.EXACT) R.string.when_at else R.string.when_about
            val field = AnswerField(context, context.getString(R.string.when_hint), earlier.typed, lines = 1, tag = "when:about", before = context.getString(before), after = if (earlier.carries) earlier.day ?: written else written) {
                val carried = earlier.carries
                earlier.typed = it
                earlier.changed()
                if (carried != earlier.carries && earlier.day != null) redraw()
            }
            if (earlier.precision != Precision.UNKNOWN) addAcross(indented(context, field))
            addAcross(indented(context, precision(earlier, redraw)))
        }
    }

    private fun precision(earlier: Earlier, redraw: () -> Unit): View {
        val all = listOf(Precision.ABOUT to R.string.when_about, Precision.EXACT to R.string.when_exactly, Precision.UNKNOWN to R.string.when_unknown)
        return CircumstanceGroup(
            context, null, if (context.largeText) 1 else 2, all.map { (value, says) -> CircumstanceGroup.Choice(value, context.getString(says), value == Precision.UNKNOWN) },
            one = true, chosen = setOf(earlier.precision), prefix = "precision",
        ) {
            earlier.precision = it.first()
            earlier.changed()
            redraw()
        }
    }

    companion object {
        /** A short question with its chips beside it; above them where words are large. */
        fun beside(context: Context, label: CharSequence, chips: View): View = LinearLayout(context).apply {
            val says = context.words(label, R.style.Text_Head).heading()
            val side = (80 * resources.displayMetrics.density).toInt()
            if (context.largeText || says.longestWord() > side) {
                orientation = VERTICAL
                addView(says)
                addAcross(chips)
            } else {
                addView(says, LayoutParams(side, LayoutParams.WRAP_CONTENT).apply { topMargin = context.px(R.dimen.s3) })
                addWide(chips)
                (chips.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s2)
            }
        }

        private fun indented(context: Context, field: View): View = LinearLayout(context).apply {
            addAcross(field)
            (field.layoutParams as LayoutParams).run {
                topMargin = context.px(R.dimen.s2)
                if (!context.largeText) marginStart = (80 * resources.displayMetrics.density).toInt() + context.px(R.dimen.s2)
            }
        }
    }
}

/** What there is instead of an answer: later, not done, does not apply. Done needs no press: an answer means it. */
class OutcomePicker(context: Context, chosen: Mark?, changed: (Mark) -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        addAcross(CircumstanceGroup.label(context, context.getString(R.string.no_answer)))
        val grid = ChipGrid(context, 3)
        val chips = HashMap<Mark, ChoiceChip>()
        for ((mark, says) in listOf(Mark.LATER to R.string.mark_later, Mark.NOT_DONE to R.string.mark_not_done, Mark.NOT_APPLICABLE to R.string.mark_na)) {
            val chip = ChoiceChip(context, context.getString(says), one = true, on = chosen == mark, tag = "outcome:${mark.name}", mark = mark) {
                chips.forEach { (other, view) -> view.put(other == mark) }
                changed(mark)
            }
            chips[mark] = chip
            grid.add(chip)
        }
        addAcross(grid)
    }
}
