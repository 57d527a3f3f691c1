package org.childfirst.app

import android.widget.EditText
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.screens.Place
import org.childfirst.toOffsetDateTime
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/** What runs in a process of its own for [DiskTest], with its disk in the rig's hands. Not run by itself. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class FullDisk {
    private val folder = File(System.getProperty("childfirst.disk.folder"))
    private val full = File(folder, "full")
    private val work get() = (RuntimeEnvironment.getApplication() as App).work

    @Test
    fun `what cannot be saved is not said to be, stays, and is saved later`() {
        // Only where the rig stands between: it is on the disk's side of every call.
        assertNotNull(System.getenv("RIG_WHILE"))
        val officer = Officer(folder = File(folder, "data")).open().first()
        full.writeText("")
        officer.press(R.id.primary)
        notSaved(officer, Place.Home)
        full.delete()
        officer.press(R.id.primary)
        assertEquals(Place.Danger, officer.place)
        // An answer.
        full.writeText("")
        officer.press(R.id.danger_not_now)
        notSaved(officer, Place.Danger)
        officer.press(R.id.try_again)
        notSaved(officer, Place.Danger)
        full.delete()
        officer.press(R.id.try_again)
        assertEquals(Place.Children, officer.place)
        assertEquals(2L, officer.saved())
        // Three children at once: those that are saved are not asked for again.
        officer.type("age", "9, 3")
        officer.press(R.id.primary)
        assertEquals(2, work.snapshot!!.screen.children.size)
        // Half typed words: the draft cannot be kept either, and says so. They stand in the field.
        officer.press(R.id.back)
        officer.pressWords("Where is anyone a child may fear")
        full.writeText("")
        officer.type("answer", "Outside")
        officer.press("known:SEEN")
        officer.press(R.id.primary)
        notSaved(officer, Place.Item("six-principles/now/where-is-the-one-feared", 0u))
        assertEquals("Outside", officer.root.findViewWithTag<EditText>("answer").text.toString())
        full.delete()
        officer.press(R.id.try_again)
        assertNull(work.notSaved)
        assertEquals("Outside", work.snapshot!!.state.answers.single().answer.value)
        // What is half typed after it is kept again, and nothing of what is saved.
        officer.press(R.id.words)
        officer.type("words", "I hid")
        var kept = emptyList<String>()
        work.read({ it.drafts() }) { drafts -> kept = drafts.map { HalfTyped.of(it.words).words } }
        officer.settle()
        assertEquals(listOf("I hid"), kept)
        officer.press(R.id.back)
        // Yes does not wait for the disk, and is not forgotten by it: it goes before what is saved next.
        officer.press(R.id.parts)
        officer.pressWords("Ask about immediate danger")
        full.writeText("")
        officer.press(R.id.danger_yes)
        notSaved(officer, Place.DangerNow)
        full.delete()
        officer.press(R.id.primary)
        officer.press(R.id.primary)
        assertNull(work.notSaved)
        assertEquals(listOf("NOT_NOW", "YES", "SAFE_NOW"), work.snapshot!!.state.danger.map { it.answer.name })
        assertFalse(work.snapshot!!.screen.dangerYes)
        // Nor by leaving for home: there it is said, and tried from there, as of when it was pressed.
        officer.press(R.id.parts)
        officer.pressWords("Ask about immediate danger")
        full.writeText("")
        officer.press(R.id.danger_yes)
        while (officer.place != Place.Home) officer.press(R.id.back)
        notSaved(officer, Place.Home)
        officer.later(30)
        officer.press(R.id.try_again)
        notSaved(officer, Place.Home)
        full.delete()
        officer.press(R.id.try_again)
        assertNull(work.notSaved)
        officer.pressWords("On this device only.")
        val yes = work.snapshot!!.state.danger.last()
        assertEquals("YES", yes.answer.name)
        assertTrue(yes.at.at.toOffsetDateTime().plusMinutes(25).isBefore(work.snapshot!!.state.lastAt!!.toOffsetDateTime()))
    }

    private fun notSaved(officer: Officer, place: Place) {
        assertEquals(place, officer.place)
        assertTrue(officer.words(), "Not saved. The device is full. What you typed is still here." in officer.words())
        assertNull("no receipt beside it", officer.saved())
    }
}
