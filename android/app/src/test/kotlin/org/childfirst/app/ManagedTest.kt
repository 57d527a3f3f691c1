package org.childfirst.app

import android.content.Context
import android.content.RestrictionsManager
import android.os.Bundle
import org.childfirst.Role
import org.childfirst.app.core.Managed
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What a force sets for its phones. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class ManagedTest {
    private val keys = listOf("repository_url", "repository_root", "repository_pins", "force", "role", "update_network", "update_take_in", "hand_over_apps", "recovery_key")

    private fun bundle(vararg set: Pair<String, String>) = Bundle().apply { set.forEach { (key, value) -> putString(key, value) } }

    @Test
    fun `all that is set is read`() {
        val set = Managed.of(
            bundle(
                "repository_url" to " https://guidance.example/a ", "repository_root" to "{}", "repository_pins" to "sha256/AAAA, BBBB",
                "force" to "hampshire", "role" to "response_officer", "update_network" to "any", "update_take_in" to "by_itself",
                "hand_over_apps" to "com.example.mail\ncom.example.records", "recovery_key" to "cfpub1-x",
            ),
        )
        assertEquals("https://guidance.example/a", set.repository)
        assertEquals("{}", String(set.root!!))
        assertEquals(setOf("AAAA", "BBBB"), set.pins)
        assertEquals("hampshire" to Role.RESPONSE_OFFICER, set.force to set.role)
        assertEquals(Managed.Network.ANY to Managed.TakeIn.BY_ITSELF, set.network to set.takeIn)
        assertEquals(listOf("com.example.mail", "com.example.records"), set.handOverApps)
        assertEquals("cfpub1-x", set.recoveryKey)
        assertEquals(listOf("hampshire"), set.follow)
    }

    @Test
    fun `what is not set, or does not read, is as if it was not set`() {
        assertEquals(Managed(), Managed.of(Bundle()))
        val junk = bundle("repository_url" to "http://guidance.example", "role" to "chief", "update_network" to "x", "update_take_in" to "", "force" to "  ")
        assertEquals(Managed(), Managed.of(junk.apply { putInt("repository_root", 7) }))
    }

    @Test
    fun `the schema has what is read, and the system’s own word is asked for`() {
        val app = RuntimeEnvironment.getApplication()
        val manager = app.getSystemService(Context.RESTRICTIONS_SERVICE) as RestrictionsManager
        shadowOf(manager).setApplicationRestrictions(bundle("force" to "norfolk"))
        var read: Managed? = null
        Thread { read = Managed.of(app) }.apply { start() }.join()
        assertEquals("norfolk", read?.force)
        val schema = ArrayList<String>()
        val xml = app.resources.getXml(R.xml.app_restrictions)
        while (xml.next() != org.xmlpull.v1.XmlPullParser.END_DOCUMENT) {
            if (xml.eventType == org.xmlpull.v1.XmlPullParser.START_TAG && xml.name == "restriction") {
                schema += xml.getAttributeValue("http://schemas.android.com/apk/res/android", "key")
            }
        }
        assertEquals(keys.sorted(), schema.sorted())
    }

    @Test
    fun `with force and role set, danger is two presses from the icon on the first day`() {
        val officer = Officer()
        App.managed = Managed(force = "norfolk", role = Role.RESPONSE_OFFICER)
        officer.open()
        assertEquals(Place.Home, officer.place)
        assertTrue(officer.words(), "Norfolk 2013-16" in officer.words())
        officer.press(R.id.primary)
        assertEquals(1, officer.presses)
        assertTrue(officer.words(), "Is any child in immediate danger now?" in officer.words())
    }

    @Test
    fun `only the force’s own guidance is offered where it is set`() {
        val officer = Officer()
        App.managed = Managed(force = "norfolk")
        officer.open()
        assertEquals(Place.FirstUse, officer.place)
        assertTrue(officer.words(), "Norfolk 2013-16" in officer.words() && "Kent 2011-14" !in officer.words())
    }
}
