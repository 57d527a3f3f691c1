package org.childfirst.app

import org.childfirst.app.core.Snapshot
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/** What runs in a process of its own for [KillTest]: the walk that is halted. Not run by itself. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class Killed {
    private val folder = File(System.getProperty("childfirst.kill.folder"))
    private val at = System.getProperty("childfirst.kill.at").toInt()
    private val keys = KeptKeys.of(File(folder, "keys"))
    private var armed = false

    @Test
    fun walk() {
        val officer = Officer(keys, folder = File(folder, "data")) { officer ->
            KeptKeys.keep(keys, File(folder, "keys"))
            // What the screen said was saved, and nothing more.
            val shown = officer.saved()
            val now = snapshot()
            if (shown != null && now != null) said(now.id, shown)
            // The control: the next press is said to be saved when it is sent. It never is: the core's thread stands still.
            if (armed && LIES && officer.presses == at - 1) officer.stall()
            // No end of anything: the process stops here.
            if (armed && !LIES && officer.presses == at) Runtime.getRuntime().halt(KILLED)
        }
        officer.open().first()
        armed = true
        officer.sent = {
            if (LIES && it.presses == at) {
                val now = requireNotNull(snapshot())
                said(now.id, now.saved.receipt.seq.toLong() + 1)
                Runtime.getRuntime().halt(KILLED)
            }
        }
        Walk(officer).all()
    }

    private fun said(id: String, entry: Long) = File(folder, "said").appendText("$id $entry\n")

    private fun snapshot(): Snapshot? = (RuntimeEnvironment.getApplication() as App).work.snapshot

    companion object {
        /** How a halted process ends. */
        const val KILLED = 137
        private val LIES = System.getProperty("childfirst.kill.lies") == "true"
    }
}

/** Which entry the screen says is saved; null where it says nothing. */
fun Officer.saved(): Long? = root.findViewById<android.view.View>(R.id.receipt)?.takeIf { it.isShown || it.isAttachedToWindow }
    ?.let { words().lines().firstOrNull { line -> line.startsWith("Saved on this device") } }
    ?.let { Regex("entry (\\d+)").find(it)!!.groupValues[1].toLong() }
