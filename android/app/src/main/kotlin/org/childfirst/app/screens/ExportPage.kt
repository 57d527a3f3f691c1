package org.childfirst.app.screens

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.widget.LinearLayout
import org.childfirst.ExportFormat
import org.childfirst.ExportHow
import org.childfirst.ExportPreview
import org.childfirst.InteractionOperation
import org.childfirst.MoveSharing
import org.childfirst.SharingNow
import org.childfirst.SharingStage
import org.childfirst.app.R
import org.childfirst.app.core.Outbox
import org.childfirst.app.core.OutboxProvider
import org.childfirst.app.core.Session
import org.childfirst.app.print.RecordPrint
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.ExportChooser
import org.childfirst.app.ui.components.Facts
import org.childfirst.app.ui.components.HandlingLine
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.LocalValueUnset
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** 10b: the record as a file or on paper: whole, for one child, for one reader. What is left out is named before it goes. */
class ExportPage(host: Page.Host) : ReadPage<ExportPage.Planned>(host) {
    /** What it would be, and for whom it can be. */
    class Planned(val preview: ExportPreview, val readers: List<String>)

    private enum class For { WHOLE, CHILD, READER }

    private enum class As(val format: ExportFormat) { TEXT(ExportFormat.TEXT), PAGE(ExportFormat.HTML), DATA(ExportFormat.JSON), PAPER(ExportFormat.TEXT) }

    private var whom = For.WHOLE
    private var child: UInt? = null
    private var reader: String? = null
    private var form = As.TEXT
    private var held: Outbox.Held? = null
    private var made: ExportHow? = null
    private var paper = false
    private var choosing = false

    /** The apps that a record may be handed to: those that the force allows, and no other. */
    private val apps get() = work.home?.managed?.handOverApps.orEmpty()

    private fun how() = ExportHow(form.format, child.takeIf { whom == For.CHILD }, reader.takeIf { whom == For.READER })

    override fun read(session: Session): Planned = Planned(session.preview(how()), session.readers())

