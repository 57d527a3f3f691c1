package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Answer
import org.childfirst.AnsweredBy
import org.childfirst.Corrected
import org.childfirst.Correction
import org.childfirst.InteractionOperation
import org.childfirst.KnownBy
import org.childfirst.Mark
import org.childfirst.Outcome
import org.childfirst.ScreenRow
import org.childfirst.TellSomeone
import org.childfirst.Told
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.ChildHeader
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Corrections
import org.childfirst.app.ui.components.DeferredRow
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.Earlier
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.HowKnown
import org.childfirst.app.ui.components.ItemSheet
import org.childfirst.app.ui.components.LocalValueUnset
import org.childfirst.app.ui.components.OutcomePicker
import org.childfirst.app.ui.components.SeenMark
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.components.WhyNote
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.line
import org.childfirst.app.ui.words

/** 04: one thing to answer. An answer means done; only later, not done and does not apply need a press. */
class ItemPage(host: Page.Host, private val place: Place.Item) : Page(host) {
    private var value = ""
    private var known = emptySet<KnownBy>()
    private var who = ""
    private val earlier = Earlier()
    private val about = place.child.takeIf { it != 0u }
    private var outcome: Mark? = null
    private var owner = ""
    private var told = Told.NOT_YET
    private var reason = ""
    private var whyOpen = work.met.add(place.item)
    private var because: String? = null
    private var struck: ULong? = null
    private val help = ItemPrompts(host, place)
    private var toldWhom = ""
    private var toldHow: Told? = null

    init {
        now.state.carried?.let { earlier.carry(host, it) }
        // What was half typed here when the app was left.
        work.drafts.half(place.item, about).let {
            value = it.words
            who = it[WHO]
            known = it.chosen[KNOWN]?.split(' ').orEmpty().mapNotNull { name -> KnownBy.entries.find { one -> one.name == name } }.toSet()
            toldWhom = it[WHOM]
            toldHow = Told.entries.find { one -> one.name == it.chosen[HOW] }
            earlier.take(host, it)
        }
        earlier.changed = ::keep
        // The outcome that was typed for last.
        for (draft in work.drafts.all.filter { it.child == about }) {
            val mark = OUTCOMES.keys.find { spot(it) == draft.place } ?: continue
            val half = HalfTyped.of(draft.words)
            outcome = mark
            if (mark == Mark.LATER) owner = half.words else reason = half.words
            told = Told.entries.find { one -> one.name == half.chosen[HOW] } ?: told
        }
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
        earlier.waited(host)
        val found = now.find(place.item, place.child)
        val item = found?.let { now.item(it.second) }
        val prompt = now.prompt(place.item)
        val sheet = ItemSheet(
            context,
            over = found?.let { say(R.string.phase_about, it.first.title, whom) } ?: whom,
            ask = item?.text ?: prompt?.text ?: "",
            because = because,
        )
        if (now.corrected(place.item)) {
            sheet.add(FoldRow(context, say(R.string.item_corrected), open = false, icon = R.drawable.ic_info, turned = R.drawable.ic_next, flush = true) { host.go(Place.Changed(place.item)) })
        }
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
        answered(sheet, found?.second, item?.text ?: prompt?.text ?: "")
        if (item?.answeredBy == AnsweredBy.TOLD) tell(sheet) else if (answers(item?.answeredBy)) answer(sheet, item?.answeredBy == AnsweredBy.WORDS) else sheet.add(context.words(say(R.string.where_answered), R.style.Text_Soft))
        if (item != null) none(sheet)
        // Whose it is stands above, where it is of one child.
        val one = now.child(place.child) ?: now.screen.children.singleOrNull()
        one?.let { into.addAcross(ChildHeader(context, it.title, SeenMark(context, it.seen, it.seenWords), voiceOf(host, it.number))) }
        into.addAcross(sheet)
        found?.second?.let { help.draw(into, it) }
    }

