package org.childfirst.app

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import org.childfirst.Reply
import org.childfirst.Request
import org.childfirst.TransportException
import org.childfirst.app.core.Http
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import java.io.ByteArrayOutputStream
import java.io.File
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.security.KeyStore
import java.util.Collections
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.zip.GZIPOutputStream
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.concurrent.thread

/** The way to a server, against real ones on this machine that do what servers and bad networks do. */
@RunWith(AppTestRunner::class)
class HttpTest {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val handlers = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
    private val asked = Collections.synchronizedList(ArrayList<HttpExchange>())
    private val over = CountDownLatch(1)
    private val base: String get() = "http://127.0.0.1:${server.address.port}"

    init {
        server.executor = handlers
        server.start()
    }

    @After
    fun stop() {
        over.countDown()
        server.stop(0)
        handlers.shutdownNow()
    }

    private fun on(path: String, answer: HttpExchange.() -> Unit) {
        server.createContext(path) { exchange ->
            asked += exchange
            exchange.use { it.answer() }
        }
    }

    private fun HttpExchange.use(answer: (HttpExchange) -> Unit) = try {
        answer(this)
    } finally {
        close()
    }

    private fun HttpExchange.send(status: Int, body: ByteArray = ByteArray(0)) {
        sendResponseHeaders(status, if (body.isEmpty()) -1 else body.size.toLong())
        if (body.isNotEmpty()) responseBody.write(body)
    }

    private fun request(url: String, from: Long = 0, most: Long = 1000, millis: Int = 10_000, etag: String? = null, modified: String? = null) =
        Request(url, etag, modified, from.toULong(), most.toULong(), millis.toUInt())

    /** On a thread of its own, as the app asks. */
    private fun fetch(request: Request, http: Http = Http(plain = true)): Reply = try {
        handlers.submit(Callable { http.fetch(request) }).get()
    } catch (error: ExecutionException) {
        throw error.cause!!
    }

    private inline fun <reified T : TransportException> refused(request: Request, http: Http = Http(plain = true)) {
        assertThrows(T::class.java) { fetch(request, http) }
    }

    @Test
    fun `a file comes whole with what the server knows it by, and not again while it is the same`() {
        on("/timestamp.json") {
            responseHeaders.add("ETag", "\"7\"")
            responseHeaders.add("Last-Modified", "Wed, 25 Nov 2026 02:00:00 GMT")
            if (requestHeaders.getFirst("If-None-Match") == "\"7\"") send(304) else send(200, "{\"a\": 1}".toByteArray())
        }
        val first = fetch(request("$base/timestamp.json"))
        assertEquals(200, first.status.toInt())
        assertEquals("{\"a\": 1}", String(first.body))
        assertTrue(first.whole)
        assertEquals("\"7\"", first.etag)
        assertEquals("Wed, 25 Nov 2026 02:00:00 GMT", first.lastModified)
        val again = fetch(request("$base/timestamp.json", etag = first.etag, modified = first.lastModified))
        assertEquals(304, again.status.toInt())
        assertEquals(0, again.body.size)
        assertEquals(first.lastModified, asked.last().requestHeaders.getFirst("If-Modified-Since"))
    }

    @Test
    fun `a redirect is not followed`() {
        on("/here") {
            responseHeaders.add("Location", "$base/there")
            send(302)
        }
        on("/there") { send(200, "{}".toByteArray()) }
        assertEquals(302, fetch(request("$base/here")).status.toInt())
        assertEquals(listOf("/here"), asked.map { it.requestURI.path })
    }

    @Test
    fun `nothing is kept between requests, and nothing says which phone it is`() {
        on("/a") {
            responseHeaders.add("Set-Cookie", "who=4711")
            responseHeaders.add("Cache-Control", "max-age=9999")
            send(200, "{}".toByteArray())
        }
        val http = Http(plain = true)
        repeat(2) { fetch(request("$base/a"), http) }
        assertEquals(2, asked.size)
        for (exchange in asked) {
            assertEquals(null, exchange.requestHeaders.getFirst("Cookie"))
            assertEquals("childfirst", exchange.requestHeaders.getFirst("User-Agent"))
            val known = setOf("Host", "User-agent", "Accept", "Accept-encoding", "Connection", "Cache-control", "Pragma")
            assertEquals(emptySet<String>(), exchange.requestHeaders.keys - known)
        }
    }

