package org.childfirst.app

import android.view.View
import org.childfirst.AddChild
import org.childfirst.Age
import org.childfirst.InteractionOperation
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** A thumb that presses twice makes one entry; of several that are saved together, what is on the disk shows. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class PressedTwiceTest {
    private val work get() = (RuntimeEnvironment.getApplication() as App).work

    @Test
    fun `pressed twice before the disk has it, it is one entry`() {
        val officer = begun()
        officer.press(R.id.danger_not_now)
        officer.type("age", "9")
        val before = work.snapshot!!.saved.receipt.seq
        val add = officer.root.findViewById<View>(R.id.primary)
        add.performClick()
        add.performClick()
        officer.settle()
        assertEquals(before + 1u, work.snapshot!!.saved.receipt.seq)
        assertEquals(1, work.snapshot!!.screen.children.size)
        // Said again later, it is another child.
        work.perform(InteractionOperation.ChildAdded(work.snapshot!!.state.children[0].run { AddChild(label, age) }))
        officer.settle()
        assertEquals(2, work.snapshot!!.screen.children.size)
    }

    @Test
    fun `of several, the first is saved and shows, the second is refused and said`() {
        val officer = begun()
        val children = listOf("girl", "x".repeat(100_000)).map { InteractionOperation.ChildAdded(AddChild(it, Age.NotKnown)) }
        var went = false
        work.perform(children) { went = true }
        officer.settle()
        assertEquals(1, work.snapshot!!.screen.children.size)
        assertNotNull(work.notSaved)
        assertEquals("nothing goes on as if all were saved", false, went)
    }

    private fun begun() = Officer().open().first().apply { press(R.id.primary) }
}
