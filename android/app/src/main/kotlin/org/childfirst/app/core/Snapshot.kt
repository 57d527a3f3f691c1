package org.childfirst.app.core

import org.childfirst.DangerBlock
import org.childfirst.InteractionState
import org.childfirst.Item
import org.childfirst.LocalValue
import org.childfirst.NewerPack
import org.childfirst.NoticeRow
import org.childfirst.Mark
import org.childfirst.Pace
import org.childfirst.PackContents
import org.childfirst.PackStatus
import org.childfirst.Receipt
import org.childfirst.Row
import org.childfirst.Screen
import org.childfirst.ScreenChild
import org.childfirst.ScreenList
import org.childfirst.ScreenPrompt
import org.childfirst.ScreenRow
import org.childfirst.Voice

/** Everything that a screen draws, at one moment. Made on the core's thread, and never changed. */
class Snapshot(
    val id: String,
    val state: InteractionState,
    val screen: Screen,
    val danger: DangerBlock,
    val pack: PackContents,
    val status: PackStatus,
    val locals: List<LocalValue>,
    val notices: List<NoticeRow>,
    /** The prompts of each item, under the last of its rows. */
    val prompts: Map<Row, List<ScreenPrompt>>,
    /** The last save of this interaction, with the time on the wall. */
    val saved: Saved,
    /** What a later release of its guidance says otherwise; null while there is none. */
    val newer: NewerPack? = null,
    /** What each child said and did. */
    val voices: List<Voice> = emptyList(),
    /** That answers come faster than the force says; null while they do not. */
    val pace: Pace? = null,
) {
    /** A save that the disk has. */
    class Saved(val receipt: Receipt, val at: String)

    /** The item of a row. */
    fun item(row: ScreenRow): Item = item(row.row.item.toInt())

    /** The item at an index of the pack. */
    fun item(index: Int): Item = pack.items[index].let { pack.pack.lists[it.list.toInt()].items[it.position.toInt()] }

    /** The child of a number. */
    fun child(number: UInt): ScreenChild? = screen.children.find { it.number == number }

    /** The row that comes next. */
    val next: ScreenRow? get() = screen.next?.let { screen.lists[it.list.toInt()].rows[it.row.toInt()] }

    /** The row that comes next once this one is answered; null where a list ends with it, or nothing is left. */
    fun after(item: String, child: UInt): ScreenRow? {
        for (list in screen.lists.filter { it.left > 0u }) {
            val open = list.rows.filter { it.row.mark == Mark.OPEN && !it.row.folded && it.row.waits == null }
            val rest = open.filterNot { it.row.child == child && item(it).id == item }
            // With its last row a list has come to its end, which is shown first.
            if (rest.isNotEmpty() || open.isNotEmpty()) return rest.firstOrNull()
        }
        return null
    }

    /** The row of an item for a child (0: the scene), with its list. */
    fun find(item: String, child: UInt): Pair<ScreenList, ScreenRow>? = screen.lists.firstNotNullOfOrNull { list ->
        list.rows.find { it.row.child == child && item(it).id == item }?.let { list to it }
    }

    /** A prompt, wherever it stands. */
    fun prompt(id: String): ScreenPrompt? = prompts.values.firstNotNullOfOrNull { all -> all.find { it.id == id } }

    /** Whether a safety release says something otherwise than is shown here. */
    fun corrected(id: String): Boolean = newer?.pieces.orEmpty().any { it.corrected && it.id == id }

    /** What a child said and did; null where nothing is written of it. */
    fun voice(number: UInt): Voice? = voices.find { it.child == number && (it.said.isNotEmpty() || it.seen.isNotEmpty()) }

    /** What a force has filled in for a key. */
    fun local(key: String): LocalValue? = locals.find { it.key == key }
}
