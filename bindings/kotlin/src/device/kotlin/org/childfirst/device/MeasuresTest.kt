package org.childfirst.device

import org.childfirst.AddChild
import org.childfirst.Age
import org.childfirst.Asked
import org.childfirst.Begin
import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.Fidelity
import org.childfirst.KeyVault
import org.childfirst.Made
import org.childfirst.Quote
import org.childfirst.Role
import org.childfirst.now
import org.childfirst.use
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path

/** What a call across the boundary costs, and a worklist lifted into Kotlin. Nothing is asserted: times are not tested. */
class MeasuresTest {
    @TempDir
    lateinit var folder: Path

    /** Gives back what it is given. */
    private object Vault : KeyVault {
        override fun wrapKey(key: ByteArray) = key
        override fun unwrapKey(wrapped: ByteArray) = wrapped
        override fun rotateKey() = Unit
    }

    @Test
    fun measures() = ChildFirst.open(Config(folder.toString())).use { app ->
        val pack = Path.of(System.getProperty("childfirst.root"), "tests/vectors/packs/hampshire-1.json")
        app.guidance().use { it.installPack(Files.readAllBytes(pack)) }
        val records = app.unlock(Vault)
        records.begin(Begin("hampshire", Role.RESPONSE_OFFICER), Made.now()).use { interaction ->
            while (interaction.worklist().rows.size < ROWS) {
                interaction.addChild(AddChild(age = Age.NotKnown), Made.now())
            }
            val rows = interaction.worklist().rows.size
            measure("one call that gives a word (recordsState)", 20_000) { app.recordsState() }
            measure("one call that gives a text (folder)", 20_000) { app.folder() }
            measure("one call that gives an object, and its close (guidance)", 20_000) { app.guidance().close() }
            measure("a worklist of $rows rows, made and lifted", 2_000) { interaction.worklist() }
            measure("the receipt of the last entry", 20_000) { interaction.head() }
            measure("the state, made and lifted", 2_000) { interaction.state() }
            val words = Quote(child = 1u, words = "Words", fidelity = Fidelity.EXACT, asked = Asked.UNASKED)
            measure("an entry, on the disk", 500) { interaction.quote(words, Made.now()) }
        }
        records.close()
    }

    /** The median of many, after as many that are not counted. */
    private fun measure(what: String, times: Int, run: () -> Unit) {
        repeat(times) { run() }
        val nanos = LongArray(times) {
            val begun = System.nanoTime()
            run()
            System.nanoTime() - begun
        }
        nanos.sort()
        val line = "%-58s %9.1f µs (p99 %.1f µs)\n".format(what, nanos[times / 2] / 1e3, nanos[times * 99 / 100] / 1e3)
        Files.writeString(measures, (if (Files.exists(measures)) Files.readString(measures) else "") + line)
    }

    private val measures = Path.of(System.getProperty("childfirst.measures"))

    private companion object {
        const val ROWS = 200
    }
}
