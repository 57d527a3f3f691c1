package org.childfirst.app.core

import org.childfirst.Draft
import org.childfirst.Interaction
import org.childfirst.InteractionOperation
import org.childfirst.Level
import org.childfirst.Made
import org.childfirst.Moment
import org.childfirst.RouteRow
import org.childfirst.Row
import org.childfirst.Screen
import org.childfirst.ScreenPrompt
import org.childfirst.When
import org.childfirst.now
import org.childfirst.toOffsetDateTime
import java.time.format.DateTimeFormatter

/**
 * One interaction under way. What was pressed becomes an entry on the core's thread; screens draw the [Snapshot] that
 * comes back, and say *saved* of nothing else.
 */
class Session(private val store: Store, private val interaction: Interaction) : AutoCloseable by interaction {
    /** Records one operation, and gives what there is to draw then. On the core's thread. */
    fun perform(operation: InteractionOperation, doneAt: When? = null): Snapshot {
        interaction.perform(operation, Made(Moment.now(store.clock), doneAt))
        return snapshot()
    }

    /** Keeps what is half typed; null forgets it. On the core's thread. */
    fun draft(draft: Draft?) = if (draft == null) interaction.dropDraft() else interaction.keepDraft(draft)

    /** Why a row is here, in a sentence. On the core's thread. */
    fun because(row: Row): String = interaction.because(row)

    /** What follows for a child. On the core's thread. */
    fun routes(child: UInt?, level: Level?): List<RouteRow> = interaction.routes(child, level)

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
            draft = interaction.draft(),
            saved = Snapshot.Saved(interaction.head(), state.lastAt?.toOffsetDateTime()?.format(SECONDS).orEmpty()),
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
