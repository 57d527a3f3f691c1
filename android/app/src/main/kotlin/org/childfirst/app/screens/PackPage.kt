package org.childfirst.app.screens

import android.view.View
import android.widget.LinearLayout
import org.childfirst.Freshness
import org.childfirst.LocalState
import org.childfirst.LocalValue
import org.childfirst.NewerPack
import org.childfirst.PackContents
import org.childfirst.PackInfo
import org.childfirst.PackStatus as Status
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.GuidanceFact
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.LocalValueUnset
import org.childfirst.app.ui.components.PackStatus
import org.childfirst.app.ui.components.UpdateOffer
import org.childfirst.app.ui.components.UpdateOffer.Action
import org.childfirst.app.ui.components.UpdateSaid
import org.childfirst.app.ui.components.Wordings
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.words

/** 12: which guidance this is, how it stands, and what is new. An update is offered: a record that is open keeps its wording. */
class PackPage(host: Page.Host) : Page(host) {
    private var contents: PackContents? = work.snapshot?.pack
    private var locals: List<LocalValue> = work.snapshot?.locals.orEmpty()
    private var installed: List<PackInfo> = emptyList()
    private val updating = work.updating

    init {
        val here = work.snapshot?.pack?.digest ?: work.home?.pack
        if (here != null && contents == null) {
            work.library.pack(here) {
                contents = it
                host.redraw()
            }
            work.library.localValues(here) { locals = it }
        }
        work.library.all {
            installed = it
            host.redraw()
        }
    }

    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.app_name)

    private val status: Status? get() = work.snapshot?.status ?: work.home?.status

    private val newer: NewerPack? get() = if (work.snapshot != null) work.snapshot?.newer else work.home?.newer

    override fun draw(into: LinearLayout) {
        status?.let { status ->
            val began = work.snapshot?.state?.beganAt
            val fixed = if (began != null) say(R.string.fixed_to_record, day(context, began)) else say(R.string.for_new_records)
            into.addAcross(PackStatus(context, status.pin, fixed, status.pastEnd?.let { say(R.string.past_end_words, it.removePrefix("${say(R.string.past_end)}: ").replaceFirstChar(Char::uppercase)) }))
        }
        said(into)
        newer?.let { into.addAcross(here(it)) }
        offer(into)
        facts(into)
        unset(into)
        if (work.home?.updates?.freshness == Freshness.DAMAGED && !updating.underWay) {
            into.addAcross(LinkRow(context, null, null, say(R.string.start_again), emptyList()) { updating.startAgain() })
        }
        if (!work.home?.managed?.repository.isNullOrEmpty() && !updating.underWay) {
            into.addAcross(LinkRow(context, null, null, say(R.string.look_now), listOf(say(R.string.look_now_help))) { updating.lookNow() })
        }
        into.addAcross(LinkRow(context, null, null, say(R.string.reference_row), emptyList()) { host.go(Place.Reference(null)) })
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(if (work.snapshot != null) R.string.back_record else R.string.back_home)) { host.back() }

    /** What goes on, or what came of it. */
    private fun said(into: LinearLayout) {
        if (updating.underWay) {
            into.addAcross(UpdateSaid(context, listOf(step(context, updating.step)), Action(say(R.string.stop_updating), "update:stop") { updating.stop() }))
        } else {
            updating.outcome?.let { into.addAcross(UpdateSaid(context, said(context, it, ::name))) }
        }
    }

    private fun here(newer: NewerPack): View {
        val version = newer.version.toInt()
        val title = say(if (newer.safety) R.string.newer_here_safety else R.string.newer_here, version)
        val words = when {
            work.snapshot == null -> emptyList()
            newer.pieces.any { it.corrected } -> listOf(say(R.string.newer_keeps_says, version))
            else -> listOf(say(R.string.newer_keeps, version))
        }
        val see = Action(say(R.string.see_changed, counts(context, newer)), "update:see") { host.go(Place.Changed(null)) }
        return UpdateOffer(context, title, words, *(if (newer.pieces.isEmpty()) emptyArray<Action>() else arrayOf(see)))
    }

    private fun offer(into: LinearLayout) {
        val state = work.home?.updates ?: return
        val offers = state.waiting.ifEmpty { return }
        if (updating.underWay) return
        val first = offers.find { it.pack == contents?.pack?.id } ?: offers.first()
        val others = offers.filter { it !== first }.map { "${name(it.pack)}. ${offered(context, it)}." }
        val words = listOfNotNull(summary(first)) + others +
            say(if (offers.all { it.digest in state.here }) R.string.offered_here else R.string.offered_there) + say(R.string.offered_keep) +
            listOfNotNull(say(R.string.later_said).takeIf { updating.later })
        val take = Action(say(R.string.take_in), "update:take") { updating.takeIn() }
        val later = Action(say(R.string.take_in_later), "update:later", quiet = true) {
            updating.later = true
            host.redraw()
        }
        val title = if (first.pack == contents?.pack?.id) offered(context, first) else "${name(first.pack)}. ${offered(context, first)}"
        into.addAcross(UpdateOffer(context, title, words, *(if (updating.later) arrayOf(take) else arrayOf(take, later))))
    }

    private fun facts(into: LinearLayout) {
        val state = work.home?.updates
        val stands = listOfNotNull(
            state?.let { signed(context, it) },
            say(R.string.signed_development).takeIf { state?.developmentRoot == true },
        )
        if (stands.isNotEmpty()) into.addAcross(GuidanceFact(context, say(R.string.fact_signed), stands.joinToString(" ")))
        if (work.home?.managed?.repository.isNullOrEmpty()) into.addAcross(GuidanceFact(context, say(R.string.fact_offered_by), say(R.string.no_repository)))
        val pack = contents?.pack ?: return
        val on = pack.builtOn.map { built -> builtOn(name(built.pack), built.version.toInt(), installed.find { it.id == built.pack }) }
        if (on.isNotEmpty()) into.addAcross(GuidanceFact(context, say(R.string.fact_builds_on), on.joinToString("\n")))
        // A force's own document, dated and owned, beside its strategy.
        val own = pack.documents.filter { it.publisher == pack.force && it.id != pack.mainDocument }
        if (own.isNotEmpty()) into.addAcross(GuidanceFact(context, say(R.string.fact_own), own.joinToString("\n") { it.title }))
    }

    private fun builtOn(name: String, version: Int, info: PackInfo?): String {
        val to = info?.toYear?.toInt()?.takeIf { info.pastEnd } ?: return say(R.string.built_on_one, name, version)
        val years = info.fromYear?.let { say(R.string.years, it.toInt(), to) } ?: say(R.string.year_end, to)
        return say(R.string.built_on_past, name, version, years)
    }

    private fun unset(into: LinearLayout) {
        val open = locals.filter { it.state == LocalState.NOT_SET }.ifEmpty { return }
        into.addView(context.words(say(R.string.not_set_count, open.size), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s3))
        into.addAcross(context.column {
            val side = context.px(R.dimen.s4)
            setPaddingRelative(side, 0, side, side)
            addAcross(LocalValueUnset(context, open.joinToString(", ") { it.label }))
        })
    }

    private fun name(pack: String): String = installed.find { it.id == pack }?.title ?: pack
}

