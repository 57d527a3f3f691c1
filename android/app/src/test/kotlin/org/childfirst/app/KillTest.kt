package org.childfirst.app

import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.app.core.DeviceVault
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config as Configured
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.nio.file.Files

/**
 * The process is halted in the middle of the story, and started again in another: what was said to be saved is there, every
 * record verifies, and the officer is in the right place.
 *
 * Where it is halted is taken from the walk as it is: as many presses as are asked for, spread over all of them.
 */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Configured(qualifiers = "w411dp-h891dp-xhdpi")
class KillTest {
    /** After each press of the walk: which record was open then, and how many entries it had. */
    private val entries = ArrayList<Pair<String?, ULong>>()

    @Test
    fun `halted and started again`() {
        count()
        val points = points(entries.size)
        // One that says what is not true yet has to be caught: at a press in the middle that saves.
        // One more in the same record: opening another is a press that says nothing of a save.
        val saves = entries.indices.filter { it > 0 && entries[it].first == entries[it - 1].first && entries[it].second > entries[it - 1].second }.map { it + 1 }
        val control = saves[saves.size / 2]
        // What is wrong at one press says nothing of the others: all of them are said at the end.
        val wrong = ArrayList<String>()
        // Two at a time: a machine has two cores.
        for (some in (points.map { it to false } + (control to true)).chunked(2)) {
            val folders = some.map { (at, lies) -> Triple(at, lies, Files.createTempDirectory("killed").toFile()) }
            val children = folders.map { (at, lies, folder) ->
                Child(Killed::class.java, folder, "press $at", mapOf("childfirst.kill.folder" to folder.path, "childfirst.kill.at" to "$at", "childfirst.kill.lies" to "$lies"))
            }
            for ((child, one) in children zip folders) {
                val (at, lies, folder) = one
                try {
                    val ended = child.ended(Killed.KILLED)
                    assertEquals("press $at: it was not halted: ${child.why()}", Killed.KILLED, ended)
                    val lost = lost(folder)
                    if (lies) assertTrue("what was said before it was so is not caught", lost.isNotEmpty()) else assertEquals("press $at", emptyList<String>(), lost)
                    if (!lies) again(folder, at)
                } catch (error: AssertionError) {
                    wrong.add(error.message.orEmpty())
                }
                folder.deleteRecursively()
            }
            // Every one takes most of an hour: where it is can be read in the report of the run.
            println("halted at ${some.joinToString { (at, _) -> "$at" }} of ${entries.size}; $wrong is wrong")
        }
        assertEquals(emptyList<String>(), wrong)
        println("measured: halted at ${points.size} of ${entries.size} presses, nothing lost; a receipt before the disk is caught")
    }

    private fun count() {
        val officer = Officer { _ ->
            val now = (RuntimeEnvironment.getApplication() as App).work.snapshot
            entries.add(now?.id to (now?.saved?.receipt?.seq ?: 0uL))
        }
        officer.open().first()
        entries.clear()
        Walk(officer).all()
    }

    /** What was said to be saved and is not; and every record that does not verify. */
    private fun lost(folder: File): List<String> {
        val promised = HashMap<String, Long>()
        File(folder, "said").takeIf(File::exists)?.readLines().orEmpty().forEach { line ->
            val (id, entry) = line.split(' ')
            promised.merge(id, entry.toLong(), ::maxOf)
        }
        ChildFirst.open(Config(File(folder, "data").path)).use { door ->
            door.unlock(DeviceVault(KeptKeys.of(File(folder, "keys")))).use { records ->
                val check = records.check()
                val there = check.interactions.associate { it.id to it.entries.toLong() }
                return check.interactions.filter { it.problem != null }.map { "${it.id} does not verify" } +
                    promised.filter { (id, entry) -> (there[id] ?: 0) < entry }.map { (id, entry) -> "$id: entry $entry was said to be saved, and there are ${there[id]}" }
            }
        }
    }

    private fun again(folder: File, at: Int) {
        val officer = Officer(KeptKeys.of(File(folder, "keys")), folder = File(folder, "data")).open()
        // What is remembered of the officer is the platform's; here each process has a new one.
        if (officer.place == Place.FirstUse) officer.first()
        assertEquals("press $at", Place.Home, officer.place)
        if ("On this device only." !in officer.words()) return
        officer.pressWords("On this device only.")
        val now = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)
        assertEquals("press $at", now.state.last, now.saved.receipt.seq)
        assertEquals("press $at", now.saved.receipt.seq.toLong(), officer.saved())
        // Danger comes first where it was not answered yet, or is; then who is there now, where the scene was left; else what is left.
        val place = when {
            now.screen.dangerYes -> Place.DangerNow
            now.state.danger.isEmpty() -> Place.Danger
            now.state.left != null && now.state.backWith == null -> Place.Resume
            else -> Place.Worklist
        }
        assertEquals("press $at", place, officer.place)
    }

    private companion object {
        /** After which presses: two in a short run, eight in CI, every one, or every one from a press on, where that is asked for. */
        fun points(all: Int): List<Int> {
            val asked = System.getProperty("childfirst.kills").orEmpty()
            asked.toIntOrNull()?.let { return (it..all).toList() }
            val many = if (asked == "ci") 8 else 2
            return (1..many).map { it * all / (many + 1) }.distinct()
        }
    }
}
