package org.childfirst

import java.nio.file.Files
import java.nio.file.Path
import java.time.OffsetDateTime

/** What the tests read of the repository, and what they write for a person. */
object Repository {
    val root: Path = Path.of(System.getProperty("childfirst.root"))
    val vectors: Path = root.resolve("tests/vectors")
    val packBytes: ByteArray by lazy { Files.readAllBytes(vectors.resolve("packs/hampshire-1.json")) }

    /** A line that `cargo xtask bindings kotlin` prints at the end. */
    @Synchronized
    fun measured(line: String) {
        val path = Path.of(System.getProperty("childfirst.measures"))
        Files.createDirectories(path.parent)
        val text = if (Files.exists(path)) Files.readString(path) else ""
        Files.writeString(path, "$text$line\n")
    }
}

/** A clock that stands still. */
val noon: Moment = OffsetDateTime.parse("2026-11-22T12:00:00+00:00").toMoment()

/** A folder with the pack of the vectors. */
fun opened(folder: Path): ChildFirst =
    ChildFirst.open(Config(folder.toString())).also { it.guidance().use { guidance -> guidance.installPack(Repository.packBytes) } }

/** An interaction in it. */
fun Records.begun(): Interaction = begin(Begin("hampshire", Role.RESPONSE_OFFICER, "PC 4711"), Made(noon))

/** A child's words. */
fun said(words: String) = Quote(words = words, fidelity = Fidelity.EXACT, asked = Asked.UNASKED)
