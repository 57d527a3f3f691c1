package org.childfirst.app

import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import android.text.InputType
import android.view.WindowManager
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import org.childfirst.app.core.Settings
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What the app asks of the device and lets out of it: next to nothing. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class PrivacyTest {
    @Test
    fun `the network alone, no backup, and one component that others can start`() {
        val app = RuntimeEnvironment.getApplication()
        val asked = PackageManager.GET_PERMISSIONS or PackageManager.GET_ACTIVITIES or PackageManager.GET_SERVICES or PackageManager.GET_PROVIDERS or PackageManager.GET_RECEIVERS
        val info = app.packageManager.getPackageInfo(app.packageName, asked)
        assertEquals(listOf("android.permission.INTERNET", "android.permission.ACCESS_NETWORK_STATE"), info.requestedPermissions.orEmpty().toList())
        val all = info.activities.orEmpty().toList() + info.services.orEmpty() + info.providers.orEmpty() + info.receivers.orEmpty()
        assertEquals(listOf(MainActivity::class.java.name), all.filter { it.exported }.map { it.name })
        assertEquals(listOf("android.permission.BIND_JOB_SERVICE"), info.services.orEmpty().map { it.permission })
        assertEquals(0, app.applicationInfo.flags and ApplicationInfo.FLAG_ALLOW_BACKUP)
        assertEquals(0, app.applicationInfo.flags and ApplicationInfo.FLAG_USES_CLEARTEXT_TRAFFIC)
    }

    @Test
    fun `no picture of the window`() {
        val flags = Officer().open().activity.window.attributes.flags
        assertTrue(flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
    }

    @Test
    fun `no child is named in a bar, and the keyboard learns nothing and corrects nothing that a child said`() {
        val officer = Officer().open().first()
        var seen = 0
        Walk(officer) {
            val bar = officer.all().first { view -> view is org.childfirst.app.ui.components.TopBar }
            val words = officer.all(bar).filterIsInstance<android.widget.TextView>().joinToString { view -> view.text }
            assertTrue("$it: $words", listOf("girl", "boy", "baby").none { name -> name in words.lowercase() })
            for (field in officer.all().filterIsInstance<EditText>()) {
                seen++
                assertTrue(field.tag.toString(), field.imeOptions and EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING != 0)
                assertTrue(field.tag.toString(), field.inputType and InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS != 0)
                if (field.tag == "words") assertEquals(InputType.TYPE_TEXT_VARIATION_VISIBLE_PASSWORD, field.inputType and InputType.TYPE_MASK_VARIATION)
            }
        }.all()
        assertTrue("fields were looked at", seen > 3)
    }

    @Test
    fun `no page of the web is shown inside the app, and nothing is logged or notified`() {
        val sources = java.io.File("src/main/kotlin").walk().filter { it.extension == "kt" }.toList()
        assertTrue("sources are looked at", sources.size > 40)
        for (file in sources) {
            for (word in listOf("WebView", "android.util.Log", "println(", "NotificationManager")) {
                assertTrue("${file.name}: $word", word !in file.readText())
            }
        }
    }

    @Test
    fun `a setting or the core asked on the main thread stops at once`() {
        val settings = Settings(RuntimeEnvironment.getApplication())
        assertThrows(IllegalStateException::class.java) { settings.role }
    }
}
