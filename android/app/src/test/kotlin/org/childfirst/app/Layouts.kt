package org.childfirst.app

import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView

/**
 * What is wrong with how a window is laid out: words cut or shortened, a word broken in two, one view on another, something
 * that cannot be hit, an answer too near to Yes or out of reach. It looks at every view, and knows none of them.
 */
object Layouts {
    /** Everything that is found. */
    fun problems(root: View): List<String> {
        val found = ArrayList<String>()
        val density = root.resources.displayMetrics.density
        fun walk(view: View) {
            if (view.visibility != View.VISIBLE) return
            if (view is TextView && view.text.isNotEmpty()) found += words(view)
            if (view is TextView || view.isClickable) found += outside(view)
            if (view.isClickable && (view.width < TOUCH * density - 1 || view.height < TOUCH * density - 1)) {
                found += "too small to hit: ${says(view)}, ${view.width / density} by ${view.height / density} dp"
            }
            if (view is LinearLayout) found += overlaps(view, density)
            if (view is ViewGroup) for (at in 0 until view.childCount) walk(view.getChildAt(at))
        }
        walk(root)
        found += danger(root, density)
        return found
    }

    /** Words that are cut: at the side, below, with "…", or in the middle of one. */
    private fun words(view: TextView): List<String> {
        val layout = view.layout ?: return listOf("never laid out: ${says(view)}")
        val found = ArrayList<String>()
        val typed = view is EditText && view.length() > 0
        val lines = 0 until layout.lineCount
        if (lines.any { layout.getEllipsisCount(it) > 0 }) found += "shortened: ${says(view)}"
        // What was typed moves under the finger; everything else has to be there whole.
        if (typed) return found
        val room = view.width - view.totalPaddingLeft - view.totalPaddingRight
        if (lines.any { layout.getLineMax(it) > room + 1 }) found += "wider than its place: ${says(view)}"
        if (layout.height > view.height - view.totalPaddingTop - view.totalPaddingBottom + 1) found += "higher than its place: ${says(view)}"
        for (line in lines.drop(1)) {
            val at = layout.getLineStart(line)
            val before = layout.text[at - 1]
            if (before.isLetterOrDigit() && layout.text[at].isLetterOrDigit()) found += "broken in a word: ${says(view)}, before \"${layout.text.subSequence(at, layout.getLineEnd(line))}\" in ${room / view.resources.displayMetrics.density} dp"
        }
        return found.distinct()
    }

    /** Whether it stands outside of what it stands in, where that does not scroll. */
    private fun outside(view: View): List<String> {
        val box = Rect(0, 0, view.width, view.height)
        var inside: View = view
        while (true) {
            val parent = inside.parent as? ViewGroup ?: return emptyList()
            box.offset(inside.left - parent.scrollX, inside.top - parent.scrollY)
            if (parent is ScrollView) return if (box.left < -1 || box.right > parent.width + 1) listOf("stands over the edge: ${says(view)}") else emptyList()
            if (box.left < -1 || box.top < -1 || box.right > parent.width + 1 || box.bottom > parent.height + 1) {
                return listOf("stands over the edge of ${parent.javaClass.simpleName}: ${says(view)}")
            }
            inside = parent
        }
    }

    /** Views side by side, or one below the other, of which one stands on the other by more than an outline. */
    private fun overlaps(group: LinearLayout, density: Float): List<String> {
        val shown = (0 until group.childCount).map(group::getChildAt).filter { it.visibility == View.VISIBLE && it.width > 0 && it.height > 0 }
        return shown.zipWithNext().filter { (one, other) ->
            val box = Rect(one.left, one.top, one.right, one.bottom)
            box.intersect(other.left, other.top, other.right, other.bottom) && minOf(box.width(), box.height()) > 2 * density + 1
        }.map { (one, other) -> "on one another: ${says(one)} / ${says(other)}" }
    }

    /** Yes: there to be pressed as the screen comes, and 16 from the next answer. */
    private fun danger(root: View, density: Float): List<String> {
        val yes = root.findViewById<View>(R.id.danger_yes)?.takeIf { it.isShown } ?: return emptyList()
        val found = ArrayList<String>()
        val box = Rect()
        val whole = yes.getGlobalVisibleRect(box) && box.height() >= yes.height && box.width() >= yes.width
        if (!whole) found += "Yes cannot be reached without scrolling"
        val place = placeOf(yes)
        for (id in listOf(R.id.danger_not_now, R.id.danger_cannot_tell)) {
            val other = root.findViewById<View>(id)?.takeIf { it.isShown }?.let(::placeOf) ?: continue
            val apart = maxOf(other.left - place.right, place.left - other.right, other.top - place.bottom, place.top - other.bottom)
            if (apart < 16 * density - 1) found += "${apart / density} dp between Yes and another answer"
        }
        if (yes.height < 60 * density - 1) found += "Yes is ${yes.height / density} dp high"
        return found
    }

    private fun placeOf(view: View): Rect {
        val at = IntArray(2).also(view::getLocationInWindow)
        return Rect(at[0], at[1], at[0] + view.width, at[1] + view.height)
    }

    private fun says(view: View): String {
        val words = (view as? TextView)?.let { if (it.text.isNotEmpty()) it.text else it.hint } ?: view.contentDescription ?: view.tag
        return "${view.javaClass.simpleName} \"$words\""
    }

    private const val TOUCH = 48
}
