package org.childfirst.app.core

import org.childfirst.BeforeLeaving
import org.childfirst.Draft
import org.childfirst.ExportFile
import org.childfirst.ExportHow
import org.childfirst.ExportPreview
import org.childfirst.EntryLine
import org.childfirst.Interaction
import org.childfirst.InteractionOperation
import org.childfirst.Level
import org.childfirst.ListClose
import org.childfirst.Made
import org.childfirst.Moment
import org.childfirst.Record
import org.childfirst.RecordLine
import org.childfirst.Offered
import org.childfirst.PrincipleView
import org.childfirst.RouteRow
import org.childfirst.Row
import org.childfirst.Screen
import org.childfirst.ScreenPrompt
import org.childfirst.Waiting
import org.childfirst.SharingOffer
import org.childfirst.When
import org.childfirst.now
import org.childfirst.toOffsetDateTime
import java.time.format.DateTimeFormatter

/**
 * One interaction under way. What was pressed becomes an entry on the core's thread; screens draw the [Snapshot] that
 * comes back, and say *saved* of nothing else.
 */
class Session(private val store: Store, private val interaction: Interaction, private val author: String? = null) : AutoCloseable by interaction, Drafts.Kept {
    /** Its id. */
    val id: String = interaction.id()

    /** Records one operation. It is on the disk when this returns. On the core's thread. */
    fun perform(operation: InteractionOperation, doneAt: When? = null) {
        interaction.perform(operation, Made(Moment.now(store.clock), doneAt, author))
    }

    override fun keepDraft(draft: Draft) = interaction.keepDraft(draft)

    override fun dropDraft(place: String, child: UInt?) = interaction.dropDraftAt(place, child)

    /** Everything that is half typed. On the core's thread. */
    fun drafts(): List<Draft> = interaction.drafts()

    /** Why a row is here, in a sentence. On the core's thread. */
    fun because(row: Row): String = interaction.because(row)

    /** What follows for a child. On the core's thread. */
    fun routes(child: UInt?, level: Level?): List<RouteRow> = interaction.routes(child, level)

    /** The record, as it reads. On the core's thread. */
    fun record(): Record = interaction.record()

    /** Everything that is not done with. On the core's thread. */
    fun waiting(): List<Waiting> = interaction.waiting()

    /** How a list stands at its end. On the core's thread. */
    fun listClose(list: String): ListClose = interaction.listClose(list)

    /** What leaving now would leave. On the core's thread. */
    fun beforeLeaving(): BeforeLeaving = interaction.beforeLeaving()

    /** What has to be said first at a hand-over. On the core's thread. */
    fun toSayFirst(): List<RecordLine> = interaction.toSayFirst()

    /** Who can be an export's reader. On the core's thread. */
    fun readers(): List<String> = interaction.readers()

    /** What an export would be. On the core's thread. */
    fun preview(how: ExportHow): ExportPreview = interaction.exportPreview(how, Moment.now(store.clock))

    /** Exports. The entry that says so is on the disk when this returns. On the core's thread. */
    fun export(how: ExportHow): ExportFile = interaction.export(how, Made(Moment.now(store.clock), null, author))

    /** The six principles with what serves them. On the core's thread. */
    fun principles(): List<PrincipleView> = interaction.principles()

    /** What a sharing begins with. On the core's thread. */
    fun sharingOffer(): SharingOffer = interaction.sharingOffer()

    /** An entry that may be corrected. On the core's thread. */
    fun entryLine(entry: ULong): EntryLine? = interaction.entryLine(entry)

    /** The children that hand-overs name and that were not added. On the core's thread. */
    fun offered(): List<Offered> = interaction.offered()

    /** Adds a child that a hand-over names, with what is said of it there. On the core's thread. */
    fun add(offered: Offered): Snapshot {
        interaction.addOffered(offered, Made.now(store.clock))
        return snapshot()
    }

    /** What there is to draw. On the core's thread. */
    fun snapshot(): Snapshot {
        val state = interaction.state()
        val pack = store.contents(requireNotNull(state.pack).digest)
        val screen = interaction.screen()
        return Snapshot(
            id = interaction.id(),
            state = state,
            screen = screen,
            danger = interaction.danger(Moment.now(store.clock)),
            pack = pack,
            status = store.status(pack.digest),
            locals = interaction.localValues(),
            notices = interaction.worklist().notices,
            prompts = prompts(screen),
            saved = Snapshot.Saved(interaction.head(), state.lastAt?.toOffsetDateTime()?.format(SECONDS).orEmpty()),
            newer = store.since(pack.digest),
            voices = interaction.voices(),
            pace = interaction.pace(Moment.now(store.clock)),
        )
    }

    private fun prompts(screen: Screen): Map<Row, List<ScreenPrompt>> {
        val rows = screen.lists.flatMap { list -> list.rows.filter { !it.row.folded } }.map { it.row }
        val last = rows.filterIndexed { at, row -> rows.getOrNull(at + 1)?.item != row.item }
        return last.associateWith(interaction::prompts).filterValues { it.isNotEmpty() }
    }

    private companion object {
        val SECONDS: DateTimeFormatter = DateTimeFormatter.ofPattern("HH:mm:ss")
    }
}
