package org.childfirst.app.core

import org.childfirst.HandOverFile
import org.childfirst.Hit
import org.childfirst.LocalValue
import org.childfirst.PackContents
import org.childfirst.PackInfo
import org.childfirst.WordsToSay

/** What can be read without a record, and without its key: guidance, what a force has filled in, a hand-over. */
class Library(private val store: Store, private val core: CoreThread, private val inUse: () -> String?, private val unread: (Throwable) -> Unit) {
    /** Searches the guidance in use. */
    fun search(words: String, then: (List<Hit>) -> Unit) {
        val pack = inUse() ?: return
        core.run({ store.search(words, store.contents(pack).pack.id) }) { came -> came.onSuccess(then).onFailure(unread) }
    }

    /** A pack to read, by its digest or id. */
    fun pack(pack: String, then: (PackContents) -> Unit) = core.run({ store.contents(pack) }) { came -> came.onSuccess(then) }

    /** Everything that can be read here. */
    fun all(then: (List<PackInfo>) -> Unit) = core.run({ store.reading() }) { came -> came.onSuccess(then) }

    /** What a force has filled in, outside a record. */
    fun localValues(pack: String, then: (List<LocalValue>) -> Unit) = core.run({ store.localValues(pack) }) { came -> came.onSuccess(then) }

    /** What to say to somebody who asks what is being written. Nothing of the record is in it. */
    fun toSay(then: (Pair<List<WordsToSay>, List<LocalValue>>) -> Unit) {
        val pack = inUse() ?: return
        core.run({ store.toSay(pack) }) { came -> came.onSuccess(then) }
    }

    /** Reads a hand-over before anything of it is kept. */
    fun handOver(text: String, then: (Result<HandOverFile>) -> Unit) = core.run({ store.handOver(text) }, then)
}
