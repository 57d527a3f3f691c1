package org.childfirst.vectors

import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import org.childfirst.ChildFirstException
import org.childfirst.Guidance
import org.childfirst.Interaction
import org.childfirst.Made
import org.childfirst.Moment
import org.childfirst.RecoveryKeyPair
import org.childfirst.Repository
import org.childfirst.VectorStep
import org.childfirst.vectorEnd
import org.childfirst.vectorLogCopy
import org.childfirst.vectorMoment
import org.childfirst.vectorRecord
import org.childfirst.vectorState
import org.childfirst.vectorStep
import org.childfirst.vectorWorklist
import java.nio.file.Files
import java.nio.file.Path

/** A vector under way, as `tests/vectors/README.md` has it: its devices, and the lines of its script. */
class Run(private val vector: String, val root: Path) : AutoCloseable {
    private val devices = mutableMapOf<String, Device>()
    val kept = mutableMapOf<String, String>()
    var pair: RecoveryKeyPair? = null
    lateinit var here: Device
        private set

    init {
        goTo("a", null)
    }

    /** Goes on with a device; the first time it is made, with the first pack, and unlocked. */
    fun goTo(name: String, recoveryKey: String?) {
        devices[name]?.let {
            here = it
            return
        }
        add(name, root.resolve(name), recoveryKey)
        guidance { it.installPack(file("packs/hampshire-1.json")) }
        here.unlock()
    }

    /** A device whose folder is there already, or not. Opened. */
    fun add(name: String, folder: Path, recoveryKey: String? = null) {
        here = Device("$vector/$name", folder, recoveryKey)
        devices[name] = here
        here.open()
    }

    fun folderOf(device: String): Path = checkNotNull(devices[device]) { "there is no device $device" }.folder

    fun <T> guidance(read: (Guidance) -> T): T = here.app.guidance().use(read)

    /** Works one step through. */
    fun step(step: JsonObject): Gives = try {
        step.getAsJsonObject("line")?.let(::line) ?: host(step.getAsJsonObject("host"))
    } catch (error: ChildFirstException) {
        refused(error)
    }

    private fun line(asked: JsonObject): Gives {
        val fields = asked.deepCopy()
        val keep = fields.remove("keep")?.asString
        fields.remove("export_of")?.let { fields.add("export", JsonPrimitive(kept.getValue(it.asString))) }
        fields.remove("words_times")?.asJsonArray?.let { (text, times) ->
            fields.add("words", JsonPrimitive(text.asString.repeat(times.asInt)))
        }
        return when (val step = vectorStep(fields.toString())) {
            is VectorStep.Begin -> goOn(here.records.begin(step.how, step.made))
            is VectorStep.Resume -> goOn(here.records.resume(here.records.list().first().id))
            is VectorStep.Perform -> receipt(here.current.perform(step.operation, step.made))
            is VectorStep.Erase -> here.records.erase(here.current.id(), step.erased, step.made).let {
                receipt(it.receipt).apply { addProperty("complete", it.complete) }
            }
            is VectorStep.Move -> receipt(here.current.moveTo(step.pack, step.made))
            is VectorStep.Export -> here.current.export(step.how, step.made).let {
                if (keep != null) kept[keep] = it.text
                export(it)
            }
            is VectorStep.Draft -> nothing().also { here.current.keepDraft(step.draft) }
            is VectorStep.DraftDroppedAt -> nothing().also { here.current.dropDraftAt(step.place, step.child) }
            is VectorStep.DraftDropped -> nothing().also { here.current.dropDraft() }
            is VectorStep.Worklist -> lines(vectorWorklist(here.current, here.current.worklist()))
            is VectorStep.State -> lines(vectorState(here.current.state()))
            is VectorStep.Record -> lines(vectorRecord(here.current.record()))
            is VectorStep.LogCopy -> lines(vectorLogCopy(here.current.logCopy(step.now)))
            is VectorStep.Verify -> receipt(here.current.verify())
        }
    }

    /** What was begun or resumed is current. */
    fun goOn(interaction: Interaction): Gives {
        here.current = interaction
        return receipt(interaction.head())
    }

    override fun close() {
        devices.values.forEach(Device::close)
        vectorEnd()
    }
}

/** A file of the vectors' folder. */
fun file(name: String): ByteArray = Files.readAllBytes(Repository.vectors.resolve(name))

fun JsonObject.text(name: String): String = checkNotNull(maybe(name)) { "`$name` is missing" }

fun JsonObject.maybe(name: String): String? = get(name)?.asString

fun JsonObject.number(name: String): UInt = checkNotNull(get(name)) { "`$name` is missing" }.asInt.toUInt()

fun JsonObject.now(): Moment = vectorMoment(text("now"))

fun JsonObject.made() = Made(now())

private operator fun com.google.gson.JsonArray.component1() = get(0)

private operator fun com.google.gson.JsonArray.component2() = get(1)
