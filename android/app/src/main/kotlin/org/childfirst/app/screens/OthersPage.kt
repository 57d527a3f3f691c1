package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.OnlyHere
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/**
 * A record that somebody else began on this device: place and time, and nothing else of it.
 *
 * Without a name in it anybody can go on with it, and writes under their own. With one, it is not opened here: whoever
 * takes over is told, and begins a record of their own.
 */
class OthersPage(host: Page.Host, private val place: Place.Others) : Page(host) {
    override val title: CharSequence get() = say(R.string.app_name)

    override fun draw(into: LinearLayout) {
        into.addAcross(context.column(R.dimen.s2) {
            padded(R.dimen.s4, R.dimen.s3)
            addView(context.words(say(R.string.place_and_time, say(place(place.where)), place.began), R.style.Text_Title).heading())
            addView(context.words(say(if (place.id == null) R.string.others_what else R.string.unnamed_what)))
        })
        into.addAcross(OnlyHere(context, say(R.string.others_only_here)))
        val recorder = work.home?.recorder
        val author = if (recorder == null) say(R.string.author_none) else say(R.string.author_is, recorder)
        into.addAcross(SourceLine(context, author, R.drawable.ic_person).padded(R.dimen.s4, R.dimen.s3))
    }

    override fun primary(): Dock.Primary {
        val id = place.id
        if (id != null) return Dock.Primary(say(R.string.go_on_with_it)) { work.resume(id) { resumed(host) } }
        return Dock.Primary(say(R.string.begin_own), say(R.string.start)) {
            work.begin {
                host.instead(Place.Worklist)
                host.go(Place.Danger)
            }
        }
    }
}

/** Where one stands after opening a record again. A plain restart asks nothing; danger that is due comes first. */
fun resumed(host: Page.Host) {
    val now = requireNotNull(host.work.snapshot)
    host.go(Place.Worklist)
    if (comesBack(now)) host.go(Place.Resume)
    if (now.state.danger.isEmpty()) host.go(Place.Danger)
    if (now.screen.dangerYes) host.go(Place.DangerNow)
}
