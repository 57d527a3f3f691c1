package org.childfirst.app.core

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.nio.ByteBuffer

/** More than any hand-over holds (docs/exports.md), and little enough to hold at once. */
private const val MOST_TEXT = 4 * 1024 * 1024

/** A file as words. Refuses what is longer than any hand-over, and what is no text. */
internal fun textOf(file: InputStream?): String {
    val bytes = file?.use { it.readUpTo(MOST_TEXT + 1) } ?: throw IOException("nothing there")
    if (bytes.size > MOST_TEXT) throw IOException("too long")
    return Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().removePrefix("\uFEFF")
}

/** Also before API 33, which has it. */
private fun InputStream.readUpTo(most: Int): ByteArray {
    val out = ByteArrayOutputStream()
    val part = ByteArray(64 * 1024)
    while (out.size() < most) {
        val read = read(part, 0, minOf(part.size, most - out.size()))
        if (read < 0) break
        out.write(part, 0, read)
    }
    return out.toByteArray()
}
