package org.childfirst.app.core

import org.childfirst.AskedBecause
import org.childfirst.Cause
import org.childfirst.ChildFirstException
import org.childfirst.Draft
import org.childfirst.Hit
import org.childfirst.InteractionOperation
import org.childfirst.Level
import org.childfirst.ListedFor
import org.childfirst.PackInfo
import org.childfirst.PackStatus
import org.childfirst.Role
import org.childfirst.RouteRow
import org.childfirst.When

/**
 * What is going on in the app: home, or one interaction. Lives as long as the process; screens come and go.
 *
 * Everything here is read and changed on the main thread. Whatever touches the disk goes to the core's thread and comes
 * back; until it has come back nothing says that it is so.
 */
class Work(private val store: Store, private val settings: Settings) {
    private val core = CoreThread()
    private var session: Session? = null

    // Written before the other is read, on each side: what is typed last is never left out.
    @Volatile private var pendingDraft: Draft? = null

    @Volatile private var draftWaits = false

    /** What home shows; null until it was read. */
    var home: Home? = null
        private set

    /** The interaction under way, as it stands on the disk. */
    var snapshot: Snapshot? = null
        private set

    /** Why the records cannot be had; null while they can. */
    var trouble: ChildFirstException? = null
        private set

    /** What could not be saved last; null once something was. */
    var notSaved: ChildFirstException? = null
        private set

    /** Why danger is due, and with how many children; null while it is not. */
    val dangerDue: Pair<AskedBecause, Int>?
        get() = snapshot?.let { now -> now.danger.ask?.let { it to now.screen.children.size } }

    /** What it was passed by for, without an answer: for that it is not put in the way again. */
    var dangerPassed: Pair<AskedBecause, Int>? = null

    /** What danger is asked for next, where a screen asks it before its own. */
    var dangerBecause: AskedBecause? = null

    /** The items that were met since the app was started: their reasons are folded from then on. */
    val met = HashSet<String>()

    /** Tries again what could not be saved; null where that would be of no use. */
    var retry: (() -> Unit)? = null
        private set

    // What an officer has walked away from already, and the disk has not: it goes before whatever comes next.
    private var owed = emptyList<InteractionOperation>()
    private val windows = LinkedHashSet<() -> Unit>()

    /** Tells a window of every change of the above, from now on. */
    fun watch(window: () -> Unit) {
        windows.add(window)
    }

    /** And no more. */
    fun unwatch(window: () -> Unit) {
        windows.remove(window)
    }

    private fun changed() = windows.toList().forEach { it() }

    /** Whether something is still on its way to the disk or back. */
    val busy: Boolean get() = core.busy

    /** What home shows. */
    class Home(
        val role: Role?,
        val recorder: String?,
        val pack: String?,
        val status: PackStatus?,
        val packs: List<PackInfo>,
        val records: List<ListedFor>,
        val leftHanded: Boolean,
    ) {
        /** Whether the first use is behind the officer. */
        val ready: Boolean get() = role != null && pack != null && packs.any { it.id == pack }
    }

    /** Reads what home shows. Guidance is there even when the records are not. */
    fun openHome(then: () -> Unit = {}) {
        var seen: ChildFirstException? = null
        core.run({
            val packs = store.packs()
            val pack = settings.pack?.takeIf { id -> packs.any { it.id == id } }
            val records = try {
                store.list(settings.recorder)
            } catch (error: ChildFirstException) {
                seen = error
                emptyList()
            }
            Home(settings.role, settings.recorder, pack, pack?.let(store::status), packs, records, settings.leftHanded)
        }) { came ->
            trouble = seen
            came.onSuccess { home = it }.onFailure(::troubled)
            then()
            changed()
        }
    }

    /** Remembers who records, in which role and by which guidance. */
    fun remember(role: Role, recorder: String?, pack: String, then: () -> Unit) {
        core.run({
            settings.role = role
            settings.recorder = recorder
            settings.pack = pack
        }) { openHome(then) }
    }

    /** Begins an interaction, and goes on when its first entry is on the disk. */
    fun begin(then: () -> Unit) {
        val home = home ?: return
        val (role, pack) = (home.role ?: return) to (home.pack ?: return)
        enter({ Session(store, store.begin(pack, role, home.recorder)) }, then)
    }

    /** Opens an interaction again. */
    fun resume(id: String, then: () -> Unit) = enter({ Session(store, store.resume(id)) }, then)

    /** Leaves the interaction for home. Everything of it is on the disk already. */
    fun leave() {
        flushDraft()
        session?.let { core.run(it::close) }
        session = null
        snapshot = null
        notSaved = null
        dangerPassed = null
        retry = null
        owed = emptyList()
        openHome()
    }