/** What changed between the guidance of a record and the one that is here now: both wordings, the one that was asked for first. */
class ChangedPage(host: Page.Host, private val piece: String?) : Page(host) {
    override val title: CharSequence get() = work.snapshot?.screen?.title ?: say(R.string.app_name)

    override fun draw(into: LinearLayout) {
        val newer = (if (work.snapshot != null) work.snapshot?.newer else work.home?.newer)
        into.addAcross(context.column(R.dimen.s1) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.changed_title), R.style.Text_Title).heading())
            if (newer == null || newer.pieces.isEmpty()) {
                addView(context.words(say(R.string.changed_nothing)))
            } else {
                val hint = if (work.snapshot != null) R.string.changed_hint else R.string.changed_hint_home
                addView(context.words(say(hint, newer.fromVersion.toInt(), newer.version.toInt()), R.style.Text_Soft))
                addView(context.words(counts(context, newer), R.style.Text_Small))
            }
        })
        for (one in newer?.pieces.orEmpty().sortedByDescending { it.id == piece }) {
            val parts = listOfNotNull(
                one.before?.ifBlank { null }?.let { say(R.string.changed_before) to it },
                one.now?.ifBlank { null }?.let { say(if (one.before == null) R.string.changed_new else R.string.changed_now) to it },
                say(R.string.changed_withdrawn).takeIf { one.now == null }?.let { it to (one.reason ?: it) },
            )
            into.addAcross(Wordings(context, parts))
        }
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(R.string.go_back)) { host.back() }
}
