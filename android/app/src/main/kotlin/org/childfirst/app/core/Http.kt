package org.childfirst.app.core

import org.childfirst.Reply
import org.childfirst.Request
import org.childfirst.Transport
import org.childfirst.TransportException
import java.io.ByteArrayOutputStream
import java.io.FilterInputStream
import java.io.IOException
import java.io.InputStream
import java.net.ConnectException
import java.net.HttpURLConnection
import java.net.NoRouteToHostException
import java.net.SocketTimeoutException
import java.net.URL
import java.net.UnknownHostException
import java.net.UnknownServiceException
import java.security.MessageDigest
import java.util.Base64
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPInputStream
import java.util.zip.ZipException
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLException
import javax.net.ssl.SSLSocketFactory

/**
 * Signed updates over the platform's own HTTP: one `GET` at a time, each on a thread of its own, so that the time that
 * it may take is kept whatever a server does.
 *
 * Refuses what is not TLS, redirects, cookies, caches, and to say which phone it is. What comes is believed by nobody: the
 * core measures and verifies it. [pins]: digests of public keys, one of which the server's chain must have; none: the
 * device's own trust. [plain]: also without TLS, for a server on this very machine.
 */
class Http(private val pins: Set<String> = emptySet(), private val plain: Boolean = false, private val sockets: SSLSocketFactory? = null) : Transport {
    override fun fetch(request: Request): Reply {
        offMain()
        val fetching = Fetching(request)
        Thread(fetching, "http").apply { isDaemon = true }.start()
        return fetching.reply(request.timeoutMs.toLong())
    }

    /** One request. What came of the body is there when the time is out, and nothing is waited for after that. */
    private inner class Fetching(private val request: Request) : Runnable {
        private val ended = CountDownLatch(1)
        private val came = ByteArrayOutputStream()

        @Volatile private var head: Reply? = null

        @Volatile private var error: Throwable? = null

        @Volatile private var whole = false

        @Volatile private var givenUp = false

        fun reply(millis: Long): Reply {
            val inTime = try {
                ended.await(millis, TimeUnit.MILLISECONDS)
            } catch (_: InterruptedException) {
                givenUp = true
                throw TransportException.Stopped()
            }
            givenUp = true
            val (head, body) = synchronized(came) { head to came.toByteArray() }
            if (inTime) error?.let { if (head == null || body.isEmpty() || it is TransportException) throw told(it) }
            if (head == null || (!inTime && body.isEmpty())) throw TransportException.TooSlow()
            return head.copy(body = body, whole = inTime && whole)
        }

        override fun run() {
            try {
                get()
            } catch (thrown: Exception) {
                error = thrown
            } finally {
                ended.countDown()
            }
        }

        private fun get() {
            val url = URL(request.url)
            if (url.protocol != "https" && !(plain && url.protocol == "http")) throw TransportException.NotSecure()
            val connection = url.openConnection() as HttpURLConnection
            try {
                ask(connection)
                connection.connect()
                if (connection is HttpsURLConnection && pins.isNotEmpty()) pinned(connection)
                val status = connection.responseCode
                if (status == -1) throw TransportException.Garbled()
                head = Reply(
                    status = status.toUShort(),
                    body = ByteArray(0),
                    whole = true,
                    fromByte = first(connection.getHeaderField("Content-Range")),
                    etag = connection.getHeaderField("ETag"),
                    lastModified = connection.getHeaderField("Last-Modified"),
                    retryAfterSeconds = connection.getHeaderField("Retry-After")?.trim()?.toUIntOrNull(),
                )
                // Of any other answer nothing is read but that it came.
                if (status == 200 || status == 206) take(connection) else whole = true
            } finally {
                // Read to its end it may be used again; broken off it may not.
                if (!whole) connection.disconnect()
            }
        }

        private fun ask(connection: HttpURLConnection) = connection.run {
            if (this is HttpsURLConnection) sockets?.let { sslSocketFactory = it }
            requestMethod = "GET"
            instanceFollowRedirects = false
            useCaches = false
            allowUserInteraction = false
            connectTimeout = request.timeoutMs.toInt()
            readTimeout = request.timeoutMs.toInt()
            // The platform's own would say which phone this is, and which version of the system.
            setRequestProperty("User-Agent", "childfirst")
            setRequestProperty("Accept", "*/*")
            request.etag?.let { setRequestProperty("If-None-Match", it) }
            request.lastModified?.let { setRequestProperty("If-Modified-Since", it) }
            // Asked for and undone here, so that it is the same on every version of the platform.
            if (request.fromByte > 0uL) {
                setRequestProperty("Range", "bytes=${request.fromByte}-")
                setRequestProperty("Accept-Encoding", "identity")
            } else {
                setRequestProperty("Accept-Encoding", "gzip")
            }
        }

        private fun take(connection: HttpURLConnection) {
            val told = connection.contentLengthLong
            val wire = Counted(connection.inputStream)
            val packed = connection.contentEncoding?.trim()?.lowercase() == "gzip"
            val most = request.mostBytes.coerceAtMost(MOST).toLong()
            (if (packed) GZIPInputStream(wire) else wire).use { body ->
                val part = ByteArray(16 * 1024)
                while (true) {
                    val read = body.read(part)
                    if (givenUp) return
                    if (read < 0) break
                    synchronized(came) { came.write(part, 0, read) }
                    if (came.size() > most) throw TransportException.TooMuch()
                }
            }
            // Not every version of the platform says that a body ended before the length that was told.
            whole = told < 0 || wire.bytes >= told
        }

        private fun pinned(connection: HttpsURLConnection) {
            val known = connection.serverCertificates.any { pin(it.publicKey.encoded) in pins }
            if (!known) throw TransportException.NotSecure()
        }
    }

    /** Counts what comes over the wire, before it is unpacked. */
    private class Counted(from: InputStream) : FilterInputStream(from) {
        var bytes = 0L
            private set

        override fun read(): Int = super.read().also { if (it >= 0) bytes++ }

        override fun read(into: ByteArray, at: Int, most: Int): Int = super.read(into, at, most).also { if (it > 0) bytes += it }
    }

    companion object {
        /** More is never kept in memory, whatever is asked for: the largest file of a repository has 8 MB. */
        private val MOST = (64 * 1024 * 1024).toULong()

        /** The pin of a public key: SHA-256 of it as it stands in a certificate, in Base64. */
        fun pin(key: ByteArray): String = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key))

        /** `bytes 100-199/200`: the 100. */
        private fun first(range: String?): ULong = range?.trim()?.removePrefix("bytes ")?.substringBefore('-')?.trim()?.toULongOrNull() ?: 0uL

        private fun told(error: Throwable): TransportException = when (error) {
            is TransportException -> error
            is SocketTimeoutException -> TransportException.TooSlow()
            is SSLException, is UnknownServiceException, is SecurityException -> TransportException.NotSecure()
            is UnknownHostException, is ConnectException, is NoRouteToHostException -> TransportException.Offline()
            is ZipException, is java.net.ProtocolException -> TransportException.Garbled()
            is java.io.EOFException -> TransportException.Garbled()
            is IOException -> if (error.message?.contains("Cleartext") == true) TransportException.NotSecure() else TransportException.Offline()
            else -> TransportException.Garbled()
        }
    }
}
