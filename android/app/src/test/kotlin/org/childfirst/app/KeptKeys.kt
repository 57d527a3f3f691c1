package org.childfirst.app

import java.io.File
import javax.crypto.spec.SecretKeySpec

/** Stand-in keys in a file: they outlive the process, as a device's do. */
object KeptKeys {
    /** Those that the file holds. */
    fun of(file: File): StandInKeys = StandInKeys().apply {
        if (file.exists()) {
            for (line in file.readLines()) {
                val (name, hex) = line.split(' ')
                keys[name] = SecretKeySpec(hex.chunked(2).map { it.toInt(16).toByte() }.toByteArray(), "AES")
            }
        }
    }

    /** Writes them. */
    fun keep(keys: StandInKeys, file: File) =
        file.writeText(keys.keys.entries.joinToString("\n") { (name, key) -> name + " " + key.encoded.joinToString("") { "%02x".format(it) } })
}
