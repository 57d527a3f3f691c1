package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AnsweredBy
import org.childfirst.AskedBecause
import org.childfirst.Draft
import org.childfirst.InteractionOperation
import org.childfirst.Return
import org.childfirst.Waiting
import org.childfirst.WaitingKind
import org.childfirst.With
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Session
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.DangerLine
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.ResumePanel
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.px
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** 09: coming back after leaving. With the children: danger is asked. With none: writing up, and only what can still be done. */
class ResumePage(host: Page.Host) : ReadPage<List<Waiting>>(host) {
    private val waiting = WaitingRows(host)
    private var some = false
    private var with = emptySet<UInt>()

    override fun read(session: Session): List<Waiting> = session.waiting()

    override fun draw(into: LinearLayout, seen: List<Waiting>) {
        into.addAcross(ResumePanel(context, some, which().takeIf { some }) { chosen ->
            if (chosen == With.SOME && now.screen.children.size > 1) {
                some = true
                host.redraw()
            } else {
                back(if (chosen == With.SOME) With.ALL else chosen)
            }
        })
        into.addAcross(DangerLine(context, danger()))
        now.state.left?.let { left ->
            into.addView(context.words(say(R.string.left_at, day(context, left.at.at)), R.style.Text_Head).heading().apply { setPaddingRelative(px(R.dimen.s4), px(R.dimen.s4), px(R.dimen.s4), px(R.dimen.s1)) })
            val stays = left.left.staying?.let { " ${say(R.string.stays, it)}" }.orEmpty()
            into.addView(context.words(say(R.string.left_why, left.left.why.trimEnd('.')) + stays).apply { setPaddingRelative(px(R.dimen.s4), 0, px(R.dimen.s4), px(R.dimen.s3)) })
        }
        val shown = seen.filter { it.kind != WaitingKind.OPEN }
        shown.forEach { waiting.add(into, it, it == shown.first()) }
        draftRows(host).forEach(into::addAcross)
        into.addView(context.hairline())
    }

    override fun primary(): Dock.Primary {
        if (some && with.isNotEmpty()) return Dock.Primary(say(R.string.back_with_these)) { back(With.SOME) }
        val first = seen?.firstOrNull { it.kind != WaitingKind.OPEN }
        return when (first?.kind) {
            // What is sent or told is pressed where it stands: the button leads to the eye, not past it.
            WaitingKind.UNTOLD -> Dock.Primary(say(R.string.next_tell, first.whom.orEmpty()), say(R.string.next)) { host.go(Place.Tell(first.entry)) }
            WaitingKind.UNSENT -> Dock.Primary(say(R.string.next_send), say(R.string.next)) { host.go(Place.Share(first.entry)) }
            else -> Dock.Primary(say(R.string.write_up), say(R.string.next)) { back(With.NONE) }
        }
    }

    private fun which() = context.column {
        val children = now.screen.children.map { Choice(it.number, it.title) }
        addAcross(CircumstanceGroup(context, say(R.string.which_of_them), if (context.largeText) 1 else 2, children, false, with, "back") {
            with = it
            host.redraw()
        })
        spaced(px(R.dimen.s2))
    }

    /** The answer and its time are strong; how old it is, and that it was asked before leaving, follow. */
    private fun danger(): CharSequence {
        val words = now.danger.words.split(", ", limit = 3)
        val asked = say(R.string.before_leaving).takeIf { answeredFor(now, AskedBecause.BEFORE_LEAVING) }
        val rest = listOfNotNull(words.getOrNull(2), asked).joinToString(", ")
        val strong = words.take(2).joinToString(", ")
        return context.strongThen(if (rest.isEmpty()) strong else "$strong,", if (rest.isEmpty()) "" else " $rest")
    }

