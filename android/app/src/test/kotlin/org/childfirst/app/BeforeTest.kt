package org.childfirst.app

import android.os.Bundle
import android.view.View
import org.childfirst.Draft
import org.childfirst.Event
import org.childfirst.KeyVaultException
import org.childfirst.Told
import org.childfirst.app.core.Before
import org.childfirst.app.core.DeviceVault
import org.childfirst.app.core.Snapshot
import org.childfirst.app.screens.Place
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.nio.file.Files
import java.util.concurrent.Executors

/** Told before arrival, typed from home: there is no record yet, and no word of it is lost, shown to another or left open. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class BeforeTest {
    private val folder = Files.createTempDirectory("before").toFile()
    private val keys = StandInKeys()
    private val file = File(folder, "drafts")
    private val work get() = (RuntimeEnvironment.getApplication() as App).work
    private val now: Snapshot get() = requireNotNull(work.snapshot)

    @After
    fun clean() {
        folder.deleteRecursively()
    }

    private fun again(kept: Bundle? = null) = Officer(keys, folder = folder).open(kept)

    private fun Officer.half() = apply {
        pressWords("Told before arrival")
        type("told", WORDS)
        type("from", "control room")
        press("how:RADIO")
    }

    private fun Officer.there() {
        if (place == Place.Home) {
            assertTrue(words(), "A draft is kept: 8 words. Not in the record yet" in words())
            pressWords("Told before arrival")
        }
        assertEquals(WORDS, field("told"))
        assertEquals("control room", field("from"))
        assertTrue(root.findViewWithTag<View>("how:RADIO").isSelected)
    }

    @Test
    fun `left by back, by the system and by the end of the process it is there, and begins no record`() {
        var officer = again().first().half()
        officer.press(R.id.back)
        officer.there()
        val out = Bundle()
        officer.control.pause().stop().saveInstanceState(out).destroy()
        officer.settle()
        officer = again(out)
        assertEquals(Place.Told, officer.place)
        officer.there()
        officer = again()
        officer.there()
        assertNull(work.snapshot)
        assertEquals(0, work.home!!.records.size)
        val bytes = file.readBytes()
        assertFalse("sealed", "breaking" in String(bytes))
        assertEquals("its length says little", 0, (bytes.size - 1 - 2 - 65 - 12 - 16) % 512)
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        val told = (now.state.lines.single { it.event is Event.TakenOver }.event as Event.TakenOver).v1
        assertEquals(listOf(WORDS, "control room", Told.RADIO), listOf(told.words, told.from, told.how))
        // Saved, nothing of it is half typed any more, here or there.
        assertFalse(file.exists())
        assertEquals(emptyList<Draft>(), work.drafts.all)
        while (officer.place != Place.Home) officer.press(R.id.back)
        assertFalse(officer.words(), "A draft is kept" in officer.words())
    }

    @Test
    fun `the control is a file that was taken away`() {
        again().first().half()
        assertTrue(file.delete())
        assertThrows(AssertionError::class.java) { again().there() }
    }

    @Test
    fun `emptied on purpose it is gone`() {
        val officer = again().first().half()
        officer.type("told", "")
        officer.type("from", "")
        assertFalse(file.exists())
        officer.press(R.id.back)
        assertFalse(officer.words(), "A draft is kept" in officer.words())
    }

    @Test
    fun `not begun, it stays, and is saved later once`() {
        val officer = again().first().half()
        officer.failing = true
        officer.press(R.id.primary)
        assertTrue(officer.words(), "Not saved" in officer.words())
        officer.failing = false
        officer.there()
        again().there()
        val back = again()
        back.there()
        back.press(R.id.primary)
        assertEquals(WORDS, (now.state.lines.single { it.event is Event.TakenOver }.event as Event.TakenOver).v1.words)
        assertFalse(file.exists())
    }

    @Test
    fun `a record that is begun for something else leaves it where it is`() {
        val officer = again().first().half()
        officer.press(R.id.back)
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        assertEquals(emptyList<Draft>(), work.drafts.all)
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.there()
        again().there()
    }

    @Test
    fun `another officer with the same phone is shown nothing of it, and does not write over it`() {
        val officer = again().first().half()
        officer.press(R.id.back)
        officer.pressWords("PC Rowe")
        officer.type("recorder", "PC Adeyemi")
        officer.press(R.id.primary)
        assertFalse(officer.words(), "A draft is kept" in officer.words())
        officer.pressWords("Told before arrival")
        assertEquals("", officer.field("told"))
        officer.type("told", "Boy, 3")
        officer.press(R.id.back)
        officer.pressWords("PC Adeyemi")
        officer.type("recorder", "PC Rowe")
        officer.press(R.id.primary)
        officer.there()
    }

    @Test
    fun `locked it is not written over, and unlocked it is there`() {
        again().first().half()
        keys.locked = true
        val locked = again()
        locked.pressWords("Told before arrival")
        locked.type("told", "Boy")
        keys.locked = false
        locked.type("told", "Boy, 3")
        again().there()
    }

    @Test
    fun `erasing forgets the keys that were, and not this one`() {
        val officer = again().first()
        Walk(officer).now()
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.half()
        officer.press(R.id.back)
        val before = keys.keys.keys.toSet()
        repeat(2) { time ->
            officer.pressWords("On this device only.")
            while (officer.place != Place.Worklist) officer.press(R.id.back)
            officer.press(R.id.parts)
            officer.pressWords("The record")
            officer.press(R.id.primary)
            officer.pressWords("Erase the words")
            officer.pressWords(if (time == 0) "In the police car outside" else "When he shouts")
            officer.type("reason", "Another family’s")
            officer.type("authority", "Insp Vale")
            officer.press(R.id.primary)
            while (officer.place != Place.Home) officer.press(R.id.back)
        }
        assertTrue("none of the keys is left", keys.keys.keys.intersect(before).isEmpty())
        again().there()
        // And cut off at any question to the key store.
        for (left in 0..12) {
            keys.left = left
            try {
                Before({ folder.path }, DeviceVault(keys)).rotateKey()
            } catch (_: KeyVaultException) {
                // It is done again, later.
            }
            keys.left = null
            assertEquals("cut off after $left", WORDS, core { Before.By(Before({ folder.path }, DeviceVault(keys)), "PC Rowe").drafts() }.single().words.substringBefore('\u001f'))
        }
    }

    @Test
    fun `what would not open is put aside and not written over`() {
        val kept = Before.By(Before({ folder.path }, DeviceVault(keys)), "PC Rowe")
        core { kept.keepDraft(Draft("told_before", null, WORDS)) }
        val whole = file.readBytes()
        for ((at, broken) in listOf(whole.copyOf(whole.size - 1) + (whole.last() + 1).toByte(), whole.copyOf(9), whole.also { keys.keys.clear() }).withIndex()) {
            file.writeBytes(broken)
            assertEquals(emptyList<Draft>(), core { kept.drafts() })
            core { kept.keepDraft(Draft("told_before", null, "New")) }
            assertArrayEquals(broken, File(folder, "drafts.unopened.${at + 1}").readBytes())
            assertEquals("New", core { kept.drafts() }.single().words)
        }
    }

    /** Not on the main thread. */
    private fun <T> core(work: () -> T): T {
        val thread = Executors.newSingleThreadExecutor()
        return thread.submit(work).get().also { thread.shutdown() }
    }

    private companion object {
        const val WORDS = "Girl, 9, rang. He is breaking"
    }
}
