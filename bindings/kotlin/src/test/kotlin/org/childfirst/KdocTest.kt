package org.childfirst

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path

/** Core's doc comments are the KDoc: the words that stand there stand here, and the links are Kotlin's. */
class KdocTest {
    private val comments = Files.readString(Path.of(System.getProperty("childfirst.generated"), "org/childfirst/childfirst.kt"))
        .lines().map { it.trim() }.filter { it.startsWith("* ") }

    @Test
    fun `what core says of its door is said here`() {
        // Lines without a link: those are turned into Kotlin's.
        val said = listOf("mod.rs", "interaction.rs", "records.rs", "guidance.rs").flatMap { file ->
            val source = Files.readString(Repository.root.resolve("core/src/door/$file"))
            source.split("#[uniffi::export]\nimpl ").drop(1).map { it.substringBefore("\n}\n") }
                .flatMap { it.lines() }.map { it.trim() }
                .filter { it.startsWith("/// ") && '[' !in it && "# Errors" !in it && '`' !in it }
        }.map { it.removePrefix("/// ") }
        assertTrue(said.size > 30, "${said.size} lines of core were found")
        val here = comments.map { it.removePrefix("* ") }.toSet()
        assertEquals(listOf<String>(), said.filter { it !in here })
    }

    @Test
    fun `no comment speaks Rust`() {
        assertEquals(listOf<String>(), comments.filter { "::" in it || "[`" in it || "# Errors" in it })
        assertTrue(comments.any { "[ChildFirstException.Closed]" in it })
    }
}
