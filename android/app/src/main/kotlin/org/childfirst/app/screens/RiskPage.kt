package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AskedBecause
import org.childfirst.Danger
import org.childfirst.InteractionOperation
import org.childfirst.Level
import org.childfirst.RouteRow
import org.childfirst.Seen
import org.childfirst.Standing
import org.childfirst.StateRisk
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.components.ChildHeader
import org.childfirst.app.ui.components.DangerBlock
import org.childfirst.app.ui.components.DangerLine
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.LevelPicker
import org.childfirst.app.ui.components.RiskStatement
import org.childfirst.app.ui.components.RoutePanel
import org.childfirst.app.ui.components.SeenMark

/** 06: own words first, then the level, for one child. Danger leads; a sibling's words may be begun from, its level never. */
class RiskPage(host: Page.Host, private val place: Place.Risk) : Page(host) {
    private var words = ""
    private var from: ULong? = null
    private var level: Level? = null
    private var routes: List<RouteRow> = emptyList()
    private var routesOf: Snapshot? = null

    private val child get() = now.child(place.child)
    private val about get() = place.child.takeIf { it != 0u }

    init {
        work.drafts.half(DRAFT, about).let {
            words = it.words
            level = Level.entries.find { one -> one.name == it.chosen["level"] }
            from = it.chosen["from"]?.toULongOrNull()
        }
    }

    override fun draw(into: LinearLayout) {
        if (routesOf !== now) follow()
        into.addAcross(danger())
        child?.let { into.addAcross(ChildHeader(context, it.title, SeenMark(context, it.seen, it.seenWords), voiceOf(host, it.number))) }
        val name = child?.title?.replaceFirstChar(Char::lowercase) ?: say(R.string.about_everyone)
        val begun = from?.let { seq -> now.state.risks.find { it.seq == seq }?.risk?.child }?.let { now.child(it)?.title?.replaceFirstChar(Char::lowercase) }
        into.addAcross(RiskStatement(context, say(R.string.write_risk, name), say(R.string.risk_hint), words, begun?.let { say(R.string.words_from, it) }, ::typed))
        other()?.let { (seq, title, text) ->
            into.addAcross(FoldRow(context, say(R.string.start_from, title), open = false, icon = R.drawable.ic_copy, turned = R.drawable.ic_next) {
                words = text
                from = seq
                keep()
                host.redraw()
            })
        }
        val unseen = child?.takeIf { it.seen != Seen.AWAKE && it.seen != Seen.ASLEEP }?.let { say(R.string.not_seen_by_you, shortTitle(it, now.screen.children)) }
        into.addAcross(LevelPicker(context, LEVELS.map { (level, says) -> LevelPicker.Choice(level, say(says), unseen.takeIf { level == Level.NO_CONCERN_FOUND_NOW }) }, level) {
            level = it
            keep()
            host.redraw()
            follow()
        })
        // Before a level is stated nothing follows from one.
        val shown = routes.filter { it.standing == Standing.APPLIES && (it.whateverTheLevel || level != null) }.map { row ->
            val route = now.pack.pack.routes[row.route.toInt()]
            val local = route.value?.let(now::local)
            val to = listOfNotNull(route.to, route.how, local?.text).joinToString(". ")
            RoutePanel.Route(
                say(if (row.whateverTheLevel) R.string.whatever_the_level else R.string.at_this_level),
                if (to.isEmpty()) route.text else "${route.text} $to.",
                local?.takeIf { it.text == null }?.label,
            )
        }
        // No route at all is said too, and no other force's stands in its place.
        val none = if (level == null) emptyList() else listOfNotNull(
            RoutePanel.None(say(R.string.whatever_the_level), say(R.string.by_circumstance)).takeIf { routes.none { it.whateverTheLevel } },
            RoutePanel.None(say(R.string.at_this_level), say(R.string.referral_route)).takeIf { routes.none { !it.whateverTheLevel } },
        )
        if (shown.isNotEmpty() || none.isNotEmpty()) into.addAcross(RoutePanel(context, say(R.string.what_follows, now.pack.pack.force), none, shown, now.status.pastEnd))
        stated(into)
    }

