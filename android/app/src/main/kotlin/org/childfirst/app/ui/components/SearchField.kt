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
import org.childfirst.app.R
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.px

/** Words to look for, on the device. What is typed is kept nowhere, and no keyboard learns it. */
class SearchField(context: Context, hint: CharSequence, typed: String, tag: String, changed: (String) -> Unit) : LinearLayout(context) {
    init {
        gravity = Gravity.CENTER_VERTICAL
        setBackgroundResource(R.drawable.field)
        minimumHeight = context.px(R.dimen.touch_main)
        setPaddingRelative(context.px(R.dimen.s3), 0, context.px(R.dimen.s3), 0)
        addView(context.icon(R.drawable.ic_search))
        val edit = EditText(context, null, 0, R.style.Field).apply {
            this.tag = tag
            setText(typed)
            this.hint = hint
            background = null
            setPaddingRelative(0, context.px(R.dimen.s1), 0, context.px(R.dimen.s1))
            setGravity(Gravity.CENTER_VERTICAL)
            minHeight = context.px(R.dimen.touch_main)
            inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
            imeOptions = EditorInfo.IME_ACTION_SEARCH or EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING or EditorInfo.IME_FLAG_NO_FULLSCREEN
            isSingleLine = true
            importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO
            isSaveEnabled = false
            addTextChangedListener(object : TextWatcher {
                override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
                override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
                override fun afterTextChanged(text: Editable) = changed(text.toString())
            })
        }
        addWide(edit)
        (edit.layoutParams as LayoutParams).marginStart = context.px(R.dimen.s3)
    }
}
