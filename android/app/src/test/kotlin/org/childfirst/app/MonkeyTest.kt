package org.childfirst.app

import android.view.View
import android.widget.EditText
import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.app.core.DeviceVault
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config as Configured
import org.robolectric.annotation.GraphicsMode
import java.nio.file.Files
import kotlin.random.Random

/** Somebody who presses anything: nothing breaks, every record verifies, and no entry that was said to be saved is missing. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Configured(qualifiers = "w411dp-h891dp-xhdpi")
class MonkeyTest {
    private val seed = System.getProperty("childfirst.seed")?.toLongOrNull() ?: System.nanoTime()
    private val presses = if (System.getProperty("childfirst.kills") == "few") 300 else 2000
    private val keys = StandInKeys()
    private val folder = Files.createTempDirectory("monkey").toFile()
    private val said = HashMap<String, ULong>()

    @Test
    fun `nothing is lost whatever is pressed`() {
        // Before anything can go wrong: the seed repeats it.
        println("measured: monkey of $presses presses, seed $seed")
        val random = Random(seed)
        val officer = Officer(keys, folder = folder).open().first()
        repeat(presses) { step ->
            try {
                once(officer, random)
            } catch (error: Throwable) {
                throw AssertionError("seed $seed, press $step, at ${officer.place}\n${officer.words()}", error)
            }
            note(officer)
        }
        app.work.close()
        officer.settle()
        verify()
    }

    private fun once(officer: Officer, random: Random) {
        val shown = officer.all().filter { it.isShown && it.isEnabled }
        shown.find { it.id == R.id.uncover }?.let { cover ->
            assertTrue(cover.performLongClick())
            return officer.settle()
        }
        val fields = shown.filterIsInstance<EditText>()
        if (fields.isNotEmpty() && random.nextInt(4) == 0) {
            fields.random(random).setText(WORDS.random(random))
            return officer.settle()
        }
        // A field's press is the keyboard's.
        officer.press(shown.filter { it.isClickable && it.hasOnClickListeners() && it !is EditText }.random(random))
    }

    /** What the screen says is saved. */
    private fun note(officer: Officer) {
        val snapshot = app.work.snapshot ?: return
        if (officer.root.findViewById<View>(R.id.receipt) == null) return
        val shown = officer.words().lines().firstOrNull { it.startsWith("Saved on this device") } ?: return
        val entry = Regex("entry (\\d+)").find(shown)!!.groupValues[1].toULong()
        said[snapshot.id] = maxOf(said[snapshot.id] ?: 0u, entry)
    }

    private fun verify() {
        ChildFirst.open(Config(folder.path)).use { door ->
            door.unlock(DeviceVault(keys)).use { records ->
                val check = records.check()
                assertEquals("seed $seed", null, check.fileProblem)
                for (one in check.interactions) {
                    assertEquals("seed $seed", null, one.problem)
                    val promised = said.remove(one.id) ?: 0u
                    assertTrue("seed $seed: $promised were said to be saved, and ${one.entries} are there", one.entries >= promised)
                }
                // What was destroyed, by a press that says so, left a marker.
                records.destroyed().forEach { said.remove(it.id) }
                assertTrue("seed $seed: whole records are missing", said.isEmpty())
                println("measured: monkey: ${check.interactions.size} records, ${check.interactions.sumOf { it.entries }} entries, all verified")
            }
        }
    }

    private val app get() = RuntimeEnvironment.getApplication() as App

    private companion object {
        val WORDS = listOf("", "9", "8m", "girl 9, boy 3", "8mm", "02:20", "25:99", "mother", "He gets cross.", "“quoted” — ünïcode 子", "x".repeat(3000), "   ")
    }
}
