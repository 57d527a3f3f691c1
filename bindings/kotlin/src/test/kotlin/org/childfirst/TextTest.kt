package org.childfirst

import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path

/** Words as people type and paste them: kept to the letter, or refused by name. */
class TextTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var app: ChildFirst
    private lateinit var interaction: Interaction

    @BeforeEach
    fun open() {
        app = opened(folder)
        interaction = app.unlock(TestVault()).use { it.begun() }
    }

    @AfterEach
    fun close() {
        interaction.close()
        app.close()
    }

    @TestFactory
    fun `kept to the letter`() = mapOf(
        "a NUL" to "be\u0000fore",
        "emoji" to "\uD83D\uDC67\uD83C\uDFFD\u200D\uD83E\uDDB1 \uD83C\uDDEC\uD83C\uDDE7",
        "right to left" to "\u05D0\u05DE\u05D0 \u0623\u0645\u064A \u202Ereversed\u202C \u2067isolated\u2069",
        "combining marks" to "e\u0301 \u00E9 \u1100\u1161\u11A8",
        "noncharacters and a byte order mark" to "\uFEFF\uFFFE\uFFFF",
        "lines and quotes" to "He said:\r\n\t\"No\"\\ \u2028 </script> \${x}",
    ).map { (what, words) -> dynamicTest(what) { assertKept(words) } }

    private fun assertKept(words: String) {
        interaction.quote(said(words), Made(noon))
        interaction.keepDraft(Draft("quote", null, words))
        interaction.verify()
        val id = interaction.id()
        app.lock()
        interaction.close()
        interaction = app.unlock(TestVault()).use { it.resume(id) }
        assertEquals(words, (interaction.entries().last().event as Event.Quoted).v1.words)
        assertEquals(words, interaction.draft()?.words)
        val json = interaction.export(ExportHow(ExportFormat.JSON), Made(noon)).text
        assertEquals(interaction.entries().size.toULong(), verifyExport(json).entries)
    }

    @Test
    fun `half of an emoji is refused, and nothing is recorded`() {
        for (words in listOf("\uD83D", "a\uDE00", "\uDE00\uD83D", "Mum \uD83D said")) {
            val refused = assertThrows(ChildFirstException.Refused::class.java) { interaction.quote(said(words), Made(noon)) }
            assertEquals(Refusal.OUT_OF_RANGE, refused.why)
            assertThrows(ChildFirstException.Refused::class.java) { app.guidance().use { it.search(words, listOf(), 5u) } }
            assertThrows(ChildFirstException.Refused::class.java) { ChildFirst.open(Config("$folder/$words")) }
            assertThrows(ChildFirstException.Refused::class.java) { headOfText(words) }
        }
        assertEquals(1, interaction.entries().size)
        assertKept("Whole \uD83D\uDE00")
    }

    @Test
    fun `a million letters are refused by name, and nothing is recorded`() {
        val long = "a".repeat(1_000_000)
        for (refused in listOf<() -> Unit>(
            { interaction.quote(said(long), Made(noon)) },
            { interaction.observe(Observe(listOf(), long), Made(noon)) },
            { interaction.setHandling(SetHandling(long), Made(noon)) },
            { interaction.quote(said("Short"), Made(noon, author = long)) },
        )) {
            val thrown = assertThrows(ChildFirstException.Refused::class.java) { refused() }
            assertEquals(Refusal.TOO_LONG, thrown.why)
        }
        assertEquals(1, interaction.entries().size)
        assertKept("\u00E9".repeat(30_000))
    }

    @Test
    fun `a million letters anywhere else have an answer too`() {
        val long = "a".repeat(1_000_000)
        app.guidance().use { guidance ->
            assertEquals(listOf<Hit>(), guidance.search(long, listOf(), 5u))
            assertEquals(listOf<Hit>(), guidance.search("baby", listOf(long), 5u))
            assertThrows(ChildFirstException.NotFound::class.java) { guidance.contents(long) }
            val refused = assertThrows(ChildFirstException.Refused::class.java) { guidance.installPack(long.toByteArray()) }
            assertEquals(Refusal.NOT_A_PACK, refused.why)
            assertThrows(ChildFirstException.Refused::class.java) { readHandOver(long, guidance) }
        }
        app.unlock(TestVault()).use { records ->
            assertThrows(ChildFirstException.NotFound::class.java) { records.resume(long) }
        }
        assertThrows(ChildFirstException.Damaged::class.java) { verifyExport(long) }
        assertNull(headOfText(long))
        assertThrows(ChildFirstException.Unavailable::class.java) { ChildFirst.open(Config("$folder/$long")) }
        assertThrows(ChildFirstException.Unavailable::class.java) { ChildFirst.open(Config("$folder/be\u0000fore")) }
        assertTrue(interaction.verify().seq > 0uL)
    }
}