    /** How danger stands: a line where it was asked for this, and the whole of it where it was not. */
    private fun danger(): LinearLayout {
        val words = now.danger.words.removePrefix("${say(R.string.danger)}: ").replaceFirstChar(Char::uppercase)
        val ask = { askDanger(host, AskedBecause.BEFORE_RISK) }
        val passed = now.state.danger.lastOrNull()?.answer == Danger.NOT_ANSWERED
        if (passed || !now.state.askedBeforeRisk || now.screen.dangerYes) return DangerBlock(context, words, say(R.string.asked_before_risk), ask)
        val (answer, unseen) = words.split(". ", limit = 2).let { it[0] to it.getOrNull(1) }
        val before = say(R.string.before_risk).takeIf { answeredFor(now, AskedBecause.BEFORE_RISK) }
        val rest = listOfNotNull(before, unseen).joinToString(". ").let { if (it.isEmpty() || before == null) it else " $it" }
        val says = if (before != null) context.strongThen("$answer,", rest) else context.strongThen(answer, unseen?.let { ". $it" }.orEmpty())
        return DangerLine(context, says, say(R.string.ask_again), ask)
    }

    override fun primary(): Dock.Primary {
        val (level, said) = level to words.isNotBlank()
        // No level without words, no words without a level: until both stand there, it only goes on.
        if (level == null || !said) return next(host)
        val row = now.after(place.item, place.child)
        val sibling = row?.takeIf { now.item(it).id == place.item }?.let { now.child(it.row.child) }
        val says = when {
            sibling != null -> say(R.string.save_next, shortTitle(sibling, now.screen.children).replaceFirstChar(Char::lowercase))
            row != null -> say(R.string.save_next, brief(now, row))
            else -> say(R.string.save_risk)
        }
        return Dock.Primary(says, say(R.string.save)) {
            val saved = { work.drafts.drop(DRAFT, about) }
            work.perform(InteractionOperation.RiskStated(StateRisk(about, words.trim(), level, from)), then = after({ half() }, saved) { onto(host, now.next?.let { placeOf(now, it) } ?: Place.Worklist) })
        }
    }

    /** What was stated before for this child. It stands, and can be taken back. */
    private fun stated(into: LinearLayout) {
        val before = now.state.risks.lastOrNull { it.risk.child == about } ?: return
        val level = LEVELS.find { it.first == before.risk.level }?.second ?: return
        into.addAcross(FoldRow(context, say(R.string.stated_before, say(level), day(context, before.at.at)), before.risk.words, open = false, icon = R.drawable.ic_edit, turned = R.drawable.ic_next) { host.go(Place.Entry(before.seq)) })
    }

    private fun typed(now: String) {
        val changed = now.isBlank() != words.isBlank()
        words = now
        // Own words are no longer another child's.
        if (now.isBlank()) from = null
        keep()
        if (changed) host.redraw()
    }

    private fun half() = HalfTyped(words, chosen = listOfNotNull(level?.let { "level" to it.name }, from?.let { "from" to it.toString() }).toMap())

    private fun keep() = work.drafts.keep(DRAFT, about, half())

    /** The last statement for another child, to begin from: its entry, whose it is, and its words. */
    private fun other(): Triple<ULong, String, String>? {
        if (words.isNotBlank()) return null
        val now = now.state.risks.lastOrNull { it.risk.child != null && it.risk.child != about } ?: return null
        val title = now.risk.child?.let { this.now.child(it)?.title } ?: return null
        return Triple(now.seq, title.replaceFirstChar(Char::lowercase), now.risk.words)
    }

    /** What follows, of what is known now. */
    private fun follow() {
        routesOf = now
        work.routes(about, level) {
            routes = it
            host.redraw()
        }
    }

    private companion object {
        const val DRAFT = "risk_stated"
        val LEVELS = listOf(
            Level.NO_CONCERN_FOUND_NOW to R.string.level_none, Level.IN_NEED_OF_SUPPORT to R.string.level_support,
            Level.AT_RISK_OF_SIGNIFICANT_HARM to R.string.level_harm, Level.IMMEDIATE_DANGER to R.string.danger,
        )
    }
}
