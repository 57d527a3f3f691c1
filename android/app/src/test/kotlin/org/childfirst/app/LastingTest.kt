package org.childfirst.app

import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import android.os.Bundle
import android.os.Parcel

/** Turned, died, locked: the right place, the right words, and nothing lost. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class LastingTest {
    @Test
    fun `turned, the same page with what was typed and chosen`() {
        val officer = open()
        officer.root.findViewWithTag<android.widget.EditText>("answer").run { requestFocus(); setSelection(3) }
        officer.turn("+land")
        officer.root.findViewWithTag<android.widget.EditText>("answer").run {
            assertTrue("the cursor is where it was", hasFocus())
            assertEquals(3, selectionStart)
        }
        assertTrue(officer.words(), "Where is anyone a child may fear?" in officer.words())
        assertEquals("Outside", officer.root.findViewWithTag<android.widget.EditText>("answer").text.toString())
        assertTrue(officer.root.findViewWithTag<android.view.View>("known:SEEN").isSelected)
    }

    @Test
    fun `a process that died comes back to its place with the words that were half typed`() {
        val keys = StandInKeys()
        val officer = open(keys)
        val out = Bundle()
        officer.control.pause().stop().saveInstanceState(out).destroy()
        officer.settle()
        // Through the system, which is another process.
        val parcel = Parcel.obtain().apply { writeBundle(out) }
        val bytes = parcel.marshall()
        assertTrue("no word that was typed", "Outside" !in String(bytes, Charsets.UTF_16LE) && "Outside" !in String(bytes))
        val back = Parcel.obtain().apply { unmarshall(bytes, 0, bytes.size); setDataPosition(0) }.readBundle(javaClass.classLoader)
        val before = (RuntimeEnvironment.getApplication() as App).work
        // A new process: nothing of the old one's memory.
        val again = Officer(keys)
        assertNotSame(before, (RuntimeEnvironment.getApplication() as App).work)
        again.open(back)
        assertTrue(again.words(), "Where is anyone a child may fear?" in again.words())
        assertEquals("Outside", again.root.findViewWithTag<android.widget.EditText>("answer").text.toString())
    }

    @Test
    fun `locked, gone and out of order are told apart, and guidance stays`() {
        val keys = StandInKeys()
        open(keys)
        keys.locked = true
        assertTrue("locked", "Your records are locked" in Officer(keys).open().words())
        keys.locked = false
        keys.fails = true
        assertTrue("unavailable", "cannot be reached now" in Officer(keys).open().words())
        keys.fails = false
        val kept = keys.keys.toMap()
        keys.keys.clear()
        val gone = Officer(keys).open()
        assertTrue(gone.words(), "The key to your records is gone" in gone.words())
        assertTrue(gone.words(), "Hampshire 2021-24" in gone.words())
        keys.keys.putAll(kept)
        val back = Officer(keys).open()
        assertTrue(back.words(), "On this device only." in back.words())
    }

    private fun open(keys: StandInKeys = StandInKeys()): Officer = Officer(keys).open().first().apply {
        press(R.id.primary)
        press(R.id.danger_not_now)
        type("age", "9")
        press(R.id.primary)
        press(R.id.back)
        pressWords("Where is anyone a child may fear")
        type("answer", "Outside")
        press("known:SEEN")
        assertEquals(Place.Item("six-principles/now/where-is-the-one-feared", 0u), place)
    }
}
