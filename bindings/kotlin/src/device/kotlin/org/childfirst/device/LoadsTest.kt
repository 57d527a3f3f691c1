package org.childfirst.device

import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.RecordsState
import org.childfirst.use
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path

/** What is packaged loads from the class path, and is the library that the classes were generated for. */
class LoadsTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `the library in the jar answers`() = ChildFirst.open(Config(folder.toString())).use { app ->
        assertEquals(folder.toString(), app.folder())
        assertEquals(RecordsState.LOCKED, app.recordsState())
    }
}
