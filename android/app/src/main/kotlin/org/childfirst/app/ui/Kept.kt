package org.childfirst.app.ui

import android.view.View
import android.widget.EditText
import android.widget.ScrollView
import org.childfirst.app.R

/** Where the page stood and where the cursor was, carried over when a page is drawn anew. */
class Kept(private val scroll: Int, private val field: Any?, private val from: Int, private val to: Int) {
    fun put(frame: View) {
        val edit = field?.let { frame.findViewWithTag<View>(it) } as? EditText
        edit?.let {
            it.requestFocus()
            it.setSelection(from.coerceAtMost(it.length()), to.coerceAtMost(it.length()))
        }
        frame.findViewById<ScrollView>(R.id.scroll)?.let { it.post { it.scrollTo(0, scroll) } }
    }

    companion object {
        fun of(frame: View): Kept? {
            val scroll = frame.findViewById<ScrollView>(R.id.scroll) ?: return null
            val edit = frame.findFocus() as? EditText
            return Kept(scroll.scrollY, edit?.tag, edit?.selectionStart ?: 0, edit?.selectionEnd ?: 0)
        }
    }
}
