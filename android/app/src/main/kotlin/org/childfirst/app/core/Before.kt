package org.childfirst.app.core

import org.childfirst.Cause
import org.childfirst.ChildFirstException
import org.childfirst.Draft
import org.childfirst.KeyVault
import org.childfirst.KeyVaultException
import org.childfirst.Part
import org.json.JSONArray
import org.json.JSONException
import org.json.JSONObject
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.security.GeneralSecurityException
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/**
 * What is half typed before there is a record: one file, of what each recorder typed. A new key seals it each time, and the
 * device's key wraps that one.
 *
 * It is the records' key store too, so that no key is forgotten while this file needs it. Refuses to begin a record for words
 * that nobody has said are to be one, and to show anybody what another officer typed.
 *
 * The file: a byte of form, two of the length of the wrapped key, that key, twelve of nonce, then the sealed words with their tag.
 */
class Before(private val folder: () -> String, private val vault: KeyVault) : KeyVault by vault {
    /** What one recorder typed; nobody's name is a recorder too. */
    data class By(private val before: Before, private val recorder: String?) : Drafts.Kept {
        /** What is kept of it. */
        fun drafts(): List<Draft> = before.read().filter { it.first == recorder.orEmpty() }.map { it.second }

        override fun keepDraft(draft: Draft) = before.change { it.without(draft.place) + (recorder.orEmpty() to draft) }

        override fun dropDraft(place: String, child: UInt?) = before.change { it.without(place) }

        private fun List<Pair<String, Draft>>.without(place: String) = filterNot { it.first == recorder.orEmpty() && it.second.place == place }
    }

    private val file get() = File(folder(), NAME)

    /** The newest key and the one before it open. So before there is a newer one, this file is wrapped with the newest. */
    override fun rotateKey() {
        try {
            val kept = if (file.exists()) parts(file.readBytes()) else null
            val key = try {
                kept?.let { (wrapped, _) -> vault.unwrapKey(wrapped) }
            } catch (_: KeyVaultException.KeyGone) {
                null
            }
            if (kept != null && key != null) write(vault.wrapKey(key), kept.second)
        } catch (_: IOException) {
            // Core does it again, later.
            throw KeyVaultException.Unavailable()
        }
        vault.rotateKey()
    }

    private fun change(change: (List<Pair<String, Draft>>) -> List<Pair<String, Draft>>) {
        val now = change(read())
        try {
            if (now.isEmpty()) return Files.deleteIfExists(file.toPath()).let { }
            val key = ByteArray(KEY).also(SecureRandom()::nextBytes)
            write(asCoreSays { vault.wrapKey(key) }, seal(key, text(now)))
        } catch (_: IOException) {
            throw ChildFirstException.NotSaved(Cause.DISK)
        }
    }

    /** Everything, with who typed it. What no key opens any more is put aside; what is only locked is not. */
    private fun read(): List<Pair<String, Draft>> {
        offMain()
        if (!file.exists()) return emptyList()
        return try {
            val bytes = file.readBytes()
            if (bytes.firstOrNull() != FORM) throw ChildFirstException.Newer(Part.DRAFT)
            val (wrapped, sealed) = parts(bytes) ?: return aside()
            drafts(open(asCoreSays { vault.unwrapKey(wrapped) }, sealed))
        } catch (_: ChildFirstException.KeyGone) {
            aside()
        } catch (_: GeneralSecurityException) {
            aside()
        } catch (_: JSONException) {
            aside()
        } catch (_: IOException) {
            throw ChildFirstException.Unavailable(Cause.DISK)
        }
    }

    /** What would not open is not written over: it goes under another name, and there is nothing. */
    private fun aside(): List<Pair<String, Draft>> {
        val free = generateSequence(1) { it + 1 }.map { File(folder(), "$NAME.unopened.$it") }.first { !it.exists() }
        Files.move(file.toPath(), free.toPath())
        return emptyList()
    }

    private fun seal(key: ByteArray, text: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, SecretKeySpec(key, "AES")) }
        return cipher.iv + cipher.doFinal(text)
    }

    private fun open(key: ByteArray, sealed: ByteArray): String {
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.DECRYPT_MODE, SecretKeySpec(key, "AES"), GCMParameterSpec(TAG, sealed, 0, NONCE)) }
        return cipher.doFinal(sealed, NONCE, sealed.size - NONCE).decodeToString()
    }

    private fun text(all: List<Pair<String, Draft>>): ByteArray {
        val text = JSONArray(all.map { (by, draft) -> JSONObject(mapOf("by" to by, "place" to draft.place, "words" to draft.words)) }).toString().encodeToByteArray()
        // Its length tells little of how much was typed.
        val long = generateSequence(LEAST) { it * 2 }.first { it >= text.size }
        return text + ByteArray(long - text.size) { ' '.code.toByte() }
    }

    private fun drafts(text: String): List<Pair<String, Draft>> {
        val all = JSONArray(text)
        return List(all.length()) { at -> all.getJSONObject(at).run { getString("by") to Draft(getString("place"), null, getString("words")) } }
    }

    private fun parts(bytes: ByteArray): Pair<ByteArray, ByteArray>? {
        if (bytes.size < HEAD || bytes[0] != FORM) return null
        val long = ByteBuffer.wrap(bytes, 1, 2).short.toInt()
        if (long < 0 || bytes.size < HEAD + long + NONCE) return null
        return bytes.copyOfRange(HEAD, HEAD + long) to bytes.copyOfRange(HEAD + long, bytes.size)
    }

    /** The whole of it, or what was there before. */
    private fun write(wrapped: ByteArray, sealed: ByteArray) {
        val part = File(folder(), "$NAME.part")
        FileOutputStream(part).use { out ->
            out.write(ByteBuffer.allocate(HEAD).put(FORM).putShort(wrapped.size.toShort()).array() + wrapped + sealed)
            out.fd.sync()
        }
        Files.move(part.toPath(), file.toPath(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE)
    }

    private fun <T> asCoreSays(work: () -> T): T = try {
        work()
    } catch (_: KeyVaultException.Locked) {
        throw ChildFirstException.Locked()
    } catch (_: KeyVaultException.KeyGone) {
        throw ChildFirstException.KeyGone()
    } catch (_: KeyVaultException) {
        throw ChildFirstException.Unavailable(Cause.KEY_STORE)
    }

    private companion object {
        const val NAME = "drafts"
        const val CIPHER = "AES/GCM/NoPadding"
        const val FORM: Byte = 1
        const val HEAD = 1 + 2
        const val KEY = 32
        const val NONCE = 12
        const val TAG = 128
        const val LEAST = 512
    }
}
