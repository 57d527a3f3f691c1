package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AnswerDanger
import org.childfirst.Danger
import org.childfirst.InteractionOperation
import org.childfirst.Known
import org.childfirst.KnownBy
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.DangerAnswers
import org.childfirst.app.ui.components.DangerAsk
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.HowKnown
import org.childfirst.app.ui.components.WhyNote

/** 03a: the first entry. Yes is one press and asks nothing else; it can be passed by, and then it leads every list. */
class DangerPage(host: Page.Host) : Page(host) {
    private var known = emptySet<KnownBy>()
    private var who = ""
    private var why = false
    private var answered = false
    private val because = work.dangerBecause.also { work.dangerBecause = null }

    override val fills get() = true

    override fun draw(into: LinearLayout) {
        if (work.notSaved != null) answered = false
        val question = now.pack.pack.danger ?: return
        val note = WhyNote(context, say(R.string.why_first), say(R.string.why_first_source), question.why, null, why) {
            why = it
            host.redraw()
        }
        val how = HowKnown(context, say(R.string.how_known), say(R.string.yes_does_not_ask), known, who) { chosen, name ->
            known = chosen
            who = name
        }
        val asked = askedAgain(because ?: now.danger.ask)?.let { say(it) }
        into.addAcross(DangerAsk(context, question.text, question.hint, asked, note, how))
        (into.getChildAt(0).layoutParams as LinearLayout.LayoutParams).run { height = 0; weight = 1f }
    }

    override fun pinned() = DangerAnswers.below(context, ::answer)

    override fun primary() = Dock.Primary(say(R.string.go_on), say(R.string.go_on_short), plain = true) { answer(Danger.NOT_ANSWERED) }

    private fun answer(answer: Danger) {
        // A second press of the same thumb is not a second answer.
        if (answered) return
        answered = true
        val asks = answer == Danger.NOT_NOW || answer == Danger.CANNOT_TELL
        val how = if (asks) known(known, who) else emptyList()
        val operation = InteractionOperation.DangerAsked(AnswerDanger(answer, how, because))
        // The steps come first: the disk may be slow, the child must not wait.
        if (answer == Danger.YES) host.instead(Place.DangerNow)
        val saved = { if (answer == Danger.NOT_ANSWERED) work.dangerPassed = work.dangerDue }
        val on = after({ null }, saved) { onward() }
        work.perform(operation, owed = answer == Danger.YES) { if (answer != Danger.YES) on() }
    }

    /** Asked again, it goes back to where it was asked; asked first, on to which children. */
    private fun onward() = if (now.screen.children.isEmpty()) host.instead(Place.Children) else host.back()
}

/** Where one goes from danger: which children, until one is named; then the list. */
fun onward(work: org.childfirst.app.core.Work): Place =
    if (work.snapshot?.screen?.children.isNullOrEmpty()) Place.Children else Place.Worklist

/** How something is known, as the core takes it: who only of those who said it. */
fun known(how: Set<KnownBy>, who: String): List<Known> =
    KnownBy.entries.filter { it in how }.map { Known(it, who.trim().takeIf { name -> name.isNotEmpty() && it in HowKnown.NAMED }) }
