package org.childfirst.app.screens

import android.widget.Button
import android.widget.LinearLayout
import org.childfirst.AddChild
import org.childfirst.Age
import org.childfirst.ChildRelabelled
import org.childfirst.Event
import org.childfirst.InteractionOperation
import org.childfirst.Known
import org.childfirst.KnownBy
import org.childfirst.Offered
import org.childfirst.Presence
import org.childfirst.ScreenChild
import org.childfirst.Seen
import org.childfirst.SetCircumstances
import org.childfirst.ageWords
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.AgeField
import org.childfirst.app.ui.components.ChildRow
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.SeenMark
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.icon
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words
import org.childfirst.readChildren

/** 02: which children, where each is, and whether you have seen them. Each press is saved as it is made. */
class ChildrenPage(host: Page.Host) : Page(host) {
    private var open: UInt? = work.drafts.all.lastOrNull { it.place == AGED }?.child
    private var typed = work.drafts.at(ADDED).orEmpty()
    private var adding = typed.isNotBlank()
    private var unread = false
    private var field: AgeField? = null
    private var age: Pair<UInt, String>? = work.drafts.all.lastOrNull { it.place == AGED }?.let { draft -> draft.child?.let { it to draft.words } }
    private var of: Snapshot? = null
    private var handed: List<Offered> = emptyList()

