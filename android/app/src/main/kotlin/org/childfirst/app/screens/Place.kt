package org.childfirst.app.screens

import org.childfirst.Phase

/** Where the officer is in the app. It is remembered by the system, so nothing of what was typed is ever in it. */
sealed interface Place {
    data object Home : Place
    data object FirstUse : Place
    data object Danger : Place
    data object DangerNow : Place
    data object Children : Place
    data object Known : Place
    data object Worklist : Place
    data object Parts : Place
    data object Cover : Place
    data object Search : Place
    data object Told : Place
    data object ToSay : Place
    data class ListOf(val phase: Phase) : Place
    data class Item(val item: String, val child: UInt) : Place
    data class Risk(val item: String, val child: UInt) : Place
    data class Words(val child: UInt, val answers: String?) : Place
    data class Voice(val child: UInt) : Place
    data class Principle(val id: String) : Place
    data class Share(val first: ULong) : Place
    data class Entry(val seq: ULong) : Place

    /** As the system keeps it. */
    fun kept(): String = when (this) {
        is ListOf -> "list|${phase.name}"
        is Item -> "item|$item|$child"
        is Risk -> "risk|$item|$child"
        is Words -> "words|$child|${answers.orEmpty()}"
        is Voice -> "voice|$child"
        is Principle -> "principle|$id"
        is Share -> "share|$first"
        is Entry -> "entry|$seq"
        else -> SINGLE.entries.first { it.value == this }.key
    }

    companion object {
        // Made when it is first asked for: the objects are made by the same class.
        private val SINGLE: Map<String, Place> by lazy {
            mapOf(
                "home" to Home, "first_use" to FirstUse, "danger" to Danger, "danger_now" to DangerNow, "children" to Children,
                "known" to Known, "worklist" to Worklist, "parts" to Parts, "cover" to Cover, "search" to Search,
                "told" to Told, "to_say" to ToSay,
            )
        }

        /** Read back; null for what another version kept. */
        fun of(kept: String): Place? {
            val parts = kept.split('|')
            return when (parts[0]) {
                "list" -> Phase.entries.find { it.name == parts.getOrNull(1) }?.let(::ListOf)
                "item" -> parts.getOrNull(2)?.toUIntOrNull()?.let { Item(parts[1], it) }
                "risk" -> parts.getOrNull(2)?.toUIntOrNull()?.let { Risk(parts[1], it) }
                "words" -> parts.getOrNull(1)?.toUIntOrNull()?.let { Words(it, parts.getOrNull(2)?.ifEmpty { null }) }
                "voice" -> parts.getOrNull(1)?.toUIntOrNull()?.let(::Voice)
                "principle" -> parts.getOrNull(1)?.let(::Principle)
                "share" -> parts.getOrNull(1)?.toULongOrNull()?.let(::Share)
                "entry" -> parts.getOrNull(1)?.toULongOrNull()?.let(::Entry)
                else -> SINGLE[parts[0]]
            }
        }
    }
}
