package org.childfirst.app.core

import org.childfirst.ListedFor
import org.childfirst.NewerPack
import org.childfirst.PackInfo
import org.childfirst.PackStatus
import org.childfirst.Role
import org.childfirst.UpdatesState

/** What home shows. */
class Home(
    val role: Role?,
    val recorder: String?,
    val pack: String?,
    val status: PackStatus?,
    val packs: List<PackInfo>,
    val records: List<ListedFor>,
    val leftHanded: Boolean,
    /** How many records were destroyed here. */
    val destroyed: Int = 0,
    /** How updates stand; null while it cannot be read. */
    val updates: UpdatesState? = null,
    /** What changed in the guidance since the last record. */
    val newer: NewerPack? = null,
    /** What the force has set. */
    val managed: Managed = Managed(),
) {
    /** Whether the first use is behind the officer. */
    val ready: Boolean get() = role != null && pack != null && packs.any { it.id == pack }
}
