package org.childfirst.app

import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import android.provider.OpenableColumns
import org.childfirst.app.core.Managed
import org.childfirst.app.core.OutboxProvider
import org.childfirst.app.screens.Place
import org.childfirst.verifyExport
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.io.FileNotFoundException

/** One export goes to one app, and nothing else can be read: not another path, not another file, not afterwards. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class OutboxTest {
    private val officer = Officer().open().first()
    private val app get() = RuntimeEnvironment.getApplication() as App
    private val resolver: ContentResolver get() = app.contentResolver
    private val folder get() = File(app.cacheDir, "outbox")
    private var sheet: Intent? = null

    @Test
    fun `the share sheet is given one address, to read, and the file is in the cache alone`() {
        val sent = export("DATA")
        val at = sent.address()
        assertEquals(Intent.ACTION_SEND, sent.action)
        assertEquals("application/json", sent.type)
        assertEquals(Intent.FLAG_GRANT_READ_URI_PERMISSION, sent.flags and GRANTS)
        assertEquals(1, sent.clipData!!.itemCount)
        assertEquals(at, sent.clipData!!.getItemAt(0).uri)
        assertEquals(OutboxProvider.AUTHORITY, at.authority)
        val text = read(at)
        val checked = verifyExport(text)
        assertEquals(now.state.last, checked.entries)
        assertEquals(1, folder.listFiles()!!.size)
        resolver.query(at, null, null, null, null)!!.use { cursor ->
            assertTrue(cursor.moveToFirst())
            assertTrue(cursor.getString(cursor.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)).endsWith(".json"))
            assertEquals(text.toByteArray().size.toLong(), cursor.getLong(cursor.getColumnIndexOrThrow(OpenableColumns.SIZE)))
        }
        // Nothing that was typed, in any of it that others see.
        for (seen in listOf(at.toString(), sent.getStringExtra(Intent.EXTRA_SUBJECT)!!)) assertFalse(seen, "irl" in seen || "PC Rowe" in seen)
    }

    @Test
    fun `it goes to the apps that the force allows, and where none is set to paper alone`() {
        val first = export("TEXT")
        val more = sheet!!.getParcelableArrayExtra(Intent.EXTRA_INITIAL_INTENTS, Intent::class.java)!!.toList()
        assertEquals(Officer.ALLOWED, (listOf(first) + more).map { it.`package` })
        for (one in more) assertEquals(first.address(), one.address())
        officer.pressWords("It did not go")
    }

    @Test
    fun `where the force allows no app, it says so and offers paper`() {
        App.managed = Managed()
        app.work.openHome()
        officer.settle()
        open()
        assertTrue(officer.words(), "your force has not set this" in officer.words())
        assertFalse(officer.words(), "Export as text" in officer.words())
        officer.press(R.id.primary)
        assertTrue(officer.root.findViewWithTag<android.view.View>("as:PAPER").isSelected)
        assertNull("nothing was exported", folder.listFiles()?.firstOrNull())
    }

    @Test
    fun `no other path opens anything`() {
        val at = export("TEXT").address()
        val token = at.pathSegments[0]
        val others = listOf(
            "content://org.childfirst.app.outbox/", "content://org.childfirst.app.outbox/$token", "content://org.childfirst.app.outbox/$token/other.txt",
            "content://org.childfirst.app.outbox/$token/..%2f..%2fnobackup%2frecords.db", "content://org.childfirst.app.outbox/../$token/${at.lastPathSegment}",
            "content://org.childfirst.app.outbox/$token/${at.lastPathSegment}/../x", "content://org.childfirst.app.outbox/${"0".repeat(32)}/${at.lastPathSegment}",
            "$at?x=1", "$at#x", "content://org.childfirst.app.outbox/%2e%2e/%2e%2e/shared_prefs/settings.xml",
        )
        for (other in others) {
            val uri = Uri.parse(other)
            assertThrows(other, FileNotFoundException::class.java) { provider.openFile(uri, "r") }
            assertEquals(other, 0, provider.query(uri, null, null, null, null).use { it.count })
            assertNull(other, provider.getType(uri))
        }
        for (mode in listOf("w", "rw", "rwt", "wa")) assertThrows(SecurityException::class.java) { provider.openFile(at, mode) }
        assertThrows(UnsupportedOperationException::class.java) { provider.insert(at, null) }
        assertThrows(UnsupportedOperationException::class.java) { provider.delete(at, null, null) }
        assertThrows(UnsupportedOperationException::class.java) { provider.update(at, null, null, null) }
        // The control: the address itself opens.
        assertTrue(read(at).isNotEmpty())
    }

    @Test
    fun `gone, it is closed and removed, and sent is not said`() {
        val at = export("TEXT").address()
        assertTrue(officer.words(), "Has it gone?" in officer.words())
        officer.press(R.id.primary)
        closed(at)
        assertEquals(Place.Record, officer.place)
        assertTrue(now.state.sharings.isEmpty())
        assertFalse(officer.words(), "On this device only" in officer.words())
    }

    @Test
    fun `it did not go, it is closed, and the record is still here only`() {
        val at = export("PAGE").address()
        officer.pressWords("It did not go")
        closed(at)
        officer.press(R.id.back)
        officer.press(R.id.back)
        assertTrue(officer.words(), "On this device only" in officer.words())
    }

    @Test
    fun `leaving for home closes it, and so does another process`() {
        val at = export("TEXT").address()
        while (officer.place != Place.Home) officer.press(R.id.back)
        closed(at)
        officer.pressWords("Not known, 02:09")
        val again = export("TEXT", begun = true).address()
        assertTrue(folder.listFiles()!!.isNotEmpty())
        // A new process: nothing of the old one's memory, and its file is removed before anything else.
        app.work.close()
        officer.settle()
        app.onCreate()
        officer.settle()
        closed(again)
    }

    @Test
    fun `another export closes the one before`() {
        val first = export("TEXT").address()
        officer.pressWords("It did not go")
        officer.press("as:DATA")
        officer.press(R.id.primary)
        val second = sent().address()
        assertThrows(FileNotFoundException::class.java) { provider.openFile(first, "r") }
        assertTrue(read(second).isNotEmpty())
        assertEquals(1, folder.listFiles()!!.size)
    }

    @Test
    fun `the provider is not exported and lets one address through at a time`() {
        val info = app.packageManager.resolveContentProvider(OutboxProvider.AUTHORITY, 0)!!
        assertFalse(info.exported)
        assertTrue(info.grantUriPermissions)
        assertNull(info.readPermission)
        assertNull(info.uriPermissionPatterns)
    }

    private fun export(form: String, begun: Boolean = false): Intent {
        if (begun) show() else open()
        officer.press("as:$form")
        officer.press(R.id.primary)
        return sent()
    }

    private fun open() {
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.type("age", "girl 9")
        officer.press(R.id.primary)
        show()
    }

    private fun show() {
        officer.press(R.id.parts)
        officer.pressWords("The record")
        officer.press(R.id.primary)
        officer.pressWords("Export or print")
    }

    /** What the share sheet was opened with. */
    private fun sent(): Intent {
        val chooser = shadowOf(officer.activity).nextStartedActivity
        assertEquals(Intent.ACTION_CHOOSER, chooser.action)
        sheet = chooser
        return chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)!!
    }

    private fun Intent.address(): Uri = getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java)!!

    private fun read(at: Uri): String = java.io.FileInputStream(provider.openFile(at, "r").fileDescriptor).readBytes().decodeToString()

    private fun closed(at: Uri) {
        assertThrows(FileNotFoundException::class.java) { provider.openFile(at, "r") }
        assertEquals(0, provider.query(at, null, null, null, null).use { it.count })
        assertEquals(emptyList<File>(), folder.listFiles().orEmpty().toList())
    }

    private val provider: OutboxProvider get() = resolver.acquireContentProviderClient(OutboxProvider.AUTHORITY)!!.use { it.localContentProvider as OutboxProvider }
    private val now get() = requireNotNull(app.work.snapshot)

    private companion object {
        const val GRANTS = Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_PERSISTABLE_URI_PERMISSION or Intent.FLAG_GRANT_PREFIX_URI_PERMISSION
    }
}