    override fun draw(into: LinearLayout) {
        val children = now.screen.children
        if (children.isEmpty()) adding = true
        into.addView(context.column {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.which_children), R.style.Text_Title).heading())
            addView(context.words(say(R.string.not_known_shows_more), R.style.Text_Small))
        })
        // The one that is not finished stands open: nobody has to look for it.
        val first = open ?: children.find { it.seen == Seen.NOT_SAID }?.number.takeIf { !adding }
        for (child in children) {
            into.addAcross(
                ChildRow(context, child.title, child.presenceWords, seen(child), SeenMark(context, child.seen, seen(child))) {
                    open = if (first == child.number) 0u else child.number
                    adding = false
                    host.redraw()
                },
            )
            if (child.number == first) into.addAcross(opened(child))
        }
        offered(into)
        if (adding) into.addAcross(asked())
        if (!adding) {
            into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_plus, size = R.dimen.mark) }, null, say(R.string.add_child), emptyList()) {
                adding = true
                open = 0u
                host.redraw()
            })
        }
        if (children.isNotEmpty()) {
            into.addAcross(LinkRow(context, null, say(R.string.known_row), known(), emptyList()) { host.go(Place.Known) })
        }
        into.addView(context.hairline())
    }

    override fun primary(): Dock.Primary {
        if (typed.isNotBlank()) return Dock.Primary(say(R.string.add_these)) { add() }
        age?.let { (child, typed) -> return Dock.Primary(say(R.string.save_age)) { correct(child, typed) } }
        return next(host)
    }

    /** The children that a hand-over names: there only once somebody adds them. */
    private fun offered(into: LinearLayout) {
        if (of !== now) {
            of = now
            if (now.state.lines.any { (it.event as? Event.TakenOver)?.v1?.file != null }) {
                work.read({ it.offered() }) {
                    if (it != handed) {
                        handed = it
                        host.redraw()
                    }
                }
            }
        }
        for (one in handed) {
            into.addAcross(LinkRow(context, { context.icon(R.drawable.ic_plus, size = R.dimen.mark) }, null, one.title, listOf(say(R.string.named_by, one.who))) {
                work.add(one) {
                    adding = false
                    host.redraw()
                }
            })
        }
    }

    /** How a child was seen, as short as the row allows where nothing was said yet. */
    private fun seen(child: ScreenChild): CharSequence = if (child.seen == Seen.NOT_SAID) say(R.string.not_seen_yet) else child.seenWords

    private fun asked(): LinearLayout = context.column {
        setBackgroundColor(context.getColor(R.color.sunken))
        padded(R.dimen.s4, R.dimen.s3)
        val help = say(if (unread) R.string.age_not_read else R.string.age_help)
        addAcross(AgeField(context, typed, title(), help) { now ->
            val changed = typed.isBlank() != now.isBlank()
            typed = now
            work.drafts.keep(ADDED, null, now)
            unread = false
            if (changed) host.redraw() else field?.show(title())
        }.also { field = it })
    }

    private fun opened(child: ScreenChild): LinearLayout = context.column(R.dimen.s3) {
        setBackgroundColor(context.getColor(R.color.sunken))
        padded(R.dimen.s4, R.dimen.s3)
        val known = now.state.children.find { it.number == child.number }?.age?.let { if (it == Age.NotKnown) "" else ageWords(it) }.orEmpty()
        val typedAge = age?.takeIf { it.first == child.number }?.second
        addAcross(AgeField(context, typedAge ?: known, child.title, say(R.string.age_one_help)) { typed ->
            val before = age != null
            age = (child.number to typed).takeIf { typed != known && typed.isNotBlank() }
            work.drafts.keep(AGED, child.number, age?.second.orEmpty())
            if ((age != null) != before) host.redraw()
        })
        addAcross(
            CircumstanceGroup(context, say(R.string.where_is_child), 2, PRESENCE.map { Choice(it.first, say(it.second)) }, true, setOf(child.presence), "presence") {
                set(child, SetCircumstances(listOf(child.number), presence = it.first(), knownBy = own(it.first() == Presence.WITH_ME)))
            },
        )
        addAcross(
            CircumstanceGroup(context, say(R.string.seen_by_you), 3, SEEN.map { Choice(it.first, say(it.second)) }, true, setOf(child.seen), "seen") {
                set(child, SetCircumstances(listOf(child.number), seen = it.first(), knownBy = own(it.first() != Seen.NOT_SEEN)))
            },
        )
        val others = now.screen.children.size
        if (others > 1 && child.seen != Seen.NOT_SAID) {
            addView(Button(context, null, 0, R.style.Btn_Quiet).apply {
                text = say(R.string.same_for_all, others)
                tag = "same"
                setOnClickListener {
                    val all = now.screen.children.map { it.number }
                    set(child, SetCircumstances(all, presence = child.presence, seen = child.seen, knownBy = own(child.seen != Seen.NOT_SEEN)))
                }
            })
        }
    }

    private fun own(saw: Boolean) = if (saw) listOf(Known(KnownBy.SEEN)) else emptyList()

    private fun set(child: ScreenChild, what: SetCircumstances) = work.perform(InteractionOperation.CircumstancesSet(what)) {
        // Both are said: the next one that is not opens by itself.
        val after = now.child(child.number)
        open = if (after != null && after.seen != Seen.NOT_SAID && after.presence != Presence.NOT_KNOWN) null else child.number
        host.redraw()
    }

    private fun title(): CharSequence? = readChildren(typed)?.joinToString("; ") { child ->
        listOfNotNull(child.label, ageWords(child.age)).joinToString(", ").replaceFirstChar(Char::uppercase)
    }

    private fun add() {
        val children = readChildren(typed)
        if (children == null) {
            unread = true
            return host.redraw()
        }
        val sent = typed
        work.perform(children.map { InteractionOperation.ChildAdded(AddChild(it.label, it.age)) }) {
            // What was typed since is of another child.
            if (typed == sent) {
                work.drafts.drop(ADDED)
                typed = ""
                adding = false
                open = null
            }
            host.redraw()
        }
    }

    private fun correct(child: UInt, typed: String) {
        val read = readChildren(typed)?.singleOrNull()?.takeIf { it.age != Age.NotKnown } ?: return host.redraw()
        work.perform(InteractionOperation.ChildRelabelled(ChildRelabelled(child, read.label, read.age))) {
            // What was typed since is still to be saved.
            if (age == child to typed) {
                work.drafts.drop(AGED, child)
                age = null
            }
            host.redraw()
        }
    }

    private fun known(): CharSequence {
        val scene = now.state.scene?.place
        val set = now.state.children.sumOf { it.involved.size + it.factors.size }
        val where = scene?.let { say(place(it)) } ?: say(R.string.place_not_known)
        return if (set == 0) say(R.string.rest_not_known, where) else say(R.string.some_known, where, set)
    }

    companion object {
        /** Where children that are half typed belong. */
        const val ADDED = "child_added"

        /** Where an age that is half typed belongs, of a child. */
        const val AGED = "child_relabelled"

        private val PRESENCE = listOf(
            Presence.WITH_ME to R.string.with_me, Presence.NEARBY to R.string.nearby, Presence.ELSEWHERE to R.string.elsewhere,
            Presence.ON_TELEPHONE to R.string.on_telephone, Presence.NOT_KNOWN to R.string.not_known,
        )
        private val SEEN = listOf(Seen.AWAKE to R.string.awake, Seen.ASLEEP to R.string.asleep, Seen.NOT_SEEN to R.string.not_seen)
    }
}
