package org.childfirst.app

import android.app.Activity
import android.content.Context
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import org.childfirst.app.core.Work
import org.childfirst.app.screens.CoverPage
import org.childfirst.app.screens.HasPlace
import org.childfirst.app.screens.Page
import org.childfirst.app.screens.Place
import org.childfirst.app.screens.notices
import org.childfirst.app.screens.page
import org.childfirst.app.screens.receipt
import org.childfirst.app.screens.said
import org.childfirst.app.ui.Kept
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.centred
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.DangerStrip
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.PaceNote
import org.childfirst.app.ui.components.PinLine
import org.childfirst.app.ui.components.TopBar
import org.childfirst.app.ui.largeText
import org.childfirst.app.ui.padded

/**
 * The one window. Holds where the officer is, and draws the bars that are the same on every screen round the page.
 *
 * Refuses screenshots, and keeps nothing of what was typed in what the system remembers of it.
 */
class MainActivity : Activity() {
    private val places = ArrayList<Place>()
    private lateinit var held: Held
    private lateinit var frame: FrameLayout
    private var drawn: Place? = null

    private val work: Work get() = (application as App).work

    /** Where the officer is. */
    val here: Place get() = places.last()

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        @Suppress("DEPRECATION") // Of the platform; its successor is androidx.
        held = lastNonConfigurationInstance as? Held ?: Held()
        held.activity = this
        // No field takes the cursor by itself, and no keyboard comes up before somebody presses one.
        frame = FrameLayout(this).apply {
            isFocusableInTouchMode = true
            descendantFocusability = ViewGroup.FOCUS_BEFORE_DESCENDANTS
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        }
        setContentView(frame)
        work.watch(::redraw)
        val kept = saved?.getStringArrayList(PLACES).orEmpty().mapNotNull(Place::of)
        val id = saved?.getString(INTERACTION)
        if (id != null && work.snapshot?.id != id) {
            // The process died meanwhile: the same interaction, at the same place.
            places.add(Place.Home)
            work.openHome { work.resume(id) { stand(kept) } }
        } else {
            // Another window of what is under way, or this one opened again: where it is, and not beside it.
            stand(if (kept.isEmpty() && work.snapshot != null) listOf(Place.Home, Place.Worklist) else kept)
            if (work.home == null) work.openHome(::begin) else redraw()
        }
        if (saved == null) opened(intent)
    }

    override fun onNewIntent(intent: android.content.Intent) {
        super.onNewIntent(intent)
        opened(intent)
    }

    /** Guidance in a file that another app hands over. From its provider alone: an address of any other kind is not followed. */
    private fun opened(intent: android.content.Intent?) {
        val file = intent?.data?.takeIf { intent.action == android.content.Intent.ACTION_VIEW && it.scheme == "content" } ?: return
        work.updating.import { contentResolver.openInputStream(file) }
        go(Place.Pack)
    }

    @Deprecated("Of the platform; its successor is androidx")
    override fun onActivityResult(request: Int, result: Int, intent: android.content.Intent?) {
        val then = held.picked ?: return
        held.picked = null
        // Nothing was chosen: nothing is said.
        val file = intent?.data?.takeIf { request == PICK && result == RESULT_OK && it.scheme == "content" } ?: return
        work.text({ contentResolver.openInputStream(file) }, then)
    }

    private fun pick(then: (String?) -> Unit) {
        held.picked = then
        val chooser = android.content.Intent(android.content.Intent.ACTION_OPEN_DOCUMENT).addCategory(android.content.Intent.CATEGORY_OPENABLE).setType("*/*")
        try {
            @Suppress("DEPRECATION") // Of the platform; its successor is androidx.
            startActivityForResult(chooser, PICK)
        } catch (_: android.content.ActivityNotFoundException) {
            // No app here shows files.
            held.picked = null
            then(null)
        }
    }

    private fun stand(kept: List<Place>) {
        places.clear()
        places.addAll(kept.ifEmpty { listOf(Place.Home) })
        redraw()
    }

    private fun begin() {
        // What was opened with a file stands above it.
        if (work.home?.ready != false || places.first() != Place.Home) return
        places[0] = Place.FirstUse
        redraw()
    }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        out.putStringArrayList(PLACES, ArrayList(places.map(Place::kept)))
        work.snapshot?.let { out.putString(INTERACTION, it.id) }
    }

    @Deprecated("Of the platform; its successor is androidx")
    override fun onRetainNonConfigurationInstance(): Any = held.apply { kept = Kept.of(frame)?.let { here to it } }

    override fun onDestroy() {
        work.unwatch(::redraw)
        super.onDestroy()
    }

    private fun go(place: Place) {
        work.goesOn()
        ofDrafts(place)
        // Where one has been already is gone back to: back never goes in circles.
        val at = places.indexOf(place)
        if (at < 0) add(place) else while (places.lastIndex > at) places.removeAt(places.lastIndex)
        redraw()
    }

    /** Before a risk is stated danger is asked, and from there one comes back to it. */
    private fun add(place: Place) {
        places.removeAll { it == place }
        places.add(place)
        if (place is Place.Risk && work.dangerBeforeRisk()) add(Place.Danger)
    }

    /** One page of words at a time: what is half typed in another is in its draft, and comes from there. */
    private fun ofDrafts(place: Place) {
        if (place is Place.Words && place != here) held.pages.keys.removeAll { it is Place.Words }
    }

    private fun instead(place: Place) {
        work.goesOn()
        ofDrafts(place)
        held.pages.remove(places.removeAt(places.lastIndex))
        add(place)
        redraw()
    }

    private fun back() {
        if (places.size == 1) return finish()
        work.goesOn()
        held.pages.remove(places.removeAt(places.lastIndex))
        if (here == Place.Home) {
            held.pages.clear()
            work.leave()
        }
        redraw()
    }

    private fun finish(place: Place) {
        if (place == here || places.size == 1) return
        places.remove(place)
        held.pages.remove(place)
    }

    @Deprecated("Of the platform; its successor is of API 33")
    override fun onBackPressed() {
        if (here == Place.Cover) return
        back()
    }

    private fun redraw() {
        if (places.isEmpty() || work.home == null) return
        // No interaction, no screen of it.
        while (places.size > 1 && work.snapshot == null && !here.alone) places.removeAt(places.lastIndex)
        if (work.snapshot == null && !here.alone) places[0] = Place.Home
        // Nothing that was chosen or typed of one interaction is found in the next, or after it was destroyed.
        if (work.snapshot == null) held.pages.keys.removeAll { !it.alone || (held.recording && it != here) }
        if (work.snapshot == null && held.recording && here == Place.Told) {
            held.pages.clear()
            places.removeAll { it == Place.Told }
            if (places.isEmpty()) places.add(Place.Home)
        }
        held.recording = work.snapshot != null
        // Only where the same page is drawn anew: another one begins at its top.
        // Turned, it is the same page in another window.
        val kept = if (drawn == here) Kept.of(frame) else held.kept?.takeIf { (at, _) -> at == here && drawn == null }?.second
        held.kept = null
        drawn = here
        val page = held.pages.getOrPut(here) { page(here, held) }
        frame.removeAllViews()
        frame.addView(if (page is CoverPage) page.whole() else draw(page))
        kept?.put(frame)
    }

    private fun draw(page: Page): View {
        val body = column { page.draw(this) }
        val snapshot = work.snapshot
        val receipt = if (page.bare) null else receipt(this, work)
        // With large words the receipt scrolls with the page. What was not saved interrupts: it never scrolls away.
        val fixed = !largeText || work.notSaved != null
        val scroll = ScrollView(this).apply {
            id = R.id.scroll
            isFillViewport = page.fills
            isVerticalScrollBarEnabled = false
            val inside = column {
                if (largeText && snapshot != null && !page.bare) addView(PinLine(this@MainActivity, snapshot.status.pin).padded(R.dimen.s4, R.dimen.s2))
                if (!page.bare) work.snapshot?.let { notices(it) }
                if (!page.bare) snapshot?.pace?.let { addAcross(PaceNote.of(this@MainActivity, it)) }
                addView(body, LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, 0, 1f).apply { height = ViewGroup.LayoutParams.WRAP_CONTENT })
                if (!fixed && receipt != null) addAcross(receipt)
            }
            addView(inside, FrameLayout.LayoutParams(FrameLayout.LayoutParams.MATCH_PARENT, FrameLayout.LayoutParams.WRAP_CONTENT))
        }
        return column {
            setBackgroundColor(getColor(R.color.page))
            addAcross(TopBar(this@MainActivity, page.title, snapshot?.status?.pin.takeIf { !page.bare }, (::back).takeIf { page.backs }, { go(Place.Search) }.takeIf { here != Place.Search && here != Place.FirstUse }))
            if (snapshot?.screen?.dangerYes == true && !page.bare) {
                addAcross(DangerStrip(this@MainActivity, snapshot.danger.words))
            }
            addView(centred(this@MainActivity, scroll), LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, 0, 1f))
            page.pinned()?.let { addAcross(centred(this@MainActivity, it, ViewGroup.LayoutParams.WRAP_CONTENT)) }
            if (fixed && receipt != null) addAcross(receipt)
            addAcross(
                Dock(
                    this@MainActivity, page.primary(),
                    cover = { go(Place.Cover) },
                    words = ::words,
                    parts = { if (snapshot != null) go(Place.Parts) else go(Place.FirstUse) },
                    leftHanded = work.home?.leftHanded == true,
                    ruled = receipt == null || !fixed,
                ),
            )
        }
    }

    /** Words, on the child last spoken of. From home it begins a record. */
    private fun words() {
        val snapshot = work.snapshot
        when {
            snapshot != null -> go(Place.Words(snapshot.screen.lastSpokenOf ?: snapshot.screen.children.firstOrNull()?.number ?: 0u, null))
            work.home?.ready == true -> work.begin {
                go(Place.Worklist)
                go(Place.Words(0u, null))
            }
        }
    }

    /** What outlives a turned screen: the pages, with what was chosen and typed in them. To them it is the app. */
    private class Held : Page.Host, HasPlace {
        lateinit var activity: MainActivity
        val pages = HashMap<Place, Page>()

        /** Whether an interaction was open when this was drawn last. */
        var recording = false

        /** Who waits for a file that is being chosen. */
        var picked: ((String?) -> Unit)? = null

        /** Where the page stood, for the window that comes after this one. */
        var kept: Pair<Place, Kept>? = null

        override val context: Context get() = activity
        override val work: Work get() = activity.work
        override val here: Place get() = activity.here

        override fun go(place: Place) = activity.go(place)
        override fun instead(place: Place) = activity.instead(place)
        override fun back() = activity.back()
        override fun finish(place: Place) = activity.finish(place)
        override fun pick(then: (String?) -> Unit) = activity.pick(then)
        override fun redraw() = activity.redraw()
    }

    private companion object {
        const val PLACES = "places"
        const val INTERACTION = "interaction"
        const val PICK = 1
    }
}
