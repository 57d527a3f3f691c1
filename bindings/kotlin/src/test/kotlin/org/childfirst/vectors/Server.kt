package org.childfirst.vectors

import org.childfirst.Progress
import org.childfirst.Reply
import org.childfirst.Repository
import org.childfirst.Request
import org.childfirst.Transport
import org.childfirst.TransportException
import org.childfirst.Updates
import org.childfirst.Watch
import java.nio.file.Files

/** The transport of a runner: files of `tests/vectors/repositories`, or whatever a vector tells it. No network. */
class Server(private val url: String) : Transport {
    /** What it was told last. */
    data class Told(val serves: List<String>, val answers: String = "right", val only: String = "", val bytes: Int = 0)

    @Volatile
    var told = Told(listOf())
        set(told) {
            told.serves.forEach { check(Files.isDirectory(folder.resolve(it))) { "there is no repository $it" } }
            field = told
        }

    /** What it stops, where it is told to. */
    var updates: Updates? = null
    private val requests = mutableListOf<Request>()

    /** What was asked since the last time. */
    fun asked(): List<Request> = requests.toList().also { requests.clear() }

    override fun fetch(request: Request): Reply {
        requests.add(request)
        val path = request.url.removePrefix(url)
        return if (told.only in path) answer(request, path) else right(request, path)
    }

    private fun answer(request: Request, path: String): Reply = when (told.answers) {
        "right" -> right(request, path)
        "offline" -> throw TransportException.Offline()
        "too_slow" -> throw TransportException.TooSlow()
        "not_secure" -> throw TransportException.NotSecure()
        "too_much" -> throw TransportException.TooMuch()
        "garbled" -> throw TransportException.Garbled()
        "stopped" -> throw TransportException.Stopped()
        "throws" -> throw IllegalStateException("none of its errors")
        "sign_in_page" -> reply(200, "<html>Sign in</html>".toByteArray())
        "redirect" -> reply(302)
        "unchanged" -> reply(304)
        "missing" -> reply(404)
        "busy" -> reply(503).copy(retryAfterSeconds = 600u)
        "endless" -> reply(200, ByteArray(request.mostBytes.toInt() + 1) { '{'.code.toByte() })
        "absurd" -> reply(65_535).copy(whole = false, fromByte = ULong.MAX_VALUE)
        "cut" -> right(request, path).let { it.copy(body = it.body.take(told.bytes).toByteArray(), whole = false) }
        "stops" -> right(request, path).also { updates?.stop() }
        else -> error("a transport does not answer `${told.answers}`")
    }

    private fun right(request: Request, path: String): Reply {
        val files = told.serves.asReversed().map { folder.resolve("$it/$path") }
        val file = files.firstOrNull(Files::isRegularFile)?.let(Files::readAllBytes) ?: return reply(404)
        val etag = "\"${sha256(file)}\""
        if (request.etag == etag) return reply(304).copy(etag = etag)
        val body = file.drop(request.fromByte.toInt()).toByteArray()
        if (request.fromByte + body.size.toULong() > request.mostBytes) throw TransportException.TooMuch()
        val status = if (request.fromByte > 0uL) 206 else 200
        return reply(status, body).copy(etag = etag, fromByte = request.fromByte)
    }

    private companion object {
        val folder = Repository.vectors.resolve("repositories")
    }
}

/** An answer that says nothing but what it is told to. */
fun reply(status: Int, body: ByteArray = ByteArray(0)) =
    Reply(status.toUShort(), body, whole = true, fromByte = 0uL, etag = null, lastModified = null, retryAfterSeconds = null)

/** The watch of a runner: it keeps what it is told, and stops at a step. */
class Watching(private val stopAt: String? = null) : Watch {
    val told = mutableListOf<Progress>()

    override fun progress(progress: Progress) {
        told.add(progress)
        if (progress.step.name.lowercase() == stopAt) throw TransportException.Stopped()
    }
}
