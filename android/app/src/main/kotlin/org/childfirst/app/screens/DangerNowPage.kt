package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AnswerDanger
import org.childfirst.Danger
import org.childfirst.InteractionOperation
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.DangerSteps
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 03c: three lines, and then the phone goes away. What changed is asked when it is safe; words may follow. */
class DangerNowPage(host: Page.Host) : Page(host) {
    private var words = work.drafts.at(DRAFT).orEmpty()

    // What was half typed when the app went away is there again.
    private var safe = words.isNotEmpty()

    override fun draw(into: LinearLayout) {
        val role = now.state.begun?.role
        val steps = now.pack.pack.dangerSteps.filter { it.roles.isEmpty() || role in it.roles }.sortedBy { it.order }
        into.addView(context.words(say(R.string.act_now), R.style.Text_Display).heading().padded(R.dimen.s4))
        into.addAcross(
            DangerSteps(
                context,
                steps.map { step ->
                    val local = step.value?.let(now::local)
                    DangerSteps.Step(
                        step.text,
                        local?.text?.let { say(R.string.local_named, local.label, it) },
                        local?.takeIf { it.text == null }?.let { say(R.string.unset_ask, it.label) },
                    )
                },
            ),
        )
        val sources = steps.map { step -> SourceLine.says(context, step.source, now.pack.pack.documents.find { it.id == step.source?.document }?.short, null) }
        sources.distinct().forEach { into.addAcross(SourceLine(context, it).padded(R.dimen.s4, R.dimen.s2)) }
        if (safe) {
            into.addAcross(AnswerField(context, say(R.string.safe_words), words, lines = 3, tag = "safe") { now ->
                words = now
                work.drafts.keep(DRAFT, null, now)
            }.padded(R.dimen.s4, R.dimen.s2))
        }
    }

    override fun primary() = if (!safe) {
        Dock.Primary(say(R.string.safe_now), say(R.string.safe_now)) {
            safe = true
            host.redraw()
        }
    } else {
        Dock.Primary(say(R.string.save_safe)) {
            val what = AnswerDanger(Danger.SAFE_NOW, words = words.trim().ifEmpty { null })
            work.perform(InteractionOperation.DangerAsked(what), then = after({ words }, { work.drafts.drop(DRAFT) }) { host.instead(onward(work)) })
        }
    }

    companion object {
        /** Where what is half typed here belongs. */
        const val DRAFT = "danger_asked"
    }
}
