package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Answer
import org.childfirst.AnsweredBy
import org.childfirst.Draft
import org.childfirst.InteractionOperation
import org.childfirst.KnownBy
import org.childfirst.Mark
import org.childfirst.Outcome
import org.childfirst.Told
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.HowKnown
import org.childfirst.app.ui.components.ItemSheet
import org.childfirst.app.ui.components.LocalValueUnset
import org.childfirst.app.ui.components.OutcomePicker
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.components.WhyNote
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.words

/** 04: one thing to answer. An answer means done; only later, not done and does not apply need a press. */
class ItemPage(host: Page.Host, private val place: Place.Item) : Page(host) {
    private var value = ""
    private var known = emptySet<KnownBy>()
    private var who = ""
    private var earlier = false
    private var about = ""
    private var outcome: Mark? = null
    private var owner = ""
    private var told = Told.NOT_YET
    private var reason = ""
    private var whyOpen = work.met.add(place.item)
    private var because: String? = null
    private var timeUnread = false

    init {
        // What was half typed here when the app was left.
        now.draft?.takeIf { it.place == place.item && (it.child ?: 0u) == place.child }?.let { value = it.words }
        now.find(place.item, place.child)?.let { (_, said) ->
            work.because(said.row) {
                because = it
                host.redraw()
            }
        }
    }

    private val whom: CharSequence
        get() {
            val children = now.screen.children
            return now.child(place.child)?.title?.replaceFirstChar(Char::lowercase)
                ?: if (children.isEmpty()) say(R.string.about_everyone) else if (children.size == 1) children[0].title.replaceFirstChar(Char::lowercase) else say(R.string.about_all, children.size)
        }

    override fun draw(into: LinearLayout) {
        val found = now.find(place.item, place.child)
        val item = found?.let { now.item(it.second) }
        val prompt = now.prompt(place.item)
        val sheet = ItemSheet(
            context,
            over = found?.let { say(R.string.phase_about, it.first.title, whom) } ?: whom,
            ask = item?.text ?: prompt?.text ?: "",
            because = because,
        )
        if (item != null) {
            val document = now.pack.pack.documents.find { it.id == item.source?.document }?.short
            val source = SourceLine.says(context, item.source, document, null)
            val line = SourceLine(context, SourceLine.says(context, item.source, document, item.reason))
            sheet.add(WhyNote(context, say(R.string.why_and_source), source, item.why, line, whyOpen) {
                whyOpen = it
                host.redraw()
            })
            item.value?.let(now::local)?.let { local ->
                val text = local.text
                sheet.add(if (text != null) context.words(say(R.string.local_named, local.label, text), R.style.Text_Strong) else LocalValueUnset(context, say(R.string.unset_named, local.label)))
            }
        }
        found?.second?.value?.let { sheet.add(context.words(it, R.style.Text_Strong)) }
        if (answers(item?.answeredBy)) answer(sheet, item?.answeredBy == AnsweredBy.WORDS) else sheet.add(context.words(say(R.string.where_answered), R.style.Text_Soft))
        if (item != null) none(sheet)
        into.addAcross(sheet)
    }

    /** Whether words can be the answer here. What has a screen of its own is answered there. */
    private fun answers(by: AnsweredBy?) = by == null || by == AnsweredBy.ANSWER || by == AnsweredBy.WORDS

    private fun answer(sheet: ItemSheet, byWords: Boolean) {
        if (!byWords) {
            sheet.add(
                AnswerField(context, say(R.string.answer_hint), value, lines = 0, tag = "answer") { typed ->
                    val changed = typed.isBlank() != value.isBlank()
                    value = typed
                    work.keepDraft(Draft(place.item, place.child.takeIf { it != 0u }, typed).takeIf { typed.isNotBlank() })
                    if (changed) host.redraw()
                },
            )
        }
        sheet.add(FoldRow(context, say(R.string.answer_with_words), open = false, icon = R.drawable.ic_words, turned = R.drawable.ic_next, flush = true) {
            host.go(Place.Words(place.child.takeIf { it != 0u } ?: now.screen.lastSpokenOf ?: 0u, place.item))
        })
        if (byWords) return
        sheet.add(HowKnown(context, say(R.string.how_known), null, known, who) { chosen, name ->
            known = chosen
            who = name
        })
        sheet.add(WhenChip(context, say(R.string.when_label), earlier, about, null) { isEarlier, time ->
            earlier = isEarlier
            about = time
        })
        if (timeUnread) sheet.add(context.words(say(R.string.time_not_read), R.style.Text_Strong))
    }

    private fun none(sheet: ItemSheet) {
        sheet.add(OutcomePicker(context, outcome) {
            outcome = it
            host.redraw()
        })
        when (outcome) {
            Mark.LATER -> {
                sheet.add(AnswerField(context, say(R.string.later_who), owner, lines = 1, tag = "owner") { owner = it })
                sheet.add(CircumstanceGroup(context, say(R.string.later_told), if (context.largeText) 1 else 3, TOLD.map { Choice(it.first, say(it.second)) }, true, setOf(told), "told") { told = it.first() })
            }
            Mark.NOT_DONE, Mark.NOT_APPLICABLE -> sheet.add(AnswerField(context, say(R.string.why_not), reason, lines = 0, tag = "reason") { reason = it })
            else -> Unit
        }
    }

    override fun primary(): Dock.Primary {
        if (value.isBlank() && outcome == null) return next(host)
        // What is next once this is answered: the row after it, when this one is the next.
        val row = now.next?.takeIf { now.item(it).id != place.item || it.row.child != place.child }
        val says = row?.let { say(R.string.save_next, brief(now, it)) } ?: say(R.string.save)
        return Dock.Primary(says, say(R.string.save)) { save() }
    }

    private fun save() {
        val done = if (earlier) earlier(about) else null
        if (earlier && done == null) {
            timeUnread = true
            return host.redraw()
        }
        val how = if (outcome == null) known(known, who) else emptyList()
        val answer = Answer(
            item = place.item,
            child = place.child.takeIf { it != 0u },
            value = value.trim().ifEmpty { null },
            outcome = OUTCOMES[outcome] ?: Outcome.DONE,
            knownBy = how,
            reason = reason.trim().ifEmpty { null },
            owner = owner.trim().ifEmpty { null }.takeIf { outcome == Mark.LATER },
            told = told.takeIf { outcome == Mark.LATER },
        )
        work.perform(InteractionOperation.Answered(answer), done) {
            work.keepDraft(null)
            onto(host, now.next?.let { placeOf(now, it) } ?: Place.Worklist)
        }
    }

    private companion object {
        val OUTCOMES = mapOf(Mark.LATER to Outcome.LATER, Mark.NOT_DONE to Outcome.NOT_DONE, Mark.NOT_APPLICABLE to Outcome.NOT_APPLICABLE)
        val TOLD = listOf(
            Told.IN_PERSON to R.string.told_in_person, Told.RADIO to R.string.told_radio, Told.TELEPHONE to R.string.told_telephone,
            Told.LOG to R.string.told_log, Told.NOT_YET to R.string.told_not_yet,
        )
    }
}
