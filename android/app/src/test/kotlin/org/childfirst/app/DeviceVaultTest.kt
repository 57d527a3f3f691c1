package org.childfirst.app

import org.childfirst.KeyVaultException
import org.childfirst.app.core.DeviceVault
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Test

/** The vault over a stand-in key store: what is wrapped comes back, and locked, gone and unavailable are told apart. */
class DeviceVaultTest {
    private val keys = StandInKeys()
    private val number = object : DeviceVault.Number {
        override var current = 0
    }
    private val vault = DeviceVault(keys, number)
    private val secret = ByteArray(32) { it.toByte() }

    @Test
    fun `what is wrapped comes back and is never twice the same`() {
        val (one, other) = vault.wrapKey(secret) to vault.wrapKey(secret)
        assertArrayEquals(secret, vault.unwrapKey(one))
        assertArrayEquals(secret, vault.unwrapKey(other))
        assertFalse(one.contentEquals(other))
        assertFalse(one.toList().windowed(secret.size).any { it == secret.toList() })
    }

    @Test
    fun `a rotated key opens what it wraps and nothing from before`() {
        val before = vault.wrapKey(secret)
        vault.rotateKey()
        assertEquals(1, keys.keys.size)
        assertArrayEquals(secret, vault.unwrapKey(vault.wrapKey(secret)))
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(before) }
    }

    @Test
    fun `locked is locked, and passes`() {
        val wrapped = vault.wrapKey(secret)
        keys.locked = true
        assertThrows(KeyVaultException.Locked::class.java) { vault.unwrapKey(wrapped) }
        assertThrows(KeyVaultException.Locked::class.java) { vault.wrapKey(secret) }
        keys.locked = false
        assertArrayEquals(secret, vault.unwrapKey(wrapped))
    }

    @Test
    fun `a key that is missing or another is gone, and no new one is made in its place`() {
        val wrapped = vault.wrapKey(secret)
        val kept = keys.keys.toMap()
        keys.keys.clear()
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(wrapped) }
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.wrapKey(secret) }
        assertEquals(0, keys.keys.size)
        keys.make(kept.keys.single())
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(wrapped) }
    }

    @Test
    fun `a key store out of order is unavailable`() {
        val wrapped = vault.wrapKey(secret)
        keys.fails = true
        assertThrows(KeyVaultException.Unavailable::class.java) { vault.unwrapKey(wrapped) }
        assertThrows(KeyVaultException.Unavailable::class.java) { vault.rotateKey() }
        keys.fails = false
        assertArrayEquals(secret, vault.unwrapKey(wrapped))
    }

    @Test
    fun `what is cut off or of another form does not open, and does not crash`() {
        val wrapped = vault.wrapKey(secret)
        for (bad in listOf(ByteArray(0), wrapped.copyOf(10), wrapped.copyOf(wrapped.size - 1), byteArrayOf(9) + wrapped.drop(1))) {
            assertThrows(KeyVaultException::class.java) { vault.unwrapKey(bad) }
        }
    }
}
