package org.childfirst.app.ui.components

import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.Button
import android.widget.CheckBox
import android.widget.RadioButton

/** Read out as a button, though it is a line with words in it. */
object AsButton : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = Button::class.java.name
    }
}

/** Read out as one of several (round) or as one that may be chosen among others (square). */
class AsChoice(private val one: Boolean) : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = (if (one) RadioButton::class.java else CheckBox::class.java).name
        info.isCheckable = true
        info.isChecked = host.isSelected
    }
}
