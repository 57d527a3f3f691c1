package org.childfirst.vectors

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import org.childfirst.ChildFirstException
import org.childfirst.ExportFile
import org.childfirst.Receipt
import java.security.MessageDigest

/** What a step gives, as it stands in the file of a vector. */
typealias Gives = JsonObject

private const val WHOLE = 60
private const val FIRST = 20

fun nothing() = Gives()

fun receipt(receipt: Receipt) = Gives().apply {
    addProperty("seq", receipt.seq.toLong())
    addProperty("hash", receipt.hash)
}

fun export(file: ExportFile) = receipt(file.receipt).apply {
    addProperty("name", file.name)
    addProperty("sha256", file.sha256)
    add("left_out", JsonArray().apply { file.leftOut.flatMap { it.entries }.forEach { add(it.toLong()) } })
    withLines(file.text.split("\n"))
}

fun lines(lines: List<String>) = Gives().apply { withLines(lines) }

fun refused(error: ChildFirstException) = Gives().apply {
    val detail: Enum<*>? = when (error) {
        is ChildFirstException.Damaged -> error.what
        is ChildFirstException.Newer -> error.what
        is ChildFirstException.NotFound -> error.what
        is ChildFirstException.NotSaved -> error.why
        is ChildFirstException.Refused -> error.why
        is ChildFirstException.Unavailable -> error.why
        is ChildFirstException.Closed, is ChildFirstException.InUse,
        is ChildFirstException.KeyGone, is ChildFirstException.Locked -> null
    }
    val case = error.javaClass.simpleName.replace(Regex("(?<=[a-z])(?=[A-Z])"), "_").lowercase()
    addProperty("error", listOfNotNull(case, detail?.name?.lowercase()).joinToString(" "))
}

private fun Gives.withLines(lines: List<String>) {
    if (lines.size > WHOLE) {
        addProperty("sha256", sha256(lines.joinToString("\n").toByteArray()))
        addProperty("count", lines.size)
    }
    val name = if (lines.size > WHOLE) "first" else "lines"
    val shown = if (lines.size > WHOLE) lines.take(FIRST) else lines
    add(name, JsonArray().apply { shown.forEach { add(it) } })
}

private fun sha256(bytes: ByteArray): String =
    MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) }
