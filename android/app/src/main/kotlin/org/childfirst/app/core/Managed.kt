package org.childfirst.app.core

import android.content.Context
import android.content.RestrictionsManager
import android.os.Bundle
import org.childfirst.Role

/**
 * What a force sets for its phones through managed configuration (`res/xml/app_restrictions.xml`, docs/android.md).
 *
 * What is left out, and what does not read, is as if it was not set. Refuses nothing else: whether a root holds is core's.
 */
data class Managed(
    /** The address of the repository of guidance; empty: guidance comes in files alone. */
    val repository: String = "",
    /** The force's own root of signed updates; null: the one that the app carries. */
    val root: ByteArray? = null,
    /** The id of the force's pack, which is then the only one offered; null: the officer chooses. */
    val force: String? = null,
    /** The role that is offered; null: the officer chooses. */
    val role: Role? = null,
    /** Over which networks packs are fetched. What is marked *safety* comes over any. */
    val network: Network = Network.UNMETERED,
    /** Who takes a new version into use. */
    val takeIn: TakeIn = TakeIn.OFFERED,
    /** The apps that a record may be handed to, by package; empty: none but the print service. */
    val handOverApps: List<String> = emptyList(),
    /** Digests of public keys, one of which the repository's server must have; empty: the device's own trust. */
    val pins: Set<String> = emptySet(),
    /** The force's public recovery key; null: none. */
    val recoveryKey: String? = null,
) {
    /** Over which networks packs are fetched. */
    enum class Network { UNMETERED, ANY }

    /** Who takes a new version into use: the officer, or the app by itself. Open records keep theirs in either case. */
    enum class TakeIn { OFFERED, BY_ITSELF }

    /** What to follow of the repository: the force's own, where it is set; else everything. */
    val follow: List<String> get() = listOfNotNull(force)

    companion object {
        /** As it is set now. Asks the system: off the main thread. */
        fun of(context: Context): Managed {
            offMain()
            val manager = context.getSystemService(RestrictionsManager::class.java) ?: return Managed()
            return of(manager.applicationRestrictions ?: Bundle.EMPTY)
        }

        /** As a bundle says it. */
        fun of(set: Bundle): Managed = Managed(
            repository = set.text("repository_url").orEmpty().takeIf { it.startsWith("https://") }.orEmpty(),
            root = set.text("repository_root")?.toByteArray(),
            force = set.text("force"),
            role = set.text("role")?.let { name -> Role.entries.find { it.name.equals(name, ignoreCase = true) } },
            network = Network.entries.find { it.name.equals(set.text("update_network"), ignoreCase = true) } ?: Network.UNMETERED,
            takeIn = TakeIn.entries.find { it.name.equals(set.text("update_take_in"), ignoreCase = true) } ?: TakeIn.OFFERED,
            handOverApps = set.several("hand_over_apps"),
            pins = set.several("repository_pins").map { it.removePrefix("sha256/") }.toSet(),
            recoveryKey = set.text("recovery_key"),
        )

        private fun Bundle.text(key: String): String? = try {
            getString(key)?.trim()?.ifEmpty { null }
        } catch (_: ClassCastException) {
            null
        }

        private fun Bundle.several(key: String): List<String> = text(key).orEmpty().split(',', '\n', ' ').map { it.trim() }.filter { it.isNotEmpty() }
    }

    override fun equals(other: Any?): Boolean = other is Managed && toString() == other.toString() && root.contentEquals(other.root)

    override fun hashCode(): Int = repository.hashCode()
}
