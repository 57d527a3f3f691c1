package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.Asked
import org.childfirst.Draft
import org.childfirst.Fidelity
import org.childfirst.InteractionOperation
import org.childfirst.Known
import org.childfirst.KnownBy
import org.childfirst.Observe
import org.childfirst.Quote
import org.childfirst.app.App
import org.childfirst.app.R
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.AnswerField
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.Earlier
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.SourceLine
import org.childfirst.app.ui.components.WhenChip
import org.childfirst.app.ui.components.WordsSheet
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.words
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter

/** 05b: a quote or an observation. Nothing is preset that would say more than was said; nothing asks the child for more. */
class WordsPage(host: Page.Host, private val place: Place.Words) : Page(host) {
    private var child = place.child
    private var said = true
    private var words = ""
    private var fidelity = Fidelity.NOT_SAID
    private var asked = Asked.NOT_SAID
    private var question = ""
    private var present = emptySet<String>()
    private var else_ = ""
    private val earlier = Earlier()

    // The item that it answers, also where half of it waited for an answer.
    private var answers = place.answers

    // Where the words are kept while they are half typed.
    private var kept: Pair<String, UInt?>? = null

    init {
        now.state.carried?.let { earlier.carry(host, it) }
        // What was chosen to go on with; else of this child; of nobody yet, whatever was typed last.
        val half = work.drafts.all.filter { isWords(it.place) }
        // What waits to answer one item answers no other.
        val here = half.filter { place.answers == null || answers(it) in listOf(null, place.answers) }
        val mine = if (place.draft != null) half.find { it.place == place.draft && (it.child ?: 0u) == place.child } else here.lastOrNull { it.child == place.child || place.child == 0u }
        mine?.let {
            said = it.place.startsWith(QUOTED)
            child = it.child ?: child
            kept = it.place to it.child
            take(HalfTyped.of(it.words))
        }
        earlier.changed = ::keep
    }

    private fun take(half: HalfTyped) {
        words = half.words
        question = half[QUESTION]
        else_ = half[ELSE]
        fidelity = Fidelity.entries.find { it.name == half.chosen[CLOSE] } ?: fidelity
        asked = Asked.entries.find { it.name == half.chosen[ASKED] } ?: asked
        present = half.chosen[PRESENT]?.split(' ').orEmpty().toSet()
        answers = answers ?: half.chosen[ANSWERS]
        earlier.take(host, half)
    }

    private fun half() = HalfTyped(
        words, mapOf(QUESTION to question, ELSE to else_).filterValues(String::isNotBlank) + earlier.more(),
        listOfNotNull(
            (CLOSE to fidelity.name).takeIf { fidelity != Fidelity.NOT_SAID }, (ASKED to asked.name).takeIf { asked != Asked.NOT_SAID },
            (PRESENT to present.joinToString(" ")).takeIf { present.isNotEmpty() }, answers?.let { ANSWERS to it },
        ).toMap() + earlier.chosen(),
    )

    override fun draw(into: LinearLayout) {
        earlier.waited(host)
        val sheet = WordsSheet(context)
        val row = answers?.let { now.find(it, place.child) ?: now.find(it, 0u) }?.second
        row?.let { sheet.add(context.words(now.item(it).text, R.style.Text_Head)) }
        val children = now.screen.children
        if (children.isEmpty()) {
            sheet.add(context.words(say(R.string.no_child_named), R.style.Text_Head))
        } else {
            sheet.add(group(null, if (children.size > 2) 3 else 2, children.map { Choice(it.number, shortTitle(it, children)) }, child, "child") {
                child = it
                keep()
                host.redraw()
            })
        }
        sheet.add(group(null, 2, listOf(Choice(true, say(R.string.said)), Choice(false, say(R.string.seen_or_not_said))), said, "said") {
            said = it
            keep()
            host.redraw()
        })
        sheet.add(AnswerField(context, say(if (said) R.string.words_hint else R.string.seen_hint), words, lines = 2, tag = "words", exact = true, big = true, typed = ::typed))
        if (said) quote(sheet)
        sheet.add(WhenChip(context, say(R.string.when_question), earlier, written(), host::redraw))
        if (earlier.unread) sheet.add(context.words(say(R.string.time_not_read), R.style.Text_Strong))
        sheet.add(SourceLine(context, say(R.string.quote_marks), R.drawable.ic_info))
        answers?.let { id ->
            sheet.add(FoldRow(context, say(R.string.no_answer), open = false, turned = R.drawable.ic_next, flush = true) { host.instead(Place.Item(id, row?.row?.child ?: place.child)) })
        }
        // Only where there is something: nothing here asks a child for more.
        if (now.voice(child) != null) {
            val title = now.child(child)?.title?.replaceFirstChar(Char::lowercase) ?: say(R.string.no_child_named).replaceFirstChar(Char::lowercase)
            sheet.add(FoldRow(context, say(R.string.voice_of, title), open = false, icon = R.drawable.ic_words, turned = R.drawable.ic_next, flush = true) { host.go(Place.Voice(child)) })
        }
        into.addAcross(sheet)
    }

