package org.childfirst.app.core

import org.childfirst.ExportFile
import org.childfirst.ExportFormat
import java.io.File
import java.security.SecureRandom

/**
 * One export, held out for the app that the officer chooses: a file in the cache, under a name that nobody can guess.
 *
 * At most one is held at a time, and only as long as this process holds it: what is left of an earlier one is removed
 * before another is written. Refuses to find a file by anything that was asked for: who asks names what is held, or gets
 * nothing.
 */
class Outbox(private val folder: () -> File) {
    /** An export that is held out. */
    class Held(val token: String, val name: String, val type: String, val entry: ULong, val text: String, internal val file: File)

    @Volatile private var now: Held? = null

    /** Writes an export where it can be read from, and takes back what was held before. On the core's thread. */
    fun hold(export: ExportFile, format: ExportFormat): Held {
        offMain()
        clear()
        val place = folder().apply { mkdirs() }
        val token = ByteArray(16).also(SecureRandom()::nextBytes).joinToString("") { "%02x".format(it) }
        val file = File(place, token)
        file.writeText(export.text)
        return Held(token, export.name, TYPES.getValue(format), export.receipt.seq, export.text, file).also { now = it }
    }

    /** What is held under this token; null: nothing is. */
    fun held(token: String): Held? = now?.takeIf { it.token == token }

    /** Takes an export back: nobody can open it any more, and its file is removed. On the core's thread. */
    fun takeBack(held: Held) {
        offMain()
        if (now === held) now = null
        held.file.delete()
    }

    /** Takes back whatever is held, and removes what an earlier process left. On the core's thread. */
    fun clear() {
        offMain()
        now = null
        folder().listFiles()?.forEach(File::delete)
    }

    private companion object {
        val TYPES = mapOf(ExportFormat.TEXT to "text/plain", ExportFormat.JSON to "application/json", ExportFormat.HTML to "text/html")
    }
}
