package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Destroyed
import org.childfirst.Erased
import org.childfirst.LineMark
import org.childfirst.Mark
import org.childfirst.Record
import org.childfirst.RecordLine
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Session
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.WaitingRow
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** Erasing the words of one entry: which, why, and by whose authority. That it was stays, and the chain still verifies. */
class ErasePage(host: Page.Host) : ReadPage<Record>(host) {
    private var chosen: ULong? = null
    private var reason = ""
    private var authority = ""
    private var owed = false

    init {
        work.drafts.half(DRAFT).let {
            reason = it.words
            authority = it["authority"]
            chosen = it.chosen["entry"]?.toULongOrNull()
        }
    }

    private fun half() = HalfTyped(reason, mapOf("authority" to authority).filterValues(String::isNotBlank), chosen?.let { mapOf("entry" to it.toString()) }.orEmpty())

    private fun keep() = work.drafts.keep(DRAFT, null, half())

    override fun read(session: Session): Record = session.record()

    override fun draw(into: LinearLayout, seen: Record) {
        val log = seen.sections.find { it.section == "log" }?.lines.orEmpty()
        val one = log.find { it.entry == chosen }
        into.addAcross(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(one?.let { say(R.string.erase_entry, it.entry.toLong()) } ?: say(R.string.erase), R.style.Text_Title).heading())
            addView(context.words(say(R.string.erase_what)))
            if (owed) addView(context.words(say(R.string.erase_owed), R.style.Text_Strong))
        })
        if (one == null) {
            log.filter { it.mark != LineMark.LEFT_OUT }.forEach { into.addAcross(row(it)) }
            into.addView(context.hairline())
            return
        }
        into.addAcross(row(one))
        into.addView(context.hairline())
        into.addAcross(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            addAcross(AnswerField(context, say(R.string.why_not), reason, lines = 2, tag = "reason") { typed ->
                val changed = typed.isBlank() != reason.isBlank()
                reason = typed
                keep()
                if (changed) host.redraw()
            })
            addAcross(AnswerField(context, say(R.string.authority_hint), authority, lines = 1, tag = "authority", before = say(R.string.authority)) { typed ->
                val changed = typed.isBlank() != authority.isBlank()
                authority = typed
                keep()
                if (changed) host.redraw()
            })
            addAcross(SourceLine(context, say(R.string.force_rules), R.drawable.ic_info))
        })
    }

    override fun primary(): Dock.Primary {
        val entry = chosen ?: return Dock.Primary(say(R.string.go_back)) { host.back() }
        return Dock.Primary(say(R.string.erase_do, entry.toLong()), plain = reason.isBlank() || authority.isBlank()) {
            work.erase(Erased(entry, reason.trim(), authority.trim())) { complete ->
                owed = !complete
                // What is half corrected has the words too.
                work.drafts.drop("${EntryPage.DRAFT}$entry")
                work.drafts.drop(DRAFT)
                chosen = null
                reason = ""
                host.redraw()
            }
        }
    }

    private fun row(line: RecordLine) =
        WaitingRow(context, WaitingRow.Row(if (line.entry == chosen) Mark.DONE else Mark.OPEN, false, say(R.string.record_entry_head, line.entry.toLong(), line.lead), line.words, null)) {
            chosen = line.entry.takeIf { it != chosen }
            keep()
            host.redraw()
        }

    companion object {
        /** Where a reason that is half typed belongs. */
        const val DRAFT = "erased"
    }
}

/** What stands in the place of what was destroyed: which, when, by whom, why, and how its chain ended. */
class DestroyedPage(host: Page.Host) : Page(host) {
    private var stones: List<Destroyed>? = null

    init {
        work.destroyed {
            stones = it
            host.redraw()
        }
    }

    override val title: CharSequence get() = say(R.string.app_name)

    override fun draw(into: LinearLayout) {
        val all = stones ?: return
        into.addView(context.words(say(R.string.destroyed_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        // Not *destroyed* before every key is forgotten that could open it.
        if (all.any { !it.complete }) into.addView(context.words(say(R.string.destroy_owed), R.style.Text_Strong).padded(R.dimen.s4, R.dimen.s2))
        if (all.isEmpty()) into.addView(context.words(say(R.string.destroyed_none)).padded(R.dimen.s4, R.dimen.s2))
        for (stone in all) {
            val by = stone.by?.let { say(R.string.destroyed_by, it) } ?: say(R.string.not_named)
            into.addAcross(
                LinkRow(
                    context, { context.icon(R.drawable.ic_gone, size = R.dimen.mark) }, say(R.string.place_and_time, by, day(context, stone.at)), stone.reason.orEmpty(),
                    listOfNotNull(say(R.string.destroyed_id, stone.id), stone.head?.let { say(R.string.destroyed_head, it) }), press = null,
                ),
            )
        }
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(R.string.go_home)) { host.back() }
}
