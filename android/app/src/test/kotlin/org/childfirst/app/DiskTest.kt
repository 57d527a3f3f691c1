package org.childfirst.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Test
import java.io.File
import java.nio.file.Files

/**
 * The disk, from below: `tests/rig/io.c` stands between the process and its files (LD_PRELOAD, Linux), as in the core's own rigs.
 * It is full and free again; and a main thread that touches it ends the process.
 */
class DiskTest {
    @Test
    fun `a full disk`() {
        val folder = Files.createTempDirectory("full").toFile()
        val child = Child(
            FullDisk::class.java, folder, "full", mapOf("childfirst.disk.folder" to folder.path),
            rig(folder) + mapOf("RIG_WHILE" to File(folder, "full").path, "RIG_CLASSES" to "w", "RIG_ERRNO" to "$ENOSPC"),
        )
        assertEquals(0, child.ended(0))
        folder.deleteRecursively()
    }

    @Test
    fun `the main thread touches no disk, and is found out where it does`() {
        for ((control, should) in listOf(false to 0, true to ABORTED)) {
            val folder = Files.createTempDirectory("main").toFile()
            val child = Child(
                OffMain::class.java, folder, "main", mapOf("childfirst.disk.folder" to folder.path, "childfirst.disk.control" to "$control", "java.io.tmpdir" to File(folder, "data").apply { mkdirs() }.path),
                rig(folder) + mapOf("RIG_NEVER" to OffMain.MAIN, "RIG_NAMES" to "records,packs,lock,settings,drafts"),
            )
            assertEquals(should, child.ended(should))
            if (control) assertTrue(child.said(), "RIG_NEVER" in child.said())
            folder.deleteRecursively()
        }
    }

    private fun rig(folder: File): Map<String, String> = mapOf("LD_PRELOAD" to LIBRARY.path, "RIG_ROOT" to File(folder, "data").path)

    private companion object {
        const val ENOSPC = 28
        const val ABORTED = 134

        /** Compiled once, by the compiler that Rust needs as well. */
        val LIBRARY: File by lazy {
            assumeTrue("LD_PRELOAD is Linux's", System.getProperty("os.name") == "Linux")
            File(System.getProperty("childfirst.build"), "io.so").also { library ->
                val source = File(System.getProperty("childfirst.root"), "tests/rig/io.c")
                val built = ProcessBuilder("cc", "-O1", "-shared", "-fPIC", source.path, "-ldl", "-lpthread", "-o", library.path).inheritIO().start().waitFor()
                assertEquals("io.c did not compile", 0, built)
            }
        }
    }
}
