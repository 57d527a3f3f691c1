package org.childfirst.app.core

import org.childfirst.KeyVault
import org.childfirst.KeyVaultException
import java.nio.ByteBuffer
import java.security.GeneralSecurityException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * The core's key store over the device's: AES-256-GCM, a new nonce each time, and which key it was in front.
 *
 * The newest key wraps; it and the one before it open (what core promises itself of a key store: an erasure that is cut
 * off between its two rotations opens again). Which key is the newest is what the device's store holds, and is written
 * nowhere else. Tells three things apart: locked now, gone for good, cannot be reached. Refuses to make a key under a
 * name that there was: what was wrapped with it says that it is gone, and never opens as something else.
 *
 * Wrapped: one byte of form, four of the number of the key, twelve of nonce, then the sealed key with its tag.
 */
class DeviceVault(private val provider: KeyProvider) : KeyVault {
    override fun wrapKey(key: ByteArray): ByteArray = asCoreSays {
        val (number, newest) = newest()
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, newest) }
        val sealed = cipher.doFinal(key)
        ByteBuffer.allocate(HEAD + sealed.size)
            .put(FORM).putInt(number).put(cipher.iv.also { check(it.size == NONCE) }).put(sealed).array()
    }

    override fun unwrapKey(wrapped: ByteArray): ByteArray = asCoreSays {
        // Core has looked that no byte of it changed: another form is another version's, and no key is gone for that.
        check(wrapped.size > HEAD && wrapped[0] == FORM) { "another form" }
        val bytes = ByteBuffer.wrap(wrapped).apply { get() }
        val name = name(bytes.int)
        val nonce = ByteArray(NONCE).also(bytes::get)
        val sealed = ByteArray(bytes.remaining()).also(bytes::get)
        val key = provider.key(name) ?: throw KeyProvider.GoneException()
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG, nonce)) }
        try {
            cipher.doFinal(sealed)
        } catch (error: AEADBadTagException) {
            // Another key under the same name: the one that wrapped it is gone.
            throw KeyProvider.GoneException(error)
        }
    }

    override fun rotateKey() {
        asCoreSays {
            val before = numbers()
            provider.make(name((before.maxOrNull() ?: 0) + 1))
            // Last, and never the one before: cut off anywhere, everything opens.
            (before - setOfNotNull(before.maxOrNull())).forEach { provider.forget(name(it)) }
        }
    }

    /** The newest key. Where it is gone the next is made, for what is wrapped from now on. */
    private fun newest(): Pair<Int, SecretKey> {
        val number = numbers().maxOrNull() ?: 0
        val key = try {
            provider.key(name(number))
        } catch (_: KeyProvider.GoneException) {
            null
        }
        return if (key != null) number to key else number + 1 to provider.make(name(number + 1))
    }

    private fun numbers(): Set<Int> =
        provider.names().mapNotNull { it.removePrefix(NAME).takeIf { rest -> rest != it }?.toIntOrNull() }.toSet()

    // One at a time: two first uses would make one key over the other.
    @Synchronized
    private fun <T> asCoreSays(work: () -> T): T = try {
        work()
    } catch (_: KeyProvider.LockedException) {
        throw KeyVaultException.Locked()
    } catch (_: KeyProvider.GoneException) {
        throw KeyVaultException.KeyGone()
    } catch (_: GeneralSecurityException) {
        throw KeyVaultException.Unavailable()
    } catch (_: RuntimeException) {
        // A key store throws these too. What they say may name a key, and goes nowhere.
        throw KeyVaultException.Unavailable()
    }

    private companion object {
        const val CIPHER = "AES/GCM/NoPadding"
        const val FORM: Byte = 1
        const val NONCE = 12
        const val TAG = 128
        const val HEAD = 1 + 4 + NONCE
        const val NAME = "childfirst-"
        fun name(number: Int) = "$NAME$number"
    }
}
