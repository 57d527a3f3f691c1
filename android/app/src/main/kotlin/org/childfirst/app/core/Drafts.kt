package org.childfirst.app.core

import org.childfirst.Draft

/**
 * What is half typed: one draft for each place and child, there for a screen at once and sealed on the disk a moment later.
 *
 * Refuses to make a key press wait for the disk, and to put away what waits in one place for what is typed in another.
 */
class Drafts(private val core: CoreThread, private val failed: (Throwable) -> Unit) {
    private data class Spot(val place: String, val child: UInt?)

    /** What is on its way to the disk, of one interaction: what is typed last at each place. */
    private class Waiting(val session: Session) {
        private val writes = LinkedHashMap<Spot, Draft?>()
        private var sent = false

        /** Whether anything waits that nobody has been sent for. From then on somebody is. */
        @Synchronized
        fun due(): Boolean = (writes.isNotEmpty() && !sent).also { if (it) sent = true }

        @Synchronized
        fun put(at: Spot, draft: Draft?) {
            writes.remove(at)
            writes[at] = draft
        }

        /** Writes what waits. What could not be written waits on, and so does what is typed meanwhile. */
        fun write() {
            var failed: Exception? = null
            for ((at, draft) in take()) {
                try {
                    if (draft == null) session.dropDraft(at.place, at.child) else session.keepDraft(draft)
                } catch (error: Exception) {
                    again(at, draft)
                    failed = failed ?: error
                }
            }
            failed?.let { throw it }
        }

        @Synchronized
        private fun take(): List<Pair<Spot, Draft?>> {
            sent = false
            return writes.map { it.key to it.value }.also { writes.clear() }
        }

        // What was typed there since is newer.
        @Synchronized
        private fun again(at: Spot, draft: Draft?) {
            if (at !in writes) writes[at] = draft
        }
    }

    private val kept = LinkedHashMap<Spot, Draft>()
    private var waiting: Waiting? = null

    /** Everything that is half typed; what was typed last comes last. */
    val all: List<Draft> get() = kept.values.toList()

    /** What is half typed at a place, of a child. */
    fun at(place: String, child: UInt? = null): String? = kept[Spot(place, child)]?.words

    /** Keeps what is half typed, sealed. Nothing of it is left: it is forgotten. */
    fun keep(place: String, child: UInt?, words: String) {
        val at = Spot(place, child)
        val draft = Draft(place, child, words).takeIf { words.isNotBlank() }
        if (draft == null && at !in kept) return
        kept.remove(at)
        if (draft != null) kept[at] = draft
        waiting?.put(at, draft)
        write()
    }

    /** Writes what waits: after a disk that was full, once it takes something again. */
    fun write() {
        val waiting = waiting?.takeIf { it.due() } ?: return
        core.run(waiting::write) { came -> came.onFailure(failed) }
    }

    /** Forgets what was half typed there: it is saved. */
    fun drop(place: String, child: UInt? = null) = keep(place, child, "")

    /** An interaction is entered, with what is kept of it; or left. */
    internal fun of(session: Session?, drafts: List<Draft>) {
        write()
        waiting = session?.let(::Waiting)
        kept.clear()
        drafts.associateByTo(kept) { Spot(it.place, it.child) }
    }
}
