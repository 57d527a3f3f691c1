package org.childfirst.app

import org.childfirst.Begin
import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.KeyVaultException
import org.childfirst.Made
import org.childfirst.Role
import org.childfirst.now
import org.childfirst.app.core.DeviceVault
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock

/** The vault over a stand-in key store: what is wrapped comes back, and locked, gone and unavailable are told apart. */
class DeviceVaultTest {
    private val keys = StandInKeys()
    private val vault = DeviceVault(keys)
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
    fun `a rotated key opens what it wraps and what the one before wrapped, and nothing older`() {
        val before = vault.wrapKey(secret)
        vault.rotateKey()
        assertArrayEquals(secret, vault.unwrapKey(before))
        val after = vault.wrapKey(secret)
        vault.rotateKey()
        assertEquals(2, keys.keys.size)
        assertArrayEquals(secret, vault.unwrapKey(after))
        assertArrayEquals(secret, vault.unwrapKey(vault.wrapKey(secret)))
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(before) }
    }

    @Test
    fun `an erasure that is cut off at any question to the key store leaves the others readable, and is done later`() {
        var cut = 0
        var whole = false
        while (!whole) {
            val folder = Files.createTempDirectory("vault").toFile()
            val keys = StandInKeys()
            try {
                val kept = ChildFirst.open(Config(folder.path)).use { door ->
                    door.guidance().use { it.installPack(Files.readAllBytes(Path.of("../../tests/vectors/packs/hampshire-1.json"))) }
                    door.unlock(DeviceVault(keys)).use { records ->
                        val (goes, stays) = List(2) { records.begin(Begin("hampshire", Role.RESPONSE_OFFICER, null), made()).use { it.id() } }
                        keys.left = cut
                        whole = runCatching { records.destroy(goes, "court order", made()) }.getOrNull()?.complete == true
                        stays
                    }
                }
                // Another process, and the key store answers again.
                keys.left = null
                repeat(2) {
                    ChildFirst.open(Config(folder.path)).use { door ->
                        door.unlock(DeviceVault(keys)).use { records ->
                            records.resume(kept).use { it.verify() }
                        }
                    }
                }
                if (whole) println("measured: an erasure asks the key store $cut times; cut off at each, nothing else is lost")
            } finally {
                folder.deleteRecursively()
            }
            cut += 1
        }
        assertTrue("it was never cut off", cut > 5)
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
    fun `a key that is missing or another is gone, and no new one takes its name`() {
        val wrapped = vault.wrapKey(secret)
        vault.rotateKey()
        val newer = vault.wrapKey(secret)
        val kept = keys.keys.keys.toSet()
        keys.keys.remove(kept.max())
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(newer) }
        assertArrayEquals(secret, vault.unwrapKey(wrapped))
        keys.keys.keys.toList().forEach(keys::make)
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(wrapped) }
    }

    @Test
    fun `a key that is gone for good keeps nobody from new records, under a name of its own`() {
        val wrapped = vault.wrapKey(secret)
        keys.gone = true
        assertThrows(KeyVaultException.KeyGone::class.java) { vault.unwrapKey(wrapped) }
        val old = keys.keys.toMap()
        vault.wrapKey(secret)
        assertEquals("the old one is as it was", old, keys.keys.filterKeys(old::contains))
        assertEquals(old.size + 1, keys.keys.size)
        keys.gone = false
        assertArrayEquals(secret, vault.unwrapKey(wrapped))
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

    private fun made() = Made.now(Clock.systemDefaultZone())
}