    /** Whether there is an answer already: another takes its place, and both stand in the record. */
    private val answeredNow get() = now.state.answers.any { it.answer.shown.id == place.item && (it.answer.child ?: 0u) == place.child }

    /** What was answered, what became of it, and how it is taken back. An answer below takes its place; both stand. */
    private fun answered(sheet: ItemSheet, row: ScreenRow?, ask: String) {
        struck?.let { sheet.add(context.words(say(R.string.was_mistake, it.toLong()), R.style.Text_Strong)) }
        val entry = row?.row?.answer ?: now.state.answers.find { it.answer.shown.id == place.item && (it.answer.child ?: 0u) == place.child }?.seq ?: 0uL
        val value = row?.value ?: now.prompt(place.item)?.value ?: return
        if (row?.row?.mark == Mark.LATER) sheet.add(deferred(ask, value, entry)) else sheet.add(context.words(if (row?.how == null) value else say(R.string.value_how, value, row.how.orEmpty()), R.style.Text_Strong))
        if (entry == 0uL) return
        sheet.add(Corrections(context, { mistake(entry) }) { host.go(Place.Entry(entry)) })
    }

    private fun mistake(entry: ULong) = work.perform(InteractionOperation.Corrected(Corrected(entry, Correction.PressedByMistake))) {
        struck = entry
        host.redraw()
    }

    /** For later, with its owner: told in one press, once it is true. */
    private fun deferred(ask: String, value: String, entry: ULong): DeferredRow {
        val answer = now.state.answers.find { it.seq == entry }?.answer
        val owner = answer?.owner ?: return DeferredRow(context, ask, value, null, "", true, null)
        val untold = answer.told == null || answer.told == Told.NOT_YET
        return DeferredRow(context, ask, value, null, say(R.string.told_owner, owner), true, { how: Told ->
            work.perform(InteractionOperation.Told(TellSomeone(entry = entry, to = owner, how = how))) { host.redraw() }
        }.takeIf { untold })
    }

    /** Whether words can be the answer here. What has a screen of its own is answered there. */
    private fun answers(by: AnsweredBy?) = by == null || by == AnsweredBy.ANSWER || by == AnsweredBy.WORDS

