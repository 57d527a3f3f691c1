package org.childfirst.app

import org.childfirst.AskedBecause
import org.childfirst.Mark
import org.childfirst.Mode
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Leaving and coming back: danger before it goes, not reached is not not done, and what is half typed is offered. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class LeavingTest {
    private val keys = StandInKeys()
    private val officer = Officer(keys).open().first()
    private val now get() = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)

    @Test
    fun `what was open at the scene is not reached, and back with all it is open again`() {
        away()
        val missed = marks().count { it == Mark.NOT_REACHED }
        assertTrue("some were not reached", missed > 0)
        assertFalse("none is not done", Mark.NOT_DONE in marks())
        assertEquals(AskedBecause.BEFORE_LEAVING, now.state.danger.last().because)
        home()
        officer.pressWords("On this device only.")
        assertEquals(Place.Resume, officer.place)
        officer.press("with:ALL")
        assertEquals(Place.Danger, officer.place)
        officer.press(R.id.danger_not_now)
        assertEquals(AskedBecause.RETURNED, now.state.danger.last().because)
        assertEquals(0, marks().count { it == Mark.NOT_REACHED })
    }

    @Test
    fun `back with some asks which, and only theirs is open`() {
        away()
        officer.press("with:SOME")
        officer.press("back:2")
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        assertEquals(listOf(2u), now.state.backWithChildren)
    }

    @Test
    fun `with none it is written up, danger is not asked, and nothing is asked at the next start`() {
        away()
        officer.press("with:NONE")
        assertEquals(Place.Worklist, officer.place)
        assertEquals(Mode.WRITING_UP, now.state.mode)
        home()
        officer.pressWords("On this device only.")
        assertEquals(Place.Worklist, officer.place)
    }

    @Test
    fun `a draft is offered, where it was typed`() {
        begin()
        officer.press(R.id.words)
        officer.type("words", "She said that")
        home()
        officer.pressWords("On this device only.")
        assertEquals("a plain restart asks nothing", Place.Worklist, officer.place)
        officer.pressWords("A draft is kept: 3 words")
        assertEquals("She said that", officer.root.findViewWithTag<android.widget.EditText>("words").text.toString())
        assertTrue(officer.place is Place.Words)
    }

    @Test
    fun `no reason, no leaving`() {
        begin()
        officer.press(R.id.parts)
        officer.pressWords("Leave the scene")
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press(R.id.primary)
        assertEquals(null, now.state.left)
        assertTrue(officer.words(), "Why is needed" in officer.words())
    }

    private fun marks() = now.screen.lists.flatMap { it.rows }.map { it.row.mark }

    private fun begin() {
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.type("age", "girl 9, boy 3")
        officer.press(R.id.primary)
        officer.press("presence:WITH_ME")
        officer.press("seen:AWAKE")
        officer.press("presence:WITH_ME")
        officer.press("seen:AWAKE")
    }

    private fun away() {
        begin()
        officer.press(R.id.parts)
        officer.pressWords("Leave the scene")
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press("left:1")
        officer.press(R.id.primary)
        assertEquals(Place.Resume, officer.place)
    }

    private fun home() {
        while (officer.place != Place.Home) officer.press(R.id.back)
    }
}
