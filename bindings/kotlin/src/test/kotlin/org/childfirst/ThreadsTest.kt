package org.childfirst

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.FutureTask
import kotlin.concurrent.thread

/** Sixteen threads at once. The time limits end a deadlock; nothing is measured. */
@Timeout(300, threadMode = SEPARATE_THREAD)
class ThreadsTest {
    @TempDir
    lateinit var folder: Path

    /** Runs it on every thread at once; gives what each gave, or what it threw. */
    private fun <T> together(run: (Int) -> T): List<Result<T>> {
        val begin = CyclicBarrier(THREADS)
        val tasks = List(THREADS) { n ->
            FutureTask {
                begin.await()
                runCatching { run(n) }
            }.also { thread { it.run() } }
        }
        return tasks.map { it.get() }
    }

    @Test
    fun `what all write at once stands in one chain, and each knows its own entry`() {
        opened(folder).use { app ->
            app.unlock(TestVault()).use { records ->
                records.begun().use { interaction ->
                    val receipts = together { n ->
                        List(EACH) { m ->
                            interaction.worklist()
                            val receipt = interaction.quote(said("$n-$m"), Made(noon))
                            records.list()
                            app.guidance().use { it.search("baby", listOf(), 1u) }
                            "$n-$m" to receipt.seq
                        }
                    }.flatMap { it.getOrThrow() }
                    assertEquals((2uL..(1 + THREADS * EACH).toULong()).toList(), receipts.map { it.second }.sorted())
                    val written = interaction.entries().associate { it.seq to (it.event as? Event.Quoted)?.v1?.words }
                    receipts.forEach { (words, seq) -> assertEquals(words, written[seq]) }
                    assertEquals(interaction.head(), interaction.verify())
                }
            }
        }
    }

    @Test
    fun `used, locked and closed at once, each call ends well or says why`() {
        repeat(ROUNDS) {
            val app = opened(folder)
            val records = app.unlock(TestVault())
            val interaction = records.begun()
            val results = together { n ->
                repeat(EACH) {
                    interaction.quote(said("Words"), Made(noon))
                    interaction.worklist()
                    app.guidance().use { it.installed(2026u) }
                    if (n == 3) app.lock()
                    if (n == 7) interaction.close()
                    if (n == 11) app.close()
                }
            }
            // Nothing but these two: what was locked, what was closed.
            results.mapNotNull { it.exceptionOrNull() }.forEach { thrown ->
                assertTrue(thrown is ChildFirstException.Closed || thrown is IllegalStateException, "$thrown")
            }
            listOf(interaction, records, app).forEach { it.close() }
        }
        opened(folder).use { app ->
            app.unlock(TestVault()).use { records ->
                assertEquals(ROUNDS, records.list().size)
                records.list().forEach { listed -> records.resume(listed.id).use { it.verify() } }
            }
        }
    }

    private companion object {
        const val THREADS = 16
        const val EACH = 12
        const val ROUNDS = 5
    }
}
