package org.childfirst.app

import android.content.ComponentCallbacks2
import android.view.View
import android.widget.EditText
import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.app.core.DeviceVault
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config as Configured
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.nio.file.Files

/**
 * What happens to a phone in the middle of an interaction: its clock is put right, its guidance comes anew, its memory is
 * short, its key is locked or gone, two windows show one record. Each ends in the right place, with the right words, and
 * nothing lost. A full disk is in [DiskTest], a process that dies in [KillTest] and [LastingTest].
 */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Configured(qualifiers = "w411dp-h891dp-xhdpi")
class NeverLostTest {
    private val keys = StandInKeys()
    private val folder = Files.createTempDirectory("lasting").toFile()
    private val app get() = RuntimeEnvironment.getApplication() as App
    private val work get() = app.work

    @Test
    fun `the clock is put back, and on`() {
        val officer = open()
        officer.later(-180)
        // Danger was answered at a time that is still to come: it is not said to be so many minutes ago.
        officer.press(R.id.parts)
        officer.press(R.id.back)
        answer(officer, "Outside")
        assertEquals("Outside", work.snapshot!!.state.answers.single().answer.value)
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        assertTrue(officer.words(), "Not now, 02:09" in officer.words())
        assertTrue(officer.words(), "-" !in officer.words().lines().first { "Not now" in it })
        officer.later(60 * 24 * 3)
        work.again()
        officer.settle()
        assertTrue(officer.words(), "Not now" in officer.words())
        officer.pressWords("Who can come back")
        officer.type("answer", "His brother")
        officer.press(R.id.primary)
        assertEquals(2, work.snapshot!!.state.answers.size)
        assertEquals(work.snapshot!!.saved.receipt.seq.toLong(), officer.saved())
        verify()
    }

    @Test
    fun `guidance comes anew in the middle, and the item keeps its wording`() {
        val officer = open()
        work.leave()
        work.close()
        officer.settle()
        val pack = app.assets.open("packs/hampshire.json").use { it.readBytes() }.decodeToString()
        val newer = pack.replace("Who can come back, or reach the child?", "Who may come back, or reach the child now?").replace(Regex("\"version\":1,\"withdrawn\""), "\"version\":2,\"withdrawn\"")
        assertNotEquals(pack, newer)
        ChildFirst.open(Config(folder.path)).use { door -> door.guidance().use { it.installPack(newer.encodeToByteArray()) } }
        val again = Officer(keys, folder = folder).open()
        again.pressWords("On this device only.")
        assertTrue(again.words(), "Who can come back, or reach the child?" in again.words())
        assertTrue(again.words(), "version 1" in again.words())
        again.pressWords("Who can come back")
        again.type("answer", "His brother")
        again.press(R.id.primary)
        assertEquals("His brother", work.snapshot!!.state.answers.single().answer.value)
        // The next one has the newer words.
        while (again.place != Place.Home) again.press(R.id.back)
        again.press(R.id.primary)
        again.press(R.id.danger_not_now)
        again.press(R.id.back)
        assertTrue(again.words(), "version 2" in again.words())
        assertTrue(again.words(), "Who may come back, or reach the child now?" in again.words())
        verify()
    }

    @Test
    fun `two windows of one interaction show the same, and neither takes back what the other saved`() {
        val officer = open()
        val first = officer.control
        val other = officer.open().control
        assertNotEquals(first.get(), other.get())
        // It opens where the interaction is, not beside it, and answers there.
        assertEquals(Place.Worklist, officer.place)
        answer(officer, "Outside")
        val second = officer.saved()
        assertNotNull(second)
        // The first was not touched, and says what is saved now.
        val words = officer.all(first.get().window.decorView).filterIsInstance<android.widget.TextView>().joinToString("\n") { it.text }
        assertTrue(words, "entry $second" in words)
        first.get().window.decorView.findViewById<View>(R.id.parts).performClick()
        officer.settle()
        first.pause().stop().destroy()
        officer.settle()
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        answer(officer, "In the car", "Who can come back")
        assertEquals(2, work.snapshot!!.state.answers.size)
        verify()
    }