    private fun answer(sheet: ItemSheet, byWords: Boolean) {
        if (!byWords) {
            sheet.add(
                AnswerField(context, say(if (answeredNow) R.string.answer_again else R.string.answer_hint), value, lines = 0, tag = "answer") { typed ->
                    val changed = typed.isBlank() != value.isBlank()
                    value = typed
                    keep()
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
            keep()
        })
        sheet.add(WhenChip(context, say(R.string.when_label), earlier, null, host::redraw))
        if (earlier.unread) sheet.add(context.words(say(R.string.time_not_read), R.style.Text_Strong))
    }

    /** What is answered by telling somebody: whom and how, and nothing says *told* before it is pressed. */
    private fun tell(sheet: ItemSheet) {
        sheet.add(AnswerField(context, say(R.string.told_whom), toldWhom, lines = 1, tag = "told:whom") {
            toldWhom = it
            keep()
        })
        sheet.add(CircumstanceGroup(context, say(R.string.told_by_what), if (context.largeText) 1 else 2, DeferredRow.HOW.map { Choice(it.first, say(it.second)) }, true, setOfNotNull(toldHow), "telling") {
            toldHow = it.first()
            keep()
            host.redraw()
        })
    }

    private fun none(sheet: ItemSheet) {
        sheet.add(OutcomePicker(context, outcome) {
            // What was typed for another goes with it.
            if (it != Mark.LATER) REASONED.filter { other -> other != it }.forEach { other -> work.drafts.drop(spot(other), about) }
            outcome = it
            keepOutcome()
            host.redraw()
        })
        when (outcome) {
            Mark.LATER -> {
                sheet.add(AnswerField(context, say(R.string.later_who), owner, lines = 1, tag = "owner") {
                    owner = it
                    keepOutcome()
                })
                sheet.add(CircumstanceGroup(context, say(R.string.later_told), if (context.largeText) 1 else 3, TOLD.map { Choice(it.first, say(it.second)) }, true, setOf(told), "told") {
                    told = it.first()
                    keepOutcome()
                })
            }
            in REASONED -> sheet.add(AnswerField(context, say(R.string.why_not), reason, lines = 0, tag = "reason") {
                reason = it
                keepOutcome()
            })
            else -> Unit
        }
    }

    override fun primary(): Dock.Primary {
        toldHow?.let { how ->
            return Dock.Primary(say(R.string.i_have_told), say(R.string.i_have_told), plain = toldWhom.isBlank()) {
                work.perform(InteractionOperation.Told(TellSomeone(to = toldWhom.trim(), how = how, answers = place.item)), then = after({ half() }, { forget() }) { onto(host, now.next?.let { placeOf(now, it) } ?: Place.Worklist) })
            }
        }
        if (value.isBlank() && outcome == null) return next(host)
        val row = now.after(place.item, place.child)
        val says = row?.let { say(R.string.save_next, brief(now, it)) } ?: say(R.string.save)
        return Dock.Primary(says, say(R.string.save)) { save() }
    }

    /** Where a reason or an owner that is half typed belongs: with the outcome that it is of. */
    private fun spot(of: Mark) = "${place.item}#${of.name}"

    private fun half() = HalfTyped(
        value, mapOf(WHO to who, WHOM to toldWhom).filterValues(String::isNotBlank) + earlier.more(),
        listOfNotNull((KNOWN to known.joinToString(" ") { it.name }).takeIf { known.isNotEmpty() }, toldHow?.let { HOW to it.name }).toMap() + earlier.chosen(),
    )

    private fun keep() {
        // That somebody is told is of when it is pressed.
        if (toldWhom.isBlank()) earlier.typedOn(host, value)
        work.drafts.keep(place.item, about, half())
    }

    private fun keepOutcome() {
        val mark = outcome ?: return
        work.drafts.keep(spot(mark), about, if (mark == Mark.LATER) HalfTyped(owner, chosen = mapOf(HOW to told.name).filterValues { told != Told.NOT_YET }) else HalfTyped(reason))
    }

    private fun forget() {
        work.drafts.drop(place.item, about)
        OUTCOMES.keys.forEach { work.drafts.drop(spot(it), about) }
    }

    private fun save() {
        val done = earlier.read(host) ?: return
        val how = if (outcome == null) known(known, who) else emptyList()
        val answer = Answer(
            item = place.item,
            child = about,
            value = value.trim().ifEmpty { null },
            outcome = OUTCOMES[outcome] ?: Outcome.DONE,
            knownBy = how,
            reason = reason.trim().ifEmpty { null },
            owner = owner.trim().ifEmpty { null }.takeIf { outcome == Mark.LATER },
            told = told.takeIf { outcome == Mark.LATER },
        )
        val typed = { listOf(half(), outcome, reason, owner, this.told) }
        work.perform(InteractionOperation.Answered(answer), done.at, then = after(typed, { forget() }) { onto(host, now.next?.let { placeOf(now, it) } ?: Place.Worklist) })
    }

    private companion object {
        // What is kept beside the words.
        const val WHO = "who"
        const val WHOM = "whom"
        const val KNOWN = "known"
        const val HOW = "how"

        val REASONED = setOf(Mark.NOT_DONE, Mark.NOT_APPLICABLE)
        val OUTCOMES = mapOf(Mark.LATER to Outcome.LATER, Mark.NOT_DONE to Outcome.NOT_DONE, Mark.NOT_APPLICABLE to Outcome.NOT_APPLICABLE)
        val TOLD = listOf(
            Told.IN_PERSON to R.string.told_in_person, Told.RADIO to R.string.told_radio, Told.TELEPHONE to R.string.told_telephone,
            Told.LOG to R.string.told_log, Told.NOT_YET to R.string.told_not_yet,
        )
    }
}