    @Test
    fun `every answer of a server is a reply`() {
        for ((path, status) in listOf("/not" to 404, "/no" to 403, "/sign-in" to 401, "/busy" to 503)) {
            on(path) {
                responseHeaders.add("Retry-After", "120")
                send(status, "<html>".toByteArray())
            }
            val reply = fetch(request("$base$path"))
            assertEquals(status, reply.status.toInt())
            assertEquals(120u, reply.retryAfterSeconds)
        }
    }

    @Test
    fun `more than there may be is not read`() {
        on("/endless") {
            sendResponseHeaders(200, 0)
            runCatching { while (over.count > 0) responseBody.write(ByteArray(4096)) }
        }
        refused<TransportException.TooMuch>(request("$base/endless", most = 10_000))
        // Also where it is small on the wire.
        on("/bomb") {
            responseHeaders.add("Content-Encoding", "gzip")
            send(200, zipped(ByteArray(5_000_000)))
        }
        refused<TransportException.TooMuch>(request("$base/bomb", most = 10_000))
    }

    @Test
    fun `compressed it comes as it was`() {
        val text = "{\"many\": \"${"words ".repeat(500)}\"}".toByteArray()
        on("/a") {
            responseHeaders.add("Content-Encoding", "gzip")
            send(200, zipped(text))
        }
        val reply = fetch(request("$base/a", most = 10_000))
        assertTrue(text.contentEquals(reply.body))
        assertTrue(reply.whole)
        assertEquals("gzip", asked.last().requestHeaders.getFirst("Accept-Encoding"))
        on("/no-gzip") {
            responseHeaders.add("Content-Encoding", "gzip")
            send(200, text)
        }
        refused<TransportException.Garbled>(request("$base/no-gzip", most = 10_000))
        on("/half-gzip") {
            responseHeaders.add("Content-Encoding", "gzip")
            send(200, zipped(text).let { it.copyOf(it.size / 2) })
        }
        // What came of it is no whole file; whether any of it is kept is core's to say.
        runCatching { fetch(request("$base/half-gzip", most = 10_000)) }.onSuccess { assertFalse(it.whole) }
            .onFailure { assertTrue(it is TransportException.Garbled) }
    }

    @Test
    fun `a part goes on where it stopped`() {
        val text = "0123456789"
        on("/pack") {
            val from = requestHeaders.getFirst("Range").removePrefix("bytes=").removeSuffix("-").toInt()
            responseHeaders.add("Content-Range", "bytes $from-9/10")
            send(206, text.substring(from).toByteArray())
        }
        val reply = fetch(request("$base/pack", from = 4))
        assertEquals(206, reply.status.toInt())
        assertEquals("456789", String(reply.body))
        assertEquals(4uL, reply.fromByte)
        assertEquals("identity", asked.last().requestHeaders.getFirst("Accept-Encoding"))
    }

