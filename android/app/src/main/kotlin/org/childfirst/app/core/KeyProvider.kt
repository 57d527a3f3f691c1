package org.childfirst.app.core

import javax.crypto.SecretKey

/**
 * Where the device's key is: the Android Keystore in the app, a stand-in in tests.
 *
 * A lock and a lost key are told apart here, as each platform says it in another exception.
 */
interface KeyProvider {
    /** The names of the keys that there are, also of those that cannot be used now. */
    fun names(): Set<String>

    /** The key of this name, or null when there is none. Throws [LockedException], [GoneException] or anything else. */
    fun key(name: String): SecretKey?

    /** Makes the key. It outlives a power cut when this returns. */
    fun make(name: String): SecretKey

    /** Forgets the key, for good. */
    fun forget(name: String)

    /** The device is locked. */
    class LockedException(cause: Throwable? = null) : Exception(cause)

    /** The key was there and can never be used again. */
    class GoneException(cause: Throwable? = null) : Exception(cause)
}
