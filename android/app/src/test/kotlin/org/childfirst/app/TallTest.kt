package org.childfirst.app

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h2000dp-mdpi")
class TallTest {
    @Test
    fun tall() {
        val officer = Officer().open().first()
        RecordWalk(officer) { officer.shot("tall-$it") }.all()
        officer.press(R.id.primary)
        officer.shot("tall-keep")
        officer.pressWords("Destroy the record")
        officer.shot("tall-destroy")
        officer.press(R.id.back)
        officer.pressWords("Erase the words")
        officer.shot("tall-erase")
        officer.press(R.id.back)
        officer.pressWords("Export or print")
        officer.press(R.id.primary)
        officer.shot("tall-gone")
    }
}
