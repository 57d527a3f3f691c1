package org.childfirst.app

import android.view.View
import android.widget.EditText
import org.childfirst.Event
import org.childfirst.Outcome
import org.childfirst.Precision
import org.childfirst.SharingStage
import org.childfirst.Told
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
