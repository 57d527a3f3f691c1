package org.childfirst

import com.google.gson.JsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension

/** The runner of the vectors sees a difference of one letter. */
class VectorsControlTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `one digit of a hash is a difference, and only there`() {
        val file = Repository.vectors.listDirectoryEntries("*.json").sorted().first()
        val vector = read(file)
        val gives = vector.getAsJsonArray("steps").map { it.asJsonObject.getAsJsonObject("gives") }
        val receipt = gives.first { it.has("hash") }
        val hash = receipt.get("hash").asString
        receipt.addProperty("hash", hash.dropLast(1) + if (hash.last() == '0') '1' else '0')
        assertEquals(1, worked(file.nameWithoutExtension, vector, folder).size)
    }

    @Test
    fun `a line that is left out is a difference`() {
        val file = Repository.vectors.listDirectoryEntries("*.json").sorted().first { file ->
            read(file).getAsJsonArray("steps").any { (it.asJsonObject.lines()?.size() ?: 0) > 1 }
        }
        val vector = read(file)
        vector.getAsJsonArray("steps").firstNotNullOf { step -> step.asJsonObject.lines()?.takeIf { it.size() > 1 } }.remove(1)
        assertEquals(1, worked(file.nameWithoutExtension, vector, folder).size)
    }

    private fun JsonObject.lines() = getAsJsonObject("gives").getAsJsonArray("lines")
}
