package org.childfirst.app.core

import org.childfirst.ChildFirstException
import org.childfirst.Due
import org.childfirst.Moment
import org.childfirst.Polled
import org.childfirst.Progress
import org.childfirst.Refreshed
import org.childfirst.Transport
import org.childfirst.Trouble
import org.childfirst.Updates
import org.childfirst.UpdatesState
import org.childfirst.Watch
import org.childfirst.now
import java.io.File
import java.io.InputStream

/**
 * Signed updates, as the app goes about them: looked for by a job or by hand, offered, taken in, or brought in a file.
 *
 * Read and changed on the main thread. What waits for a network waits on a thread of its own: records go on meanwhile.
 * Refuses to take a new version into an open record, and to say that it is in use before it is.
 */
class Updating(private val store: Store, private val core: CoreThread, private val outside: Outside, private val updated: () -> Unit, private val changed: () -> Unit) {
    /** What this needs of the device. Called off the main thread. */
    class Outside(
        /** What the force has set. */
        val managed: () -> Managed,
        /** The way to a server. */
        val transport: (Managed) -> Transport,
        /** Whether the network in use costs by the byte, as far as the system knows. */
        val metered: () -> Boolean,
        /** Plans when to look next. */
        val plan: (UpdatesState, Managed) -> Unit,
        /** Where a file that was opened is laid while it is read. */
        val folder: () -> File,
    )

    /** What came of what was asked last. */
    sealed interface Outcome {
        /** What it brought. [taken]: by somebody's choice, and not only looked for. */
        class Came(val what: Refreshed) : Outcome

        /** Why not. */
        class Not(val error: ChildFirstException) : Outcome

        /** The file could not be opened, or is larger than guidance ever is. */
        class NoFile(val tooLarge: Boolean) : Outcome

        /** What was known of the signatures is begun again. */
        data object BegunAgain : Outcome
    }

    private val network = CoreThread("updates")

    /** What is asked for now; null: nothing. Read from other threads to stop it. */
    @Volatile private var asking: Updates? = null

    /** What came last, for a screen to say once; null: nothing to say. */
    var outcome: Outcome? = null

    /** Where it is; null while nothing goes on. */
    var step: Progress? = null
        private set

    /** Whether what is offered was left for later, since the app was started. */
    var later = false

    /** Whether something goes on. */
    @Volatile var underWay = false
        private set

    val busy: Boolean get() = network.busy

    /** Looks for what is new, as a job does. [free]: it was started because the network does not cost. [then]: whatever came of it. */
    fun look(free: Boolean, then: () -> Unit) = ask(quiet = true, then) { updates, managed, now ->
        val transport = outside.transport(managed)
        val state = updates.state(now)
        // Before core says that it is due nobody is asked: that is its back-off.
        val nothing = !free && (state.due == Due.NOTHING || (state.due == Due.POLL && updates.poll(transport, now) == Polled.NOTHING_NEW))
        val costly = !free && managed.network == Managed.Network.UNMETERED && outside.metered()
        if (nothing) null else Outcome.Came(bring(updates, managed, transport, costly, now))
    }

    /** Looks now, because somebody asked for it. */
    fun lookNow() = ask { updates, managed, now ->
        val costly = managed.network == Managed.Network.UNMETERED && outside.metered()
        Outcome.Came(bring(updates, managed, outside.transport(managed), costly, now))
    }

    /** Takes in what is offered, because somebody chose it: over any network, and without one where it is here. */
    fun takeIn() = ask { updates, managed, now ->
        val state = updates.state(now)
        val here = state.waiting.all { it.digest in state.here }
        Outcome.Came(if (here) updates.takeIn(watch, now) else updates.refresh(outside.transport(managed), watch, false, now))
    }

    /** Takes guidance from a file that was opened with the app. */
    fun import(open: () -> InputStream?) = ask { updates, _, now ->
        val file = File(outside.folder(), "guidance.tar")
        try {
            when (lay(open, file)) {
                null -> Outcome.NoFile(tooLarge = false)
                false -> Outcome.NoFile(tooLarge = true)
                true -> Outcome.Came(updates.importFile(file.path, watch, now))
            }
        } finally {
            file.delete()
        }
    }

    /** Begins again from the root, because somebody chose it: what was known of the signatures is damaged or gone. */
    fun startAgain() = ask { updates, _, _ ->
        updates.startAgain()
        Outcome.BegunAgain
    }

    /** Stops what is going on, at its next step. What was checked is kept. */
    fun stop() {
        asking?.stop()
    }

    /** Plans when to look next, by what core says is due. On the core's thread. */
    fun plan(state: UpdatesState) {
        if (!underWay) outside.plan(state, outside.managed())
    }

    private val watch = object : Watch {
        override fun progress(progress: Progress) = network.tell {
            step = progress
            changed()
        }
    }

    /** Nothing but what is marked *safety* is taken by itself, unless the force has set it so. */
    private fun bring(updates: Updates, managed: Managed, transport: Transport, costly: Boolean, now: Moment): Refreshed = when (managed.takeIn) {
        Managed.TakeIn.OFFERED -> updates.bring(transport, watch, costly, now)
        Managed.TakeIn.BY_ITSELF -> updates.refresh(transport, watch, costly, now)
    }

    private fun ask(quiet: Boolean = false, then: () -> Unit = {}, work: (Updates, Managed, Moment) -> Outcome?) {
        if (underWay) {
            if (!quiet) outcome = Outcome.Not(ChildFirstException.NotUpdated(Trouble.UNDER_WAY))
            return then()
        }
        underWay = true
        if (!quiet) outcome = null
        core.run({ outside.managed().let { it to store.updates() } }) { opened ->
            opened.onSuccess { (managed, updates) ->
                asking = updates
                network.run({ updates.use { work(it, managed, Moment.now(store.clock)) } }) { came -> ended(came, quiet, then) }
            }.onFailure { ended(Result.failure(it), quiet, then) }
        }
        changed()
    }

    private fun ended(came: Result<Outcome?>, quiet: Boolean, then: () -> Unit) {
        asking = null
        step = null
        val said = came.getOrElse { error -> if (error is ChildFirstException) Outcome.Not(error) else throw error }
        // A job has nobody to tell why it found no network; what it brought is told.
        if (!quiet || (said is Outcome.Came && said.what.changed.isNotEmpty())) outcome = said
        core.run({ store.changed() }) {
            underWay = false
            then()
            updated()
        }
    }

    /** Lays a file where the core can read it: whether it came whole; null when it cannot be read. */
    private fun lay(open: () -> InputStream?, file: File): Boolean? = try {
        open()?.use { from ->
            file.outputStream().use { to ->
                val part = ByteArray(64 * 1024)
                var bytes = 0L
                while (bytes <= MOST) {
                    val read = from.read(part)
                    if (read < 0) break
                    to.write(part, 0, read)
                    bytes += read
                }
                bytes <= MOST
            }
        }
    } catch (_: java.io.IOException) {
        null
    } catch (_: SecurityException) {
        null
    }

    private companion object {
        /** The largest that a repository in one file may be (docs/sync.md). */
        const val MOST = 256L * 1024 * 1024
    }
}
