package org.childfirst

import documented.documented
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path

/** The lines of `docs/api.md` do what they say: they stand in the record afterwards. */
class DocumentedTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `the twenty lines record an answer and a child's words, and export them`() {
        val printed = printedBy { documented(folder.toString(), Repository.packBytes, TestVault()) }
        assertTrue("Saved as entry 4" in printed, printed)
        assertTrue("left" in printed, printed)
        ChildFirst.open(Config(folder.toString())).use { app ->
            val records = app.unlock(TestVault())
            val entries = records.resume(records.list().single().id).entries().map { it.event }
            val answered = entries.filterIsInstance<Event.Answered>().single()
            assertEquals("At work until six", answered.v1.value)
            assertEquals(listOf(Known(KnownBy.ADULT_SAID, "mother")), answered.v1.knownBy)
            val quoted = entries.filterIsInstance<Event.Quoted>().single()
            assertEquals("He gets cross.", quoted.v1.words)
            assertTrue(entries.last() is Event.Exported)
        }
    }

    @Test
    fun `they say what to do when the device is locked`() {
        val locked = TestVault().apply { answers { throw KeyVaultException.Locked() } }
        val printed = printedBy { documented(folder.toString(), Repository.packBytes, locked) }
        assertEquals("Unlock the device and try again\n", printed)
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
