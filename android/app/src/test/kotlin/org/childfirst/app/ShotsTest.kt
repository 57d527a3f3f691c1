package org.childfirst.app

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** A picture of every screen, in every way that it is held and read. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class ShotsTest {
    @Test
    fun day() = shoot("")

    @Test
    @Config(qualifiers = "+night")
    fun night() = shoot("-night")

    @Test
    @Config(fontScale = 2f)
    fun large() = shoot("-200")

    @Test
    @Config(qualifiers = "+w320dp-h480dp-mdpi")
    fun small() = shoot("-small")

    @Test
    @Config(qualifiers = "+w891dp-h411dp-land")
    fun landscape() = shoot("-landscape")

    private fun shoot(ending: String) {
        val officer = Officer().open()
        officer.shot("00-first-use$ending")
        officer.first()
        Walk(officer) { officer.shot("$it$ending") }.all()
        officer.press(R.id.search)
        officer.type("find", "baby")
        officer.shot("11-search-home$ending")
        officer.press(R.id.cover)
        officer.shot("13-cover$ending")
    }
}
