package org.childfirst.app.print

import android.content.Context
import android.graphics.pdf.PdfDocument
import android.os.Bundle
import android.os.CancellationSignal
import android.os.ParcelFileDescriptor
import android.print.PageRange
import android.print.PrintAttributes
import android.print.PrintDocumentAdapter
import android.print.PrintDocumentInfo
import android.print.PrintManager
import org.childfirst.app.R
import java.io.FileOutputStream
import java.io.IOException

/**
 * An export for the platform's print service: pages drawn on a PDF's canvas.
 *
 * No web view: a browser's engine keeps a cache of its own and runs whatever it is given, and a page of words needs
 * neither. What the spooler shows is the file's name, in which nothing is that was typed. [over] is called when the
 * service has done with it, printed or not: it does not say which.
 */
class RecordPrint(private val context: Context, private val name: String, private val text: String, private val over: () -> Unit) : PrintDocumentAdapter() {
    private var pages: PrintedText? = null
    private var size = A4

    override fun onLayout(old: PrintAttributes?, new: PrintAttributes, cancel: CancellationSignal, callback: LayoutResultCallback, extras: Bundle?) {
        if (cancel.isCanceled) return callback.onLayoutCancelled()
        val media = new.mediaSize
        size = if (media == null) A4 else points(media.widthMils) to points(media.heightMils)
        val laid = PrintedText(text, size.first, size.second) { page, of -> context.getString(R.string.printed_foot, name, page, of) }
        pages = laid
        val info = PrintDocumentInfo.Builder(name).setContentType(PrintDocumentInfo.CONTENT_TYPE_DOCUMENT).setPageCount(laid.count).build()
        callback.onLayoutFinished(info, old != new)
    }

    override fun onWrite(ranges: Array<PageRange>, destination: ParcelFileDescriptor, cancel: CancellationSignal, callback: WriteResultCallback) {
        val laid = pages ?: return callback.onWriteFailed(null)
        val size = size
        // Off the main thread: no screen waits for the spooler.
        Thread({
            val wanted = (0 until laid.count).filter { page -> ranges.any { page in it.start..it.end } }
            try {
                write(laid, wanted, size, destination)
                if (cancel.isCanceled) callback.onWriteCancelled() else callback.onWriteFinished(wanted.map { PageRange(it, it) }.toTypedArray())
            } catch (_: IOException) {
                callback.onWriteFailed(null)
            }
        }, "print").start()
    }

    override fun onFinish() = over()

    private fun write(laid: PrintedText, wanted: List<Int>, size: Pair<Int, Int>, to: ParcelFileDescriptor) {
        val pdf = PdfDocument()
        try {
            for (page in wanted) {
                val drawn = pdf.startPage(PdfDocument.PageInfo.Builder(size.first, size.second, page + 1).create())
                laid.draw(page, drawn.canvas)
                pdf.finishPage(drawn)
            }
            FileOutputStream(to.fileDescriptor).use(pdf::writeTo)
        } finally {
            pdf.close()
        }
    }

    companion object {
        private val A4 = 595 to 842

        private fun points(mils: Int) = mils * 72 / 1000

        /** Gives an export to the print service of the device. */
        fun start(context: Context, name: String, text: String, over: () -> Unit) {
            // A device that cannot print at all has no such service.
            val service: PrintManager = context.getSystemService(PrintManager::class.java) ?: return over()
            service.print(name, RecordPrint(context, name, text, over), PrintAttributes.Builder().setMediaSize(PrintAttributes.MediaSize.ISO_A4).build())
        }
    }
}
