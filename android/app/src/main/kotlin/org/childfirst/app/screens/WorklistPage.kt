package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.AnswerDanger
import org.childfirst.Danger
import org.childfirst.InteractionOperation
import org.childfirst.Phase
import org.childfirst.ScreenList
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.addWide
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.DangerAnswers
import org.childfirst.app.ui.components.DangerBlock
import org.childfirst.app.ui.components.PhaseRow
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.px
import org.childfirst.app.ui.strongThen
import org.childfirst.app.ui.words

/** 03: what is left, danger first. The phase that is next is open; the others stand below it with what is left of them. */
class WorklistPage(host: Page.Host) : Page(host) {
    private val rows = ListRows(host)

    override fun draw(into: LinearLayout) {
        val lists = now.screen.lists
        val ask = askedAgain(now.danger.ask)?.let { say(it) }
        val question = now.pack.pack.danger
        // Passed by, or never asked: then it is asked here, before everything else; where there is no room for the answers, one press away.
        val room = !context.largeText || context.resources.configuration.screenHeightDp >= DangerAnswers.TALL
        val unanswered = room && now.danger.answer.let { it == null || it == Danger.NOT_ANSWERED }
        into.addAcross(
            if (unanswered && question != null) DangerBlock(context, question.text, ::answer)
            else DangerBlock(context, now.danger.words.removePrefix("${say(R.string.danger)}: ").replaceFirstChar(Char::uppercase), ask) { host.go(Place.Danger) },
        )
        draftRows(host).forEach(into::addAcross)
        val open = now.screen.next?.let { lists[it.list.toInt()] } ?: lists.lastOrNull()
        if (open != null) {
            into.addAcross(head(open))
            rows.byChild(into, open)
            into.addView(context.hairline())
        }
        into.addView(context.column { minimumHeight = context.px(R.dimen.s2) })
        for (list in lists.filter { it !== open }) {
            into.addAcross(PhaseRow(context, list.title, say(R.string.left, list.left.toInt())) { host.go(Place.ListOf(list.phase)) })
        }
        into.addView(context.hairline())
    }

    override fun primary() = next(host)

    private fun answer(answer: Danger) {
        if (answer == Danger.YES) host.go(Place.DangerNow)
        work.perform(InteractionOperation.DangerAsked(AnswerDanger(answer)), owed = answer == Danger.YES)
    }

    private fun counts(list: ScreenList): String = listOfNotNull(
        say(R.string.waiting_count, list.waiting.toInt()).takeIf { list.waiting > 0u },
        say(R.string.later_count, list.later.toInt()).takeIf { list.later > 0u },
        say(R.string.answered_count, list.answered.toInt()).takeIf { list.answered > 0u },
    ).joinToString("") { ", $it" }

    private fun head(list: ScreenList): LinearLayout {
        val title = context.words(list.title, R.style.Text_Head).heading()
        val counts = context.words(context.strongThen(say(R.string.left, list.left.toInt()), counts(list)), R.style.Text_Small)
        val head = if (context.largeText) context.column { addView(title); addView(counts) } else context.line { addWide(title); addView(counts) }
        return head.padded(R.dimen.s4, R.dimen.s3)
    }
}

/** 03b: one phase, row by row, the one that is next tinted. Prompts are folded, answered in place or not at all. */
class ListPage(host: Page.Host, private val phase: Phase) : Page(host) {
    private val rows = ListRows(host)

    override fun draw(into: LinearLayout) {
        val lists = now.screen.lists.filter { it.phase == phase }
        for (list in lists) {
            into.addView(context.column {
                padded(R.dimen.s4, R.dimen.s3)
                addView(context.words(list.title, R.style.Text_Title).heading())
                val told = list.hearsay?.let { ". $it" }.orEmpty()
                addView(context.words(context.strongThen(say(R.string.left, list.left.toInt()), told), R.style.Text_Soft))
            })
            rows.inOrder(into, list)
        }
        into.addView(context.hairline())
    }

    override fun primary() = next(host)
}
