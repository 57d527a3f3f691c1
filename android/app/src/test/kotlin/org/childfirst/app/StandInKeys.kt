package org.childfirst.app

import org.childfirst.app.core.KeyProvider
import java.security.SecureRandom
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** A key store as a test wants it: in memory, locked, gone, or out of order. It outlives an app, as a device's does. */
class StandInKeys : KeyProvider {
    val keys = HashMap<String, SecretKey>()
    var locked = false
    var fails = false

    /** Whether every key that there is says that it is gone for good. */
    var gone = false

    /** After how many more questions it answers none, as if the process had ended; null: it goes on. */
    var left: Int? = null

    override fun names(): Set<String> {
        look()
        return keys.keys.toSet()
    }

    override fun key(name: String): SecretKey? {
        look()
        if (gone) throw KeyProvider.GoneException()
        return keys[name]
    }

    override fun make(name: String): SecretKey {
        look()
        return SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES").also { keys[name] = it }
    }

    override fun forget(name: String) {
        look()
        keys.remove(name)
    }

    private fun look() {
        if (locked) throw KeyProvider.LockedException()
        left?.let {
            check(it > 0) { "no more" }
            left = it - 1
        }
        check(!fails) { "out of order" }
    }
}
