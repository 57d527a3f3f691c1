package org.childfirst.app.core

import android.content.Context
import android.content.SharedPreferences
import org.childfirst.Role

/**
 * What is remembered of the officer and the device: who records, in which role, by which guidance. Chosen once.
 *
 * Nothing of a child and nothing of a record is ever here: it is not sealed.
 */
class Settings(context: Context) {
    private val file: SharedPreferences by lazy { context.getSharedPreferences("settings", Context.MODE_PRIVATE) }
    private val kept: SharedPreferences
        get() {
            offMain()
            return file
        }

    /** The role; null before the first use. */
    var role: Role?
        get() = kept.getString("role", null)?.let { name -> Role.entries.find { it.name == name } }
        set(value) = keep { putString("role", value?.name) }

    /** Name or number of who records; null when not given. */
    var recorder: String?
        get() = kept.getString("recorder", null)
        set(value) = keep { putString("recorder", value?.trim()?.ifEmpty { null }) }

    /** The id of the pack in use; null before the first use. */
    var pack: String?
        get() = kept.getString("pack", null)
        set(value) = keep { putString("pack", value) }

    /** The digest of the pack that the last record began with: home says what changed since, once. */
    var seen: String?
        get() = kept.getString("seen", null)
        set(value) = keep { putString("seen", value) }

    /** Whether the Dock stands for the left hand. */
    var leftHanded: Boolean
        get() = kept.getBoolean("left_handed", false)
        set(value) = keep { putBoolean("left_handed", value) }

    /** Whether the first use is behind the officer. */
    val ready: Boolean get() = role != null && pack != null

    // On the disk when it returns: no screen that goes away waits for what is still to be written.
    private fun keep(change: SharedPreferences.Editor.() -> Unit) {
        if (!kept.edit().apply(change).commit()) throw IllegalStateException("settings not written")
    }
}
