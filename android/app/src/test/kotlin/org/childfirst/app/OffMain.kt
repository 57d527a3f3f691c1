package org.childfirst.app

import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/** What runs in a process of its own for [DiskTest]: the whole walk, in which the main thread may touch no file of the app's. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class OffMain {
    @Test
    fun `every screen`() {
        val data = File(System.getProperty("childfirst.disk.folder"), "data/app")
        // The system cuts a thread's name off after fifteen letters.
        assertTrue(Thread.currentThread().name, Thread.currentThread().name.startsWith(MAIN))
        val officer = Officer(folder = data).open().first()
        if (System.getProperty("childfirst.disk.control") == "true") {
            // The control: one byte of the records, read on the main thread.
            val file = data.walkTopDown().first { it.isFile && it.name.startsWith("records") }
            file.inputStream().use { it.read() }
        }
        Walk(officer).all()
    }

    companion object {
        /** Robolectric's main thread, as the system knows it. */
        const val MAIN = "SDK 34 Main Thr"
    }
}
