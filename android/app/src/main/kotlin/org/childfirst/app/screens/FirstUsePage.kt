package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Role
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.spaced
import org.childfirst.app.ui.words

/** Role, guidance and name: chosen once, changed for a device that others use too. A name is never a must. */
class FirstUsePage(host: Page.Host) : Page(host) {
    private var role = work.home?.role
    private var pack = work.home?.pack
    private var recorder = work.home?.recorder.orEmpty()

    override val title: CharSequence get() = say(R.string.app_name)
    override val backs get() = work.home?.ready == true

    override fun draw(into: LinearLayout) {
        val packs = work.home?.packs.orEmpty().filter { it.id == (work.home?.managed?.force ?: it.id) }
        val roles = packs.find { it.id == pack }?.let { Role.entries } ?: Role.entries
        into.padded(R.dimen.s4)
        into.addView(context.words(say(R.string.first_title), R.style.Text_Title).heading())
        into.addView(context.words(say(R.string.first_hint), R.style.Text_Small))
        into.addAcross(
            CircumstanceGroup(context, say(R.string.your_role), 2, roles.map { Choice(it, say(role(it)).replaceFirstChar(Char::uppercase)) }, true, setOfNotNull(role), "role") {
                role = it.first()
                host.redraw()
            },
        )
        into.addAcross(
            CircumstanceGroup(context, say(R.string.your_force), 1, packs.map { Choice(it.id, it.title) }, true, setOfNotNull(pack), "pack") {
                pack = it.first()
                host.redraw()
            },
        )
        into.addView(context.words(say(R.string.your_name), R.style.Text_Head).heading())
        into.addAcross(AnswerField(context, say(R.string.your_name_hint), recorder, lines = 1, tag = "recorder") { recorder = it })
        into.addView(context.words(say(R.string.your_name_help), R.style.Text_Small))
        into.addAcross(
            CircumstanceGroup(context, say(R.string.which_hand), 2, listOf(Choice(false, say(R.string.right_hand)), Choice(true, say(R.string.left_hand_name))), true, setOf(work.home?.leftHanded == true), "left") {
                work.hand(it.first())
            },
        )
        into.spaced(context.px(R.dimen.s4))
    }

    override fun primary() = Dock.Primary(say(R.string.remember), plain = role == null || pack == null) {
        val (role, pack) = (role ?: return@Primary) to (pack ?: return@Primary)
        work.remember(role, recorder, pack) { host.instead(Place.Home) }
    }
}
