package org.childfirst.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.widget.Button
import android.widget.FrameLayout
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What looks at the screens sees what it should: each thing that it must find is put there, and it finds it; noise it lets be. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class LookTest {
    private val officer = Officer().open().first().apply { press(R.id.primary) }
    private val before = picture(officer.draw()).small()

    @Test
    fun `one letter of a label is seen`() {
        val label = officer.all().filterIsInstance<TextView>().first { it.text.toString() == "Records" }
        label.text = "Reoords"
        officer.settle()
        assertTrue("${other()}", other() > Picture.MOST)
    }

    @Test
    fun `a view eight further on is seen`() {
        officer.root.findViewById<View>(R.id.danger_yes).translationY = 8 * officer.activity.resources.displayMetrics.density
        assertTrue("${other()}", other() > Picture.MOST)
    }

    @Test
    fun `another colour is seen`() {
        officer.root.findViewById<Button>(R.id.danger_not_now).setTextColor(officer.activity.getColor(R.color.danger))
        assertTrue("${other()}", other() > Picture.MOST)
    }

    @Test
    fun `soft edges and small noise are the same`() {
        val drawn = officer.draw()
        assertEquals(0, picture(drawn).otherThan(before).size)
        // A third of a pixel further: every edge is smoothed in another way.
        val moved = Bitmap.createBitmap(drawn.width, drawn.height, Bitmap.Config.ARGB_8888)
        Canvas(moved).run {
            drawBitmap(drawn, 0f, 0f, null)
            drawBitmap(drawn, 0.34f, 0.34f, android.graphics.Paint(android.graphics.Paint.FILTER_BITMAP_FLAG))
        }
        val noise = java.util.Random(7)
        for (y in 0 until moved.height step 3) {
            for (x in 0 until moved.width step 2) {
                val one = moved.getPixel(x, y)
                fun part(shift: Int) = ((one shr shift and 255) + noise.nextInt(25) - 12).coerceIn(0, 255) shl shift
                moved.setPixel(x, y, (255 shl 24) or part(16) or part(8) or part(0))
            }
        }
        val other = picture(moved).otherThan(before)
        assertTrue("${other.size}", other.size <= Picture.MOST)
    }

    @Test
    fun `words that are cut, what is too small and what stands on another are found`() {
        val into = officer.activity.findViewById<FrameLayout>(android.R.id.content)
        assertEquals(emptyList<String>(), Layouts.problems(officer.root))
        val narrow = TextView(officer.activity).apply { text = "Shortened to nothing"; maxLines = 1; ellipsize = android.text.TextUtils.TruncateAt.END }
        assertTrue("shortened" in found(into, narrow, 80, 100))
        val low = TextView(officer.activity).apply { text = "Several words in a low place" }
        assertTrue("higher than its place" in found(into, low, 200, 20))
        val broken = TextView(officer.activity).apply { text = "Unbreakable" }
        assertTrue("broken in a word" in found(into, broken, 60, 400))
        val small = Button(officer.activity).apply { text = "x"; minHeight = 0; minWidth = 0; setPadding(0, 0, 0, 0) }
        assertTrue("too small to hit" in found(into, small, 60, 200))
        val off = TextView(officer.activity).apply { text = "Off"; translationX = 0f }
        into.addView(off, FrameLayout.LayoutParams(200, 100).apply { leftMargin = -50 })
        officer.settle()
        assertTrue("stands over the edge" in Layouts.problems(officer.root).joinToString())
        into.removeView(off)
        val yes = officer.root.findViewById<View>(R.id.danger_yes)
        (officer.root.findViewById<View>(R.id.danger_not_now).layoutParams as android.view.ViewGroup.MarginLayoutParams).topMargin = 8
        yes.requestLayout()
        officer.settle()
        assertTrue("between Yes and another" in Layouts.problems(officer.root).joinToString())
    }

    private fun found(into: FrameLayout, view: View, width: Int, height: Int): String {
        into.addView(view, width, height)
        officer.settle()
        return Layouts.problems(officer.root).joinToString().also { into.removeView(view) }
    }

    private fun other() = picture(officer.draw()).otherThan(before).size

    private fun picture(bitmap: Bitmap) = Picture.of(bitmap, officer.activity.resources.displayMetrics.density)
}