    @Test
    fun `memory is short, what is half typed is on the disk`() {
        val officer = open()
        officer.pressWords("Where is anyone a child may fear")
        officer.type("answer", "Outside")
        app.onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_RUNNING_CRITICAL)
        // No end of anything: the process is gone.
        val again = Officer(keys, folder = folder).open()
        again.pressWords("On this device only.")
        again.pressWords("Where is anyone a child may fear")
        assertEquals("Outside", again.root.findViewWithTag<EditText>("answer").text.toString())
    }

    @Test
    fun `locked in the middle, what is under way goes on and is saved, and home says what to do`() {
        val officer = open()
        keys.locked = true
        answer(officer, "Outside")
        // The key of this record is in use: it is not taken away by a lock. If the core refuses, it is said and stays.
        if (work.notSaved != null) {
            assertTrue(officer.words(), "Your records are locked" in officer.words())
            keys.locked = false
            officer.press(R.id.primary)
        }
        assertEquals("Outside", work.snapshot!!.state.answers.single().answer.value)
        keys.locked = true
        while (officer.place != Place.Home) officer.press(R.id.back)
        // A process that begins while it is locked: the words, and guidance.
        val again = Officer(keys, folder = folder).open()
        assertTrue(again.words(), "Your records are locked" in again.words())
        again.press(R.id.primary)
        assertEquals(Place.Home, again.place)
        assertTrue(again.words(), "Your records are locked" in again.words())
        again.press(R.id.search)
        again.type("find", "baby")
        assertTrue(again.words(), "Nothing found" !in again.words())
        again.press(R.id.back)
        keys.locked = false
        again.pressWords("Try again")
        again.pressWords("On this device only.")
        assertEquals("Outside", work.snapshot!!.state.answers.single().answer.value)
        verify()
    }

    @Test
    fun `a key that vanishes in the middle takes nothing with it that can be kept`() {
        val officer = open()
        val kept = keys.keys.toMap()
        keys.keys.clear()
        officer.pressWords("Where is anyone a child may fear")
        officer.type("answer", "Outside")
        officer.press(R.id.primary)
        // Either it is on the disk, or it is said that it is not, and stands in its field.
        val saved = work.snapshot!!.state.answers.singleOrNull()?.answer?.value
        if (saved == null) {
            assertTrue(officer.words(), "The key to your records is gone" in officer.words())
            assertEquals("Outside", officer.root.findViewWithTag<EditText>("answer").text.toString())
        }
        val again = Officer(keys, folder = folder).open()
        assertTrue(again.words(), "The key to your records is gone" in again.words())
        assertTrue(again.words(), "kept as they are" in again.words())
        assertTrue("no new key in its place", keys.keys.isEmpty())
        // Brought back (a restored device): everything is there.
        keys.keys.putAll(kept)
        val back = Officer(keys, folder = folder).open()
        back.pressWords("On this device only.")
        assertEquals(saved, work.snapshot!!.state.answers.singleOrNull()?.answer?.value)
        verify()
    }

    @Test
    fun `refused, it says what is missing and keeps what was typed`() {
        val officer = open()
        officer.pressWords("Where is anyone a child may fear")
        officer.press("outcome:LATER")
        officer.press(R.id.primary)
        assertTrue(officer.words(), "Not recorded. Who does it is needed." in officer.words())
        assertNull(officer.saved())
        assertNull("nothing to try again: it has to be typed", officer.root.findViewById<View>(R.id.try_again))
        officer.type("owner", "Sgt Price")
        officer.press(R.id.primary)
        assertEquals("Sgt Price", work.snapshot!!.state.answers.single().answer.owner)
    }

    /** Begun, danger answered, one child named; the list stands open. */
    private fun open(): Officer = Officer(keys, folder = folder).open().first().apply {
        press(R.id.primary)
        press(R.id.danger_not_now)
        type("age", "9")
        press(R.id.primary)
        press(R.id.back)
        assertEquals(Place.Worklist, place)
    }

    private fun answer(officer: Officer, words: String, item: String = "Where is anyone a child may fear") {
        officer.pressWords(item)
        officer.type("answer", words)
        officer.press("known:SEEN")
        officer.press(R.id.primary)
    }

    private fun verify() {
        work.close()
        Officer(keys, folder = File(folder.path + "-other"))
        ChildFirst.open(Config(folder.path)).use { door ->
            door.unlock(DeviceVault(keys)).use { records ->
                val check = records.check()
                assertNull(check.fileProblem)
                assertTrue(check.interactions.isNotEmpty() && check.interactions.all { it.problem == null })
            }
        }
    }
}
