package org.childfirst.app.core

import android.os.Handler
import android.os.Looper
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ThreadFactory
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * The one thread on which the core is called. What was pressed first is written first, and no screen waits for a disk.
 *
 * Refuses to call back anywhere but on the main thread.
 */
class CoreThread(name: String = "core") {
    private val main = Handler(Looper.getMainLooper())
    private val waiting = AtomicInteger()
    private val executor = ThreadPoolExecutor(
        1, 1, 0, TimeUnit.MILLISECONDS, LinkedBlockingQueue(), ThreadFactory { Thread(it, name) },
    )

    /** Whether anything is still to be done, or still to be told to a screen. */
    val busy: Boolean get() = waiting.get() > 0

    /** Does [work] on the core's thread, and [then] on the main one with what came of it. */
    fun <T> run(work: () -> T, then: (Result<T>) -> Unit = {}) {
        waiting.incrementAndGet()
        executor.execute {
            val came = runCatching(work)
            main.post {
                try {
                    then(came)
                } finally {
                    waiting.decrementAndGet()
                }
            }
        }
    }

    /** Tells a screen something meanwhile. From any thread. */
    fun tell(what: () -> Unit) {
        waiting.incrementAndGet()
        main.post {
            try {
                what()
            } finally {
                waiting.decrementAndGet()
            }
        }
    }
}

/** Stops at once where the core, a file or a setting is asked on the main thread: no screen waits for a disk. */
internal fun offMain() = check(Looper.myLooper() != Looper.getMainLooper()) { "asked on the main thread" }
