package org.childfirst.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.os.CancellationSignal
import android.print.PrintAttributes
import android.print.PrintDocumentAdapter
import android.print.PrintDocumentInfo
import org.childfirst.app.print.PrintedText
import org.childfirst.app.print.RecordPrint
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** On paper every word stands, once, and on a page that can be read. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class PrintTest {
    private val text = "Handling\n- Girl, 9: afraid of him\n\nRecord: home\nPlace: Home\n\n" + (1..200).joinToString("\n") { "- Entry $it, with words that go over the end of a line of paper, as what an officer writes at night often does (entry $it)" }

    @Test
    fun `no line is lost or cut between the pages`() {
        val pages = PrintedText(text, 595, 842) { page, of -> "$page of $of" }
        assertTrue("several pages", pages.count > 3)
        assertEquals(text, (0 until pages.count).joinToString("") { pages.words(it) })
    }

    @Test
    fun `a page is black on white and keeps its margins`() {
        val pages = PrintedText(text, 595, 842) { page, of -> "$page of $of" }
        val picture = Bitmap.createBitmap(595, 842, Bitmap.Config.ARGB_8888)
        pages.draw(0, Canvas(picture))
        var dark = 0
        for (x in 0 until 595) for (y in 0 until 842) {
            val pixel = picture.getPixel(x, y)
            assertEquals("no colour", Color.red(pixel), Color.blue(pixel))
            if (Color.red(pixel) < 128) {
                dark++
                assertTrue("inside the margins: $x, $y", x in 40..555 && y in 40..810)
            }
        }
        assertTrue("words are drawn", dark > 2000)
    }

    @Test
    fun `the service is told how many pages there are`() {
        val adapter = RecordPrint(RuntimeEnvironment.getApplication(), "child-first.txt", text) {}
        var info: PrintDocumentInfo? = null
        val callback = object : PrintDocumentAdapter.LayoutResultCallback() {
            override fun onLayoutFinished(found: PrintDocumentInfo, changed: Boolean) {
                info = found
            }
        }
        val paper = PrintAttributes.Builder().setMediaSize(PrintAttributes.MediaSize.ISO_A5).build()
        adapter.onLayout(null, paper, CancellationSignal(), callback, null)
        assertTrue(info!!.pageCount > 6)
        assertEquals("child-first.txt", info!!.name)
    }
}
