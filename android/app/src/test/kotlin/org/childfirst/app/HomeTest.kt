package org.childfirst.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.GraphicsMode
import org.robolectric.annotation.Config
import org.childfirst.app.screens.Place

/** From the icon to the first prompt. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class HomeTest {
    @Test
    fun `first use asks role and guidance, and never again`() {
        val officer = Officer().open()
        assertEquals(Place.FirstUse, officer.place)
        officer.first()
        assertEquals(Place.Home, officer.place)
        assertTrue(officer.words(), "PC Rowe, response officer" in officer.words())
        officer.open()
        assertEquals(Place.Home, officer.place)
    }

    @Test
    fun `danger is reached in two presses from the icon, one of them in the app`() {
        val officer = Officer().open().first()
        officer.open()
        officer.press(R.id.primary)
        assertEquals(1, officer.presses)
        assertTrue(officer.words(), "Is any child in immediate danger now?" in officer.words())
        assertTrue(officer.words(), "entry 1" in officer.words())
    }
}
