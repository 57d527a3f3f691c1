package org.childfirst

import documented.documented
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path

/** The lines of `docs/api.md` do what they say: what they print is the record. */
class DocumentedTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `the twenty lines record what was said, and print the record`() {
        val printed = printedBy { documented(folder.toString(), Repository.packBytes, TestVault()) }
        assertTrue("Saved on this device, entry 5" in printed, printed)
        assertTrue("His brother has a key" in printed, printed)
        assertTrue("\u201CI take Sam upstairs and shut the door.\u201D" in printed, printed)
        // The text names its chain: six entries, the export the last.
        assertEquals(6uL, headOfText(printed)?.entries)
    }

    @Test
    fun `they say what to do when the device is locked`() {
        val locked = TestVault().apply { answers { throw KeyVaultException.Locked() } }
        val printed = printedBy { documented(folder.toString(), Repository.packBytes, locked) }
        assertEquals("Locked. Unlock this device and try again.", printed.trim())
    }

    private fun printedBy(run: () -> Unit): String {
        val before = System.out
        val bytes = ByteArrayOutputStream()
        System.setOut(PrintStream(bytes, true, Charsets.UTF_8))
        try {
            run()
        } finally {
            System.setOut(before)
        }
        return bytes.toString(Charsets.UTF_8)
    }
}
