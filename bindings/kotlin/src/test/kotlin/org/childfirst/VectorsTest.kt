package org.childfirst

import com.google.gson.GsonBuilder
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import org.childfirst.vectors.Gives
import org.childfirst.vectors.Run
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension

/** Every vector of `tests/vectors`, worked through as Kotlin does, beside what Rust wrote. */
class VectorsTest {
    @TempDir
    lateinit var folder: Path

    @TestFactory
    fun vectors(): List<DynamicTest> {
        val files = Repository.vectors.listDirectoryEntries("*.json").sorted()
        check(files.isNotEmpty()) { "there are no vectors" }
        return files.map { file ->
            dynamicTest(file.nameWithoutExtension) {
                val differences = worked(file.nameWithoutExtension, read(file), folder)
                assertEquals("", differences.joinToString("\n\n"))
            }
        }
    }
}

fun read(file: Path): JsonObject = JsonParser.parseString(Files.readString(file)).asJsonObject

/** Works a vector through to its end; gives each difference, with its step. */
fun worked(name: String, vector: JsonObject, folder: Path): List<String> {
    check(vector.get("v").asInt == 1) { "$name is of a newer format" }
    return Run(name, Files.createTempDirectory(folder, name)).use { run ->
        vector.getAsJsonArray("steps").map { it.asJsonObject }.mapIndexedNotNull { n, step ->
            val expected = step.getAsJsonObject("gives")
            val gave = run.step(step)
            "$name, step ${n + 1} expected\n${shown(expected)}\ngave\n${shown(gave)}".takeIf { gave != expected }
        }
    }
}

private fun shown(gives: Gives): String = GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(gives)
