package org.childfirst.app.core

import org.childfirst.AskedBecause
import org.childfirst.Cause
import org.childfirst.ChildFirstException
import org.childfirst.Corrected
import org.childfirst.Correction
import org.childfirst.Destroyed
import org.childfirst.Draft
import org.childfirst.Erased
import org.childfirst.ExportHow
import org.childfirst.InteractionOperation
import org.childfirst.Level
import org.childfirst.NewerPack
import org.childfirst.Moment
import org.childfirst.Precision
import org.childfirst.Role
import org.childfirst.RouteRow
import org.childfirst.When
import org.childfirst.now
import java.io.IOException
import java.io.InputStream

/**
 * What is going on in the app: home, or one interaction. Lives as long as the process; screens come and go.
 *
 * Everything here is read and changed on the main thread. Whatever touches the disk goes to the core's thread and comes
 * back; until it has come back nothing says that it is so.
 */
class Work(private val store: Store, private val settings: Settings, private val before: Before, val outbox: Outbox, private val outside: Updating.Outside) {
    private val core = CoreThread()
    private var session: Session? = null

    /** What is on its way to the disk. */
    private val sending = HashSet<List<InteractionOperation>>()

    init {
        // What an earlier process held out, nobody holds out any more.
        core.run(outbox::clear)
    }

    /** Signed updates of the guidance. */
    val updating = Updating(store, core, outside, ::updated) { changed() }

    /** What can be read without a record. */
    val library = Library(store, core, { snapshot?.pack?.digest ?: home?.pack }, ::unread)

    /** What is half typed, as it is kept or on its way there: a screen that is opened again begins with it. */
    val drafts = Drafts(core) {
        unsaved(it)
        changed()
    }

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

    /** Whether [notSaved] was only to be read: then nothing waits to be saved, and nothing says so. */
    var onlyRead = false
        private set

    /** Why danger is due, and with how many children; null while it is not. */
    val dangerDue: Pair<AskedBecause, Int>?
        get() = snapshot?.let { now -> now.danger.ask?.let { it to now.screen.children.size } }

    /** What it was passed by for, without an answer: for that it is not put in the way again. */
    var dangerPassed: Pair<AskedBecause, Int>? = null

    /** What danger is asked for next, where a screen asks it before its own. */
    var dangerBecause: AskedBecause? = null

    private var riskAsked = false
    private var entering = false
    private var exporting = false

    /** Whether danger goes before a risk now. Once: passed by, it is asked on the screen of the risk, and not in its way. */
    fun dangerBeforeRisk(): Boolean {
        val now = snapshot ?: return false
        if (now.state.askedBeforeRisk || now.screen.dangerYes || riskAsked) return false
        riskAsked = true
        dangerBecause = AskedBecause.BEFORE_RISK
        return true
    }

    /** The items that were met since the app was started: their reasons are folded from then on. */
    val met = HashSet<String>()

    /** Tries again what could not be saved; null where that would be of no use. */
    var retry: (() -> Unit)? = null
        private set

    // What an officer has walked away from already, and the disk has not, by record: it goes before whatever comes next.
    private val debts = HashMap<String, Debts>()
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
    val busy: Boolean get() = core.busy || updating.busy

