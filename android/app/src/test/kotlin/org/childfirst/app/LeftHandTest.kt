package org.childfirst.app

import android.view.View
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** For the left hand the Dock is mirrored, and stays so; nothing else moves. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class LeftHandTest {
    @Test
    fun `mirrored where it is set, and remembered`() {
        val officer = Officer().open().first()
        assertEquals(listOf(R.id.cover, R.id.words, R.id.primary, R.id.parts), dock(officer))
        officer.pressWords("Change")
        officer.press("left:true")
        assertEquals(listOf(R.id.parts, R.id.primary, R.id.words, R.id.cover), dock(officer))
        officer.press(R.id.primary)
        officer.open()
        assertEquals(listOf(R.id.parts, R.id.primary, R.id.words, R.id.cover), dock(officer))
        // Large: the primary alone, the tools below it, mirrored as well.
        officer.turn(Form.LARGE)
        assertEquals(listOf(R.id.parts, R.id.words, R.id.cover), dock(officer) - R.id.primary)
        assertTrue(at(officer, R.id.primary)[1] < at(officer, R.id.cover)[1])
        assertEquals(emptyList<String>(), Layouts.problems(officer.root))
    }

    private fun dock(officer: Officer): List<Int> =
        listOf(R.id.cover, R.id.words, R.id.primary, R.id.parts).sortedBy { at(officer, it)[0] }

    private fun at(officer: Officer, id: Int): IntArray = IntArray(2).also { officer.root.findViewById<View>(id).getLocationInWindow(it) }
}
