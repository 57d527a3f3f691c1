package org.childfirst.app

import org.childfirst.ChildFirst
import org.childfirst.Config as Data
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.nio.file.Files

/**
 * Every screen in every way that it is held and read ([Form]): as its approved picture, nothing cut, nothing too small, and
 * nothing that the accessibility framework finds. One walk; the phone is turned at every stop, so that turning is tried there too.
 */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class ShotsTest {
    @Test
    fun `every screen in every form`() {
        val officer = Officer().open()
        val found = ArrayList<String>().also { officer.found = it }
        officer.shot("00-first-use")
        officer.first()
        Walk(officer) { officer.shot(it) }.all()
        officer.press(R.id.search)
        officer.type("find", "baby")
        officer.shot("11-search-home")
        officer.press(R.id.cover)
        officer.shot("13-cover")
        println("measured: ${Approved.compared()}")
        assertEquals("", found.joinToString("\n"))
    }

    /** 15: not saved, refused, and pace. In ink, never in red. */
    @Test
    fun `when something is wrong`() {
        val data = Files.createTempDirectory("states").toFile()
        val keys = StandInKeys()
        // A force that says what pace nobody could work at: more than one answer in a minute.
        Officer(keys, folder = data).open().run {
            (RuntimeEnvironment.getApplication() as App).work.close()
            settle()
        }
        ChildFirst.open(Data(data.path)).use { door -> door.guidance().use { it.installValues("hampshire", PACE.encodeToByteArray()) } }
        val officer = Officer(keys, folder = data).open().first()
        val found = ArrayList<String>().also { officer.found = it }
        officer.press(R.id.primary)
        officer.press(R.id.danger_not_now)
        officer.press(R.id.back)
        officer.pressWords("Where is anyone a child may fear")
        officer.press("outcome:LATER")
        officer.press(R.id.primary)
        officer.shot("15-refused")
        officer.type("owner", "Sgt Price")
        // Another cause than a full disk (DiskTest), and the same words round it.
        officer.failing = true
        officer.press(R.id.primary)
        officer.shot("15-not-saved")
        officer.failing = false
        officer.press(R.id.try_again)
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        officer.pressWords("Who can come back")
        officer.type("answer", "His brother has a key")
        officer.press(R.id.primary)
        assertTrue(officer.words(), "2 answers in " in officer.words())
        officer.shot("15-pace")
        assertEquals("", found.joinToString("\n"))
    }

    private companion object {
        const val PACE = """{"format":1,"pack":"hampshire","values":{"pace-figure":"1"}}"""
    }
}
