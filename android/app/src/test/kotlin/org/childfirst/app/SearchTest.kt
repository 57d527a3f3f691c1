package org.childfirst.app

import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Search is on the device, and goes back to where one was. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class SearchTest {
    @Test
    fun `found as it is typed, with where it stands`() {
        val officer = Officer().open().first()
        officer.press(R.id.search)
        officer.type("find", "come back")
        assertTrue(officer.words(), "Who can come back, or reach the child?" in officer.words())
        officer.type("find", "zzzz")
        assertTrue(officer.words(), "Nothing found" in officer.words())
        officer.press(R.id.primary)
        assertEquals(Place.Home, officer.place)
    }
}
