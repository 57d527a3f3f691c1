package org.childfirst.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.RuntimeEnvironment

/** The domestic abuse story, first part, by pressing views. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class StoryTest {
    @Test
    fun `the first phase is worked through`() {
        val officer = Officer().open().first()
        Walk(officer).now()
        val now = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)
        assertEquals(listOf("Baby, 8 months", "Boy, 3", "Girl, 9"), now.screen.children.map { it.title })
        assertTrue(now.screen.title, now.screen.title.startsWith("Home, "))
        assertEquals("When he shouts I take my brother in the bathroom and lock it.", now.state.quotes.single().quote.words)
        assertEquals(2, now.state.answers.size)
        println("measured: presses: ${officer.presses}, fields typed in: ${officer.typed}, entries: ${now.state.last}")
    }

    @Test
    fun `the whole story, to a record that is handed over`() = RecordWalk(Officer().open().first()).measured()
}
