package org.childfirst.app.screens

import android.content.ClipboardManager
import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.EntryLine
import org.childfirst.Event
import org.childfirst.HandOverFile
import org.childfirst.InteractionOperation
import org.childfirst.TakeOver
import org.childfirst.Told
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.DeferredRow
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.ResultRow
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words
import org.childfirst.isHandOverFile

/**
 * Told before arrival: pasted, or a hand-over. It is kept as records, not verified: danger is asked anew, and no child is
 * there unless somebody adds it.
 *
 * From home it begins a record, only when it is pressed. Refuses a hand-over that does not hold together.
 */
class ToldPage(host: Page.Host) : Page(host) {
    private var words = ""
    private var from = ""
    private var how = Told.LOG
    private var file: HandOverFile? = null
    private var broken = false
    private var unread = false
    private var of: Snapshot? = null
    private var before: List<EntryLine> = emptyList()

    init {
        work.drafts.half(DRAFT).let {
            words = it.words
            from = it["from"]
            how = Told.entries.find { one -> one.name == it.chosen["how"] } ?: how
        }
        handedOver(words)
    }

    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.app_name)

    override fun draw(into: LinearLayout) {
        readBefore()
        into.addView(context.column {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.told_before), R.style.Text_Title).heading())
            addView(context.words(say(R.string.told_before_hint), R.style.Text_Small))
        })
        for (line in before) into.addAcross(ResultRow(context, say(R.string.entry_title, line.entry.toLong()), line.words, null, press = null))
        if (before.isNotEmpty()) into.addView(context.hairline())
        into.addAcross(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            addAcross(AnswerField(context, say(R.string.told_before_field), words, lines = 3, tag = "told", typed = ::typed))
            addView(Button(context, null, 0, R.style.Btn).apply {
                id = R.id.paste
                text = say(R.string.paste)
                setOnClickListener { paste() }
            })
            addView(Button(context, null, 0, R.style.Btn).apply {
                id = R.id.take_file
                text = say(R.string.take_file)
                setOnClickListener { host.pick(::taken) }
            })
            if (unread) addView(context.words(say(R.string.file_not_read), R.style.Text_Strong))
            if (broken) addView(context.words(say(R.string.hand_over_broken), R.style.Text_Strong))
            val read = file
            if (read != null) handedOver(read) else if (!broken) pasted()
        })
    }

    private fun LinearLayout.handedOver(read: HandOverFile) {
        addView(context.words(say(R.string.hand_over_from, read.from), R.style.Text_Head).heading())
        addView(context.words(read.account))
        addAcross(SourceLine(context, say(R.string.not_verified), R.drawable.ic_info))
    }

    private fun LinearLayout.pasted() {
        addAcross(AnswerField(context, say(R.string.told_by_hint), from, lines = 1, tag = "from", before = say(R.string.told_by)) {
            from = it
            keep()
        })
        addAcross(CircumstanceGroup(context, say(R.string.told_how), if (context.largeText) 1 else 2, DeferredRow.HOW.map { Choice(it.first, say(it.second)) }, true, setOf(how), "how") {
            how = it.first()
            keep()
        })
    }

    private fun typed(now: String) {
        val was = Triple(words.isBlank(), file, broken)
        words = now
        file = null
        broken = false
        keep()
        handedOver(now)
        if (was != Triple(words.isBlank(), file, broken)) host.redraw()
    }

    private fun handedOver(now: String) {
        if (!isHandOverFile(now)) return
        work.library.handOver(now) { came ->
            // What was typed since is another text.
            if (words == now) {
                file = came.getOrNull()
                broken = came.isFailure
                host.redraw()
            }
        }
    }

    // A hand-over is a file somewhere else; one that is longer than a draft can be is not half kept.
    private fun half() = HalfTyped(words.takeUnless { it.length > MOST && isHandOverFile(it) }.orEmpty(), mapOf("from" to from).filterValues(String::isNotBlank), mapOf("how" to how.name).filterValues { how != Told.LOG })

    private fun keep() = work.drafts.keep(DRAFT, null, half())

    private fun paste() {
        val board = context.getSystemService(Context.CLIPBOARD_SERVICE) as ClipboardManager
        val text = board.primaryClip?.takeIf { it.itemCount > 0 }?.getItemAt(0)?.coerceToText(context)?.toString().orEmpty()
        if (text.isBlank()) return
        typed(if (words.isBlank()) text else "$words\n$text")
        host.redraw()
    }

    /** A file that was chosen: a hand-over, or words. It takes the place of what was typed only where nothing was. */
    private fun taken(text: String?) {
        unread = text.isNullOrBlank()
        if (!unread) typed(if (words.isBlank()) text.orEmpty() else "$words\n$text")
        host.redraw()
    }

    override fun primary(): Dock.Primary {
        val there = work.snapshot != null
        if (words.isBlank() || broken) return Dock.Primary(say(R.string.go_back), plain = true) { host.back() }
        val says = say(if (there) R.string.keep_as_records else R.string.start_with_this)
        return Dock.Primary(says, say(R.string.save)) {
            if (there) {
                save { forget() }
            } else {
                work.begin {
                    // It is of the record from now on, also where it is not saved at once.
                    keep()
                    save {
                        host.instead(Place.Worklist)
                        host.go(Place.Danger)
                    }
                }
            }
        }
    }

    private fun save(then: () -> Unit) {
        val take = if (file != null) TakeOver(null, Told.LOG, "", words) else TakeOver(from.trim().ifEmpty { null }, how, words.trim(), null)
        val saved = {
            work.drafts.drop(DRAFT)
            work.drafts.dropAtHome(DRAFT)
        }
        work.perform(InteractionOperation.TakenOver(take), then = after({ words to half() }, saved, then))
    }

    private fun forget() {
        words = ""
        from = ""
        file = null
        host.redraw()
    }

    /** What was told before already, as it stands in the record. */
    private fun readBefore() {
        val now = work.snapshot ?: return
        if (of === now) return
        of = now
        val entries = now.state.lines.filter { it.event is Event.TakenOver }.map { it.seq }
        if (entries.size == before.size) return
        work.read({ session -> entries.mapNotNull(session::entryLine) }) {
            before = it
            host.redraw()
        }
    }

    companion object {
        private const val MOST = 16 * 1024

        /** Where what is half typed here belongs. */
        const val DRAFT = "taken_over"
    }
}