    @Test
    fun `cut off, what came is given and said not to be whole`() {
        raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789") { url ->
            val reply = fetch(request(url))
            assertEquals("0123456789", String(reply.body))
            assertFalse(reply.whole)
        }
        raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n") { url ->
            val reply = fetch(request(url))
            assertEquals("0123456789", String(reply.body))
            assertFalse(reply.whole)
        }
    }

    @Test
    fun `a slow server is given up, and what came of it is given`() {
        on("/silent") { over.await() }
        refused<TransportException.TooSlow>(request("$base/silent", millis = 300))
        on("/drips") {
            sendResponseHeaders(200, 100)
            responseBody.write("0123456789".toByteArray())
            responseBody.flush()
            over.await()
        }
        val reply = fetch(request("$base/drips", millis = 1500))
        assertEquals("0123456789", String(reply.body))
        assertFalse(reply.whole)
    }

    @Test
    fun `where nobody answers it is offline, and what is no HTTP is garbled or offline`() {
        val port = ServerSocket(0).use { it.localPort }
        refused<TransportException.Offline>(request("http://127.0.0.1:$port/a"))
        refused<TransportException.Offline>(request("http://nowhere.invalid/a"))
        raw("no HTTP at all\r\n\r\n") { url ->
            val thrown = assertThrows(TransportException::class.java) { fetch(request(url)) }
            assertTrue(thrown is TransportException.Garbled || thrown is TransportException.Offline)
        }
    }

    @Test
    fun `without TLS nothing is asked, and no certificate is believed that this device does not`() {
        on("/a") { send(200, "{}".toByteArray()) }
        refused<TransportException.NotSecure>(request("$base/a"), Http())
        refused<TransportException.NotSecure>(request("file:///etc/hosts"), Http())
        assertEquals(0, asked.size)
        secure { url, trusting, pin ->
            refused<TransportException.NotSecure>(request(url), Http())
            // The controls: with a root that is trusted it is taken, with the pin of that server too, with another pin not.
            assertEquals("{}", String(fetch(request(url), Http(sockets = trusting.socketFactory)).body))
            assertEquals("{}", String(fetch(request(url), Http(pins = setOf(pin), sockets = trusting.socketFactory)).body))
            refused<TransportException.NotSecure>(request(url), Http(pins = setOf(Http.pin(ByteArray(1))), sockets = trusting.socketFactory))
        }
    }

    @Test
    fun `never on the main thread`() {
        assertThrows(IllegalStateException::class.java) { Http(plain = true).fetch(request("$base/a")) }
    }

    private fun zipped(bytes: ByteArray): ByteArray = ByteArrayOutputStream().also { out -> GZIPOutputStream(out).use { it.write(bytes) } }.toByteArray()

    /** A server that says this and hangs up. */
    private fun raw(says: String, look: (String) -> Unit) = ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { socket ->
        thread(isDaemon = true) {
            runCatching {
                while (true) {
                    socket.accept().use { caller ->
                        val from = caller.getInputStream().bufferedReader()
                        while (from.readLine().isNotEmpty()) Unit
                        caller.getOutputStream().write(says.toByteArray())
                        caller.getOutputStream().flush()
                        caller.shutdownOutput()
                    }
                }
            }
        }
        look("http://127.0.0.1:${socket.localPort}/a")
    }

    private fun secure(look: (url: String, trusting: SSLContext, pin: String) -> Unit) {
        val folder = createTempFolder()
        val file = File(folder, "keys.p12")
        val word = "nothing-secret"
        val made = ProcessBuilder(
            "${System.getProperty("java.home")}/bin/keytool", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1",
            "-ext", "SAN=ip:127.0.0.1", "-validity", "30", "-storetype", "PKCS12", "-keystore", file.path, "-storepass", word,
        ).inheritIO().start().waitFor()
        assertEquals(0, made)
        val keys = KeyStore.getInstance("PKCS12").apply { file.inputStream().use { load(it, word.toCharArray()) } }
        val own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(keys, word.toCharArray()) }
        val trust = KeyStore.getInstance("PKCS12").apply {
            load(null, null)
            setCertificateEntry("server", keys.getCertificate("server"))
        }
        val trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(trust) }
        val serving = SSLContext.getInstance("TLS").apply { init(own.keyManagers, null, null) }
        val trusting = SSLContext.getInstance("TLS").apply { init(null, trusts.trustManagers, null) }
        val secure = HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        secure.httpsConfigurator = HttpsConfigurator(serving)
        secure.executor = handlers
        secure.createContext("/a") { exchange -> exchange.use { it.send(200, "{}".toByteArray()) } }
        secure.start()
        try {
            look("https://127.0.0.1:${secure.address.port}/a", trusting, Http.pin(keys.getCertificate("server").publicKey.encoded))
        } finally {
            secure.stop(0)
            folder.deleteRecursively()
        }
    }

    private fun createTempFolder(): File = java.nio.file.Files.createTempDirectory("childfirst").toFile()
}
