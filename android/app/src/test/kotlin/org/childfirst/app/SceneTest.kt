package org.childfirst.app

import android.view.View
import android.widget.EditText
import org.childfirst.AnsweredBy
import org.childfirst.Draft
import org.childfirst.Event
import org.childfirst.Mark
import org.childfirst.Outcome
import org.childfirst.Precision
import org.childfirst.SharingStage
import org.childfirst.Told
import org.childfirst.app.core.HalfTyped
import org.childfirst.app.core.Snapshot
import org.childfirst.app.screens.Place
import org.childfirst.app.ui.components.PinLine
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** The screens of the middle of an interaction: what they record, and what they never say. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class SceneTest {
    private val now: Snapshot get() = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)

    private fun story(): Officer = Officer().open().first().also { Walk(it).now() }

    @Test
    fun `a voice is a list that asks for nothing, and a correction leaves both wordings`() {
        val officer = story()
        val walk = SceneWalk(officer)
        walk.voice()
        assertEquals(Place.Voice(3u), officer.place)
        assertTrue(officer.words(), "“When he shouts I take my brother in the bathroom and lock it.”" in officer.words())
        assertTrue(officer.words(), "Seen, and not said" in officer.words())
        assertTrue("nothing to type in", officer.all().none { it is EditText })
        assertFalse(officer.words(), Regex("\\b(Add|left)\\b").containsMatchIn(officer.words()))
        val before = now.state.last
        walk.correct()
        assertEquals(Place.Worklist, officer.place)
        assertEquals(before + 1uL, now.state.last)
        assertEquals("When he shouts I take my brother upstairs and lock it.", now.state.quotes.single().quote.words)
        assertTrue(now.state.corrections.single().event is Event.Corrected)
    }

    @Test
    fun `a child with nothing written has no way to an empty screen`() {
        val officer = story()
        officer.press(R.id.words)
        officer.press("child:2")
        assertFalse(officer.words(), "said and did" in officer.words())
    }

    @Test
    fun `a sharing is decided, sent and confirmed, each said only once it is so`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Share, and with whom")
        assertFalse(officer.words(), "Sent, " in officer.words())
        officer.type("share:TO", "children’s social care")
        officer.press("share:1")
        officer.type("share:WHY", "Harm each weekend")
        officer.press(R.id.primary)
        var sharing = now.state.sharings.single()
        assertEquals(SharingStage.DECIDED, sharing.sharing.stage)
        assertEquals("the baby was left out", listOf(2u, 3u), sharing.about)
        assertTrue(officer.words(), "This app sends nothing." in officer.words())
        assertTrue(officer.words(), "Decided, not sent" in officer.words())
        officer.press("when:true")
        officer.press(R.id.primary)
        assertEquals("no time, no entry", SharingStage.DECIDED, now.state.sharings.single().sharing.stage)
        officer.type("when:about", "02:10")
        officer.press("precision:EXACT")
        officer.press(R.id.primary)
        sharing = now.state.sharings.single()
        assertEquals(SharingStage.SENT, sharing.sharing.stage)
        assertEquals(Precision.EXACT, sharing.at.precision)
        assertTrue(officer.words(), "Sent, receipt not confirmed" in officer.words())
        officer.press(R.id.primary)
        assertEquals(SharingStage.CONFIRMED, now.state.sharings.single().sharing.stage)
        // The item of sharing is answered by it.
        val item = now.screen.lists.flatMap { it.rows }.single { now.item(it).id == "six-principles/before-leaving/decide-what-to-share" }
        assertEquals(org.childfirst.Mark.DONE, item.row.mark)
        officer.pressWords("Another sharing")
        officer.pressWords("Do not share, and why")
        officer.press(R.id.primary)
        assertEquals("no reason, no entry", 1, now.state.sharings.size)
        officer.type("share:WHY", "Told already")
        officer.press(R.id.primary)
        assertEquals(SharingStage.NOT_SHARED, now.state.sharings.last().sharing.stage)
    }

    @Test
    fun `a half typed sharing comes back, and so does half a correction`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Share, and with whom")
        officer.type("share:WHAT", "Her words")
        officer.press(R.id.back)
        officer.press(R.id.parts)
        officer.pressWords("Share, and with whom")
        assertEquals("Her words", officer.root.findViewWithTag<EditText>("share:WHAT").text.toString())
        officer.press(R.id.back)
        SceneWalk(officer).voice()
        officer.pressWords("When he shouts")
        officer.type("correct", "When he is loud")
        officer.press(R.id.back)
        officer.pressWords("When he shouts")
        assertEquals("When he is loud", officer.root.findViewWithTag<EditText>("correct").text.toString())
    }

    @Test
    fun `told before arrival is records, danger is asked anew, and nobody is there`() {
        val officer = Officer().open().first()
        SceneWalk(officer).told()
        assertEquals(Place.Danger, officer.place)
        assertEquals(listOf(2uL, 2uL), listOf(now.state.last, now.state.lines.single().seq))
        val told = (now.state.lines.single().event as Event.TakenOver).v1
        assertEquals("control room" to Told.RADIO, told.from to told.how)
        assertTrue(now.screen.children.isEmpty())
        officer.press(R.id.danger_not_now)
        officer.press(R.id.parts)
        officer.pressWords("Told before arrival")
        assertTrue(officer.words(), "records, not verified" in officer.words())
        assertTrue(officer.words(), "Girl, 9, rang." in officer.words())
    }

    @Test
    fun `a hand-over that does not hold together begins nothing`() {
        val officer = Officer().open().first()
        officer.pressWords("Told before arrival")
        officer.type("told", "{\"format\":\"child-first-record\", broken")
        assertTrue(officer.words(), "does not hold together" in officer.words())
        officer.press(R.id.primary)
        assertEquals(Place.Home, officer.place)
        assertNull((RuntimeEnvironment.getApplication() as App).work.snapshot)
    }

    @Test
    fun `a hand-over is chosen as a file, and what is no text is said to be none`() {
        val officer = Officer().open().first()
        officer.pressWords("Told before arrival")
        assertEquals("nothing chosen, nothing said", "", officer.choose(null).let { officer.field("told") })
        officer.choose("Girl, 9, rang.\u00e9".encodeToByteArray())
        assertEquals("Girl, 9, rang.\u00e9", officer.field("told"))
        officer.choose("The brother has a key".encodeToByteArray())
        assertEquals("what was there stays", "Girl, 9, rang.\u00e9\nThe brother has a key", officer.field("told"))
        for (bad in listOf(byteArrayOf(0x89.toByte(), 0x50, 0xff.toByte()), ByteArray(5 * 1024 * 1024) { 'a'.code.toByte() }, ByteArray(0))) {
            officer.choose(bad)
            assertTrue(officer.words(), "That file cannot be read as words. Nothing is recorded." in officer.words())
            assertEquals("Girl, 9, rang.\u00e9\nThe brother has a key", officer.field("told"))
        }
        assertNull((RuntimeEnvironment.getApplication() as App).work.snapshot)
    }

    @Test
    fun `before a risk danger is asked, once, and passed by it is asked there`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Before leaving")
        officer.pressWords("girl, 9")
        assertEquals(Place.Danger, officer.place)
        officer.press(R.id.primary)
        assertTrue(officer.place is Place.Risk)
        assertTrue(officer.words(), "Asked again, before risk." in officer.words())
        officer.press(R.id.back)
        officer.pressWords("boy, 3")
        assertTrue("not twice: ${officer.place}", officer.place is Place.Risk)
        officer.press(R.id.danger_again)
        officer.press(R.id.danger_not_now)
        assertTrue(officer.words(), "before risk" in officer.words())
        assertFalse(officer.words(), "Asked again" in officer.words())
    }

    @Test
    fun `danger passed by before leaving is not said to be answered then`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Leave the scene")
        officer.press(R.id.primary)
        assertEquals(Place.Danger, officer.place)
        officer.press(R.id.primary)
        officer.press("left:1")
        officer.press(R.id.primary)
        assertEquals(Place.Resume, officer.place)
        assertTrue(officer.words(), "Immediate danger: not now, 02:10" in officer.words())
        assertFalse(officer.words(), ", before leaving" in officer.words())
    }

    @Test
    fun `what a button promises next is what comes`() {
        var promises = 0
        var promised: String? = null
        val officer = Officer(pressing = { view -> promised = (view as? android.widget.Button)?.takeIf { it.id == R.id.primary }?.text?.toString()?.replace('\u00a0', ' ')?.substringAfter("Save, next: ", "")?.ifEmpty { null } }) {
            val said = promised ?: return@Officer
            promises++
            val next = requireNotNull(now.next) { said }
            val child = now.child(next.row.child)?.let { org.childfirst.app.screens.shortTitle(it, now.screen.children).lowercase() }
            assertTrue("$said, and then ${org.childfirst.app.screens.brief(now, next)}", said == org.childfirst.app.screens.brief(now, next) || said == child)
            promised = null
        }
        RecordWalk(officer.open().first()).story()
        assertTrue("$promises promises", promises >= 8)
    }

    @Test
    fun `a record that could not be opened was not said to be unsaved`() {
        val officer = story()
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.failing = true
        officer.pressWords("Home, 02:09")
        assertTrue(officer.words(), "Not opened." in officer.words())
        assertFalse(officer.words(), "Not saved" in officer.words())
        officer.failing = false
        officer.pressWords("Home, 02:09")
        assertEquals(Place.Worklist, officer.place)
        assertFalse(officer.words(), "Not opened." in officer.words())
    }

    @Test
    fun `a line of the record leads to its entry`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("The record")
        officer.pressWords("When he shouts")
        val quote = now.state.quotes.single()
        assertEquals(Place.Entry(quote.seq), officer.place)
        officer.press(R.id.back)
        assertEquals(Place.Record, officer.place)
    }

    @Test
    fun `the cover says the hour, and nothing of the record`() {
        val officer = story()
        officer.press(R.id.cover)
        val shown = officer.words()
        assertTrue(shown, Regex("^02:1\\d\nSunday 22 November\nWords to say\nPress and hold to open$").matches(shown))
        officer.later(60)
        org.robolectric.shadows.ShadowLooper.idleMainLooper(61, java.util.concurrent.TimeUnit.SECONDS)
        assertTrue(officer.words(), officer.words().startsWith("03:1"))
    }

    @Test
    fun `what is half typed when danger is over is there again`() {
        val officer = story()
        officer.press(R.id.parts)
        officer.pressWords("Ask about immediate danger")
        officer.press(R.id.danger_yes)
        officer.press(R.id.primary)
        officer.type("safe", "He was taken a")
        officer.press(R.id.back)
        officer.press(R.id.parts)
        officer.pressWords("Ask about immediate danger")
        officer.press(R.id.danger_yes)
        assertEquals("He was taken a", officer.field("safe"))
    }

    @Test
    fun `danger in the middle of a child's words leaves them half typed`() {
        val officer = story()
        officer.press(R.id.words)
        officer.type("words", "She said that she wants her")
        officer.press(R.id.parts)
        officer.pressWords("Ask about immediate danger")
        officer.press(R.id.danger_yes)
        officer.press(R.id.primary)
        officer.type("safe", "He was taken away")
        officer.press(R.id.primary)
        val work = (RuntimeEnvironment.getApplication() as App).work
        assertEquals(listOf("She said that she wants her"), work.drafts.all.map(::typed))
        assertEquals("on the disk too", listOf("She said that she wants her"), onDisk(officer).map(::typed))
    }

    @Test
    fun `what is half typed in one place puts away nothing that waits in another`() {
        val officer = story()
        val children = now.screen.children.map { it.number }
        officer.press(R.id.words)
        officer.type("words", "She said that she wants her")
        val words = onDisk(officer).single()
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        // Another item is begun, and saved.
        val (item, _) = now.screen.lists.flatMap { it.rows }.map { now.item(it) to it }.first { (item, row) -> item.answeredBy == AnsweredBy.ANSWER && row.row.mark == Mark.OPEN }
        officer.pressWords(item.text)
        officer.type("answer", "He has a ")
        assertEquals(listOf(typed(words), "He has a "), onDisk(officer).map(::typed))
        officer.type("answer", "He has a key")
        officer.press(R.id.primary)
        assertTrue("He has a key" in now.state.answers.map { it.answer.value })
        assertEquals(listOf(words), onDisk(officer))
        // The same words for another child are others; blank again they are none.
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        officer.pressWords("A draft is kept: 6 words")
        officer.press("child:${children.first { it != words.child }}")
        assertEquals("the words go with the child that is chosen", listOf(typed(words) to children.first { it != words.child }), onDisk(officer).map { typed(it) to it.child })
        officer.press("said:false")
        assertEquals("observed", onDisk(officer).single().place)
        officer.type("words", "")
        assertEquals(emptyList<Draft>(), onDisk(officer))
    }

    private fun typed(draft: Draft): String = HalfTyped.of(draft.words).words

    /** What of what is half typed the disk has. */
    private fun onDisk(officer: Officer): List<Draft> {
        val work = (RuntimeEnvironment.getApplication() as App).work
        var found = emptyList<Draft>()
        work.read({ it.drafts() }) { found = it }
        officer.settle()
        return found
    }

    @Test
    fun `words to say have nothing of the record, also from under the cover`() {
        val officer = story()
        officer.press(R.id.cover)
        officer.press(R.id.to_say)
        assertEquals(Place.ToSay, officer.place)
        val shown = officer.words()
        assertTrue(shown, "I write down what I saw and what was said" in shown)
        for (child in now.screen.children) assertFalse(shown, child.label in shown)
        assertFalse(shown, "Saved on this device" in shown || now.screen.title in shown)
        assertTrue(officer.all().none { it is PinLine })
        officer.press(R.id.primary)
        assertEquals(Place.Cover, officer.place)
        officer.root.findViewById<View>(R.id.uncover).performLongClick()
        officer.settle()
        assertFalse(officer.place == Place.Cover)
    }

    @Test
    fun `later has an owner, told is said once, and a mistake is one press`() {
        val officer = story()
        val walk = SceneWalk(officer)
        walk.cannotWait()
        officer.press("outcome:LATER")
        officer.press(R.id.primary)
        assertTrue("without an owner it is not recorded: " + officer.words(), "Who does it is needed." in officer.words())
        officer.type("owner", "PC Adeyemi")
        officer.press(R.id.primary)
        walk.cannotWait()
        assertTrue(officer.words(), "not told yet" in officer.words())
        officer.press("tell:RADIO")
        assertFalse(officer.words(), "not told yet" in officer.words())
        val answer = now.state.answers.single { it.answer.shown.id == ID }
        assertEquals(Outcome.LATER to Told.RADIO, answer.answer.outcome to answer.answer.told)
        val presses = officer.presses
        officer.press(R.id.mistake)
        assertEquals(presses + 1, officer.presses)
        assertTrue(officer.words(), "Entry ${answer.seq} was pressed by mistake." in officer.words())
        assertTrue(now.state.answers.none { it.answer.shown.id == ID })
    }

    @Test
    fun `a suspected child has the force’s rules above everything, and is asked nothing about it`() {
        val officer = Officer().open().first()
        SceneWalk(officer).notice()
        val shown = officer.words()
        assertTrue(shown, shown.indexOf("May be suspected") in 0 until shown.indexOf("Tell each child"))
        assertTrue(shown, "your force has not set this" in shown)
        assertFalse(shown, "Ask the child" in shown)
        assertTrue(shown, "Think and notice. Do not ask" in shown)
    }

    private companion object {
        const val ID = "six-principles/before-leaving/what-cannot-wait"
    }
}
