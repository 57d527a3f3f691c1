package org.childfirst.app.screens

import org.childfirst.AnsweredBy
import org.childfirst.AskedBecause
import org.childfirst.Mark
import org.childfirst.ScreenRow
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.ui.components.Dock

// What comes next, as core says it, and where a row is answered.

/** Where a row is answered. One fact has one place: children, sight and danger have screens of their own. */
fun placeOf(now: Snapshot, row: ScreenRow): Place {
    val item = now.item(row)
    return when (item.answeredBy) {
        AnsweredBy.DANGER -> Place.Danger
        AnsweredBy.CHILDREN, AnsweredBy.SEEN -> Place.Children
        AnsweredBy.WORDS -> if (row.row.mark == Mark.OPEN) Place.Words(row.row.child, item.id) else Place.Item(item.id, row.row.child)
        AnsweredBy.RISK -> Place.Risk(item.id, row.row.child)
        AnsweredBy.SHARING -> Place.Share(now.state.sharings.lastOrNull()?.first ?: 0u)
        AnsweredBy.ANSWER, AnsweredBy.TOLD -> Place.Item(item.id, row.row.child)
    }
}

/** An item in a few words, for a button: up to its first stop, with the child that it is about. */
fun brief(now: Snapshot, row: ScreenRow): String {
    val text = now.item(row).text
    val first = text.split(Regex("[:?.,]"), limit = 2)[0].replaceFirstChar(Char::lowercase)
    val child = now.child(row.row.child)?.label?.replaceFirstChar(Char::lowercase)
    return if (child == null) first else "$first, $child"
}

/** The next thing, from wherever one is. [after]: what is done here first. */
fun Page.next(host: Page.Host): Dock.Primary {
    val now = requireNotNull(host.work.snapshot)
    val context = host.context
    // By event, before what is next: danger does not stay answered. It can be passed by, and is not asked twice for one event.
    if (now.danger.ask != null && host.work.dangerPassed != host.work.dangerDue) {
        return Dock.Primary(context.getString(R.string.next_danger), context.getString(R.string.next)) { host.go(Place.Danger) }
    }
    closing(host)?.let { return it }
    val row = now.next ?: return Dock.Primary(context.getString(R.string.go_to_list)) { host.go(Place.Worklist) }
    val place = placeOf(now, row)
    return Dock.Primary(context.getString(R.string.next_is, brief(now, row)), context.getString(R.string.next)) { onto(host, place) }
}

/** Goes on to what is next: not above the page that one leaves, which is done with. */
fun onto(host: Page.Host, to: Place) {
    val place = host.work.snapshot?.let(::listDue)?.let { Place.ListEnd(it) } ?: to
    val here = (host as? HasPlace)?.here
    if (place == here) host.go(Place.Worklist) else if (here is Place.Item || here is Place.Risk || here is Place.Share || here is Place.Words || here == Place.Children) host.instead(place) else host.go(place)
}

/** Asks danger for a reason that the screen has, and not the log: before its own. */
fun askDanger(host: Page.Host, because: AskedBecause) {
    host.work.dangerBecause = because
    host.go(Place.Danger)
}

/** The end of a list, or of all of them; null: something comes next. */
private fun closing(host: Page.Host): Dock.Primary? {
    val now = requireNotNull(host.work.snapshot)
    val short = host.context.getString(R.string.next)
    val due = listDue(now)
    if (due != null) {
        val title = now.screen.lists.first { now.pack.pack.lists[it.list.toInt()].id == due }.title
        return Dock.Primary(host.context.getString(R.string.next_list_end, title), short) { host.go(Place.ListEnd(due)) }
    }
    return if (now.next == null && now.state.listsEnded.isNotEmpty()) Dock.Primary(host.context.getString(R.string.next_record), short) { host.go(Place.Record) } else null
}

/** To what a child said and did; null where nothing is written of it: no header asks a child for words. */
fun voiceOf(host: Page.Host, child: UInt): (() -> Unit)? = host.work.snapshot?.voice(child)?.let { { host.go(Place.Voice(child)) } }

/** A host that says where it is. */
interface HasPlace {
    /** The place that is shown. */
    val here: Place
}
