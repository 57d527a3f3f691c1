package org.childfirst

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledOnOs
import org.junit.jupiter.api.condition.OS
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path

/**
 * Ten thousand objects made and dropped leave nothing behind. The heap of the JVM is touched whole when it starts
 * (pom.xml), so that what grows is what the core holds. What is kept on purpose shows that it would be seen.
 */
@EnabledOnOs(OS.LINUX)
class MemoryTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `ten thousand objects, closed or left to the collector, and memory is flat`() {
        opened(folder).use { app ->
            val vault = TestVault()
            val records = app.unlock(vault)
            val id = records.begun().use { it.id() }
            fun one(close: Boolean) {
                val handles = listOf(app.guidance(), app.unlock(vault), records.resume(id))
                if (close) handles.forEach { it.close() }
            }

            fun some(close: Boolean) = repeat(OBJECTS / 3) { one(close) }
            some(close = true)
            some(close = false)
            collect()
            val before = resident()
            some(close = true)
            some(close = false)
            collect()
            val grown = resident() - before

            val kept = List(OBJECTS) { opened(folder.resolve("kept")) }
            val leaked = resident() - before - grown
            kept.forEach { it.close() }
            records.close()

            Repository.measured("memory: %,d objects closed and %,d collected: %+.1f MB; %,d kept: %+.1f MB".format(
                OBJECTS, OBJECTS, megabytes(grown), OBJECTS, megabytes(leaked)))
            assertTrue(grown < MOST, "grew by ${megabytes(grown)} MB")
            assertTrue(leaked > MOST, "a leak of ${megabytes(leaked)} MB would not be seen")
        }
    }

    /** Has the collector come by, and the cleaner after it. */
    private fun collect() = repeat(5) {
        System.gc()
        Thread.sleep(100)
    }

    private fun resident(): Long = Files.readString(Path.of("/proc/self/statm")).split(" ")[1].toLong() * PAGE

    private fun megabytes(bytes: Long) = bytes / 1e6

    private companion object {
        const val OBJECTS = 10_000
        const val PAGE = 4096L
        const val MOST = 8_000_000L
    }
}
