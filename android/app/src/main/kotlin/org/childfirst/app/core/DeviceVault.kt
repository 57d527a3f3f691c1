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
 * Tells three things apart: locked now, gone for good, cannot be reached. Refuses to make a new key in the place of one
 * that is missing: what was wrapped with it says so.
 *
 * Wrapped: one byte of form, four of the number of the key, twelve of nonce, then the sealed key with its tag.
 */
class DeviceVault(private val provider: KeyProvider, private val number: Number) : KeyVault {
    /** Which key is in use, remembered across starts. It is not a secret. */
    interface Number {
        /** The number of the key in use; 0 before there is one. */
        var current: Int
    }

    override fun wrapKey(key: ByteArray): ByteArray = asCoreSays {
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, inUse()) }
        val sealed = cipher.doFinal(key)
        ByteBuffer.allocate(HEAD + sealed.size)
            .put(FORM).putInt(number.current).put(cipher.iv.also { check(it.size == NONCE) }).put(sealed).array()
    }

    override fun unwrapKey(wrapped: ByteArray): ByteArray = asCoreSays {
        if (wrapped.size <= HEAD || wrapped[0] != FORM) throw KeyProvider.GoneException()
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
            val old = number.current
            provider.make(name(old + 1))
            number.current = old + 1
            // Forgotten last: until here a failure leaves everything readable.
            if (old > 0) provider.forget(name(old))
        }
    }

    private fun inUse(): SecretKey {
        if (number.current > 0) return provider.key(name(number.current)) ?: throw KeyProvider.GoneException()
        return provider.make(name(1)).also { number.current = 1 }
    }

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
        fun name(number: Int) = "childfirst-$number"
    }
}
