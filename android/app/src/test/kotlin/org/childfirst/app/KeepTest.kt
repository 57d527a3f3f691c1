package org.childfirst.app

import org.childfirst.Draft
import org.childfirst.InteractionOperation
import org.childfirst.MoveSharing
import org.childfirst.Observe
import org.childfirst.SharingStage
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Held, erased, destroyed, completed; somebody else's; sent only when it was: each in words, and true. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class KeepTest {
    private val keys = StandInKeys()
    private var officer = Officer(keys).open().first()
    private val app get() = RuntimeEnvironment.getApplication() as App
    private val now get() = requireNotNull(app.work.snapshot)

    @Test
    fun `a hold prevents destroying until it is lifted, and a marker stays`() {
        begin()
        val id = now.id
        keep("Hold the record")
        officer.type("reason", "A court asked for it")
        officer.press(R.id.primary)
        officer.pressWords("Destroy the record")
        assertTrue(officer.words(), "Held: A court asked for it" in officer.words())
        assertEquals("Lift the hold", button())
        officer.press(R.id.primary)
        officer.type("reason", "The court has it")
        officer.press(R.id.primary)
        officer.press(R.id.primary)
        nobodySaysOk()
        assertEquals("Destroy the record", button())
        officer.press(R.id.primary)
        assertTrue("without a reason nothing is destroyed", "Why is needed" in officer.words())
        officer.type("reason", "Kept long enough")
        officer.press(R.id.primary)
        assertEquals(Place.Destroyed, officer.place)
        assertEquals(null, app.work.snapshot)
        for (said in listOf("Destroyed by PC Rowe", "Kept long enough", id)) assertTrue(officer.words(), said in officer.words())
        officer.press(R.id.primary)
        assertEquals(Place.Home, officer.place)
        assertFalse(officer.words(), "On this device only" in officer.words())
        officer.pressWords("What was destroyed here")
        assertTrue(officer.words(), "Kept long enough" in officer.words())
        // The next record knows nothing of the words that were typed for this one.
        officer.press(R.id.back)
        begin()
        keep("Destroy the record")
        assertEquals("", officer.root.findViewWithTag<android.widget.EditText>("reason").text.toString())
    }

    @Test
    fun `erased words are not left in a correction that is half typed`() {
        begin()
        perform(InteractionOperation.Observed(Observe(listOf(1u), "a name that should not be here")))
        officer.press(R.id.words)
        officer.pressWords("said and did")
        officer.pressWords("a name that should not be here")
        officer.type("correct", "a name that should not")
        assertEquals(listOf("a name that should not"), app.work.drafts.all.map { it.words })
        keep("Erase the words of an entry")
        officer.pressWords("a name that should not be here")
        officer.type("reason", "A name of somebody else")
        officer.type("authority", "Insp Hall")
        officer.press(R.id.primary)
        assertEquals(emptyList<Draft>(), app.work.drafts.all)
    }

    @Test
    fun `an entry is erased with a reason and an authority, and the rest verifies`() {
        begin()
        perform(InteractionOperation.Observed(Observe(listOf(1u), "a name that should not be here")))
        val entry = now.state.last
        keep("Erase the words of an entry")
        officer.pressWords("a name that should not be here")
        nobodySaysOk()
        officer.type("reason", "A name of somebody else")
        officer.press(R.id.primary)
        assertTrue("an authority is needed", "a name that should not be here" in officer.words())
        officer.type("authority", "Insp Hall")
        officer.press(R.id.primary)
        assertFalse(officer.words(), "a name that should not be here" in officer.words())
        assertTrue(now.state.last > entry)
        assertTrue(now.state.observations.isEmpty())
    }

    @Test
    fun `completed, it asks nothing more, and is opened again with a reason`() {
        begin()
        keep("Complete the record")
        officer.press(R.id.primary)
        assertTrue(now.state.completed != null)
        officer.pressWords("Reopen the record")
        officer.type("reason", "She said more")
        officer.press(R.id.primary)
        assertEquals(null, now.state.completed)
    }

    @Test
    fun `sent is said only of a sharing of which it is pressed`() {
        begin()
        perform(InteractionOperation.SharingMoved(MoveSharing(null, SharingStage.DECIDED, to = "Social care")))
        keep("Export or print")
        officer.press("for:reader")
        officer.press("as:PAGE")
        officer.press(R.id.primary)
        assertEquals(SharingStage.DECIDED, now.state.sharings.single().sharing.stage)
        officer.pressWords("It has gone to them")
        assertEquals(SharingStage.SENT, now.state.sharings.single().sharing.stage)
        assertEquals(Place.Record, officer.place)
    }

    @Test
    fun `a hand-over that was told takes the line away, with what was said first`() {
        begin()
        perform(InteractionOperation.SharingMoved(MoveSharing(null, SharingStage.DECIDED, to = "Social care")))
        officer.press(R.id.parts)
        officer.pressWords("The record")
        assertTrue(officer.words(), "On this device only" in officer.words())
        officer.press(R.id.primary)
        officer.press(R.id.primary)
        assertTrue(officer.words(), "Decided, not sent: Social care" in officer.words())
        officer.type("to", "Sgt Lane")
        officer.press("how:RADIO")
        officer.press("back:true")
        assertEquals("Handed over to Sgt Lane", button())
        officer.press(R.id.primary)
        assertFalse(officer.words(), "On this device only" in officer.words())
        assertTrue(officer.words(), "Sgt Lane" in officer.words())
    }

    @Test
    fun `another officer sees place and time, and begins their own`() {
        begin()
        perform(InteractionOperation.SceneSet(org.childfirst.SceneSet(org.childfirst.Place.HOME, null)))
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.pressWords("Change")
        officer.type("recorder", "PC Adeyemi")
        officer.press(R.id.primary)
        officer.pressWords("Another officer")
        val words = officer.words()
        assertTrue(words, "Home, 02:09" in words)
        for (hidden in listOf("Girl", "PC Rowe", "entry")) assertFalse(words, hidden in words)
        officer.press(R.id.primary)
        assertEquals("PC Adeyemi", now.state.begun?.recorder)
    }

    @Test
    fun `whoever goes on with a record without a name writes under their own`() {
        officer.pressWords("Change")
        officer.type("recorder", "")
        officer.press(R.id.primary)
        begin()
        while (officer.place != Place.Home) officer.press(R.id.back)
        officer.pressWords("Change")
        officer.type("recorder", "PC Adeyemi")
        officer.press(R.id.primary)
        officer.pressWords("No name in it")
        assertTrue(officer.words(), "written by PC Adeyemi" in officer.words())
        officer.press(R.id.primary)
        perform(InteractionOperation.Observed(Observe(listOf(1u), "asleep")))
        assertEquals("PC Adeyemi", now.state.observations.single().author)
    }

    private fun begin() {
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.type("age", "girl 9")
        officer.press(R.id.primary)
    }

    private fun keep(what: String) {
        officer.press(R.id.parts)
        officer.pressWords("The record")
        officer.press(R.id.primary)
        officer.pressWords(what)
    }

    private fun perform(operation: InteractionOperation) {
        app.work.perform(operation)
        officer.settle()
    }

    private fun button() = officer.root.findViewById<android.widget.Button>(R.id.primary).text.toString()

    private fun nobodySaysOk() {
        for (view in officer.all().filterIsInstance<android.widget.Button>()) assertFalse(view.text.toString(), view.text.toString().lowercase() in setOf("ok", "yes", "confirm"))
    }
}
