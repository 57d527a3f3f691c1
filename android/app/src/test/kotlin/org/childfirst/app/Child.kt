package org.childfirst.app

import java.io.File
import java.util.concurrent.TimeUnit

/** A process of its own, with the same classes: one test in it, and how it ended. */
class Child(private val test: Class<*>, private val folder: File, private val name: String, properties: Map<String, String> = emptyMap(), environment: Map<String, String> = emptyMap()) {
    private val log = File(folder, "log-$name")
    private val process: Process

    init {
        val kept = System.getProperties().stringPropertyNames()
            .filter { it.startsWith("robolectric.") || it.startsWith("org.robolectric.") || it.startsWith("childfirst.") || it.startsWith("java.awt") || it == "jna.library.path" }
            .associateWith { System.getProperty(it) }
        val java = File(System.getProperty("java.home"), "bin/java").path
        // What it unpacks there, two hundred megabytes, goes with its folder: halted, it clears nothing away.
        val own = File(folder, "tmp").apply { mkdirs() }
        val command = listOf(java, "-Djava.io.tmpdir=$own", "-Xmx1000m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+DisableExplicitGC", "-XX:ErrorFile=${File(folder, "crash-$name")}", "-XX:-CreateCoredumpOnCrash") + (kept + properties).map { (key, value) -> "-D$key=$value" } +
            listOf("-cp", System.getProperty("java.class.path"), "org.junit.runner.JUnitCore", test.name)
        process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).apply { environment().putAll(environment) }.start()
    }

    /** How it ended; what it said, when that was not as it should. */
    fun ended(should: Int): Int {
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly()
            error("$name: it hangs\n${log.readText()}")
        }
        if (process.exitValue() != should) println("$name ended with ${process.exitValue()}\n${log.readText().take(20_000)}")
        return process.exitValue()
    }

    /** Why a test in it did not pass, in one line; nothing where none did. */
    fun why(): String = said().lines().dropWhile { !it.startsWith("1) ") }.drop(1).firstOrNull().orEmpty()

    /** What it said. */
    fun said(): String = log.readText()
}
