package org.childfirst.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.childfirst.app.screens.Place
import java.io.File

/** What runs in a process of its own for [KillTest]: the walk that is halted, and the start after it. Not run by itself. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class Killed {
    private val folder = File(System.getProperty("childfirst.kill.folder"))
    private val at = System.getProperty("childfirst.kill.at").toInt()
    private val keys = KeptKeys.of(File(folder, "keys"))
    private val said = File(folder, "said")
    private var armed = false

    @Test
    fun part() = if (at > 0) walk() else again()

    private fun walk() {
        val officer = Officer(keys, folder = File(folder, "data")) { officer ->
            KeptKeys.keep(keys, File(folder, "keys"))
            // What the screen said was saved, and nothing more.
            val receipt = officer.root.findViewById<android.view.View>(R.id.receipt)
            if (receipt != null) said.writeText(officer.words().lines().first { it.startsWith("Saved on this device") })
            // No end of anything: the process stops here.
            if (armed && officer.presses == at) Runtime.getRuntime().halt(KILLED)
        }
        officer.open().first()
        armed = true
        Walk(officer).now()
    }

    private fun again() {
        val officer = Officer(keys, folder = File(folder, "data")).open()
        // What is remembered of the officer is the platform's; here each process has a new one.
        if (officer.place == Place.FirstUse) officer.first()
        officer.pressWords("On this device only.")
        val now = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)
        val promised = Regex("entry (\\d+)").find(said.readText())!!.groupValues[1].toLong()
        assertTrue("entry $promised was said to be saved, and there are ${now.saved.receipt.seq}", now.saved.receipt.seq.toLong() >= promised)
        assertEquals(now.state.last, now.saved.receipt.seq)
        // Danger comes first where it was not answered yet; else what is left.
        val place = if (now.state.danger.isEmpty()) Place.Danger else Place.Worklist
        assertEquals(place, officer.place)
    }

    companion object {
        /** How a halted process ends. */
        const val KILLED = 137
    }
}
