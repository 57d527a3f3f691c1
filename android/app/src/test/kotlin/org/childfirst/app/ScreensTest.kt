package org.childfirst.app

import org.childfirst.app.ui.components.WhyNote
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Every screen: its components in the reference's order. What else is asked of each stands in [ShotsTest]. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class ScreensTest {
    @Test
    fun `the components stand as in the reference`() {
        val found = LinkedHashMap<String, List<String>>()
        val officer = Officer().open().first()
        Walk(officer) { where -> if (where in REFERENCE) found[where] = components(officer) }.all()
        assertEquals(REFERENCE.keys, found.keys.toSortedSet())
        for ((where, want) in REFERENCE) {
            val have = found.getValue(where)
            val must = want.filter { !it.endsWith("?") }
            val known = want.map { it.removeSuffix("?") }
            // Marks stand in rows, where the sample has them and where this story has: they must be there.
            assertEquals(where, must.filter { it !in MARKS }, have.filter { it in known && it !in MARKS && "$it?" !in want })
            assertEquals(where, emptyList<String>(), must.filter { it in MARKS && it !in have })
        }
    }

    @Test
    fun `the framework finds what is too small and what says nothing`() {
        val officer = Officer().open().first()
        val into = officer.activity.findViewById<android.widget.FrameLayout>(android.R.id.content)
        into.addView(android.widget.ImageButton(officer.activity).apply { setImageResource(R.drawable.ic_plus) }, 40, 40)
        officer.settle()
        val found = Accessible.problems(officer.root)
        assertTrue(found.toString(), found.any { "TouchTargetSize" in it } && found.any { "SpeakableText" in it })
    }

    /** By first appearance. What stands inside a WhyNote is part of it. */
    private fun components(officer: Officer): List<String> =
        officer.all().filter { it.isShown && it.parent !is WhyNote }.map { it.javaClass }
            .filter { it.name.startsWith("org.childfirst.app.ui.components.") }.map { it.simpleName }.distinct()

    private companion object {
        val MARKS = setOf("StateMark", "HearsayMark", "SeenMark")
        val REFERENCE: Map<String, List<String>> by lazy {
            ScreensTest::class.java.getResource("/reference/components.txt")!!.readText().lines().filter { ':' in it && !it.startsWith("#") }
                .associateTo(java.util.TreeMap()) { line -> line.substringBefore(':') to line.substringAfter(':').trim().split(' ') }
        }
    }
}
