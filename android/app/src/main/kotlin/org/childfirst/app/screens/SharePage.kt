package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.InteractionOperation
import org.childfirst.MoveSharing
import org.childfirst.SharingNow
import org.childfirst.SharingOffer
import org.childfirst.SharingStage
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.Earlier
import org.childfirst.app.ui.components.FactRow
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.HandlingLine
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.LocalValueUnset
import org.childfirst.app.ui.components.SharingSteps
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/**
 * 07: decided, sent, receipt confirmed; or not shared, and why. It names the children.
 *
 * The route fills in whom and how, the record what there is to consider; only what and why are typed. The app sends
 * nothing, says so, and says *sent* of nothing before somebody says that it was.
 */
class SharePage(host: Page.Host, place: Place.Share) : Page(host) {
    private enum class Part(val says: Int) { TO(R.string.share_to), HOW(R.string.share_how), CONSIDERED(R.string.share_considered), BY(R.string.share_by), WHAT(R.string.share_what), WHY(R.string.share_why) }

    private val first = place.first.takeIf { it != 0uL }
    private val typed = HashMap<Part, String>()
    private var offer: SharingOffer? = null
    private var children: Set<UInt>? = null
    private val changing = HashSet<Part>()
    private var not = false
    private var earlier = Earlier()
    private val who = HandlingAsk(host)
    private val spot = if (first == null) DRAFT else "$DRAFT $first"

    private val sharing: SharingNow? get() = first?.let { seq -> now.state.sharings.find { it.first == seq } }

    init {
        work.drafts.half(spot).let { half ->
            // An earlier version kept the parts one after the other.
            Part.entries.zip(half.words.split(BETWEEN)).forEach { (part, words) -> if (words.isNotBlank()) typed[part] = words }
            Part.entries.forEach { part -> half.more[part.name]?.let { typed[part] = it } }
            children = half.chosen["children"]?.split(' ')?.mapNotNull(String::toUIntOrNull)?.toSet()
            not = half.chosen["not"] == "true"
            earlier.take(host, half)
        }
        earlier.changed = ::keep
        if (first == null) {
            work.read({ it.sharingOffer() }) {
                offer = it
                host.redraw()
            }
        }
    }

    override fun draw(into: LinearLayout) {
        now.screen.handling.forEach { into.addAcross(HandlingLine(context, it)) }
        val sharing = sharing
        when {
            not -> notShared(into)
            sharing == null -> decide(into)
            else -> move(into, sharing)
        }
        who.draw(into)
        others(into)
        into.addView(context.hairline())
    }

