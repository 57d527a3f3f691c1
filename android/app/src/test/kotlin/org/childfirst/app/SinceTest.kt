package org.childfirst.app

import android.view.View
import android.widget.TextView
import org.childfirst.AnsweredBy
import org.childfirst.Asked
import org.childfirst.Draft
import org.childfirst.Fidelity
import org.childfirst.Involvement
import org.childfirst.Mark
import org.childfirst.Outcome
import org.childfirst.SharingStage
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.screens.Place
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.nio.file.Files

/** What an officer did since: typed on, went elsewhere, left. Nothing of it is taken for what was saved before, or with it. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class SinceTest {
    private val folder = Files.createTempDirectory("since").toFile()
    private val keys = StandInKeys()
    private val work get() = (RuntimeEnvironment.getApplication() as App).work
    private val now: Snapshot get() = requireNotNull(work.snapshot)

    @After
    fun clean() {
        folder.deleteRecursively()
    }

    private fun story(): Officer = Officer(keys, folder = folder).open().first().also { Walk(it).now() }

    private fun again(): Officer = Officer(keys, folder = folder).open().apply { if (place == Place.FirstUse) first() }

    private fun Officer.list() {
        while (place != Place.Worklist) press(R.id.back)
    }

    private fun typed(draft: Draft): String = HalfTyped.of(draft.words).words

    private fun Officer.onDisk(): List<Draft> {
        var found = emptyList<Draft>()
        work.read({ it.drafts() }) { found = it }
        settle()
        return found
    }

    /** An open item that is answered in words, by its text. */
    private fun open(at: Int = 0): Pair<String, String> = now.screen.lists.flatMap { it.rows }
        .filter { now.item(it).answeredBy == AnsweredBy.ANSWER && it.row.mark == Mark.OPEN && it.row.child == 0u }
        .map { now.item(it).run { id to text } }.distinct()[at]

    @Test
    fun `tried again, the words are those that were pressed, and what was typed since stays`() {
        val officer = story()
        officer.list()
        val (item, text) = open()
        officer.pressWords(text)
        officer.type("answer", "He has")
        officer.failing = true
        officer.press(R.id.primary)
        officer.failing = false
        officer.type("answer", "He has a key")
        officer.press(R.id.try_again)
        assertEquals(listOf("He has"), now.state.answers.filter { it.answer.shown.id == item }.map { it.answer.value })
        assertEquals(Place.Item(item, 0u), officer.place)
        assertEquals("He has a key", officer.field("answer"))
        assertEquals(listOf("He has a key"), officer.onDisk().map(::typed))
        officer.press(R.id.primary)
        assertEquals("He has a key", now.state.answers.last { it.answer.shown.id == item }.answer.value)
        assertEquals(emptyList<Draft>(), officer.onDisk())
    }

    @Test
    fun `saved late, it takes nobody away from where they are`() {
        val officer = story()
        officer.list()
        val (item, text) = open()
        officer.pressWords(text)
        officer.type("answer", "He has a key")
        officer.failing = true
        officer.press(R.id.primary)
        officer.failing = false
        officer.list()
        officer.press(R.id.words)
        val here = officer.place
        officer.type("words", "I hid under the bed")
        officer.press(R.id.try_again)
        assertTrue(now.state.answers.any { it.answer.shown.id == item && it.answer.value == "He has a key" })
        assertEquals(here, officer.place)
        assertEquals("I hid under the bed", officer.field("words"))
    }

    @Test
    fun `a reason that is half typed is offered when the app comes back, with its outcome`() {
        val officer = story()
        officer.list()
        val (item, text) = open()
        officer.pressWords(text)
        officer.press("outcome:NOT_DONE")
        officer.type("reason", "She asked us not to")
        val back = again()
        back.pressWords("On this device only.")
        back.list()
        back.pressWords("A draft is kept: 5 words")
        assertEquals(Place.Item(item, 0u), back.place)
        assertEquals("She asked us not to", back.field("reason"))
        back.press(R.id.primary)
        val said = now.state.answers.last { it.answer.shown.id == item }.answer
        assertEquals(Outcome.NOT_DONE to "She asked us not to", said.outcome to said.reason)
        assertEquals(emptyList<Draft>(), back.onDisk())
    }

    @Test
    fun `start pressed twice begins one record`() {
        val officer = Officer(keys, folder = folder).open().first()
        val start = officer.root.findViewById<View>(R.id.primary)
        start.performClick()
        start.performClick()
        officer.settle()
        officer.press(R.id.danger_not_now)
        while (officer.place != Place.Home) officer.press(R.id.back)
        assertEquals(1, work.home!!.records.size)
    }

    @Test
    fun `how all are involved leaves how each one is`() {
        val officer = story()
        officer.list()
        officer.press(R.id.parts)
        officer.pressWords("nown")
        val (one, other) = now.screen.children.map { it.number }
        officer.press("about:$one")
        officer.press("involved:SUSPECTED")
        officer.press("about:0")
        val before = now.state.children.associate { it.number to it.involved.toSet() }
        officer.press("involved:MISSING")
        for (child in now.state.children) assertEquals(before[child.number]!! + Involvement.MISSING, child.involved.toSet())
        assertTrue(Involvement.SUSPECTED in now.state.children.first { it.number == one }.involved)
        assertFalse(Involvement.SUSPECTED in now.state.children.first { it.number == other }.involved)
        officer.press("involved:MISSING")
        assertEquals(before, now.state.children.associate { it.number to it.involved.toSet() })
    }

    @Test
    fun `words go with the child that is chosen, and put away nothing that waits there`() {
        val officer = story()
        val (one, other) = now.screen.children.map { it.number }
        officer.press(R.id.words)
        officer.press("child:$other")
        officer.type("words", "He hit her")
        officer.list()
        officer.press(R.id.words)
        if (officer.field("words").isNotEmpty()) officer.type("words", "He hit her")
        officer.list()
        // Begun for one, they turn out to be the other's.
        val begun = officer.onDisk().single()
        assertEquals(other, begun.child)
        officer.press(R.id.words)
        officer.press("child:$one")
        officer.type("words", "I hid under the bed")
        officer.press("child:$other")
        val kept = officer.onDisk()
        assertTrue(kept.toString(), kept.all { it.child == other || typed(it) != "I hid under the bed" })
        assertTrue(kept.toString(), kept.any { typed(it) == "I hid under the bed" })
        val back = again()
        back.pressWords("On this device only.")
        back.list()
        val rows = back.all().filterIsInstance<TextView>().count { "A draft is kept" in it.text }
        assertEquals(kept.size, rows)
        for (draft in kept) {
            back.list()
            val count = typed(draft).split(' ').size
            back.pressWords("A draft is kept: $count words")
            assertEquals(typed(draft), back.field("words"))
        }
    }

    @Test
    fun `what was decided of sharing is kept when it is decided not to`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Share, and with whom")
        officer.type("share:TO", "the school nurse")
        officer.pressWords("Do not share")
        officer.type("share:WHY", "She knows already")
        officer.press(R.id.primary)
        val sharing = now.state.sharings.single().sharing
        assertEquals(SharingStage.NOT_SHARED, sharing.stage)
        assertEquals("the school nurse" to "She knows already", sharing.to to sharing.why)
    }

    @Test
    fun `a time that is carried on keeps its day`() {
        val officer = story()
        officer.list()
        officer.press(R.id.parts)
        officer.pressWords("Leave the scene")
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press("left:0")
        officer.press(R.id.primary)
        officer.press("with:NONE")
        officer.list()
        val (first, second) = open(0) to open(1)
        officer.pressWords(first.second)
        officer.type("answer", "He has a key")
        officer.press("when:true")
        officer.type("when:about", "01:50")
        officer.press(R.id.primary)
        val said = now.state.carried!!
        officer.later(26 * 60)
        officer.list()
        officer.pressWords(second.second)
        officer.type("answer", "At home")
        assertEquals("01:50", officer.field("when:about"))
        officer.press(R.id.primary)
        assertEquals(said.at.utc, now.state.answers.last().at.at.utc)
    }

    @Test
    fun `words that were to answer an item still do, and answer no other`() {
        val story = story()
        story.list()
        val (first, other) = open(0) to open(1)
        story.pressWords(first.second)
        story.pressWords("Answer with a child")
        story.type("words", "He has a key")
        val officer = again()
        officer.pressWords("On this device only.")
        officer.list()
        officer.press(R.id.parts)
        officer.pressWords("Before leaving")
        officer.pressWords(other.second)
        officer.pressWords("Answer with a child")
        assertEquals("", officer.field("words"))
        officer.list()
        officer.pressWords("A draft is kept: 4 words")
        assertTrue(officer.words(), first.second in officer.words())
        // Not answered so after all, it goes to that item, which is of the scene and of no child.
        officer.pressWords("No answer")
        assertEquals(Place.Item(first.first, 0u), officer.place)
        officer.list()
        officer.pressWords("A draft is kept: 4 words")
        officer.press(R.id.primary)
        val quote = now.state.quotes.last().quote
        assertEquals("He has a key" to first.first, quote.words to quote.answers?.id)
        assertEquals(emptyList<Draft>(), officer.onDisk())
    }

    @Test
    fun `a child’s words take two presses, and say nothing that nobody pressed`() {
        val officer = story()
        officer.list()
        val before = officer.presses
        officer.press(R.id.words)
        officer.type("words", "I hid under the bed")
        officer.press(R.id.primary)
        assertEquals(2, officer.presses - before)
        val quote = now.state.quotes.last().quote
        // The child last spoken of; how close, whether asked and who was there stay unsaid: it reads as a gist.
        assertEquals(listOf(3u, Fidelity.NOT_SAID, Asked.NOT_SAID, emptyList<String>()), listOf(quote.child, quote.fidelity, quote.asked, quote.present))
        assertEquals(Place.Worklist, officer.place)
    }
}
