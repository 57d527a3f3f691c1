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

    override fun key(name: String): SecretKey? {
        look()
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
        check(!fails) { "out of order" }
    }
}