    /** Reads what home shows. Guidance is there even when the records are not. */
    fun openHome(then: () -> Unit = {}) {
        var seen: ChildFirstException? = null
        var half: Pair<Before.By, List<Draft>>? = null
        core.run({
            val packs = store.packs()
            val managed = outside.managed()
            val pack = (managed.force ?: settings.pack)?.takeIf { id -> packs.any { it.id == id } }
            val records = try {
                store.list(settings.recorder)
            } catch (error: ChildFirstException) {
                seen = error
                emptyList()
            }
            // What cannot be read now is not written over: nothing is kept before it was.
            half = Before.By(before, settings.recorder).let { by -> runCatching { by to by.drafts() }.getOrNull() }
            val updates = store.standing()?.also(updating::plan)
            val newer = newer(pack)
            Home(settings.role ?: managed.role, settings.recorder, pack, pack?.let(store::status), packs, records, settings.leftHanded, if (seen == null) store.destroyed().size else 0, updates, newer, managed)
        }) { came ->
            trouble = seen
            half?.let { (by, drafts) -> this.drafts.atHome(by, drafts) }
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
        enter({ Session(store, store.begin(pack, role, home.recorder), home.recorder) }, ::unstarted) {
            // What changed before it was said on home, once.
            snapshot?.pack?.digest?.let { digest -> core.run({ settings.seen = digest }) }
            then()
        }
    }

    /** Opens an interaction again. */
    fun resume(id: String, then: () -> Unit) = enter({ Session(store, store.resume(id), settings.recorder) }, ::unread, then)

    /** Leaves the interaction for home. Everything of it is on the disk already; what is not is tried once more, and said. */
    fun leave() {
        val left = session
        forget()
        left?.let(::settle)
        core.run(outbox::clear)
        openHome()
    }

    /** Nothing of an interaction is under way any more. */
    private fun forget() {
        drafts.of(null, emptyList())
        session = null
        snapshot = null
        notSaved = null
        dangerPassed = null
        riskAsked = false
        retry = null
    }

    /** Closes an interaction, after paying what is owed to it. What cannot be paid is said at home, and tried from there. */
    private fun settle(left: Session) {
        val (id, debts) = left.id to (debts[left.id] ?: Debts())
        core.run({
            try {
                debts.pay(left)
            } finally {
                left.close()
            }
        }) { came ->
            val failed = came.exceptionOrNull() ?: return@run
            unsaved(failed)
            retry = {
                core.run({ Session(store, store.resume(id), settings.recorder) }) { again -> again.onSuccess { notSaved = null; retry = null; settle(it) }.onFailure(::unstarted) }
            }
            changed()
        }
    }

    /** Remembers for which hand the Dock stands. */
    fun hand(left: Boolean) = core.run({ settings.leftHanded = left }) { openHome() }

    /**
     * Records one operation. [then] is called when the disk has it, and only then. The same again while it is still on
     * its way is a second press of the same thumb, and not a second entry.
     *
     * [owed]: the screen goes on without waiting. If it is not saved, it is tried before the next one: nothing is dropped.
     */
    fun perform(operation: InteractionOperation, doneAt: When? = null, owed: Boolean = false, then: () -> Unit = {}) {
        val session = session ?: return
        send(session, listOf(operation), doneAt, owed, then)
    }

    /** Records several, one after the other. Stops at the first that is not saved: what is before it stays, and shows. */
    fun perform(operations: List<InteractionOperation>, doneAt: When? = null, then: () -> Unit = {}) {
        val session = session ?: return
        send(session, operations, doneAt, false, then)
    }

    private fun send(session: Session, operations: List<InteractionOperation>, doneAt: When?, keep: Boolean, then: () -> Unit) {
        if (!sending.add(operations)) return
        val debts = debts.getOrPut(session.id, ::Debts)
        // Saved later, it was pressed now.
        val pressed = When(Moment.now(store.clock), Precision.EXACT)
        // Written on the core's thread, read here when it has come back.
        var done = 0
        var stopped: Throwable? = null
        core.run({
            try {
                debts.pay(session)
                for (operation in operations) {
                    session.perform(operation, doneAt.takeIf { operation === operations.last() })
                    done++
                }
            } catch (error: Exception) {
                if (keep && error !is ChildFirstException.Refused) operations.drop(done).forEach { debts.owe(it, doneAt ?: pressed) }
                stopped = error
            }
            // What is before it is on the disk, and shows.
            session.snapshot()
        }) { came ->
            sending.remove(operations)
            val left = if (keep) emptyList() else operations.drop(done)
            val failed = stopped ?: came.exceptionOrNull()
            arrived(session, came) { if (failed == null) then() }
            if (of(session) && failed != null) {
                unsaved(failed)
                // What was refused is typed otherwise; everything else may go well the next time.
                retry = { send(session, left, doneAt, false, then) }.takeIf { failed !is ChildFirstException.Refused }
                changed()
            }
        }
    }

    private fun of(session: Session) = session === this.session

    /** Reads again what there is to draw: time has passed. */
    fun again() {
        val session = session ?: return
        core.run({ session.snapshot() }) { came -> arrived(session, came) {} }
    }

    /** The officer goes elsewhere: what could only not be read stood on the screen that asked for it. */
    fun goesOn() {
        if (!onlyRead) return
        notSaved = null
        onlyRead = false
    }

    /** What changed since the last record. */
    private fun newer(pack: String?): NewerPack? = settings.seen?.let(store::since)?.takeIf { it.pack == pack }

    /**
     * Guidance may have changed: home and what is open say so. The records are left alone: a job may run while the device
     * is locked, and nobody is to find that said when it no longer is. What is not saved is still not.
     */
    private fun updated() {
        val before = home
        core.run({
            val updates = store.standing()?.also(updating::plan)
            before?.run { Home(role, recorder, pack, pack?.let(store::status), store.packs(), records, leftHanded, destroyed, updates, newer(pack), managed) }
        }) { came ->
            came.onSuccess { if (it != null && home === before) home = it }
            changed()
        }
        val session = session ?: return
        core.run({ session.snapshot() }) { came ->
            if (session === this.session) came.onSuccess { snapshot = it }
            changed()
        }
    }

    /** Why a row is here. */
    fun because(row: org.childfirst.Row, then: (String) -> Unit) {
        val session = session ?: return
        core.run({ session.because(row) }) { came -> came.onSuccess(then) }
    }

    /** Adds a child that a hand-over names. */
    fun add(offered: org.childfirst.Offered, then: () -> Unit) {
        val session = session ?: return
        core.run({ session.add(offered) }) { came -> arrived(session, came, then) }
    }

    /** A file as words; null: it cannot be read, is longer than any hand-over, or is no text. */
    fun text(open: () -> InputStream?, then: (String?) -> Unit) = core.run({ textOf(open()) }) { came -> then(came.getOrNull()) }

    /** Gives everything back: the end of the process, as far as the core sees it. */
    fun close() {
        session?.let { core.run(it::close) }
        session = null
        snapshot = null
        updating.stop()
        core.run(store::close)
    }

    /** What follows for a child, whatever the level and at this one. */
    fun routes(child: UInt?, level: Level?, then: (List<RouteRow>) -> Unit) {
        val session = session ?: return
        core.run({ session.routes(child, level) }) { came -> came.onSuccess(then) }
    }

    /** Reads something of the interaction, for a page that draws it. */
    fun <T> read(what: (Session) -> T, then: (T) -> Unit) {
        val session = session ?: return
        core.run({ what(session) }) { came ->
            // Left meanwhile: nothing of it is shown any more.
            if (session === this.session) {
                came.onSuccess(then).onFailure(::unread)
            }
        }
    }

    /** Exports, and holds the file out in the cache. What was held out before is taken back. */
    fun export(how: ExportHow, then: (Outbox.Held) -> Unit) {
        val session = session?.takeUnless { exporting } ?: return
        exporting = true
        var held: Outbox.Held? = null
        core.run({
            val file = session.export(how)
            try {
                held = outbox.hold(file, how.format)
            } catch (error: IOException) {
                // The record says what is so: there is no file.
                session.perform(mistake(file.receipt.seq))
                throw error
            }
            session.snapshot()
        }) { came ->
            exporting = false
            arrived(session, came) { held?.let(then) }
        }
    }

    /** It did not go: the file is taken back, and the record says that the export was pressed by mistake. */
    fun notExported(held: Outbox.Held, then: () -> Unit) {
        core.run({ outbox.takeBack(held) })
        perform(mistake(held.entry), then = then)
    }

    /** It has gone, or it was printed: the file is taken back. */
    fun takeBack(held: Outbox.Held) = core.run({ outbox.takeBack(held) })

    /** Destroys the interaction under way. Nothing of it is open afterwards. */
    fun destroy(reason: String, then: (Destroyed) -> Unit) {
        val (session, id) = (session ?: return) to (snapshot?.id ?: return)
        core.run({ store.destroy(id, reason, settings.recorder).also { outbox.clear() } }) { came ->
            came.onSuccess {
                core.run(session::close)
                debts.remove(id)
                forget()
                then(it)
                openHome()
            }.onFailure(::unsaved)
            changed()
        }
    }

    /** Erases the words of an entry. [then] is told whether the device has forgotten every key to them. */
    fun erase(erased: Erased, then: (Boolean) -> Unit) {
        val (session, id) = (session ?: return) to (snapshot?.id ?: return)
        var complete = false
        core.run({
            complete = store.erase(id, erased, settings.recorder).complete
            session.snapshot()
        }) { came -> arrived(session, came) { then(complete) } }
    }

    /** What stands in the place of what was destroyed. */
    fun destroyed(then: (List<Destroyed>) -> Unit) = core.run(store::destroyed) { came ->
        came.onSuccess(then).onFailure(::unread)
    }

    private fun mistake(entry: ULong) = InteractionOperation.Corrected(Corrected(entry, Correction.PressedByMistake, null))

    private fun enter(open: () -> Session, failed: (Throwable) -> Unit, then: () -> Unit) {
        // A second press of the same thumb begins no second record.
        if (entering) return
        entering = true
        core.run({ open().let { Triple(it, it.snapshot(), runCatching(it::drafts)) } }) { came ->
            entering = false
            came.onSuccess { (opened, first, halfTyped) ->
                session?.let { core.run(it::close) }
                session = opened
                snapshot = first
                drafts.of(opened, halfTyped.getOrDefault(emptyList()))
                trouble = null
                notSaved = null
                retry = null
                then()
                changed()
                if (debts[opened.id]?.none() == false) send(opened, emptyList(), null, false) {}
                // A draft that does not open keeps nobody from the record.
                halfTyped.onFailure(::unread)
            }.onFailure(failed)
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
            drafts.write()
        }.onFailure(::unsaved)
        changed()
    }

    private fun unsaved(error: Throwable) {
        notSaved = said(error)
        onlyRead = false
    }

    private fun unstarted(error: Throwable) {
        unsaved(error)
        changed()
    }

    /** What could not be read takes nothing's place that still waits to be saved. */
    private fun unread(error: Throwable) {
        if (notSaved == null || onlyRead) {
            notSaved = said(error)
            onlyRead = true
        }
        changed()
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
