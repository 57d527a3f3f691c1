package org.childfirst.app.core

import android.content.res.AssetManager
import org.childfirst.Begin
import org.childfirst.ChildFirst
import org.childfirst.ChildFirstException
import org.childfirst.Config
import org.childfirst.Destroyed
import org.childfirst.Erased
import org.childfirst.Erasure
import org.childfirst.HandOverFile
import org.childfirst.Hit
import org.childfirst.Interaction
import org.childfirst.KeyVault
import org.childfirst.ListedFor
import org.childfirst.LocalValue
import org.childfirst.Made
import org.childfirst.NewerPack
import org.childfirst.PackContents
import org.childfirst.PackInfo
import org.childfirst.PackStatus
import org.childfirst.Records
import org.childfirst.Role
import org.childfirst.Updates
import org.childfirst.UpdatesConfig
import org.childfirst.UpdatesState
import org.childfirst.WordsToSay
import org.childfirst.now
import org.childfirst.readHandOver
import java.time.Clock
import java.time.ZonedDateTime
import java.util.Optional

/**
 * The core on this device: guidance and records. Every method is called on the core's thread.
 *
 * Guidance goes on working whatever becomes of the records. Refuses to wipe, to start new records by itself, and to
 * fetch anything: what is needed to begin is in the app.
 */
class Store(private val folder: () -> String, private val assets: AssetManager, private val vault: KeyVault, val clock: Clock, private val managed: () -> Managed = { Managed() }) {
    private var open: ChildFirst? = null
    private val door: ChildFirst
        get() {
            offMain()
            return open ?: ChildFirst.open(Config(folder(), managed().recoveryKey)).also(::takeIn).also { open = it }
        }
    private val contents = HashMap<String, PackContents>()
    private val newer = HashMap<String, Optional<NewerPack>>()
    private var readOnly: List<String>? = null

    /** The packs that can be worked with, as they stand now. */
    fun packs(): List<PackInfo> =
        door.guidance().use { it.installed(ZonedDateTime.now(clock).year.toUInt()) }.filter { it.active && it.hasFlow }

    /** How a pack stands now, in words. */
    fun status(pack: String): PackStatus = door.guidance().use { it.packStatus(pack, Made.now(clock).now) }

    /** A pack with everything that it says, by its digest or, of the one in use, by its id; read once. */
    fun contents(digest: String): PackContents =
        contents.getOrPut(digest) { door.guidance().use { it.contents(digest) } }

    /** All that can be read, also where nothing can be worked with. */
    fun reading(): List<PackInfo> =
        door.guidance().use { it.installed(ZonedDateTime.now(clock).year.toUInt()) }.filter { it.active }

    /** What a force has filled in, outside a record. */
    fun localValues(pack: String): List<LocalValue> = door.guidance().use { it.localValues(pack) }

    /** Signed updates, by what the force has set and by the root that the app carries. For one use. */
    fun updates(): Updates = managed().let { door.updates(UpdatesConfig(it.repository, it.root ?: root(), it.follow)) }

    /** How they stand. Null while it cannot be read. */
    fun standing(): UpdatesState? = orNull { updates().use { it.state(Made.now(clock).now) } }

    /** What the pack in use says otherwise than one that was, by its digest; read once. */
    fun since(digest: String): NewerPack? = newer.getOrPut(digest) { Optional.ofNullable(orNull { updates().use { it.since(digest) } }) }.orElse(null)

    /** Guidance may have changed: what was read of it is read again. */
    fun changed() {
        contents.clear()
        newer.clear()
        readOnly = null
    }

    /** What this recorder may see of the records on this device. */
    fun list(recorder: String?): List<ListedFor> = records { it.listFor(recorder) }

    /** Searches a pack. */
    fun search(words: String, pack: String): List<Hit> = door.guidance().use { it.search(words, listOf(pack) + readOnly(), MOST) }

    /** Begins. The first entry is on the disk when this returns. */
    fun begin(pack: String, role: Role, recorder: String?): Interaction =
        records { it.begin(Begin(pack, role, recorder), Made.now(clock)) }

    /** What to say to somebody who asks what is being written, with the force's own words. */
    fun toSay(pack: String): Pair<List<WordsToSay>, List<LocalValue>> =
        door.guidance().use { it.contents(pack).pack.wordsToSay to it.localValues(pack) }

    /** Reads a hand-over before anything of it is kept. */
    fun handOver(text: String): HandOverFile = door.guidance().use { readHandOver(text, it) }

    /** Opens again. */
    fun resume(id: String): Interaction = records { it.resume(id) }

    /** Destroys an interaction for good; a tombstone stays. */
    fun destroy(id: String, reason: String, by: String?): Destroyed =
        records { it.destroy(id, reason, Made(org.childfirst.Moment.now(clock), null, by)) }

    /** Erases the words of an entry. */
    fun erase(id: String, erased: Erased, by: String?): Erasure =
        records { it.erase(id, erased, Made(org.childfirst.Moment.now(clock), null, by)) }

    /** What stands in the place of what was destroyed. */
    fun destroyed(): List<Destroyed> = records { it.destroyed() }

    /** Gives the data folder back. Nothing of it can be used afterwards. */
    fun close() {
        open?.close()
        open = null
    }

    /** The ids of what is only read, by whichever force one works. */
    private fun readOnly(): List<String> = readOnly ?: reading().filter { !it.hasFlow }.map { it.id }.also { readOnly = it }

    /** The root that came with the app. None: nothing is ever verified, and that is said when somebody asks. */
    private fun root(): ByteArray = try {
        assets.open(ROOT).use { it.readBytes() }
    } catch (_: java.io.IOException) {
        ByteArray(0)
    }

    private fun <T> orNull(read: () -> T?): T? = try {
        read()
    } catch (_: ChildFirstException) {
        null
    }

    private fun <T> records(work: (Records) -> T): T = door.unlock(vault).use(work)

    /** Takes in the packs that came with the app. The same again changes nothing; a damaged one keeps no other out. */
    private fun takeIn(door: ChildFirst) = door.guidance().use { guidance ->
        for (name in assets.list(PACKS).orEmpty().sorted()) {
            try {
                guidance.installPack(assets.open("$PACKS/$name").use { it.readBytes() })
            } catch (_: ChildFirstException.Refused) {
                continue
            } catch (_: ChildFirstException.Newer) {
                continue
            }
        }
    }

    private companion object {
        const val PACKS = "packs"
        const val ROOT = "root.json"
        const val MOST = 20u
    }
}
