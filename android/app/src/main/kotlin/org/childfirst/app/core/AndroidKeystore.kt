package org.childfirst.app.core

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/**
 * The Android Keystore: AES-256, made in the device's secure hardware and never out of it; in StrongBox where there is one.
 *
 * Refuses every flag that binds a key to a screen lock: below API 35 removing the lock may delete such a key, and with it
 * every record. *Not run on the machines that test this*: no emulator, no hardware.
 */
class AndroidKeystore(private val context: Context) : KeyProvider {
    private val store: KeyStore by lazy { KeyStore.getInstance(NAME).apply { load(null) } }

    override fun names(): Set<String> = store.aliases().toList().toSet()

    override fun key(name: String): SecretKey? = try {
        store.getKey(name, null) as SecretKey?
    } catch (error: UserNotAuthenticatedException) {
        throw KeyProvider.LockedException(error)
    } catch (error: KeyPermanentlyInvalidatedException) {
        throw KeyProvider.GoneException(error)
    } catch (error: UnrecoverableKeyException) {
        // The store lists the key and cannot read it: a restored or a damaged one. Not for good until it says so.
        if (error.cause is KeyPermanentlyInvalidatedException) throw KeyProvider.GoneException(error)
        throw error
    }

    override fun make(name: String): SecretKey {
        val strong = Build.VERSION.SDK_INT >= 28 &&
            context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
        return try {
            generate(name, strong)
        } catch (error: ProviderException) {
            // StrongBox says so when it is full or has not this size: the secure element is then the next best.
            if (strong) generate(name, false) else throw error
        }
    }

    override fun forget(name: String) = store.deleteEntry(name)

    private fun generate(name: String, strong: Boolean): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(name, purposes)
            .setKeySize(256)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        if (strong) inStrongBox(spec)
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, NAME).run {
            init(spec.build())
            generateKey()
        }
    }

    @SinceSdk(28)
    private fun inStrongBox(spec: KeyGenParameterSpec.Builder) {
        spec.setIsStrongBoxBacked(true)
    }

    private companion object {
        const val NAME = "AndroidKeyStore"
    }
}