    /** Nothing is decided yet: whom, how, what and why, about which children. */
    private fun decide(into: LinearLayout) {
        val to = value(Part.TO)
        head(into, if (to.isBlank()) say(R.string.share_title) else say(R.string.share_with, to))
        into.addAcross(SharingSteps(context, 0))
        about(into)
        val offer = offer
        offer?.unset?.let { unset ->
            into.addAcross(context.column {
                padded(R.dimen.s4, R.dimen.s1)
                addAcross(LocalValueUnset(context, say(R.string.unset_named, unset.label)))
            })
        }
        into.addView(context.words(say(if (offer?.route != null) R.string.filled_from_route else R.string.filled_from_record), R.style.Text_Small).padded(R.dimen.s4, R.dimen.s1))
        for (part in listOf(Part.TO, Part.HOW, Part.CONSIDERED, Part.BY)) fact(into, part)
        into.addView(context.hairline())
        into.addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            for (part in listOf(Part.WHAT, Part.WHY)) {
                addView(context.words(say(part.says), R.style.Text_Head).heading())
                addAcross(AnswerField(context, say(part.says), value(part), lines = 0, tag = "share:${part.name}") { type(part, it) })
            }
            addAcross(FoldRow(context, say(R.string.do_not_share), open = false, turned = R.drawable.ic_next, flush = true) {
                not = true
                keep()
                host.redraw()
            })
        })
    }

    private fun fact(into: LinearLayout, part: Part) {
        val value = value(part)
        if (part in changing || (part in ASKED && value.isBlank() && offer != null)) {
            // Open as long as it is typed in: what is missing is asked for, and needs no press.
            changing.add(part)
            into.addAcross(context.column {
                padded(R.dimen.s4, R.dimen.s1)
                addAcross(AnswerField(context, say(part.says), value, lines = 1, tag = "share:${part.name}", before = say(part.says)) { type(part, it) })
            })
        } else {
            into.addAcross(FactRow(context, say(part.says), value.ifBlank { say(R.string.not_said) }) {
                changing.add(part)
                host.redraw()
            })
        }
    }

    /** Decided: sent is said only when it was. Sent: confirmed is said only when it is. */
    private fun move(into: LinearLayout, now: SharingNow) {
        val moved = now.sharing
        val stage = moved.stage
        val to = moved.to ?: say(R.string.not_said)
        head(into, say(if (stage == SharingStage.NOT_SHARED) R.string.not_shared_with else R.string.share_with, to))
        if (stage != SharingStage.NOT_SHARED) into.addAcross(SharingSteps(context, DONE.getValue(stage)))
        val children = now.about.mapNotNull { this.now.child(it)?.title }.joinToString("; ")
        val facts = listOf(
            R.string.share_about to children, R.string.share_how to moved.how, R.string.share_considered to moved.considered, R.string.share_by to moved.by,
            R.string.share_what to moved.what, R.string.share_why to moved.why, stageWords(stage) to day(context, now.at.at),
        )
        for ((name, value) in facts) if (!value.isNullOrBlank()) into.addAcross(FactRow(context, say(name), value, null))
        into.addView(context.hairline())
        into.addAcross(context.column(R.dimen.s3) {
            padded(R.dimen.s4, R.dimen.s3)
            if (stage == SharingStage.DECIDED) {
                addAcross(SourceLine(context, say(R.string.app_sends_nothing), R.drawable.ic_info))
                addAcross(AnswerField(context, say(R.string.sent_how_hint), typed[Part.HOW].orEmpty(), lines = 1, tag = "share:HOW", before = say(R.string.sent_how)) { type(Part.HOW, it) })
            }
            if (stage == SharingStage.DECIDED || stage == SharingStage.SENT) {
                addAcross(WhenChip(context, say(R.string.when_label), earlier, null, host::redraw))
                if (earlier.unread) addView(context.words(say(R.string.time_not_read), R.style.Text_Strong))
            }
            addAcross(FoldRow(context, say(R.string.correct_entry), open = false, icon = R.drawable.ic_edit, turned = R.drawable.ic_next, flush = true) { host.go(Place.Entry(now.seq)) })
            if (stage == SharingStage.DECIDED) {
                addAcross(FoldRow(context, say(R.string.do_not_share), open = false, turned = R.drawable.ic_next, flush = true) {
                    not = true
                    keep()
                    host.redraw()
                })
            }
        })
    }

    private fun notShared(into: LinearLayout) {
        head(into, say(R.string.do_not_share))
        if (sharing == null) about(into)
        into.addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.share_why), R.style.Text_Head).heading())
            addAcross(AnswerField(context, say(R.string.share_why), value(Part.WHY), lines = 2, tag = "share:WHY") { type(Part.WHY, it) })
            addAcross(FoldRow(context, say(R.string.share_after_all), open = false, turned = R.drawable.ic_next, flush = true) {
                not = false
                keep()
                host.redraw()
            })
        })
    }

    /** Which children: all, until somebody says otherwise. */
    private fun about(into: LinearLayout) {
        val all = now.screen.children
        if (all.isEmpty()) return
        val columns = if (context.largeText) 1 else if (all.size > 2) 3 else 2
        into.addAcross(
            CircumstanceGroup(context, say(R.string.share_about), columns, all.map { Choice(it.number, shortTitle(it, all)) }, false, chosen(), "share") {
                children = it
                keep()
                host.redraw()
            }.padded(R.dimen.s4, R.dimen.s3),
        )
    }

    private fun chosen(): Set<UInt> = children ?: now.screen.children.map { it.number }.toSet()

    private fun others(into: LinearLayout) {
        for (one in now.state.sharings.filter { it.first != first }) {
            into.addAcross(LinkRow(context, null, null, one.sharing.to ?: say(R.string.not_said), listOf(say(stageWords(one.sharing.stage)))) { host.instead(Place.Share(one.first)) })
        }
        if (first != null) into.addAcross(LinkRow(context, null, null, say(R.string.another_sharing), emptyList()) { host.instead(Place.Share(0u)) })
    }

    private fun head(into: LinearLayout, title: CharSequence) = into.addView(context.words(title, R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))

    private fun value(part: Part): String = typed[part] ?: when (part) {
        Part.TO -> offer?.to
        Part.HOW -> offer?.how
        Part.CONSIDERED -> offer?.considered
        Part.BY -> offer?.by
        Part.WHAT, Part.WHY -> null
    }.orEmpty()

    private fun type(part: Part, words: String) {
        val before = ready()
        typed[part] = words
        keep()
        if (before != ready()) host.redraw()
    }

    private fun half() = HalfTyped(
        more = typed.filterValues(String::isNotBlank).mapKeys { it.key.name } + earlier.more(),
        chosen = listOfNotNull(children?.let { "children" to it.joinToString(" ") }, ("not" to "true").takeIf { not }).toMap() + earlier.chosen(),
    )

    private fun keep() = work.drafts.keep(spot, null, half())

    private fun ready(): Boolean = if (not) value(Part.WHY).isNotBlank() else value(Part.TO).isNotBlank() && chosen().isNotEmpty() == now.screen.children.isNotEmpty()

    override fun primary(): Dock.Primary {
        val sharing = sharing
        return when {
            not -> Dock.Primary(say(R.string.save_not_shared), say(R.string.save), plain = !ready()) { if (ready()) record(notShared()) }
            sharing == null -> Dock.Primary(say(R.string.decided_next), say(R.string.decided_short), plain = !ready()) { if (ready()) record(decided()) }
            sharing.sharing.stage == SharingStage.DECIDED -> Dock.Primary(say(R.string.it_was_sent)) { record(blank(SharingStage.SENT).copy(how = typed[Part.HOW]?.trim()?.ifEmpty { null })) }
            sharing.sharing.stage == SharingStage.SENT -> Dock.Primary(say(R.string.it_is_confirmed)) { record(blank(SharingStage.CONFIRMED)) }
            else -> next(host)
        }
    }

    private fun blank(stage: SharingStage) = MoveSharing(sharing = first, stage = stage, children = if (first == null) chosen().sorted() else emptyList())

    private fun decided() = blank(SharingStage.DECIDED).copy(
        to = some(Part.TO), how = some(Part.HOW), what = some(Part.WHAT), why = some(Part.WHY), considered = some(Part.CONSIDERED), by = some(Part.BY), route = offer?.route,
    )

    private fun notShared() = blank(SharingStage.NOT_SHARED).let {
        if (first != null) it.copy(why = some(Part.WHY))
        // What was typed before it was decided not to is no less so.
        else it.copy(to = typedOf(Part.TO), how = typedOf(Part.HOW), what = typedOf(Part.WHAT), why = some(Part.WHY), considered = typedOf(Part.CONSIDERED), by = typedOf(Part.BY))
    }

    private fun typedOf(part: Part): String? = typed[part]?.trim()?.ifEmpty { null }

    private fun some(part: Part): String? = value(part).trim().ifEmpty { null }

    private fun record(what: MoveSharing) {
        val done = earlier.read(host) ?: return
        val saved = { work.drafts.drop(spot) }
        work.perform(InteractionOperation.SharingMoved(what), done.at, then = after({ half() }, saved) {
            earlier = Earlier().also { it.changed = ::keep }
            not = false
            typed.clear()
            // The same screen goes on with what was begun here.
            if (first == null) now.state.sharings.lastOrNull()?.let { host.instead(Place.Share(it.first)) } else host.redraw()
        })
    }

    companion object {
        private val ASKED = setOf(Part.TO, Part.HOW)

        /** Where a sharing that is half typed belongs; with the number of its entry once it is decided. */
        const val DRAFT = "sharing_moved"
        private const val BETWEEN = "\u001f"
        private val DONE = mapOf(SharingStage.DECIDED to 1, SharingStage.SENT to 2, SharingStage.CONFIRMED to 3)

        /** How far a sharing has come. *Shared* is never said of what was not sent. */
        fun stageWords(stage: SharingStage): Int = when (stage) {
            SharingStage.DECIDED -> R.string.stage_decided
            SharingStage.SENT -> R.string.stage_sent
            SharingStage.CONFIRMED -> R.string.stage_confirmed
            SharingStage.NOT_SHARED -> R.string.stage_not_shared
        }
    }
}
