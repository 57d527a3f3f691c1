package org.childfirst.app

import org.junit.Assert.assertEquals
import org.junit.Test
import java.io.File
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** The process is halted in the middle of the story, and started again: what was said to be saved is there, in the right place. */
class KillTest {
    @Test
    fun `halted and started again`() {
        for (at in POINTS) {
            val folder = Files.createTempDirectory("killed").toFile()
            try {
                assertEquals("press $at: it was not halted", Killed.KILLED, run(folder, at))
                assertEquals("press $at: what came after", 0, run(folder, 0))
            } finally {
                folder.deleteRecursively()
            }
        }
        println("measured: halted at ${POINTS.size} presses, nothing lost")
    }

    private fun run(folder: File, at: Int): Int {
        val properties = System.getProperties().stringPropertyNames()
            .filter { it.startsWith("robolectric.") || it.startsWith("org.robolectric.") || it.startsWith("childfirst.") || it == "jna.library.path" }
            .map { "-D$it=${System.getProperty(it)}" }
        val java = File(System.getProperty("java.home"), "bin/java").path
        val command = listOf(java, "-Xmx1200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") + properties +
            listOf("-Dchildfirst.kill.folder=$folder", "-Dchildfirst.kill.at=$at", "-cp", System.getProperty("java.class.path"), "org.junit.runner.JUnitCore", Killed::class.java.name)
        val log = File(folder, "log-$at")
        val process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start()
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly()
            error("press $at: it hangs")
        }
        if (process.exitValue() == 1) println(log.readText())
        return process.exitValue()
    }

    private companion object {
        /** After which presses: two in a short run, eight in CI, every one where that is asked for. */
        val POINTS: List<Int> = when (System.getProperty("childfirst.kills").orEmpty()) {
            "every" -> (1..34).toList()
            "ci" -> listOf(1, 3, 6, 9, 13, 19, 26, 33)
            else -> listOf(3, 26)
        }
    }
}
