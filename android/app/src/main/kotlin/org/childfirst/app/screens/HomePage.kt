package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.ListedFor
import org.childfirst.Mark
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.RecordsTrouble
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.StateMark
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** 01: start in one press. Who records is remembered; another officer's record shows place and time, and nothing else. */
class HomePage(host: Page.Host) : Page(host) {
    override val title: CharSequence get() = say(R.string.app_name)
    override val backs get() = false

    override fun draw(into: LinearLayout) {
        val home = work.home ?: return
        work.trouble?.let { error ->
            val (title, words) = trouble(error)
            into.addAcross(RecordsTrouble(context, say(title), say(words)) { work.openHome() })
        }
        into.addView(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s4)
            setPaddingRelative(paddingStart, paddingTop, paddingEnd, context.px(R.dimen.s2))
            addView(context.words(say(R.string.home_title), R.style.Text_Display).heading())
            addView(context.words(say(R.string.home_hint), R.style.Text_Soft))
        })
        val role = home.role?.let { say(role(it)) }.orEmpty()
        val who = home.recorder?.let { say(R.string.recorder_and_role, it, role) } ?: role
        into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_person, size = R.dimen.mark) }, say(R.string.recording_as), who, emptyList(), say(R.string.change)) { host.go(Place.FirstUse) })
        into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_take_in, size = R.dimen.mark) }, null, say(R.string.told_before), listOf(half())) { host.go(Place.Told) })
        into.addView(context.hairline())
        val open = home.records.filter(::unfinished)
        if (open.isNotEmpty()) {
            head(into, R.string.not_finished)
            open.forEach { into.addAcross(row(it)) }
            into.addView(context.hairline())
        }
        home.status?.let { status ->
            head(into, R.string.guidance_here)
            val sign = if (status.pastEnd != null) R.drawable.ic_ended else R.drawable.ic_book
            into.addAcross(LinkRow(context, { context.icon(sign, size = R.dimen.mark) }, null, status.pin, listOfNotNull(status.pastEnd) + news(home)) { host.go(Place.Pack) })
            into.addView(context.hairline())
        }
        if (home.destroyed > 0) {
            into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_gone, size = R.dimen.mark) }, null, say(R.string.destroyed_title), emptyList()) { host.go(Place.Destroyed) })
            into.addView(context.hairline())
        }
        into.addAcross(SourceLine(context, say(R.string.no_signal_needed), R.drawable.ic_nosignal).padded(R.dimen.s4, R.dimen.s3))
    }

    /** What told before arrival is for, or that some of it is half typed. */
    private fun half(): CharSequence {
        val count = work.drafts.half(ToldPage.DRAFT).count
        if (count == 0) return say(R.string.told_before_row)
        return listOf(context.resources.getQuantityString(R.plurals.draft_kept, count, count), say(R.string.draft_not_in_record)).joinToString(". ")
    }

    /** What changed since the last record, and what is offered: in a line each. */
    private fun news(home: org.childfirst.app.core.Home): List<CharSequence> = listOfNotNull(
        home.newer?.let { sinceLastRecord(context, it) },
        home.updates?.waiting?.find { it.pack == home.pack }?.takeIf { !work.updating.later }?.let { say(R.string.offered_on_home, it.version.toInt()) },
    )

    override fun primary() = Dock.Primary(say(R.string.start)) {
        work.begin {
            host.go(Place.Worklist)
            host.go(Place.Danger)
        }
    }

    private fun head(into: LinearLayout, title: Int) = into.addView(
        context.words(say(title), R.style.Text_Head).heading().apply {
            setPaddingRelative(context.px(R.dimen.s4), context.px(R.dimen.s4), context.px(R.dimen.s4), context.px(R.dimen.s2))
        },
    )

    private fun unfinished(record: ListedFor): Boolean =
        record !is ListedFor.Own || record.listed.run { problem != null || !completed || unsent > 0u || untold > 0u }

    private fun row(record: ListedFor): LinkRow = when (record) {
        is ListedFor.Own -> own(record)
        is ListedFor.Unnamed -> LinkRow(
            context, { StateMark(context, Mark.LATER) }, null, say(R.string.place_and_time, say(place(record.place)), day(context, record.beganAt)),
            listOf(say(R.string.no_name_in_it)),
        ) { host.go(Place.Others(record.id, record.place, day(context, record.beganAt))) }
        is ListedFor.Other -> LinkRow(
            context, { context.icon(R.drawable.ic_lock, size = R.dimen.mark) }, null,
            say(R.string.place_and_time, say(place(record.place)), day(context, record.beganAt)), listOf(say(R.string.another_officers)),
        ) { host.go(Place.Others(null, record.place, day(context, record.beganAt))) }
    }

    private fun own(record: ListedFor.Own): LinkRow {
        val listed = record.listed
        if (listed.problem != null) {
            return LinkRow(context, { context.icon(R.drawable.ic_lock, size = R.dimen.mark) }, null, say(R.string.cannot_be_read), emptyList(), press = null)
        }
        val counts = listOfNotNull(
            say(R.string.untold_count, listed.untold.toInt()).takeIf { listed.untold > 0u },
            say(R.string.unsent_count, listed.unsent.toInt()).takeIf { listed.unsent > 0u },
        )
        val only = context.strongThen(say(R.string.on_this_device_only), " ${say(R.string.not_in_system)}").takeIf { listed.onlyHere }
        return LinkRow(
            context, { StateMark(context, Mark.LATER) }, null, say(R.string.place_and_time, say(place(listed.place)), day(context, listed.beganAt)),
            listOfNotNull(counts.joinToString(", ").ifEmpty { null }, only),
        ) { resume(listed.id) }
    }

    private fun resume(id: String) = work.resume(id) { resumed(host) }
}
