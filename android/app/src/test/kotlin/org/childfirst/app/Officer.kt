package org.childfirst.app

import android.content.res.Configuration
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import org.childfirst.app.core.Managed
import org.childfirst.app.screens.Place
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowLooper
import java.io.File
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.time.Duration

/**
 * Somebody with the phone in the hand: presses what can be pressed, types where words go, and looks.
 *
 * Presses are counted, and so are the fields that were typed in. Refuses to press what is not shown or cannot be pressed.
 */
class Officer(private val keys: StandInKeys = StandInKeys(), at: String = "2026-11-22T02:09:31Z", folder: File? = null, private val pressing: (View) -> Unit = {}, private val pressed: (Officer) -> Unit = {}) {
    private val clock = Ticking(Instant.parse(at))

    /** Told when something was pressed, and nothing waits yet for what came of it. */
    var sent: (Officer) -> Unit = {}
    lateinit var control: ActivityController<MainActivity>
        private set

    /** How often something was pressed. */
    var presses = 0
        private set

    /** In how many fields something was typed. */
    var typed = 0
        private set

    val activity: MainActivity get() = control.get()
    val root: View get() = activity.window.decorView

    init {
        App.keys = keys
        App.clock = clock
        App.folder = folder
        App.managed = Managed(handOverApps = ALLOWED)
        App.transport = { Flight }
        // The application was made before this: it is made anew with the keys and the clock of this test.
        val app = RuntimeEnvironment.getApplication() as App
        app.work.close()
        settle()
        app.onCreate()
    }

    /** Opens the app from its icon. */
    fun open(kept: android.os.Bundle? = null): Officer = apply {
        val made = Robolectric.buildActivity(MainActivity::class.java)
        control = if (kept == null) made.setup() else made.setup(kept)
        settle()
    }

    /** The first use, once: role, guidance and name. */
    fun first(role: String = "RESPONSE_OFFICER", pack: String = "hampshire", name: String = "PC Rowe"): Officer = apply {
        press("role:$role")
        press("pack:$pack")
        type("recorder", name)
        press(R.id.primary)
        presses = 0
        typed = 0
    }

    /** Waits until everything is on the disk and drawn. */
    fun settle() {
        val app = RuntimeEnvironment.getApplication() as App
        val until = System.nanoTime() + Duration.ofSeconds(60).toNanos()
        do {
            ShadowLooper.idleMainLooper()
            if (app.work.busy) Thread.sleep(2)
            check(System.nanoTime() < until) { "the core's thread never came to an end" }
        } while (app.work.busy)
        ShadowLooper.idleMainLooper()
    }

    /** Time passes; or somebody puts the clock back, with less than none. */
    fun later(minutes: Long) = clock.pass(Duration.ofMinutes(minutes))

    /** Whether whatever the core's thread does comes to nothing, as with a disk that does not answer. */
    var failing: Boolean by clock::fails

    /** From now on the core's thread stands still: nothing that is sent to it reaches the disk. */
    fun stall() {
        clock.stalls = true
    }

    fun press(id: Int) = press(checkNotNull(root.findViewById<View>(id)) { "not shown: ${activity.resources.getResourceEntryName(id)}\n${words()}" })

    fun press(tag: String) = press(checkNotNull(root.findViewWithTag<View>(tag)) { "not shown: $tag\n${words()}" })

    /** Presses what has these words in it: the line, the button or the chip. */
    fun pressWords(words: String) {
        val found = all().filterIsInstance<TextView>().firstOrNull { words in it.text.toString().replace('\u00a0', ' ') } ?: error("not shown: $words\n${words()}")
        var view: View = found
        while (!view.isClickable) view = view.parent as? View ?: error("cannot be pressed: $words")
        press(view)
    }

    fun press(view: View) {
        check(view.isShown && view.isEnabled) { "not shown" }
        // Before, and not while the core's thread reads it: what a screen says of the time is the same on every run.
        clock.pass(Duration.ofSeconds(4))
        pressing(view)
        check(view.performClick()) { "nothing happens: $view" }
        presses++
        sent(this)
        settle()
        pressed(this)
    }

    fun type(tag: String, words: String) {
        val field = checkNotNull(root.findViewWithTag<EditText>(tag)) { "no field $tag\n${words()}" }
        check(field.isShown) { "not shown: $tag" }
        field.setText(words)
        typed++
        settle()
    }

