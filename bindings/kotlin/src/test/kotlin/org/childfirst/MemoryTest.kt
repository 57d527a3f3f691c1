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
            val empty = Config(folder.resolve("empty").toString())
            val records = app.unlock(vault)
            val id = records.begun().use { it.id() }
            val (closed, collected) = listOf(true, false).map { close ->
                // Twice: what is made once and kept grows in the first, what leaks in both.
                val grown = List(2) {
                    val before = resident()
                    repeat(OBJECTS / 4) {
                        val made = listOf(app.guidance(), records.resume(id), app.unlock(vault), ChildFirst.open(empty))
                        if (close) made.forEach { it.close() }
                    }
                    collect()
                    resident() - before
                }
                grown.min()
            }
            records.close()
            val start = resident()
            val kept = List(KEPT) { opened(folder).also { it.guidance().use { guidance -> guidance.search("baby", listOf(), 1u) } } }
            val leaked = resident() - start
            kept.forEach { it.close() }

            Repository.measured("memory: %,d objects closed: %+.1f MB, collected: %+.1f MB; %d kept: %+.1f MB".format(
                OBJECTS, megabytes(closed), megabytes(collected), KEPT, megabytes(leaked)))
            assertTrue(closed < MOST, "grew by ${megabytes(closed)} MB")
            assertTrue(collected < MOST, "grew by ${megabytes(collected)} MB")
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
        const val KEPT = 30
        const val PAGE = 4096L
        const val MOST = 8_000_000L
    }
}
