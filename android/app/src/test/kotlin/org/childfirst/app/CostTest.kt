package org.childfirst.app

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.view.ViewGroup
import org.childfirst.Mark
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.WorkItemRow
import org.childfirst.app.ui.words
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/**
 * What drawing costs, beside the least that does something like it; rows for docs/performance.md (`cargo xtask android bench`).
 *
 * The JVM of a desk is not a phone: only the ratios say anything. Nothing is asserted of time.
 */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class CostTest {
    private val rounds = if (System.getProperty("childfirst.bench") == "true") 200 else 3

    @Test
    fun `a list of nine items beside nine lines of text`() {
        val officer = Officer().open().first()
        val context = officer.activity
        val ours = {
            context.column {
                repeat(9) { at ->
                    val row = if (at % 3 == 0) WorkItemRow.Row(Mark.DONE, false, ASK, "In the police car outside", "Seen", emptyList(), false) else WorkItemRow.Row(Mark.OPEN, false, ASK, null, null, emptyList(), at == 1)
                    addAcross(WorkItemRow(context, "item $at", row) {})
                }
            }
        }
        val bare = { context.column { repeat(9) { addAcross(context.words(ASK)) } } }
        assertEquals(9, ours().childCount)
        val picture = Canvas(Bitmap.createBitmap(822, 1782, Bitmap.Config.ARGB_8888))
        row("a list of 9 items: made, measured, laid out and drawn", "9 `TextView`s", { drawn(ours(), picture) }, { drawn(bare(), picture) })
    }

    @Test
    fun `opening the app beside an empty activity`() {
        Officer().open().first()
        val officer = Officer()
        val app = { officer.open().control.pause().stop().destroy() }
        val empty = { Robolectric.buildActivity(Activity::class.java).setup().pause().stop().destroy() }
        row("opened: to home with what is not finished, drawn", "an empty `Activity`", { app() }, { empty() })
    }

    @Test
    fun `a press to the next screen beside an empty activity`() {
        val officer = Officer().open().first()
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press(R.id.back)
        val empty = { Robolectric.buildActivity(Activity::class.java).setup().pause().stop().destroy() }
        row("from the list into an item and back: two screens", "an empty `Activity`", {
            officer.pressWords("Where is anyone a child may fear")
            officer.press(R.id.back)
        }, { empty() })
    }

    private fun drawn(view: View, canvas: Canvas) {
        view.layoutParams = ViewGroup.LayoutParams(822, ViewGroup.LayoutParams.WRAP_CONTENT)
        view.measure(View.MeasureSpec.makeMeasureSpec(822, View.MeasureSpec.EXACTLY), View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED))
        view.layout(0, 0, view.measuredWidth, view.measuredHeight)
        view.draw(canvas)
    }

    /** In turn, so that what else the machine does falls on both; medians. */
    private fun row(what: String, beside: String, ours: () -> Unit, bare: () -> Unit) {
        repeat(rounds / 4) { ours(); bare() }
        val (one, other) = List(rounds) { time(ours) to time(bare) }.unzip()
        val (mine, least) = one.sorted()[rounds / 2] to other.sorted()[rounds / 2]
        println("measured: | %s | beside %s | %.1f × (%.2f ms against %.2f ms) |".format(what, beside, mine / least, mine, least))
    }

    private fun time(work: () -> Unit): Double {
        val began = System.nanoTime()
        work()
        return (System.nanoTime() - began) / 1e6
    }

    private companion object {
        const val ASK = "Where is anyone a child may fear, and who is with them now?"
    }
}