    private fun quote(sheet: WordsSheet) {
        sheet.add(group(say(R.string.how_close), 3, listOf(Choice(Fidelity.EXACT, say(R.string.exact)), Choice(Fidelity.GIST, say(R.string.gist)), Choice(Fidelity.ON_BWV, say(R.string.on_bwv))), fidelity, "fidelity") {
            fidelity = it
            keep()
        })
        sheet.add(WhenChip.beside(context, say(R.string.asked_question), group(null, 2, listOf(Choice(Asked.UNASKED, say(R.string.unasked)), Choice(Asked.ASKED, say(R.string.asked_and_what))), asked, "asked") {
            asked = it
            keep()
            host.redraw()
        }))
        if (asked == Asked.ASKED) sheet.add(AnswerField(context, say(R.string.what_was_asked), question, lines = 1, tag = "question") {
            question = it
            keep()
        })
        val recorder = now.state.begun?.recorder
        val there = listOf(
            Choice(ONLY, recorder?.let { say(R.string.only_recorder, it) } ?: say(R.string.only_you)),
            Choice(MOTHER, say(R.string.mother)), Choice(CHILD, say(R.string.another_child)), Choice(ELSE, say(R.string.someone_else)),
        )
        sheet.add(WhenChip.beside(context, say(R.string.who_was_there), CircumstanceGroup(context, null, 2, there, false, present, "present") { now ->
            // Only the recorder, or others: the last press says which.
            present = if (ONLY in now && ONLY !in present) setOf(ONLY) else if (now.size > 1) now - ONLY else now
            keep()
            host.redraw()
        }))
        if (ELSE in present) sheet.add(AnswerField(context, say(R.string.who_else), else_, lines = 1, tag = "else") {
            else_ = it
            keep()
        })
    }

    private fun <T> group(title: CharSequence?, columns: Int, choices: List<Choice<T>>, chosen: T, prefix: String, then: (T) -> Unit) =
        CircumstanceGroup(context, title, if (context.largeText) 1 else columns, choices, true, setOf(chosen), prefix) { then(it.first()) }

    private fun typed(now: String) {
        val changed = now.isBlank() != words.isBlank()
        words = now
        keep()
        if (changed) host.redraw()
    }

    /** Keeps the words with the child they are of now, and not with another. Where words wait already, beside them. */
    private fun keep() {
        earlier.typedOn(host, words)
        val (what, about) = (if (said) QUOTED else OBSERVED) to child.takeIf { it != 0u }
        val at = kept
        if (at == null || !at.first.startsWith(what) || at.second != about) {
            at?.let { work.drafts.drop(it.first, it.second) }
            kept = generateSequence(what) { "$it$MORE" }.first { work.drafts.at(it, about) == null } to about
        }
        kept?.let { work.drafts.keep(it.first, it.second, half()) }
    }

    private fun written() = say(R.string.written_at, OffsetDateTime.now(App.clock).format(DateTimeFormatter.ofPattern("HH:mm")))

    override fun primary() = Dock.Primary(say(if (said) R.string.save_words else R.string.save_seen), say(R.string.save), plain = words.isBlank() && fidelity != Fidelity.ON_BWV) { save() }

    private fun save() {
        val done = earlier.read(host) ?: return
        val who = child.takeIf { it != 0u }
        val operation = if (said) {
            InteractionOperation.Quoted(Quote(child = who, words = words, fidelity = fidelity, asked = asked, question = question.trim().ifEmpty { null }.takeIf { asked == Asked.ASKED }, present = there(), answers = answers))
        } else {
            InteractionOperation.Observed(Observe(listOfNotNull(who), words, listOf(Known(KnownBy.SEEN)), answers))
        }
        val saved = { kept?.let { work.drafts.drop(it.first, it.second) } ?: Unit }
        work.perform(operation, done.at, then = after({ listOf(said, child, half()) }, saved) {
            // What was asked is answered: on to what comes next. Words in between go back to where one was.
            if (answers != null) onto(host, now.next?.let { placeOf(now, it) } ?: Place.Worklist) else host.back()
        })
    }

    /** Who was there, by name: a record never says *me*. */
    private fun there(): List<String> = listOfNotNull(
        (now.state.begun?.recorder?.let { say(R.string.only_recorder, it) } ?: say(R.string.only_you)).replaceFirstChar(Char::lowercase).takeIf { ONLY in present },
        say(R.string.mother).lowercase().takeIf { MOTHER in present },
        say(R.string.another_child).lowercase().takeIf { CHILD in present },
        else_.trim().ifEmpty { null }.takeIf { ELSE in present },
    )

    companion object {
        private const val QUOTED = "quoted"
        private const val OBSERVED = "observed"

        // After the name of the place, where words wait there already.
        private const val MORE = '+'

        /** Whether a draft of this place is of words, said or seen. */
        fun isWords(place: String) = place.trimEnd(MORE).let { it == QUOTED || it == OBSERVED }

        // What is kept beside the words.
        private const val QUESTION = "question"
        private const val CLOSE = "fidelity"
        private const val ASKED = "asked"
        private const val PRESENT = "present"
        private const val ANSWERS = "answers"

        /** The item that a draft of words waits to answer. */
        fun answers(draft: Draft): String? = HalfTyped.of(draft.words).chosen[ANSWERS]

        private const val ONLY = "only"
        private const val MOTHER = "mother"
        private const val CHILD = "child"
        private const val ELSE = "else"
    }
}
