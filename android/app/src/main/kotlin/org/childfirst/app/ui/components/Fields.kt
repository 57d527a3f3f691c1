package org.childfirst.app.ui.components

import android.content.Context
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.Gravity
import android.view.View
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.LinearLayout
import org.childfirst.Citation
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/**
 * Where words are typed. The keyboard neither learns nor corrects: what a child said stays as it was said.
 *
 * [lines]: so many at least, and as many as there are words; 1 is one for good, 0 begins with one and grows.
 * It has no memory of its own: the screen keeps what is typed, sealed, and gives it back.
 */
class AnswerField(context: Context, hint: CharSequence, text: CharSequence, lines: Int, tag: String, exact: Boolean = false, before: CharSequence? = null, after: CharSequence? = null, big: Boolean = false, typed: (String) -> Unit) : LinearLayout(context) {
    private val edit = EditText(context, null, 0, if (before == null && after == null) R.style.Field else R.style.Text)

    init {
        gravity = Gravity.CENTER_VERTICAL
        edit.apply {
            this.tag = tag
            setText(text)
            this.hint = hint
            imeOptions = EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING or EditorInfo.IME_FLAG_NO_FULLSCREEN
            val plain = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
            // A visible password is what every keyboard takes as: correct nothing, suggest nothing, learn nothing.
            val kind = if (exact) InputType.TYPE_TEXT_VARIATION_VISIBLE_PASSWORD else InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
            inputType = plain or kind or (if (lines != 1) InputType.TYPE_TEXT_FLAG_MULTI_LINE else 0)
            typeface = android.graphics.Typeface.create(if (big) "sans-serif-medium" else "sans-serif", android.graphics.Typeface.NORMAL)
            if (big) setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.t_lead))
            if (lines == 1) isSingleLine = true else minLines = lines.coerceAtLeast(1)
            importantForAutofill()
            isSaveEnabled = false
            addTextChangedListener(object : TextWatcher {
                override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
                override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
                override fun afterTextChanged(text: Editable) = typed(text.toString())
            })
        }
        if (before == null && after == null) {
            addWide(edit)
        } else {
            setBackgroundResource(R.drawable.field)
            setPaddingRelative(context.px(R.dimen.s3), 0, context.px(R.dimen.s3), 0)
            edit.background = null
            edit.minHeight = context.px(R.dimen.touch)
            edit.gravity = Gravity.CENTER_VERTICAL
            edit.setHintTextColor(context.getColor(R.color.ink_2))
            edit.isFocusableInTouchMode = true
            if (before != null) addView(context.words(before, R.style.Text_Small).apply { importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO })
            addWide(edit)
            if (before != null) (edit.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
            if (after != null) addView(context.words(after, R.style.Text_Small))
        }
    }

    private fun EditText.importantForAutofill() {
        importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO
    }
}

/** An age, typed as people say it; beside it how it was read, which is core's. */
class AgeField(context: Context, typed: String, title: CharSequence?, help: CharSequence, changed: (String) -> Unit) : LinearLayout(context) {
    private val read = context.words(title ?: "", R.style.Text_Head)

    init {
        gravity = Gravity.BOTTOM
        if (context.largeText) orientation = VERTICAL
        addView(
            context.column {
                addView(context.words(context.getString(R.string.age), R.style.Text_Head).apply { setPaddingRelative(0, 0, 0, context.px(R.dimen.s1)) })
                addAcross(AnswerField(context, context.getString(R.string.age_hint), typed, lines = 1, tag = "age", typed = changed))
            },
            LayoutParams(if (context.largeText) LayoutParams.MATCH_PARENT else (128 * resources.displayMetrics.density).toInt(), LayoutParams.WRAP_CONTENT),
        )
        val says = context.column {
            addView(read)
            addView(context.words(help, R.style.Text_Small))
        }
        if (context.largeText) {
            addAcross(says)
        } else {
            addWide(says)
            (says.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
        }
        show(title)
    }

    /** How it was read. */
    fun show(title: CharSequence?) {
        read.text = title ?: ""
        read.visibility = if (title.isNullOrEmpty()) GONE else VISIBLE
    }
}

/** Why it matters and where it stands: open when an item is first met, folded after. */
class WhyNote(context: Context, title: CharSequence, under: CharSequence, why: CharSequence, source: SourceLine?, open: Boolean, turned: (Boolean) -> Unit) : LinearLayout(context) {
    init {
        orientation = VERTICAL
        val fold = FoldRow(context, title, under, open, flush = true) { turned(!open) }
        addView(context.hairline())
        fold.id = R.id.why
        addAcross(fold)
        if (open) {
            val body = context.column(R.dimen.s2) {
                setBackgroundResource(R.drawable.edge_accent)
                setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s1), 0, context.px(R.dimen.s1))
                addView(context.words(why))
                if (source != null) addView(source)
            }
            addAcross(body)
            (body.layoutParams as LayoutParams).bottomMargin = context.px(R.dimen.s2)
        }
        addView(View(context).apply { setBackgroundColor(context.getColor(R.color.line)) }, LayoutParams(LayoutParams.MATCH_PARENT, context.px(R.dimen.hairline)))
    }
}

/** Where it stands: the document and its section, or that it stands in none. */
class SourceLine(context: Context, says: CharSequence, icon: Int = R.drawable.ic_book) : LinearLayout(context) {
    init {
        gravity = Gravity.TOP
        addView(context.icon(icon, R.color.ink_2, R.dimen.icon_small))
        addWide(context.words(says, R.style.Text_Small).apply { setPaddingRelative(context.px(R.dimen.s2), 0, 0, 0) })
    }

    companion object {
        /** What is said of a source; [document]: its short name. */
        fun says(context: Context, source: Citation?, document: String?, reason: String?): String = when {
            source != null -> context.getString(R.string.source, document ?: source.document, source.section.trimEnd('.'))
            reason != null -> context.getString(R.string.safe_working_because, reason)
            else -> context.getString(R.string.safe_working)
        }
    }
}

/** Words that come first for a circumstance: read, never answered. */
class NoticePin(context: Context, child: CharSequence?, text: CharSequence, own: CharSequence?, unset: CharSequence?, source: CharSequence) : LinearLayout(context) {
    init {
        setBackgroundResource(R.drawable.edge_ink)
        setPaddingRelative(context.px(R.dimen.s6), context.px(R.dimen.s3), context.px(R.dimen.s4), context.px(R.dimen.s3))
        addView(context.icon(R.drawable.ic_pin))
        val says = context.column(R.dimen.s1) {
            if (child != null) addView(context.words(child, R.style.Text_Small))
            addView(context.words(text, R.style.Text_Strong))
            if (own != null) addView(context.words(own))
            if (unset != null) addAcross(LocalValueUnset(context, unset))
            addView(context.words(source, R.style.Text_Small))
        }
        addWide(says)
        (says.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
    }
}
