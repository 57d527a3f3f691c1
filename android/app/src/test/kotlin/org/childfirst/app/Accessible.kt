package org.childfirst.app

import android.view.View
import com.google.android.apps.common.testing.accessibility.framework.AccessibilityCheckPreset
import com.google.android.apps.common.testing.accessibility.framework.AccessibilityCheckResult.AccessibilityCheckResultType
import com.google.android.apps.common.testing.accessibility.framework.AccessibilityHierarchyCheckResult
import com.google.android.apps.common.testing.accessibility.framework.uielement.AccessibilityHierarchyAndroid
import java.util.Locale

/** What Google's accessibility framework finds in a window: errors and warnings alike. */
object Accessible {
    /** Everything that is found. */
    fun problems(root: View): List<String> {
        val seen = AccessibilityHierarchyAndroid.newBuilder(root).build()
        return AccessibilityCheckPreset.getAccessibilityHierarchyChecksForPreset(AccessibilityCheckPreset.LATEST)
            .flatMap { it.runCheckOnHierarchy(seen) }
            .filter { it.type == AccessibilityCheckResultType.ERROR || it.type == AccessibilityCheckResultType.WARNING }
            .map { found -> "${found.sourceCheckClass.simpleName}: ${found.getMessage(Locale.ENGLISH)} ${said(found)}" }
    }

    private fun said(found: AccessibilityHierarchyCheckResult): String {
        val element = found.element ?: return ""
        val words: CharSequence? = element.text
        return "${element.className} $words ${element.boundsInScreen}"
    }
}