    private fun back(with: With) {
        val children = if (with == With.SOME) this.with.toList().sorted() else emptyList()
        work.perform(InteractionOperation.Returned(Return(with, children))) {
            host.instead(Place.Worklist)
            if (with != With.NONE && now.danger.ask != null) askDanger(host, AskedBecause.RETURNED)
        }
    }

    private fun px(id: Int) = context.px(id)
}

/** Whether coming back has to be asked: the scene was left, and nobody has said since with whom one is. */
fun comesBack(now: Snapshot): Boolean = now.state.left != null && now.state.backWith == null

/** The rows that offer what is half typed, the latest first. */
fun draftRows(host: Page.Host): List<LinkRow> {
    val now = host.work.snapshot ?: return emptyList()
    return host.work.drafts.all.reversed().mapNotNull { draftRow(host, now, it) }
}

private fun draftRow(host: Page.Host, now: Snapshot, draft: Draft): LinkRow? {
    val context = host.context
    val place = placeOf(now, draft) ?: return null
    val count = HalfTyped.of(draft.words).count
    val what = context.resources.getQuantityString(R.plurals.draft_kept, count, count)
    val under = listOfNotNull(about(context, now, draft, place), context.getString(R.string.draft_not_in_record)).joinToString(". ")
    return LinkRow(context, { context.icon(R.drawable.ic_edit, size = R.dimen.mark) }, null, what, listOf(under)) { host.go(place) }
}

private fun about(context: android.content.Context, now: Snapshot, draft: Draft, place: Place): String? {
    val child = draft.child?.let(now::child)?.title
    return when (place) {
        is Place.Share -> context.getString(R.string.share_title)
        is Place.Words -> child?.let { context.getString(R.string.draft_words, it.replaceFirstChar(Char::lowercase)) }
        is Place.Item -> now.find(place.item, place.child)?.let { now.item(it.second).text }
        Place.Children -> context.getString(R.string.children_row)
        Place.HandOver -> context.getString(R.string.hand_over_title)
        Place.Told -> context.getString(R.string.told_before)
        Place.Leave -> context.getString(R.string.leave_title)
        Place.Erase -> context.getString(R.string.erase)
        is Place.Act -> context.getString(ActPage.title(place.act))
        else -> child
    }
}

/** Where a draft was being typed. */
private fun placeOf(now: Snapshot, draft: Draft): Place? {
    val child = draft.child ?: 0u
    if (WordsPage.isWords(draft.place)) return Place.Words(child, WordsPage.answers(draft), draft.place)
    if (draft.place.startsWith("${SharePage.DRAFT} ")) return draft.place.substringAfter(' ').toULongOrNull()?.let(Place::Share)
    if (draft.place.startsWith(ActPage.DRAFT)) return Act.entries.find { ActPage.DRAFT + it.name == draft.place }?.let(Place::Act)
    if (draft.place.startsWith(EntryPage.DRAFT)) return draft.place.removePrefix(EntryPage.DRAFT).toULongOrNull()?.let(Place::Entry)
    val risk = now.screen.lists.flatMap { it.rows }.find { now.item(it).answeredBy == AnsweredBy.RISK && (it.row.child == child || it.row.child == 0u) }
    return when (draft.place) {
        SharePage.DRAFT, HandlingAsk.DRAFT -> Place.Share(0u)
        ChildrenPage.ADDED, ChildrenPage.AGED -> Place.Children
        HandOverPage.DRAFT -> Place.HandOver
        ToldPage.DRAFT -> Place.Told
        ErasePage.DRAFT -> Place.Erase
        DangerNowPage.DRAFT -> Place.DangerNow.takeIf { now.screen.dangerYes }
        "risk_stated" -> risk?.let { Place.Risk(now.item(it).id, child) }
        LeavePage.DRAFT -> Place.Leave
        // With an item, or with an outcome of it.
        else -> draft.place.substringBefore('#').let { item -> Place.Item(item, child).takeIf { now.find(item, child) != null || now.prompt(item) != null } }
    }
}
