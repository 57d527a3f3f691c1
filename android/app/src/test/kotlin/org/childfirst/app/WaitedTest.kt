package org.childfirst.app

import org.childfirst.AnsweredBy
import org.childfirst.Mark
import org.childfirst.Precision
import org.childfirst.When
import org.childfirst.app.core.Snapshot
import org.childfirst.app.screens.Place
import org.childfirst.toOffsetDateTime
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.nio.file.Files
import java.time.Duration
import java.time.Instant

/** Words that were typed at *now* and waited: what they say of their time is true when they are saved. */
@RunWith(AppTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "w411dp-h891dp-xhdpi")
class WaitedTest {
    private val folder = Files.createTempDirectory("waited").toFile()
    private val keys = StandInKeys()
    private val now: Snapshot get() = requireNotNull((RuntimeEnvironment.getApplication() as App).work.snapshot)

    @After
    fun clean() {
        folder.deleteRecursively()
    }

    private fun story(): Officer = Officer(keys, folder = folder).open().first().also { Walk(it).now() }

    private fun typed(officer: Officer = story()): Officer = officer.apply {
        press(R.id.words)
        type("words", "I hid under the bed")
    }

    /** The words as they are saved now: when they were said, how exactly, and how long before they were written. */
    private fun saved(officer: Officer): Triple<String, Precision, Long> {
        officer.press(R.id.primary)
        val quote = now.state.quotes.last()
        assertTrue(quote.quote.words, quote.quote.words.startsWith("I hid under the bed"))
        return said(quote.at)
    }

    private fun said(at: When) =
        at.at.toOffsetDateTime().run { Triple(toString().substring(0, 16), at.precision, Duration.between(toInstant(), App.clock.instant()).toMinutes()) }

    @Test
    fun `left and opened again an hour later, they are of about when they were typed, and the screen says so`() {
        typed()
        val officer = Officer(keys, "2026-11-22T03:20:00Z", folder).open().apply { if (place == Place.FirstUse) first() }
        officer.pressWords("On this device only.")
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        officer.pressWords("A draft is kept")
        val shown = officer.field("when:about")
        assertTrue(shown, shown.startsWith("02:1"))
        val (at, precision, _) = saved(officer)
        assertEquals("2026-11-22T$shown" to Precision.ABOUT, at to precision)
    }

    @Test
    fun `left lying on the screen, they are of about when they were typed`() {
        val officer = typed()
        officer.later(28)
        val (_, precision, waited) = saved(officer)
        assertEquals(Precision.ABOUT to 28L, precision to waited)
    }

    @Test
    fun `while somebody is still at it they are of now`() {
        val officer = typed()
        officer.later(6)
        officer.press("fidelity:EXACT")
        officer.later(6)
        val (_, precision, waited) = saved(officer)
        assertEquals(Precision.EXACT to 0L, precision to waited)
    }

    @Test
    fun `now is now where the officer says so, and another time is that`() {
        val officer = typed()
        officer.later(28)
        officer.press("fidelity:EXACT")
        assertTrue(officer.field("when:about").isNotEmpty())
        officer.press("when:false")
        assertEquals(0L, saved(officer).third)
        typed(officer)
        officer.later(28)
        officer.type("words", "I hid under the bed with him")
        officer.type("when:about", "02:05")
        assertEquals("2026-11-22T02:05", saved(officer).first)
    }

    @Test
    fun `of another day, they keep their day, also where they were left twice`() {
        val officer = typed()
        val was = App.clock.instant()
        officer.later(26 * 60)
        repeat(2) {
            while (officer.place != Place.Worklist) officer.press(R.id.back)
            officer.pressWords("A draft is kept")
            assertTrue(officer.words(), "Yesterday" in officer.words() || "yesterday" in officer.words())
            officer.press("fidelity:EXACT")
        }
        assertTrue(was.toString(), saved(officer).first in setOf(minute(was), minute(was.minusSeconds(60))))
    }

    @Test
    fun `an answer too`() {
        val officer = story()
        while (officer.place != Place.Worklist) officer.press(R.id.back)
        val row = now.screen.lists.flatMap { it.rows }.first { now.item(it).answeredBy == AnsweredBy.ANSWER && it.row.mark == Mark.OPEN && it.row.child == 0u }
        officer.pressWords(now.item(row).text)
        officer.type("answer", "He has a key")
        officer.later(28)
        officer.press(R.id.primary)
        val answer = now.state.answers.last()
        assertEquals("He has a key", answer.answer.value)
        val (_, precision, waited) = said(answer.at)
        assertEquals(Precision.ABOUT to 28L, precision to waited)
    }

    private fun minute(at: Instant) = at.toString().substring(0, 16)
}