    override fun draw(into: LinearLayout, seen: Planned) {
        into.addView(context.words(say(R.string.export_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        val out = held
        if (out == null) plan(into, seen) else gone(into, out)
    }

    private fun plan(into: LinearLayout, seen: Planned) {
        val children = now.screen.children
        val one = now.child(child ?: 0u)
        into.addAcross(
            ExportChooser(
                context,
                listOf(
                    ExportChooser.Choice("for:whole", whom == For.WHOLE, say(R.string.export_whole), count(R.plurals.export_about, seen.preview.children.toInt(), entries(seen)), false) { choose(For.WHOLE) },
                    ExportChooser.Choice(
                        "for:child", whom == For.CHILD, if (one != null && whom == For.CHILD) say(R.string.export_child_named, one.title.replaceFirstChar(Char::lowercase)) else say(R.string.export_child),
                        say(if (children.isEmpty()) R.string.export_no_child else R.string.export_child_under), whom == For.CHILD && children.size > 1,
                        if (children.isEmpty()) null else ({ choose(For.CHILD) }),
                    ),
                    ExportChooser.Choice(
                        "for:reader", whom == For.READER, reader?.takeIf { whom == For.READER }?.let { say(R.string.export_reader_named, it) } ?: say(R.string.export_reader),
                        say(if (seen.readers.isEmpty()) R.string.export_no_reader else R.string.export_reader_under), whom == For.READER && seen.readers.size > 1,
                        if (seen.readers.isEmpty()) null else ({ choose(For.READER) }),
                    ),
                ),
            ),
        )
        if (choosing) into.addAcross(chooser(seen))
        if (seen.preview.handling.isNotEmpty()) {
            into.addView(context.words(say(R.string.printed_above), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s2))
            seen.preview.handling.forEach { into.addAcross(HandlingLine(context, it)) }
        }
        into.addAcross(Facts(context, facts(seen.preview)))
        into.addAcross(context.column {
            padded(R.dimen.s4, R.dimen.s3)
            val forms = listOf(As.TEXT to R.string.as_text, As.PAGE to R.string.as_page, As.DATA to R.string.as_data, As.PAPER to R.string.as_paper)
            addAcross(CircumstanceGroup(context, say(R.string.export_as), if (context.largeText) 1 else 2, forms.map { Choice(it.first, say(it.second)) }, true, setOf(form), "as") {
                form = it.first()
                again()
            })
        })
        if (form != As.PAPER && apps.isEmpty()) into.addAcross(context.column {
            padded(R.dimen.s4, R.dimen.s2)
            addAcross(LocalValueUnset(context, say(R.string.apps_unset)))
        })
        into.addAcross(SourceLine(context, say(R.string.exporting_is_not_sending), R.drawable.ic_info).padded(R.dimen.s4, R.dimen.s2))
    }

    private fun chooser(seen: Planned) = context.column {
        setBackgroundColor(context.getColor(R.color.sunken))
        padded(R.dimen.s4, R.dimen.s3)
        if (whom == For.CHILD) {
            addAcross(CircumstanceGroup(context, say(R.string.which_child), if (context.largeText) 1 else 2, now.screen.children.map { Choice(it.number, it.title) }, true, setOfNotNull(child), "child") {
                child = it.first()
                choosing = false
                again()
            })
        } else {
            addAcross(CircumstanceGroup(context, say(R.string.which_reader), 1, seen.readers.map { Choice(it, it) }, true, setOfNotNull(reader), "reader") {
                reader = it.first()
                choosing = false
                again()
            })
        }
    }

    /** The child last spoken of, or the first reader; pressed again, it asks who. */
    private fun choose(one: For) {
        choosing = one != For.WHOLE && whom == one && !choosing
        whom = one
        if (one == For.CHILD && child == null) child = now.screen.lastSpokenOf ?: now.screen.children.firstOrNull()?.number
        if (one == For.READER && reader == null) reader = seen?.readers?.firstOrNull()
        again()
    }

    private fun facts(preview: ExportPreview): List<Pair<CharSequence, CharSequence>> = listOfNotNull(
        say(R.string.fact_in_it) to say(if (form == As.DATA) R.string.in_it_data else if (form == As.PAGE) R.string.in_it_page else R.string.in_it_text),
        say(R.string.fact_left_out) to if (preview.leftOut == 0u) say(R.string.left_out_none) else
            "${count(R.plurals.left_out, preview.leftOut.toInt())} ${preview.leftOutLines.joinToString(".\n", "\n")}.\n${say(R.string.left_out_checks)}",
        say(R.string.fact_order) to say(if (preview.ownForm) R.string.order_own else R.string.order_ours),
        preview.missing.takeIf { it.isNotEmpty() }?.let { say(R.string.fact_missing) to it.joinToString("; ").replaceFirstChar(Char::uppercase) },
        say(R.string.fact_goes_to) to say(if (form == As.PAPER) R.string.goes_to_print else R.string.goes_to_app),
    )

    /** Made, and held out: nobody but the officer knows whether it has gone. */
    private fun gone(into: LinearLayout, out: Outbox.Held) {
        into.addAcross(context.column {
            padded(R.dimen.s4, R.dimen.s2)
            addView(context.words(say(if (paper) R.string.has_it_printed else R.string.has_it_gone), R.style.Text_Head).heading())
            addView(context.words(say(R.string.held_out)))
        })
        sharing()?.let { sharing ->
            into.addAcross(LinkRow(context, null, say(R.string.decided_with), sharing.sharing.to.orEmpty(), listOf(say(R.string.gone_means_sent))) { done(sharing) })
        }
        into.addAcross(LinkRow(context, null, null, say(if (paper) R.string.print_again else R.string.hand_again), listOf(say(if (paper) R.string.goes_to_print else R.string.goes_to_app))) { go(out) })
        into.addAcross(LinkRow(context, null, null, say(R.string.not_gone), listOf(say(R.string.not_gone_under))) {
            revoke(out)
            work.notExported(out) {
                held = null
                again()
            }
        })
        into.addAcross(SourceLine(context, say(R.string.removed_after), R.drawable.ic_info).padded(R.dimen.s4, R.dimen.s3))
    }

    override fun primary(): Dock.Primary {
        if (held != null) return Dock.Primary(say(if (paper) R.string.it_printed else R.string.it_went), say(R.string.it_went_short)) { done(null) }
        if (form != As.PAPER && apps.isEmpty()) {
            return Dock.Primary(say(R.string.paper_instead), plain = true) {
                form = As.PAPER
                again()
            }
        }
        val says = when (form) {
            As.TEXT -> R.string.export_text
            As.PAGE -> R.string.export_page
            As.DATA -> R.string.export_data
            As.PAPER -> R.string.export_paper
        }
        return Dock.Primary(say(says), say(R.string.export_short), plain = seen == null) {
            val how = how()
            work.export(how) { out ->
                made = how
                paper = form == As.PAPER
                held = out
                host.redraw()
                go(out)
            }
        }
    }

    private fun go(out: Outbox.Held) = if (paper) RecordPrint.start(context, out.name, out.text) { host.redraw() } else hand(context, out, apps)

    /** It has gone: the file is taken back. *Sent* is said of a sharing only where that is pressed. */
    private fun done(sharing: SharingNow?) {
        val out = held ?: return
        revoke(out)
        work.takeBack(out)
        held = null
        if (sharing == null) return host.instead(Place.Record)
        work.perform(InteractionOperation.SharingMoved(MoveSharing(sharing.first, SharingStage.SENT))) { host.instead(Place.Record) }
    }

    private fun revoke(out: Outbox.Held) = context.revokeUriPermission(OutboxProvider.address(out), Intent.FLAG_GRANT_READ_URI_PERMISSION)

    /** The sharing that was decided with the reader of this export. */
    private fun sharing(): SharingNow? {
        val reader = made?.reader ?: return null
        return now.state.sharings.find { it.sharing.stage == SharingStage.DECIDED && it.sharing.to?.trim() == reader }
    }

    private fun entries(seen: Planned) = seen.preview.entries.toInt()

    private fun count(id: Int, count: Int, vararg with: Any): String = context.resources.getQuantityString(id, count, count, *with)
}

/** Opens the share sheet for one export, with the apps that the force allows: the one that is chosen may read it, and nothing else. */
fun hand(context: Context, held: Outbox.Held, apps: List<String>) {
    val at = OutboxProvider.address(held)
    val send = Intent(Intent.ACTION_SEND)
        .setType(held.type)
        .putExtra(Intent.EXTRA_STREAM, at)
        .putExtra(Intent.EXTRA_SUBJECT, held.name)
        .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
    // What carries the grant to the app that is chosen.
    send.clipData = ClipData.newRawUri(null, at)
    val each = apps.map { Intent(send).setPackage(it) }
    val sheet = Intent.createChooser(each.first(), context.getString(R.string.export_title))
        .putExtra(Intent.EXTRA_INITIAL_INTENTS, each.drop(1).toTypedArray())
        .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
    context.startActivity(sheet)
}
