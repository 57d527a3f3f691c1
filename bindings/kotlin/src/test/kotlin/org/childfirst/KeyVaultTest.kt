package org.childfirst

import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.FutureTask
import kotlin.concurrent.thread

/**
 * A key store of the host's that does whatever a key store may do. Nothing is poisoned by it: with one that answers
 * again, the records open again. The time limits end a deadlock; nothing is measured.
 */
@Timeout(120, threadMode = SEPARATE_THREAD)
class KeyVaultTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var app: ChildFirst
    private val vault = TestVault()

    @BeforeEach
    fun open() {
        app = opened(folder)
    }

    @AfterEach
    fun close() = app.close()

    /** Records with one entry, locked. */
    private fun lockedRecords() {
        vault.answers { it }
        app.unlock(vault).use { records -> records.begun().use { it.quote(said("Stay with me"), Made(noon)) } }
        app.lock()
    }

    private fun assertStillThere() {
        vault.answers { it }
        app.unlock(vault).use { records ->
            records.resume(records.list().single().id).use { assertEquals(2uL, it.verify().seq) }
        }
    }

    private fun assertNoAnswer(answer: (ByteArray) -> ByteArray) {
        vault.answers { answer(it) }
        val thrown = assertThrows(ChildFirstException.Unavailable::class.java) { app.unlock(vault) }
        assertEquals(Cause.KEY_STORE, thrown.why)
        assertFalse("Ellie" in thrown.toString())
    }

    @Test
    fun `whatever it throws is no answer, and its text goes nowhere`() {
        val thrown = listOf<() -> Throwable>(
            { IllegalStateException("Ellie's mother") },
            { InterruptedException("Ellie's mother") },
            { AssertionError("Ellie's mother") },
            { StackOverflowError("Ellie's mother") },
            { NoClassDefFoundError("Ellie's mother") },
        )
        // First where a key is made, then where it is opened again.
        thrown.forEach { what -> assertNoAnswer { throw what() } }
        lockedRecords()
        thrown.forEach { what -> assertNoAnswer { throw what() } }
        assertStillThere()
    }

    @Test
    fun `what it says that is one of its errors arrives as that`() {
        lockedRecords()
        vault.answers { throw KeyVaultException.Locked() }
        assertThrows(ChildFirstException.Locked::class.java) { app.unlock(vault) }
        vault.answers { throw KeyVaultException.KeyGone() }
        assertThrows(ChildFirstException.KeyGone::class.java) { app.unlock(vault) }
        assertNoAnswer { throw KeyVaultException.Unavailable() }
        assertStillThere()
    }

    @Test
    fun `a key of another length is no answer`() {
        val lengths = listOf(0, 1, 31, 33, 64, 1_000_000)
        // What was wrapped comes back shorter or longer, whatever was wrapped.
        lengths.forEach { length -> assertNoAnswer { ByteArray(length) } }
        lockedRecords()
        lengths.forEach { length -> assertNoAnswer { ByteArray(length) } }
        assertStillThere()
    }

    @Test
    fun `a key of the right length that is another is gone, and comes back with the store`() {
        lockedRecords()
        vault.answers { ByteArray(32) }
        assertThrows(ChildFirstException.KeyGone::class.java) { app.unlock(vault) }
        assertStillThere()
    }

    @Test
    fun `a rotation that dies is not taken for one that was done`() {
        val records = app.unlock(vault)
        val erased = Erased(entry = 2uL, reason = "Another family's name", authority = "Records manager")
        fun erasing(): Boolean = records.begun().use {
            it.quote(said("Said by mistake"), Made(noon))
            records.erase(it.id(), erased, Made(noon)).complete
        }
        assertTrue(erasing())
        vault.answers(rotate = { throw AssertionError() }) { it }
        assertFalse(erasing())
        assertTrue(records.forgettingOwed())
        vault.answers { it }
        assertTrue(erasing())
        records.close()
    }

    @Test
    fun `while it waits for a finger, guidance is read and the records can be locked`() {
        lockedRecords()
        val asked = CountDownLatch(1)
        val finger = CountDownLatch(1)
        vault.answers {
            asked.countDown()
            finger.await()
            it
        }
        val unlocking = FutureTask { runCatching { app.unlock(vault).use { it.list().size } } }
        thread { unlocking.run() }
        asked.await()
        app.guidance().use { assertTrue(it.search("baby", listOf(), 5u).isNotEmpty()) }
        assertEquals(RecordsState.LOCKED, app.recordsState())
        app.lock()
        app.prepareSuspend()
        // Another key store may be asked meanwhile, and answer first.
        app.unlock(TestVault()).use { assertEquals(1, it.list().size) }
        app.lock()
        finger.countDown()
        // Unlocked, or locked again before its turn: nothing else.
        unlocking.get().onFailure { assertTrue(it is ChildFirstException.Locked || it is ChildFirstException.Closed, "$it") }
        app.lock()
        assertStillThere()
    }

    @Test
    fun `from inside it, the core can be called`() {
        lockedRecords()
        var within = 0
        vault.answers { key ->
            within += 1
            app.guidance().use { it.search("baby", listOf(), 5u) }
            app.recordsState()
            app.lock()
            app.prepareSuspend()
            if (within == 1) {
                app.unlock(TestVault()).use { assertEquals(1, it.list().size) }
            }
            key
        }
        app.unlock(vault).use { assertEquals(1, it.list().size) }
        assertEquals(1, within)

        // While an entry is erased, the same records are written.
        vault.answers { it }
        app.lock()
        val records = app.unlock(vault)
        val interaction = records.resume(records.list().single().id)
        vault.answers(rotate = {
            interaction.quote(said("Written meanwhile"), Made(noon))
            assertEquals(1, records.list().size)
            assertThrows(ChildFirstException.NotSaved::class.java) {
                records.erase(interaction.id(), Erased(4uL, "Twice", "Records manager"), Made(noon))
            }
        }) { it }
        assertTrue(records.erase(interaction.id(), Erased(2uL, "Not hers", "Records manager"), Made(noon)).complete)
        assertEquals(interaction.head(), interaction.verify())
        interaction.close()
        records.close()
    }

    @Test
    fun `closed from inside it, it ends as it would have`() {
        lockedRecords()
        vault.answers {
            app.close()
            it
        }
        app.unlock(vault).use { assertEquals(1, it.list().size) }
        assertThrows(IllegalStateException::class.java) { app.recordsState() }
    }

    @Test
    fun `what it is given is its own`() {
        val given = mutableListOf<ByteArray>()
        vault.answers { key ->
            given.add(key)
            key.copyOf()
        }
        app.unlock(vault).close()
        val copies = given.map { it.copyOf() }
        given.forEach { it.fill(0) }
        app.lock()
        app.unlock(vault).close()
        assertArrayEquals(copies.first(), given.last().let { TestVault().wrapKey(it) })
    }
}
