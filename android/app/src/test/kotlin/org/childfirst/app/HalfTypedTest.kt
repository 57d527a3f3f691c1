package org.childfirst.app

import android.view.View
import android.widget.TextView
import org.childfirst.AnsweredBy
import org.childfirst.Draft
import org.childfirst.InteractionOperation
import org.childfirst.Mark
import org.childfirst.MoveSharing
import org.childfirst.SharingStage
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.screens.Place
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.nio.file.Files

/**
 * Every field that words are typed in, with what is chosen beside it: left by back, by home and by the end of the process,
 * it is there again; saved, nothing of it is half typed any more.
 *
 * The control: with its draft taken away, the same look finds that the words are gone.
 */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class HalfTypedTest {
    private val folder = Files.createTempDirectory("half").toFile()
    private val keys = StandInKeys()
    private val work get() = (RuntimeEnvironment.getApplication() as App).work
    private val now: Snapshot get() = requireNotNull(work.snapshot)

    @After
    fun clean() {
        folder.deleteRecursively()
    }

    /** A page: the way there from the list, what is chosen and typed on it, in this order, and how it is saved. */
    private class Half(val to: Officer.() -> Unit, vararg val steps: Pair<String, String?>, val save: Officer.() -> Unit = { press(R.id.primary) }) {
        val words get() = steps.filter { it.second != null }
        val chosen get() = steps.filter { it.second == null }
    }

    @Test
    fun `a child’s words, with what was asked, who was there, and when`() = kept(
        Half(
            { press(R.id.words) },
            "words" to "I hid under the bed", "fidelity:GIST" to null, "asked:ASKED" to null, "question" to "Where were you then?",
            "present:mother" to null, "present:else" to null, "else" to "a neighbour, Mrs Ode", "when:true" to null, "when:about" to "02:0", "precision:EXACT" to null,
        ) {
            type("when:about", "02:05")
            press(R.id.primary)
        },
    ) {
        val said = now.state.quotes.last().quote
        assertEquals("Where were you then?" to listOf("mother", "a neighbour, Mrs Ode"), said.question to said.present)
    }

    @Test
    fun `what was asked, before there is an answer`() = kept(
        Half({ press(R.id.words) }, "asked:ASKED" to null, "question" to "Where were you then?") {
            type("words", "Under the bed")
            press(R.id.primary)
        },
    )

    @Test
    fun `an answer, with how it is known and when`() = kept(
        Half({ pressWords(open(AnsweredBy.ANSWER)) }, "answer" to "He has a key", "known:ADULT_SAID" to null, "known:who" to "mother", "when:true" to null, "when:about" to "02:05"),
    )

    @Test
    fun `for later, with who does it and how they were told`() = kept(
        Half({ pressWords(open(AnsweredBy.ANSWER)) }, "outcome:LATER" to null, "owner" to "PC Adeyemi", "told:RADIO" to null),
    )

    @Test
    fun `whom one has told`() = kept(
        Half({ part("Before the line closes"); pressWords(open(AnsweredBy.TOLD)) }, "told:whom" to "the school nurse", "telling:RADIO" to null),
        begin = {
            first("CALL_HANDLER")
            press(R.id.primary)
            press(R.id.danger_not_now)
        },
    )

    @Test
    fun `a risk, with its level`() = kept(
        Half({ risk() }, "risk" to "She is nine and has a plan for it", "press:AT_RISK_OF_SIGNIFICANT_HARM" to null),
    )

    @Test
    fun `a sharing that is begun, with the children that it is about`() = kept(
        Half({ part("Share, and with whom") }, "share:WHAT" to "Her words", "share:WHY" to "She asked us to", "share:1" to null) {
            type("share:TO", "the school nurse")
            press(R.id.primary)
        },
        off = setOf("share:1"),
    )

    @Test
    fun `who must not know`() = kept(
        Half({
            part("Share, and with whom")
            if (root.findViewWithTag<View>("handling") == null) pressWords("Who must not know?")
        }, "handling" to "girl, 9, is afraid of him knowing") { press(R.id.save_handling) },
    )

    @Test
    fun `how it was sent`() = kept(
        Half({ decided(); part("Share, and with whom") }, "share:HOW" to "by telephone, to Ms Webb", "when:true" to null, "when:about" to "02:05"),
    )

    @Test
    fun `whom it is handed over to`() = kept(
        Half({ record("Hand over") }, "to" to "Sergeant Lane", "how:IN_PERSON" to null, "back:true" to null, "when:true" to null, "when:about" to "02:05"),
    )

    @Test
    fun `why one leaves, and who stays`() = kept(
        Half({
            part("Leave the scene")
        }, "left:3" to null, "why" to "Another call", "staying" to "PC Adeyemi") {
            press(R.id.primary)
            if (place == Place.Danger) {
                press(R.id.danger_not_now)
                press(R.id.primary)
            }
        },
    )

    @Test
    fun `who stays, beside a reason that is chosen`() = kept(
        Half({ part("Leave the scene") }, "left:1" to null, "staying" to "PC Adeyemi") {
            press(R.id.primary)
            if (place == Place.Danger) {
                press(R.id.danger_not_now)
                press(R.id.primary)
            }
        },
    ) { assertEquals("PC Adeyemi", now.state.left!!.left.staying) }

    @Test
    fun `why words are erased, and by whose authority`() = kept(
        Half({
            record("Erase the words")
            if (root.findViewWithTag<View>("reason") == null) pressWords("In the police car outside")
        }, "reason" to "Another family’s", "authority" to "Insp Vale"),
    )

    @Test
    fun `why a record is held`() = kept(Half({ record("Hold") }, "reason" to "A complaint"))

    @Test
    fun `which children, as they are typed`() = kept(
        Half({
            part("The children")
            if (root.findViewWithTag<View>("age") == null) pressWords("Another child")
        }, "age" to "girl 12, boy 1"),
    )

    @Test
    fun `told before arrival, in a record`() = kept(
        Half({ part("Told before arrival") }, "told" to "He is breaking things", "from" to "control room", "how:RADIO" to null),
    )

    @Test
    fun `a correction, with the child that it is moved to`() = kept(
        Half({
            press(R.id.words)
            press("child:3")
            pressWords("said and did")
            pressWords("When he shouts")
        }, "correct" to "When he is loud", "moved:2" to null),
    )

    @Test
    fun `what is kept reads back as it was typed, also what an earlier version kept`() {
        val mark = '\u001f'
        val typed = listOf("", "I hid", "“Quoted”\n{\"more\":{}}", "a$mark{\"more\":{\"question\":\"b\"}}", "a${mark}b", "$mark", "\ud83d\ude00 \\u001f")
        for (words in typed) for (more in typed) {
            val half = HalfTyped(words, mapOf("question" to more, "else" to "x"), mapOf("asked" to "ASKED"))
            assertEquals(half, HalfTyped.of(half.kept()))
            if (words.isNotBlank()) assertEquals(HalfTyped(words), HalfTyped.of(HalfTyped(words).kept()))
        }
        assertEquals(HalfTyped("I hid"), HalfTyped.of("I hid"))
        assertEquals("I hid", HalfTyped("I hid").kept())
        assertEquals("a chip alone is no draft", "", HalfTyped(" ", mapOf("question" to ""), mapOf("asked" to "ASKED")).kept())
        assertEquals(5, HalfTyped("I hid", mapOf("question" to "Where were you")).count)
    }

    private fun kept(half: Half, off: Set<String> = emptySet(), begin: Officer.() -> Unit = { first(); Walk(this).now() }, recorded: () -> Unit = {}) {
        var officer = Officer(keys, folder = folder).open().also(begin)
        officer.list()
        half.to(officer)
        for ((tag, words) in half.steps) if (words == null) officer.press(tag) else officer.type(tag, words)
        // Back.
        officer.list()
        there(officer, half, off)
        // Home.
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.pressWords("On this device only.")
        there(officer, half, off)
        // The end of the process.
        officer = again()
        there(officer, half, off)
        // From what the list offers.
        officer.list()
        officer.pressWords("A draft is kept: ${count(half)}")
        look(officer, half, off)
        // The control: without its draft, the same look finds that it is gone.
        val before = officer.onDisk()
        work.read({ session -> session.drafts().forEach { session.dropDraft(it.place, it.child) } }) {}
        officer.settle()
        officer = again()
        assertThrows(AssertionError::class.java) { there(officer, half, off) }
        before.forEach { draft -> work.read({ it.keepDraft(draft) }) {} }
        officer.settle()
        officer = again()
        there(officer, half, off)
        half.save(officer)
        assertEquals(officer.words(), emptyList<Draft>(), officer.onDisk())
        recorded()
    }

    private fun count(half: Half): String = half.words.sumOf { it.second!!.trim().split(' ').size }.let { if (it == 1) "1 word" else "$it words" }

    private fun there(officer: Officer, half: Half, off: Set<String>) {
        officer.list()
        half.to(officer)
        look(officer, half, off)
    }

    private fun look(officer: Officer, half: Half, off: Set<String>) {
        for ((tag, words) in half.words) assertEquals(tag, words, officer.root.findViewWithTag<TextView>(tag)?.text?.toString())
        for ((tag, _) in half.chosen) assertEquals(tag, tag !in off, officer.root.findViewWithTag<View>(tag)?.isSelected)
    }

    /** Another process, in the same record. */
    private fun again(): Officer = Officer(keys, folder = folder).open().apply {
        if (place == Place.FirstUse) first()
        pressWords("On this device only.")
    }

    private fun Officer.list() {
        while (place != Place.Worklist) press(R.id.back)
    }

    private fun Officer.onDisk(): List<Draft> {
        var found = emptyList<Draft>()
        work.read({ it.drafts() }) { found = it }
        settle()
        return found
    }

    private fun Officer.part(words: String) {
        press(R.id.parts)
        pressWords(words)
    }

    private fun Officer.record(words: String) {
        press(R.id.parts)
        pressWords("The record")
        press(R.id.primary)
        pressWords(words)
    }

    private fun Officer.risk() {
        part("Before leaving")
        pressWords("girl, 9")
        if (place == Place.Danger) press(R.id.danger_not_now)
    }

    private fun Officer.decided() {
        if (now.state.sharings.isNotEmpty()) return
        work.perform(InteractionOperation.SharingMoved(MoveSharing(null, SharingStage.DECIDED, to = "Children’s social care", how = "through MASH")))
        settle()
    }

    /** An open item of the scene that is answered so, by its text. */
    private fun open(by: AnsweredBy): String = now.screen.lists.flatMap { it.rows }
        .first { now.item(it).answeredBy == by && it.row.mark == Mark.OPEN && it.row.child == 0u }.let { now.item(it).text }
}
