package org.childfirst.app.core

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import org.childfirst.app.App
import java.io.FileNotFoundException

/**
 * Lets one app read one export: the one that the officer has just given to it.
 *
 * Not exported: nobody reads anything here without a grant for that one address, and an address that is not that of the
 * export which is held out now opens nothing. Refuses to write, to list, and to make a path of what is asked for.
 */
class OutboxProvider : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        if (mode != "r") throw SecurityException("read only")
        val held = held(uri) ?: throw FileNotFoundException("nothing is held out here")
        return ParcelFileDescriptor.open(held.file, ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun query(uri: Uri, projection: Array<String>?, selection: String?, arguments: Array<String>?, order: String?): Cursor {
        val held = held(uri)
        val columns = (projection ?: COLUMNS).filter { it in COLUMNS }
        val cursor = MatrixCursor(columns.toTypedArray(), 1)
        if (held != null) cursor.addRow(columns.map { if (it == OpenableColumns.SIZE) held.text.toByteArray().size.toLong() else held.name })
        return cursor
    }

    override fun getType(uri: Uri): String? = held(uri)?.type

    override fun insert(uri: Uri, values: ContentValues?): Uri? = throw UnsupportedOperationException()

    override fun update(uri: Uri, values: ContentValues?, selection: String?, arguments: Array<String>?): Int = throw UnsupportedOperationException()

    override fun delete(uri: Uri, selection: String?, arguments: Array<String>?): Int = throw UnsupportedOperationException()

    /** The export whose whole address this is. */
    private fun held(uri: Uri): Outbox.Held? {
        val app = context?.applicationContext as? App ?: return null
        val token = uri.pathSegments.firstOrNull() ?: return null
        return app.work.outbox.held(token)?.takeIf { uri == address(it) }
    }

    companion object {
        /** The authority, as the manifest has it. */
        const val AUTHORITY = "org.childfirst.app.outbox"
        private val COLUMNS = arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)

        /** The address of an export that is held out. */
        fun address(held: Outbox.Held): Uri = Uri.Builder().scheme("content").authority(AUTHORITY).appendPath(held.token).appendPath(held.name).build()
    }
}
