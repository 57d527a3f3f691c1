package org.childfirst.app

import org.childfirst.app.core.Managed

/** Where guidance is read and renewed, in the middle of a record: search, tables, a release that corrects, and both wordings. */
class GuidanceWalk(private val officer: Officer, private val stop: (String) -> Unit = {}) {
    /** Past every screen of it, and back to where it began. */
    fun all() {
        find()
        shown()
        tables()
        renewed()
    }

    private fun find() = officer.run {
        press(R.id.search)
        type("find", "contextual")
        stop("11-search")
        press(R.id.primary)
    }

    private fun shown() = officer.run {
        press(R.id.parts)
        pressWords("How things are shown")
        stop("15-states")
        press(R.id.primary)
    }

    private fun tables() = officer.run {
        press(R.id.parts)
        pressWords("To read: tables and document")
        stop("23-reference")
        pressWords("Kent 2011-14")
        pressWords("23 lines")
        type("find_line", "victim")
        stop("23-table")
        press("line:9")
        stop("23-line")
        repeat(4) { press(R.id.back) }
    }

    private fun renewed() = officer.run {
        App.managed = Managed(repository = Served.URL, handOverApps = Officer.ALLOWED)
        App.transport = { Served(3) }
        press(R.id.parts)
        pressWords("Guidance and updates")
        // Who gives the repository is read with home.
        val work = (org.robolectric.RuntimeEnvironment.getApplication() as App).work
        work.openHome()
        settle()
        pressWords("Look for updates now")
        stop("12-pack")
        press("update:see")
        stop("12-changed")
        press(R.id.back)
        press(R.id.back)
    }
}