    /** Remembers for which hand the Dock stands. */
    fun hand(left: Boolean) = core.run({ settings.leftHanded = left }) { openHome() }

    /**
     * Records one operation. [then] is called when the disk has it, and only then.
     *
     * [owed]: the screen goes on without waiting. If it is not saved, it is tried before the next one: nothing is dropped.
     */
    fun perform(operation: InteractionOperation, doneAt: When? = null, owed: Boolean = false, then: () -> Unit = {}) {
        val session = session ?: return
        val first = this.owed
        send(session, first + operation, doneAt, owed, then)
    }

    /** Records several, one after the other. Stops at the first that is not saved: what is before it stays. */
    fun perform(operations: List<InteractionOperation>, then: () -> Unit = {}) {
        val session = session ?: return
        send(session, owed + operations, null, false, then)
    }

    private fun send(session: Session, operations: List<InteractionOperation>, doneAt: When?, keep: Boolean, then: () -> Unit) {
        // Written on the core's thread, read here when it has come back.
        var done = 0
        core.run({
            var last: Snapshot? = null
            for (operation in operations) {
                last = session.perform(operation, doneAt.takeIf { operation === operations.last() })
                done++
            }
            checkNotNull(last)
        }) { came ->
            val left = operations.drop(done)
            if (of(session)) {
                owed = if (keep) left else left.dropLast(1).filter { it in owed }
// What was refused is typed otherwise; everything else may go well the next time.
                retry = { send(session, left, doneAt, keep, then) }.takeIf { came.isFailure && came.exceptionOrNull() !is ChildFirstException.Refused }
            }
            arrived(session, came, then)
        }
    }

    private fun of(session: Session) = session === this.session

    /** Reads again what there is to draw: time has passed. */
    fun again() {
        val session = session ?: return
        core.run({ session.snapshot() }) { came -> arrived(session, came) {} }
    }

    /** Keeps what is half typed, sealed, a moment after the last letter. */
    fun keepDraft(draft: Draft?) {
        pendingDraft = draft
        if (draftWaits) return
        draftWaits = true
        writeDraft()
    }

    /** What is half typed is on its way to the disk when this returns. */
    fun flushDraft() {
        if (draftWaits) writeDraft()
    }

    /** Searches the guidance in use. Needs no key. */
    fun search(words: String, then: (List<Hit>) -> Unit) {
        val pack = snapshot?.pack?.pack?.id ?: home?.pack ?: return
        core.run({ store.search(words, pack) }) { came ->
            came.onSuccess(then).onFailure {
                unsaved(it)
                changed()
            }
        }
    }

    /** Why a row is here. */
    fun because(row: org.childfirst.Row, then: (String) -> Unit) {
        val session = session ?: return
        core.run({ session.because(row) }) { came -> came.onSuccess(then) }
    }

    /** Gives everything back: the end of the process, as far as the core sees it. */
    fun close() {
        session?.let { core.run(it::close) }
        session = null
        snapshot = null
        core.run(store::close)
    }

    /** What follows for a child, whatever the level and at this one. */
    fun routes(child: UInt?, level: Level?, then: (List<RouteRow>) -> Unit) {
        val session = session ?: return
        core.run({ session.routes(child, level) }) { came -> came.onSuccess(then) }
    }

    private fun writeDraft() {
        val session = session ?: return
        // What is typed while one is written is taken by the next: at most one waits.
        core.run({
            draftWaits = false
            session.draft(pendingDraft)
        }) { came -> came.onFailure(::unsaved) }
    }

    private fun enter(open: () -> Session, then: () -> Unit) {
        core.run({ open().let { it to it.snapshot() } }) { came ->
            came.onSuccess { (opened, first) ->
                session = opened
                snapshot = first
                trouble = null
                notSaved = null
                retry = null
                owed = emptyList()
                then()
            }.onFailure(::unsaved)
            changed()
        }
    }

    private fun arrived(of: Session, came: Result<Snapshot>, then: () -> Unit) {
        // Left meanwhile: it is on the disk, and no screen of it is shown any more.
        if (of !== session) return
        came.onSuccess {
            snapshot = it
            notSaved = null
            retry = null
            then()
        }.onFailure(::unsaved)
        changed()
    }

    private fun unsaved(error: Throwable) {
        notSaved = said(error)
    }

    private fun troubled(error: Throwable) {
        trouble = said(error)
    }

    /** Any other error is a mistake of ours: it is not hidden, and it says nothing of what was typed. */
    private fun said(error: Throwable): ChildFirstException = when (error) {
        is ChildFirstException -> error
        is Exception -> ChildFirstException.Unavailable(Cause.DISK)
        else -> throw error
    }
}
