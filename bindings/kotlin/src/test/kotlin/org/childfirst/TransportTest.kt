package org.childfirst

import org.childfirst.vectors.Server
import org.childfirst.vectors.Watching
import org.childfirst.vectors.reply
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import java.time.OffsetDateTime
import java.util.concurrent.CountDownLatch
import java.util.concurrent.FutureTask
import kotlin.concurrent.thread

/**
 * A transport of the host's that does whatever a transport may do. Nothing is taken by it, and with one that answers the
 * next refresh is as any first. The time limits end a deadlock; nothing is measured.
 */
@Timeout(120, threadMode = SEPARATE_THREAD)
class TransportTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var app: ChildFirst
    private lateinit var updates: Updates
    private val server = Server(URL).also { it.told = Server.Told(listOf("first")) }
    private val now = OffsetDateTime.parse("2026-11-25T10:00:00+00:00").toMoment()

    @BeforeEach
    fun open() {
        app = opened(folder)
        val root = Files.readAllBytes(Repository.vectors.resolve("repositories/first/metadata/1.root.json"))
        updates = app.updates(UpdatesConfig(URL, root, listOf()))
    }

    @AfterEach
    fun close() {
        updates.close()
        app.close()
    }

    /** A transport that does one thing, whatever it is asked. */
    private class Does(private val answer: (Request) -> Reply) : Transport {
        override fun fetch(request: Request): Reply = answer(request)
    }

    private fun taken(): Set<String> = app.guidance().use { guidance -> guidance.installed(2026u).map { it.id }.toSet() }

    private fun assertNotUpdated(why: Trouble, tried: () -> Unit) {
        val thrown = assertThrows(ChildFirstException.NotUpdated::class.java) { tried() }
        assertEquals(why, thrown.why)
        assertFalse("Ellie" in thrown.toString())
    }

    private fun assertNothingTaken(why: Trouble, answer: (Request) -> Reply) {
        val before = taken()
        assertNotUpdated(why) { updates.refresh(Does(answer), null, false, now) }
        assertEquals(before, taken())
    }

    private fun assertAsAnyFirst() = assertEquals(2, updates.refresh(server, null, false, now).changed.size)

    @Test
    fun `whatever it throws is no answer, and its text goes nowhere`() {
        listOf<() -> Throwable>(
            { IllegalStateException("Ellie's mother") },
            { InterruptedException("Ellie's mother") },
            { AssertionError("Ellie's mother") },
            { StackOverflowError("Ellie's mother") },
            { NoClassDefFoundError("Ellie's mother") },
            { ChildFirstException.KeyGone() },
        ).forEach { what -> assertNothingTaken(Trouble.OFFLINE) { throw what() } }
        assertAsAnyFirst()
    }

    @Test
    fun `a status that no server gives is no file`() {
        val troubles = mapOf(
            0 to Trouble.GARBLED, 99 to Trouble.GARBLED, 301 to Trouble.REDIRECTED,
            304 to Trouble.OUT_OF_TURN, 401 to Trouble.SIGN_IN_PAGE, 451 to Trouble.GARBLED, 599 to Trouble.BUSY, 600 to Trouble.GARBLED, -1 to Trouble.GARBLED,
        )
        troubles.forEach { (status, why) -> assertNothingTaken(why) { reply(status, "{}".toByteArray()) } }
        assertAsAnyFirst()
    }

    @Test
    fun `more than there may be is refused wherever it comes`() {
        val before = taken()
        listOf(".root.json", "timestamp", "snapshot", "targets.json").forEach { only ->
            server.told = Server.Told(listOf("first"), "endless", only)
            assertNotUpdated(Trouble.TOO_MUCH) { updates.refresh(server, null, false, now) }
        }
        server.told = Server.Told(listOf("first"), "endless", "targets/force")
        val said = updates.refresh(server, null, false, now)
        assertEquals(listOf(ForceTrouble("force", Trouble.TOO_MUCH)), said.troubles)
        assertEquals(before + "six-principles", taken())
    }

    @Test
    fun `while it waits for a server, guidance and records go on`() {
        val asked = CountDownLatch(1)
        val goOn = CountDownLatch(1)
        val slow = Does { request ->
            asked.countDown()
            goOn.await()
            server.fetch(request)
        }
        val refreshing = FutureTask { updates.refresh(slow, null, false, now) }
        thread { refreshing.run() }
        asked.await()
        app.guidance().use { assertTrue(it.search("baby", listOf(), 5u).isNotEmpty()) }
        app.unlock(TestVault()).use { records -> records.begun().use { assertEquals(1uL, it.head().seq) } }
        assertEquals(listOf("hampshire"), updates.state(now).installed.map { it.pack })
        assertNotUpdated(Trouble.UNDER_WAY) { updates.refresh(server, null, false, now) }
        goOn.countDown()
        assertEquals(2, refreshing.get().changed.size)
    }

    @Test
    fun `stopped while it waits, it says so`() {
        assertNothingTaken(Trouble.STOPPED) { reply(404).also { updates.stop() } }
        assertAsAnyFirst()
    }

    @Test
    fun `from inside it, the core can be called`() {
        var within = 0
        val meddling = Does { request ->
            within += 1
            app.guidance().use { it.installed(2026u) }
            updates.state(now)
            app.lock()
            assertNotUpdated(Trouble.UNDER_WAY) { updates.poll(server, now) }
            assertNotUpdated(Trouble.UNDER_WAY) { updates.refresh(server, null, false, now) }
            assertNotUpdated(Trouble.UNDER_WAY) { updates.startAgain() }
            server.fetch(request)
        }
        assertEquals(2, updates.refresh(meddling, null, false, now).changed.size)
        assertTrue(within > 2)
    }

    @Test
    fun `closed from inside it, it ends as it would have, and is closed then`() {
        val closing = Does { request ->
            updates.close()
            app.close()
            server.fetch(request)
        }
        assertEquals(2, updates.refresh(closing, null, false, now).changed.size)
        assertThrows(IllegalStateException::class.java) { updates.refresh(server, null, false, now) }
        assertThrows(IllegalStateException::class.java) { updates.state(now) }
    }

    @Test
    fun `a watch that is left by an error stops what it watches`() {
        val watch = Watching("checking")
        assertNotUpdated(Trouble.STOPPED) { updates.refresh(server, watch, false, now) }
        assertEquals(listOf(Step.ASKING, Step.CHECKING), watch.told.map { it.step })
        val dies = object : Watch {
            override fun progress(progress: Progress) = throw AssertionError("Ellie's mother")
        }
        assertNotUpdated(Trouble.STOPPED) { updates.refresh(server, dies, false, now) }
        assertAsAnyFirst()
    }

    private companion object {
        const val URL = "https://updates.example/"
    }
}
