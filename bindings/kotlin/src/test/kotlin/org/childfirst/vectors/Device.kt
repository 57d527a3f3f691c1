package org.childfirst.vectors

import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.Interaction
import org.childfirst.Records
import org.childfirst.TestVault
import java.nio.file.Path

/** A device of a vector: a folder, its key store, and what is open of it. */
class Device(private val seed: String, val folder: Path, private val recoveryKey: String?) : AutoCloseable {
    val vault = TestVault()
    private var timesOpened = 0
    private var openApp: ChildFirst? = null
    private var openRecords: Records? = null
    private var openInteraction: Interaction? = null

    val app get() = checkNotNull(openApp) { "the device is not open" }
    val records get() = checkNotNull(openRecords) { "the records were never unlocked" }
    var current: Interaction
        get() = checkNotNull(openInteraction) { "there is no interaction" }
        set(interaction) {
            // Whatever is not closed keeps the folder, until the collector comes by.
            openInteraction?.close()
            openInteraction = interaction
        }

    /** Opens it, or drops everything of it and opens it anew. */
    fun open() {
        close()
        timesOpened += 1
        val seed = if (timesOpened == 1) seed else "$seed/$timesOpened"
        openApp = ChildFirst.openSeeded(Config(folder.toString(), recoveryKey), seed)
    }

    fun unlock() {
        val unlocked = app.unlock(vault)
        openRecords?.close()
        openRecords = unlocked
    }

    override fun close() {
        openInteraction?.close()
        openRecords?.close()
        openApp?.close()
        openInteraction = null
        openRecords = null
        openApp = null
    }
}
