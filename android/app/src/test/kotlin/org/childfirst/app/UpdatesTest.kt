package org.childfirst.app

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Intent
import android.net.Uri
import android.view.View
import com.sun.net.httpserver.HttpServer
import org.childfirst.Request
import org.childfirst.Transport
import org.childfirst.app.core.Http
import org.childfirst.app.core.Managed
import org.childfirst.app.core.UpdateJob
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.util.ReflectionHelpers
import java.io.ByteArrayInputStream
import java.io.File
import java.net.InetAddress
import java.net.InetSocketAddress

/** Guidance in the box, offered, taken in, brought in a file: what the officer reads, and what a record keeps. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class UpdatesTest {
    private val app: App get() = RuntimeEnvironment.getApplication() as App
    private val jobs: JobScheduler get() = app.getSystemService(JobScheduler::class.java)

    /** An officer whose force gives a repository. */
    private fun officer(served: Transport, set: Managed = Managed(repository = Served.URL)): Officer = Officer().apply {
        App.managed = set
        App.transport = { served }
        open()
        first()
    }

    private fun Officer.look() {
        pressWords("version 1")
        pressWords("Look for updates now")
    }

    /** A job runs to its end. */
    private fun Officer.run(job: Int) {
        val service = Robolectric.buildService(UpdateJob::class.java).create().get()
        val with = ReflectionHelpers.newInstance(JobParameters::class.java).also { ReflectionHelpers.setField(it, "jobId", job) }
        service.onStartJob(with)
        settle()
    }

    private fun offers(served: Served) = served.asked.filter { it.startsWith("targets/") }

    @Test
    fun `first start and the first answers work in flight mode, and nobody is asked`() {
        Flight.asked = 0
        val officer = Officer().open()
        assertTrue(officer.words(), listOf("Hampshire 2021-24", "Kent 2011-14", "Norfolk 2013-16", "Six key principles").all { it in officer.words() })
        officer.first()
        Walk(officer).now()
        assertEquals(0, Flight.asked)
        assertTrue(jobs.allPendingJobs.isEmpty())
        // The root that is carried says that it is for trials alone; a release build of core refuses it (core/src/sync).
        val root = app.assets.open("root.json").use { String(it.readBytes()) }
        assertTrue("\"childfirst\":{\"development\":true}" in root.replace(" ", ""))
        assertEquals(listOf("hampshire.json", "hmicfrs-2019.json", "kent.json", "norfolk.json", "six-principles.json"), app.assets.list("packs")!!.sorted())
    }

    @Test
    fun `an update is offered, left for later, and taken in without a signal`() {
        val served = Served(2)
        val officer = officer(served)
        officer.look()
        assertTrue(officer.words(), "Version 2 is offered" in officer.words())
        assertTrue(officer.words(), "A word that was not clear." in officer.words())
        officer.press("update:later")
        officer.press(R.id.primary)
        // Until it is taken in, what is begun has the version that is in use.
        assertFalse(officer.words(), "is offered" in officer.words())
        officer.press(R.id.primary)
        assertEquals("Hampshire 2021-24, version 1", app.work.snapshot?.status?.pin)
        while (officer.place != Place.Home) officer.press(R.id.back)
        App.transport = { Flight }
        Flight.asked = 0
        officer.pressWords("version 1")
        if ("not on this device" in officer.words()) {
            // The network of this test costs: it is fetched when there is one that does not.
            App.transport = { served }
            officer.run(UpdateJob.FREE)
            App.transport = { Flight }
        }
        assertTrue(officer.words(), "No signal is needed to take it in." in officer.words())
        officer.press("update:take")
        assertEquals(0, Flight.asked)
        assertTrue(officer.words(), "Hampshire 2021-24: version 2 is in use." in officer.words())
        officer.press(R.id.primary)
        assertTrue(officer.words(), "Hampshire 2021-24, version 2" in officer.words())
    }

    @Test
    fun `a safety release is taken over any network, an open record keeps its wording and says so at the item, home says it once`() {
        val served = Served(3)
        val officer = officer(served)
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press(R.id.back)
        officer.run(UpdateJob.LOOK)
        assertEquals(1, offers(served).size)
        // In the open record.
        assertEquals("Hampshire 2021-24, version 1", app.work.snapshot?.status?.pin)
        officer.pressWords("Who can come back")
        assertTrue(officer.words(), "Who can come back, or reach the child?" in officer.words())
        officer.pressWords("This item has been corrected. See.")
        assertTrue(officer.words(), "Who can come back, or reach the child, and how soon?" in officer.words())
        assertEquals(Place.Changed("six-principles/now/who-can-come-back"), officer.place)
        while (officer.place != Place.Home) officer.press(R.id.back)
        assertTrue(officer.words(), "Since your last record: 2 items corrected, 6 words" in officer.words())
        assertTrue(officer.words(), "Hampshire 2021-24, version 3" in officer.words())
        // Once: with the next record it was said.
        officer.press(R.id.primary)
        assertEquals("Hampshire 2021-24, version 3", app.work.snapshot?.status?.pin)
        while (officer.place != Place.Home) officer.press(R.id.back)
        assertFalse(officer.words(), "Since your last record" in officer.words())
    }

    @Test
    fun `on a network that costs nothing is fetched but what is marked safety, and the rest waits for one that does not`() {
        val served = Served(2)
        val officer = officer(served)
        officer.run(UpdateJob.LOOK)
        assertEquals(emptyList<String>(), offers(served))
        val free = jobs.getPendingJob(UpdateJob.FREE)!!
        assertEquals(JobInfo.NETWORK_TYPE_UNMETERED, free.networkType)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, jobs.getPendingJob(UpdateJob.LOOK)!!.networkType)
        officer.run(UpdateJob.FREE)
        assertEquals(1, offers(served).size)
        assertEquals(null, jobs.getPendingJob(UpdateJob.FREE))
        // Brought, and not taken into use.
        officer.open()
        assertTrue(officer.words(), "Hampshire 2021-24, version 1" in officer.words() && "Version 2 is offered" in officer.words())
    }

    @Test
    fun `where the force sets it, any network will do, and the app takes it in by itself`() {
        val served = Served(2)
        val set = Managed(repository = Served.URL, network = Managed.Network.ANY, takeIn = Managed.TakeIn.BY_ITSELF)
        val officer = officer(served, set)
        officer.run(UpdateJob.LOOK)
        assertEquals(1, offers(served).size)
        assertEquals(null, jobs.getPendingJob(UpdateJob.FREE))
        assertTrue(officer.words(), "Hampshire 2021-24, version 2" in officer.words())
    }

    @Test
    fun `it waits as long as core says, longer after a failure, and asks little while nothing is new`() {
        val served = Served(1)
        val officer = officer(served)
        assertEquals(0L, jobs.getPendingJob(UpdateJob.LOOK)!!.minLatencyMillis)
        officer.run(UpdateJob.LOOK)
        val hour = jobs.getPendingJob(UpdateJob.LOOK)!!.minLatencyMillis
        assertTrue("$hour", hour in 29 * 60_000L..60 * 60_000L)
        val before = served.asked.size
        officer.later(hour / 60_000 + 1)
        officer.run(UpdateJob.LOOK)
        assertEquals(listOf("metadata/timestamp.json"), served.asked.drop(before))
        // Off for hours, it does not ask with everybody else who is switched on now: it has its turn within ten minutes.
        officer.later(300)
        officer.run(UpdateJob.LOOK)
        assertEquals(1, served.asked.drop(before).size)
        val turn = jobs.getPendingJob(UpdateJob.LOOK)!!.minLatencyMillis
        assertTrue("$turn", turn in 1L..10 * 60_000L)
        App.transport = { Flight }
        officer.later(turn / 60_000 + 1)
        officer.run(UpdateJob.LOOK)
        val failed = jobs.getPendingJob(UpdateJob.LOOK)!!.minLatencyMillis
        assertTrue("$failed", failed in 1L..60_000L)
        // Nobody is told of a job that found no network.
        officer.press(officer.root.findViewById<View>(R.id.search))
        officer.press(R.id.primary)
        officer.pressWords("version 1")
        assertFalse(officer.words(), "Not updated" in officer.words())
    }

    @Test
    fun `without a repository nothing is planned, and what was planned is cancelled`() {
        val officer = officer(Served(1))
        assertEquals(1, jobs.allPendingJobs.size)
        App.managed = Managed()
        officer.open()
        app.work.openHome()
        officer.settle()
        assertEquals(0, jobs.allPendingJobs.size)
    }

    @Test
    fun `what a bad network does is said in one sentence, and changes nothing`() {
        val officer = officer(Flight)
        officer.look()
        assertTrue(officer.words(), "Not updated: the server could not be reached." in officer.words())
        val says = mapOf(
            302 to "sent on to another address", 200 to "a sign-in page answered", 503 to "the server is busy", 500 to "the server is busy",
        )
        for ((status, words) in says) {
            App.transport = { Answers(status) }
            officer.pressWords("Look for updates now")
            assertTrue("$status: ${officer.words()}", words in officer.words())
        }
        officer.press(R.id.primary)
        assertTrue(officer.words(), "Hampshire 2021-24, version 1" in officer.words())
    }

    private class Answers(private val status: Int) : Transport {
        override fun fetch(request: Request) = org.childfirst.Reply(status.toUShort(), "<html>Sign in".toByteArray(), true, 0uL, null, null, null)
    }

    @Test
    fun `over real HTTP what the desk published is taken`() {
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.createContext("/") { exchange ->
            val file = File(Served.folder, "3${exchange.requestURI.path}")
            if (file.isFile) {
                exchange.sendResponseHeaders(200, file.length())
                exchange.responseBody.write(file.readBytes())
            } else {
                exchange.sendResponseHeaders(404, -1)
            }
            exchange.close()
        }
        server.start()
        try {
            val officer = officer(Http(plain = true), Managed(repository = "http://127.0.0.1:${server.address.port}"))
            officer.look()
            assertTrue(officer.words(), "version 3 is in use." in officer.words() && "A safety release" in officer.words())
        } finally {
            server.stop(0)
        }
    }

    @Test
    fun `a file that is opened is taken, an older one is refused by name, and what is no guidance as well`() {
        val officer = Officer().open().first()
        fun opened(uri: Uri) {
            officer.control.newIntent(Intent(Intent.ACTION_VIEW, uri))
            officer.settle()
        }
        fun from(name: String, bytes: ByteArray) = Uri.parse("content://mail/$name").also { shadowOf(app.contentResolver).registerInputStream(it, ByteArrayInputStream(bytes)) }
        opened(from("three", Served.file(3).readBytes()))
        assertEquals(Place.Pack, officer.place)
        assertTrue(officer.words(), "Hampshire 2021-24: version 3 is in use." in officer.words())
        opened(from("one", Served.file(1).readBytes()))
        assertTrue(officer.words(), "Not updated: what came is older than what is here." in officer.words())
        opened(from("cat", "a picture of a cat".toByteArray()))
        assertTrue(officer.words(), "that file is not guidance of ours" in officer.words())
        assertEquals(emptyList<String>(), app.cacheDir.list()!!.toList())
        officer.press(R.id.primary)
        // An address that is no provider's is not opened.
        opened(Uri.fromFile(Served.file(3)))
        assertEquals(Place.Home, officer.place)
        assertTrue(officer.words(), "Hampshire 2021-24, version 3" in officer.words())
    }
}