    /** What stands in a field. */
    fun field(tag: String): String = checkNotNull(root.findViewWithTag<EditText>(tag)) { "no field $tag" }.text.toString()

    /** Chooses a file where the app asks for one; null: goes back without. */
    fun choose(bytes: ByteArray?) {
        press(R.id.take_file)
        val shadow = org.robolectric.Shadows.shadowOf(activity)
        val asked = shadow.nextStartedActivityForResult
        check(asked.intent.action == android.content.Intent.ACTION_OPEN_DOCUMENT) { asked.intent }
        val file = android.net.Uri.parse("content://com.example.files/${asked.requestCode}")
        if (bytes != null) org.robolectric.Shadows.shadowOf(activity.contentResolver).registerInputStream(file, bytes.inputStream())
        val answer = bytes?.let { android.content.Intent().setData(file) }
        shadow.receiveResult(asked.intent, if (bytes == null) android.app.Activity.RESULT_CANCELED else android.app.Activity.RESULT_OK, answer)
        settle()
    }

    /** Every view, from top to bottom as it is read. */
    fun all(from: View = root): List<View> = listOf(from) + if (from is ViewGroup) (0 until from.childCount).flatMap { all(from.getChildAt(it)) } else emptyList()

    /** Everything that can be read. */
    fun words(): String = all().filter { it.isShown }.filterIsInstance<TextView>().map { it.text.toString() }.filter { it.isNotBlank() }.joinToString("\n").replace('\u00a0', ' ')

    val place: Place get() = activity.here

    /** Turned, or with other settings: the activity is made anew. */
    fun turn(qualifiers: String) {
        RuntimeEnvironment.setQualifiers(qualifiers)
        control.configurationChange(Configuration(RuntimeEnvironment.getApplication().resources.configuration))
        control.visible()
        settle()
    }

    /** Held and read in another way. */
    fun turn(form: Form) {
        RuntimeEnvironment.setFontScale(form.font)
        turn(form.qualifiers)
    }

    /** What is found wrong, where it is not to fail at once. */
    var found: ArrayList<String>? = null

    /** Looks at what stands here in every [Form]: nothing cut, nothing too small, nothing out of reach, and each picture as it was approved. */
    fun shot(name: String) {
        val wrong = Form.entries.flatMap { form ->
            turn(form)
            look("$name${form.ending}", form)
        }
        turn(Form.DAY)
        found?.addAll(wrong) ?: check(wrong.isEmpty()) { wrong.joinToString("\n") }
    }

    private fun look(where: String, form: Form): List<String> {
        val wrong = ArrayList(Layouts.problems(root))
        if (form in READ_OUT) wrong += Accessible.problems(root)
        if (form.pictured) Approved.compare(where, Picture.of(photograph(where), root.resources.displayMetrics.density))?.let(wrong::add)
        return wrong.map { "$where: $it" }
    }

    /** What the window looks like. */
    fun draw(): Bitmap {
        root.jumpDrawablesToCurrentState()
        return Bitmap.createBitmap(root.width, root.height, Bitmap.Config.ARGB_8888).also { root.draw(Canvas(it)) }
    }

    private fun photograph(name: String): Bitmap = draw().also { picture ->
        // Only where pictures are asked for: writing one takes as long as comparing ten.
        val folder = File(System.getProperty("childfirst.shots").orEmpty().ifEmpty { return@also }).apply { mkdirs() }
        File(folder, "$name.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    companion object {
        /** The apps that the force of the tests allows. */
        val ALLOWED = listOf("com.example.records", "com.example.mail")

        /** Where the accessibility framework looks too: by day, at night (contrast), and with large words. */
        private val READ_OUT = setOf(Form.DAY, Form.NIGHT, Form.LARGE, Form.SMALL)
    }

    /** A clock that stands until somebody lets it go on. */
    private class Ticking(private var now: Instant) : Clock() {
        fun pass(time: Duration) {
            now += time
        }

        @Volatile var stalls = false

        @Volatile var fails = false

        override fun instant(): Instant {
            if (stalls && Thread.currentThread().name == "core") Thread.sleep(Long.MAX_VALUE)
            check(!fails || Thread.currentThread().name != "core") { "the disk does not answer" }
            return now
        }

        override fun getZone() = ZoneOffset.UTC
        override fun withZone(zone: java.time.ZoneId) = this
    }
}
