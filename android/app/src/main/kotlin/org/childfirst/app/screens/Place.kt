package org.childfirst.app.screens

import org.childfirst.Phase

/** A place where guidance is read: it stands with an interaction and without. */
interface Reading

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
    data object Leave : Place
    data object Resume : Place
    data object Record : Place
    data object Keep : Place
    data object HandOver : Place
    data object Export : Place
    data object Erase : Place
    data object Destroyed : Place
    data class ListEnd(val list: String) : Place
    data class Tell(val entry: ULong) : Place
    data class Act(val act: org.childfirst.app.screens.Act) : Place
    data class Others(val id: String?, val where: org.childfirst.Place, val began: String) : Place
    data object Pack : Place, Reading
    data class Changed(val piece: String?) : Place, Reading
    data class Reference(val pack: String?) : Place, Reading
    data class Table(val pack: String, val table: String) : Place, Reading
    data class Line(val pack: String, val table: String, val row: Int) : Place, Reading
    data class Passage(val pack: String, val id: String) : Place, Reading
    data object Told : Place
    data object ToSay : Place
    data object Shown : Place
    data class ListOf(val phase: Phase) : Place
    data class Item(val item: String, val child: UInt) : Place
    data class Risk(val item: String, val child: UInt) : Place
    data class Words(val child: UInt, val answers: String?, val draft: String? = null) : Place
    data class Voice(val child: UInt) : Place
    data class Principle(val id: String) : Place
    data class Share(val first: ULong) : Place
    data class Entry(val seq: ULong) : Place

    /** Whether it stands without an interaction. */
    val alone: Boolean get() = this is Reading || this is Others || this in setOf(Home, FirstUse, Cover, Search, Destroyed, Told, ToSay, Shown)

    /** As the system keeps it. */
    fun kept(): String = when (this) {
        is ListOf -> "list|${phase.name}"
        is Item -> "item|$item|$child"
        is Risk -> "risk|$item|$child"
        is ListEnd -> "list_end|$list"
        is Tell -> "tell|$entry"
        is Act -> "act|${act.name}"
        is Others -> "others|${id.orEmpty()}|${where.name}|$began"
        is Changed -> "changed|${piece.orEmpty()}"
        is Reference -> "reference|${pack.orEmpty()}"
        is Table -> "table|$pack|$table"
        is Line -> "line|$pack|$table|$row"
        is Passage -> "passage|$pack|$id"
        is Words -> "words|$child|${answers.orEmpty()}|${draft.orEmpty()}"
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
                "leave" to Leave, "resume" to Resume, "record" to Record, "keep" to Keep, "hand_over" to HandOver, "export" to Export,
                "erase" to Erase, "destroyed" to Destroyed,
                "pack" to Pack,
                "told" to Told, "to_say" to ToSay, "shown" to Shown,
            )
        }

        /** Read back; null for what another version kept. */
        fun of(kept: String): Place? {
            val parts = kept.split('|')
            return when (parts[0]) {
                "list" -> Phase.entries.find { it.name == parts.getOrNull(1) }?.let(::ListOf)
                "list_end" -> parts.getOrNull(1)?.let(::ListEnd)
                "tell" -> parts.getOrNull(1)?.toULongOrNull()?.let(::Tell)
                "act" -> org.childfirst.app.screens.Act.entries.find { it.name == parts.getOrNull(1) }?.let(::Act)
                "others" -> org.childfirst.Place.entries.find { it.name == parts.getOrNull(2) }?.let { Others(parts[1].ifEmpty { null }, it, parts.getOrNull(3).orEmpty()) }
                "item" -> parts.getOrNull(2)?.toUIntOrNull()?.let { Item(parts[1], it) }
                "risk" -> parts.getOrNull(2)?.toUIntOrNull()?.let { Risk(parts[1], it) }
                "changed" -> Changed(parts.getOrNull(1)?.ifEmpty { null })
                "reference" -> Reference(parts.getOrNull(1)?.ifEmpty { null })
                "table" -> parts.getOrNull(2)?.let { Table(parts[1], it) }
                "line" -> parts.getOrNull(3)?.toIntOrNull()?.let { Line(parts[1], parts[2], it) }
                "passage" -> parts.getOrNull(2)?.let { Passage(parts[1], it) }
                "words" -> parts.getOrNull(1)?.toUIntOrNull()?.let { Words(it, parts.getOrNull(2)?.ifEmpty { null }, parts.getOrNull(3)?.ifEmpty { null }) }
                "voice" -> parts.getOrNull(1)?.toUIntOrNull()?.let(::Voice)
                "principle" -> parts.getOrNull(1)?.let(::Principle)
                "share" -> parts.getOrNull(1)?.toULongOrNull()?.let(::Share)
                "entry" -> parts.getOrNull(1)?.toULongOrNull()?.let(::Entry)
                else -> SINGLE[parts[0]]
            }
        }
    }
}
