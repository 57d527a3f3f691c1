package org.childfirst.app.core

import org.childfirst.DangerBlock
import org.childfirst.Draft
import org.childfirst.InteractionState
import org.childfirst.Item
import org.childfirst.LocalValue
import org.childfirst.NoticeRow
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
    val draft: Draft?,
    /** The last save of this interaction, with the time on the wall. */
    val saved: Saved,
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

    /** The row of an item for a child (0: the scene), with its list. */
    fun find(item: String, child: UInt): Pair<ScreenList, ScreenRow>? = screen.lists.firstNotNullOfOrNull { list ->
        list.rows.find { it.row.child == child && item(it).id == item }?.let { list to it }
    }

    /** A prompt, wherever it stands. */
    fun prompt(id: String): ScreenPrompt? = prompts.values.firstNotNullOfOrNull { all -> all.find { it.id == id } }

    /** What a force has filled in for a key. */
    fun local(key: String): LocalValue? = locals.find { it.key == key }
}
