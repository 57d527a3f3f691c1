package org.childfirst.app.core

import org.childfirst.Draft

/**
 * What is half typed: one draft for each place and child, there for a screen at once and sealed on the disk a moment later.
 * Of one interaction; or, at home, of what is typed before there is a record.
 *
 * Refuses to make a key press wait for the disk, and to put away what waits in one place for what is typed in another.
 */
class Drafts(private val core: CoreThread, private val failed: (Throwable) -> Unit) {
    /** Where they are written, sealed. On the core's thread. */
    interface Kept {
        /** Keeps what is half typed, in the place of what was kept there. */
        fun keepDraft(draft: Draft)

        /** Forgets what was half typed at a place. */
        fun dropDraft(place: String, child: UInt?)
    }

    private data class Spot(val place: String, val child: UInt?)

    /** What is half typed in one interaction, and what of it is on its way to the disk: what is typed last at each place. */
    private class Half(val of: Kept, drafts: List<Draft>) {
        val kept = LinkedHashMap<Spot, Draft>()
        private val writes = LinkedHashMap<Spot, Draft?>()
        private var sent = false

        init {
            drafts.associateByTo(kept) { Spot(it.place, it.child) }
        }

        /** Whether anything waits that nobody has been sent for. From then on somebody is. */
        @Synchronized
        fun due(): Boolean = (writes.isNotEmpty() && !sent).also { if (it) sent = true }

        @Synchronized
        fun put(at: Spot, draft: Draft?) {
            kept.remove(at)
            if (draft != null) kept[at] = draft
            writes.remove(at)
            writes[at] = draft
        }

        /** Writes what waits. What could not be written waits on, and so does what is typed meanwhile. */
        fun write() {
            var failed: Exception? = null
            for ((at, draft) in take()) {
                try {
                    if (draft == null) of.dropDraft(at.place, at.child) else of.keepDraft(draft)
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

    private var home: Half? = null
    private var session: Half? = null
    private val here: Half? get() = session ?: home

    /** Everything that is half typed; what was typed last comes last. */
    val all: List<Draft> get() = here?.kept?.values?.toList().orEmpty()

    /** What is half typed at a place, of a child. */
    fun at(place: String, child: UInt? = null): String? = here?.kept?.get(Spot(place, child))?.words

    /** The same, with what is chosen beside it. */
    fun half(place: String, child: UInt? = null): HalfTyped = HalfTyped.of(at(place, child))

    /** Keeps what is half typed, sealed. Nothing of it is left: it is forgotten. */
    fun keep(place: String, child: UInt?, words: String) {
        val here = here ?: return
        keep(here, Spot(place, child), words)
    }

    /** The same, with what is chosen beside it. */
    fun keep(place: String, child: UInt?, half: HalfTyped) = keep(place, child, half.kept())

    private fun keep(half: Half, at: Spot, words: String) {
        val draft = Draft(at.place, at.child, words).takeIf { words.isNotBlank() }
        if (draft == null && at !in half.kept) return
        half.put(at, draft)
        write()
    }

    /** Writes what waits: after a disk that was full, once it takes something again. */
    fun write() = listOfNotNull(session, home).filter { it.due() }.forEach { half ->
        core.run(half::write) { came -> came.onFailure(failed) }
    }

    /** Forgets what was half typed there: it is saved. */
    fun drop(place: String, child: UInt? = null) = keep(place, child, "")

    /** Forgets what was half typed at home: it is in a record now. */
    fun dropAtHome(place: String) {
        home?.let { keep(it, Spot(place, null), "") }
    }

    /** An interaction is entered, with what is kept of it; or left. */
    internal fun of(session: Session?, drafts: List<Draft>) {
        write()
        this.session = session?.let { Half(it, drafts) }
    }

    /** What is kept of this recorder before there is a record. What is typed since is newer. */
    internal fun atHome(kept: Before.By, drafts: List<Draft>) {
        if (home?.of == kept) return
        write()
        home = Half(kept, drafts)
    }
}
